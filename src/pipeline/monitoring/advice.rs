//! The answer over all batches: whether to retrain, by which of the five occasions, since when, on what evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error_stream::Detector;
use super::look::Moved;
use super::record::{BatchFinding, BatchRecord};
use super::rules::SpendingKind;
use super::watching::Watch;
use crate::pipeline::drift::Unavailable;
use crate::pipeline::time::UnixMillis;

const MILLIS_A_DAY: f64 = 86_400_000.0;

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Retrain,
    /// Nothing speaks against the model in production.
    Keep,
    /// Nothing speaks against it, and nothing could have: neither quality nor drift could be judged, or production has
    /// learned from half of the rows that were watched, or more.
    NotEnoughData,
}

/// The five occasions to train.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    ByHand,
    Schedule,
    NewData,
    QualityDrop,
    Drift,
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleOutcome {
    /// The rule is off.
    Off,
    Quiet,
    Retrain,
    NotEnoughData,
}

/// A place in the batches.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Since {
    /// Counted from 1.
    pub batch: u32,
    /// The batch's name, which may be any text.
    pub name: String,
    /// Of the batch, counted from 1; none where the batch as a whole is meant.
    pub row: Option<u64>,
}

/// A rule with its outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedRule {
    pub occasion: Occasion,
    pub outcome: RuleOutcome,
    /// Where it began; none of occasions that have no place in the batches.
    pub since: Option<Since>,
    pub evidence: Vec<Evidence>,
}

/// Why a rule says what it says.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "evidence")]
pub enum Evidence {
    Asked {
        reason: String,
    },
    NotAsked,
    Age {
        days: f64,
        limit: f64,
    },
    NewRows {
        rows: u64,
        limit: u64,
    },
    /// What was found in the first batch with an alarm.
    Found {
        at: Since,
        finding: BatchFinding,
        /// Of a part that drifted.
        moved: Vec<Moved>,
    },
    /// Batches after the first one with an alarm of the same occasion, and the last of them.
    Again {
        batches: u32,
        last: Since,
    },
    /// No look found a change at its level.
    LooksQuiet {
        looks: u32,
        spent: f64,
    },
    /// No test signalled a change.
    ErrorsQuiet {
        rows: u64,
        errors: u64,
        /// Production's own error rate is known and watched.
        has_bet: bool,
    },
    /// No test of the rules can be made of this production.
    NoTest,
    TooFewLabels {
        rows: u64,
        needed: u64,
    },
    NoLook {
        /// Why the latest batch had none; none without batches.
        gap: Option<Unavailable>,
    },
    Off,
}

/// How often all this advises retraining where nothing changed.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct FalseAlarms {
    /// Of all looks for drift together, by proof; none where drift is off.
    pub drift: Option<f64>,
    /// Of all tests of quality together, over all rows, by proof; none where there is none.
    pub bet: Option<f64>,
    /// Detectors that are shown and advise nothing, since no rate of theirs holds over all rows.
    pub measured: Vec<Detector>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    pub answer: Answer,
    /// All five, in the order of [`Occasion`].
    pub rules: Vec<JudgedRule>,
    pub false_alarms: FalseAlarms,
    /// Production has learned from rows that were watched, so that nothing of this is an answer.
    pub has_learned: bool,
}

impl Advice {
    /// Those that are not off.
    pub fn in_force(&self) -> impl Iterator<Item = &JudgedRule> + '_ {
        self.rules
            .iter()
            .filter(|rule| rule.outcome != RuleOutcome::Off)
    }

    /// The occasions that advise retraining.
    pub fn occasions(&self) -> impl Iterator<Item = &JudgedRule> + '_ {
        self.rules
            .iter()
            .filter(|rule| rule.outcome == RuleOutcome::Retrain)
    }
}

impl Watch {
    /// What follows from all batches, at a moment: only the schedule asks for it.
    pub fn advise(&self, now: UnixMillis) -> Advice {
        let rules = vec![
            self.by_hand(),
            self.schedule(now),
            self.new_data(),
            self.quality_drop(),
            self.drift(),
        ];
        let any = |outcome: RuleOutcome| rules.iter().any(|rule| rule.outcome == outcome);
        let is_judged = |rule: &JudgedRule| {
            rule.outcome == RuleOutcome::Quiet
                && matches!(rule.occasion, Occasion::QualityDrop | Occasion::Drift)
        };
        // Of a few one learns by the findings; they make the others look better than they are, never worse.
        let learned: u64 = self.records.iter().map(|record| record.learned).sum();
        let has_learned = learned > 0 && 2 * learned >= self.rows();
        let answer = if has_learned {
            Answer::NotEnoughData
        } else if any(RuleOutcome::Retrain) {
            Answer::Retrain
        } else if any(RuleOutcome::NotEnoughData) && !rules.iter().any(is_judged) {
            Answer::NotEnoughData
        } else {
            Answer::Keep
        };
        Advice {
            answer,
            rules,
            false_alarms: self.false_alarms(),
            has_learned,
        }
    }

    /// How often the rules advise retraining where nothing changed.
    pub fn false_alarms(&self) -> FalseAlarms {
        let rules = &self.rules;
        let errors = self.errors.as_ref();
        FalseAlarms {
            drift: rules.drift.enabled.then_some(rules.drift.alpha),
            bet: errors
                .filter(|errors| errors.can_advise())
                .map(|_| rules.quality.alpha),
            measured: match rules.quality.enabled {
                true => rules.quality.shown.clone(),
                false => Vec::new(),
            },
        }
    }

    fn by_hand(&self) -> JudgedRule {
        let judged = |outcome, evidence| JudgedRule {
            occasion: Occasion::ByHand,
            outcome,
            since: None,
            evidence,
        };
        if !self.rules.by_hand.enabled {
            return judged(RuleOutcome::Off, vec![Evidence::Off]);
        }
        let asked: Vec<Evidence> = self
            .asked
            .iter()
            .map(|asked| Evidence::Asked {
                reason: asked.reason.clone(),
            })
            .collect();
        if asked.is_empty() {
            judged(RuleOutcome::Quiet, vec![Evidence::NotAsked])
        } else {
            judged(RuleOutcome::Retrain, asked)
        }
    }

    fn schedule(&self, now: UnixMillis) -> JudgedRule {
        let rule = &self.rules.schedule;
        let days = now.seconds_since(self.model.trained) * 1000.0 / MILLIS_A_DAY;
        let evidence = Evidence::Age {
            days,
            limit: rule.days,
        };
        simple(
            Occasion::Schedule,
            rule.enabled,
            days >= rule.days,
            evidence,
        )
    }

    fn new_data(&self) -> JudgedRule {
        let rule = &self.rules.new_data;
        let rows = self.labelled_rows();
        let evidence = Evidence::NewRows {
            rows,
            limit: rule.rows,
        };
        simple(Occasion::NewData, rule.enabled, rows >= rule.rows, evidence)
    }

    fn quality_drop(&self) -> JudgedRule {
        let occasion = Occasion::QualityDrop;
        let Some(errors) = &self.errors else {
            return simple(occasion, false, false, Evidence::Off);
        };
        if let Some(found) = self.found(occasion, BatchRecord::has_error_alarm) {
            return found;
        }
        if !errors.can_advise() {
            return JudgedRule {
                occasion,
                outcome: RuleOutcome::NotEnoughData,
                since: None,
                evidence: vec![Evidence::NoTest],
            };
        }
        let needed = self.rules.data.least_rows;
        let is_enough = errors.rows >= needed;
        JudgedRule {
            occasion,
            outcome: if is_enough {
                RuleOutcome::Quiet
            } else {
                RuleOutcome::NotEnoughData
            },
            since: None,
            evidence: vec![if is_enough {
                Evidence::ErrorsQuiet {
                    rows: errors.rows,
                    errors: errors.errors,
                    has_bet: errors.has_error_rate_test(),
                }
            } else {
                Evidence::TooFewLabels {
                    rows: errors.rows,
                    needed,
                }
            }],
        }
    }

    fn drift(&self) -> JudgedRule {
        let occasion = Occasion::Drift;
        if !self.rules.drift.enabled {
            return simple(occasion, false, false, Evidence::Off);
        }
        let drifted = |record: &BatchRecord| record.look().is_some_and(|look| look.alarm);
        if let Some(found) = self.found(occasion, drifted) {
            return found;
        }
        let (outcome, evidence) = if self.looks > 0 {
            let quiet = Evidence::LooksQuiet {
                looks: self.looks,
                spent: self.spent,
            };
            (RuleOutcome::Quiet, quiet)
        } else {
            let gap = self.records.last().and_then(|record| match &record.drift {
                crate::pipeline::drift::Measurement::Missing(gap) => Some(gap.clone()),
                crate::pipeline::drift::Measurement::Measured(look) => look
                    .parts
                    .iter()
                    .filter(|part| self.rules.drift.parts.contains(&part.part))
                    .find_map(|part| part.p.gap().cloned()),
            });
            (RuleOutcome::NotEnoughData, Evidence::NoLook { gap })
        };
        JudgedRule {
            occasion,
            outcome,
            since: None,
            evidence: vec![evidence],
        }
    }

    /// The first batch with an alarm of this kind, and how often it came again.
    fn found(&self, occasion: Occasion, has: impl Fn(&BatchRecord) -> bool) -> Option<JudgedRule> {
        let with: Vec<usize> = (0..self.records.len())
            .filter(|&at| has(&self.records[at]))
            .collect();
        let (&first, later) = with.split_first()?;
        let at = |at: usize, row: Option<u64>| Since {
            batch: at as u32 + 1,
            name: self.records[at].name.clone(),
            row,
        };
        let record = &self.records[first];
        let belongs = |finding: &&BatchFinding| match occasion {
            Occasion::QualityDrop => matches!(
                finding,
                BatchFinding::ErrorsRose { .. } | BatchFinding::ClassMix { .. }
            ),
            _ => matches!(finding, BatchFinding::Drifted { .. }),
        };
        let mut evidence: Vec<Evidence> = record
            .findings
            .iter()
            .filter(belongs)
            .map(|finding| Evidence::Found {
                at: match finding {
                    BatchFinding::ErrorsRose { signal } => at(first, Some(signal.row)),
                    _ => at(first, None),
                },
                finding: finding.clone(),
                moved: match finding {
                    BatchFinding::Drifted { part, .. } => moved(record, *part),
                    _ => Vec::new(),
                },
            })
            .collect();
        if let Some(&last) = later.last() {
            evidence.push(Evidence::Again {
                batches: later.len() as u32,
                last: at(last, None),
            });
        }
        let row = match occasion {
            Occasion::QualityDrop => record
                .signals
                .iter()
                .find(|signal| signal.detector.decides())
                // A test against earlier rows is of the batch as a whole.
                .filter(|signal| signal.compared.is_none())
                .map(|signal| signal.row),
            _ => None,
        };
        Some(JudgedRule {
            occasion,
            outcome: RuleOutcome::Retrain,
            since: Some(at(first, row)),
            evidence,
        })
    }
}

fn moved(record: &BatchRecord, part: super::look::WatchedPart) -> Vec<Moved> {
    record
        .look()
        .and_then(|look| look.parts.iter().find(|one| one.part == part))
        .map_or_else(Vec::new, |part| part.moved.clone())
}

/// A rule that a number reaches or does not.
fn simple(occasion: Occasion, enabled: bool, reached: bool, evidence: Evidence) -> JudgedRule {
    JudgedRule {
        occasion,
        outcome: match (enabled, reached) {
            (false, _) => RuleOutcome::Off,
            (true, true) => RuleOutcome::Retrain,
            (true, false) => RuleOutcome::Quiet,
        },
        since: None,
        evidence: vec![if enabled { evidence } else { Evidence::Off }],
    }
}

impl SpendingKind {
    /// Its name in the rules.
    pub fn name(self) -> &'static str {
        match self {
            SpendingKind::OpenEnded => "open-ended",
            SpendingKind::Pocock => "pocock",
            SpendingKind::ObrienFleming => "obrien-fleming",
        }
    }
}
