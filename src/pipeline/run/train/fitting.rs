//! The fit of TF-IDF and classifier, stepped, and what came of it.

use std::ops::Range;
use std::sync::Arc;

use crate::message;
use crate::pipeline::chunks::{ROWS_A_STEP, fraction};
use crate::pipeline::error::Error;
use crate::pipeline::features::{Tfidf, TfidfParams, Union, UnionFit, Vectorizer};
use crate::pipeline::run::record::{FitReport, HistoryPoint};
use crate::pipeline::run::scoring::{ScoredRows, score};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::{Piece, Standing, Status};
use crate::pipeline::svm::{
    Convergence, DualStart, MachineFit, Predictor, Svc, SvcFit, SvcValidParams,
};
use crate::pipeline::time::UnixMillis;

/// Iterations that one step of the solver makes.
const ITERATIONS_A_STEP: usize = 32;
/// Points of a history before it is thinned out.
const MAX_HISTORY: usize = 256;

/// Fits TF-IDF, then the classifier, whose machines wait for none of the others.
pub struct Fitting {
    svc_params: SvcValidParams,
    /// For the classifier.
    start: Option<DualStart>,
    labels: Arc<[u32]>,
    n_classes: usize,
    seed: u32,
    phase: Phase,
    /// One for each machine.
    histories: Vec<History>,
    /// Whether how the solver went is kept, which costs it a sixth of its time.
    keeps_history: bool,
    fit_began: Option<UnixMillis>,
}

enum Phase {
    Tfidf(Box<UnionFit>),
    Svc {
        features: Box<Union<Tfidf>>,
        rows: Arc<CsrMatrix>,
        fit: Box<SvcFit>,
    },
    /// Between two phases; seen from outside only after an error.
    Failed,
}

/// What came of a [`Fitting`].
pub struct Fitted {
    features: Union<Tfidf>,
    vectorizer: Union<Vectorizer>,
    rows: Arc<CsrMatrix>,
    svc: Svc,
    predictor: Predictor,
    convergence: Convergence,
    history: Vec<HistoryPoint>,
    seconds: f64,
}

impl Fitting {
    pub fn new(
        features: &Union<TfidfParams>,
        svc: &SvcValidParams,
        texts: Arc<[String]>,
        labels: Arc<[u32]>,
        n_classes: usize,
        seed: u32,
    ) -> Result<Fitting, Error> {
        Ok(Fitting {
            svc_params: svc.clone(),
            start: None,
            labels,
            n_classes,
            seed,
            phase: Phase::Tfidf(Box::new(UnionFit::new(features, texts)?)),
            histories: Vec::new(),
            keeps_history: true,
            fit_began: None,
        })
    }

    /// The same, where the classifier starts from the dual variables of another, row by row of these texts.
    pub fn starting_from(mut self, start: Option<DualStart>) -> Fitting {
        self.start = start;
        self
    }

    /// The same, where nobody asks how the solver went.
    pub fn without_history(mut self) -> Fitting {
        self.keeps_history = false;
        self
    }

    /// Whether TF-IDF is still being fitted.
    pub fn is_vectorizing(&self) -> bool {
        matches!(self.phase, Phase::Tfidf(_))
    }

    /// The classifier's machines that are not done; there are none before TF-IDF is fitted.
    pub fn pieces(&mut self, now: UnixMillis) -> Vec<Box<dyn Piece + '_>> {
        let Phase::Svc { fit, .. } = &mut self.phase else {
            return Vec::new();
        };
        if !fit.status().is_running() {
            return Vec::new();
        }
        self.fit_began.get_or_insert(now);
        let keeps_history = self.keeps_history;
        let machines = (0..).zip(fit.machines()).zip(&mut self.histories);
        machines
            .filter(|((_, fit), _)| fit.is_running())
            .map(|((number, fit), history)| -> Box<dyn Piece> {
                Box::new(MachineAtWork {
                    number,
                    fit,
                    history: keeps_history.then_some(history),
                })
            })
            .collect()
    }

    /// One unit of what is left to do.
    pub fn step(&mut self, now: UnixMillis) -> Result<Status, Error> {
        if let Some(machine) = self.pieces(now).first_mut() {
            machine.step(now);
            return Ok(Status::Running);
        }
        match std::mem::replace(&mut self.phase, Phase::Failed) {
            Phase::Tfidf(mut fit) => {
                if fit.step(ROWS_A_STEP).is_running() {
                    self.phase = Phase::Tfidf(fit);
                } else {
                    let (features, rows) = fit.finish()?;
                    let rows = Arc::new(rows);
                    let mut fit = SvcFit::starting_from(
                        &self.svc_params,
                        Arc::clone(&rows),
                        Arc::clone(&self.labels),
                        self.n_classes,
                        self.seed,
                        self.start.take(),
                    )?;
                    self.histories
                        .resize_with(fit.machines().len(), History::default);
                    self.phase = Phase::Svc {
                        features: Box::new(features),
                        rows,
                        fit: Box::new(fit),
                    };
                }
                Ok(Status::Running)
            }
            done => {
                self.phase = done;
                Ok(Status::Done)
            }
        }
    }

    /// Share that is done, where it can be known: a solver's end can't.
    pub fn fraction(&self) -> Option<f64> {
        match &self.phase {
            Phase::Tfidf(fit) => {
                let (done, total) = fit.done();
                Some(fraction(done as usize, total as usize))
            }
            Phase::Svc { .. } | Phase::Failed => None,
        }
    }

    /// Where the solver stands, at the last machine that has begun; costs a pass over the rows for the objective.
    pub fn last_point(&self) -> Option<HistoryPoint> {
        let kept = counted_on(&self.histories).last()?;
        let Phase::Svc { fit, .. } = &self.phase else {
            return Some(kept);
        };
        // Most steps leave no point in the history.
        let machine = kept.machine as usize;
        let own = self.histories[machine].points.last()?;
        let now = fit.machine(machine).progress();
        let point = HistoryPoint {
            iterations: kept.iterations - own.iterations + now.iterations,
            objective: now.objective,
            violation: now.violation,
            ..kept
        };
        Some(if point.is_finite() { point } else { kept })
    }

    /// What came of it, once nothing is left to do.
    ///
    /// # Errors
    /// Those of [`SvcFit::finish`]; [`Code::Bug`] before the end.
    pub fn finish(self, now: UnixMillis) -> Result<Fitted, Error> {
        let Phase::Svc {
            features,
            rows,
            fit,
        } = self.phase
        else {
            return Err(Error::bug(message!("error-bug-unfinished")));
        };
        let (svc, convergence) = fit.finish()?;
        let mut history = History::default();
        counted_on(&self.histories).for_each(|point| history.push(point));
        Ok(Fitted {
            vectorizer: features.prepare(),
            predictor: svc.predictor(),
            features: *features,
            rows,
            svc,
            convergence,
            history: history.points,
            seconds: self.fit_began.map_or(0.0, |began| now.seconds_since(began)),
        })
    }
}

impl Fitted {
    pub fn report(&self, classes: &[String]) -> FitReport {
        FitReport {
            n_rows: self.rows.n_rows as u64,
            n_features: self.rows.n_cols as u64,
            n_stored: self.rows.n_stored() as u64,
            gamma: self.svc.gamma,
            n_support_vectors: self
                .svc
                .n_support_vectors()
                .map(|counts| classes.iter().cloned().zip(counts).collect()),
            iterations: self.convergence.iterations(),
            converged: self.convergence.converged(),
            stop: Some(self.convergence.stop()),
            violation: Some(self.convergence.violation()).filter(|violation| violation.is_finite()),
            seconds: self.seconds,
            history: self.history.clone(),
        }
    }

    /// How the classifier's machines stopped.
    pub fn convergence(&self) -> &Convergence {
        &self.convergence
    }

    /// How many rows it was fitted on.
    pub fn n_rows(&self) -> usize {
        self.rows.n_rows
    }

    /// The labels that it gives some of the rows that it was fitted on.
    pub fn relabel(&self, rows: Range<usize>) -> Vec<u32> {
        self.predictor.predict_rows(&self.rows, rows)
    }

    /// The labels that it gives cleaned texts.
    pub fn predict(&self, cleaned: &[String]) -> Vec<u32> {
        self.predictor.predict(&self.vectorizer.transform(cleaned))
    }

    /// What it says of cleaned texts, with the class indices that it can give.
    pub fn score(&self, cleaned: &[String]) -> (&[u32], ScoredRows) {
        let rows = self.vectorizer.transform(cleaned);
        (self.predictor.classes(), score(&self.predictor, &rows))
    }

    pub fn into_parts(self) -> (Union<Tfidf>, Svc) {
        (self.features, self.svc)
    }
}

/// A machine of the classifier with its history.
struct MachineAtWork<'a> {
    number: u32,
    fit: &'a mut MachineFit,
    /// Where it is kept.
    history: Option<&'a mut History>,
}

impl Piece for MachineAtWork<'_> {
    fn step(&mut self, now: UnixMillis) -> Status {
        let status = self.fit.step(ITERATIONS_A_STEP);
        let Some(history) = &mut self.history else {
            return status;
        };
        if status.is_running() && self.fit.is_iterating() && !history.is_due() {
            history.pass();
            return status;
        }
        let progress = self.fit.progress();
        history.push(HistoryPoint {
            iterations: progress.iterations,
            machine: self.number,
            objective: progress.objective,
            violation: progress.violation,
            at: now,
        });
        status
    }

    fn standing(&self) -> Standing {
        let progress = self.fit.progress();
        Standing::Solver {
            iterations: progress.iterations,
            violation: progress.violation,
        }
    }
}

/// The points of all machines, whose iterations are counted on from one machine to the next.
fn counted_on(histories: &[History]) -> impl Iterator<Item = HistoryPoint> {
    let mut before = 0;
    histories.iter().flat_map(move |history| {
        let own = before;
        before += history.points.last().map_or(0, |last| last.iterations);
        history.points.iter().map(move |point| HistoryPoint {
            iterations: own + point.iterations,
            ..*point
        })
    })
}

/// How a solver went, in at most [`MAX_HISTORY`] points at equal distances in steps.
#[derive(Default)]
struct History {
    points: Vec<HistoryPoint>,
    /// Steps between two points, a power of two.
    every: u64,
    steps: u64,
    /// Whether the last point is one of these, and not there for being the last.
    last_stays: bool,
}

impl History {
    /// The last point is always kept, so that the end is there. A machine that still prepares has no violation yet: that
    /// is no point, and neither JSON nor MLflow could hold it.
    fn push(&mut self, point: HistoryPoint) {
        if !point.is_finite() {
            return;
        }
        self.every = self.every.max(1);
        if !self.last_stays {
            self.points.pop();
        }
        self.last_stays = self.is_due();
        self.points.push(point);
        self.steps += 1;
        if self.points.len() > MAX_HISTORY {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.every *= 2;
            self.last_stays = (self.steps - 1).is_multiple_of(self.every);
        }
    }

    /// Whether the next step's point stays.
    fn is_due(&self) -> bool {
        self.steps.is_multiple_of(self.every.max(1))
    }

    /// Counts a step whose point would not stay.
    fn pass(&mut self) {
        self.steps += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::svm::{Kernel, SvcParams};

    /// Labels that have nothing to do with the words, at dear errors: the solver is at it for long.
    #[test]
    fn each_step_of_a_solver_can_be_watched_also_where_its_history_is_thinned() {
        let words = |row: usize| -> String {
            let numbers = (0..9).map(|place| (row * row + 7 * row * place + place * place) % 97);
            numbers.map(|number| format!("word{number} ")).collect()
        };
        let texts: Arc<[String]> = (0..900).map(words).collect();
        let labels: Arc<[u32]> = (0..900).map(|row| (row * row % 31) % 2).collect();
        let svc = SvcParams {
            kernel: Kernel::Linear,
            c: 1e6,
            tol: 1e-13,
            ..SvcParams::default()
        };
        let features = TfidfParams::default().into();
        let svc = svc.check(&["a".into(), "b".into()]).unwrap();
        let mut fitting = Fitting::new(&features, &svc, texts, labels, 2, 1).unwrap();
        let mut step = || {
            assert!(fitting.step(UnixMillis(0.0)).unwrap().is_running());
            fitting.last_point()
        };
        let mut seen = (0..100).find_map(|_| step()).unwrap();
        for _ in 0..4 * MAX_HISTORY {
            let now = step().unwrap();
            assert!(now.iterations > seen.iterations, "{now:?} after {seen:?}");
            seen = now;
        }
        assert!(fitting.histories[0].every > 1);
    }

    #[test]
    fn a_machine_that_prepares_leaves_no_point() {
        let mut history = History::default();
        for violation in [f64::INFINITY, 2.0, f64::INFINITY, 1.0, f64::NAN] {
            history.push(HistoryPoint {
                iterations: 0,
                machine: 0,
                objective: 0.0,
                violation,
                at: UnixMillis(0.0),
            });
        }
        let kept: Vec<f64> = history.points.iter().map(|point| point.violation).collect();
        assert_eq!(kept, [2.0, 1.0]);
    }

    /// What passes the points that do not stay, in a solver's whole way or a part of it.
    #[test]
    fn a_long_history_is_thinned_evenly_and_keeps_both_ends() {
        let history_of = |steps: u64, passes: fn(u64) -> bool| -> History {
            let mut history = History::default();
            for step in 0..steps {
                if passes(step) && !history.is_due() && step + 1 < steps {
                    history.pass();
                    continue;
                }
                history.push(HistoryPoint {
                    iterations: step,
                    machine: 0,
                    objective: 0.0,
                    violation: 0.0,
                    at: UnixMillis(0.0),
                });
            }
            history
        };
        for steps in (1..1100).chain([5001]) {
            let history = history_of(steps, |_| false);
            for passes in [|_| true, |step| step % 7 < 4, |step| step > 300] {
                let passing = history_of(steps, passes);
                assert_eq!(passing.points, history.points, "{steps}");
            }
            let kept: Vec<u64> = history
                .points
                .iter()
                .map(|point| point.iterations)
                .collect();
            assert!(kept.len() <= MAX_HISTORY, "{steps}: {}", kept.len());
            assert_eq!((kept[0], *kept.last().unwrap()), (0, steps - 1));
            for pair in kept[..kept.len() - 1].windows(2) {
                assert_eq!(pair[1] - pair[0], history.every, "{steps}: {kept:?}");
            }
        }
    }
}
