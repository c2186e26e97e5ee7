//! The search for suspect labels: the training texts are cleaned and scored out of fold, then held to their labels; in pieces.
//!
//! Of a model without probabilities they are the softmax of the decision values, one against all others. What ranks suspects is
//! order, not calibration: with 5 % wrong labels planted in the demo corpus, softmax and a sigmoid of each class (Platt's, fitted
//! on the same scores) put equally many of them among the first hundred.

use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::Message;
use crate::pipeline::chunks::InChunks;
use crate::pipeline::corpus::{DataSet, Excluded, SetName, Validation, ValidationOptions};
use crate::pipeline::drift::{Profile, ScoreKind};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::{Piece, Status};
use crate::pipeline::suspects::{RankedBy, SuspectLabels};

use super::config::RunConfig;
use super::folded_rows::FoldedRows;
use super::record::RunRecord;
use super::remarks_of_stops;
use super::train::out_of_fold::OutOfFold;

/// Looks for suspect labels among the training rows of a data set.
pub struct SuspectSearch {
    rows: FoldedRows,
    phase: Phase,
}

enum Phase {
    Cleaning(InChunks<String>),
    Scoring(Box<OutOfFold>),
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundSuspects {
    /// Classes are counted in `classes`.
    pub labels: SuspectLabels,
    /// The classes of the rows, sorted by code point.
    pub classes: Vec<String>,
    pub n_folds: u32,
    /// Whether the models had probabilities of their own.
    pub score_kind: ScoreKind,
    /// Of solvers that stopped before they met their tolerance.
    pub remarks: Vec<Message>,
}

impl FoundSuspects {
    /// Of a finished run and the data that it was made from, by the scores that its profile keeps: they are those of the same
    /// recipe and folds as [`SuspectSearch`] has, whose solvers began elsewhere and met the same tolerance.
    ///
    /// # Errors
    /// [`Code::Usage`] where the profile has no scores of single rows.
    pub fn of_run(record: &RunRecord, data: &DataSet) -> Result<FoundSuspects, Error> {
        let scores = match record.profile.as_deref() {
            Some(Profile::Rows(side)) => side.scores.as_ref(),
            _ => None,
        };
        let scores = scores.ok_or_else(|| {
            Error::new(
                Code::Usage,
                message!("error-no-scores-of-rows"),
                message!("error-keep-rows"),
            )
        })?;
        let kept = record
            .data
            .excluded
            .kept(SetName::Train, data.train.texts.len());
        let class = |&row: &u32| {
            let name = &data.classes[data.train.labels[row as usize] as usize];
            scores.classes.partition_point(|class| class < name) as u32
        };
        let labels: Vec<u32> = kept.iter().map(class).collect();
        let (probabilities, n_classes) = (scores.probabilities(), scores.classes.len());
        Ok(FoundSuspects {
            labels: SuspectLabels::new(&probabilities, &labels, n_classes, RankedBy::default()),
            classes: scores.classes.clone(),
            n_folds: scores.folds.unwrap_or(0),
            score_kind: scores.kind,
            remarks: Vec::new(),
        })
    }
}

impl SuspectSearch {
    /// Of a data set without the rows that the configuration leaves out; `n_folds` is at least 2.
    ///
    /// # Errors
    /// Those of [`RunConfig::check`].
    pub fn new(config: &RunConfig, data: &DataSet, n_folds: u32) -> Result<SuspectSearch, Error> {
        let rows = FoldedRows::new(config, data, n_folds)?;
        let phase = Phase::Cleaning(rows.uncleaned());
        Ok(SuspectSearch { rows, phase })
    }

    /// What the search is at, as a stage of a run is called.
    pub fn stage(&self) -> &'static str {
        match self.phase {
            Phase::Cleaning(_) => "clean",
            Phase::Scoring(_) => "out_of_fold",
        }
    }

    /// What is left of the stage and waits for nothing else.
    pub fn pieces(&mut self) -> Vec<Box<dyn Piece + '_>> {
        match &mut self.phase {
            Phase::Cleaning(cleaned) => self.rows.cleaning(cleaned),
            Phase::Scoring(scoring) => scoring.pieces(),
        }
    }

    /// Goes on to the next stage, where no piece of this one is left.
    pub fn step(&mut self) -> Status {
        let Phase::Cleaning(cleaned) = &mut self.phase else {
            return Status::Done;
        };
        let cleaned = std::mem::replace(cleaned, InChunks::new(0)).finish();
        self.phase = Phase::Scoring(Box::new(self.rows.scoring(&cleaned)));
        Status::Running
    }

    /// What it came to, once no stage is left.
    ///
    /// # Errors
    /// Where the recipe can't be followed on the rows of all folds but one; a score beyond single precision; [`Code::Bug`]
    /// before the end.
    ///
    /// [`Code::Bug`]: crate::pipeline::error::Code::Bug
    pub fn finish(self, ranked_by: RankedBy) -> Result<FoundSuspects, Error> {
        let Phase::Scoring(scoring) = self.phase else {
            return Err(Error::bug(message!("error-bug-unfinished")));
        };
        let present = scoring.classes().to_vec();
        // There is no model of all rows.
        let (convergence, scores) = scoring.finish("", self.rows.names(&present));
        let scores = scores?;
        let place = |label: &u32| present.partition_point(|class| class < label) as u32;
        let labels: Vec<u32> = self.rows.labels.iter().map(place).collect();
        let probabilities = scores.probabilities();
        let who = message!("log-solver-of-fold");
        Ok(FoundSuspects {
            labels: SuspectLabels::new(&probabilities, &labels, present.len(), ranked_by),
            classes: scores.classes,
            n_folds: self.rows.n_folds,
            score_kind: scores.kind,
            remarks: remarks_of_stops(&self.rows.config.svc, who, &convergence),
        })
    }
}

/// The rows of a data set that a configuration leaves out; costs the look at the data where it names kinds or rows.
///
/// # Errors
/// Those of [`Validation::new`], and of the configuration's cleaning.
pub async fn excluded_rows(config: &RunConfig, data: &DataSet) -> Result<Excluded, Error> {
    if config.data.is_empty() {
        return Ok(Excluded::default());
    }
    let cleaner = config.clean.compile()?;
    let options = ValidationOptions {
        validation_size: config.run.validation_size,
        cleaner: Some(&cleaner),
        cleaned: None,
    };
    Ok(Validation::new(data, &options, &config.data)
        .await?
        .excluded)
}
