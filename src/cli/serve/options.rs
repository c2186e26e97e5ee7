//! The arguments of `dryf serve`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::Args;

use crate::cli::tracking::Tracking;

/// Serve a model by MLflow's scoring protocol, or the built page from pkg/ on 127.0.0.1.
#[derive(Debug, Args)]
#[command(
    after_help = "With --model it answers as `mlflow models serve` does: POST /invocations with dataframe_split, dataframe_records, instances or
inputs as JSON, or with CSV; GET /ping, /health and /version; and /metrics for Prometheus. It takes a new model without a break
where the file changes or the alias points elsewhere, on SIGHUP, and on POST /reload from this machine; one that can't be read is refused, and the
one that is there goes on. SIGTERM and Ctrl-C let requests that are at work end.

With --log each text that was answered is kept with its answer, in files of --log-rows rows that `dryf monitor --batch` reads.
A file that still grows ends in .part. The answer is called prediction there: it is no label.

Examples:
  dryf serve --port 8080
  dryf serve --model run.zip --port 5001
  curl http://127.0.0.1:5001/invocations -H 'Content-Type: application/json' -d '{\"inputs\": [\"co za dzień\"]}'
  dryf serve --model models:/tweets@champion --tracking-uri http://127.0.0.1:5000
  dryf serve --model run.zip --host 0.0.0.0 --cors https://app.example --log requests/"
)]
pub struct Serve {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The folder of the built page, in place of pkg/ or of the one that was installed with dryf. A .br or .gz beside a file is sent
    /// in its place, unless it is older; else gzip is made.
    #[arg(long, value_name = "DIR", conflicts_with = "model")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub scoring: Scoring,
}

/// How a model is served.
#[derive(Debug, Args)]
pub struct Scoring {
    /// Serve the model of this archive in place of the page, or one on a tracking server such as models:/tweets@champion.
    #[arg(long, value_name = "ARCHIVE.ZIP", group = "scored")]
    pub model: Option<PathBuf>,
    #[command(flatten)]
    pub tracking: Tracking,
    /// The address to listen on: 0.0.0.0 for all of this machine's.
    #[arg(long, value_name = "ADDRESS", default_value_t = Ipv4Addr::LOCALHOST.into(), requires = "scored")]
    pub host: IpAddr,
    /// Let pages of this origin ask, such as https://app.example; repeated for more.
    #[arg(long, value_name = "ORIGIN", requires = "model")]
    pub cors: Vec<String>,
    /// Rows of a request at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000, requires = "model", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_rows: u32,
    /// Bytes of a request's body at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 16 << 20, requires = "model", value_parser = clap::value_parser!(u32).range(1..=1 << 30))]
    pub max_bytes: u32,
    /// Seconds that a client may take to send its body.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, requires = "model", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,
    /// Seconds between two looks whether the model has changed.
    #[arg(long, value_name = "SECONDS", default_value_t = 5, requires = "model", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub poll: u32,
    /// Keep the texts that are asked for and their answers here.
    #[arg(long, value_name = "DIR", requires = "model")]
    pub log: Option<PathBuf>,
    /// Rows of each file of --log.
    #[arg(long, value_name = "NUMBER", default_value_t = 1000, requires = "log", value_parser = clap::value_parser!(u32).range(1..))]
    pub log_rows: u32,
    /// Keep a SHA-256 of each text in place of the text: `dryf monitor` can't read it.
    #[arg(long, requires = "log")]
    pub log_digests: bool,
    /// Ask the server at --host and --port for its health, and end with 0 where it is well.
    #[arg(long, group = "scored", conflicts_with = "dir")]
    pub check: bool,
}
