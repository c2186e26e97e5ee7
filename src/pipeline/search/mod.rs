//! Hyperparameter search: the space of settings, what is tried in it, and what comes of it, with Optuna's words.
//!
//! ```text
//! Space -> Study::ask -> Point -> RunConfig -> evaluation by folds -> Study::tell -> honest best
//! ```
//!
//! The test set is no part of it: no function here takes one.

mod counting;
mod domain;
mod pruner;
mod sampler;
mod space;
mod space_file;
mod study;
mod trial;
mod wilcoxon;

pub use domain::{Domain, Range, Value};
pub use pruner::{Judged, Pruner};
pub use sampler::{Densities, Parzen, Sampler, Seen};
pub use space::{Conditions, Dimension, Point, SECTIONS, Space, canonical};
pub use study::{Ask, Plan, Study, Told};
pub use trial::{Direction, FoldValue, Trial, TrialState};
pub use wilcoxon::signed_rank_p;
