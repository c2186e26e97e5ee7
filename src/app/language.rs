//! The language of the page: the browser's until the user chooses the other one, which the browser keeps.

use leptos::prelude::*;

use super::storage;
use super::words::{ENGLISH, POLISH, Words};
pub use crate::message::Language;

const KEY: &str = "dryf-language";

/// The user's choice of the last visit, else the browser's language, else English.
pub fn of_visitor() -> Language {
    let wanted = storage::remembered(KEY).or_else(|| window().navigator().language());
    wanted
        .and_then(|tag| Language::of_tag(&tag))
        .unwrap_or_default()
}

/// The other one, which the browser keeps.
pub fn toggled(language: Language) -> Language {
    let other = match language {
        Language::English => Language::Polish,
        Language::Polish => Language::English,
    };
    storage::remember(KEY, other.tag());
    other
}

/// The table of the page's words.
pub fn words_of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Polish => &POLISH,
    }
}

/// The language in use; the page is drawn anew when it changes.
pub fn language() -> Language {
    expect_context::<RwSignal<Language>>().get_untracked()
}
