//! How often a run's answers flip where the rows it was evaluated on are written another way.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::{Outcome, Split};
use super::stepped::SteppedJob;
use crate::pipeline::corpus::SetName;
use crate::pipeline::error::Error;
use crate::pipeline::robustness::{Perturbation, Robustness, RobustnessWork, answers};
use crate::pipeline::step::pause;

/// Texts of one step, each in all its writings.
const TEXTS_A_STEP: usize = 2;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RobustnessSummary {
    /// The test set, or the validation part where there is none.
    pub split: Split,
    /// Rows of its examples are those of the file, from 0.
    pub robustness: Robustness,
}

/// By all writings; typos by the run's seed.
///
/// # Errors
/// A run that is not held, or without its texts or the model that judged the part.
pub(super) fn robustness(held: &mut EngineData, run: &str) -> Result<impl Job + use<>, Error> {
    let run = held.run(run)?;
    let (record, data) = (Arc::clone(&run.record), run.data()?);
    let (split, rows, corpus) = match (&record.test, &data.test) {
        (Some(_), Some(test)) => {
            let kept = record.data.excluded.kept(SetName::Test, test.texts.len());
            (Split::Test, kept, test)
        }
        _ => (
            Split::Validation,
            record.split.validation.clone(),
            &data.train,
        ),
    };
    let texts: Vec<String> = rows
        .iter()
        .map(|&row| corpus.texts[row as usize].clone())
        .collect();
    let label = |&row: &u32| record.class_of(data, corpus.labels[row as usize]);
    let labels: Vec<u32> = rows.iter().map(label).collect();
    let model = Arc::clone(run.judge_of(split)?);
    let work = async move {
        let (classes, seed) = (&record.classes, record.config.run.seed);
        let of_model = &record.model.classes;
        let mut work = RobustnessWork::new(classes, of_model, &Perturbation::ALL, seed);
        for (texts, labels) in texts.chunks(TEXTS_A_STEP).zip(labels.chunks(TEXTS_A_STEP)) {
            work.add(texts, labels, |texts| answers(&model, texts));
            pause().await;
        }
        let mut robustness = work.so_far();
        for writing in &mut robustness.perturbations {
            for example in &mut writing.examples {
                example.row = u64::from(rows[example.row as usize]);
            }
        }
        Ok(RobustnessSummary { split, robustness })
    };
    let end = |_: &mut EngineData, found| Ok(Answer::new(Outcome::Robustness(Box::new(found))));
    Ok(SteppedJob::new("robustness", work, end))
}
