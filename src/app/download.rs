//! Gives the user a file.

use gloo::file::{Blob, ObjectUrl};
use gloo::timers::callback::Timeout;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// How long the browser may take to fetch the bytes.
const GRACE_MS: u32 = 60_000;

/// Saves bytes as a file of this name, where the browser puts downloads.
pub fn save(name: &str, bytes: &[u8]) {
    let kind = if name.ends_with(".zip") {
        "application/zip"
    } else {
        "application/octet-stream"
    };
    let url = ObjectUrl::from(Blob::new_with_options(bytes, Some(kind)));
    let Some(link) = document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok())
    else {
        return;
    };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The address is given up when it is dropped.
    Timeout::new(GRACE_MS, move || drop(url)).forget();
}
