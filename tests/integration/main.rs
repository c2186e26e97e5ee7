//! All native integration tests in one binary; one module for each boundary, see `tests/README.md`.

mod archive;
mod clean_parity;
mod cli;
mod cli_archives;
mod cli_faults;
mod cli_inputs;
#[cfg(unix)]
mod cli_large;
#[cfg(unix)]
mod cli_outputs;
mod cli_predict;
mod cli_serve;
mod cli_train;
mod cli_usage;
mod corpus_cases;
mod corpus_data;
mod corpus_faults;
mod corpus_zips;
mod drift_descriptors;
mod drift_history;
mod drift_labels;
mod drift_report;
mod drift_terms;
mod drift_tools;
mod drift_verdict;
mod drift_wording;
mod drift_work;
mod features_parity;
mod fixtures;
mod fixtures_manifest;
mod jobs;
mod metrics_parity;
mod numbers;
mod parity_counts;
mod poleval;
mod python_parity;
mod sources;
mod split_parity;
mod support;
mod svm_cases;
mod svm_digest;
mod svm_linear;
mod svm_linfa;
mod svm_naive;
mod svm_parity;
mod svm_properties;
