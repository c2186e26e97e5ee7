//! What the two models cost: each in workers of its own, called by turns.
//!
//! WebAssembly memory never shrinks, so that memory is that of a worker that has done nothing but to take one model and
//! answer all texts once; of that there are some rounds. The workers of the last round are then called by turns for their
//! times, each taken inside the worker, since a message takes longer than a call. All workers are ended afterwards.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::timers::future::TimeoutFuture;

use super::clock;
use super::pool::{Heard, Pool};
use super::store::Store;
use crate::jobs::protocol::{Event, JobId, JobSpec, MeasureSpec, Outcome, Request};
use crate::jobs::summaries::MeasureSummary;
use crate::message;
use crate::message::Message;
use crate::pipeline::compare::{
    FEWEST_ROUNDS, Latency, LatencyWork, Missing, Model, Resource, Resources, Round, Timing,
    TimingOptions,
};
use crate::pipeline::error::{Code, Error};
use crate::session::Intent;

/// Rows of a batch: enough to be one, and few enough that a slow model is measured within a minute.
const BATCH: u32 = 25;
/// Draws of the intervals of the times.
const DRAWS: u32 = 2_000;
const SEED: u32 = 2021;
/// Draws between two looks at the page.
const DRAWS_A_SLICE: u32 = 50;
/// Shares of the whole: the rounds, then the times.
const ROUNDS_SHARE: f64 = 0.3;
const TIMES_SHARE: f64 = 0.95;

thread_local! {
    /// The measurement at work; another one, or none, ends it.
    static AT_WORK: Cell<Option<JobId>> = const { Cell::new(None) };
}

/// Measures, and tells the session how far it is and what came of it.
pub async fn run(store: Store, job: JobId, compare: u32) {
    AT_WORK.set(Some(job));
    let measured = measure(store, job, compare).await;
    if AT_WORK.get() != Some(job) {
        return;
    }
    AT_WORK.set(None);
    store.want(Intent::CostsMeasured {
        job,
        measured: measured.map(Box::new),
    });
}

/// Ends the measurement at work.
pub fn stop() {
    AT_WORK.set(None);
}

fn go_on(store: Store, job: JobId, done: f64) -> Result<(), Error> {
    if AT_WORK.get() != Some(job) {
        return Err(Error::bug(message!("error-measurement-stopped")));
    }
    store.want(Intent::CostsProgress { job, done });
    Ok(())
}

/// A model on its way into workers.
struct Files {
    zip: Vec<u8>,
    model_bytes: u64,
}

async fn measure(store: Store, job: JobId, compare: u32) -> Result<Resources, Error> {
    let texts = store
        .fetch(JobSpec::Measure(MeasureSpec::Texts { compare }), Vec::new())
        .await?;
    let (n_rows, texts) = match texts {
        (Outcome::Measure(MeasureSummary::Texts { n_rows }), texts) => (n_rows, texts),
        _ => return Err(unexpected()),
    };
    let mut files = Vec::new();
    for of in [Model::Candidate, Model::Production] {
        let spec = JobSpec::Measure(MeasureSpec::ModelFiles { compare, of });
        match store.fetch(spec, Vec::new()).await? {
            (Outcome::Measure(MeasureSummary::Model { model_bytes }), zip) => {
                files.push(Files { zip, model_bytes });
            }
            _ => return Err(unexpected()),
        }
    }
    let mut missing = BTreeMap::from([(Resource::CpuSeconds, Missing::NotInBrowsers)]);

    let mut rounds = Vec::new();
    let mut last: Vec<MeasuredModel> = Vec::new();
    for number in 0..FEWEST_ROUNDS {
        last.clear();
        let mut round = [Round::default(); 2];
        for (side, files) in files.iter().enumerate() {
            let share = f64::from(2 * number + side as u32) / f64::from(2 * FEWEST_ROUNDS);
            go_on(store, job, share * ROUNDS_SHARE)?;
            let subject = MeasuredModel::start(files.zip.clone(), texts.clone()).await?;
            let (_, memory_bytes) = subject.call(0, n_rows, 1).await?;
            round[side].peak_memory_bytes = memory_bytes;
            last.push(subject);
        }
        rounds.push(round);
    }

    let mut latencies = [None, None];
    if clock::frozen().is_some() {
        missing.insert(Resource::Latency, Missing::ClockIsFrozen);
    } else {
        let batch = TimingOptions {
            rows_a_call: BATCH,
            ..TimingOptions::BATCH
        };
        let width = (TIMES_SHARE - ROUNDS_SHARE) / 2.0;
        for (at, options) in [TimingOptions::SINGLE, batch].into_iter().enumerate() {
            let from = ROUNDS_SHARE + width * at as f64;
            let mut timing = Timing::new(n_rows as usize, options.by_coarse_clock())?;
            let mut told = 0;
            while let Some(turn) = timing.turn() {
                if timing.done() >= told {
                    let share = f64::from(timing.done()) / f64::from(timing.total());
                    go_on(store, job, from + share * width)?;
                    told = timing.done() + 8;
                }
                let subject = &last[match turn.model {
                    Model::Candidate => 0,
                    Model::Production => 1,
                }];
                let (begin, end) = (turn.rows.start as u64, turn.rows.end as u64);
                let (seconds, _) = subject.call(begin, end, turn.repeats).await?;
                timing.record(seconds);
            }
            match timing.finish() {
                Ok(timings) => {
                    let work = LatencyWork::new(timings, DRAWS, SEED);
                    latencies[at] = draw(store, job, work).await?;
                }
                Err(error) => {
                    missing.insert(Resource::Latency, Missing::Failed(error.line()));
                }
            }
        }
    }
    if rounds
        .iter()
        .flatten()
        .any(|round| round.peak_memory_bytes.is_none())
    {
        missing.insert(Resource::PeakMemory, Missing::NotOnThisSystem);
    }
    let model_bytes = [files[0].model_bytes, files[1].model_bytes];
    Ok(Resources::new(latencies, model_bytes, &rounds, missing))
}

/// Draws the intervals, some at a time, so that the page stays quick.
async fn draw(store: Store, job: JobId, mut work: LatencyWork) -> Result<Option<Latency>, Error> {
    while work.step(DRAWS_A_SLICE).is_running() {
        TimeoutFuture::new(0).await;
        go_on(store, job, 0.0)?;
    }
    Ok(work.finish())
}

/// A worker with one model.
struct MeasuredModel {
    pool: Pool,
    ended: Rc<Ended>,
    last_job: Cell<u32>,
}

/// Who waits for the end of a job, or why there will be none.
#[derive(Default)]
struct Ended {
    waiting: RefCell<Option<oneshot::Sender<Result<Outcome, Error>>>>,
    lost: RefCell<Option<Error>>,
}

impl MeasuredModel {
    async fn start(zip: Vec<u8>, texts: Vec<u8>) -> Result<MeasuredModel, Error> {
        let ended = Rc::new(Ended::default());
        let heard = Rc::clone(&ended);
        let pool = Pool::start(move |said| match said {
            Heard::Event(event, _) => match *event {
                Event::Done { outcome, .. } => heard.take(Ok(outcome)),
                Event::Failed { error, .. } => heard.take(Err(error)),
                _ => {}
            },
            Heard::Lost(reason) => heard.take(Err(has_ended(reason))),
            Heard::Silent(_) | Heard::Hung => {}
        });
        let subject = MeasuredModel {
            pool,
            ended,
            last_job: Cell::new(0),
        };
        subject.ask(MeasureSpec::TakeModel, zip).await?;
        subject.ask(MeasureSpec::TakeTexts, texts).await?;
        Ok(subject)
    }

    /// Seconds of all calls, and the bytes that the worker holds.
    async fn call(&self, from: u64, to: u64, repeats: u32) -> Result<(f64, Option<u64>), Error> {
        let rows = (from, to);
        let spec = MeasureSpec::Call { rows, repeats };
        match self.ask(spec, Vec::new()).await? {
            Outcome::Measure(MeasureSummary::Called {
                seconds,
                memory_bytes,
            }) => Ok((seconds, memory_bytes)),
            _ => Err(unexpected()),
        }
    }

    async fn ask(&self, spec: MeasureSpec, attachment: Vec<u8>) -> Result<Outcome, Error> {
        let job = JobId(self.last_job.get() + 1);
        self.last_job.set(job.0);
        if let Some(error) = self.ended.lost.take() {
            return Err(error);
        }
        let (waiting, answered) = oneshot::channel();
        self.ended.waiting.replace(Some(waiting));
        let spec = JobSpec::Measure(spec);
        let inputs = Box::default();
        self.pool
            .send(Request::Start { job, spec, inputs }, attachment);
        answered.await.unwrap_or_else(|_| Err(unexpected()))
    }
}

impl Ended {
    fn take(&self, answer: Result<Outcome, Error>) {
        match (self.waiting.take(), answer) {
            (Some(waiting), answer) => {
                let _ = waiting.send(answer);
            }
            (None, Err(error)) => {
                self.lost.replace(Some(error));
            }
            (None, Ok(_)) => {}
        }
    }
}

fn has_ended(reason: Message) -> Error {
    Error::new(
        Code::Bug,
        message!("error-worker-of-measurement", reason = reason),
        message!("error-measure-again"),
    )
}

fn unexpected() -> Error {
    Error::new(
        Code::Protocol,
        message!("error-other-answer"),
        message!("error-reload-same-build"),
    )
}
