//! When to retrain: the rules for five occasions, as data, checked once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error_stream::Detector;
use super::look::WatchedPart;
use crate::message;
use crate::pipeline::change_detection::{AlphaSpending, Spending};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::{MONITORING, Settings};

/// Rules as given; what is left out has its default. By default an alarm of a false kind ever, over all batches together,
/// has a chance of at most 5 %, half of it for drift and half for quality.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WatchRules {
    pub data: DataRule,
    pub by_hand: ByHandRule,
    pub schedule: ScheduleRule,
    pub new_data: NewDataRule,
    pub quality: QualityRule,
    pub drift: DriftRule,
}

/// What counts as data.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataRule {
    /// A batch with fewer rows is not looked at for drift and costs nothing of its false-alarm rate; with fewer labelled
    /// rows in all, nothing is said of quality.
    pub least_rows: u64,
}

/// Somebody says so.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ByHandRule {
    pub enabled: bool,
}

/// The model is old. Off by default: any number of days would be a guess.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScheduleRule {
    pub enabled: bool,
    /// Since the end of production's training; a fraction is a part of a day.
    pub days: f64,
}

/// There is much to learn from that the model has not seen. Off by default: how much is worth a training is the user's.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewDataRule {
    pub enabled: bool,
    /// Labelled rows of all batches.
    pub rows: u64,
}

/// More rows are wrong than were.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QualityRule {
    pub enabled: bool,
    /// Any of them advises retraining. Only tests whose false-alarm rate holds over all rows can.
    pub detectors: Vec<Detector>,
    /// Detectors of change that are shown and advise nothing.
    pub shown: Vec<Detector>,
    /// The chance that any of the tests ever advises falsely, over all rows. Half of it is spent on not knowing production's
    /// error rate exactly.
    pub alpha: f64,
    /// ADWIN's `delta`.
    pub adwin_delta: f64,
    /// The `alpha` of a change in HDDM_A and HDDM_W.
    pub hddm_confidence: f64,
}

/// Classes, words or the way of writing are others than in the training rows.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DriftRule {
    pub enabled: bool,
    /// What can raise an alarm; the others are shown only.
    pub parts: Vec<WatchedPart>,
    /// The chance that any look ever raises an alarm falsely.
    pub alpha: f64,
    /// How it is spent over the looks.
    pub spending: SpendingKind,
    /// Looks that are planned, for `pocock` and `obrien-fleming`; past them nothing can raise an alarm.
    pub looks: u32,
}

/// How a false-alarm rate is spent over the looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpendingKind {
    /// Without an end: look `k` has the share `6 / (pi k)^2`.
    OpenEnded,
    /// Rather evenly over the planned looks.
    Pocock,
    /// Most of it at the end of the planned looks.
    ObrienFleming,
}

impl Default for DataRule {
    fn default() -> DataRule {
        DataRule { least_rows: 100 }
    }
}

impl Default for ByHandRule {
    fn default() -> ByHandRule {
        ByHandRule { enabled: true }
    }
}

impl Default for ScheduleRule {
    fn default() -> ScheduleRule {
        ScheduleRule {
            enabled: false,
            days: 90.0,
        }
    }
}

impl Default for NewDataRule {
    fn default() -> NewDataRule {
        NewDataRule {
            enabled: false,
            rows: 5_000,
        }
    }
}

impl Default for QualityRule {
    fn default() -> QualityRule {
        QualityRule {
            enabled: true,
            detectors: vec![
                Detector::ErrorRateTest,
                Detector::ErrorRiseTest,
                Detector::ConceptTest,
            ],
            shown: vec![Detector::Adwin, Detector::HddmW],
            alpha: 0.025,
            adwin_delta: 0.002,
            hddm_confidence: 0.001,
        }
    }
}

impl Default for DriftRule {
    fn default() -> DriftRule {
        DriftRule {
            enabled: true,
            parts: WatchedPart::ALL.to_vec(),
            alpha: 0.025,
            spending: SpendingKind::OpenEnded,
            looks: 52,
        }
    }
}

impl DriftRule {
    /// # Errors
    /// A value out of range.
    pub fn spending(&self) -> Result<AlphaSpending, Error> {
        let looks = self.looks;
        let spending = match self.spending {
            SpendingKind::OpenEnded => Spending::OpenEnded,
            SpendingKind::Pocock => Spending::Pocock { looks },
            SpendingKind::ObrienFleming => Spending::OBrienFleming { looks },
        };
        AlphaSpending::new(self.alpha, spending)
    }
}

impl QualityRule {
    /// Rules of before, in which detectors of change advised, have the error-rise test in their place, and show them; gives
    /// those that were moved.
    pub fn upgrade(&mut self) -> Vec<Detector> {
        let moved: Vec<Detector> = self
            .detectors
            .iter()
            .copied()
            .filter(|one| !one.decides())
            .collect();
        if moved.is_empty() {
            return moved;
        }
        self.detectors.retain(|one| one.decides());
        if !self.detectors.contains(&Detector::ErrorRiseTest) {
            self.detectors.push(Detector::ErrorRiseTest);
        }
        self.shown = moved.clone();
        moved
    }
}

impl WatchRules {
    /// Whether every value is in its range.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for the first fault, its place the setting's name.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(fault) = MONITORING.faults(&self.to_table()).into_iter().next() {
            return Err(fault);
        }
        for (is_idle, setting) in [
            (
                self.quality.enabled && self.quality.detectors.is_empty(),
                "quality.detectors",
            ),
            (
                self.drift.enabled && self.drift.parts.is_empty(),
                "drift.parts",
            ),
        ] {
            if is_idle {
                let message = message!("retrain-nothing-decides");
                let remedy = message!("retrain-name-one");
                return Err(Error::new(Code::InvalidParameter, message, remedy).in_file(setting));
            }
        }
        Ok(())
    }
}

pub(super) fn distinct<T: PartialEq>(items: &[T]) -> bool {
    (0..items.len()).all(|at| !items[..at].contains(&items[at]))
}
