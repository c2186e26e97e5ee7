//! A comparison that is held: the tweets on which both models disagree, and the gate in the run's own archive.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::request::{DisagreementsQuery, GateRequest, WhoIsRight};
use super::summaries::{
    Answered, CompareSummary, ComparedModel, Disagreement, DisagreementCounts, DisagreementPage,
};
use crate::jobs::rows::page;
use crate::jobs::selection::Found;
use crate::jobs::summaries::Page;
use crate::message;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::compare::{
    Comparison, FlipsOfBoth, Gate, Measured, Missing, Model, Resource, Resources,
};
use crate::pipeline::corpus::LabelledSet;
use crate::pipeline::drift::Scores;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::robustness::Perturbation;
use crate::pipeline::run::{GateModel, GateReport, GateRows, disagreements};
use crate::pipeline::time::UnixMillis;

/// A comparison, with the rows that it is about.
pub(in crate::jobs) struct HeldCompare {
    rows: Arc<LabelledSet>,
    /// Of each row its number in the test set.
    numbers: Vec<u32>,
    /// Of the candidate and of what it is held against, as all that follows.
    classifiers: [Arc<TextClassifier>; 2],
    scores: [Scores; 2],
    models: [ComparedModel; 2],
    /// Of the rows and of both models.
    classes: Vec<String>,
    comparison: Comparison,
    flips: BTreeMap<Perturbation, FlipsOfBoth>,
    /// The rows to which they give different classes, numbered as they were compared.
    pub found: Vec<crate::pipeline::run::Disagreement>,
}

/// Who has a row right that they answer differently.
pub(super) fn who_is_right(found: &crate::pipeline::run::Disagreement) -> WhoIsRight {
    if found.candidate.label == found.label {
        WhoIsRight::Candidate
    } else if found.production.label == found.label {
        WhoIsRight::Production
    } else {
        WhoIsRight::Neither
    }
}

impl HeldCompare {
    pub(super) fn new(
        rows: Arc<LabelledSet>,
        numbers: Vec<u32>,
        classifiers: [Arc<TextClassifier>; 2],
        scores: [Scores; 2],
        card: &CompareSummary,
    ) -> HeldCompare {
        HeldCompare {
            found: disagreements(&rows, &scores[0], &scores[1]),
            rows,
            numbers,
            classifiers,
            scores,
            models: [card.candidate.clone(), card.production.clone()],
            classes: card.classes.clone(),
            comparison: (*card.comparison).clone(),
            flips: card.flips.clone(),
        }
    }

    /// The models of the candidate and of what it is held against.
    pub fn model(&self, of: Model) -> &Arc<TextClassifier> {
        match of {
            Model::Candidate => &self.classifiers[0],
            Model::Production => &self.classifiers[1],
        }
    }

    /// ID and name of the candidate's run.
    pub fn candidate(&self) -> (&str, &str) {
        (&self.models[0].run_id, &self.models[0].run_name)
    }

    pub fn n_bytes(&self) -> u64 {
        let texts: usize = self.texts().iter().map(String::len).sum();
        texts as u64 + 200 * self.numbers.len() as u64
    }

    /// All texts.
    pub fn texts(&self) -> &[String] {
        &self.rows.corpus.texts
    }

    /// A page of the rows that they answer differently; of those that are `picked`, where any are.
    pub fn disagreements(
        &self,
        query: &DisagreementsQuery,
        picked: Option<&Found>,
    ) -> DisagreementPage {
        let is_picked = |found: &crate::pipeline::run::Disagreement| {
            let number = self.numbers[found.row as usize];
            picked.is_none_or(|picked| picked.has(number, &found.text))
        };
        let (mut found, mut counts) = (Vec::new(), DisagreementCounts::default());
        for row in self.found.iter().filter(|found| is_picked(found)) {
            let right = who_is_right(row);
            counts.add(right);
            if query.right.is_none_or(|wanted| wanted == right) {
                found.push(row);
            }
        }
        let shown = page(&found, query.offset, query.limit).iter();
        let page = Page {
            total: found.len() as u64,
            offset: query.offset,
            rows: shown
                .map(|found| Disagreement {
                    row: self.numbers[found.row as usize],
                    text: found.text.clone(),
                    truth: self.place(&found.label),
                    candidate: self.answer(0, found.row as usize),
                    production: self.answer(1, found.row as usize),
                })
                .collect(),
        };
        DisagreementPage { page, counts }
    }

    /// What a model says of a row, in all classes.
    fn answer(&self, side: usize, row: usize) -> Answered {
        let scores = &self.scores[side];
        let n = scores.classes.len();
        let mut values = vec![None; self.classes.len()];
        let own = &scores.values[row * n..(row + 1) * n];
        for (class, &value) in scores.classes.iter().zip(own) {
            values[self.place(class) as usize] = Some(f64::from(value));
        }
        Answered {
            label: self.place(&scores.classes[scores.predicted[row] as usize]),
            scores: values,
            kind: scores.kind,
        }
    }

    /// The place of a class among all.
    fn place(&self, class: &String) -> u32 {
        self.classes.partition_point(|known| known < class) as u32
    }

    /// The report of the gate, for the archive of the candidate.
    ///
    /// # Errors
    /// Rules that can't be applied.
    pub fn report(
        &self,
        request: &GateRequest,
        model_bytes: [u64; 2],
        at: UnixMillis,
    ) -> Result<GateReport, Error> {
        let rules = request.rules.check(&self.classes);
        let rules = rules.map_err(|mut faults| faults.remove(0))?;
        let resources = match &request.resources {
            Some(resources) => (**resources).clone(),
            None => Resources::new([None, None], model_bytes, &[], not_asked()),
        };
        let measured = Measured {
            flips: self.flips.clone(),
            ..resources.measured()
        };
        let gate = Gate::new(&self.comparison, &measured, &rules);
        let contestant = |side: usize| GateModel {
            name: self.models[side].run_name.clone(),
            run_id: self.models[side].run_id.clone(),
            model_sha256: self.models[side].model_sha256.clone(),
            classes: self.scores[side].classes.clone(),
        };
        Ok(GateReport {
            dryf_version: env!("CARGO_PKG_VERSION"),
            at,
            sentence: gate.sentence.clone(),
            candidate: contestant(0),
            production: contestant(1),
            rows: GateRows {
                name: message!("set-test"),
                digest: self.rows.corpus.digest(&self.rows.classes),
                n_rows: self.rows.corpus.texts.len() as u64,
                files: self.rows.corpus.sources.clone(),
            },
            rules: request.rules.clone(),
            gate,
            comparison: self.comparison.clone(),
            resources,
            disagreements: self
                .found
                .iter()
                .map(|found| crate::pipeline::run::Disagreement {
                    row: self.numbers[found.row as usize],
                    ..found.clone()
                })
                .collect(),
        })
    }
}

fn not_asked() -> BTreeMap<Resource, Missing> {
    BTreeMap::from([
        (Resource::Latency, Missing::NotAsked),
        (Resource::CpuSeconds, Missing::NotInBrowsers),
        (Resource::PeakMemory, Missing::NotAsked),
    ])
}

/// What is asked before there is a comparison.
pub(in crate::jobs) fn no_comparison() -> Error {
    Error::new(
        Code::Usage,
        message!("error-nothing-compared"),
        message!("error-wait-comparison"),
    )
}
