//! The rules for the five reasons.

use leptos::prelude::*;

use crate::app::components::{FilePicker, MonitoringRule, Notes};
use crate::app::files;
use crate::app::language::language;
use crate::app::store::store;
use crate::app::words::{Monitor, words};
use crate::pipeline::params::MONITORING;
use crate::session::{Intent, MonitorIntent};

#[component]
pub fn Rules() -> impl IntoView {
    let store = store();
    let words = &words().monitor;
    let is_default = store.memo(|session| session.monitor_rules().is_all_default());
    let notes = store.memo(|session| session.watch_rules_notes().to_vec());
    let asked = store.memo(|session| session.monitor_asked().map(str::to_string));
    let sections: Vec<_> = MONITORING
        .sections()
        .into_iter()
        .map(|section| {
            let fields: Vec<_> = MONITORING
                .of_section(section)
                .map(|param| view! { <MonitoringRule param /> })
                .collect();
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
