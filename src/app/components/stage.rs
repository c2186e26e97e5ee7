//! How far a stage is, by shape and word.

use leptos::prelude::*;

use crate::app::language::{localised, text};
use crate::session::StageState;

/// The mark of a state; its shape is the stylesheet's, its word is there for all.
#[component]
pub fn StageMark(#[prop(into)] state: Signal<StageState>) -> impl IntoView {
    view! {
        <span class="stage-mark" data-state=move || state.get().name()>
            <span class="stage-word">{move || localised(state.get().word())}</span>
        </span>
    }
}

/// Says that what stands below was made from something that has changed since.
#[component]
pub fn StaleNote(#[prop(into)] state: Signal<StageState>) -> impl IntoView {
    view! {
        <p class="stale-note" hidden=move || state.get() != StageState::Stale>
            {text!("page-stale")}
        </p>
    }
}
