//! Hyperparameter search: the space of settings, what is tried in it, and what comes of it, with Optuna's words.
//!
//! ```text
//! Space -> Study::ask -> Point -> RunConfig -> evaluation by folds -> Study::tell -> honest best
//! ```
//!
//! The test set is no part of it: no function here takes one.

mod honest;
mod importance;
mod journal;
mod space;
mod trial;

pub use honest::{Contender, ContenderStanding, Contest, F1Average, HonestBest, honest_best};
pub use importance::{Importance, ped_anova};
pub use journal::{Appender, FoundStudy, Journal, JournalStudy};
pub use space::{Dimension, Domain, Point, Space, Value};
pub use trial::{Direction, FoldValue, Trial, TrialState};
