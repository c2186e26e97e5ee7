//! What is said of batches and advice, as messages without a full stop; `www/locales/*/monitor.ftl` has the words.

use super::advice::{
    Advice, Answer, Evidence, FalseAlarms, JudgedRule, Occasion, RuleOutcome, Since,
};
use super::error_stream::{Compared, Detector, DetectorSignal};
use super::look::WatchedPart;
use super::names;
use super::names::small;
use super::record::BatchFinding;
use crate::message;
use crate::message::{Argument, Message};

impl Answer {
    /// As MLflow's tag has it.
    pub fn tag(self) -> &'static str {
        match self {
            Answer::Retrain => "retrain",
            Answer::Keep => "keep the model",
            Answer::NotEnoughData => "not enough data",
        }
    }
}

impl Advice {
    /// The answer as one word or a few.
    pub fn word(&self) -> Message {
        match self.answer {
            _ if self.has_learned => message!("monitor-learned"),
            Answer::Retrain => message!("monitor-retrain"),
            Answer::Keep => message!("monitor-keep"),
            Answer::NotEnoughData => message!("monitor-few"),
        }
    }

    /// What the answer rests on, with the numbers that decide.
    pub fn found(&self) -> Message {
        // What was looked at and raised no alarm, or could not be looked at.
        let looked_at = || -> Argument {
            let judged = self.rules.iter().filter(|rule| {
                matches!(rule.occasion, Occasion::QualityDrop | Occasion::Drift)
                    && rule.outcome != RuleOutcome::Off
            });
            Argument::Clauses(judged.flat_map(JudgedRule::clauses).collect())
        };
        match self.answer {
            _ if self.has_learned => message!("monitor-found-learned"),
            Answer::Retrain => {
                let why = self.occasions().flat_map(JudgedRule::why).collect();
                message!("clauses", clauses = Argument::Clauses(why))
            }
            Answer::Keep => match looked_at() {
                Argument::Clauses(clauses) if clauses.is_empty() => message!("monitor-found-keep"),
                clauses => message!("monitor-found-keep-since", clauses = clauses),
            },
            Answer::NotEnoughData => message!("monitor-found-few", clauses = looked_at()),
        }
    }

    /// The answer and what it rests on in one line.
    pub fn sentence(&self) -> Message {
        message!(
            "verdict-line",
            word = self.word(),
            sentence = Argument::Sentence(Box::new(self.found()))
        )
    }
}

impl JudgedRule {
    /// Each piece of evidence.
    fn clauses(&self) -> Vec<Argument> {
        let evidence = self.evidence.iter();
        evidence.map(|one| one.message().into()).collect()
    }

    /// Why it advises retraining, since when, with the numbers that decide.
    fn why(&self) -> Vec<Argument> {
        let Some(since) = &self.since else {
            return self.clauses();
        };
        let signal = self.evidence.iter().find_map(|one| match one {
            Evidence::Found {
                finding: BatchFinding::ErrorsRose { signal },
                ..
            } => Some(signal),
            _ => None,
        });
        if let Some(signal) = signal {
            let why = message!(
                "monitor-why-quality",
                batch = since.batch,
                name = &since.name,
                signal = signal.message()
            );
            return vec![why.into()];
        }
        let drifted = || {
            self.evidence.iter().filter_map(|one| match one {
                Evidence::Found {
                    finding:
                        BatchFinding::Drifted {
                            part,
                            adjusted_p,
                            level,
                        },
                    ..
                } => Some((*part, *adjusted_p, *level)),
                _ => None,
            })
        };
        let parts = drifted().map(|(part, ..)| part.message().into());
        let why = message!(
            "monitor-why-drift",
            batch = since.batch,
            name = &since.name,
            parts = Argument::All(parts.collect()),
            p = small(drifted().map(|(_, p, _)| p).fold(1.0, f64::min)),
            level = small(drifted().map(|(.., level)| level).fold(0.0, f64::max))
        );
        vec![why.into()]
    }

    /// The reason, its outcome and all of its evidence.
    pub fn message(&self) -> Message {
        let key = match self.outcome {
            RuleOutcome::Retrain => "retrain",
            RuleOutcome::Quiet | RuleOutcome::Off => "quiet",
            RuleOutcome::NotEnoughData => "few",
        };
        let sentence = |clause: &Evidence| Argument::Sentence(Box::new(clause.message()));
        let mut backwards = self.evidence.iter().rev().map(sentence);
        let last = backwards
            .next()
            .unwrap_or_else(|| message!("monitor-off").into());
        let evidence = backwards.fold(last, |rest, first| {
            message!("monitor-sentences", first = first, rest = rest).into()
        });
        message!(
            "monitor-reason",
            occasion = Argument::Sentence(Box::new(self.occasion.message())),
            outcome = message!("monitor-outcome", outcome = Argument::Key(key.into())),
            evidence = evidence
        )
    }
}

impl DetectorSignal {
    /// The numbers are those that the signal is about.
    pub fn message(&self) -> Message {
        let (before, now) = (Argument::Share(self.before), Argument::Share(self.now));
        match (self.detector, &self.compared) {
            (Detector::ErrorRateTest, _) => message!(
                "monitor-signal-rate",
                now = now,
                row = self.row,
                before = before
            ),
            (Detector::ConceptTest, Some(found)) => message!(
                "monitor-signal-concept",
                class = found.class.as_deref().unwrap_or_default(),
                now = Argument::Share(1.0 - self.now),
                since = found.since_batch,
                rows_now = found.rows_now,
                before = Argument::Share(1.0 - self.before),
                rows_before = found.rows_before,
                p = small(found.p),
                level = small(found.level)
            ),
            (_, Some(found)) => rise(found, now, before),
            (detector, None) => message!(
                "monitor-signal-shown",
                detector = detector.message(),
                row = self.row,
                before = before,
                now = now
            ),
        }
    }
}

fn rise(found: &Compared, now: Argument, before: Argument) -> Message {
    message!(
        "monitor-signal-rise",
        now = now,
        rows_now = found.rows_now,
        since = found.since_batch,
        before = before,
        rows_before = found.rows_before,
        p = small(found.p),
        level = small(found.level)
    )
}

impl BatchFinding {
    pub fn message(&self) -> Message {
        match self {
            BatchFinding::Learned { learned, rows } => {
                message!("monitor-learned-rows", learned = *learned, rows = *rows)
            }
            BatchFinding::ErrorsRose { signal } | BatchFinding::Signalled { signal } => {
                signal.message()
            }
            BatchFinding::ClassMix {
                error_rate,
                at_training_mix,
                stated_upper,
            } => class_mix(*error_rate, *at_training_mix, *stated_upper),
            BatchFinding::LabelledLater { rows } => {
                message!("monitor-labelled-later", rows = *rows)
            }
            BatchFinding::PartlyLabelled { labelled, rows } => message!(
                "monitor-partly-labelled",
                labelled = *labelled,
                rows = *rows
            ),
            BatchFinding::Copies {
                copies,
                rows,
                each_text_once,
            } => message!(
                "monitor-copies",
                copies = *copies,
                rows = *rows,
                once = Argument::Key(if *each_text_once { "yes" } else { "no" }.into())
            ),
            BatchFinding::Empty => message!("monitor-empty"),
            BatchFinding::CountsOnly => message!("monitor-counts-only"),
            BatchFinding::Drifted {
                part,
                adjusted_p,
                level,
            } => {
                let against = match part {
                    WatchedPart::PredictedClasses => "batches",
                    _ => "training",
                };
                message!(
                    "monitor-drifted",
                    part = part.message(),
                    against = Argument::Key(against.into()),
                    p = small(*adjusted_p),
                    level = small(*level)
                )
            }
            BatchFinding::UnusualEstimate {
                estimated,
                lower,
                upper,
            } => message!(
                "monitor-unusual",
                estimated = Argument::Score(*estimated),
                lower = Argument::Score(*lower),
                upper = Argument::Score(*upper)
            ),
            BatchFinding::UnknownClass { class, rows } => {
                message!("monitor-unknown-class", rows = *rows, class = class)
            }
            BatchFinding::TooFewRows { rows, needed } => {
                message!("monitor-few-rows", rows = *rows, needed = *needed)
            }
            BatchFinding::DriftNotMeasured { gap } => {
                message!("monitor-not-measured", gap = names::gap(gap))
            }
            BatchFinding::LooksSpent { looks } => message!("monitor-looks-spent", looks = *looks),
            BatchFinding::NoLabels => message!("monitor-no-labels"),
        }
    }
}

/// Whether another mix of the classes alone would explain that errors rose.
fn class_mix(rate: f64, mix: f64, stated_upper: Option<f64>) -> Message {
    let share = Argument::Share;
    let Some(upper) = stated_upper else {
        return message!("monitor-mix-alone", rate = share(rate), mix = share(mix));
    };
    if rate <= upper {
        return message!(
            "monitor-mix-within",
            rate = share(rate),
            upper = share(upper)
        );
    }
    let explains = if mix >= rate {
        "not-lower"
    } else if mix <= upper {
        "yes"
    } else {
        "no"
    };
    message!(
        "monitor-mix-above",
        rate = share(rate),
        upper = share(upper),
        mix = share(mix),
        explains = Argument::Key(explains.into())
    )
}

impl Evidence {
    pub fn message(&self) -> Message {
        match self {
            Evidence::Asked { reason } => message!("monitor-asked", reason = reason),
            Evidence::NotAsked => message!("monitor-not-asked"),
            Evidence::Age { days, limit } => message!(
                "monitor-age",
                days = Argument::Number((days * 10.0).round() / 10.0),
                limit = Argument::Number(*limit)
            ),
            Evidence::NewRows { rows, limit } => {
                message!("monitor-new-rows", rows = *rows, limit = *limit)
            }
            Evidence::Found { at, finding, moved } => {
                let at = Since {
                    row: None,
                    ..at.clone()
                };
                let moved = match finding {
                    BatchFinding::Drifted { part, .. } => part.moved(moved),
                    _ => None,
                };
                let (at, finding) = (at.message(), finding.message());
                match moved {
                    None => message!("monitor-found-at", at = at, finding = finding),
                    Some(moved) => message!(
                        "monitor-found-moved",
                        at = at,
                        finding = finding,
                        moved = moved
                    ),
                }
            }
            Evidence::Again { batches: 1, last } => {
                message!("monitor-again", last = last.message())
            }
            Evidence::Again { batches, last } => message!(
                "monitor-again-often",
                batches = *batches,
                last = last.message()
            ),
            Evidence::LooksQuiet { looks, spent } => message!(
                "monitor-looks-quiet",
                looks = *looks,
                spent = Argument::Share(*spent)
            ),
            Evidence::ErrorsQuiet {
                rows,
                errors,
                has_bet,
            } => {
                let quiet = message!("monitor-errors-quiet", rows = *rows, errors = *errors);
                match has_bet {
                    true => quiet,
                    false => message!("monitor-errors-unstated", quiet = quiet),
                }
            }
            Evidence::NoTest => message!("monitor-no-test"),
            Evidence::TooFewLabels { rows: 0, needed } => {
                message!("monitor-no-label", needed = *needed)
            }
            Evidence::TooFewLabels { rows, needed } => {
                message!("monitor-few-labels", rows = *rows, needed = *needed)
            }
            Evidence::NoLook { gap: Some(gap) } => {
                message!("monitor-no-look", gap = names::gap(gap))
            }
            Evidence::NoLook { gap: None } => message!("monitor-no-batch"),
            Evidence::Off => message!("monitor-off"),
        }
    }
}

impl FalseAlarms {
    /// What is covered, in one sentence that nothing takes back.
    pub fn message(&self) -> Message {
        let drift = self
            .drift
            .map(|rate| message!("monitor-alarms-drift", rate = Argument::Share(rate)));
        let quality = self
            .bet
            .map(|rate| message!("monitor-alarms-quality", rate = Argument::Share(rate)));
        let covered: Vec<Argument> = drift.into_iter().chain(quality).map(Into::into).collect();
        if covered.is_empty() {
            return message!("monitor-alarms-none");
        }
        message!(
            "monitor-alarms",
            rate = Argument::Share(self.drift.unwrap_or(0.0) + self.bet.unwrap_or(0.0)),
            covered = Argument::All(covered)
        )
    }
}
