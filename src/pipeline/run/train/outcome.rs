//! What is left of a run when its last stage is over: its record, its name and the comparison with production.
//!
//! It puts together what the stages found and fits nothing.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::TrainRun;
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::metrics::{Evaluation, UnknownClass};
use crate::pipeline::run::record::{ClassCounts, Fits, ProductionScore, RunRecord};
use crate::pipeline::run::scoring::class_names;
use crate::pipeline::time::UnixMillis;

impl TrainRun {
    /// The record of a run that [`TrainRun::step`] has brought to its end.
    ///
    /// # Errors
    /// [`Code::Bug`] before that.
    pub fn finish(mut self, now: UnixMillis) -> Result<RunRecord, Error> {
        let unfinished = || Error::bug(message!("error-bug-unfinished"));
        let model = self.found.model.take().ok_or_else(unfinished)?;
        let seconds = self.clock.finish(now);
        let name = self.config.run.name.clone();
        let total = seconds.total.unwrap_or(0.0);
        self.say(
            now,
            message!("log-run-ended", run = name, seconds = format!("{total:.3}")),
        );
        Ok(RunRecord {
            run_id: self.run_id(),
            start: self.clock.began(),
            end: now,
            class_counts: self.class_counts(),
            classes: self.data.classes.clone(),
            split: self.split_of_files(),
            data: self.found.looked.ok_or_else(unfinished)?,
            fits: Fits {
                train_part: self.found.train_part.ok_or_else(unfinished)?,
                last: self.found.last.ok_or_else(unfinished)?,
            },
            train: self.found.train.ok_or_else(unfinished)?,
            validation: self.found.validation.ok_or_else(unfinished)?,
            test: self.found.test,
            baseline: self.found.baseline,
            production: self.found.production,
            seconds,
            log: self.log,
            model,
            model_sha256: self.found.model_sha256,
            profile: self.found.profile,
            config: self.config,
        })
    }

    /// The production model may know other classes than the data; they are compared by name, over the classes of both.
    pub(super) fn production_score(&self, predicted: &[u32]) -> Option<ProductionScore> {
        let (production, test) = (self.production.as_ref()?, self.data.test.as_ref()?);
        let mut classes = self.data.classes.clone();
        classes.extend(production.model.classes.iter().cloned());
        classes.sort();
        classes.dedup();
        let renumber = |labels: &[u32], names: &[String]| -> Vec<u32> {
            let by_label: Vec<u32> = names
                .iter()
                .map(|name| {
                    classes
                        .binary_search(name)
                        .expect("the union holds every name") as u32
                })
                .collect();
            labels
                .iter()
                .map(|&label| by_label[label as usize])
                .collect()
        };
        let evaluation = Evaluation::new(
            &classes,
            &renumber(&test.labels, &self.data.classes),
            &renumber(predicted, &production.model.classes),
        );
        Some(ProductionScore {
            run_id: production.run_id.clone(),
            model_sha256: production.model_sha256.clone(),
            f1_micro: evaluation.f1_micro,
            f1_macro: evaluation.f1_macro,
            unknown_classes: UnknownClass::among(
                &self.data.classes,
                &test.labels,
                &class_names(&production.model),
            ),
        })
    }

    fn class_counts(&self) -> ClassCounts {
        let count = |labels: &[u32]| -> BTreeMap<String, u64> {
            let mut counts: BTreeMap<String, u64> = self
                .data
                .classes
                .iter()
                .map(|class| (class.clone(), 0))
                .collect();
            for &label in labels {
                *counts
                    .get_mut(&self.data.classes[label as usize])
                    .expect("labels index classes") += 1;
            }
            counts
        };
        ClassCounts {
            train: count(&self.labels(&self.found.split.train)),
            validation: count(&self.labels(&self.found.split.validation)),
            test: self.data.test.as_ref().map(|test| count(&test.labels)),
        }
    }

    /// A hash of all that decides the run and of its start, so that the same run at the same time has the same name.
    fn run_id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(self.config.to_toml());
        for source in self
            .data
            .train
            .sources
            .iter()
            .chain(self.data.test.iter().flat_map(|test| &test.sources))
        {
            hash.update(&source.sha256);
        }
        if let Some(production) = &self.production {
            hash.update(&production.model_sha256);
        }
        hash.update(self.clock.began().whole().to_le_bytes());
        hash.finalize()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
