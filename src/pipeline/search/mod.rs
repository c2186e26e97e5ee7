//! Hyperparameter search: the space of settings, what is tried in it, and what comes of it, with Optuna's words.
//!
//! ```text
//! Space -> Study::ask -> Point -> RunConfig -> evaluation by folds -> Study::tell -> honest best
//! ```
//!
//! The test set is no part of it: no function here takes one.

mod around;
mod at_work;
mod counting;
mod domain;
mod evaluate;
mod honest;
mod importance;
mod journal;
mod pruner;
mod report;
mod sampler;
mod settings;
mod space;
mod space_file;
mod space_schema;
mod study;
mod trial;
mod tuning;
mod wilcoxon;

pub use at_work::{TrialAtWork, TrialNews};
pub use domain::{Domain, Range, Value};
pub use evaluate::{
    Evaluator, Fitted, FoldRows, FoldScores, Limits, Scheme, TrainingRows, TrialScores, TrialWork,
};
pub use honest::{Contender, ContenderStanding, Contest, F1Average, HonestBest, honest_best};
pub use importance::{Importance, ped_anova};
pub use journal::{
    Appender, Change, FoundStudy, Journal, JournalStudy, METRIC_NAMES, OptunaParam, OptunaTrial,
    StudyOutline, TrialOutline, changes, python_json,
};
pub use pruner::{Judged, Pruner};
pub use report::{SearchReport, report_so_far, search_report, take_changed};
pub use sampler::{Densities, Parzen, Sampler, Seen};
pub use settings::{
    Evaluation, Objective, PrunerName, SamplerName, SearchSettings, SecondObjective, StudyFile,
    StudySection, Take,
};
pub use space::{Conditions, Dimension, Point, SECTIONS, Space, canonical};
pub use study::{Ask, Plan, Study, Told};
pub use trial::{Direction, FoldValue, Trial, TrialState};
pub use tuning::{Ending, Next, Tuning, evaluator, judged_on};
pub use wilcoxon::signed_rank_p;
