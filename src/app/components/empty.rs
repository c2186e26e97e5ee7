//! A place where nothing is yet.

use leptos::prelude::*;

/// Says what will be here and how to get it.
#[component]
pub fn Empty(#[prop(into)] text: String) -> impl IntoView {
    view! { <p class="empty">{text}</p> }
}
