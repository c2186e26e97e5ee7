//! `dryf compare`: may a candidate take the place of the model in production?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Compare;
use super::clock::Clock;
use super::measure::{self, Measured};
use super::progress::Work;
use super::tracking::{Tracking, name_of};
use super::{input, output, progress};
use crate::document::gate_document;
use crate::message;
use crate::message::Language;
use crate::mlflow::{Archive, with_gate, write_zip};
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::compare::{
    CompareWork, Comparison, FlipsOfBoth, Gate, GateOutcome, Missing, Resource, Resources, Rules,
    RulesFile, ValidRules,
};
use crate::pipeline::corpus::{LabelNaming, LabelledSet};
use crate::pipeline::drift::Scores;
use crate::pipeline::error::Error;
use crate::pipeline::robustness::{Perturbation, Robustness, RobustnessWork, answers};
use crate::pipeline::run::model_files::model_files;
use crate::pipeline::run::{
    GateModel, GateReport, GateRows, ModelScores, disagreements, paired_rows,
};
use crate::pipeline::step::at_once;
use crate::render;

/// Draws of each bootstrap and of each randomisation.
const DRAWS: u32 = 2000;
/// Draws between two looks at how far they are.
const DRAWS_A_TICK: u32 = 50;
/// Texts that are predicted at a time.
const BATCH: usize = 1024;

/// Holds both models and the baseline against the same rows; gives the exit code of the verdict.
pub fn compare(options: &Compare) -> Result<u8, Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("compare");
    let rules = match &options.rules {
        Some(path) => Some(RulesFile::read(
            &input::read_text(path)?,
            &path.display().to_string(),
        )?),
        None => None,
    };
    for note in rules.iter().flat_map(|file| &file.notes) {
        output::say(&message!("cli-note", text = note.clone()));
    }
    let candidate = Given::read(&options.candidate, &options.tracking)?;
    let production = Given::read(&options.production, &options.tracking)?;
    let mut known = candidate.archive.known_labels();
    let in_production = production.archive.known_labels();
    known.classes.extend(in_production.classes);
    if known.naming == LabelNaming::AsTheyStand {
        known.naming = in_production.naming;
    }
    let (rows, name) = input::labelled_rows(&options.rows, &known)?;
    let (one, other) = (candidate.scores(&rows)?, production.scores(&rows)?);
    let paired = paired_rows(&rows, &one, &other)?;
    let classes = paired.classes().to_vec();
    let valid = match &rules {
        Some(rules) => rules.check(&classes),
        None => Rules::default().check(&classes),
    }
    .map_err(|mut faults| faults.remove(0))?;
    let baseline = candidate
        .archive
        .majority_class()
        .map_err(|error| error.in_file(candidate.path.display().to_string()))?;
    let baseline = baseline.and_then(|class| classes.iter().position(|name| *name == class));
    let mut comparison = drive(CompareWork::new(
        paired,
        baseline.unwrap_or(0) as u32,
        DRAWS,
        options.seed,
    ))?;
    if rows.naming.is_poleval() {
        comparison = comparison.with_poleval_scores();
    }
    let resources = match (options.without_resources, clock) {
        (true, _) => not_measured([&candidate, &production], &Missing::NotAsked),
        (false, Clock::Frozen(_)) => {
            not_measured([&candidate, &production], &Missing::ClockIsFrozen)
        }
        (false, Clock::System) => measured([&candidate, &production], &rows, options.seed)?,
    };
    let mut measured = resources.measured();
    measured.flips = flips([&candidate, &production], &rows, &valid, options.seed)?;
    let gate = Gate::new(&comparison, &measured, &valid);
    let report = GateReport {
        dryf_version: env!("CARGO_PKG_VERSION"),
        at: clock.now(),
        sentence: gate.sentence.clone(),
        rows: GateRows {
            name,
            digest: rows.corpus.digest(&rows.classes),
            n_rows: rows.corpus.texts.len() as u64,
            files: rows.corpus.sources.clone(),
        },
        rules: rules.map_or_else(Rules::default, |file| file.rules),
        gate,
        comparison,
        resources,
        disagreements: disagreements(&rows, &one, &other),
        candidate: candidate.contestant(),
        production: production.contestant(),
    };
    let document = gate_document((&report).into());
    if let Some(path) = &options.json {
        output::write_whole(path, &report.json())?;
    }
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.out {
        let page =
            |report: &GateReport| render::page(&gate_document(report.into()), Language::English);
        let files = at_once(with_gate(&candidate.archive, &report, page))?;
        output::write_whole(path, &write_zip(&files))?;
    }
    output::show(&document)?;
    Ok(match report.gate.outcome {
        GateOutcome::Pass => 0,
        GateOutcome::Fail => 1,
        GateOutcome::NotEnoughData => 2,
    })
}

/// A model as it was given.
struct Given {
    path: PathBuf,
    archive: Archive,
    model: TextClassifier,
}

impl Given {
    fn read(path: &Path, tracking: &Tracking) -> Result<Given, Error> {
        let archive = tracking.archive(path)?;
        let model = input::model(&archive, path)?;
        Ok(Given {
            path: path.to_path_buf(),
            archive,
            model,
        })
    }

    fn contestant(&self) -> GateModel {
        GateModel {
            name: name_of(&self.path),
            run_id: self.archive.manifest.run_id.clone(),
            model_sha256: self.archive.manifest.model_sha256.clone(),
            classes: self.model.classes.clone(),
        }
    }

    fn scores(&self, rows: &LabelledSet) -> Result<Scores, Error> {
        let prepared = self.model.prepare()?;
        let mut scores = ModelScores::new(&self.model, &self.archive.manifest.model_sha256);
        let name = self.contestant().name;
        progress::phase(&message!("cli-phase-predict", name = name));
        let total = rows.corpus.texts.len();
        for (done, batch) in rows.corpus.texts.chunks(BATCH).enumerate() {
            scores.add(&prepared, batch);
            progress::share(((done + 1) * BATCH).min(total) as u64, total as u64);
        }
        Ok(scores.finish())
    }

    fn robustness(
        &self,
        rows: &LabelledSet,
        perturbations: &[Perturbation],
        seed: u32,
    ) -> Result<Robustness, Error> {
        let prepared = self.model.prepare()?;
        let name = self.contestant().name;
        progress::phase(&message!("cli-phase-predict", name = name));
        let (texts, labels) = (&rows.corpus.texts, &rows.corpus.labels);
        let mut work = RobustnessWork::new(&rows.classes, &self.model.classes, perturbations, seed);
        let mut done = 0;
        for (texts, labels) in texts.chunks(BATCH).zip(labels.chunks(BATCH)) {
            work.add(texts, labels, |texts| answers(&prepared, texts));
            done += texts.len();
            progress::share(done as u64, rows.corpus.texts.len() as u64);
        }
        Ok(work.so_far())
    }
}

/// Draws all.
fn drive(mut work: CompareWork) -> Result<Comparison, Error> {
    progress::phase(&progress::at("draws"));
    while work.step(DRAWS_A_TICK).is_running() {
        progress::share(u64::from(work.done()), u64::from(work.total()));
    }
    work.finish()
        .ok_or_else(|| Error::bug(message!("error-bug-unfinished")))
}

/// What both cost.
fn measured(models: [&Given; 2], rows: &LabelledSet, seed: u32) -> Result<Resources, Error> {
    let [one, other] = models;
    let prepared = (one.model.prepare()?, other.model.prepare()?);
    let files = (model_files(&one.model), model_files(&other.model));
    measure::resources(
        [
            &Measured {
                prepared: &prepared.0,
                files: &files.0,
            },
            &Measured {
                prepared: &prepared.1,
                files: &files.1,
            },
        ],
        &rows.corpus.texts,
        seed,
        |phase| progress::timed_phase(&phase),
    )
}

/// How often the answers of both flip, by the writings that rules name.
fn flips(
    models: [&Given; 2],
    rows: &LabelledSet,
    rules: &ValidRules,
    seed: u32,
) -> Result<BTreeMap<Perturbation, FlipsOfBoth>, Error> {
    let named: Vec<Perturbation> = rules.writings().into_iter().collect();
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let candidate = models[0].robustness(rows, &named, seed)?;
    let production = models[1].robustness(rows, &named, seed)?;
    Ok(FlipsOfBoth::by_writing(&candidate, &production))
}

/// Sizes alone.
fn not_measured(models: [&Given; 2], why: &Missing) -> Resources {
    let all = [
        Resource::Latency,
        Resource::CpuSeconds,
        Resource::PeakMemory,
    ];
    Resources::new(
        [None, None],
        models.map(|given| measure::model_bytes(&model_files(&given.model))),
        &[],
        all.map(|resource| (resource, why.clone())).into(),
    )
}
