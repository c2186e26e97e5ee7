//! The view Validate: the verdict first, each rule with its evidence, then pictures, then tables, the tweets on which both
//! disagree; and the model in production.

mod production;
mod resources;
mod rules;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::{
    AtWork, Beside, DocumentView, Empty, ErrorNote, SaveHtml, StaleNote, VerdictView,
};
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::app::views::act::act;
use crate::app::views::disagreements::Disagreements;
use crate::app::views::picked::OfAllRows;
use crate::message::Argument;
use crate::session::{Intent, Needed, Stage, StageState, View};

#[component]
pub fn ValidateView() -> impl IntoView {
    let store = store();
    let compared = store.memo(|session| session.compared());
    let is_in = store.memo(|session| session.is_in_production());
    // The run in production has nothing to be compared with; what it was compared with before is history.
    let card = Memo::new(move |_| match is_in.get() {
        false => compared.with(|compared| compared.value().cloned()),
        true => None,
    });
    let judgement = store.memo(|session| match session.is_in_production() {
        false => session.judgement(),
        true => None,
    });
    let stale = store.memo(|session| match session.is_in_production() {
        false => session.compared().state(),
        true => StageState::Empty,
    });
    let classes = store.memo(|session| match session.compared().value() {
        Some(card) => card.classes.clone(),
        None => session
            .run()
            .value()
            .map_or(Vec::new(), |run| run.classes.clone()),
    });
    let save = store.memo(|session| match session.is_in_production() {
        false => session.gate_document(),
        true => None,
    });
    let document = save;
    // What the verdict says changes with every digit of a rule, what it rests on does not.
    let verdict =
        Memo::new(move |_| document.with(|document| document.as_ref()?.verdict().cloned()));
    let beside = || -> Beside {
        Arc::new(|id| (id == "validate-costs").then(|| view! { <resources::Measure /> }.into_any()))
    };
    view! {
        <h1>{localised(View::Validate.title())}</h1>
        <p class="lead">{text!("page-validate-lead")}</p>
        <OfAllRows but_texts=true />
        <StaleNote state=stale />
        <Needs />
        <Champion />
        <Status />
        {move || match compared.get() {
            Stage::Failed { error, .. } => Some(view! { <ErrorNote error /> }),
            _ => None,
        }}
        {move || verdict.get().map(|verdict| view! { <VerdictView verdict testid="validate-verdict" act=act() /> })}
        <rules::Rules judgement classes />
        {move || {
            document
                .get()
                .map(|document| {
                    view! {
                        <DocumentView document without=&["validate-verdict", "gate-rules"] beside=beside() />
                        <SaveHtml name="gate" document=move || save.get_untracked() />
                    }
                })
        }}
        {move || {
            let names = [text!("gate-candidate"), text!("gate-production")];
            let right = [text!("page-validate-candidate-right"), text!("page-validate-production-right")];
            card.get()
                .map(|card| {
                    view! {
                        <section>
                            <h2>{text!("gate-disagreements")}</h2>
                            <Disagreements card names right />
                        </section>
                    }
                })
        }}
        <production::ProductionSlot />
    }
}

/// What to do next where the run that is shown is the one in production.
#[component]
fn Champion() -> impl IntoView {
    let store = store();
    let is_in = store.memo(|session| session.is_in_production());
    let since = store.memo(|session| session.in_production_since());
    let said = move || match since.get() {
        Some(at) => text!(
            "page-validate-champion-since",
            when = clock::shown(at, language().tag())
        ),
        None => text!("page-validate-champion"),
    };
    view! {
        <p class="verdict" role="status" data-testid="validate-in-production" hidden=move || !is_in.get()>
            {said}
        </p>
    }
}

/// What is missing before there is anything to compare.
#[component]
fn Needs() -> impl IntoView {
    let needs = store().memo(|session| session.compare_needs());
    let said = move |needed: Needed| match needed {
        Needed::Run => text!("page-validate-needs-run"),
        Needed::Production => text!("page-validate-needs-production"),
        Needed::TestSet => text!("page-validate-needs-test"),
    };
    move || {
        let needs = needs.get();
        (!needs.is_empty()).then(|| {
            let items: Vec<_> = needs
                .into_iter()
                .map(|needed| view! { <li>{said(needed)}</li> })
                .collect();
            view! {
                <div class="empty" data-testid="validate-needs">
                    <Empty text=text!("page-validate-needs") />
                    <ul class="needs">{items}</ul>
                </div>
            }
        })
    }
}

/// What is at work, and what can be done about it.
#[component]
fn Status() -> impl IntoView {
    let store = store();
    let state = store.memo(|session| session.compared().state());
    let progress = store.memo(|session| session.compare_progress().unwrap_or(0.0));
    let cancelled = store.memo(|session| session.compare_was_cancelled());
    let is_busy = move || state.get() == StageState::Busy;
    let said = Signal::derive(move || match state.get() {
        StageState::Busy => text!(
            "page-validate-comparing",
            done = Argument::Share(progress.get())
        ),
        _ if cancelled.get() => text!("page-validate-stopped"),
        _ => String::new(),
    });
    view! {
        <div class="drift-status" hidden=move || !is_busy() && !cancelled.get()>
            <AtWork
                testid="validate"
                busy=Signal::derive(is_busy)
                said
                done=progress
                cancel=move |()| store.want(Intent::CancelCompare)
            />
            <button
                type="button"
                class="plain"
                data-testid="validate-again"
                hidden=move || is_busy() || !cancelled.get()
                on:click=move |_| store.want(Intent::Compare)
            >
                {text!("page-validate-compare")}
            </button>
        </div>
    }
}
