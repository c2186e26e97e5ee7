//! The language of the page: the one that it starts in (`www/start.js`) until the user chooses the other one, which the
//! browser keeps.

use leptos::prelude::*;

use super::storage;
use crate::message::Argument;
pub use crate::message::Language;

const KEY: &str = "dryf-language";

/// The one that the page says it is in: the user's choice of the last visit, else the browser's, else English.
pub fn of_visitor() -> Language {
    document()
        .document_element()
        .and_then(|root| Language::of_tag(&root.get_attribute("lang")?))
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

/// The language in use; the page is drawn anew when it changes.
pub fn language() -> Language {
    expect_context::<RwSignal<Language>>().get_untracked()
}

/// A number, or a message that the core made, as the language in use writes it: `localised(n_rows)`,
/// `localised(Argument::Score(f1))`, `localised(step.label())`.
pub fn localised(what: impl Into<Argument>) -> String {
    what.into().shown(language())
}

/// A sentence of the locales in the language in use, by its id and its arguments as [`message!`](crate::message) takes them.
macro_rules! text {
    ($($message:tt)*) => {
        $crate::app::language::localised($crate::message!($($message)*))
    };
}
pub(in crate::app) use text;
