//! What ended, in a sentence each, for those who do not see it end; and what the browser's tab is called meanwhile.

use super::{Effect, Session, View};
use crate::document::{Document, search_document};
use crate::jobs::summaries::RunSummary;
use crate::message;
use crate::message::{Argument, Message};

/// The last sentence, and how many there were: the same sentence twice is two.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Ended {
    number: u32,
    what: Option<Message>,
}

impl Session {
    /// What ended last, with its number.
    pub fn ended(&self) -> Option<(u32, Message)> {
        let what = self.ended.what.clone()?;
        Some((self.ended.number, what))
    }

    /// How far what works is, else how good the run that is shown is.
    pub fn title(&self) -> Message {
        let search = self.search_progress().map(|progress| progress.done);
        let done = match self.is_running() {
            true => Some(self.work.progress.as_ref().map_or(0.0, |run| run.done)),
            false => search,
        };
        match (done, self.run.value()) {
            (Some(done), _) => message!("page-title-busy", percent = (done * 100.0) as u64),
            (None, Some(run)) => {
                message!("page-title-score", score = Argument::Score(score(run)))
            }
            (None, None) => message!("page-title"),
        }
    }

    pub(super) fn say(&mut self, what: Message) {
        self.ended.number += 1;
        self.ended.what = Some(what);
    }

    /// The verdict of what a view shows.
    fn say_verdict(&mut self, view: View, document: Option<Document>) {
        let verdict = document.as_ref().and_then(Document::verdict);
        if let Some(verdict) = verdict {
            let line = verdict.line();
            self.say(message!("page-said", view = view.title(), verdict = line));
        }
    }

    pub(super) fn say_drift(&mut self) {
        self.say_verdict(View::Drift, self.drift_document());
    }

    pub(super) fn say_gate(&mut self) {
        self.say_verdict(View::Validate, self.gate_document());
    }

    pub(super) fn say_monitoring(&mut self) {
        let document = self.monitor().value().map(|card| card.document());
        self.say_verdict(View::Monitor, document);
    }

    pub(super) fn say_search(&mut self) {
        let document = self.search_report().map(|report| search_document(report));
        self.say_verdict(View::Tune, document);
    }

    /// The files that the user is given.
    pub(super) fn say_saved(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Save { name, .. } = effect {
                self.say(message!("page-said-saved", name = name.clone()));
            }
        }
    }
}

/// What a run came to, in one line: F1 micro of the test set beside the baseline's, else of the validation part.
pub fn run_done(run: &RunSummary) -> Message {
    let seconds = run.seconds.get("total").copied().unwrap_or_default();
    let (seconds, score) = (Argument::Seconds(seconds), Argument::Score(score(run)));
    match (&run.evaluations.test, &run.baseline) {
        (Some(_), Some(baseline)) => message!(
            "page-done-baseline",
            seconds = seconds,
            score = score,
            baseline = Argument::Score(baseline.f1_micro)
        ),
        (Some(_), None) => message!("page-done-test", seconds = seconds, score = score),
        (None, _) => message!("page-done-validation", seconds = seconds, score = score),
    }
}

/// F1 micro, `0.0..=1.0`, on the test set; on the validation part where there is none.
fn score(run: &RunSummary) -> f64 {
    let evaluations = &run.evaluations;
    let shown = evaluations.test.as_ref().unwrap_or(&evaluations.validation);
    shown.f1_micro
}
