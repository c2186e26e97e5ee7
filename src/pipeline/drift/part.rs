//! The parts of one drift report: what is split at random, each by itself, and what the splits are drawn from.

use std::sync::Arc;

use super::classifier::ClassifierTest;
use super::draws::Draws;
use super::held_out::held_out;
use super::labels::{LabelCounts, LabelPermutation};
use super::measurement::Unavailable;
use super::null::Null;
use super::report::DriftReport;
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::terms::NullControl;
use super::tokens::Family;
use super::wording::WordingPermutation;
use crate::pipeline::step::{Piece, Standing, Status};
use crate::pipeline::time::UnixMillis;

/// Draws in a unit of work; a unit takes about as long as a fit of the classifier.
const LABEL_DRAWS: u32 = 200;
const WORDING_DRAWS: u32 = 8;
/// Fits for each split of the classifier, the split as it is included.
const FITS: u32 = 5;
/// Rows of both sides from which on a half of them is enough to learn from, so that the classifier is fitted once.
const MANY_ROWS: usize = 12_000;
/// Rows that all permutations of the labels move together at most; their nulls need no more draws than that gives.
const MOVED_ROWS: usize = 20_000_000;
/// Permutations of the labels that are drawn whatever they move.
const LEAST_LABEL_DRAWS: u32 = 999;

/// What the splits are drawn from.
pub(super) struct Given {
    pub reference: Arc<Side>,
    /// The current rows that are compared.
    pub current: Arc<Side>,
    /// Both sides with each text once, where a text is there twice.
    pub once: Option<(Side, Side)>,
    pub draws: Draws,
}

/// A part of a report, which waits for no other but where texts are counted once.
pub(super) struct Part {
    pub split: Split,
    /// Units of work in all, and those that are done.
    pub units: u32,
    pub units_done: u32,
    pub state: State,
}

pub(super) enum State {
    /// So that a part that waits holds nothing.
    Waiting,
    AtWork(Task),
    /// What it found, or why the rows don't allow it.
    Over(Result<Task, Unavailable>),
}

/// What is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    Labels,
    Wording,
    WordingInsideClasses,
    /// The rows of one of the report's classes.
    WordingOfClass(usize),
    /// One of the report's families.
    Control(usize),
    Classifier,
    ClassifierInsideClasses,
    /// With each text counted once; only where rows say that the text changed.
    WordingOnce,
    ClassifierOnce,
}

pub(super) enum Task {
    /// Done as it was started.
    HeldOut(Option<Null>),
    Labels(Box<LabelPermutation>),
    Wording(Box<WordingPermutation>),
    Control(Box<NullControl>),
    Classifier(Box<ClassifierTest>),
}

impl Split {
    /// Whether it is of each text once, and waits for what all rows say.
    pub fn is_once(self) -> bool {
        matches!(self, Split::WordingOnce | Split::ClassifierOnce)
    }
}

impl Part {
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Over(_))
    }

    /// One unit; to begin is one too.
    pub fn step(&mut self, given: &Given, report: &DriftReport) {
        self.state = match std::mem::replace(&mut self.state, State::Waiting) {
            State::Waiting if self.split.is_once() && !report.text_is_to_count_once() => {
                State::Over(Err(Unavailable::NotDrawn))
            }
            State::Waiting => match given.task(self.split, report) {
                Ok(task) => State::AtWork(task),
                Err(gap) => State::Over(Err(gap)),
            },
            State::AtWork(mut task) => {
                self.units_done += 1;
                match task.step().is_running() {
                    true => State::AtWork(task),
                    false => State::Over(Ok(task)),
                }
            }
            over => over,
        };
    }
}

/// A part with what it is drawn from.
pub(super) struct PartAtWork<'a> {
    pub part: &'a mut Part,
    pub given: &'a Given,
    pub report: &'a DriftReport,
}

impl Piece for PartAtWork<'_> {
    fn step(&mut self, _now: UnixMillis) -> Status {
        self.part.step(self.given, self.report);
        match self.part.is_over() {
            true => Status::Done,
            false => Status::Running,
        }
    }

    fn standing(&self) -> Standing {
        let Part {
            units, units_done, ..
        } = *self.part;
        Standing::Share(match self.part.is_over() {
            true => 1.0,
            false => f64::from(units_done) / f64::from(units.max(1)),
        })
    }
}

impl Task {
    fn step(&mut self) -> Status {
        match self {
            Task::Labels(task) => task.step(LABEL_DRAWS),
            Task::Wording(task) => task.step(WORDING_DRAWS),
            Task::Control(task) => task.step(1),
            Task::Classifier(task) => task.step(1),
            Task::HeldOut(_) => Status::Done,
        }
    }
}

impl Given {
    pub fn draws_of(&self, split: Split) -> u32 {
        match split {
            Split::Labels => {
                let moved = self.reference.n_rows.min(self.current.n_rows).max(1);
                let most = u32::try_from(MOVED_ROWS / moved).unwrap_or(u32::MAX);
                self.draws.labels.min(most.max(LEAST_LABEL_DRAWS))
            }
            Split::Wording | Split::WordingOnce => self.draws.wording,
            Split::WordingInsideClasses | Split::WordingOfClass(_) => self.draws.wording_of_classes,
            Split::Control(_) => self.draws.controls,
            Split::Classifier | Split::ClassifierOnce => self.draws.classifier,
            Split::ClassifierInsideClasses => self.draws.classifier_inside_classes,
        }
    }

    pub fn units(&self, split: Split) -> u32 {
        let draws = self.draws_of(split);
        match split {
            Split::Labels => draws.div_ceil(LABEL_DRAWS),
            Split::Wording
            | Split::WordingOnce
            | Split::WordingInsideClasses
            | Split::WordingOfClass(_) => draws.div_ceil(WORDING_DRAWS),
            Split::Control(_) => draws,
            Split::ClassifierOnce => 1,
            Split::Classifier | Split::ClassifierInsideClasses if self.has_many_rows() => 1,
            Split::Classifier | Split::ClassifierInsideClasses => (draws + 1) * FITS,
        }
    }

    /// A seed of its own for each part, so that no part sees the draws of another.
    fn seed(&self, split: Split) -> u32 {
        let part = match split {
            Split::Labels => 0,
            Split::Wording => 1,
            Split::WordingInsideClasses => 2,
            Split::Classifier => 3,
            Split::ClassifierInsideClasses => 4,
            Split::WordingOnce => 5,
            Split::ClassifierOnce => 6,
            Split::Control(family) => 16 + family as u32,
            Split::WordingOfClass(class) => 256 + class as u32,
        };
        // Neighbouring seeds of the user's must not meet neighbouring parts: 0x9e37_79b9 is odd, so that the product
        // differs for each part, and far from its neighbours.
        self.draws.seed.wrapping_add(part.wrapping_mul(0x9e37_79b9))
    }

    fn has_many_rows(&self) -> bool {
        self.reference.n_rows + self.current.n_rows > MANY_ROWS
    }

    fn task(&self, split: Split, report: &DriftReport) -> Result<Task, Unavailable> {
        let (draws, seed) = (self.draws_of(split), self.seed(split));
        match split {
            Split::Labels => LabelPermutation::new(&label_counts(report), draws, seed)
                .map(|task| Task::Labels(Box::new(task))),
            Split::Wording => {
                WordingPermutation::new(&self.joined(Family::Words), None, draws, seed)
                    .map(|task| Task::Wording(Box::new(task)))
            }
            Split::WordingOnce => {
                let (a, b) = self.once.as_ref().expect("asked for only then");
                let words = JoinedTerms::new(a.family(Family::Words), b.family(Family::Words));
                WordingPermutation::new(&words, None, draws, seed)
                    .map(|task| Task::Wording(Box::new(task)))
            }
            Split::WordingInsideClasses => {
                let [a, b] = self.strata(report);
                WordingPermutation::new(&self.labelled(Family::Words), Some([&a, &b]), draws, seed)
                    .map(|task| Task::Wording(Box::new(task)))
            }
            Split::WordingOfClass(class) => {
                let [a, b] = self.strata(report);
                let words = self.labelled(Family::Words);
                let rows = |of: &[u32]| -> Vec<usize> {
                    (0..of.len())
                        .filter(|&row| of[row] as usize == class)
                        .collect()
                };
                let alone = JoinedTerms {
                    family: words.family,
                    reference: words.reference.select(rows(&a)),
                    current: words.current.select(rows(&b)),
                    vocabulary: words.vocabulary.clone(),
                };
                WordingPermutation::new(&alone, None, draws, seed)
                    .map(|task| Task::Wording(Box::new(task)))
            }
            Split::Control(family) => {
                let joined = self.joined(report.terms[family].family);
                NullControl::new(&joined, &report.options.terms, draws, seed)
                    .map(|task| Task::Control(Box::new(task)))
            }
            Split::ClassifierOnce => {
                let (a, b) = self.once.as_ref().expect("asked for only then");
                held_out([a, b], None, draws, seed).map(Task::HeldOut)
            }
            Split::Classifier if self.has_many_rows() => {
                held_out([&self.reference, &self.current], None, draws, seed).map(Task::HeldOut)
            }
            Split::ClassifierInsideClasses if self.has_many_rows() => {
                let sides = [&self.reference, &self.current].map(|side| {
                    let rows = side.labelled_rows();
                    (rows.len() < side.n_rows).then(|| side.select(&rows))
                });
                let sides = [
                    sides[0].as_ref().unwrap_or(&self.reference),
                    sides[1].as_ref().unwrap_or(&self.current),
                ];
                held_out(sides, Some(self.strata(report)), draws, seed).map(Task::HeldOut)
            }
            Split::Classifier => {
                let joined = Family::LEARNED.map(|family| self.joined(family));
                let families: Vec<&JoinedTerms> = joined.iter().collect();
                ClassifierTest::new(&families, None, draws, seed)
                    .map(|task| Task::Classifier(Box::new(task)))
            }
            Split::ClassifierInsideClasses => {
                let joined = Family::LEARNED.map(|family| self.labelled(family));
                let families: Vec<&JoinedTerms> = joined.iter().collect();
                let [a, b] = self.strata(report);
                ClassifierTest::new(&families, Some([&a, &b]), draws, seed)
                    .map(|task| Task::Classifier(Box::new(task)))
            }
        }
    }

    fn joined(&self, family: Family) -> JoinedTerms {
        JoinedTerms::new(self.reference.family(family), self.current.family(family))
    }

    /// Of the rows with a label alone.
    fn labelled(&self, family: Family) -> JoinedTerms {
        let mut joined = self.joined(family);
        for (side, rows) in [
            (&self.reference, &mut joined.reference),
            (&self.current, &mut joined.current),
        ] {
            let labelled = side.labelled_rows();
            if labelled.len() < side.n_rows {
                *rows = rows.select(labelled.into_iter().map(|row| row as usize));
            }
        }
        joined
    }

    /// The class of each row with a label of both sides, an index into the report's classes.
    fn strata(&self, report: &DriftReport) -> [Vec<u32>; 2] {
        let names = label_counts(report).classes;
        [&self.reference, &self.current].map(|side| {
            let number: Vec<u32> = side
                .classes
                .iter()
                .map(|class| {
                    let place = names.iter().position(|name| name == class);
                    place.expect("the report has the classes of both sides") as u32
                })
                .collect();
            let labels = side.labels.iter().flatten();
            labels
                .flatten()
                .map(|&label| number[label as usize])
                .collect()
        })
    }
}

/// Both are asked for only where the report has labels.
fn label_counts(report: &DriftReport) -> LabelCounts {
    let classes = report.labels.measured().map(|labels| &labels.classes[..]);
    let classes = classes.unwrap_or_default();
    LabelCounts {
        classes: classes.iter().map(|class| class.class.clone()).collect(),
        reference: classes.iter().map(|class| class.reference).collect(),
        current: classes.iter().map(|class| class.current).collect(),
    }
}
