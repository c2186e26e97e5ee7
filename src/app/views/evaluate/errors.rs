//! The wrong answers, surest first; of picked rows those among them, of a cell of the matrix all of its tweets.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::part_name;
use crate::app::components::{ClassName, PAGE, Paged, Term};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{Condition, ErrorsQuery, JobSpec, Outcome, Split};
use crate::jobs::summaries::{ErrorRow, RunSummary};
use crate::message::Argument;
use crate::session::{Intent, PickIntent};

#[component]
pub fn Errors(
    run: Arc<RunSummary>,
    part: RwSignal<Split>,
    /// The row of a dot, alone.
    picked: RwSignal<Option<u32>>,
) -> impl IntoView {
    let store = store();
    let offset = RwSignal::new(0u64);
    let selection =
        Memo::new(move |_| store.read(|session| session.selection_in(part.get().set()).cloned()));
    let cell = {
        let run = run.run_id.clone();
        Memo::new(move |_| {
            let part = part.get();
            selection.with(|picked| {
                let mut conditions = picked.as_ref()?.conditions.iter();
                let is_cell = |one: &&Condition| matches!(one, Condition::Cell { run: of, part: on, .. } if *of == run && *on == part);
                conditions.find(is_cell).cloned()
            })
        })
    };
    let section = NodeRef::<html::Section>::new();
    Effect::watch(
        move || (part.get(), selection.get(), picked.get()),
        move |(.., picked), _, _| {
            offset.set(0);
            if let (Some(_), Some(section)) = (picked, section.get_untracked()) {
                section.scroll_into_view();
            }
        },
        false,
    );
    let run_id = run.run_id.clone();
    let question = Question::new(
        store,
        || (),
        move || {
            Some(JobSpec::Errors(ErrorsQuery {
                run: run_id.clone(),
                part: part.get(),
                selection: selection.get(),
                row: picked.get(),
                offset: offset.get(),
                limit: PAGE as u32,
            }))
        },
    );
    let page = question.get(|outcome| match outcome {
        Outcome::Errors(page) => Some(page.clone()),
        _ => None,
    });
    let total = Signal::derive(move || page.with(|page| page.as_ref().map(|page| page.total)));
    let rows = move || page.get().map(|page| page.rows).unwrap_or_default();
    let heading = move || {
        let what = match (picked.get(), cell.get()) {
            (Some(row), _) => text!("page-evaluate-row", row = u64::from(row) + 1),
            (
                None,
                Some(Condition::Cell {
                    truth,
                    predicted: Some(predicted),
                    ..
                }),
            ) => text!("page-evaluate-cell", truth = truth, predicted = predicted),
            _ => text!("page-evaluate-errors"),
        };
        format!("{what} · {}", part_name(part.get()))
    };
    let show_all = move |_| {
        picked.set(None);
        if let Some(condition) = cell.get_untracked() {
            let set = part.get_untracked().set();
            store.want(Intent::Pick(PickIntent::Toggle { set, condition }));
        }
    };
    let classes = run.classes.clone();
    view! {
        <section class="errors" node_ref=section>
            <div class="section-head">
                <h2>{heading}</h2>
                <span class="number quiet" data-testid="errors-total">{move || total.get().map(localised)}</span>
                <button
                    type="button"
                    class="plain"
                    data-testid="errors-all"
                    hidden=move || cell.get().is_none() && picked.get().is_none()
                    on:click=show_all
                >
                    {text!("page-evaluate-errors-all")}
                </button>
            </div>
            <p class="quiet">{text!("page-evaluate-errors-about")}</p>
            <p class="quiet" data-testid="errors-picked" hidden=move || selection.with(Option::is_none)>
                {text!("page-evaluate-errors-picked")}
            </p>
            <Paged question offset total empty=text!("page-none")>
                <table class="tweet-table" data-testid="errors">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{text!("column-row")}</th>
                            <th scope="col">{text!("column-truth")}</th>
                            <th scope="col">{text!("page-evaluate-predicted")}</th>
                            <th scope="col" class="number">
                                <Term term="margin" name=text!("page-evaluate-margin") />
                            </th>
                            <th scope="col">{text!("column-text")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=rows
                            key=|row: &ErrorRow| (row.row, row.truth, row.predicted, row.text.clone())
                            children=move |row| {
                                view! {
                                    <tr>
                                        <td class="number quiet">{localised(u64::from(row.row) + 1)}</td>
                                        <td>
                                            <ClassName index=row.truth classes=classes.clone() />
                                        </td>
                                        <td>
                                            <ClassName index=row.predicted classes=classes.clone() />
                                        </td>
                                        <td class="number">{localised(Argument::Number(row.margin))}</td>
                                        <td class="tweet">{row.text}</td>
                                    </tr>
                                }
                            }
                        />
                    </tbody>
                </table>
            </Paged>
        </section>
    }
}
