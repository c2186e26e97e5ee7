//! What the published tools would say, and why they disagree.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::Opinion;
use crate::plot::numbers;

#[component]
pub fn Tools(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let opinions = Memo::new(move |_| {
        card.with(|card| {
            let report = &card.as_ref()?.report;
            let mut subjects = vec![(words.of_labels, report.label_opinions.clone())];
            subjects.push((words.of_scores, report.score_opinions.clone()));
            subjects.extend(
                report
                    .descriptor_opinions
                    .iter()
                    .map(|(descriptor, opinions)| {
                        (names::descriptor(*descriptor, words), opinions.clone())
                    }),
            );
            subjects.retain(|(_, opinions)| !opinions.is_empty());
            Some(subjects)
        })
    });
    view! {
        <section data-testid="drift-tools">
            <h2>{words.tools}</h2>
            <p class="quiet">{words.tools_about}</p>
            {move || {
                opinions
                    .get()
                    .map(|subjects| {
                        subjects.into_iter().enumerate().map(|(index, (title, opinions))| {
                            subject(title, &opinions, index == 0)
                        }).collect::<Vec<_>>()
                    })
            }}
        </section>
    }
}

/// The opinions on one subject: those unasked, and folded below those on request.
fn subject(title: &'static str, opinions: &[Opinion], is_open: bool) -> impl IntoView + use<> {
    let words = &words().drift;
    let (unasked, asked): (Vec<&Opinion>, Vec<&Opinion>) =
        opinions.iter().partition(|opinion| opinion.by_default);
    let alarms = unasked.iter().filter(|opinion| opinion.drift).count();
    let counted = fill(
        words.tools_counted,
        &[
            ("n", &alarms.to_string()),
            ("total", &unasked.len().to_string()),
        ],
    );
    let more = (!asked.is_empty()).then(|| {
        let said = fill(words.on_request, &[("n", &asked.len().to_string())]);
        view! {
            <details>
                <summary>{said}</summary>
                {table(&asked)}
            </details>
        }
    });
    view! {
        <details open=is_open data-testid="tool-subject">
            <summary>{title} " " <span class="quiet">{counted}</span></summary>
            {table(&unasked)}
            {more}
        </details>
    }
}

fn table(opinions: &[&Opinion]) -> impl IntoView + use<> {
    let words = &words().drift;
    let rows: Vec<_> = opinions
        .iter()
        .map(|opinion| {
            let (state, said) = match (opinion.value, opinion.drift) {
                (None, _) => ("unmeasured", words.says_nothing),
                (_, true) => ("changed", words.says_drift),
                (_, false) => ("same", words.says_none),
            };
            let reason = match &opinion.failure {
                Some(failure) => failure.to_string(),
                None => opinion.reason.clone(),
            };
            let limit = match (opinion.lower, opinion.threshold) {
                (Some(low), Some(high)) => {
                    format!("{} – {}", numbers::any(low), numbers::any(high))
                }
                (_, limit) => limit.map(numbers::any).unwrap_or_default(),
            };
            view! {
                <tr>
                    <th scope="row">{opinion.tool.to_string()}</th>
                    <td>{opinion.measure.to_string()}</td>
                    <td class="number" title=opinion.value.map(|value| value.to_string())>
                        {opinion.value.map(numbers::any)}
                    </td>
                    <td class="number quiet">{limit}</td>
                    <td class="finding-word" data-state=state>{said}</td>
                    <td class="quiet">{reason}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <table class="tools-table">
                <thead>
                    <tr>
                        <th scope="col">{words.tool}</th>
                        <th scope="col">{words.measure}</th>
                        <th scope="col" class="number">{words.value}</th>
                        <th scope="col" class="number">{words.threshold}</th>
                        <th scope="col">{words.finding}</th>
                        <th scope="col">{words.why}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
