//! The last thing that was taken away at once, as long as it can be brought back.
//!
//! The engine keeps files that were removed until the user has had the time to want them back; new files end that time.

use std::sync::Arc;

use super::relabel::DataBefore;
use super::search::SearchForm;
use super::{
    DataKey, Effect, Form, Given, KeptRun, Refused, RulesForm, Session, Slot, WatchRulesForm, send,
};
use crate::jobs::protocol::{FileId, Item, Request};
use crate::jobs::summaries::{FileSummary, LoadedSummary};
use crate::pipeline::corpus::Role;

/// What can be brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoable {
    /// So many files.
    Files(usize),
    /// Of a run, or of a search.
    Settings,
    /// One of them was changed for the user.
    Setting,
    /// Of the gate.
    Rules,
    /// For retraining.
    WatchRules,
    /// So many runs.
    Runs(usize),
    /// So many training rows were left out.
    Rows(usize),
    /// So many rows have another label.
    Labels(u64),
    /// Files of the user's took its place.
    Demo,
}

/// What it was before.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Before {
    Files(Box<Emptied>),
    File(Box<TakenOut>),
    Settings(Box<Form>),
    Setting(Box<Form>),
    Rules(Box<RulesForm>),
    WatchRules(Box<WatchRulesForm>),
    Search(Box<SearchForm>),
    Runs(Vec<Arc<KeptRun>>),
    /// The settings, and how many rows were left out.
    Rows(Box<Form>, usize),
    Labels(u64, Box<DataBefore>),
    Demo(Box<DataBefore>),
}

/// Files that the engine still has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Emptied {
    files: Vec<FileSummary>,
    chosen: std::collections::BTreeMap<FileId, Option<Role>>,
    given: Vec<Given>,
    refused: Vec<Refused>,
    data: Slot<DataKey, Arc<LoadedSummary>>,
}

/// A file that the engine still has, with its place among the others and the role that the user chose for it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TakenOut {
    card: FileSummary,
    place: usize,
    chosen: Option<Option<Role>>,
}

impl Session {
    /// What was taken away last, and its number among those.
    pub fn undoable(&self) -> Option<(u32, Undoable)> {
        let (number, before) = self.undo.as_ref()?;
        let what = match before {
            Before::Files(emptied) => Undoable::Files(emptied.files.len()),
            Before::File(_) => Undoable::Files(1),
            Before::Settings(_) | Before::Search(_) => Undoable::Settings,
            Before::Setting(_) => Undoable::Setting,
            Before::Rules(_) => Undoable::Rules,
            Before::WatchRules(_) => Undoable::WatchRules,
            Before::Runs(runs) => Undoable::Runs(runs.len()),
            Before::Rows(_, n) => Undoable::Rows(*n),
            Before::Labels(n, _) => Undoable::Labels(*n),
            Before::Demo(_) => Undoable::Demo,
        };
        Some((*number, what))
    }

    /// Takes one file away.
    pub(super) fn remove(&mut self, file: &FileId, effects: &mut Vec<Effect>) {
        let Some(place) = self.files.iter().position(|card| card.id == *file) else {
            return;
        };
        self.forget_undo(effects);
        let taken = TakenOut {
            card: self.files.remove(place),
            place,
            chosen: self.chosen.remove(file),
        };
        if self.reading.is_empty() && !self.is_restoring() {
            self.may_undo(Before::File(Box::new(taken)), effects);
        } else {
            self.forget_file(taken.card, effects);
        }
        if self.files.is_empty() {
            self.without_files();
        } else {
            self.assemble(effects);
        }
    }

    /// The engine lets go of a file; an answer that is on its way may still list it.
    fn forget_file(&mut self, card: FileSummary, effects: &mut Vec<Effect>) {
        let items = vec![Item::File(card.id.clone())];
        self.let_go(card);
        effects.push(send(Request::Forget { items }));
    }

    fn let_go(&mut self, card: FileSummary) {
        self.given
            .retain(|given| *given != Given::File(card.name.clone()));
        if self.files.is_empty() {
            self.given.clear();
        }
        self.removed.push(card.id);
    }

    /// Takes all files away.
    pub(super) fn remove_all(&mut self, effects: &mut Vec<Effect>) {
        self.forget_undo(effects);
        let is_moving =
            !self.reading.is_empty() || self.data.job().is_some() || self.is_restoring();
        if is_moving || self.files.is_empty() {
            let data = self.data.value().map(Arc::clone);
            self.forget_all(&self.files.clone(), data.as_deref(), effects);
        } else {
            let emptied = Emptied {
                files: self.files.clone(),
                chosen: self.chosen.clone(),
                given: self.given.clone(),
                refused: self.refused.clone(),
                data: self.data.clone(),
            };
            self.may_undo(Before::Files(Box::new(emptied)), effects);
        }
        self.files.clear();
        self.given.clear();
        self.reading.clear();
        self.refused.clear();
        self.without_files();
    }

    /// Remembers what something was before it is taken away.
    pub(super) fn may_undo(&mut self, before: Before, effects: &mut Vec<Effect>) {
        self.forget_undo(effects);
        self.undos += 1;
        self.undo = Some((self.undos, before));
    }

    pub(super) fn undo(&mut self, effects: &mut Vec<Effect>) {
        match self.undo.take() {
            Some((_, Before::Files(emptied))) => {
                let Emptied {
                    files,
                    chosen,
                    given,
                    refused,
                    data,
                } = *emptied;
                if let Some(card) = data.value() {
                    self.form.set_classes(&card.classes.clone());
                }
                self.files = files;
                self.chosen = chosen;
                self.given = given;
                self.refused = refused;
                self.data = data;
                self.cleared = false;
            }
            Some((_, Before::File(taken))) => {
                let TakenOut {
                    card,
                    place,
                    chosen,
                } = *taken;
                if let Some(role) = chosen {
                    self.chosen.insert(card.id.clone(), role);
                }
                self.files.insert(place.min(self.files.len()), card);
                self.cleared = false;
                self.assemble(effects);
            }
            Some((_, Before::Settings(form) | Before::Setting(form) | Before::Rows(form, _))) => {
                self.form = *form;
            }
            Some((_, Before::Labels(_, before) | Before::Demo(before))) => {
                self.put_data_back(*before, effects)
            }
            Some((_, Before::Rules(rules))) => self.validation.rules = *rules,
            Some((_, Before::WatchRules(rules))) => self.monitoring.rules = *rules,
            Some((_, Before::Search(form))) => self.searching.form = *form,
            Some((_, Before::Runs(runs))) => self.put_runs_back(runs),
            None => {}
        }
    }

    /// What was taken away is gone.
    pub(super) fn forget_undo(&mut self, effects: &mut Vec<Effect>) {
        match self.undo.take() {
            Some((_, Before::Files(emptied))) => {
                let data = emptied.data.value();
                self.forget_all(&emptied.files, data.map(|data| &**data), effects);
            }
            Some((_, Before::File(taken))) => self.forget_file(taken.card, effects),
            Some((_, Before::Runs(runs))) => self.forget_runs(&runs, effects),
            _ => {}
        }
    }

    /// The engine lets go of files and of what was made of them.
    fn forget_all(
        &mut self,
        files: &[FileSummary],
        data: Option<&LoadedSummary>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(data) = data {
            self.forget_version(&data.id);
        }
        let files = files.iter().map(|card| Item::File(card.id.clone()));
        let data = data.map(|data| Item::Data(data.id.clone()));
        let items: Vec<Item> = files.chain(data).collect();
        if !items.is_empty() {
            effects.push(send(Request::Forget { items }));
        }
    }
}
