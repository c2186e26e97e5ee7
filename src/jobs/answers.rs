//! What models say of one text beside the one that the views show: the model in production, and runs that are held.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::attempt::judge;
use super::engine_data::EngineData;
use super::held_run::HeldRun;
use super::job::{Answer, Job};
use super::protocol::{Outcome, SetName, Split};
use super::stepped::SteppedJob;
use super::summaries::TrySummary;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::error::Error;
use crate::pipeline::step::pause;

/// Who is asked about which text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersQuery {
    pub text: String,
    /// The row of the data whose text it is, from 0.
    pub row: Option<(SetName, u32)>,
    /// The run that the views show; the job is done where it is held.
    pub run: Option<String>,
    /// The runs to ask, by ID; those that are not held do not answer.
    pub runs: Vec<String>,
    /// Whether the model in production is asked.
    pub production: bool,
}

/// What they say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswersSummary {
    /// Of the runs that are held, in the order in which they were asked.
    pub runs: Vec<RunAnswer>,
    /// Without the nearest training texts, which its archive does not hold.
    pub production: Option<Box<TrySummary>>,
}

/// What a run says of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunAnswer {
    /// Its ID.
    pub run: String,
    /// The name of the class that it gives.
    pub class: String,
    /// The part with which the row was evaluated, and whether the class was the right one; none where the final model was asked,
    /// as it is about a text that is no row of the run's.
    pub evaluated: Option<(Split, bool)>,
}

/// The answers of all who are held.
///
/// # Errors
/// A model in production that can't be prepared.
pub(super) fn answers(
    held: &mut EngineData,
    query: AnswersQuery,
) -> Result<impl Job + use<>, Error> {
    let production = match (query.production, &held.given.production) {
        (true, Some(production)) => Some((
            production.watched()?,
            production.production.model.classes.clone(),
        )),
        _ => None,
    };
    let asked: Vec<Asked> = query
        .runs
        .iter()
        .filter_map(|run| held.held_run(run))
        .map(|run| Asked::new(run, &query))
        .collect();
    let text = query.text;
    let work = async move {
        let mut runs = Vec::new();
        for asked in asked {
            runs.push(asked.answer(&text));
            pause().await;
        }
        let judged = production
            .map(|(model, classes)| judge(model.classifier(), &classes, &text, None))
            .transpose()?;
        Ok(AnswersSummary {
            runs,
            production: judged.map(|(card, _)| Box::new(card)),
        })
    };
    let end = |_: &mut EngineData, found| Ok(Answer::new(Outcome::Answers(found)));
    Ok(SteppedJob::new("answers", work, end))
}

/// A run that is asked.
enum Asked {
    Known(RunAnswer),
    Model {
        run: String,
        classes: Vec<String>,
        model: Arc<PreparedClassifier>,
    },
}

impl Asked {
    fn new(run: &HeldRun, query: &AnswersQuery) -> Asked {
        let (id, classes) = (&run.record.run_id, &run.record.classes);
        let of_row = query
            .row
            .and_then(|(set, row)| run.answer_to(set, row, &query.text));
        match of_row {
            Some((part, truth, predicted)) => Asked::Known(RunAnswer {
                run: id.clone(),
                class: classes[predicted as usize].clone(),
                evaluated: Some((part, truth == predicted)),
            }),
            None => Asked::Model {
                run: id.clone(),
                classes: classes.clone(),
                model: Arc::clone(&run.prepared),
            },
        }
    }

    fn answer(self, text: &str) -> RunAnswer {
        match self {
            Asked::Known(answer) => answer,
            Asked::Model {
                run,
                classes,
                model,
            } => {
                let label = model.labels(&[text.to_string()])[0];
                RunAnswer {
                    run,
                    class: classes[label as usize].clone(),
                    evaluated: None,
                }
            }
        }
    }
}
