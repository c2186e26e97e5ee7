//! All random splits of one drift report as one stepped work.
//!
//! The report is there from the start, with all that needs no splits. Whatever the splits show goes into its place when
//! its part is over, and the verdict is given anew. What is cheap comes first; each part draws from a seed of its own, so
//! that a number is the same whichever parts are asked for and however the work is sliced. The numbers themselves are
//! those of [`LabelPermutation`], [`WordingPermutation`], [`NullControl`] and [`ClassifierTest`].

use std::collections::VecDeque;
use std::sync::Arc;

use super::classifier::ClassifierTest;
use super::compared::Compared;
use super::draws::Draws;
use super::held_out::held_out;
use super::labels::{LabelCounts, LabelPermutation};
use super::measurement::{Measurement, Unavailable};
use super::null::Null;
use super::report::{DriftOptions, DriftReport};
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::terms::NullControl;
use super::tokens::Family;
use super::wording::WordingPermutation;
use crate::pipeline::step::Status;

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

/// A report at work.
pub struct DriftWork {
    reference: Arc<Side>,
    /// The current rows that are compared.
    current: Arc<Side>,
    /// Both sides with each text once, where a text is there twice.
    once: Option<(Side, Side)>,
    draws: Draws,
    report: DriftReport,
    /// The words of both sides, while parts that need them are left.
    words: Option<JoinedTerms>,
    waiting: VecDeque<Split>,
    at_work: Option<(Split, Task)>,
    /// Units of the parts that are over, and of the part at work.
    done: u32,
    done_of_part: u32,
    total: u32,
    parts_done: u32,
}

/// What is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
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

enum Task {
    /// Done as it was started.
    HeldOut(Option<Null>),
    Labels(Box<LabelPermutation>),
    Wording(Box<WordingPermutation>),
    Control(Box<NullControl>),
    Classifier(Box<ClassifierTest>),
}

impl DriftWork {
    /// Gives the report without random splits, which takes a moment; the splits are then drawn by [`DriftWork::step`].
    pub fn new(
        reference: impl Into<Arc<Side>>,
        current: impl Into<Arc<Side>>,
        options: &DriftOptions,
        draws: &Draws,
    ) -> DriftWork {
        let (reference, current) = (reference.into(), current.into());
        let compared = Compared::new(&reference, &current, options);
        let mut report = DriftReport::of_compared(&compared, &reference, &current, options);
        let current = compared.current.map_or(current, Arc::new);
        let classes = report.labels.measured().map_or(0, |labels| {
            if draws.wording_of_classes > 0 {
                labels.classes.len()
            } else {
                0
            }
        });
        report.text.divergence_of_classes =
            vec![Measurement::Missing(Unavailable::NotDrawn); classes];
        let order = [Split::Labels, Split::Wording, Split::WordingInsideClasses]
            .into_iter()
            .chain((0..classes).map(Split::WordingOfClass))
            .chain((0..report.terms.len()).map(Split::Control))
            .chain([Split::Classifier, Split::ClassifierInsideClasses])
            .chain([Split::WordingOnce, Split::ClassifierOnce]);
        let mut work = DriftWork::of_counts(reference, current, report);
        work.draws = *draws;
        work.once = compared.once;
        work.waiting = order.filter(|split| work.is_asked(*split)).collect();
        work.total = work.waiting.iter().map(|split| work.units(*split)).sum();
        work
    }

    /// A report of which nothing can be drawn, since of its reference only counts were kept; `reference` has no rows.
    pub fn of_counts(
        reference: impl Into<Arc<Side>>,
        current: impl Into<Arc<Side>>,
        report: DriftReport,
    ) -> DriftWork {
        DriftWork {
            reference: reference.into(),
            current: current.into(),
            once: None,
            draws: Draws::NONE,
            report,
            words: None,
            waiting: VecDeque::new(),
            at_work: None,
            done: 0,
            done_of_part: 0,
            total: 0,
            parts_done: 0,
        }
    }

    /// The report, always whole: what was not drawn yet is not there yet.
    pub fn report(&self) -> &DriftReport {
        &self.report
    }

    pub fn reference(&self) -> &Arc<Side> {
        &self.reference
    }

    /// The current rows that are compared: without those that were set aside.
    pub fn current(&self) -> &Arc<Side> {
        &self.current
    }

    /// Units of work done; never falls, and ends at [`DriftWork::total`].
    pub fn done(&self) -> u32 {
        self.done + self.done_of_part
    }

    /// Units of work in all.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Parts that are over; with each of them the report has changed.
    pub fn parts_done(&self) -> u32 {
        self.parts_done
    }

    /// Does up to `budget` units, each a fit of the classifier or as much of something cheaper.
    pub fn step(&mut self, budget: u32) -> Status {
        for _ in 0..budget {
            match self.at_work.take() {
                Some(at_work) => self.unit(at_work),
                None => match self.waiting.pop_front() {
                    Some(split) => self.start(split),
                    None => break,
                },
            }
        }
        if self.at_work.is_none() && self.waiting.is_empty() {
            self.words = None;
            Status::Done
        } else {
            Status::Running
        }
    }

    /// The report with what was drawn so far.
    pub fn finish(self) -> DriftReport {
        self.report
    }

    /// Whether draws are asked for, and the report has a number to hold against them.
    fn is_asked(&self, split: Split) -> bool {
        let has_words = self.report.text.divergence_bits.measured().is_some();
        let labels = self.report.labels.measured();
        self.draws_of(split) > 0
            && match split {
                Split::Labels => {
                    labels.is_some_and(|labels| labels.statistics.measured().is_some())
                }
                Split::Wording => has_words,
                Split::WordingInsideClasses | Split::WordingOfClass(_) => {
                    has_words && labels.is_some()
                }
                Split::Control(family) => self.report.terms[family].tests.measured().is_some(),
                Split::Classifier => true,
                Split::ClassifierInsideClasses => labels.is_some(),
                Split::WordingOnce | Split::ClassifierOnce => has_words && self.once.is_some(),
            }
    }

    fn draws_of(&self, split: Split) -> u32 {
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

    fn units(&self, split: Split) -> u32 {
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

    fn start(&mut self, split: Split) {
        let is_once = matches!(split, Split::WordingOnce | Split::ClassifierOnce);
        if is_once && !self.report.text_is_to_count_once() {
            self.part_is_over(split);
            return;
        }
        let started = self.task(split);
        self.done_of_part = 0;
        match started {
            Ok(task) => self.at_work = Some((split, task)),
            Err(gap) => self.file_gap(split, gap),
        }
    }

    fn task(&mut self, split: Split) -> Result<Task, Unavailable> {
        let (draws, seed) = (self.draws_of(split), self.seed(split));
        match split {
            Split::Labels => LabelPermutation::new(&self.label_counts(), draws, seed)
                .map(|task| Task::Labels(Box::new(task))),
            Split::Wording => WordingPermutation::new(self.words(), None, draws, seed)
                .map(|task| Task::Wording(Box::new(task))),
            Split::WordingOnce => {
                let (a, b) = self.once.as_ref().expect("asked for only then");
                let words = JoinedTerms::new(a.family(Family::Words), b.family(Family::Words));
                WordingPermutation::new(&words, None, draws, seed)
                    .map(|task| Task::Wording(Box::new(task)))
            }
            Split::WordingInsideClasses => {
                let [a, b] = self.strata();
                WordingPermutation::new(&self.labelled(Family::Words), Some([&a, &b]), draws, seed)
                    .map(|task| Task::Wording(Box::new(task)))
            }
            Split::WordingOfClass(class) => {
                let [a, b] = self.strata();
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
                let joined = self.joined(self.report.terms[family].family);
                NullControl::new(&joined, &self.report.options.terms, draws, seed)
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
                held_out(sides, Some(self.strata()), draws, seed).map(Task::HeldOut)
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
                let [a, b] = self.strata();
                ClassifierTest::new(&families, Some([&a, &b]), draws, seed)
                    .map(|task| Task::Classifier(Box::new(task)))
            }
        }
    }

    /// One unit of the part at work.
    fn unit(&mut self, (split, mut task): (Split, Task)) {
        let status = match &mut task {
            Task::Labels(task) => task.step(LABEL_DRAWS),
            Task::Wording(task) => task.step(WORDING_DRAWS),
            Task::Control(task) => task.step(1),
            Task::Classifier(task) => task.step(1),
            Task::HeldOut(_) => Status::Done,
        };
        self.done_of_part += 1;
        if status.is_running() {
            self.at_work = Some((split, task));
        } else {
            self.file(split, task);
        }
    }

    /// Puts what a part has found into its place.
    fn file(&mut self, split: Split, task: Task) {
        match task {
            Task::Labels(task) => {
                if let Measurement::Measured(labels) = &mut self.report.labels
                    && let Measurement::Measured(statistics) = &mut labels.statistics
                {
                    statistics.nulls = task.finish();
                }
            }
            Task::Wording(task) => {
                let found = task.finish();
                self.file_null(split, found);
            }
            Task::Classifier(task) => {
                let found = task.finish();
                self.file_null(split, found);
            }
            Task::HeldOut(found) => self.file_null(split, found),
            Task::Control(task) => {
                if let Split::Control(family) = split
                    && let Measurement::Measured(tests) = &mut self.report.terms[family].tests
                {
                    tests.control = Some(task.finish());
                }
            }
        }
        self.part_is_over(split);
    }

    fn file_null(&mut self, split: Split, found: Option<Null>) {
        let text = &mut self.report.text;
        match split {
            Split::Wording => text.divergence = found,
            Split::WordingInsideClasses => text.divergence_inside_classes = found,
            Split::WordingOfClass(class) => {
                text.divergence_of_classes[class] = found.ok_or(Unavailable::NotDrawn).into();
            }
            Split::Classifier => text.classifier = found,
            Split::ClassifierInsideClasses => text.classifier_inside_classes = found,
            Split::WordingOnce => {
                if let Some(once) = &mut self.report.each_text_once {
                    once.divergence = found;
                }
            }
            Split::ClassifierOnce => {
                if let Some(once) = &mut self.report.each_text_once {
                    once.classifier = found;
                }
            }
            Split::Labels | Split::Control(_) => {}
        }
    }

    /// A part that the rows don't allow: only that of a class has a place for the reason.
    fn file_gap(&mut self, split: Split, gap: Unavailable) {
        if let Split::WordingOfClass(class) = split {
            self.report.text.divergence_of_classes[class] = Measurement::Missing(gap);
        }
        self.part_is_over(split);
    }

    fn part_is_over(&mut self, split: Split) {
        self.done += self.units(split);
        self.done_of_part = 0;
        self.parts_done += 1;
        self.report.judge();
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

    fn words(&mut self) -> &JoinedTerms {
        if self.words.is_none() {
            self.words = Some(self.joined(Family::Words));
        }
        self.words.as_ref().expect("they were joined just now")
    }

    /// Both are asked for only where the report has labels.
    fn label_counts(&self) -> LabelCounts {
        let classes = self
            .report
            .labels
            .measured()
            .map(|labels| &labels.classes[..]);
        let classes = classes.unwrap_or_default();
        LabelCounts {
            classes: classes.iter().map(|class| class.class.clone()).collect(),
            reference: classes.iter().map(|class| class.reference).collect(),
            current: classes.iter().map(|class| class.current).collect(),
        }
    }

    /// The class of each row with a label of both sides, an index into the report's classes.
    fn strata(&self) -> [Vec<u32>; 2] {
        let names = self.label_counts().classes;
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
