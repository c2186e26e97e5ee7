//! One run in the table.

use leptos::prelude::*;

use super::Runs;
use super::details::Details;
use crate::app::clock;
use crate::app::language::{language, localised, text};
use crate::message::numbers;
use crate::session::{Intent, RunColumn, RunRow};

/// Its row, and below it what can be done with it where it is `open`.
#[component]
pub fn Row(runs: Runs, run_id: String, open: RwSignal<Option<String>>) -> impl IntoView {
    let row = runs.row(run_id.clone());
    let id = StoredValue::new(run_id.clone());
    let is_open = move || open.with(|open| id.with_value(|id| open.as_ref() == Some(id)));
    let label = move || row.with(|row| row.as_ref().map(|row| row.label.clone()));
    let named = move || label().unwrap_or_default();
    let is_starred = move || row.with(|row| row.as_ref().is_some_and(|row| row.run.said.starred));
    let is_ticked = move || {
        runs.choice
            .with(|choice| id.with_value(|id| choice.compared.contains(id)))
    };
    let marks = move || {
        let is_shown = id.with_value(|id| runs.is_shown(id));
        let is_in = row.with(|row| row.as_ref().is_some_and(|row| runs.is_in_production(row)));
        let mark = |mark, words: String| {
            view! { <small class="run-mark" data-mark=mark>{words}</small> }
        };
        view! {
            {is_shown.then(|| mark("shown", text!("page-runs-shown")))}
            {is_in.then(|| mark("production", text!("page-in-production")))}
        }
    };
    // The name stands before the others.
    let cells = move || {
        let row = row.get()?;
        let columns = runs.columns.get().into_iter().skip(1);
        let cells = columns.map(|column| cell(runs, &row, &column));
        Some(cells.collect::<Vec<_>>())
    };
    let star = move |_| {
        if let Some(row) = row.get_untracked() {
            let mut said = row.run.said.clone();
            said.starred = !said.starred;
            let run = row.run.run_id.clone();
            runs.store.want(Intent::SayOfRun { run, said });
        }
    };
    let tick = move |_| id.with_value(|id| runs.choose(|choice| choice.toggle_compared(id)));
    let toggle = move |_| {
        let own = (!is_open()).then(|| id.get_value());
        open.set(own);
    };
    view! {
        <tr data-testid="run-row" data-run=run_id>
            <td>
                <input
                    type="checkbox"
                    class="switch run-tick"
                    data-testid="run-tick"
                    aria-label=move || text!("page-runs-tick", run = named())
                    prop:checked=is_ticked
                    on:change=tick
                />
            </td>
            <td>
                <button
                    type="button"
                    class="plain run-star"
                    data-testid="run-star"
                    aria-label=move || text!("page-runs-star", run = named())
                    aria-pressed=move || is_starred().to_string()
                    on:click=star
                >
                    {move || if is_starred() { "★" } else { "☆" }}
                </button>
            </td>
            <th scope="row">
                <button
                    type="button"
                    class="plain run-open"
                    data-testid="run-open"
                    title=text!("page-runs-open")
                    on:click=move |_| id.with_value(|id| runs.open(id))
                >
                    {label}
                </button>
                {marks}
            </th>
            {cells}
            <td>
                <button
                    type="button"
                    class="plain"
                    data-testid="run-more"
                    aria-label=move || text!("page-runs-more-of", run = named())
                    aria-expanded=move || is_open().to_string()
                    on:click=toggle
                >
                    {text!("page-runs-more")}
                </button>
            </td>
        </tr>
        {move || is_open().then(|| view! { <Details runs row open /> })}
    }
}

fn cell(runs: Runs, row: &RunRow, column: &RunColumn) -> impl IntoView + use<> {
    let class = if column.is_number() { "number" } else { "" };
    let digest = row.run.data_digest.clone();
    let is_data = *column == RunColumn::Data;
    let shown = match column {
        RunColumn::Start => Some(clock::shown(row.run.start, language().tag())),
        _ => row.cell(column).map(localised),
    };
    // Data are the same where they are those that are loaded now.
    let same = move || {
        let is_same = is_data && digest.is_some() && runs.data.with(|data| *data == digest);
        is_same.then(|| view! { " " <small class="quiet">{text!("page-runs-data-loaded")}</small> })
    };
    let title = match column {
        RunColumn::Metric(_) => row
            .number(column)
            .map(|number| numbers::whole(number, language())),
        _ => None,
    };
    view! {
        <td class=class data-column=column.key() title=title>
            {shown.unwrap_or_else(|| "–".to_string())}
            {same}
        </td>
    }
}
