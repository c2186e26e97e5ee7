//! `dryf push`: an archive into an MLflow tracking server.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::address::{PATIENCE, PATIENCE_VARIABLE};
use super::output::Output;
use super::progress::Work;
use super::tracking::{Tracking, is_needed};
use super::{input, output, progress, store};
use crate::document::{Document, plan_document, push_document};
use crate::mlflow::entities::Texts;
use crate::mlflow::push::{
    Body, Planned, Push as Pushing, PushOptions, PushReport, Register, archived_experiment, planned,
};
use crate::mlflow::store::Registered;
use crate::pipeline::error::Error;

/// What a request counts for at least in the progress, in bytes, and how many a run needs beside its files.
const LEAST: u64 = 2000;
const RUN: u64 = 4;

/// An archive or a file store into a tracking server: runs with data sets, artifacts and models, and models into the registry.
#[derive(Debug, Args)]
#[command(
    mut_arg("tracking_uri", is_needed),
    after_help = "Whatever the server holds already stays as it is. A run that is there is not sent again, and a push that broke off goes on where
it was. A gate, or a later state of monitoring, is added to the run that is there.

Who sends it is told by MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN. The alias champion is
given to a model that passed its gate (`dryf compare --out`); else the exit code is 1.

Of a file store all is sent that the server has not yet: experiments by their names, runs with their own times, registered
models with versions and aliases. What the server has otherwise is told and stays so, and the exit code is then 1. Deleted runs and
traces are left out, and so is what can't be read; all of it is told.

Examples:
  dryf push run.zip --tracking-uri http://127.0.0.1:5000
  dryf push run.zip --tracking-uri http://127.0.0.1:5000 --register tweets --alias challenger
  dryf push run.zip --tracking-uri http://127.0.0.1:5000 --dry-run
  dryf push mlruns/ --tracking-uri http://127.0.0.1:5000"
)]
pub struct Push {
    /// The archive of a run, of a drift report or of monitoring; or a folder with a file store of MLflow's (mlruns/), whoever
    /// wrote it.
    #[arg(value_name = "ARCHIVE.ZIP|DIR")]
    pub archive: PathBuf,
    #[command(flatten)]
    tracking: Tracking,
    /// The experiment to add the run to, in place of the archive's.
    #[arg(long, value_name = "NAME")]
    pub experiment: Option<String>,
    /// Make the model a version of this registered model.
    #[arg(long, value_name = "MODEL")]
    pub register: Option<String>,
    /// What the version is called from now on, such as challenger.
    #[arg(long, value_name = "ALIAS", requires = "register")]
    alias: Option<String>,
    /// The commit that the run came from (tag mlflow.source.git.commit).
    #[arg(long, value_name = "HASH")]
    git_commit: Option<String>,
    /// How long the server may take to answer.
    #[arg(
        long,
        value_name = "SECONDS",
        env = PATIENCE_VARIABLE,
        default_value_t = PATIENCE,
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    timeout: u64,
    /// Show what would be sent, and send nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Of a store: send deleted runs and experiments, too, as ones that are not deleted.
    #[arg(long)]
    pub with_deleted: bool,
    /// Write what became of it here, as JSON; `dryf schema push` prints its schema.
    #[arg(long, value_name = "FILE")]
    json: Option<Output>,
}

/// Sends the archive; gives the exit code.
///
/// # Errors
/// Those of reading the archive, of [`Pushing::next`] and of writing the output; [`Code::Usage`] for an address that is none.
pub fn push(options: &Push) -> Result<u8, Error> {
    let _work = Work::begin("push");
    let patience = Duration::from_secs(options.timeout);
    let address = options.tracking.server()?.with_patience(patience);
    if options.archive.is_dir() {
        return store::push(options, &address);
    }
    progress::phase(&progress::at("read-archive"));
    let file = input::read(&options.archive)?;
    let experiment = archived_experiment(&file, u64::MAX)?;
    let name = options
        .archive
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let plan = planned(&experiment);
    if options.dry_run {
        let document = plan_document(&name, &experiment.name, &plan);
        write_json(options, &document, Pushed::PlannedArchive { runs: &plan })?;
        return output::show(&document).map(|()| 0);
    }
    let mut own_tags: Texts = [("mlflow.user".to_string(), address.user())].into();
    if let Some(commit) = &options.git_commit {
        own_tags.insert("mlflow.source.git.commit".into(), commit.clone());
    }
    let register = options.register.clone().map(|name| Register {
        name,
        alias: options.alias.clone(),
    });
    let mut pushing = Pushing::new(
        experiment,
        PushOptions {
            experiment: options.experiment.clone(),
            register,
            own_tags,
            ..PushOptions::default()
        },
    );
    progress::phase(&progress::at("push"));
    let total: u64 = plan.iter().map(|run| run.bytes + RUN * LEAST).sum();
    let mut sent = 0;
    while let Some(request) = pushing
        .next_request()
        .map_err(|error| error.in_file(&address.base))?
    {
        let bytes = request.body.as_ref().map_or(0, Body::n_bytes);
        pushing.answer(address.send(request));
        sent += bytes.max(LEAST);
        progress::share(sent.min(total), total);
    }
    let report = pushing.finish();
    let document = push_document(&name, &address.base, &report);
    write_json(options, &document, Pushed::Archive(&report))?;
    output::show(&document)?;
    Ok(u8::from(!report.is_as_asked()))
}

/// What became of a push, or what would be sent.
#[derive(JsonSchema, Serialize)]
pub struct PushOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    #[schemars(extend("enum" = ["planned", "pushed", "equal", "differs", "alias_refused"]))]
    verdict: &'static str,
    /// The verdict in a sentence.
    sentence: String,
    #[serde(flatten)]
    pushed: Pushed<'a>,
}

/// What was pushed: an archive or a file store, with `--dry-run` or without.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
pub enum Pushed<'a> {
    Archive(&'a PushReport),
    Store {
        /// One report for each experiment.
        experiments: &'a [PushReport],
        /// Models of the registry.
        registered: &'a [Registered],
        left_out: &'a [LeftOut],
    },
    /// A file store with `--dry-run`.
    PlannedStore {
        runs: &'a [Planned],
        left_out: &'a [LeftOut],
    },
    /// An archive with `--dry-run`.
    PlannedArchive {
        runs: &'a [Planned],
    },
}

/// What of a store is not sent.
#[derive(JsonSchema, Serialize)]
pub struct LeftOut {
    /// In the store.
    pub path: String,
    pub why: String,
}

pub fn write_json(options: &Push, document: &Document, pushed: Pushed) -> Result<(), Error> {
    let Some(path) = &options.json else {
        return Ok(());
    };
    let verdict = document.verdict().expect("a push has a verdict");
    let output = PushOutput {
        dryf_version: env!("CARGO_PKG_VERSION"),
        verdict: verdict.outcome,
        sentence: verdict.line().to_string(),
        pushed,
    };
    let mut bytes = serde_json::to_vec_pretty(&output).expect("plain data has a JSON form");
    bytes.push(b'\n');
    output::write_whole(path, &bytes)
}
