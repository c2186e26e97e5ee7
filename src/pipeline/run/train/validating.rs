//! The look at the data before anything is fitted, and the rows that are left out.

use std::sync::Arc;

use super::{TrainRun, Work};
use crate::message;
use crate::pipeline::corpus::{Cleaned, DataVerdict, SetName, Validation, ValidationOptions};
use crate::pipeline::error::Error;
use crate::pipeline::split::Split;
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

impl TrainRun {
    /// The data were looked at; goes on with the rows that are left: with the fit, or where some are left out or the rows
    /// could not be split, with another split of them.
    ///
    /// # Errors
    /// Those of [`Validation::new`], and of a fit's beginning.
    pub(super) fn validated(
        &mut self,
        validation: Validation,
        now: UnixMillis,
    ) -> Result<(), Error> {
        self.take(validation, now)?;
        let name = self.config.run.name.clone();
        self.say(now, message!("log-run-starts", run = name));
        self.say(now, message!("log-splitting"));
        match self.found.given.is_none() && self.found.is_split() {
            true => self.begin_fit(now)?,
            false => self.work = Work::Split,
        }
        Ok(())
    }

    /// The first fit, of texts that are cleaned.
    pub(super) fn begin_fit(&mut self, now: UnixMillis) -> Result<(), Error> {
        self.say(now, message!("log-cleaning-pipeline"));
        self.say(now, message!("log-cleaning"));
        self.say(now, message!("log-cleaning-validation"));
        let found_by = self.found_by.clone();
        self.say(now, found_by.unwrap_or_else(|| message!("log-no-search")));
        let params = self.params_line();
        self.say(now, params);
        self.say(now, message!("log-model-pipeline"));
        self.say(now, message!("log-fitting"));
        let texts = self.found.train_texts.clone().into();
        let labels = self.labels(&self.found.split.train);
        self.work = Work::Fit(Box::new(self.fitting(texts, labels)?));
        Ok(())
    }

    /// The look at the data as the run is configured, and at what cleaning leaves of them, as far as that is done.
    pub(super) fn look(&self) -> Work {
        let found = &self.found;
        let mut train = vec![String::new(); self.data.train.texts.len()];
        let parts = [
            (&found.split.train, &found.train_texts),
            (&found.split.validation, &found.validation_texts),
        ];
        for (rows, texts) in parts {
            for (&row, text) in rows.iter().zip(texts) {
                train[row as usize].clone_from(text);
            }
        }
        let (test, is_split) = (found.test_texts.clone(), found.is_split());
        let (data, cleaner) = (Arc::clone(&self.data), self.cleaner.clone());
        let (exclusions, validation_size) =
            (self.config.data.clone(), self.config.run.validation_size);
        Work::Validate(Stepped::new(async move {
            let [train, test] = [&train, &test]
                .map(|texts| -> Vec<&str> { texts.iter().map(String::as_str).collect() });
            let cleaned = Cleaned {
                train: &train,
                test: &test,
            };
            let options = ValidationOptions {
                validation_size,
                cleaner: Some(&cleaner),
                cleaned: is_split.then_some(cleaned),
            };
            Validation::new(&data, &options, &exclusions).await
        }))
    }

    /// Says what was found and leaves out what the configuration excludes; from here on the run knows the rows that are left
    /// alone.
    fn take(&mut self, validation: Validation, now: UnixMillis) -> Result<(), Error> {
        for finding in &validation.findings {
            self.warn(now, finding.message.clone());
        }
        let excluded = &validation.excluded;
        if !excluded.is_empty() {
            self.say(
                now,
                message!(
                    "log-excluded",
                    train = excluded.train.len(),
                    test = excluded.test.len()
                ),
            );
            self.found.given = Some(Arc::clone(&self.data));
            self.data = Arc::new(excluded.without(&self.data));
            // A class of which no row is left is none of the run's.
            self.svc = self.config.svc.check(&self.data.classes)?;
        }
        // The findings stand above.
        match &validation.verdict {
            verdict @ DataVerdict::Usable { .. } => self.say(now, verdict.word()),
            verdict => self.warn(now, verdict.word()),
        }
        self.found.looked = Some(validation);
        Ok(())
    }

    /// The split in rows of the files, which those that are left out count in.
    pub(super) fn split_of_files(&self) -> Split {
        let (Some(validation), Some(given)) = (&self.found.looked, &self.found.given) else {
            return self.found.split.clone();
        };
        let kept = validation
            .excluded
            .kept(SetName::Train, given.train.texts.len());
        let of = |rows: &[u32]| rows.iter().map(|&row| kept[row as usize]).collect();
        Split {
            train: of(&self.found.split.train),
            validation: of(&self.found.split.validation),
        }
    }
}
