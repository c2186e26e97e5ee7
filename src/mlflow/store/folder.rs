//! A folder of a store, and what is read of it.

use serde_json::Value;

use super::{Item, Note, Tree};
use crate::message::Message;
use crate::mlflow::entities::Texts;
use crate::mlflow::yaml;

/// Folders within folders that are looked into.
const DEPTH: usize = 32;

/// A folder by its path from the top of the store, which is empty.
#[derive(Clone)]
pub struct Folder<'a> {
    pub tree: &'a dyn Tree,
    pub path: String,
}

impl<'a> Folder<'a> {
    pub fn below(&self, name: &str) -> Folder<'a> {
        Folder {
            tree: self.tree,
            path: self.at(name),
        }
    }

    pub fn at(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_string(),
            path => format!("{path}/{name}"),
        }
    }

    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    pub fn items(&self) -> Vec<Item> {
        let mut items = self.tree.list(&self.path);
        items.sort();
        items
    }

    /// The names of the folders in it, in their order.
    pub fn folders(&self) -> impl Iterator<Item = String> {
        let items = self.items().into_iter();
        items.filter(|item| item.is_folder).map(|item| item.name)
    }

    pub fn has(&self, file: &str) -> bool {
        let items = self.tree.list(&self.path);
        items
            .iter()
            .any(|item| !item.is_folder && item.name == file)
    }

    /// All files in it and in its folders, by path from here, with their sizes.
    pub fn files(&self) -> Vec<(String, u64)> {
        let mut found = Vec::new();
        self.collect("", DEPTH, &mut found);
        found
    }

    fn collect(&self, prefix: &str, depth: usize, found: &mut Vec<(String, u64)>) {
        for item in self.items() {
            let path = format!("{prefix}{}", item.name);
            match item.is_folder {
                true if depth > 0 => {
                    self.below(&item.name)
                        .collect(&format!("{path}/"), depth - 1, found);
                }
                true => {}
                false => found.push((path, item.n_bytes)),
            }
        }
    }

    /// That something of it was left out.
    pub fn note(&self, why: Message) -> Note {
        Note {
            path: self.path.clone(),
            why,
        }
    }

    pub fn note_at(&self, name: &str, why: Message) -> Note {
        Note {
            path: self.at(name),
            why,
        }
    }

    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Note> {
        let read = self.tree.read(&self.at(name));
        read.map_err(|why| self.note_at(name, why))
    }

    pub fn text(&self, name: &str) -> Result<String, Note> {
        let text = String::from_utf8(self.bytes(name)?);
        text.map_err(|fault| self.note_at(name, Message::text(fault.to_string())))
    }

    pub fn yaml(&self, name: &str) -> Result<Value, Note> {
        let read = yaml::read(&self.text(name)?);
        read.map_err(|why| self.note_at(name, why))
    }

    /// Its files as texts, by path.
    pub fn texts(&self, notes: &mut Vec<Note>) -> Texts {
        let mut texts = Texts::new();
        for (path, _) in self.files() {
            match self.text(&path) {
                Ok(text) => {
                    texts.insert(path, text);
                }
                Err(note) => notes.push(note),
            }
        }
        texts
    }
}
