//! All random splits of one drift report as one stepped work.
//!
//! The report is there from the start, with all that needs no splits. Whatever the splits show goes into its place when
//! its part is over, and the verdict is given anew. What is cheap comes first; each part draws from a seed of its own, so
//! that a number is the same whichever parts are asked for and however the work is sliced. The numbers themselves are
//! those of [`LabelPermutation`](super::labels::LabelPermutation),
//! [`WordingPermutation`](super::wording::WordingPermutation), [`NullControl`](super::terms::NullControl) and
//! [`ClassifierTest`](super::classifier::ClassifierTest). Parts wait for none of the others, so that they are pieces.

use std::collections::VecDeque;
use std::sync::Arc;

use super::compared::Compared;
use super::draws::Draws;
use super::measurement::{Measurement, Unavailable};
use super::null::Null;
use super::part::{Given, Part, PartAtWork, Split, State, Task};
use super::report::{DriftOptions, DriftReport};
use super::side::Side;
use crate::pipeline::step::{Piece, Status, at_once};

/// A report at work.
pub struct DriftWork {
    given: Given,
    report: DriftReport,
    /// Those whose result is not in the report yet.
    parts: VecDeque<Part>,
    /// Units of the other parts.
    done: u32,
    total: u32,
    parts_done: u32,
}

impl DriftWork {
    /// Gives the report without random splits, which takes a moment; the splits are then drawn by [`DriftWork::step`].
    pub fn new(
        reference: impl Into<Arc<Side>>,
        current: impl Into<Arc<Side>>,
        options: &DriftOptions,
        draws: &Draws,
    ) -> DriftWork {
        at_once(DriftWork::new_stepwise(
            reference.into(),
            current.into(),
            options,
            draws,
        ))
    }

    /// The same, giving way in between.
    pub async fn new_stepwise(
        reference: Arc<Side>,
        current: Arc<Side>,
        options: &DriftOptions,
        draws: &Draws,
    ) -> DriftWork {
        let compared = Compared::new(&reference, &current, options).await;
        let report = DriftReport::of_compared(&compared, &reference, &current, options);
        let mut report = report.await;
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
        work.given.draws = *draws;
        work.given.once = compared.once;
        let asked = order.filter(|split| work.is_asked(*split));
        let parts = asked.map(|split| Part {
            split,
            units: work.given.units(split),
            units_done: 0,
            state: State::Waiting,
        });
        work.parts = parts.collect();
        work.total = work.parts.iter().map(|part| part.units).sum();
        work
    }

    /// A report of which nothing can be drawn, since of its reference only counts were kept; `reference` has no rows.
    pub fn of_counts(
        reference: impl Into<Arc<Side>>,
        current: impl Into<Arc<Side>>,
        report: DriftReport,
    ) -> DriftWork {
        DriftWork {
            given: Given {
                reference: reference.into(),
                current: current.into(),
                once: None,
                draws: Draws::NONE,
            },
            report,
            parts: VecDeque::new(),
            done: 0,
            total: 0,
            parts_done: 0,
        }
    }

    /// The report, always whole: what was not drawn yet is not there yet.
    pub fn report(&self) -> &DriftReport {
        &self.report
    }

    pub fn reference(&self) -> &Arc<Side> {
        &self.given.reference
    }

    /// The current rows that are compared: without those that were set aside.
    pub fn current(&self) -> &Arc<Side> {
        &self.given.current
    }

    /// Units of work done; never falls, and ends at [`DriftWork::total`].
    pub fn done(&self) -> u32 {
        let of_part = |part: &Part| part.units_done;
        self.done + self.parts.iter().map(of_part).sum::<u32>()
    }

    /// Units of work in all.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Parts that are over; with each of them the report has changed.
    pub fn parts_done(&self) -> u32 {
        self.parts_done
    }

    /// The parts that wait for nothing and are not over, those that take longest first. A caller with threads steps each to
    /// its end on one of them and goes on with [`DriftWork::step`], which without that steps them one after the other.
    pub fn pieces(&mut self) -> Vec<Box<dyn Piece + '_>> {
        let (given, report) = (&self.given, &self.report);
        let is_all_once = self.parts.iter().all(|part| part.split.is_once());
        let left = self.parts.iter_mut().rev();
        left.filter(|part| !part.is_over() && (is_all_once || !part.split.is_once()))
            .map(|part| -> Box<dyn Piece> {
                Box::new(PartAtWork {
                    part,
                    given,
                    report,
                })
            })
            .collect()
    }

    /// Does up to `budget` units, each a fit of the classifier or as much of something cheaper.
    pub fn step(&mut self, budget: u32) -> Status {
        for _ in 0..budget {
            let Some(mut part) = self.parts.pop_front() else {
                break;
            };
            part.step(&self.given, &self.report);
            match part.state {
                State::Over(found) => {
                    self.file(part.split, found);
                    self.done += part.units;
                    self.parts_done += 1;
                    self.report.judge();
                }
                _ => self.parts.push_front(part),
            }
        }
        match self.parts.is_empty() {
            true => Status::Done,
            false => Status::Running,
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
        self.given.draws_of(split) > 0
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
                Split::WordingOnce | Split::ClassifierOnce => {
                    has_words && self.given.once.is_some()
                }
            }
    }

    /// Puts what a part has found into its place. Where the rows don't allow it, only that of a class has a place for the
    /// reason.
    fn file(&mut self, split: Split, found: Result<Task, Unavailable>) {
        match found {
            Err(gap) => {
                if let Split::WordingOfClass(class) = split {
                    self.report.text.divergence_of_classes[class] = Measurement::Missing(gap);
                }
            }
            Ok(Task::Labels(task)) => {
                if let Measurement::Measured(labels) = &mut self.report.labels
                    && let Measurement::Measured(statistics) = &mut labels.statistics
                {
                    statistics.nulls = task.finish();
                }
            }
            Ok(Task::Wording(task)) => {
                let found = task.finish();
                self.file_null(split, found);
            }
            Ok(Task::Classifier(task)) => {
                let found = task.finish();
                self.file_null(split, found);
            }
            Ok(Task::HeldOut(found)) => self.file_null(split, found),
            Ok(Task::Control(task)) => {
                if let Split::Control(family) = split
                    && let Measurement::Measured(tests) = &mut self.report.terms[family].tests
                {
                    tests.control = Some(task.finish());
                }
            }
        }
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
}
