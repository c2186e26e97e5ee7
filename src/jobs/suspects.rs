//! Suspect labels of a run's training rows, each of the first with the training tweets nearest to it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::Outcome;
use super::summaries::{Neighbour, Progress};
use crate::pipeline::corpus::SetName;
use crate::pipeline::error::Error;
use crate::pipeline::run::FoundSuspects;
use crate::pipeline::time::UnixMillis;

/// Suspects that come with their texts.
const SHOWN: usize = 50;

/// The suspect labels of the rows that a run was trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuspectsSummary {
    pub found: FoundSuspects,
    /// Of each suspect its row of the training set, from 0 in the order of its file.
    pub numbers: Vec<u32>,
    /// The first ones, 50 at most, in their order.
    pub rows: Vec<SuspectRow>,
    /// Rows that the run left out.
    pub n_excluded: u64,
}

/// A row with a suspect label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuspectRow {
    /// From 0, in the order of its file.
    pub row: u32,
    pub text: String,
    /// Other training tweets, the most similar first; labels are places among the run's classes.
    pub nearest: Vec<Neighbour>,
}

/// First the index of training tweets, then the suspects, then the neighbours of one after the other.
pub(super) struct SuspectsJob {
    run: String,
    found: Option<SuspectsSummary>,
    /// Suspects whose neighbours are found.
    done: usize,
}

impl SuspectsJob {
    /// # Errors
    /// A run that is not held, or without its texts.
    pub fn new(held: &mut EngineData, run: String) -> Result<SuspectsJob, Error> {
        held.run(&run)?.data()?;
        Ok(SuspectsJob {
            run,
            found: None,
            done: 0,
        })
    }
}

impl Job for SuspectsJob {
    fn step(&mut self, held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let run = held.run(&self.run)?;
        if !run.index_is_whole() {
            run.step_index();
            return Ok(None);
        }
        let data = Arc::clone(run.data()?);
        let Some(summary) = &mut self.found else {
            let excluded = &run.record.data.excluded;
            let kept = excluded.kept(SetName::Train, data.train.texts.len());
            let found = FoundSuspects::of_run(&run.record, &data)?;
            let suspects = found.labels.suspects.iter();
            let numbers: Vec<u32> = suspects.map(|one| kept[one.row as usize]).collect();
            let row = |row: &u32| SuspectRow {
                row: *row,
                text: data.train.texts[*row as usize].clone(),
                nearest: Vec::new(),
            };
            self.found = Some(SuspectsSummary {
                rows: numbers.iter().take(SHOWN).map(row).collect(),
                numbers,
                n_excluded: excluded.train.len() as u64,
                found,
            });
            return Ok(None);
        };
        if let Some(suspect) = summary.rows.get_mut(self.done) {
            suspect.nearest = run.neighbours(suspect.row);
            self.done += 1;
            return Ok(None);
        }
        let found = self.found.take();
        Ok(found.map(|found| Answer::new(Outcome::Suspects(Box::new(found)))))
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: "suspects".into(),
            ..Progress::default()
        }
    }
}
