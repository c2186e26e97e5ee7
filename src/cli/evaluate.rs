//! `dryf evaluate`.

use serde_json::json;

use super::args::Evaluate;
use super::clock::Clock;
use super::output::Lines;
use super::progress::Work;
use super::{input, output, progress};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::{Evaluation, UnknownClass};
use crate::pipeline::run::class_names;

/// Texts that are predicted at a time.
const BATCH: usize = 1024;

/// Metrics of a model on texts with known tags, and the time that a text takes.
pub fn evaluate(options: &Evaluate) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("evaluate");
    let archive = input::model_archive(&options.model)?;
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
    progress::phase("predicting");
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
    if let Some(sentence) = UnknownClass::sentence(&unknown, "the model") {
        output::say(format_args!(
            "warning: {sentence}: they count as wrong; give one class one name, or leave these rows out"
        ));
    }
    let milliseconds_a_text = 1000.0 * seconds / data.corpus.texts.len() as f64;
    let peak = peak_memory();
    if let Some(path) = &options.json {
        let value = json!({
            "run_id": archive.manifest.run_id,
            "model_sha256": archive.manifest.model_sha256,
            "classes": classes,
            "evaluation": evaluation,
            "unknown_classes": unknown,
            "files": data.corpus.sources,
            "latency": { "milliseconds_a_text": milliseconds_a_text, "n_texts": data.corpus.texts.len() },
            "memory": { "peak_bytes": peak },
        });
        let bytes = serde_json::to_vec_pretty(&value).map_err(|error| {
            Error::new(
                Code::Bug,
                format!("the metrics have no form in JSON ({error})"),
                "",
            )
        })?;
        output::write_whole(path, &bytes)?;
    }
    output::print(&report(&evaluation, &classes, milliseconds_a_text, peak))
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

fn report(
    evaluation: &Evaluation,
    classes: &[String],
    milliseconds_a_text: f64,
    peak: Option<u64>,
) -> Lines {
    let mut text = Lines::new();
    text.line(format_args!("texts {}", evaluation.n));
    for (name, score) in [
        ("f1_micro", evaluation.f1_micro),
        ("f1_macro", evaluation.f1_macro),
        ("f1_weighted", evaluation.f1_weighted),
        ("accuracy", evaluation.accuracy),
        ("balanced_accuracy", evaluation.balanced_accuracy),
        ("mcc", evaluation.mcc),
    ] {
        text.line(format_args!("{name} {score}"));
    }
    if let Some(poleval) = &evaluation.poleval {
        text.line(format_args!("poleval_micro_f {:.2}", poleval.micro_f));
        text.line(format_args!("poleval_macro_f {:.2}", poleval.macro_f));
    }
    text.line(format_args!("milliseconds a text {milliseconds_a_text:.4}"));
    if let Some(bytes) = peak {
        text.line(format_args!("peak memory {:.1} MB", bytes as f64 / 1e6));
    }
    text.line("");
    let width = classes
        .iter()
        .map(|class| class.chars().count())
        .max()
        .unwrap_or(0)
        .max(5);
    text.line(format_args!(
        "{:width$}  precision  recall      f1  support",
        "class"
    ));
    for class in &evaluation.per_class {
        text.line(format_args!(
            "{:width$}  {:9.4}  {:6.4}  {:6.4}  {:7}",
            class.name, class.precision, class.recall, class.f1, class.support
        ));
    }
    text.line("");
    text.line("confusion matrix (rows: truth, columns: predicted)");
    for (class, row) in classes.iter().zip(&evaluation.confusion) {
        let counts: Vec<String> = row.iter().map(|count| format!("{count:7}")).collect();
        text.line(format_args!("{class:width$}  {}", counts.join("  ")));
    }
    text
}
