//! The view Try: a text of one's own, what the model says of it, and why.

mod explanation;

use leptos::prelude::*;

use self::explanation::Why;
use crate::app::blur::is_hidden;
use crate::app::components::{ClassName, Empty, ErrorNote, NearestTexts, StaleNote, score_table};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::jobs::protocol::{JobSpec, Outcome};
use crate::jobs::summaries::TrySummary;
use crate::session::{Intent, Trial, View};

#[component]
pub fn TrialView() -> impl IntoView {
    let store = store();
    let trial = store.memo(|session| session.trial().clone());
    let run_id = store.memo(|session| session.run().value().map(|run| run.run_id.clone()));
    let state = store.memo(|session| session.stage(View::Try));
    let question = Question::new(
        store,
        || (),
        move || {
            let run = run_id.get()?;
            let Trial { text, class } = trial.get();
            (!text.trim().is_empty()).then_some(JobSpec::Try { run, text, class })
        },
    );
    let card = question.get(|outcome| match outcome {
        Outcome::Try(card) => Some((**card).clone()),
        _ => None,
    });
    view! {
        <h1>{localised(View::Try.title())}</h1>
        <p class="lead">{text!("page-try-lead")}</p>
        <StaleNote state />
        {move || run_id.with(Option::is_none).then(|| view! { <Empty text=text!("page-try-empty") /> })}
        <label class="trial-text" hidden=move || run_id.with(Option::is_none)>
            <span class="quiet">{text!("page-try-text")}</span>
            <textarea
                data-testid="try-text"
                class:hidden-text=move || trial.with(|trial| is_hidden(&trial.text))
                rows="3"
                placeholder=text!("page-try-example")
                prop:value=move || trial.get().text
                on:input:target=move |event| {
                    let text = event.target().value();
                    store.want(Intent::SetTrial(Trial { text, class: None }));
                }
            ></textarea>
        </label>
        <p class="quiet" role="status">
            {move || question.waiting.get().then(|| text!("page-try-thinking"))}
        </p>
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        {move || card.get().map(|card| view! { <Verdict card /> })}
    }
}

#[component]
fn Verdict(card: TrySummary) -> impl IntoView {
    let classes = card.classes.clone();
    let nearest_classes = classes.clone();
    let scores = score_table(&card.scores, &classes, true);
    let probabilities = card.probabilities.as_ref().map(|probabilities| {
        view! {
            <div>
                <h3>{text!("page-try-probabilities")}</h3>
                {score_table(probabilities, &classes, false)}
            </div>
        }
    });
    view! {
        <section>
            <p class="verdict">
                {text!("page-try-verdict")} " "
                <strong data-testid="try-label" data-label=card.classes.get(card.label as usize).cloned()>
                    <ClassName index=card.label classes=card.classes.clone() />
                </strong>
            </p>
            <div class="columns">
                <div>
                    <h3>{text!("evaluate-scores")}</h3>
                    {scores}
                </div>
                {probabilities}
            </div>
        </section>
        <Why explanation=card.explanation classes=card.classes text=card.text />
        <section>
            <h2>{text!("page-try-nearest")}</h2>
            <NearestTexts nearest=card.nearest classes=nearest_classes />
        </section>
    }
}
