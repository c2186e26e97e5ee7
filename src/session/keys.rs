//! What each piece of work is made from, and what the user has of it now.

use super::validate::GateKey;
use super::{Key, Session, Stage};
use crate::jobs::protocol::FileId;
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::corpus::{ReadingOptions, Role};
use crate::pipeline::run::RunConfig;

/// What a data set is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct DataKey {
    pub(super) files: Vec<(FileId, Role)>,
    pub(super) reading: ReadingOptions,
}

impl Key for DataKey {
    fn fits(&self, now: &DataKey) -> bool {
        self == now
    }
}

/// What a report on the cleaning is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct CleanKey {
    pub(super) data: Fingerprint,
    pub(super) recipe: CleanRecipe,
}

impl Key for CleanKey {
    fn fits(&self, now: &CleanKey) -> bool {
        self == now
    }
}

/// What a run is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct RunKey {
    pub(super) data: Fingerprint,
    pub(super) config: RunConfig,
    /// The model in production, by its fingerprint.
    pub(super) production: Option<String>,
    /// The model of the run that is shown, by its fingerprint.
    pub(super) shown: Option<String>,
}

impl Key for RunKey {
    /// A run that came from an archive is up to date while there are no other data and no other model to compare with;
    /// its own model in production is no other one.
    fn fits(&self, now: &RunKey) -> bool {
        self.config == now.config
            && self.data.fits(&now.data)
            && (now.production.is_none()
                || self.production == now.production
                || now.production == now.shown)
    }
}

/// What an archive is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchiveKey {
    pub(super) run_id: Option<String>,
    pub(super) include_texts: bool,
    /// The gate that is in it.
    pub(super) gate: Option<GateKey>,
}

impl Key for ArchiveKey {
    /// Without a comparison there is no gate that an archive would have to hold.
    fn fits(&self, now: &ArchiveKey) -> bool {
        self.run_id == now.run_id
            && self.include_texts == now.include_texts
            && (now.gate.is_none() || self.gate == now.gate)
    }
}

/// The data, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fingerprint {
    /// None are loaded, or an archive does not tell.
    Unknown,
    Of(String),
    /// They were changed and are not read again yet.
    Changed,
}

impl Fingerprint {
    pub(super) fn fits(&self, now: &Fingerprint) -> bool {
        matches!(
            (self, now),
            (Fingerprint::Unknown, _) | (_, Fingerprint::Unknown)
        ) || self == now
    }
}

impl Session {
    pub(super) fn data_key(&self) -> DataKey {
        let mut files: Vec<(FileId, Role)> = self
            .files
            .iter()
            .filter_map(|card| Some((card.id.clone(), self.role_of(card)?)))
            .collect();
        files.sort();
        DataKey {
            files,
            reading: self.reading_options.over(&self.config().data.reading()),
        }
    }

    pub(super) fn fingerprint(&self) -> Fingerprint {
        match self.data() {
            Stage::Ready(card) | Stage::Busy { last: Some(card) } => {
                Fingerprint::Of(card.digest.clone())
            }
            Stage::Empty | Stage::Busy { last: None } if !self.cleared => Fingerprint::Unknown,
            _ => Fingerprint::Changed,
        }
    }

    pub(super) fn clean_key(&self) -> CleanKey {
        CleanKey {
            data: self.fingerprint(),
            recipe: self.config().clean.clone(),
        }
    }

    pub(super) fn run_key(&self) -> RunKey {
        RunKey {
            data: self.fingerprint(),
            config: self.config().clone(),
            production: self
                .production
                .card
                .as_ref()
                .map(|card| card.model_sha256.clone()),
            shown: self.run.value().map(|run| run.model_sha256.clone()),
        }
    }

    pub(super) fn archive_key(&self) -> ArchiveKey {
        ArchiveKey {
            run_id: self.run.value().map(|run| run.run_id.clone()),
            include_texts: self.include_texts,
            gate: self.gate_key(),
        }
    }
}
