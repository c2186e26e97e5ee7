//! What the user says of a run, and what can be done with it.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::Runs;
use crate::app::clock;
use crate::app::language::text;
use crate::session::{Intent, RunRow, Said, View};

/// A row of its own below that of the run.
#[component]
pub fn Details(
    runs: Runs,
    row: Memo<Option<Arc<RunRow>>>,
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    let said = row.with_untracked(|row| row.as_ref().map(|row| row.run.said.clone()));
    let said = said.unwrap_or_default();
    // What is typed takes effect when the field is left, on what the run is called by then.
    let say = move |change: &dyn Fn(&mut Said)| {
        if let Some(row) = row.get_untracked() {
            let mut said = row.run.said.clone();
            change(&mut said);
            let run = row.run.run_id.clone();
            runs.store.want(Intent::SayOfRun { run, said });
        }
    };
    let want = move |intents: &dyn Fn(String) -> Vec<Intent>| {
        if let Some(row) = row.get_untracked() {
            for intent in intents(row.run.run_id.clone()) {
                runs.store.want(intent);
            }
        }
    };
    let is_in = move || row.with(|row| row.as_ref().is_some_and(|row| runs.is_in_production(row)));
    let has_archive =
        move || row.with(|row| row.as_ref().is_some_and(|row| row.run.archive.is_some()));
    let name = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(name) = name.get() {
            // It is there by now: it has just been drawn.
            let _ = name.focus();
        }
    });
    let action = move |testid: &'static str, label: String, intents: fn(String) -> Vec<Intent>| {
        view! {
            <button type="button" class="plain" data-testid=testid on:click=move |_| want(&intents)>
                {label}
            </button>
        }
    };
    view! {
        <tr class="run-details" data-testid="run-details">
            <td colspan=move || runs.columns.with(|columns| columns.len() + 3)>
                <div class="run-said">
                    <label>
                        {text!("page-runs-name")}
                        <input
                            node_ref=name
                            type="text"
                            data-testid="run-name"
                            maxlength="200"
                            autocomplete="off"
                            value=said.name
                            placeholder=move || row.with(|row| row.as_ref().map(|row| row.label.clone()))
                            on:change:target=move |event| {
                                let name = event.target().value().trim().to_string();
                                say(&|said| said.name.clone_from(&name));
                            }
                        />
                    </label>
                    <label>
                        {text!("page-runs-tags")}
                        <input
                            type="text"
                            data-testid="run-tags"
                            maxlength="500"
                            autocomplete="off"
                            value=said.tags.join(", ")
                            on:change:target=move |event| {
                                let tags = event.target().value();
                                say(&|said| said.set_tags(&tags));
                            }
                        />
                    </label>
                    <label>
                        {text!("page-runs-note")}
                        <textarea
                            rows="2"
                            data-testid="run-note"
                            maxlength="5000"
                            prop:value=said.note
                            on:change:target=move |event| {
                                let note = event.target().value();
                                say(&|said| said.note.clone_from(&note));
                            }
                        />
                    </label>
                </div>
                <div class="run-actions">
                    {action(
                        "run-gate",
                        text!("page-runs-gate"),
                        |run| vec![Intent::ShowRun(run), Intent::Open(View::Validate)],
                    )}
                    <button
                        type="button"
                        class="plain"
                        data-testid="run-promote"
                        disabled=is_in
                        on:click=move |_| {
                            let at = clock::now();
                            want(&|run| vec![Intent::PromoteRun { run, at }]);
                        }
                    >
                        {text!("page-promote")}
                    </button>
                    {action(
                        "run-adopt",
                        text!("page-runs-adopt"),
                        |run| vec![Intent::AdoptSettings(run), Intent::Open(View::Train)],
                    )}
                    <button
                        type="button"
                        class="plain"
                        data-testid="run-save"
                        disabled=move || !has_archive()
                        on:click=move |_| want(&|run| vec![Intent::SaveRun(run)])
                    >
                        {text!("page-runs-save")}
                    </button>
                    {action("run-delete", text!("page-runs-delete"), |run| vec![Intent::RemoveRun(run)])}
                    <button
                        type="button"
                        class="plain"
                        data-testid="run-close"
                        on:click=move |_| open.set(None)
                    >
                        {text!("page-close")}
                    </button>
                </div>
            </td>
        </tr>
    }
}
