//! The table of runs: what it is filtered by, its headings, its rows page by page.

use leptos::prelude::*;

use super::Runs;
use super::columns::Columns;
use super::row::Row;
use crate::app::components::Pager;
use crate::app::language::{localised, text};
use crate::session::RunColumn;

/// Rows on a page.
const ROWS: u64 = 50;

#[component]
pub fn Table(runs: Runs) -> impl IntoView {
    let offset = RwSignal::new(0u64);
    let open = RwSignal::new(None::<String>);
    let total = Memo::new(move |_| runs.chosen.with(|chosen| chosen.rows().len() as u64));
    // Other rows begin with the first page.
    let order = Memo::new(move |_| {
        runs.choice.with(|choice| {
            (
                choice.filter.clone(),
                choice.only_starred,
                choice.sort.clone(),
            )
        })
    });
    Effect::watch(move || order.get(), move |_, _, _| offset.set(0), false);
    let page = Memo::new(move |_| {
        let first = offset.get().min(total.get().saturating_sub(1)) / ROWS * ROWS;
        runs.chosen.with(|chosen| {
            let rows = chosen
                .rows()
                .iter()
                .skip(first as usize)
                .take(ROWS as usize);
            let ids = rows.map(|row| row.run.run_id.clone());
            ids.collect::<Vec<String>>()
        })
    });
    let head = move || {
        let columns = runs.columns.get().into_iter();
        let columns = columns.map(|column| heading(runs, column));
        columns.collect::<Vec<_>>()
    };
    view! {
        <Filter runs />
        <div class="scroll runs-box">
            <table class="runs-table" data-testid="runs-table">
                <thead>
                    <tr>
                        <td></td>
                        <td></td>
                        {head}
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || page.get()
                        key=Clone::clone
                        children=move |run_id| view! { <Row runs run_id open /> }
                    />
                </tbody>
            </table>
        </div>
        <p class="empty" hidden=move || total.get() != 0>
            {text!("page-runs-no-match")}
        </p>
        <Pager offset total size=ROWS />
    }
}

/// A heading that sorts by its column.
fn heading(runs: Runs, column: RunColumn) -> impl IntoView + use<> {
    let by = {
        let column = column.clone();
        move || {
            runs.choice.with(|choice| match &choice.sort {
                Some((by, true)) if *by == column => "descending",
                Some((by, false)) if *by == column => "ascending",
                _ => "none",
            })
        }
    };
    let class = if column.is_number() { "number" } else { "" };
    let name = localised(column.title());
    let testid = format!("runs-by-{}", column.key());
    view! {
        <th scope="col" class=class aria-sort=by>
            <button
                type="button"
                data-testid=testid
                on:click=move |_| runs.choose(|choice| choice.sort_by(column.clone()))
            >
                {name}
            </button>
        </th>
    }
}

/// Which rows and columns there are.
#[component]
fn Filter(runs: Runs) -> impl IntoView {
    let count = move || {
        let shown = runs.chosen.with(|chosen| chosen.rows().len());
        let all = runs.all.with(|all| all.rows().len());
        text!("page-runs-count", shown = shown, all = all)
    };
    view! {
        <div class="runs-filter">
            <label>
                {text!("page-runs-filter")}
                <input
                    type="search"
                    data-testid="runs-filter"
                    autocomplete="off"
                    placeholder=text!("page-runs-filter-about")
                    prop:value=runs.choice.with_untracked(|choice| choice.filter.clone())
                    on:input:target=move |event| {
                        let filter = event.target().value();
                        runs.choose(|choice| choice.filter = filter);
                    }
                />
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    class="switch"
                    data-testid="runs-starred"
                    prop:checked=move || runs.choice.with(|choice| choice.only_starred)
                    on:change:target=move |event| {
                        let only = event.target().checked();
                        runs.choose(|choice| choice.only_starred = only);
                    }
                />
                {text!("page-runs-only-starred")}
            </label>
            <span class="quiet number" role="status" data-testid="runs-count">{count}</span>
        </div>
        <Columns runs />
    }
}
