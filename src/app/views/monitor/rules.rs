//! The rules for the five occasions.

use leptos::prelude::*;

use crate::app::components::{FilePicker, Notes};
use crate::app::files;
use crate::app::store::store;
use crate::app::words::{Monitor, words};
use crate::session::{Intent, MonitorIntent, WatchRulesForm};

/// Sections with their keys, in the order of the occasions.
const SECTIONS: [(&str, &[&str]); 6] = [
    ("by_hand", &["by_hand.enabled"]),
    ("schedule", &["schedule.enabled", "schedule.days"]),
    ("new_data", &["new_data.enabled", "new_data.rows"]),
    (
        "quality",
        &[
            "quality.enabled",
            "quality.detectors",
            "quality.shown",
            "quality.alpha",
            "quality.adwin_delta",
            "quality.hddm_confidence",
        ],
    ),
    (
        "drift",
        &[
            "drift.enabled",
            "drift.parts",
            "drift.alpha",
            "drift.spending",
            "drift.looks",
        ],
    ),
    ("data", &["data.least_rows"]),
];
const SPENDING: [&str; 3] = ["open-ended", "pocock", "obrien-fleming"];

#[component]
pub fn Rules() -> impl IntoView {
    let store = store();
    let words = &words().monitor;
    let is_default = store.memo(|session| session.monitor_rules().is_default());
    let notes = store.memo(|session| session.watch_rules_notes().to_vec());
    let asked = store.memo(|session| session.monitor_asked().map(str::to_string));
    let sections: Vec<_> = SECTIONS
        .into_iter()
        .map(|(section, keys)| {
            let fields: Vec<_> = keys.iter().map(|&key| view! { <Field key /> }).collect();
            view! {
                <fieldset class="monitor-rule">
                    <legend>{title(section, words)}</legend>
                    {fields}
                    {(section == "by_hand")
                        .then(|| {
                            view! {
                                <label class="monitor-ask">
                                    <span>{words.ask}</span>
                                    <input
                                        type="text"
                                        data-testid="monitor-ask"
                                        prop:value=move || asked.get().unwrap_or_default()
                                        on:change:target=move |event| {
                                            let reason = Some(event.target().value());
                                            store.want(Intent::Monitor(MonitorIntent::Ask(reason)));
                                        }
                                    />
                                </label>
                            }
                        })}
                </fieldset>
            }
        })
        .collect();
    view! {
        <section>
            <details class="monitor-rules">
                <summary data-testid="monitor-rules">{words.rules}</summary>
                <p class="quiet">{words.rules_about}</p>
                <Notes testid="monitor-rules-notes" notes />
                <div class="switcher">
                    <button
                        type="button"
                        class="plain"
                        data-testid="monitor-rules-reset"
                        disabled=move || is_default.get()
                        on:click=move |_| store.want(Intent::Monitor(MonitorIntent::ResetRules))
                    >
                        {words.rules_reset}
                    </button>
                    <button
                        type="button"
                        class="plain"
                        data-testid="monitor-rules-save"
                        on:click=move |_| store.want(Intent::Monitor(MonitorIntent::SaveRules))
                    >
                        {words.rules_save}
                    </button>
                    <FilePicker
                        label=words.rules_load
                        testid="monitor-rules-load"
                        accept=".toml"
                        picked=move |list| {
                            files::read_watch_rules(list, move |intent| store.want(intent));
                        }
                    />
                </div>
                <div class="monitor-rule-list">{sections}</div>
            </details>
        </section>
    }
}

fn title(section: &str, words: &Monitor) -> &'static str {
    match section {
        "by_hand" => words.by_hand,
        "schedule" => words.schedule,
        "new_data" => words.new_data,
        "quality" => words.quality_drop,
        "drift" => words.drift,
        _ => words.section_data,
    }
}

/// A key of the rules with its value, its default, one sentence, and what is wrong.
#[component]
fn Field(key: &'static str) -> impl IntoView {
    let store = store();
    let words = words();
    let text = store.memo(move |session| session.monitor_rules().text(key));
    let fault = store.memo(move |session| session.monitor_rules().violation(key).cloned());
    let set = move |text: String| {
        let key = key.to_string();
        store.want(Intent::Monitor(MonitorIntent::SetRule { key, text }));
    };
    let id = format!("rule-{}", key.replace('.', "-"));
    let testid = format!("monitor-rule-{key}");
    let name = key.split_once('.').map_or(key, |(_, name)| name);
    let control = match name {
        "enabled" => view! {
            <input
                id=id.clone()
                data-testid=testid
                type="checkbox"
                class="switch"
                prop:checked=move || text.with(|text| text == "true")
                on:change:target=move |event| set(event.target().checked().to_string())
            />
        }
        .into_any(),
        "spending" => {
            let options: Vec<_> = SPENDING
                .into_iter()
                .map(|choice| {
                    view! {
                        <option value=choice selected=move || text.with(|text| text == choice)>
                            {choice}
                        </option>
                    }
                })
                .collect();
            view! {
                <select id=id.clone() data-testid=testid on:change:target=move |event| set(event.target().value())>
                    {options}
                </select>
            }
            .into_any()
        }
        _ => view! {
            <input
                id=id.clone()
                data-testid=testid
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                prop:value=move || text.get()
                on:change:target=move |event| set(event.target().value())
            />
        }
        .into_any(),
    };
    let usual = WatchRulesForm::default().text(key);
    let is_changed = move || text.with(|text| *text != usual);
    view! {
        <div class="setting" data-changed=move || is_changed().then_some("true")>
            <label for=id class="mono">{name}</label>
            <div class="setting-control">{control}</div>
            <p class="setting-about">{words.rule(key)}</p>
            {move || {
                fault
                    .get()
                    .map(|error| {
                        view! {
                            <p class="setting-fault" role="alert" data-testid="error">
                                {error.message} "; " {error.remedy}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
