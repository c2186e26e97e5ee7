//! How much room the browser has for this page, as far as it tells.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use super::report_intent;
use crate::session::{Intent, KeepIntent, Room};

/// Tells the page how much there is.
pub async fn tell() {
    if let Some(room) = measure().await {
        report_intent(Intent::Keep(KeepIntent::Measured(room)));
    }
}

/// Asks the browser not to delete by itself what it keeps for this page; some ask the user then.
pub async fn ask_to_persist() {
    if let Some(manager) = manager() {
        answer(manager.persist()).await;
    }
    tell().await;
}

async fn measure() -> Option<Room> {
    let manager = manager()?;
    let estimate: StorageEstimate = answer(manager.estimate()).await?.unchecked_into();
    let persisted = answer(manager.persisted()).await;
    Some(Room {
        used: estimate.get_usage()? as u64,
        quota: estimate.get_quota()? as u64,
        persisted: persisted.is_some_and(|persisted| persisted.is_truthy()),
    })
}

/// None in a browser without one for this page (plain HTTP), and in one that throws when it is looked at.
fn manager() -> Option<StorageManager> {
    let navigator = leptos::prelude::window().navigator();
    let manager = Reflect::get(&navigator, &"storage".into()).ok()?;
    manager.dyn_into().ok()
}

async fn answer(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(asked.ok()?).await.ok()
}
