//! The trials of a search on threads: each takes the next trial once there is one, and tells what comes of it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::super::clock::Clock;
use super::super::output::EndsWell;
use super::super::{output, progress};
use super::kept::Kept;
use super::storage::SIGN_EVERY;
use crate::message;
use crate::message::Message;
use crate::pipeline::error::Error;
use crate::pipeline::search::{
    Ending, Evaluator, Next, TrainingRows, TrialAtWork, TrialState, Tuning, evaluator,
};

/// A search that is over.
pub struct Searched {
    pub tuning: Tuning,
    pub ending: Ending,
    /// The true labels of the rows that trials were scored on.
    pub truth: Vec<u32>,
    /// What the journal holds.
    pub journal: Option<Vec<u8>>,
}

/// What the workers share.
struct State {
    tuning: Tuning,
    kept: Kept,
    ending: Option<Ending>,
    fault: Option<Error>,
}

struct Shared {
    state: Mutex<State>,
    /// A trial has ended.
    ended: Condvar,
    clock: Clock,
    ends_well: EndsWell,
}

/// Searches on so many threads, as far as the study lets them run at once.
///
/// # Errors
/// Those of [`evaluator`], and of the journal or the storage.
pub fn search(
    tuning: Tuning,
    kept: Kept,
    rows: &TrainingRows,
    n_workers: usize,
    clock: Clock,
) -> Result<Searched, Error> {
    let settings = tuning.settings();
    let n_workers = n_workers.min(kept.lag(&tuning).unwrap_or(usize::MAX));
    let evaluators: Vec<Evaluator> = (0..n_workers)
        .map(|_| evaluator(settings, &tuning.study().plan().base, rows.clone()))
        .collect::<Result<_, _>>()?;
    let truth = evaluators.first().map(Evaluator::truth);
    let shared = Shared {
        state: Mutex::new(State {
            tuning,
            kept,
            ending: None,
            fault: None,
        }),
        ended: Condvar::new(),
        clock,
        ends_well: EndsWell::begin(),
    };
    thread::scope(|scope| {
        let mut evaluators = evaluators.into_iter();
        let own = evaluators.next();
        for mut evaluator in evaluators {
            let shared = &shared;
            let work = move || shared.work(&mut evaluator);
            // Where the system gives no more threads, those that there are do the work.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        if let Some(mut own) = own {
            shared.work(&mut own);
        }
    });
    let state = shared.state.into_inner();
    let mut state = state.unwrap_or_else(PoisonError::into_inner);
    if let Some(fault) = state.fault {
        return Err(fault);
    }
    if state.ending == Some(Ending::Stopped) {
        for number in state.tuning.stop(clock.now()) {
            state.kept.note(&state.tuning, number)?;
        }
    }
    Ok(Searched {
        journal: state.kept.finish(&mut state.tuning)?,
        tuning: state.tuning,
        ending: state.ending.unwrap_or(Ending::Stopped),
        truth: truth.unwrap_or_default(),
    })
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One trial after the other, until there are no more.
    fn work(&self, evaluator: &mut Evaluator) {
        let done = loop {
            match self.next() {
                Ok(Some((number, trial))) => {
                    if let Err(fault) = self.trial(evaluator, number, trial) {
                        break Err(fault);
                    }
                    self.ended.notify_all();
                }
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            }
        };
        if let Err(fault) = done {
            self.state().fault.get_or_insert(fault);
        }
        self.ended.notify_all();
    }

    /// The next trial, once there is one; none where there are no more.
    fn next(&self) -> Result<Option<(u32, TrialAtWork)>, Error> {
        let mut state = self.state();
        loop {
            if state.fault.is_some() {
                return Ok(None);
            }
            if self.ends_well.is_asked() {
                state.ending = Some(Ending::Stopped);
                return Ok(None);
            }
            let State { tuning, kept, .. } = &mut *state;
            match kept.next(tuning, self.clock)? {
                Next::Trial { number, config } => {
                    kept.note(tuning, number)?;
                    let n_counted = kept.n_counted(number);
                    let study = &state.tuning.settings().study;
                    let (n_trials, timeout) = (study.n_trials, study.trial_timeout);
                    drop(state);
                    progress::phase(&message!("tune-at", trial = number.to_string()));
                    progress::share(n_counted, n_trials.into());
                    return Ok(Some((number, TrialAtWork::new(*config, timeout))));
                }
                Next::Wait => {
                    let waited = self.ended.wait(state);
                    state = waited.unwrap_or_else(PoisonError::into_inner);
                }
                Next::Over(ending) => {
                    state.ending.get_or_insert(ending);
                    return Ok(None);
                }
            }
        }
    }

    /// A trial to its end, or until somebody wants no more. A fault of the trial's is its failure, one of the journal's or the
    /// storage's ends the search.
    fn trial(
        &self,
        evaluator: &mut Evaluator,
        number: u32,
        mut trial: TrialAtWork,
    ) -> Result<(), Error> {
        let mut signed = Instant::now();
        while !self.ends_well.is_asked() {
            let Some(news) = trial.step(evaluator, &mut || self.clock.now()) else {
                if signed.elapsed().as_secs_f64() >= SIGN_EVERY {
                    self.state().kept.sign(number)?;
                    signed = Instant::now();
                }
                continue;
            };
            let mut state = self.state();
            let State { tuning, kept, .. } = &mut *state;
            let goes_on = tuning.hear(number, news, self.clock.now());
            kept.note(tuning, number)?;
            if !goes_on {
                output::say(&ended(tuning, number));
                break;
            }
        }
        Ok(())
    }
}

/// What is said of a trial that has ended.
fn ended(tuning: &Tuning, number: u32) -> Message {
    let trial = &tuning.study().trials()[number as usize];
    let (name, _) = tuning.settings().study.objectives()[0];
    let number = number.to_string();
    let value = || format!("{:.4}", trial.values.first().copied().unwrap_or(f64::NAN));
    match trial.state {
        TrialState::Complete => match tuning.study().best() {
            Some(best) => message!(
                "tune-complete",
                trial = number,
                objective = name,
                value = value(),
                best = best.number.to_string(),
                best_value = format!("{:.4}", best.values[0])
            ),
            None => message!(
                "tune-infeasible",
                trial = number,
                objective = name,
                value = value()
            ),
        },
        TrialState::Pruned => message!(
            "tune-pruned",
            trial = number,
            folds = trial.folds.len(),
            objective = name,
            value = value()
        ),
        _ => {
            let why = trial.note.clone().unwrap_or_else(|| Message::text(""));
            message!("tune-failed", trial = number, why = why)
        }
    }
}
