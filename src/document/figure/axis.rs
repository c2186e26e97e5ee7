//! The axis of a figure: numbers on a plain or a logarithmic scale, or a place for each of some choices.

use super::scale::Scale;
use crate::message::{Argument, Language, Message};
use crate::pipeline::numeric::{exp, ln};

#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub name: Message,
    pub kind: AxisKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AxisKind {
    Number {
        is_log: bool,
        shown: Shown,
    },
    /// Values are places among these, from 0.
    Choices(Vec<String>),
}

/// How the numbers of an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Count,
    Number,
    Score,
    Share,
    Percent,
    Bytes,
    Millis,
}

/// Characters of a choice that have room.
const CHOICE: usize = 18;

impl Shown {
    pub fn of(self, value: f64) -> Argument {
        match self {
            Shown::Count => Argument::Count(value.max(0.0).round() as u64),
            Shown::Number => Argument::Number(value),
            Shown::Score => Argument::Score(value),
            Shown::Share => Argument::Share(value),
            Shown::Percent => Argument::Percent(value),
            Shown::Bytes => Argument::Bytes(value.max(0.0) as u64),
            Shown::Millis => Argument::Millis(value),
        }
    }
}

/// An axis laid out: where a value lies, `0..=1`, and its numbers.
pub(super) struct Laid {
    pub scale: Scale,
    /// Half a place stays free at both ends.
    n_choices: Option<f64>,
    pub ticks: Vec<(f64, String)>,
}

impl Laid {
    pub fn of(axis: &Axis, values: impl Iterator<Item = f64>, language: Language) -> Laid {
        match &axis.kind {
            AxisKind::Number { is_log, shown } => {
                let scale = match is_log {
                    true => Scale::log(values),
                    false => Scale::linear(values, false),
                };
                let tick = |&tick: &f64| (scale.place(tick), shown.of(tick).shown(language));
                let ticks = scale.ticks.iter().map(tick).collect();
                Laid {
                    scale,
                    n_choices: None,
                    ticks,
                }
            }
            AxisKind::Choices(choices) => {
                let n = choices.len().max(1) as f64;
                let places = (0u32..).zip(choices);
                Laid {
                    scale: Scale::linear(std::iter::empty(), false),
                    n_choices: Some(n),
                    ticks: places
                        .map(|(place, text)| {
                            ((f64::from(place) + 0.5) / n, super::cut_to(text, CHOICE))
                        })
                        .collect(),
                }
            }
        }
    }

    pub fn place(&self, value: f64) -> f64 {
        match self.n_choices {
            Some(n) => ((value + 0.5) / n).clamp(0.0, 1.0),
            None => self.scale.place(value),
        }
    }

    /// The value of a place.
    pub fn value(&self, place: f64) -> f64 {
        let Scale {
            low, high, is_log, ..
        } = self.scale;
        match self.n_choices {
            Some(n) => place * n - 0.5,
            // The ends to the last bit.
            None if place <= 0.0 => low,
            None if place >= 1.0 => high,
            None if is_log => exp(ln(low) + place * (ln(high) - ln(low))),
            None => low + place * (high - low),
        }
    }
}
