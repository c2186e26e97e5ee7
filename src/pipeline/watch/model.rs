//! The model in production as its archive gives it: what it says of texts, what is kept of its training rows, and what it
//! stated of itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::record::Counted;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::drift::power::binomial;
use crate::pipeline::drift::{Part, Profile, Scores};
use crate::pipeline::error::Error;
use crate::pipeline::run::{ModelScores, RunRecord};
use crate::pipeline::time::UnixMillis;

/// What a state keeps of the model in production.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFacts {
    pub run_id: String,
    pub run_name: String,
    pub model_sha256: String,
    /// Sorted by code point.
    pub classes: Vec<String>,
    /// When its training ended.
    pub trained: UnixMillis,
    /// All rows that it learned from.
    pub n_rows: u64,
    /// For each class its rows among them.
    pub class_rows: Vec<u64>,
    /// For each class the rows that models which had not seen them gave it; none without scores in the profile.
    pub predicted_rows: Option<Vec<u64>>,
    /// For each class the score above which as many training rows lie, out of fold, as are of the class; a row looks most
    /// like the class whose score is the farthest above that. None for a class that the model can't give, and as a whole
    /// where the profile keeps no scores of rows: a row then looks like the class that was predicted.
    #[serde(default)]
    pub score_cuts: Option<Vec<Option<f64>>>,
    /// None where no labelled rows were held back from it.
    pub stated: Option<StatedErrors>,
}

/// How many rows that it had not seen a model had wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedErrors {
    pub on: StatedOn,
    pub rows: u64,
    pub errors: u64,
    /// The same with each text counted once, as the tests of errors count; none where the texts are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_text_once: Option<ErrorCount>,
}

/// Errors among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCount {
    pub rows: u64,
    pub errors: u64,
}

/// Where an error rate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatedOn {
    /// All training rows, each predicted by a model that did not see it.
    TrainingRowsOutOfFold,
    TestSet,
    /// Of a model that learned from the rest alone.
    ValidationSet,
}

impl StatedErrors {
    pub fn rate(&self) -> f64 {
        self.errors as f64 / self.rows.max(1) as f64
    }

    /// The highest error rate that is stated, of rows or of different texts, whichever is more: copies may be easier or
    /// harder than other texts, and a batch counts each of its texts once. See [`ErrorCount::upper`].
    pub fn upper(&self, alpha: f64) -> f64 {
        let of_rows = ErrorCount {
            rows: self.rows,
            errors: self.errors,
        };
        let of_texts = self.each_text_once.map(|count| count.upper(alpha));
        of_rows.upper(alpha).max(of_texts.unwrap_or(0.0))
    }

    /// Whether every count is in its range, for one that comes from a file.
    pub(super) fn is_sound(&self) -> bool {
        let sound = |rows: u64, errors: u64| errors <= rows && rows < 1 << 28;
        sound(self.rows, self.errors)
            && self
                .each_text_once
                .is_none_or(|count| sound(count.rows, count.errors))
    }
}

impl ErrorCount {
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

impl ModelFacts {
    pub fn of(record: &RunRecord) -> ModelFacts {
        let profile = record.profile.as_deref();
        let classes = &record.classes;
        let rows_of = |class: &String| {
            let of = |set: &std::collections::BTreeMap<String, u64>| {
                set.get(class).copied().unwrap_or_default()
            };
            of(&record.class_counts.train) + of(&record.class_counts.validation)
        };
        ModelFacts {
            run_id: record.run_id.clone(),
            run_name: record.config.run.name.clone(),
            model_sha256: record.model_sha256.clone(),
            classes: classes.clone(),
            trained: record.end,
            n_rows: record.fits.last.n_rows,
            class_rows: classes.iter().map(rows_of).collect(),
            predicted_rows: profile.and_then(|profile| predicted_rows(profile, classes)),
            score_cuts: profile.and_then(|profile| score_cuts(profile, classes)),
            stated: profile
                .and_then(out_of_fold_errors)
                .or_else(|| stated(record)),
        }
    }

    /// The rows of a class among the training rows.
    pub(super) fn share_of(&self, class: &str) -> Option<Counted> {
        let at = self.classes.iter().position(|known| known == class)?;
        let all = self.class_rows.iter().sum();
        Counted::new(self.class_rows[at], all)
    }

    /// For each row the class, as its place among production's, that the scores look most like.
    ///
    /// # Panics
    /// If the model gives a class that is none of production's.
    pub(super) fn looks_like(&self, scores: &Scores) -> Vec<u32> {
        let places: Vec<usize> = scores
            .classes
            .iter()
            .map(|class| {
                let place = self.classes.iter().position(|known| known == class);
                place.expect("the model gives production's classes")
            })
            .collect();
        let cuts: Option<Vec<f64>> = self
            .score_cuts
            .as_ref()
            .and_then(|cuts| places.iter().map(|&place| cuts[place]).collect());
        let Some(cuts) = cuts else {
            let place = |&class: &u32| places[class as usize] as u32;
            return scores.predicted.iter().map(place).collect();
        };
        scores
            .values
            .chunks(places.len().max(1))
            .map(|row| {
                let above = |at: usize| f64::from(row[at]) - cuts[at];
                // The first of equals.
                let best = (1..row.len()).fold(0, |best, at| match above(at) > above(best) {
                    true => at,
                    false => best,
                });
                places[best] as u32
            })
            .collect()
    }

    pub(super) fn predicted_share_of(&self, class: &str) -> Option<Counted> {
        let at = self.classes.iter().position(|known| known == class)?;
        let rows = self.predicted_rows.as_ref()?;
        Counted::new(rows[at], rows.iter().sum())
    }
}

fn predicted_rows(profile: &Profile, classes: &[String]) -> Option<Vec<u64>> {
    let rows_by_name = |counts: &[(String, u64)]| -> Vec<u64> {
        let rows_of = |class: &String| {
            let found = counts.iter().find(|(name, _)| name == class);
            found.map_or(0, |(_, rows)| *rows)
        };
        classes.iter().map(rows_of).collect()
    };
    match profile {
        Profile::Rows(side) => {
            let scores = side.scores.as_ref()?;
            let mut counts: Vec<(String, u64)> = scores
                .classes
                .iter()
                .map(|name| (name.clone(), 0))
                .collect();
            for &class in &scores.predicted {
                counts[class as usize].1 += 1;
            }
            Some(rows_by_name(&counts))
        }
        Profile::Marginals(marginals) => Some(rows_by_name(&marginals.scores.as_ref()?.predicted)),
    }
}

fn score_cuts(profile: &Profile, classes: &[String]) -> Option<Vec<Option<f64>>> {
    let Profile::Rows(side) = profile else {
        return None;
    };
    let (labels, scores) = (side.labels.as_ref()?, side.scores.as_ref()?);
    let n_classes = scores.classes.len();
    let cut = |class: &String| {
        let at = scores.classes.iter().position(|name| name == class)?;
        let rows = labels
            .iter()
            .flatten()
            .filter(|label| side.classes[**label as usize] == *class)
            .count();
        let mut values: Vec<f32> = scores.values.chunks(n_classes).map(|row| row[at]).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        let last = rows.clamp(1, values.len().max(1)) - 1;
        values.get(last).copied().map(f64::from)
    };
    Some(classes.iter().map(cut).collect())
}

fn out_of_fold_errors(profile: &Profile) -> Option<StatedErrors> {
    let on = StatedOn::TrainingRowsOutOfFold;
    match profile {
        Profile::Rows(side) => {
            let (labels, scores) = (side.labels.as_ref()?, side.scores.as_ref()?);
            scores.folds?;
            let mut seen = BTreeSet::new();
            let mut all = ErrorCount { rows: 0, errors: 0 };
            let mut once = all;
            let rows = labels.iter().zip(&scores.predicted).zip(side.digests());
            for ((truth, said), digest) in rows {
                let Some(truth) = truth else { continue };
                let is_wrong = side.classes[*truth as usize] != scores.classes[*said as usize];
                let is_new = seen.insert(digest);
                for count in [(true, &mut all), (is_new, &mut once)] {
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
            })
        }
        Profile::Marginals(marginals) => {
            let scores = marginals.scores.as_ref()?;
            scores.folds?;
            let Part::Measured(found) = &scores.performance else {
                return None;
            };
            let rows = marginals.n_rows;
            Some(StatedErrors {
                on,
                rows,
                // The share came from counts of these rows.
                errors: ((1.0 - found.reference.accuracy) * rows as f64).round() as u64,
                each_text_once: None,
            })
        }
    }
}

fn stated(record: &RunRecord) -> Option<StatedErrors> {
    let (on, evaluation) = match &record.test {
        Some(test) => (StatedOn::TestSet, &test.evaluation),
        None => (StatedOn::ValidationSet, &record.validation.evaluation),
    };
    let right: u64 = (0..evaluation.confusion.len())
        .map(|class| evaluation.confusion[class][class])
        .sum();
    (evaluation.n > 0).then_some(StatedErrors {
        on,
        rows: evaluation.n,
        errors: evaluation.n - right,
        each_text_once: None,
    })
}

/// The model in production, ready to say what it thinks of texts.
pub struct WatchedModel {
    facts: ModelFacts,
    classifier: PreparedClassifier,
    /// Without a row; each batch begins with a copy.
    no_scores: ModelScores,
    profile: Option<Arc<Profile>>,
}

impl WatchedModel {
    /// # Errors
    /// Those of [`TextClassifier::prepare`].
    pub fn new(record: &RunRecord) -> Result<WatchedModel, Error> {
        let facts = ModelFacts::of(record);
        WatchedModel::of(facts, &record.model, record.profile.clone())
    }

    /// The same of the parts that matter, for who does not keep the whole run.
    ///
    /// # Errors
    /// Those of [`TextClassifier::prepare`].
    pub fn of(
        facts: ModelFacts,
        model: &TextClassifier,
        profile: Option<Arc<Profile>>,
    ) -> Result<WatchedModel, Error> {
        Ok(WatchedModel {
            classifier: model.prepare()?,
            no_scores: ModelScores::new(model, &facts.model_sha256),
            profile,
            facts,
        })
    }

    pub fn facts(&self) -> &ModelFacts {
        &self.facts
    }

    /// What is kept of the training rows; none where the archive keeps nothing.
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_deref()
    }

    pub(super) fn classifier(&self) -> &PreparedClassifier {
        &self.classifier
    }

    pub(super) fn no_scores(&self) -> ModelScores {
        self.no_scores.clone()
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
            };
            assert_eq!(stated.upper(0.01), more.upper(0.01));
            assert!(stated.is_sound());
        }
    }
}
