//! Rows that are picked anywhere: one set and the conditions that all of them meet.
//!
//! Whatever shows rows, marks them, exports or changes them asks for a [`Selection`]; [`Finder`] alone finds its rows.

mod export;
mod finder;

use serde::{Deserialize, Serialize};

pub(super) use export::export;
pub(super) use finder::{Finder, Found, numbers, with_found};

use super::items::Item;
use super::protocol::Split;
use crate::pipeline::corpus::{FindingKind, SetName};
use crate::pipeline::drift::Family;

/// Rows of one set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    pub set: SetName,
    /// What holds of each row; all rows where there is none.
    pub conditions: Vec<Condition>,
}

/// What holds of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// It holds this text, whatever the case. `#12` is row 12, counted from 1.
    Text(String),
    /// By the class's name.
    Class(String),
    /// A finding names it; of a finding about both sets, those of the selection's.
    Finding { set: SetName, kind: FindingKind },
    /// How a run answers it, by the names of the classes.
    Cell {
        run: String,
        part: Split,
        truth: String,
        /// None is any other class than the true one.
        predicted: Option<String>,
    },
    /// What became of it since a run before, by the name of its class: found now alone, or then alone.
    Changed {
        run: String,
        before: String,
        part: Split,
        truth: String,
        is_gained: bool,
    },
    /// It has a term of a run's features.
    Term { run: String, term: String },
    /// It has a word as drift knows words.
    Word { family: Family, term: String },
    /// So many characters, both ends included.
    Length { from: u32, to: u32 },
    /// It is one of these.
    Rows(PickedRows),
}

/// Rows by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedRows {
    pub place: PickedAt,
    /// From 0 in the order of the file, ascending: the first and the last of each sequence.
    pub spans: Vec<[u32; 2]>,
}

/// Where rows were picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PickedAt {
    /// A batch of the view Monitor, counted from 1.
    Batch(u32),
    /// A region of the decision map.
    Map,
    /// The rows with suspect labels.
    Suspects,
}

impl PickedRows {
    /// Of rows in any order.
    pub fn new(place: PickedAt, rows: impl IntoIterator<Item = u32>) -> PickedRows {
        let mut rows: Vec<u32> = rows.into_iter().collect();
        rows.sort_unstable();
        let mut spans: Vec<[u32; 2]> = Vec::new();
        for row in rows {
            match spans.last_mut() {
                Some([_, last]) if row <= last.saturating_add(1) => *last = row,
                _ => spans.push([row, row]),
            }
        }
        PickedRows { place, spans }
    }
}

impl Condition {
    /// Whether it means something in either set and whatever the data are.
    pub fn is_of_any_set(&self) -> bool {
        matches!(
            self,
            Condition::Text(_)
                | Condition::Class(_)
                | Condition::Term { .. }
                | Condition::Word { .. }
                | Condition::Length { .. }
        )
    }

    /// Whether it takes the place of another: a row has one class, one length and one answer.
    fn replaces(&self, other: &Condition) -> bool {
        let is_many = matches!(
            self,
            Condition::Finding { .. } | Condition::Term { .. } | Condition::Word { .. }
        );
        !is_many && self.kind() == other.kind()
    }

    /// The run that it is of.
    pub fn run(&self) -> Option<&String> {
        match self {
            Condition::Cell { run, .. }
            | Condition::Changed { run, .. }
            | Condition::Term { run, .. } => Some(run),
            _ => None,
        }
    }

    /// All runs that it names.
    pub fn runs(&self) -> impl Iterator<Item = &String> {
        let before = match self {
            Condition::Changed { before, .. } => Some(before),
            _ => None,
        };
        self.run().into_iter().chain(before)
    }

    /// What it is about, as files are named by it.
    pub fn kind(&self) -> &'static str {
        match self {
            Condition::Text(_) => "search",
            Condition::Class(_) => "class",
            Condition::Finding { .. } => "finding",
            Condition::Cell { .. } => "cell",
            Condition::Changed { .. } => "changed",
            Condition::Term { .. } | Condition::Word { .. } => "word",
            Condition::Length { .. } => "length",
            Condition::Rows(picked) => match picked.place {
                PickedAt::Batch(_) => "batch",
                PickedAt::Map => "map",
                PickedAt::Suspects => "suspects",
            },
        }
    }
}

impl Selection {
    /// All rows of a set.
    pub fn all(set: SetName) -> Selection {
        Selection {
            set,
            conditions: Vec::new(),
        }
    }

    pub fn of(set: SetName, condition: Condition) -> Selection {
        Selection {
            set,
            conditions: vec![condition],
        }
    }

    /// With a condition on rows of `set` more, or without it where it is there. What means nothing in that set goes.
    pub fn toggled(mut self, set: SetName, condition: Condition) -> Selection {
        let is_there = set == self.set && self.conditions.contains(&condition);
        if set != self.set {
            self.set = set;
            self.conditions.retain(Condition::is_of_any_set);
        }
        let goes = |other: &Condition| *other == condition || condition.replaces(other);
        self.conditions.retain(|other| !goes(other));
        if !is_there {
            self.conditions.push(condition);
        }
        self
    }

    /// Whether all of it means something in the other set too.
    pub fn is_of_any_set(&self) -> bool {
        self.conditions.iter().all(Condition::is_of_any_set)
    }

    /// Whether it names a cell of this run's answers on a part.
    pub fn has_cell(&self, run: &str, part: Split) -> bool {
        self.conditions.iter().any(|condition| {
            matches!(condition, Condition::Cell { run: of, part: on, .. } if of == run && *on == part)
        })
    }

    /// The runs that have to be held, and whether the data that are loaded have to be.
    pub(super) fn inputs(&self) -> (Vec<Item>, bool) {
        let runs = self.conditions.iter().flat_map(Condition::runs);
        let runs = runs.map(|run| Item::Run(run.clone())).collect();
        let is_finding = |condition: &Condition| matches!(condition, Condition::Finding { .. });
        (runs, self.conditions.iter().any(is_finding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str) -> Condition {
        Condition::Class(name.into())
    }

    fn cell(predicted: &str) -> Condition {
        Condition::Cell {
            run: "r".into(),
            part: Split::Test,
            truth: "a".into(),
            predicted: Some(predicted.into()),
        }
    }

    fn word(term: &str) -> Condition {
        Condition::Word {
            family: Family::Words,
            term: term.into(),
        }
    }

    #[test]
    fn a_second_press_takes_a_condition_away_and_another_class_takes_its_place() {
        use SetName::{Test, Train};
        let picked = Selection::of(Train, class("a"));
        assert_eq!(picked.clone().toggled(Train, class("a")).conditions, []);
        let picked = picked.toggled(Train, word("x")).toggled(Train, word("y"));
        let picked = picked.toggled(Train, class("b"));
        assert_eq!(picked.conditions, [word("x"), word("y"), class("b")]);
        // What names rows of one set goes with it.
        let picked = picked.toggled(Test, cell("b"));
        assert_eq!(picked.set, Test);
        assert_eq!(
            picked.conditions,
            [word("x"), word("y"), class("b"), cell("b")]
        );
        assert!(picked.has_cell("r", Split::Test) && !picked.has_cell("r", Split::Train));
        let picked = picked.toggled(Train, class("b"));
        assert_eq!(picked.conditions, [word("x"), word("y"), class("b")]);
    }

    #[test]
    fn rows_are_kept_as_spans() {
        let spans = |rows: &[u32]| PickedRows::new(PickedAt::Map, rows.iter().copied()).spans;
        assert_eq!(spans(&[]), [[0; 2]; 0]);
        assert_eq!(spans(&[7, 2, 3, 3, 4, 9]), [[2, 4], [7, 7], [9, 9]]);
        assert_eq!(spans(&[u32::MAX, u32::MAX - 1]), [[u32::MAX - 1, u32::MAX]]);
    }

    #[test]
    fn a_selection_reads_back() {
        let rows = PickedRows::new(PickedAt::Batch(3), [1, 2]);
        let mut picked = Selection::of(SetName::Test, cell("b"));
        picked.conditions.extend([
            Condition::Text("=1+1 \u{202e}".into()),
            Condition::Length { from: 81, to: 120 },
            Condition::Rows(rows),
        ]);
        let text = serde_json::to_string(&picked).unwrap();
        assert_eq!(serde_json::from_str::<Selection>(&text).unwrap(), picked);
    }
}
