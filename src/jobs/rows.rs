//! Pages of tweets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::{Outcome, SetName};
use super::stepped::SteppedJob;
use super::summaries::{RowPage, RowSummary};
use crate::message;
use crate::message::Argument;
use crate::pipeline::corpus::{Corpus, DataSet};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::Pace;

/// The most rows that a page gives.
const MAX_LIMIT: usize = 1000;

/// Which tweets to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsQuery {
    pub set: SetName,
    /// Rows that hold this text, whatever the case; all when empty. `#12` finds the row 12, counted from 1.
    pub text: String,
    /// Rows of this class, as an index into [`LoadedSummary::classes`](super::summaries::LoadedSummary::classes).
    pub class: Option<u32>,
    /// Rows of this finding, as an index into [`LoadedSummary::findings`](super::summaries::LoadedSummary::findings); of a finding about both sets, those of `set`.
    pub finding: Option<u32>,
    /// Matching rows to pass over.
    pub offset: u64,
    /// Rows to give, at most 1,000.
    pub limit: u32,
}

/// The rows that match, in the order of the file.
///
/// # Errors
/// No data, no such set or finding.
pub(super) fn rows(held: &EngineData, query: RowsQuery) -> Result<impl Job + use<>, Error> {
    let loaded = Arc::clone(held.data()?);
    let n_rows = set(&loaded.set, query.set)?.texts.len();
    let among: Vec<u32> = match query.finding {
        None => (0..n_rows as u32).collect(),
        Some(index) => {
            let finding = loaded.findings.get(index as usize);
            let finding = finding.ok_or_else(|| no_such("finding", index))?;
            finding.rows_in(query.set).to_vec()
        }
    };
    let work = async move { found(set(&loaded.set, query.set)?, &query, &among).await };
    let end = |_: &mut EngineData, page| Ok(Answer::new(Outcome::Rows(page)));
    Ok(SteppedJob::new("rows", work, end))
}

async fn found(corpus: &Corpus, query: &RowsQuery, among: &[u32]) -> Result<RowPage, Error> {
    let wanted = query.text.trim();
    let number = wanted
        .strip_prefix('#')
        .and_then(|digits| digits.parse::<usize>().ok());
    let lower = wanted.to_lowercase();
    let matches = |row: usize| {
        query.class.is_none_or(|class| corpus.labels[row] == class)
            && match number {
                Some(number) => row + 1 == number,
                None => lower.is_empty() || corpus.texts[row].to_lowercase().contains(&lower),
            }
    };
    let mut pace = Pace::default();
    let mut found: Vec<u32> = Vec::new();
    for &row in among {
        if matches(row as usize) {
            found.push(row);
        }
        if !lower.is_empty() {
            pace.after(corpus.texts[row as usize].len() / 4).await;
        }
    }
    Ok(RowPage {
        total: found.len() as u64,
        rows: page(&found, query.offset, query.limit)
            .iter()
            .map(|&row| RowSummary {
                row,
                text: corpus.texts[row as usize].clone(),
                label: corpus.labels[row as usize],
            })
            .collect(),
    })
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
pub(super) fn no_such(what: &'static str, index: u32) -> Error {
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
