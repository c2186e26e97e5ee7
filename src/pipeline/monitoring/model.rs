//! The model in production as its archive gives it: what it says of texts, what is kept of its training rows, and what it
//! stated of itself.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::Counted;
use super::stated::StatedErrors;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::drift::{Profile, Scores};
use crate::pipeline::error::Error;
use crate::pipeline::run::{ModelScores, RunRecord};
use crate::pipeline::time::UnixMillis;

/// What a state keeps of the model in production.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ModelFacts {
    pub run_id: String,
    pub run_name: String,
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
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
                .and_then(StatedErrors::out_of_fold)
                .or_else(|| StatedErrors::held_back(record)),
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
    pub fn profile(&self) -> Option<&Arc<Profile>> {
        self.profile.as_ref()
    }

    pub fn classifier(&self) -> &PreparedClassifier {
        &self.classifier
    }

    pub(super) fn no_scores(&self) -> ModelScores {
        self.no_scores.clone()
    }
}
