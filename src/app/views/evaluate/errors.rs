//! The wrong answers, surest first; or the tweets of one cell of the matrix.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::{Cell, part_name};
use crate::app::components::{ClassName, PAGE, Paged, Term};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{ErrorsQuery, JobSpec, Outcome, Split};
use crate::jobs::summaries::{ErrorRow, RunSummary};
use crate::message::Argument;

#[component]
pub fn Errors(
    run: Arc<RunSummary>,
    part: RwSignal<Split>,
    cell: RwSignal<Option<Cell>>,
    /// The row of a dot, alone.
    picked: RwSignal<Option<u32>>,
) -> impl IntoView {
    let offset = RwSignal::new(0u64);
    let section = NodeRef::<html::Section>::new();
    Effect::watch(
        move || (part.get(), cell.get(), picked.get()),
        move |(.., picked), _, _| {
            offset.set(0);
            if let (Some(_), Some(section)) = (picked, section.get_untracked()) {
                section.scroll_into_view();
            }
        },
        false,
    );
    let chosen = move || cell.get().filter(|_| picked.get().is_none());
    let run_id = run.run_id.clone();
    let question = Question::new(
        store(),
        || (),
        move || {
            Some(JobSpec::Errors(ErrorsQuery {
                run: run_id.clone(),
                part: part.get(),
                truth: chosen().map(|cell| cell.truth),
                predicted: chosen().map(|cell| cell.predicted),
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
    let heading = {
        let classes = run.classes.clone();
        move || {
            let what = match (picked.get(), chosen()) {
                (Some(row), _) => text!("page-evaluate-row", row = u64::from(row) + 1),
                (None, None) => text!("page-evaluate-errors"),
                (None, Some(cell)) => {
                    let name =
                        |index: u32| classes.get(index as usize).cloned().unwrap_or_default();
                    text!(
                        "page-evaluate-cell",
                        truth = name(cell.truth),
                        predicted = name(cell.predicted)
                    )
                }
            };
            format!("{what} · {}", part_name(part.get()))
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
                    on:click=move |_| {
                        cell.set(None);
                        picked.set(None);
                    }
                >
                    {text!("page-evaluate-errors-all")}
                </button>
            </div>
            <p class="quiet">{text!("page-evaluate-errors-about")}</p>
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
