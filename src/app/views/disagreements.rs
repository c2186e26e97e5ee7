//! The tweets that two models answer differently, side by side.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{ClassName, PAGE, Paged};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{DisagreementsQuery, JobSpec, Outcome, WhoIsRight};
use crate::jobs::summaries::{Answered, CompareSummary, Disagreement};
use crate::message::Argument;
use crate::pipeline::drift::ScoreKind;
use crate::session::Intent;

#[component]
pub fn Disagreements(
    card: Arc<CompareSummary>,
    /// What the candidate and the other one are called.
    names: [String; 2],
    /// That the one, or the other, is right.
    right: [String; 2],
    /// Whether the candidate is the run that the views show, so that a tweet can be explained.
    #[prop(optional)]
    is_shown: bool,
) -> impl IntoView {
    let store = store();
    let wanted = RwSignal::new(None::<WhoIsRight>);
    let [first_right, second_right] = right;
    let offset = RwSignal::new(0u64);
    let id = card.id;
    let question = Question::new(
        store,
        || (),
        move || {
            Some(JobSpec::Disagreements(DisagreementsQuery {
                compare: id,
                right: wanted.get(),
                offset: offset.get(),
                limit: PAGE as u32,
            }))
        },
    );
    let page = question.get(|outcome| match outcome {
        Outcome::Disagreements(page) => Some(page.clone()),
        _ => None,
    });
    let total = Signal::derive(move || page.with(|page| page.as_ref().map(|page| page.total)));
    let rows = move || page.get().map(|page| page.rows).unwrap_or_default();
    let counts = card.disagreements;
    let all = counts.candidate + counts.production + counts.neither;
    let filters: Vec<_> = [
        (None, "all", text!("page-validate-all"), all),
        (
            Some(WhoIsRight::Candidate),
            "candidate",
            first_right,
            counts.candidate,
        ),
        (
            Some(WhoIsRight::Production),
            "production",
            second_right,
            counts.production,
        ),
        (
            Some(WhoIsRight::Neither),
            "neither",
            text!("page-validate-both-wrong"),
            counts.neither,
        ),
    ]
    .into_iter()
    .map(|(who, name, label, n)| {
        view! {
            <button
                type="button"
                class="plain"
                data-testid=format!("disagreements-{name}")
                aria-pressed=move || (wanted.get() == who).to_string()
                on:click=move |_| {
                    wanted.set(who);
                    offset.set(0);
                }
            >
                {label} " " <span class="number quiet">{localised(n)}</span>
            </button>
        }
    })
    .collect();
    let classes = card.classes.clone();
    view! {
        <div>
            <p class="quiet">{text!("page-validate-disagreements-about")}</p>
            <div class="switcher" role="group">
                {filters}
            </div>
            <Paged question offset total empty=text!("page-none")>
                <table class="tweet-table" data-testid="disagreements">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{text!("column-row")}</th>
                            <th scope="col">{text!("column-truth")}</th>
                            <th scope="col">{names[0].clone()}</th>
                            <th scope="col">{names[1].clone()}</th>
                            <th scope="col">{text!("column-text")}</th>
                            <th></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=rows
                            key=|row: &Disagreement| (row.row, row.text.clone())
                            children=move |row| {
                                view! {
                                    <tr>
                                        <td class="number quiet">{localised(u64::from(row.row) + 1)}</td>
                                        <td>
                                            <ClassName index=row.truth classes=classes.clone() />
                                        </td>
                                        {answer(&row.candidate, row.truth, names[0].clone(), &classes)}
                                        {answer(&row.production, row.truth, names[1].clone(), &classes)}
                                        <td class="tweet">{row.text.clone()}</td>
                                        <td>
                                            <button
                                                type="button"
                                                class="plain"
                                                hidden=!is_shown
                                                on:click=move |_| store.want(Intent::TryText(row.text.clone()))
                                            >
                                                {text!("page-validate-why")}
                                            </button>
                                        </td>
                                    </tr>
                                }
                            }
                        />
                    </tbody>
                </table>
            </Paged>
        </div>
    }
}

/// What one model says: its class, whether that is right, and its score of each class.
fn answer(said: &Answered, truth: u32, who: String, classes: &[String]) -> impl IntoView + use<> {
    let shown = match said.kind {
        ScoreKind::Decision => Argument::Decision,
        ScoreKind::Probability => Argument::Share,
    };
    let scores: Vec<_> = said
        .scores
        .iter()
        .enumerate()
        .map(|(class, score)| {
            let title = classes.get(class).cloned();
            view! {
                <span data-class=class.to_string() title=title data-said=(class as u32 == said.label).then_some("true")>
                    {score.map_or("—".to_string(), |score| localised(shown(score)))}
                </span>
            }
        })
        .collect();
    let is_right = said.label == truth;
    view! {
        <td class="answer" data-who=who data-right=is_right.to_string()>
            <span class="verdict-word" data-outcome=if is_right { "pass" } else { "fail" }>
                <ClassName index=said.label classes=classes.to_vec() />
            </span>
            <small class="answer-scores number">{scores}</small>
        </td>
    }
}
