//! The rail: the stages of the pipeline in their order, each with its state.

use leptos::prelude::*;

use crate::app::components::StageMark;
use crate::app::store::store;
use crate::app::words::{Shell, words};
use crate::session::{Intent, View};

/// What a view is called.
pub fn title(view: View, words: &Shell) -> &'static str {
    match view {
        View::Data => words.tab_data,
        View::Clean => words.tab_clean,
        View::Train => words.tab_train,
        View::Evaluate => words.tab_evaluate,
        View::Drift => words.tab_drift,
        View::Validate => words.tab_validate,
        View::Monitor => words.tab_monitor,
        View::Export => words.tab_export,
        View::Try => words.tab_try,
    }
}

#[component]
pub fn Rail() -> impl IntoView {
    let store = store();
    let words = &words().shell;
    let open = store.memo(|session| session.view());
    let entries: Vec<_> = View::ALL
        .into_iter()
        .enumerate()
        .map(|(index, view)| {
            let state = store.memo(move |session| session.stage(view));
            // The trial stands beside the pipeline, not in it.
            let number = (view != View::Try).then(|| (index + 1).to_string());
            view! {
                <li>
                    <button
                        type="button"
                        class="rail-entry"
                        data-testid=format!("tab-{}", view.name())
                        data-state=move || state.get().name()
                        aria-current=move || (open.get() == view).then_some("page")
                        on:click=move |_| store.want(Intent::Open(view))
                    >
                        <span class="rail-number" aria-hidden="true">{number}</span>
                        <span class="rail-title">{title(view, words)}</span>
                        <StageMark state />
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="rail" aria-label=words.views>
            <ol>{entries}</ol>
        </nav>
    }
}
