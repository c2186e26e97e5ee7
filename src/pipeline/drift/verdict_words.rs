//! The verdict in words: what was found of the whole with the numbers that decide, and of each part.

use std::fmt;

use super::history::Standing;
use super::measurement::Unavailable;
use super::tokens::Family;
use super::verdict::{PartFinding, PartName, PartVerdict, Verdict, Whole};
use crate::message;
use crate::message::{Argument, Message};

impl Family {
    pub fn name(self) -> Message {
        match self {
            Family::Words => message!("part-words"),
            Family::Emoji => message!("part-emoji"),
            Family::Hashtags => message!("part-hashtags"),
            Family::Trigrams => message!("part-trigrams"),
            Family::Punctuation => message!("part-punctuation"),
        }
    }
}

impl PartName {
    pub fn name(self) -> Message {
        match self {
            PartName::Labels => message!("part-labels"),
            PartName::Terms(family) => family.name(),
            PartName::Descriptors => message!("part-descriptors"),
            PartName::Text => message!("part-text"),
            PartName::Concept => message!("part-concept"),
        }
    }

    /// In the names of metrics.
    pub fn key(self) -> &'static str {
        match self {
            PartName::Labels => "labels",
            PartName::Terms(Family::Words) => "words",
            PartName::Terms(Family::Emoji) => "emoji",
            PartName::Terms(Family::Hashtags) => "hashtags",
            PartName::Terms(Family::Trigrams) => "character_3-grams",
            PartName::Terms(Family::Punctuation) => "punctuation",
            PartName::Descriptors => "descriptors",
            PartName::Text => "whole_text",
            PartName::Concept => "labels_given_the_text",
        }
    }
}

/// In English.
impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

impl Verdict {
    /// What is found, in a word or two.
    pub fn word(&self) -> Message {
        match &self.whole {
            Whole::Drift { .. } => message!("drift-word-drift"),
            Whole::NoDrift if self.is_part && self.relabelled == 0 => message!("drift-word-part"),
            Whole::NoDrift => message!("drift-word-none"),
            Whole::NotEnoughData { .. } => message!("drift-word-few"),
            Whole::NotMeasured => message!("drift-word-unmeasured"),
        }
    }

    /// One sentence that is true as it stands, with the numbers that decide, without a full stop.
    pub fn found(&self) -> Message {
        let alpha = Argument::Share(self.options.alpha);
        let power = Argument::Share(self.options.power);
        match &self.whole {
            Whole::Drift { parts } => {
                let changed = self.parts.iter().filter(|one| parts.contains(&one.part));
                let parts = Argument::All(changed.map(PartVerdict::with_p).collect());
                let standing = Argument::Key(match self.is_within_history() {
                    true => "within".into(),
                    false => "beyond".into(),
                });
                message!(
                    "drift-changed",
                    parts = parts,
                    alpha = alpha,
                    standing = standing
                )
            }
            Whole::NoDrift if self.is_part => {
                let said = match self.relabelled {
                    0 => message!("drift-part", rows = self.n_current),
                    changed => message!(
                        "drift-part-relabelled",
                        rows = self.n_current,
                        changed = changed
                    ),
                };
                let other: Vec<Argument> =
                    self.changed().map(|part| part.part.name().into()).collect();
                match other.is_empty() {
                    true => said,
                    false => message!(
                        "drift-part-differs",
                        sentence = said,
                        parts = Argument::All(other)
                    ),
                }
            }
            Whole::NoDrift => {
                let share = self.new_term.and_then(|term| term.share);
                let seen = match (share, self.power.is_empty()) {
                    (None, _) => "nothing",
                    (_, true) => "word",
                    (_, false) => "class",
                };
                message!(
                    "drift-none",
                    p = self.smallest_p(),
                    alpha = alpha,
                    seen = Argument::Key(seen.into()),
                    share = Argument::Share(share.unwrap_or_default()),
                    power = power
                )
            }
            Whole::NotEnoughData {
                rows,
                needed: Some(needed),
            } => message!("drift-few", rows = *rows, needed = *needed, power = power),
            Whole::NotEnoughData { rows, needed: None } => match self.rows_of_each_side {
                Some(both) => {
                    message!("drift-few-both", rows = *rows, both = both, power = power)
                }
                None => message!("drift-few-ever", rows = *rows),
            },
            Whole::NotMeasured => {
                let gap = self.parts.iter().find_map(|part| match &part.finding {
                    PartFinding::NotMeasured(gap) => Some(gap),
                    _ => None,
                });
                gap.unwrap_or(&Unavailable::NotDrawn).message()
            }
        }
    }

    /// Word and sentence.
    pub fn line(&self) -> Message {
        message!(
            "verdict-line",
            word = self.word(),
            sentence = Argument::Sentence(Box::new(self.found()))
        )
    }

    /// Of the parts with one.
    fn smallest_p(&self) -> Argument {
        let parts = self.parts.iter().filter(|part| part.decides().is_some());
        let smallest = parts.min_by(|a, b| {
            let [a, b] = [a, b].map(|part| part.decides().unwrap_or(1.0));
            a.total_cmp(&b)
        });
        smallest.map_or(Argument::PValue(1.0), |part| part.p_value(part.decides()))
    }
}

/// In English.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line().fmt(f)
    }
}

impl PartVerdict {
    /// What is found of the part, with its p-values, without a full stop.
    pub fn message(&self) -> Message {
        let part = self.part.name();
        let finding = match &self.finding {
            PartFinding::NotMeasured(gap) => {
                return message!("statement", word = part, text = gap.message());
            }
            PartFinding::Changed { history } => {
                let standing = match history {
                    Some(Standing::BeyondHistory) => "beyond",
                    Some(Standing::WithinHistory) => "within",
                    None => "unknown",
                };
                message!(
                    "drift-part-changed",
                    part = part,
                    standing = Argument::Key(standing.into())
                )
            }
            PartFinding::NotChanged if self.only_copies => {
                message!("drift-part-copies", part = part)
            }
            PartFinding::NotChanged => message!("drift-part-same", part = part),
        };
        let (p, adjusted) = (self.p_value(self.p), self.p_value(self.adjusted_p));
        match self.p_once.zip(self.adjusted_p_once) {
            Some((once, adjusted_once)) if self.only_copies => message!(
                "drift-part-p-once",
                finding = finding,
                p = p,
                adjusted = adjusted,
                once = Argument::PValue(once),
                adjusted_once = Argument::PValue(adjusted_once)
            ),
            _ => message!(
                "drift-part-p",
                finding = finding,
                p = p,
                adjusted = adjusted
            ),
        }
    }

    /// The corrected p-value that the finding goes by.
    pub fn decides(&self) -> Option<f64> {
        self.adjusted_p_once.or(self.adjusted_p)
    }

    /// Its name and the p-value that decides.
    fn with_p(&self) -> Argument {
        let p = self.p_value(self.decides());
        message!("drift-part-with-p", part = self.part.name(), p = p).into()
    }

    /// One of its p-values: an upper bound where more random splits would give a smaller one.
    fn p_value(&self, p: Option<f64>) -> Argument {
        let p = Argument::PValue(p.unwrap_or(1.0));
        match self.p_is_least {
            true => message!("at-most", value = p).into(),
            false => p,
        }
    }
}

/// In English.
impl fmt::Display for PartVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
