//! A sentence in the page, in which names and values are set as they are written.

use leptos::prelude::*;

use crate::render::coded;

/// The sentence as text nodes; what stands between back-ticks is code.
pub fn said_nodes(text: &str) -> Vec<AnyView> {
    let parts = coded(text).into_iter();
    let node = |(part, is_code): (&str, bool)| match is_code {
        true => view! { <code>{part.to_string()}</code> }.into_any(),
        false => part.to_string().into_any(),
    };
    parts.map(node).collect()
}
