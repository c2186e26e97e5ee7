//! The tweets that two models answer differently, side by side.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{ClassName, LongList, LongTable};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::app::views::picked::OtherSet;
use crate::jobs::protocol::{DisagreementsQuery, JobSpec, Outcome, SetName, WhoIsRight};
use crate::jobs::summaries::{Answered, CompareSummary, Disagreement};
use crate::message::Argument;
use crate::pipeline::drift::ScoreKind;

#[component]
pub fn Disagreements(
    card: Arc<CompareSummary>,
    /// What the candidate and the other one are called.
    names: [String; 2],
    /// That the one, or the other, is right.
    right: [String; 2],
) -> impl IntoView {
    let wanted = RwSignal::new(None::<WhoIsRight>);
    let [first_right, second_right] = right;
    let list = LongList::new();
    let id = card.id;
    let store = store();
    let selection = store.memo(|session| session.selection_in(SetName::Test).cloned());
    Effect::watch(move || selection.get(), move |_, _, _| list.to_top(), false);
    let question = Question::new(
        store,
        || (),
        move || {
            Some(JobSpec::Disagreements(DisagreementsQuery {
                compare: id,
                right: wanted.get(),
                selection: selection.get(),
                offset: list.offset(),
                limit: LongList::LIMIT,
            }))
        },
    );
    let page = question.get(|outcome| match outcome {
        Outcome::Disagreements(found) => Some(found.page.clone()),
        _ => None,
    });
    // Of the picked rows, and of all of them until the first answer.
    let of_picked = question.get(|outcome| match outcome {
        Outcome::Disagreements(found) => Some(found.counts),
        _ => None,
    });
    let of_all = card.disagreements;
    let counts = move || of_picked.get().unwrap_or(of_all);
    let filters: Vec<_> = [
        (None, "all", text!("page-validate-all")),
        (Some(WhoIsRight::Candidate), "candidate", first_right),
        (Some(WhoIsRight::Production), "production", second_right),
        (
            Some(WhoIsRight::Neither),
            "neither",
            text!("page-validate-both-wrong"),
        ),
    ]
    .into_iter()
    .map(|(who, name, label)| {
        view! {
            <button
                type="button"
                class="plain"
                data-testid=format!("disagreements-{name}")
                aria-pressed=move || (wanted.get() == who).to_string()
                on:click=move |_| {
                    wanted.set(who);
                    list.to_top();
                }
            >
                {label} " " <span class="number quiet">{move || localised(counts().of(who))}</span>
            </button>
        }
    })
    .collect();
    let classes = card.classes.clone();
    let head = view! {
        <th scope="col">{text!("column-truth")}</th>
        <th scope="col">{names[0].clone()}</th>
        <th scope="col">{names[1].clone()}</th>
    };
    let cells = move |row: &Disagreement| {
        view! {
            <td>
                <ClassName index=row.truth classes=classes.clone() />
            </td>
            {answer(&row.candidate, row.truth, names[0].clone(), &classes)}
            {answer(&row.production, row.truth, names[1].clone(), &classes)}
        }
        .into_any()
    };
    view! {
        <div>
            <p class="quiet">{text!("page-validate-disagreements-about")}</p>
            <OtherSet set=Signal::stored(SetName::Test) />
            <div class="switcher" role="group">
                {filters}
            </div>
            <LongTable
                list
                question
                page
                testid="disagreements"
                columns="disagreements"
                name=text!("texts-disagreements")
                empty=text!("page-none")
                set=Signal::stored(Some(SetName::Test))
                classes=card.classes.clone()
                head=head.into_any()
                cells
                marks=|_: &Disagreement, _: &str| Vec::new()
            />
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
