//! A study: what is searched, how, and all its trials. It proposes and is told; who evaluates is not its matter.
//!
//! The trial of a number is proposed from the trials `0..=number - lag` alone, and pruned by them. So with one seed the trials are
//! the same for any number of workers up to `lag`: a worker that is ready early waits where one of them still runs. Where others work on
//! the study too, whatever is there is looked at, and nobody waits.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::pruner::{self, Judged, Pruner};
use super::sampler::{Asked, Sampler, Seen, front, losses};
use super::space::{Point, Space};
use super::trial::{Direction, FoldValue, Trial, TrialState};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::Settings;
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

/// What a study is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    /// Decides the brackets of [`Pruner::Hyperband`].
    pub name: String,
    pub space: Space,
    /// The configuration of what the space leaves as it is.
    pub base: RunConfig,
    pub sampler: Sampler,
    pub pruner: Pruner,
    /// One or two objectives; a pruner looks at the first.
    pub directions: Vec<Direction>,
    pub seed: u32,
    pub n_folds: u32,
    /// How many trials may run at once, at least 1.
    pub lag: u32,
}

/// A study, which can be stored and taken up again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Study {
    plan: Plan,
    /// By number.
    trials: Vec<Trial>,
    queue: VecDeque<Point>,
    /// Trials that came from the queue.
    n_queued: u32,
    /// Others have trials in it too, and a storage gives the numbers.
    #[serde(default)]
    is_shared: bool,
    /// The names of the configurations of as many trials; made again when it is needed.
    #[serde(skip)]
    tried: BTreeSet<String>,
    #[serde(skip)]
    n_named: usize,
}

/// What a study says when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The number of a new trial, which runs from now on.
    Trial(u32),
    /// Trials must end first.
    Wait,
    /// No configuration is left.
    Exhausted,
}

/// How a trial ended.
#[derive(Debug, Clone)]
pub enum Told {
    /// A value for each objective.
    Complete(Vec<f64>),
    /// By the pruner, or because somebody wanted so.
    Pruned,
    Fail(Message),
}

impl Study {
    /// # Errors
    /// [`Code::InvalidConfig`] for another number of objectives than one or two, two objectives with a pruner, or a grid over what
    /// can't be counted.
    pub fn new(plan: Plan) -> Result<Study, Error> {
        let fault = |message, remedy| Err(Error::new(Code::InvalidConfig, message, remedy));
        if !(1..=2).contains(&plan.directions.len()) {
            let message = message!("search-objectives", n = plan.directions.len() as u64);
            return fault(message, message!("search-one-or-two-objectives"));
        }
        if plan.directions.len() == 2 && plan.pruner != Pruner::None {
            return fault(
                message!("search-pruner-of-two"),
                message!("search-no-pruner"),
            );
        }
        if plan.sampler == Sampler::Grid && plan.space.n_points(&plan.base).is_none() {
            let mut dimensions = plan.space.dimensions().iter();
            let endless = dimensions.find(|one| one.domain.n_values().is_none());
            let name = endless.map_or(String::new(), |one| one.name.clone());
            let message = message!("search-grid-endless", setting = name);
            return fault(message, message!("search-grid-steps"));
        }
        Ok(Study {
            plan: Plan {
                lag: plan.lag.max(1),
                ..plan
            },
            trials: Vec::new(),
            queue: VecDeque::new(),
            n_queued: 0,
            is_shared: false,
            tried: BTreeSet::new(),
            n_named: 0,
        })
    }

    /// One that has trials already, `n_queued` of which came from the queue.
    ///
    /// # Errors
    /// Those of [`Study::new`].
    pub fn with_trials(plan: Plan, trials: Vec<Trial>, n_queued: u32) -> Result<Study, Error> {
        Ok(Study {
            trials,
            n_queued,
            ..Study::new(plan)?
        })
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub fn trials(&self) -> &[Trial] {
        &self.trials
    }

    /// The configuration of a trial, or of what else its space has.
    ///
    /// # Errors
    /// Those of [`Space::config`].
    pub fn config(&self, point: &Point) -> Result<RunConfig, Error> {
        self.plan.space.config(&self.plan.base, point)
    }

    /// Has a point tried before any that is proposed. Dimensions that it does not name stay as they are in the plan's
    /// configuration, so an empty point is that configuration.
    ///
    /// # Errors
    /// Those of [`Space::config`].
    pub fn enqueue(&mut self, point: &Point) -> Result<(), Error> {
        let config = self.config(point)?;
        // What has no effect is left out, what was left out is named.
        self.queue.push_back(self.plan.space.point_of(&config));
        Ok(())
    }

    /// The next trial.
    pub fn ask(&mut self, now: UnixMillis) -> Ask {
        // What somebody has enqueued in a journal has its number already.
        let mut waiting = self.trials.iter();
        let waiting = waiting.position(|trial| trial.state == TrialState::Waiting);
        if let Some(place) = waiting {
            let point = self.whole(&self.trials[place].point);
            self.run(place as u32, point, now);
            return Ask::Trial(place as u32);
        }
        let number = self.trials.len() as u32;
        let is_open = |trial: &Trial| trial.state == TrialState::Running;
        if self.trials[..self.visible(number)].iter().any(is_open) {
            return Ask::Wait;
        }
        let point = match self.queue.pop_front() {
            Some(point) => {
                self.n_queued += 1;
                point
            }
            None => match self.propose(number) {
                Some(point) => point,
                None => return Ask::Exhausted,
            },
        };
        self.trials.push(Trial {
            number,
            state: TrialState::Running,
            point,
            values: Vec::new(),
            folds: Vec::new(),
            constraints: Vec::new(),
            note: None,
            start: now,
            end: None,
            measures: BTreeMap::new(),
            answers: None,
        });
        Ask::Trial(number)
    }

    /// A point with all dimensions that take part; as it is where there is no such configuration.
    fn whole(&self, point: &Point) -> Point {
        match self.config(point) {
            Ok(config) => self.plan.space.point_of(&config),
            Err(_) => point.clone(),
        }
    }

    fn run(&mut self, number: u32, point: Point, now: UnixMillis) {
        let trial = &mut self.trials[number as usize];
        trial.point = point;
        trial.state = TrialState::Running;
        trial.start = now;
    }

    /// From now on others have trials in it too.
    pub fn share(&mut self) {
        self.is_shared = true;
    }

    /// How a trial stands that others have, or the next one that they have begun.
    ///
    /// # Panics
    /// If a trial is left out.
    pub fn learn(&mut self, trial: Trial) {
        let place = trial.number as usize;
        match self.trials.get_mut(place) {
            Some(known) => *known = trial,
            None => {
                assert_eq!(place, self.trials.len(), "trials come in order");
                self.trials.push(trial);
            }
        }
    }

    /// Begins a trial that a storage has given away: with the point that somebody enqueued, else with the first of the queue if it
    /// is the first trial, else with one that is proposed. Gives whether there is one.
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn begin(&mut self, number: u32, now: UnixMillis) -> bool {
        let trial = &self.trials[number as usize];
        let queued = self.queue.pop_front().filter(|_| number == 0);
        let point = match (trial.state, queued) {
            (TrialState::Waiting, _) => Some(self.whole(&trial.point)),
            (_, Some(point)) => Some(point),
            (_, None) => self.propose(number),
        };
        let has_point = point.is_some();
        if let Some(point) = point {
            self.run(number, point, now);
        }
        has_point
    }

    /// Whether every configuration was tried.
    pub fn is_exhausted(&mut self) -> bool {
        self.plan.space.n_points(&self.plan.base).is_some()
            && self.propose(self.trials.len() as u32).is_none()
    }

    /// How many of the first trials the trial of a number may look at.
    fn visible(&self, number: u32) -> usize {
        match self.is_shared {
            true => self.trials.len(),
            false => (number + 1).saturating_sub(self.plan.lag) as usize,
        }
    }

    fn propose(&mut self, number: u32) -> Option<Point> {
        let base = self.plan.base.to_table();
        let others = |trial: &&Trial| trial.number != number;
        let new = self.trials[self.n_named..].iter().filter(others);
        let names = new.map(|trial| self.plan.space.name(&base, &trial.point));
        self.tried.extend(names);
        // The point of one that others have at work may still grow.
        let is_over = |trial: &&Trial| trial.state.is_over();
        self.n_named += self.trials[self.n_named..]
            .iter()
            .take_while(is_over)
            .count();
        let (before, after) = self.trials.split_at(self.visible(number));
        let is_finished =
            |trial: &&Trial| matches!(trial.state, TrialState::Complete | TrialState::Pruned);
        let at_work = before
            .iter()
            .filter(|trial| trial.state == TrialState::Running);
        let seen = Seen {
            finished: before.iter().filter(is_finished).collect(),
            running: at_work.chain(after).filter(others).collect(),
        };
        self.plan.sampler.propose(&Asked {
            space: &self.plan.space,
            base: &self.plan.base,
            seen: &seen,
            directions: &self.plan.directions,
            seed: self.plan.seed,
            number,
            n_proposed: number.saturating_sub(self.n_queued),
            tried: &self.tried,
        })
    }

    /// What a fold of a running trial came to; gives whether the trial should end here.
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn report(&mut self, number: u32, fold: FoldValue) -> bool {
        self.trials[number as usize].folds.push(fold);
        let others = self.trials[..self.visible(number)].iter();
        let others: Vec<&Trial> = others.filter(|trial| trial.number != number).collect();
        let judged = Judged {
            study: &self.plan.name,
            direction: self.plan.directions[0],
            n_folds: self.plan.n_folds,
            others: &others,
        };
        let trial = &self.trials[number as usize];
        self.plan.pruner.prunes(trial, &judged)
    }

    /// How a trial ended. Values of which one is not a number are a failure; a pruned trial has its last mean for a value.
    ///
    /// # Panics
    /// If there is no such trial, or the values are not one for each objective.
    pub fn tell(&mut self, number: u32, told: Told, now: UnixMillis) {
        let n_objectives = self.plan.directions.len();
        let trial = &mut self.trials[number as usize];
        trial.end = Some(now);
        match told {
            Told::Complete(values) if values.iter().any(|value| value.is_nan()) => {
                trial.state = TrialState::Fail;
                trial.note = Some(message!("search-not-a-number"));
            }
            Told::Complete(values) => {
                assert_eq!(values.len(), n_objectives);
                trial.state = TrialState::Complete;
                trial.values = values;
            }
            Told::Pruned => {
                trial.state = TrialState::Pruned;
                trial.values = trial
                    .folds
                    .last()
                    .map(|fold| fold.mean)
                    .into_iter()
                    .collect();
            }
            Told::Fail(note) => {
                trial.state = TrialState::Fail;
                trial.note = Some(note);
            }
        }
    }

    /// By how much a trial breaks each constraint, what else was measured, and the label of each scored row; before it is told how it ended.
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn measure(
        &mut self,
        number: u32,
        constraints: Vec<f64>,
        measures: BTreeMap<String, f64>,
        answers: Arc<[u32]>,
    ) {
        let trial = &mut self.trials[number as usize];
        trial.constraints = constraints;
        trial.measures = measures;
        trial.answers = Some(answers);
    }

    /// The best complete trial by the first objective that keeps all constraints; of equal ones the first.
    pub fn best(&self) -> Option<&Trial> {
        let trials: Vec<&Trial> = self.trials.iter().collect();
        pruner::best(&trials, self.plan.directions[0])
    }

    /// The complete trials that keep all constraints and than which none is better in one objective and not worse in the others.
    pub fn front(&self) -> Vec<&Trial> {
        let feasible = self.trials.iter().filter(|trial| trial.is_feasible());
        let feasible: Vec<&Trial> = feasible.collect();
        let directions = &self.plan.directions;
        if directions.len() == 1 {
            let best = self.best().map(|trial| trial.values[0]);
            let is_best = |trial: &&Trial| Some(trial.values[0]) == best;
            return feasible.into_iter().filter(is_best).collect();
        }
        let losses: Vec<[f64; 2]> = feasible
            .iter()
            .map(|trial| losses(trial, directions))
            .collect();
        let all: Vec<usize> = (0..feasible.len()).collect();
        let front = front(&losses, &all);
        front.into_iter().map(|at| feasible[at]).collect()
    }

    /// A running trial is to be done from its beginning, by whoever asks next.
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn begin_again(&mut self, number: u32) {
        self.trials[number as usize].begin_again();
    }

    /// How many trials stand how.
    pub fn counts(&self) -> BTreeMap<TrialState, u32> {
        let mut counts = BTreeMap::new();
        for trial in &self.trials {
            *counts.entry(trial.state).or_insert(0) += 1;
        }
        counts
    }
}
