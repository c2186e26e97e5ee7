//! The heaviest terms of each class, where the kernel has weights.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{Bar, ErrorNote};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::app::views::picked::PickButton;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, Split};
use crate::jobs::summaries::{RunSummary, TermGroup, TermsSummary};
use crate::message::Argument;
use crate::plot::shares;

/// Terms that are shown for each class.
const TOP: u32 = 15;

#[component]
pub fn Terms(run: Arc<RunSummary>, part: RwSignal<Split>) -> impl IntoView {
    let run_id = run.run_id.clone();
    let question = Question::new(
        store(),
        || (),
        move || {
            let run = run_id.clone();
            Some(JobSpec::Terms { run, top: TOP })
        },
    );
    let card = question.get(|outcome| match outcome {
        Outcome::Terms(card) => Some(card.clone()),
        _ => None,
    });
    let classes = run.classes.clone();
    let shown = move || {
        card.get().map(|card| match card {
            TermsSummary::Unavailable { reason } => {
                view! { <p class="empty">{localised(reason)}</p> }.into_any()
            }
            TermsSummary::Weights { groups } => {
                let groups: Vec<_> = groups
                    .into_iter()
                    .map(|group| view! { <Group group classes=classes.clone() run=run.run_id.clone() part /> })
                    .collect();
                view! { <div class="columns">{groups}</div> }.into_any()
            }
        })
    };
    view! {
        <section class="terms" data-testid="terms">
            <h2>{text!("page-evaluate-terms")}</h2>
            <p class="quiet">{text!("page-evaluate-terms-about")}</p>
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            {shown}
        </section>
    }
}

#[component]
fn Group(
    group: TermGroup,
    classes: Vec<String>,
    run: String,
    part: RwSignal<Split>,
) -> impl IntoView {
    let set = Signal::derive(move || part.get().set());
    let name = |index: u32| classes.get(index as usize).cloned().unwrap_or_default();
    let class = name(group.class);
    let title = match group.against {
        Some(other) => text!("page-evaluate-against", class = &class, rival = name(other)),
        None => text!("page-evaluate-against-rest", class = &class),
    };
    let weighted: Vec<(String, f64)> = group
        .terms
        .into_iter()
        .chain(group.terms_against.into_iter().rev())
        .collect();
    let weights: Vec<f64> = weighted.iter().map(|(_, weight)| *weight).collect();
    let rows: Vec<_> = weighted
        .into_iter()
        .zip(shares::of_greatest(&weights))
        .map(|((term, weight), share)| {
            let condition = Condition::Term {
                run: run.clone(),
                term: term.clone(),
            };
            view! {
                <tr>
                    <th scope="row" class="mono term">
                        <PickButton set condition label=term testid="pick-term" title=text!("pick-rows-with-it") />
                    </th>
                    <td class="bar-cell">
                        <Bar share signed=true />
                    </td>
                    <td class="number">{localised(Argument::Decision(weight))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div>
            <h3>{title}</h3>
            <table class="bars">
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
