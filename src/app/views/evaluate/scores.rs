//! The three F1 values beside baseline and production, all scores by part, the scores by class.

use std::sync::Arc;

use leptos::prelude::*;

use super::{part_name, parts};
use crate::app::components::{Bar, ClassName};
use crate::app::words::{fill, words};
use crate::jobs::cards::{Evaluation, RunCard};
use crate::jobs::protocol::Part;
use crate::plot::numbers;

/// A score by the name of its field.
type NamedScore = (&'static str, fn(&Evaluation) -> f64);

/// In the order of the table.
const SCORES: [NamedScore; 6] = [
    ("f1_micro", |evaluation| evaluation.f1_micro),
    ("f1_macro", |evaluation| evaluation.f1_macro),
    ("f1_weighted", |evaluation| evaluation.f1_weighted),
    ("accuracy", |evaluation| evaluation.accuracy),
    ("balanced_accuracy", |evaluation| {
        evaluation.balanced_accuracy
    }),
    ("mcc", |evaluation| evaluation.mcc),
];

#[component]
pub fn Scores(run: Arc<RunCard>) -> impl IntoView {
    let all_words = words();
    let words = &all_words.evaluate;
    let parts = parts(&run);
    let baseline = run.baseline.as_ref().map(|baseline| baseline.f1_micro);
    let micro = |value: f64,
                 title: String,
                 about: String,
                 id: Option<&'static str>,
                 mark: Option<f64>| {
        view! {
            <div class="score">
                <span class="score-title">{title}</span>
                <strong class="number" data-testid=id data-value=value.to_string() title=value.to_string()>
                    {numbers::score(value)}
                </strong>
                <Bar share=value mark />
                <small class="quiet">{about}</small>
            </div>
        }
    };
    let mut shown: Vec<_> = parts
        .iter()
        .map(|(part, evaluation)| {
            let tweets = fill(
                all_words.data.tweets,
                &[("n", &numbers::count(evaluation.n))],
            );
            micro(
                evaluation.f1_micro,
                part_name(*part, words).into(),
                tweets,
                None,
                // It is the baseline on these rows and no others.
                baseline.filter(|_| *part == Part::Test),
            )
        })
        .collect();
    shown.extend(run.baseline.as_ref().map(|baseline| {
        micro(
            baseline.f1_micro,
            words.baseline.into(),
            fill(words.baseline_about, &[("class", &baseline.class)]),
            Some("baseline-f1-micro"),
            None,
        )
    }));
    shown.extend(run.production.as_ref().map(|production| {
        micro(
            production.f1_micro,
            words.production.into(),
            numbers::fingerprint(&production.run_id),
            Some("production-f1-micro"),
            baseline,
        )
    }));
    let verdict = run
        .production
        .as_ref()
        .zip(run.evaluations.test.as_ref())
        .map(|(production, test)| {
            let difference = test.f1_micro - production.f1_micro;
            let template = if difference > 0.0 {
                words.production_better
            } else if difference < 0.0 {
                words.production_worse
            } else {
                words.production_same
            };
            let size = numbers::score(difference.abs());
            view! { <p data-testid="production-verdict">{fill(template, &[("difference", &size)])}</p> }
        });
    let head: Vec<_> = parts
        .iter()
        .map(|(part, _)| view! { <th scope="col" class="number">{part_name(*part, words)}</th> })
        .collect();
    let table: Vec<_> = SCORES
        .iter()
        .map(|(key, value)| {
            let (name, about) = all_words.score(key);
            let cells: Vec<_> = parts
                .iter()
                .map(|(_, evaluation)| {
                    let value = value(evaluation);
                    view! {
                        <td class="number" title=value.to_string()>
                            {numbers::score(value)}
                        </td>
                    }
                })
                .collect();
            view! {
                <tr data-score=*key>
                    <th scope="row">
                        {name} <small class="quiet score-about">{about}</small>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect();
    let poleval = run
        .evaluations
        .test
        .as_ref()
        .and_then(|test| test.poleval.as_ref())
        .map(|scores| {
            view! {
                <p data-testid="poleval">
                    {words.poleval} ": "
                    <strong class="number">{format!("micro F {:.2}", scores.micro_f)}</strong>
                    " · "
                    <strong class="number">{format!("macro F {:.2}", scores.macro_f)}</strong>
                    " "
                    <span class="quiet">{words.poleval_about}</span>
                </p>
            }
        });
    view! {
        <section>
            <h2>{words.scores}</h2>
            <div class="scores">{shown}</div>
            {verdict}
            {poleval}
            <details>
                <summary>{words.all_scores}</summary>
                <div class="scroll">
                    <table data-testid="all-scores">
                        <thead>
                            <tr>
                                <th></th>
                                {head}
                            </tr>
                        </thead>
                        <tbody>{table}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

/// Precision, recall and F1 of each class.
#[component]
pub fn ByClass(evaluation: Evaluation) -> impl IntoView {
    let words = &words().evaluate;
    let classes: Vec<String> = evaluation
        .per_class
        .iter()
        .map(|class| class.name.clone())
        .collect();
    let rows: Vec<_> = evaluation
        .per_class
        .into_iter()
        .enumerate()
        .map(|(index, class)| {
            view! {
                <tr>
                    <th scope="row">
                        <ClassName index=index as u32 classes=classes.clone() />
                    </th>
                    <td class="number">{numbers::score(class.precision)}</td>
                    <td class="number">{numbers::score(class.recall)}</td>
                    <td class="number">{numbers::score(class.f1)}</td>
                    <td class="number">{numbers::count(class.support)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <h2>{words.per_class}</h2>
            <table data-testid="per-class">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" class="number">{words.precision}</th>
                        <th scope="col" class="number">{words.recall}</th>
                        <th scope="col" class="number">{words.f1}</th>
                        <th scope="col" class="number">{words.support}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
