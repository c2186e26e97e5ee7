//! The errors of a model row by row, where labels come, and who watches them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::ModelFacts;
use super::rules::{DataRule, QualityRule};
use super::shares::Shares;
use crate::pipeline::change_detection::{
    Adwin, AdwinParams, ErrorRateBets, GroupedRow, HddmA, HddmAParams, HddmW, HddmWParams,
    RiseTest, Signal,
};
use crate::pipeline::error::Error;

/// Who watches the errors.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Detector {
    /// Whether the error rate rose anywhere in a window of all rows since the last change; where it fell, ADWIN forgets
    /// the rows before and says nothing here. It is shown and decides nothing.
    Adwin,
    /// It is shown and decides nothing.
    HddmA,
    /// Sooner than HDDM_A for slow changes. It is shown and decides nothing.
    HddmW,
    /// Evidence that the rate is above the one that production stated.
    #[serde(alias = "error-rate-bet")]
    ErrorRateTest,
    /// Whether more of the latest rows are wrong than of the rows before them.
    ErrorRiseTest,
    /// Whether the labels went from where the scores say that they are: of the rows with the label of a class, fewer of the
    /// latest look most like it than of those before. Another mix of the classes alone changes nothing in that.
    ConceptTest,
}

impl Detector {
    /// Whether it advises: its rate of false alarms holds over all rows, at any error rate, by proof.
    pub fn decides(self) -> bool {
        match self {
            Detector::ErrorRateTest | Detector::ErrorRiseTest | Detector::ConceptTest => true,
            Detector::Adwin | Detector::HddmA | Detector::HddmW => false,
        }
    }
}

/// Where a detector signalled a change, with the numbers that it is about.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DetectorSignal {
    pub detector: Detector,
    /// Of the batch, counted from 1.
    pub row: u64,
    /// For the error-rate test the highest error rate that production stated; for the others a share among the rows before:
    /// of wrong rows, or, for the concept test, of the rows of the class that look like another.
    pub before: f64,
    /// For the error-rate test the share of wrong rows since the strongest of its bets began, with a batch; for the others
    /// the same share as `before` among the latest rows. Always above `before`.
    pub now: f64,
    /// Of the tests against earlier rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
}

/// What a test against earlier rows compared.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Compared {
    /// Of the rows of this class; none where all rows are meant. It may be any text.
    pub class: Option<String>,
    /// The batch with which the latest rows begin, counted from 1.
    pub since_batch: u32,
    pub rows_before: u64,
    pub rows_now: u64,
    /// Corrected for the tests of the look; at most `level`.
    pub p: f64,
    pub level: f64,
}

/// A row with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelledRow {
    /// Of the batch, counted from 1.
    pub row: u64,
    /// Production gave it another class.
    pub wrong: bool,
    /// Its class, as its place among production's classes; beyond them for a class that production can't give.
    pub label: u32,
    /// The scores look most like that class.
    pub fits: bool,
    /// Its text stands before it among the rows that came with it. The tests that decide take each text once; detectors
    /// that are shown take every row.
    pub is_copy: bool,
}

/// The detectors with what they have seen, and how many rows that was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorStream {
    watchers: Vec<Watcher>,
    pub rows: u64,
    pub errors: u64,
}

/// A detector with its state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Watcher {
    Adwin(Adwin),
    HddmA(HddmA),
    HddmW(HddmW),
    #[serde(alias = "error-rate-bet")]
    ErrorRateTest(ErrorRateBets),
    ErrorRiseTest(RiseTest),
    ConceptTest(RiseTest),
}

impl ErrorStream {
    /// The error-rate test is left out where production's error rate is not known, or nothing can be above it; the concept
    /// test where production has one class.
    ///
    /// # Errors
    /// A parameter out of range.
    pub fn new(
        rule: &QualityRule,
        data: &DataRule,
        model: &ModelFacts,
    ) -> Result<ErrorStream, Error> {
        let shares = Shares::new(rule);
        let drift_confidence = rule.hddm_confidence;
        // River's ratio of both.
        let warning_confidence = (5.0 * drift_confidence).min(drift_confidence.max(0.5));
        let mut watchers = Vec::new();
        for detector in rule.detectors.iter().chain(&rule.shown) {
            watchers.push(match detector {
                Detector::Adwin => Watcher::Adwin(Adwin::new(AdwinParams {
                    delta: rule.adwin_delta,
                    ..AdwinParams::default()
                })?),
                Detector::HddmA => Watcher::HddmA(HddmA::new(HddmAParams {
                    drift_confidence,
                    warning_confidence,
                    ..HddmAParams::default()
                })?),
                Detector::HddmW => Watcher::HddmW(HddmW::new(HddmWParams {
                    drift_confidence,
                    warning_confidence,
                    ..HddmWParams::default()
                })?),
                Detector::ErrorRateTest => {
                    let stated = model.stated.as_ref();
                    let rate = stated.map_or(1.0, |stated| stated.upper(shares.stated));
                    if !(rate > 0.0 && rate < 1.0) {
                        continue;
                    }
                    Watcher::ErrorRateTest(ErrorRateBets::new(rate, shares.error_rate)?)
                }
                Detector::ErrorRiseTest => {
                    Watcher::ErrorRiseTest(RiseTest::new(shares.error_rise, 1, data.least_rows)?)
                }
                Detector::ConceptTest => {
                    let n_classes = model.classes.len() as u32;
                    if n_classes < 2 {
                        continue;
                    }
                    Watcher::ConceptTest(RiseTest::new(shares.concept, n_classes, data.least_rows)?)
                }
            });
        }
        Ok(ErrorStream {
            watchers,
            rows: 0,
            errors: 0,
        })
    }

    /// Whether the error rate that production stated is watched too.
    pub fn has_error_rate_test(&self) -> bool {
        let is_it = |one: &Watcher| matches!(one, Watcher::ErrorRateTest(_));
        self.watchers.iter().any(is_it)
    }

    /// Whether any test is there that decides.
    pub fn can_advise(&self) -> bool {
        self.watchers.iter().any(|one| one.detector().decides())
    }

    /// Takes the labelled rows of batch number `batch`, counted from 1, in their order. `classes` are production's.
    pub fn take(
        &mut self,
        batch: u32,
        rows: &[LabelledRow],
        classes: &[String],
    ) -> Vec<DetectorSignal> {
        let Some(last) = rows.last() else {
            return Vec::new();
        };
        let once: Vec<LabelledRow> = rows.iter().filter(|row| !row.is_copy).copied().collect();
        self.rows += once.len() as u64;
        self.errors += once.iter().filter(|row| row.wrong).count() as u64;
        let mut signals: Vec<DetectorSignal> = Vec::new();
        for watcher in &mut self.watchers {
            if let Watcher::ErrorRateTest(bets) = watcher {
                bets.begin();
            }
            let taken = match watcher.detector().decides() {
                true => &once[..],
                false => rows,
            };
            for row in taken {
                signals.extend(watcher.row(*row));
            }
            signals.extend(watcher.batch(batch, taken, last.row, classes));
        }
        // By row; at one row those that decide first.
        signals.sort_by_key(|signal| (signal.row, !signal.detector.decides(), signal.detector));
        signals
    }

    /// Goes on by other rules: promises that were made stay, and the tests that were not there begin now.
    pub(super) fn upgrade(
        &mut self,
        rule: &QualityRule,
        data: &DataRule,
        model: &ModelFacts,
    ) -> Result<(), Error> {
        let shares = Shares::new(rule);
        let before = std::mem::take(&mut self.watchers);
        for fresh in ErrorStream::new(rule, data, model)?.watchers {
            let known = before
                .iter()
                .find(|one| one.detector() == fresh.detector())
                .cloned();
            self.watchers.push(match known.unwrap_or(fresh) {
                Watcher::ErrorRateTest(mut bets) => {
                    bets.lower_alpha(shares.error_rate);
                    Watcher::ErrorRateTest(bets)
                }
                other => other,
            });
        }
        Ok(())
    }

    /// Whether every value is in its range, for a stream that comes from a file.
    pub(super) fn is_sound(&self, model: &ModelFacts) -> bool {
        let watcher = |watcher: &Watcher| match watcher {
            Watcher::Adwin(adwin) => adwin.is_sound(),
            Watcher::HddmA(hddm) => hddm.is_sound(),
            Watcher::HddmW(hddm) => hddm.is_sound(),
            Watcher::ErrorRateTest(bets) => bets.is_sound(),
            Watcher::ErrorRiseTest(test) => test.is_sound() && test.n_groups() == 1,
            Watcher::ConceptTest(test) => {
                test.is_sound() && test.n_groups() as usize == model.classes.len()
            }
        };
        self.errors <= self.rows && self.rows < 1 << 40 && self.watchers.iter().all(watcher)
    }
}

impl Watcher {
    fn detector(&self) -> Detector {
        match self {
            Watcher::Adwin(_) => Detector::Adwin,
            Watcher::HddmA(_) => Detector::HddmA,
            Watcher::HddmW(_) => Detector::HddmW,
            Watcher::ErrorRateTest(_) => Detector::ErrorRateTest,
            Watcher::ErrorRiseTest(_) => Detector::ErrorRiseTest,
            Watcher::ConceptTest(_) => Detector::ConceptTest,
        }
    }

    /// Takes a row; the tests against earlier rows take whole batches.
    fn row(&mut self, row: LabelledRow) -> Option<DetectorSignal> {
        let detector = self.detector();
        let (before, now) = match self {
            Watcher::Adwin(adwin) => {
                let before = adwin.mean();
                let changed = adwin.update(f64::from(u8::from(row.wrong))) == Signal::Change;
                let (before, now) = (before?, adwin.mean()?);
                // It looks for changes to both sides.
                (changed && now > before).then_some((before, now))?
            }
            Watcher::HddmA(hddm) => match hddm.update(row.wrong) {
                Signal::Change => hddm.before_and_now()?,
                _ => return None,
            },
            Watcher::HddmW(hddm) => match hddm.update(row.wrong) {
                Signal::Change => hddm.before_and_now()?,
                _ => return None,
            },
            Watcher::ErrorRateTest(bets) => {
                let now = bets.take(row.wrong)?;
                (bets.rate(), now)
            }
            Watcher::ErrorRiseTest(_) | Watcher::ConceptTest(_) => return None,
        };
        Some(DetectorSignal {
            detector,
            row: row.row,
            before,
            now,
            compared: None,
        })
    }

    fn batch(
        &mut self,
        batch: u32,
        rows: &[LabelledRow],
        last_row: u64,
        classes: &[String],
    ) -> Option<DetectorSignal> {
        let detector = self.detector();
        let (test, group): (&mut RiseTest, fn(&LabelledRow) -> GroupedRow) = match self {
            Watcher::ErrorRiseTest(test) => (test, |row| GroupedRow {
                group: 0,
                hit: row.wrong,
            }),
            Watcher::ConceptTest(test) => (test, |row| GroupedRow {
                group: row.label,
                hit: !row.fits,
            }),
            _ => return None,
        };
        // Of a class that production can't give no row ever fits.
        let rows: Vec<GroupedRow> = rows
            .iter()
            .map(group)
            .filter(|row| row.group < test.n_groups())
            .collect();
        let found = test.take(batch, &rows)?;
        Some(DetectorSignal {
            detector,
            row: last_row,
            before: found.before.share(),
            now: found.now.share(),
            compared: Some(Compared {
                class: (detector == Detector::ConceptTest)
                    .then(|| classes[found.group as usize].clone()),
                since_batch: found.since,
                rows_before: found.before.rows,
                rows_now: found.now.rows,
                p: found.p,
                level: found.level,
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::stated::{StatedErrors, StatedOn};
    use super::*;
    use crate::pipeline::rng::RandomState;
    use crate::pipeline::time::UnixMillis;

    fn stream(parts: &[(usize, f64)]) -> Vec<LabelledRow> {
        let mut random = RandomState::new(7);
        let mut rows = Vec::new();
        for &(n, rate) in parts {
            for _ in 0..n {
                let wrong = random.random_sample() < rate;
                rows.push(LabelledRow {
                    row: rows.len() as u64 + 1,
                    wrong,
                    label: u32::from(wrong),
                    fits: !wrong,
                    is_copy: false,
                });
            }
        }
        rows
    }

    fn facts() -> ModelFacts {
        ModelFacts {
            run_id: String::new(),
            run_name: String::new(),
            model_sha256: String::new(),
            classes: vec!["a".into(), "b".into()],
            trained: UnixMillis(0.0),
            n_rows: 4_000,
            class_rows: vec![2_000, 2_000],
            predicted_rows: None,
            score_cuts: None,
            stated: Some(StatedErrors {
                on: StatedOn::TestSet,
                rows: 4_000,
                errors: 200,
                each_text_once: None,
                class_spread: None,
            }),
        }
    }

    fn watched() -> ErrorStream {
        let rule = QualityRule {
            shown: vec![Detector::Adwin, Detector::HddmA, Detector::HddmW],
            ..QualityRule::default()
        };
        ErrorStream::new(&rule, &DataRule::default(), &facts()).unwrap()
    }

    fn take(errors: &mut ErrorStream, batch: u32, rows: &[LabelledRow]) -> Vec<DetectorSignal> {
        errors.take(batch, rows, &facts().classes)
    }

    /// Whatever signals, the numbers that it shows rise.
    #[test]
    fn a_rise_after_a_long_good_time_is_found_and_a_fall_is_none() {
        let mut errors = watched();
        for batch in 1..=4 {
            assert_eq!(take(&mut errors, batch, &stream(&[(1_000, 0.05)])), []);
        }
        let found = take(&mut errors, 5, &stream(&[(1_000, 0.2)]));
        let who: Vec<Detector> = found.iter().map(|signal| signal.detector).collect();
        for detector in [
            Detector::Adwin,
            Detector::HddmW,
            Detector::ErrorRateTest,
            Detector::ErrorRiseTest,
        ] {
            assert!(who.contains(&detector), "{detector}: {found:?}");
        }
        for signal in &found {
            assert!(signal.now > signal.before, "{signal:?}");
            let ends = signal.compared.is_some();
            assert!(ends == (signal.row == 1_000), "{signal:?}");
        }
        let fall = stream(&[(2_000, 0.06), (2_000, 0.01)]);
        assert_eq!(take(&mut watched(), 1, &fall), []);
    }

    #[test]
    fn rows_without_labels_begin_nothing() {
        let mut errors = watched();
        assert_eq!(take(&mut errors, 1, &[]), []);
        assert_eq!(errors, watched());
    }
}
