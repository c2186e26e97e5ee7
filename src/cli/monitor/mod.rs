//! `dryf monitor`.

mod batches;
mod said;
mod state;

use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

pub use batches::Batches;

use super::args::Monitor;
use super::clock::Clock;
use super::{input, output};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::write_zip;
use crate::pipeline::watch::{
    Answer, Batch, BatchWork, ExaminedBatch, MonitorRun, Phase, Placed, RULES_WITH_DEFAULTS, Watch,
    WatchRules, WatchedModel, monitor_file_map, place,
};
use crate::report::{monitor_json, monitor_page};
use batches::Cut;
use state::StateFile;

/// Units of work between two looks of the clock.
const UNITS_A_TICK: u32 = 4;

/// Watches the batches; gives the exit code of the answer.
pub fn monitor(options: &Monitor) -> Result<u8, Error> {
    if options.print_rules {
        output::print(RULES_WITH_DEFAULTS)?;
        return Ok(0);
    }
    let Some(production) = &options.production else {
        return Err(Error::new(
            Code::Usage,
            "no model is named",
            "give --production ARCHIVE.ZIP",
        ));
    };
    let clock = Clock::from_environment()?;
    let start = clock.now();
    output::check_outputs(&[
        ("--state", &options.state),
        ("--json", &options.json),
        ("--html", &options.html),
        ("--out", &options.out),
    ])?;
    // Before anything long is read, since another call may be at work.
    let state = options.state.as_deref().map(StateFile::lock).transpose()?;
    let record = input::archive(production)?
        .record()
        .map_err(|error| error.in_file(production.display().to_string()))?;
    let model = Arc::new(WatchedModel::new(&record)?);
    let rules = match &options.rules {
        Some(path) => Some(WatchRules::from_toml(
            &input::read_text(path)?,
            &path.display().to_string(),
        )?),
        None => None,
    };
    let mut watch = begin(options, &model, rules, state.as_ref())?;
    if let Some(reason) = &options.retrain {
        if !watch.rules().by_hand.enabled {
            return Err(Error::new(
                Code::Usage,
                "--retrain asks for a training, and the rules switch that off",
                "leave it out, or give `enabled = true` under [by_hand]",
            ));
        }
        watch.ask(reason);
    }
    let cut = Cut::read(options, &model.facts().classes, clock.now())?;
    let given: Vec<(String, String)> = cut
        .batches
        .iter()
        .map(|batch| (batch.name.clone(), batch.sha256()))
        .collect();
    let placed = place(watch.records(), &given, cut.names_stand)?;
    for line in &cut.notes {
        output::say(line);
    }
    // Not before all else is known to be right.
    if let (Some(state), true) = (&state, options.restart)
        && let Some(kept) = state.set_aside()?
    {
        output::say(format_args!(
            "the state so far is kept as {}",
            kept.display()
        ));
    }
    let mut skipped = Vec::new();
    let mut is_stored = false;
    for (batch, placed) in cut.batches.into_iter().zip(placed) {
        let why = match placed {
            Placed::Known(number) => format!("it was watched before, as number {number}"),
            Placed::Repeated => "the same rows stand before it".into(),
            Placed::New => {
                let (examined, seconds) = examine(&model, batch, clock);
                watch.add(examined, seconds);
                if let Some(state) = &state {
                    state.write(&watch)?;
                    is_stored = true;
                }
                continue;
            }
        };
        output::say(format_args!("{} is skipped: {why}", batch.name));
        skipped.push((batch.name, why));
    }
    if let (Some(state), false) = (&state, is_stored) {
        state.write(&watch)?;
    }
    let advice = watch.advise(clock.now());
    let json = monitor_json(&watch, &advice, &skipped)?;
    let html = monitor_page(&watch, &advice);
    if let Some(path) = &options.html {
        output::write_whole(path, &html)?;
    }
    if let Some(path) = &options.json {
        output::write_whole(path, &json)?;
    }
    if let Some(path) = &options.out {
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
    output::print(&said::text(&watch, &advice))?;
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
            format!(
                "the state is of the run {} with the model {}, and production is the run {} with the model {}",
                short(&before.run_id),
                short(&before.model_sha256),
                short(&facts.run_id),
                short(&facts.model_sha256)
            ),
            "begin anew for the new model with --restart, which keeps the old state under another name, or give the archive of the old one",
        )
        .in_file(state.name()));
    }
    match rules {
        Some(rules) if rules != *watch.rules() => Err(Error::new(
            Code::Usage,
            "the state was begun by other rules, and a false-alarm rate holds only for rules that stay",
            "give the same rules or leave --rules out, or begin anew with --restart, which keeps the old state under another name",
        )
        .in_file(state.name())),
        _ => Ok(watch),
    }
}

fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// Examines a batch, with a bar on standard error while somebody watches; gives the seconds that predicting took, unless
/// the clock stands.
fn examine(model: &Arc<WatchedModel>, batch: Batch, clock: Clock) -> (ExaminedBatch, Option<f64>) {
    let mut work = BatchWork::new(Arc::clone(model), batch);
    let bar = ProgressBar::new(u64::from(work.total()));
    bar.set_style(
        ProgressStyle::with_template("{wide_bar} {percent} %  batches")
            .expect("the template is sound"),
    );
    bar.enable_steady_tick(Duration::from_millis(200));
    let mut seconds = 0.0;
    loop {
        let is_predicting = work.phase() == Phase::Predict;
        let begun = clock.now();
        let status = work.step(if is_predicting { 1 } else { UNITS_A_TICK });
        if is_predicting {
            seconds += clock.now().seconds_since(begun);
        }
        bar.set_position(u64::from(work.done()));
        if !status.is_running() {
            break;
        }
    }
    bar.finish_and_clear();
    let is_measured = matches!(clock, Clock::System) && seconds > 0.0;
    (work.finish(), is_measured.then_some(seconds))
}
