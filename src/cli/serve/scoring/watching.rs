//! The model that is served, and how another takes its place: where its file changes, and on request.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::sync::oneshot;

use super::counts::Counts;
use super::model::ServedModel;
use crate::cli::output;
use crate::cli::tracking::Tracking;
use crate::message;
use crate::pipeline::error::Error;

/// Where the model comes from: a file, or a name on a tracking server.
pub struct Source {
    pub model: PathBuf,
    pub tracking: Tracking,
}

/// What tells one state of a source from another.
#[derive(Debug, Clone, PartialEq)]
enum State {
    File(u64, Option<SystemTime>),
    Server(String),
}

impl Source {
    /// None where it can't be told now.
    fn state(&self) -> Option<State> {
        if let Some(run) = self.tracking.run_of(&self.model).ok()? {
            return Some(State::Server(run));
        }
        let there = fs::metadata(&self.model).ok()?;
        Some(State::File(there.len(), there.modified().ok()))
    }

    fn read(&self, counts: &Counts) -> Result<ServedModel, Error> {
        let archive = self.tracking.model_archive(&self.model)?;
        ServedModel::of(archive, &self.model, counts)
    }
}

/// The model that is served now.
#[derive(Clone)]
pub struct Current(Arc<RwLock<Arc<ServedModel>>>);

impl Current {
    pub fn get(&self) -> Arc<ServedModel> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Asks for a look at the source.
#[derive(Clone)]
pub struct Wishes(Sender<Option<oneshot::Sender<Result<bool, Error>>>>);

impl Wishes {
    pub fn reload_soon(&self) {
        let _ = self.0.send(None);
    }

    /// Reads the source; gives whether another model is there now.
    ///
    /// # Errors
    /// Those of reading the model, where the model of before goes on.
    pub async fn reload(&self) -> Result<bool, Error> {
        let (answer, answered) = oneshot::channel();
        let _ = self.0.send(Some(answer));
        let gone = |_| Err(Error::bug(message!("cli-bug")));
        answered.await.unwrap_or_else(gone)
    }
}

pub struct Watching {
    pub current: Current,
    wishes: Wishes,
}

impl Watching {
    /// Reads the model, and looks again every `poll`.
    ///
    /// # Errors
    /// Those of reading the model.
    pub fn begin(source: Source, poll: Duration, counts: &Arc<Counts>) -> Result<Watching, Error> {
        let state = source.state();
        let model = source.read(counts)?;
        say_model("serve-serves", &model);
        let current = Current(Arc::new(RwLock::new(Arc::new(model))));
        let (sender, wishes) = channel();
        let watcher = Watcher {
            source,
            poll,
            read: state.clone(),
            seen: state,
            current: current.clone(),
            counts: Arc::clone(counts),
        };
        std::thread::spawn(move || watcher.work(&wishes));
        Ok(Watching {
            current,
            wishes: Wishes(sender),
        })
    }

    pub fn wishes(&self) -> Wishes {
        self.wishes.clone()
    }
}

struct Watcher {
    source: Source,
    poll: Duration,
    /// The state that was read last, and the one that was seen last: a file is read once it has stood still for a poll.
    read: Option<State>,
    seen: Option<State>,
    current: Current,
    counts: Arc<Counts>,
}

impl Watcher {
    fn work(mut self, wishes: &Receiver<Option<oneshot::Sender<Result<bool, Error>>>>) {
        loop {
            match wishes.recv_timeout(self.poll) {
                Ok(answer) => {
                    let done = self.reload();
                    if let Some(answer) = answer {
                        let _ = answer.send(done);
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look(&mut self) {
        let state = self.source.state();
        // A file that is taken away is no other model, nor is a server that does not answer.
        let is_new = state.is_some() && state != self.read;
        let stands = matches!(state, Some(State::Server(_))) || state == self.seen;
        self.seen = state;
        if is_new && stands {
            let _ = self.reload();
        }
    }

    fn reload(&mut self) -> Result<bool, Error> {
        self.read = self.source.state();
        self.seen = self.read.clone();
        let read = self.source.read(&self.counts);
        let model = match read {
            Ok(model) => model,
            Err(error) => {
                self.counts.refused_reloads.fetch_add(1, Ordering::Relaxed);
                output::say(&message!("serve-reload-refused", fault = error.line()));
                return Err(error);
            }
        };
        let before = self.current.get();
        let is_other =
            (&before.run_id, &before.model_sha256) != (&model.run_id, &model.model_sha256);
        if is_other {
            say_model("serve-serves-now", &model);
            *self
                .current
                .0
                .write()
                .unwrap_or_else(PoisonError::into_inner) = Arc::new(model);
            self.counts.reloads.fetch_add(1, Ordering::Relaxed);
        }
        Ok(is_other)
    }
}

fn say_model(id: &'static str, model: &ServedModel) {
    let short = |id: &str| id.get(..8).unwrap_or(id).to_string();
    let (run, digest) = (short(&model.run_id), short(&model.model_sha256));
    output::say(&match id {
        "serve-serves" => message!("serve-serves", run = run, model = digest),
        _ => message!("serve-serves-now", run = run, model = digest),
    });
}
