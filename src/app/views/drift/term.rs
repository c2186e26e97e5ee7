//! One term: its tweets with the term marked, its class mix on both sides, what it does to predictions.

use leptos::prelude::*;

use crate::app::components::{Bar, ClassName, ErrorNote, LongList, LongTable, text_nodes};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::app::views::picked::{OtherSet, PickButton};
use crate::jobs::protocol::{Condition, DriftRowsQuery, DriftSide, DriftSource, JobSpec, Outcome};
use crate::jobs::summaries::{DriftRow, DriftRowPage, TermEffect, TermSummary};
use crate::message::Argument;
use crate::pipeline::drift::Family;
use crate::plot::shares;

#[component]
pub fn OneTerm(
    id: Memo<Option<u32>>,
    family: Family,
    name: String,
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    let store = store();
    let run_id = store.memo(|session| session.run().value().map(|run| run.run_id.clone()));
    let asked = name.clone();
    let question = Question::new(
        store,
        move || id.get(),
        move || {
            id.get()?;
            Some(JobSpec::DriftTerm {
                family,
                term: asked.clone(),
                run: run_id.get(),
            })
        },
    );
    let card = question.get(|outcome| match outcome {
        Outcome::DriftTerm(card) => Some((**card).clone()),
        _ => None,
    });
    let classes = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .map(|card| card.classes.clone())
                .unwrap_or_default()
        })
    });
    let title = name.clone();
    view! {
        <div class="one-term" data-testid="one-term">
            <div class="section-head">
                <h3 class="mono term-title">{move || text_nodes(&title, &[], usize::MAX)}</h3>
                <button
                    type="button"
                    class="plain"
                    data-testid="term-close"
                    on:click=move |_| open.set(None)
                >
                    {text!("page-close")}
                </button>
            </div>
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            <Tweets id side=DriftSide::Current family name=name.clone() classes />
            <Tweets id side=DriftSide::Reference family name classes />
            {move || card.get().map(|card| view! { {mix(&card)} {effect(&card)} })}
        </div>
    }
}

/// Of the rows of each class the share that has the term.
fn mix(card: &TermSummary) -> impl IntoView + use<> {
    let all = |side: &crate::jobs::summaries::TermOnSide| (side.rows, side.n_rows);
    let mut lines = vec![(None, all(&card.reference), all(&card.current))];
    let of = |side: &crate::jobs::summaries::TermOnSide, class: usize| {
        side.classes
            .as_ref()
            .and_then(|classes| classes.get(class).copied())
            .unwrap_or((0, 0))
    };
    if card.reference.classes.is_some() || card.current.classes.is_some() {
        let classes = 0..card.classes.len();
        lines.extend(classes.map(|class| {
            (
                Some(class),
                of(&card.reference, class),
                of(&card.current, class),
            )
        }));
    }
    let counts: Vec<(u64, u64)> = lines.iter().flat_map(|(_, a, b)| [*a, *b]).collect();
    let shown = shares::of_parts(&counts);
    let rows: Vec<_> = lines
        .iter()
        .zip(shown.chunks(2))
        .map(|((class, a, b), shares)| {
            let name = match class {
                Some(class) => {
                    view! { <ClassName index=*class as u32 classes=card.classes.clone() /> }
                        .into_any()
                }
                None => view! { <strong>{text!("drift-view-term")}</strong> }.into_any(),
            };
            let index = class.map(|class| class as u32);
            let cell = |(rows, all): (u64, u64), (share, bar): (f64, f64)| {
                view! {
                    <td class="bar-cell" title=format!("{} / {}", localised(rows), localised(all))>
                        {match index {
                            Some(index) => view! { <Bar share=bar class_index=index /> }.into_any(),
                            None => view! { <Bar share=bar /> }.into_any(),
                        }}
                    </td>
                    <td class="number">{localised(Argument::Share(share))}</td>
                }
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cell(*a, shares[0])}
                    {cell(*b, shares[1])}
                </tr>
            }
        })
        .collect();
    view! {
        <div>
            <h4>{text!("drift-view-mix")}</h4>
            <p class="quiet">{text!("drift-view-mix-about")}</p>
            <table class="bars term-mix" data-testid="term-mix">
                <thead>
                    <tr>
                        <th></th>
                        <th scope="col" colspan="2">{text!("drift-reference")}</th>
                        <th scope="col" colspan="2">{text!("drift-current")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The predictions of the rows that have the term, with and without it.
fn effect(card: &TermSummary) -> impl IntoView + use<> {
    let shown = match &card.effect {
        TermEffect::Unavailable { reason } => {
            view! { <p class="empty">{localised(reason)}</p> }.into_any()
        }
        TermEffect::Measured {
            classes,
            rows,
            labels,
            changed,
            scores,
        } => {
            let lines: Vec<_> = labels
                .iter()
                .zip(scores)
                .enumerate()
                .map(|(class, ((with, without), score))| {
                    view! {
                        <tr>
                            <th scope="row">
                                <ClassName index=class as u32 classes=classes.clone() />
                            </th>
                            <td class="number">{localised(*with)}</td>
                            <td class="number">{localised(*without)}</td>
                            <td class="number">{localised(Argument::Decision(*score))}</td>
                        </tr>
                    }
                })
                .collect();
            view! {
                <p class="quiet">
                    {text!("drift-view-effect-about", tweets = *rows, changed = *changed)}
                </p>
                <table data-testid="term-effect">
                    <thead>
                        <tr>
                            <th></th>
                            <th scope="col" class="number">{text!("drift-view-with-term")}</th>
                            <th scope="col" class="number">{text!("drift-view-without-term")}</th>
                            <th scope="col" class="number">{text!("drift-view-score-change")}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            }
            .into_any()
        }
    };
    view! {
        <div>
            <h4>{text!("drift-view-effect")}</h4>
            {shown}
        </div>
    }
}

/// The tweets of one side that have the term.
#[component]
fn Tweets(
    id: Memo<Option<u32>>,
    side: DriftSide,
    family: Family,
    name: String,
    classes: Memo<Vec<String>>,
) -> impl IntoView {
    let store = store();
    let list = LongList::new();
    let condition = Condition::Word {
        family,
        term: name.clone(),
    };
    let side_name = match side {
        DriftSide::Reference => "reference",
        DriftSide::Current => "current",
    };
    let set = store.memo(move |session| {
        let drift = session.drift();
        let card = drift.value()?;
        let side = match side {
            DriftSide::Reference => &card.reference,
            DriftSide::Current => &card.current,
        };
        match side.source {
            DriftSource::Rows { set, .. } => Some(set),
            DriftSource::Production => None,
        }
    });
    let pick = move || {
        let set = set.get()?;
        let (condition, label) = (condition.clone(), text!("pick-only-these"));
        Some(view! { <PickButton set condition label testid=format!("pick-word-{side_name}") /> })
    };
    let selection = store.memo(move |session| session.selection_in(set.get()?).cloned());
    Effect::watch(move || selection.get(), move |_, _, _| list.to_top(), false);
    let question = Question::new(
        store,
        move || id.get(),
        move || {
            id.get()?;
            Some(JobSpec::DriftRows(DriftRowsQuery {
                side,
                family,
                term: name.clone(),
                selection: selection.get(),
                offset: list.offset(),
                limit: LongList::LIMIT,
            }))
        },
    );
    let page = question.get(|outcome| match outcome {
        Outcome::DriftRows(DriftRowPage::Texts(page)) => Some(page.clone()),
        _ => None,
    });
    let total = move || page.with(|page| page.as_ref().map(|page| page.total));
    let without = question.get(|outcome| match outcome {
        Outcome::DriftRows(DriftRowPage::NoTexts { total }) => Some(*total),
        _ => None,
    });
    let cells = move |row: &DriftRow| {
        let place = row
            .class
            .as_ref()
            .and_then(|class| classes.with(|known| known.iter().position(|name| name == class)));
        let name = place.map(|index| {
            view! { <ClassName index=index as u32 classes=classes.get_untracked() /> }
        });
        view! { <td>{name}</td> }.into_any()
    };
    let (title, testid) = match side {
        DriftSide::Reference => (
            text!("drift-view-tweets-reference"),
            "term-tweets-reference",
        ),
        DriftSide::Current => (text!("drift-view-tweets-current"), "term-tweets-current"),
    };
    view! {
        <div>
            <h4>
                {title.clone()} " " <span class="quiet number">{move || total().map(localised)}</span> " " {pick}
            </h4>
            {move || set.get().map(|set| view! { <OtherSet set=Signal::stored(set) /> })}
            {move || {
                without
                    .get()
                    .map(|total| view! { <p class="empty">{text!("drift-view-no-texts", rows = total)}</p> })
            }}
            <div class="term-texts">
                <LongTable
                    list
                    question
                    page
                    testid
                    columns="class"
                    name=title
                    empty=text!("page-none")
                    head=view! { <th scope="col">{text!("column-class")}</th> }.into_any()
                    cells
                    marks=|row: &DriftRow, _: &str| row.marks()
                />
            </div>
        </div>
    }
}
