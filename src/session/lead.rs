//! Where the page goes by itself: the first run, and the demo's, end on their verdict.
//!
//! Whoever goes to another view meanwhile, or changes settings or data, has taken over: they stay where they are.

use super::{Effect, Given, Intent, Session, Stage, View};
use crate::jobs::protocol::{JobId, JobSpec};
use crate::message::Language;
use crate::pipeline::corpus::ReadingOptions;
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

/// What follows once the work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lead {
    /// Nothing: the page stays as it is.
    #[default]
    Nowhere,
    /// The run that was pressed for ends on its verdict.
    Verdict,
    /// So does the demo's, which begins once the demo is there.
    Demo,
}

/// What the user had in their hands when the page began to lead.
#[derive(Debug, PartialEq)]
pub(super) struct Hands {
    view: View,
    config: RunConfig,
    data: Option<JobId>,
    reading: usize,
    files: usize,
}

impl Session {
    /// The demo in the place of all files.
    pub(super) fn load_demo(&mut self, language: Language, effects: &mut Vec<Effect>) {
        self.demo = language;
        self.forget_undo(effects);
        if self.is_restoring() {
            // It takes the place of files that are on their way, too.
            self.given = vec![Given::of_demo(language)];
            self.chosen.clear();
            self.reading_options = ReadingOptions::default();
        }
        let job = self.start(JobSpec::LoadDemo(language), effects);
        let key = self.data_key();
        self.data.start(job, key);
        self.refused.clear();
    }

    /// Whether some of today's files came with a demo.
    pub(super) fn has_demo(&self) -> bool {
        self.given.iter().any(|given| given.demo().is_some())
    }

    /// Whether the data are a demo corpus.
    pub(super) fn is_demo(&self) -> bool {
        matches!(&self.given[..], [given] if given.demo().is_some())
    }

    /// The same, then a run of it, then its verdict; where there can be no run, the demo alone.
    pub(super) fn try_demo(
        &mut self,
        language: Language,
        start: UnixMillis,
        effects: &mut Vec<Effect>,
    ) {
        self.load_demo(language, effects);
        if !self.is_running() && self.form.violations().is_empty() {
            self.waiting = Some(start);
            self.lead = Lead::Demo;
        }
    }

    /// The first run that is pressed for ends on its verdict.
    pub(super) fn lead_first_run(&mut self) {
        if self.run.value().is_none() && self.runs.is_empty() {
            self.lead = Lead::Verdict;
        }
    }

    /// What to compare with after an intent, where the page leads; what comes from an earlier visit is none of the user's doing.
    pub(super) fn hands(&self, intent: &Intent) -> Option<Hands> {
        let is_restored = matches!(
            intent,
            Intent::RestoreSettings(_) | Intent::RestoreRuns { .. } | Intent::OpenArchive { .. }
        );
        (self.lead != Lead::Nowhere && !is_restored).then(|| self.in_hands())
    }

    fn in_hands(&self) -> Hands {
        Hands {
            view: self.view,
            config: self.config().clone(),
            data: self.data.job(),
            reading: self.reading.len(),
            files: self.files.len(),
        }
    }

    /// The user may have taken over. A run of the demo that has not begun by then does not begin.
    pub(super) fn settle_lead(&mut self, before: Option<Hands>) {
        if before.is_some_and(|before| before != self.in_hands()) {
            if self.lead == Lead::Demo {
                self.waiting = None;
            }
            self.lead = Lead::Nowhere;
        }
    }

    /// A run has come to its good end. Whether the page goes to its verdict.
    pub(super) fn follow_lead(&mut self, effects: &mut Vec<Effect>) -> bool {
        let leads = std::mem::take(&mut self.lead) != Lead::Nowhere
            && matches!(self.view, View::Data | View::Clean | View::Train)
            && matches!(self.run(), Stage::Ready(_));
        if leads {
            self.view = View::Evaluate;
            self.settle(effects);
        }
        leads
    }
}
