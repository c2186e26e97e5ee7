//! Whether to retrain, why, and since when, in one sentence; the evidence of each occasion folded below.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::store::store;
use crate::app::words::{Monitor, fill, words};
use crate::jobs::cards::MonitorCard;
use crate::pipeline::watch::{Advice, Answer, FalseAlarms, Judged};
use crate::plot::numbers;

#[component]
pub fn Verdict(card: Memo<Option<Arc<MonitorCard>>>) -> impl IntoView {
    let words = &words().monitor;
    let learned = store().memo(|session| session.monitors_learned_rows());
    let shown = move |card: &MonitorCard| {
        let advice = &card.advice;
        let (state, look) = match advice.answer {
            _ if learned.get() => ("learned", "few"),
            Answer::Retrain => ("retrain", "drift"),
            Answer::Keep => ("keep", "none"),
            Answer::NotEnoughData => ("few", "few"),
        };
        let rows: Vec<_> = advice.rules.iter().map(evidence).collect();
        view! {
            <section class="drift-verdict" data-verdict=look>
                <p class="verdict" data-testid="monitor-verdict" data-answer=state>
                    {match learned.get() {
                        true => words.learned.into(),
                        false => sentence(advice),
                    }}
                </p>
                <p class="quiet">{about(card)}</p>
                <details>
                    <summary>{words.evidence}</summary>
                    <div class="scroll">
                        <table data-testid="monitor-evidence">
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    <p class="quiet" data-testid="monitor-false-alarms">
                        {false_alarms(&advice.false_alarms)}
                    </p>
                </details>
            </section>
        }
    };
    move || card.with(|card| card.as_deref().map(shown))
}

/// The answer in one sentence.
fn sentence(advice: &Advice) -> String {
    let words = &words().monitor;
    match advice.answer {
        Answer::Keep => words.keep.into(),
        Answer::NotEnoughData => words.not_enough.into(),
        Answer::Retrain => {
            let why: Vec<String> = advice.occasions().map(|rule| reason(rule, words)).collect();
            fill(words.retrain, &[("why", &why.join("; "))])
        }
    }
}

/// An occasion and since when.
fn reason(rule: &Judged, words: &Monitor) -> String {
    let occasion = names::occasion(rule.occasion, words);
    let Some(since) = &rule.since else {
        return occasion.into();
    };
    let batch = numbers::count(u64::from(since.batch));
    let row = since.row.map(numbers::count);
    let text = match row {
        Some(_) => words.why_since_row,
        None => words.why_since,
    };
    fill(
        text,
        &[
            ("occasion", occasion),
            ("batch", &batch),
            ("row", row.as_deref().unwrap_or_default()),
            ("name", &since.name),
        ],
    )
}

/// What was watched.
fn about(card: &MonitorCard) -> String {
    let words = &words().monitor;
    let watch = &card.watch;
    let n = watch.records().len() as u64;
    let mut said = fill(
        words.batches_and_rows,
        &[
            ("batches", &numbers::count(n)),
            ("rows", &numbers::count(watch.rows())),
            ("labelled", &numbers::count(watch.labelled_rows())),
            ("learned", &numbers::count(watch.model().n_rows)),
            // Last, since a name may hold a gap.
            ("name", &watch.model().run_name),
        ],
    );
    if n < card.n_batches {
        let gaps = [
            ("n", numbers::count(n)),
            ("of", numbers::count(card.n_batches)),
        ];
        let gaps = gaps.each_ref().map(|(gap, text)| (*gap, text.as_str()));
        said = format!("{}; {said}", fill(words.so_far, &gaps));
    }
    said
}

fn evidence(rule: &Judged) -> impl IntoView + use<> {
    let words = &words().monitor;
    let (said, state) = names::outcome(rule, words);
    let sentences: Vec<_> = rule
        .evidence
        .iter()
        .map(|evidence| view! { <p>{evidence.to_string()}</p> })
        .collect();
    view! {
        <tr data-testid="monitor-occasion" data-outcome=state>
            <th scope="row">{names::occasion(rule.occasion, words)}</th>
            <td class="finding-word" data-state=state>{said}</td>
            <td class="monitor-sentences">{sentences}</td>
        </tr>
    }
}

fn false_alarms(alarms: &FalseAlarms) -> String {
    let words = &words().monitor;
    let mut said = Vec::new();
    let proven = [alarms.drift, alarms.bet];
    if proven.iter().any(Option::is_some) {
        let rate = numbers::share(proven.into_iter().flatten().sum());
        said.push(fill(words.alarms_at_most, &[("rate", &rate)]));
    }
    if !alarms.measured.is_empty() {
        let names: Vec<String> = alarms.measured.iter().map(ToString::to_string).collect();
        said.push(fill(
            words.alarms_measured,
            &[("detectors", &names.join(", "))],
        ));
    }
    if said.is_empty() {
        return words.alarms_none.into();
    }
    said.join(" ")
}
