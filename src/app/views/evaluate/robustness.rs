//! How often the run's answers flip where texts are written another way, measured when the user asks for it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{AtWork, BlocksView, ErrorNote, SaveHtml};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::jobs::protocol::{JobSpec, Outcome};
use crate::jobs::summaries::RunSummary;

#[component]
pub fn Robustness(run: Arc<RunSummary>) -> impl IntoView {
    let store = store();
    let asked = RwSignal::new(false);
    let question = Question::new(
        store,
        || (),
        move || {
            let run = run.run_id.clone();
            asked.get().then_some(JobSpec::Robustness { run })
        },
    );
    let document = move || {
        let found = question.answer.get()?;
        match &*found {
            Outcome::Robustness(card) => store.read(|session| session.robustness_document(card)),
            _ => None,
        }
    };
    view! {
        <section data-testid="robustness">
            <div class="section-head">
                <h2>{text!("robustness-title")}</h2>
                <button
                    type="button"
                    class="button"
                    data-testid="measure-robustness"
                    hidden=move || asked.get()
                    on:click=move |_| asked.set(true)
                >
                    {text!("page-robustness-measure")}
                </button>
            </div>
            <p class="quiet" hidden=move || asked.get()>
                {text!("page-robustness-about")}
            </p>
            <AtWork
                testid="robustness"
                busy=question.waiting
                said=Signal::derive(move || match question.waiting.get() {
                    true => text!("page-robustness-measuring"),
                    false => String::new(),
                })
                cancel=Callback::new(move |()| asked.set(false))
            />
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            {move || {
                document()
                    .map(|shown| {
                        view! {
                            <BlocksView blocks=shown.blocks level=3 />
                            <SaveHtml name="robustness" document=document />
                        }
                    })
            }}
        </section>
    }
}
