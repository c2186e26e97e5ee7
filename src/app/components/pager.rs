//! The pages of a long table.

use leptos::prelude::*;

use crate::app::words::{fill, words};
use crate::plot::numbers;

/// Rows on a page.
pub const PAGE: u64 = 20;

/// Moves `offset` through `total` rows; shows nothing where one page holds them all.
#[component]
pub fn Pager(offset: RwSignal<u64>, #[prop(into)] total: Signal<u64>) -> impl IntoView {
    let words = &words().data;
    let shown = move || {
        let (from, total) = (offset.get(), total.get());
        fill(
            words.rows_shown,
            &[
                ("from", &numbers::count(total.min(from + 1))),
                ("to", &numbers::count(total.min(from + PAGE))),
                ("total", &numbers::count(total)),
            ],
        )
    };
    view! {
        <div class="pager" hidden=move || total.get() <= PAGE>
            <button
                type="button"
                class="plain"
                disabled=move || offset.get() == 0
                on:click=move |_| offset.update(|offset| *offset = offset.saturating_sub(PAGE))
            >
                {words.previous}
            </button>
            <span class="number">{shown}</span>
            <button
                type="button"
                class="plain"
                disabled=move || { offset.get() + PAGE >= total.get() }
                on:click=move |_| offset.update(|offset| *offset += PAGE)
            >
                {words.next}
            </button>
        </div>
    }
}
