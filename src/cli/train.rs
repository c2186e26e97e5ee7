//! `dryf train`.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Profile, Train};
use super::clock::Clock;
use super::{input, output};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::archive::{ArchiveOptions, file_map};
use crate::pipeline::run::summary::Summary;
use crate::pipeline::run::zip::write_zip;
use crate::pipeline::run::{Production, ProfileKind, RunConfig, RunProgress, RunRecord, TrainRun};

/// Steps between two looks at the clock of the progress bar.
const STEPS_A_TICK: usize = 64;

/// The whole run.
pub fn train(options: &Train) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    if options.out.is_some() && options.out == options.json {
        return Err(Error::new(
            Code::Usage,
            "--out and --json name the same file",
            "give the archive and the summary a file each",
        ));
    }
    for path in options.json.iter().chain(&options.out) {
        output::check_writable(path)?;
    }
    let mut config = match &options.config {
        Some(path) => RunConfig::from_toml(&input::read_text(path)?, &path.display().to_string())?,
        None => RunConfig::default(),
    };
    if let Some(profile) = options.profile {
        config.drift.profile = match profile {
            Profile::Rows => ProfileKind::Rows,
            Profile::Marginals => ProfileKind::Marginals,
            Profile::None => ProfileKind::None,
        };
    }
    let collecting = clock.now();
    let data = Arc::new(input::data_set(&options.data)?);
    let production = options.production.as_deref().map(production).transpose()?;
    let run = TrainRun::new(
        config,
        Arc::clone(&data),
        production,
        collecting,
        clock.now(),
    )?;
    let record = drive(run, clock)?;
    let mut summary = Summary::of(&record);
    if let Some(path) = &options.out {
        let begun = clock.now();
        let contents = ArchiveOptions {
            include_texts: !options.without_texts,
        };
        let zip = write_zip(&file_map(&record, &data, &contents));
        summary.seconds.archive = Some(clock.now().seconds_since(begun));
        output::write_whole(path, &zip)?;
    }
    if let Some(path) = &options.json {
        let json = serde_json::to_vec_pretty(&summary).map_err(|error| {
            Error::new(
                Code::Bug,
                format!("the summary has no form in JSON ({error})"),
                "",
            )
        })?;
        output::write_whole(path, &json)?;
    }
    output::print(&report(&record, &summary))
}

/// The model in production, from its archive.
fn production(path: &Path) -> Result<Production, Error> {
    let archive = input::archive(path)?;
    Ok(Production {
        run_id: archive.manifest.run_id.clone(),
        model_sha256: archive.manifest.model_sha256.clone(),
        model: Arc::new(input::model(&archive, path)?),
    })
}

/// Steps a run to its end, with its log and a progress bar on standard error.
fn drive(mut run: TrainRun, clock: Clock) -> Result<RunRecord, Error> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} {msg}").map_err(|error| {
            Error::new(
                Code::Bug,
                format!("the progress bar's template is wrong ({error})"),
                "",
            )
        })?,
    );
    bar.enable_steady_tick(Duration::from_millis(100));
    let mut steps = 0;
    loop {
        let status = run.step(clock.now());
        for line in run.take_log() {
            bar.suspend(|| output::say(line));
        }
        if steps % STEPS_A_TICK == 0 {
            bar.set_message(progress_line(&run.progress()));
        }
        steps += 1;
        if !status.inspect_err(|_| bar.finish_and_clear())?.is_running() {
            break;
        }
    }
    bar.finish_and_clear();
    let shown = run.n_logged();
    let record = run.finish(clock.now())?;
    for line in &record.log[shown..] {
        output::say(line);
    }
    Ok(record)
}

fn progress_line(progress: &RunProgress) -> String {
    let stage = progress.stage.name();
    match (progress.fraction, progress.solver) {
        (_, Some(point)) => format!(
            "{stage}: {} iterations, violation {:.4}",
            point.iterations, point.violation
        ),
        (Some(share), None) => format!("{stage}: {:.0} %", share * 100.0),
        (None, None) => stage.to_string(),
    }
}

/// The result for a reader, on standard output.
fn report(record: &RunRecord, summary: &Summary) -> String {
    let mut text = format!("run {}\nmodel {}\n", summary.run_id, summary.model_sha256);
    for (name, value) in &summary.metrics {
        if let Some(value) = value {
            text += &format!("{name} {value}\n");
        }
    }
    let fit = &record.fits.last;
    text += &format!(
        "final fit: {} rows, {} terms, {} stored values",
        fit.n_rows, fit.n_features, fit.n_stored
    );
    if let Some(counts) = &fit.n_support_vectors {
        let counts: Vec<String> = counts
            .iter()
            .map(|(class, count)| format!("{class} {count}"))
            .collect();
        text += &format!("; support vectors: {}", counts.join(", "));
    }
    text + "\n"
}
