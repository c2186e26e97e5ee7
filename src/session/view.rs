//! The views of the page, in the order of the pipeline.

use serde::{Deserialize, Serialize};

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
