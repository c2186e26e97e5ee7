//! A set with other labels, as a file.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::Outcome;
use super::rows::{no_such, set};
use super::selection::{Finder, Selection};
use super::stepped::SteppedJob;
use crate::pipeline::corpus::{ReadingOptions, SetName, table_file};
use crate::pipeline::error::Error;

/// Labels of rows, and the file that has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelabelRequest {
    pub labels: NewLabels,
    /// What it is called.
    pub file: String,
    /// How the file will be read: it is written so that its rows are the same again.
    pub reading: ReadingOptions,
    /// Whether labels in it get their names as those of today do.
    pub is_named: bool,
}

/// Which rows have which labels, by the names of the classes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewLabels {
    /// All rows of a selection have this one.
    Picked { selection: Selection, class: String },
    /// Rows from 0, each with its own.
    Each {
        set: SetName,
        labels: Vec<(u32, String)>,
    },
}

impl NewLabels {
    pub(super) fn selection(&self) -> Option<&Selection> {
        match self {
            NewLabels::Picked { selection, .. } => Some(selection),
            NewLabels::Each { .. } => None,
        }
    }
}

/// All rows of the set as a table: [`Outcome::Relabelled`].
///
/// # Errors
/// No data; no such set, row or class.
pub(super) fn relabel(
    held: &mut EngineData,
    request: RelabelRequest,
) -> Result<impl Job + use<>, Error> {
    let data = Arc::clone(&held.data()?.set);
    let code = |class: &String| {
        let code = data.classes.iter().position(|known| known == class);
        code.map(|code| code as u32)
            .ok_or_else(|| no_such("class", class))
    };
    let (set_name, picked, mut labels) = match request.labels {
        NewLabels::Picked { selection, class } => {
            let code = code(&class)?;
            let name = selection.set;
            let finder = Finder::new(held, &data, selection)?;
            (name, Some((finder, code)), Vec::new())
        }
        NewLabels::Each { set: name, labels } => {
            let n_rows = set(&data, name)?.texts.len();
            let labels = labels
                .iter()
                .map(|(row, class)| match (*row as usize) < n_rows {
                    true => Ok((*row, code(class)?)),
                    false => Err(no_such("row", row)),
                });
            (name, None, labels.collect::<Result<Vec<_>, _>>()?)
        }
    };
    let (reading, is_named, name) = (request.reading, request.is_named, request.file);
    let work = async move {
        if let Some((finder, code)) = picked {
            labels.extend(finder.rows().await.into_iter().map(|row| (row, code)));
        }
        let mut corpus = set(&data, set_name)?.clone();
        let mut n_rows = 0;
        for (row, code) in labels {
            let label = &mut corpus.labels[row as usize];
            n_rows += u64::from(*label != code);
            *label = code;
        }
        let bytes = table_file(&corpus, &data, &reading.of(set_name), is_named).await;
        Ok((n_rows, bytes))
    };
    let end = |_: &mut EngineData, (n_rows, attachment)| {
        Ok(Answer {
            end: Outcome::Relabelled { name, n_rows }.into(),
            attachment,
        })
    };
    Ok(SteppedJob::new("relabel", work, end))
}
