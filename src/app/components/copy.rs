//! A button that copies a text.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const SHOWN_MS: u32 = 2_000;

/// Puts what `text` gives onto the clipboard and says so for a moment.
#[component]
pub fn CopyButton(
    text: impl Fn() -> String + Send + Sync + 'static,
    #[prop(into)] label: String,
    #[prop(into)] done: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text());
        spawn_local(async move {
            if JsFuture::from(written).await.is_ok() {
                copied.try_set(true);
                Timeout::new(SHOWN_MS, move || {
                    copied.try_set(false);
                })
                .forget();
            }
        });
    };
    view! {
        <button type="button" class="plain" on:click=copy>
            {move || if copied.get() { done.clone() } else { label.clone() }}
        </button>
    }
}
