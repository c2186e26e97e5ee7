//! What outlives a reload: colours and language in the browser's local storage; the settings, the runs with their archives,
//! the archive in production and the one before it, the history of promotions and data files in its IndexedDB.
//!
//! All of the latter lies under keys of one store, so that a page of yesterday and one of today can each read what it
//! knows of the other's. Each run has keys of its own and the history is only added to, so that two tabs of the page neither
//! overwrite nor lose each other's. This is the only module that
//! asks the browser to keep something: one that keeps nothing (site data blocked, a private window, a full disk) makes
//! the page forget, and nothing else; [`report_to`] hears what is not kept.

pub mod data;
pub mod room;
mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use rexie::{KeyRange, ObjectStore, Rexie, Transaction, TransactionMode, TransactionResult};
use wasm_bindgen::{JsCast, JsValue};

use crate::pipeline::corpus::NamedBytes;
use crate::session::{Intent, KeepIntent, Keepsake, KeptArchive};

const DATABASE: &str = "dryf";
const STORE: &str = "kept";
/// The one archive that earlier pages kept.
const ARCHIVE: &str = "archive";
/// Before the ID of a run: what is at hand of it, and its archive.
const RUN: &str = "run:";
const RUN_ARCHIVE: &str = "run-archive:";
/// The ID of the run that is shown.
const SHOWN: &str = "shown";
const SETTINGS: &str = "settings";
const SEARCH: &str = "search";
const PRODUCTION: &str = "production";
const PRODUCTION_BEFORE: &str = "production-before";
const PROMOTIONS: &str = "promotions";

/// What earlier visits kept.
#[derive(Default)]
pub struct Kept {
    /// As [`keep_settings`] was given it.
    pub settings: Option<String>,
    /// As [`keep_search`] was given it.
    pub search: Option<String>,
    /// As [`keep_run`] was given them.
    pub runs: Vec<String>,
    pub shown: Option<String>,
    /// Of a page that kept one only.
    pub archive: Option<NamedBytes>,
    pub production: Option<KeptArchive>,
    pub production_before: Option<KeptArchive>,
    /// As [`keep_promotion`] was given them.
    pub promotions: Vec<String>,
    /// As [`data::keep`] was given them.
    pub data: String,
    pub data_files: Vec<web_sys::File>,
}

/// The archive in production and the one before it.
type Pair = (Option<KeptArchive>, Option<KeptArchive>);

thread_local! {
    static OPEN: RefCell<Option<Rc<Rexie>>> = const { RefCell::new(None) };
    /// What waits to be written; of several settings only the last are.
    static WAITING: RefCell<Waiting> = const { RefCell::new(Waiting { settings: None, search: None, production: None }) };
    static WRITING: Cell<bool> = const { Cell::new(false) };
    /// Whether the page has taken what the last visit kept; nothing is written over it before.
    static TAKEN: Cell<bool> = const { Cell::new(false) };
    static REPORT: RefCell<Option<Report>> = const { RefCell::new(None) };
}

/// Hears what the browser has to say.
type Report = Rc<dyn Fn(Intent)>;

/// Who is told what is kept and what is not, how much room there is, and what other tabs have changed.
pub fn report_to(hear: impl Fn(Intent) + 'static) {
    REPORT.with_borrow_mut(|report| *report = Some(Rc::new(hear)));
    tabs::listen(|run| {
        wasm_bindgen_futures::spawn_local(async move {
            let text = read(&format!("{RUN}{run}")).await;
            let text = text.and_then(|text| text.as_string());
            report_intent(Intent::Keep(KeepIntent::RunKept { run, text }));
        });
    });
}

/// Keeps colours or language; says whether it does.
pub fn remember(key: &str, value: &str) {
    report(Keepsake::Look, note(key, value));
}

/// Keeps a word as JSON, which the start of the next visit reads (`www/start.js`); whether it does.
pub fn note(key: &str, value: &str) -> bool {
    let text = serde_json::Value::from(value).to_string();
    local().is_some_and(|storage| storage.set_item(key, &text).is_ok())
}

/// What [`note`] has kept; none where it kept nothing.
pub fn noted(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// The local storage; none where the browser has none for this page, or throws when it is looked at.
fn local() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

fn report(what: Keepsake, kept: bool) {
    report_intent(Intent::Keeping { what, kept });
}

/// Tells it in a task of its own: who keeps something may be in the middle of a change.
fn report_intent(intent: Intent) {
    if let Some(hear) = REPORT.with_borrow(Option::clone) {
        wasm_bindgen_futures::spawn_local(async move { hear(intent) });
    }
}

#[derive(Default)]
struct Waiting {
    settings: Option<String>,
    search: Option<String>,
    production: Option<Pair>,
}

/// What earlier visits kept; nothing where nothing can be read.
pub async fn load() -> Kept {
    if local().is_none() {
        report(Keepsake::Look, false);
    }
    if let Err(fault) = open().await {
        forgetful(&Keepsake::IN_DATABASE, &fault);
        return Kept::default();
    }
    let settings = read(SETTINGS).await.and_then(|value| value.as_string());
    let search = read(SEARCH).await.and_then(|value| value.as_string());
    let runs = values_after(RUN).await;
    let runs = runs.iter().filter_map(JsValue::as_string).collect();
    let shown = read(SHOWN).await.and_then(|value| value.as_string());
    let archive = read(ARCHIVE).await.and_then(to_archive);
    let production = read(PRODUCTION).await.and_then(to_archive);
    let production_before = read(PRODUCTION_BEFORE).await.and_then(to_archive);
    let promotions = read(PROMOTIONS).await.map_or(Vec::new(), to_texts);
    let (data, data_files) = data::load().await;
    Kept {
        settings,
        search,
        runs,
        archive: archive.filter(|_| shown.is_none()),
        shown,
        production: production.map(shared),
        production_before: production_before.map(shared),
        promotions,
        data,
        data_files,
    }
}

/// The page has taken what [`load`] gave: from now on it may be written over.
pub async fn taken() {
    TAKEN.set(true);
    write_waiting().await;
}

/// Keeps what is at hand of a run, in the place of what was kept of it.
pub async fn keep_run(run: &str, text: &str) {
    keep_of_runs(&format!("{RUN}{run}"), text).await;
    tabs::tell(run);
}

/// Keeps something small of runs. That runs are kept is said where their archives are.
async fn keep_of_runs(key: &str, text: &str) -> bool {
    let put = put(&[(key, JsValue::from_str(text))]).await;
    put.inspect_err(|fault| forgetful(&[Keepsake::Runs], fault))
        .is_ok()
}

/// Keeps the archive of a run; whether it is kept.
pub async fn keep_run_archive(run: &str, archive: &KeptArchive) -> bool {
    // Copying a big archive takes some milliseconds: a task of its own, after the one that shows it.
    TimeoutFuture::new(0).await;
    let value = of_archive(&archive.name, &archive.bytes);
    let entry = [(&*format!("{RUN_ARCHIVE}{run}"), value)];
    let kept = write(&[Keepsake::Runs], &entry).await;
    room::tell().await;
    kept
}

/// The archive of a run, where it is kept.
pub async fn run_archive(run: &str) -> Option<KeptArchive> {
    let value = read(&format!("{RUN_ARCHIVE}{run}")).await?;
    to_archive(value).map(shared)
}

/// Keeps which run is shown. What an earlier page kept in its place has been read by then.
pub async fn keep_shown(run: &str) {
    if keep_of_runs(SHOWN, run).await {
        delete(&[ARCHIVE.to_string()]).await;
    }
}

/// Keeps nothing of a run any more.
pub async fn forget_run(run: &str) {
    delete(&[format!("{RUN}{run}"), format!("{RUN_ARCHIVE}{run}")]).await;
    tabs::tell(run);
    room::tell().await;
}

/// Keeps the settings in the place of those before; of several that come at once the last are kept.
pub async fn keep_settings(text: &str) {
    WAITING.with_borrow_mut(|waiting| waiting.settings = Some(text.to_string()));
    write_waiting().await;
}

/// Keeps the search in the place of the one before, as [`keep_settings`] does.
pub async fn keep_search(text: &str) {
    WAITING.with_borrow_mut(|waiting| waiting.search = Some(text.to_string()));
    write_waiting().await;
}

/// Keeps the archive in production and the one before it, in the place of those that are kept.
pub async fn keep_production(archive: Option<KeptArchive>, before: Option<KeptArchive>) {
    WAITING.with_borrow_mut(|waiting| waiting.production = Some((archive, before)));
    write_waiting().await;
}

/// Adds a promotion to those that are kept.
pub async fn keep_promotion(text: &str) {
    let text = JsValue::from_str(text);
    let added = async {
        let transaction = open()
            .await?
            .transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.store(STORE)?;
        // Read and written in one transaction, so that two tabs add one after the other.
        let kept = store.get(PROMOTIONS.into()).await?;
        let kept: Array = kept
            .and_then(|kept| kept.dyn_into().ok())
            .unwrap_or_default();
        kept.push(&text);
        store.put(&kept, Some(&PROMOTIONS.into())).await?;
        committed(transaction).await
    };
    if let Err(fault) = added.await {
        forgetful(&[Keepsake::Production], &fault);
    }
}

async fn write_waiting() {
    if !TAKEN.get() || WRITING.replace(true) {
        return;
    }
    loop {
        let Waiting {
            settings,
            search,
            production,
        } = WAITING.take();
        if settings.is_none() && search.is_none() && production.is_none() {
            break;
        }
        if let Some(text) = search {
            keep_of_runs(SEARCH, &text).await;
        }
        if let Some(text) = settings {
            let entry = [(SETTINGS, JsValue::from_str(&text))];
            write(&[Keepsake::Settings], &entry).await;
        }
        if let Some((archive, before)) = production {
            let value = |archive: Option<KeptArchive>| {
                archive.map_or(JsValue::NULL, |archive| {
                    of_archive(&archive.name, &archive.bytes)
                })
            };
            let entries = [
                (PRODUCTION, value(archive)),
                (PRODUCTION_BEFORE, value(before)),
            ];
            write(&[Keepsake::Production], &entries).await;
        }
    }
    WRITING.set(false);
}

fn of_archive(name: &str, bytes: &[u8]) -> JsValue {
    Array::of2(&JsValue::from_str(name), &Uint8Array::from(bytes)).into()
}

fn to_archive(value: JsValue) -> Option<NamedBytes> {
    let pair: Array = value.dyn_into().ok()?;
    let bytes: Uint8Array = pair.get(1).dyn_into().ok()?;
    Some(NamedBytes {
        name: pair.get(0).as_string()?,
        bytes: bytes.to_vec(),
    })
}

fn shared(file: NamedBytes) -> KeptArchive {
    KeptArchive {
        name: file.name,
        bytes: Arc::new(file.bytes),
    }
}

fn to_texts(value: JsValue) -> Vec<String> {
    let texts: Array = value.dyn_into().unwrap_or_default();
    texts.iter().filter_map(|text| text.as_string()).collect()
}

async fn read(key: &str) -> Option<JsValue> {
    let found = async {
        let transaction = open()
            .await?
            .transaction(&[STORE], TransactionMode::ReadOnly)?;
        transaction.store(STORE)?.get(key.into()).await
    };
    found.await.unwrap_or_else(|fault| {
        forgetful(&[], &fault);
        None
    })
}

/// All keys that begin so.
fn after(prefix: &str) -> Result<KeyRange, rexie::Error> {
    let end = format!("{prefix}\u{10ffff}");
    KeyRange::bound(&prefix.into(), &end.into(), None, None).map_err(rexie::Error::from)
}

/// What is kept under such keys; nothing where it can't be read.
async fn values_after(prefix: &str) -> Vec<JsValue> {
    let found = async {
        let transaction = open()
            .await?
            .transaction(&[STORE], TransactionMode::ReadOnly)?;
        let range = after(prefix)?;
        transaction.store(STORE)?.get_all(Some(range), None).await
    };
    let values = found.await.inspect_err(|fault| forgetful(&[], fault));
    values.unwrap_or_default()
}

async fn delete(keys: &[String]) {
    let deleted = async {
        let transaction = open()
            .await?
            .transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.store(STORE)?;
        for key in keys {
            store.delete(key.as_str().into()).await?;
        }
        committed(transaction).await
    };
    if let Err(fault) = deleted.await {
        forgetful(&[], &fault);
    }
}

/// All of it or nothing; `what` they are is told. Whether it is written.
async fn write(what: &[Keepsake], entries: &[(&str, JsValue)]) -> bool {
    match put(entries).await {
        Ok(()) => {
            what.iter().for_each(|what| report(*what, true));
            true
        }
        Err(fault) => {
            forgetful(what, &fault);
            false
        }
    }
}

async fn put(entries: &[(&str, JsValue)]) -> Result<(), rexie::Error> {
    let transaction = open()
        .await?
        .transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.store(STORE)?;
    for (key, value) in entries {
        store.put(value, Some(&(*key).into())).await?;
    }
    committed(transaction).await
}

/// Waits for the end. A browser without room takes what is put and gives it up at the end.
async fn committed(transaction: Transaction) -> Result<(), rexie::Error> {
    match transaction.done().await? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(rexie::Error::TransactioncommitFailed),
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

fn forgetful(what: &[Keepsake], fault: &rexie::Error) {
    gloo::console::warn!(format!(
        "the browser does not keep it for this page: {fault}"
    ));
    what.iter().for_each(|what| report(*what, false));
    let is_full = *fault == rexie::Error::TransactioncommitFailed
        // The name of the browser's own fault is in no other form.
        || format!("{fault:?}").contains("QuotaExceededError");
    if is_full && !what.is_empty() {
        report_intent(Intent::Keep(KeepIntent::Full));
    }
}
