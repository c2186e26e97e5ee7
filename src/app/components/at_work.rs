//! Work that lasts: what it is at, how far it is, and what stops it.

use leptos::prelude::*;

use crate::app::language::text;
use crate::plot::shares;

/// `testid` begins the parts' own; `done` is in `0.0..=1.0`, and left out where it is not known.
#[component]
pub fn AtWork(
    testid: &'static str,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] said: Signal<String>,
    #[prop(optional, into)] done: Option<Signal<f64>>,
    #[prop(into)] cancel: Callback<()>,
) -> impl IntoView {
    let bar = done.map(|done| {
        view! {
            <span class="strip-done" aria-hidden="true" hidden=move || !busy.get()>
                <span style:width=move || shares::percent(done.get()) />
            </span>
        }
    });
    view! {
        <span
            role="status"
            class="quiet number"
            data-testid=format!("{testid}-status")
            data-busy=move || busy.get().to_string()
        >
            {said}
        </span>
        {bar}
        <button
            type="button"
            class="plain"
            data-testid=format!("{testid}-cancel")
            hidden=move || !busy.get()
            on:click=move |_| cancel.run(())
        >
            {text!("page-stop")}
        </button>
    }
}
