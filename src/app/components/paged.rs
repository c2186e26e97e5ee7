//! A table of which the engine gives one page at a time.

use leptos::prelude::*;

use super::{ErrorNote, Pager};
use crate::app::store::Question;

/// What stands around such a table: the fault of the question, the wait, the word for no rows, the pages.
#[component]
pub fn Paged(
    question: Question,
    offset: RwSignal<u64>,
    /// Rows on all pages; none before the first answer.
    #[prop(into)]
    total: Signal<Option<u64>>,
    /// Said where there are none.
    #[prop(into)]
    empty: String,
    /// The table.
    children: Children,
) -> impl IntoView {
    view! {
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        <div class="scroll" aria-busy=move || question.waiting.get().to_string()>
            {children()}
        </div>
        <p class="empty" hidden=move || total.get() != Some(0)>
            {empty}
        </p>
        <Pager offset total=Signal::derive(move || total.get().unwrap_or(0)) />
    }
}
