//! The work itself, which the command line does as the engine does: first the rows, then chance is drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::EvaluatedSet;
use crate::message;
use crate::pipeline::compare::{Pair, PairedRows, Resampling};
use crate::pipeline::corpus::{DataDiff, DataDiffWork, DataSet, KeptSet, SetName};
use crate::pipeline::error::Error;
use crate::pipeline::run::{Answers, RunRecord, kept_sets, paired_answers};
use crate::pipeline::step::Status;

/// Draws of the bootstrap, and of the randomisation, and their seed: the gate's.
const DRAWS: u32 = 2000;
const SEED: u32 = 2021;
/// Rows that one step draws, in all its draws.
const ROWS_A_STEP: usize = 50_000;

/// A run that is put beside another.
#[derive(Debug, Clone)]
pub struct RunSide {
    pub record: Arc<RunRecord>,
    pub answers: Answers,
    /// What is known of its data without the texts; none where the texts are at hand and tell it.
    pub sets: Option<BTreeMap<SetName, KeptSet>>,
}

impl RunSide {
    fn answers(&self, set: EvaluatedSet) -> Option<&[[u32; 3]]> {
        match set {
            EvaluatedSet::Test => self.answers.test.as_deref(),
            _ => Some(&self.answers.validation),
        }
    }

    fn sets(&self, data: Option<&DataSet>) -> BTreeMap<SetName, KeptSet> {
        match (&self.sets, data) {
            (Some(sets), _) => sets.clone(),
            (None, None) => BTreeMap::new(),
            (None, Some(data)) => {
                let corpus = |set| match set {
                    SetName::Train => Some(&data.train),
                    SetName::Test => data.test.as_ref(),
                };
                kept_sets(&self.record, |set| {
                    let corpus = corpus(set)?;
                    Some((corpus.digest(&data.classes), corpus.texts.len() as u64))
                })
            }
        }
    }
}

/// What comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Diffed {
    pub data: DataDiff,
    /// As in [`DiffSummary`](super::summaries::DiffSummary).
    pub paired: Option<(EvaluatedSet, Pair)>,
    pub unpaired: Vec<EvaluatedSet>,
}

/// See the module.
pub struct DiffWork {
    /// Before and now; none where an archive has no texts.
    pub data: [Option<Arc<DataSet>>; 2],
    runs: Option<[RunSide; 2]>,
    at: At,
}

enum At {
    Begin,
    Rows(Box<DataDiffWork>),
    Draws {
        done: Diffed,
        set: EvaluatedSet,
        rows: PairedRows,
        draws: Box<Resampling>,
        /// Draws that one step takes.
        budget: u32,
    },
    End(Diffed),
}

impl DiffWork {
    /// Of two versions of data, and of the runs that were made from them where these are meant.
    pub fn new(data: [Option<Arc<DataSet>>; 2], runs: Option<[RunSide; 2]>) -> DiffWork {
        DiffWork {
            data,
            runs,
            at: At::Begin,
        }
    }

    /// What is being done, and the share of it that is, `0.0..=1.0`.
    pub fn standing(&self) -> (&'static str, f64) {
        match &self.at {
            At::Begin => ("diff_rows", 0.0),
            At::Rows(work) => ("diff_rows", work.done()),
            At::Draws { draws, .. } => {
                let share = f64::from(draws.done()) / f64::from(draws.total());
                ("diff_draws", share)
            }
            At::End(_) => ("diff_draws", 1.0),
        }
    }

    /// Some more.
    ///
    /// # Errors
    /// Those of [`paired_answers`].
    pub fn step(&mut self) -> Result<Status, Error> {
        self.at = match std::mem::replace(&mut self.at, At::Begin) {
            At::Begin => match (&self.data, &self.runs) {
                ([Some(before), Some(now)], _) => {
                    At::Rows(Box::new(DataDiffWork::new(before, now)))
                }
                ([before, now], Some(runs)) => {
                    let [before, now] = [(&runs[0], before), (&runs[1], now)]
                        .map(|(run, data)| run.sets(data.as_deref()));
                    self.answers(DataDiff::of_digests(&before, &now))?
                }
                (_, None) => return Err(Error::bug(message!("error-bug-unfinished"))),
            },
            At::Rows(mut work) => match &self.data {
                [Some(before), Some(now)] if work.step([before, now]).is_running() => {
                    At::Rows(work)
                }
                _ => self.answers(work.finish())?,
            },
            At::Draws {
                mut done,
                set,
                rows,
                mut draws,
                budget,
            } => {
                if draws.step(budget).is_running() {
                    At::Draws {
                        done,
                        set,
                        rows,
                        draws,
                        budget,
                    }
                } else {
                    let unfinished = || Error::bug(message!("error-bug-unfinished"));
                    let differences = draws.finish().ok_or_else(unfinished)?;
                    done.paired = Some((set, Pair::new(&rows, differences)));
                    At::End(done)
                }
            }
            At::End(done) => At::End(done),
        };
        Ok(match self.at {
            At::End(_) => Status::Done,
            _ => Status::Running,
        })
    }

    /// The rows are known; the first set that both answered is drawn from.
    fn answers(&self, data: DataDiff) -> Result<At, Error> {
        let (mut paired, mut unpaired) = (None, Vec::new());
        for set in [EvaluatedSet::Test, EvaluatedSet::Validation] {
            let Some([before, now]) = &self.runs else {
                continue;
            };
            let (Some(one), Some(other)) = (before.answers(set), now.answers(set)) else {
                continue;
            };
            let taken_from = match set {
                EvaluatedSet::Test => SetName::Test,
                _ => SetName::Train,
            };
            let is_same = data
                .sets
                .iter()
                .any(|set| set.set == taken_from && set.is_same);
            let rows = match is_same {
                true => {
                    paired_answers((&before.record.classes, one), (&now.record.classes, other))?
                }
                false => None,
            };
            match rows {
                None => unpaired.push(set),
                Some(rows) if paired.is_none() => paired = Some((set, rows)),
                Some(_) => {}
            }
        }
        let done = Diffed {
            data,
            paired: None,
            unpaired,
        };
        Ok(match paired {
            None => At::End(done),
            Some((set, rows)) => At::Draws {
                draws: Box::new(Resampling::new(&rows, DRAWS, SEED)),
                budget: (ROWS_A_STEP / rows.agreement().rows() as usize).max(1) as u32,
                done,
                set,
                rows,
            },
        })
    }

    /// What came out.
    ///
    /// # Errors
    /// There is something to do still.
    pub fn finish(self) -> Result<Diffed, Error> {
        match self.at {
            At::End(done) => Ok(done),
            _ => Err(Error::bug(message!("error-bug-unfinished"))),
        }
    }
}

impl Diffed {
    /// The texts of the first `shown` rows that were relabelled, as they are in the version now.
    pub fn relabelled_texts<'a>(&self, now: Option<&'a DataSet>, shown: usize) -> Vec<&'a str> {
        let rows = self.data.rows.iter().flat_map(|rows| &rows.relabelled);
        let text = |(set, row): (SetName, u32)| {
            let corpus = match set {
                SetName::Train => &now?.train,
                SetName::Test => now?.test.as_ref()?,
            };
            corpus.texts.get(row as usize).map(String::as_str)
        };
        let rows = rows
            .take(shown)
            .map(|change| (change.now.set, change.now.row));
        rows.filter_map(text).collect()
    }
}
