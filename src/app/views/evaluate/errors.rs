//! The wrong answers, surest first; of picked rows those among them, of a cell of the matrix all of its tweets.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::part_name;
use crate::app::components::{ClassName, LongList, LongTable, Term};
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
    let list = LongList::new();
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
            list.to_top();
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
                offset: list.offset(),
                limit: LongList::LIMIT,
            }))
        },
    );
    let page = question.get(|outcome| match outcome {
        Outcome::Errors(page) => Some(page.clone()),
        _ => None,
    });
    let total = Signal::derive(move || page.with(|page| page.as_ref().map(|page| page.total)));
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
    let cells = move |row: &ErrorRow| {
        view! {
            <td>
                <ClassName index=row.truth classes=classes.clone() />
            </td>
            <td>
                <ClassName index=row.predicted classes=classes.clone() />
            </td>
            <td class="number">{localised(Argument::Number(row.margin))}</td>
        }
        .into_any()
    };
    let head = view! {
        <th scope="col">{text!("column-truth")}</th>
        <th scope="col">{text!("page-evaluate-predicted")}</th>
        <th scope="col" class="number">
            <Term term="margin" name=text!("page-evaluate-margin") />
        </th>
    };
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
            <LongTable
                list
                question
                page
                testid="errors"
                columns="errors"
                name=text!("page-evaluate-errors")
                empty=text!("page-none")
                set=Signal::derive(move || Some(part.get().set()))
                classes=run.classes.clone()
                head=head.into_any()
                cells
                marks=|_: &ErrorRow, _: &str| Vec::new()
            />
        </section>
    }
}
