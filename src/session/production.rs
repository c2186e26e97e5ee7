//! The model in production: its archive, the one before it, and the history of promotions. All of it outlives a reload.
//!
//! The history is only ever added to: what was in production stays known when its archive no longer is. Of the archives
//! the last two are kept, so that the user can put the one before back.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Effect, Session, Stage};
use crate::jobs::protocol::{JobId, JobSpec};
use crate::jobs::summaries::ProductionSummary;
use crate::message;
use crate::pipeline::compare;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// The model in production, or why the archive gave none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Production {
    pub card: Option<ProductionSummary>,
    pub error: Option<Error>,
    pub busy: bool,
    /// Its archive.
    pub archive: Option<KeptArchive>,
    /// The archive that was in production before.
    pub before: Option<KeptArchive>,
    /// What was put into production and taken out of it, the oldest first.
    pub promotions: Vec<Promotion>,
}

/// An archive as it is kept beyond a reload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptArchive {
    pub name: String,
    pub bytes: Arc<Vec<u8>>,
}

impl From<NamedBytes> for KeptArchive {
    fn from(file: NamedBytes) -> KeptArchive {
        KeptArchive {
            name: file.name,
            bytes: Arc::new(file.bytes),
        }
    }
}

/// A change of what is in production.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promotion {
    pub at: UnixMillis,
    pub how: How,
    pub file_name: String,
    pub run_id: String,
    pub run_name: String,
    pub model_sha256: String,
    /// As in [`ProductionSummary::metrics`].
    pub metrics: BTreeMap<String, Option<f64>>,
    /// What the gate said of it at that time; none where it was not asked.
    pub gate: Option<GateNote>,
    /// Why it was promoted all the same where the gate did not let it pass, in the user's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How a model came into production, or that it was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// From the run of that time.
    Run,
    /// From an archive that the user chose.
    File,
    /// From a tracking server.
    Server {
        /// Without a login.
        address: String,
        /// Such as `models:/tweets/3`.
        uri: String,
    },
    /// It had been in production before the one that it took the place of.
    PutBack,
    /// Nothing took its place.
    TakenOut,
}

/// What the gate said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GateNote {
    pub outcome: compare::GateOutcome,
    /// The run in production that it was held against.
    pub against: String,
}

/// An archive on its way into production.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Loading {
    job: JobId,
    pub archive: KeptArchive,
    /// None where it was in production already, before a reload.
    pub change: Option<Change>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub at: UnixMillis,
    pub how: How,
    pub gate: Option<GateNote>,
    pub reason: Option<String>,
}

/// A run that goes into production once its archive is built.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Promoting {
    run_id: String,
    at: UnixMillis,
    reason: Option<String>,
}

impl Promotion {
    fn text(&self) -> String {
        serde_json::to_string(self).expect("a promotion has a form in JSON")
    }
}

impl Production {
    /// Whether this run is the one in production.
    pub fn is_run(&self, run_id: &str, model_sha256: &str) -> bool {
        self.card
            .as_ref()
            .is_some_and(|card| card.run_id == run_id && card.model_sha256 == model_sha256)
    }
}

impl Session {
    /// Since when the model in production is there, as far as the history tells.
    pub fn in_production_since(&self) -> Option<UnixMillis> {
        let last = self.production.promotions.last();
        last.filter(|last| last.how != How::TakenOut)
            .map(|last| last.at)
    }

    /// Whether the run that is shown is the one in production.
    pub fn is_in_production(&self) -> bool {
        let run = self.run.value();
        run.is_some_and(|run| self.production.is_run(&run.run_id, &run.model_sha256))
    }

    /// Puts the run that is shown into production; its archive is built first where there is none.
    pub(super) fn promote(
        &mut self,
        at: UnixMillis,
        reason: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(run) = self.run.value().map(Arc::clone) else {
            return;
        };
        if self.is_in_production() {
            return;
        }
        // Any archive of the run holds its model, whatever else was chosen to be in it.
        let built = match self.archive.stage(&self.archive_key()) {
            Stage::Busy { .. } => None,
            stage => stage
                .value()
                .filter(|(card, _)| card.run_id == run.run_id)
                .map(|(card, bytes)| KeptArchive {
                    name: card.file_name.clone(),
                    bytes: Arc::clone(bytes),
                }),
        };
        match built {
            Some(archive) => {
                self.promote_when_built = None;
                let change = self.change_of_run(at, reason);
                self.load_production(archive, Some(change), effects);
            }
            None => {
                self.promote_when_built = Some(Promoting {
                    run_id: run.run_id.clone(),
                    at,
                    reason,
                });
                self.production.busy = true;
                self.production.error = None;
                if self.archive.job().is_none() {
                    self.build_archive(effects);
                }
            }
        }
    }

    /// Puts an archive from elsewhere into production.
    pub(super) fn promote_file(
        &mut self,
        archive: KeptArchive,
        how: How,
        at: UnixMillis,
        effects: &mut Vec<Effect>,
    ) {
        let change = Change {
            at,
            how,
            gate: None,
            reason: None,
        };
        self.promote_when_built = None;
        self.load_production(archive, Some(change), effects);
    }

    /// Puts the archive back that was in production before.
    pub(super) fn put_back(&mut self, at: UnixMillis, effects: &mut Vec<Effect>) {
        if let Some(archive) = self.production.before.clone() {
            let change = Change {
                at,
                how: How::PutBack,
                gate: None,
                reason: None,
            };
            self.promote_when_built = None;
            self.load_production(archive, Some(change), effects);
        }
    }

    /// Takes the model out of production; its archive can be put back.
    pub(super) fn take_out(&mut self, at: UnixMillis, effects: &mut Vec<Effect>) {
        self.loading.clear();
        self.promote_when_built = None;
        self.production.busy = false;
        self.production.error = None;
        if let Some(card) = self.production.card.take() {
            let change = Change {
                at,
                how: How::TakenOut,
                gate: None,
                reason: None,
            };
            if let Some(archive) = self.production.archive.take() {
                self.production.before = Some(archive);
            }
            self.note(&card, change, effects);
        }
    }

    /// Takes what earlier visits kept. It comes late, since a browser looks for it while the page is there already: what
    /// the user has put into production by then stays, and what was there then is the one before.
    pub(super) fn restore_production(
        &mut self,
        archive: Option<KeptArchive>,
        before: Option<KeptArchive>,
        promotions: &[String],
        effects: &mut Vec<Effect>,
    ) {
        let read = |text: &String| serde_json::from_str::<Promotion>(text).ok();
        let mut all: Vec<Promotion> = promotions.iter().filter_map(read).collect();
        let is_untouched = self.production.promotions.is_empty() && self.loading.is_empty();
        all.append(&mut self.production.promotions);
        all.sort_by(|a, b| a.at.0.total_cmp(&b.at.0));
        self.production.promotions = all;
        if is_untouched {
            self.production.before = before;
            if let Some(archive) = archive {
                self.load_production(archive, None, effects);
            }
        } else if self.production.before.is_none() {
            self.production.before = archive.or(before);
            effects.push(self.keep_production());
        }
    }

    /// Takes over what another browser has in production, where there is and was nothing here.
    pub(super) fn take_production(
        &mut self,
        archive: Option<KeptArchive>,
        before: Option<KeptArchive>,
        promotions: &[Promotion],
        effects: &mut Vec<Effect>,
    ) {
        let Production {
            promotions: ours,
            busy,
            ..
        } = &self.production;
        if *busy || !ours.is_empty() || promotions.is_empty() {
            return;
        }
        let texts: Vec<String> = promotions.iter().map(Promotion::text).collect();
        let kept = texts.iter().cloned().map(Effect::KeepPromotion);
        effects.extend(kept);
        effects.push(Effect::KeepProduction {
            archive: archive.clone(),
            before: before.clone(),
        });
        self.restore_production(archive, before, &texts, effects);
    }

    pub(super) fn load_production(
        &mut self,
        archive: KeptArchive,
        change: Option<Change>,
        effects: &mut Vec<Effect>,
    ) {
        let spec = JobSpec::LoadProduction {
            name: archive.name.clone(),
        };
        let job = self.start_with(spec, archive.bytes.to_vec(), effects);
        self.loading.push(Loading {
            job,
            archive,
            change,
        });
        self.production.busy = true;
        self.production.error = None;
    }

    /// The engine has taken an archive.
    pub(super) fn production_loaded(
        &mut self,
        job: JobId,
        card: ProductionSummary,
        effects: &mut Vec<Effect>,
    ) {
        let Some(loading) = self.take_loading(job) else {
            return;
        };
        self.production.error = None;
        self.production.card = Some(card.clone());
        let replaced = self.production.archive.replace(loading.archive.clone());
        let Some(change) = loading.change else {
            return;
        };
        if let Some(replaced) = replaced.filter(|replaced| *replaced != loading.archive) {
            self.production.before = Some(replaced);
        } else if self.production.before.as_ref() == Some(&loading.archive) {
            self.production.before = None;
        }
        self.note(&card, change, effects);
    }

    /// The engine could not take an archive; what was in production stays there.
    pub(super) fn production_failed(&mut self, job: JobId, error: &Error) -> bool {
        let failed = self.take_loading(job);
        if failed.is_some() {
            self.production.error = Some(error.clone());
        }
        failed.is_some()
    }

    fn take_loading(&mut self, job: JobId) -> Option<Loading> {
        let place = self.loading.iter().position(|loading| loading.job == job)?;
        let loading = self.loading.remove(place);
        self.production.busy = !self.loading.is_empty() || self.promote_when_built.is_some();
        Some(loading)
    }

    /// The archive that was waited for is there.
    pub(super) fn promote_built(&mut self, effects: &mut Vec<Effect>) {
        if let Some(promoting) = self.promote_when_built.clone() {
            self.promote(promoting.at, promoting.reason, effects);
        }
    }

    /// No archive will come of the run that was wanted in production.
    pub(super) fn promotion_failed(&mut self, error: Error) {
        if self.promote_when_built.take().is_some() {
            self.production.busy = !self.loading.is_empty();
            self.production.error = Some(error);
        }
    }

    /// Another run is shown now than the one whose archive is waited for.
    pub(super) fn promotion_of(&mut self, run_id: &str) {
        if self
            .promote_when_built
            .as_ref()
            .is_some_and(|promoting| promoting.run_id != run_id)
        {
            self.promotion_failed(Error::new(
                Code::Usage,
                message!("error-run-replaced"),
                message!("error-promote-shown"),
            ));
        }
    }

    /// Adds to the history, and keeps it with the archives.
    fn note(&mut self, card: &ProductionSummary, change: Change, effects: &mut Vec<Effect>) {
        let promotion = Promotion {
            at: change.at,
            how: change.how,
            file_name: card.file_name.clone(),
            run_id: card.run_id.clone(),
            run_name: card.run_name.clone(),
            model_sha256: card.model_sha256.clone(),
            metrics: card.metrics.clone(),
            gate: change.gate,
            reason: change.reason,
        };
        effects.push(Effect::KeepPromotion(promotion.text()));
        self.say(match promotion.how {
            How::TakenOut => message!("page-said-demoted"),
            _ => message!("page-said-promoted", name = card.file_name.clone()),
        });
        self.production.promotions.push(promotion);
        effects.push(self.keep_production());
    }

    fn keep_production(&self) -> Effect {
        Effect::KeepProduction {
            archive: self.production.archive.clone(),
            before: self.production.before.clone(),
        }
    }
}
