//! The story that is presented: slides, one after the other.

use super::Session;
use crate::message;
use crate::message::{Argument, Message};

/// What a slide tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slide {
    /// What was learned from.
    Data,
    /// What learned, and which words count most.
    Model,
    /// How good it is.
    Verdict,
    /// Which classes it takes for which.
    Errors,
    /// What has changed since.
    Drift,
}

impl Slide {
    pub const ALL: [Slide; 5] = [
        Slide::Data,
        Slide::Model,
        Slide::Verdict,
        Slide::Errors,
        Slide::Drift,
    ];

    /// As stylesheets and locales name it.
    pub fn name(self) -> &'static str {
        match self {
            Slide::Data => "data",
            Slide::Model => "model",
            Slide::Verdict => "verdict",
            Slide::Errors => "errors",
            Slide::Drift => "drift",
        }
    }

    pub fn title(self) -> Message {
        message!("story-slide", slide = Argument::key(self.name()))
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        self.place() + 1
    }

    fn place(self) -> usize {
        let place = Slide::ALL.iter().position(|slide| *slide == self);
        place.unwrap_or(0)
    }
}

/// What is wanted of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present {
    Begin,
    Next,
    Previous,
    First,
    Last,
    Leave,
}

impl Present {
    /// What a key wants while a story is presented.
    pub fn of_key(key: &str) -> Option<Present> {
        Some(match key {
            "ArrowRight" | "ArrowDown" | "PageDown" | " " => Present::Next,
            "ArrowLeft" | "ArrowUp" | "PageUp" => Present::Previous,
            "Home" => Present::First,
            "End" => Present::Last,
            "Escape" | "p" | "P" => Present::Leave,
            _ => return None,
        })
    }
}

impl Session {
    /// The slide that is shown, while the story is presented.
    pub fn presented(&self) -> Option<Slide> {
        self.presented
    }

    pub(super) fn present(&mut self, wanted: Present) {
        let all = Slide::ALL;
        let at = |place: usize| Some(all[place.min(all.len() - 1)]);
        self.presented = match (self.presented, wanted) {
            (None, Present::Begin) => at(0),
            (None, _) | (_, Present::Leave) => None,
            (Some(slide), Present::Begin) => Some(slide),
            (_, Present::First) => at(0),
            (_, Present::Last) => at(all.len() - 1),
            (Some(slide), Present::Next) => at(slide.place() + 1),
            (Some(slide), Present::Previous) => at(slide.place().saturating_sub(1)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Intent;

    #[test]
    fn keys_step_through_the_story_and_leave_it() {
        let mut session = Session::default();
        for (key, expected) in [
            ("ArrowRight", None),
            ("begin", Some(Slide::Data)),
            ("ArrowLeft", Some(Slide::Data)),
            (" ", Some(Slide::Model)),
            ("PageDown", Some(Slide::Verdict)),
            ("begin", Some(Slide::Verdict)),
            ("End", Some(Slide::Drift)),
            ("ArrowRight", Some(Slide::Drift)),
            ("PageUp", Some(Slide::Errors)),
            ("Home", Some(Slide::Data)),
            ("x", Some(Slide::Data)),
            ("Escape", None),
            ("Home", None),
        ] {
            let wanted = match key {
                "begin" => Some(Present::Begin),
                key => Present::of_key(key),
            };
            if let Some(wanted) = wanted {
                session.plan(Intent::Present(wanted));
            }
            assert_eq!(session.presented(), expected, "{key}");
        }
        let numbers = Slide::ALL.map(Slide::number);
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
    }
}
