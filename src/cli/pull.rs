//! `dryf models` and `dryf pull`: what models a tracking server has, and one of them as the archive that it was pushed from.

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output;
use super::output::Output;
use super::progress::Work;
use super::tracking::{Tracking, is_needed};
use crate::document::models_document;
use crate::message;
use crate::mlflow::pull::{self, Listing, ModelUri};
use crate::pipeline::error::Error;

/// What models a tracking server has, and which of them can be named wherever an archive is asked for.
#[derive(Debug, Args)]
#[command(
    mut_arg("tracking_uri", is_needed),
    after_help = "Example:
  dryf models --tracking-uri http://127.0.0.1:5000"
)]
pub struct Models {
    #[command(flatten)]
    tracking: Tracking,
    /// Write all of it here, as JSON; `dryf schema models` prints its schema.
    #[arg(long, value_name = "FILE")]
    json: Option<Output>,
}

/// The archive of a model that dryf push brought to a tracking server, every file held against its manifest.
#[derive(Debug, Args)]
#[command(
    mut_arg("tracking_uri", is_needed),
    after_help = "Where an archive is asked for, such as by --production or --model, the model can be named in its place.

Example:
  dryf pull models:/tweets@champion --tracking-uri http://127.0.0.1:5000 --out run.zip"
)]
pub struct Pull {
    /// models:/NAME@ALIAS, models:/NAME/VERSION, models:/m-ID or runs:/ID/model.
    #[arg(value_name = "MODEL")]
    model: String,
    /// Write the archive here.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    out: Output,
    #[command(flatten)]
    tracking: Tracking,
}

/// What a server has.
#[derive(JsonSchema, Serialize)]
pub struct ModelsOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    #[serde(flatten)]
    listing: &'a Listing,
}

/// Lists the models.
///
/// # Errors
/// Those of [`Exchange::next_request`](crate::mlflow::exchange::Exchange::next_request) and of writing the output.
pub fn models(options: &Models) -> Result<(), Error> {
    let _work = Work::begin("models");
    let address = options.tracking.server()?;
    let listing = address.ask(pull::listing())?;
    if let Some(path) = &options.json {
        let output = ModelsOutput {
            dryf_version: env!("CARGO_PKG_VERSION"),
            listing: &listing,
        };
        let mut bytes = serde_json::to_vec_pretty(&output).expect("plain data");
        bytes.push(b'\n');
        output::write_whole(path, &bytes)?;
    }
    output::show(&models_document(&address.base, &listing))
}

/// Writes the archive.
///
/// # Errors
/// Those of [`Tracking::archive`] and of writing the output.
pub fn pull(options: &Pull) -> Result<(), Error> {
    let _work = Work::begin("pull");
    let uri = ModelUri::parse(&options.model)?;
    let file = options.tracking.file(uri.to_string().as_ref())?;
    output::write_whole(&options.out, &file.bytes)?;
    output::say(&message!(
        "cli-pulled",
        uri = uri.to_string(),
        file = options.out.display().to_string()
    ));
    Ok(())
}
