//! What time it is in the page; a test can stop the clock.

use wasm_bindgen::JsValue;

use crate::pipeline::time::UnixMillis;

/// The moment, in whole milliseconds, unless the clock stands still.
pub fn now() -> UnixMillis {
    frozen().unwrap_or_else(|| UnixMillis(js_sys::Date::now()))
}

/// Where a test has stopped the clock: milliseconds in `?source_date_epoch=` of the address, or in
/// `window.SOURCE_DATE_EPOCH`. All times and durations of a run are those of this moment then, and the same input gives
/// the same bytes.
pub fn frozen() -> Option<UnixMillis> {
    let window = leptos::prelude::window();
    let in_address = || {
        let query = window.location().search().ok()?;
        let pairs = query
            .strip_prefix('?')?
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(name, _)| *name == "source_date_epoch")
            .find_map(|(_, value)| value.parse().ok())
    };
    let in_window = || {
        let value = js_sys::Reflect::get(&window, &JsValue::from_str("SOURCE_DATE_EPOCH")).ok()?;
        value.as_f64().or_else(|| value.as_string()?.parse().ok())
    };
    in_address()
        .or_else(in_window)
        .filter(|millis: &f64| millis.is_finite())
        .map(UnixMillis)
}
