//! The page's end of the worker: starts it, greets it, sends requests and hands its events on.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use gloo_worker::{Spawnable, WorkerBridge};
use leptos::prelude::document;

use super::clock;
use crate::jobs::protocol::{Envelope, Event, Request, build_id};
use crate::pipeline::error::{Code, Error};
use crate::worker::{EngineWorker, EnvelopeCodec};

/// How long the worker may take to answer the first message.
const READY_MS: u32 = 20_000;

/// The worker at work. Requests that are sent before it is ready wait for it, in order.
pub struct Pool {
    bridge: WorkerBridge<EngineWorker>,
    /// Runs out unless the worker answers.
    _patience: Timeout,
}

impl Pool {
    /// Starts the worker that the page's head names. `on_event` gets each event with its attachment; a worker that does
    /// not start, or that comes from another build, is an [`Event::Failed`] without a job.
    pub fn start(on_event: impl Fn(Event, Vec<u8>) + 'static) -> Pool {
        let on_event = Rc::new(on_event);
        let is_ready = Rc::new(Cell::new(false));

        let (hand_on, ready) = (Rc::clone(&on_event), Rc::clone(&is_ready));
        let bridge = EngineWorker::spawner()
            .encoding::<EnvelopeCodec>()
            .with_loader(true)
            .callback(move |envelope: Envelope| match envelope.unpack::<Event>() {
                Ok((Event::Ready { build }, _)) if build != build_id() => {
                    hand_on(
                        Event::Failed {
                            job: None,
                            error: other_build(&build),
                        },
                        Vec::new(),
                    );
                }
                Ok((event, attachment)) => {
                    if let Event::Ready { .. } = event {
                        ready.set(true);
                    }
                    hand_on(event, attachment);
                }
                Err(error) => hand_on(Event::Failed { job: None, error }, Vec::new()),
            })
            .spawn(&worker_address());
        bridge.send(Envelope::pack(
            &Request::Hello {
                build: build_id(),
                frozen_clock: clock::frozen(),
            },
            Vec::new(),
        ));

        let patience = Timeout::new(READY_MS, move || {
            if !is_ready.get() {
                on_event(
                    Event::Failed {
                        job: None,
                        error: no_answer(),
                    },
                    Vec::new(),
                );
            }
        });
        Pool {
            bridge,
            _patience: patience,
        }
    }

    pub fn send(&self, request: Request, attachment: Vec<u8>) {
        self.bridge.send(Envelope::pack(&request, attachment));
    }
}

/// The worker's script as `<meta name="dryf-worker">` names it, resolved against the page's base: the page may lie
/// under any path.
fn worker_address() -> String {
    let named = document()
        .query_selector(r#"meta[name="dryf-worker"]"#)
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| "dryf-worker_loader.js".into());
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(&named, &base).map_or(named, |address| address.href())
}

fn no_answer() -> Error {
    Error::new(
        Code::Protocol,
        format!(
            "the worker has not answered for {} seconds",
            READY_MS / 1000
        ),
        "reload the page; if that does not help, see whether the server has all files of the build",
    )
}

fn other_build(worker: &str) -> Error {
    Error::new(
        Code::Protocol,
        format!(
            "the page is of build {} and its worker of build {worker}",
            build_id()
        ),
        "reload the page without the browser's cache (Ctrl+Shift+R)",
    )
}
