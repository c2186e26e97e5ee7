//! The whole run: its configuration, its stages in order, and what is recorded of it.

mod answers;
mod changes;
pub mod config;
mod drift_section;
mod folded_rows;
pub mod gate_report;
mod metric_key;
pub mod model_files;
pub mod npy;
pub mod record;
mod rehearsal;
mod remarks;
pub mod scoring;
mod stops;
pub mod summary;
mod suspecting;
mod suspects_effect;
pub mod tables;
pub mod train;
pub mod validation;

pub use answers::{Answers, kept_sets, paired_answers};
pub use changes::{DifferingSetting, differing_settings, setting_values};
pub use config::{RunConfig, RunSection};
pub use drift_section::{DriftSection, ProfileKind};
pub use gate_report::{
    Answer, Disagreement, GateModel, GateReport, GateRows, disagreements, paired_rows,
};
pub use metric_key::{ClassKeys, metric_key};
pub use record::{LogLine, RunRecord};
pub use rehearsal::{Rehearsal, rehearse};
pub use remarks::Remark;
pub use scoring::{ModelScores, RowScores, class_names};
pub use stops::remarks_of_stops;
pub use summary::SaidRemark;
pub use suspecting::{FoundSuspects, SuspectSearch, excluded_rows};
pub use suspects_effect::{SuspectsEffect, SuspectsEffectWork, Treatment, TreatmentEffect};
pub use train::{FOLDS, Production, RunProgress, Stage, TrainRun};
pub use validation::{ValidationOutput, validation_json};
