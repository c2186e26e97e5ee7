//! What `/metrics` says, in Prometheus' text format 0.0.4: requests by route and status, how long answers took, rows, classes
//! predicted, words that the vocabulary does not have. Everything counts from the start of the process on.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::StatusCode;

use super::model::{Answered, ServedModel};
use crate::message;
use crate::message::{Argument, Language};

/// Media type of the format.
pub const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Routes that are counted by themselves, the rest last.
const ROUTES: [&str; 6] = [
    "invocations",
    "ping",
    "version",
    "metrics",
    "reload",
    "other",
];
/// Statuses that are answered.
const STATUSES: [u16; 14] = [
    200, 204, 400, 403, 404, 405, 408, 413, 415, 421, 422, 500, 503, 0,
];
/// Upper bounds of the histogram, in microseconds.
const BOUNDS: [u64; 14] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
    5_000_000,
];

#[derive(Default)]
pub struct Counts {
    requests: [[AtomicU64; STATUSES.len()]; ROUTES.len()],
    /// Answers of `/invocations` within each bound, and those beyond.
    within: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
    rows: AtomicU64,
    missing: AtomicU64,
    terms: AtomicU64,
    unknown: AtomicU64,
    /// By the name of the class, of all models that were served.
    classes: Mutex<BTreeMap<String, Arc<AtomicU64>>>,
    pub reloads: AtomicU64,
    pub refused_reloads: AtomicU64,
    pub logged: AtomicU64,
    pub not_logged: AtomicU64,
}

fn add(counter: &AtomicU64, n: u64) {
    counter.fetch_add(n, Ordering::Relaxed);
}

fn value(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

impl Counts {
    /// The counter of a class.
    pub fn of_class(&self, class: &str) -> Arc<AtomicU64> {
        let mut classes = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(classes.entry(class.to_string()).or_default())
    }

    pub fn request(&self, route: &str, status: StatusCode) {
        let last = ROUTES.len() - 1;
        let route = ROUTES
            .iter()
            .position(|name| *name == route)
            .unwrap_or(last);
        let status = STATUSES.iter().position(|code| *code == status.as_u16());
        add(
            &self.requests[route][status.unwrap_or(STATUSES.len() - 1)],
            1,
        );
    }

    /// From the last byte of a request to its answer.
    pub fn took(&self, time: Duration) {
        let micros = time.as_micros() as u64;
        let place = BOUNDS.partition_point(|bound| *bound < micros);
        add(&self.within[place], 1);
        add(&self.micros, micros);
    }

    pub fn answered(&self, model: &ServedModel, answered: &Answered) {
        add(&self.rows, answered.labels.len() as u64);
        add(&self.terms, answered.n_terms);
        add(&self.unknown, answered.n_unknown);
        for label in &answered.labels {
            match label {
                Some(class) => add(model.predicted(*class), 1),
                None => add(&self.missing, 1),
            }
        }
    }

    /// The page of `/metrics`.
    pub fn page(&self, model: &ServedModel) -> String {
        let mut page = Page(String::new());
        page.begin("dryf_http_requests_total", "counter");
        for (route, of_route) in ROUTES.iter().zip(&self.requests) {
            for (status, n) in STATUSES.iter().zip(of_route) {
                if value(n) > 0 {
                    let labels = [("route", *route), ("status", &status.to_string())];
                    page.sample("dryf_http_requests_total", &labels, value(n));
                }
            }
        }
        page.begin("dryf_invocation_duration_seconds", "histogram");
        let mut sum = 0;
        for (place, n) in self.within.iter().enumerate() {
            sum += value(n);
            let bound = BOUNDS.get(place).map(|micros| *micros as f64 / 1e6);
            let bound = bound.map_or("+Inf".to_string(), |bound| bound.to_string());
            let labels = [("le", &*bound)];
            page.sample("dryf_invocation_duration_seconds_bucket", &labels, sum);
        }
        let seconds = value(&self.micros) as f64 / 1e6;
        page.sample("dryf_invocation_duration_seconds_sum", &[], seconds);
        page.sample("dryf_invocation_duration_seconds_count", &[], sum);
        for (name, n) in [
            ("dryf_rows_total", &self.rows),
            ("dryf_missing_rows_total", &self.missing),
            ("dryf_terms_total", &self.terms),
            ("dryf_unknown_terms_total", &self.unknown),
            ("dryf_reloads_total", &self.reloads),
            ("dryf_refused_reloads_total", &self.refused_reloads),
            ("dryf_logged_rows_total", &self.logged),
            ("dryf_not_logged_rows_total", &self.not_logged),
        ] {
            page.begin(name, "counter");
            page.sample(name, &[], value(n));
        }
        page.begin("dryf_unknown_terms_share", "gauge");
        let share = value(&self.unknown) as f64 / value(&self.terms).max(1) as f64;
        page.sample("dryf_unknown_terms_share", &[], share);
        page.begin("dryf_predictions_total", "counter");
        let classes = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        for (class, n) in classes.iter() {
            page.sample("dryf_predictions_total", &[("class", class)], value(n));
        }
        page.begin("dryf_model_info", "gauge");
        let model = [
            ("run_id", &*model.run_id),
            ("model_sha256", &model.model_sha256),
        ];
        page.sample("dryf_model_info", &model, 1);
        page.0
    }
}

struct Page(String);

impl Page {
    fn begin(&mut self, name: &'static str, kind: &str) {
        let about = message!("serve-metric", name = Argument::key(name)).shown(Language::English);
        let _ = writeln!(self.0, "# HELP {name} {about}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (place, (label, text)) in labels.iter().enumerate() {
            let text = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            let before = if place == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"{text}\"");
        }
        let after = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{after} {value}");
    }
}
