//! The story that is presented: one slide at a time, in large type, with nothing to edit.

use std::sync::Arc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::evaluate::{Confusion, Dots, parts};
use crate::app::components::{
    BlocksView, ClassName, Empty, GrowingDocument, VerdictView, text_nodes,
};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::document::Document;
use crate::jobs::protocol::{JobSpec, Outcome};
use crate::jobs::summaries::{RunSummary, TermsSummary};
use crate::session::{Intent, Present, Session, Slide, StageState, View};

/// The block of the drift slide: its lines, folded.
const EVIDENCE: &[&str] = &["drift-evidence"];

/// Words that are named of each class.
const TOP: u32 = 8;

#[component]
pub fn StoryView(slide: Slide) -> impl IntoView {
    let store = store();
    let main = NodeRef::<html::Main>::new();
    Effect::new(move |_| {
        if let Some(main) = main.get() {
            let _ = main.focus();
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        let is_covered = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        let is_chord = event.ctrl_key() || event.alt_key() || event.meta_key();
        if is_covered || is_chord || (event.key() == " " && is_on_button(&event)) {
            return;
        }
        if let Some(wanted) = Present::of_key(&event.key()) {
            event.prevent_default();
            store.want(Intent::Present(wanted));
        }
    });
    on_cleanup(move || keys.remove());
    // Esc takes a browser out of the whole screen, and tells nobody of the key.
    let left = window_event_listener_untyped("fullscreenchange", move |_| {
        if document().fullscreen_element().is_none() {
            store.want(Intent::Present(Present::Leave));
        }
    });
    on_cleanup(move || left.remove());
    let number = text!(
        "story-number",
        number = slide.number(),
        slides = Slide::ALL.len()
    );
    let content = match slide {
        Slide::Data => view! { <DataSlide /> }.into_any(),
        Slide::Drift => view! { <DriftSlide /> }.into_any(),
        Slide::Model | Slide::Verdict | Slide::Errors => {
            let run = store.memo(|session| session.run().value().cloned());
            (move || match (run.get(), slide) {
                (None, _) => view! { <Empty text=text!("page-evaluate-empty") /> }.into_any(),
                (Some(run), Slide::Model) => view! { <ModelSlide run /> }.into_any(),
                (Some(run), Slide::Verdict) => view! { <VerdictSlide run /> }.into_any(),
                (Some(run), _) => view! { <ErrorsSlide run /> }.into_any(),
            })
            .into_any()
        }
    };
    let go = move |wanted| move |_| store.want(Intent::Present(wanted));
    view! {
        <main class="story" node_ref=main tabindex="-1" data-testid="story" data-slide=slide.name()>
            <h1>{localised(slide.title())}</h1>
            <div class="story-slide">{content}</div>
            <nav class="story-ways" aria-label=text!("story-present")>
                <button
                    type="button"
                    class="plain"
                    disabled=slide.number() == 1
                    on:click=go(Present::Previous)
                >
                    {text!("tour-back")}
                </button>
                <span class="number" role="status" data-testid="story-number">
                    {number}
                </span>
                <button
                    type="button"
                    class="plain"
                    data-testid="story-next"
                    disabled=slide.number() == Slide::ALL.len()
                    on:click=go(Present::Next)
                >
                    {text!("tour-next")}
                </button>
                <button type="button" class="plain" data-testid="story-leave" on:click=go(Present::Leave)>
                    {text!("page-close")}
                </button>
            </nav>
        </main>
    }
}

fn is_on_button(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target();
    let element = target
        .as_ref()
        .and_then(|it| it.dyn_ref::<web_sys::Element>());
    element.is_some_and(|it| it.tag_name() == "BUTTON")
}

/// Some blocks of a document; those that it does not have are left out.
fn blocks(document: Option<&Document>, ids: &[&str]) -> impl IntoView + use<> {
    let found = ids
        .iter()
        .filter_map(|id| document?.block(id).cloned())
        .collect();
    view! { <BlocksView blocks=found /> }
}

#[component]
fn DataSlide() -> impl IntoView {
    let document = store().memo(|session| session.data_document(None));
    move || match document.get() {
        Some(document) => blocks(
            Some(&document),
            &["data-verdict", "data-facts", "class-shares"],
        )
        .into_any(),
        None => view! { <Empty text=text!("story-no-data") /> }.into_any(),
    }
}

#[component]
fn ModelSlide(run: Arc<RunSummary>) -> impl IntoView {
    let store = store();
    let label = store.read(|session| session.kept_run(&run.run_id).map(|run| run.label()));
    let document = store.read(Session::evaluation_document);
    let run_id = run.run_id.clone();
    let question = Question::new(
        store,
        || (),
        move || {
            let run = run_id.clone();
            Some(JobSpec::Terms { run, top: TOP })
        },
    );
    let terms = question.get(|outcome| match outcome {
        Outcome::Terms(card) => Some(card.clone()),
        _ => None,
    });
    let classes = run.classes.clone();
    let words = move || {
        let groups = match terms.get()? {
            TermsSummary::Weights { groups } => groups,
            TermsSummary::Unavailable { reason } => {
                return Some(view! { <p class="quiet">{localised(reason)}</p> }.into_any());
            }
        };
        let groups: Vec<_> = groups
            .into_iter()
            .map(|group| {
                let against = group.against.map(|index| {
                    view! { <ClassName index classes=classes.clone() /> }
                });
                let words = group.terms.into_iter().map(|(word, _)| {
                    view! { <li class="mono">{move || text_nodes(&word, &[], usize::MAX)}</li> }
                });
                view! {
                    <div>
                        <h3>
                            <ClassName index=group.class classes=classes.clone() />
                            {against.map(|against| view! { " / " {against} })}
                        </h3>
                        <ul class="story-words">{words.collect_view()}</ul>
                    </div>
                }
            })
            .collect();
        let words = view! {
            <h2>{text!("page-evaluate-terms")}</h2>
            <div class="columns">{groups}</div>
        };
        Some(words.into_any())
    };
    view! {
        <p class="story-line">{label}</p>
        {blocks(document.as_ref(), &["evaluate-facts"])}
        {words}
    }
}

#[component]
fn VerdictSlide(run: Arc<RunSummary>) -> impl IntoView {
    let document = store().read(Session::evaluation_document);
    let verdict = document.as_ref().and_then(Document::verdict).cloned();
    let (split, evaluation) = {
        let parts = parts(&run);
        let (split, evaluation) = parts[parts.len() - 1];
        (split, evaluation.clone())
    };
    let (part, picked) = (RwSignal::new(split), RwSignal::new(None));
    let evaluation = Memo::new(move |_| Some(evaluation.clone()));
    view! {
        {verdict.map(|verdict| view! { <VerdictView verdict testid="story-verdict" /> })}
        <Dots run part evaluation picked />
    }
}

#[component]
fn ErrorsSlide(run: Arc<RunSummary>) -> impl IntoView {
    let parts = parts(&run);
    let (part, evaluation) = parts[parts.len() - 1];
    let (evaluation, classes) = (evaluation.clone(), run.classes.clone());
    view! { <Confusion evaluation classes run=run.run_id.clone() part /> }
}

#[component]
fn DriftSlide() -> impl IntoView {
    let store = store();
    let shown = store.memo(Session::drift_document);
    let document = shown;
    let is_busy = store.memo(|session| session.stage(View::Drift) == StageState::Busy);
    move || match document.get() {
        Some(document) => {
            let verdict = document.verdict().cloned();
            view! {
                {verdict.map(|verdict| view! { <VerdictView verdict testid="story-drift" /> })}
                <GrowingDocument document=shown only=EVIDENCE instead=Arc::new(|_: &str| None) />
            }
            .into_any()
        }
        None if is_busy.get() => {
            view! { <p role="status">{text!("drift-view-comparing")}</p> }.into_any()
        }
        None => view! { <Empty text=text!("drift-view-empty") /> }.into_any(),
    }
}
