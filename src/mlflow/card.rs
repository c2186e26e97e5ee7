//! The model card: what MLflow shows of a model and of its versions, in Markdown.

use std::fmt::Write;

use super::artifacts::SetDigest;
use super::logged;
use super::markdown::{escaped, head, row};
use crate::pipeline::corpus::SetName;
use crate::pipeline::drift::intervals::{Estimate, wilson};
use crate::pipeline::run::gate_report::GateReport;
use crate::pipeline::run::record::RunRecord;

/// Begins the part on the gate, with which a card ends.
const GATE_TITLE: &str = "\n\n## Gate\n\n";
/// Classes that a table lists.
const LISTED: usize = 20;
/// Rows of a class below which its scores say little.
const FEW: u64 = 30;

/// The card of the model of a run, without a gate.
pub(super) fn card(record: &RunRecord, digests: &[(SetName, SetDigest)]) -> String {
    let at = record.end.civil();
    // A tracking server says only when the model came to it.
    let mut card = format!(
        "{}\n\nTrained on {:04}-{:02}-{:02} at {:02}:{:02} UTC by Dryf {}.",
        logged::note(record),
        at.year,
        at.month,
        at.day,
        at.hour,
        at.minute,
        env!("CARGO_PKG_VERSION"),
    );
    card += "\n\n## Data\n\n";
    card += &head(&["set", "rows", "digest", "files"]);
    for (set, digest) in digests {
        let files: Vec<String> = digest
            .sources
            .iter()
            .map(|source| escaped(&source.name))
            .collect();
        card += &row(&[
            &set.to_string(),
            &digest.n_rows.to_string(),
            &digest.digest,
            &files.join(", "),
        ]);
    }
    card += &scores(record);
    card += &limits(record);
    card
}

/// The card with what a gate decided, in place of an earlier gate.
pub(super) fn with_gate(card: &str, report: &GateReport) -> String {
    let mut card = without_gate(card).to_string();
    let status = report.validation_status();
    let _ = write!(
        card,
        "{GATE_TITLE}**{status}**: {}\n\nCompared with run {} on {} rows ({}).",
        escaped(&report.sentence),
        report.production.run_id,
        report.rows.n_rows,
        report.rows.digest,
    );
    card
}

/// Whether what is said of a model is its card, with another gate or none, and so may be renewed: nobody wrote it by hand.
pub(super) fn is_earlier(said: &str, card: &str) -> bool {
    card.starts_with(without_gate(said).trim_end())
}

/// The card as it was before any gate.
fn without_gate(card: &str) -> &str {
    card.split_once(GATE_TITLE)
        .map_or(card, |(before, _)| before)
}

/// How sure the scores are, and those of each class; nothing where there is no test set.
fn scores(record: &RunRecord) -> String {
    let Some(test) = record.test.as_ref().map(|test| &test.evaluation) else {
        return String::new();
    };
    let shown = |it: Estimate| format!("{:.4} ({:.4} to {:.4})", it.value, it.low, it.high);
    let mut part =
        String::from("\n## Scores on the test set\n\nIn brackets the interval of 95 %.\n\n");
    part += &head(&["score", "value"]);
    for (name, estimate) in [
        ("F1 micro", test.f1_micro_estimate()),
        ("F1 macro", test.f1_macro_estimate()),
    ] {
        if let Some(estimate) = estimate {
            part += &row(&[name, &shown(estimate)]);
        }
    }
    part.push('\n');
    part += &head(&["class", "rows", "recall", "precision"]);
    for (class, scores) in test.per_class.iter().enumerate().take(LISTED) {
        let hits = test.confusion[class][class];
        let given = test.confusion.iter().map(|row| row[class]).sum();
        let share = |n: u64| match n {
            0 => "none".to_string(),
            n => shown(wilson(hits, n)),
        };
        part += &row(&[
            &escaped(&scores.name),
            &scores.support.to_string(),
            &share(scores.support),
            &share(given),
        ]);
    }
    if let more @ 1.. = test.per_class.len().saturating_sub(LISTED) {
        let _ = writeln!(part, "\nAnd {more} classes more.");
    }
    part
}

fn limits(record: &RunRecord) -> String {
    let mut part = String::from(
        "\n## Limits\n\n- Every text gets one of the classes above, one of another kind too.\n- The scores are of rows like \
         those above. Of other sources and later times drift reports and monitoring tell.\n",
    );
    match &record.test {
        None => part += "- It was measured on no test set.\n",
        Some(test) => {
            let few = test
                .evaluation
                .per_class
                .iter()
                .filter(|class| class.support < FEW);
            let few: Vec<String> = few.take(LISTED).map(|class| escaped(&class.name)).collect();
            if !few.is_empty() {
                let _ = writeln!(part, "- Fewer than {FEW} test rows: {}.", few.join(", "));
            }
        }
    }
    part.trim_end().to_string()
}
