//! The verdict in one sentence, its evidence folded below.

use std::sync::Arc;

use leptos::prelude::*;

use super::{n_rows, names};
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{
    ClassPower, DriftReport, Finding, PartVerdict, Standing, Verdict as Judged, Whole,
};
use crate::plot::numbers;

#[component]
pub fn Verdict(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let verdict =
        Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.report.verdict.clone())));
    let is_whole =
        Memo::new(move |_| card.with(|card| card.as_ref().is_none_or(|card| card.drawn >= 1.0)));
    let sizes = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .map(|card| (card.reference.n_rows, card.current.n_rows))
        })
    });
    let notes = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .map_or_else(Vec::new, |card| of_rows(&card.report))
        })
    });
    let kind = move || {
        verdict.with(|verdict| {
            verdict.as_ref().map(|verdict| match verdict.whole {
                Whole::Drift { .. } => "drift",
                Whole::NoDrift => "none",
                Whole::NotEnoughData { .. } => "few",
                Whole::NotMeasured => "unmeasured",
            })
        })
    };
    // Other than the reference, but no more than it is from itself: nothing to be alarmed by.
    let within = move || {
        verdict.with(|verdict| {
            let is_within = verdict.as_ref().is_some_and(Judged::is_within_history);
            is_within.then_some("true")
        })
    };
    let alpha = move || {
        verdict.with(|verdict| {
            verdict
                .as_ref()
                .map_or(0.05, |verdict| verdict.options.alpha)
        })
    };
    view! {
        <section class="drift-verdict" data-verdict=kind data-within=within>
            <p class="verdict" data-testid="drift-verdict">
                {move || verdict.get().map(|verdict| sentence(&verdict))}
            </p>
            <p class="quiet">
                {move || sizes.get().map(|(a, b)| format!("{} {} → {} {}", words.reference, n_rows(a), words.current, n_rows(b)))}
                {move || (!is_whole.get()).then(|| format!(". {}", words.preliminary))}
            </p>
            {move || {
                notes.get().into_iter().map(|note| view! { <p class="quiet">{note}</p> }).collect::<Vec<_>>()
            }}
            <details>
                <summary>{words.evidence}</summary>
                <p class="quiet">{move || fill(words.evidence_about, &[("alpha", &numbers::share(alpha()))])}</p>
                <div class="scroll">
                    <table data-testid="drift-evidence">
                        <thead>
                            <tr>
                                <th scope="col">{words.part}</th>
                                <th scope="col">{words.finding}</th>
                                <th scope="col" class="number">{words.p}</th>
                                <th scope="col" class="number">{words.p_adjusted}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {move || {
                                verdict.get().map(|verdict| verdict.parts.iter().map(evidence).collect::<Vec<_>>())
                            }}
                        </tbody>
                    </table>
                </div>
                {move || verdict.get().and_then(|verdict| power(&verdict))}
            </details>
        </section>
    }
}

/// What is to be said of rows on both sides and of copies.
fn of_rows(report: &DriftReport) -> Vec<String> {
    let words = &words().drift;
    let mut notes = Vec::new();
    let overlap = &report.overlap;
    if overlap.set_aside > 0 {
        let [n, rows, new] =
            [overlap.set_aside, report.n_current, overlap.compared].map(numbers::count);
        notes.push(fill(
            words.overlap,
            &[("n", &n), ("rows", &rows), ("new", &new)],
        ));
    }
    let is_said = overlap.is_part && report.verdict.whole == Whole::NoDrift;
    if overlap.other_label > 0 && !is_said {
        let n = numbers::count(overlap.other_label);
        notes.push(fill(words.overlap_labels, &[("n", &n)]));
    }
    if let Some(copies) = report.copies.filter(|_| report.each_text_once.is_some()) {
        let (a, b) = (copies.reference, copies.current);
        let [rows_before, texts_before, rows_now, texts_now] =
            [a.rows, a.texts, b.rows, b.texts].map(numbers::count);
        notes.push(fill(
            words.copies,
            &[
                ("rows_before", &rows_before),
                ("texts_before", &texts_before),
                ("rows_now", &rows_now),
                ("texts_now", &texts_now),
            ],
        ));
    }
    notes
}

/// The whole in one sentence.
fn sentence(verdict: &Judged) -> String {
    let words = &words().drift;
    match &verdict.whole {
        Whole::Drift { parts } => {
            let names: Vec<&str> = parts.iter().map(|part| names::part(*part, words)).collect();
            let said = fill(words.whole_drift, &[("parts", &names.join(", "))]);
            match verdict.is_within_history() {
                true => format!("{said} {}", words.within_note),
                false => said,
            }
        }
        Whole::NoDrift if verdict.is_part => {
            let (text, n) = match verdict.relabelled {
                0 => (words.whole_part, String::new()),
                n => (words.whole_part_relabelled, numbers::count(n)),
            };
            let rows = numbers::count(verdict.n_current);
            let said = fill(text, &[("rows", &rows), ("n", &n)]);
            let changed = verdict.changed();
            let other: Vec<&str> = changed.map(|part| names::part(part.part, words)).collect();
            if other.is_empty() {
                said
            } else {
                let parts = other.join(", ");
                format!(
                    "{said} {}",
                    fill(words.whole_part_differs, &[("parts", &parts)])
                )
            }
        }
        Whole::NoDrift => match verdict.new_term.and_then(|term| term.share) {
            Some(share) => {
                let seen = if verdict.power.is_empty() {
                    words.seen_word
                } else {
                    words.seen_class
                };
                let (share, power) = (numbers::share(share), numbers::share(verdict.options.power));
                let seen = fill(seen, &[("share", &share), ("power", &power)]);
                format!("{} {seen}", words.whole_none)
            }
            None => words.whole_none.into(),
        },
        Whole::NotEnoughData {
            rows,
            needed: Some(needed),
        } => fill(
            words.whole_few,
            &[
                ("rows", &numbers::count(*rows)),
                ("needed", &numbers::count(*needed)),
                ("power", &numbers::share(verdict.options.power)),
            ],
        ),
        Whole::NotEnoughData { rows, needed: None } => {
            let said = fill(words.whole_few_any, &[("rows", &numbers::count(*rows))]);
            match verdict.rows_of_each_side {
                Some(both) => {
                    let (both, power) =
                        (numbers::count(both), numbers::share(verdict.options.power));
                    let more = fill(words.whole_few_both, &[("rows", &both), ("power", &power)]);
                    format!("{said} {more}")
                }
                None => said,
            }
        }
        Whole::NotMeasured => words.whole_not_measured.into(),
    }
}

fn evidence(part: &PartVerdict) -> impl IntoView + use<> {
    let words = &words().drift;
    let (state, said) = match &part.finding {
        Finding::Changed {
            history: Some(Standing::BeyondHistory),
        } => ("changed", words.finding_beyond.to_string()),
        Finding::Changed {
            history: Some(Standing::WithinHistory),
        } => ("changed", words.finding_within.to_string()),
        Finding::Changed { history: None } => ("changed", words.finding_changed.to_string()),
        Finding::NotChanged if part.only_copies => ("same", words.finding_copies.to_string()),
        Finding::NotChanged => ("same", words.finding_none.to_string()),
        Finding::NotMeasured(gap) => ("unmeasured", gap.to_string()),
    };
    let least = if part.p_is_least { "≤ " } else { "" };
    let p = |p: Option<f64>| {
        p.map_or("—".to_string(), |p| {
            format!("{least}{}", numbers::p_value(p))
        })
    };
    view! {
        <tr data-part=names::part(part.part, words)>
            <th scope="row">{names::part(part.part, words)}</th>
            <td class="finding-word" data-state=state>{said}</td>
            <td class="number">{p(part.p)}</td>
            <td class="number">{p(part.adjusted_p_once.or(part.adjusted_p))}</td>
        </tr>
    }
}

/// What so many rows can show; nothing without labels.
fn power(verdict: &Judged) -> Option<impl IntoView + use<>> {
    let words = &words().drift;
    if verdict.power.is_empty() {
        return None;
    }
    let options = verdict.options;
    let row = |class: &ClassPower| {
        view! {
            <tr>
                <th scope="row">{class.class.clone()}</th>
                <td class="number">{numbers::share(class.at_this_size.power)}</td>
                <td class="number">{class.rows_needed.map_or(words.never.to_string(), numbers::count)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = verdict.power.iter().map(row).collect();
    let about = [
        ("ratio", numbers::any(options.ratio)),
        ("alpha", numbers::share(options.alpha)),
    ];
    Some(view! {
        <h3>{words.power}</h3>
        <p class="quiet">{fill(words.power_about, &about.each_ref().map(|(name, value)| (*name, value.as_str())))}</p>
        <div class="scroll">
            <table data-testid="drift-power">
                <thead>
                    <tr>
                        <th scope="col">{words.class}</th>
                        <th scope="col" class="number">{words.power_seen}</th>
                        <th scope="col" class="number">
                            {fill(words.power_needed, &[("power", &numbers::share(options.power))])}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}
