//! What the browser keeps beyond a reload: whether it does, how much room there is, and the data files, which are kept where
//! the user wants it.
//!
//! Data files are kept by the shell as they were given; here is what is known of them: in which order they came, the
//! roles that the user chose, and which versions of data there were. After a reload they take the way of a worker that was replaced (see `restart`), so that Run
//! works at once. The demo is no file of the user's: it comes back by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::space::{Room, Space};
use super::undo::Before;
use super::workspace::Workspace;
use super::{DataVersion, Effect, Given, Keepsake, KeptRun, Session};
use crate::jobs::protocol::FileId;
use crate::pipeline::corpus::{NamedBytes, Role};

/// Bytes of data files, as the engine holds them, that are kept at most.
pub const MOST_DATA_KEPT: u64 = 200_000_000;

/// What the user, or the browser, has to say about what is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum KeepIntent {
    /// Whether the data files are kept for the next visit.
    WantData(bool),
    /// What [`Effect::KeepData`] kept; empty where that is nothing.
    DataKept(String),
    /// What [`Effect::KeepSearch`] kept.
    SearchKept(String),
    /// How much room there is.
    Measured(Room),
    /// Something was not kept for want of room.
    Full,
    /// The user knows that there is little room.
    DismissShort,
    /// What [`Effect::KeepRun`] has kept of a run, which another tab has changed; none where it is gone.
    RunKept { run: String, text: Option<String> },
    /// Save all that is here as one file.
    SaveWorkspace,
    /// What [`Effect::ReadWorkspace`] wanted, and what could not be read.
    WorkspaceRead {
        parts: Vec<NamedBytes>,
        missing: Vec<String>,
    },
    /// Take over from such a file what is not here.
    OpenWorkspace(NamedBytes),
    /// Hide what came of that.
    DismissWorkspace,
}

/// How the data files are kept, as the view Data shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataKept {
    /// There is nothing to say of it.
    Nothing,
    /// The user is to be asked.
    Ask,
    Yes,
    No,
    /// There are so many bytes of them, more than [`MOST_DATA_KEPT`].
    TooMuch(u64),
}

/// The state behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Keeping {
    /// What the browser does not keep, and what of it the user has dismissed.
    pub failed: BTreeSet<Keepsake>,
    pub failed_known: BTreeSet<Keepsake>,
    /// None until the user was asked.
    data_wanted: Option<bool>,
    /// The record that is kept; none until it is known what the last visit kept.
    data: Option<String>,
    pub space: Space,
    pub workspace: Workspace,
    /// Runs that were taken off the list here: what another tab writes does not bring them back.
    pub forgotten: BTreeSet<String>,
}

/// What is kept beside the files.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct KeptData {
    wanted: Option<bool>,
    /// In order.
    pub given: Vec<Given>,
    pub chosen: BTreeMap<FileId, Option<Role>>,
    /// Files that do not come back with the zip that they came from.
    pub removed: Vec<FileId>,
    /// What they were then: a file that takes the place of another of its name is to be kept in its place.
    files: Vec<FileId>,
    /// Data sets that were loaded, the newest first.
    versions: Vec<DataVersion>,
}

impl Keeping {
    /// What is kept of the data is written anew.
    pub fn keep_data_again(&mut self) {
        self.data = self.data.as_ref().map(|_| String::new());
    }
}

impl KeptData {
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).expect("a record has a form in JSON")
    }

    /// Names of the files.
    pub fn names(&self) -> Vec<String> {
        names(&self.given)
    }
}

/// Names of what was given as files.
pub(super) fn names(given: &[Given]) -> Vec<String> {
    let name = |given: &Given| match given {
        Given::File(name) => Some(name.clone()),
        Given::Demo | Given::EnglishDemo => None,
    };
    given.iter().filter_map(name).collect()
}

impl Session {
    /// Takes the runs that the browser keeps, of earlier visits and of other tabs; those that can't be read are left out. What
    /// the user said of a run last, there or here, is what is kept.
    pub(super) fn restore_runs(&mut self, texts: &[String]) {
        for text in texts {
            let Ok(kept) = serde_json::from_str::<KeptRun>(text) else {
                continue;
            };
            if self.keeping.forgotten.contains(&kept.run_id) {
                continue;
            }
            let found = self.runs.iter_mut().find(|run| run.run_id == kept.run_id);
            match found {
                None => self.insert_run(Arc::new(kept)),
                Some(run) => Arc::make_mut(run).take_kept(kept),
            }
        }
    }

    /// Shows the run that was shown last, unless the user has done something by then.
    pub(super) fn restore_shown(&mut self, shown: Option<&str>, effects: &mut Vec<Effect>) {
        if let (Some(run), None) = (shown, self.run.value())
            && !self.is_running()
        {
            self.show_run(run, effects);
        }
    }

    /// Another tab has changed what the browser keeps of a run. One that the browser had alone and has no more is gone.
    fn take_run_kept(&mut self, run_id: &str, text: Option<String>) {
        if let Some(text) = text {
            return self.restore_runs(&[text]);
        }
        let is_kept = |run: &KeptRun| {
            let archive = run.archive.as_ref();
            archive.is_some_and(|archive| archive.bytes.is_none())
        };
        if !self.held.iter().any(|held| held.card.run_id == run_id) {
            self.runs
                .retain(|run| run.run_id != run_id || !is_kept(run));
        }
    }

    /// Whether the browser keeps something beyond a reload, as far as it has said.
    pub fn keeps(&self, what: Keepsake) -> bool {
        !self.keeping.failed.contains(&what)
    }

    /// What the browser does not keep and the user has not dismissed.
    pub fn not_kept(&self) -> Vec<Keepsake> {
        let keeping = &self.keeping;
        let failed = keeping.failed.difference(&keeping.failed_known);
        failed.copied().collect()
    }

    /// How the data files are kept.
    pub fn data_kept(&self) -> DataKept {
        let n_bytes = self.files.iter().map(|card| card.n_bytes).sum();
        let is_own = self.given.iter().any(|given| given.demo().is_none());
        match self.keeping.data_wanted {
            _ if !is_own || self.files.is_empty() => DataKept::Nothing,
            _ if n_bytes > MOST_DATA_KEPT => DataKept::TooMuch(n_bytes),
            Some(true) => DataKept::Yes,
            Some(false) => DataKept::No,
            // A browser that keeps nothing has said so; until the data are there they may still be refused.
            None if !self.keeps(Keepsake::Data) || self.data.value().is_none() => DataKept::Nothing,
            None => DataKept::Ask,
        }
    }

    pub(super) fn plan_keep(&mut self, intent: KeepIntent, effects: &mut Vec<Effect>) {
        match intent {
            KeepIntent::WantData(wanted) => {
                self.keeping.data_wanted = Some(wanted);
                if wanted {
                    effects.push(Effect::AskToPersist);
                }
            }
            KeepIntent::DataKept(text) => self.restore_data(&text, effects),
            KeepIntent::SearchKept(text) => self.restore_search(&text),
            KeepIntent::Measured(room) => self.keeping.space.measured(room),
            KeepIntent::Full => self.keeping.space.full(),
            KeepIntent::DismissShort => self.keeping.space.dismiss(),
            KeepIntent::RunKept { run, text } => self.take_run_kept(&run, text),
            KeepIntent::SaveWorkspace => self.save_workspace(effects),
            KeepIntent::WorkspaceRead { parts, missing } => {
                self.pack_workspace(parts, missing, effects);
            }
            KeepIntent::OpenWorkspace(file) => self.open_workspace(file, effects),
            KeepIntent::DismissWorkspace => self.keeping.workspace.dismiss(),
        }
    }

    /// What the last visit kept. It comes late: what the user has given by then stays.
    fn restore_data(&mut self, text: &str, effects: &mut Vec<Effect>) {
        let kept: KeptData = serde_json::from_str(text).unwrap_or_default();
        self.keeping.data_wanted = kept.wanted;
        self.keeping.data = Some(kept.text());
        self.take_kept_data(kept, effects);
    }

    /// Gives files that are kept to the engine, where there are no others; whether it does.
    pub(super) fn take_kept_data(&mut self, mut kept: KeptData, effects: &mut Vec<Effect>) -> bool {
        self.take_kept_versions(std::mem::take(&mut kept.versions));
        let is_untouched = self.given.is_empty() && !self.has_data() && !self.cleared;
        let is_taken = is_untouched && !kept.given.is_empty();
        if is_taken {
            self.given = kept.given;
            self.chosen = kept.chosen;
            self.give_kept(kept.removed, effects);
        }
        is_taken
    }

    /// The data as they are.
    pub(super) fn data_given(&self) -> KeptData {
        KeptData {
            wanted: None,
            given: self.given.clone(),
            chosen: self.chosen.clone(),
            removed: self.removed.clone(),
            files: self.files.iter().map(|card| card.id.clone()).collect(),
            versions: self.versions_to_keep(Some(true)),
        }
    }

    /// What is to be kept of them.
    pub(super) fn data_to_keep(&self) -> KeptData {
        let is_demo = self.is_demo();
        let kept = match is_demo || self.data_kept() == DataKept::Yes {
            true => self.data_given(),
            false => KeptData::default(),
        };
        let wanted = self.keeping.data_wanted;
        KeptData {
            wanted,
            versions: self.versions_to_keep(wanted),
            ..kept
        }
    }

    /// Keeps the data in step, once they no longer move: what was taken away is kept as long as it can be brought back.
    pub(super) fn settle_data(&mut self, effects: &mut Vec<Effect>) {
        let may_come_back = matches!(self.undo, Some((_, Before::Files(_) | Before::File(_))));
        let is_moving = self.is_restoring() || !self.reading.is_empty() || may_come_back;
        let Some(kept) = self.keeping.data.as_ref().filter(|_| !is_moving) else {
            return;
        };
        let data = self.data_to_keep();
        let record = data.text();
        if record != *kept {
            self.keeping.data = Some(record.clone());
            let files = data.names();
            effects.push(Effect::KeepData { record, files });
        }
    }
}
