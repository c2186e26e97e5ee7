//! The data files of the user, kept as they were given: the browser copies them, and no byte goes through the page.

use rexie::TransactionMode;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::{STORE, after, committed, forgetful, open, read, report, room, values_after};
use crate::session::Keepsake;

/// What is known of the files.
const RECORD: &str = "data";
/// Before what tells one from another.
const FILE: &str = "data-file:";

/// The record and the files; empty where nothing is kept.
pub async fn load() -> (String, Vec<File>) {
    let record = read(RECORD).await.and_then(|record| record.as_string());
    let files = values_after(FILE).await;
    let files = files.into_iter().filter_map(|file| file.dyn_into().ok());
    (record.unwrap_or_default(), files.collect())
}

/// Keeps files and what is known of them in the place of all that was kept.
pub async fn keep(record: &str, files: &[File]) {
    match replace(record, files).await {
        Ok(()) => report(Keepsake::Data, true),
        Err(fault) => {
            // Other files than those of the record are none.
            let _ = replace(record, &[]).await;
            forgetful(&[Keepsake::Data], &fault);
        }
    }
    room::tell().await;
}

/// All of it or nothing. What is kept already is not copied again.
async fn replace(record: &str, files: &[File]) -> Result<(), rexie::Error> {
    let transaction = open()
        .await?
        .transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.store(STORE)?;
    let kept = store.get_all_keys(Some(after(FILE)?), None).await?;
    let kept: Vec<String> = kept.iter().filter_map(JsValue::as_string).collect();
    let wanted: Vec<String> = files.iter().map(key).collect();
    for key in kept.iter().filter(|key| !wanted.contains(key)) {
        store.delete(key.as_str().into()).await?;
    }
    for (key, file) in wanted.iter().zip(files) {
        if !kept.contains(key) {
            store.put(file, Some(&key.as_str().into())).await?;
        }
    }
    store.put(&record.into(), Some(&RECORD.into())).await?;
    committed(transaction).await
}

/// A file that was changed since is another one.
fn key(file: &File) -> String {
    let (changed, size) = (file.last_modified(), file.size());
    format!("{FILE}{changed}:{size}:{}", file.name())
}
