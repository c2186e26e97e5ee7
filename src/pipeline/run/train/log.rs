//! What a run says while it works: the lines that its user knows from the notebook, in the notebook's words.
//!
//! It writes into the run's own log; showing it is the shell's.

use super::TrainRun;
use crate::pipeline::run::record::{FitReport, Level, LogLine};
use crate::pipeline::time::UnixMillis;

impl TrainRun {
    pub(super) fn say(&mut self, at: UnixMillis, message: impl Into<String>) {
        self.log.push(LogLine {
            at,
            level: Level::Info,
            message: message.into(),
        });
    }

    pub(super) fn warn(&mut self, at: UnixMillis, message: impl Into<String>) {
        self.log.push(LogLine {
            at,
            level: Level::Warning,
            message: message.into(),
        });
    }

    pub(super) fn warn_unless_converged(&mut self, report: &FitReport, at: UnixMillis) {
        if !report.converged {
            self.warn(
                at,
                format!(
                    "the solver stopped at its limit of iterations (max_iter = {}; {} of all machines) before it met \
                     tol = {:e}; raise max_iter or tol",
                    self.config.svc.max_iter, report.iterations, self.config.svc.tol
                ),
            );
        }
    }

    /// The comparison as the notebook prints it.
    pub(super) fn say_comparison(&mut self, at: UnixMillis) {
        let new = self
            .found
            .test
            .as_ref()
            .map(|test| test.evaluation.f1_micro);
        let production = self
            .found
            .production
            .as_ref()
            .map(|production| production.f1_micro);
        let baseline = self
            .found
            .baseline
            .as_ref()
            .map(|baseline| baseline.f1_micro);
        let shown =
            |value: Option<f64>| value.map_or("none".to_string(), |value| format!("{value:.4}"));
        self.say(
            at,
            format!(
                "F1 micro average -> New model = {}, Production = {}, Baseline = {}",
                shown(new),
                shown(production),
                shown(baseline)
            ),
        );
        if let (Some(new), Some(production)) = (new, production)
            && new < production
        {
            self.warn(
                at,
                "the new model is worse than the model in production on this test set",
            );
        }
    }

    /// Without a test set there are no rows that both models can be held against.
    pub(super) fn warn_of_no_comparison(&mut self, at: UnixMillis) {
        if self.production.is_some() {
            self.warn(
                at,
                "without a test set the new model is not compared with the model in production; give test texts and \
                 tags",
            );
        }
    }

    /// The choice of hyperparameters as the notebook prints it.
    pub(super) fn params_line(&self) -> String {
        let shown = |value: Result<serde_json::Value, serde_json::Error>| {
            value.map(|value| value.to_string()).unwrap_or_default()
        };
        format!(
            "tfidf: {} ml model: {}",
            shown(serde_json::to_value(&self.config.tfidf)),
            shown(serde_json::to_value(&self.config.svc))
        )
    }
}
