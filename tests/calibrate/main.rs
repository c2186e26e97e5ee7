//! Is an alarm as rare as it says where nothing changed, and is a change found? Simulations, as a table.
//!
//! ```text
//! cargo bench --locked --bench calibrate -- [--times N] [NAME...]
//! ```
//!
//! On PolEval's training file (`DRYF_POLEVAL_DIR`). `NAME` is `nothing`, `labels`, `whole`, `emoji`, `monitor`, or, which need no
//! files, `foreign`, `gate`, `errors`, `generated` and `studies`; all without one. Each
//! simulation draws its current data by a seed of its own, 0, 1, 2 ...; what the verdict takes of random splits is drawn as
//! often as in a report by default.

mod errors;
mod foreign;
mod gates;
mod generated;
mod monitored;
#[path = "../bench/poleval.rs"]
mod poleval;
mod simulate;
mod studies;
mod synthetic;
mod watches;

use std::path::PathBuf;
use std::time::Instant;

use dryf::pipeline::corpus::DataSet;
use dryf::pipeline::drift::{Draws, Family, PartName};
use dryf::pipeline::monitoring::{Answer, Detector, Occasion, WatchedPart};
use dryf::pipeline::search::F1Average;
use monitored::{Sizes, Watched, all_rows, shuffled};
use simulate::{Planted, Population, Said, Scenario, simulate};
use studies::Studied;

/// Not one of PolEval's tweets has it.
const EMOJI: &str = "🪿";

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|given| given != "--bench");
    let (mut times, mut names) = (200u32, Vec::new());
    while let Some(argument) = arguments.next() {
        if argument == "--times" {
            let given = arguments.next().expect("--times has a number");
            times = given.parse().expect("a number of simulations");
        } else {
            names.push(argument);
        }
    }
    const NAMES: [&str; 10] = [
        "nothing",
        "labels",
        "whole",
        "emoji",
        "monitor",
        "foreign",
        "gate",
        "errors",
        "generated",
        "studies",
    ];
    for name in &names {
        assert!(
            NAMES.contains(&name.as_str()),
            "no simulation is named {name}; there are {NAMES:?}"
        );
    }
    if names.is_empty() || names.iter().any(|wanted| wanted == "gate") {
        gates::print_table(times);
    }
    if names.is_empty() || names.iter().any(|wanted| wanted == "errors") {
        watches::print_errors(times);
    }
    if names.is_empty() || names.iter().any(|wanted| wanted == "generated") {
        watches::print_generated(times);
    }
    if names.is_empty() || names.iter().any(|wanted| wanted == "studies") {
        searches(times);
    }
    if names.is_empty() || names.iter().any(|wanted| wanted == "foreign") {
        foreign_reports(times);
    }
    let needs_no_files = |name: &String| {
        ["gate", "errors", "generated", "foreign", "studies"].contains(&name.as_str())
    };
    if !names.is_empty() && names.iter().all(needs_no_files) {
        return;
    }
    let Some(folder) = std::env::var_os("DRYF_POLEVAL_DIR").map(PathBuf::from) else {
        // `cargo bench` without the data has nothing to measure here.
        return;
    };
    let data = poleval::read(&folder);
    let population = Population {
        texts: &data.train.texts,
        classes: &data.classes,
        labels: &data.train.labels,
    };
    let hate = data.classes.iter().position(|class| class == "hate-speech");
    let more_hate = Planted::MoreOf {
        class: hate.expect("PolEval's class") as u32,
        ratio: 1.5,
    };
    let emoji = Planted::Emoji {
        emoji: EMOJI,
        share: 0.02,
    };
    // What the verdict takes no notice of is not drawn.
    let draws = Draws {
        labels: 0,
        wording_of_classes: 0,
        controls: 0,
        classifier_inside_classes: 0,
        ..Draws::default()
    };
    let scenario = |planted, rows, draws| Scenario {
        planted,
        rows,
        draws,
    };
    println!(
        "{times} simulations for each line\n\n| current data | said | of {times} | wanted |\n|---|---|---|---|"
    );
    for (name, title, scenario, lines) in [
        (
            "nothing",
            "1,000 random rows",
            scenario(Planted::Nothing, 1_000, draws),
            &[
                ("drift in the whole", "at most 8 %", alarm as Question),
                ("a word flagged", "at most 8 %", |said| {
                    said.flagged.contains(&Family::Words)
                }),
                ("an emoji flagged", "–", |said| {
                    said.flagged.contains(&Family::Emoji)
                }),
                ("a hashtag flagged", "–", |said| {
                    said.flagged.contains(&Family::Hashtags)
                }),
                ("a 3-gram flagged", "–", |said| {
                    said.flagged.contains(&Family::Trigrams)
                }),
                ("labels, p at most 0.05", "5 %", labels),
                ("descriptors, p at most 0.05", "5 %", |said| {
                    is_low(said, PartName::Descriptors)
                }),
                ("whole text, p at most 0.05", "5 %", |said| {
                    is_low(said, PartName::Text)
                }),
            ][..],
        ),
        (
            "labels",
            "600 rows, hate-speech at 1.5 times its share",
            scenario(more_hate, 600, Draws::NONE),
            &[(
                "labels, p at most 0.05",
                "at least 70 %",
                labels as Question,
            )],
        ),
        (
            "whole",
            "1,000 rows, hate-speech at 1.5 times its share",
            scenario(more_hate, 1_000, draws),
            &[
                ("drift in the whole", "at least 75 %", alarm as Question),
                ("labels, p at most 0.05", "–", labels),
            ],
        ),
        (
            "emoji",
            "1,000 rows, a new emoji in 2 % of them",
            scenario(emoji, 1_000, Draws::NONE),
            &[("the emoji named", "always", (|said| said.named) as Question)],
        ),
    ] {
        if !names.is_empty() && !names.iter().any(|wanted| wanted == name) {
            continue;
        }
        let begun = Instant::now();
        let found = simulate(&population, &scenario, times, &|done| {
            if done % 20 == 0 {
                eprintln!(
                    "{name}: {done} of {times}, {:.0} s",
                    begun.elapsed().as_secs_f64()
                );
            }
        });
        for (said, wanted, question) in lines {
            let count = found.iter().filter(|said| question(said)).count();
            println!("| {title} | {said} | {count} | {wanted} |");
        }
    }
    if names.is_empty() || names.iter().any(|wanted| wanted == "monitor") {
        monitor(&data, times);
    }
}

/// The best trial of searches whose truth is known, and how long the largest takes.
fn searches(times: u32) {
    println!(
        "\n{times} searches for each line\n\n| trials | rows | qualities | score | {} |\n|---|---|---|---|---|---|---|---|---|---|---|---|",
        studies::COLUMNS
    );
    for average in [F1Average::Micro, F1Average::Macro] {
        for (trials, rows, spread) in [10, 50, 200]
            .into_iter()
            .flat_map(|trials| [600, 3_000].map(|rows| (trials, rows)))
            .flat_map(|(trials, rows)| [0.0, 0.1].map(|spread| (trials, rows, spread)))
        {
            let studied = Studied {
                trials,
                rows,
                spread,
                average,
            };
            let told: Vec<_> = (0..times).map(|seed| studied.tell(seed, 500)).collect();
            let found = studies::summary(&told);
            let qualities = if spread == 0.0 { "equal" } else { "different" };
            println!(
                "| {trials} | {rows} | {qualities} | {average:?} | {} |",
                found.cells()
            );
        }
        let largest = Studied {
            trials: 200,
            rows: 10_000,
            spread: 0.1,
            average,
        };
        let seconds = [1, 1_000].map(|draws| {
            let begun = Instant::now();
            largest.tell(0, draws);
            begun.elapsed().as_secs_f64()
        });
        eprintln!(
            "200 trials, 10,000 rows, 1,000 draws, {average:?}: {:.2} s",
            seconds[1] - seconds[0]
        );
    }
}

/// Reports on texts of a generator.
fn foreign_reports(times: u32) {
    println!(
        "\n| drift reports on generated texts | said | of {times} | wanted |\n|---|---|---|---|"
    );
    for scenario in foreign::SCENARIOS {
        let begun = Instant::now();
        let count = scenario.count(times, foreign::DRAWS);
        println!(
            "| {} | {} | {count} | {} |",
            scenario.name, scenario.said, scenario.wanted
        );
        eprintln!("{}: {:.0} s", scenario.name, begun.elapsed().as_secs_f64());
    }
    for (reference, classes) in [(500, 3), (1_000, 3), (4_000, 3), (2_000, 20)] {
        match foreign::power_at_named_rows(reference, classes, times) {
            Some((rows, found)) => println!(
                "| the rarest of {classes} classes doubled in the {rows} rows that the report names, reference {reference} | drift | {found} | at least 80 % |"
            ),
            None => println!(
                "| the rarest of {classes} classes doubled, reference {reference} | no number of rows would show it | – | – |"
            ),
        }
    }
}

/// Training and test file in random orders: a model of the first 4,000 rows, seven batches of 1,000 watched.
fn monitor(data: &DataSet, times: u32) {
    let begun = Instant::now();
    let sizes = Sizes {
        trained_on: 4_000,
        batch: 1_000,
    };
    let found = shuffled(&data.classes, &all_rows(data), sizes, times, &|done| {
        if done % 20 == 0 {
            let seconds = begun.elapsed().as_secs_f64();
            eprintln!("monitor: {done} of {times}, {seconds:.0} s");
        }
    });
    for (at, kind) in ["with labels", "without labels"].into_iter().enumerate() {
        let line = |said: &str, is: &dyn Fn(&Watched) -> bool, wanted: &str| {
            let count = found.iter().filter(|both| is(&both[at])).count();
            println!("| 11,041 rows in random order, {kind} | {said} | {count} | {wanted} |");
        };
        line(
            "retrain",
            &|one| one.answer == Answer::Retrain,
            "at most 8 %",
        );
        for occasion in [Occasion::QualityDrop, Occasion::Drift] {
            line(
                &format!("retrain, since: {}", occasion.message()),
                &|one| one.occasions.contains(&occasion),
                "–",
            );
        }
        for detector in [
            Detector::Adwin,
            Detector::HddmW,
            Detector::ErrorRateTest,
            Detector::ErrorRiseTest,
            Detector::ConceptTest,
        ] {
            line(
                &format!("{detector} signalled"),
                &|one| one.detectors.contains(&detector),
                "–",
            );
        }
        for part in WatchedPart::ALL {
            line(
                &format!("{} changed", part.message()),
                &|one| one.parts.contains(&part),
                "–",
            );
        }
    }
}

/// What is asked of a simulated report.
type Question = fn(&Said) -> bool;

fn alarm(said: &Said) -> bool {
    said.alarm
}

fn labels(said: &Said) -> bool {
    is_low(said, PartName::Labels)
}

fn is_low(said: &Said, part: PartName) -> bool {
    said.p.iter().any(|(of, p)| *of == part && *p <= 0.05)
}
