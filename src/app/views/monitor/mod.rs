//! The view Monitor: where batches come from, the document of what was watched, the rules, and what can be saved.

mod choice;
mod rules;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{
    AtWork, DocumentView, Empty, ErrorNote, FilePicker, SaveHtml, StaleNote, VerdictView,
};
use crate::app::files;
use crate::app::language::text;
use crate::app::store::store;
use crate::app::views::act::act;
use crate::app::views::picked::{OfAllRows, PickButton};
use crate::document::Document;
use crate::jobs::protocol::{Condition, MonitorForm, PickedAt, PickedRows, SetName};
use crate::jobs::summaries::MonitorSummary;
use crate::session::{Intent, MonitorIntent, Stage, StageState, View};

#[component]
pub fn MonitorView() -> impl IntoView {
    let store = store();
    let monitor = store.memo(|session| session.monitor());
    let card = Memo::new(move |_| monitor.with(|monitor| monitor.value().cloned()));
    let has_production = store.memo(|session| session.production().card.is_some());
    let has_data = store
        .memo(|session| session.data().value().is_some() || !session.monitor_files().is_empty());
    let state = store.memo(|session| session.stage(View::Monitor));
    let fault = store.memo(|session| session.monitor_fault().cloned());
    let document = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.document())));
    let verdict =
        Memo::new(move |_| document.with(|document| document.as_ref()?.verdict().cloned()));
    let is_there = Memo::new(move |_| verdict.with(Option::is_some));
    view! {
        <h1>{text!("monitor-title")}</h1>
        <p class="lead">{text!("monitor-view-lead")}</p>
        <OfAllRows />
        <StaleNote state />
        {move || (!has_production.get()).then(|| view! { <NoProduction /> })}
        {move || {
            (has_production.get() && !has_data.get())
                .then(|| view! { <Empty text=text!("monitor-view-empty-data") /> })
        }}
        {move || has_production.get().then(|| view! { <choice::Choice card /> })}
        {move || fault.get().map(|error| view! { <ErrorNote error /> })}
        {move || match monitor.get() {
            Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
            _ => None,
        }}
        {move || has_production.get().then(|| view! { <Status /> })}
        {move || verdict.get().map(|verdict| view! { <VerdictView verdict testid="monitor-verdict" act=act() /> })}
        {move || {
            document
                .get()
                .map(|document| view! { <DocumentView document without=&["monitor-verdict"] /> })
        }}
        <Batches card />
        {move || has_production.get().then(|| view! { <rules::Rules /> })}
        {move || is_there.get().then(|| view! { <Save document /> })}
    }
}

/// The batches whose rows can be picked: those that were cut from one of the sets.
#[component]
fn Batches(card: Memo<Option<Arc<MonitorSummary>>>) -> impl IntoView {
    let store = store();
    let spans = Memo::new(move |_| {
        card.with(|card| {
            let card = card.as_ref()?;
            Some(store.read(|session| session.batches_of_rows(card)))
        })
    });
    let button = |(batch, set, first, last): (u32, SetName, u32, u32)| {
        let rows = PickedRows {
            place: PickedAt::Batch(batch),
            spans: vec![[first, last]],
        };
        let condition = Condition::Rows(rows);
        view! {
            <PickButton set condition label=batch.to_string() testid=format!("pick-batch-{batch}") />
        }
    };
    move || {
        let spans = spans.get().filter(|spans| !spans.is_empty())?;
        let buttons: Vec<_> = spans.into_iter().map(button).collect();
        Some(view! {
            <section data-testid="pick-batches">
                <h2>{text!("pick-batches")}</h2>
                <p class="quiet">{text!("pick-batches-about")}</p>
                <div class="switcher">{buttons}</div>
            </section>
        })
    }
}

/// How to get a model into production.
#[component]
fn NoProduction() -> impl IntoView {
    let store = store();
    let error = store.memo(|session| session.production().error.clone());
    view! {
        <div class="empty" data-testid="monitor-no-production">
            <p>{text!("monitor-view-empty-production")}</p>
            <FilePicker
                label=text!("monitor-view-choose-archive")
                testid="monitor-production"
                accept=".zip"
                picked=move |list| files::read_production(list, move |intent| store.want(intent))
            />
            {move || error.get().map(|error| view! { <ErrorNote error /> })}
        </div>
    }
}

/// What is at work, and what can be done about it.
#[component]
fn Status() -> impl IntoView {
    let store = store();
    let state = store.memo(|session| session.stage(View::Monitor));
    let cancelled = store.memo(|session| session.monitor_was_cancelled());
    let progress = store.memo(|session| session.monitor_progress());
    let counts = store.memo(|session| {
        let monitor = session.monitor();
        let card = monitor.value()?;
        Some((card.watch.records().len() as u64, card.n_batches))
    });
    let is_busy = move || state.get() == StageState::Busy;
    let said = Signal::derive(move || match (state.get(), counts.get()) {
        (StageState::Busy, Some((done, n))) if done < n => {
            text!("monitor-view-watching", at = done + 1, n = n)
        }
        (StageState::Busy, _) => text!("monitor-view-watching-first"),
        _ if cancelled.get() => text!("monitor-view-stopped"),
        _ => String::new(),
    });
    let done = Signal::derive(move || progress.get().unwrap_or(0.0));
    view! {
        <div class="drift-status">
            <AtWork
                testid="monitor"
                busy=Signal::derive(is_busy)
                said
                done
                cancel=move |()| store.want(Intent::Monitor(MonitorIntent::Cancel))
            />
            <button
                type="button"
                class="plain"
                data-testid="monitor-rest"
                hidden=move || is_busy() || !cancelled.get()
                on:click=move |_| store.want(Intent::Monitor(MonitorIntent::Watch))
            >
                {text!("monitor-view-go-on")}
            </button>
        </div>
    }
}

/// What can be taken along.
#[component]
fn Save(document: Memo<Option<Document>>) -> impl IntoView {
    let store = store();
    let buttons: Vec<_> = [
        (MonitorForm::Json, "json", "JSON".to_string()),
        (
            MonitorForm::Archive,
            "archive",
            text!("monitor-view-save-archive"),
        ),
        (
            MonitorForm::State,
            "state",
            text!("monitor-view-save-state"),
        ),
    ]
    .into_iter()
    .map(|(form, name, label)| {
        view! {
            <button
                type="button"
                class="plain"
                data-testid=format!("monitor-save-{name}")
                on:click=move |_| store.want(Intent::Monitor(MonitorIntent::Save(form)))
            >
                {label}
            </button>
        }
    })
    .collect();
    view! {
        <section>
            <h2>{text!("monitor-view-save-title")}</h2>
            <div class="switcher">
                <SaveHtml name="monitor-save" file="dryf-monitor" document=move || document.get_untracked() />
                {buttons}
            </div>
            <p class="quiet">{text!("monitor-view-save-about")}</p>
        </section>
    }
}
