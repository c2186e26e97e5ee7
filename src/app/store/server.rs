//! The page's way to a server that the user named: a frame of its own, whose policy lets it reach that server and nothing else.
//!
//! The page's own policy allows no other host for as long as it is open, and a policy can't be widened. So `push.html` is opened as
//! a frame while a push is at work; its script narrows its policy to the server before it carries out the first request. When the
//! push ends, the frame goes, and with it whatever is on its way.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::{Update, Write, document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent};

use super::Store;
use crate::jobs::protocol::Login;
use crate::jobs::protocol::{Event, Fetch, FetchAnswer, Fetched, JobId, Request};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::session::NoAnswer;

thread_local! {
    /// Who the user is on the server. It is held here alone, as long as the page is open.
    static LOGIN: RefCell<Option<Login>> = const { RefCell::new(None) };
    static FRAME: RefCell<Option<(JobId, Rc<Frame>)>> = const { RefCell::new(None) };
}

/// Milliseconds that a server may take to answer.
const ANSWER_MS: u32 = 300_000;

/// Who asks from now on.
pub fn set_login(login: Option<Login>) {
    LOGIN.set(login);
}

/// A job that has ended needs no server any more.
pub(super) fn ended(event: &Event) {
    let ended = FRAME.with_borrow_mut(|frame| frame.take_if(|(job, _)| event.ends() == Some(*job)));
    if let Some((_, frame)) = ended {
        frame.close();
    }
}

impl Store {
    /// Carries out what a job wants of its server, and tells what came of it.
    pub(super) fn reach(self, job: JobId, fetch: Fetch, body: Vec<u8>) {
        spawn_local(async move {
            let server = || self.session.write_untracked().server_of(job);
            let Some(address) = server() else {
                return;
            };
            let number = fetch.number;
            let known = FRAME.with_borrow(|frame| {
                // A job that begins again has a frame of its own: nothing of before comes through it.
                let known = frame.as_ref().filter(|(of, _)| *of == job && number > 1);
                known.map(|(_, frame)| Rc::clone(frame))
            });
            let frame = match known {
                Some(frame) => Some(frame),
                None => Frame::open(&address).await.map(Rc::new),
            };
            if server().is_none() {
                return;
            }
            let (answer, body) = match frame {
                None => (FetchAnswer::Never(no_frame()), Vec::new()),
                Some(frame) => {
                    let before = FRAME.replace(Some((job, Rc::clone(&frame))));
                    if let Some((_, before)) = before.filter(|(_, it)| !Rc::ptr_eq(it, &frame)) {
                        before.close();
                    }
                    self.asked_of_servers.update(|asked| *asked += 1);
                    match frame.fetch(&address, &fetch, &body).await {
                        Ok((status, media_type, body)) => {
                            self.session.write_untracked().server_answered(job);
                            (FetchAnswer::Http { status, media_type }, body)
                        }
                        Err(why) => {
                            let page = window().location().origin().unwrap_or_default();
                            let mut session = self.session.write_untracked();
                            (session.no_answer(job, why, &page), Vec::new())
                        }
                    }
                }
            };
            let fetched = Fetched { number, answer };
            self.send(Request::Fetched { job, fetched }, body);
        });
    }
}

/// The frame; taken out of the page it ends what it has begun.
struct Frame(HtmlIFrameElement);

impl Frame {
    /// Opens a frame that may reach the server of this address; none where its files are missing.
    async fn open(address: &str) -> Option<Frame> {
        let frame: HtmlIFrameElement = document().create_element("iframe").ok()?.unchecked_into();
        frame.set_hidden(true);
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        let page = web_sys::Url::new_with_base("push.html", &base).ok()?;
        page.set_hash(&String::from(js_sys::encode_uri_component(address)));
        frame.set_src(&page.href());
        let loaded = Promise::new(&mut |loaded, _| frame.set_onload(Some(&loaded)));
        document().body()?.append_child(&frame).ok()?;
        let frame = Frame(frame);
        JsFuture::from(loaded).await.ok()?;
        let scope = frame.0.content_window()?;
        let is_ready = Reflect::get(&scope, &"dryfIsReady".into()).ok()?;
        is_ready.is_truthy().then_some(frame)
    }

    /// Takes it out of the page, where somebody may still wait for an answer.
    fn close(&self) {
        self.0.remove();
    }

    /// Status, media type and body of the server's answer.
    async fn fetch(
        &self,
        address: &str,
        fetch: &Fetch,
        body: &[u8],
    ) -> Result<(u16, String, Vec<u8>), NoAnswer> {
        let asked = Object::new();
        let set = |name: &str, value: JsValue| {
            // A new object takes any property.
            let _ = Reflect::set(&asked, &name.into(), &value);
        };
        set("method", fetch.method.as_str().into());
        set("url", format!("{address}{}", fetch.path).into());
        set("probe", format!("{address}/version").into());
        set("wait", fetch.wait.into());
        set("timeout", ANSWER_MS.into());
        let login = LOGIN.with_borrow(|login| login.as_ref().map(Login::header));
        set("authorization", login.into());
        let transfer = Array::new();
        if let Some(media_type) = &fetch.media_type {
            let bytes = Uint8Array::from(body);
            transfer.push(&bytes.buffer());
            set("mediaType", media_type.as_str().into());
            set("body", bytes.into());
        }
        let channel = MessageChannel::new().map_err(|_| NoAnswer::Unreachable)?;
        transfer.push(&channel.port2());
        let port = channel.port1();
        let answered = Promise::new(&mut |answered, _| port.set_onmessage(Some(&answered)));
        let origin = window().location().origin().unwrap_or_default();
        let scope = self.0.content_window().ok_or(NoAnswer::Unreachable)?;
        scope
            .post_message_with_transfer(&asked, &origin, &transfer)
            .map_err(|_| NoAnswer::Unreachable)?;
        let event = JsFuture::from(answered).await;
        port.close();
        let answer = event
            .map(|event| event.unchecked_into::<MessageEvent>().data())
            .map_err(|_| NoAnswer::Unreachable)?;
        let of = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or_default();
        match of("fault").as_string().as_deref() {
            Some("withheld") => return Err(NoAnswer::Withheld),
            Some("late") => return Err(NoAnswer::Late),
            Some("redirected") => return Err(NoAnswer::Redirected),
            Some(_) => return Err(NoAnswer::Unreachable),
            None => {}
        }
        let status = of("status").as_f64().unwrap_or(0.0) as u16;
        let media_type = of("mediaType").as_string().unwrap_or_default();
        Ok((status, media_type, Uint8Array::new(&of("body")).to_vec()))
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.close();
    }
}

fn no_frame() -> Error {
    Error::new(
        Code::Protocol,
        message!("page-push-no-frame"),
        message!("error-reload-or-server"),
    )
}
