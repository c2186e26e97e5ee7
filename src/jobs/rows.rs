//! Pages of tweets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::{Outcome, SetName};
use super::selection::{Finder, Selection};
use super::stepped::SteppedJob;
use super::summaries::{Page, RowPage, RowSummary};
use crate::message;
use crate::message::Argument;
use crate::pipeline::corpus::{Corpus, DataSet};
use crate::pipeline::error::{Code, Error};

/// The most rows that a page gives.
const MAX_LIMIT: usize = 1000;

/// Which tweets to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsQuery {
    pub selection: Selection,
    /// Matching rows to pass over.
    pub offset: u64,
    /// Rows to give, at most 1,000.
    pub limit: u32,
}

/// The rows that are picked, in the order of the file.
///
/// # Errors
/// No data, no such set or run.
pub(super) fn rows(held: &mut EngineData, query: RowsQuery) -> Result<impl Job + use<>, Error> {
    let data = Arc::clone(&held.data()?.set);
    let finder = Finder::new(held, &data, query.selection)?;
    let work = async move {
        let found = finder.rows().await;
        let corpus = finder.corpus()?;
        let mut class_counts = vec![0; data.classes.len()];
        for &row in &found {
            class_counts[corpus.labels[row as usize] as usize] += 1;
        }
        let rows = page(&found, query.offset, query.limit).iter();
        let page = Page {
            total: found.len() as u64,
            offset: query.offset,
            rows: rows
                .map(|&row| RowSummary {
                    row,
                    text: corpus.texts[row as usize].clone(),
                    label: corpus.labels[row as usize],
                })
                .collect(),
        };
        Ok(RowPage { page, class_counts })
    };
    let end = |_: &mut EngineData, page| Ok(Answer::new(Outcome::Rows(page)));
    Ok(SteppedJob::new("rows", work, end))
}

/// One of the two sets.
///
/// # Errors
/// [`Code::Usage`] where there is no test set.
pub(super) fn set(data: &DataSet, name: SetName) -> Result<&Corpus, Error> {
    match name {
        SetName::Train => Ok(&data.train),
        SetName::Test => data.test.as_ref().ok_or_else(|| {
            Error::new(
                Code::Usage,
                message!("error-no-test-set"),
                message!("error-load-or-ask-training"),
            )
        }),
    }
}

/// What of a list stands on a page.
pub(super) fn page<T>(list: &[T], offset: u64, limit: u32) -> &[T] {
    let start = usize::try_from(offset).map_or(list.len(), |offset| offset.min(list.len()));
    let end = list.len().min(start + MAX_LIMIT.min(limit as usize));
    &list[start..end]
}

/// What a client names that is not there.
pub(super) fn no_such(what: &'static str, index: impl ToString) -> Error {
    Error::new(
        Code::Usage,
        message!(
            "error-no-such",
            what = Argument::key(what),
            index = index.to_string()
        ),
        message!("error-ask-after-loading"),
    )
}
