//! Folders that are dropped or chosen: their files by their paths, within bounds, without hidden ones.

use gloo::file::File;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DataTransfer;

use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// As many as a zip may have.
const MOST_FILES: usize = 1_000;
/// Bytes of all files together.
const MOST_BYTES: u64 = 512 << 20;
/// Folders within folders.
const DEEPEST: usize = 16;

#[wasm_bindgen]
extern "C" {
    /// What the standard calls `DataTransferItemList`.
    type Items;
    #[wasm_bindgen(method, getter)]
    fn items(this: &Carrier) -> Items;
    #[wasm_bindgen(method, getter)]
    fn length(this: &Items) -> u32;
    #[wasm_bindgen(method, indexing_getter)]
    fn item(this: &Items, place: u32) -> Item;

    type Carrier;
    type Item;
    #[wasm_bindgen(method, catch, js_name = webkitGetAsEntry)]
    fn entry(this: &Item) -> Result<Option<Entry>, JsValue>;
    #[wasm_bindgen(method, js_name = getAsFile)]
    fn file(this: &Item) -> Option<web_sys::File>;

    /// What the standard calls `FileSystemEntry`.
    #[derive(Clone)]
    type Entry;
    #[wasm_bindgen(method, getter, js_name = isDirectory)]
    fn is_directory(this: &Entry) -> bool;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Entry) -> String;
    #[wasm_bindgen(method, js_name = file)]
    fn open(this: &Entry, found: &JsValue, failed: &JsValue);
    #[wasm_bindgen(method, js_name = createReader)]
    fn reader(this: &Entry) -> Reader;

    type Reader;
    #[wasm_bindgen(method, js_name = readEntries)]
    fn read(this: &Reader, found: &JsValue, failed: &JsValue);

    type Chosen;
    #[wasm_bindgen(method, getter, js_name = webkitRelativePath)]
    fn path(this: &Chosen) -> String;
}

/// Files by their paths in a folder.
pub type Found = Vec<(String, File)>;

/// What was dropped.
pub struct Dropped {
    pub files: Vec<web_sys::File>,
    pub folders: Vec<Folder>,
}

/// A folder that was dropped.
pub struct Folder {
    pub name: String,
    entry: Entry,
}

impl Dropped {
    /// To be called while the event is told: later the browser has forgotten what was dropped.
    pub fn of(data: &DataTransfer) -> Dropped {
        let items = data.unchecked_ref::<Carrier>().items();
        let mut dropped = Dropped {
            files: Vec::new(),
            folders: Vec::new(),
        };
        for place in 0..items.length() {
            let item = items.item(place);
            match item.entry() {
                Ok(Some(entry)) if entry.is_directory() => {
                    let name = entry.name();
                    dropped.folders.push(Folder { name, entry });
                }
                _ => dropped.files.extend(item.file()),
            }
        }
        dropped
    }
}

impl Folder {
    /// Its files by their paths in it, folders within it included.
    ///
    /// # Errors
    /// It can't be read, or holds more than is taken.
    pub async fn files(self) -> Result<Found, Error> {
        let name = self.name;
        let mut found = Vec::new();
        let mut waiting = vec![(String::new(), self.entry, 0)];
        while let Some((path, folder, depth)) = waiting.pop() {
            let reader = folder.reader();
            loop {
                let some = asked(|found, failed| reader.read(found, failed)).await;
                let some = some.map_err(|fault| unreadable(&name, &fault))?;
                let some = Array::from(&some);
                if some.length() == 0 {
                    break;
                }
                for entry in some.iter() {
                    let entry: Entry = entry.unchecked_into();
                    let own = entry.name();
                    if is_hidden(&own) {
                        continue;
                    }
                    let path = format!("{path}{own}");
                    if entry.is_directory() {
                        if depth == DEEPEST {
                            return Err(too_deep(&path));
                        }
                        waiting.push((format!("{path}/"), entry, depth + 1));
                        continue;
                    }
                    let file = asked(|found, failed| entry.open(found, failed)).await;
                    let file = file.map_err(|fault| unreadable(&path, &fault))?;
                    found.push((path, File::from(web_sys::File::from(file))));
                    check(&name, &found)?;
                }
            }
        }
        whole(name, found)
    }
}

/// Whether a file was chosen with its folder.
pub fn is_inside(file: &File) -> bool {
    !path(file).is_empty()
}

/// Where a file lies in the folder that was chosen; empty of one that was chosen by itself.
fn path(file: &File) -> String {
    let file: &web_sys::File = file.as_ref();
    file.unchecked_ref::<Chosen>().path()
}

/// The files of a folder that was chosen, with its name; nothing where it has none at all.
pub fn chosen(files: Vec<File>) -> Option<(String, Result<Found, Error>)> {
    let name = files.first().map(path)?;
    let name = name.split('/').next().unwrap_or_default().to_string();
    let inside = |file: File| {
        let path = path(&file);
        let path = path
            .split_once('/')
            .map_or(path.clone(), |(_, path)| path.to_string());
        let is_seen = !path.split('/').any(is_hidden);
        is_seen.then_some((path, file))
    };
    let found: Found = files.into_iter().filter_map(inside).collect();
    let checked = check(&name, &found).and_then(|()| whole(name.clone(), found));
    Some((name, checked))
}

/// What a callback is told.
async fn asked(call: impl Fn(&JsValue, &JsValue)) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |found, failed| call(&found, &failed));
    JsFuture::from(promise).await
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

/// In the order of their paths, which is the same on every system.
fn whole(name: String, mut found: Found) -> Result<Found, Error> {
    if found.is_empty() {
        return Err(Error::new(
            Code::EmptyFile,
            message!("error-folder-empty"),
            message!("error-drop-files"),
        )
        .in_file(name));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

fn check(name: &str, found: &[(String, File)]) -> Result<(), Error> {
    let n_bytes: u64 = found.iter().map(|(_, file)| file.size()).sum();
    if found.len() <= MOST_FILES && n_bytes <= MOST_BYTES {
        return Ok(());
    }
    Err(Error::new(
        Code::FileTooLarge,
        message!(
            "error-folder-large",
            files = MOST_FILES,
            bytes = Argument::Bytes(MOST_BYTES)
        ),
        message!("error-folder-large-remedy"),
    )
    .in_file(name))
}

fn too_deep(path: &str) -> Error {
    Error::new(
        Code::FileTooLarge,
        message!("error-folder-deep", levels = DEEPEST),
        message!("error-folder-large-remedy"),
    )
    .in_file(path)
}

fn unreadable(name: &str, fault: &JsValue) -> Error {
    let fault = fault
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{fault:?}"), |fault| fault.message().into());
    Error::new(
        Code::ReadFailed,
        message!("error-browser-cannot-read", fault = fault),
        message!("error-drop-files"),
    )
    .in_file(name)
}
