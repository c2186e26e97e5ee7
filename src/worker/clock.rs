//! What time it is in the worker.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use crate::pipeline::time::UnixMillis;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

thread_local! {
    /// The wall clock minus the steady clock.
    static OFFSET: Cell<f64> = const { Cell::new(f64::NAN) };
}

/// Milliseconds of a steady clock that starts anywhere; browsers resolve about 0.1 ms.
pub fn elapsed() -> f64 {
    performance_now()
}

/// The moment, with the fraction of a millisecond of the steady clock. It follows the wall clock where the two part (a
/// computer that slept).
pub fn now() -> UnixMillis {
    let (wall, steady) = (js_sys::Date::now(), performance_now());
    OFFSET.with(|offset| {
        let fine = steady + offset.get();
        if (fine - wall).abs() < 2.0 {
            return UnixMillis(fine);
        }
        offset.set(wall - steady);
        UnixMillis(wall)
    })
}
