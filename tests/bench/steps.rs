//! The longest unit of every job of the engine, in milliseconds of processor time.
//!
//!     cargo bench --bench steps -- FOLDER
//!     cargo bench --bench steps -- 100000
//!
//! The folder holds PolEval's four files; a number is of rows that are made up.

#[path = "../integration/step_lengths/generated.rs"]
mod generated;
#[path = "../integration/known.rs"]
mod known;
#[path = "../integration/step_lengths/story.rs"]
mod story;

use std::collections::BTreeMap;
use std::path::Path;

use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::drift::Draws;
use generated::generated;
use story::{Drawn, Timed, told};

fn main() {
    let of = std::env::args()
        .skip(1)
        .find(|argument| argument != "--bench");
    let of = of.expect("a folder or a number of rows");
    let files = of.parse().map_or_else(|_| read(Path::new(&of)), generated);
    let drawn = Drawn {
        draws: Draws {
            labels: 999,
            wording: 9,
            wording_of_classes: 9,
            controls: 2,
            classifier: 2,
            classifier_inside_classes: 2,
            seed: 7,
        },
        compare: 200,
        sweep: 2,
    };
    let mut all = told(&files, drawn);
    if files[0].bytes.len() < 4 << 20 {
        for _ in 0..2 {
            let again = told(&files, drawn);
            all = all
                .into_iter()
                .zip(&again)
                .map(|(one, other)| one.least(other))
                .collect();
        }
    }
    let mut longest: BTreeMap<&str, Timed> = BTreeMap::new();
    for timed in all {
        let known = longest.entry(timed.job);
        let known = known.or_insert(Timed {
            job: timed.job,
            units: Vec::new(),
        });
        if known.longest() <= timed.longest() {
            *known = timed;
        }
    }
    let mut longest: Vec<Timed> = longest.into_values().collect();
    longest.sort_by(|a, b| b.longest().total_cmp(&a.longest()));
    println!("| job | longest unit, ms | which | units | all, ms |\n|---|---|---|---|---|");
    for timed in longest {
        let most = timed.longest();
        let which = timed
            .units
            .iter()
            .position(|unit| *unit == most)
            .unwrap_or(0);
        let (units, all) = (timed.units.len(), timed.total() * 1e3);
        println!(
            "| {} | {:.2} | {which} | {units} | {all:.1} |",
            timed.job,
            most * 1e3
        );
        if std::env::var_os("DRYF_ALL_UNITS").is_some() {
            let mut units: Vec<(usize, f64)> = timed.units.iter().copied().enumerate().collect();
            units.sort_by(|a, b| b.1.total_cmp(&a.1));
            for (place, unit) in units.iter().take(8).filter(|(_, unit)| *unit > 4e-3) {
                println!("    {place}: {:.2}", unit * 1e3);
            }
        }
    }
}

fn read(folder: &Path) -> [NamedBytes; 4] {
    [
        "training_set_clean_only_text.txt",
        "training_set_clean_only_tags.txt",
        "test_set_only_text.txt",
        "test_set_only_tags.txt",
    ]
    .map(|name| NamedBytes {
        name: name.into(),
        bytes: std::fs::read(folder.join(name)).expect("one of PolEval's files"),
    })
}
