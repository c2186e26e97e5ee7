//! Data in the place of others. A set with other labels: a file that takes the place of the set's files, as a new version of the
//! data. The user's files: in the place of a demo.
//!
//! The files before stay in the engine and beside it, so that the version before can be compared with and brought back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Before, DataKey, Effect, Given, Session, Slot};
use crate::jobs::protocol::{DataId, FileId, JobId};
use crate::jobs::summaries::{FileSummary, LoadedSummary};
use crate::pipeline::corpus::{LabelNames, LabelNaming, NamedBytes, ReadingOptions, Role, SetName};

/// The data before others took their place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataBefore {
    files: Vec<FileSummary>,
    chosen: BTreeMap<FileId, Option<Role>>,
    given: Vec<Given>,
    removed: Vec<FileId>,
    reading: ReadingOptions,
    data: Slot<DataKey, Arc<LoadedSummary>>,
    beside: Option<DataId>,
}

impl Session {
    /// What the next version of a set's file is called: as the first file of the set, with a number from 2.
    pub(super) fn next_version_of(&self, set: SetName) -> Option<String> {
        let data = self.data.value()?;
        let set = match set {
            SetName::Train => &data.train,
            SetName::Test => data.test.as_ref()?,
        };
        let name = &set.sources.first()?.name;
        let stem = stem(name);
        let mut names = (2..).map(|number| format!("{stem}-v{number}.jsonl"));
        names.find(|name| !self.is_known_file(name))
    }

    fn is_known_file(&self, name: &str) -> bool {
        let mut versions = self.versions().into_iter();
        self.files.iter().any(|card| card.name == name)
            || versions.any(|row| row.version.files.iter().any(|file| file.name == name))
    }

    /// Whether labels in another file get their names as those of today do: by a file of names or by a choice.
    pub(super) fn names_labels(&self) -> bool {
        let is_names = |card: &FileSummary| self.role_of(card) == Some(Role::LabelNames);
        self.data_key().reading.label_names != LabelNames::Auto || self.files.iter().any(is_names)
    }

    /// Puts a file in the place of a set's files; it can be undone.
    pub(super) fn take_new_version(
        &mut self,
        set: SetName,
        n_rows: u64,
        file: NamedBytes,
        effects: &mut Vec<Effect>,
    ) {
        let Some(data) = self.data.value().map(Arc::clone) else {
            return;
        };
        let before = Box::new(self.data_before());
        self.may_undo(Before::Labels(n_rows, before), effects);
        // The others stay what they are, whatever else is beside them.
        let roles = self.files.iter();
        let roles: Vec<_> = roles
            .map(|card| (card.id.clone(), self.role_of(card)))
            .collect();
        self.chosen.extend(roles);
        for card in std::mem::take(&mut self.files) {
            if self.role_of(&card).and_then(Role::set) == Some(set) {
                self.chosen.remove(&card.id);
                self.given
                    .retain(|given| *given != Given::File(card.name.clone()));
                self.removed.push(card.id);
            } else {
                self.files.push(card);
            }
        }
        // PolEval's own labels are known by the files that they came in.
        if data.naming == LabelNaming::Poleval {
            self.reading_options.label_names = LabelNames::Poleval;
        }
        // What is said of the files holds for what takes their place.
        self.reading_for.push(file.name.clone());
        self.compare_version(Some(data.id.clone()));
        effects.push(Effect::HoldFiles(vec![file.clone()]));
        self.give_more_files(vec![file], effects);
        let job = self.reading.keys().next_back().copied();
        self.picking.giving = job.map(|job| (job, set));
    }

    /// Files of the user's come to a demo: what is data takes its place, anything else stands beside it. `files` become all of
    /// today: the engine was told of no others.
    pub(super) fn join_demo(
        &mut self,
        job: JobId,
        added: &[FileId],
        files: &mut Vec<FileSummary>,
        effects: &mut Vec<Effect>,
    ) {
        if !self.has_demo() {
            return;
        }
        let is_version = self.picking.giving.is_some_and(|(giving, _)| giving == job);
        let is_data = |card: &FileSummary| card.role.is_some() && added.contains(&card.id);
        if !is_version && !self.is_restoring() && files.iter().any(is_data) {
            self.replace_demo(effects);
        }
        let mut all = self.files.clone();
        all.retain(|old| {
            !files
                .iter()
                .any(|new| new.name == old.name || new.id == old.id)
        });
        all.append(files);
        *files = all;
    }

    /// Takes a demo away, and what was made of it; it can be undone.
    pub(super) fn replace_demo(&mut self, effects: &mut Vec<Effect>) {
        let before = Box::new(self.data_before());
        self.may_undo(Before::Demo(before), effects);
        for card in std::mem::take(&mut self.files) {
            match self.role_of(&card) {
                Some(_) => self.removed.push(card.id),
                None => self.files.push(card),
            }
        }
        let stays = |given: &Given| match given {
            Given::File(name) => self.files.iter().any(|card| card.name == *name),
            Given::Demo | Given::EnglishDemo => false,
        };
        self.given.retain(stays);
        self.reading_options = ReadingOptions::default();
        self.without_files();
    }

    fn data_before(&self) -> DataBefore {
        DataBefore {
            files: self.files.clone(),
            chosen: self.chosen.clone(),
            given: self.given.clone(),
            removed: self.removed.clone(),
            reading: self.reading_options.clone(),
            data: self.data.settled(),
            beside: self.version_beside(),
        }
    }

    /// The data are what they were, or are made again of the files before.
    pub(super) fn put_data_back(&mut self, before: DataBefore, effects: &mut Vec<Effect>) {
        if let Some(card) = before.data.value() {
            self.form.set_classes(&card.classes.clone());
        }
        self.files = before.files;
        self.chosen = before.chosen;
        self.given = before.given;
        self.removed = before.removed;
        self.reading_options = before.reading;
        self.data = before.data;
        self.compare_version(before.beside);
        // An answer that is on its way is none any more.
        self.reading.clear();
        self.picking.giving = None;
        self.picking.labelled = None;
        self.cleared = false;
        self.assemble_waiting(effects);
    }
}

/// The role of a table with all of a set.
pub(super) fn table_of(set: SetName) -> Role {
    match set {
        SetName::Train => Role::TrainTable,
        SetName::Test => Role::TestTable,
    }
}

/// A file's name without folders, endings and the number of a version.
fn stem(name: &str) -> &str {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let base = base.split_once('.').map_or(base, |(stem, _)| stem);
    match base.rsplit_once("-v") {
        Some((stem, number)) if number.parse::<u32>().is_ok() => stem,
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_called_as_the_file_that_it_came_from() {
        for (name, expected) in [
            (
                "training_set_clean_only_text.txt",
                "training_set_clean_only_text",
            ),
            ("a/b/train.csv.gz", "train"),
            ("train-v2.jsonl", "train"),
            ("train-v2b.csv", "train-v2b"),
            (".csv", ""),
        ] {
            assert_eq!(stem(name), expected, "{name}");
        }
    }
}
