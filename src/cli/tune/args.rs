//! The options of `dryf tune`.

use std::path::PathBuf;

use clap::Args;

use super::super::args::Data;
use super::super::output;
use super::super::output::Output;
use super::super::workers::Workers;
use super::storage::Address;
use crate::message;

#[derive(Debug, Args)]
pub struct Tune {
    #[command(flatten)]
    pub data: Data,
    /// Configuration in TOML, from which the search starts: what the space leaves as it is.
    #[arg(long, value_name = "RUN.TOML")]
    pub config: Option<PathBuf>,
    /// How to search, and what, in TOML. `dryf schema search --example` prints all settings.
    #[arg(long, value_name = "SEARCH.TOML")]
    pub search: Option<PathBuf>,
    /// Trials in all, those of the journal among them, or with --storage those of this call; in place of what the file says.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub trials: Option<u32>,
    /// Seconds after which no trial begins, in place of what the file says.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<f64>,
    /// The study's name; else the run's.
    #[arg(long, value_name = "NAME")]
    pub study: Option<String>,
    /// Keep the trials here as Optuna's journal, and go on with those that are there.
    #[arg(long, value_name = "STUDY.LOG")]
    pub journal: Option<Output>,
    /// Take part in a study that others work on, or begin one: grpc://HOST:PORT of Optuna's storage proxy, which
    /// `optuna.storages.run_grpc_proxy_server` starts over a database. A trial is chosen by all that is there, so that it depends on
    /// who is ready first, and one that somebody enqueued is taken first. A trial whose process gives no sign of life for two
    /// minutes is marked as failed by the next one that looks; the machines' clocks have to agree to a minute.
    #[arg(long, value_name = "URL", conflicts_with = "journal")]
    pub storage: Option<Address>,
    /// Write the archive of the run with what was found here.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub out: Option<Output>,
    /// Leave the texts out of the archive and keep only their digests.
    #[arg(long, requires = "out")]
    pub without_texts: bool,
    /// Write the search here, as JSON; `dryf schema tune` prints its schema.
    #[arg(long, value_name = "FILE")]
    pub json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network.
    #[arg(long, value_name = "FILE")]
    pub html: Option<Output>,
    #[command(flatten)]
    pub workers: Workers,
}

/// A number of seconds above 0.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
        _ => Err(message!("cli-seconds").shown(output::language())),
    }
}
