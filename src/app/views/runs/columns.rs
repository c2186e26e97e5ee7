//! Which columns the table has beside those that are always there.

use leptos::prelude::*;

use super::Runs;
use crate::app::language::{localised, text};
use crate::session::RunColumn;

#[component]
pub fn Columns(runs: Runs) -> impl IntoView {
    let was_open = RwSignal::new(false);
    let offered = Memo::new(move |_| runs.all.with(|all| all.offered()));
    let groups = move || {
        let offered = offered.get();
        view! {
            {group(runs, text!("page-runs-metrics"), offered.metrics)}
            {group(runs, text!("runs-settings-differ"), offered.differing)}
            <details>
                <summary>{text!("page-runs-alike")}</summary>
                {group(runs, text!("page-runs-alike"), offered.alike)}
            </details>
        }
    };
    view! {
        <details class="runs-columns" data-testid="runs-columns" on:toggle=move |_| was_open.set(true)>
            <summary>{text!("page-runs-columns")}</summary>
            {move || was_open.get().then(groups)}
        </details>
    }
}

fn group(runs: Runs, name: String, columns: Vec<RunColumn>) -> impl IntoView + use<> {
    let boxes = columns.iter().map(|column| {
        let (own, toggled) = (column.clone(), column.clone());
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    class="switch"
                    data-testid=format!("column-{}", column.key())
                    prop:checked=move || runs.choice.with(|choice| choice.columns.contains(&own))
                    on:change=move |_| runs.choose(|choice| choice.toggle_column(toggled.clone()))
                />
                {localised(column.title())}
            </label>
        }
    });
    let boxes: Vec<_> = boxes.collect();
    let is_empty = boxes.is_empty();
    view! {
        <fieldset class="runs-columns-group" hidden=is_empty>
            <legend>{name}</legend>
            {boxes}
        </fieldset>
    }
}
