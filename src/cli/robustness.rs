//! `dryf robustness`.

use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::args::LabelledRows;
use super::output::Output;
use super::progress::Work;
use super::tracking::{Tracking, name_of};
use super::{input, output, progress};
use crate::document::{Document, RobustnessParts, robustness_document};
use crate::message;
use crate::pipeline::corpus::Source;
use crate::pipeline::error::Error;
use crate::pipeline::robustness::{Perturbation, RobustnessOutcome, RobustnessWork, answers};

/// Texts that are predicted at a time.
const BATCH: usize = 1024;

/// How often a model's answers flip where texts are written another way: without Polish diacritics, in upper case, without
/// emoji, with typos, with mentions elsewhere.
#[derive(Debug, Args)]
#[command(
    after_help = "An answer flips where the text, written another way, gets another class. A model is robust where by no writing more than 5 % of \
the answers flip (the whole interval of 95 %), fragile where by one or more they do, and else not decided. That is a finding, \
not an error: the exit code is 0 either way; scripts read --json.

Typos are drawn by --seed and the number of the row: one letter in 20 is swapped with the next, left out, struck twice, or a \
neighbouring key's.

Examples:
  dryf robustness --model run.zip --text test_set_only_text.txt --tags test_set_only_tags.txt
  dryf robustness --model run.zip --data poleval2019-task6-2 --html robustness.html
  dryf robustness --model run.zip --text new.csv --text-column tweet --label-column class --json robustness.json"
)]
pub struct Robustness {
    /// The archive with the model.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    model: PathBuf,
    #[command(flatten)]
    rows: LabelledRows,
    /// Seed of the typos.
    #[arg(long, value_name = "NUMBER", default_value_t = 2021)]
    seed: u32,
    /// Write counts, intervals and examples here, as JSON; `dryf schema robustness` prints its schema.
    #[arg(long, value_name = "FILE")]
    json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network; it shows texts whose answers flipped.
    #[arg(long, value_name = "FILE")]
    html: Option<Output>,
    #[command(flatten)]
    tracking: Tracking,
}

/// Asks a model for each text and for the same text in all other writings.
pub fn robustness(options: &Robustness) -> Result<(), Error> {
    let _work = Work::begin("robustness");
    let archive = options.tracking.model_archive(&options.model)?;
    let model = input::model(&archive, &options.model)?;
    let (data, rows) = input::labelled_rows(&options.rows, &archive.known_labels())?;
    let prepared = model.prepare()?;
    progress::phase(&progress::at("predict"));
    let (texts, labels) = (&data.corpus.texts, &data.corpus.labels);
    let mut work = RobustnessWork::new(
        &data.classes,
        &model.classes,
        &Perturbation::ALL,
        options.seed,
    );
    let mut done = 0;
    for (texts, labels) in texts.chunks(BATCH).zip(labels.chunks(BATCH)) {
        work.add(texts, labels, |texts| answers(&prepared, texts));
        done += texts.len();
        progress::share(done as u64, data.corpus.texts.len() as u64);
    }
    let found = work.so_far();
    let document = robustness_document(RobustnessParts {
        model: &name_of(&options.model),
        rows: &rows,
        found: &found,
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        let output = RobustnessOutput {
            dryf_version: env!("CARGO_PKG_VERSION"),
            run_id: &archive.manifest.run_id,
            model_sha256: &archive.manifest.model_sha256,
            verdict: SaidVerdict::of(found.outcome, &document),
            robustness: &found,
            files: &data.corpus.sources,
        };
        let bytes = serde_json::to_vec_pretty(&output)
            .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
        output::write_whole(path, &bytes)?;
    }
    output::show(&document)
}

/// How often the answers of a model flip where texts are written another way.
#[derive(JsonSchema, Serialize)]
pub struct RobustnessOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    /// 32 lower-case hex digits.
    run_id: &'a str,
    /// Lower-case hex, 64 digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    model_sha256: &'a str,
    verdict: SaidVerdict,
    robustness: &'a crate::pipeline::robustness::Robustness,
    /// The files that the rows came from, each with what it was read as.
    files: &'a [Source],
}

/// A verdict in JSON for people and scripts, in English.
#[derive(JsonSchema, Serialize)]
struct SaidVerdict {
    outcome: RobustnessOutcome,
    sentence: String,
}

impl SaidVerdict {
    fn of(outcome: RobustnessOutcome, document: &Document) -> SaidVerdict {
        let said = document.verdict().map(|verdict| verdict.line().to_string());
        SaidVerdict {
            outcome,
            sentence: said.unwrap_or_default(),
        }
    }
}
