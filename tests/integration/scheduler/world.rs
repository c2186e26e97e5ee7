//! A scheduler with engines and a client, in which one thing happens after the other, in the order that a test draws.

use std::collections::{BTreeMap, VecDeque};

use dryf::jobs::{
    Action, Engine, Envelope, Event, JobId, JobSpec, Outcome, Request, Scheduler, Source,
};
use dryf::message::Message;
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::time::UnixMillis;

use super::quick;
use crate::known::Known;

/// What happens next in a world of engines, by numbers that a test draws.
pub struct World {
    pub scheduler: Scheduler,
    /// Engines that live, and what was sent to each and is not received yet.
    pub engines: BTreeMap<usize, (Engine, VecDeque<Envelope>)>,
    pub known: Known,
    pub job: u32,
    /// Ends of jobs, in their order.
    pub ended: Vec<(Event, Vec<u8>)>,
    actions: VecDeque<Action>,
    /// What is wanted and not brought yet.
    wanted: VecDeque<Source>,
    /// What the client has.
    pub files: BTreeMap<String, Vec<u8>>,
    pub archives: BTreeMap<String, Vec<u8>>,
    pub brought: Vec<Source>,
    pub started: Vec<usize>,
    pub lost: u32,
    pub gave_up: bool,
    /// Bytes that an engine may hold.
    pub budget: u64,
    /// What each engine has said of a search, how often.
    pub words: BTreeMap<usize, u32>,
}

impl World {
    pub fn new(most: usize) -> World {
        World {
            scheduler: Scheduler::new(most),
            engines: BTreeMap::new(),
            known: Known::default(),
            job: 0,
            ended: Vec::new(),
            actions: VecDeque::new(),
            wanted: VecDeque::new(),
            files: BTreeMap::new(),
            archives: BTreeMap::new(),
            brought: Vec::new(),
            started: Vec::new(),
            lost: 0,
            gave_up: false,
            budget: u64::MAX,
            words: BTreeMap::new(),
        }
    }

    pub fn ask(&mut self, spec: JobSpec) -> JobId {
        self.ask_with(spec, Vec::new())
    }

    pub fn ask_with(&mut self, spec: JobSpec, attachment: Vec<u8>) -> JobId {
        self.job += 1;
        let job = JobId(self.job);
        let request = self.known.start(job, spec);
        self.scheduler.request(request, attachment);
        job
    }

    /// Gives files together, as a browser does.
    pub fn put(&mut self, files: Vec<NamedBytes>) -> Vec<JobId> {
        let mut behind = Vec::new();
        for file in files {
            self.job += 1;
            let job = JobId(self.job);
            let Request::Put { name, beside, .. } = self.known.put(job, &file.name) else {
                unreachable!("a file is put");
            };
            self.files.insert(file.name.clone(), file.bytes.clone());
            let request = Request::Put {
                job,
                name,
                beside,
                behind: behind.clone(),
            };
            self.scheduler.request(request, file.bytes);
            behind.push(job);
        }
        behind
    }

    /// One thing happens; none where nothing can. `choice` says which of those that can.
    pub fn happen(&mut self, choice: usize) -> bool {
        self.actions.extend(self.scheduler.take_actions());
        let with_mail =
            |(engine, mail): &(Engine, VecDeque<Envelope>)| !mail.is_empty() || engine.has_work();
        let busy = self.engines.iter().filter(|(_, engine)| with_mail(engine));
        let busy: Vec<usize> = busy.map(|(number, _)| *number).collect();
        let n = usize::from(!self.actions.is_empty())
            + usize::from(!self.wanted.is_empty())
            + busy.len();
        if n == 0 {
            return false;
        }
        let mut choice = choice % n;
        if !self.actions.is_empty() {
            if choice == 0 {
                self.act();
                return true;
            }
            choice -= 1;
        }
        if let Some(number) = busy.get(choice) {
            self.turn(*number);
        } else {
            let source = self.wanted.pop_front().expect("something is wanted");
            let bytes = match &source {
                Source::File(name) | Source::Batch(name) => self.files.get(name),
                Source::Run(id) | Source::Production(id) => self.archives.get(id),
            };
            self.brought.push(source.clone());
            self.scheduler.brought(&source, bytes.cloned());
        }
        true
    }

    pub fn act(&mut self) {
        let Some(action) = self.actions.pop_front() else {
            return;
        };
        match action {
            Action::Start(number) => {
                self.started.push(number);
                let mut engine = Engine::new().with_budget(self.budget);
                let hello = Request::Hello {
                    build: "b".into(),
                    frozen_clock: Some(UnixMillis(0.0)),
                };
                engine.receive(Envelope::pack(&hello, Vec::new()), UnixMillis(0.0));
                self.engines.insert(number, (engine, VecDeque::new()));
            }
            Action::Stop(number) => {
                self.engines.remove(&number);
            }
            Action::Send {
                engine,
                request,
                attachment,
            } => {
                if let Some((_, mail)) = self.engines.get_mut(&engine) {
                    mail.push_back(Envelope::pack(&request, attachment));
                }
            }
            Action::Bring(source) => self.wanted.push_back(source),
            Action::Tell(event, attachment) => {
                let (event, attachment) = self.known.hear(Envelope::pack(&event, attachment));
                if event.ends().is_some() {
                    self.ended.push((event, attachment));
                }
            }
            Action::Lost { .. } => self.lost += 1,
            Action::GaveUp(_) => self.gave_up = true,
        }
    }

    /// An engine receives what was sent, or works a unit, and is heard.
    pub fn turn(&mut self, number: usize) {
        let Some((engine, mail)) = self.engines.get_mut(&number) else {
            return;
        };
        match mail.pop_front() {
            Some(envelope) => engine.receive(envelope, UnixMillis(0.0)),
            None => engine.work(&mut || UnixMillis(0.0), &mut || false),
        }
        for envelope in engine.take_events() {
            let (event, attachment) = envelope.unpack().expect("the engine speaks the protocol");
            if let Event::Word { .. } = event {
                *self.words.entry(number).or_insert(0) += 1;
            }
            self.scheduler.heard(number, event, attachment);
        }
    }

    pub fn settle(&mut self) {
        while self.happen(0) {}
    }

    pub fn lose(&mut self, number: usize) {
        self.engines.remove(&number);
        self.scheduler.lost(number, Message::text("it died"));
    }

    /// The end of a job.
    pub fn end(&mut self, job: JobId) -> Event {
        self.settle();
        let found = self
            .ended
            .iter()
            .find(|(event, _)| event.ends() == Some(job));
        found.map(|(event, _)| event.clone()).expect("it has ended")
    }

    pub fn outcome(&mut self, job: JobId) -> Outcome {
        match self.end(job) {
            Event::Done { outcome, .. } => outcome,
            other => panic!("no outcome: {other:?}"),
        }
    }

    pub fn demo(&mut self) {
        let job = self.ask(JobSpec::LoadDemo(dryf::message::Language::Polish));
        self.outcome(job);
    }

    pub fn train(&mut self, c: f64) -> String {
        let mut config = Box::new(quick());
        config.svc.c = c;
        let job = self.ask(JobSpec::Train {
            config,
            start: UnixMillis(0.0),
            found_by: None,
        });
        match self.outcome(job) {
            Outcome::Run(run) => run.run_id,
            other => panic!("no run: {other:?}"),
        }
    }

    /// Builds a run's archive, which the client keeps.
    pub fn keep(&mut self, run: &str) {
        let job = self.ask(JobSpec::BuildArchive {
            run: run.into(),
            include_texts: true,
        });
        self.outcome(job);
        let (_, zip) = self.ended.last().expect("it has ended");
        self.archives.insert(run.into(), zip.clone());
    }
}
