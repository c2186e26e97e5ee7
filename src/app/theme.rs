//! Light or dark: the system's choice until the user makes another, which the browser keeps.

use leptos::prelude::{document, window};

use super::storage;

const KEY: &str = "dryf-theme";

/// Takes the user's choice of the last visit.
pub fn restore() {
    if let Some(theme) = storage::remembered(KEY) {
        show(&theme);
    }
}

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
    show(theme);
    storage::remember(KEY, theme);
    dark
}

fn show(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}
