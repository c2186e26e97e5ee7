//! What correcting suspect labels would change, by cross-validation: the recipe learns once as the labels are, once without the
//! suspect rows, once with the suggested labels, each time in the same folds; in pieces.
//!
//! All three are judged by the other rows, whose labels nobody doubts: by the suspect rows themselves a model would be right or
//! wrong by definition. These other rows are those that models agree with, so that a change among them is a rather friendly one;
//! the test set, which no one chose rows from, is the stricter judge.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message;
use crate::pipeline::chunks::InChunks;
use crate::pipeline::compare::{Differences, PairedRows, Resampling};
use crate::pipeline::corpus::DataSet;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::Evaluation;
use crate::pipeline::step::{Piece, Status};
use crate::pipeline::suspects::Suspect;

use super::config::RunConfig;
use super::folded_rows::FoldedRows;
use super::train::out_of_fold::OutOfFold;

/// Draws of each interval.
const DRAWS: u32 = 1000;
/// Draws of one step.
const DRAWS_A_STEP: u32 = 2;

/// What becomes of suspect rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// They are not learned from.
    LeaveOut,
    /// They are learned with the suggested class.
    Relabel,
}

impl Treatment {
    pub const ALL: [Treatment; 2] = [Treatment::LeaveOut, Treatment::Relabel];
}

/// What the treatments would change.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct SuspectsEffect {
    /// Suspect rows that were treated.
    pub n_suspects: u64,
    /// The other rows, which all models are judged by.
    pub n_judged: u64,
    pub n_folds: u32,
    /// With all labels as they are.
    pub f1_micro: f64,
    pub f1_macro: f64,
    pub treatments: Vec<TreatmentEffect>,
}

/// What one treatment would change.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct TreatmentEffect {
    pub treatment: Treatment,
    pub f1_micro: f64,
    pub f1_macro: f64,
    /// To the labels as they are, paired by row.
    pub differences: Differences,
}

/// The measurement at work.
pub struct SuspectsEffectWork {
    rows: FoldedRows,
    /// Of each row, the class that is suggested where its label is suspect.
    suggested: Vec<Option<u32>>,
    phase: Phase,
}

enum Phase {
    Cleaning(InChunks<String>),
    Scoring(Vec<OutOfFold>),
    Drawing {
        answers: Vec<Vec<u32>>,
        draws: Vec<Resampling>,
    },
}

impl SuspectsEffectWork {
    /// Of a data set without the rows that the configuration leaves out, and suspects among its training rows; their classes
    /// are counted in `of_suspects`. `n_folds` is at least 2.
    ///
    /// # Errors
    /// Those of [`RunConfig::check`]; [`Code::NotUsable`] without a suspect, or where no other row is left.
    pub fn new(
        config: &RunConfig,
        data: &DataSet,
        suspects: &[Suspect],
        of_suspects: &[String],
        n_folds: u32,
    ) -> Result<SuspectsEffectWork, Error> {
        let rows = FoldedRows::new(config, data, n_folds)?;
        let mut suggested = vec![None; data.train.labels.len()];
        for suspect in suspects {
            let name = &of_suspects[suspect.suggested as usize];
            let class = data.classes.iter().position(|class| class == name);
            suggested[suspect.row as usize] = class.map(|class| class as u32);
        }
        if suspects.is_empty() || suggested.iter().all(Option::is_some) {
            return Err(Error::new(
                Code::NotUsable,
                message!("error-no-suspects-to-treat"),
                message!("error-look-at-labels"),
            ));
        }
        let phase = Phase::Cleaning(rows.uncleaned());
        Ok(SuspectsEffectWork {
            rows,
            suggested,
            phase,
        })
    }

    /// What the measurement is at, as a stage of a run is called.
    pub fn stage(&self) -> &'static str {
        match self.phase {
            Phase::Cleaning(_) => "clean",
            Phase::Scoring(_) => "out_of_fold",
            Phase::Drawing { .. } => "evaluate",
        }
    }

    /// Share of the stage that is done, `0.0..=1.0`.
    pub fn fraction(&self) -> f64 {
        match &self.phase {
            Phase::Cleaning(_) => 0.0,
            Phase::Scoring(scorings) => {
                scorings.iter().map(OutOfFold::fraction).sum::<f64>() / scorings.len() as f64
            }
            Phase::Drawing { draws, .. } => {
                let (done, total) = draws.iter().fold((0, 0), |(done, total), one| {
                    (done + one.done(), total + one.total())
                });
                f64::from(done) / f64::from(total)
            }
        }
    }

    /// What is left of the stage and waits for nothing else.
    pub fn pieces(&mut self) -> Vec<Box<dyn Piece + '_>> {
        match &mut self.phase {
            Phase::Cleaning(cleaned) => self.rows.cleaning(cleaned),
            Phase::Scoring(scorings) => scorings.iter_mut().flat_map(OutOfFold::pieces).collect(),
            Phase::Drawing { .. } => Vec::new(),
        }
    }

    /// Goes on where no piece of the stage is left.
    ///
    /// # Errors
    /// Where the recipe can't be followed on the rows of all folds but one.
    pub fn step(&mut self) -> Result<Status, Error> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::Scoring(Vec::new())) {
            Phase::Cleaning(cleaned) => Phase::Scoring(self.scorings(&cleaned.finish())),
            Phase::Scoring(scorings) => self.drawing(scorings)?,
            Phase::Drawing { answers, mut draws } => {
                let running = draws
                    .iter_mut()
                    .find(|one| one.done() < one.total())
                    .map(|one| one.step(DRAWS_A_STEP));
                self.phase = Phase::Drawing { answers, draws };
                return Ok(running.map_or(Status::Done, |_| Status::Running));
            }
        };
        Ok(Status::Running)
    }

    /// First the labels as they are, then each treatment.
    fn scorings(&self, cleaned: &[String]) -> Vec<OutOfFold> {
        let scoring = || self.rows.scoring(cleaned);
        let learned = |treatment: Treatment| {
            let rows = self.rows.labels.iter().zip(&self.suggested);
            rows.map(|(label, suggested)| match (suggested, treatment) {
                (None, _) => Some(*label),
                (Some(_), Treatment::LeaveOut) => None,
                (Some(class), Treatment::Relabel) => Some(*class),
            })
            .collect()
        };
        let treated = Treatment::ALL.map(|treatment| scoring().learning(learned(treatment)));
        std::iter::once(scoring()).chain(treated).collect()
    }

    fn drawing(&self, scorings: Vec<OutOfFold>) -> Result<Phase, Error> {
        let answers: Vec<Vec<u32>> = scorings
            .into_iter()
            .map(|scoring| {
                let present = scoring.classes().to_vec();
                let (_, scores) = scoring.finish("", self.rows.names(&present));
                let predicted = scores?.predicted.into_iter();
                let classes: Vec<u32> = predicted.map(|place| present[place as usize]).collect();
                Ok(self.judged(&classes))
            })
            .collect::<Result<_, Error>>()?;
        let rows = answers[1..].iter().map(|treated| {
            let (truth, before) = (self.judged(&self.rows.labels), answers[0].clone());
            let rows = PairedRows::new(self.rows.classes.clone(), truth, treated.clone(), before)?;
            Ok(Resampling::new(&rows, DRAWS, self.rows.config.run.seed))
        });
        Ok(Phase::Drawing {
            draws: rows.collect::<Result<_, Error>>()?,
            answers,
        })
    }

    /// Of all rows those whose label is not suspect.
    fn judged(&self, of_rows: &[u32]) -> Vec<u32> {
        let rows = of_rows.iter().zip(&self.suggested);
        rows.filter(|(_, suggested)| suggested.is_none())
            .map(|(value, _)| *value)
            .collect()
    }

    /// What it came to, once [`SuspectsEffectWork::step`] is done.
    ///
    /// # Errors
    /// [`Code::Bug`] before the end.
    pub fn finish(self) -> Result<SuspectsEffect, Error> {
        let truth = self.judged(&self.rows.labels);
        let unfinished = || Error::bug(message!("error-bug-unfinished"));
        let Phase::Drawing { answers, draws } = self.phase else {
            return Err(unfinished());
        };
        let evaluated = |answers: &[u32]| {
            let evaluation = Evaluation::new(&self.rows.classes, &truth, answers);
            (evaluation.f1_micro, evaluation.f1_macro)
        };
        let (f1_micro, f1_macro) = evaluated(&answers[0]);
        let treated = Treatment::ALL.into_iter().zip(&answers[1..]).zip(draws);
        let treatments = treated.map(|((treatment, answers), draws)| {
            let (f1_micro, f1_macro) = evaluated(answers);
            Ok(TreatmentEffect {
                treatment,
                f1_micro,
                f1_macro,
                differences: draws.finish().ok_or_else(unfinished)?,
            })
        });
        Ok(SuspectsEffect {
            n_suspects: (self.rows.labels.len() - truth.len()) as u64,
            n_judged: truth.len() as u64,
            n_folds: self.rows.n_folds,
            f1_micro,
            f1_macro,
            treatments: treatments.collect::<Result<_, Error>>()?,
        })
    }
}
