//! All batches together: what is spent, what the detectors have seen, what was found so far.

use serde::{Deserialize, Serialize};

use super::batch::ExaminedBatch;
use super::error_stream::ErrorStream;
use super::look::{DriftLook, Tested};
use super::model::ModelFacts;
use super::record::{BatchRecord, Finding};
use super::rules::WatchRules;
use crate::pipeline::drift::{Gap, Part};
use crate::pipeline::error::Error;

/// A model that is watched. The same model, rules and batches in the same order give the same value, however they were cut
/// into calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    pub(super) model: ModelFacts,
    pub(super) rules: WatchRules,
    /// Looks for drift that something was spent on.
    pub(super) looks: u32,
    /// What they may have spent together.
    pub(super) spent: f64,
    /// None where the rule for quality is off.
    pub(super) errors: Option<ErrorStream>,
    pub(super) records: Vec<BatchRecord>,
    pub(super) asked: Vec<AskedByHand>,
}

/// Somebody asked for a training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedByHand {
    /// Any text.
    pub reason: String,
    /// Batches that were there then.
    pub after_batches: u32,
}

impl Watch {
    /// # Errors
    /// Those of [`WatchRules::check`].
    pub fn new(model: ModelFacts, rules: WatchRules) -> Result<Watch, Error> {
        rules.check()?;
        let errors = match rules.quality.enabled {
            true => Some(ErrorStream::new(&rules.quality, model.stated.as_ref())?),
            false => None,
        };
        Ok(Watch {
            model,
            rules,
            looks: 0,
            spent: 0.0,
            errors,
            records: Vec::new(),
            asked: Vec::new(),
        })
    }

    pub fn model(&self) -> &ModelFacts {
        &self.model
    }

    pub fn rules(&self) -> &WatchRules {
        &self.rules
    }

    /// In the order in which they came.
    pub fn records(&self) -> &[BatchRecord] {
        &self.records
    }

    pub fn asked(&self) -> &[AskedByHand] {
        &self.asked
    }

    /// All rows so far.
    pub fn rows(&self) -> u64 {
        self.records.iter().map(|record| record.rows).sum()
    }

    pub fn labelled_rows(&self) -> u64 {
        self.records.iter().map(|record| record.labelled).sum()
    }

    /// Retraining is asked for, which stands until production changes. The same reason again says nothing new.
    pub fn ask(&mut self, reason: &str) {
        if self.asked.iter().all(|asked| asked.reason != reason) {
            self.asked.push(AskedByHand {
                reason: reason.into(),
                after_batches: self.records.len() as u32,
            });
        }
    }

    /// Takes the next batch; `seconds` is what predicting it took, where that was measured.
    pub fn add(&mut self, batch: ExaminedBatch, seconds: Option<f64>) -> &BatchRecord {
        let drift = self.look(batch.rows, batch.tested);
        let signals = self
            .errors
            .as_mut()
            .map_or_else(Vec::new, |errors| errors.take(&batch.wrong));
        let mut record = BatchRecord {
            name: batch.name,
            sha256: batch.sha256,
            rows: batch.rows,
            labelled: batch.wrong.len() as u64,
            first_row: self.rows() + 1,
            classes: batch.classes,
            drift,
            unknown_words: batch.unknown_words,
            estimated: batch.estimated,
            realised: batch.realised,
            seconds,
            signals,
            findings: Vec::new(),
        };
        record.findings = self.findings(&record);
        self.records.push(record);
        &self.records[self.records.len() - 1]
    }

    /// Spends a level where there is something to look at.
    fn look(&mut self, rows: u64, tested: Part<Tested>) -> Part<DriftLook> {
        let needed = self.rules.data.least_rows;
        let tested = match tested {
            Part::Missing(gap) => return Part::Missing(gap),
            Part::Measured(_) if rows < needed => {
                return Part::Missing(Gap::TooFewRows { rows, needed });
            }
            Part::Measured(tested) => tested,
        };
        let rule = &self.rules.drift;
        let is_look = rule.enabled && tested.is_testable(rule);
        let (mut look, mut level) = (None, 0.0);
        if is_look {
            self.looks += 1;
            look = Some(self.looks);
            let spending = rule.spending().expect("the rules were checked");
            level = spending.level(self.looks);
            self.spent += level;
        }
        Part::Measured(tested.judge(rule, look, level, self.spent))
    }

    fn findings(&self, record: &BatchRecord) -> Vec<Finding> {
        let mut found: Vec<Finding> = record
            .signals
            .iter()
            .map(|&signal| Finding::ErrorsRose { signal })
            .collect();
        if let Some(realised) = record.realised.measured()
            && let Some(at_training_mix) = realised.error_rate_at_training_mix
            && !found.is_empty()
        {
            let alpha = self.rules.quality.alpha / 2.0;
            found.push(Finding::ClassMix {
                error_rate: realised.error_rate.value,
                at_training_mix,
                stated_upper: self.model.stated.as_ref().map(|stated| stated.upper(alpha)),
            });
        }
        match &record.drift {
            Part::Measured(look) => {
                found.extend(look.parts.iter().filter(|part| part.alarm).map(|part| {
                    Finding::Drifted {
                        part: part.part,
                        adjusted_p: part.adjusted_p.unwrap_or(1.0),
                        level: look.level,
                    }
                }));
                if look.look.is_some() && look.level == 0.0 {
                    found.push(Finding::LooksSpent {
                        looks: self.rules.drift.looks,
                    });
                }
            }
            Part::Missing(Gap::TooFewRows { rows, needed }) => found.push(Finding::TooFewRows {
                rows: *rows,
                needed: *needed,
            }),
            Part::Missing(gap) => found.push(Finding::DriftNotMeasured { gap: gap.clone() }),
        }
        if let Some(estimated) = record.estimated.measured()
            && let Some(usual) = &estimated.usual
            && !usual.accuracy.holds(estimated.f1_micro)
        {
            found.push(Finding::UnusualEstimate {
                estimated: estimated.f1_micro,
                lower: usual.accuracy.lower,
                upper: usual.accuracy.upper,
            });
        }
        for class in record
            .classes
            .iter()
            .filter(|class| class.training.is_none())
        {
            if let Some(labelled) = &class.labelled {
                found.push(Finding::UnknownClass {
                    class: class.class.clone(),
                    rows: labelled.rows,
                });
            }
        }
        if record.labelled == 0 {
            found.push(Finding::NoLabels);
        }
        found
    }
}
