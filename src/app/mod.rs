//! The page: Leptos views over the session.
//!
//! A view takes signals of the [`Store`](store::Store) and emits intents; it has no arithmetic and does no I/O. What is
//! outside (files, the worker, the browser's storage, the address, the clock) has a module of its own here.
//! A view has no words: `text!` takes a sentence from the locales by its id, [`localised`](language::localised) shows a number or
//! a message of the core.

mod address;
mod blur;
mod clock;
mod components;
mod download;
mod early;
mod files;
mod language;
mod measure;
mod pool;
mod shell;
mod storage;
mod store;
mod theme;
mod tour;
mod views;

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::session::{Intent, KeepIntent};
use early::LastVisit;
use store::Store;

/// Shows the page and brings back what the last visit kept.
pub fn mount() {
    console_error_panic_hook::set_once();
    // The session, what stands around the views, and the view that is open: each in a task of its own after that in which the
    // code was made ready, since nobody can press anything while a task is at work.
    set_timeout(begin, Duration::ZERO);
}

fn begin() {
    mount_to_body(|| {
        let store = Store::start();
        provide_context(store);
        storage::report_to(move |intent| store.want(intent));
        let language = language::of_visitor();
        language.prepare();
        let language = RwSignal::new(language);
        provide_context(language);
        provide_context(components::OpenDetails::none());
        provide_context(components::TextCards::none());
        let is_presenting = store.memo(|session| session.presented().is_some());
        provide_context(blur::Blur::new(is_presenting));
        provide_context(tour::Tour::not_begun());
        // A link is followed before anything is shown; what the last visit kept comes later, and does not undo it.
        let link = address::fragment();
        let is_linked = !link.is_empty();
        if is_linked {
            store.want(Intent::FollowLink(link));
        }
        address::on_change(move |fragment| store.want(Intent::FollowLink(fragment)));
        let last_visit = LastVisit::unknown();
        provide_context(last_visit);
        last_visit.remember(store);
        early::take_wishes(store);
        spawn_local(async move {
            bring_back(store, is_linked).await;
            last_visit.restored();
        });
        let (is_shell_due, is_view_due) = (RwSignal::new(false), RwSignal::new(false));
        let view = move || {
            is_view_due.set(true);
            set_timeout(move || store.begin_work(), Duration::ZERO);
        };
        let shell = move || {
            is_shell_due.set(true);
            set_timeout(view, Duration::ZERO);
        };
        set_timeout(shell, Duration::ZERO);
        // All words change at once: the page is drawn anew from the same session.
        move || {
            if !is_shell_due.get() {
                return None;
            }
            let language = language.get();
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", language.tag());
            }
            Some(view! { <shell::Shell is_view_due /> })
        }
    });
}

/// Settings, data, runs and promotions of earlier visits.
async fn bring_back(store: Store, is_linked: bool) {
    let kept = storage::load().await;
    let has_settings = is_linked || kept.settings.is_some();
    if let Some(settings) = kept.settings {
        store.want(Intent::RestoreSettings(settings));
    }
    for file in kept.data_files {
        files::know(file);
    }
    store.want(Intent::Keep(KeepIntent::DataKept(kept.data)));
    if let Some(search) = kept.search {
        store.want(Intent::Keep(KeepIntent::SearchKept(search)));
    }
    store.want(Intent::RestoreRuns {
        runs: kept.runs,
        shown: kept.shown,
    });
    if let Some(archive) = kept.archive {
        store.want(Intent::OpenArchive {
            archive,
            adopt_settings: !has_settings,
        });
    }
    store.want(Intent::RestoreProduction {
        archive: kept.production,
        before: kept.production_before,
        promotions: kept.promotions,
    });
    storage::taken().await;
    storage::room::tell().await;
}
