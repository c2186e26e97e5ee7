//! The ticked runs beside each other.

use leptos::prelude::*;

use super::Runs;
use super::pair::Pair;
use crate::app::components::{DocumentView, SaveHtml};
use crate::app::language::text;
use crate::session::Session;

#[component]
pub fn Compared(runs: Runs) -> impl IntoView {
    let store = runs.store;
    let document = store.memo(Session::chosen_document);
    // Names and IDs, the first the one that the others are compared with.
    let chosen = store.memo(|session| {
        let chosen = session.chosen_runs()?.into_iter();
        let chosen = chosen.map(|(name, run)| (name, run.run_id.clone()));
        Some(chosen.collect::<Vec<(String, String)>>())
    });
    let pairs = move || -> Vec<((String, String), (String, String))> {
        let mut chosen = chosen.get().unwrap_or_default().into_iter();
        let first = chosen.next();
        let pairs = first.map(|first| chosen.map(|other| (first.clone(), other)).collect());
        pairs.unwrap_or_default()
    };
    let is_few = Memo::new(move |_| chosen.with(Option::is_none));
    let shown = move || {
        document.get().map(|shown| {
            view! {
                <DocumentView document=shown />
                <SaveHtml name="runs-compared" document=move || document.get() />
            }
        })
    };
    move || {
        if is_few.get() {
            return view! { <p class="quiet">{text!("page-runs-compare-hint")}</p> }.into_any();
        }
        view! {
            <section data-testid="runs-compared">
                <div class="section-head">
                    <h2>{text!("runs-chosen-title")}</h2>
                    <button
                        type="button"
                        class="plain"
                        data-testid="compare-none"
                        on:click=move |_| runs.choose(|choice| choice.compared.clear())
                    >
                        {text!("page-runs-compare-none")}
                    </button>
                </div>
                {shown}
                <For
                    each=pairs
                    key=Clone::clone
                    children=move |(first, other)| view! { <Pair runs first other /> }
                />
            </section>
        }
        .into_any()
    }
}
