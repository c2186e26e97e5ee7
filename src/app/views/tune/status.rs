//! What is at work, and what can be done about it.

use leptos::prelude::*;

use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::message;
use crate::plot::shares;
use crate::session::{Intent, SearchIntent, StageState, View};

#[component]
pub fn Status() -> impl IntoView {
    let store = store();
    let is_busy = store.memo(|session| session.stage(View::Tune) == StageState::Busy);
    let progress = store.memo(|session| session.search_progress().cloned());
    let counts = store.memo(|session| {
        let report = session.search_report()?;
        Some((report.trials.len(), report.settings.study.n_trials))
    });
    let is_stopped = store.memo(|session| session.was_search_stopped());
    let is_cancelling = store.memo(|session| session.is_search_cancelling());
    let can_start = store.memo(|session| session.can_search());
    let can_go_on = store.memo(|session| session.can_go_on());
    let has_report = Memo::new(move |_| counts.get().is_some());
    let is_paused = Memo::new(move |_| progress.with(|at| at.as_ref().is_some_and(|at| at.paused)));
    let done = Memo::new(move |_| progress.with(|at| at.as_ref().map_or(0.0, |at| at.done)));
    let standing = move || {
        let stage = progress.with(|at| at.as_ref().map(|at| at.stage.clone()));
        match (stage.as_deref(), counts.get()) {
            (Some("search_trials"), Some((at, n))) => {
                message!("tune-view-trial", trial = at.max(1), trials = n)
            }
            (Some("search_draws"), _) => message!("tune-view-drawing"),
            _ => message!("tune-view-looking"),
        }
    };
    let said = move || match (is_busy.get(), is_paused.get()) {
        (true, true) => text!("page-paused", stage = standing()),
        (true, false) => localised(standing()),
        (false, _) if is_stopped.get() => text!("tune-view-stopped"),
        _ => String::new(),
    };
    let start = move || match has_report.get() {
        true => text!("tune-view-again"),
        false => text!("tune-view-start"),
    };
    let want = move |intent: fn() -> SearchIntent| move |_| store.want(Intent::Search(intent()));
    view! {
        <div class="drift-status">
            <button
                type="button"
                class="button"
                data-testid="tune-start"
                hidden=move || is_busy.get()
                disabled=move || !can_start.get()
                on:click=want(|| SearchIntent::Start)
            >
                {start}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="tune-go-on"
                hidden=move || is_busy.get() || !can_go_on.get()
                on:click=want(|| SearchIntent::GoOn)
            >
                {text!("tune-view-go-on")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="tune-pause"
                hidden=move || !is_busy.get() || is_paused.get()
                on:click=want(|| SearchIntent::Pause)
            >
                {text!("page-train-pause")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="tune-resume"
                hidden=move || !is_busy.get() || !is_paused.get()
                on:click=want(|| SearchIntent::Resume)
            >
                {text!("page-train-resume")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="tune-cancel"
                hidden=move || !is_busy.get()
                disabled=move || is_cancelling.get()
                on:click=want(|| SearchIntent::Cancel)
            >
                {move || if is_cancelling.get() { text!("page-cancelling") } else { text!("page-stop") }}
            </button>
            <span class="strip-done" aria-hidden="true" hidden=move || !is_busy.get()>
                <span style:width=move || shares::percent(done.get()) />
            </span>
            <span role="status" class="quiet number" data-testid="tune-status" data-busy=move || is_busy.get().to_string()>
                {said}
            </span>
        </div>
    }
}
