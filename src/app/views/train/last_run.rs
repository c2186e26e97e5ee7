//! The run that is shown beside the one before it.

use leptos::prelude::*;

use crate::app::components::{DocumentView, SaveHtml};
use crate::app::language::localised;
use crate::app::store::store;
use crate::session::Session;

#[component]
pub fn LastRun() -> impl IntoView {
    let document = store().memo(Session::runs_document);
    move || {
        document.get().map(|shown| {
            view! {
                <section data-testid="last-run">
                    <h2>{localised(&shown.title)}</h2>
                    <DocumentView document=shown />
                    <SaveHtml name="runs" document=move || document.get() />
                </section>
            }
        })
    }
}
