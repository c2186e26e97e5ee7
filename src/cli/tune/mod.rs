//! `dryf tune`: search, then the run with what was found.

mod args;
mod journal;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde::Serialize;

use super::clock::Clock;
use super::progress::Work;
use super::{input, output, progress, train};
use crate::document::{Content, search_document};
use crate::message;
use crate::message::{Argument, Language, Message};
use crate::mlflow::{ArchiveOptions, FileMap, SearchRun, searched_file_map, write_zip};

use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::summary::Summary;
use crate::pipeline::run::{RunConfig, TrainRun, rehearse};
use crate::pipeline::search::{
    Ending, Evaluator, Limits, Next, SearchReport, SearchSettings, TrainingRows, TrialScores,
    TrialState, Tuning, judged_on, search_report,
};
use crate::pipeline::step::at_once;
use crate::pipeline::time::UnixMillis;
use crate::render;
pub use args::Tune;
use journal::JournalFile;

/// Steps of a trial between two looks at the clock.
const STEPS_A_TICK: u32 = 16;

/// Searches, and makes the run where an archive is asked for.
///
/// # Errors
/// Those of reading, of [`Tuning::new`], of the journal, and of the run; [`Code::NotUsable`] where no trial is complete.
pub fn tune(options: &Tune) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let _work = Work::begin("tune");
    let mut config = match &options.config {
        Some(path) => RunConfig::from_toml(&input::read_text(path)?, &path.display().to_string())?,
        None => RunConfig::default(),
    };
    let settings = settings(options)?;
    progress::phase(&progress::at("read-data"));
    let collecting = clock.now();
    let data = Arc::new(input::data_set(&options.data, &mut config)?);
    input::say_data_set(&data);
    progress::phase(&progress::at("look"));
    // The rows that a run would leave out take no part.
    let looked = at_once(rehearse(&config, &data))?;
    if let Some(refusal) = looked.refusal {
        return Err(refusal);
    }
    let rows = TrainingRows::of(&looked.validation.excluded.without(&data));
    let name = options.study.clone();
    let name = name.unwrap_or_else(|| config.run.name.clone());
    let judged_on = judged_on(&settings, &config, &rows);
    let (mut journal, trials) = match &options.journal {
        Some(path) => {
            let (journal, trials) = JournalFile::open(path, &name, &settings, &judged_on)?;
            (Some(journal), trials)
        }
        None => (None, Vec::new()),
    };
    if !trials.is_empty() {
        output::say(&message!("tune-resumed", trials = trials.len()));
    }
    let now = clock.now();
    let tuning = Tuning::with_trials(&name, settings, config.clone(), &rows, trials, now)?;
    if let Some(journal) = &mut journal {
        // Those that were at work when the last call ended have failed.
        for trial in tuning.study().trials() {
            journal.note(&tuning, trial.number)?;
        }
    }
    let searched = search(tuning, journal, &rows, options, clock)?;
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
            output::write_whole(path, &json(&report, None)?)?;
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
        let search = SearchRun {
            study: &report.settings.study,
            space: &report.settings.space,
            trials: &report.trials,
            metrics: metrics(&report),
            files: files(&report, searched.journal)?,
        };
        let zip = write_zip(&searched_file_map(&record, &data, &contents, &search));
        made.seconds.archive = Some(clock.now().seconds_since(begun));
        output::write_whole(path, &zip)?;
        output::print(&train::report(&record, &made))?;
        summary = Some(made);
    }
    if let Some(path) = &options.json {
        output::write_whole(path, &json(&report, summary.as_ref())?)?;
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

/// A search that is over.
struct Searched {
    tuning: Tuning,
    ending: Ending,
    /// The true labels of the rows that trials were scored on.
    truth: Vec<u32>,
    /// What the journal holds.
    journal: Option<Vec<u8>>,
}

/// What the workers share.
struct State {
    tuning: Tuning,
    journal: Option<JournalFile>,
    ending: Option<Ending>,
    fault: Option<Error>,
}

impl State {
    /// Brings the journal to where a trial stands.
    fn note(&mut self, number: u32) -> Result<(), Error> {
        match &mut self.journal {
            Some(journal) => journal.note(&self.tuning, number),
            None => Ok(()),
        }
    }
}

struct Shared {
    state: Mutex<State>,
    /// A trial has ended.
    ended: Condvar,
    clock: Clock,
}

fn search(
    tuning: Tuning,
    journal: Option<JournalFile>,
    rows: &TrainingRows,
    options: &Tune,
    clock: Clock,
) -> Result<Searched, Error> {
    let study = &tuning.settings().study;
    let limits = Limits {
        trial_bytes: usize::try_from(study.max_memory_bytes).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    let n_workers = options.workers.number().min(study.lag as usize);
    let evaluator = || Evaluator::new(rows.clone(), tuning.scheme(), tuning.seed(), limits);
    let evaluators: Vec<Evaluator> = (0..n_workers)
        .map(|_| evaluator())
        .collect::<Result<_, _>>()?;
    let truth = evaluators.first().map(Evaluator::truth);
    let shared = Shared {
        state: Mutex::new(State {
            tuning,
            journal,
            ending: None,
            fault: None,
        }),
        ended: Condvar::new(),
        clock,
    };
    thread::scope(|scope| {
        let mut evaluators = evaluators.into_iter();
        let own = evaluators.next();
        for mut evaluator in evaluators {
            let shared = &shared;
            let work = move || shared.work(&mut evaluator);
            // Where the system gives no more threads, those that there are do the work.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        if let Some(mut own) = own {
            shared.work(&mut own);
        }
    });
    let state = shared.state.into_inner();
    let state = state.unwrap_or_else(PoisonError::into_inner);
    if let Some(fault) = state.fault {
        return Err(fault);
    }
    Ok(Searched {
        tuning: state.tuning,
        ending: state.ending.unwrap_or(Ending::Stopped),
        truth: truth.unwrap_or_default(),
        journal: state.journal.map(JournalFile::into_bytes).transpose()?,
    })
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One trial after the other, until there are no more.
    fn work(&self, evaluator: &mut Evaluator) {
        let done = loop {
            match self.next() {
                Ok(Some((number, config))) => {
                    if let Err(fault) = self.trial(evaluator, number, &config) {
                        break Err(fault);
                    }
                    self.ended.notify_all();
                }
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            }
        };
        if let Err(fault) = done {
            self.state().fault.get_or_insert(fault);
        }
        self.ended.notify_all();
    }

    /// The next trial, once there is one; none where there are no more.
    fn next(&self) -> Result<Option<(u32, RunConfig)>, Error> {
        let mut state = self.state();
        loop {
            if state.fault.is_some() {
                return Ok(None);
            }
            match state.tuning.next(self.clock.now())? {
                Next::Trial { number, config } => {
                    state.note(number)?;
                    let n_trials = state.tuning.settings().study.n_trials;
                    drop(state);
                    progress::phase(&message!("tune-at", trial = number.to_string()));
                    progress::share(number.into(), n_trials.into());
                    return Ok(Some((number, *config)));
                }
                Next::Wait => {
                    let waited = self.ended.wait(state);
                    state = waited.unwrap_or_else(PoisonError::into_inner);
                }
                Next::Over(ending) => {
                    state.ending.get_or_insert(ending);
                    return Ok(None);
                }
            }
        }
    }

    /// A trial from its configuration to its end. A fault of the trial's is its failure, one of the journal's ends the search.
    fn trial(
        &self,
        evaluator: &mut Evaluator,
        number: u32,
        config: &RunConfig,
    ) -> Result<(), Error> {
        let begun = self.clock.now();
        let evaluated = self.evaluate(evaluator, number, config, begun);
        let mut state = self.state();
        let now = self.clock.now();
        match evaluated {
            Ok(Evaluated::Whole(scores)) => state.tuning.complete(number, *scores, now),
            Ok(Evaluated::Pruned) => state.tuning.prune(number, now),
            Ok(Evaluated::TooLong) => {
                let seconds = Argument::Seconds(now.seconds_since(begun));
                let why = message!("search-too-long", time = seconds);
                state.tuning.fail(number, why, now);
            }
            Err(Fault::Trial(error)) => state.tuning.fail(number, error.line(), now),
            Err(Fault::Search(error)) => return Err(error),
        }
        state.note(number)?;
        output::say(&ended(&state.tuning, number));
        Ok(())
    }

    fn evaluate(
        &self,
        evaluator: &mut Evaluator,
        number: u32,
        config: &RunConfig,
        begun: UnixMillis,
    ) -> Result<Evaluated, Fault> {
        let mut work = evaluator.trial(config).map_err(Fault::Trial)?;
        let mut n_folds = 0;
        for steps in 1_u32.. {
            let now = self.clock.now();
            let status = work.step(evaluator, now).map_err(Fault::Trial)?;
            while n_folds < work.folds().len() {
                let mut state = self.state();
                let is_hopeless = state.tuning.fold(number, &work.folds()[n_folds]);
                n_folds += 1;
                state.note(number).map_err(Fault::Search)?;
                // After the last fold there is nothing left to save.
                if is_hopeless && n_folds < evaluator.n_folds() {
                    return Ok(Evaluated::Pruned);
                }
            }
            if !status.is_running() {
                break;
            }
            if steps.is_multiple_of(STEPS_A_TICK) && self.state().tuning.is_too_long(begun, now) {
                return Ok(Evaluated::TooLong);
            }
        }
        let scores = work.finish().map_err(Fault::Trial)?;
        Ok(Evaluated::Whole(Box::new(scores)))
    }
}

/// How the evaluation of a trial ended.
enum Evaluated {
    Whole(Box<TrialScores>),
    Pruned,
    TooLong,
}

enum Fault {
    Trial(Error),
    Search(Error),
}

/// What is said of a trial that has ended.
fn ended(tuning: &Tuning, number: u32) -> Message {
    let trial = &tuning.study().trials()[number as usize];
    let (name, _) = tuning.settings().study.objectives()[0];
    let number = number.to_string();
    let value = || format!("{:.4}", trial.values.first().copied().unwrap_or(f64::NAN));
    match trial.state {
        TrialState::Complete => match tuning.study().best() {
            Some(best) => message!(
                "tune-complete",
                trial = number,
                objective = name,
                value = value(),
                best = best.number.to_string(),
                best_value = format!("{:.4}", best.values[0])
            ),
            None => message!(
                "tune-infeasible",
                trial = number,
                objective = name,
                value = value()
            ),
        },
        TrialState::Pruned => message!(
            "tune-pruned",
            trial = number,
            folds = trial.folds.len(),
            objective = name,
            value = value()
        ),
        _ => {
            let why = trial.note.clone().unwrap_or_else(|| Message::text(""));
            message!("tune-failed", trial = number, why = why)
        }
    }
}

/// What is worth a metric of the run.
fn metrics(report: &SearchReport) -> Vec<(String, f64)> {
    let (name, _) = report.settings.study.objectives()[0];
    let mut metrics = vec![("trials".to_string(), report.trials.len() as f64)];
    let best = report.best.and_then(|best| report.trial(best));
    if let Some(value) = best.and_then(|best| best.values.first()) {
        metrics.push((format!("best_{name}"), *value));
    }
    if let Some(honest) = &report.honest {
        metrics.push((format!("honest_{name}"), honest.honest.value));
        metrics.push((format!("honest_{name}_low"), honest.honest.low));
        metrics.push((format!("honest_{name}_high"), honest.honest.high));
    }
    metrics
}

/// The whole study, for the archive.
fn files(report: &SearchReport, journal: Option<Vec<u8>>) -> Result<FileMap, Error> {
    let document = search_document(report);
    let table = document.block("search-trials").map(|block| &block.content);
    let mut files: FileMap = [
        ("search.json", json(report, None)?),
        ("search.toml", report.settings.to_toml().into_bytes()),
        ("report.html", render::page(&document, Language::English)),
        ("study.log", journal.unwrap_or_else(|| report.journal())),
    ]
    .map(|(name, bytes)| (name.to_string(), bytes))
    .into();
    if let Some(Content::Table(table)) = table {
        files.insert("trials.csv".into(), table.csv(Language::English));
    }
    Ok(files)
}

/// The report as JSON, with the summary of the run that was made of it.
fn json(report: &SearchReport, run: Option<&Summary>) -> Result<Vec<u8>, Error> {
    #[derive(Serialize)]
    struct Written<'a> {
        #[serde(flatten)]
        report: &'a SearchReport,
        run: Option<&'a Summary>,
    }
    serde_json::to_vec_pretty(&Written { report, run })
        .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))
}
