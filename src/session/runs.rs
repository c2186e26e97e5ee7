//! The runs that the user has: done in this visit, opened, or kept by an earlier one.
//!
//! Of each run its settings, scores and what the user says of it are at hand; of the last few all that their views show,
//! of the others their archives hold it, which the browser keeps. Any of them can be shown again, in every view.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::apply::key_of;
use super::offers::Opening;
use super::undo::Before;
use super::{ArchiveKey, Effect, KeptArchive, Session, Work, send};
use crate::jobs::protocol::{Item, Request, config_as_toml};
use crate::jobs::summaries::{ArchiveSummary, RunSummary};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::CONFIG;
use crate::pipeline::run::{RunConfig, setting_values};
use crate::pipeline::svm::Engine;
use crate::pipeline::time::UnixMillis;

/// Runs that are at hand with all that their views show, at most; the one that is shown is always among them.
const MOST_HELD: usize = 4;

/// A run, as far as it is at hand without its archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptRun {
    pub run_id: String,
    pub model_sha256: String,
    pub start: UnixMillis,
    #[serde(with = "config_as_toml")]
    pub config: RunConfig,
    /// As in [`RunSummary::metrics`].
    pub metrics: BTreeMap<String, Option<f64>>,
    /// As in [`RunSummary::seconds`].
    pub seconds: BTreeMap<String, f64>,
    pub data_digest: Option<String>,
    pub said: Said,
    pub archive: Option<RunArchive>,
}

/// What the user says of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Empty where it is named by its settings.
    pub name: String,
    pub starred: bool,
    pub note: String,
    pub tags: Vec<String>,
}

impl Said {
    /// Tags as they are typed, with commas between them; each stands there once.
    pub fn set_tags(&mut self, typed: &str) {
        self.tags.clear();
        for tag in typed.split(',').map(str::trim) {
            if !tag.is_empty() && !self.tags.iter().any(|own| own == tag) {
                self.tags.push(tag.to_string());
            }
        }
    }
}

/// The archive of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunArchive {
    pub file_name: String,
    pub n_bytes: u64,
    /// In lower-case hex.
    pub sha256: String,
    pub include_texts: bool,
    /// Until the browser has said that it keeps them; for good where it keeps nothing.
    #[serde(skip)]
    pub bytes: Option<Arc<Vec<u8>>>,
}

/// A run with all that its views show.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeldRun {
    pub card: Arc<RunSummary>,
    archive: Option<(Arc<ArchiveSummary>, Arc<Vec<u8>>)>,
}

impl KeptRun {
    pub(super) fn of(run: &RunSummary) -> KeptRun {
        KeptRun {
            run_id: run.run_id.clone(),
            model_sha256: run.model_sha256.clone(),
            start: run.start,
            config: run.config.clone(),
            metrics: run.metrics.clone(),
            seconds: run.seconds.clone(),
            data_digest: run.data_digest.clone(),
            said: Said::default(),
            archive: None,
        }
    }

    /// What the browser keeps of it holds, but for an archive here that it does not keep yet.
    pub(super) fn take_kept(&mut self, kept: KeptRun) {
        self.said = kept.said;
        let is_here = |archive: &RunArchive| archive.bytes.is_some();
        if !self.archive.as_ref().is_some_and(is_here) && kept.archive.is_some() {
            self.archive = kept.archive;
        }
    }

    /// What the user calls it; else its kernel, its C and the other settings that are not the defaults, by the names that
    /// they have in a file of settings: `poly · C 10 · ngram_range 1–2`.
    pub fn label(&self) -> String {
        self.label_by(&setting_values(&self.config))
    }

    /// The same by the values of its settings.
    pub(super) fn label_by(&self, values: &[Option<String>]) -> String {
        static USUAL: LazyLock<Vec<Option<String>>> =
            LazyLock::new(|| setting_values(&RunConfig::default()));
        if !self.said.name.is_empty() {
            return self.said.name.clone();
        }
        let svc = &self.config.svc;
        let machine = match (svc.engine, toml::Value::try_from(svc.kernel)) {
            (Engine::Linear, _) => "LinearSVC".to_string(),
            (_, Ok(toml::Value::String(kernel))) => kernel,
            (_, _) => String::new(),
        };
        let mut parts = vec![machine, format!("C {}", svc.c)];
        for ((param, value), usual) in CONFIG.params.iter().zip(values).zip(&*USUAL) {
            let is_of_model = matches!(param.section, "clean" | "tfidf" | "svc")
                || param.section == "chars" && self.config.chars.enabled;
            let is_named = ["engine", "kernel", "C"].contains(&param.name);
            if value != usual && is_of_model && !is_named {
                let value = value.as_deref().map_or("–".to_string(), shortened);
                let name = match param.section {
                    "chars" => param.key(),
                    _ => param.name.to_string(),
                };
                parts.push(format!("{name} {value}"));
            }
        }
        parts.join(" · ")
    }

    pub fn metric(&self, key: &str) -> Option<f64> {
        self.metrics.get(key).copied().flatten()
    }
}

/// A value of a settings file as a name shows it: `[1, 2]` as `1–2`, texts without quotation marks, long ones cut.
pub(super) fn shortened(value: &str) -> String {
    const MOST: usize = 24;
    let inner = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    let shown = match inner.map(|inner| inner.split(", ").collect::<Vec<_>>()) {
        Some(ends) if ends.len() == 2 && ends.iter().all(|end| end.parse::<u32>().is_ok()) => {
            ends.join("–")
        }
        _ => value.trim_matches('"').to_string(),
    };
    match shown.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &shown[..at]),
        None => shown,
    }
}

impl Session {
    /// All runs, the oldest first.
    pub fn runs(&self) -> &[Arc<KeptRun>] {
        &self.runs
    }

    /// The run of this ID, where it is at hand.
    pub fn kept_run(&self, run_id: &str) -> Option<&Arc<KeptRun>> {
        self.runs.iter().find(|run| run.run_id == run_id)
    }

    /// The ID of the run that the views show.
    pub fn shown_run(&self) -> Option<&str> {
        self.run.value().map(|run| run.run_id.as_str())
    }

    /// A run with all that its views show, where that is at hand.
    pub(super) fn held_run(&self, run_id: &str) -> Option<&RunSummary> {
        let held = self.held.iter().find(|held| held.card.run_id == run_id);
        held.map(|held| &*held.card)
    }

    /// The bytes of a run's archive, where the page has them: what the browser keeps is not among them.
    pub fn archive_of_run(&self, run_id: &str) -> Option<Arc<Vec<u8>>> {
        self.kept_run(run_id)?.archive.as_ref()?.bytes.clone()
    }

    /// The run on its way into the views.
    pub fn run_opening(&self) -> Option<&str> {
        self.run_wanted.as_deref()
    }

    /// A run has been done or opened: it stands in the list, and is kept.
    pub(super) fn take_run(&mut self, card: &Arc<RunSummary>, effects: &mut Vec<Effect>) {
        self.list_run(card, effects);
        self.hold(card);
        effects.push(Effect::KeepShown(card.run_id.clone()));
    }

    /// The same of a run that is not shown.
    pub(super) fn list_run(&mut self, card: &Arc<RunSummary>, effects: &mut Vec<Effect>) {
        if self.kept_run(&card.run_id).is_none() {
            self.insert_run(Arc::new(KeptRun::of(card)));
            effects.extend(self.keep_run(&card.run_id));
        }
    }

    /// A run is shown: it is at hand for the next time.
    fn hold(&mut self, card: &Arc<RunSummary>) {
        self.held.retain(|held| held.card.run_id != card.run_id);
        self.held.push(HeldRun {
            card: Arc::clone(card),
            archive: None,
        });
        while self.held.len() > MOST_HELD {
            self.held.remove(0);
        }
    }

    pub(super) fn insert_run(&mut self, run: Arc<KeptRun>) {
        self.keeping.forgotten.remove(&run.run_id);
        let place = self
            .runs
            .partition_point(|other| other.start.0 <= run.start.0);
        self.runs.insert(place, run);
    }

    /// The archive of a run has been built or read.
    pub(super) fn take_archive(
        &mut self,
        card: &Arc<ArchiveSummary>,
        bytes: &Arc<Vec<u8>>,
        effects: &mut Vec<Effect>,
    ) {
        let found = self
            .held
            .iter_mut()
            .find(|held| held.card.run_id == card.run_id);
        if let Some(held) = found {
            held.archive = Some((Arc::clone(card), Arc::clone(bytes)));
        }
        let Some(run) = self.runs.iter_mut().find(|run| run.run_id == card.run_id) else {
            return;
        };
        // One without texts does not take the place of one that has them.
        let is_kept = |archive: &RunArchive| {
            archive.sha256 == card.sha256 || (archive.include_texts && !card.include_texts)
        };
        if run.archive.as_ref().is_some_and(is_kept) {
            return;
        }
        Arc::make_mut(run).archive = Some(RunArchive {
            file_name: card.file_name.clone(),
            n_bytes: card.n_bytes,
            sha256: card.sha256.clone(),
            include_texts: card.include_texts,
            bytes: Some(Arc::clone(bytes)),
        });
        effects.push(Effect::KeepRunArchive {
            run: card.run_id.clone(),
            archive: KeptArchive {
                name: card.file_name.clone(),
                bytes: Arc::clone(bytes),
            },
        });
        effects.extend(self.keep_run(&card.run_id));
    }

    /// The browser keeps the archive of a run.
    pub(super) fn archive_kept(&mut self, run_id: &str) {
        let found = self.runs.iter_mut().find(|run| run.run_id == run_id);
        if let Some(archive) = found.and_then(|run| Arc::make_mut(run).archive.as_mut()) {
            archive.bytes = None;
        }
    }

    /// Shows a run in all views.
    pub(super) fn show_run(&mut self, run_id: &str, effects: &mut Vec<Effect>) {
        if self.shown_run() == Some(run_id) {
            self.run_wanted = None;
            return;
        }
        if let Some(place) = self.held.iter().position(|held| held.card.run_id == run_id) {
            let held = self.held.remove(place);
            self.held.push(held.clone());
            self.run_wanted = None;
            return self.show_held(held, effects);
        }
        if self.run_opening() == Some(run_id) {
            return;
        }
        let Some(run) = self.kept_run(run_id).cloned() else {
            return;
        };
        self.run_wanted = Some(run_id.to_string());
        self.read_archive(&run, effects);
    }

    /// Has the archive of a run read, to [`open_kept`](Session::open_kept) it.
    fn read_archive(&mut self, run: &KeptRun, effects: &mut Vec<Effect>) {
        let archive = match &run.archive {
            Some(RunArchive {
                file_name,
                bytes: Some(bytes),
                ..
            }) => Some(KeptArchive {
                name: file_name.clone(),
                bytes: Arc::clone(bytes),
            }),
            Some(_) => return effects.push(Effect::ReadRunArchive(run.run_id.clone())),
            None => None,
        };
        self.open_kept(&run.run_id, archive, effects);
    }

    /// What the browser keeps of the archive of a run that is to be shown or held.
    pub(super) fn open_kept(
        &mut self,
        run_id: &str,
        archive: Option<KeptArchive>,
        effects: &mut Vec<Effect>,
    ) {
        let is_wanted = self.run_opening() == Some(run_id);
        match archive {
            Some(archive) if is_wanted => {
                self.open_archive(archive, Opening::Show { adopt: false }, effects);
            }
            None if is_wanted => {
                let error = Error::new(
                    Code::ReadFailed,
                    message!("error-run-not-kept"),
                    message!("error-run-settings-again"),
                );
                self.run_wanted = None;
                self.error = Some(error);
            }
            _ => {}
        }
    }

    fn show_held(&mut self, held: HeldRun, effects: &mut Vec<Effect>) {
        let HeldRun { card, archive } = held;
        self.show_run_of(&card);
        effects.push(Effect::KeepShown(card.run_id.clone()));
        match archive {
            Some(archive) => self.show_archive(archive),
            None => self.build_archive(effects),
        }
    }

    /// A run that is not the one at work is shown; that one goes on.
    pub(super) fn show_run_of(&mut self, card: &Arc<RunSummary>) {
        self.promotion_of(&card.run_id);
        self.fresh = false;
        self.run.show(key_of(card), Arc::clone(card));
        if self.run.job().is_none() {
            self.work = Work {
                log: card.log.clone(),
                ..Work::default()
            };
        }
    }

    pub(super) fn show_archive(&mut self, archive: (Arc<ArchiveSummary>, Arc<Vec<u8>>)) {
        let key = ArchiveKey {
            run_id: Some(archive.0.run_id.clone()),
            include_texts: archive.0.include_texts,
            gate: None,
        };
        // That of another run, which may be at work, is taken when it comes.
        self.archive.set(key, archive);
    }

    /// What the user says of a run.
    pub(super) fn say_of_run(&mut self, run_id: &str, said: Said, effects: &mut Vec<Effect>) {
        let Some(run) = self.runs.iter_mut().find(|run| run.run_id == run_id) else {
            return;
        };
        if run.said != said {
            Arc::make_mut(run).said = said;
            effects.extend(self.keep_run(run_id));
        }
    }

    /// The settings of a run become those of the form.
    pub(super) fn adopt_settings(&mut self, run_id: &str) {
        if let Some(run) = self.kept_run(run_id).cloned() {
            self.form.replace(run.config.clone());
        }
    }

    /// Takes runs off the list; the browser forgets them once they can't be wanted back any more.
    pub(super) fn remove_runs(&mut self, run_ids: &[String], effects: &mut Vec<Effect>) {
        let is_removed = |run: &Arc<KeptRun>| run_ids.contains(&run.run_id);
        let (removed, kept) = self.runs.drain(..).partition(is_removed);
        self.runs = kept;
        let removed: Vec<Arc<KeptRun>> = removed;
        if removed.is_empty() {
            return;
        }
        let ids = removed.iter().map(|run| run.run_id.clone());
        self.keeping.forgotten.extend(ids);
        self.run_wanted.take_if(|wanted| run_ids.contains(wanted));
        self.may_undo(Before::Runs(removed), effects);
    }

    pub(super) fn put_runs_back(&mut self, runs: Vec<Arc<KeptRun>>) {
        for run in runs {
            self.insert_run(run);
        }
    }

    /// Runs that were taken off the list are gone.
    pub(super) fn forget_runs(&mut self, runs: &[Arc<KeptRun>], effects: &mut Vec<Effect>) {
        for run in runs {
            // The views go on showing it, as long as it is the one that they show.
            if self.shown_run() != Some(&run.run_id) {
                self.held.retain(|held| held.card.run_id != run.run_id);
                let items = vec![Item::Run(run.run_id.clone())];
                effects.push(send(Request::Forget { items }));
            }
            effects.push(Effect::ForgetRun(run.run_id.clone()));
        }
        self.keep_again(effects);
    }

    /// The archive of a run as a file.
    pub(super) fn save_run(&mut self, run_id: &str, effects: &mut Vec<Effect>) {
        let Some(archive) = self.kept_run(run_id).and_then(|run| run.archive.clone()) else {
            return;
        };
        effects.push(match archive.bytes {
            Some(bytes) => Effect::Save {
                name: archive.file_name,
                bytes,
            },
            None => Effect::SaveRun(run_id.to_string()),
        });
    }

    pub(super) fn keep_run(&self, run_id: &str) -> Option<Effect> {
        let run = self.kept_run(run_id)?;
        let text = serde_json::to_string(&**run).expect("a run has a form in JSON");
        Some(Effect::KeepRun {
            run: run_id.to_string(),
            text,
        })
    }
}
