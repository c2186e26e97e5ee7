//! What Dryf says, as data: the id of a sentence and its typed arguments. The words stand in `www/locales`, one file in
//! Fluent for each subject and language.
//!
//! It may use nothing of ours; the pipeline, documents and shells say what they say as messages. A sentence never stands in
//! the code: a test reads the sources and the locales, and refuses an id that a locale lacks, that has other arguments in one
//! than in the other, or that nothing says.

mod bundle;
pub mod numbers;

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language that Dryf speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "pl")]
    Polish,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Polish];

    /// Has its words at hand before the first message is shown in it, which takes some milliseconds.
    pub fn prepare(self) {
        bundle::parse(self);
    }

    /// As in a page's `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Polish => "pl",
        }
    }

    /// By its tag, with or without a region: `pl`, `pl-PL`.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Language::ALL.into_iter().find(|one| one.tag() == primary)
    }
}

/// A sentence, or a part of one, in no language yet. It is read from a plain text, too, which is that text in any language:
/// archives of before have no other.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Message {
    pub id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(Cow<'static, str>, Argument)>,
}

/// A message as it may be written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Written {
    Text(String),
    Message {
        id: Cow<'static, str>,
        #[serde(default)]
        arguments: Vec<(Cow<'static, str>, Argument)>,
    },
}

impl From<Written> for Message {
    fn from(written: Written) -> Message {
        match written {
            Written::Text(text) => Message::text(text),
            Written::Message { id, arguments } => Message { id, arguments },
        }
    }
}

/// What fills a gap of a sentence, or a cell of a table. How it is written follows from what it is and the language.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// A name or a text of somebody's, as it stands.
    Text(String),
    /// Where something is shown on the web, by http or https.
    Address(String),
    /// Chooses among the variants of a sentence and is never shown.
    Key(Cow<'static, str>),
    /// Chooses the plural, and is shown with its thousands grouped.
    Count(u64),
    /// In `0.0..=1.0`, or an MCC: three decimals.
    Score(f64),
    /// A difference of scores, with its sign.
    Change(f64),
    /// A value of the decision function or a weight: its sign and two decimals.
    Decision(f64),
    /// A share in `0.0..=1.0`, as percent.
    Share(f64),
    /// In percent already, with two decimals, as PolEval's script prints it.
    Percent(f64),
    /// A difference of shares, in percentage points with its sign.
    Points(f64),
    PValue(f64),
    /// Of any size, with four digits at most.
    Number(f64),
    /// How many times as much.
    Times(f64),
    /// Powers of 1,000.
    Bytes(u64),
    /// A length of time, in seconds.
    Seconds(f64),
    /// A short one, in seconds.
    Millis(f64),
    /// A number with its interval, which is left out where it has no width.
    Interval {
        unit: Unit,
        value: f64,
        low: f64,
        high: f64,
    },
    Message(Box<Message>),
    /// A message that begins with a capital.
    Sentence(Box<Message>),
    /// `a, b and c`.
    All(Vec<Argument>),
    /// `a, b or c`.
    Any(Vec<Argument>),
    /// Clauses of one sentence: `a; b`.
    Clauses(Vec<Argument>),
}

/// How the numbers of an interval are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Score,
    Change,
    Share,
    PValue,
    Times,
    Millis,
    Points,
    Percent,
}

/// A [`Message`] by its id and its arguments by name: `message!("count-rows", rows = n_rows)`.
#[macro_export]
macro_rules! message {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::message::Message::new($id)$(.with(stringify!($name), $value))*
    };
}

impl Message {
    pub fn new(id: &'static str) -> Message {
        Message {
            id: Cow::Borrowed(id),
            arguments: Vec::new(),
        }
    }

    /// Without arguments, its id made of the name of what it is about.
    pub fn of_id(id: String) -> Message {
        Message {
            id: Cow::Owned(id),
            arguments: Vec::new(),
        }
    }

    /// A sentence that is words already, in whatever language.
    pub fn text(text: impl Into<String>) -> Message {
        Message::new("text").with("text", text.into())
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Message {
        self.arguments.push((Cow::Borrowed(name), value.into()));
        self
    }

    pub fn shown(&self, language: Language) -> String {
        bundle::shown(self, language)
    }

    /// The same of what can be wrong with a model: a program that says nothing else has no other words in it. An id that is not
    /// among them is shown as it is.
    pub fn shown_of_model(&self, language: Language) -> String {
        bundle::shown_of_model(self, language)
    }

    /// Beginning with a capital.
    pub fn as_sentence(&self, language: Language) -> String {
        capital(&self.shown(language))
    }
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(Language::English))
    }
}

impl Argument {
    pub fn shown(&self, language: Language) -> String {
        self.shown_by(language, &|message| message.shown(language))
    }

    /// The same where `say` knows the words of messages.
    fn shown_by(&self, language: Language, say: &dyn Fn(&Message) -> String) -> String {
        let number = |english: String| numbers::localised(&english, language);
        match self {
            Argument::Text(text) | Argument::Address(text) => text.clone(),
            Argument::Key(key) => key.clone().into_owned(),
            Argument::Count(n) => number(numbers::count(*n)),
            Argument::Score(value) => number(numbers::score(*value)),
            Argument::Change(value) => number(numbers::change(*value)),
            Argument::Decision(value) => number(numbers::signed(*value)),
            Argument::Share(value) => number(numbers::share(*value)),
            Argument::Percent(value) => number(format!("{value:.2}")),
            Argument::Points(value) => number(numbers::points(*value)),
            Argument::PValue(value) => number(numbers::p_value(*value)),
            Argument::Number(value) => number(numbers::any(*value)),
            Argument::Times(value) => number(format!("×{}", numbers::any(*value))),
            Argument::Bytes(n) => number(numbers::bytes(*n)),
            Argument::Seconds(value) => number(numbers::seconds(*value)),
            Argument::Millis(value) => number(numbers::millis(*value)),
            Argument::Interval {
                unit,
                value,
                low,
                high,
            } => interval(*unit, [*value, *low, *high], language).join(" "),
            Argument::Message(message) => say(message),
            Argument::Sentence(message) => capital(&say(message)),
            Argument::All(items) => listed(items, "list-and", language, say),
            Argument::Any(items) => listed(items, "list-or", language, say),
            Argument::Clauses(items) => {
                let items = items.iter().map(|item| item.shown_by(language, say));
                items.collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// What holds together on a line where room is short: a number and its interval, or the whole.
    pub fn pieces(&self, language: Language) -> Vec<String> {
        match self {
            Argument::Interval {
                unit,
                value,
                low,
                high,
            } => interval(*unit, [*value, *low, *high], language),
            _ => vec![self.shown(language)],
        }
    }

    /// What a table sorts by where the column is one of numbers; none for texts.
    pub fn number(&self) -> Option<f64> {
        match self {
            Argument::Count(n) | Argument::Bytes(n) => Some(*n as f64),
            Argument::Score(value)
            | Argument::Change(value)
            | Argument::Decision(value)
            | Argument::Share(value)
            | Argument::Percent(value)
            | Argument::PValue(value)
            | Argument::Number(value)
            | Argument::Times(value)
            | Argument::Seconds(value)
            | Argument::Millis(value) => Some(*value),
            Argument::Points(value) => Some(value * 100.0),
            Argument::Interval { unit, value, .. } => unit.of(*value).number(),
            _ => None,
        }
    }
}

impl Argument {
    /// Chooses a variant.
    pub fn key(key: &'static str) -> Argument {
        Argument::Key(Cow::Borrowed(key))
    }

    /// Names as they stand, cut after eight: `a, b and 280 more`.
    pub fn cut<S: AsRef<str>>(names: &[S]) -> Argument {
        const MOST: usize = 8;
        let shown: Vec<&str> = names.iter().take(MOST).map(AsRef::as_ref).collect();
        match names.len() - shown.len() {
            0 => shown.join(", ").into(),
            more => Message::new("list-more")
                .with("items", shown.join(", "))
                .with("more", more)
                .into(),
        }
    }

    /// Names in back-ticks, cut after eight: `` `a`, `b` and `c` ``; of none, the word for that.
    pub fn names<S: AsRef<str>>(names: &[S]) -> Argument {
        const MOST: usize = 8;
        let quoted: Vec<String> = names
            .iter()
            .take(MOST)
            .map(|name| format!("`{}`", name.as_ref()))
            .collect();
        match names.len() - quoted.len() {
            _ if names.is_empty() => Message::new("list-nothing").into(),
            0 => Argument::All(quoted.into_iter().map(Argument::Text).collect()),
            more => Message::new("list-more")
                .with("items", quoted.join(", "))
                .with("more", more)
                .into(),
        }
    }
}

impl Unit {
    /// A number of this unit.
    pub fn of(self, value: f64) -> Argument {
        match self {
            Unit::Score => Argument::Score(value),
            Unit::Change => Argument::Change(value),
            Unit::Share => Argument::Share(value),
            Unit::PValue => Argument::PValue(value),
            Unit::Times => Argument::Times(value),
            Unit::Millis => Argument::Millis(value),
            Unit::Points => Argument::Points(value),
            Unit::Percent => Argument::Percent(value),
        }
    }
}

/// A number and, where it has a width, its interval.
fn interval(unit: Unit, [value, low, high]: [f64; 3], language: Language) -> Vec<String> {
    // Numbers alone, which need no words.
    let shown = |number| unit.of(number).shown_by(language, &|_| String::new());
    match low < high {
        true => vec![shown(value), format!("[{} – {}]", shown(low), shown(high))],
        false => vec![shown(value)],
    }
}

/// Items with commas, and the language's word before the last.
fn listed(
    items: &[Argument],
    joined_by: &'static str,
    language: Language,
    say: &dyn Fn(&Message) -> String,
) -> String {
    let items = items.iter().map(|item| item.shown_by(language, say));
    let mut items: Vec<String> = items.collect();
    match (items.pop(), items.is_empty()) {
        (None, _) => String::new(),
        (Some(only), true) => only,
        (Some(last), false) => say(&Message::new(joined_by)
            .with("items", items.join(", "))
            .with("last", last)),
    }
}

/// The text beginning with a capital.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument::Text(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Argument {
        Argument::Text(text.to_string())
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Argument {
        Argument::Text(text.clone())
    }
}

impl From<u64> for Argument {
    fn from(n: u64) -> Argument {
        Argument::Count(n)
    }
}

impl From<u32> for Argument {
    fn from(n: u32) -> Argument {
        Argument::Count(n.into())
    }
}

impl From<usize> for Argument {
    fn from(n: usize) -> Argument {
        Argument::Count(n as u64)
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Argument {
        Argument::Message(Box::new(message))
    }
}

impl From<&Message> for Argument {
    fn from(message: &Message) -> Argument {
        message.clone().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lists_and_intervals_follow_the_language() {
        let interval = Argument::Interval {
            unit: Unit::Change,
            value: 0.012,
            low: -0.003,
            high: 0.027,
        };
        let three = Argument::All(vec!["a".into(), "b".into(), "c".into()]);
        let cases = [
            (Argument::Count(10_041), "10,041", "10\u{a0}041"),
            (Argument::Score(0.9634), "0.963", "0,963"),
            (Argument::Share(0.125), "12.5 %", "12,5 %"),
            (Argument::Seconds(1.2), "1.20 s", "1,20 s"),
            (Argument::Decision(-1.239), "−1.24", "−1,24"),
            (Argument::PValue(8.6e-9), "8.6e-9", "8,6e-9"),
            (Argument::Text("1,200.5".into()), "1,200.5", "1,200.5"),
            (
                interval,
                "+0.012 [−0.003 – +0.027]",
                "+0,012 [−0,003 – +0,027]",
            ),
            (three, "a, b and c", "a, b i c"),
            (
                Argument::Any(vec!["a".into(), "b".into()]),
                "a or b",
                "a lub b",
            ),
            (Argument::All(vec!["a".into()]), "a", "a"),
            (Argument::names(&["a", "b"]), "`a` and `b`", "`a` i `b`"),
        ];
        for (argument, english, polish) in cases {
            assert_eq!(argument.shown(Language::English), english);
            assert_eq!(argument.shown(Language::Polish), polish);
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        let rows = |n: u64| message!("count-rows", rows = n);
        for (n, english, polish) in [
            (1, "1 row", "1 wiersz"),
            (2, "2 rows", "2 wiersze"),
            (5, "5 rows", "5 wierszy"),
            (1_022, "1,022 rows", "1\u{a0}022 wiersze"),
        ] {
            assert_eq!(rows(n).shown(Language::English), english);
            assert_eq!(rows(n).shown(Language::Polish), polish);
        }
    }

    #[test]
    fn a_message_survives_the_wire_and_hostile_text_is_no_syntax() {
        let hostile = "{ $rows } <b>\u{2068}";
        let message = message!("list-and", items = hostile, last = "x");
        let back: Message =
            serde_json::from_str(&serde_json::to_string(&message).unwrap()).unwrap();
        assert_eq!(back, message);
        assert_eq!(back.to_string(), format!("{hostile} and x"));
        // Archives of before have the words alone.
        let text: Message = serde_json::from_str("\"7 texts\"").unwrap();
        assert_eq!(text.shown(Language::Polish), "7 texts");
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!(Language::of_tag("pl-PL"), Some(Language::Polish));
        assert_eq!(Language::of_tag("en_GB"), Some(Language::English));
        assert_eq!(Language::of_tag("de"), None);
    }
}
