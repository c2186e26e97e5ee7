//! What a run says while it works: the lines that its user knows from the notebook, in the notebook's words.
//!
//! It writes into the run's own log; showing it is the shell's.

use std::sync::Arc;

use super::TrainRun;
use crate::pipeline::corpus::LabelNaming;
use crate::pipeline::metrics::UnknownClass;
use crate::pipeline::run::record::{Level, LogLine};
use crate::pipeline::svm::{Convergence, MachineReport, Stop, all_iterations, largest_violation};
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

    /// Says what each file was read as, and how its labels became names of classes.
    pub(super) fn say_readings(&mut self, at: UnixMillis) {
        let data = Arc::clone(&self.data);
        let sets = std::iter::once(&data.train).chain(&data.test);
        for source in sets.flat_map(|set| &set.sources) {
            let Some(reading) = &source.reading else {
                continue;
            };
            self.say(
                at,
                format!("Read {} as {}: {reading}", source.name, source.role),
            );
            if reading.is_mostly_left_out() {
                self.warn(at, reading.warning(&source.name).to_string());
            }
        }
        if data.naming != LabelNaming::AsTheyStand {
            self.say(at, format!("Labels are named by {}", data.naming.said()));
        }
    }

    /// Says of machines that stopped before they met `tol` why, and what to set; of the model's and of those that calibrate its
    /// probabilities.
    pub(super) fn warn_unless_met(&mut self, who: &str, convergence: &Convergence, at: UnixMillis) {
        self.warn_of_stop(who, &convergence.machines, at);
        let who = format!("calibrating probabilities, {who}");
        self.warn_of_stop(&who, &convergence.calibration, at);
    }

    fn warn_of_stop(&mut self, who: &str, machines: &[MachineReport], at: UnixMillis) {
        let (iterations, violation) = (all_iterations(machines), largest_violation(machines));
        let svc = &self.config.svc;
        let limit = match svc.max_iter {
            // As scikit-learn's SVC, the engine `smo` has no limit of its own.
            -1 => "the engine's own, 10,000 passes, since max_iter = -1".into(),
            limit => format!("max_iter = {limit}"),
        };
        let message = match Stop::worst(machines) {
            Stop::Converged => return,
            Stop::MaxIter => format!(
                "{who} stopped at its limit of iterations ({limit}; {iterations} of all machines) before it met tol = \
                 {:e}; raise max_iter or tol",
                svc.tol
            ),
            Stop::Precision => format!(
                "{who} stopped before it met tol = {:e}: after {iterations} iterations its violation of {violation:.1e} \
                 is within the rounding of its numbers; raise tol or lower C (it is {:e}), or set max_iter to stop earlier",
                svc.tol, svc.c
            ),
            Stop::NoProgress => format!(
                "{who} stopped before it met tol = {:e}: in {iterations} iterations its violation of {violation:.1e} no \
                 longer fell; lower C (it is {:e}) or raise tol, or set max_iter to stop earlier",
                svc.tol, svc.c
            ),
        };
        self.warn(at, message);
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
        self.warn_of_unknown_classes(at);
        if let (Some(new), Some(production)) = (new, production)
            && new < production
        {
            self.warn(
                at,
                "the new model is worse than the model in production on this test set",
            );
        }
    }

    /// Rows of classes that production can't give count as its errors, which is no fair comparison.
    pub(super) fn warn_of_unknown_classes(&mut self, at: UnixMillis) {
        let production = self.found.production.as_ref();
        let unknown = production.map_or(&[][..], |score| &score.unknown_classes);
        if let Some(sentence) = UnknownClass::sentence(unknown, "the model in production") {
            self.warn(
                at,
                format!(
                    "{sentence}, and which count as its errors; give one class one name, or leave the rows out to compare"
                ),
            );
        }
    }

    /// Settings that do nothing.
    pub(super) fn warn_of_settings(&mut self, at: UnixMillis) {
        for remark in self.config.remarks() {
            self.warn(at, remark.to_string());
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

    /// The hyperparameters as the notebook prints them.
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
