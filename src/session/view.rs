//! The views of the page, in the order of the pipeline.

use serde::{Deserialize, Serialize};

use super::{Session, Stage, StageState};
use crate::message;
use crate::message::{Argument, Message};

/// A view of the page; its name stands in the address.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum View {
    #[default]
    Data,
    Clean,
    Train,
    Tune,
    Evaluate,
    Runs,
    Drift,
    Validate,
    Monitor,
    Export,
    Try,
}

impl View {
    /// In the order of the rail.
    pub const ALL: [View; 11] = [
        View::Data,
        View::Clean,
        View::Train,
        View::Tune,
        View::Evaluate,
        View::Runs,
        View::Drift,
        View::Validate,
        View::Monitor,
        View::Export,
        View::Try,
    ];

    pub fn name(self) -> &'static str {
        match self {
            View::Data => "data",
            View::Clean => "clean",
            View::Train => "train",
            View::Tune => "tune",
            View::Evaluate => "evaluate",
            View::Runs => "runs",
            View::Drift => "drift",
            View::Validate => "validate",
            View::Monitor => "monitor",
            View::Export => "export",
            View::Try => "try",
        }
    }

    /// What it is called.
    pub fn title(self) -> Message {
        message!("page-tab", view = Argument::key(self.name()))
    }

    pub fn of_name(name: &str) -> Option<View> {
        View::ALL.into_iter().find(|view| view.name() == name)
    }
}

impl Session {
    /// How far the stage behind each entry of the rail is.
    pub fn stage(&self, view: View) -> StageState {
        let (data, run) = (self.data(), self.run());
        let violated = |sections: &[&str]| {
            self.form.violations().iter().any(|error| {
                let field = error.place.as_ref().map_or("", |place| place.file.as_str());
                sections
                    .iter()
                    .any(|section| field.split('.').next() == Some(section))
            })
        };
        match view {
            View::Data if violated(&["data"]) => StageState::Failed,
            View::Data if !self.reading.is_empty() => StageState::Busy,
            View::Data if data.state() == StageState::Empty && !self.refused.is_empty() => {
                StageState::Failed
            }
            View::Data => data.state(),
            View::Clean if violated(&["clean"]) => StageState::Failed,
            View::Clean => match (data.value(), self.clean_report().state()) {
                (_, state @ (StageState::Busy | StageState::Failed | StageState::Stale)) => state,
                (None, _) => StageState::Empty,
                (Some(_), _) => StageState::Ready,
            },
            View::Train if violated(&["run", "tfidf", "chars", "svc"]) => StageState::Failed,
            View::Train if self.waiting.is_some() => StageState::Busy,
            View::Train => run.state(),
            View::Tune => self.search_state(),
            View::Runs if self.run_opening().is_some() => StageState::Busy,
            View::Runs if self.runs.is_empty() => StageState::Empty,
            View::Runs => StageState::Ready,
            View::Evaluate | View::Try => match run {
                Stage::Busy { last: Some(_) } | Stage::Failed { last: Some(_), .. } => {
                    StageState::Stale
                }
                Stage::Busy { .. } => StageState::Busy,
                Stage::Failed { .. } => StageState::Empty,
                other => other.state(),
            },
            View::Drift => self.drift().state(),
            View::Validate => self.validate_state(),
            View::Monitor => self.monitor_state(),
            View::Export => self.archive().state(),
        }
    }
}
