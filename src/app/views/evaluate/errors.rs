//! The wrong answers, surest first; or the tweets of one cell of the matrix.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Cell, part_name};
use crate::app::components::{ClassName, PAGE, Paged};
use crate::app::store::{Question, store};
use crate::app::words::{fill, words};
use crate::jobs::cards::{ErrorRow, RunCard};
use crate::jobs::protocol::{ErrorsQuery, JobSpec, Outcome, Part};
use crate::plot::numbers;

#[component]
pub fn Errors(
    run: Arc<RunCard>,
    part: RwSignal<Part>,
    cell: RwSignal<Option<Cell>>,
) -> impl IntoView {
    let words = &words().evaluate;
    let offset = RwSignal::new(0u64);
    Effect::watch(
        move || (part.get(), cell.get()),
        move |_, _, _| offset.set(0),
        false,
    );
    let run_id = run.run_id.clone();
    let question = Question::new(
        store(),
        move || run_id.clone(),
        move || {
            Some(JobSpec::Errors(ErrorsQuery {
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
                None => words.errors.to_string(),
                Some(cell) => {
                    let name =
                        |index: u32| classes.get(index as usize).cloned().unwrap_or_default();
                    fill(
                        words.cell,
                        &[
                            ("truth", &name(cell.truth)),
                            ("predicted", &name(cell.predicted)),
                        ],
                    )
                }
            };
            format!("{what}, {}", part_name(part.get(), words))
        }
    };
    let classes = run.classes.clone();
    view! {
        <section class="errors">
            <div class="section-head">
                <h2>{heading}</h2>
                <span class="number quiet" data-testid="errors-total">{move || total.get().map(numbers::count)}</span>
                <button
                    type="button"
                    class="plain"
                    hidden=move || cell.get().is_none()
                    on:click=move |_| cell.set(None)
                >
                    {words.clear}
                </button>
            </div>
            <p class="quiet">{words.errors_about}</p>
            <Paged question offset total empty=words.errors_none>
                <table class="tweet-table" data-testid="errors">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{words.row}</th>
                            <th scope="col">{words.truth}</th>
                            <th scope="col">{words.predicted}</th>
                            <th scope="col" class="number">{words.margin}</th>
                            <th scope="col">{words.text}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=rows
                            key=|row: &ErrorRow| (row.row, row.truth, row.predicted, row.text.clone())
                            children=move |row| {
                                view! {
                                    <tr>
                                        <td class="number quiet">{numbers::count(u64::from(row.row) + 1)}</td>
                                        <td>
                                            <ClassName index=row.truth classes=classes.clone() />
                                        </td>
                                        <td>
                                            <ClassName index=row.predicted classes=classes.clone() />
                                        </td>
                                        <td class="number">{numbers::any(row.margin)}</td>
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
