//! `dryf push mlruns/`: a file store of MLflow's, whoever wrote it, into a tracking server.

use std::fs;
use std::path::{Path, PathBuf};

use super::address::Address;
use super::output;
use super::progress;
use super::push::{LeftOut, Push, Pushed, write_json};
use crate::document::{StoreParts, plan_document, store_document};
use crate::message;
use crate::message::Message;
use crate::mlflow::push::{Body, Outcome, Push as Pushing, PushOptions, planned_with};
use crate::mlflow::store::{Item, Places, Store, Tree, read, register};
use crate::pipeline::error::{Code, Error};

/// A folder of this machine's.
struct Disk(PathBuf);

impl Tree for Disk {
    fn list(&self, folder: &str) -> Vec<Item> {
        let Ok(entries) = fs::read_dir(self.0.join(folder)) else {
            return Vec::new();
        };
        let item = |entry: fs::DirEntry| {
            // A link is what it leads to.
            let meta = fs::metadata(entry.path()).ok()?;
            Some(Item {
                name: entry.file_name().to_str()?.to_string(),
                is_folder: meta.is_dir(),
                n_bytes: meta.len(),
            })
        };
        entries.flatten().filter_map(item).collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Message> {
        fs::read(self.0.join(path)).map_err(|fault| Message::text(fault.to_string()))
    }

    fn place(&self, path: &str) -> String {
        self.0.join(path).display().to_string()
    }
}

/// The store in a folder: itself, or its `mlruns`.
fn store_in(folder: &Path) -> PathBuf {
    let inside = folder.join("mlruns");
    match inside.is_dir() {
        true => inside,
        false => folder.to_path_buf(),
    }
}

/// Sends a store; gives the exit code.
///
/// # Errors
/// Those of reading the store, of [`Pushing::next_request`] and of writing the output; [`Code::Usage`] for options that are for
/// archives.
pub fn push(options: &Push, address: &Address) -> Result<u8, Error> {
    if options.register.is_some() || options.experiment.is_some() {
        return Err(Error::new(
            Code::Usage,
            message!("error-store-options"),
            message!("error-leave-store-options"),
        ));
    }
    let folder = store_in(&options.archive);
    let name = options.archive.display().to_string();
    progress::phase(&message!("cli-phase-read-store"));
    let store = read(&Disk(folder), options.with_deleted).map_err(|error| error.in_file(&name))?;
    let plan: Vec<_> = store
        .experiments
        .iter()
        .flat_map(|it| planned_with(&it.experiment, &it.on_disk))
        .collect();
    if options.dry_run {
        let names: Vec<&str> = store
            .experiments
            .iter()
            .map(|it| it.experiment.name.as_str())
            .collect();
        let mut document = plan_document(&name, &names.join(", "), &plan);
        document
            .blocks
            .extend(crate::document::store_notes(&store.notes));
        write_json(
            options,
            &document,
            Pushed::PlannedStore {
                runs: &plan,
                left_out: &notes(&store),
            },
        )?;
        return output::show(&document).map(|()| 0);
    }
    progress::phase(&progress::at("push"));
    let total = plan.iter().map(|run| run.bytes).sum::<u64>().max(1);
    let notes = notes(&store);
    let Store {
        experiments,
        models,
        notes: left_out,
    } = store;
    let mut sent = 0;
    let mut reports = Vec::new();
    let mut places = Places::default();
    for stored in experiments {
        let made_by = |run: &crate::mlflow::entities::Run| {
            let made = run
                .outputs
                .iter()
                .map(|model| (model.clone(), run.id.clone()));
            made.collect::<Vec<_>>()
        };
        places
            .models
            .extend(stored.experiment.runs.iter().flat_map(made_by));
        let mut pushing = Pushing::new(
            stored.experiment,
            PushOptions {
                on_disk: stored.on_disk,
                go_on: true,
                ..PushOptions::default()
            },
        );
        while let Some(request) = pushing
            .next_request()
            .map_err(|error| error.in_file(&address.base))?
        {
            let bytes = request.body.as_ref().map_or(0, Body::n_bytes);
            pushing.answer(address.send(request));
            sent += bytes;
            progress::share(sent.min(total), total);
        }
        let report = pushing.finish();
        let sent_runs = report
            .runs
            .iter()
            .filter(|run| run.outcome != Outcome::Failed);
        places.runs.extend(sent_runs.map(|run| {
            let place = (run.server_id.clone(), report.experiment_id.clone());
            (run.id.clone(), place)
        }));
        reports.push(report);
    }
    let registered = match models.is_empty() {
        true => Vec::new(),
        false => address.ask(register(models, places))?,
    };
    let document = store_document(StoreParts {
        name: &name,
        server: &address.base,
        reports: &reports,
        registered: &registered,
        notes: &left_out,
    });
    let pushed = Pushed::Store {
        experiments: &reports,
        registered: &registered,
        left_out: &notes,
    };
    write_json(options, &document, pushed)?;
    output::show(&document)?;
    let is_fine = document.verdict().is_none_or(|it| it.outcome != "differs");
    Ok(u8::from(!is_fine))
}

fn notes(store: &Store) -> Vec<LeftOut> {
    let note = |note: &crate::mlflow::store::Note| LeftOut {
        path: note.path.clone(),
        why: note.why.to_string(),
    };
    store.notes.iter().map(note).collect()
}
