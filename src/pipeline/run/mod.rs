//! The whole run: its configuration, its stages in order, what is recorded of it, and the archive for MLflow.

pub mod archive;
pub mod artifacts;
mod changes;
pub mod config;
pub mod drift_run;
mod drift_section;
mod experiment;
mod experiment_file;
pub mod gate_files;
pub mod gate_report;
pub mod inspected;
pub mod logged;
pub mod manifest;
pub mod markdown;
mod metric_key;
pub mod mlflow;
pub mod model_files;
pub mod model_folder;
pub mod notice;
pub mod npy;
mod opened;
mod profile_bytes;
pub mod profile_file;
pub mod readme;
pub mod record;
mod rehearsal;
mod remarks;
pub mod report_run;
pub mod scoring;
pub mod stored;
pub mod summary;
pub mod tables;
pub mod train;
pub mod validation;
pub mod yaml;
pub mod zip;

pub use archive::{Archive, ArchiveOptions, archive_name, file_map};
pub use changes::{ChangedSetting, changed_settings};
pub use config::{RunConfig, RunSection};
pub use drift_run::{DriftRun, SideName, drift_file_map, drift_metrics};
pub use drift_section::{DriftSection, ProfileKind};
pub use gate_files::with_gate;
pub use gate_report::{
    Answer, Disagreement, GateModel, GateReport, GateRows, disagreements, paired_rows,
};
pub use metric_key::{ClassKeys, metric_key};
pub use record::{LogLine, RunRecord};
pub use rehearsal::{Rehearsal, rehearse};
pub use remarks::Remark;
pub use report_run::{ReportRun, report_file_map};
pub use scoring::{ModelScores, class_names};
pub use summary::SaidRemark;
pub use train::{FOLDS, Production, RunProgress, Stage, TrainRun};
pub use validation::validation_json;
pub use zip::write_zip;
