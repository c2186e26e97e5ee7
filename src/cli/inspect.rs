//! `dryf inspect`.

use super::args::Inspect;
use super::{input, output};
use crate::pipeline::error::Error;

/// What is in an archive. Reading it has held every file against the manifest.
pub fn inspect(options: &Inspect) -> Result<(), Error> {
    let archive = input::archive(&options.archive)?;
    let model = input::model(&archive, &options.archive)?;
    let manifest = &archive.manifest;
    let entries = archive.describe();
    let texts = if manifest.texts_included {
        "included"
    } else {
        "left out, digests only"
    };
    let profile = match archive.profile()? {
        Some(profile) => profile.to_string(),
        None => "no reference profile".into(),
    };
    let mut text = [
        (
            "run",
            format!("{} ({})", manifest.run_id, manifest.run_name),
        ),
        (
            "experiment",
            format!("{} ({})", manifest.experiment, manifest.experiment_id),
        ),
        ("made by", format!("Dryf {}", manifest.dryf_version)),
        ("seed", manifest.seed.to_string()),
        ("classes", model.classes.join(", ")),
        ("model", manifest.model_sha256.clone()),
        ("texts", texts.to_string()),
        ("drift", profile),
        (
            "files",
            format!("{}, each as the manifest says", entries.len()),
        ),
    ]
    .map(|(name, value)| format!("{name:<11} {value}\n"))
    .concat();
    text.push('\n');
    for entry in entries {
        let about = if entry.about.is_empty() {
            String::new()
        } else {
            format!("  ({})", entry.about)
        };
        text += &format!("{:>10}  {}{about}\n", entry.n_bytes, entry.path);
    }
    output::print(&text)
}
