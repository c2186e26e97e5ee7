//! `dryf predict`.

mod explanation;

use std::io::{BufWriter, Read, Write};

use serde_json::json;

use super::args::{Format, Predict};
use super::{input, output};
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::corpus::{NamedBytes, POLEVAL_CLASSES, parse_texts};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::explain::explain;
use crate::pipeline::svm::DecisionFunctionShape;

/// Texts that are predicted at a time.
const BATCH: usize = 1024;

/// One line for each input line, in order.
pub fn predict(options: &Predict) -> Result<(), Error> {
    let archive = input::archive(&options.model)?;
    let model = input::model(&archive, &options.model)?;
    let tags: Option<Vec<usize>> = model
        .classes
        .iter()
        .map(|class| POLEVAL_CLASSES.iter().position(|known| known == class))
        .collect();
    if options.format == Format::Tags && tags.is_none() {
        return Err(Error::new(
            Code::Usage,
            format!(
                "the model's classes ({}) are not PolEval's, so they have no tags",
                model.classes.join(", ")
            ),
            "use --format labels",
        ));
    }
    if options.format == Format::Tags && options.explain.is_some() {
        return Err(Error::new(
            Code::Usage,
            "a file of tags has no place for explanations",
            "use --format labels or json with --explain",
        ));
    }
    let texts = match &options.text {
        Some(path) => parse_texts(&input::read(path)?)?,
        None => parse_texts(&standard_input()?)?,
    };
    let prepared = model.prepare()?;
    let out = BufWriter::new(std::io::stdout().lock());
    output::printed(write_lines(
        out,
        &model,
        &prepared,
        &texts,
        options,
        tags.as_deref(),
    ))
}

/// `tags` has the tag of each class, where the classes are PolEval's.
fn write_lines(
    mut out: impl Write,
    model: &TextClassifier,
    prepared: &PreparedClassifier,
    texts: &[String],
    options: &Predict,
    tags: Option<&[usize]>,
) -> std::io::Result<()> {
    // Scores are by class only where there is one for each: not one-vs-one's, and not the single one of two classes.
    let by_class = model.svc.params.decision_function_shape == DecisionFunctionShape::Ovr
        && model.classes.len() > 2;
    let named = |values: &[f64]| -> serde_json::Value {
        model
            .classes
            .iter()
            .zip(values)
            .map(|(class, value)| (class.clone(), json!(value)))
            .collect()
    };
    for batch in texts.chunks(BATCH) {
        let predictions = prepared.predict(batch);
        for (row, &label) in predictions.labels.iter().enumerate() {
            let name = &model.classes[label as usize];
            let explained = options.explain.map(|most| {
                let explained = explain(prepared, &batch[row], None);
                (explained.expect("a label is a class"), most as usize)
            });
            match (options.format, tags) {
                (Format::Tags, Some(tags)) => writeln!(out, "{}", tags[label as usize])?,
                (Format::Labels | Format::Tags, _) => match &explained {
                    Some((explained, most)) => {
                        let why = explanation::to_line(explained, &model.classes, *most);
                        writeln!(out, "{name}\t{why}")?;
                    }
                    None => writeln!(out, "{name}")?,
                },
                (Format::Json, _) => {
                    let scores = &predictions.scores[row];
                    let scores = if by_class {
                        named(scores)
                    } else {
                        json!(scores)
                    };
                    let mut line = json!({ "label": name, "scores": scores });
                    if let Some(probabilities) = &predictions.probabilities {
                        line["probabilities"] = named(&probabilities[row]);
                    }
                    if let Some((explained, most)) = &explained {
                        line["explanation"] =
                            explanation::to_json(explained, &model.classes, *most);
                    }
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    out.flush()
}

fn standard_input() -> Result<NamedBytes, Error> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
        Error::new(
            Code::ReadFailed,
            format!("standard input can't be read ({error})"),
            "give a file with --text",
        )
    })?;
    Ok(NamedBytes {
        name: "standard input".into(),
        bytes,
    })
}
