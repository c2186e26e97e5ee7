//! What surrounds a story that is presented: large type, and the whole screen where the browser has it.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Puts the story on, or takes it off.
pub fn dress(is_presenting: bool) {
    let Some(root) = document().document_element() else {
        return;
    };
    let was = root.has_attribute("data-presenting");
    if was == is_presenting {
        return;
    }
    let _ = match is_presenting {
        true => root.set_attribute("data-presenting", "true"),
        false => root.remove_attribute("data-presenting"),
    };
    match is_presenting {
        true => whole_screen(&root, "requestFullscreen"),
        false if document().fullscreen_element().is_some() => {
            whole_screen(&document(), "exitFullscreen");
        }
        false => {}
    }
}

/// Not every browser has it, and each may refuse: the story is told all the same.
fn whole_screen(of: &JsValue, name: &str) {
    let asked = Reflect::get(of, &name.into())
        .ok()
        .and_then(|method| method.dyn_into::<Function>().ok())
        .and_then(|method| method.call0(of).ok())
        .and_then(|promise| promise.dyn_into::<Promise>().ok());
    if let Some(asked) = asked {
        spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}
