//! The view Evaluate: the verdict, the run before beside it, each row as a dot, scores beside baseline and production, the
//! confusion matrix, wrong answers, heaviest terms, robustness.

mod confusion;
mod dots;
mod errors;
mod production;
mod robustness;
mod scores;
mod terms;

use std::sync::Arc;

use leptos::prelude::*;

pub(super) use self::confusion::Confusion;
pub(super) use self::dots::Dots;

use crate::app::components::{BlocksView, Empty, SaveHtml, StaleNote, VerdictView};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::app::tour::TourOffer;
use crate::app::views::act::act;
use crate::app::views::picked::OtherSet;
use crate::document::Document;
use crate::jobs::protocol::Split;
use crate::jobs::summaries::{Evaluation, RunSummary};
use crate::session::{Session, View};

/// What a part is called.
fn part_name(part: Split) -> String {
    match part {
        Split::Train => text!("page-train-part"),
        Split::Validation => text!("page-validation-part"),
        Split::Test => text!("page-test-set"),
    }
}

/// The parts that a run was evaluated on, with how good it was.
pub(super) fn parts(run: &RunSummary) -> Vec<(Split, &Evaluation)> {
    let evaluations = &run.evaluations;
    let mut parts = vec![
        (Split::Train, &evaluations.train),
        (Split::Validation, &evaluations.validation),
    ];
    parts.extend(evaluations.test.as_ref().map(|test| (Split::Test, test)));
    parts
}

#[component]
pub fn EvaluateView() -> impl IntoView {
    let store = store();
    let run = store.memo(|session| session.run().value().cloned());
    let state = store.memo(|session| session.stage(View::Evaluate));
    view! {
        <h1>{localised(View::Evaluate.title())}</h1>
        <p class="lead">{text!("page-evaluate-lead")}</p>
        <StaleNote state />
        {move || match run.get() {
            Some(run) => view! { <RunEvaluated run /> }.into_any(),
            None => view! { <Empty text=text!("page-evaluate-empty") /> }.into_any(),
        }}
        <production::ProductionSlot />
    }
}

#[component]
fn RunEvaluated(run: Arc<RunSummary>) -> impl IntoView {
    let store = store();
    let document = store.read(Session::evaluation_document);
    let verdict = document.as_ref().and_then(Document::verdict).cloned();
    let block = |id| {
        let block = document.as_ref()?.block(id)?.clone();
        Some(view! { <BlocksView blocks=vec![block] /> })
    };
    let (poleval, table) = (block("poleval"), block("all-scores"));
    let before = block("before-after");
    let all: Vec<Split> = parts(&run).into_iter().map(|(part, _)| part).collect();
    // The part of the cell that is picked; else the last one, which counts: the test set where there is one.
    let of_cell = |part: &&Split| {
        store.read_untracked(|session| {
            let picked = session.selection();
            picked.is_some_and(|picked| picked.has_cell(&run.run_id, **part))
        })
    };
    let first = all.iter().find(of_cell).unwrap_or(&all[all.len() - 1]);
    let part = RwSignal::new(*first);
    // The row of a dot, which stands below in the place of all.
    let picked = RwSignal::new(None::<u32>);
    let selection = store.memo(|session| session.selection().cloned());
    Effect::watch(
        move || (part.get(), selection.get()),
        move |_, _, _| picked.set(None),
        false,
    );
    let switcher: Vec<_> = all
        .into_iter()
        .map(|one| {
            view! {
                <button
                    type="button"
                    class="plain"
                    aria-pressed=move || (part.get() == one).to_string()
                    on:click=move |_| part.set(one)
                >
                    {part_name(one)}
                </button>
            }
        })
        .collect();
    let evaluation = {
        let run = Arc::clone(&run);
        Memo::new(move |_| {
            parts(&run)
                .into_iter()
                .find(|(one, _)| *one == part.get())
                .map(|(_, evaluation)| evaluation.clone())
        })
    };
    view! {
        {verdict.map(|verdict| view! { <VerdictView verdict testid="evaluate-verdict" act=act() /> })}
        <TourOffer />
        {before}
        <section>
            <div class="switcher" role="group">
                {switcher}
            </div>
            <OtherSet set=Signal::derive(move || part.get().set()) />
            <p class="quiet" data-testid="scores-of-all" hidden=move || selection.with(Option::is_none)>
                {text!("page-evaluate-scores-of-all")}
            </p>
            <dots::Dots run=Arc::clone(&run) part evaluation picked />
        </section>
        <SaveHtml name="evaluation" document=move || store.read(Session::evaluation_document) />
        <scores::Scores run=Arc::clone(&run) poleval=poleval.into_any() table=table.into_any() />
        <section>
            {
                let run = Arc::clone(&run);
                move || {
                    evaluation
                        .get()
                        .map(|evaluation| {
                            view! {
                                <div class="columns">
                                    <scores::ByClass evaluation=evaluation.clone() />
                                    <confusion::Confusion
                                        evaluation
                                        classes=run.classes.clone()
                                        run=run.run_id.clone()
                                        part=part.get_untracked()
                                    />
                                </div>
                            }
                        })
                }
            }
        </section>
        <errors::Errors run=Arc::clone(&run) part picked />
        <terms::Terms run=Arc::clone(&run) part />
        <robustness::Robustness run />
    }
}
