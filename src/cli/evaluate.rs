//! `dryf evaluate`.

use serde_json::json;

use super::args::Evaluate;
use super::clock::Clock;
use super::{input, output};
use crate::pipeline::corpus::assemble_labelled;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::Evaluation;

/// Metrics of a model on texts with known tags, and the time that a text takes.
pub fn evaluate(options: &Evaluate) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    if let Some(path) = &options.json {
        output::check_writable(path)?;
    }
    let archive = input::archive(&options.model)?;
    let model = input::model(&archive, &options.model)?;
    let files = input::labelled(&options.text, options.tags.as_deref())?;
    let data = assemble_labelled(files, &options.columns.names(), &model.classes)?;
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
    let begun = clock.now();
    let predicted = prepared.labels(&data.corpus.texts);
    let seconds = clock.now().seconds_since(begun);
    let evaluation = Evaluation::new(
        &classes,
        &renumbered(&data.corpus.labels, &data.classes),
        &renumbered(&predicted, &model.classes),
    );
    let milliseconds_a_text = 1000.0 * seconds / data.corpus.texts.len() as f64;
    let peak = peak_memory();
    if let Some(path) = &options.json {
        let value = json!({
            "run_id": archive.manifest.run_id,
            "model_sha256": archive.manifest.model_sha256,
            "classes": classes,
            "evaluation": evaluation,
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
) -> String {
    let mut text = format!(
        "texts {}\nf1_micro {}\nf1_macro {}\nf1_weighted {}\naccuracy {}\nbalanced_accuracy {}\nmcc {}\n",
        evaluation.n,
        evaluation.f1_micro,
        evaluation.f1_macro,
        evaluation.f1_weighted,
        evaluation.accuracy,
        evaluation.balanced_accuracy,
        evaluation.mcc
    );
    if let Some(poleval) = &evaluation.poleval {
        text += &format!(
            "poleval_micro_f {:.2}\npoleval_macro_f {:.2}\n",
            poleval.micro_f, poleval.macro_f
        );
    }
    text += &format!("milliseconds a text {milliseconds_a_text:.4}\n");
    if let Some(bytes) = peak {
        text += &format!("peak memory {:.1} MB\n", bytes as f64 / 1e6);
    }
    text.push('\n');
    let width = classes
        .iter()
        .map(|class| class.chars().count())
        .max()
        .unwrap_or(0)
        .max(5);
    text += &format!("{:width$}  precision  recall      f1  support\n", "class");
    for class in &evaluation.per_class {
        text += &format!(
            "{:width$}  {:9.4}  {:6.4}  {:6.4}  {:7}\n",
            class.name, class.precision, class.recall, class.f1, class.support
        );
    }
    text += "\nconfusion matrix (rows: truth, columns: predicted)\n";
    for (class, row) in classes.iter().zip(&evaluation.confusion) {
        let counts: Vec<String> = row.iter().map(|count| format!("{count:7}")).collect();
        text += &format!("{class:width$}  {}\n", counts.join("  "));
    }
    text
}
