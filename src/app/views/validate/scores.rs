//! The scores of the three, and the recall of each class.

use std::sync::Arc;

use leptos::prelude::*;

use super::wording;
use crate::app::components::ClassName;
use crate::app::words::{fill, words};
use crate::jobs::cards::{CompareCard, Evaluation};
use crate::pipeline::compare::RecallDifference;
use crate::pipeline::drift::Estimate;
use crate::plot::numbers;

/// A score by the name of its field.
type NamedScore = (&'static str, fn(&Evaluation) -> f64);

const SCORES: [NamedScore; 4] = [
    ("f1_micro", |evaluation| evaluation.f1_micro),
    ("f1_macro", |evaluation| evaluation.f1_macro),
    ("balanced_accuracy", |evaluation| {
        evaluation.balanced_accuracy
    }),
    ("mcc", |evaluation| evaluation.mcc),
];

#[component]
pub fn Scores(card: Arc<CompareCard>) -> impl IntoView {
    let all_words = words();
    let words = &all_words.validate;
    let comparison = &card.comparison;
    let three = [
        &comparison.candidate,
        &comparison.production,
        &comparison.baseline,
    ];
    let rows: Vec<_> = SCORES
        .into_iter()
        .map(|(key, value)| {
            let (name, about) = all_words.score(key);
            let cells: Vec<_> = three
                .into_iter()
                .map(|evaluation| {
                    let value = value(evaluation);
                    view! {
                        <td class="number" title=value.to_string()>
                            {numbers::score(value)}
                        </td>
                    }
                })
                .collect();
            view! {
                <tr data-score=key>
                    <th scope="row" title=about>{name}</th>
                    {cells}
                </tr>
            }
        })
        .collect();
    let recalls: Vec<_> = comparison
        .against_production
        .recalls
        .iter()
        .map(|recall| one_recall(recall, &card.classes))
        .collect();
    view! {
        <section>
            <h2>{words.scores}</h2>
            <div class="scroll">
                <table data-testid="validate-scores">
                    <thead>
                        <tr>
                            <th></th>
                            <th scope="col" class="number">{words.candidate}</th>
                            <th scope="col" class="number">{words.production}</th>
                            <th scope="col" class="number">
                                {words.baseline} " "
                                <span class="quiet">
                                    {fill(all_words.evaluate.baseline_about, &[("class", &comparison.baseline_class)])}
                                </span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <h3>{words.recalls}</h3>
            <p class="quiet">{words.recalls_about}</p>
            <div class="scroll">
                <table data-testid="validate-recalls">
                    <thead>
                        <tr>
                            <th></th>
                            <th scope="col" class="number">{words.rows}</th>
                            <th scope="col" class="number">{words.candidate}</th>
                            <th scope="col" class="number">{words.production}</th>
                            <th scope="col" class="number">{words.difference} ", Newcombe"</th>
                            <th scope="col" class="number">"Tango"</th>
                        </tr>
                    </thead>
                    <tbody>{recalls}</tbody>
                </table>
            </div>
        </section>
    }
}

fn one_recall(recall: &RecallDifference, classes: &[String]) -> impl IntoView + use<> {
    let index = classes.iter().position(|class| *class == recall.class);
    let share = |Estimate { value, low, high }: Estimate| {
        let interval = format!("[{} – {}]", numbers::score(low), numbers::score(high));
        view! {
            <td class="number">
                {numbers::score(value)} " " <span class="quiet">{interval}</span>
            </td>
        }
    };
    let difference = recall.difference;
    view! {
        <tr>
            <th scope="row">
                <ClassName index=index.unwrap_or(classes.len()) as u32 classes=classes.to_vec() />
            </th>
            <td class="number">{numbers::count(recall.agreement.rows())}</td>
            {share(recall.candidate)}
            {share(recall.production)}
            <td class="number">
                {numbers::change(difference.value)} " "
                <span class="quiet">"[" {wording::interval(difference.low, difference.high)} "]"</span>
            </td>
            <td class="number quiet">"[" {wording::interval(recall.tango.low, recall.tango.high)} "]"</td>
        </tr>
    }
}
