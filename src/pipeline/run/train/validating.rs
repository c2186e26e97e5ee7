//! The look at the data before anything is fitted.

use super::TrainRun;
use crate::pipeline::corpus::{DataVerdict, ValidationOptions, validate};
use crate::pipeline::time::UnixMillis;

impl TrainRun {
    /// Looks at the data and says what it found, and the verdict over all.
    pub(super) fn validate(&mut self, now: UnixMillis) {
        let options = ValidationOptions {
            validation_size: self.config.run.validation_size,
            cleaner: Some(&self.cleaner),
        };
        let findings = validate(&self.data, &options);
        for finding in &findings {
            self.warn(now, &finding.message);
        }
        let verdict = DataVerdict::of(&findings);
        match verdict {
            DataVerdict::Usable { .. } => self.say(now, verdict.to_string()),
            _ => self.warn(now, verdict.to_string()),
        }
        self.found.findings = findings;
    }
}
