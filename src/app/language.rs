//! The language of the page: the browser's until the user chooses the other one, which the browser keeps.

use leptos::prelude::*;

use super::storage;
use super::words::{ENGLISH, POLISH, Words};

const KEY: &str = "dryf-language";

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Polish,
}

impl Language {
    /// The user's choice of the last visit, else the browser's language, else English.
    pub fn of_visitor() -> Language {
        let wanted = storage::remembered(KEY).or_else(|| window().navigator().language());
        match wanted {
            Some(tag) if tag.starts_with("pl") => Language::Polish,
            _ => Language::English,
        }
    }

    /// The other one, which the browser keeps.
    pub fn toggled(self) -> Language {
        let other = match self {
            Language::English => Language::Polish,
            Language::Polish => Language::English,
        };
        storage::remember(KEY, other.tag());
        other
    }

    /// As in the page's `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Polish => "pl",
        }
    }

    pub fn words(self) -> &'static Words {
        match self {
            Language::English => &ENGLISH,
            Language::Polish => &POLISH,
        }
    }
}
