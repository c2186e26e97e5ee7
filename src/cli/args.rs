//! The arguments as given.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Train a text classifier on PolEval's tweets, compare it with the model in production, hand the run to MLflow.
#[derive(Debug, Parser)]
#[command(name = "dryf", version, about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The whole run: collect, validate, split, clean, fit, evaluate, compare.
    #[command(after_help = "Examples:
  dryf train --demo
  dryf train --data poleval2019-task6-2 --json summary.json
  dryf train --train-text t.txt --train-tags g.txt --config run.toml
  dryf train --train-text tweets.csv --text-column tweet --label-column class")]
    Train(Train),
    /// Serve the built page from pkg/ on 127.0.0.1.
    #[command(after_help = "Example:
  dryf serve --port 8080")]
    Serve(Serve),
}

#[derive(Debug, Args)]
pub struct Train {
    #[command(flatten)]
    pub data: Data,
    /// Configuration in TOML; what is left out has its default.
    #[arg(long, value_name = "RUN.TOML")]
    pub config: Option<PathBuf>,
    /// Write the summary of the run here, as JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// Where the data come from.
#[derive(Debug, Args)]
pub struct Data {
    /// Use the demo corpus that ships with Dryf.
    #[arg(long, conflicts_with_all = ["data", "train_text"])]
    pub demo: bool,
    /// A folder or a zip with PolEval's files.
    #[arg(long, value_name = "DIR|ZIP", conflicts_with = "train_text")]
    pub data: Option<PathBuf>,
    /// Training texts, one a line; or a table (.csv, .tsv, .jsonl) with texts and labels.
    #[arg(long, value_name = "FILE")]
    pub train_text: Option<PathBuf>,
    /// Training tags, one a line.
    #[arg(long, value_name = "FILE", requires = "train_text")]
    pub train_tags: Option<PathBuf>,
    /// Test texts, one a line; or a table. The test set may be left out.
    #[arg(long, value_name = "FILE", requires = "train_text")]
    pub test_text: Option<PathBuf>,
    /// Test tags, one a line.
    #[arg(long, value_name = "FILE", requires = "test_text")]
    pub test_tags: Option<PathBuf>,
    /// Name of the text column of a table.
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_column: String,
    /// Name of the label column of a table.
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub label_column: String,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The folder of the built page.
    #[arg(long, value_name = "DIR", default_value = "pkg")]
    pub dir: PathBuf,
}
