//! All batches together: what is spent, what the detectors have seen, what was found so far.

use serde::{Deserialize, Serialize};

use super::batch::{ExaminedBatch, labelled_rows};
use super::error_stream::ErrorStream;
use super::kept::KeptRows;
use super::look::{DriftLook, Tested};
use super::model::ModelFacts;
use super::performance::Judging;
use super::record::{BatchFinding, BatchRecord, ClassShares, Counted};
use super::rules::WatchRules;
use crate::pipeline::drift::{LabelCounts, Measurement, Unavailable};
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// A model that is watched. The same model, rules and batches in the same order give the same value, however they were cut
/// into calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    pub(super) model: ModelFacts,
    pub(super) rules: WatchRules,
    /// When it began; none where nobody said.
    #[serde(default)]
    pub(super) begun: Option<UnixMillis>,
    /// Looks for drift that something was spent on.
    pub(super) looks: u32,
    /// What they may have spent together.
    pub(super) spent: f64,
    /// None where the rule for quality is off.
    pub(super) errors: Option<ErrorStream>,
    pub(super) records: Vec<BatchRecord>,
    /// Of each record its rows, or none of those of an earlier Dryf, which kept none.
    #[serde(default)]
    pub(super) kept: Vec<KeptRows>,
    pub(super) asked: Vec<AskedByHand>,
}

/// What became of labels that came after their batch was watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LateLabels {
    /// Rows that had none.
    pub taken: u64,
    /// Rows that have another one already, which stays.
    pub other: u64,
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
            true => Some(ErrorStream::new(&rules.quality, &rules.data, &model)?),
            false => None,
        };
        Ok(Watch {
            model,
            rules,
            begun: None,
            looks: 0,
            spent: 0.0,
            errors,
            records: Vec::new(),
            kept: Vec::new(),
            asked: Vec::new(),
        })
    }

    /// The same with the moment at which it began, unless that is known.
    pub fn begun_at(self, now: UnixMillis) -> Watch {
        Watch {
            begun: self.begun.or(Some(now)),
            ..self
        }
    }

    /// When the watch began, where that is known.
    pub fn begun(&self) -> Option<UnixMillis> {
        self.begun
    }

    /// What a report needs: all but the rows that are kept.
    pub fn without_rows(&self) -> Watch {
        Watch {
            model: self.model.clone(),
            rules: self.rules.clone(),
            errors: self.errors.clone(),
            records: self.records.clone(),
            kept: Vec::new(),
            asked: self.asked.clone(),
            ..*self
        }
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

    /// The place of the record with this name, of which no rows are kept; none where rows that came late are kept.
    pub(super) fn period_without_rows(&self, name: &str, late: &str) -> Option<usize> {
        let is_named = |record: &BatchRecord| {
            record
                .name
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest == late)
        };
        let at = self.records.iter().position(is_named)?;
        let keeps_none = self.kept.get(at).is_none_or(KeptRows::is_empty);
        (keeps_none && self.records[at].rows > 0).then_some(at)
    }

    /// The place of the record with this digest, of which no rows are kept.
    pub(super) fn record_without_rows(&self, sha256: &str) -> Option<usize> {
        let is_it = |at: usize| {
            let keeps_none = self.kept.get(at).is_none_or(KeptRows::is_empty);
            keeps_none && self.records[at].rows > 0 && self.records[at].sha256 == sha256
        };
        (0..self.records.len()).find(|at| is_it(*at))
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

    /// Takes the next batch. `seconds` is what predicting it took, where that was measured, `now` when it was watched.
    pub fn add(
        &mut self,
        batch: ExaminedBatch,
        seconds: Option<f64>,
        now: Option<UnixMillis>,
    ) -> &BatchRecord {
        let drift = self.look(batch.rows, batch.tested, &batch.classes);
        let number = self.records.len() as u32 + 1;
        let classes = &self.model.classes;
        let signals = self.errors.as_mut().map_or_else(Vec::new, |errors| {
            errors.take(number, &batch.labelled, classes)
        });
        let mut record = BatchRecord {
            name: batch.name,
            sha256: batch.sha256,
            rows: batch.rows,
            labelled: batch.kept.labels.iter().flatten().count() as u64,
            labelled_later: 0,
            copies: batch.copies,
            learned: batch.learned,
            watched: now,
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
        self.kept.resize(self.records.len(), KeptRows::default());
        self.kept.push(batch.kept);
        self.records.push(record);
        &self.records[self.records.len() - 1]
    }

    /// Takes labels of rows that were watched without one: of the record at a place, from 0, rows from 0 with the name of
    /// their class. They go to the tests of errors as rows that come now; drift is not looked at again, so that nothing is
    /// spent twice.
    ///
    /// # Panics
    /// If there is no such record, or no such row is kept of it.
    pub fn add_labels(&mut self, place: usize, labels: &[(usize, String)]) -> LateLabels {
        let (record, kept) = (&mut self.records[place], &mut self.kept[place]);
        let mut found = LateLabels::default();
        let mut taken = Vec::new();
        for (row, class) in labels {
            let known = record.classes.iter().position(|one| one.class == *class);
            if let Some(label) = kept.labels[*row] {
                found.other += u64::from(known != Some(label as usize));
                continue;
            }
            let at = known.unwrap_or_else(|| {
                record.classes.push(ClassShares {
                    class: class.clone(),
                    training: None,
                    labelled: None,
                    predicted_training: None,
                    predicted: None,
                });
                record.classes.len() - 1
            });
            kept.labels[*row] = Some(at as u32);
            taken.push(*row);
        }
        if taken.is_empty() {
            return found;
        }
        found.taken = taken.len() as u64;
        record.labelled += found.taken;
        record.labelled_later += found.taken;
        let (rows, truth): (Vec<usize>, Vec<u32>) = kept
            .labels
            .iter()
            .enumerate()
            .filter_map(|(row, label)| Some((row, (*label)?)))
            .unzip();
        for (at, class) in (0u32..).zip(&mut record.classes) {
            let of_class = truth.iter().filter(|label| **label == at).count();
            class.labelled = Counted::new(of_class as u64, truth.len() as u64);
        }
        let names: Vec<String> = record.classes.iter().map(|one| one.class.clone()).collect();
        let predicted: Vec<u32> = rows.iter().map(|row| kept.predicted[*row]).collect();
        let mut judging = Judging::new(&names, &truth, &names, &predicted);
        while judging.step(usize::MAX).is_running() {}
        record.realised = Measurement::Measured(judging.finish(&self.model));
        taken.sort_unstable();
        let rows = labelled_rows(kept, taken);
        if let Some(errors) = &mut self.errors {
            record
                .signals
                .extend(errors.take(place as u32 + 1, &rows, &self.model.classes));
        }
        self.records[place].findings = self.findings(&self.records[place]);
        found
    }

    /// The predictions of a batch beside those of all batches before; none where there are none before.
    fn predicted(&self, classes: &[ClassShares]) -> Option<LabelCounts> {
        let rows_of = |classes: &[ClassShares], name: &String| {
            let found = classes.iter().find(|class| class.class == *name);
            found
                .and_then(|class| class.predicted)
                .map_or(0, |predicted| predicted.rows)
        };
        let names = &self.model.classes;
        let before = |name| {
            let records = self.records.iter();
            records.map(|record| rows_of(&record.classes, name)).sum()
        };
        let counts = LabelCounts {
            classes: names.clone(),
            reference: names.iter().map(before).collect(),
            current: names.iter().map(|name| rows_of(classes, name)).collect(),
        };
        (counts.reference.iter().sum::<u64>() > 0).then_some(counts)
    }

    /// Spends a level where there is something to look at.
    fn look(
        &mut self,
        rows: u64,
        tested: Measurement<Tested>,
        classes: &[ClassShares],
    ) -> Measurement<DriftLook> {
        let needed = self.rules.data.least_rows;
        let mut tested = match tested {
            Measurement::Missing(gap) => return Measurement::Missing(gap),
            Measurement::Measured(_) if rows < needed => {
                return Measurement::Missing(Unavailable::TooFewRows { rows, needed });
            }
            Measurement::Measured(tested) => tested,
        };
        tested.set_predicted(self.predicted(classes).as_ref());
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
        Measurement::Measured(tested.judge(rule, look, level, self.spent))
    }

    fn findings(&self, record: &BatchRecord) -> Vec<BatchFinding> {
        if record.rows == 0 {
            return vec![BatchFinding::Empty];
        }
        let of = |decides: bool| {
            let signals = record.signals.iter();
            signals
                .filter(move |signal| signal.detector.decides() == decides)
                .cloned()
        };
        let mut found = Vec::new();
        if record.learned > 0 {
            found.push(BatchFinding::Learned {
                learned: record.learned,
                rows: record.rows,
            });
        }
        found.extend(of(true).map(|signal| BatchFinding::ErrorsRose { signal }));
        if let Some(realised) = record.realised.measured()
            && let Some(at_training_mix) = realised.error_rate_at_training_mix
            && record.has_error_alarm()
        {
            let alpha = self.rules.quality.alpha / 2.0;
            found.push(BatchFinding::ClassMix {
                error_rate: realised.error_rate.value,
                at_training_mix,
                stated_upper: self.model.stated.as_ref().map(|stated| stated.upper(alpha)),
            });
        }
        if record.unknown_words.gap() == Some(&Unavailable::CountsOnly) {
            found.push(BatchFinding::CountsOnly);
        }
        let shown = of(false).map(|signal| BatchFinding::Signalled { signal });
        match &record.drift {
            Measurement::Measured(look) => {
                found.extend(look.parts.iter().filter(|part| part.alarm).map(|part| {
                    BatchFinding::Drifted {
                        part: part.part,
                        adjusted_p: part.adjusted_p.unwrap_or(1.0),
                        level: look.level,
                    }
                }));
                if look.look.is_some() && look.level == 0.0 {
                    found.push(BatchFinding::LooksSpent {
                        looks: self.rules.drift.looks,
                    });
                }
            }
            Measurement::Missing(Unavailable::TooFewRows { rows, needed }) => {
                found.push(BatchFinding::TooFewRows {
                    rows: *rows,
                    needed: *needed,
                })
            }
            Measurement::Missing(gap) => {
                found.push(BatchFinding::DriftNotMeasured { gap: gap.clone() })
            }
        }
        if let Some(estimated) = record.estimated.measured()
            && let Some(usual) = &estimated.usual
            && !usual.accuracy.holds(estimated.f1_micro)
        {
            found.push(BatchFinding::UnusualEstimate {
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
            if let Some(labelled) = class.labelled.filter(|labelled| labelled.rows > 0) {
                found.push(BatchFinding::UnknownClass {
                    class: class.class.clone(),
                    rows: labelled.rows,
                });
            }
        }
        // A copy in a hundred rows changes no test.
        if record.copies > 0 && record.copies * 100 >= record.rows {
            found.push(BatchFinding::Copies {
                copies: record.copies,
                rows: record.rows,
                each_text_once: record
                    .drift
                    .measured()
                    .is_none_or(|look| look.each_text_once),
            });
        }
        found.extend(shown);
        if record.labelled == 0 {
            found.push(BatchFinding::NoLabels);
        } else if record.labelled < record.rows {
            found.push(BatchFinding::PartlyLabelled {
                labelled: record.labelled,
                rows: record.rows,
            });
        }
        if record.labelled_later > 0 {
            found.push(BatchFinding::LabelledLater {
                rows: record.labelled_later,
            });
        }
        found
    }
}
