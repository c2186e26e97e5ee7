//! The button that puts the run that is shown into production.

use leptos::prelude::*;

use crate::app::clock;
use crate::app::store::store;
use crate::app::words::words;
use crate::session::Intent;

/// Says so where the run is in production already; nothing without a run.
#[component]
pub fn Promote() -> impl IntoView {
    let store = store();
    let words = &words().validate;
    let has_run = store.memo(|session| session.run().value().is_some());
    let is_in = store.memo(|session| session.is_in_production());
    let busy = store.memo(|session| session.production().busy);
    view! {
        <button
            type="button"
            class="button"
            data-testid="promote"
            data-promoted=move || is_in.get().to_string()
            hidden=move || !has_run.get()
            disabled=move || is_in.get() || busy.get()
            aria-busy=move || busy.get().to_string()
            on:click=move |_| store.want(Intent::Promote { at: clock::now() })
        >
            {move || if is_in.get() { words.promoted } else { words.promote }}
        </button>
    }
}
