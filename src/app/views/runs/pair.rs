//! One run against another on the same test rows, when the user asks for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::Runs;
use super::data::RunsData;
use crate::app::components::{BlocksView, ErrorNote, SaveHtml};
use crate::app::language::text;
use crate::app::store::Question;
use crate::app::views::disagreements::Disagreements;
use crate::document::{Block, PairParts, pair_document};
use crate::jobs::protocol::{CompareDraws, CompareRequest, JobSpec, Outcome};
use crate::jobs::summaries::CompareSummary;

/// Each run by its name and its ID.
#[component]
pub fn Pair(runs: Runs, first: (String, String), other: (String, String)) -> impl IntoView {
    let store = runs.store;
    let ids = StoredValue::new([first.1.clone(), other.1.clone()]);
    let asked = RwSignal::new(false);
    let question = Question::new(
        store,
        move || runs.data.get(),
        move || {
            let [against, run] = ids.get_value();
            asked.get().then(|| {
                JobSpec::Compare(CompareRequest {
                    run,
                    against: Some(against),
                    draws: CompareDraws::default(),
                    writings: BTreeSet::new(),
                })
            })
        },
    );
    let card = question.get(|outcome| match outcome {
        Outcome::Compare(card) => Some(card.clone()),
        _ => None,
    });
    let names = [other.0.clone(), first.0.clone()];
    let shown = {
        let names = names.clone();
        move || {
            let card = Arc::new(card.get()?);
            Some(view! { <Shown card names=names.clone() /> })
        }
    };
    view! {
        <section class="runs-pair" data-testid="runs-pair" data-run=other.1.clone()>
            <div class="section-head">
                <h3>{text!("page-runs-pair", run = names[0].as_str(), against = names[1].as_str())}</h3>
                <button
                    type="button"
                    class="button"
                    data-testid="compare-rows"
                    hidden=move || card.with(Option::is_some)
                    disabled=move || question.waiting.get()
                    on:click=move |_| {
                        asked.set(true);
                    }
                >
                    {text!("page-runs-rows")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="compare-with"
                    on:click=move |_| ids.with_value(|[_, run]| runs.choose(|choice| choice.compare_with(run)))
                >
                    {text!("page-runs-compare-with")}
                </button>
                <span class="quiet" role="status" aria-busy=move || question.waiting.get().to_string()>
                    {move || question.waiting.get().then_some(text!("page-runs-comparing"))}
                </span>
            </div>
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            {shown}
            <RunsData runs pair=[first, other.clone()] />
        </section>
    }
}

/// The document of the pair, its matrices side by side, and the tweets on which both disagree.
#[component]
fn Shown(card: Arc<CompareSummary>, names: [String; 2]) -> impl IntoView {
    let document = pair_document(PairParts {
        run: &names[0],
        against: &names[1],
        n_rows: card.n_rows,
        comparison: &card.comparison,
    });
    let saved = document.clone();
    let is_matrix = |block: &Block| block.id.starts_with("pair-confusion");
    let (matrices, blocks): (Vec<Block>, Vec<Block>) =
        document.blocks.into_iter().partition(is_matrix);
    let matrices: Vec<_> = matrices
        .into_iter()
        .map(|block| view! { <BlocksView blocks=vec![block] level=4 /> })
        .collect();
    let right = names
        .each_ref()
        .map(|name| text!("page-runs-right", run = name));
    view! {
        <BlocksView blocks level=4 />
        <div class="columns">{matrices}</div>
        <SaveHtml name="runs-pair" document=move || Some(saved.clone()) />
        <h4>{text!("gate-disagreements")}</h4>
        <Disagreements card names right />
    }
}
