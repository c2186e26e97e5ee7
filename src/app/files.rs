//! Reads the files that the user drops or picks. The size is looked at before a byte is read.
//!
//! The browser's handles of data files and batches are kept, so that a worker that has to be replaced can be given the
//! same again: a handle costs nothing, and the bytes lie where the user has them.

mod folder;

use std::cell::RefCell;
use std::collections::HashMap;

use gloo::file::File;
use gloo::file::futures::read_as_bytes;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::FileList;

pub use self::folder::Dropped;
use self::folder::Found;
use super::clock;
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::session::{Intent, KeepIntent, MonitorIntent, SearchIntent};

/// The largest file that the page takes, in bytes. A browser's tab has 4 GB for everything, and a file is there about
/// five times while it is read.
pub const MAX_FILE_BYTES: u64 = 200 << 20;

thread_local! {
    /// The last file of each name; data files, then batches.
    static KNOWN: RefCell<[HashMap<String, File>; 2]> = RefCell::default();
}

/// A data file that can be read again.
pub fn know(file: web_sys::File) {
    KNOWN.with_borrow_mut(|known| known[0].insert(file.name(), file.into()));
}

/// Makes a data file of bytes that can be read again.
pub fn hold(file: &NamedBytes) {
    KNOWN.with_borrow_mut(|known| {
        known[0].insert(file.name.clone(), File::new(&file.name, &file.bytes[..]));
    });
}

/// The data files of these names, as the browser has them; those that it has.
pub fn known(names: &[String]) -> Vec<web_sys::File> {
    let file = |known: &HashMap<String, File>, name| {
        let file: &web_sys::File = known.get(name)?.as_ref();
        Some(file.clone())
    };
    KNOWN.with_borrow(|known| {
        let files = names.iter().filter_map(|name| file(&known[0], name));
        files.collect()
    })
}

/// Reads a data file of a name once more.
pub async fn read_data(name: &str) -> Option<Vec<u8>> {
    read_known(0, name).await
}

/// Reads a batch of a name once more.
pub async fn read_batch(name: &str) -> Option<Vec<u8>> {
    read_known(1, name).await
}

async fn read_known(kind: usize, name: &str) -> Option<Vec<u8>> {
    let file = KNOWN.with_borrow(|known| known[kind].get(name).cloned())?;
    read_file(&file).await.ok().map(|file| file.bytes)
}

/// Reads data files again, by name, and says so once.
pub fn read_again(names: Vec<String>, then: impl Fn(Intent) + 'static) {
    spawn_local(async move {
        let (mut files, mut missing) = (Vec::new(), Vec::new());
        for name in names {
            match read_data(&name).await {
                Some(bytes) => files.push(NamedBytes { name, bytes }),
                None => missing.push(name),
            }
        }
        then(Intent::GiveAgain { files, missing });
    });
}

/// Reads data files, a list or an array, and says so once, so that they are looked at together. Each that can't be taken is
/// refused by itself.
pub fn read_all(list: &JsValue, each: impl Fn(Intent) + 'static) {
    read_many(list, 0, Intent::AddFiles, each);
}

fn read_many(
    list: &JsValue,
    kind: usize,
    wanted: impl Fn(Vec<NamedBytes>) -> Intent + 'static,
    each: impl Fn(Intent) + 'static,
) {
    let files = to_files(list);
    spawn_local(async move {
        let mut read = Vec::new();
        for file in files {
            match read_file(&file).await {
                Ok(bytes) => {
                    KNOWN.with_borrow_mut(|known| {
                        known[kind].insert(bytes.name.clone(), file.clone());
                    });
                    read.push(bytes);
                }
                Err(error) => each(Intent::RefuseFile {
                    name: file.name(),
                    error,
                }),
            }
        }
        if !read.is_empty() {
            each(wanted(read));
        }
    });
}

/// Reads the archive of the model in production.
pub fn read_production(list: &FileList, then: impl Fn(Intent) + 'static) {
    let load = |archive| Intent::LoadProduction {
        archive,
        at: clock::now(),
    };
    read_one(list, load, then);
}

/// Reads rules for retraining.
pub fn read_watch_rules(list: &FileList, then: impl Fn(Intent) + 'static) {
    let load = |file| Intent::Monitor(MonitorIntent::LoadRules(file));
    read_one(list, load, then);
}

/// Reads the file of a search.
pub fn read_search(list: &FileList, then: impl Fn(Intent) + 'static) {
    let load = |file| Intent::Search(SearchIntent::Load(file));
    read_one(list, load, then);
}

/// Reads files that are batches and says so once. Each that can't be taken is refused by itself.
pub fn read_batches(list: &FileList, each: impl Fn(Intent) + 'static) {
    let give = |files| Intent::Monitor(MonitorIntent::AddFiles(files));
    read_many(list, 1, give, each);
}

/// Reads a workspace.
pub fn read_workspace(list: &FileList, then: impl Fn(Intent) + 'static) {
    let open = |file| Intent::Keep(KeepIntent::OpenWorkspace(file));
    read_one(list, open, then);
}

/// Reads rules of the gate.
pub fn read_rules(list: &FileList, then: impl Fn(Intent) + 'static) {
    read_one(list, Intent::LoadRules, then);
}

/// Reads an archive whose run is to be shown again.
pub fn read_run(list: &FileList, then: impl Fn(Intent) + 'static) {
    let open = |archive| Intent::OpenArchive {
        archive,
        adopt_settings: true,
    };
    read_one(list, open, then);
}

/// Reads the first file of a list and says what is wanted with it.
fn read_one(
    list: &FileList,
    wanted: impl Fn(NamedBytes) -> Intent + 'static,
    then: impl Fn(Intent) + 'static,
) {
    let files = to_files(list);
    spawn_local(async move {
        if let Some(file) = files.into_iter().next() {
            then(match read_file(&file).await {
                Ok(file) => wanted(file),
                Err(error) => Intent::RefuseFile {
                    name: file.name(),
                    error,
                },
            });
        }
    });
}

fn to_files(list: &JsValue) -> Vec<File> {
    let files = Array::from(list).into_iter();
    files
        .map(|file| File::from(web_sys::File::from(file)))
        .collect()
}

/// Reads folders that were dropped, each as what it holds, and files beside them; what can't be taken is refused by itself.
pub fn read_dropped(dropped: Dropped, each: impl Fn(Intent) + Copy + 'static) {
    let Dropped { files, folders } = dropped;
    let list = Array::new();
    for file in &files {
        list.push(file);
    }
    read_all(&list, each);
    for folder in folders {
        spawn_local(async move {
            let name = folder.name.clone();
            match folder.files().await {
                Ok(found) => read_folder(name, found, each).await,
                Err(error) => each(Intent::RefuseFile { name, error }),
            }
        });
    }
}

/// Reads what was chosen in a dialog, files or a folder.
pub fn read_chosen(list: &JsValue, each: impl Fn(Intent) + Copy + 'static) {
    match to_files(list).first().is_some_and(folder::is_inside) {
        true => read_chosen_folder(list, each),
        false => read_all(list, each),
    }
}

/// Reads a folder that was chosen in a dialog.
pub fn read_chosen_folder(list: &JsValue, each: impl Fn(Intent) + Copy + 'static) {
    let files = to_files(list);
    spawn_local(async move {
        let Some((name, found)) = folder::chosen(files) else {
            return;
        };
        match found {
            Ok(found) => read_folder(name, found, each).await,
            Err(error) => each(Intent::RefuseFile { name, error }),
        }
    });
}

async fn read_folder(name: String, found: Found, each: impl Fn(Intent) + Copy) {
    let mut files = Vec::new();
    for (path, file) in found {
        match read_file(&file).await {
            Ok(file) => files.push(NamedBytes { name: path, ..file }),
            Err(error) => each(Intent::RefuseFile { name: path, error }),
        }
    }
    if !files.is_empty() {
        each(Intent::AddFolder { name, files });
    }
}

async fn read_file(file: &File) -> Result<NamedBytes, Error> {
    let name = file.name();
    check_size(&name, file.size())?;
    match read_as_bytes(file).await {
        Ok(bytes) => Ok(NamedBytes { name, bytes }),
        Err(fault) => Err(Error::new(
            Code::ReadFailed,
            message!("error-browser-cannot-read", fault = fault.to_string()),
            message!("error-drop-files"),
        )
        .in_file(name)),
    }
}

/// Refuses what would not fit into the browser's memory.
fn check_size(name: &str, n_bytes: u64) -> Result<(), Error> {
    if n_bytes <= MAX_FILE_BYTES {
        return Ok(());
    }
    let in_mb = |bytes: u64| bytes.div_ceil(1 << 20);
    Err(Error::new(
        Code::FileTooLarge,
        message!(
            "error-file-large",
            megabytes = in_mb(n_bytes),
            most = in_mb(MAX_FILE_BYTES)
        ),
        message!(
            "error-give-command-line",
            command = "dryf train --train-text … --train-tags …"
        ),
    )
    .in_file(name))
}
