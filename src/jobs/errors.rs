//! Misclassified tweets of a run, the surest first.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::held_run::no_test;
use super::job::{Answer, Job};
use super::protocol::{Outcome, Split};
use super::rows::page;
use super::stepped::SteppedJob;
use super::summaries::{ErrorPage, ErrorRow};
use crate::pipeline::chunks::ROWS_A_STEP;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::corpus::SetName;
use crate::pipeline::error::Error;
use crate::pipeline::step::pause;

/// Which misclassified tweets to show; the surest errors come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorsQuery {
    pub run: String,
    pub part: Split,
    /// Of this true class only, as an index into the run's classes.
    pub truth: Option<u32>,
    /// Of this predicted class only. With both equal, the tweets of that cell of the diagonal, surest first.
    pub predicted: Option<u32>,
    /// This row alone, whether right or wrong, from 0 in the order of its file.
    #[serde(default)]
    pub row: Option<u32>,
    pub offset: u64,
    /// Rows to give, at most 1,000.
    pub limit: u32,
}

/// A page of the tweets of a part that were given a wrong label.
///
/// # Errors
/// A run that is not held, or without its texts or the model that judged the part; no test set.
pub(super) fn errors(held: &mut EngineData, query: ErrorsQuery) -> Result<impl Job + use<>, Error> {
    let run = held.run(&query.run)?;
    let (record, data) = (&run.record, run.data()?);
    let (rows, predicted, corpus) = match query.part {
        Split::Train => (
            record.split.train.clone(),
            &record.train.predicted,
            &data.train,
        ),
        Split::Validation => (
            record.split.validation.clone(),
            &record.validation.predicted,
            &data.train,
        ),
        Split::Test => {
            let test = data.test.as_ref().ok_or_else(no_test)?;
            let evaluated = record.test.as_ref().ok_or_else(no_test)?;
            (
                record.data.excluded.kept(SetName::Test, test.texts.len()),
                &evaluated.predicted,
                test,
            )
        }
    };
    let diagonal = query.row.is_some() || query.truth.is_some() && query.truth == query.predicted;
    let wanted = |truth: u32, label: u32| {
        query.truth.is_none_or(|class| class == truth)
            && query.predicted.is_none_or(|class| class == label)
            && (diagonal || truth != label)
    };
    let found: Vec<ErrorRow> = rows
        .iter()
        .zip(predicted)
        .map(|(&row, &predicted)| {
            let truth = record.class_of(data, corpus.labels[row as usize]);
            (row, truth, predicted)
        })
        .filter(|&(row, truth, predicted)| {
            query.row.is_none_or(|one| one == row) && wanted(truth, predicted)
        })
        .map(|(row, truth, predicted)| ErrorRow {
            row,
            text: corpus.texts[row as usize].clone(),
            truth,
            predicted,
            margin: 0.0,
            scores: Vec::new(),
        })
        .collect();
    let model = Arc::clone(run.judge_of(query.part)?);
    let work = async move {
        let found = scored(found, &model).await;
        Ok(ErrorPage {
            total: found.len() as u64,
            rows: page(&found, query.offset, query.limit).to_vec(),
        })
    };
    let end = |_: &mut EngineData, page| Ok(Answer::new(Outcome::Errors(page)));
    Ok(SteppedJob::new("errors", work, end))
}

/// The rows with their scores, the largest margin first.
async fn scored(mut found: Vec<ErrorRow>, model: &PreparedClassifier) -> Vec<ErrorRow> {
    for rows in found.chunks_mut(ROWS_A_STEP) {
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let scores = model.class_scores(&model.features(&texts));
        for (row, scores) in rows.iter_mut().zip(scores) {
            let of = |class: u32| scores[class as usize];
            let rival = (0..scores.len() as u32)
                .filter(|&class| class != row.predicted)
                .map(of)
                .fold(f64::NEG_INFINITY, f64::max);
            let against = match row.truth == row.predicted {
                true => rival,
                false => of(row.truth),
            };
            row.margin = of(row.predicted) - against;
            row.scores = scores;
        }
        pause().await;
    }
    found.sort_by(|a, b| b.margin.total_cmp(&a.margin).then(a.row.cmp(&b.row)));
    found
}
