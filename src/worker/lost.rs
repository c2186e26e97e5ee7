//! The last words of a worker that can't go on: without them the page would wait for ever.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::jobs::{Envelope, Event};
use crate::pipeline::error::{Code, Error};

type Tell = Box<dyn Fn(Envelope)>;

thread_local! {
    static TELL: RefCell<Option<Tell>> = const { RefCell::new(None) };
}

/// Who is told.
pub fn tell(client: impl Fn(Envelope) + 'static) {
    TELL.with_borrow_mut(|tell| *tell = Some(Box::new(client)));
}

/// Listens for panics, and for what ends the worker without one: no memory is left, or a fault of the browser.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        last_words(panic.to_string());
    }));
    let ended = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
        let of = |name: &str| js_sys::Reflect::get(&event, &name.into()).ok();
        let reason = of("message")
            .or_else(|| of("reason"))
            .and_then(|reason| reason.as_string());
        last_words(reason.unwrap_or_else(|| "perhaps no memory is left".into()));
    });
    let listen: js_sys::Function =
        js_sys::Reflect::get(&js_sys::global(), &"addEventListener".into())
            .and_then(JsCast::dyn_into)
            .expect_throw("a worker has events");
    for event in ["error", "unhandledrejection"] {
        listen
            .call2(&js_sys::global(), &event.into(), ended.as_ref())
            .expect_throw("a worker can listen to its own events");
    }
    ended.forget();
}

/// Says once what happened.
fn last_words(what: String) {
    let tell = TELL.with(|tell| tell.try_borrow_mut().ok().and_then(|mut tell| tell.take()));
    if let Some(tell) = tell {
        let error = Error::new(
            Code::Bug,
            format!("the worker has stopped: {what}"),
            "reload the page; the settings and the last archive are kept",
        );
        tell(Envelope::pack(
            &Event::Failed { job: None, error },
            Vec::new(),
        ));
    }
}
