//! What models cost: calls timed by turns in this process, processor time and memory in a process for each model.
//!
//! The process is this program again with the hidden command `measure`, which gets the model's files and the texts through its
//! standard input: a line of JSON with the bytes of each part, then the parts. So it holds nothing but the model and the rows,
//! whatever else an archive has.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{BufRead, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::args::Measure;
use super::output;
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::entities::FileMap;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::compare::{
    FEWEST_ROUNDS, Latency, LatencyWork, Missing, Model, Resource, Resources, Round, Timing,
    TimingOptions, Timings,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::model_files::model_from_files;

/// Texts that are predicted at a time.
const BATCH: usize = 1024;
/// Draws of the bootstrap of times.
const DRAWS: u32 = 1000;
/// Processor time that all rows are predicted for again and again, so that a model's short turn can be told.
const LEAST_CPU: Duration = Duration::from_millis(50);

/// One of the models that are compared.
pub struct Measured<'a> {
    pub prepared: &'a PreparedClassifier,
    /// As they are exported.
    pub files: &'a FileMap,
}

/// All that can be measured of two models, the candidate first, on these texts. What can't be is missing, with its reason.
///
/// # Errors
/// Those of [`Timing::new`] and [`Timing::finish`].
pub fn resources(
    models: [&Measured; 2],
    texts: &[String],
    seed: u32,
    mut progress: impl FnMut(Message),
) -> Result<Resources, Error> {
    let prepared = models.map(|model| model.prepared);
    let calls = |rows: &'static str| message!("cli-phase-measure", rows = Argument::key(rows));
    progress(calls("one"));
    let single = latency(prepared, texts, TimingOptions::SINGLE, seed)?;
    progress(calls("hundred"));
    let batch = latency(prepared, texts, TimingOptions::BATCH, seed)?;
    let mut rounds = Vec::new();
    let mut missing = BTreeMap::new();
    for round in 0..FEWEST_ROUNDS {
        progress(message!(
            "cli-phase-measure-round",
            round = (round + 1).to_string(),
            rounds = FEWEST_ROUNDS.to_string()
        ));
        // By turns, as the calls are.
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        let mut found = [Round::default(); 2];
        for side in order {
            match in_process(models[side].files, texts) {
                Ok(measured) => found[side] = measured,
                Err(fault) => {
                    missing.insert(Resource::CpuSeconds, Missing::Failed(fault.clone()));
                    missing.insert(Resource::PeakMemory, Missing::Failed(fault));
                }
            }
        }
        if !missing.is_empty() {
            rounds.clear();
            break;
        }
        rounds.push(found);
    }
    for (resource, is_missing) in [
        (
            Resource::CpuSeconds,
            rounds
                .iter()
                .flatten()
                .any(|round| round.cpu_seconds.is_none()),
        ),
        (
            Resource::PeakMemory,
            rounds
                .iter()
                .flatten()
                .any(|round| round.peak_memory_bytes.is_none()),
        ),
    ] {
        if is_missing {
            missing.insert(resource, Missing::NotOnThisSystem);
        }
    }
    Ok(Resources::new(
        [Some(single), Some(batch)],
        models.map(|model| model_bytes(model.files)),
        &rounds,
        missing,
    ))
}

/// Bytes of a model's files.
pub fn model_bytes(files: &FileMap) -> u64 {
    files.values().map(|bytes| bytes.len() as u64).sum()
}

fn latency(
    models: [&PreparedClassifier; 2],
    texts: &[String],
    options: TimingOptions,
    seed: u32,
) -> Result<Latency, Error> {
    let mut work = LatencyWork::new(timings(models, texts, options)?, DRAWS, seed);
    while work.step(DRAWS).is_running() {}
    work.finish()
        .ok_or_else(|| Error::bug(message!("error-bug-unfinished")))
}

/// Does the calls and takes their times.
fn timings(
    models: [&PreparedClassifier; 2],
    texts: &[String],
    options: TimingOptions,
) -> Result<Timings, Error> {
    let mut timing = Timing::new(texts.len(), options)?;
    while let Some(turn) = timing.turn() {
        let model = match turn.model {
            Model::Candidate => models[0],
            Model::Production => models[1],
        };
        let rows = &texts[turn.rows];
        let begun = Instant::now();
        for _ in 0..turn.repeats {
            black_box(model.labels(black_box(rows)));
        }
        timing.record(begun.elapsed().as_secs_f64());
    }
    timing.finish()
}

/// The bytes of each part that follows the line.
#[derive(Serialize, Deserialize)]
struct Parts {
    /// Of the model, by name.
    files: BTreeMap<String, usize>,
    /// A JSON list.
    texts: usize,
}

/// Runs `dryf measure` for a model.
///
/// # Errors
/// Why nothing could be measured.
fn in_process(files: &FileMap, texts: &[String]) -> Result<Round, Message> {
    let failed = |what: &'static str, fault: String| {
        message!("measure-failed", what = Argument::key(what), fault = fault)
    };
    let no_json = |error: serde_json::Error| message!("error-bug-json", fault = error.to_string());
    let program = std::env::current_exe().map_err(|error| failed("program", error.to_string()))?;
    let texts = serde_json::to_vec(texts).map_err(no_json)?;
    let parts = Parts {
        files: files
            .iter()
            .map(|(name, bytes)| (name.clone(), bytes.len()))
            .collect(),
        texts: texts.len(),
    };
    let mut child = Command::new(program)
        .arg("measure")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed("start", error.to_string()))?;
    // The child reads all before it writes, so that neither waits for the other; one that ends early is told by its result.
    if let Some(mut pipe) = child.stdin.take() {
        let line = serde_json::to_vec(&parts).map_err(no_json)?;
        let _ = std::iter::once(&line)
            .chain([&b"\n".to_vec()])
            .chain(files.values())
            .chain([&texts])
            .try_for_each(|part| pipe.write_all(part));
    }
    let done = child
        .wait_with_output()
        .map_err(|error| failed("read", error.to_string()))?;
    if !done.status.success() {
        return Err(failed("ended", done.status.to_string()));
    }
    serde_json::from_slice(&done.stdout).map_err(|error| failed("numbers", error.to_string()))
}

/// `dryf measure`: loads the model, predicts the rows, prints what that cost. With `--calls` it times so many calls by the
/// schedule of `dryf compare`, the model against itself, and prints their mean and median.
///
/// # Errors
/// Those of the model; [`Code::BadRow`] where the input is not what `dryf compare` sends.
pub fn measure(options: &Measure) -> Result<(), Error> {
    let (files, texts) = sent()?;
    let begun = ProcessTime::try_now().ok();
    let model = model_from_files(&files)?;
    let prepared = model.prepare()?;
    drop(files);
    let load = begun.and_then(since);
    if let Some(calls) = options.calls {
        let options = TimingOptions {
            calls,
            ..TimingOptions::SINGLE
        };
        let timings = timings([&prepared, &prepared], &texts, options)?;
        let mut seconds = timings.candidate.seconds;
        seconds.extend(timings.production.seconds);
        let mean = seconds.iter().sum::<f64>() / seconds.len() as f64;
        let median = *seconds
            .select_nth_unstable_by(calls as usize, f64::total_cmp)
            .1;
        let value = json!({ "calls": 2 * calls, "mean_seconds": mean, "median_seconds": median });
        return print(&value);
    }
    let predict = || {
        for batch in texts.chunks(BATCH) {
            black_box(prepared.labels(black_box(batch)));
        }
    };
    predict();
    let peak_memory_bytes = super::evaluate::peak_memory();
    let begun = ProcessTime::try_now().ok();
    let mut passes = 0;
    let cpu = begun.and_then(|begun| {
        loop {
            predict();
            passes += 1;
            let seconds = since(begun)?;
            if seconds >= LEAST_CPU.as_secs_f64() {
                return Some(seconds / f64::from(passes));
            }
        }
    });
    let round = Round {
        load_cpu_seconds: load,
        cpu_seconds: cpu,
        peak_memory_bytes,
    };
    print(&json!(round))
}

fn print(value: &serde_json::Value) -> Result<(), Error> {
    let mut text = output::Lines::new();
    text.line(value);
    output::print(&text)
}

fn since(begun: ProcessTime) -> Option<f64> {
    Some(begun.try_elapsed().ok()?.as_secs_f64())
}

/// The model's files and the texts, from standard input.
fn sent() -> Result<(FileMap, Vec<String>), Error> {
    let wrong = |fault: Message| {
        Error::new(
            Code::BadRow,
            message!("error-measure-input", fault = fault),
            message!("error-run-compare"),
        )
    };
    let mut input = std::io::stdin().lock();
    let mut line = String::new();
    input
        .read_line(&mut line)
        .map_err(|error| wrong(Message::text(error.to_string())))?;
    let parts: Parts =
        serde_json::from_str(&line).map_err(|error| wrong(Message::text(error.to_string())))?;
    let mut part = |n_bytes: usize| -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = (&mut input).take(n_bytes as u64).read_to_end(&mut bytes);
        match read {
            Ok(found) if found == n_bytes => Ok(bytes),
            Ok(_) => Err(wrong(message!(
                "profile-fault",
                what = Argument::key("short")
            ))),
            Err(error) => Err(wrong(Message::text(error.to_string()))),
        }
    };
    let mut files = FileMap::new();
    for (name, n_bytes) in parts.files {
        files.insert(name, part(n_bytes)?);
    }
    let texts = serde_json::from_slice(&part(parts.texts)?);
    Ok((
        files,
        texts.map_err(|error| wrong(Message::text(error.to_string())))?,
    ))
}
