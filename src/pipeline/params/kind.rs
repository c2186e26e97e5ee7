//! What a setting takes: which values, how they are read from what somebody types, how that is said.

use toml::{Table, Value};

use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Code;

/// What a setting takes. A list of kinds is tried in its order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Switch,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// A number; a whole one stands for it.
    Float(Span),
    /// A whole number, both ends included.
    Integer {
        from: i64,
        to: i64,
    },
    /// A name: 1 to 250 characters on one line.
    Line,
    Text,
    /// A regular expression in Python's syntax.
    Pattern,
    /// Two whole numbers from 1, the smaller first.
    Pair,
    List {
        of: &'static Kind,
        at_least: usize,
        each_once: bool,
    },
    /// Values by a name of the user's.
    Table {
        of: &'static Kind,
        example: &'static str,
    },
    /// A table with this key alone.
    Keyed(&'static str, &'static Kind),
    AnyOf(&'static [Kind]),
}

/// The numbers between two ends, and how a search would go through them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub low: f64,
    pub has_low: bool,
    pub high: f64,
    pub has_high: bool,
    pub scale: Scale,
}

/// How the numbers of a span lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// Each power of ten as wide as the next.
    Log,
}

/// Why a value is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Of another kind.
    Kind,
    /// Out of its range.
    Range,
}

impl Refusal {
    pub(super) fn code(self) -> Code {
        match self {
            Refusal::Kind => Code::InvalidConfig,
            Refusal::Range => Code::InvalidParameter,
        }
    }
}

const LONGEST_LINE: usize = 250;

/// Any finite number.
pub(super) const ANY_NUMBER: Kind = Kind::Float(Span {
    low: f64::NEG_INFINITY,
    has_low: false,
    high: f64::INFINITY,
    has_high: false,
    scale: Scale::Linear,
});

/// A finite number above 0.
pub(super) const fn above_zero(scale: Scale) -> Kind {
    Kind::Float(Span {
        low: 0.0,
        has_low: false,
        high: f64::INFINITY,
        has_high: false,
        scale,
    })
}

/// A share, with or without its ends 0 and 1.
pub(super) const fn share(has_low: bool, has_high: bool) -> Kind {
    Kind::Float(Span {
        low: 0.0,
        has_low,
        high: 1.0,
        has_high,
        scale: Scale::Linear,
    })
}

pub(super) const fn list(of: &'static Kind) -> Kind {
    Kind::List {
        of,
        at_least: 0,
        each_once: false,
    }
}

impl Span {
    fn contains(&self, number: f64) -> bool {
        (number > self.low || self.has_low && number == self.low)
            && (number < self.high || self.has_high && number == self.high)
    }

    fn takes(&self) -> Message {
        let [low, high] = [self.low, self.high].map(|end| end.to_string());
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => {
                let low_end = if self.has_low { "closed" } else { "open" };
                let high_end = if self.has_high { "closed" } else { "open" };
                message!(
                    "takes-number-between",
                    low = low,
                    low_end = Argument::Key(low_end.into()),
                    high = high,
                    high_end = Argument::Key(high_end.into())
                )
            }
            (true, false) => message!("takes-number-above", low = low),
            _ => message!("takes-number"),
        }
    }
}

impl Kind {
    /// Whether it takes a value.
    ///
    /// # Errors
    /// Why not.
    pub fn accept(&self, value: &Value) -> Result<(), Refusal> {
        let in_range = |holds: bool| if holds { Ok(()) } else { Err(Refusal::Range) };
        match (self, value) {
            (Kind::Switch, Value::Boolean(_)) => Ok(()),
            (Kind::Choice(names), Value::String(text)) if names.contains(&text.as_str()) => Ok(()),
            // Not a number lies in no span.
            (Kind::Float(span), Value::Float(number)) => in_range(span.contains(*number)),
            (Kind::Float(span), Value::Integer(whole)) => in_range(span.contains(*whole as f64)),
            (Kind::Integer { from, to }, Value::Integer(whole)) => {
                in_range((from..=to).contains(&whole))
            }
            (Kind::Line, Value::String(text)) => in_range(
                !text.trim().is_empty()
                    && text.chars().count() <= LONGEST_LINE
                    && !text.contains(char::is_control),
            ),
            (Kind::Text | Kind::Pattern, Value::String(_)) => Ok(()),
            (Kind::Pair, Value::Array(items)) => match items[..] {
                [Value::Integer(low), Value::Integer(high)] => in_range(1 <= low && low <= high),
                _ => Err(Refusal::Kind),
            },
            (
                Kind::List {
                    of,
                    at_least,
                    each_once,
                },
                Value::Array(items),
            ) => {
                items.iter().try_for_each(|item| of.accept(item))?;
                let is_new = |at: usize| !items[..at].contains(&items[at]);
                in_range(items.len() >= *at_least && (!each_once || (0..items.len()).all(is_new)))
            }
            (Kind::Table { of, .. }, Value::Table(entries)) => {
                entries.values().try_for_each(|value| of.accept(value))
            }
            (Kind::Keyed(key, of), Value::Table(entries)) => match entries.get(*key) {
                Some(value) if entries.len() == 1 => of.accept(value),
                _ => Err(Refusal::Kind),
            },
            (Kind::AnyOf(kinds), value) => {
                let mut refusal = Refusal::Kind;
                // Where a whole number means something of its own, it stands for no other number.
                let has_whole = |kind: &Kind| matches!(kind, Kind::Integer { .. });
                let is_whole = value.is_integer() && kinds.iter().any(has_whole);
                let fit = |kind: &&Kind| !is_whole || !matches!(kind, Kind::Float(_));
                for kind in kinds.iter().filter(fit) {
                    match kind.accept(value) {
                        Ok(()) => return Ok(()),
                        Err(Refusal::Range) => refusal = Refusal::Range,
                        Err(Refusal::Kind) => {}
                    }
                }
                Err(refusal)
            }
            _ => Err(Refusal::Kind),
        }
    }

    /// The value that a text means: names and texts without quotes, numbers with a decimal point or comma, all else as in TOML.
    /// Whether it is in range is another question.
    pub fn read(&self, text: &str) -> Option<Value> {
        let trimmed = text.trim();
        match self {
            Kind::Switch => trimmed.parse().ok().map(Value::Boolean),
            Kind::Choice(names) => names.contains(&trimmed).then(|| Value::from(trimmed)),
            Kind::Line | Kind::Text | Kind::Pattern => Some(Value::from(text)),
            Kind::Integer { .. } => {
                // A comma parts thousands here and nothing else.
                let mut groups = trimmed.split(',').skip(1);
                let has_decimals =
                    trimmed.starts_with("0,") || groups.any(|group| group.len() != 3);
                if has_decimals {
                    return None;
                }
                let digits = trimmed.replace(['_', ' ', '\u{a0}', ','], "");
                digits.parse().ok().map(Value::Integer)
            }
            Kind::Float(_) => {
                // Half of Europe types a comma.
                let number: f64 = trimmed.replacen(',', ".", 1).parse().ok()?;
                (!number.is_nan()).then_some(Value::Float(number))
            }
            Kind::AnyOf(kinds) => kinds.iter().find_map(|kind| kind.read(text)),
            Kind::Pair | Kind::List { .. } | Kind::Table { .. } | Kind::Keyed(..) => {
                let line = trimmed.replace(['\n', '\r'], " ");
                let value = toml::from_str::<Table>(&format!("value = {line}")).ok()?;
                let value = value.get("value")?.clone();
                (self.accept(&value) != Err(Refusal::Kind)).then_some(value)
            }
        }
    }

    /// Whether a number with decimals is a value.
    pub fn takes_decimals(&self) -> bool {
        match self {
            Kind::Float(_) => true,
            Kind::AnyOf(kinds) => kinds.iter().any(Kind::takes_decimals),
            _ => false,
        }
    }

    /// The value as it stands in a field: what [`Kind::read`] reads back.
    pub fn text(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// What it takes, in words.
    pub fn takes(&self) -> Message {
        match self {
            Kind::Switch => message!("takes-switch"),
            Kind::Float(span) => span.takes(),
            Kind::Integer { from, to } if from == to => message!("text", text = from.to_string()),
            Kind::Integer { from, to } if i64::from(u32::MAX) < *to => {
                message!("takes-whole-from", from = from.to_string())
            }
            Kind::Integer { from, to } => message!(
                "takes-whole-between",
                from = from.to_string(),
                to = to.to_string()
            ),
            Kind::Line => message!("takes-line", n = LONGEST_LINE),
            Kind::Text => message!("takes-text"),
            Kind::Pattern => message!("takes-pattern"),
            Kind::Pair => message!("takes-pair"),
            Kind::List { of, each_once, .. } => {
                let each = if *each_once { "once" } else { "often" };
                message!(
                    "takes-list",
                    item = of.takes(),
                    each = Argument::Key(each.into())
                )
            }
            Kind::Table { example, .. } => message!("takes-table", example = *example),
            Kind::Keyed(key, _) => message!("takes-table", example = format!("{{{key} = \"..\"}}")),
            Kind::Choice(_) | Kind::AnyOf(_) => {
                message!("takes-any", items = Argument::Any(self.alternatives()))
            }
        }
    }

    /// What may stand in its place, one by one.
    fn alternatives(&self) -> Vec<Argument> {
        match self {
            Kind::Choice(names) => names
                .iter()
                .map(|name| Argument::Text(format!("\"{name}\"")))
                .collect(),
            Kind::AnyOf(kinds) => kinds.iter().flat_map(Kind::alternatives).collect(),
            other => vec![other.takes().into()],
        }
    }

    /// Whether a value helps to see what is meant.
    pub(super) fn has_examples(&self) -> bool {
        match self {
            Kind::Float(_) | Kind::Integer { .. } | Kind::Line | Kind::Pair => true,
            Kind::AnyOf(kinds) => kinds.iter().all(Kind::has_examples),
            _ => false,
        }
    }

    /// The name that a value in quotes may be a slip of.
    pub(super) fn nearest(&self, value: &str) -> Option<String> {
        let name = value.trim_matches(['"', '[', ']', '`']).to_lowercase();
        let names = self.names();
        let near = names
            .iter()
            .map(|known| (strsim::levenshtein(&name, known), known));
        let (edits, nearest) = near.min()?;
        (edits <= name.chars().count() / 3).then(|| format!("\"{nearest}\""))
    }

    /// All names that it knows.
    fn names(&self) -> Vec<&'static str> {
        match self {
            Kind::Choice(names) => names.to_vec(),
            Kind::List { of, .. } => of.names(),
            Kind::AnyOf(kinds) => kinds.iter().flat_map(Kind::names).collect(),
            _ => Vec::new(),
        }
    }
}
