//! The settings of a search: four that matter most, the others and the space folded.

use leptos::prelude::*;

use crate::app::components::{ErrorNote, FilePicker, OpenDetails, StudySetting};
use crate::app::files;
use crate::app::language::text;
use crate::app::store::store;
use crate::pipeline::params::{Param, STUDY};
use crate::session::{Intent, SearchIntent};

const FIRST: [&str; 4] = [
    "study.n_trials",
    "study.objective",
    "study.sampler",
    "study.n_folds",
];

fn fields(is_wanted: impl Fn(&Param) -> bool) -> Vec<impl IntoView> {
    let params = STUDY.params.iter().filter(|param| is_wanted(param));
    params
        .map(|param| view! { <StudySetting param /> })
        .collect()
}

fn is_first(param: &Param) -> bool {
    FIRST.contains(&param.key().as_str())
}

/// Those that matter most.
#[component]
pub fn First() -> impl IntoView {
    view! { <section class="settings columns settings-groups">{fields(is_first)}</section> }
}

/// All others, the space, and the whole as a file.
#[component]
pub fn Others() -> impl IntoView {
    let store = store();
    let is_usual = store.memo(|session| session.is_search_usual());
    let want = move |intent| store.want(Intent::Search(intent));
    view! {
        <section class="settings">
            <details class="all-settings">
                <summary data-testid="tune-all-settings">{text!("tune-view-settings")}</summary>
                <div class="columns settings-groups">{fields(|param| !is_first(param))}</div>
            </details>
            <Space />
            <div class="switcher">
                <button
                    type="button"
                    class="plain"
                    data-testid="tune-reset"
                    disabled=move || is_usual.get()
                    on:click=move |_| want(SearchIntent::Reset)
                >
                    {text!("settings-reset")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="tune-save-settings"
                    on:click=move |_| want(SearchIntent::SaveSettings)
                >
                    {text!("page-save-toml")}
                </button>
                <FilePicker
                    label=text!("tune-view-load")
                    testid="tune-load"
                    accept=".toml"
                    picked=move |list| files::read_search(list, move |intent| store.want(intent))
                />
            </div>
        </section>
    }
}

/// The space as text. What can't be read is not hidden.
#[component]
fn Space() -> impl IntoView {
    let store = store();
    let space = store.memo(|session| session.space_text().to_string());
    let fault = store.memo(|session| session.space_fault().cloned());
    let details = expect_context::<OpenDetails>();
    let id = "tune-space";
    let was_open = details.is_open(id) == Some(true);
    let is_open = Memo::new(move |was: Option<&bool>| {
        was.copied().unwrap_or(was_open) || fault.get().is_some()
    });
    let set = move |text| store.want(Intent::Search(SearchIntent::SetSpace(text)));
    view! {
        <details
            class="all-settings"
            open=move || is_open.get()
            on:toggle=move |event| details.toggled(id, &event)
        >
            <summary data-testid=id>{text!("tune-view-space")}</summary>
            <p class="quiet">{text!("tune-view-space-about")}</p>
            <textarea
                class="mono"
                rows="16"
                autocomplete="off"
                spellcheck="false"
                data-testid="tune-space-text"
                aria-label=text!("tune-view-space")
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                prop:value=move || space.get()
                on:change:target=move |event| set(event.target().value())
            />
            {move || fault.get().map(|error| view! { <ErrorNote error /> })}
        </details>
    }
}
