//! `dryf evaluate`.

use schemars::JsonSchema;
use serde::Serialize;

use super::args::Evaluate;
use super::clock::Clock;
use super::progress::Work;
use super::tracking::name_of;
use super::{input, output, progress};
use crate::document::{
    Document, EvaluatedSet, EvaluationParts, evaluation_document, unknown_classes,
};
use crate::message;
use crate::pipeline::corpus::Source;
use crate::pipeline::error::Error;
use crate::pipeline::metrics::{Evaluation, UnknownClass};
use crate::pipeline::run::class_names;

/// Texts that are predicted at a time.
const BATCH: usize = 1024;

/// Metrics of a model on texts with known tags, and the time that a text takes.
pub fn evaluate(options: &Evaluate) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("evaluate");
    let archive = options.tracking.model_archive(&options.model)?;
    let model = input::model(&archive, &options.model)?;
    let (data, _) = input::labelled_rows(&options.rows, &archive.known_labels())?;
    // Compared by name over the classes of both, so that a class that only one of them knows counts as wrong.
    let mut classes = model.classes.clone();
    classes.extend(data.classes.iter().cloned());
    classes.sort();
    classes.dedup();
    let renumbered = |labels: &[u32], names: &[String]| -> Vec<u32> {
        let by_label: Vec<u32> = names
            .iter()
            .map(|name| classes.partition_point(|class| class < name) as u32)
            .collect();
        labels
            .iter()
            .map(|&label| by_label[label as usize])
            .collect()
    };
    let prepared = model.prepare()?;
    progress::phase(&progress::at("predict"));
    let begun = clock.now();
    let mut predicted = Vec::with_capacity(data.corpus.texts.len());
    for batch in data.corpus.texts.chunks(BATCH) {
        predicted.extend(prepared.labels(batch));
        progress::share(predicted.len() as u64, data.corpus.texts.len() as u64);
    }
    let seconds = clock.now().seconds_since(begun);
    let mut evaluation = Evaluation::new(
        &classes,
        &renumbered(&data.corpus.labels, &data.classes),
        &renumbered(&predicted, &model.classes),
    );
    if data.naming.is_poleval() {
        evaluation = evaluation.with_poleval_scores();
    }
    let known = class_names(&model);
    let unknown = UnknownClass::among(&data.classes, &data.corpus.labels, &known);
    if let Some(sentence) = unknown_classes(&unknown) {
        output::say(&message!("cli-warning", text = sentence));
    }
    let majority = archive
        .majority_class()
        .map_err(|error| error.in_file(options.model.display().to_string()))?;
    let milliseconds_a_text = 1000.0 * seconds / data.corpus.texts.len() as f64;
    let peak = peak_memory();
    let name = name_of(&options.model);
    let document = evaluation_document(EvaluationParts {
        before: None,
        name: &name,
        sets: &[(EvaluatedSet::Test, &evaluation)],
        baseline_class: majority.as_deref(),
        can_balance: true,
        unknown: &unknown,
        seconds_a_text: Some(milliseconds_a_text / 1000.0),
        peak_memory_bytes: peak,
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        let output = EvaluateOutput {
            dryf_version: env!("CARGO_PKG_VERSION"),
            run_id: &archive.manifest.run_id,
            model_sha256: &archive.manifest.model_sha256,
            classes: &classes,
            evaluation: &evaluation,
            verdict: SaidVerdict::of(&document),
            baseline_class: majority.as_deref(),
            unknown_classes: &unknown,
            files: &data.corpus.sources,
            latency: Latency {
                milliseconds_a_text,
                n_texts: data.corpus.texts.len(),
            },
            memory: Memory { peak_bytes: peak },
        };
        let bytes = serde_json::to_vec_pretty(&output)
            .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
        output::write_whole(path, &bytes)?;
    }
    output::show(&document)
}

/// The scores of a model on rows with known labels.
#[derive(JsonSchema, Serialize)]
pub struct EvaluateOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    /// 32 lower-case hex digits.
    run_id: &'a str,
    /// Lower-case hex, 64 digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    model_sha256: &'a str,
    /// Those of the model and of the rows, sorted by code point; the order of `evaluation.confusion`.
    classes: &'a [String],
    evaluation: &'a Evaluation,
    /// Whether the model is better than its training set's most frequent class, given to every row.
    verdict: Option<SaidVerdict>,
    /// The most frequent class of the training set; null where the archive does not tell it.
    baseline_class: Option<&'a str>,
    /// Classes of the rows that the model can't give.
    unknown_classes: &'a [UnknownClass],
    /// The files that the rows came from, each with what it was read as.
    files: &'a [Source],
    latency: Latency,
    memory: Memory,
}

/// A verdict in JSON for people and scripts, in English.
#[derive(JsonSchema, Serialize)]
struct SaidVerdict {
    #[schemars(extend("enum" = ["better", "undecided", "worse", "same"]))]
    outcome: &'static str,
    sentence: String,
}

impl SaidVerdict {
    fn of(document: &Document) -> Option<SaidVerdict> {
        document.verdict().map(|verdict| SaidVerdict {
            outcome: verdict.outcome,
            sentence: verdict.line().to_string(),
        })
    }
}

/// The time that predicting took.
#[derive(JsonSchema, Serialize)]
struct Latency {
    /// The mean over all texts, which were predicted in batches of 1,024; 0 where the clock is frozen.
    milliseconds_a_text: f64,
    n_texts: usize,
}

/// The memory that the process has held.
#[derive(JsonSchema, Serialize)]
struct Memory {
    /// The most so far, in bytes; null where the system does not tell.
    peak_bytes: Option<u64>,
}

/// The most memory that the process has held so far, in bytes, where the system tells (Linux does).
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}
