//! Whether vulgar words are hidden: as the user wants it, and while a story is presented unless the user wants it otherwise.

use leptos::prelude::*;

use super::storage;
use crate::pipeline::offensive::offensive;

/// What is kept where the user wants them hidden.
const KEY: &str = "dryf-blur";
const ON: &str = "\"yes\"";

#[derive(Clone, Copy)]
pub struct Blur {
    usual: RwSignal<bool>,
    presented: RwSignal<bool>,
    is_presenting: Memo<bool>,
}

impl Blur {
    /// As the last visit left it.
    pub fn new(is_presenting: Memo<bool>) -> Blur {
        Blur {
            usual: RwSignal::new(storage::noted(KEY).is_some_and(|text| text == ON)),
            presented: RwSignal::new(true),
            is_presenting,
        }
    }

    pub fn is_on(self) -> bool {
        match self.is_presenting.get() {
            true => self.presented.get(),
            false => self.usual.get(),
        }
    }

    /// As the user wants it; what holds while a story is presented is not kept.
    pub fn set(self, on: bool) {
        match self.is_presenting.get_untracked() {
            true => self.presented.set(on),
            false => {
                self.usual.set(on);
                storage::remember(KEY, if on { "yes" } else { "no" });
            }
        }
    }
}

/// Whether vulgar words are hidden now.
pub fn is_blurred() -> bool {
    expect_context::<Blur>().is_on()
}

/// Whether something that is typed has a vulgar word that is hidden now.
pub fn is_hidden(text: &str) -> bool {
    is_blurred() && !offensive(text).is_empty()
}

/// A text where nothing can be blurred, as in a tooltip or a figure: a point for each sign of a vulgar word that is hidden now.
pub fn masked(text: &str) -> String {
    if !is_blurred() {
        return text.to_string();
    }
    let (mut masked, mut end) = (String::new(), 0);
    for word in offensive(text) {
        masked.push_str(&text[end..word.start]);
        masked.extend(text[word.clone()].chars().map(|_| '•'));
        end = word.end;
    }
    masked + &text[end..]
}
