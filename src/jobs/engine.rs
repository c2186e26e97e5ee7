//! The engine: messages in, messages out, long work in slices between them.
//!
//! It owns all that is big. It has no clock, thread or randomness of its own: who drives it says what time it is and
//! for how long it may work. The worker drives it in the browser, the tests natively.

use std::collections::VecDeque;

use super::data;
use super::engine_data::EngineData;
use super::items::{Inputs, Item, Rank};
use super::job::{Active, Clock, Job};
use super::protocol::{Envelope, Event, JobId, JobSpec, Request, build_id};
use super::starting::{Started, start};
use super::summaries::Progress;
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// Answers requests; see [`protocol`](super::protocol) for what it promises.
#[derive(Default)]
pub struct Engine {
    held: EngineData,
    jobs: VecDeque<Active>,
    frozen_clock: Option<UnixMillis>,
    events: Vec<Envelope>,
    memory: Option<fn() -> u64>,
    /// Milliseconds between two interim outcomes of a job.
    interim_ms: f64,
}

impl Engine {
    pub fn new() -> Engine {
        Engine::default()
    }

    /// The same with a way to tell how many bytes of memory it holds.
    pub fn with_memory(memory: fn() -> u64) -> Engine {
        Engine {
            memory: Some(memory),
            ..Engine::default()
        }
    }

    /// The same with `millis` between two interim outcomes of a job at least: who shows them needs time for it, and what they
    /// say grows with the job. What there was at the end of a job that is cancelled is told all the same.
    pub fn with_interims_every(self, millis: f64) -> Engine {
        Engine {
            interim_ms: millis,
            ..self
        }
    }

    /// The same with `bytes` of what it holds at most, as far as they are counted.
    pub fn with_budget(self, bytes: u64) -> Engine {
        Engine {
            held: EngineData::with_budget(bytes),
            ..self
        }
    }

    /// Takes a message. Short jobs are done when this returns; long ones wait for [`Engine::work`].
    pub fn receive(&mut self, envelope: Envelope, now: UnixMillis) {
        let now = self.frozen_clock.unwrap_or(now);
        self.held.now = now;
        match envelope.unpack::<Request>() {
            Ok((request, attachment)) => self.request(request, attachment, now),
            Err(error) => self.say(&Event::Failed { job: None, error }),
        }
        self.trim();
    }

    fn trim(&mut self) {
        let jobs = &self.jobs;
        let is_pinned = |item: &Item| jobs.iter().any(|active| active.pins.contains(item));
        self.held.store.trim(is_pinned);
    }

    /// Whether [`Engine::work`] has something to do.
    pub fn has_work(&self) -> bool {
        self.jobs.iter().any(Active::can_work) || self.held.has_run_to_index()
    }

    /// Works in small units, as long as there is work and `go_on` says so; at least one unit. Of long jobs those that the
    /// user waits for come first (a run before a report of drift, which goes on afterwards), those of one rank take turns.
    /// Then tells the progress of each job that has worked.
    pub fn work(&mut self, now: &mut dyn FnMut() -> UnixMillis, go_on: &mut dyn FnMut() -> bool) {
        while self.has_work() {
            let frozen = self.frozen_clock;
            let mut clock = || frozen.unwrap_or_else(&mut *now);
            match self.next() {
                Some(place) => {
                    self.step(place, &mut clock);
                }
                // Nothing else to do: get ready for the next trial of a text.
                None => {
                    if let Some(run) = self.held.run_to_index() {
                        run.step_index();
                    }
                }
            }
            if !go_on() {
                break;
            }
        }
        let at = now().0;
        for place in 0..self.jobs.len() {
            if std::mem::take(&mut self.jobs[place].moved) {
                if at - self.jobs[place].told >= self.interim_ms {
                    self.tell_interim(place);
                    self.jobs[place].told = at;
                }
                self.tell_progress(place);
            }
        }
    }

    /// The place of the job whose turn it is: the first of the first rank at work.
    fn next(&self) -> Option<usize> {
        let at_work = self.jobs.iter().enumerate();
        at_work
            .filter(|(_, active)| active.can_work())
            .min_by_key(|(place, active)| (active.rank, *place))
            .map(|(place, _)| place)
    }

    /// The messages since the last call, in order.
    pub fn take_events(&mut self) -> Vec<Envelope> {
        std::mem::take(&mut self.events)
    }

    fn request(&mut self, request: Request, attachment: Vec<u8>, now: UnixMillis) {
        match request {
            Request::Hello {
                build: _,
                frozen_clock,
            } => {
                self.frozen_clock = frozen_clock;
                self.say(&Event::Ready { build: build_id() });
            }
            Request::Put {
                job, name, beside, ..
            } => {
                let needed: Vec<Item> = beside.iter().cloned().map(Item::File).collect();
                if self.accept(job, &Inputs::default(), &needed) {
                    let bytes = attachment;
                    match data::put(&self.held, NamedBytes { name, bytes }, &beside) {
                        Ok(work) => self.enqueue(job, Rank::Answer, needed, Box::new(work)),
                        Err(error) => self.fail(job, error),
                    }
                }
            }
            Request::Forget { items } => self.held.forget(&items),
            Request::Start { job, spec, inputs } => {
                if self.accept(job, &inputs, &spec.inputs(&inputs))
                    && let Err(error) = self.start(job, spec, &inputs, attachment, now)
                {
                    self.fail(job, error);
                }
            }
            Request::Cancel { job } => {
                if let Some(place) = self.place(job) {
                    self.cancel(place, now);
                }
            }
            Request::Word { job, from, word } => {
                if let Some(place) = self.place(job) {
                    self.jobs[place].job.hear(from, word, now);
                    self.tell_words(place);
                }
            }
            Request::Fetched { job, fetched } => {
                if let Some(place) = self.place(job) {
                    self.jobs[place].job.fetched(fetched, attachment);
                }
            }
            Request::Pause { job } => self.pause(job, now),
            Request::Resume { job } => self.resume(job, now),
            Request::Step { job } => {
                if let Some(place) = self.place(job)
                    && self.jobs[place].paused.is_some()
                    && let Some(place) = self.step(place, &mut || now)
                {
                    self.jobs[place].moved = false;
                    self.tell_interim(place);
                    self.tell_progress(place);
                }
            }
        }
    }

    /// Whether a job can start: its number is no other's, and what it needs is there.
    fn accept(&mut self, job: JobId, inputs: &Inputs, needed: &[Item]) -> bool {
        if self.place(job).is_some() {
            let message = message!("error-job-twice", job = job.0.to_string());
            let error = Error::new(Code::Protocol, message, message!("error-reload"));
            self.say(&Event::Failed { job: None, error });
            return false;
        }
        match self.held.give(inputs, needed) {
            Ok(()) => true,
            Err(items) => {
                self.say(&Event::Missing { job, items });
                false
            }
        }
    }

    fn start(
        &mut self,
        id: JobId,
        spec: JobSpec,
        inputs: &Inputs,
        attachment: Vec<u8>,
        now: UnixMillis,
    ) -> Result<(), Error> {
        let (rank, pins) = (spec.rank(), spec.pins(id, inputs));
        match start(&mut self.held, id, spec, attachment, self.memory, now)? {
            Started::Long(job) => self.enqueue(id, rank, pins, job),
            Started::Done(answer) => self.events.push(answer.of_job(id)),
        }
        Ok(())
    }

    fn enqueue(&mut self, id: JobId, rank: Rank, pins: Vec<Item>, job: Box<dyn Job>) {
        // A new job is the next of its rank: what was asked for last is what the user looks at.
        self.jobs.push_front(Active {
            id,
            rank,
            pins,
            job,
            paused: None,
            moved: false,
            done: 0.0,
            told: f64::NEG_INFINITY,
        });
    }

    /// One unit of the job at `place`, which then stands last, at the place given; none where it is over.
    fn step(&mut self, place: usize, clock: Clock<'_>) -> Option<usize> {
        let mut active = self.jobs.remove(place)?;
        active.moved = true;
        match active.job.step_by(&mut self.held, clock) {
            Ok(None) => {
                self.jobs.push_back(active);
                let place = self.jobs.len() - 1;
                self.tell_words(place);
                return Some(place);
            }
            Ok(Some(answer)) => self.events.push(answer.of_job(active.id)),
            Err(error) => self.fail(active.id, error),
        }
        self.trim();
        None
    }

    /// A job that can comes to its end with what it has; another is over.
    fn cancel(&mut self, place: usize, now: UnixMillis) {
        let job = self.jobs[place].id;
        if self.jobs[place].job.stop(now) {
            self.resume(job, now);
            return self.tell_words(place);
        }
        self.tell_interim(place);
        self.jobs.remove(place);
        self.say(&Event::Cancelled { job });
    }

    fn pause(&mut self, job: JobId, now: UnixMillis) {
        if let Some(place) = self.place(job) {
            self.jobs[place].paused.get_or_insert(now);
            self.tell_progress(place);
        }
    }

    fn resume(&mut self, job: JobId, now: UnixMillis) {
        if let Some(place) = self.place(job) {
            let active = &mut self.jobs[place];
            if let Some(since) = active.paused.take() {
                active.job.rested(now.seconds_since(since));
            }
            self.tell_progress(place);
        }
    }

    /// What a job says to others, and what it wants of a server.
    fn tell_words(&mut self, place: usize) {
        let job = self.jobs[place].id;
        for (to, word) in self.jobs[place].job.words() {
            self.say(&Event::Word { job, to, word });
        }
        if let Some((fetch, body)) = self.jobs[place].job.fetch() {
            let event = Event::Fetch { job, fetch };
            self.events.push(Envelope::pack(&event, body));
        }
    }

    /// What a job has so far, where that is more than was told.
    fn tell_interim(&mut self, place: usize) {
        let active = &mut self.jobs[place];
        if let Some(outcome) = active.job.interim(&self.held) {
            let job = active.id;
            self.say(&Event::Interim { job, outcome });
        }
    }

    fn tell_progress(&mut self, place: usize) {
        let active = &mut self.jobs[place];
        let progress = active.job.progress();
        active.done = active.done.max(progress.done.clamp(0.0, 1.0));
        let progress = Progress {
            done: active.done,
            paused: active.paused.is_some(),
            ..progress
        };
        let event = Event::Progress {
            job: active.id,
            progress,
        };
        self.say(&event);
    }

    fn place(&self, job: JobId) -> Option<usize> {
        self.jobs.iter().position(|active| active.id == job)
    }

    fn fail(&mut self, job: JobId, error: Error) {
        self.say(&Event::Failed {
            job: Some(job),
            error,
        });
    }

    fn say(&mut self, event: &Event) {
        self.events.push(Envelope::pack(event, Vec::new()));
    }
}
