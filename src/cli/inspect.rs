//! `dryf inspect`.

use super::args::Inspect;
use super::input;
use crate::pipeline::error::Error;

/// What is in an archive. Reading it has held every file against the manifest.
pub fn inspect(options: &Inspect) -> Result<(), Error> {
    let archive = input::archive(&options.archive)?;
    let manifest = &archive.manifest;
    let model = archive.model()?;
    println!("run         {} ({})", manifest.run_id, manifest.run_name);
    println!(
        "experiment  {} ({})",
        manifest.experiment, manifest.experiment_id
    );
    println!("made by     Dryf {}", manifest.dryf_version);
    println!("seed        {}", manifest.seed);
    println!("classes     {}", model.classes.join(", "));
    println!("model       {}", manifest.model_sha256);
    println!(
        "texts       {}",
        if manifest.texts_included {
            "included"
        } else {
            "left out, digests only"
        }
    );
    let entries = archive.describe();
    println!("files       {}, each as the manifest says\n", entries.len());
    for entry in entries {
        let about = if entry.about.is_empty() {
            String::new()
        } else {
            format!("  ({})", entry.about)
        };
        println!("{:>10}  {}{about}", entry.n_bytes, entry.path);
    }
    Ok(())
}
