//! What outlives a reload: the last archive and the settings, in the browser's IndexedDB.
//!
//! A browser that keeps nothing (a private window, a full disk) makes the page forget, and nothing else; the console
//! says so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::pipeline::corpus::NamedBytes;

const DATABASE: &str = "dryf";
const STORE: &str = "kept";
const ARCHIVE: &str = "archive";
const SETTINGS: &str = "settings";

/// What an earlier visit kept.
pub struct Kept {
    /// As [`keep_settings`] was given it.
    pub settings: Option<String>,
    pub archive: Option<NamedBytes>,
}

thread_local! {
    static OPEN: RefCell<Option<Rc<Rexie>>> = const { RefCell::new(None) };
    /// Settings that wait to be written; of several only the last is.
    static WAITING: RefCell<Option<String>> = const { RefCell::new(None) };
    static WRITING: Cell<bool> = const { Cell::new(false) };
    /// Whether what the last visit kept has been read; nothing is written over it before.
    static LOADED: Cell<bool> = const { Cell::new(false) };
}

/// What an earlier visit kept; nothing where nothing can be read.
pub async fn load() -> Kept {
    let settings = read(SETTINGS).await.and_then(|value| value.as_string());
    let archive = read(ARCHIVE).await.and_then(|value| {
        let pair: Array = value.dyn_into().ok()?;
        let bytes: Uint8Array = pair.get(1).dyn_into().ok()?;
        Some(NamedBytes {
            name: pair.get(0).as_string()?,
            bytes: bytes.to_vec(),
        })
    });
    LOADED.set(true);
    spawn_local(write_waiting());
    Kept { settings, archive }
}

/// Keeps an archive in the place of the one before.
pub async fn keep_archive(name: &str, bytes: &[u8]) {
    // Copying a big archive takes some milliseconds: a task of its own, after the one that shows it.
    TimeoutFuture::new(0).await;
    let pair = Array::of2(&JsValue::from_str(name), &Uint8Array::from(bytes));
    write(ARCHIVE, &pair).await;
}

/// Keeps the settings in the place of those before; of several that come at once the last is kept.
pub async fn keep_settings(text: &str) {
    WAITING.with_borrow_mut(|waiting| *waiting = Some(text.to_string()));
    if LOADED.get() {
        write_waiting().await;
    }
}

async fn write_waiting() {
    if WRITING.replace(true) {
        return;
    }
    while let Some(text) = WAITING.take() {
        write(SETTINGS, &JsValue::from_str(&text)).await;
    }
    WRITING.set(false);
}

async fn read(key: &str) -> Option<JsValue> {
    let found = async {
        let transaction = open()
            .await?
            .transaction(&[STORE], TransactionMode::ReadOnly)?;
        transaction.store(STORE)?.get(key.into()).await
    };
    found.await.unwrap_or_else(|fault| {
        forgetful(&fault);
        None
    })
}

async fn write(key: &str, value: &JsValue) {
    let written = async {
        let transaction = open()
            .await?
            .transaction(&[STORE], TransactionMode::ReadWrite)?;
        transaction
            .store(STORE)?
            .put(value, Some(&key.into()))
            .await?;
        transaction.done().await
    };
    if let Err(fault) = written.await {
        forgetful(&fault);
    }
}

async fn open() -> Result<Rc<Rexie>, rexie::Error> {
    if let Some(database) = OPEN.with_borrow(Option::clone) {
        return Ok(database);
    }
    let builder = Rexie::builder(DATABASE)
        .version(1)
        .add_object_store(ObjectStore::new(STORE));
    let database = Rc::new(builder.build().await?);
    OPEN.with_borrow_mut(|open| *open = Some(Rc::clone(&database)));
    Ok(database)
}

fn forgetful(fault: &rexie::Error) {
    gloo::console::warn!(format!("the browser keeps nothing for this page: {fault}"));
}
