//! What two runs learned from, beside each other, when the user asks for it.

use leptos::prelude::*;

use super::Runs;
use crate::app::components::{BlocksView, ErrorNote, SaveHtml};
use crate::app::language::text;
use crate::app::store::Question;
use crate::jobs::protocol::{DiffRequest, JobSpec, Outcome};

/// Each run by its name and its ID, in any order: the older one is the one before.
#[component]
pub fn RunsData(runs: Runs, mut pair: [(String, String); 2]) -> impl IntoView {
    let store = runs.store;
    store.read_untracked(|session| {
        let place = |id: &String| session.runs().iter().position(|run| run.run_id == *id);
        pair.sort_by_key(|(_, id)| place(id));
    });
    let [names, ids] = {
        let [(before, before_id), (now, now_id)] = pair;
        [[before, now], [before_id, now_id]]
    };
    let is_same = {
        let ids = ids.clone();
        store.memo(move |session| {
            let digest = |id: &String| session.kept_run(id)?.data_digest.clone();
            digest(&ids[0]).is_some_and(|one| Some(one) == digest(&ids[1]))
        })
    };
    let asked = RwSignal::new(false);
    let question = {
        let [before, now] = ids.clone();
        Question::new(
            store,
            || (),
            move || {
                let request = || DiffRequest::Runs {
                    before: before.clone(),
                    now: now.clone(),
                };
                asked.get().then(|| JobSpec::Diff(request()))
            },
        )
    };
    let diff = question.get(|outcome| match outcome {
        Outcome::Diff(diff) => Some((**diff).clone()),
        _ => None,
    });
    let document = store.memo(move |session| {
        let [before, now] = [0, 1].map(|run| (ids[run].as_str(), names[run].as_str()));
        diff.with(|diff| session.runs_diff_document([before, now], diff.as_ref()?))
    });
    let shown = move || {
        let mut shown = document.get()?;
        // Settings and scores of both stand above, beside those of the other runs.
        shown
            .blocks
            .retain(|block| ["diff-verdict", "diff-facts", "diff-data"].contains(&&*block.id));
        Some(view! {
            <BlocksView blocks=shown.blocks level=4 />
            <SaveHtml name="runs-diff" document=move || document.get() />
        })
    };
    move || {
        match is_same.get() {
        true => view! { <p class="quiet" data-testid="runs-data-equal">{text!("page-runs-data-equal")}</p> }.into_any(),
        false => view! {
            <div data-testid="runs-data">
                <button
                    type="button"
                    class="button"
                    data-testid="compare-data"
                    hidden=move || document.with(Option::is_some)
                    disabled=move || question.waiting.get()
                    on:click=move |_| asked.set(true)
                >
                    {text!("page-runs-data-diff")}
                </button>
                <span class="quiet" role="status" aria-busy=move || question.waiting.get().to_string()>
                    {move || question.waiting.get().then_some(text!("page-runs-data-comparing"))}
                </span>
                {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
                {shown}
            </div>
        }
        .into_any(),
    }
    }
}
