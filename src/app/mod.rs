//! The page: Leptos views over the session.
//!
//! A view takes signals of the [`Store`](store::Store) and emits intents; it has no arithmetic and does no I/O. What is
//! outside (files, the worker, the browser's storage, the address, the clock) has a module of its own here.

mod address;
mod clock;
mod components;
mod download;
mod files;
mod language;
mod pool;
mod shell;
mod storage;
mod store;
mod theme;
mod views;
mod words;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::session::Intent;
use language::Language;
use store::Store;

/// Shows the page and brings back what the last visit kept.
pub fn mount() {
    console_error_panic_hook::set_once();
    theme::restore();
    mount_to_body(|| {
        let store = Store::start();
        provide_context(store);
        let language = RwSignal::new(Language::of_visitor());
        provide_context(language);
        spawn_local(bring_back(store));
        // All words change at once: the page is drawn anew from the same session.
        move || {
            let language = language.get();
            provide_context(language.words());
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", language.tag());
            }
            view! { <shell::Shell /> }
        }
    });
}

/// Settings and archive of the last visit, then those of the address, which come last because a link is meant.
async fn bring_back(store: Store) {
    let arrived_with = address::fragment();
    let kept = storage::load().await;
    let has_settings = kept.settings.is_some();
    if let Some(settings) = kept.settings {
        store.want(Intent::RestoreSettings(settings));
    }
    if !arrived_with.is_empty() {
        // A link tells every setting that is not the default.
        store.want(Intent::ResetConfig);
        store.want(Intent::FollowLink(arrived_with));
    }
    if let Some(archive) = kept.archive {
        store.want(Intent::OpenArchive {
            archive,
            adopt_settings: !has_settings,
        });
    }
    address::on_change(move |fragment| store.want(Intent::FollowLink(fragment)));
}
