//! What a run says while it works: the lines that its user knows from the notebook, in the notebook's words.
//!
//! It writes into the run's own log; showing it is the shell's.

use std::sync::Arc;

use super::TrainRun;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::corpus::LabelNaming;
use crate::pipeline::metrics::UnknownClass;
use crate::pipeline::run::record::{Level, LogLine};
use crate::pipeline::run::remarks_of_stops;
use crate::pipeline::svm::Convergence;
use crate::pipeline::time::UnixMillis;

impl TrainRun {
    pub(super) fn say(&mut self, at: UnixMillis, message: Message) {
        self.log.push(LogLine {
            at,
            level: Level::Info,
            message,
        });
    }

    pub(super) fn warn(&mut self, at: UnixMillis, message: Message) {
        self.log.push(LogLine {
            at,
            level: Level::Warning,
            message,
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
                message!(
                    "log-read",
                    file = &source.name,
                    role = source.role.said(),
                    reading = reading.said()
                ),
            );
            if reading.is_mostly_left_out() {
                self.warn(at, reading.warning(&source.name));
            }
        }
        if data.naming != LabelNaming::AsTheyStand {
            self.say(at, message!("log-naming", naming = data.naming.said()));
        }
    }

    /// Says of machines that stopped before they met `tol` why, and what to set; of the model's and of those that calibrate its
    /// probabilities.
    pub(super) fn warn_unless_met(
        &mut self,
        who: Message,
        convergence: &Convergence,
        at: UnixMillis,
    ) {
        for remark in remarks_of_stops(&self.config.svc, who, convergence) {
            self.warn(at, remark);
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
        let shown = |value: Option<f64>| match value {
            Some(value) => Argument::from(format!("{value:.4}")),
            None => message!("log-none").into(),
        };
        let line = message!(
            "log-f1",
            new = shown(new),
            production = shown(production),
            baseline = shown(baseline)
        );
        self.say(at, line);
        self.warn_of_unknown_classes(at);
        if let (Some(new), Some(production)) = (new, production)
            && new < production
        {
            self.warn(at, message!("log-worse"));
        }
    }

    /// Rows of classes that production can't give count as its errors, which is no fair comparison.
    pub(super) fn warn_of_unknown_classes(&mut self, at: UnixMillis) {
        let production = self.found.production.as_ref();
        let unknown = production.map_or(&[][..], |score| &score.unknown_classes);
        if !unknown.is_empty() {
            let line = message!(
                "log-unknown-classes",
                rows = unknown.iter().map(|of| of.rows).sum::<u64>(),
                n = unknown.len(),
                classes = UnknownClass::names(unknown)
            );
            self.warn(at, line);
        }
    }

    /// Settings that do nothing.
    pub(super) fn warn_of_settings(&mut self, at: UnixMillis) {
        for remark in self.config.remarks() {
            self.warn(at, remark.message());
        }
    }

    /// Without a test set there are no rows that both models can be held against.
    pub(super) fn warn_of_no_comparison(&mut self, at: UnixMillis) {
        if self.production.is_some() {
            self.warn(at, message!("log-not-compared"));
        }
    }

    /// The hyperparameters as the notebook prints them.
    pub(super) fn params_line(&self) -> Message {
        let shown = |value: Result<serde_json::Value, serde_json::Error>| {
            value.map(|value| value.to_string()).unwrap_or_default()
        };
        let features = self.config.features();
        let tfidf = shown(serde_json::to_value(&features.tfidf));
        message!(
            "log-params",
            tfidf = match &features.chars {
                Some(chars) => format!("{tfidf} chars: {}", shown(serde_json::to_value(chars))),
                None => tfidf,
            },
            model = shown(serde_json::to_value(&self.config.svc))
        )
    }
}
