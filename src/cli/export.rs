//! `dryf export`: a model without its run, for other places.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use super::progress::Work;
use super::serve::page_folder;
use super::tracking::Tracking;
use super::{input, output};
use crate::message;
use crate::mlflow::model_zip::{pack_model, pack_program};
use crate::pipeline::error::{Code, Error};
use crate::render::{ClassifierParts, classifier_page};

/// A model without its run: as one page that classifies by itself, or packed alone for the npm package.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dryf export --model run.zip --html classifier.html
  dryf export --model run.zip --packed model.zip")]
pub struct Export {
    /// The archive with the model.
    #[arg(long, value_name = "ARCHIVE.ZIP")]
    pub model: PathBuf,
    /// Write one HTML page here that classifies texts, in both languages and without a network.
    #[arg(long, value_name = "FILE", required_unless_present = "packed")]
    pub html: Option<Output>,
    /// Write the files of the model here in a zip, which the npm package opens as it opens an archive.
    #[arg(long, value_name = "MODEL.ZIP")]
    pub packed: Option<Output>,
    /// The folder of the built page, which has the WebAssembly for --html; in place of pkg/ or of the page that was installed with
    /// dryf.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    pub tracking: Tracking,
}

/// Writes what is asked for.
///
/// # Errors
/// Those of reading the archive and of writing; [`Code::NotBuilt`] where the page's folder has no classifier.
pub fn export(options: &Export) -> Result<(), Error> {
    let _work = Work::begin("export");
    let archive = options.tracking.model_archive(&options.model)?;
    let packed = pack_model(&input::model(&archive, &options.model)?);
    if let Some(path) = &options.html {
        let folder = options.dir.clone().map_or_else(|| page_folder(None), Ok)?;
        let (starter, wasm) = classifier(&folder)?;
        let page = classifier_page(ClassifierParts {
            name: &archive.manifest.run_name,
            model: &packed,
            starter: &starter,
            program: &pack_program(&wasm),
        });
        output::write_whole(path, &page)?;
    }
    if let Some(path) = &options.packed {
        output::write_whole(path, &packed)?;
    }
    Ok(())
}

/// The classifier of a built page: what starts its WebAssembly, and that.
fn classifier(folder: &Path) -> Result<(String, Vec<u8>), Error> {
    // The build puts the hash of the content into its name.
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let stem = names.find_map(|name| {
        let stem = name.strip_suffix(".js")?;
        stem.starts_with("dryf-classifier-")
            .then(|| stem.to_string())
    });
    let read = |stem: String| {
        let starter = fs::read_to_string(folder.join(format!("{stem}.js"))).ok()?;
        Some((
            starter,
            fs::read(folder.join(format!("{stem}_bg.wasm"))).ok()?,
        ))
    };
    stem.and_then(read).ok_or_else(|| {
        Error::new(
            Code::NotBuilt,
            message!("error-classifier-not-built"),
            message!("error-cannot-use-page", command = "./dev build"),
        )
        .in_file(folder.display().to_string())
    })
}
