//! Where batches come from.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::FilePicker;
use crate::app::files;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::jobs::protocol::{BatchSource, WatchedRows};
use crate::jobs::summaries::MonitorSummary;
use crate::message;
use crate::message::Argument;
use crate::session::{Intent, MonitorChoice, MonitorIntent};

const FILES: &str = "files";
const SETS: [(&str, WatchedRows); 3] = [
    ("both", WatchedRows::Both),
    ("train", WatchedRows::Train),
    ("test", WatchedRows::Test),
];

#[component]
pub fn Choice(card: Memo<Option<Arc<MonitorSummary>>>) -> impl IntoView {
    let store = store();
    let choice = store.memo(|session| session.monitor_choice().clone());
    let want = move |choice: MonitorChoice| {
        store.want(Intent::Monitor(MonitorIntent::Choose(choice)));
    };
    let chosen = move || {
        choice.with(|choice| match choice.source {
            BatchSource::Files => FILES,
            BatchSource::Rows { set, .. } => {
                let known = SETS.iter().find(|(_, known)| *known == set);
                known.map_or("both", |(name, _)| name)
            }
        })
    };
    let choose = move |name: String| {
        let now = choice.get_untracked();
        let source = match SETS.iter().find(|(known, _)| *known == name) {
            None => BatchSource::Files,
            Some((_, set)) => match now.source {
                BatchSource::Rows {
                    size, with_last, ..
                } => BatchSource::Rows {
                    set: *set,
                    first: None,
                    size,
                    with_last,
                },
                BatchSource::Files => rows(*set),
            },
        };
        want(MonitorChoice { source, ..now });
    };
    let is_files = move || chosen() == FILES;
    let options: Vec<_> = [
        ("both", message!("monitor-view-from-both")),
        ("train", message!("monitor-view-from-train")),
        ("test", message!("monitor-view-from-test")),
        (FILES, message!("monitor-view-from-files")),
    ]
    .into_iter()
    .map(|(name, label)| {
        view! { <option value=name selected=move || chosen() == name>{localised(label)}</option> }
    })
    .collect();
    let waiting = move || {
        let n = card.with(|card| card.as_ref().map_or(0, |card| card.n_waiting));
        (n > 0).then(|| text!("monitor-view-waiting", rows = n))
    };
    view! {
        <div class="monitor-choice">
            <label>
                <span class="quiet">{text!("monitor-view-from")}</span>
                <select data-testid="monitor-from" on:change:target=move |event| choose(event.target().value())>
                    {options}
                </select>
            </label>
            <span class="monitor-cut" hidden=is_files>
                <Bound is_first=true card choice />
                <Bound is_first=false card choice />
            </span>
            <label class="monitor-switch">
                <input
                    type="checkbox"
                    class="switch"
                    data-testid="monitor-labels"
                    prop:checked=move || choice.with(|choice| choice.with_labels)
                    on:change:target=move |event| {
                        let with_labels = event.target().checked();
                        want(MonitorChoice { with_labels, ..choice.get_untracked() });
                    }
                />
                <span title=text!("monitor-view-with-labels-about")>{text!("monitor-view-with-labels")}</span>
            </label>
        </div>
        <p class="quiet" hidden=is_files>
            {text!("monitor-view-new-rows")} " " {waiting}
        </p>
        {move || is_files().then(|| view! { <Files /> })}
    }
}

fn rows(set: WatchedRows) -> BatchSource {
    BatchSource::Rows {
        set,
        first: None,
        size: None,
        with_last: true,
    }
}

/// The first row, counted from 1, or the rows of a batch; empty is what the data suggest.
#[component]
fn Bound(
    is_first: bool,
    card: Memo<Option<Arc<MonitorSummary>>>,
    choice: Memo<MonitorChoice>,
) -> impl IntoView {
    let store = store();
    let value = move || {
        choice.with(|choice| match choice.source {
            BatchSource::Rows { first, .. } if is_first => first.map(|first| first + 1),
            BatchSource::Rows { size, .. } => size,
            BatchSource::Files => None,
        })
    };
    let usual = move || {
        let cut = card.with(|card| card.as_ref().and_then(|card| card.cut));
        let shown = cut.map(|(first, size)| if is_first { first + 1 } else { size });
        let shown = shown.map_or(Argument::Text("…".into()), Argument::Count);
        text!("monitor-view-automatic", n = shown)
    };
    let set = move |text: String| {
        let typed: Option<u64> = text.trim().replace([',', ' ', '\u{a0}'], "").parse().ok();
        let mut choice = choice.get_untracked();
        if let BatchSource::Rows { first, size, .. } = &mut choice.source {
            match is_first {
                true => *first = typed.map(|row| row.saturating_sub(1)),
                false => *size = typed,
            }
        }
        store.want(Intent::Monitor(MonitorIntent::Choose(choice)));
    };
    view! {
        <label>
            <span class="quiet">{match is_first {
                true => text!("page-first-row"),
                false => text!("monitor-view-size"),
            }}</span>
            <input
                type="text"
                inputmode="numeric"
                class="number"
                data-testid=if is_first { "monitor-first" } else { "monitor-size" }
                placeholder=usual
                prop:value=move || value().map(|value| value.to_string()).unwrap_or_default()
                on:change:target=move |event| set(event.target().value())
            />
        </label>
    }
}

/// Files that are batches.
#[component]
fn Files() -> impl IntoView {
    let store = store();
    let given = store.memo(|session| session.monitor_files().to_vec());
    let list = move || {
        given.with(|given| {
            given
                .iter()
                .enumerate()
                .map(|(at, file)| {
                    let tags = file.tags.clone().map(|tags| format!(" + {tags}"));
                    let labels = match file.is_labelled {
                        true => message!("monitor-view-labelled"),
                        false => message!("monitor-view-not-labelled"),
                    };
                    view! {
                        <li data-testid="monitor-file">
                            <span class="data">{file.name.clone()} {tags}</span>
                            <span class="quiet number">
                                {localised(Argument::Count(file.n_rows))} ", " {localised(labels)}
                            </span>
                            <button
                                type="button"
                                class="plain"
                                on:click=move |_| {
                                    let at = at as u32;
                                    store.want(Intent::Monitor(MonitorIntent::RemoveFile(at)));
                                }
                            >
                                {text!("page-remove")}
                            </button>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="monitor-files">
            <p class="quiet">{text!("monitor-view-files-about")}</p>
            <ol>{list}</ol>
            <FilePicker
                label=text!("page-add-files")
                testid="monitor-files"
                accept=".txt,.csv,.tsv,.tab,.jsonl,.ndjson,.json,.parquet"
                multiple=true
                picked=move |list| files::read_batches(list, move |intent| store.want(intent))
            />
        </div>
    }
}
