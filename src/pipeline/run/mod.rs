//! The whole run: configuration, stages in order, what is recorded of it, and the archive for MLflow.
