//! What the view Try shows.

use super::Session;

/// A text on trial.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    pub text: String,
    /// The class to explain; `None` is the predicted one.
    pub class: Option<u32>,
}

impl Session {
    pub fn trial(&self) -> &Trial {
        &self.trial
    }
}
