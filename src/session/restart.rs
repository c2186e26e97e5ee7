//! Files that come back: those of the last visit, which the shell reads again, and what is said of a worker that was lost.
//!
//! The engine owns the bytes of the user's files and the page does not keep them twice. A worker that takes the place of a lost one
//! needs nothing from here: what its jobs name is brought when they begin (see [`Scheduler`](crate::jobs::Scheduler)).

use serde::{Deserialize, Serialize};

use super::keep::names;
use super::{Effect, EngineState, Session, Work, send};
use crate::jobs::protocol::{FileId, Item, JobId, JobSpec, Request};
use crate::jobs::summaries::FileSummary;
use crate::message;
use crate::message::{Language, Message};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};

/// Where the files came from, in the order in which the engine got them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Given {
    /// The Polish one.
    Demo,
    EnglishDemo,
    File(String),
}

impl Given {
    pub fn of_demo(language: Language) -> Given {
        match language {
            Language::Polish => Given::Demo,
            Language::English => Given::EnglishDemo,
        }
    }

    pub fn demo(&self) -> Option<Language> {
        match self {
            Given::Demo => Some(Language::Polish),
            Given::EnglishDemo => Some(Language::English),
            Given::File(_) => None,
        }
    }
}

/// Files of the last visit on their way.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Restoring {
    /// Files that the shell is reading again.
    reading: bool,
    /// Files that the user had taken away: they come back with the zip or the demo that they came from.
    removed: Vec<FileId>,
}

/// A worker that was lost and replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// What is known of why.
    pub reason: Message,
    /// Whether the run that was at work was started once more.
    pub run_again: bool,
}

impl Session {
    /// The last loss of a worker, until the user dismisses it.
    pub fn loss(&self) -> Option<&Loss> {
        self.loss.as_ref()
    }

    /// Whether the files of the last visit are on their way.
    pub fn is_restoring(&self) -> bool {
        self.restoring.is_some()
    }

    /// A worker has ended; its jobs are done by another, but for those that are told by themselves.
    pub(super) fn worker_lost(&mut self, reason: Message, again: &[JobId], is_first: bool) {
        self.silent = false;
        if is_first && !matches!(self.engine, EngineState::Failed(_)) {
            self.engine = EngineState::Starting;
        }
        let run_again = self.run.job().is_some_and(|job| again.contains(&job));
        if run_again {
            self.work = Work::default();
        }
        self.loss = Some(Loss { reason, run_again });
    }

    /// Gives files of the last visit to the worker, which has none; `removed` had been taken away again.
    pub(super) fn give_kept(&mut self, removed: Vec<FileId>, effects: &mut Vec<Effect>) {
        let files = names(&self.given);
        self.restoring = Some(Restoring {
            reading: !files.is_empty(),
            removed,
        });
        if let Some(language) = self.given.iter().find_map(Given::demo) {
            let job = self.start(JobSpec::LoadDemo(language), effects);
            let key = self.data_key();
            self.data.start(job, key);
        }
        if !files.is_empty() {
            effects.push(Effect::ReadAgain(files));
        }
    }

    /// What the shell could read again, and the names of what it could not.
    pub(super) fn given_again(
        &mut self,
        files: Vec<NamedBytes>,
        missing: Vec<String>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(restoring) = &mut self.restoring else {
            return;
        };
        restoring.reading = false;
        self.given
            .retain(|given| !matches!(given, Given::File(name) if missing.contains(name)));
        // What the user took away in the meantime stays away.
        let is_wanted = |file: &NamedBytes| self.given.contains(&Given::File(file.name.clone()));
        let files: Vec<NamedBytes> = files.into_iter().filter(is_wanted).collect();
        if files.is_empty() && !self.has_demo() && !missing.is_empty() {
            self.files.clear();
            self.without_files();
        }
        for name in missing {
            let error = Error::new(
                Code::ReadFailed,
                message!("error-file-lost"),
                message!("error-give-file-again"),
            );
            self.refuse(name, error);
        }
        self.give_more_files(files, effects);
    }

    /// Files that the user has taken away do not come back with the zip or the demo that they came from.
    pub(super) fn forget_removed(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some(restoring) = &self.restoring else {
            return false;
        };
        let back = |card: &FileSummary| restoring.removed.contains(&card.id);
        let files: Vec<FileId> = self
            .files
            .iter()
            .filter(|card| back(card))
            .map(|card| card.id.clone())
            .collect();
        if files.is_empty() {
            return false;
        }
        self.files.retain(|card| !files.contains(&card.id));
        self.removed.extend(files.iter().cloned());
        let items = files.into_iter().map(Item::File).collect();
        effects.push(send(Request::Forget { items }));
        true
    }

    /// The files of the last visit are there once nothing is on its way any more.
    pub(super) fn settle_restoring(&mut self) {
        let is_moving = |restoring: &Restoring| {
            restoring.reading || !self.reading.is_empty() || self.data.job().is_some()
        };
        if self
            .restoring
            .as_ref()
            .is_some_and(|restoring| !is_moving(restoring))
        {
            self.restoring = None;
        }
    }
}
