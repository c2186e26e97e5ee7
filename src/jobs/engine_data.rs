//! What the engine holds between jobs: the user's files, the data set they made, runs, the model in production.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::compare::{HeldCompare, Measured, no_comparison};
use super::drift::{LastDrift, Sides};
use super::held_run::HeldRun;
use super::monitor::{BatchFiles, LastMonitor};
use super::protocol::FileId;
use super::summaries::{
    ExcludedSummary, FileSummary, FindingGroup, LoadedSummary, ProductionSummary, SetSummary,
};
use crate::document::ROWS_NAMED;
use crate::message;
use crate::pipeline::clean::{CleanRecipe, Cleaner};
use crate::pipeline::corpus::{
    self, Corpus, DataSet, DataVerdict, FileOptions, Finding, FindingKind, KnownLabels,
    LabelNaming, NamedBytes, ReadingOptions, Role, ZipLimits, columns_of, detect_roles, sha256_hex,
};
use crate::pipeline::drift::Profile;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::{ModelFacts, WatchedModel};
use crate::pipeline::run::{Production, Rehearsal, RunConfig, rehearse};

/// Comparisons that are held: a table of runs may ask for some, one against another.
const MAX_COMPARES: usize = 8;

/// What the engine holds. Each part is replaced only once its successor is whole.
#[derive(Default)]
pub(super) struct EngineData {
    /// One for each of `files`.
    marks: Vec<Mark>,
    files: Vec<NamedBytes>,
    pub data: Option<Arc<Loaded>>,
    /// In the order in which they came.
    runs: Vec<HeldRun>,
    pub production: Option<(Production, ProductionSummary)>,
    /// What its archive keeps of the rows that it learned from.
    pub production_profile: Option<Arc<Profile>>,
    /// What a monitoring keeps of it.
    pub production_facts: Option<ModelFacts>,
    /// How its labels were named.
    pub production_naming: LabelNaming,
    /// It, ready to be watched; made when it is first asked for.
    pub watched: Option<Arc<WatchedModel>>,
    /// Files that are batches.
    pub batch_files: BatchFiles,
    /// The last monitoring, with the batches that are complete.
    pub monitor: Option<LastMonitor>,
    /// The last drift report, and the sides that reports were made of.
    pub drift: Option<LastDrift>,
    pub sides: Sides,
    /// The last comparisons, the newest last.
    compares: Vec<HeldCompare>,
    /// A model that is measured in this engine.
    pub measured: Measured,
    cleaner: Option<Cleaner>,
}

/// What is known of a file once and for all.
struct Mark {
    id: FileId,
    sha256: String,
    n_lines: u64,
}

/// A data set with what its validation found.
pub(super) struct Loaded {
    pub set: Arc<DataSet>,
    pub findings: Vec<Finding>,
    pub card: LoadedSummary,
}

impl EngineData {
    /// Takes a file or the data files of a zip; gives the new files' names.
    pub fn put(&mut self, name: String, bytes: Vec<u8>) -> Result<Vec<FileId>, Error> {
        if bytes.is_empty() {
            return Err(Error::new(
                Code::EmptyFile,
                message!("error-file-empty"),
                message!("error-choose-file-again"),
            )
            .in_file(name));
        }
        let files = corpus::unpack(vec![NamedBytes { name, bytes }], &ZipLimits::default())?;
        let marks: Vec<Mark> = files.iter().map(Mark::of).collect();
        let added = marks.iter().map(|mark| mark.id.clone()).collect();
        // A corrected file takes the place of the older one of its name.
        let is_replaced = |name: &str| files.iter().any(|file| file.name == name);
        let kept: Vec<bool> = self
            .files
            .iter()
            .map(|file| !is_replaced(&file.name))
            .collect();
        self.retain(&kept);
        self.marks.extend(marks);
        self.files.extend(files);
        Ok(added)
    }

    /// Drops files; with the last of them the data set.
    pub fn forget(&mut self, ids: &[FileId]) {
        let kept: Vec<bool> = self
            .marks
            .iter()
            .map(|mark| !ids.contains(&mark.id))
            .collect();
        self.retain(&kept);
        if self.files.is_empty() {
            self.data = None;
        }
    }

    /// Drops files and data set.
    pub fn clear(&mut self) {
        self.marks.clear();
        self.files.clear();
        self.data = None;
    }

    /// All files with the roles that they seem to have together.
    pub fn cards(&self) -> Vec<FileSummary> {
        let detected = detect_roles(&self.files, &FileOptions::default());
        self.marks
            .iter()
            .zip(&self.files)
            .zip(detected)
            .map(|((mark, file), detected)| FileSummary {
                id: mark.id.clone(),
                name: file.name.clone(),
                n_bytes: file.bytes.len() as u64,
                n_lines: mark.n_lines,
                sha256: mark.sha256.clone(),
                role: detected.role,
                reason: detected.reason,
                columns: match detected.role {
                    Some(Role::TrainTable | Role::TestTable) | None => columns_of(file),
                    _ => Vec::new(),
                },
            })
            .collect()
    }

    /// Makes the data set of the files named. The one before stays where that fails.
    pub fn assemble(
        &mut self,
        files: &[(FileId, Role)],
        options: &ReadingOptions,
    ) -> Result<LoadedSummary, Error> {
        let files: Vec<(Role, NamedBytes)> = files
            .iter()
            .map(|(id, role)| Ok((*role, self.file(id)?.clone())))
            .collect::<Result<_, Error>>()?;
        let loaded = Loaded::new(corpus::assemble(files, options)?);
        let card = loaded.card.clone();
        self.data = Some(Arc::new(loaded));
        Ok(card)
    }

    /// Takes the demo corpus in the place of all files.
    pub fn load_demo(&mut self) -> Result<(Vec<FileSummary>, LoadedSummary), Error> {
        let mut demo = EngineData::default();
        for file in corpus::demo_files() {
            demo.put(file.name, file.bytes)?;
        }
        let cards = demo.cards();
        let roles: Vec<(FileId, Role)> = cards
            .iter()
            .filter_map(|card| Some((card.id.clone(), card.role?)))
            .collect();
        let card = demo.assemble(&roles, &ReadingOptions::default())?;
        (self.marks, self.files, self.data) = (demo.marks, demo.files, demo.data);
        Ok((cards, card))
    }

    /// The data set.
    ///
    /// # Errors
    /// [`Code::MissingFile`] where there is none yet.
    pub fn data(&self) -> Result<&Arc<Loaded>, Error> {
        self.data.as_ref().ok_or_else(|| {
            Error::new(
                Code::MissingFile,
                message!("error-no-data"),
                message!("error-try-demo"),
            )
        })
    }

    /// A run, where it is held.
    pub fn held_run(&self, run_id: &str) -> Option<&HeldRun> {
        self.runs.iter().find(|run| run.is(run_id))
    }

    /// A run.
    ///
    /// # Errors
    /// [`Code::Usage`] where it is not held.
    pub fn run(&mut self, run_id: &str) -> Result<&mut HeldRun, Error> {
        let found = self.runs.iter_mut().find(|run| run.is(run_id));
        found.ok_or_else(|| {
            Error::new(
                Code::Usage,
                message!("error-no-run"),
                message!("error-press-run"),
            )
        })
    }

    /// Holds a run, in the place of one with the same ID.
    pub fn hold_run(&mut self, run: HeldRun) {
        self.forget_run(&run.record.run_id);
        self.runs.push(run);
    }

    pub fn forget_run(&mut self, run_id: &str) {
        self.runs.retain(|run| !run.is(run_id));
    }

    /// The run that came last of those whose index is not whole yet.
    pub fn run_to_index(&mut self) -> Option<&mut HeldRun> {
        let mut runs = self.runs.iter_mut().rev();
        runs.find(|run| !run.index_is_whole())
    }

    pub fn has_run_to_index(&self) -> bool {
        self.runs.iter().any(|run| !run.index_is_whole())
    }

    /// The last drift report.
    ///
    /// # Errors
    /// [`Code::Usage`] where there is none yet.
    pub fn drift(&mut self) -> Result<&mut LastDrift, Error> {
        self.drift.as_mut().ok_or_else(no_drift)
    }

    /// A comparison, by its number.
    ///
    /// # Errors
    /// [`Code::Usage`] where it is not held (any more).
    pub fn compare(&self, id: u32) -> Result<&HeldCompare, Error> {
        let found = self.compares.iter().find(|compare| compare.id == id);
        found.ok_or_else(no_comparison)
    }

    /// Holds a comparison, in the place of the oldest where there are many.
    pub fn hold_compare(&mut self, compare: HeldCompare) {
        if self.compares.len() == MAX_COMPARES {
            self.compares.remove(0);
        }
        self.compares.push(compare);
    }

    /// The model in production, ready to be watched.
    ///
    /// # Errors
    /// [`Code::Usage`] where there is none.
    pub fn watched(&mut self) -> Result<Arc<WatchedModel>, Error> {
        if let Some(model) = &self.watched {
            return Ok(Arc::clone(model));
        }
        let (Some((production, _)), Some(facts)) = (&self.production, &self.production_facts)
        else {
            return Err(Error::new(
                Code::Usage,
                message!("error-no-production"),
                message!("error-promote-or-choose"),
            ));
        };
        let profile = self.production_profile.clone();
        let model = WatchedModel::of(facts.clone(), &production.model, profile)?;
        let model = Arc::new(model);
        self.watched = Some(Arc::clone(&model));
        Ok(model)
    }

    /// The classes of the model in production, and how its labels were named; no class where there is no model.
    pub fn known_labels(&self) -> KnownLabels {
        let facts = self.production_facts.as_ref();
        KnownLabels {
            classes: facts.map_or_else(Vec::new, |facts| facts.classes.clone()),
            naming: self.production_naming.clone(),
        }
    }

    /// The cleaner of a recipe; the last one is kept, since a view asks for the same one again and again.
    pub fn cleaner(&mut self, recipe: &CleanRecipe) -> Result<&Cleaner, Error> {
        if self
            .cleaner
            .as_ref()
            .is_none_or(|cleaner| cleaner.recipe() != recipe)
        {
            self.cleaner = Some(recipe.compile()?);
        }
        Ok(self.cleaner.as_ref().expect("it was compiled just now"))
    }

    fn file(&self, id: &FileId) -> Result<&NamedBytes, Error> {
        let place = self.marks.iter().position(|mark| mark.id == *id);
        place.map(|place| &self.files[place]).ok_or_else(|| {
            Error::new(
                Code::MissingFile,
                message!("error-file-gone"),
                message!("error-drop-again"),
            )
        })
    }

    fn retain(&mut self, kept: &[bool]) {
        let mut flags = kept.iter();
        self.marks
            .retain(|_| *flags.next().expect("one flag for each file"));
        let mut flags = kept.iter();
        self.files
            .retain(|_| *flags.next().expect("one flag for each file"));
    }
}

impl Loaded {
    pub fn new(set: DataSet) -> Loaded {
        let (findings, verdict) = looked_at(&set);
        let digests = set.digest();
        let card_of = |corpus: &Corpus, digest: String| SetSummary {
            n_rows: corpus.texts.len() as u64,
            class_counts: corpus.class_counts(set.classes.len()),
            sources: corpus.sources.clone(),
            digest,
        };
        let card = LoadedSummary {
            classes: set.classes.clone(),
            naming: set.naming.clone(),
            digest: digest_of(&digests),
            train: card_of(&set.train, digests.train),
            test: set
                .test
                .as_ref()
                .map(|test| card_of(test, digests.test.unwrap_or_default())),
            findings: findings
                .iter()
                .map(|finding| FindingGroup {
                    kind: finding.kind,
                    severity: finding.severity,
                    set: finding.set,
                    message: finding.message.clone(),
                    n_rows: finding.rows.len() as u64,
                    rows: first(&finding.rows),
                    n_counterparts: finding.counterparts.len() as u64,
                    counterparts: first(&finding.counterparts),
                })
                .collect(),
            verdict,
        };
        Loaded {
            set: Arc::new(set),
            findings,
            card,
        }
    }

    /// What a run with this configuration would leave out, and whether it could train on the rest.
    ///
    /// # Errors
    /// Those of [`rehearse`].
    pub fn rehearsed(&self, config: &RunConfig) -> Result<ExcludedSummary, Error> {
        let validation = rehearse(config, &self.set)?.validation;
        Ok(ExcludedSummary {
            train: validation.excluded.train.len() as u64,
            test: validation.excluded.test.len() as u64,
            verdict: validation.verdict,
        })
    }
}

/// What the validation finds under the settings by default; a view and a run look again, under the user's own.
fn looked_at(set: &DataSet) -> (Vec<Finding>, DataVerdict) {
    match rehearse(&RunConfig::default(), set) {
        Ok(Rehearsal { validation, .. }) => {
            let mut findings = validation.findings;
            // Other settings may do: it is said by the verdict, which goes by them.
            findings.retain(|finding| finding.kind != FindingKind::TrainingImpossible);
            (findings, validation.verdict)
        }
        Err(error) => {
            let reason = error.line();
            (Vec::new(), DataVerdict::NotUsable { reason })
        }
    }
}

/// The rows that a finding's sentence names.
fn first(rows: &[u32]) -> Vec<u32> {
    rows.iter().take(ROWS_NAMED).copied().collect()
}

/// What is asked before there is a drift report.
pub(super) fn no_drift() -> Error {
    Error::new(
        Code::Usage,
        message!("error-no-drift"),
        message!("error-choose-sides"),
    )
}

/// One fingerprint for both sets.
pub(super) fn digest_of(digests: &corpus::Digests) -> String {
    match &digests.test {
        Some(test) => format!("{}-{test}", digests.train),
        None => digests.train.clone(),
    }
}

impl Mark {
    fn of(file: &NamedBytes) -> Mark {
        let mut hash = Sha256::new();
        hash.update((file.name.len() as u64).to_le_bytes());
        hash.update(file.name.as_bytes());
        hash.update(&file.bytes);
        let breaks = file.bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Mark {
            id: FileId(
                hash.finalize()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
            ),
            sha256: sha256_hex(&file.bytes),
            // The last line counts with or without its line break.
            n_lines: breaks + u64::from(!file.bytes.ends_with(b"\n")),
        }
    }
}
