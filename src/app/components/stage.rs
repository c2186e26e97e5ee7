//! How far a stage is, by shape and word.

use leptos::prelude::*;

use crate::app::words::{States, words};
use crate::session::StageState;

/// The word for a state.
fn state_word(state: StageState) -> &'static str {
    let States {
        empty,
        busy,
        ready,
        stale,
        failed,
    } = words().states;
    match state {
        StageState::Empty => empty,
        StageState::Busy => busy,
        StageState::Ready => ready,
        StageState::Stale => stale,
        StageState::Failed => failed,
    }
}

/// The mark of a state; its shape is the stylesheet's, its word is there for all.
#[component]
pub fn StageMark(#[prop(into)] state: Signal<StageState>) -> impl IntoView {
    view! {
        <span class="stage-mark" data-state=move || state.get().name()>
            <span class="stage-word">{move || state_word(state.get())}</span>
        </span>
    }
}

/// Says that what stands below was made from something that has changed since.
#[component]
pub fn StaleNote(#[prop(into)] state: Signal<StageState>) -> impl IntoView {
    let hint = words().shell.stale_hint;
    view! {
        <p class="stale-note" hidden=move || state.get() != StageState::Stale>
            {hint}
        </p>
    }
}
