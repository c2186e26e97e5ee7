//! A sentence in the page, in which names and values are set as they are written.

use leptos::prelude::*;

use super::sentence_nodes;
use crate::render::coded;

/// The sentence as text nodes; what stands between back-ticks is code, vulgar words that it names are hidden with those of texts.
pub fn said_nodes(text: &str) -> AnyView {
    let text = text.to_string();
    let nodes = move || {
        let node = |(part, is_code): (&str, bool)| match is_code {
            true => view! { <code>{sentence_nodes(part)}</code> }.into_any(),
            false => sentence_nodes(part).into_any(),
        };
        coded(&text).into_iter().map(node).collect::<Vec<_>>()
    };
    nodes.into_any()
}
