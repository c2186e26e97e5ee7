//! The page's end of the worker: starts it, greets it, sends requests, hands its events on, and notices its end.
//!
//! A worker that has ended says nothing more, and one in a long step says nothing for a while. They are told apart by a
//! lock that the worker holds for as long as it lives; where a browser has no locks for this page, and where a worker hangs,
//! by the time since the last sign of life, which the page asks for again and again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Interval;
use js_sys::Reflect;
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::clock;
use crate::jobs::protocol::{Envelope, Event, Request, build_id};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::worker::{Word, from_js, request_lock, to_js};

/// How often the page asks for a sign of life, in milliseconds.
const BEAT_MS: u32 = 2_000;
/// So many beats without a sign of life are a silence. Beats are counted, not time: a page that slept has missed none.
const SILENT_BEATS: u32 = 4;
/// So many are a worker that hangs: ten seconds have passed since the first that asked in vain.
const HUNG_BEATS: u32 = 6;
/// So many beats the worker may take to load: its bytes come after the page's, and on a slow line for long.
const READY_BEATS: u32 = 30;

/// What comes from the worker.
pub enum Heard {
    Event(Box<Event>, Vec<u8>),
    /// It has ended, and what is known of why. Nothing comes after this.
    Lost(Message),
    /// It gives no sign of life, or does so again.
    Silent(bool),
    /// It has given none for so long that it hangs, or has ended where nothing else would tell.
    Hung,
}

/// The worker at work; dropping it ends the worker. Requests that are sent before it is ready wait for it, in order.
pub struct Pool {
    line: Rc<Line>,
    _beats: Interval,
    /// What the browser calls for as long as the worker may speak.
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn(JsValue)>,
}

struct Line {
    worker: Worker,
    hear: Box<dyn Fn(Heard)>,
    /// What waits until the worker listens; none once it does.
    queue: RefCell<Option<Vec<JsValue>>>,
    is_ready: Cell<bool>,
    is_over: Cell<bool>,
    is_guarded: Cell<bool>,
    /// Beats since the last sign of life.
    quiet: Cell<u32>,
}

impl Pool {
    /// Starts the worker that the page's head names, or takes the one that the page's start has begun to load. A worker
    /// that does not start, or that comes from another build, is an [`Event::Failed`] without a job.
    pub fn start(hear: impl Fn(Heard) + 'static) -> Pool {
        let begun = begun_worker();
        let worker = match &begun {
            Some(begun) => begun.worker.clone(),
            None => {
                let options = WorkerOptions::new();
                options.set_type(WorkerType::Module);
                Worker::new_with_options(
                    &named_address("dryf-worker", "dryf-worker_loader.js"),
                    &options,
                )
                .expect_throw("every browser that gets here has workers")
            }
        };
        let line = Rc::new(Line {
            worker,
            hear: Box::new(hear),
            queue: RefCell::new(Some(Vec::new())),
            is_ready: Cell::new(false),
            is_over: Cell::new(false),
            is_guarded: Cell::new(false),
            quiet: Cell::new(0),
        });
        let of_line = Rc::clone(&line);
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            Line::heard(&of_line, event.data());
        });
        let of_line = Rc::clone(&line);
        let failed = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let message = Reflect::get(&event, &"message".into()).ok();
            let message = message.and_then(|message| message.as_string());
            of_line.failed(message.unwrap_or_default());
        });
        line.worker
            .set_onmessage(Some(heard.as_ref().unchecked_ref()));
        line.worker
            .set_onerror(Some(failed.as_ref().unchecked_ref()));
        let of_line = Rc::clone(&line);
        let beats = Interval::new(BEAT_MS, move || of_line.beat());
        let pool = Pool {
            line,
            _beats: beats,
            _heard: heard,
            _failed: failed,
        };
        let hello = Request::Hello {
            build: build_id(),
            frozen_clock: clock::frozen(),
        };
        pool.send(hello, Vec::new());
        if let Some(begun) = begun {
            if begun.is_loaded {
                pool.line.listens();
            }
            if let Some(fault) = begun.fault {
                let line = Rc::clone(&pool.line);
                // In a task of its own: who hears of it has no pool yet.
                spawn_local(async move { line.failed(fault) });
            }
        }
        pool
    }

    pub fn send(&self, request: Request, attachment: Vec<u8>) {
        let message = to_js(&Envelope::pack(&request, attachment));
        match self.line.queue.borrow_mut().as_mut() {
            Some(queue) => queue.push(message),
            None => self.line.post(&message),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.line.is_over.set(true);
        self.line.worker.set_onmessage(None);
        self.line.worker.set_onerror(None);
        self.line.worker.terminate();
    }
}

impl Line {
    fn post(&self, message: &JsValue) {
        self.worker
            .post_message(message)
            .expect_throw("an envelope can be sent");
    }

    /// The worker listens: what waited is sent.
    fn listens(&self) {
        if let Some(queue) = self.queue.take() {
            queue.iter().for_each(|message| self.post(message));
            // What it said before the page listened is said again.
            self.post(&JsValue::NULL);
        }
    }

    fn heard(line: &Rc<Line>, message: JsValue) {
        if line.is_over.get() {
            return;
        }
        line.gave_sign();
        if message.is_null() {
            line.listens();
            return;
        }
        match Word::of(&message) {
            Some(Word::Lock(name)) => return Line::guard(line, &name),
            Some(Word::Lost(what)) => {
                return line.lost(match what.is_empty() {
                    true => message!("worker-no-memory"),
                    false => Message::text(what),
                });
            }
            None => {}
        }
        let event = from_js::<Envelope>(message).map(|envelope| envelope.unpack::<Event>());
        match event {
            Some(Ok((Event::Ready { build }, _))) if build != build_id() => {
                line.fail(other_build(&build));
            }
            Some(Ok((event, attachment))) => {
                if let Event::Ready { .. } = event {
                    line.is_ready.set(true);
                }
                (line.hear)(Heard::Event(Box::new(event), attachment));
            }
            Some(Err(error)) => line.fail(error),
            None => line.fail(other_build("?")),
        }
    }

    /// Waits for the lock that the worker holds: to have it is to know that the worker has ended.
    fn guard(line: &Rc<Line>, name: &str) {
        if line.is_guarded.get() {
            return;
        }
        let of_line = Rc::clone(line);
        let free = Closure::once_into_js(move |_lock: JsValue| {
            of_line.lost(message!("worker-ended"));
        });
        let is_there = request_lock(&window(), name, free.unchecked_ref());
        line.is_guarded.set(is_there);
    }

    fn gave_sign(&self) {
        if self.quiet.replace(0) >= SILENT_BEATS {
            (self.hear)(Heard::Silent(false));
        }
    }

    /// Asks for a sign of life, and counts how often there was none.
    fn beat(&self) {
        if self.is_over.get() {
            return;
        }
        let quiet = self.quiet.get() + 1;
        self.quiet.set(quiet);
        if self.queue.borrow().is_some() {
            if quiet == READY_BEATS {
                self.fail(no_answer());
            }
            return;
        }
        self.post(&JsValue::NULL);
        // The first beat asks, so that one more than those without an answer has passed.
        match quiet {
            SILENT_BEATS => (self.hear)(Heard::Silent(true)),
            HUNG_BEATS => (self.hear)(Heard::Hung),
            _ => {}
        }
    }

    /// A fault of the script: it did not load, or has ended.
    fn failed(&self, message: String) {
        if self.is_ready.get() {
            self.lost(Message::text(message));
        } else if !self.is_over.get() {
            self.fail(no_start(&message));
        }
    }

    fn lost(&self, what: Message) {
        if !self.is_over.replace(true) {
            (self.hear)(Heard::Lost(what));
        }
    }

    fn fail(&self, error: Error) {
        let event = Event::Failed { job: None, error };
        (self.hear)(Heard::Event(Box::new(event), Vec::new()));
    }
}

/// A worker that loads, or has loaded, before the page.
struct Begun {
    worker: Worker,
    is_loaded: bool,
    fault: Option<String>,
}

/// The worker that `start.js` has begun to load, or begins now; once.
fn begun_worker() -> Option<Begun> {
    let name = "dryfWorker".into();
    let worker: Worker = Reflect::get(&window(), &name).ok()?.dyn_into().ok()?;
    // The page's own property can be taken away.
    let _ = Reflect::delete_property(&window(), &name);
    let of = |name: &str| Reflect::get(&worker, &name.into()).ok();
    Some(Begun {
        is_loaded: of("isLoaded").is_some_and(|loaded| loaded.is_truthy()),
        fault: of("fault").and_then(|fault| fault.as_string()),
        worker,
    })
}

/// A script of the build as `<meta name="…">` names it, resolved against the page's base: the page may lie under any path.
pub fn named_address(meta: &str, otherwise: &str) -> String {
    let named = document()
        .query_selector(&format!(r#"meta[name="{meta}"]"#))
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| otherwise.into());
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(&named, &base).map_or(named, |address| address.href())
}

fn no_answer() -> Error {
    Error::new(
        Code::Protocol,
        message!(
            "error-worker-silent",
            seconds = (READY_BEATS * BEAT_MS / 1000) as u64
        ),
        message!("error-reload-or-server"),
    )
}

fn no_start(message: &str) -> Error {
    let why = match message.is_empty() {
        true => message!("error-worker-no-start"),
        false => message!("error-worker-no-start-since", fault = message),
    };
    Error::new(Code::Protocol, why, message!("error-reload-or-server"))
}

fn other_build(worker: &str) -> Error {
    Error::new(
        Code::Protocol,
        message!("error-other-build", page = build_id(), worker = worker),
        message!("error-reload-uncached"),
    )
}
