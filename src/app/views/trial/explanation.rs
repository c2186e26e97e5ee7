//! Why the model says so: the decision in question, its document, and the text shaded by it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{Beside, ClassName, DocumentView, SaveHtml, shaded_words};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::document::{ExplanationParts, decision_said, explanation_document};
use crate::jobs::summaries::Explanation;
use crate::session::{Intent, Trial};

/// Words that have a row of their own.
const MOST_WORDS: usize = 12;

#[component]
pub fn Why(explanation: Explanation, classes: Vec<String>, text: String) -> impl IntoView {
    let chosen = RwSignal::new(0);
    let n_decisions = explanation.decisions.len();
    let decisions = choice(&explanation, &classes, chosen);
    let questions = questions(&explanation, &classes, &text);
    let explained = StoredValue::new((explanation, classes));
    let document = move || {
        let decision = chosen.get();
        explained.with_value(|(explanation, classes)| {
            explanation_document(ExplanationParts {
                explanation,
                classes,
                decision,
                most: MOST_WORDS,
            })
        })
    };
    let beside: Beside = Arc::new(move |id| {
        (id == "try-method").then(|| {
            let at = chosen.get_untracked();
            let shaded = explained.with_value(|(explanation, _)| shaded_words(explanation, at));
            view! { <p class="tokens" data-testid="try-tokens">{shaded}</p> }.into_any()
        })
    });
    view! {
        <section>
            <h2>{text!("page-try-cleaned")}</h2>
            <div class="trial-questions">
                {questions} {(n_decisions > 1).then_some(decisions)}
            </div>
            {move || view! { <DocumentView document=document() beside=Arc::clone(&beside) /> }}
            <SaveHtml name="explanation" document=move || Some(document()) />
        </section>
    }
}

/// The classes that can be asked about.
fn questions(explanation: &Explanation, classes: &[String], text: &str) -> impl IntoView + use<> {
    let store = store();
    let (class, label) = (explanation.class, explanation.label);
    let buttons: Vec<_> = (0..classes.len() as u32)
        .map(|index| {
            let (text, classes) = (text.to_string(), classes.to_vec());
            view! {
                <button
                    type="button"
                    class="plain"
                    data-testid="try-class"
                    aria-pressed=(index == class).to_string()
                    on:click=move |_| {
                        let class = (index != label).then_some(index);
                        store.want(Intent::SetTrial(Trial { text: text.clone(), class }));
                    }
                >
                    <ClassName index classes />
                </button>
            }
        })
        .collect();
    view! {
        <div class="switcher" role="group" aria-label=text!("page-try-class")>
            <span class="quiet">{text!("page-try-class")}</span>
            {buttons}
        </div>
    }
}

/// The decisions that can be looked at.
fn choice(
    explanation: &Explanation,
    classes: &[String],
    chosen: RwSignal<usize>,
) -> impl IntoView + use<> {
    let options: Vec<_> = explanation
        .decisions
        .iter()
        .enumerate()
        .map(|(at, decision)| {
            let text = localised(decision_said(decision, classes));
            view! { <option value=at.to_string()>{text}</option> }
        })
        .collect();
    view! {
        <label class="trial-decision">
            <span class="quiet">{text!("page-try-decision")}</span>
            <select
                data-testid="try-decision"
                on:change:target=move |event| {
                    if let Ok(at) = event.target().value().parse() {
                        chosen.set(at);
                    }
                }
            >
                {options}
            </select>
        </label>
    }
}
