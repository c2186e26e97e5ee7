//! Files that were given as data and are none, but something else that is known: archives of runs, journals of searches, files
//! of settings and of rules. Each waits until the user says what it is for.

use std::sync::Arc;

use toml::Table;

use super::{
    Before, Effect, Fingerprint, How, Intent, KeptArchive, KeptRun, MonitorIntent, SearchIntent,
    SearchKey, Session, View,
};
use crate::jobs::protocol::{JobId, JobSpec};
use crate::jobs::summaries::{ArchiveSummary, JournalFound, NoData, RunSummary};
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::{CONFIG, MONITORING, Schema, parse};
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

/// Files of settings are small; a larger one is something else.
const MOST_OF_SETTINGS: usize = 1 << 20;

/// A file that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub file: KeptArchive,
    pub what: OfferKind,
}

/// What it is.
#[derive(Debug, Clone, PartialEq)]
pub enum OfferKind {
    Run(Box<OfferedRun>),
    Journal(Box<JournalFound>),
    /// Settings of a run.
    Settings(Box<RunConfig>),
    /// Rules of the gate.
    Rules,
    /// Rules for retraining.
    WatchRules,
    /// Settings of a search.
    Search,
}

/// The run of an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedRun {
    pub run: KeptRun,
    /// F1 micro, and whether it is that on the test set; else it is on the validation part.
    pub f1_micro: Option<(f64, bool)>,
    pub n_rows: u64,
    pub files: Vec<String>,
}

/// What the user wants with such a file, by its place in [`Session::offers`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OfferIntent {
    /// Show the run, or the study in the view Tune; settings and rules take the place of those of today.
    Open(usize),
    /// Compare the run with the one that is shown.
    Compare(usize),
    /// Put the run into production.
    Promote { place: usize, at: UnixMillis },
    /// Do nothing with it.
    Leave(usize),
}

/// What an archive is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// To show its run in all views; whether its settings become those of the form.
    Show { adopt: bool },
    /// To compare it with the run that is shown.
    Compare,
}

impl Session {
    /// Files that wait.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Whether the run of an archive can be compared with the one that is shown.
    pub fn can_compare_with(&self, run_id: &str) -> bool {
        self.shown_run().is_some_and(|shown| shown != run_id)
    }

    fn offer(&mut self, file: KeptArchive, what: OfferKind) {
        self.view = View::Data;
        self.offers.retain(|offer| offer.file.name != file.name);
        self.refused.retain(|refused| refused.name != file.name);
        self.offers.push(Offer { file, what });
    }

    /// The engine says what a file is.
    pub(super) fn offer_found(&mut self, file: NamedBytes, what: NoData) {
        let what = match what {
            NoData::Run(found) => {
                let run = KeptRun::of(&found.run);
                let score = |set: &str| run.metric(&format!("f1_micro_{set}_set"));
                let on_test = score("test").map(|f1| (f1, true));
                let f1_micro = on_test.or_else(|| score("validation").map(|f1| (f1, false)));
                OfferKind::Run(Box::new(OfferedRun {
                    f1_micro,
                    n_rows: found.n_rows,
                    files: found.files,
                    run,
                }))
            }
            NoData::Journal(found) => OfferKind::Journal(Box::new(found)),
        };
        self.offer(file.into(), what);
    }

    /// Keeps what is settings or rules by its ending; gives back all other files.
    pub(super) fn offer_settings(&mut self, files: Vec<NamedBytes>) -> Vec<NamedBytes> {
        let is_toml = |file: &NamedBytes| {
            file.name.to_ascii_lowercase().ends_with(".toml")
                && file.bytes.len() <= MOST_OF_SETTINGS
        };
        let (settings, others): (Vec<_>, Vec<_>) = files.into_iter().partition(is_toml);
        for file in settings {
            match kind_of(&file) {
                Ok(what) => self.offer(file.into(), what),
                Err(error) => {
                    self.view = View::Data;
                    self.refuse(file.name, error);
                }
            }
        }
        others
    }

    pub(super) fn plan_offer(&mut self, intent: OfferIntent, effects: &mut Vec<Effect>) {
        let (OfferIntent::Open(place)
        | OfferIntent::Compare(place)
        | OfferIntent::Promote { place, .. }
        | OfferIntent::Leave(place)) = intent;
        if place >= self.offers.len() {
            return;
        }
        let Offer { file, what } = self.offers.remove(place);
        match (intent, what) {
            (OfferIntent::Open(_), OfferKind::Run(_)) => {
                self.open_archive(file, Opening::Show { adopt: true }, effects);
                self.view = View::Evaluate;
            }
            (OfferIntent::Compare(_), OfferKind::Run(_)) => {
                self.open_archive(file, Opening::Compare, effects);
                self.view = View::Runs;
            }
            (OfferIntent::Promote { at, .. }, OfferKind::Run(_)) => {
                self.promote_file(file, How::File, at, effects);
                self.view = View::Validate;
            }
            (OfferIntent::Open(_), OfferKind::Journal(found)) => self.show_study(*found, effects),
            (OfferIntent::Open(_), OfferKind::Settings(config)) => {
                let before = Before::Settings(Box::new(self.form.clone()));
                self.may_undo(before, effects);
                self.form.replace(*config);
                self.view = View::Train;
            }
            (OfferIntent::Open(_), OfferKind::Rules) => {
                let before = Before::Rules(Box::new(self.validation.rules.clone()));
                self.may_undo(before, effects);
                self.load_rules(&bytes_of(file));
                self.view = View::Validate;
            }
            (OfferIntent::Open(_), OfferKind::WatchRules) => {
                let load = MonitorIntent::LoadRules(bytes_of(file));
                self.plan_monitor(load, effects);
                self.view = View::Monitor;
            }
            (OfferIntent::Open(_), OfferKind::Search) => {
                self.plan_search(SearchIntent::Load(bytes_of(file)), effects);
                self.view = View::Tune;
            }
            _ => {}
        }
    }

    pub(super) fn open_archive(
        &mut self,
        archive: KeptArchive,
        opening: Opening,
        effects: &mut Vec<Effect>,
    ) {
        let spec = JobSpec::OpenArchive { name: archive.name };
        let job = self.start_with(spec, archive.bytes.to_vec(), effects);
        self.opening = Some((job, opening, archive.bytes));
    }

    /// An archive has been opened, unless another one was wanted in the meantime.
    pub(super) fn opened(
        &mut self,
        job: JobId,
        run: RunSummary,
        archive: ArchiveSummary,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, opening, bytes)) = self.opening.take_if(|(opening, ..)| *opening == job)
        else {
            return;
        };
        self.run_wanted = None;
        let (run, archive) = (Arc::new(run), Arc::new(archive));
        match opening {
            Opening::Show { adopt } => {
                if adopt {
                    self.form.replace(run.config.clone());
                    self.settle(effects);
                }
                self.include_texts = archive.include_texts;
                self.show_run_of(&run);
                self.take_run(&run, effects);
                self.take_archive(&archive, &bytes, effects);
                self.show_archive((archive, bytes));
            }
            Opening::Compare => {
                let shown = self.shown_run().map(str::to_string);
                self.list_run(&run, effects);
                self.take_archive(&archive, &bytes, effects);
                self.runs_choice.compared = shown.into_iter().collect();
                self.runs_choice.compared.push(run.run_id.clone());
            }
        }
    }

    /// Shows the study of a journal as the search, with its settings, where it is one of ours and none is at work.
    fn show_study(&mut self, found: JournalFound, effects: &mut Vec<Effect>) {
        let slot = &self.searching.slot;
        if let (Ok(report), None) = (found.report, slot.job()) {
            let key = SearchKey {
                data: Fingerprint::Unknown,
                config: self.config().clone(),
                settings: report.settings.clone(),
            };
            let before = Before::Search(Box::new(self.searching.form.clone()));
            self.may_undo(before, effects);
            self.searching.form.replace(&report.settings);
            self.searching.slot.set(key, Arc::from(report));
            self.view = View::Tune;
        }
    }
}

fn bytes_of(file: KeptArchive) -> NamedBytes {
    NamedBytes {
        name: file.name,
        bytes: Arc::unwrap_or_clone(file.bytes),
    }
}

/// Which settings or rules a file of TOML has, by the names at its top.
///
/// # Errors
/// It is no TOML, has no name of ours, or its settings are none.
fn kind_of(file: &NamedBytes) -> Result<OfferKind, Error> {
    let text = String::from_utf8_lossy(&file.bytes);
    let (table, _) = parse(&text, &file.name)?;
    let has = |names: &[&str]| {
        table
            .keys()
            .filter(|key| names.contains(&key.as_str()))
            .count()
    };
    let has_of = |schema: &Schema| has(&schema.sections()) + named(&table, schema);
    let (of_run, of_monitoring) = (has_of(&CONFIG), has_of(&MONITORING));
    if has(&["rules", "unknown_labels"]) > 0 {
        Ok(OfferKind::Rules)
    } else if has(&["study", "space"]) > 0 {
        Ok(OfferKind::Search)
    } else if of_run > 0 && of_run >= of_monitoring {
        let config = RunConfig::from_toml(&text, &file.name)?;
        Ok(OfferKind::Settings(Box::new(config)))
    } else if of_monitoring > 0 {
        Ok(OfferKind::WatchRules)
    } else {
        Err(Error::new(
            Code::UnknownFormat,
            message!("error-other-toml"),
            message!("error-other-toml-remedy"),
        )
        .in_file(&file.name))
    }
}

/// Settings of a schema that a table has: what sections of one name are told apart by.
fn named(table: &Table, schema: &Schema) -> usize {
    let is_there = |section: &str, name: &str| {
        let section = table.get(section).and_then(toml::Value::as_table);
        section.is_some_and(|section| section.contains_key(name))
    };
    let params = schema.params.iter();
    params
        .filter(|param| is_there(param.section, param.name))
        .count()
}

impl From<OfferIntent> for Intent {
    fn from(intent: OfferIntent) -> Intent {
        Intent::Offer(intent)
    }
}
