//! Places jobs on engines: which engine does what, what it has to be given first, and what becomes of the work of one that is
//! lost.
//!
//! It has no I/O: requests of the client and events of the engines go in, [`Action`]s come out, and whoever carries them out has
//! workers, threads or a simulation. A job goes where it can begin soonest; what it needs and is not there is made there
//! first, by what is known of how it was made ([`Recipe`]). So an engine that is new, or that takes the place of one that was lost,
//! is given things when they are first needed. Results depend on the spec and its inputs alone, and so on neither the number of
//! engines nor the order of their answers.

mod helpers;
mod place;
mod provide;
mod recipe;
mod remembered;

use std::collections::{BTreeMap, BTreeSet};

use recipe::Recipe;
pub use recipe::Source;
use remembered::Remembered;

use super::items::{Item, Rank};
use super::protocol::{Event, FileId, Inputs, JobId, JobSpec, Request};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::svm::Engine;

/// Engines in a row that may be lost before any job has come to its end.
const MOST_LOSSES: u32 = 3;
/// Times that an engine may say it lacks what it was given.
const MOST_MISSES: u32 = 3;
/// Jobs of the scheduler's own have numbers from here on.
const OWN_JOBS: u32 = 1 << 31;
/// Bytes of an attachment that is kept until its job has ended, in case the engine is lost.
const MOST_KEPT: usize = 64 << 20;

/// What has to be done, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Start the engine of this number and greet it.
    Start(usize),
    /// End it.
    Stop(usize),
    Send {
        engine: usize,
        request: Request,
        attachment: Vec<u8>,
    },
    /// Bring bytes: [`Scheduler::brought`].
    Bring(Source),
    /// Tell the client.
    Tell(Event, Vec<u8>),
    /// An engine was lost; these jobs of the client are begun once more.
    Lost {
        engine: usize,
        reason: Message,
        again: Vec<JobId>,
    },
    /// No engine lives: none is started any more.
    GaveUp(Error),
}

/// See the module.
pub struct Scheduler {
    /// Engines that may live at once.
    most: usize,
    engines: Vec<Slot>,
    tasks: BTreeMap<JobId, Task>,
    recipes: BTreeMap<Item, Recipe>,
    /// Runs whose archive was built or opened.
    archived: BTreeSet<String>,
    remembered: Remembered,
    own_jobs: u32,
    /// The files that each file brought.
    put: BTreeMap<JobId, Vec<FileId>>,
    /// What is on its way.
    asked_for: BTreeSet<Source>,
    /// Since a job has last come to its end.
    losses: u32,
    actions: Vec<Action>,
}

/// An engine, alive or not.
#[derive(Debug, Default)]
struct Slot {
    is_alive: bool,
    /// What it has, as far as it has said.
    holds: BTreeSet<Item>,
}

/// A job that has not ended.
struct Task {
    request: Request,
    attachment: Vec<u8>,
    /// Where the attachment comes from, as long as it is not there.
    bringing: Option<Source>,
    needed: Vec<Item>,
    engine: usize,
    is_sent: bool,
    is_paused: bool,
    is_cancelled: bool,
    /// Times that its engine was lost, and that it lacked what it was given.
    losses: u32,
    misses: u32,
    /// Of a job of the scheduler's own: what it is to make.
    makes: Vec<Item>,
    /// Of a search: how many of its helpers were lost with their engines.
    helpers_lost: u32,
}

impl Task {
    fn new(request: Request, attachment: Vec<u8>) -> Task {
        Task {
            needed: match &request {
                Request::Put { beside, .. } => beside.iter().cloned().map(Item::File).collect(),
                Request::Start { spec, inputs, .. } => spec.inputs(inputs),
                _ => Vec::new(),
            },
            request,
            attachment,
            bringing: None,
            engine: 0,
            is_sent: false,
            is_paused: false,
            is_cancelled: false,
            losses: 0,
            misses: 0,
            makes: Vec::new(),
            helpers_lost: 0,
        }
    }

    fn is_of_client(&self) -> bool {
        self.makes.is_empty() && self.helps().is_none()
    }

    fn rank(&self) -> Rank {
        match &self.request {
            Request::Start { spec, .. } => spec.rank(),
            _ => Rank::Answer,
        }
    }

    fn spec(&self) -> Option<(&JobSpec, &Inputs)> {
        match &self.request {
            Request::Start { spec, inputs, .. } => Some((spec, inputs)),
            _ => None,
        }
    }
}

impl Scheduler {
    /// One that may have `most` engines, at least 1. The first is started at once, others when there is work for them.
    pub fn new(most: usize) -> Scheduler {
        let mut scheduler = Scheduler {
            most: most.max(1),
            engines: Vec::new(),
            tasks: BTreeMap::new(),
            recipes: BTreeMap::new(),
            archived: BTreeSet::new(),
            remembered: Remembered::default(),
            own_jobs: OWN_JOBS,
            put: BTreeMap::new(),
            asked_for: BTreeSet::new(),
            losses: 0,
            actions: Vec::new(),
        };
        scheduler.start(0);
        scheduler
    }

    /// What has to be done since the last call, in order.
    pub fn take_actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    /// The engine that has a job of the client, where it has begun.
    pub fn engine_of(&self, job: JobId) -> Option<usize> {
        let task = self.tasks.get(&job)?;
        task.is_sent.then_some(task.engine)
    }

    /// Whether an engine has a job with a step that may take many seconds, and that no one can look into: linfa-svm fits in
    /// one piece. All else gives way within a second, see the bench `steps`.
    pub fn is_at_a_long_step(&self, engine: usize) -> bool {
        let is_long = |task: &Task| match task.spec() {
            Some((JobSpec::Train { config, .. }, _)) => config.svc.engine == Engine::LinfaSvm,
            Some((JobSpec::Search(request) | JobSpec::HelpSearch { request, .. }, _)) => {
                request.has_long_steps()
            }
            _ => false,
        };
        let mut of_engine = self.tasks.values().filter(|task| task.engine == engine);
        of_engine.any(|task| task.is_sent && is_long(task))
    }

    /// The client wants something; [`Request::Hello`] is for who starts an engine.
    pub fn request(&mut self, request: Request, attachment: Vec<u8>) {
        match request {
            Request::Hello { .. } => {}
            Request::Forget { items } => self.forget(items),
            Request::Put { job, .. } | Request::Start { job, .. } => {
                let task = Task::new(request, attachment);
                if let Some((spec, _)) = task.spec()
                    && let Some(outcome) = self.remembered.find(spec, &task.needed)
                {
                    let event = Event::Done { job, outcome };
                    return self.actions.push(Action::Tell(event, Vec::new()));
                }
                self.place(job, task);
            }
            Request::Cancel { job } => self.cancel(job),
            Request::Pause { job } => self.pause(job, true),
            Request::Resume { job } => self.pause(job, false),
            Request::Step { job } => self.pass_on(job, Request::Step { job }, Vec::new()),
            Request::Fetched { job, .. } => self.pass_on(job, request, attachment),
            // Who places jobs carries it by itself.
            Request::Word { .. } => {}
        }
    }

    /// An engine says something.
    pub fn heard(&mut self, engine: usize, event: Event, attachment: Vec<u8>) {
        if !self.engines.get(engine).is_some_and(|slot| slot.is_alive) {
            return;
        }
        match &event {
            Event::Ready { .. } => self.actions.push(Action::Tell(event, attachment)),
            Event::Failed { job: None, error } if engine > 0 => {
                // It does not even start: the others have to do.
                let reason = error.sentence();
                self.most = engine;
                self.lost(engine, reason);
            }
            Event::Failed { job: None, .. } => self.actions.push(Action::Tell(event, attachment)),
            Event::Missing { job, items } => self.missing(engine, *job, items),
            Event::Progress { job, .. } | Event::Fetch { job, .. } => {
                if self.is_of_client(*job) {
                    self.actions.push(Action::Tell(event, attachment));
                }
            }
            Event::Word { job, to, word } => self.carry(engine, *job, *to, word.clone()),
            Event::Interim { job, outcome } => {
                self.holds_now(engine, *job, outcome.items(*job));
                if let super::Outcome::Search(report) = outcome {
                    self.keep_trials(*job, report);
                }
                if self.is_of_client(*job) {
                    self.actions.push(Action::Tell(event, attachment));
                }
            }
            _ => self.ended(engine, event, attachment),
        }
    }

    /// An engine has ended, and what is known of why.
    pub fn lost(&mut self, engine: usize, reason: Message) {
        let Some(slot) = self.engines.get_mut(engine).filter(|slot| slot.is_alive) else {
            return;
        };
        *slot = Slot::default();
        self.actions.push(Action::Stop(engine));
        let of_engine = self.tasks.iter().filter(|(_, task)| task.engine == engine);
        let helps = |(job, task): (&JobId, &Task)| Some((*job, task.helps()?));
        let helpers: Vec<(JobId, JobId)> = of_engine.filter_map(helps).collect();
        // What was to be made there is made anew where it is needed.
        self.tasks
            .retain(|_, task| task.engine != engine || task.is_of_client());
        let of_engine = self.tasks.iter().filter(|(_, task)| task.engine == engine);
        let jobs: Vec<JobId> = of_engine.map(|(job, _)| *job).collect();
        // A search goes on without its helpers.
        self.losses += u32::from(helpers.is_empty() || !jobs.is_empty());
        let gave_up = self.losses > MOST_LOSSES;
        let (mut again, mut over) = (Vec::new(), Vec::new());
        for job in jobs {
            self.dismiss_helpers(job);
            let Some(mut task) = self.tasks.remove(&job) else {
                continue;
            };
            task.losses += u32::from(task.is_sent);
            if task.is_cancelled {
                over.push(Event::Cancelled { job });
            } else if gave_up || task.losses > 1 || !task.can_be_given_again() {
                let remedy = match gave_up {
                    true => message!("error-reload"),
                    false => task.remedy(),
                };
                let (job, error) = (Some(job), lost(&reason, remedy));
                over.push(Event::Failed { job, error });
            } else {
                again.push((job, task));
            }
        }
        let begun_again = again.iter().filter(|(_, task)| task.losses > 0);
        self.actions.push(Action::Lost {
            engine,
            reason: reason.clone(),
            again: begun_again.map(|(job, _)| *job).collect(),
        });
        let tell = |event| Action::Tell(event, Vec::new());
        self.actions.extend(over.into_iter().map(tell));
        if gave_up {
            let error = lost(&reason, message!("error-reload"));
            return self.actions.push(Action::GaveUp(error));
        }
        if engine == 0 {
            self.start(0);
        }
        for (job, mut task) in again {
            task.is_sent = false;
            task.find_attachment();
            self.place(job, task);
        }
        for (helper, search) in helpers {
            self.helper_gone(helper, search, true);
        }
        self.help_searches();
    }

    fn start(&mut self, engine: usize) {
        while self.engines.len() <= engine {
            self.engines.push(Slot::default());
        }
        self.engines[engine].is_alive = true;
        self.actions.push(Action::Start(engine));
    }

    fn is_of_client(&self, job: JobId) -> bool {
        self.tasks.get(&job).is_some_and(Task::is_of_client)
    }

    fn forget(&mut self, items: Vec<Item>) {
        self.recipes.retain(|item, _| !items.contains(item));
        self.remembered.forget(&items);
        for engine in 0..self.engines.len() {
            let holds = &mut self.engines[engine].holds;
            let held: Vec<Item> = items
                .iter()
                .filter(|item| holds.remove(item))
                .cloned()
                .collect();
            if !held.is_empty() {
                self.send(engine, Request::Forget { items: held }, Vec::new());
            }
        }
    }

    fn cancel(&mut self, job: JobId) {
        match self.tasks.get_mut(&job) {
            Some(task) if task.is_sent => {
                task.is_cancelled = true;
                self.pass_on(job, Request::Cancel { job }, Vec::new());
            }
            Some(_) => {
                self.tasks.remove(&job);
                let event = Event::Cancelled { job };
                self.actions.push(Action::Tell(event, Vec::new()));
            }
            None => {}
        }
    }

    fn pause(&mut self, job: JobId, is_paused: bool) {
        let helpers = self.helpers_of(job).into_iter().map(|(helper, _)| helper);
        for job in helpers.chain([job]) {
            if let Some(task) = self.tasks.get_mut(&job) {
                task.is_paused = is_paused;
                self.pass_on(
                    job,
                    match is_paused {
                        true => Request::Pause { job },
                        false => Request::Resume { job },
                    },
                    Vec::new(),
                );
            }
        }
    }

    fn pass_on(&mut self, job: JobId, request: Request, attachment: Vec<u8>) {
        if let Some(engine) = self.engine_of(job) {
            self.send(engine, request, attachment);
        }
    }

    fn send(&mut self, engine: usize, request: Request, attachment: Vec<u8>) {
        self.actions.push(Action::Send {
            engine,
            request,
            attachment,
        });
    }

    /// A job has come to its end.
    fn ended(&mut self, engine: usize, event: Event, attachment: Vec<u8>) {
        let Some(job) = event.ends() else {
            return;
        };
        let is_its = |task: &Task| task.engine == engine && task.is_sent;
        if !self.tasks.get(&job).is_some_and(is_its) {
            return;
        }
        let made = match &event {
            Event::Stored { added, .. } => added.iter().cloned().map(Item::File).collect(),
            Event::Done { outcome, .. } => outcome.items(job),
            _ => Vec::new(),
        };
        if let Event::Stored { added, .. } = &event {
            self.put.insert(job, added.clone());
        }
        self.holds_now(engine, job, made);
        let Some(task) = self.tasks.remove(&job) else {
            return;
        };
        if let (Event::Done { outcome, .. }, Some((spec, _))) = (&event, task.spec()) {
            if let super::Outcome::Archive(card) = outcome {
                self.archived.insert(card.run_id.clone());
            }
            // What is asked about a report at work is another answer later.
            let is_at_work =
                |item: &Item| item.job().is_some_and(|job| self.tasks.contains_key(&job));
            if attachment.is_empty() && !task.needed.iter().any(is_at_work) {
                self.remembered.keep(spec, &task.needed, outcome);
            }
        }
        if let Some(search) = task.helps() {
            self.helper_gone(job, search, false);
        } else if task.makes.is_empty() {
            if !matches!(event, Event::Cancelled { .. }) {
                self.losses = 0;
            }
            self.dismiss_helpers(job);
            self.actions.push(Action::Tell(event, attachment));
        } else {
            self.provided(engine, &task, &event);
        }
        self.advance_on(engine);
    }
}

fn lost(reason: &Message, remedy: Message) -> Error {
    Error::new(
        Code::Bug,
        message!("error-worker-lost", reason = reason.clone()),
        remedy,
    )
}
