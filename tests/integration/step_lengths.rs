//! All work of the engine is done in units so short that between two of them it hears what else is asked: the longest unit of
//! every kind of job, in processor time of this thread, beside that of a fixed piece of work.
//!
//! How long that is on a machine and in a build is told by cleaning, which a run consists of: what a machine that is half as
//! fast, or an unoptimised build, does to a unit, it does to this. Of a unit the least of three times is taken, of the piece
//! the least of nine, so that what else the machine does has no part in either. `cargo bench --bench steps` prints times.

mod generated;
mod story;

use std::collections::BTreeMap;

use cpu_time::ThreadTime;
use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::drift::Draws;

use self::generated::generated;
use self::story::{Drawn, told};

/// Rows that are made up: enough that a job in one go is several times too long.
const ROWS: usize = 4_000;
/// The longest unit that may be, in pieces. The longest that is takes 2.1, and of the jobs that are named below the shortest
/// takes 12 in all: from both it is away by more than what is left of other work on the machine in the least of three runs.
const LONGEST: f64 = 4.0;

const FEW: Drawn = Drawn {
    draws: Draws {
        labels: 200,
        wording: 4,
        wording_of_classes: 2,
        controls: 1,
        classifier: 1,
        classifier_inside_classes: 1,
        seed: 7,
    },
    compare: 50,
    sweep: 1,
};

/// Processor seconds that it takes to clean half of the texts.
fn piece(texts: &[u8]) -> f64 {
    let texts = std::str::from_utf8(texts).unwrap();
    let texts: Vec<&str> = texts.lines().take(ROWS / 2).collect();
    let cleaner = CleanRecipe::default().compile().unwrap();
    let once = || {
        let begin = ThreadTime::now();
        let left: usize = texts.iter().map(|text| cleaner.clean(text).len()).sum();
        assert!(left > 0);
        begin.elapsed().as_secs_f64()
    };
    (0..9).map(|_| once()).fold(f64::INFINITY, f64::min)
}

#[test]
fn no_unit_of_work_is_long() {
    let files = generated(ROWS);
    let piece = piece(&files[0].bytes);
    let jobs = told(&files, FEW).into_iter();
    let jobs = jobs.zip(told(&files, FEW)).zip(told(&files, FEW));
    let jobs = jobs.map(|((one, again), more)| one.least(&again).least(&more));
    // Of each kind of job the longest unit, and all units of the longest job, in pieces.
    let mut found: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for timed in jobs {
        let [longest, total] = found.entry(timed.job).or_default();
        *longest = longest.max(timed.longest() / piece);
        *total = total.max(timed.total() / piece);
    }
    let told = format!("{found:.2?} in pieces of {:.2} ms", piece * 1e3);
    println!("{told}");
    assert!(
        found.len() > 30,
        "every kind of job is in the story: {told}"
    );
    let mut long = found.clone();
    long.retain(|_, [longest, _]| *longest > LONGEST);
    assert!(long.is_empty(), "{:?} are long: {told}", long.keys());
    // In one go these would be told as long.
    for job in [
        "Assemble",
        "BuildArchive",
        "Drift",
        "GateArchive",
        "LoadProduction",
        "Monitor",
        "OpenArchive",
        "Rehearse",
        "Search",
        "Train",
    ] {
        assert!(found[job][1] > 2.0 * LONGEST, "{job}: {told}");
    }
}
