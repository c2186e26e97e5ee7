//! The view Drift: the verdict first, its evidence folded below, then pictures, then tables.

mod classes;
mod concept;
mod descriptors;
mod history;
mod names;
mod plant;
mod sources;
mod sweep;
mod term;
mod tools;
mod verdict;
mod wording;
mod words;

use leptos::prelude::*;

use crate::app::components::{Empty, ErrorNote, StaleNote};
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::plot::{numbers, shares};
use crate::session::{Intent, Stage, StageState, View};

#[component]
pub fn DriftView() -> impl IntoView {
    let store = store();
    let words = &words().drift;
    let drift = store.memo(|session| session.drift());
    let card = Memo::new(move |_| drift.with(|drift| drift.value().cloned()));
    let has_data = store.memo(|session| session.drift_sources().is_some());
    let state = store.memo(|session| session.stage(View::Drift));
    // Parts that stay as they are while the others come in are not drawn anew.
    let part = move |pick: fn(&DriftCard) -> bool| {
        Memo::new(move |_| card.with(|card| card.as_deref().is_some_and(pick)))
    };
    let is_there = part(|_| true);
    view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <StaleNote state />
        {move || (!has_data.get() && !is_there.get()).then(|| view! { <Empty text=words.empty /> })}
        {move || has_data.get().then(|| view! { <sources::Sources /> })}
        <Status />
        {move || match drift.get() {
            Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
            _ => None,
        }}
        {move || {
            is_there
                .get()
                .then(|| {
                    view! {
                        <verdict::Verdict card />
                        <classes::Classes card />
                        <concept::Concept card />
                        <words::Terms card />
                        <wording::Wording card />
                        <descriptors::Descriptors card />
                        <history::History card />
                        <tools::Tools card />
                        <plant::Plant card />
                    }
                })
        }}
    }
}

/// What is at work, and what can be done about it.
#[component]
fn Status() -> impl IntoView {
    let store = store();
    let words = &words().drift;
    let state = store.memo(|session| session.stage(View::Drift));
    let cancelled = store.memo(|session| session.drift_was_cancelled());
    let drawn = store.memo(|session| session.drift().value().map(|card| card.drawn));
    let is_busy = move || state.get() == StageState::Busy;
    // The run comes first.
    let running = store.memo(|session| session.is_running());
    let said = move || match (state.get(), drawn.get()) {
        (StageState::Busy, _) if running.get() => words.waits_for_run.to_string(),
        (StageState::Busy, Some(drawn)) if drawn > 0.0 => {
            format!("{} {}", words.drawing, numbers::share(drawn))
        }
        (StageState::Busy, Some(_)) => words.drawing.to_string(),
        (StageState::Busy, None) => words.comparing.to_string(),
        _ if cancelled.get() => words.stopped.to_string(),
        _ => String::new(),
    };
    view! {
        <div class="drift-status">
            <span role="status" class="quiet number" data-testid="drift-status" data-busy=move || is_busy().to_string()>
                {said}
            </span>
            <span class="strip-done" aria-hidden="true" hidden=move || !is_busy()>
                <span style:width=move || shares::percent(drawn.get().unwrap_or(0.0)) />
            </span>
            <button
                type="button"
                class="plain"
                data-testid="drift-cancel"
                hidden=move || !is_busy()
                on:click=move |_| store.want(Intent::CancelDrift)
            >
                {words.stop}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="drift-rest"
                hidden=move || is_busy() || !cancelled.get()
                on:click=move |_| store.want(Intent::MeasureDrift)
            >
                {words.draw_rest}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="drift-save"
                hidden=move || drawn.get().is_none()
                on:click=move |_| store.want(Intent::SaveDrift)
            >
                {words.save}
            </button>
        </div>
    }
}

/// How many rows, in words.
fn n_rows(n: u64) -> String {
    fill(words().drift.rows, &[("n", &numbers::count(n))])
}
