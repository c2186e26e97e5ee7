//! The work as a job: its sides from what the engine holds, its answer without rows that nobody is shown.

use std::sync::Arc;

use super::request::{DataRef, DiffRequest};
use super::summaries::DiffSummary;
use super::work::{DiffWork, Diffed, RunSide};
use crate::document::RELABELLED_SHOWN;
use crate::jobs::engine_data::EngineData;
use crate::jobs::items::Item;
use crate::jobs::job::{Answer, Job};
use crate::jobs::protocol::Outcome;
use crate::jobs::store::Value;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::corpus::DataSet;
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// Share of the whole that the rows take, about, where there is something to draw.
const ROWS_SHARE: f64 = 0.5;

pub(in crate::jobs) struct DiffJob {
    /// None once it is over.
    work: Option<DiffWork>,
}

impl DiffJob {
    /// # Errors
    /// A version or a run that is not held; a version that is a run's, of which its archive has no texts.
    pub fn new(held: &mut EngineData, request: &DiffRequest) -> Result<DiffJob, Error> {
        let work = match request {
            DiffRequest::Data { before, now } => {
                let [before, now] = [data(held, before)?, data(held, now)?];
                DiffWork::new([Some(before), Some(now)], None)
            }
            DiffRequest::Runs { before, now } => {
                let [before, now] = [side(held, before)?, side(held, now)?];
                DiffWork::new([before.1, now.1], Some([before.0, now.0]))
            }
        };
        Ok(DiffJob { work: Some(work) })
    }
}

fn data(held: &mut EngineData, of: &DataRef) -> Result<Arc<DataSet>, Error> {
    match of {
        DataRef::Run(run) => held.run(run)?.data().map(Arc::clone),
        DataRef::Data(id) => match held.store.get(&Item::Data(id.clone())) {
            Some(Value::Data(loaded)) => Ok(Arc::clone(&loaded.set)),
            // It would have been missing.
            _ => Err(Error::bug(message!("error-bug-unfinished"))),
        },
    }
}

fn side(held: &mut EngineData, run: &str) -> Result<(RunSide, Option<Arc<DataSet>>), Error> {
    let run = held.run(run)?;
    Ok((run.side()?, run.data().ok().map(Arc::clone)))
}

impl Job for DiffJob {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        if let Some(work) = &mut self.work
            && work.step()?.is_running()
        {
            return Ok(None);
        }
        let over = || Error::bug(message!("error-bug-beyond-end"));
        let work = self.work.take().ok_or_else(over)?;
        let data = work.data.clone();
        let summary = summary(work.finish()?, &data);
        Ok(Some(Answer::new(Outcome::Diff(Box::new(summary)))))
    }

    fn progress(&mut self) -> Progress {
        let work = self.work.as_ref();
        let (stage, share) = work.map_or(("diff_draws", 1.0), DiffWork::standing);
        let done = match stage {
            "diff_rows" => share * ROWS_SHARE,
            _ => ROWS_SHARE + share * (1.0 - ROWS_SHARE),
        };
        Progress {
            stage: stage.into(),
            fraction: Some(share),
            done,
            ..Progress::default()
        }
    }
}

fn summary(done: Diffed, data: &[Option<Arc<DataSet>>; 2]) -> DiffSummary {
    let texts = done.relabelled_texts(data[1].as_deref(), RELABELLED_SHOWN);
    DiffSummary {
        relabelled_texts: texts.into_iter().map(String::from).collect(),
        has_texts: data.each_ref().map(Option::is_some),
        data: done.data.without_rows(RELABELLED_SHOWN),
        paired: done.paired.map(|(set, pair)| (set, Box::new(pair))),
        unpaired: done.unpaired,
    }
}
