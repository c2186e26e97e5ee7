//! The view Monitor: the verdict first, its evidence folded below, then charts over the batches, the batches, the rules.

mod batches;
mod charts;
mod choice;
mod names;
mod rules;
mod verdict;

use leptos::prelude::*;

use crate::app::components::{Empty, ErrorNote, FilePicker, StaleNote};
use crate::app::files;
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::jobs::protocol::MonitorForm;
use crate::plot::{numbers, shares};
use crate::session::{Intent, MonitorIntent, Stage, StageState, View};

#[component]
pub fn MonitorView() -> impl IntoView {
    let store = store();
    let words = &words().monitor;
    let monitor = store.memo(|session| session.monitor());
    let card = Memo::new(move |_| monitor.with(|monitor| monitor.value().cloned()));
    let has_production = store.memo(|session| session.production().card.is_some());
    let has_data = store
        .memo(|session| session.data().value().is_some() || !session.monitor_files().is_empty());
    let state = store.memo(|session| session.stage(View::Monitor));
    let fault = store.memo(|session| session.monitor_fault().cloned());
    let is_there = Memo::new(move |_| card.with(Option::is_some));
    view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <StaleNote state />
        {move || (!has_production.get()).then(|| view! { <NoProduction /> })}
        {move || {
            (has_production.get() && !has_data.get())
                .then(|| view! { <Empty text=words.empty_data /> })
        }}
        {move || has_production.get().then(|| view! { <choice::Choice card /> })}
        {move || fault.get().map(|error| view! { <ErrorNote error /> })}
        {move || match monitor.get() {
            Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
            _ => None,
        }}
        {move || has_production.get().then(|| view! { <Status /> })}
        {move || {
            is_there
                .get()
                .then(|| {
                    view! {
                        <verdict::Verdict card />
                        <charts::Charts card />
                        <batches::Batches card />
                    }
                })
        }}
        {move || has_production.get().then(|| view! { <rules::Rules /> })}
        {move || is_there.get().then(|| view! { <Save /> })}
    }
}

/// How to get a model into production.
#[component]
fn NoProduction() -> impl IntoView {
    let store = store();
    let words = &words().monitor;
    let error = store.memo(|session| session.production().error.clone());
    view! {
        <div class="empty" data-testid="monitor-no-production">
            <p>{words.empty_production}</p>
            <FilePicker
                label=words.choose_archive
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
    let words = &words().monitor;
    let state = store.memo(|session| session.stage(View::Monitor));
    let cancelled = store.memo(|session| session.monitor_was_cancelled());
    let progress = store.memo(|session| session.monitor_progress());
    let counts = store.memo(|session| {
        let monitor = session.monitor();
        let card = monitor.value()?;
        Some((card.watch.records().len() as u64, card.n_batches))
    });
    let is_busy = move || state.get() == StageState::Busy;
    let said = move || match (state.get(), counts.get()) {
        (StageState::Busy, Some((done, n))) if done < n => fill(
            words.watching,
            &[("at", &numbers::count(done + 1)), ("n", &numbers::count(n))],
        ),
        (StageState::Busy, _) => fill(words.watching, &[("at", "1"), ("n", "…")]),
        _ if cancelled.get() => words.stopped.to_string(),
        _ => String::new(),
    };
    view! {
        <div class="drift-status">
            <span
                role="status"
                class="quiet number"
                data-testid="monitor-status"
                data-busy=move || is_busy().to_string()
            >
                {said}
            </span>
            <span class="strip-done" aria-hidden="true" hidden=move || !is_busy()>
                <span style:width=move || shares::percent(progress.get().unwrap_or(0.0)) />
            </span>
            <button
                type="button"
                class="plain"
                data-testid="monitor-cancel"
                hidden=move || !is_busy()
                on:click=move |_| store.want(Intent::Monitor(MonitorIntent::Cancel))
            >
                {words.stop}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="monitor-rest"
                hidden=move || is_busy() || !cancelled.get()
                on:click=move |_| store.want(Intent::Monitor(MonitorIntent::Watch))
            >
                {words.go_on}
            </button>
        </div>
    }
}

/// What can be taken along.
#[component]
fn Save() -> impl IntoView {
    let store = store();
    let words = &words().monitor;
    let buttons: Vec<_> = [
        (MonitorForm::Html, "html", words.save_html),
        (MonitorForm::Json, "json", words.save_json),
        (MonitorForm::Archive, "archive", words.save_archive),
        (MonitorForm::State, "state", words.save_state),
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
            <h2>{words.save_title}</h2>
            <div class="switcher">{buttons}</div>
            <p class="quiet">{words.save_about}</p>
        </section>
    }
}
