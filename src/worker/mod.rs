//! The web worker: messages of the page to the [`Engine`] and back.
//!
//! Long work goes in slices of [`SLICE_MS`], each a task of its own, so that what the page asks meanwhile is heard
//! between two of them. It may use `jobs`; the only state is the engine's.
//!
//! Beside envelopes three plain messages pass: `null` from the page asks for a sign of life, `null` from the worker is
//! one (the first says that it listens), and [`Word`]s are what it says of itself: its lock, as soon as it has it and with each
//! sign of life.

mod clock;
mod lost;
mod wire;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

pub use lost::request_lock;
pub use wire::{Word, from_js, to_js};

use crate::jobs::{Engine, Envelope};

/// How long the engine works before it listens again, in milliseconds.
pub const SLICE_MS: f64 = 40.0;

/// Time that the page has to show what there is so far, in milliseconds.
const INTERIM_MS: f64 = 250.0;

/// The engine, and what brings the next slice of its work.
struct Served {
    scope: DedicatedWorkerGlobalScope,
    engine: Engine,
    next_slice: Option<Bell>,
}

/// Serves the page that started this worker.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let for_words = scope.clone();
    lost::watch(move |what| say(&for_words, &Word::Lost(what).to_js()));
    let for_lock = scope.clone();
    lost::hold_lock(move |name| say(&for_lock, &Word::Lock(name).to_js()));
    let served = Rc::new(RefCell::new(Served {
        scope: scope.clone(),
        engine: Engine::with_memory(memory_bytes).with_interims_every(INTERIM_MS),
        next_slice: None,
    }));
    let for_slices = Rc::clone(&served);
    let bell = Bell::new(move || for_slices.borrow_mut().slice());
    served.borrow_mut().next_slice = Some(bell);

    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        served.borrow_mut().hear(event.data());
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // For as long as the worker lives.
    heard.forget();
    say(&scope, &JsValue::NULL);
}

impl Served {
    fn hear(&mut self, message: JsValue) {
        if message.is_null() {
            say(&self.scope, &message);
            if let Some(lock) = lost::lock() {
                say(&self.scope, &Word::Lock(lock).to_js());
            }
            return;
        }
        // An envelope never changes its shape, so only a message that is none ends here.
        let envelope: Envelope = from_js(message)
            .expect_throw("page and worker come from different builds; reload the page");
        self.engine.receive(envelope, clock::now());
        self.answer();
    }

    fn slice(&mut self) {
        let end = clock::elapsed() + SLICE_MS;
        self.engine
            .work(&mut clock::now, &mut || clock::elapsed() < end);
        self.answer();
    }

    /// Sends what the engine has to say and rings for the next slice if there is work.
    fn answer(&mut self) {
        for envelope in self.engine.take_events() {
            say(&self.scope, &to_js(&envelope));
        }
        if self.engine.has_work()
            && let Some(bell) = &self.next_slice
        {
            bell.ring();
        }
    }
}

fn say(scope: &DedicatedWorkerGlobalScope, message: &JsValue) {
    scope
        .post_message(message)
        .expect_throw("plain data can be sent");
}

/// A message to oneself, which takes its turn among the page's; a timer would wait 4 ms each time.
struct Bell {
    port: MessagePort,
    is_ringing: Rc<std::cell::Cell<bool>>,
    /// Lives as long as the port may call it.
    _heard: Closure<dyn FnMut()>,
}

impl Bell {
    fn new(heard: impl Fn() + 'static) -> Bell {
        let channel = MessageChannel::new().expect_throw("every worker has message channels");
        let is_ringing = Rc::new(std::cell::Cell::new(false));
        let rang = Rc::clone(&is_ringing);
        let heard = Closure::<dyn FnMut()>::new(move || {
            rang.set(false);
            heard();
        });
        channel
            .port1()
            .set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Bell {
            port: channel.port2(),
            is_ringing,
            _heard: heard,
        }
    }

    fn ring(&self) {
        if !self.is_ringing.replace(true) {
            self.port
                .post_message(&JsValue::NULL)
                .expect_throw("null can be sent");
        }
    }
}

/// Bytes of this worker's WebAssembly memory, of pages of 64 KiB.
fn memory_bytes() -> u64 {
    core::arch::wasm32::memory_size(0) as u64 * 65_536
}
