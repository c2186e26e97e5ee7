//! The rules for the five reasons to retrain.

use leptos::prelude::*;

use crate::app::components::{FilePicker, MonitoringRule, Notes};
use crate::app::files;
use crate::app::language::{language, text};
use crate::app::store::store;
use crate::pipeline::monitoring::Occasion;
use crate::pipeline::params::MONITORING;
use crate::session::{Intent, MonitorIntent};

#[component]
pub fn Rules() -> impl IntoView {
    let store = store();
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
                    <legend>{title(section)}</legend>
                    {fields}
                    {(section == "by_hand")
                        .then(|| {
                            view! {
                                <label class="monitor-ask">
                                    <span>{text!("monitor-view-ask")}</span>
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
                <summary data-testid="monitor-rules">{text!("monitor-view-rules")}</summary>
                <p class="quiet">{text!("monitor-view-rules-about")}</p>
                <Notes testid="monitor-rules-notes" notes />
                <div class="switcher">
                    <button
                        type="button"
                        class="plain"
                        data-testid="monitor-rules-reset"
                        disabled=move || is_default.get()
                        on:click=move |_| store.want(Intent::Monitor(MonitorIntent::ResetRules))
                    >
                        {text!("settings-reset")}
                    </button>
                    <button
                        type="button"
                        class="plain"
                        data-testid="monitor-rules-save"
                        on:click=move |_| store.want(Intent::Monitor(MonitorIntent::SaveRules))
                    >
                        {text!("page-save-toml")}
                    </button>
                    <FilePicker
                        label=text!("monitor-view-rules-load")
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

/// What a section of the rules is called: by the reason that it is of, if it is of one.
fn title(section: &str) -> String {
    let occasion = match section {
        "by_hand" => Occasion::ByHand,
        "schedule" => Occasion::Schedule,
        "new_data" => Occasion::NewData,
        "quality" => Occasion::QualityDrop,
        "drift" => Occasion::Drift,
        _ => return text!("monitor-view-section-data"),
    };
    occasion.message().as_sentence(language())
}
