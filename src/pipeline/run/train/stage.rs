//! Stages and the time that each took.

use serde::{Deserialize, Serialize};

use crate::pipeline::run::record::{HistoryPoint, Seconds};
use crate::pipeline::time::UnixMillis;

/// The stages of a run, in their order; the names are those of [`Seconds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Collect,
    Split,
    Clean,
    CleanValidation,
    CleanFull,
    Validate,
    Tfidf,
    Fit,
    PredictTrain,
    PredictValidation,
    TfidfFull,
    FitFull,
    PredictTest,
    Production,
    OutOfFold,
}

impl Stage {
    pub const ALL: [Stage; 15] = [
        Stage::Collect,
        Stage::Split,
        Stage::Clean,
        Stage::CleanValidation,
        Stage::CleanFull,
        Stage::Validate,
        Stage::Tfidf,
        Stage::Fit,
        Stage::PredictTrain,
        Stage::PredictValidation,
        Stage::TfidfFull,
        Stage::FitFull,
        Stage::PredictTest,
        Stage::Production,
        Stage::OutOfFold,
    ];

    /// The name under which [`Seconds`] holds it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Collect => "collect",
            Stage::Validate => "validate",
            Stage::Split => "split",
            Stage::Clean => "clean",
            Stage::CleanValidation => "clean_validation",
            Stage::Tfidf => "tfidf",
            Stage::Fit => "fit",
            Stage::PredictTrain => "predict_train",
            Stage::PredictValidation => "predict_validation",
            Stage::CleanFull => "clean_full",
            Stage::TfidfFull => "tfidf_full",
            Stage::FitFull => "fit_full",
            Stage::PredictTest => "predict_test",
            Stage::Production => "production",
            Stage::OutOfFold => "out_of_fold",
        }
    }
}

/// Where a run stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunProgress {
    pub stage: Stage,
    /// Of the stage, `0.0..=1.0`; absent where the end can't be known, as in a solver's.
    pub fraction: Option<f64>,
    /// Where the solver stands, while it fits.
    pub solver: Option<HistoryPoint>,
    /// Of the stages that are over.
    pub seconds: Seconds,
}

/// Keeps the time by stage from the moments that the caller gives.
#[derive(Debug, Clone)]
pub struct Clock {
    began: UnixMillis,
    stage: Stage,
    entered: UnixMillis,
    seconds: Seconds,
}

impl Clock {
    pub fn start(now: UnixMillis) -> Clock {
        Clock {
            began: now,
            stage: Stage::Collect,
            entered: now,
            seconds: Seconds::default(),
        }
    }

    /// Enters `stage` unless the clock is in it already.
    pub fn enter(&mut self, stage: Stage, now: UnixMillis) {
        if self.stage != stage {
            self.close(now);
            self.stage = stage;
            self.entered = now;
        }
    }

    pub fn stage(&self) -> Stage {
        self.stage
    }

    pub fn seconds(&self) -> Seconds {
        self.seconds.clone()
    }

    /// When the run began to collect its data.
    pub fn began(&self) -> UnixMillis {
        self.began
    }

    /// Closes the last stage and gives all times.
    pub fn finish(&mut self, now: UnixMillis) -> Seconds {
        self.close(now);
        self.seconds.total = Some(now.seconds_since(self.began));
        self.seconds.clone()
    }

    fn close(&mut self, now: UnixMillis) {
        let slot = match self.stage {
            Stage::Collect => &mut self.seconds.collect,
            Stage::Validate => &mut self.seconds.validate,
            Stage::Split => &mut self.seconds.split,
            Stage::Clean => &mut self.seconds.clean,
            Stage::CleanValidation => &mut self.seconds.clean_validation,
            Stage::Tfidf => &mut self.seconds.tfidf,
            Stage::Fit => &mut self.seconds.fit,
            Stage::PredictTrain => &mut self.seconds.predict_train,
            Stage::PredictValidation => &mut self.seconds.predict_validation,
            Stage::CleanFull => &mut self.seconds.clean_full,
            Stage::TfidfFull => &mut self.seconds.tfidf_full,
            Stage::FitFull => &mut self.seconds.fit_full,
            Stage::PredictTest => &mut self.seconds.predict_test,
            Stage::Production => &mut self.seconds.production,
            Stage::OutOfFold => &mut self.seconds.out_of_fold,
        };
        // A stage is entered again where rows are left out.
        *slot = Some(slot.unwrap_or(0.0) + now.seconds_since(self.entered));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_gets_the_time_until_the_next() {
        let mut clock = Clock::start(UnixMillis(1000.0));
        clock.enter(Stage::Validate, UnixMillis(1500.0));
        clock.enter(Stage::Validate, UnixMillis(1700.0));
        clock.enter(Stage::Split, UnixMillis(2000.0));
        let seconds = clock.finish(UnixMillis(2250.0));
        assert_eq!(
            (seconds.collect, seconds.validate, seconds.split),
            (Some(0.5), Some(0.5), Some(0.25))
        );
        assert_eq!((seconds.total, seconds.fit), (Some(1.25), None));
    }

    #[test]
    fn stage_names_are_the_keys_of_seconds() {
        let mut clock = Clock::start(UnixMillis(0.0));
        for stage in Stage::ALL {
            clock.enter(stage, UnixMillis(0.0));
        }
        let seconds = serde_json::to_value(clock.finish(UnixMillis(0.0))).unwrap();
        for stage in Stage::ALL {
            assert_eq!(seconds[stage.name()], 0.0, "{}", stage.name());
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.name());
        }
    }
}
