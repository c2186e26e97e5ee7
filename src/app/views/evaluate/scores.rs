//! The three F1 values beside baseline and production, all scores by part, the scores by class.

use std::sync::Arc;

use leptos::prelude::*;

use super::{part_name, parts};
use crate::app::components::{Bar, ClassName};
use crate::app::language::{language, localised, text};
use crate::jobs::protocol::Split;
use crate::jobs::summaries::{Evaluation, RunSummary};
use crate::message::{Argument, numbers};

#[component]
pub fn Scores(
    run: Arc<RunSummary>,
    /// PolEval's own scores, where the rows are PolEval's.
    poleval: AnyView,
    /// All scores, as a table.
    table: AnyView,
) -> impl IntoView {
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
                <strong class="number" data-testid=id data-value=value.to_string() title=numbers::whole(value, language())>
                    {localised(Argument::Score(value))}
                </strong>
                <Bar share=value mark />
                <small class="quiet">{about}</small>
            </div>
        }
    };
    let mut shown: Vec<_> = parts
        .iter()
        .map(|(part, evaluation)| {
            let tweets = text!("page-tweets", tweets = evaluation.n);
            micro(
                evaluation.f1_micro,
                part_name(*part),
                tweets,
                None,
                // It is the baseline on these rows and no others.
                baseline.filter(|_| *part == Split::Test),
            )
        })
        .collect();
    shown.extend(run.baseline.as_ref().map(|baseline| {
        micro(
            baseline.f1_micro,
            text!("gate-baseline"),
            text!("page-evaluate-baseline-about", class = &baseline.class),
            Some("baseline-f1-micro"),
            None,
        )
    }));
    shown.extend(run.production.as_ref().map(|production| {
        micro(
            production.f1_micro,
            text!("page-in-production"),
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
            let size = Argument::Score(difference.abs());
            let sentence = if difference > 0.0 {
                text!("page-evaluate-production-better", difference = size)
            } else if difference < 0.0 {
                text!("page-evaluate-production-worse", difference = size)
            } else {
                text!("page-evaluate-production-same")
            };
            view! { <p data-testid="production-verdict">{sentence}</p> }
        });
    view! {
        <section>
            <h2>{text!("score-f1-micro")}</h2>
            <div class="scores">{shown}</div>
            {verdict}
            {poleval}
            <details>
                <summary>{text!("page-evaluate-all-scores")}</summary>
                {table}
            </details>
        </section>
    }
}

/// Precision, recall and F1 of each class.
#[component]
pub fn ByClass(evaluation: Evaluation) -> impl IntoView {
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
                    <td class="number">{localised(Argument::Score(class.precision))}</td>
                    <td class="number">{localised(Argument::Score(class.recall))}</td>
                    <td class="number">{localised(Argument::Score(class.f1))}</td>
                    <td class="number">{localised(class.support)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <h2>{text!("evaluate-by-class")}</h2>
            <table data-testid="per-class">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" class="number">{text!("score-precision")}</th>
                        <th scope="col" class="number">{text!("score-recall-alone")}</th>
                        <th scope="col" class="number">{text!("score-f1")}</th>
                        <th scope="col" class="number">{text!("column-rows")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
