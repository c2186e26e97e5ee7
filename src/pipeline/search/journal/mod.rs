//! Optuna's journal: a study as a file that `optuna.load_study` and optuna-dashboard open and Optuna goes on with, written line
//! by line as trials come, and read back, by whichever of both it was written.
//!
//! One JSON object a line, in UTF-8, each ended by `\n`; `op_code` says what it does, and nothing that stands is ever changed. The
//! number of a study, and that of a trial across all studies, is the order of their first lines. Source: Optuna 5.0.0,
//! `storages/journal/_storage.py` (`JournalStorageReplayResult`), `_file.py`, `distributions.py`.
//!
//! | Optuna's | here |
//! |---|---|
//! | intermediate value of a step | [`FoldValue::mean`](super::FoldValue::mean) of a fold |
//! | user attribute with a finite number | a measure |
//! | system attribute `constraints`, and `constraints:NAME` | [`Trial::constraints`](super::Trial::constraints) |
//! | system attribute `fixed_params` of a waiting trial | its [`Point`](super::Point) |
//! | system attributes `dryf:folds`, `dryf:note`, `dryf:answers` | the folds' own values, the note, and the label of each scored row, which Optuna has no place for |
//! | a choice of arrays or tables | the text of the TOML value, since Optuna's choices are null, bool, int, float or str |
//!
//! What has been written is read as the same trials again: numbers to the last bit, times to the microsecond.

mod distribution;
mod lines;
mod opened;
mod read;
mod trials;
mod write;

use std::collections::BTreeMap;

pub(super) use distribution::last_of_steps;
pub use lines::python_json;
pub use opened::{StudyOutline, TrialOutline};
pub use read::{FoundStudy, Journal};
pub use trials::{OptunaParam, OptunaTrial};
pub use write::{Appender, Change, changes};

use super::{Direction, SearchSettings};
use crate::message;
use crate::pipeline::error::{Code, Error};

/// What a journal or a storage says of a study beside its trials.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalStudy {
    /// None twice in one place.
    pub name: String,
    /// One for each objective, at least one.
    pub directions: Vec<Direction>,
    /// Empty, or one for each objective.
    pub metric_names: Vec<String>,
    /// Optuna's user attributes of the study.
    pub attributes: BTreeMap<String, serde_json::Value>,
}

/// Optuna's system attribute of a study with the names of its objectives.
pub const METRIC_NAMES: &str = "study:metric_names";

/// The study's attribute with the name of what its trials are judged on, see [`judged_on`](super::judged_on).
const JUDGED_ON: &str = "dryf:judged_on";

impl JournalStudy {
    /// What its trials are judged on; a study of Optuna's own does not say it.
    pub fn judged_on(&self) -> Option<&str> {
        self.attributes.get(JUDGED_ON)?.as_str()
    }

    /// What is said of a search of ours.
    pub fn of(name: &str, settings: &SearchSettings, judged_on: &str) -> JournalStudy {
        let objectives = settings.study.objectives();
        JournalStudy {
            name: name.into(),
            directions: objectives.iter().map(|one| one.1).collect(),
            metric_names: objectives.iter().map(|one| one.0.to_string()).collect(),
            attributes: [(JUDGED_ON.to_string(), judged_on.into())].into(),
        }
    }

    /// Whether a search may go on with this study.
    ///
    /// # Errors
    /// [`Code::OtherSpace`] where it has other objectives, or its trials are judged on something else.
    pub fn check(&self, search: &JournalStudy) -> Result<(), Error> {
        let refused = |message, remedy| Err(Error::new(Code::OtherSpace, message, remedy));
        let names = &self.metric_names;
        if self.directions != search.directions
            || !names.is_empty() && *names != search.metric_names
        {
            return refused(
                message!("error-study-objectives", study = &self.name),
                message!("error-give-objectives"),
            );
        }
        let judged_on = self.judged_on();
        if judged_on.is_some() && judged_on != search.judged_on() {
            return refused(
                message!("error-study-other-rows", study = &self.name),
                message!("error-other-study"),
            );
        }
        Ok(())
    }
}

/// Optuna's numbers of the operations.
mod op {
    pub const CREATE_STUDY: u64 = 0;
    pub const DELETE_STUDY: u64 = 1;
    pub const STUDY_USER_ATTR: u64 = 2;
    pub const STUDY_SYSTEM_ATTR: u64 = 3;
    pub const CREATE_TRIAL: u64 = 4;
    pub const TRIAL_PARAM: u64 = 5;
    pub const TRIAL_STATE_VALUES: u64 = 6;
    pub const TRIAL_INTERMEDIATE_VALUE: u64 = 7;
    pub const TRIAL_USER_ATTR: u64 = 8;
    pub const TRIAL_SYSTEM_ATTR: u64 = 9;
    /// Of Rustuna alone; Optuna goes past it.
    pub const DISCARD_TRIALS: u64 = 10;
}

/// Optuna's names of attributes, and those of ours.
mod attribute {
    pub const CONSTRAINTS: &str = "constraints";
    /// Before the name of one that Optuna's `Trial.set_constraint` set.
    pub const CONSTRAINT: &str = "constraints:";
    pub const FIXED_PARAMS: &str = "fixed_params";
    pub const FOLDS: &str = "dryf:folds";
    pub const NOTE: &str = "dryf:note";
    pub const ANSWERS: &str = "dryf:answers";
}
