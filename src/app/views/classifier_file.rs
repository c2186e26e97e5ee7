//! The model of the run as one page that classifies by itself: the classifier's files come from the folder of this page.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use crate::app::components::ErrorNote;
use crate::app::download;
use crate::app::language::text;
use crate::app::pool::named_address;
use crate::app::store::{Store, store};
use crate::jobs::protocol::{JobSpec, Outcome};
use crate::message;
use crate::pipeline::error::{Code, Error};

#[component]
pub fn ClassifierFile() -> impl IntoView {
    let store = store();
    let run = store.memo(|session| session.run().value().map(|run| run.run_id.clone()));
    let is_busy = RwSignal::new(false);
    let fault = RwSignal::new(None);
    let save = move |_| {
        let Some(run) = run.get_untracked() else {
            return;
        };
        is_busy.set(true);
        fault.set(None);
        spawn_local(async move {
            // The view may be gone when it is done; the file is wanted all the same.
            match page_of(store, run).await {
                Ok((name, page)) => download::save(&name, &page),
                Err(error) => drop(fault.try_set(Some(error))),
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <div class="section-head">
            <button
                type="button"
                class="button"
                data-testid="export-classifier"
                disabled=move || is_busy.get() || run.with(Option::is_none)
                on:click=save
            >
                {text!("page-classifier-save")}
            </button>
            <span class="quiet">{text!("page-classifier-about")}</span>
        </div>
        {move || fault.get().map(|error| view! { <ErrorNote error /> })}
    }
}

/// The page and its name.
async fn page_of(store: Store, run: String) -> Result<(String, Vec<u8>), Error> {
    let script = named_address("dryf-classifier", "dryf-classifier.js");
    let program = script.replace(".js", "_bg.wasm");
    let starter = String::from_utf8_lossy(&fetched(&script).await?).into_owned();
    let wasm = fetched(&program).await?;
    let spec = JobSpec::ClassifierFile { run, starter };
    match store.fetch(spec, wasm).await? {
        (Outcome::ClassifierFile { name }, page) => Ok((name, page)),
        _ => Err(Error::bug(message!("error-bug-answer"))),
    }
}

async fn fetched(address: &str) -> Result<Vec<u8>, Error> {
    let asked = async {
        let answer = JsFuture::from(window().fetch_with_str(address)).await?;
        let answer: Response = answer.dyn_into()?;
        if !answer.ok() {
            return Err(JsValue::from(format!("HTTP {}", answer.status())));
        }
        let bytes: ArrayBuffer = JsFuture::from(answer.array_buffer()?).await?.dyn_into()?;
        Ok(Uint8Array::new(&bytes).to_vec())
    };
    asked.await.map_err(|fault: JsValue| {
        let said = fault.as_string().unwrap_or_else(|| {
            let error = fault.dyn_ref::<js_sys::Error>();
            error.map_or(String::new(), |error| String::from(error.message()))
        });
        Error::new(
            Code::ReadFailed,
            message!("error-classifier-missing", fault = said),
            message!("error-reload-or-server"),
        )
        .in_file(address)
    })
}
