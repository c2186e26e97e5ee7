//! The gate's report: the two models, the rows, the rules, all that was counted and measured, and where the models disagree.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::metric_key::ClassKeys;
use super::tables::Table;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::compare::{
    Comparison, Cost, Gate, GateOutcome, Latency, ModelResources, Pair, PairedRows, Percentiles,
    Resources, Rules,
};
use crate::pipeline::corpus::{LabelledSet, Source};
use crate::pipeline::drift::{Estimate, ScoreKind, Scores};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;
use serde_json::{Value, json};

/// One of the two models.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct GateModel {
    /// For people, such as the name of its file.
    pub name: String,
    pub run_id: String,
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub model_sha256: String,
    pub classes: Vec<String>,
}

/// The rows that both answered.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct GateRows {
    /// For people; in English in JSON.
    #[schemars(with = "String")]
    #[serde(serialize_with = "in_english")]
    pub name: Message,
    /// Of texts and class names in their order, as an archive's digest: 32 lower-case hex digits.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    pub digest: String,
    pub n_rows: u64,
    /// The files that they came from, with what each was read as; empty where that is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Source>,
}

fn in_english<S: Serializer>(message: &Message, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(message)
}

/// A row to which the models give different classes.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Disagreement {
    /// From 0.
    pub row: u32,
    /// Left out of JSON: a report may go where the texts may not.
    #[serde(skip)]
    pub text: String,
    pub label: String,
    pub candidate: Answer,
    pub production: Answer,
}

/// The class that a model gives a row, with that class's score.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Answer {
    pub label: String,
    pub score: f32,
    /// What the score is.
    pub kind: ScoreKind,
}

/// All that a gate found.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct GateReport {
    pub dryf_version: &'static str,
    pub at: UnixMillis,
    /// What the gate says, the outcome first, in one line.
    pub sentence: String,
    pub candidate: GateModel,
    pub production: GateModel,
    pub rows: GateRows,
    pub rules: Rules,
    pub gate: Gate,
    pub comparison: Comparison,
    pub resources: Resources,
    pub disagreements: Vec<Disagreement>,
}

/// The rows with the answers of both models, each by the names of its own classes: over the classes of rows and models
/// together, sorted, so that a class which a model does not know counts as wrong.
///
/// # Errors
/// [`Code::NotUsable`] without rows, or where none of the rows' classes is one of a model's.
pub fn paired_rows(
    rows: &LabelledSet,
    candidate: &Scores,
    production: &Scores,
) -> Result<PairedRows, Error> {
    for (whose, scores) in [("candidate", candidate), ("production", production)] {
        if !rows
            .classes
            .iter()
            .any(|class| scores.classes.contains(class))
        {
            return Err(Error::new(
                Code::NotUsable,
                message!(
                    "error-no-class-known",
                    rows = Argument::cut(&rows.classes),
                    model = Argument::key(whose),
                    known = Argument::cut(&scores.classes)
                ),
                message!("error-give-known-labels"),
            ));
        }
    }
    let mut classes: Vec<String> = [&rows.classes, &candidate.classes, &production.classes]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    classes.sort();
    classes.dedup();
    let numbered = |names: &[String], labels: &[u32]| -> Vec<u32> {
        let places: Vec<u32> = names
            .iter()
            .map(|name| classes.partition_point(|class| class < name) as u32)
            .collect();
        labels.iter().map(|&label| places[label as usize]).collect()
    };
    let truth = numbered(&rows.classes, &rows.corpus.labels);
    let one = numbered(&candidate.classes, &candidate.predicted);
    let other = numbered(&production.classes, &production.predicted);
    let are_same = candidate.model_sha256 == production.model_sha256;
    Ok(PairedRows::new(classes, truth, one, other)?.by_models(
        are_same,
        &candidate.classes,
        &production.classes,
    ))
}

/// The rows to which the models give different classes, in order.
pub fn disagreements(
    rows: &LabelledSet,
    candidate: &Scores,
    production: &Scores,
) -> Vec<Disagreement> {
    let answer = |scores: &Scores, row: usize| {
        let label = scores.predicted[row] as usize;
        Answer {
            label: scores.classes[label].clone(),
            score: scores.values[row * scores.classes.len() + label],
            kind: scores.kind,
        }
    };
    let corpus = &rows.corpus;
    (0u32..)
        .zip(corpus.texts.iter().zip(&corpus.labels))
        .map(|(row, (text, &label))| Disagreement {
            row,
            text: text.clone(),
            label: rows.classes[label as usize].clone(),
            candidate: answer(candidate, row as usize),
            production: answer(production, row as usize),
        })
        .filter(|found| found.candidate.label != found.production.label)
        .collect()
}

impl GateReport {
    /// What MLflow's tag `validation_status` says.
    pub fn validation_status(&self) -> &'static str {
        match self.gate.outcome {
            GateOutcome::Pass => "passed",
            GateOutcome::Fail => "failed",
            GateOutcome::NotEnoughData => "pending",
        }
    }

    /// As JSON, without the texts.
    pub fn json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain data has a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// The report without the texts of the rows.
    pub fn without_texts(&self) -> GateReport {
        let mut report = self.clone();
        for found in &mut report.disagreements {
            found.text.clear();
        }
        report
    }

    /// Where the models disagree, as a table, with the texts or without.
    pub fn disagreements_table(&self, with_texts: bool) -> Table {
        let columns = [
            "row",
            "label",
            "candidate",
            "candidate_score",
            "production",
            "production_score",
        ];
        let text = |found: &Disagreement| with_texts.then(|| json!(found.text));
        Table {
            columns: columns
                .into_iter()
                .chain(with_texts.then_some("text"))
                .map(String::from)
                .collect(),
            rows: self
                .disagreements
                .iter()
                .map(|found| {
                    let answer = |answer: &Answer| [json!(answer.label), json!(answer.score)];
                    let start: [Value; 2] = [json!(found.row), json!(found.label)];
                    start
                        .into_iter()
                        .chain(answer(&found.candidate))
                        .chain(answer(&found.production))
                        .chain(text(found))
                        .collect()
                })
                .collect(),
        }
    }

    /// The numbers that are worth a curve over many gates, by name. Times are in seconds, sizes in bytes; what was not
    /// measured is not there.
    pub fn metrics(&self) -> Vec<(String, f64)> {
        let mut found = Found(Vec::new());
        let comparison = &self.comparison;
        found.add("rows", self.rows.n_rows as f64);
        found.add("disagreements", self.disagreements.len() as f64);
        for (name, evaluation) in [
            ("candidate", &comparison.candidate),
            ("production", &comparison.production),
            ("baseline", &comparison.baseline),
        ] {
            found.add(&format!("f1_micro_{name}"), evaluation.f1_micro);
            found.add(&format!("f1_macro_{name}"), evaluation.f1_macro);
        }
        found.pair("", &comparison.against_production);
        found.pair("baseline_", &comparison.against_baseline);
        let resources = &self.resources;
        for (name, latency) in [("latency", &resources.single), ("batch", &resources.batch)] {
            if let Some(latency) = latency {
                found.latency(name, latency);
            }
        }
        for (name, model) in [
            ("candidate", &resources.candidate),
            ("production", &resources.production),
        ] {
            found.model(name, model);
        }
        for (cost, ratio) in &resources.ratios {
            let name = match cost {
                Cost::CpuSeconds => "cpu_seconds_ratio",
                _ => "peak_memory_ratio",
            };
            found.interval(name, ratio.estimate);
        }
        found.0
    }
}

/// Metrics so far.
struct Found(Vec<(String, f64)>);

impl Found {
    fn add(&mut self, name: &str, value: f64) {
        self.0.push((format!("gate_{name}"), value));
    }

    fn interval(&mut self, name: &str, estimate: Estimate) {
        self.add(name, estimate.value);
        // An interval of no width is none: too little differs for the draws to tell.
        if estimate.low < estimate.high {
            self.add(&format!("{name}_low"), estimate.low);
            self.add(&format!("{name}_high"), estimate.high);
        }
    }

    fn pair(&mut self, before: &str, pair: &Pair) {
        let differences = &pair.differences;
        for (score, difference) in [
            ("f1_micro", &differences.f1_micro),
            ("f1_macro", &differences.f1_macro),
        ] {
            self.interval(&format!("{before}{score}_difference"), difference.estimate);
            self.add(&format!("{before}{score}_p"), difference.p);
        }
        self.add(&format!("{before}mcnemar_exact_p"), pair.mcnemar.exact_p);
        self.add(&format!("{before}mcnemar_mid_p"), pair.mcnemar.mid_p);
        let names = pair.recalls.iter().map(|recall| recall.class.as_str());
        let keys = ClassKeys::new(names, &["_low", "_high"]);
        for recall in &pair.recalls {
            let class = keys.get(&recall.class);
            self.interval(
                &format!("{before}recall_difference_{class}"),
                recall.difference,
            );
        }
    }

    fn latency(&mut self, name: &str, latency: &Latency) {
        let each = |of: &Percentiles| [("p50", of.p50), ("p95", of.p95), ("p99", of.p99)];
        for (model, times) in [
            ("candidate", &latency.candidate),
            ("production", &latency.production),
        ] {
            for (percentile, estimate) in each(&times.percentiles) {
                self.add(&format!("{name}_{percentile}_{model}"), estimate.value);
            }
            self.add(
                &format!("{name}_rows_a_second_{model}"),
                times.rows_a_second,
            );
        }
        for (percentile, estimate) in each(&latency.ratio) {
            self.interval(&format!("{name}_{percentile}_ratio"), estimate);
        }
    }

    fn model(&mut self, name: &str, model: &ModelResources) {
        self.add(&format!("model_bytes_{name}"), model.model_bytes as f64);
        for (what, value) in [
            ("load_cpu_seconds", model.load_cpu_seconds),
            ("cpu_seconds", model.cpu_seconds),
            (
                "peak_memory_bytes",
                model.peak_memory_bytes.map(|bytes| bytes as f64),
            ),
        ] {
            if let Some(value) = value {
                self.add(&format!("{what}_{name}"), value);
            }
        }
    }
}
