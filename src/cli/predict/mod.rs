//! `dryf predict`: one line for each text, in order, as soon as it is there; or counts of all of them.

mod explanation;
mod lines;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use self::explanation::SaidExplanation;
use super::args::{Format, Predict};
use super::printable::{OneLine, json_line};
use super::progress::{self, Work};
use super::{input, output};
use crate::document::{ExplanationParts, explanation_line};
use crate::message;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::corpus::{FileOptions, KnownLabels, NamedBytes, is_table, read_rows_of_texts};
use crate::pipeline::drift::{SideRows, Tokens};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::explain::explain;
use crate::pipeline::monitoring::CountedRows;
use crate::pipeline::svm::DecisionFunctionShape;

/// Texts that are predicted at a time.
const BATCH: usize = 1024;
/// Bytes at the start of a file by which a table is told from lines.
const LOOKED_AT: usize = 1 << 16;

/// A line of `--format json`.
#[derive(JsonSchema, Serialize)]
pub struct PredictOutput<'a> {
    /// The class that the decision values give; another one may have the largest probability.
    label: &'a str,
    scores: SaidScores<'a>,
    /// By class, each in `0.0..=1.0`, together 1; where the model was trained with `svc.probability`.
    #[schemars(with = "BTreeMap<String, f64>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    probabilities: Option<Map<String, Value>>,
    /// Why, with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<SaidExplanation<'a>>,
}

/// The decision values.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
enum SaidScores<'a> {
    /// By class; the larger, the more likely.
    ByClass(#[schemars(with = "BTreeMap<String, f64>")] Map<String, Value>),
    /// With two classes one value, above 0 for the second class; with `svc.decision_function_shape = "ovo"` one of each pair of
    /// classes.
    InOrder(&'a [f64]),
}

/// One line for each input line, or for each row of a table, in order.
pub fn predict(options: &Predict) -> Result<(), Error> {
    let archive = options.tracking.model_archive(&options.model)?;
    let model = input::model(&archive, &options.model)?;
    let has_no_why = !matches!(options.format, Format::Labels | Format::Json);
    if has_no_why && options.explain.is_some() {
        return Err(Error::new(
            Code::Usage,
            message!("error-format-unexplained"),
            message!("error-other-format-explained"),
        ));
    }
    let names = names(&model, &archive.known_labels(), options.format)?;
    let model_sha256 = archive.manifest.model_sha256.clone();
    drop(archive);
    let prepared = model.prepare()?;
    let mut answers = Answers {
        out: BufWriter::new(io::stdout().lock()),
        model: &model,
        prepared: &prepared,
        names,
        format: options.format,
        explain: options.explain.map(|most| most as usize),
        less_likely: 0,
        counting: Counting::default(),
    };
    let asked = options.reading.options();
    match &options.text {
        Some(path) => of_file(path, &asked, &mut answers),
        None if asked == FileOptions::default() => {
            let name = message!("cli-stdin").shown(output::language());
            lines::read_lines(io::stdin().lock(), &name, |texts| {
                answers.give(texts)?;
                answers.flush()
            })
        }
        None => Err(Error::new(
            Code::Usage,
            message!("error-stdin-utf8"),
            message!("error-give-with-text"),
        )),
    }?;
    if options.format == Format::Counts {
        let Counting {
            rows, predicted, ..
        } = std::mem::take(&mut answers.counting);
        let counted = CountedRows::new(rows, &model_sha256, &model.classes, &predicted);
        let written = writeln!(answers.out, "{}", counted.line());
        answers.note(written)?;
    }
    answers.flush()?;
    if answers.less_likely > 0 {
        let text = message!("cli-less-likely", n = answers.less_likely);
        output::say(&message!("cli-note", text = text));
    }
    Ok(())
}

/// What the line of each class holds.
///
/// # Errors
/// [`Code::Usage`] where a class has no tag.
fn names(
    model: &TextClassifier,
    known: &KnownLabels,
    format: Format,
) -> Result<Vec<String>, Error> {
    let name = |class: &String| match format {
        Format::Labels | Format::Json | Format::Terms | Format::Counts => {
            Ok(OneLine(class).to_string())
        }
        Format::Tags => match known.naming.label_of(class) {
            Some(tag) => Ok(OneLine(tag).to_string()),
            None => Err(Error::new(
                Code::Usage,
                message!(
                    "error-classes-without-tags",
                    classes = model.classes.join(", ")
                ),
                message!("error-format-labels"),
            )),
        },
    };
    model.classes.iter().map(name).collect()
}

/// Lines of UTF-8 are read as they are predicted, in constant memory; a table, or another encoding, is read as a whole.
fn of_file(
    path: &Path,
    asked: &FileOptions,
    answers: &mut Answers<impl Write>,
) -> Result<(), Error> {
    // Where the answers are seen as they come they are the sign of life.
    let _work = (!io::stdout().is_terminal()).then(|| Work::begin("predict"));
    progress::phase(&progress::at("predict"));
    let name = path.display().to_string();
    let there = fs::metadata(path).map_err(|error| input::cannot_read(path, error))?;
    let open = || File::open(path).map_err(|error| input::cannot_read(path, error));
    if there.is_file() && !is_plain_lines(open()?, &name, asked) {
        let rows = read_rows_of_texts(&input::read_data(path)?, asked)?;
        let reading = rows.reading.said();
        output::say(&message!("cli-read", file = &name, reading = reading));
        let total = rows.texts.len() as u64;
        for (batch, texts) in rows.texts.chunks(BATCH).enumerate() {
            answers.give(texts)?;
            progress::share((batch * BATCH + texts.len()) as u64, total);
        }
        return answers.flush();
    }
    let mut done = 0;
    lines::read_lines(open()?, &name, |texts| {
        done += texts.iter().map(|text| text.len() as u64 + 1).sum::<u64>();
        if there.is_file() {
            progress::share(done, there.len());
        }
        answers.give(texts)?;
        answers.flush()
    })
}

/// Whether a file is lines of UTF-8, so that it need not be held as a whole.
fn is_plain_lines(mut file: File, name: &str, asked: &FileOptions) -> bool {
    use io::{Read, Seek};
    let mut start = Vec::new();
    let read = (&mut file).take(LOOKED_AT as u64).read_to_end(&mut start);
    if read.is_err() || *asked != FileOptions::default() {
        return false;
    }
    let start = NamedBytes {
        name: name.to_string(),
        bytes: start,
    };
    !is_table(&start, asked) && file.rewind().is_ok() && lines::is_utf8(file)
}

/// Where the answers go.
struct Answers<'a, W> {
    out: W,
    model: &'a TextClassifier,
    prepared: &'a PreparedClassifier,
    /// Of each class, as a line shows it.
    names: Vec<String>,
    format: Format,
    /// Words of an explanation.
    explain: Option<usize>,
    /// Objects so far whose label is not the class with the largest probability.
    less_likely: u64,
    counting: Counting,
}

/// Texts that are counted.
#[derive(Default)]
struct Counting {
    tokens: Tokens,
    rows: SideRows,
    /// Of each the class.
    predicted: Vec<u32>,
}

impl<W: Write> Answers<'_, W> {
    /// # Errors
    /// [`Code::WriteFailed`], but not where the reader has gone.
    fn give(&mut self, texts: &[String]) -> Result<(), Error> {
        for batch in texts.chunks(BATCH) {
            let written = self.write(batch);
            self.note(written)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let flushed = self.out.flush();
        self.note(flushed)
    }

    /// Where nobody reads any more, there is nothing left to do.
    fn note(&mut self, written: io::Result<()>) -> Result<(), Error> {
        if matches!(&written, Err(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            std::process::exit(0);
        }
        output::printed(written)
    }

    fn write(&mut self, texts: &[String]) -> io::Result<()> {
        if self.format == Format::Terms {
            for text in texts {
                let terms = json!(self.prepared.terms(text)).to_string();
                writeln!(self.out, "{}", json_line(&terms))?;
            }
            return Ok(());
        }
        let classes = &self.model.classes;
        // Scores are by class only where there is one for each: not one-vs-one's, and not the single one of two classes.
        let by_class = self.model.svc.params.decision_function_shape == DecisionFunctionShape::Ovr
            && self.model.svc.classes.len() > 2;
        let named = |values: &[f64]| self.prepared.by_class(classes, values);
        let predictions = self.prepared.predict(texts);
        if self.format == Format::Counts {
            let Counting { tokens, rows, .. } = &mut self.counting;
            texts.iter().for_each(|text| rows.add(tokens, text));
            self.counting.predicted.extend(predictions.labels);
            return Ok(());
        }
        for (row, &label) in predictions.labels.iter().enumerate() {
            let explained = self.explain.map(|most| {
                let explained = explain(self.prepared, &texts[row], None);
                (explained.expect("a label is a class"), most)
            });
            let name = &self.names[label as usize];
            if self.format != Format::Json {
                match &explained {
                    Some((explained, most)) => {
                        let why = explanation_line(ExplanationParts {
                            explanation: explained,
                            classes,
                            decision: 0,
                            most: *most,
                        });
                        let why = why.shown(output::language());
                        writeln!(self.out, "{name}\t{}", OneLine(why))?;
                    }
                    None => writeln!(self.out, "{name}")?,
                }
                continue;
            }
            let scores = &predictions.scores[row];
            let scores = match by_class {
                true => SaidScores::ByClass(named(scores)),
                false => SaidScores::InOrder(scores),
            };
            let mut probabilities_of_row = None;
            if let Some(probabilities) = &predictions.probabilities {
                let own = probabilities[row][label as usize];
                self.less_likely += u64::from(probabilities[row].iter().any(|other| *other > own));
                probabilities_of_row = Some(named(&probabilities[row]));
            }
            let line = PredictOutput {
                label: &classes[label as usize],
                scores,
                probabilities: probabilities_of_row,
                explanation: explained
                    .as_ref()
                    .map(|(explained, most)| SaidExplanation::of(explained, classes, *most)),
            };
            let line = serde_json::to_string(&line)?;
            writeln!(self.out, "{}", json_line(&line))?;
        }
        Ok(())
    }
}
