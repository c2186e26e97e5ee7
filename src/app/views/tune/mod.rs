//! The view Tune: a few handles, the search at work, the document of what came of it, and its trials as settings of the next run.

mod contour;
mod settings;
mod status;
mod trial;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::context::Provider;
use leptos::prelude::*;

use crate::app::components::{
    Beside, Choice, Empty, ErrorNote, GrowingDocument, RowActs, SaveHtml, StaleNote, VerdictView,
};
use crate::app::language::{localised, text};
use crate::app::store::{Store, store};
use crate::document::{Document, Row, search_document};
use crate::pipeline::search::{SearchReport, TrialState};
use crate::session::{Intent, SearchIntent, Session, Stage, View};

#[component]
pub fn TuneView() -> impl IntoView {
    let store = store();
    let report = store.memo(|session| session.search_report().cloned());
    let document = Memo::new(move |_| report.with(|report| report.as_deref().map(search_document)));
    let verdict = Memo::new(move |_| {
        document.with(|document| document.as_ref().and_then(Document::verdict).cloned())
    });
    let fault = store.memo(|session| match session.search() {
        Stage::Failed { error, .. } => Some(error),
        _ => None,
    });
    let has_data = store.memo(|session| session.has_data());
    let state = store.memo(|session| session.stage(View::Tune));
    let is_there = Memo::new(move |_| report.with(Option::is_some));
    let choose = move |trial| store.want(Intent::Search(SearchIntent::Choose(Some(trial))));
    let brushed = RwSignal::new(None::<BTreeSet<u32>>);
    // Of the document here alone: another view has figures too.
    let choice = Choice {
        chosen: store.memo(Session::chosen_trial).into(),
        choose: Callback::new(choose),
        brushed,
    };
    let acts = RowActs {
        table: "search-trials",
        heading: text!("tune-view-column-use"),
        act: Arc::new(move |row| acts_of(store, report, row)),
        is_shown: Arc::new(move |row| {
            brushed.with(|brushed| match brushed {
                Some(brushed) => number_of(row).is_some_and(|number| brushed.contains(&number)),
                None => true,
            })
        }),
    };
    let instead = move || -> Beside {
        Arc::new(move |id| {
            (id == "search-contour").then(|| view! { <contour::ContourView report /> }.into_any())
        })
    };
    view! {
        <h1>{localised(View::Tune.title())}</h1>
        <p class="lead">{text!("tune-view-lead")}</p>
        <StaleNote state />
        {move || {
            (!has_data.get() && !is_there.get()).then(|| view! { <Empty text=text!("tune-view-empty") /> })
        }}
        <settings::First />
        <status::Status />
        {move || fault.get().map(|error| view! { <ErrorNote error /> })}
        {move || verdict.get().map(|verdict| view! { <VerdictView verdict testid="tune-verdict" /> })}
        <UseBest />
        {move || {
            let acts = acts.clone();
            is_there
                .get()
                .then(move || {
                    view! {
                        <Provider value=choice>
                            <Provider value=acts>
                                <GrowingDocument document without=&["search-verdict"] instead=instead() />
                            </Provider>
                        </Provider>
                    }
                })
        }}
        <settings::Others />
        {move || is_there.get().then(|| view! { <Save document /> })}
        <trial::Card />
    }
}

/// Whether a trial came to its end, and with it to settings that a run can have.
fn is_complete(report: &SearchReport, number: u32) -> bool {
    let trial = report.trial(number);
    trial.is_some_and(|trial| trial.state == TrialState::Complete)
}

fn number_of(row: &Row) -> Option<u32> {
    Some(row.cells.first()?.as_ref()?.number()? as u32)
}

/// What a row of the table of trials can be pressed for.
fn acts_of(store: Store, report: Memo<Option<Arc<SearchReport>>>, row: &Row) -> Option<AnyView> {
    let number = number_of(row)?;
    let is_complete =
        report.with_untracked(|report| report.as_ref().is_some_and(|it| is_complete(it, number)));
    let want = move |intent| store.want(Intent::Search(intent));
    let act = move |id: &str, said, about, intent: SearchIntent| {
        view! {
            <button
                type="button"
                class="plain"
                data-testid=format!("{id}-{number}")
                aria-label=about
                on:click=move |_| want(intent.clone())
            >
                {said}
            </button>
        }
    };
    let trial = || number.to_string();
    let show = act(
        "show-trial",
        text!("tune-view-show"),
        text!("tune-view-show-trial", trial = trial()),
        SearchIntent::Choose(Some(number)),
    );
    let take = is_complete.then(|| {
        let about = text!("tune-view-use-trial", trial = trial());
        act(
            "use-trial",
            text!("tune-view-use"),
            about,
            SearchIntent::Use(number),
        )
    });
    Some(view! { <span class="row-acts">{show} {take}</span> }.into_any())
}

/// The way from the trial that is taken to a run.
#[component]
fn UseBest() -> impl IntoView {
    let store = store();
    let taken = store.memo(|session| session.search_report()?.taken);
    let about = move || {
        let trial = taken.get()?.to_string();
        Some(text!("tune-view-use-taken", trial = trial))
    };
    let take = move |_| {
        if let Some(number) = taken.get_untracked() {
            store.want(Intent::Search(SearchIntent::Use(number)));
        }
    };
    view! {
        <p hidden=move || taken.get().is_none()>
            <button type="button" class="button" data-testid="tune-use-best" on:click=take>
                {about}
            </button>
        </p>
    }
}

/// What can be taken along.
#[component]
fn Save(document: Memo<Option<Document>>) -> impl IntoView {
    let store = store();
    view! {
        <section>
            <h2>{text!("tune-view-save-title")}</h2>
            <div class="switcher">
                <SaveHtml name="tune-save" file="dryf-tune" document=move || document.get_untracked() />
                <button
                    type="button"
                    class="plain"
                    data-testid="tune-save-journal"
                    on:click=move |_| store.want(Intent::Search(SearchIntent::SaveJournal))
                >
                    {text!("tune-view-save-journal")}
                </button>
            </div>
            <p class="quiet">{text!("tune-view-save-about")}</p>
        </section>
    }
}
