//! The page's address: what stands after `#` follows the session, and the session follows it when the user goes back.

use leptos::ev;
use leptos::prelude::{window, window_event_listener};
use wasm_bindgen::JsValue;

/// The fragment of the address, without the `#`; empty where there is none.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_string()
}

/// The whole address with another fragment.
pub fn with_fragment(fragment: &str) -> String {
    let whole = window().location().href().unwrap_or_default();
    let page = whole.split('#').next().unwrap_or_default();
    format!("{page}#{fragment}")
}

/// Shows a fragment. A change of view is a step that the browser's Back button takes back, a change of a setting is not.
pub fn show(new: &str) {
    let old = fragment();
    if old == new {
        return;
    }
    let Ok(history) = window().history() else {
        return;
    };
    let address = format!("#{new}");
    let is_step = !old.is_empty() && view_of(&old) != view_of(new);
    // Refused only where a browser is asked too often; the address is a convenience then.
    let _ = if is_step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// Calls `follow` with the fragment whenever the user goes back, forward, or edits the address.
pub fn on_change(follow: impl Fn(String) + 'static) {
    let handle = window_event_listener(ev::popstate, move |_| follow(fragment()));
    // For as long as the page is open.
    std::mem::forget(handle);
}

fn view_of(fragment: &str) -> &str {
    fragment.split('?').next().unwrap_or_default()
}
