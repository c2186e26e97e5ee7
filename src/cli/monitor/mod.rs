//! `dryf monitor`.

mod batches;
mod state;

use std::sync::Arc;

pub use batches::{Batches, Every};

use super::args::Monitor;
use super::clock::Clock;
use super::output::Lines;
use super::progress::Work;
use super::{input, output, progress};
use crate::document::{MonitorParts, monitor_document};
use crate::message;
use crate::message::Language;
use crate::mlflow::{MonitorRun, monitor_file_map, write_zip};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::{
    Answer, Batch, BatchWork, ExaminedBatch, ModelFacts, Phase, Plan, Watch, WatchRules,
    WatchedModel, monitor_json,
};
use crate::pipeline::params::MONITORING;
use crate::render;
use batches::ReadBatches;
use state::StateFile;

/// Units of work between two looks of the clock.
const UNITS_A_TICK: u32 = 4;

/// Watches the batches; gives the exit code of the answer.
pub fn monitor(options: &Monitor) -> Result<u8, Error> {
    if options.print_rules {
        output::print(&Lines::of(&MONITORING.example_file(output::language())))?;
        return Ok(0);
    }
    let Some(production) = &options.production else {
        return Err(Error::new(
            Code::Usage,
            message!("error-no-model-named"),
            message!("error-give-production"),
        ));
    };
    let clock = Clock::from_environment()?;
    let start = clock.now();
    let _work = Work::begin("monitor");
    // Before anything long is read, since another call may be at work.
    let state = options.state.as_ref().map(StateFile::lock).transpose()?;
    progress::phase(&progress::at("read-archive"));
    let archive = options.tracking.archive(production)?;
    let in_archive = |error: Error| error.in_file(production.display().to_string());
    let record = archive.record().map_err(in_archive)?;
    let profile = archive.profile_of(&record).map_err(in_archive)?;
    let facts = ModelFacts::of(&record);
    let model = Arc::new(WatchedModel::of(facts, &record.model, profile)?);
    let rules = match &options.rules {
        Some(path) => {
            let (text, file) = (input::read_text(path)?, path.display().to_string());
            let read = WatchRules::read(&text, &file)?;
            for note in read.notes {
                output::say(&note);
            }
            Some(read.settings)
        }
        None => None,
    };
    let mut watch = begin(options, &model, rules, state.as_ref())?.begun_at(start);
    if let Some(reason) = &options.retrain {
        if !watch.rules().by_hand.enabled {
            return Err(Error::new(
                Code::Usage,
                message!("error-retrain-off"),
                message!("error-leave-retrain"),
            ));
        }
        watch.ask(reason);
    }
    progress::phase(&progress::at("read-batches"));
    let known = archive.known_labels();
    let mut read = ReadBatches::read(options, &known, model.facts(), clock.now())?;
    input::say_readings(&read.sources);
    input::without_folders(&mut read.sources);
    let mut plan = Plan::new(read.files, read.cutting, &watch);
    for line in &plan.notes {
        output::say(line);
    }
    // Not before all else is known to be right.
    if let (Some(state), true) = (&state, options.restart)
        && let Some(kept) = state.set_aside()?
    {
        let file = kept.display().to_string();
        output::say(&message!("plan-state-kept", file = file));
    }
    for (place, labels) in std::mem::take(&mut plan.labels) {
        let name = watch.records()[place].name.clone();
        let number = (place + 1).to_string();
        let found = watch.add_labels(place, &labels);
        if found.taken > 0 {
            // Nothing new to watch, but something to learn.
            plan.unskip(place);
            output::say(&message!(
                "plan-labels-came",
                rows = found.taken,
                number = &number,
                name = &name
            ));
        }
        if found.other > 0 {
            output::say(&message!(
                "plan-labels-differ",
                rows = found.other,
                number = &number,
                name = &name
            ));
        }
    }
    let counted = plan.new_counts(read.counted, &watch);
    for (name, why) in &plan.skipped {
        output::say(&message!("plan-skipped", name = name, why = why.clone()));
    }
    let rows = plan.batches.into_iter();
    let counts = counted.into_iter();
    let examined = rows.map(|batch| examine(&model, batch, clock)).chain(
        counts.map(|(name, counts)| (ExaminedBatch::of_counts(&model, name, &counts), None)),
    );
    let mut is_stored = false;
    for (examined, seconds) in examined {
        watch.add(examined, seconds, Some(clock.now()));
        if let Some(state) = &state {
            state.write(&watch)?;
            is_stored = true;
        }
    }
    if let (Some(state), false) = (&state, is_stored) {
        state.write(&watch)?;
    }
    let advice = watch.advise(clock.now());
    let json = monitor_json(&watch, &advice, &plan.skipped, &read.sources)?;
    let document = monitor_document(MonitorParts {
        watch: &watch,
        advice: &advice,
        n_batches: watch.records().len() as u64,
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        output::write_whole(path, &json)?;
    }
    if let Some(path) = &options.out {
        let html = render::page(&document, Language::English);
        let run = MonitorRun {
            watch: &watch,
            advice: &advice,
            experiment: options.experiment.clone(),
            start,
            end: clock.now(),
            files: [("report.json", json), ("report.html", html)]
                .map(|(name, bytes)| (name.to_string(), bytes))
                .into(),
        };
        output::write_whole(path, &write_zip(&monitor_file_map(&run)))?;
    }
    output::show(&document)?;
    Ok(match advice.answer {
        Answer::Keep => 0,
        Answer::Retrain => 1,
        Answer::NotEnoughData => 2,
    })
}

/// The watch that is stored, or a new one.
///
/// # Errors
/// [`Code::OtherProduction`] where it is of another model, [`Code::Usage`] where its rules are others than those given, and
/// those of reading it.
fn begin(
    options: &Monitor,
    model: &WatchedModel,
    rules: Option<WatchRules>,
    state: Option<&StateFile>,
) -> Result<Watch, Error> {
    let facts = model.facts();
    let new = |rules: Option<WatchRules>| Watch::new(facts.clone(), rules.unwrap_or_default());
    let Some(state) = state else {
        return new(rules);
    };
    if options.restart {
        return new(rules);
    }
    let Some(watch) = state.read()? else {
        return new(rules);
    };
    let before = watch.model();
    if (&before.run_id, &before.model_sha256) != (&facts.run_id, &facts.model_sha256) {
        return Err(Error::new(
            Code::OtherProduction,
            message!(
                "error-state-of-other-model",
                run = short(&before.run_id),
                model = short(&before.model_sha256),
                production_run = short(&facts.run_id),
                production_model = short(&facts.model_sha256)
            ),
            message!("error-restart-or-old-archive"),
        )
        .in_file(state.name()));
    }
    match rules {
        Some(rules) if rules != *watch.rules() => Err(Error::new(
            Code::Usage,
            message!("error-state-of-other-rules"),
            message!("error-same-rules-or-restart"),
        )
        .in_file(state.name())),
        _ => Ok(watch),
    }
}

fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// Examines a batch; gives the seconds that predicting took, unless the clock stands.
fn examine(model: &Arc<WatchedModel>, batch: Batch, clock: Clock) -> (ExaminedBatch, Option<f64>) {
    progress::phase(&message!("cli-phase-batch", name = &batch.name));
    let mut work = BatchWork::new(Arc::clone(model), batch);
    let mut seconds = 0.0;
    loop {
        let is_predicting = work.phase() == Phase::Predict;
        let begun = clock.now();
        let status = work.step(if is_predicting { 1 } else { UNITS_A_TICK });
        if is_predicting {
            seconds += clock.now().seconds_since(begun);
        }
        progress::share(u64::from(work.done()), u64::from(work.total()));
        if !status.is_running() {
            break;
        }
    }
    let is_measured = matches!(clock, Clock::System) && seconds > 0.0;
    (work.finish(), is_measured.then_some(seconds))
}
