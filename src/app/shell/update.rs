//! Says when a new version of the page lies ready beside this one (`www/start.js`, `www/sw.js`), which comes when the user wants it.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::app::language::text;

/// What takes the new version, once there is one: a promise of how many other tabs keep it from that. The event says there is one.
const TAKE: &str = "dryfUpdate";
const EVENT: &str = "dryf-update";

#[component]
pub fn Update() -> impl IntoView {
    let is_there = RwSignal::new(taking().is_some());
    let others = RwSignal::new(0);
    let heard = window_event_listener_untyped(EVENT, move |_| is_there.set(true));
    on_cleanup(move || heard.remove());
    let take = move || {
        let Some(promise) = taking().and_then(|take| take.call0(&window()).ok()) else {
            return;
        };
        spawn_local(async move {
            let tabs = JsFuture::from(Promise::resolve(&promise)).await;
            // Where there are none the page is on its way out.
            others.set(tabs.ok().and_then(|tabs| tabs.as_f64()).unwrap_or(0.0) as u32);
        });
    };
    let line = move || match others.get() {
        0 => text!("page-update"),
        tabs => text!("page-update-others", tabs = tabs),
    };
    move || {
        is_there.get().then(|| {
            view! {
                <div class="stale-note notice" role="status" data-testid="update">
                    <p>{line}</p>
                    <button type="button" class="button" data-testid="update-take" on:click=move |_| take()>
                        {text!("page-update-take")}
                    </button>
                    <button type="button" class="plain" on:click=move |_| is_there.set(false)>
                        {text!("page-dismiss")}
                    </button>
                </div>
            }
        })
    }
}

fn taking() -> Option<Function> {
    let take = Reflect::get(&window(), &TAKE.into()).ok()?;
    take.dyn_into().ok()
}
