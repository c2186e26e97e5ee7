//! A study that others work on: Optuna's, in a database behind its storage proxy.
//!
//! A trial is told to the storage step by step, as to a journal. The storage gives the numbers; a trial that somebody enqueued is
//! taken by whoever begins it first. Optuna's heartbeat does not pass the proxy, so a trial of ours carries a sign of life of its own:
//! where it is older than [`SILENT_AFTER`], the next process that looks marks the trial as failed.

mod messages;
mod proxy;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use tonic::Code as GrpcCode;

use super::super::clock::Clock;
use super::super::output;
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::Error;
use crate::pipeline::search::{
    Change, Ending, JournalStudy, METRIC_NAMES, Next, OptunaParam, OptunaTrial, Space, Trial,
    TrialNews, TrialState, Tuning, changes, python_json,
};
use crate::pipeline::time::UnixMillis;
use messages::{
    Attribute, Attributes, Directions, Done, FoundTrial, Id, Intermediate, NewStudy, NewTrial,
    Parameter, StateValues, StoredTrial, StudyName, Trials, TrialsOf, Updated, code_of_direction,
    direction_of,
};
pub use proxy::Address;
use proxy::{Failure, Proxy};

/// Seconds between the signs of life of a trial at work.
pub const SIGN_EVERY: f64 = 30.0;
/// Seconds without one after which its process is taken for dead: more than clocks differ, and than a proxy is waited for.
const SILENT_AFTER: f64 = 120.0;
/// The trial's system attribute with the last sign of life, in seconds since 1970.
const ALIVE: &str = "dryf:alive";
/// Optuna's times are in the zone of the proxy's machine; zones differ by quarters of an hour.
const QUARTER: f64 = 900_000.0;

/// A study in a storage.
pub struct Storage {
    proxy: Proxy,
    study_id: i64,
    /// What faults name: the address and the study.
    place: String,
    space: Space,
    /// The trials by number: their numbers across all studies, and how the storage has them.
    known: Vec<(i64, Trial)>,
    /// Those that this process has at work.
    own: BTreeSet<u32>,
    /// Those that it has begun.
    n_begun: usize,
    /// Last signs of life of those that others have at work.
    signs: BTreeMap<u32, f64>,
    /// Milliseconds that the storage's times are ahead of UTC; 0 until a trial was begun.
    ahead: f64,
}

impl Storage {
    /// Joins a study, or creates it.
    ///
    /// # Errors
    /// Those of [`Proxy::connect`] and [`Proxy::call`]; those of [`JournalStudy::check`].
    pub fn join(address: &Address, study: &JournalStudy, space: &Space) -> Result<Storage, Error> {
        let mut proxy = Proxy::connect(address)?;
        let place = format!("{address}/{}", study.name);
        let name = StudyName {
            name: study.name.clone(),
        };
        let find = |proxy: &mut Proxy| proxy.call("GetStudyIdFromName", name.clone());
        let found: Id = match find(&mut proxy) {
            Err(failure) if failure.code == GrpcCode::NotFound => {
                let directions = study.directions.iter().copied();
                let new = NewStudy {
                    directions: directions.map(code_of_direction).collect(),
                    name: study.name.clone(),
                };
                match proxy.call("CreateNewStudy", new) {
                    // Another process was faster.
                    Err(failure) if failure.code == GrpcCode::AlreadyExists => find(&mut proxy)?,
                    created => created?,
                }
            }
            found => found?,
        };
        let there = read(&mut proxy, found.clone(), &study.name)?;
        there.check(study).map_err(|error| error.in_file(&place))?;
        if there.judged_on().is_none() {
            describe(&mut proxy, &found, study)?;
        }
        Ok(Storage {
            proxy,
            study_id: found.id,
            place,
            space: space.clone(),
            known: Vec::new(),
            own: BTreeSet::new(),
            n_begun: 0,
            signs: BTreeMap::new(),
            ahead: 0.0,
        })
    }

    /// How many trials this process has begun.
    pub fn n_begun(&self) -> usize {
        self.n_begun
    }

    /// The next trial of this process, or why there is none.
    ///
    /// # Errors
    /// Those of [`Proxy::call`] and of [`OptunaTrial::to_trial`].
    pub fn next(&mut self, tuning: &mut Tuning, clock: Clock) -> Result<Next, Error> {
        loop {
            let is_enough = self.n_begun >= tuning.settings().study.n_trials as usize;
            if let Some(ending) = tuning.ending(is_enough, clock.now()) {
                return Ok(Next::Over(ending));
            }
            self.refresh(tuning)?;
            self.fail_silent(tuning, clock)?;
            let number = match self.claim()? {
                Some(number) => number,
                None if tuning.is_exhausted() => return Ok(Next::Over(Ending::Exhausted)),
                None => self.create(tuning)?,
            };
            self.own.insert(number);
            self.sign(number)?;
            if self.n_begun == 0 {
                self.set_clock(tuning, number, clock)?;
            }
            self.n_begun += 1;
            let begun = tuning.begin(number, clock.now());
            if let Err(error) = &begun {
                tuning.hear(number, TrialNews::Failed(error.line()), clock.now());
            }
            self.note(tuning, number)?;
            if let Ok(next) = begun {
                return Ok(next);
            }
        }
    }

    /// Takes in what others have come to.
    ///
    /// # Errors
    /// Those of [`Proxy::call`] and of [`OptunaTrial::to_trial`].
    pub fn refresh(&mut self, tuning: &mut Tuning) -> Result<(), Error> {
        let open = self.known.iter().filter(|one| !one.1.state.is_over());
        let question = TrialsOf {
            study_id: self.study_id,
            included: open.map(|one| one.0).collect(),
            greater_than: self.known.last().map_or(-1, |one| one.0),
        };
        let Trials { mut trials } = self.proxy.call("GetTrials", question)?;
        trials.sort_by_key(|trial| trial.number);
        for found in trials {
            let number = found.number as u32;
            let place = number as usize;
            let (id, sign) = (found.id, sign_of(&found));
            let trial = self.trial(found)?;
            let is_own = self.own.contains(&number);
            // One that comes before those that are missing is seen again.
            if place > self.known.len() || is_own && !trial.state.is_over() {
                continue;
            }
            if is_own {
                self.lose(number);
            }
            self.signs.remove(&number);
            if let Some(sign) = sign.filter(|_| trial.state == TrialState::Running) {
                self.signs.insert(number, sign);
            }
            match self.known.get_mut(place) {
                Some(known) => known.1 = trial.clone(),
                None => self.known.push((id, trial.clone())),
            }
            tuning.learn(trial);
        }
        Ok(())
    }

    fn trial(&self, found: StoredTrial) -> Result<Trial, Error> {
        let moment = |text: &str| {
            let local = UnixMillis::parse(text)?;
            Some(UnixMillis(local.0 - self.ahead))
        };
        let attributes = |texts: &BTreeMap<String, String>| {
            let read = texts.iter().filter_map(|(name, text)| {
                let value: Json = python_json(text).ok()?;
                Some((name.clone(), value))
            });
            read.collect()
        };
        let params = found.params.iter().map(|(name, internal)| {
            let distribution = found.distributions.get(name);
            let param = OptunaParam {
                line: None,
                internal: *internal,
                distribution: distribution.cloned().unwrap_or_default(),
            };
            (name.clone(), param)
        });
        let state = TrialState::of_code(found.state as u64);
        let trial = OptunaTrial {
            id: found.id as u64,
            line: None,
            state: state.unwrap_or(TrialState::Fail),
            params: params.collect(),
            steps: found.intermediate,
            user: attributes(&found.user),
            system: attributes(&found.system),
            start: moment(&found.start),
            end: moment(&found.end),
            values: found.values,
        };
        let number = found.number as u32;
        trial.to_trial(number, &self.space, &format!("{}/{number}", self.place))
    }

    /// Begins a trial that waits, where none has been faster.
    fn claim(&mut self) -> Result<Option<u32>, Error> {
        let waiting = self.known.iter().enumerate();
        let waiting = waiting.filter(|(_, one)| one.1.state == TrialState::Waiting);
        let waiting: Vec<(usize, i64)> = waiting.map(|(place, one)| (place, one.0)).collect();
        for (place, trial_id) in waiting {
            let question = StateValues {
                trial_id,
                state: TrialState::Running.code().into(),
                values: Vec::new(),
            };
            match self.proxy.call("SetTrialStateValues", question) {
                Ok(Updated { trial_updated }) if trial_updated => return Ok(Some(place as u32)),
                Ok(_) => {}
                Err(failure) if failure.is_over() => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(None)
    }

    fn create(&mut self, tuning: &mut Tuning) -> Result<u32, Error> {
        let question = NewTrial {
            study_id: self.study_id,
            template_trial_is_none: true,
        };
        let Id { id } = self.proxy.call("CreateNewTrial", question)?;
        self.refresh(tuning)?;
        match self.known.iter().position(|one| one.0 == id) {
            Some(place) => Ok(place as u32),
            None => Err(Error::bug(message!("error-bug-stored-trial"))),
        }
    }

    /// Finds out the zone of the storage's times by a trial that has just begun.
    fn set_clock(&mut self, tuning: &mut Tuning, number: u32, clock: Clock) -> Result<(), Error> {
        let id = self.known[number as usize].0;
        let FoundTrial { trial } = self.proxy.call("GetTrial", Id { id })?;
        let start = trial.and_then(|trial| UnixMillis::parse(&trial.start));
        let ahead = start.map_or(0.0, |start| start.0 - clock.now().0);
        self.ahead = (ahead / QUARTER).round() * QUARTER;
        for (_, trial) in &mut self.known {
            if !self.own.contains(&trial.number) {
                trial.start.0 -= self.ahead;
                trial.end = trial.end.map(|end| UnixMillis(end.0 - self.ahead));
                tuning.learn(trial.clone());
            }
        }
        Ok(())
    }

    /// Marks the trials as failed whose processes give no sign of life.
    fn fail_silent(&mut self, tuning: &mut Tuning, clock: Clock) -> Result<(), Error> {
        let now = seconds_now();
        let silent =
            |(number, sign): (&u32, &f64)| (now - sign > SILENT_AFTER).then_some((*number, *sign));
        let silent: Vec<(u32, f64)> = self.signs.iter().filter_map(silent).collect();
        for (number, sign) in silent {
            let mut trial = self.known[number as usize].1.clone();
            trial.state = TrialState::Fail;
            trial.end = Some(clock.now());
            let why = message!("search-trial-silent", time = Argument::Seconds(now - sign));
            trial.note = Some(why.clone());
            if self.tell(number, &trial)? {
                output::say(&message!(
                    "tune-failed",
                    trial = number.to_string(),
                    why = why
                ));
            }
            self.signs.remove(&number);
            self.known[number as usize].1 = trial.clone();
            tuning.learn(trial);
        }
        Ok(())
    }

    /// Gives a sign of life of a trial at work.
    ///
    /// # Errors
    /// Those of [`Proxy::call`].
    pub fn sign(&mut self, number: u32) -> Result<(), Error> {
        let change = Change::SystemAttribute {
            name: ALIVE.into(),
            value: json!(seconds_now().round()),
        };
        if self.own.contains(&number) && !self.send(number, change)? {
            self.lose(number);
        }
        Ok(())
    }

    /// Brings the storage to where a trial of this process stands.
    ///
    /// # Errors
    /// Those of [`Proxy::call`].
    pub fn note(&mut self, tuning: &Tuning, number: u32) -> Result<(), Error> {
        if !self.own.contains(&number) {
            return Ok(());
        }
        let trial = &tuning.study().trials()[number as usize];
        if !self.tell(number, trial)? {
            self.lose(number);
            return Ok(());
        }
        self.known[number as usize].1 = trial.clone();
        if trial.state.is_over() {
            self.own.remove(&number);
        }
        Ok(())
    }

    fn lose(&mut self, number: u32) {
        self.own.remove(&number);
        output::say(&message!("tune-storage-lost", trial = number.to_string()));
    }

    /// Tells what is new of a trial; not to its end, and gives false, where somebody has ended it.
    fn tell(&mut self, number: u32, trial: &Trial) -> Result<bool, Error> {
        for change in changes(&self.space, &self.known[number as usize].1, trial) {
            if !self.send(number, change)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn send(&mut self, number: u32, change: Change) -> Result<bool, Error> {
        let id = self.known[number as usize].0;
        let mut is_end = false;
        let proxy = &mut self.proxy;
        let attribute = |name, value: Json| Attribute {
            id,
            name,
            value: value.to_string(),
        };
        let sent = match change {
            // Whoever has claimed it has begun it.
            Change::Begun { .. } => return Ok(true),
            Change::Param {
                name,
                internal,
                distribution,
            } => {
                let parameter = Parameter {
                    trial_id: id,
                    name,
                    internal: internal.as_f64().unwrap_or(f64::NAN),
                    distribution,
                };
                let method = "SetTrialParameter";
                let mut set = proxy.call(method, parameter.clone());
                // A proxy that was started again knows the trial once it has read the study.
                if matches!(&set, Err(failure) if failure.code == GrpcCode::NotFound) {
                    let question = TrialsOf {
                        study_id: self.study_id,
                        included: Vec::new(),
                        greater_than: i64::MAX,
                    };
                    let Trials { .. } = proxy.call("GetTrials", question)?;
                    set = proxy.call(method, parameter);
                }
                set.map(|Done {}| ())
            }
            Change::Intermediate { step, value } => {
                let intermediate = Intermediate {
                    trial_id: id,
                    step: step.into(),
                    value,
                };
                let method = "SetTrialIntermediateValue";
                proxy.call(method, intermediate).map(|Done {}| ())
            }
            Change::UserAttribute { name, value } => {
                let attribute = attribute(name, value);
                let method = "SetTrialUserAttribute";
                proxy.call(method, attribute).map(|Done {}| ())
            }
            Change::SystemAttribute { name, value } => {
                let attribute = attribute(name, value);
                let method = "SetTrialSystemAttribute";
                proxy.call(method, attribute).map(|Done {}| ())
            }
            Change::Ended { state, values, .. } => {
                is_end = true;
                let ended = StateValues {
                    trial_id: id,
                    state: state.code().into(),
                    values,
                };
                let method = "SetTrialStateValues";
                proxy.call(method, ended).map(|_: Updated| ())
            }
        };
        match sent {
            Ok(()) => Ok(true),
            // The first try of the same call has ended it.
            Err(failure) if failure.is_over() => Ok(is_end && failure.is_repeated),
            Err(failure) => Err(failure.into()),
        }
    }
}

impl Failure {
    /// Whether the trial is over, and nothing may be changed.
    fn is_over(&self) -> bool {
        self.code == GrpcCode::FailedPrecondition
    }
}

/// What a study of that number says of itself.
fn read(proxy: &mut Proxy, id: Id, name: &str) -> Result<JournalStudy, Error> {
    let Directions { directions } = proxy.call("GetStudyDirections", id.clone())?;
    let user: Attributes = proxy.call("GetStudyUserAttributes", id.clone())?;
    let system: Attributes = proxy.call("GetStudySystemAttributes", id)?;
    let names = system.attributes.get(METRIC_NAMES);
    let attributes = user.attributes.into_iter();
    let attributes = attributes.filter_map(|(name, text)| Some((name, python_json(&text).ok()?)));
    Ok(JournalStudy {
        name: name.into(),
        directions: directions.into_iter().map(direction_of).collect(),
        metric_names: names
            .and_then(|names| python_json(names).ok())
            .unwrap_or_default(),
        attributes: attributes.collect(),
    })
}

/// Says of a study what a search of ours has for it.
fn describe(proxy: &mut Proxy, id: &Id, study: &JournalStudy) -> Result<(), Error> {
    let names = (METRIC_NAMES.to_string(), json!(study.metric_names));
    let user = study.attributes.clone().into_iter();
    let user = user.map(|attribute| ("SetStudyUserAttribute", attribute));
    for (method, (name, value)) in user.chain([("SetStudySystemAttribute", names)]) {
        let attribute = Attribute {
            id: id.id,
            name,
            value: value.to_string(),
        };
        let Done {} = proxy.call(method, attribute)?;
    }
    Ok(())
}

fn sign_of(trial: &StoredTrial) -> Option<f64> {
    trial.system.get(ALIVE)?.parse().ok()
}

/// Seconds since 1970, which goes on where the other times are frozen.
fn seconds_now() -> f64 {
    Clock::System.now().0 / 1000.0
}
