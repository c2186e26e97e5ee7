//! The rail: the stages of the pipeline in their order, each with its state.

use leptos::prelude::*;

use super::trust::Trust;
use crate::app::components::StageMark;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::session::{Intent, View};

#[component]
pub fn Rail() -> impl IntoView {
    let store = store();
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
                        <span class="rail-title">{localised(view.title())}</span>
                        <StageMark state />
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="rail" aria-label=text!("page-stages")>
            <ol>{entries}</ol>
            <Trust testid="trust" />
        </nav>
    }
}
