//! Light or dark: the system's choice until the user makes another, which the browser keeps. The next visit starts in it
//! (`www/start.js`).

use leptos::prelude::{document, window};

use super::storage;

const KEY: &str = "dryf-theme";

/// Whether the page is dark now.
pub fn is_dark() -> bool {
    let chosen = document()
        .document_element()
        .and_then(|root| root.get_attribute("data-theme"));
    match chosen {
        Some(theme) => theme == "dark",
        None => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches()),
    }
}

/// Chooses the other one and gives whether it is dark.
pub fn toggle() -> bool {
    let dark = !is_dark();
    let theme = if dark { "dark" } else { "light" };
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
    storage::remember(KEY, theme);
    dark
}
