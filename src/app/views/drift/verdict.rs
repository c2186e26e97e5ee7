//! The verdict in one sentence, its evidence folded below.

use std::sync::Arc;

use leptos::prelude::*;

use super::{n_rows, names};
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{
    ClassPower, Finding, PartVerdict, Standing, Verdict as Judged, Whole,
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
    let alpha = move || {
        verdict.with(|verdict| {
            verdict
                .as_ref()
                .map_or(0.05, |verdict| verdict.options.alpha)
        })
    };
    view! {
        <section class="drift-verdict" data-verdict=kind>
            <p class="verdict" data-testid="drift-verdict">
                {move || verdict.get().map(|verdict| sentence(&verdict))}
            </p>
            <p class="quiet">
                {move || sizes.get().map(|(a, b)| format!("{} {} → {} {}", words.reference, n_rows(a), words.current, n_rows(b)))}
                {move || (!is_whole.get()).then(|| format!(". {}", words.preliminary))}
            </p>
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

/// The whole in one sentence.
fn sentence(verdict: &Judged) -> String {
    let words = &words().drift;
    match &verdict.whole {
        Whole::Drift { parts } => {
            let names: Vec<&str> = parts.iter().map(|part| names::part(*part, words)).collect();
            let said = fill(words.whole_drift, &[("parts", &names.join(", "))]);
            let within = Finding::Changed {
                history: Some(Standing::WithinHistory),
            };
            let mut changed = verdict
                .parts
                .iter()
                .filter(|part| matches!(part.finding, Finding::Changed { .. }));
            if changed.all(|part| part.finding == within) {
                format!("{said} {}", words.within_note)
            } else {
                said
            }
        }
        Whole::NoDrift => words.whole_none.into(),
        Whole::NotEnoughData {
            rows,
            needed: Some(needed),
        } => fill(
            words.whole_few,
            &[
                ("rows", &numbers::count(*rows)),
                ("needed", &numbers::count(*needed)),
            ],
        ),
        Whole::NotEnoughData { rows, needed: None } => {
            fill(words.whole_few_any, &[("rows", &numbers::count(*rows))])
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
        Finding::NotChanged => ("same", words.finding_none.to_string()),
        Finding::NotMeasured(gap) => ("unmeasured", gap.to_string()),
    };
    let p = |p: Option<f64>| p.map_or("—".to_string(), numbers::p_value);
    view! {
        <tr data-part=names::part(part.part, words)>
            <th scope="row">{names::part(part.part, words)}</th>
            <td class="finding-word" data-state=state>{said}</td>
            <td class="number">{p(part.p)}</td>
            <td class="number">{p(part.adjusted_p)}</td>
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
                <td class="number">{numbers::share(class.at_this_size.false_alarms)}</td>
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
                        <th scope="col" class="number">{words.power_false}</th>
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
