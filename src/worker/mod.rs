//! The web worker: gloo-worker around the [`Engine`].
//!
//! Long work goes in slices of [`SLICE_MS`], each a task of its own, so that what the page asks meanwhile is heard
//! between two of them. It may use `jobs`; the only state is the engine's.

mod clock;
mod codec;
mod lost;

use gloo_worker::{HandlerId, Registrable, Worker, WorkerScope};
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessagePort};

pub use codec::EnvelopeCodec;

use crate::jobs::{Engine, Envelope};

/// How long the engine works before it listens again, in milliseconds.
pub const SLICE_MS: f64 = 40.0;

/// The worker as gloo-worker knows it; the page names this type to start it.
pub struct EngineWorker {
    engine: Engine,
    client: Option<HandlerId>,
    next_slice: Bell,
}

/// It is time for the next slice.
pub struct Slice;

impl Worker for EngineWorker {
    type Message = Slice;
    type Input = Envelope;
    type Output = Envelope;

    fn create(scope: &WorkerScope<Self>) -> EngineWorker {
        let scope = scope.clone();
        EngineWorker {
            engine: Engine::with_memory(memory_bytes),
            client: None,
            next_slice: Bell::new(move || scope.send_message(Slice)),
        }
    }

    fn connected(&mut self, scope: &WorkerScope<Self>, client: HandlerId) {
        self.client = Some(client);
        let scope = scope.clone();
        lost::tell(move |envelope| scope.respond(client, envelope));
    }

    fn received(&mut self, scope: &WorkerScope<Self>, envelope: Envelope, client: HandlerId) {
        self.client = Some(client);
        self.engine.receive(envelope, clock::now());
        self.answer(scope);
    }

    fn update(&mut self, scope: &WorkerScope<Self>, _: Slice) {
        self.next_slice.rang();
        let end = clock::elapsed() + SLICE_MS;
        self.engine
            .work(&mut clock::now, &mut || clock::elapsed() < end);
        self.answer(scope);
    }
}

impl EngineWorker {
    /// Sends what the engine has to say and rings for the next slice if there is work.
    fn answer(&mut self, scope: &WorkerScope<Self>) {
        if let Some(client) = self.client {
            for envelope in self.engine.take_events() {
                scope.respond(client, envelope);
            }
        }
        if self.engine.has_work() {
            self.next_slice.ring();
        }
    }
}

/// A message to oneself, which takes its turn among the page's; a timer would wait 4 ms each time.
struct Bell {
    port: MessagePort,
    ringing: bool,
    /// Lives as long as the port may call it.
    _heard: Closure<dyn FnMut()>,
}

impl Bell {
    fn new(heard: impl FnMut() + 'static) -> Bell {
        let channel = MessageChannel::new().expect_throw("every worker has message channels");
        let heard = Closure::<dyn FnMut()>::new(heard);
        channel
            .port1()
            .set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Bell {
            port: channel.port2(),
            ringing: false,
            _heard: heard,
        }
    }

    fn ring(&mut self) {
        if !self.ringing {
            self.ringing = true;
            self.port
                .post_message(&JsValue::NULL)
                .expect_throw("null can be sent");
        }
    }

    fn rang(&mut self) {
        self.ringing = false;
    }
}

/// Bytes of this worker's WebAssembly memory, of pages of 64 KiB.
fn memory_bytes() -> u64 {
    core::arch::wasm32::memory_size(0) as u64 * 65_536
}

/// Serves the page that started this worker.
pub fn serve() {
    lost::watch();
    EngineWorker::registrar()
        .encoding::<EnvelopeCodec>()
        .register();
}
