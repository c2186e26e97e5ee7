//! What the labels mean, given the text: the test of each class.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{ClassConcept, ConceptDrift, Part};
use crate::plot::numbers;

#[component]
pub fn Concept(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let concept =
        Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.report.concept.clone())));
    view! {
        <section data-testid="drift-concept">
            <h2>{words.concept}</h2>
            <p class="quiet">{words.concept_about}</p>
            {move || {
                concept
                    .get()
                    .map(|concept| match &concept {
                        Part::Measured(found) => table(found).into_any(),
                        Part::Missing(_) => view! { <p class="empty">{names::gap(&concept)}</p> }.into_any(),
                    })
            }}
        </section>
    }
}

fn table(found: &ConceptDrift) -> impl IntoView + use<> {
    let words = &words().drift;
    let row = |class: &ClassConcept| {
        view! {
            <tr>
                <th scope="row">{class.class.clone()}</th>
                <td class="number quiet">{numbers::share(class.recall_reference)}</td>
                <td class="number">{numbers::share(class.recall_current)}</td>
                <td class="number">{numbers::p_value(class.p_given_score)}</td>
                <td class="number">{numbers::p_value(class.p_given_class)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = found.classes.iter().map(row).collect();
    let [before, now] = [found.agreement_reference, found.agreement_current].map(numbers::share);
    view! {
        <p>{fill(words.concept_agreement, &[("before", &before), ("now", &now)])}</p>
        <div class="scroll">
            <table data-testid="concept-table">
                <thead>
                    <tr>
                        <th scope="col">{words.class}</th>
                        <th scope="col" class="number">{words.recall_before}</th>
                        <th scope="col" class="number">{words.recall_now}</th>
                        <th scope="col" class="number">{words.p_given_score}</th>
                        <th scope="col" class="number">{words.p_given_class}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
