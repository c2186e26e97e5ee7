//! The line at the top: what is loaded, the run's name, whether the worker is there, the colours.

use leptos::prelude::*;

use super::keys::HelpSheet;
use super::link::CopyLink;
use crate::app::language::{self, Language, text};
use crate::app::store::store;
use crate::app::theme;
use crate::app::tour::TourButton;
use crate::message::{Argument, numbers};
use crate::session::{EngineState, Intent, Present, StageState};

#[component]
pub fn Head() -> impl IntoView {
    let store = store();
    let data = store.memo(|session| session.data().value().cloned());
    let summary = move || match data.get() {
        None => text!("page-no-data"),
        Some(card) => {
            let train = card.train.n_rows;
            match &card.test {
                Some(test) => text!("page-train-and-test", train = train, test = test.n_rows),
                None => text!("page-train-only", train = train),
            }
        }
    };
    let fingerprint = move || {
        data.get()
            .map(|card| view! { <span class="mono" title=card.digest.clone()>{numbers::fingerprint(&card.digest)}</span> })
    };
    let engine = store.memo(|session| match session.engine() {
        EngineState::Starting => StageState::Busy,
        EngineState::Ready => StageState::Ready,
        EngineState::Failed(_) => StageState::Failed,
    });
    let engine_word = move || text!("page-engine", state = Argument::key(engine.get().name()));
    let name = store.memo(|session| session.form().text("run.name"));
    let has_run = store.memo(|session| session.run().value().is_some());
    let dark = RwSignal::new(theme::is_dark());
    let help = expect_context::<HelpSheet>();
    let language = expect_context::<RwSignal<Language>>();
    view! {
        <header class="head">
            <a class="brand" href="#data" title=text!("page-tagline")>
                "Dryf"
            </a>
            <p class="head-data">
                <span>{summary}</span>
                {fingerprint}
            </p>
            <input
                class="run-name"
                type="text"
                aria-label=text!("page-run-name")
                title=text!("page-run-name")
                autocomplete="off"
                prop:value=move || name.get()
                on:input:target=move |event| {
                    store
                        .want(Intent::SetField {
                            field: "run.name".into(),
                            text: event.target().value(),
                        })
                }
                on:blur=move |_| store.want(Intent::LeaveField("run.name".into()))
            />
            <p class="engine stage-mark" data-testid="engine" data-state=move || engine.get().name()>
                <span class="stage-word">{engine_word}</span>
            </p>
            <TourButton />
            <button
                type="button"
                class="plain present"
                data-testid="present-open"
                title=text!("story-present")
                aria-label=text!("story-present")
                hidden=move || !has_run.get()
                on:click=move |_| store.want(Intent::Present(Present::Begin))
            >
                <span aria-hidden="true">"▷"</span>
            </button>
            <CopyLink />
            <button
                type="button"
                class="plain"
                data-testid="language"
                title=text!("page-language")
                on:click=move |_| language.update(|language| *language = language::toggled(*language))
            >
                "PL|EN"
            </button>
            <button
                type="button"
                class="plain theme"
                on:click=move |_| dark.set(theme::toggle())
                title=move || if dark.get() { text!("page-light") } else { text!("page-dark") }
                aria-label=move || if dark.get() { text!("page-light") } else { text!("page-dark") }
            >
                <span aria-hidden="true">"◐"</span>
            </button>
            <button
                type="button"
                class="plain"
                data-testid="help-open"
                aria-haspopup="dialog"
                title=text!("page-help")
                aria-label=text!("page-help")
                on:click=move |_| help.open()
            >
                <span aria-hidden="true">"?"</span>
            </button>
        </header>
    }
}
