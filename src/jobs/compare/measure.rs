//! What it takes to measure a model in an engine of its own: the engine that holds both hands over model and texts, and the
//! one that is measured is called by turns.
//!
//! The archive stays behind: what else is in it would be measured with the model.

use super::request::MeasureSpec;
use super::summaries::MeasureSummary;
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Clock, Job};
use crate::jobs::protocol::Outcome;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::mlflow::write_zip;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::corpus::{NamedBytes, ZipLimits, read_zip};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::model_files::{model_files, model_from_files};
use crate::pipeline::time::UnixMillis;

/// A model that is measured, with the texts that it is called with.
#[derive(Default)]
pub(in crate::jobs) struct Measured {
    model: Option<PreparedClassifier>,
    texts: Vec<String>,
}

/// Answers all but [`MeasureSpec::Call`], which takes time.
///
/// # Errors
/// What is not there, or can't be read.
pub(in crate::jobs) fn measure(
    held: &mut EngineData,
    spec: &MeasureSpec,
    attachment: Vec<u8>,
    memory_bytes: Option<u64>,
) -> Result<Answer, Error> {
    let (card, attachment) = match spec {
        MeasureSpec::ModelFiles { compare, of } => {
            let files = model_files(held.compare(*compare)?.model(*of));
            let model_bytes = files.values().map(|file| file.len() as u64).sum();
            (MeasureSummary::Model { model_bytes }, write_zip(&files))
        }
        MeasureSpec::Texts { compare } => {
            let texts = held.compare(*compare)?.texts();
            let n_rows = texts.len() as u64;
            let json = serde_json::to_vec(texts).expect("texts have a form in JSON");
            (MeasureSummary::Texts { n_rows }, json)
        }
        MeasureSpec::TakeModel => {
            let zip = NamedBytes {
                name: "model".into(),
                bytes: attachment,
            };
            let files = read_zip(&zip, &ZipLimits::default())?;
            let files = files.into_iter().map(|file| (file.name, file.bytes));
            held.measured.model = Some(model_from_files(&files.collect())?.prepare()?);
            (MeasureSummary::Taken { memory_bytes }, Vec::new())
        }
        MeasureSpec::TakeTexts => {
            held.measured.texts = serde_json::from_slice(&attachment).map_err(|fault| {
                Error::new(
                    Code::Protocol,
                    message!("error-texts-to-measure", fault = fault.to_string()),
                    message!("error-reload"),
                )
            })?;
            (MeasureSummary::Taken { memory_bytes }, Vec::new())
        }
        MeasureSpec::Call { .. } => {
            return Err(Error::bug(message!("error-bug-call")));
        }
    };
    Ok(Answer {
        end: Outcome::Measure(card).into(),
        attachment,
    })
}

/// Calls of the model that was taken, timed as one.
pub(in crate::jobs) struct CallJob {
    rows: (u64, u64),
    repeats: u32,
    /// Bytes that the engine holds, where that can be told.
    memory: Option<fn() -> u64>,
}

impl CallJob {
    /// # Errors
    /// No model, or rows that are not there.
    pub fn new(
        held: &EngineData,
        rows: (u64, u64),
        repeats: u32,
        memory: Option<fn() -> u64>,
    ) -> Result<CallJob, Error> {
        let n = held.measured.texts.len() as u64;
        if held.measured.model.is_none() || rows.0 >= rows.1 || rows.1 > n || repeats == 0 {
            return Err(Error::new(
                Code::Usage,
                message!(
                    "error-no-model-to-call",
                    times = repeats,
                    from = (rows.0 + 1).to_string(),
                    to = rows.1.to_string(),
                    rows = n
                ),
                message!("error-hand-over-model"),
            ));
        }
        Ok(CallJob {
            rows,
            repeats,
            memory,
        })
    }
}

impl Job for CallJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        self.step_by(held, &mut || now)
    }

    fn step_by(
        &mut self,
        held: &mut EngineData,
        clock: Clock<'_>,
    ) -> Result<Option<Answer>, Error> {
        let Measured { model, texts } = &held.measured;
        let model = model
            .as_ref()
            .ok_or_else(|| Error::bug(message!("error-bug-no-model")))?;
        let texts = &texts[self.rows.0 as usize..self.rows.1 as usize];
        let begin = clock();
        let mut n_labels = 0;
        for _ in 0..self.repeats {
            n_labels += std::hint::black_box(model.predict(std::hint::black_box(texts)))
                .labels
                .len();
        }
        let end = clock();
        debug_assert_eq!(n_labels, texts.len() * self.repeats as usize);
        Ok(Some(Answer::new(Outcome::Measure(
            MeasureSummary::Called {
                seconds: end.seconds_since(begin),
                memory_bytes: self.memory.map(|memory| memory()),
            },
        ))))
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: "call".into(),
            ..Progress::default()
        }
    }
}
