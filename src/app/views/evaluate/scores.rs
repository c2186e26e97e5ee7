//! F1 micro and F1 macro beside baseline and production, with their intervals; all scores by part, the scores by class.

use std::sync::Arc;

use leptos::prelude::*;

use super::{part_name, parts};
use crate::app::components::{Bar, ClassName, Term};
use crate::app::language::{language, localised, text};
use crate::jobs::protocol::Split;
use crate::jobs::summaries::{Evaluation, RunSummary};
use crate::message::{Argument, numbers};
use crate::pipeline::drift::Estimate;

/// What stands on a card of one score.
struct Card {
    title: AnyView,
    value: f64,
    about: String,
    id: Option<&'static str>,
    /// Of the baseline on the same rows.
    mark: Option<f64>,
    estimate: Option<Estimate>,
}

#[component]
pub fn Scores(
    run: Arc<RunSummary>,
    /// PolEval's own scores, where the rows are PolEval's.
    poleval: AnyView,
    /// All scores, as a table.
    table: AnyView,
) -> impl IntoView {
    let parts = parts(&run);
    let baseline = run.baseline.as_ref();
    // It is the baseline on the rows of the test set and no others.
    let of_test = |part: Split| baseline.filter(|_| part == Split::Test);
    let card = |part: Split, value, mark, estimate| Card {
        title: part_name(part).into_any(),
        value,
        about: String::new(),
        id: None,
        mark,
        estimate,
    };
    let mut micro_cards: Vec<Card> = parts
        .iter()
        .map(|&(part, evaluation)| {
            let mark = of_test(part).map(|baseline| baseline.f1_micro);
            let estimate = evaluation.f1_micro_estimate();
            // Explained where they first stand.
            let name = part_name(part);
            let title = match part {
                Split::Train => name.into_any(),
                Split::Validation => view! { <Term term="validation-set" name /> }.into_any(),
                Split::Test => view! { <Term term="test-set" name /> }.into_any(),
            };
            Card {
                title,
                about: text!("page-tweets", tweets = evaluation.n),
                ..card(part, evaluation.f1_micro, mark, estimate)
            }
        })
        .collect();
    micro_cards.extend(baseline.map(|baseline| Card {
        title: view! { <Term term="baseline" name=text!("gate-baseline") /> }.into_any(),
        about: text!("page-evaluate-baseline-about", class = &baseline.class),
        id: Some("baseline-f1-micro"),
        ..card(Split::Test, baseline.f1_micro, None, None)
    }));
    micro_cards.extend(run.production.as_ref().map(|production| Card {
        title: text!("page-in-production").into_any(),
        about: numbers::fingerprint(&production.run_id),
        id: Some("production-f1-micro"),
        ..card(
            Split::Test,
            production.f1_micro,
            baseline.map(|baseline| baseline.f1_micro),
            None,
        )
    }));
    let macro_cards: Vec<Card> = parts
        .iter()
        .map(|&(part, evaluation)| {
            let baseline = of_test(part);
            let mark = baseline.and_then(|baseline| evaluation.f1_macro_of_always(&baseline.class));
            card(
                part,
                evaluation.f1_macro,
                mark,
                evaluation.f1_macro_estimate(),
            )
        })
        .collect();
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
            <h2>
                <Term term="f1-micro" name=text!("score-f1-micro") />
            </h2>
            <p class="quiet">
                {text!("page-evaluate-whiskers")} " "
                <Term term="confidence-interval" name=text!("page-evaluate-what-interval") />
            </p>
            <div class="scores" data-testid="scores-micro">{shown(micro_cards)}</div>
            {verdict}
            {poleval}
            <h3>
                <Term term="f1-macro" name=text!("score-f1-macro") />
            </h3>
            <div class="scores" data-testid="scores-macro">{shown(macro_cards)}</div>
            <details>
                <summary>{text!("page-evaluate-all-scores")}</summary>
                {table}
            </details>
        </section>
    }
}

fn shown(cards: Vec<Card>) -> Vec<impl IntoView> {
    let language = language();
    cards
        .into_iter()
        .map(|card| {
            let interval = card.estimate.map(|estimate| {
                text!(
                    "page-evaluate-interval",
                    low = Argument::Score(estimate.low),
                    high = Argument::Score(estimate.high)
                )
            });
            let value = card.value;
            view! {
                <div class="score">
                    <span class="score-title">{card.title}</span>
                    <strong
                        class="number"
                        data-testid=card.id
                        data-value=value.to_string()
                        title=numbers::whole(value, language)
                    >
                        {localised(Argument::Score(value))}
                    </strong>
                    <Bar share=value mark=card.mark estimate=card.estimate />
                    <small class="quiet">{card.about}</small>
                    <small class="quiet">{interval}</small>
                </div>
            }
        })
        .collect()
}

/// Precision, recall and F1 of each class.
#[component]
pub fn ByClass(evaluation: Evaluation) -> impl IntoView {
    let classes: Vec<String> = evaluation
        .per_class
        .iter()
        .map(|class| class.name.clone())
        .collect();
    let share = |value: f64, estimate: Option<Estimate>| {
        let interval = estimate.map(|estimate| {
            text!(
                "page-evaluate-interval",
                low = Argument::Score(estimate.low),
                high = Argument::Score(estimate.high)
            )
        });
        view! {
            <td class="number share" title=interval>
                {localised(Argument::Score(value))}
                <Bar share=value estimate />
            </td>
        }
    };
    let rows: Vec<_> = evaluation
        .per_class
        .iter()
        .enumerate()
        .map(|(index, class)| {
            view! {
                <tr>
                    <th scope="row">
                        <ClassName index=index as u32 classes=classes.clone() />
                    </th>
                    {share(class.precision, evaluation.precision_estimate(index))}
                    {share(class.recall, evaluation.recall_estimate(index))}
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
                        <th scope="col" class="number">
                            <Term term="precision" name=text!("score-precision") />
                        </th>
                        <th scope="col" class="number">
                            <Term term="recall" name=text!("score-recall-alone") />
                        </th>
                        <th scope="col" class="number">{text!("score-f1")}</th>
                        <th scope="col" class="number">{text!("column-rows")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
