//! What the model in production stated of its errors, and how high the true rate may be under that.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::drift::distributions::chi_square_isf;
use crate::pipeline::drift::power::binomial;
use crate::pipeline::drift::{Measurement, Profile};
use crate::pipeline::run::{FOLDS, RunRecord};

/// How many rows that it had not seen a model had wrong.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct StatedErrors {
    pub on: StatedOn,
    pub rows: u64,
    pub errors: u64,
    /// The same with each text counted once, as the tests of errors count; none where the texts are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_text_once: Option<ErrorCount>,
    /// None where the rows say nothing of the mix that the model learned from, as those of a test set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_spread: Option<ClassSpread>,
}

/// How far the error rates of the classes lie apart, where they were counted at the mix of classes that the model learned
/// from. That mix is a draw, and the model gives the classes that have many rows in it: at the mix of the rows to come more
/// are wrong, the more so the farther the rates lie apart.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassSpread {
    pub classes: u32,
    /// The variance of the error rate of a row's class over the rows, `0.0..=0.25`.
    #[schemars(range(min = 0.0, max = 0.25))]
    pub variance: f64,
}

/// Errors among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct ErrorCount {
    pub rows: u64,
    pub errors: u64,
}

/// Where an error rate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatedOn {
    /// All training rows, each predicted by a model that did not see it.
    TrainingRowsOutOfFold,
    TestSet,
    /// Of a model that learned from the rest alone.
    ValidationSet,
}

impl StatedErrors {
    /// By the profile of the training rows, where models that had not seen them scored them.
    pub(super) fn out_of_fold(profile: &Profile) -> Option<StatedErrors> {
        let on = StatedOn::TrainingRowsOutOfFold;
        match profile {
            Profile::Rows(side) => {
                let (labels, scores) = (side.labels.as_ref()?, side.scores.as_ref()?);
                scores.folds?;
                let mut seen = BTreeSet::new();
                let mut all = ErrorCount { rows: 0, errors: 0 };
                let mut once = all;
                let mut by_class = vec![all; side.classes.len()];
                let rows = labels.iter().zip(&scores.predicted).zip(side.digests());
                for ((truth, said), digest) in rows {
                    let Some(truth) = truth else { continue };
                    let is_wrong = side.classes[*truth as usize] != scores.classes[*said as usize];
                    let is_new = seen.insert(digest);
                    let of_class = &mut by_class[*truth as usize];
                    for count in [(true, &mut all), (true, of_class), (is_new, &mut once)] {
                        if let (true, count) = count {
                            count.rows += 1;
                            count.errors += u64::from(is_wrong);
                        }
                    }
                }
                Some(StatedErrors {
                    on,
                    rows: all.rows,
                    errors: all.errors,
                    each_text_once: Some(once),
                    class_spread: Some(ClassSpread::of(&by_class)),
                })
            }
            Profile::Marginals(marginals) => {
                let scores = marginals.scores.as_ref()?;
                scores.folds?;
                let Measurement::Measured(found) = &scores.performance else {
                    return None;
                };
                let rows = marginals.n_rows;
                let accuracy = found.reference.accuracy;
                Some(StatedErrors {
                    on,
                    rows,
                    // The share came from counts of these rows.
                    errors: ((1.0 - accuracy) * rows as f64).round() as u64,
                    each_text_once: None,
                    // Their classes are not kept: as far apart as may be, every row of a class right or every one wrong.
                    class_spread: Some(ClassSpread {
                        classes: scores.predicted.len() as u32,
                        variance: accuracy * (1.0 - accuracy),
                    }),
                })
            }
        }
    }

    /// On the test set, else on the validation set.
    pub(super) fn held_back(record: &RunRecord) -> Option<StatedErrors> {
        let (on, evaluation) = match &record.test {
            Some(test) => (StatedOn::TestSet, &test.evaluation),
            None => (StatedOn::ValidationSet, &record.validation.evaluation),
        };
        let by_class: Vec<ErrorCount> = (0..)
            .zip(&evaluation.confusion)
            .map(|(class, row): (usize, _)| {
                let rows = row.iter().sum();
                let errors = rows - row[class];
                ErrorCount { rows, errors }
            })
            .collect();
        let right: u64 = by_class.iter().map(|class| class.rows - class.errors).sum();
        (evaluation.n > 0).then_some(StatedErrors {
            on,
            rows: evaluation.n,
            errors: evaluation.n - right,
            each_text_once: None,
            // A validation set is stratified: it has the mix of the rows beside it.
            class_spread: (on == StatedOn::ValidationSet).then(|| ClassSpread::of(&by_class)),
        })
    }

    pub fn rate(&self) -> f64 {
        self.errors as f64 / self.rows.max(1) as f64
    }

    /// The highest error rate that is stated, of rows or of different texts, whichever is more: copies may be easier or
    /// harder than other texts, and a batch counts each of its texts once. See [`ErrorCount::upper`].
    ///
    /// Out of fold it is the rate of [`FOLDS`] other models, each of four fifths of the rows. What that tells of the model of
    /// all rows has a standard error of up to `sqrt(FOLDS)` times that of as many independent rows (Bates, Hastie and
    /// Tibshirani 2023, Cross-Validation: What Does It Estimate and How Well Does It Do It?), so that the rows count as a fifth.
    ///
    /// Where the model learned from the same mix of classes, the true mix may be any that is within the chi-square of
    /// `alpha` of it. The error rate of the classes' rates `e` changes by `sqrt(chi2 * Var(e) / n)` at most within that
    /// (Scheffe 1953: simultaneous over all directions, since the model was fitted to this draw), and is taken as
    /// independent of the errors within a class: the two add up in square.
    pub fn upper(&self, alpha: f64) -> f64 {
        let of_rows = ErrorCount {
            rows: self.rows,
            errors: self.errors,
        };
        let upper = |count: ErrorCount| match self.on {
            StatedOn::TrainingRowsOutOfFold => count.shared(FOLDS.into()).upper(alpha),
            StatedOn::TestSet | StatedOn::ValidationSet => count.upper(alpha),
        };
        let upper = upper(of_rows).max(self.each_text_once.map_or(0.0, upper));
        let Some(ClassSpread { classes, variance }) = self.class_spread else {
            return upper;
        };
        let n = self.each_text_once.map_or(self.rows, |count| count.rows);
        let chi_square = match classes {
            0 | 1 => 0.0,
            _ => chi_square_isf(alpha, classes - 1),
        };
        let by_mix = chi_square * variance / n.max(1) as f64;
        let by_rows = upper - self.rate();
        (self.rate() + (by_rows * by_rows + by_mix).sqrt()).min(1.0)
    }

    /// Whether every count is in its range, for one that comes from a file.
    pub(super) fn is_sound(&self) -> bool {
        let sound = |rows: u64, errors: u64| errors <= rows && rows < 1 << 28;
        sound(self.rows, self.errors)
            && self
                .each_text_once
                .is_none_or(|count| sound(count.rows, count.errors))
            && self
                .class_spread
                .is_none_or(|spread| (0.0..=0.25).contains(&spread.variance))
    }
}

impl ClassSpread {
    /// Of the rows of each class.
    fn of(classes: &[ErrorCount]) -> ClassSpread {
        let rows: u64 = classes.iter().map(|class| class.rows).sum();
        let errors: u64 = classes.iter().map(|class| class.errors).sum();
        let mean = errors as f64 / rows.max(1) as f64;
        let square = |class: &ErrorCount| {
            let rate = class.errors as f64 / class.rows as f64;
            class.rows as f64 * (rate - mean) * (rate - mean)
        };
        let with_rows = || classes.iter().filter(|class| class.rows > 0);
        ClassSpread {
            classes: with_rows().count() as u32,
            variance: with_rows().map(square).sum::<f64>() / rows.max(1) as f64,
        }
    }
}

impl ErrorCount {
    /// The same rate, or a little more, of a part of the rows.
    fn shared(self, parts: u64) -> ErrorCount {
        let rows = self.rows / parts;
        let errors = self.errors.div_ceil(parts).min(rows);
        ErrorCount { rows, errors }
    }

    /// The highest error rate under which so few errors have a chance of `alpha` at least: the upper end of Clopper and
    /// Pearson's interval (1934), one-sided, by halving until no number lies between the ends. 1 without rows or where all
    /// are wrong.
    pub fn upper(&self, alpha: f64) -> f64 {
        if self.errors >= self.rows {
            return 1.0;
        }
        let so_few = |rate: f64| -> f64 {
            binomial(self.rows, rate)[..=self.errors as usize]
                .iter()
                .sum()
        };
        let (mut low, mut high) = (self.errors as f64 / self.rows as f64, 1.0);
        // A millionth of a row is nothing to a bet.
        while high - low > 1e-6 / self.rows as f64 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if so_few(middle) > alpha {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_end_is_clopper_and_pearsons() {
        let upper = |errors, rows, alpha| ErrorCount { rows, errors }.upper(alpha);
        // scipy.stats.beta.ppf(1 - alpha, errors + 1, rows - errors), SciPy 1.17.1; halved to 1e-6 of a row.
        for (errors, rows, alpha, expected) in [
            (0, 10, 0.05, 0.258_865_550_893_052_2),
            (131, 1_000, 0.0125, 0.156_793_543_158_282_64),
        ] {
            let found = upper(errors, rows, alpha);
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        assert_eq!(upper(0, 0, 0.05), 1.0);
        assert_eq!(upper(3, 3, 0.05), 1.0);
    }

    /// Where copies are easy the different texts have the higher rate, where they are hard the rows.
    #[test]
    fn the_stated_rate_is_that_of_rows_or_of_texts_whichever_is_more() {
        let count = |errors, rows| ErrorCount { rows, errors };
        for (rows, texts, more) in [
            (count(100, 1_000), count(100, 600), count(100, 600)),
            (count(400, 1_000), count(60, 600), count(400, 1_000)),
        ] {
            let stated = StatedErrors {
                on: StatedOn::TestSet,
                rows: rows.rows,
                errors: rows.errors,
                each_text_once: Some(texts),
                class_spread: None,
            };
            assert_eq!(stated.upper(0.01), more.upper(0.01));
            assert!(stated.is_sound());
        }
    }

    /// A class of 100 rows that are all right and one of 300 of which half are wrong: 3/8 are wrong, the variance is
    /// (1/4 * (3/8)^2 + 3/4 * (1/8)^2) = 3/64. By chi2.isf(0.05, 1) = 3.841458820694126 the mix may add
    /// sqrt(3.841458820694126 * 3/64 / 400) = 0.0212174.
    #[test]
    fn the_mix_that_a_model_learned_from_may_be_another() {
        let count = |errors, rows| ErrorCount { rows, errors };
        let spread = ClassSpread::of(&[count(0, 100), count(0, 0), count(150, 300)]);
        assert_eq!(spread.classes, 2);
        assert!((spread.variance - 3.0 / 64.0).abs() < 1e-15);
        let mut stated = StatedErrors {
            on: StatedOn::ValidationSet,
            rows: 400,
            errors: 150,
            each_text_once: None,
            class_spread: None,
        };
        let beside = stated.upper(0.05) - 0.375;
        stated.class_spread = Some(spread);
        let upper = 0.375 + (beside * beside + 0.021_217_4 * 0.021_217_4).sqrt();
        assert!((stated.upper(0.05) - upper).abs() < 1e-6);
        // Classes that are equally hard: no mix changes anything.
        stated.class_spread = Some(ClassSpread::of(&[count(50, 100), count(50, 100)]));
        assert_eq!(stated.upper(0.05), 0.375 + beside);
        assert!(stated.is_sound());
        // Of other models: as of 30 wrong in 80.
        stated.on = StatedOn::TrainingRowsOutOfFold;
        let upper = 0.375 + (count(30, 80).upper(0.05) - 0.375);
        assert_eq!(stated.upper(0.05), upper);
    }
}
