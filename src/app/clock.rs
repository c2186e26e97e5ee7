//! What time it is in the page; a test can stop the clock.

use wasm_bindgen::JsValue;

use crate::pipeline::time::UnixMillis;

/// The moment, in whole milliseconds, unless the clock stands still.
pub fn now() -> UnixMillis {
    frozen().unwrap_or_else(|| UnixMillis(js_sys::Date::now()))
}

/// A moment as the user's clock shows it, to the minute, as the language of this tag writes it.
pub fn shown(at: UnixMillis, tag: &str) -> String {
    let options = js_sys::Object::new();
    for (part, style) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // Setting a property of a new object can't fail.
        let _ = js_sys::Reflect::set(&options, &part.into(), &style.into());
    }
    let date = js_sys::Date::new(&JsValue::from_f64(at.0));
    date.to_locale_string(tag, &options).into()
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
