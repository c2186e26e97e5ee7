//! `dryf suspects`: rows of the training set whose label is contradicted by models that did not learn from them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::args::Data;
use super::clock::Clock;
use super::output::Output;
use super::progress::Work;
use super::workers::Workers;
use super::{input, output, progress};
use crate::document::{SUSPECTS_SHOWN, SuspectsParts, Verdict, stage_name, suspects_document};
use crate::message;
use crate::pipeline::corpus::{DataSet, SetName, Source};
use crate::pipeline::drift::ScoreKind;
use crate::pipeline::error::Error;
use crate::pipeline::run::tables::Table;
use crate::pipeline::run::{
    FOLDS, FoundSuspects, RunConfig, SuspectSearch, SuspectsEffect, SuspectsEffectWork,
    excluded_rows,
};
use crate::pipeline::step::{Standing, at_once};
use crate::pipeline::suspects::{RankedBy, Suspect};

/// Which labels of the training set are suspect: those that models contradict which did not learn from the row.
#[derive(Debug, Args)]
#[command(
    after_help = "It is confident learning (Northcutt, Jiang and Chuang 2021), in cleanlab's arithmetic: on the same probabilities
`cleanlab.filter.find_label_issues` names the same rows. Probabilities come from cross-validation by the configuration's own recipe;
where svc.probability is off they are the softmax of the decision values. A suspect is a finding, not an error: the exit code is 0
either way. The test set takes no part.

Examples:
  dryf suspects --demo
  dryf suspects --data poleval2019-task6-2 --config run.toml --out suspects.csv
  dryf suspects --demo --effect
  dryf suspects --train-text tweets.csv --exclude-out without.toml"
)]
pub struct Suspects {
    #[command(flatten)]
    data: Data,
    /// Configuration in TOML: its recipe scores the rows, and the rows that it excludes take no part.
    #[arg(long, value_name = "RUN.TOML")]
    config: Option<PathBuf>,
    /// How many models share the rows: each scores those that all others learned from.
    #[arg(long, value_name = "NUMBER", default_value_t = FOLDS, value_parser = clap::value_parser!(u32).range(2..=100))]
    folds: u32,
    /// What the most suspect rows have least of.
    #[arg(long, value_enum, value_name = "SCORE", default_value_t = Rank::SelfConfidence)]
    rank: Rank,
    /// Write all suspects here, the most suspect first, as CSV with their texts; rows are counted from 1.
    #[arg(long, value_name = "FILE.CSV")]
    out: Option<Output>,
    /// Measure by cross-validation what leaving all suspects out would change, and what taking the suggested labels would; as long as
    /// three searches.
    #[arg(long)]
    effect: bool,
    /// Write the configuration here with all suspects excluded from the training set, for `dryf train --config`.
    #[arg(long, value_name = "RUN.TOML")]
    exclude_out: Option<Output>,
    /// Write what was found here, as JSON without texts, with all rows counted from 0; `dryf schema suspects` prints its schema.
    #[arg(long, value_name = "FILE")]
    json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network; it shows texts.
    #[arg(long, value_name = "FILE")]
    html: Option<Output>,
    #[command(flatten)]
    workers: Workers,
}

/// By what suspects are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rank {
    /// The probability of the given label.
    SelfConfidence,
    /// How far it is above the largest of the others.
    NormalizedMargin,
}

/// Finds them.
///
/// # Errors
/// Those of reading, of the configuration, of models that can't be made of the rows, and of writing the outputs.
pub fn suspects(options: &Suspects) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("suspects");
    let mut config = input::config(options.config.as_deref())?;
    progress::phase(&progress::at("read-data"));
    let data = input::data_set(&options.data, &mut config)?;
    input::say_data_set(&data);
    progress::phase(&progress::at("look"));
    let excluded = at_once(excluded_rows(&config, &data))?;
    let given = Given {
        rows: excluded.kept(SetName::Train, data.train.texts.len()),
        data: match excluded.is_empty() {
            true => data,
            false => excluded.without(&data),
        },
    };
    let search = SuspectSearch::new(&config, &given.data, options.folds)?;
    let ranked_by = match options.rank {
        Rank::SelfConfidence => RankedBy::SelfConfidence,
        Rank::NormalizedMargin => RankedBy::NormalizedMargin,
    };
    let found = drive(search, options.workers, clock).finish(ranked_by)?;
    for remark in &found.remarks {
        output::say(&message!("cli-warning", text = remark));
    }
    let effect = match options.effect && !found.labels.suspects.is_empty() {
        true => Some(given.effect(&config, &found, options, clock)?),
        false => None,
    };
    let train = &given.data.train;
    let names: Vec<&str> = train.sources.iter().map(|one| one.name.as_str()).collect();
    let shown = found.labels.suspects.iter().take(SUSPECTS_SHOWN);
    let document = suspects_document(SuspectsParts {
        name: &names.join(", "),
        found: &found,
        rows: shown
            .map(|suspect| (given.row(suspect), given.text(suspect)))
            .collect(),
        n_excluded: excluded.train.len() as u64,
        effect: effect.as_ref(),
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.out {
        output::write_whole(path, &given.table(&found).csv())?;
    }
    if let Some(path) = &options.json {
        let verdict = document.verdict().expect("it has a verdict");
        output::write_whole(
            path,
            &given.json(&found, ranked_by, verdict, &excluded.train, effect.as_ref())?,
        )?;
    }
    if let Some(path) = &options.exclude_out {
        let suspects = found.labels.suspects.iter();
        let rows: Vec<u32> = suspects.map(|suspect| given.row(suspect) + 1).collect();
        let all = config.data.train_rows_with(&rows, true);
        config.data.exclude_train_rows = all.into_iter().collect();
        output::write_whole(path, config.to_toml().as_bytes())?;
    }
    output::show(&document)
}

/// How far a piece is.
fn show(standing: Standing) {
    if let Standing::Share(share) = standing {
        progress::share((share * 1000.0) as u64, 1000);
    }
}

fn drive(mut search: SuspectSearch, workers: Workers, clock: Clock) -> SuspectSearch {
    loop {
        progress::phase(&stage_name(search.stage()));
        workers.run(search.pieces(), clock, show);
        if !search.step().is_running() {
            return search;
        }
    }
}

/// The rows that were looked at.
struct Given {
    /// Without those that the configuration leaves out of the training set.
    data: DataSet,
    /// The row of the file of each, from 0.
    rows: Vec<u32>,
}

impl Given {
    /// What correcting all of them would change.
    fn effect(
        &self,
        config: &RunConfig,
        found: &FoundSuspects,
        options: &Suspects,
        clock: Clock,
    ) -> Result<SuspectsEffect, Error> {
        let suspects = &found.labels.suspects;
        let mut work =
            SuspectsEffectWork::new(config, &self.data, suspects, &found.classes, options.folds)?;
        let mut stage = "";
        loop {
            if work.stage() != stage {
                stage = work.stage();
                progress::phase(&stage_name(stage));
            }
            options.workers.run(work.pieces(), clock, show);
            if !work.step()?.is_running() {
                return work.finish();
            }
        }
    }

    fn row(&self, suspect: &Suspect) -> u32 {
        self.rows[suspect.row as usize]
    }

    fn text(&self, suspect: &Suspect) -> &str {
        &self.data.train.texts[suspect.row as usize]
    }

    /// All suspects for people.
    fn table(&self, found: &FoundSuspects) -> Table {
        let columns = [
            "row",
            "given_label",
            "suggested_label",
            "self_confidence",
            "normalized_margin",
            "text",
        ];
        let class = |class: u32| &found.classes[class as usize];
        let row = |suspect: &Suspect| {
            vec![
                json!(self.row(suspect) + 1),
                json!(class(suspect.given)),
                json!(class(suspect.suggested)),
                json!(suspect.self_confidence),
                json!(suspect.normalized_margin),
                json!(self.text(suspect)),
            ]
        };
        Table {
            columns: columns.map(String::from).to_vec(),
            rows: found.labels.suspects.iter().map(row).collect(),
        }
    }

    fn json(
        &self,
        found: &FoundSuspects,
        ranked_by: RankedBy,
        verdict: &Verdict,
        excluded: &[u32],
        effect: Option<&SuspectsEffect>,
    ) -> Result<Vec<u8>, Error> {
        let class = |class: u32| &*found.classes[class as usize];
        let labels = &found.labels;
        let suspects = labels.suspects.iter().map(|suspect| SaidSuspect {
            row: self.row(suspect),
            given: class(suspect.given),
            suggested: class(suspect.suggested),
            self_confidence: suspect.self_confidence,
            normalized_margin: suspect.normalized_margin,
        });
        let output = SuspectsOutput {
            dryf_version: env!("CARGO_PKG_VERSION"),
            verdict: verdict.outcome,
            sentence: verdict.line().to_string(),
            n_rows: labels.n_rows as u64,
            excluded,
            n_folds: found.n_folds,
            score_kind: found.score_kind,
            ranked_by,
            classes: &found.classes,
            thresholds: &labels.estimate.thresholds,
            confident_joint: &labels.estimate.joint,
            n_wrong_estimated: labels.estimate.n_wrong(),
            suspects: suspects.collect(),
            effect,
            files: &self.data.train.sources,
        };
        let mut bytes = serde_json::to_vec(&output)
            .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The suspect labels of a training set.
#[derive(JsonSchema, Serialize)]
pub struct SuspectsOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    /// `found` or `none`.
    #[schemars(extend("enum" = ["found", "none"]))]
    verdict: &'static str,
    /// The verdict in a sentence.
    sentence: String,
    /// Rows that were looked at.
    n_rows: u64,
    /// Rows of the training set that the configuration leaves out, counted from 0.
    excluded: &'a [u32],
    /// How many models scored the rows, each those that it did not learn from.
    n_folds: u32,
    /// What the models gave; probabilities are the softmax of decision values.
    score_kind: ScoreKind,
    /// The most suspect rows have the least of it.
    ranked_by: RankedBy,
    /// Those that the rows have, sorted by code point.
    classes: &'a [String],
    /// For each class the mean probability of its own label over the rows that have it.
    thresholds: &'a [f64],
    /// About how many rows of each given label (down) are of each class (across), cleanlab's calibrated confident joint.
    confident_joint: &'a [Vec<u64>],
    /// What stands off its diagonal.
    n_wrong_estimated: u64,
    /// The most suspect first.
    suspects: Vec<SaidSuspect<'a>>,
    /// What correcting all of them would change; null where it was not asked for.
    effect: Option<&'a SuspectsEffect>,
    /// The files that the rows came from, each with what it was read as.
    files: &'a [Source],
}

/// A row with a suspect label.
#[derive(JsonSchema, Serialize)]
struct SaidSuspect<'a> {
    /// Of the training set, counted from 0.
    row: u32,
    /// The label that it has.
    given: &'a str,
    /// The most probable class.
    suggested: &'a str,
    /// The probability of the given label.
    #[schemars(range(min = 0.0, max = 1.0))]
    self_confidence: f64,
    /// `(p_given - max_other + 1) / 2`.
    #[schemars(range(min = 0.0, max = 1.0))]
    normalized_margin: f64,
}
