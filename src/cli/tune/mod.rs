//! `dryf tune`: search, then the run with what was found.

mod args;
mod journal;
mod kept;
mod storage;
mod workers;

use std::sync::Arc;

use super::clock::Clock;
use super::progress::Work;
use super::{input, output, progress, train};
use crate::document::search_document;
use crate::jobs::{search_json, search_run};
use crate::message;
use crate::mlflow::{ArchiveOptions, searched_file_map, write_zip};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::TrainRun;
use crate::pipeline::run::summary::Summary;
use crate::pipeline::search::{
    JournalStudy, SearchSettings, TrainingRows, Tuning, judged_on, search_report,
};
use crate::pipeline::step::at_once;
pub use args::Tune;
use journal::JournalFile;
use kept::Kept;
use storage::Storage;
use workers::search;

/// Searches, and makes the run where an archive is asked for.
///
/// # Errors
/// Those of reading, of [`Tuning::new`], of the journal or the storage, and of the run; [`Code::NotUsable`] where no trial is complete.
pub fn tune(options: &Tune) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("tune");
    let mut config = input::config(options.config.as_deref())?;
    let settings = settings(options)?;
    progress::phase(&progress::at("read-data"));
    let collecting = clock.now();
    let data = Arc::new(input::data_set(&options.data, &mut config)?);
    input::say_data_set(&data);
    progress::phase(&progress::at("look"));
    let rows = at_once(TrainingRows::of_run(&config, &data))?;
    let name = options.study.clone();
    let name = name.unwrap_or_else(|| config.run.name.clone());
    let judged_on = judged_on(&settings, &config, &rows);
    let study = JournalStudy::of(&name, &settings, &judged_on);
    let space = settings.space.clone();
    let begin =
        |trials| Tuning::with_trials(&name, settings, config.clone(), &rows, trials, clock.now());
    let (tuning, kept) = if let Some(address) = &options.storage {
        let mut storage = Storage::join(address, &study, &space)?;
        let mut tuning = begin(Vec::new())?;
        tuning.share();
        storage.refresh(&mut tuning)?;
        (tuning, Kept::Storage(Box::new(storage)))
    } else if let Some(path) = &options.journal {
        let (mut journal, trials) = JournalFile::open(path, &study, &space)?;
        let tuning = begin(trials)?;
        // Those that were at work when the last call ended have failed.
        for trial in tuning.study().trials() {
            journal.note(&tuning, trial.number)?;
        }
        (tuning, Kept::Journal(journal))
    } else {
        (begin(Vec::new())?, Kept::Nowhere)
    };
    let n_trials = tuning.study().trials().len();
    if n_trials > 0 {
        output::say(&message!("tune-resumed", trials = n_trials));
    }
    let searched = search(tuning, kept, &rows, options.workers.number(), clock)?;
    progress::phase(&progress::at("draws"));
    let report = at_once(search_report(
        &searched.tuning,
        searched.truth,
        rows.classes.len(),
        Some(searched.ending),
    ));
    let document = search_document(&report);
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    let Some(taken) = report.taken else {
        if let Some(path) = &options.json {
            output::write_whole(path, &search_json(&report, None)?)?;
        }
        output::show(&document)?;
        return Err(Error::new(
            Code::NotUsable,
            message!("tune-none-complete"),
            message!("tune-look-at-notes"),
        ));
    };
    let mut summary = None;
    if let Some(path) = &options.out {
        let found = searched.tuning.config(taken)?;
        let said = message!(
            "log-search",
            trial = taken.to_string(),
            trials = report.trials.len()
        );
        let run = TrainRun::new(
            found.clone(),
            Arc::clone(&data),
            None,
            collecting,
            clock.now(),
        )?;
        let record = train::drive(run.found_by(said), &found, options.workers, clock)?;
        progress::phase(&progress::at("write-archive"));
        let begun = clock.now();
        let mut made = Summary::of(&record);
        let contents = ArchiveOptions {
            include_texts: !options.without_texts,
        };
        let search = search_run(&report, searched.journal)?;
        let zip = write_zip(&searched_file_map(&record, &data, &contents, &search));
        made.seconds.archive = Some(clock.now().seconds_since(begun));
        output::write_whole(path, &zip)?;
        output::print(&train::report(&record, &made))?;
        summary = Some(made);
    }
    if let Some(path) = &options.json {
        output::write_whole(path, &search_json(&report, summary.as_ref())?)?;
    }
    output::show(&document)
}

/// The settings of the file, overruled by those of the call.
fn settings(options: &Tune) -> Result<SearchSettings, Error> {
    let mut settings = match &options.search {
        Some(path) => SearchSettings::read(&input::read_text(path)?, &path.display().to_string())?,
        None => SearchSettings::default(),
    };
    let study = &mut settings.study;
    if let Some(trials) = options.trials {
        study.n_trials = trials;
    }
    if let Some(timeout) = options.timeout {
        study.timeout = Some(timeout);
    }
    Ok(settings)
}
