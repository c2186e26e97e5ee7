//! Misclassified tweets of a run, the surest first.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::{DataId, Outcome, Split};
use super::rows::{page, set};
use super::selection::{Finder, Selection};
use super::stepped::SteppedJob;
use super::summaries::{ErrorPage, ErrorRow};
use crate::pipeline::chunks::ROWS_A_STEP;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::error::Error;
use crate::pipeline::step::pause;

/// Which misclassified tweets to show; the surest errors come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorsQuery {
    pub run: String,
    pub part: Split,
    /// Those of these rows; with a cell of this run and part the rows of the cell, right or wrong.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// This row alone, whether right or wrong, from 0 in the order of its file.
    #[serde(default)]
    pub row: Option<u32>,
    pub offset: u64,
    /// Rows to give, at most 1,000.
    pub limit: u32,
}

/// What a list of errors follows from: the query but for its page, and the data that are loaded, which findings are of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ErrorsKey {
    query: ErrorsQuery,
    data: Option<DataId>,
}

impl ErrorsKey {
    fn new(held: &EngineData, query: &ErrorsQuery) -> ErrorsKey {
        let loaded = held.given.data.as_ref();
        ErrorsKey {
            query: ErrorsQuery {
                offset: 0,
                limit: 0,
                ..query.clone()
            },
            data: loaded.map(|loaded| loaded.card.id.clone()),
        }
    }
}

/// A page of the tweets of a part that were given a wrong label.
///
/// # Errors
/// A run that is not held, or without its texts or the model that judged the part; no test set.
pub(super) fn errors(held: &mut EngineData, query: ErrorsQuery) -> Result<impl Job + use<>, Error> {
    let key = ErrorsKey::new(held, &query);
    let (offset, limit) = (query.offset, query.limit);
    let run = held.run(&query.run)?;
    run.data()?;
    let answers = run.answers(query.part)?;
    let model = Arc::clone(run.judge_of(query.part)?);
    let data = Arc::clone(run.data()?);
    let selection = query
        .selection
        .filter(|picked| picked.set == query.part.set());
    let with_right = query.row.is_some()
        || (selection.as_ref()).is_some_and(|picked| picked.has_cell(&query.run, query.part));
    let finder = match selection {
        Some(selection) if query.row.is_none() => Some(Finder::new(held, &data, selection)?),
        _ => None,
    };
    let known = held.errors.as_ref().filter(|(of, _)| *of == key);
    let known = known.map(|(_, found)| Arc::clone(found));
    let work = async move {
        if let Some(known) = known {
            return Ok(known);
        }
        let picked = match &finder {
            Some(finder) => Some(finder.rows().await),
            None => None,
        };
        let is_wanted = |[row, truth, predicted]: &[u32; 3]| {
            (with_right || truth != predicted)
                && query.row.is_none_or(|one| one == *row)
                && (picked.as_ref()).is_none_or(|picked| picked.binary_search(row).is_ok())
        };
        let corpus = set(&data, query.part.set())?;
        let found = answers.into_iter().filter(is_wanted);
        let found = found.map(|[row, truth, predicted]| ErrorRow {
            row,
            text: corpus.texts[row as usize].clone(),
            truth,
            predicted,
            margin: 0.0,
            scores: Vec::new(),
        });
        Ok(Arc::new(scored(found.collect(), &model).await))
    };
    let end = move |held: &mut EngineData, found: Arc<Vec<ErrorRow>>| {
        let page = ErrorPage {
            total: found.len() as u64,
            offset,
            rows: page(&found, offset, limit).to_vec(),
        };
        held.errors = Some((key, found));
        Ok(Answer::new(Outcome::Errors(page)))
    };
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
