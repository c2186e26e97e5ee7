//! The view Drift: what is compared, the document of the report, and what only a page can do: terms to be pointed at and
//! opened, drift of one's own to be planted.

mod plant;
mod sources;
mod sweep;
mod term;
mod words;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{
    AtWork, Beside, DetailsView, Empty, ErrorNote, GrowingDocument, SaveHtml, StaleNote, Term,
    VerdictView,
};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::app::views::act::act;
use crate::app::views::picked::OfAllRows;
use crate::document::{Document, section_of_family};
use crate::message::Argument;
use crate::pipeline::drift::Family;
use crate::session::{Intent, Session, Stage, StageState, View};

#[component]
pub fn DriftView() -> impl IntoView {
    let store = store();
    let drift = store.memo(|session| session.drift());
    let card = Memo::new(move |_| drift.with(|drift| drift.value().cloned()));
    let document = store.memo(Session::drift_document);
    let verdict = Memo::new(move |_| {
        document.with(|document| document.as_ref().and_then(Document::verdict).cloned())
    });
    let has_data = store.memo(|session| session.drift_sources().is_some());
    let state = store.memo(|session| session.stage(View::Drift));
    let is_there = Memo::new(move |_| card.with(Option::is_some));
    let instead = move || -> Beside {
        Arc::new(move |id| {
            let mut tested = Family::TESTED.into_iter();
            match tested.find(|family| section_of_family(*family) == id) {
                Some(family) => Some(view! { <words::Terms card document family /> }.into_any()),
                // The view says it in its own way.
                None => (id == "terms-about").then(|| ().into_any()),
            }
        })
    };
    let rest = move || {
        view! { <GrowingDocument document without=ABOVE instead=instead() /> }
    };
    view! {
        <div class="drift-top">
            <div class="drift-found">
                <h1>
                    <Term term="drift" name=localised(View::Drift.title()) />
                </h1>
                <OfAllRows but_texts=true />
                <StaleNote state />
                {move || (!has_data.get() && !is_there.get()).then(|| view! { <Empty text=text!("drift-view-empty") /> })}
                {move || has_data.get().then(|| view! { <sources::Sources /> })}
                {move || verdict.get().map(|verdict| view! { <VerdictView verdict testid="drift-verdict" act=act() /> })}
                {move || match drift.get() {
                    Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
                    _ => None,
                }}
                <Status />
            </div>
            {move || is_there.get().then(|| view! { <plant::Plant card /> })}
        </div>
        {move || {
            is_there
                .get()
                .then(|| {
                    view! {
                        <GrowingDocument document only=ROWS instead=instead() />
                        <DetailsView id="drift-all".to_string() summary=text!("drift-view-all") content=rest />
                    }
                })
        }}
    }
}

/// The blocks of the first screen.
const ABOVE: &[&str] = &["drift-verdict", "drift-evidence"];
const ROWS: &[&str] = &["drift-evidence"];

/// What is at work, and what can be done about it.
#[component]
fn Status() -> impl IntoView {
    let store = store();
    let state = store.memo(|session| session.stage(View::Drift));
    let cancelled = store.memo(|session| session.drift_was_cancelled());
    let drawn = store.memo(|session| session.drift().value().map(|card| card.drawn));
    let is_busy = move || state.get() == StageState::Busy;
    // The run comes first.
    let running = store.memo(|session| session.is_running());
    let said = Signal::derive(move || match (state.get(), drawn.get()) {
        (StageState::Busy, _) if running.get() => {
            text!("drift-view-waits-for-run")
        }
        (StageState::Busy, Some(drawn)) if drawn > 0.0 => {
            format!(
                "{} {}",
                text!("drift-view-drawing"),
                localised(Argument::Share(drawn))
            )
        }
        (StageState::Busy, Some(_)) => text!("drift-view-drawing"),
        (StageState::Busy, None) => text!("drift-view-comparing"),
        _ if cancelled.get() => text!("drift-view-stopped"),
        _ => String::new(),
    });
    let done = Signal::derive(move || drawn.get().unwrap_or(0.0));
    view! {
        <div class="drift-status">
            <AtWork testid="drift" busy=Signal::derive(is_busy) said done cancel=move |()| store.want(Intent::CancelDrift) />
            <button
                type="button"
                class="plain"
                data-testid="drift-rest"
                hidden=move || is_busy() || !cancelled.get()
                on:click=move |_| store.want(Intent::MeasureDrift)
            >
                {text!("drift-view-draw-rest")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="drift-save"
                hidden=move || drawn.get().is_none()
                on:click=move |_| store.want(Intent::SaveDrift)
            >
                {text!("drift-view-save")}
            </button>
            <span hidden=move || drawn.get().is_none()>
                <SaveHtml name="drift" document=move || store.read(Session::drift_document) />
            </span>
        </div>
    }
}
