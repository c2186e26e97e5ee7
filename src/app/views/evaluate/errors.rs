//! The wrong answers, surest first; or the tweets of one cell of the matrix.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Cell, part_name};
use crate::app::components::{ClassName, PAGE, Paged};
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
) -> impl IntoView {
    let offset = RwSignal::new(0u64);
    Effect::watch(
        move || (part.get(), cell.get()),
        move |_, _, _| offset.set(0),
        false,
    );
    let run_id = run.run_id.clone();
    let question = Question::new(
        store(),
        || (),
        move || {
            Some(JobSpec::Errors(ErrorsQuery {
                run: run_id.clone(),
                part: part.get(),
                truth: cell.get().map(|cell| cell.truth),
                predicted: cell.get().map(|cell| cell.predicted),
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
            let what = match cell.get() {
                None => text!("page-evaluate-errors"),
                Some(cell) => {
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
        <section class="errors">
            <div class="section-head">
                <h2>{heading}</h2>
                <span class="number quiet" data-testid="errors-total">{move || total.get().map(localised)}</span>
                <button
                    type="button"
                    class="plain"
                    hidden=move || cell.get().is_none()
                    on:click=move |_| cell.set(None)
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
                            <th scope="col" class="number">{text!("page-evaluate-margin")}</th>
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
