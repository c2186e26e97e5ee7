//! All native integration tests in one binary; one module for each boundary, see `tests/README.md`.

mod archive;
mod clean_parity;
mod cli;
mod cli_agreement;
mod cli_archives;
mod cli_compare;
mod cli_compare_archive;
mod cli_drift;
mod cli_faults;
mod cli_inputs;
#[cfg(unix)]
mod cli_large;
mod cli_measure;
mod cli_monitor;
#[cfg(unix)]
mod cli_monitor_examples;
#[cfg(unix)]
mod cli_monitor_faults;
#[cfg(unix)]
mod cli_monitor_kill;
mod cli_monitor_rows;
#[cfg(unix)]
mod cli_outputs;
#[cfg(unix)]
mod cli_paths;
mod cli_predict;
mod cli_predict_stream;
mod cli_serve;
mod cli_train;
mod cli_unknown_labels;
mod cli_usage;
mod cli_validate;
mod compare_gate;
mod compare_jobs;
mod compare_latency;
mod compare_parity;
mod compare_reference;
mod compare_simulation;
mod corpus_cases;
mod corpus_data;
mod corpus_faults;
mod corpus_findings;
mod corpus_zips;
mod drift_calibration;
mod drift_descriptors;
mod drift_foreign;
mod drift_history;
mod drift_jobs;
mod drift_jobs_models;
mod drift_labels;
mod drift_predictions;
mod drift_profile;
mod drift_report;
mod drift_terms;
mod drift_tools;
mod drift_tools_cases;
mod drift_tools_inputs;
mod drift_verdict;
mod drift_wording;
mod drift_work;
mod explain;
mod features_parity;
mod fixtures;
mod fixtures_manifest;
mod jobs;
mod jobs_order;
mod metrics_parity;
mod monitor_detectors;
mod monitor_jobs;
mod monitor_poleval;
mod monitor_promise;
mod monitor_simulation;
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
