//! The card of one text, wherever it was pressed: as it came, after each cleaning step, what the model says and why, what the one
//! in production says, the training texts nearest to it, and what became of it from run to run.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::app::components::{
    ClassName, ErrorNote, NearestTexts, OpenText, Steps, TextCards, score_table, shaded_words,
    text_nodes,
};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::jobs::protocol::{JobSpec, Outcome, SetName, Split, TextSource};
use crate::jobs::summaries::{AnswersSummary, DotMark, TrySummary};
use crate::session::{Intent, TextRun};

/// The sheet of the card; empty while none is open.
#[component]
pub fn TextCard() -> impl IntoView {
    let store = store();
    let cards = expect_context::<TextCards>();
    let sheet = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| cards.0.with(Option::is_some));
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else {
            return;
        };
        match (is_open.get(), sheet.open()) {
            (true, false) => {
                // Refused only where it is open already.
                let _ = sheet.show_modal();
            }
            (false, true) => sheet.close(),
            _ => {}
        }
    });
    // Another view is another matter.
    let view = store.memo(|session| session.view());
    Effect::watch(move || view.get(), move |_, _, _| cards.0.set(None), false);
    let step = move |by: i64| {
        let place = cards.0.with_untracked(|open| open.as_ref()?.place);
        if let Some((list, at, total)) = place
            && let Some(next) = at.checked_add_signed(by).filter(|next| *next < total)
        {
            list.open(next);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        event.prevent_default();
        step(by);
    };
    view! {
        <dialog
            class="sheet text-card"
            node_ref=sheet
            data-testid="text-card"
            aria-label=text!("texts-card")
            on:close=move |_| cards.0.set(None)
            on:keydown=key
        >
            {move || {
                cards
                    .0
                    .get()
                    .map(|open| {
                        view! {
                            <Head open=open.clone() step=Callback::new(step) />
                            <Card open />
                        }
                    })
            }}
        </dialog>
    }
}

/// Where the text is from, and the ways on.
#[component]
fn Head(open: OpenText, step: Callback<i64>) -> impl IntoView {
    let store = store();
    let cards = expect_context::<TextCards>();
    let title = match open.row {
        Some((SetName::Train, row)) => text!("texts-train-row", row = u64::from(row) + 1),
        Some((SetName::Test, row)) => text!("texts-test-row", row = u64::from(row) + 1),
        None => text!("texts-card"),
    };
    let label = open
        .label
        .map(|(index, classes)| view! { <ClassName index classes /> });
    let ways = open.place.map(|(_, at, total)| {
        view! {
            <button
                type="button"
                class="plain"
                data-testid="text-previous"
                disabled={at == 0}
                on:click=move |_| step.run(-1)
            >
                {text!("page-data-previous")}
            </button>
            <span class="number quiet" data-testid="text-place">
                {text!("texts-place", at = at + 1, total = total)}
            </span>
            <button
                type="button"
                class="plain"
                data-testid="text-next"
                disabled={at + 1 >= total}
                on:click=move |_| step.run(1)
            >
                {text!("page-data-next")}
            </button>
        }
    });
    let has_run = store.memo(|session| session.shown_run().is_some());
    let text = open.text;
    view! {
        <div class="section-head">
            <h2 data-testid="text-title">{title}</h2>
            {label}
            <div class="text-ways">
                {ways}
                <button
                    type="button"
                    class="plain"
                    data-testid="text-try"
                    hidden=move || !has_run.get()
                    on:click=move |_| {
                        cards.0.set(None);
                        store.want(Intent::TryText(text.clone()));
                    }
                >
                    {text!("texts-try")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="text-close"
                    on:click=move |_| cards.0.set(None)
                >
                    {text!("page-close")}
                </button>
            </div>
        </div>
    }
}

#[component]
fn Card(open: OpenText) -> impl IntoView {
    let store = store();
    let run_id = store.memo(|session| session.shown_run().map(String::from));
    let recipe = store.memo(|session| session.text_recipe());
    let traced = {
        let text = open.text.clone();
        Question::new(
            store,
            || (),
            move || {
                Some(JobSpec::Trace {
                    recipe: recipe.get(),
                    source: TextSource::Own { text: text.clone() },
                })
            },
        )
    };
    let steps = traced.get(|outcome| match outcome {
        Outcome::Trace(trace) => Some(trace.clone()),
        _ => None,
    });
    let tried = {
        let text = open.text.clone();
        Question::new(
            store,
            || (),
            move || {
                let (run, text) = (run_id.get()?, text.clone());
                let class = None;
                (!text.trim().is_empty()).then_some(JobSpec::Try { run, text, class })
            },
        )
    };
    let card = tried.get(|outcome| match outcome {
        Outcome::Try(card) => Some((**card).clone()),
        _ => None,
    });
    let query = {
        let (text, row) = (open.text.clone(), open.row);
        store.memo(move |session| session.answers_query(text.clone(), row))
    };
    let asked = Question::new(store, || (), move || Some(JobSpec::Answers(query.get())));
    let answers = asked.get(|outcome| match outcome {
        Outcome::Answers(answers) => Some(answers.clone()),
        _ => None,
    });
    let runs = store.memo(|session| session.text_runs());
    let row = open.row;
    let whole = open.text;
    view! {
        <p class="tweet text-raw" dir="auto" data-testid="text-raw">
            {move || text_nodes(&whole, &[], usize::MAX)}
        </p>
        <section data-testid="text-models">
            <h3>{text!("texts-models")}</h3>
            <div class="columns">
                <div data-testid="text-shown">
                    <h4>{text!("texts-shown-run")}</h4>
                    {move || tried.error.get().map(|error| view! { <ErrorNote error /> })}
                    {move || match card.get() {
                        Some(card) => said(&card),
                        None if run_id.with(Option::is_none) => missing(text!("texts-no-run")),
                        None => ().into_any(),
                    }}
                </div>
                <div data-testid="text-production">
                    <h4>{text!("page-in-production")}</h4>
                    {move || match answers.get() {
                        Some(AnswersSummary { production: Some(card), .. }) => said(&card),
                        Some(_) => missing(text!("texts-no-production")),
                        None => ().into_any(),
                    }}
                </div>
            </div>
        </section>
        <section data-testid="text-history">
            <h3>{text!("texts-history")}</h3>
            {move || asked.error.get().map(|error| view! { <ErrorNote error /> })}
            {move || answers.get().map(|answers| history(&runs.get(), &answers, row.is_some()))}
        </section>
        <section>
            <h3>{text!("page-try-nearest")}</h3>
            {move || match card.get() {
                Some(card) => {
                    let mut nearest = card.nearest;
                    // A training text is nearest to itself.
                    nearest.retain(|near| row != Some((SetName::Train, near.row)));
                    view! { <NearestTexts nearest classes=card.classes /> }.into_any()
                }
                None => missing(text!("texts-no-run")),
            }}
        </section>
        <section>
            <h3>{text!("texts-cleaned")}</h3>
            {move || traced.error.get().map(|error| view! { <ErrorNote error /> })}
            {move || steps.get().map(|trace| view! { <Steps text=trace.text steps=trace.steps /> })}
        </section>
    }
}

/// What a model says of the text: its class, its words, its scores.
fn said(card: &TrySummary) -> AnyView {
    let classes = &card.classes;
    view! {
        <p>
            <strong data-testid="text-label" data-label=classes.get(card.label as usize).cloned()>
                <ClassName index=card.label classes=classes.clone() />
            </strong>
        </p>
        <p class="tokens">{shaded_words(&card.explanation, 0)}</p>
        {score_table(&card.scores, classes, true)}
    }
    .into_any()
}

fn missing(what: String) -> AnyView {
    view! { <p class="empty">{what}</p> }.into_any()
}

/// A dot for each run, filled where it gives the right class.
fn history(runs: &[TextRun], answers: &AnswersSummary, is_row: bool) -> AnyView {
    if runs.is_empty() {
        return missing(text!("texts-no-run"));
    }
    let lines: Vec<_> = runs
        .iter()
        .map(|run| {
            let answer = answers.runs.iter().find(|answer| answer.run == run.run_id);
            let (mark, what) = match answer {
                None if is_row && !run.is_of_data => (None, text!("texts-other-data")),
                None => (None, text!("texts-not-at-hand")),
                Some(answer) => {
                    let class = answer.class.clone();
                    match answer.evaluated {
                        None => (None, class),
                        Some((part, is_right)) => {
                            let mark = if is_right {
                                DotMark::Found
                            } else {
                                DotMark::Missed
                            };
                            let outcome = match is_right {
                                true => text!("texts-right", class = class),
                                false => text!("texts-wrong", class = class),
                            };
                            let part = match part {
                                Split::Train => text!("page-train-part"),
                                Split::Validation => text!("page-validation-part"),
                                Split::Test => text!("page-test-set"),
                            };
                            (Some(mark), format!("{outcome} · {part}"))
                        }
                    }
                }
            };
            view! {
                <li
                    data-testid="text-run"
                    data-run=run.run_id.clone()
                    data-mark=mark.map_or("none", DotMark::name)
                    aria-current=run.is_shown.then_some("true")
                >
                    <span class="text-dot" aria-hidden="true"></span>
                    <span class="text-run">{run.label.clone()}</span>
                    <span class="quiet">{what}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="text-history">{lines}</ol> }.into_any()
}
