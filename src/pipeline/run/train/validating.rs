//! The look at the data before anything is fitted, and the rows that are left out.

use std::sync::Arc;

use super::TrainRun;
use crate::message;
use crate::pipeline::corpus::{DataVerdict, SetName, Validation, ValidationOptions};
use crate::pipeline::error::Error;
use crate::pipeline::split::Split;
use crate::pipeline::time::UnixMillis;

impl TrainRun {
    /// Looks at the data, says what was found and leaves out what the configuration excludes; from here on the run knows
    /// the rows that are left alone.
    ///
    /// # Errors
    /// Those of [`Validation::new`].
    pub(super) fn validate(&mut self, now: UnixMillis) -> Result<(), Error> {
        let options = ValidationOptions {
            validation_size: self.config.run.validation_size,
            cleaner: Some(&self.cleaner),
        };
        let validation = Validation::new(&self.data, &options, &self.config.data)?;
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
