//! What the page's start (`www/start.js`) has of the visitor before the app is there, and what the next one needs to know.
//!
//! To a newcomer the start shows the first card, whose buttons answer at once: what was wanted of it by then is wanted here
//! as if the app's own card had been asked. Who comes back to data or runs is shown no first card, neither by the start nor by
//! the app while it does not know yet what the browser has kept.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::store::Store;
use super::{clock, files, storage};
use crate::message::Language;
use crate::session::{Intent, Session, StageState, View};

/// Whether the next visit starts with the first card.
const KEY: &str = "dryf-first-card";
/// What the start leaves: an array, into which it pushes.
const WISHES: &str = "dryfWishes";
/// What the start waits for.
const STANDS: &str = "dryf-stands";

/// What is known of the last visit.
#[derive(Clone, Copy)]
pub struct LastVisit {
    is_restored: RwSignal<bool>,
    /// Whether the start shows the first card.
    card_stands: bool,
}

impl LastVisit {
    /// Nothing yet. Call it while the start still stands.
    pub fn unknown() -> LastVisit {
        let root = document().document_element();
        let start = root.and_then(|root| root.get_attribute("data-start"));
        LastVisit {
            is_restored: RwSignal::new(false),
            card_stands: start.as_deref() == Some("first"),
        }
    }

    /// All that was kept is in the session.
    pub fn restored(self) {
        self.is_restored.set(true);
    }

    /// Whether a session without data may be shown the first card.
    pub fn may_show_card(self) -> bool {
        self.card_stands || self.is_restored.get()
    }

    /// Has the next visit start with what this one shows last.
    pub fn remember(self, store: Store) {
        let shows_card = store.memo(|session| {
            let is_anew = session.run().value().is_none() && session.last_files().is_empty();
            session.view() == View::Data && is_first_card(session) && is_anew
        });
        Effect::new(move |_| {
            if self.is_restored.get() {
                let word = if shows_card.get() { "yes" } else { "no" };
                // Where it is not kept the next visit starts as the first one did.
                storage::note(KEY, word);
            }
        });
    }
}

/// Whether the view Data has nothing but its first card.
pub fn is_first_card(session: &Session) -> bool {
    session.files().is_empty()
        && session.reading().is_empty()
        && session.data().value().is_none()
        && session.data().state() != StageState::Busy
        && !session.is_restoring()
}

/// Tells the start that the page is there, so that it makes way.
pub fn page_stands() {
    if let Ok(event) = web_sys::Event::new(STANDS) {
        let _ = document().dispatch_event(&event);
    }
}

/// Wants what was wanted before the app was there, in its order, and from now on what the start still hears: its file
/// dialog may be open.
pub fn take_wishes(store: Store) {
    let name = WISHES.into();
    let wishes = Reflect::get(&window(), &name).unwrap_or_default();
    let later = Closure::<dyn Fn(JsValue)>::new(move |wish| want(store, &wish));
    let hearing = Object::new();
    // Plain objects: neither can be refused.
    let _ = Reflect::set(&hearing, &"push".into(), later.as_ref());
    let _ = Reflect::set(&window(), &name, &hearing);
    // For as long as the page is open.
    later.forget();
    if let Ok(wishes) = wishes.dyn_into::<Array>() {
        wishes.iter().for_each(|wish| want(store, &wish));
    }
}

fn want(store: Store, wish: &JsValue) {
    match wish.dyn_ref::<Array>() {
        Some(list) => files::read_chosen(list, move |intent| store.want(intent)),
        None => {
            let tag = wish.as_string().unwrap_or_default();
            let language = Language::of_tag(&tag).unwrap_or(Language::Polish);
            let start = clock::now();
            store.want(Intent::TryDemo { language, start });
        }
    }
}
