//! The session in the page: intents go in, effects are carried out, events come back, views follow by signals.

mod question;
mod server;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

pub use question::Question;
pub use server::set_login;

use super::pool::{Heard, Pool};
use super::{address, download, files, measure, storage};
use crate::jobs::protocol::{Event, JobId, JobSpec, Outcome, Request};
use crate::jobs::{Action, Scheduler, Source};
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;
use crate::session::{Effect as Todo, Intent, KeepIntent, Session, workspace};

/// How long the worker may take to end a run that was cancelled, in milliseconds.
const CANCEL_MS: u32 = 5_000;

/// The end of a question: an outcome with its attachment, or why there is none; and what takes it.
type Answer = Result<(Outcome, Vec<u8>), Error>;
type Answered = Box<dyn FnOnce(Answer)>;

/// What every view works with; a handle that can be copied.
#[derive(Clone, Copy)]
pub struct Store {
    session: RwSignal<Session>,
    /// Requests to servers that the user named.
    asked_of_servers: RwSignal<u32>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    scheduler: Scheduler,
    /// Workers by the number of their engine.
    pools: BTreeMap<usize, Pool>,
    /// Those that give no sign of life.
    silent: BTreeSet<usize>,
    asked: HashMap<JobId, Answered>,
    /// What the scheduler wants done, in order, and whether somebody is at it.
    actions: VecDeque<Action>,
    is_acting: bool,
    /// Whether workers may begin, which take the processor from who draws.
    may_act: bool,
}

/// The store of this page.
pub fn store() -> Store {
    expect_context()
}

impl Store {
    /// A new session, whose workers wait for [`begin_work`](Store::begin_work).
    pub fn start() -> Store {
        let inner = Inner {
            scheduler: Scheduler::new(most_workers()),
            pools: BTreeMap::new(),
            silent: BTreeSet::new(),
            asked: HashMap::new(),
            actions: VecDeque::new(),
            is_acting: false,
            may_act: false,
        };
        Store {
            session: RwSignal::new(Session::default()),
            asked_of_servers: RwSignal::new(0),
            inner: StoredValue::new_local(inner),
        }
    }

    /// The page stands: workers begin, and do what was wanted by then.
    pub fn begin_work(self) {
        self.inner.update_value(|inner| inner.may_act = true);
        self.act();
    }

    /// Does what the scheduler wants, in order; what that leads to comes after it.
    fn act(self) {
        let mut may_act = false;
        self.inner.update_value(|inner| {
            inner.actions.extend(inner.scheduler.take_actions());
            may_act = inner.may_act && !std::mem::replace(&mut inner.is_acting, true);
        });
        if !may_act {
            return;
        }
        loop {
            let mut action = None;
            self.inner.update_value(|inner| {
                action = inner.actions.pop_front();
                inner.is_acting = action.is_some();
            });
            let Some(action) = action else {
                return;
            };
            self.carry_out_action(action);
        }
    }

    fn carry_out_action(self, action: Action) {
        match action {
            Action::Start(engine) => self.start_worker(engine),
            Action::Stop(engine) => {
                let mut ended = None;
                self.inner
                    .update_value(|inner| ended = inner.pools.remove(&engine));
                // In a task of its own: it may be the one that is speaking.
                spawn_local(async move { drop(ended) });
                self.hear_silence(engine, false);
            }
            Action::Send {
                engine,
                request,
                attachment,
            } => self.inner.with_value(|inner| {
                if let Some(pool) = inner.pools.get(&engine) {
                    pool.send(request, attachment);
                }
            }),
            Action::Bring(source) => spawn_local(async move {
                let bytes = self.bytes_of(&source).await;
                self.inner
                    .update_value(|inner| inner.scheduler.brought(&source, bytes));
                self.act();
            }),
            Action::Tell(Event::Fetch { job, fetch }, body) => self.reach(job, fetch, body),
            Action::Tell(event, attachment) => {
                server::ended(&event);
                self.hear(event, attachment);
            }
            Action::Lost {
                engine,
                reason,
                again,
            } => self.want(Intent::WorkerLost {
                reason,
                again,
                is_first: engine == 0,
            }),
            Action::GaveUp(error) => self.want(Intent::WorkersGone(error)),
        }
    }

    fn start_worker(self, engine: usize) {
        let pool = Pool::start(move |heard| match heard {
            Heard::Event(event, attachment) => {
                self.inner
                    .update_value(|inner| inner.scheduler.heard(engine, *event, attachment));
                self.act();
            }
            Heard::Lost(reason) => self.lose_worker(engine, reason),
            Heard::Silent(silent) => self.hear_silence(engine, silent),
            Heard::Hung => {
                let is_long =
                    (self.inner).with_value(|inner| inner.scheduler.is_at_a_long_step(engine));
                if !is_long {
                    self.lose_worker(engine, message!("worker-no-sign"));
                }
            }
        });
        self.inner.update_value(|inner| {
            inner.pools.insert(engine, pool);
        });
    }

    /// Whether a worker gives no sign of life.
    fn hear_silence(self, engine: usize, silent: bool) {
        let (mut was, mut is) = (false, false);
        self.inner.update_value(|inner| {
            was = !inner.silent.is_empty();
            match silent {
                true => inner.silent.insert(engine),
                false => inner.silent.remove(&engine),
            };
            is = !inner.silent.is_empty();
        });
        if was != is {
            self.want(Intent::WorkerSilent(is));
        }
    }

    fn lose_worker(self, engine: usize, reason: Message) {
        self.inner
            .update_value(|inner| inner.scheduler.lost(engine, reason));
        self.act();
    }

    /// Ends the workers that give no sign of life; others take their place.
    pub fn replace_silent_workers(self) {
        let silent = self.inner.with_value(|inner| inner.silent.clone());
        for engine in silent {
            self.lose_worker(engine, message!("worker-anew"));
        }
    }

    /// What an engine has to be given again.
    async fn bytes_of(self, source: &Source) -> Option<Vec<u8>> {
        let archive = match source {
            Source::File(name) => return files::read_data(name).await,
            Source::Batch(name) => return files::read_batch(name).await,
            Source::Production(sha256) => self.read_untracked(|session| {
                let production = session.production();
                // Another one may have taken its place.
                let is_it = (production.card.as_ref()).is_some_and(|card| card.sha256 == *sha256);
                let archive = production.archive.as_ref().filter(|_| is_it);
                archive.map(|archive| Arc::clone(&archive.bytes))
            }),
            Source::Run(run) => {
                let at_hand = self.read_untracked(|session| session.archive_of_run(run));
                match at_hand {
                    Some(bytes) => Some(bytes),
                    None => storage::run_archive(run).await.map(|kept| kept.bytes),
                }
            }
        };
        archive.map(Arc::unwrap_or_clone)
    }

    /// A part of the session; who reads it runs again when that part changes.
    pub fn memo<T>(self, part: impl Fn(&Session) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.session.with(&part))
    }

    /// A part of the session, followed by who reads it in a memo or effect of its own.
    pub fn read<T>(self, part: impl FnOnce(&Session) -> T) -> T {
        self.session.with(part)
    }

    /// The same, at one moment.
    pub fn read_untracked<T>(self, part: impl FnOnce(&Session) -> T) -> T {
        self.session.with_untracked(part)
    }

    /// How many requests went to servers that the user named.
    pub fn asked_of_servers(self) -> ReadSignal<u32> {
        self.asked_of_servers.read_only()
    }

    /// The user wants something.
    pub fn want(self, intent: Intent) {
        let is_cancel = intent == Intent::Cancel;
        let mut todo = Vec::new();
        self.session.update(|session| todo = session.plan(intent));
        self.carry_out(todo);
        if is_cancel {
            self.see_to_cancel();
        }
    }

    /// A run that the user has cancelled ends, if need be with the worker.
    fn see_to_cancel(self) {
        let job = move || {
            self.session
                .with_untracked(|session| session.cancelling_job())
        };
        let Some(cancelled) = job() else {
            return;
        };
        Timeout::new(CANCEL_MS, move || {
            let engine = || {
                self.inner
                    .with_value(|inner| inner.scheduler.engine_of(cancelled))
            };
            if job() == Some(cancelled)
                && let Some(engine) = engine()
            {
                self.lose_worker(engine, message!("worker-no-cancel"));
            }
        })
        .forget();
    }

    /// Asks the engine something for a view alone. `answered` is called once, with the answer or the fault, unless the
    /// question is taken back.
    pub fn ask(
        self,
        spec: JobSpec,
        answered: impl FnOnce(Result<Outcome, Error>) + 'static,
    ) -> JobId {
        self.ask_with_bytes(spec, Vec::new(), move |ended| {
            answered(ended.map(|(outcome, _)| outcome));
        })
    }

    /// The same with the attachments of the question and of the answer.
    fn ask_with_bytes(
        self,
        spec: JobSpec,
        attachment: Vec<u8>,
        answered: impl FnOnce(Answer) + 'static,
    ) -> JobId {
        let (job, request) = self.session.write_untracked().ask(spec);
        self.inner.update_value(|inner| {
            inner.asked.insert(job, Box::new(answered));
        });
        self.send(request, attachment);
        job
    }

    /// The answer to a question with an attachment, once it is there.
    pub async fn fetch(self, spec: JobSpec, attachment: Vec<u8>) -> Answer {
        let (answer, answered) = oneshot::channel();
        self.ask_with_bytes(spec, attachment, move |ended| {
            // Nobody waits any more where the view has gone.
            let _ = answer.send(ended);
        });
        answered
            .await
            .unwrap_or_else(|_| Err(Error::bug(message!("error-bug-answer"))))
    }

    /// Takes a question back; the engine stops working on it.
    pub fn take_back(self, job: JobId) {
        let mut was_asked = None;
        self.inner
            .update_value(|inner| was_asked = inner.asked.remove(&job));
        if was_asked.is_some() {
            self.send(Request::Cancel { job }, Vec::new());
        }
    }

    fn send(self, request: Request, attachment: Vec<u8>) {
        self.inner
            .update_value(|inner| inner.scheduler.request(request, attachment));
        self.act();
    }

    fn hear(self, event: Event, attachment: Vec<u8>) {
        let mut answered = None;
        if let Some(job) = event.ends() {
            self.inner
                .update_value(|inner| answered = inner.asked.remove(&job));
        }
        match (answered, event) {
            (Some(answered), Event::Done { outcome, .. }) => answered(Ok((outcome, attachment))),
            (Some(answered), Event::Failed { error, .. }) => answered(Err(error)),
            // Who cancelled a question no longer waits for its end.
            (Some(_), _) => {}
            (None, event) => {
                let mut todo = Vec::new();
                self.session
                    .update(|session| todo = session.apply(event, attachment));
                self.carry_out(todo);
            }
        }
    }

    fn carry_out(self, todo: Vec<Todo>) {
        for effect in todo {
            match effect {
                Todo::Send {
                    request,
                    attachment,
                } => self.send(request, attachment),
                Todo::KeepRun { run, text } => {
                    spawn_local(async move { storage::keep_run(&run, &text).await });
                }
                Todo::KeepRunArchive { run, archive } => spawn_local(async move {
                    if storage::keep_run_archive(&run, &archive).await {
                        self.want(Intent::ArchiveKept(run));
                    }
                }),
                Todo::KeepShown(run) => {
                    spawn_local(async move { storage::keep_shown(&run).await });
                }
                Todo::ReadRunArchive(run) => spawn_local(async move {
                    let archive = storage::run_archive(&run).await;
                    self.want(Intent::OpenKept { run, archive });
                }),
                Todo::SaveRun(run) => spawn_local(async move {
                    match storage::run_archive(&run).await {
                        Some(archive) => download::save(&archive.name, &archive.bytes),
                        None => self.want(Intent::OpenKept { run, archive: None }),
                    }
                }),
                Todo::ForgetRun(run) => {
                    spawn_local(async move { storage::forget_run(&run).await });
                }
                Todo::KeepProduction { archive, before } => {
                    spawn_local(storage::keep_production(archive, before));
                }
                Todo::KeepPromotion(text) => {
                    spawn_local(async move { storage::keep_promotion(&text).await });
                }
                Todo::KeepData { record, files } => {
                    let files = files::known(&files);
                    spawn_local(async move { storage::data::keep(&record, &files).await });
                }
                Todo::AskToPersist => spawn_local(storage::room::ask_to_persist()),
                Todo::ReadWorkspace { runs, files } => spawn_local(async move {
                    let (parts, missing) = read_workspace(runs, files).await;
                    self.want(Intent::Keep(KeepIntent::WorkspaceRead { parts, missing }));
                }),
                Todo::HoldFiles(files) => files.iter().for_each(files::hold),
                Todo::KeepSearch(text) => {
                    spawn_local(async move { storage::keep_search(&text).await });
                }
                Todo::KeepSettings(text) => {
                    spawn_local(async move { storage::keep_settings(&text).await });
                }
                Todo::MeasureCosts { job, compare } => {
                    spawn_local(measure::run(self, job, compare));
                }
                Todo::StopMeasuring => measure::stop(),
                Todo::ReadAgain(names) => {
                    files::read_again(names, move |intent| self.want(intent));
                }
                Todo::SaveData(name) => spawn_local(async move {
                    if let Some(bytes) = files::read_data(&name).await {
                        download::save(&name, &bytes);
                    }
                }),
                Todo::ShowAddress(fragment) => address::show(&fragment),
                Todo::Save { name, bytes } => download::save(&name, &bytes),
            }
        }
    }
}

/// One worker a processor; the page leaves one to itself where there are more than two.
fn most_workers() -> usize {
    match window().navigator().hardware_concurrency() as usize {
        few @ ..=2 => few.max(1),
        many => many - 1,
    }
}

/// What a workspace holds of archives that the browser keeps and of data files, and what of it could not be read.
async fn read_workspace(runs: Vec<String>, files: Vec<String>) -> (Vec<NamedBytes>, Vec<String>) {
    let (mut parts, mut missing) = (Vec::new(), Vec::new());
    let mut take = |name: String, bytes: Option<Vec<u8>>| match bytes {
        Some(bytes) => parts.push(NamedBytes { name, bytes }),
        None => missing.push(name),
    };
    for run in runs {
        let archive = storage::run_archive(&run).await;
        let bytes = archive.map(|archive| Arc::unwrap_or_clone(archive.bytes));
        take(workspace::run_path(&run), bytes);
    }
    for (place, name) in files.iter().enumerate() {
        let bytes = files::read_data(name).await;
        take(workspace::data_path(place), bytes);
    }
    (parts, missing)
}
