//! The two halves of a search as filters of JSON lines, so that one script can have Dryf's samplers and Optuna's judged by the same
//! evaluation: `search.py`, `search_speed.py`.
//!
//! ```text
//! cargo bench --bench search -- propose SAMPLER SEED [LAG]
//! cargo bench --bench search -- evaluate [FOLDS [SECONDS [SHARE]]]
//! ```
//!
//! A configuration is an object of the dimensions of `search_space.toml` that take part, by name, with the values that stand in that
//! file. `propose` writes one, reads what it came to (a number, to be as large as possible, or `null` where it failed) and writes the
//! next, until its input ends. `evaluate` reads configurations and writes for each an object with the scores on PolEval's training
//! file (`DRYF_POLEVAL_DIR`): on the split of a run, or on one that scores another SHARE of the rows, or as means over stratified folds
//! where there are 2 or more. One that takes more processor time has `failed` in its place, as has one that can't be evaluated.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cpu_time::ProcessTime;
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::search::{
    Ask, Direction, Evaluator, Limits, Plan, Point, Pruner, Sampler, Scheme, Space, Study, Told,
    TrainingRows,
};
use dryf::pipeline::time::UnixMillis;
use serde_json::{Value, json};

#[path = "poleval.rs"]
mod poleval;

fn main() {
    let arguments = std::env::args().skip(1).filter(|given| given != "--bench");
    let arguments: Vec<String> = arguments.collect();
    let number = |at: usize| -> Option<u32> {
        let given = arguments.get(at)?.parse();
        Some(given.unwrap_or_else(|_| panic!("no number: {}", arguments[at])))
    };
    match arguments.first().map(String::as_str) {
        // `cargo bench` without a word has nothing to answer.
        None => {}
        Some("propose") => {
            let sampler = serde_json::from_value(json!(arguments[1])).expect("a sampler's name");
            propose(sampler, number(2).expect("a seed"), number(3).unwrap_or(1));
        }
        Some("evaluate") => {
            let seconds = u64::from(number(2).unwrap_or(60));
            let share = arguments
                .get(3)
                .map(|given| given.parse().expect("a share"));
            let RunConfig { run, .. } = RunConfig::default();
            let scheme = match number(1).unwrap_or(1) {
                0 | 1 => Scheme::Validation {
                    size: share.unwrap_or(run.validation_size),
                },
                n => Scheme::Folds { n },
            };
            evaluate(scheme, run.seed, Duration::from_secs(seconds));
        }
        Some(other) => panic!("{other} is neither `propose` nor `evaluate`"),
    }
}

/// One of its own, so that what was measured stays comparable where the sensible one changes.
fn space() -> Space {
    let table = toml::from_str(include_str!("search_space.toml")).expect("TOML");
    Space::from_table(&table).expect("a space")
}

fn propose(sampler: Sampler, seed: u32, lag: u32) {
    let mut study = Study::new(Plan {
        name: "bench".into(),
        space: space(),
        base: RunConfig::default(),
        sampler,
        pruner: Pruner::None,
        directions: vec![Direction::Maximize],
        seed,
        n_folds: 1,
        lag,
    })
    .expect("a sound plan");
    let mut lines = std::io::stdin().lock().lines();
    let now = UnixMillis(0.0);
    while let Ask::Trial(number) = study.ask(now) {
        answer(&written(&study.trials()[number as usize].point));
        let Some(line) = lines.next() else { return };
        let value = serde_json::from_str(&line.expect("text")).expect("a number or null");
        let told = match value {
            Some(value) => Told::Complete(vec![value]),
            None => Told::Fail(dryf::message!("search-not-a-number")),
        };
        study.tell(number, told, now);
    }
}

fn evaluate(scheme: Scheme, seed: u32, most: Duration) {
    let folder = std::env::var_os("DRYF_POLEVAL_DIR").map(PathBuf::from);
    let rows = TrainingRows::of(&poleval::read(&folder.expect("DRYF_POLEVAL_DIR")));
    let limits = Limits {
        cache_bytes: 512 << 20,
        ..Limits::default()
    };
    let mut evaluator = Evaluator::new(rows, scheme, seed, limits).expect("PolEval's rows");
    for line in std::io::stdin().lock().lines() {
        let point: BTreeMap<String, toml::Value> =
            serde_json::from_str(&line.expect("text")).expect("a configuration");
        let begun = ProcessTime::now();
        let scores = evaluated(&mut evaluator, &point, &|| begun.elapsed() > most);
        let seconds = begun.elapsed().as_secs_f64();
        answer(&match scores {
            Ok(mut scores) => {
                scores.insert("seconds".into(), seconds);
                json!(scores)
            }
            Err(failed) => json!({ "failed": failed, "seconds": seconds }),
        });
    }
}

fn evaluated(
    evaluator: &mut Evaluator,
    point: &BTreeMap<String, toml::Value>,
    is_too_long: &dyn Fn() -> bool,
) -> Result<BTreeMap<String, f64>, String> {
    let said = |error: dryf::pipeline::error::Error| error.line().to_string();
    let mut trial = evaluator.trial(&configuration(point)).map_err(said)?;
    while trial.step(evaluator, now()).map_err(said)?.is_running() {
        if is_too_long() {
            return Err("it takes too long".into());
        }
    }
    let mut measures = trial.finish().map_err(said)?.measures();
    // It differs from run to run, and nobody here asks for it.
    measures.remove("predict_seconds");
    Ok(measures)
}

/// # Panics
/// Where the names are others than those of the dimensions that take part: then who wrote it has another space than Dryf.
fn configuration(point: &BTreeMap<String, toml::Value>) -> RunConfig {
    let space = space();
    let value = |(name, value): (&String, &toml::Value)| {
        let dimension = space.dimension(name).expect("a name of the space");
        let value = dimension.domain.read(value);
        (name.clone(), value.expect("a value of its dimension"))
    };
    let point: Point = point.iter().map(value).collect();
    let config = space.config(&RunConfig::default(), &point);
    let config = config.expect("values of the space go together");
    assert_eq!(space.point_of(&config), point, "dimensions that take part");
    config
}

fn written(point: &Point) -> Value {
    let space = space();
    let values = point.iter().map(|(name, value)| {
        let dimension = space.dimension(name).expect("a name of the space");
        (name.clone(), json!(dimension.domain.written(*value)))
    });
    json!(values.collect::<BTreeMap<String, Value>>())
}

/// A line at once: somebody waits for it.
fn answer(value: &Value) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}").expect("somebody reads");
    out.flush().expect("somebody reads");
}

fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    UnixMillis(since.expect("after 1970").as_secs_f64() * 1e3)
}
