//! The settings of a run: five that matter most, all others behind a search.

use leptos::prelude::*;

use crate::app::components::{Setting, Term};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::message;
use crate::pipeline::params::{CONFIG, Param};
use crate::pipeline::run::Remark;
use crate::session::Intent;

const FIRST: [&str; 5] = [
    "svc.kernel",
    "svc.C",
    "svc.class_weight",
    "tfidf.ngram_range",
    "tfidf.min_df",
];

/// The sections of each group of the others.
const GROUPS: [(&str, &[&str]); 4] = [
    ("settings-split", &["run", "drift"]),
    ("settings-features", &["tfidf"]),
    ("settings-chars", &["chars"]),
    ("settings-classifier", &["svc"]),
];

/// The settings of a group that are not among the first.
fn others(sections: &'static [&'static str]) -> impl Iterator<Item = &'static Param> {
    let of_sections = sections
        .iter()
        .flat_map(|section| CONFIG.of_section(section));
    of_sections.filter(|param| !FIRST.contains(&param.key().as_str()))
}

/// Those that matter most.
#[component]
pub fn FirstSettings(remarks: Memo<Vec<Remark>>) -> impl IntoView {
    let store = store();
    let is_usual = store.memo(|session| session.form().is_all_default());
    let first: Vec<_> = FIRST
        .iter()
        .filter_map(|key| CONFIG.param(key).ok())
        .map(|param| view! { <Setting param remarks /> })
        .collect();
    view! {
        <section class="settings">
            <div class="section-head">
                <h2>{text!("settings-title")}</h2>
                <button
                    type="button"
                    class="plain"
                    data-testid="reset-settings"
                    hidden=move || is_usual.get()
                    on:click=move |_| store.want(Intent::ResetConfig)
                >
                    {text!("settings-reset")}
                </button>
            </div>
            <div>{first}</div>
        </section>
    }
}

/// All others, folded.
#[component]
pub fn OtherSettings(remarks: Memo<Vec<Remark>>) -> impl IntoView {
    let store = store();
    let sought = RwSignal::new(String::new());
    let all = || GROUPS.iter().flat_map(|(_, sections)| others(sections));
    let n_changed = store.memo(move |session| {
        all()
            .filter(|param| !session.form().is_default(&param.key()))
            .count()
    });
    // What is at fault or not as usual is not hidden; what the user closes then stays closed.
    let is_open = Memo::new(move |was: Option<&bool>| was == Some(&true) || n_changed.get() > 0);
    let title = move || match n_changed.get() {
        0 => text!("settings-all"),
        n => text!("settings-all-changed", n = n),
    };
    let is_sought = move |param: &Param| {
        let words = [
            param.key(),
            localised(CONFIG.label(param)),
            localised(CONFIG.about(param)),
        ];
        let sought = sought.with(|text| text.trim().to_lowercase());
        words
            .iter()
            .any(|words| words.to_lowercase().contains(&sought))
    };
    let groups: Vec<_> = GROUPS
        .iter()
        .map(|&(title, sections)| {
            let fields: Vec<_> = others(sections)
                .map(|param| {
                    view! {
                        <div hidden=move || !is_sought(param)>
                            <Setting param remarks />
                        </div>
                    }
                })
                .collect();
            let name = localised(message::Message::new(title));
            view! {
                <section hidden=move || !others(sections).any(is_sought)>
                    <h3>
                        {match title {
                            "settings-features" => view! { <Term term="tf-idf" name=name /> }.into_any(),
                            _ => name.into_any(),
                        }}
                    </h3>
                    {fields}
                </section>
            }
        })
        .collect();
    view! {
        <details class="all-settings" open=move || is_open.get()>
            <summary data-testid="all-settings">{title}</summary>
            <input
                type="search"
                class="wide"
                data-testid="search-settings"
                aria-label=text!("settings-search")
                placeholder=text!("settings-search")
                prop:value=move || sought.get()
                on:input:target=move |event| sought.set(event.target().value())
            />
            <p class="quiet" hidden=move || all().any(is_sought)>
                {text!("settings-none-found")}
            </p>
            <div class="columns settings-groups">{groups}</div>
        </details>
    }
}
