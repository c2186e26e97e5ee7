//! The pages of a long table.

use leptos::prelude::*;

use crate::app::language::text;

/// Rows on a page, usually.
pub const PAGE: u64 = 20;

/// Moves `offset` through `total` rows; shows nothing where one page holds them all.
#[component]
pub fn Pager(
    offset: RwSignal<u64>,
    #[prop(into)] total: Signal<u64>,
    /// Rows on a page.
    #[prop(default = PAGE)]
    size: u64,
) -> impl IntoView {
    let shown = move || {
        let (from, total) = (offset.get(), total.get());
        text!(
            "page-pages",
            first = total.min(from + 1),
            last = total.min(from + size),
            total = total
        )
    };
    view! {
        <div class="pager" hidden=move || total.get() <= size>
            <button
                type="button"
                class="plain"
                disabled=move || offset.get() == 0
                on:click=move |_| offset.update(|offset| *offset = offset.saturating_sub(size))
            >
                {text!("page-data-previous")}
            </button>
            <span class="number">{shown}</span>
            <button
                type="button"
                class="plain"
                disabled=move || { offset.get() + size >= total.get() }
                on:click=move |_| offset.update(|offset| *offset += size)
            >
                {text!("page-data-next")}
            </button>
        </div>
    }
}
