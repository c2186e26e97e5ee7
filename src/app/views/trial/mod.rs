//! The view Try: a text of one's own, what the model says of it, and why.

mod explanation;

use leptos::prelude::*;

use self::explanation::Why;
use crate::app::components::{Bar, ClassName, Empty, ErrorNote, StaleNote};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{JobSpec, Outcome};
use crate::jobs::summaries::TrySummary;
use crate::message::Argument;
use crate::plot::shares;
use crate::session::{Intent, Trial, View};

#[component]
pub fn TrialView() -> impl IntoView {
    let store = store();
    let trial = store.memo(|session| session.trial().clone());
    let run_id = store.memo(|session| session.run().value().map(|run| run.run_id.clone()));
    let state = store.memo(|session| session.stage(View::Try));
    let question = Question::new(
        store,
        || (),
        move || {
            let run = run_id.get()?;
            let Trial { text, class } = trial.get();
            (!text.trim().is_empty()).then_some(JobSpec::Try { run, text, class })
        },
    );
    let card = question.get(|outcome| match outcome {
        Outcome::Try(card) => Some((**card).clone()),
        _ => None,
    });
    view! {
        <h1>{localised(View::Try.title())}</h1>
        <p class="lead">{text!("page-try-lead")}</p>
        <StaleNote state />
        {move || run_id.with(Option::is_none).then(|| view! { <Empty text=text!("page-try-empty") /> })}
        <label class="trial-text" hidden=move || run_id.with(Option::is_none)>
            <span class="quiet">{text!("page-try-text")}</span>
            <textarea
                data-testid="try-text"
                rows="3"
                placeholder=text!("page-try-example")
                prop:value=move || trial.get().text
                on:input:target=move |event| {
                    let text = event.target().value();
                    store.want(Intent::SetTrial(Trial { text, class: None }));
                }
            ></textarea>
        </label>
        <p class="quiet" role="status">
            {move || question.waiting.get().then(|| text!("page-try-thinking"))}
        </p>
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        {move || card.get().map(|card| view! { <Verdict card /> })}
    }
}

#[component]
fn Verdict(card: TrySummary) -> impl IntoView {
    let classes = card.classes.clone();
    let scores = score_table(&card.scores, &classes, true);
    let probabilities = card.probabilities.as_ref().map(|probabilities| {
        view! {
            <div>
                <h3>{text!("page-try-probabilities")}</h3>
                {score_table(probabilities, &classes, false)}
            </div>
        }
    });
    let nearest: Vec<_> = card
        .nearest
        .into_iter()
        .map(|neighbour| {
            view! {
                <tr>
                    <td class="number" title=text!("page-try-similarity")>{localised(Argument::Score(neighbour.similarity))}</td>
                    <td>
                        <ClassName index=neighbour.label classes=classes.clone() />
                    </td>
                    <td class="tweet">{neighbour.text}</td>
                </tr>
            }
        })
        .collect();
    let has_nearest = !nearest.is_empty();
    view! {
        <section>
            <p class="verdict">
                {text!("page-try-verdict")} " "
                <strong data-testid="try-label" data-label=card.classes.get(card.label as usize).cloned()>
                    <ClassName index=card.label classes=card.classes.clone() />
                </strong>
            </p>
            <div class="columns">
                <div>
                    <h3>{text!("evaluate-scores")}</h3>
                    {scores}
                </div>
                {probabilities}
            </div>
        </section>
        <Why explanation=card.explanation classes=card.classes text=card.text />
        <section>
            <h2>{text!("page-try-nearest")}</h2>
            {(!has_nearest).then(|| view! { <p class="empty">{text!("page-try-nearest-none")}</p> })}
            <div class="scroll">
                <table class="tweet-table" data-testid="nearest">
                    <tbody>{nearest}</tbody>
                </table>
            </div>
        </section>
    }
}

/// One value for each class, with a bar: from a middle line where values may be below 0.
fn score_table(values: &[f64], classes: &[String], signed: bool) -> impl IntoView + use<> {
    let bars = if signed {
        shares::of_greatest(values)
    } else {
        values.to_vec()
    };
    // A decision function by pairs of classes has more columns than classes have names.
    let is_by_class = values.len() == classes.len();
    let rows: Vec<_> = values
        .iter()
        .zip(bars)
        .enumerate()
        .map(|(index, (&value, share))| {
            let index = index as u32;
            let name = if is_by_class {
                view! { <ClassName index classes=classes.to_vec() /> }.into_any()
            } else {
                (index + 1).to_string().into_any()
            };
            let shown = if signed {
                localised(Argument::Decision(value))
            } else {
                localised(Argument::Share(value))
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="bar-cell">
                        <Bar share signed class_index=index />
                    </td>
                    <td class="number">{shown}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="bars">
            <tbody>{rows}</tbody>
        </table>
    }
}
