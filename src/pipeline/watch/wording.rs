//! What is said of batches and advice, in sentences without a full stop.

use std::fmt;

use super::advice::{Advice, Answer, Evidence, FalseAlarms, Occasion, Since};
use super::error_stream::{Detector, DetectorSignal};
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

/// Two digits without an exponent: `0.05`, `0.00032`, `< 0.000001`.
fn small(p: f64) -> String {
    const LEAST: f64 = 1e-6;
    if p < LEAST {
        return format!("< {LEAST:.6}");
    }
    let steps = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];
    let zeros = steps.iter().position(|step| p >= *step);
    let shown = format!("{p:.*}", zeros.unwrap_or(steps.len()) + 2);
    shown
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_string()
}

/// `one`, or `many` with the number.
fn counted(n: u64, one: &str, many: &str) -> String {
    match n {
        1 => one.into(),
        _ => many.replace("{}", &n.to_string()),
    }
}

impl fmt::Display for DetectorSignal {
    /// The numbers are those that the signal is about.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, now) = (percent(self.before), percent(self.now));
        let row = self.row;
        match (self.detector, &self.compared) {
            (Detector::ErrorRateTest, _) => write!(
                f,
                "more texts are wrong than the {before} that production stated at most: {now} of those from the beginning of a batch up to row {row}, where it is clear"
            ),
            (Detector::ConceptTest, Some(found)) => write!(
                f,
                "labels go with other texts than before: of the texts with the label `{}` {} look most like it by production's scores since batch {} ({} texts), {} before ({} texts; p {}, level {})",
                found.class.as_deref().unwrap_or_default(),
                percent(1.0 - self.now),
                found.since_batch,
                found.rows_now,
                percent(1.0 - self.before),
                found.rows_before,
                small(found.p),
                small(found.level)
            ),
            (_, Some(found)) => write!(
                f,
                "more rows are wrong than before: {now} of the {} texts since batch {}, {before} of the {} texts before (p {}, level {})",
                found.rows_now,
                found.since_batch,
                found.rows_before,
                small(found.p),
                small(found.level)
            ),
            (detector, None) => write!(
                f,
                "{detector} signals a change at row {row}, from {before} to {now} wrong as it weighs the rows; it advises nothing"
            ),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::ErrorsRose { signal } | Finding::Signalled { signal } => signal.fmt(f),
            Finding::ClassMix {
                error_rate,
                at_training_mix,
                stated_upper,
            } => {
                write!(f, "{} of the batch are wrong", percent(*error_rate))?;
                let Some(upper) = stated_upper else {
                    return write!(
                        f,
                        "; with the classes in the training rows' shares it would be {}",
                        percent(*at_training_mix)
                    );
                };
                if error_rate <= upper {
                    return write!(
                        f,
                        ", which is within the {} that production stated at most",
                        percent(*upper)
                    );
                }
                let mix = if at_training_mix >= error_rate {
                    "no fewer: another mix of the classes would not explain the rise"
                } else if at_training_mix <= upper {
                    "which is within it: another mix of the classes alone would explain the rise"
                } else {
                    "which is above it too: another mix of the classes alone would not explain the rise"
                };
                write!(
                    f,
                    ", above the {} that production stated at most; with the classes in the training rows' shares it would be {}, {mix}",
                    percent(*upper),
                    percent(*at_training_mix)
                )
            }
            Finding::LabelledLater { rows } => write!(
                f,
                "the {} came after the batch was watched; the tests of errors have them now, and drift is not looked at again, so that no false-alarm rate is spent twice",
                counted(*rows, "label of 1 row", "labels of {} rows")
            ),
            Finding::PartlyLabelled { labelled, rows } => write!(
                f,
                "{labelled} of the {rows} rows have a label: classes and errors are of these, all else is of all rows"
            ),
            Finding::Copies {
                copies,
                rows,
                each_text_once,
            } => {
                write!(
                    f,
                    "{copies} of the {rows} rows are copies of a row before them in the batch; the tests of errors count each text once"
                )?;
                f.write_str(match each_text_once {
                    true => ", and drift is an alarm only where it holds with each text counted once",
                    false => "; those of drift take rows as independent, so that their p-values do not hold as far as they rest on copies, since production keeps no rows to count texts by",
                })
            }
            Finding::Empty => f.write_str("the batch has no rows"),
            Finding::Drifted {
                part,
                adjusted_p,
                level,
            } => write!(
                f,
                "{part} changed {} (p by Holm {}, level of this look {})",
                match part {
                    WatchedPart::PredictedClasses => "against the batches before",
                    _ => "against the training rows",
                },
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
                "{} too few to look for drift, {needed} are needed; nothing was spent",
                counted(*rows, "1 row is", "{} rows are")
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
            Evidence::NotAsked => f.write_str("not requested"),
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
                "no change was found in {}, on which a chance of {} of a false alarm was spent",
                counted(u64::from(*looks), "1 look", "{} looks"),
                percent(*spent)
            ),
            Evidence::ErrorsQuiet {
                rows,
                errors,
                has_bet,
            } => {
                write!(
                    f,
                    "no test signals a change on {rows} labelled texts, of which {errors} are wrong"
                )?;
                if *has_bet {
                    Ok(())
                } else {
                    f.write_str("; they are compared with one another only, and not with the error rate that production stated")
                }
            }
            Evidence::NoTest => f.write_str(
                "no test of the rules can be made, since production states no error rate of its own; name error-rise-test under quality.detectors",
            ),
            Evidence::TooFewLabels { rows: 0, needed } => write!(
                f,
                "no row has a label, and {needed} are needed to say anything of quality"
            ),
            Evidence::TooFewLabels { rows, needed } => write!(
                f,
                "{rows} texts have a label, and {needed} are needed to say anything of quality"
            ),
            Evidence::NoLook { gap: Some(gap) } => write!(f, "nothing could be looked at: {gap}"),
            Evidence::NoLook { gap: None } => f.write_str("there is no batch yet"),
            Evidence::Off => f.write_str("off"),
        }
    }
}

impl fmt::Display for FalseAlarms {
    /// What is covered, in one sentence that nothing takes back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let covered: Vec<String> = [
            self.drift
                .map(|rate| format!("{} for drift over all looks", percent(rate))),
            self.bet
                .map(|rate| format!("{} for quality over all rows", percent(rate))),
        ]
        .into_iter()
        .flatten()
        .collect();
        if covered.is_empty() {
            return f.write_str("no rule can alarm by chance");
        }
        let together = self.drift.unwrap_or(0.0) + self.bet.unwrap_or(0.0);
        write!(
            f,
            "where nothing changes and rows come independently of one another, the chance of ever advising to retrain for drift or quality is at most {}: {}",
            percent(together),
            covered.join(", ")
        )
    }
}
