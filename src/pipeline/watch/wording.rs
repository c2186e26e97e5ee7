//! What is said of batches and advice, in sentences without a full stop.

use std::fmt;

use super::advice::{Advice, Answer, Evidence, FalseAlarms, Occasion, Since};
use super::error_stream::Detector;
use super::look::{Moved, WatchedPart};
use super::record::Finding;

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Answer::Retrain => "retrain",
            Answer::Keep => "keep the model",
            Answer::NotEnoughData => "not enough data",
        })
    }
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Occasion::ByHand => "by hand",
            Occasion::Schedule => "schedule",
            Occasion::NewData => "new data",
            Occasion::QualityDrop => "quality drop",
            Occasion::Drift => "drift",
        })
    }
}

impl fmt::Display for WatchedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WatchedPart::Labels => "classes",
            WatchedPart::PredictedClasses => "predicted classes",
            WatchedPart::Words => "words",
            WatchedPart::Emoji => "emoji",
            WatchedPart::Hashtags => "hashtags",
            WatchedPart::Trigrams => "character 3-grams",
            WatchedPart::Descriptors => "descriptors",
        })
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "batch {} ({})", self.batch, self.name)?;
        match self.row {
            Some(row) => write!(f, ", row {row}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Advice {
    /// The answer in one sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why: Vec<String> = self
            .occasions()
            .map(|rule| match &rule.since {
                Some(since) => format!("{} since {since}", rule.occasion),
                None => rule.occasion.to_string(),
            })
            .collect();
        match self.answer {
            Answer::Retrain => write!(f, "retrain: {}", why.join("; ")),
            Answer::Keep => f.write_str("keep the model: no rule advises retraining"),
            Answer::NotEnoughData => {
                f.write_str("not enough data: neither quality nor drift could be judged")
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// For sentences: three significant digits, and no long tail of zeros.
fn small(p: f64) -> String {
    if p >= 1e-3 {
        format!("{p:.4}")
    } else {
        format!("{p:.1e}")
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::ErrorsRose { signal } => match signal.detector {
                Detector::ErrorRateBet => write!(
                    f,
                    "at row {} it was clear that more rows are wrong than production stated: {} since the bet on the error rate began, with a batch, against {} at most",
                    signal.row,
                    percent(signal.now),
                    percent(signal.before)
                ),
                detector => write!(
                    f,
                    "{detector} called out at row {}: {} of the latest hundred rows are wrong, {} of those before",
                    signal.row,
                    percent(signal.now),
                    percent(signal.before)
                ),
            },
            Finding::ClassMix {
                error_rate,
                at_training_mix,
                stated_upper,
            } => {
                write!(
                    f,
                    "{} of the batch are wrong; with the classes in the training rows' shares it would be {}",
                    percent(*error_rate),
                    percent(*at_training_mix)
                )?;
                match stated_upper {
                    Some(upper) if at_training_mix <= upper => write!(
                        f,
                        ", which is within the {} that production stated at most: another mix of the classes alone explains the rise",
                        percent(*upper)
                    ),
                    Some(upper) => write!(
                        f,
                        ", which is above the {} that production stated at most: another mix of the classes alone does not explain the rise",
                        percent(*upper)
                    ),
                    None => Ok(()),
                }
            }
            Finding::Drifted {
                part,
                adjusted_p,
                level,
            } => write!(
                f,
                "{part} changed (p by Holm {}, level of this look {})",
                small(*adjusted_p),
                small(*level)
            ),
            Finding::UnusualEstimate {
                estimated,
                lower,
                upper,
            } => write!(
                f,
                "the estimated F1 micro {estimated:.3} is outside of the usual {lower:.3} to {upper:.3}; an estimate decides nothing"
            ),
            Finding::UnknownClass { class, rows } => write!(
                f,
                "{rows} rows are of the class `{class}`, which production can't give"
            ),
            Finding::TooFewRows { rows, needed } => write!(
                f,
                "{rows} rows are too few to look for drift, {needed} are needed; nothing was spent on them"
            ),
            Finding::DriftNotMeasured { gap } => write!(f, "drift is not measured: {gap}"),
            Finding::LooksSpent { looks } => write!(
                f,
                "all {looks} planned looks are used up, so that drift can raise no alarm; begin anew with more looks or with spending = \"open-ended\""
            ),
            Finding::NoLabels => f.write_str(
                "without labels nothing is said of true quality; what is estimated decides nothing",
            ),
        }
    }
}

fn named(moved: &[Moved]) -> String {
    let named: Vec<String> = moved
        .iter()
        .take(3)
        .map(|one| {
            if (0.0..=1.0).contains(&one.before) && (0.0..=1.0).contains(&one.now) {
                format!(
                    "{} {} to {}",
                    one.name,
                    percent(one.before),
                    percent(one.now)
                )
            } else {
                format!("{} {:.2} to {:.2}", one.name, one.before, one.now)
            }
        })
        .collect();
    named.join(", ")
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Asked { reason } => write!(f, "asked for: {reason}"),
            Evidence::NotAsked => f.write_str("nobody asked"),
            Evidence::Age { days, limit } => write!(
                f,
                "production was trained {days:.1} days ago, the rule says {limit}"
            ),
            Evidence::NewRows { rows, limit } => write!(
                f,
                "there are {rows} labelled rows that it has not learned from, the rule says {limit}"
            ),
            Evidence::Found { at, finding, moved } => {
                let at = Since {
                    row: None,
                    ..at.clone()
                };
                write!(f, "{at}: {finding}")?;
                if moved.is_empty() {
                    Ok(())
                } else {
                    write!(f, ": {}", named(moved))
                }
            }
            Evidence::Again { batches: 1, last } => write!(f, "once more in {last}"),
            Evidence::Again { batches, last } => {
                write!(f, "again in {batches} later batches, last in {last}")
            }
            Evidence::LooksQuiet { looks, spent } => write!(
                f,
                "no part changed at its level in {looks} {}, on which {} were spent",
                if *looks == 1 { "look" } else { "looks" },
                percent(*spent)
            ),
            Evidence::ErrorsQuiet {
                rows,
                errors,
                has_bet,
            } => {
                write!(
                    f,
                    "no detector called out on {rows} labelled rows, of which {errors} are wrong"
                )?;
                if *has_bet {
                    Ok(())
                } else {
                    f.write_str("; production's own error rate is not held against them")
                }
            }
            Evidence::TooFewLabels { rows: 0, needed } => write!(
                f,
                "no row has a label, and {needed} are needed to say anything of quality"
            ),
            Evidence::TooFewLabels { rows, needed } => write!(
                f,
                "{rows} rows have a label, and {needed} are needed to say anything of quality"
            ),
            Evidence::NoLook { gap: Some(gap) } => write!(f, "nothing could be looked at: {gap}"),
            Evidence::NoLook { gap: None } => f.write_str("there is no batch yet"),
            Evidence::Off => f.write_str("off"),
        }
    }
}

impl fmt::Display for FalseAlarms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proven: Vec<String> = [
            self.drift
                .map(|rate| format!("{} for drift over all looks", percent(rate))),
            self.bet.map(|rate| {
                format!(
                    "{} for the bet on the error rate over all rows",
                    percent(rate)
                )
            }),
        ]
        .into_iter()
        .flatten()
        .collect();
        let together = self.drift.unwrap_or(0.0) + self.bet.unwrap_or(0.0);
        let names: Vec<String> = self.measured.iter().map(Detector::to_string).collect();
        if proven.is_empty() && names.is_empty() {
            return f.write_str("no rule can alarm by chance");
        }
        if !proven.is_empty() {
            write!(
                f,
                "where nothing changes, the chance of ever advising to retrain is at most {}: {}",
                percent(together),
                proven.join(", ")
            )?;
        }
        if names.is_empty() {
            return Ok(());
        }
        if !proven.is_empty() {
            f.write_str("; ")?;
        }
        write!(
            f,
            "of {} the chance is measured, not proven",
            names.join(" and ")
        )
    }
}
