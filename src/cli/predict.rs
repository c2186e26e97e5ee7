//! `dryf predict`.

use std::io::{Read, Write};

use serde_json::json;

use super::args::{Format, Predict};
use super::input;
use crate::pipeline::corpus::{NamedBytes, POLEVAL_CLASSES, parse_texts};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::svm::DecisionFunctionShape;

/// Texts that are predicted at a time.
const BATCH: usize = 1024;

/// One line for each input line, in order.
pub fn predict(options: &Predict) -> Result<(), Error> {
    let model = input::archive(&options.model)?.model()?;
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
    let texts = match &options.text {
        Some(path) => parse_texts(&input::read(path)?)?,
        None => parse_texts(&standard_input()?)?,
    };
    let prepared = model.prepare()?;
    let by_class = model.svc.params.decision_function_shape == DecisionFunctionShape::Ovr
        && model.classes.len() > 2;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for batch in texts.chunks(BATCH) {
        let predictions = prepared.predict(batch);
        for (row, &label) in predictions.labels.iter().enumerate() {
            let name = &model.classes[label as usize];
            let written = match options.format {
                Format::Labels => writeln!(out, "{name}"),
                Format::Tags => writeln!(
                    out,
                    "{}",
                    tags.as_ref().map_or(0, |tags| tags[label as usize])
                ),
                Format::Json => {
                    let scores = &predictions.scores[row];
                    let named = |values: &[f64]| -> serde_json::Value {
                        model
                            .classes
                            .iter()
                            .zip(values)
                            .map(|(class, value)| (class.clone(), json!(value)))
                            .collect()
                    };
                    let scores = if by_class {
                        named(scores)
                    } else {
                        json!(scores)
                    };
                    let mut line = json!({ "label": name, "scores": scores });
                    if let Some(probabilities) = &predictions.probabilities {
                        line["probabilities"] = named(&probabilities[row]);
                    }
                    writeln!(out, "{line}")
                }
            };
            written.map_err(write_failed)?;
        }
    }
    out.flush().map_err(write_failed)
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

fn write_failed(error: std::io::Error) -> Error {
    Error::new(
        Code::WriteFailed,
        format!("standard output can't be written ({error})"),
        "check where the output goes",
    )
}
