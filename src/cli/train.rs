//! `dryf train`.

use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::args::{Profile, Train};
use super::clock::Clock;
use super::output::Lines;
use super::progress::Work;
use super::tracking::Tracking;
use super::workers::Workers;
use super::{input, output, progress};
use crate::document::stage_name;
use crate::message;
use crate::mlflow::{ArchiveOptions, file_map, write_zip};
use crate::pipeline::corpus::{LabelNaming, Source};
use crate::pipeline::error::Error;
use crate::pipeline::run::summary::Summary;
use crate::pipeline::run::{Production, ProfileKind, RunConfig, RunRecord, TrainRun};
use crate::pipeline::step::Standing;

/// Steps between two looks at how far the run is.
const STEPS_A_TICK: usize = 64;

/// The whole run.
pub fn train(options: &Train) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("train");
    let mut config = input::config(options.config.as_deref())?;
    if let Some(profile) = options.profile {
        config.drift.profile = match profile {
            Profile::Rows => ProfileKind::Rows,
            Profile::Marginals => ProfileKind::Marginals,
            Profile::None => ProfileKind::None,
        };
    }
    progress::phase(&progress::at("read-data"));
    let collecting = clock.now();
    let data = Arc::new(input::data_set(&options.data, &mut config)?);
    let production = options.production.as_deref();
    let production = production.map(|path| in_production(path, &options.tracking));
    let production = production.transpose()?;
    let run = TrainRun::new(
        config.clone(),
        Arc::clone(&data),
        production,
        collecting,
        clock.now(),
    )?;
    let record = drive(run, &config, options.workers, clock)?;
    let mut summary = Summary::of(&record);
    if let Some(path) = &options.out {
        progress::phase(&progress::at("write-archive"));
        let begun = clock.now();
        let contents = ArchiveOptions {
            include_texts: !options.without_texts,
        };
        let zip = write_zip(&file_map(&record, &data, &contents));
        summary.seconds.archive = Some(clock.now().seconds_since(begun));
        output::write_whole(path, &zip)?;
    }
    if let Some(path) = &options.json {
        let sets = std::iter::once(&data.train).chain(&data.test);
        let output = TrainOutput {
            dryf_version: env!("CARGO_PKG_VERSION"),
            summary: &summary,
            label_names: &data.naming,
            files: sets.flat_map(|set| &set.sources).collect(),
        };
        let json = serde_json::to_vec_pretty(&output)
            .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
        output::write_whole(path, &json)?;
    }
    output::print(&report(&record, &summary))
}

/// The summary of a run.
#[derive(JsonSchema, Serialize)]
pub struct TrainOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    #[serde(flatten)]
    summary: &'a Summary,
    label_names: &'a LabelNaming,
    /// The files that the rows came from, each with what it was read as.
    files: Vec<&'a Source>,
}

/// The model in production, from its archive.
fn in_production(path: &Path, tracking: &Tracking) -> Result<Production, Error> {
    let archive = tracking.model_archive(path)?;
    Ok(Production {
        run_id: archive.manifest.run_id.clone(),
        model_sha256: archive.manifest.model_sha256.clone(),
        model: Arc::new(input::model(&archive, path)?),
    })
}

/// Brings a run to its end, with its log on standard error: what waits for nothing else on the workers, the rest here.
pub fn drive(
    mut run: TrainRun,
    config: &RunConfig,
    workers: Workers,
    clock: Clock,
) -> Result<RunRecord, Error> {
    let advice = (config.svc.max_iter == -1).then(|| message!("cli-no-limit"));
    let show = |standing| match standing {
        Standing::Share(share) => progress::share((share * 1000.0) as u64, 1000),
        Standing::Solver { violation, .. } if !violation.is_finite() => {}
        Standing::Solver {
            iterations,
            violation,
        } => {
            let detail = message!(
                "cli-iteration",
                iteration = iterations.to_string(),
                violation = format!("{violation:.3e}"),
                tol = format!("{:e}", config.svc.tol)
            );
            progress::detail(&detail, advice.as_ref());
        }
    };
    let mut steps = 0;
    loop {
        let (stage, pieces) = run.pieces(clock.now());
        if !pieces.is_empty() || steps % STEPS_A_TICK == 0 {
            progress::phase(&stage_name(stage.name()));
        }
        workers.run(pieces, clock, show);
        if steps % STEPS_A_TICK == 0 {
            run.progress().fraction.map(Standing::Share).map(show);
        }
        steps += 1;
        let status = run.step(clock.now());
        for line in run.take_log() {
            output::say_line(line.shown(output::language()));
        }
        if !status?.is_running() {
            break;
        }
    }
    let shown = run.n_logged();
    let record = run.finish(clock.now())?;
    for line in &record.log[shown..] {
        output::say_line(line.shown(output::language()));
    }
    Ok(record)
}

/// The result for a reader.
pub fn report(record: &RunRecord, summary: &Summary) -> Lines {
    let mut text = Lines::new();
    text.message(&message!("cli-run", id = &summary.run_id));
    text.message(&message!("cli-model", sha256 = &summary.model_sha256));
    for (name, value) in &summary.metrics {
        if let Some(value) = value {
            text.line(format_args!("{name} {value}"));
        }
    }
    let fit = &record.fits.last;
    let last = message!(
        "cli-last-fit",
        rows = fit.n_rows,
        terms = fit.n_features,
        values = fit.n_stored
    );
    text.message(&match &fit.n_support_vectors {
        Some(counts) => {
            let counts = counts.iter().map(|(class, n)| format!("{class} {n}"));
            let vectors = counts.collect::<Vec<_>>().join(", ");
            message!("cli-last-fit-vectors", fit = last, vectors = vectors)
        }
        None => last,
    });
    text
}
