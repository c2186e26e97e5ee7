//! The errors of a model row by row, where labels come, and who watches them.

use std::collections::VecDeque;
use std::f64::consts::PI;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::model::StatedErrors;
use super::rules::QualityRule;
use crate::pipeline::error::Error;
use crate::pipeline::monitor::{
    Adwin, AdwinParams, ErrorRateBet, HddmA, HddmAParams, HddmW, HddmWParams, Signal,
};
use crate::pipeline::numeric::exp;

/// Rows over which a signal says what the error rate is now.
const LATEST: usize = 100;

/// Who watches the errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detector {
    /// Whether the error rate rose anywhere in a window of all rows since the last change; where it fell, ADWIN forgets
    /// the rows before and says nothing here. Its rate of false alarms is measured.
    Adwin,
    HddmA,
    /// Sooner than HDDM_A for slow changes. Its rate of false alarms is measured.
    HddmW,
    /// Evidence that the rate is above the one that production stated; its rate of false alarms is proven.
    ErrorRateBet,
}

impl fmt::Display for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Detector::Adwin => "ADWIN",
            Detector::HddmA => "HDDM_A",
            Detector::HddmW => "HDDM_W",
            Detector::ErrorRateBet => "the bet on the error rate",
        })
    }
}

/// Where a detector called out that more rows are wrong than were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DetectorSignal {
    pub detector: Detector,
    /// Of the batch, counted from 1.
    pub row: u64,
    /// For the bet the highest error rate that production stated; for the others the share of wrong rows among those before
    /// the latest hundred, or among all where there are none.
    pub before: f64,
    /// For the bet the share of wrong rows since the strongest of its bets began, with a batch; for the others among the
    /// latest hundred.
    pub now: f64,
}

/// The detectors with what they have seen, and how many rows that was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorStream {
    watchers: Vec<Watcher>,
    pub rows: u64,
    pub errors: u64,
    /// The latest rows, the oldest first, 1 where wrong.
    latest: VecDeque<u8>,
}

/// A detector with its state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Watcher {
    Adwin(Adwin),
    HddmA(HddmA),
    HddmW(HddmW),
    ErrorRateBet(Bets),
}

impl ErrorStream {
    /// The bet is left out where production's error rate is not known, or nothing can be above it.
    ///
    /// # Errors
    /// A parameter out of range.
    pub fn new(rule: &QualityRule, stated: Option<&StatedErrors>) -> Result<ErrorStream, Error> {
        let drift_confidence = rule.hddm_confidence;
        // River's ratio of both.
        let warning_confidence = (5.0 * drift_confidence).min(drift_confidence.max(0.5));
        let mut watchers = Vec::new();
        for detector in &rule.detectors {
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
                Detector::ErrorRateBet => {
                    let rate = stated.map_or(1.0, |stated| stated.upper(rule.alpha / 2.0));
                    if !(rate > 0.0 && rate < 1.0) {
                        continue;
                    }
                    Watcher::ErrorRateBet(Bets {
                        begun: Vec::new(),
                        rate,
                        alpha: rule.alpha / 2.0,
                        called: false,
                    })
                }
            });
        }
        Ok(ErrorStream {
            watchers,
            rows: 0,
            errors: 0,
            latest: VecDeque::new(),
        })
    }

    /// Whether production's stated error rate is watched too.
    pub fn has_bet(&self) -> bool {
        let is_bet = |one: &Watcher| matches!(one, Watcher::ErrorRateBet(_));
        self.watchers.iter().any(is_bet)
    }

    /// Takes the labelled rows of a batch in their order.
    pub fn take(&mut self, wrong: &[bool]) -> Vec<DetectorSignal> {
        let mut signals = Vec::new();
        if wrong.is_empty() {
            return signals;
        }
        for watcher in &mut self.watchers {
            if let Watcher::ErrorRateBet(bets) = watcher {
                bets.begin();
            }
        }
        for (row, &wrong) in (1..).zip(wrong) {
            self.rows += 1;
            self.errors += u64::from(wrong);
            if self.latest.len() == LATEST {
                self.latest.pop_front();
            }
            self.latest.push_back(u8::from(wrong));
            let called: Vec<(Detector, Option<[f64; 2]>)> = self
                .watchers
                .iter_mut()
                .filter_map(|watcher| watcher.take(wrong))
                .collect();
            for (detector, stated) in called {
                let (before, now) = match stated {
                    Some([rate, now]) => (rate, now),
                    None => self.before_and_now(),
                };
                signals.push(DetectorSignal {
                    detector,
                    row,
                    before,
                    now,
                });
            }
        }
        signals
    }

    fn before_and_now(&self) -> (f64, f64) {
        let latest = self.latest.len() as u64;
        let wrong: u64 = self.latest.iter().copied().map(u64::from).sum();
        let now = wrong as f64 / latest as f64;
        let (rows, errors) = match self.rows - latest {
            0 => (self.rows, self.errors),
            rows => (rows, self.errors - wrong),
        };
        (errors as f64 / rows as f64, now)
    }
}

impl Watcher {
    /// Who calls out, with the stated rate and the rate now where the detector goes by a stated one.
    fn take(&mut self, wrong: bool) -> Option<(Detector, Option<[f64; 2]>)> {
        match self {
            Watcher::Adwin(adwin) => {
                let before = adwin.mean();
                let changed = adwin.update(f64::from(u8::from(wrong))) == Signal::Change;
                // It looks for changes to both sides.
                (changed && adwin.mean() > before).then_some((Detector::Adwin, None))
            }
            Watcher::HddmA(hddm) => {
                (hddm.update(wrong) == Signal::Change).then_some((Detector::HddmA, None))
            }
            Watcher::HddmW(hddm) => {
                (hddm.update(wrong) == Signal::Change).then_some((Detector::HddmW, None))
            }
            Watcher::ErrorRateBet(bets) => bets
                .take(wrong)
                .map(|now| (Detector::ErrorRateBet, Some([bets.rate, now]))),
        }
    }
}

/// Bets against the same rate, of which one begins with each batch, since a single one finds a rise after a long good time
/// late. The first stakes `6 / (pi k)^2` of all with `k` 1, the next with `k` 2, and so on: all stakes add up to 1, so that
/// what all have together, with what is not staked yet, is again 1 or less in expectation, and exceeds `1 / alpha` ever
/// with a chance of at most `alpha` (Ville).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Bets {
    begun: Vec<ErrorRateBet>,
    /// The highest rate that is no alarm.
    rate: f64,
    alpha: f64,
    called: bool,
}

impl Bets {
    fn begin(&mut self) {
        let bet = ErrorRateBet::new(self.rate, self.alpha).expect("both were checked");
        self.begun.push(bet);
    }

    /// Where it calls out for the first time, which is what the promise is of: the share of errors since the strongest bet
    /// began.
    fn take(&mut self, wrong: bool) -> Option<f64> {
        for bet in &mut self.begun {
            bet.update(wrong);
        }
        if self.called {
            return None;
        }
        let (mut wealth, mut staked) = (0.0, 0.0);
        let mut strongest: Option<(f64, &ErrorRateBet)> = None;
        for (k, bet) in (1..).zip(&self.begun) {
            let stake = 6.0 / (PI * f64::from(k) * PI * f64::from(k));
            let share = stake * exp(bet.ln_wealth());
            staked += stake;
            wealth += share;
            if strongest.is_none_or(|(most, _)| share > most) {
                strongest = Some((share, bet));
            }
        }
        // An endless wealth is an alarm as well.
        self.called = wealth + (1.0 - staked) >= 1.0 / self.alpha;
        let (_, bet) = strongest.filter(|_| self.called)?;
        bet.mean()
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::StatedOn;
    use super::*;
    use crate::pipeline::rng::RandomState;

    fn stream(parts: &[(usize, f64)]) -> Vec<bool> {
        let mut random = RandomState::new(7);
        let mut rows = Vec::new();
        for &(n, rate) in parts {
            rows.extend((0..n).map(|_| random.random_sample() < rate));
        }
        rows
    }

    fn watched() -> ErrorStream {
        let stated = StatedErrors {
            on: StatedOn::TestSet,
            rows: 4_000,
            errors: 200,
        };
        ErrorStream::new(&QualityRule::default(), Some(&stated)).unwrap()
    }

    #[test]
    fn a_rise_after_a_long_good_time_is_found_and_a_fall_is_none() {
        let mut errors = watched();
        for _ in 0..4 {
            assert_eq!(errors.take(&stream(&[(1_000, 0.05)])), []);
        }
        let found = errors.take(&stream(&[(1_000, 0.2)]));
        let who: Vec<Detector> = found.iter().map(|signal| signal.detector).collect();
        assert!(who.contains(&Detector::Adwin), "{found:?}");
        assert!(who.contains(&Detector::ErrorRateBet), "{found:?}");
        for signal in &found {
            assert!(
                signal.row < 500 && signal.now > signal.before - 0.05,
                "{signal:?}"
            );
        }
        assert_eq!(watched().take(&stream(&[(2_000, 0.06), (2_000, 0.01)])), []);
    }

    #[test]
    fn rows_without_labels_begin_no_bet() {
        let mut errors = watched();
        assert_eq!(errors.take(&[]), []);
        assert_eq!(errors, watched());
    }

    /// A thousand streams of ten batches at the stated rate: those with a call of the bet.
    #[test]
    fn bets_begun_anew_keep_the_promise_of_one() {
        let alarms = (0..1000)
            .filter(|&seed| {
                let mut random = RandomState::new(seed);
                let mut bets = Bets {
                    begun: Vec::new(),
                    rate: 0.13,
                    alpha: 0.05,
                    called: false,
                };
                (0..10).any(|_| {
                    bets.begin();
                    (0..200).any(|_| bets.take(random.random_sample() < 0.13).is_some())
                })
            })
            .count();
        // 5 % of a thousand by proof; some of them show that the bets are at work.
        assert!((1..=50).contains(&alarms), "{alarms}");
    }
}
