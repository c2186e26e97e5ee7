//! How the page learns that this worker can't go on: its last words where it has any, and a lock that it holds for as
//! long as it lives where it has none.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;

type Tell = Box<dyn Fn(String)>;

thread_local! {
    static TELL: RefCell<Option<Tell>> = const { RefCell::new(None) };
    static LOCK: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Listens for panics, and for what ends the worker without one: no memory is left, or a fault of the browser. `tell`
/// hears once what happened, in the browser's words; nothing where it has none.
pub fn watch(tell: impl Fn(String) + 'static) {
    TELL.with_borrow_mut(|told| *told = Some(Box::new(tell)));
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        last_words(panic.to_string());
    }));
    let ended = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
        let of = |name: &str| Reflect::get(&event, &name.into()).ok();
        let reason = of("message")
            .or_else(|| of("reason"))
            .and_then(|reason| reason.as_string());
        last_words(reason.unwrap_or_default());
    });
    let listen: Function = Reflect::get(&js_sys::global(), &"addEventListener".into())
        .and_then(JsCast::dyn_into)
        .expect_throw("a worker has events");
    for event in ["error", "unhandledrejection"] {
        listen
            .call2(&js_sys::global(), &event.into(), ended.as_ref())
            .expect_throw("a worker can listen to its own events");
    }
    ended.forget();
}

fn last_words(what: String) {
    let tell = TELL.with(|tell| tell.try_borrow_mut().ok().and_then(|mut tell| tell.take()));
    if let Some(tell) = tell {
        tell(what);
    }
}

/// The name of the lock that this worker holds; none in a browser without locks for this page (plain HTTP, site data
/// blocked).
pub fn lock() -> Option<String> {
    LOCK.with_borrow(Option::clone)
}

/// Takes a lock of a name that nobody else has and never gives it back: browsers do, when the worker ends, whatever ended
/// it and however long its last step was. `tell` hears its name once it is held.
pub fn hold_lock(tell: impl Fn(String) + 'static) {
    let name = format!(
        "dryf-worker-{:016x}",
        (js_sys::Math::random() * 2f64.powi(53)) as u64
    );
    let of_lock = name.clone();
    let granted = Closure::once_into_js(move |_lock: JsValue| {
        LOCK.with_borrow_mut(|lock| *lock = Some(of_lock.clone()));
        tell(of_lock);
        // It is held until this is settled.
        Promise::new(&mut |_, _| {})
    });
    request_lock(&js_sys::global(), &name, granted.unchecked_ref());
}

/// Asks for a lock in the scope of a page or a worker; `granted` is called with it, and may keep it by a promise. Gives
/// whether the browser has locks at all.
pub fn request_lock(scope: &JsValue, name: &str, granted: &Function) -> bool {
    let asked = || {
        let navigator = Reflect::get(scope, &"navigator".into())?;
        let locks = Reflect::get(&navigator, &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        request.call2(&locks, &name.into(), granted)
    };
    let promise: Option<Promise> = asked()
        .ok()
        .and_then(|promise: JsValue| promise.dyn_into().ok());
    let is_there = promise.is_some();
    if let Some(promise) = promise {
        // Refused where site data are blocked; that is no fault.
        let refused = Closure::<dyn FnMut(JsValue)>::new(|_| {});
        let _ = promise.catch(&refused);
        refused.forget();
    }
    is_there
}
