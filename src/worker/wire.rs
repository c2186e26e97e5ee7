//! How messages cross between page and worker: an envelope as a JavaScript object whose bytes are byte arrays, which
//! browsers copy at once; a word of the worker's own as an array of its name and its text.

use js_sys::Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// A value as the other side gets it.
pub fn to_js(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).expect_throw("an envelope is plain data")
}

/// The value that the other side sent; none where it is another one.
pub fn from_js<T: for<'de> Deserialize<'de>>(message: JsValue) -> Option<T> {
    serde_wasm_bindgen::from_value(message).ok()
}

/// What the worker says of itself, beside the engine's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It holds the lock of this name for as long as it lives.
    Lock(String),
    /// It can't go on, and why in the browser's words; nothing where it has none, as without memory.
    Lost(String),
}

impl Word {
    pub fn to_js(&self) -> JsValue {
        let (name, text) = match self {
            Word::Lock(text) => ("lock", text),
            Word::Lost(text) => ("lost", text),
        };
        Array::of2(&name.into(), &text.into()).into()
    }

    pub fn of(message: &JsValue) -> Option<Word> {
        let pair: &Array = message.dyn_ref()?;
        let text = pair.get(1).as_string()?;
        match pair.get(0).as_string()?.as_str() {
            "lock" => Some(Word::Lock(text)),
            "lost" => Some(Word::Lost(text)),
            _ => None,
        }
    }
}
