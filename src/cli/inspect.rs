//! `dryf inspect`.

use std::path::Path;

use super::args::Inspect;
use super::output::Lines;
use super::progress::Work;
use super::{input, output};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;
use crate::pipeline::run::inspected::{DRIFT_VERDICT, GATE, Inspected, MONITOR_SENTENCE};
use crate::pipeline::run::manifest::Manifest;

/// What an archive is and what is in it. Reading it has held every file against the manifest.
pub fn inspect(options: &Inspect) -> Result<(), Error> {
    let _work = Work::begin("inspect");
    let file = input::read(&options.archive)?;
    let archive = input::inspected(&file)?;
    let manifest = &archive.manifest;
    let mut text = Lines::new();
    fact(&mut text, "archive of", manifest.what());
    fact(
        &mut text,
        "run",
        &format!("{} ({})", manifest.run_id, manifest.run_name),
    );
    fact(
        &mut text,
        "experiment",
        &format!("{} ({})", manifest.experiment, manifest.experiment_id),
    );
    fact(
        &mut text,
        "made by",
        &format!("Dryf {}", manifest.dryf_version),
    );
    if let Some(run) = &archive.run {
        of_run(&mut text, run, &file, &options.archive)?;
    }
    found(&mut text, &archive);
    fact(
        &mut text,
        "files",
        &format!("{}, each as the manifest says", archive.entries.len()),
    );
    text.line("");
    for entry in &archive.entries {
        let about = if entry.about.is_empty() {
            String::new()
        } else {
            format!("  ({})", entry.about)
        };
        text.line(format_args!("{:>10}  {}{about}", entry.n_bytes, entry.path));
    }
    output::print(&text)
}

fn fact(text: &mut Lines, name: &str, value: &str) {
    text.line(format_args!("{name:<11} {value}"));
}

/// What only a run has: a model and the data that it learned from.
fn of_run(text: &mut Lines, run: &Manifest, file: &NamedBytes, path: &Path) -> Result<(), Error> {
    let archive = input::model_archive_in(file)?;
    let model = input::model(&archive, path)?;
    fact(text, "seed", &run.seed.to_string());
    fact(text, "classes", &model.classes.join(", "));
    fact(text, "model", &run.model_sha256);
    for (set, data) in &run.data {
        fact(
            text,
            set,
            &format!("{} rows, digest {}", data.n_rows, data.digest),
        );
        for source in &data.sources {
            fact(
                text,
                "",
                &format!("{}, SHA-256 {}", source.name, source.sha256),
            );
        }
    }
    let texts = match run.texts_included {
        true => "included",
        false => "left out, digests only",
    };
    fact(text, "texts", texts);
    let profile = match archive.profile()? {
        Some(profile) => profile.to_string(),
        None => "no reference profile".into(),
    };
    fact(text, "drift", &profile);
    Ok(())
}

/// What the report in it says.
fn found(text: &mut Lines, archive: &Inspected) {
    for (name, tag) in [
        ("gate", GATE),
        ("found", DRIFT_VERDICT),
        ("answer", MONITOR_SENTENCE),
    ] {
        if let Some(sentence) = archive.tags.get(tag) {
            fact(text, name, sentence);
        }
    }
}
