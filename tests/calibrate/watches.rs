//! The monitor's tables that need no files: streams of errors, and generated texts.

use std::time::Instant;

use dryf::pipeline::monitoring::{Answer, Detector, WatchedPart};

use super::errors::{self, Errors, is_alarm};
use super::generated::{Change, Population, Scenario, simulate};
use super::monitored::{Watched, for_seeds};

/// Streams of a constant error rate, and of one that rises.
pub fn print_errors(times: u32) {
    println!(
        "{times} streams for each number, batches of 200 rows, an error rate stated on 2,000 rows\n\n| error rate | 5 batches, 2 classes | 20, 2 | 100, 2 | 20, 5 | 20, 20 | 100, 20 |\n|---|---|---|---|---|---|---|"
    );
    for rate in [0.02, 0.05, 0.13, 0.2, 0.3, 0.4, 0.5] {
        let cells = [(5, 2), (20, 2), (100, 2), (20, 5), (20, 20), (100, 20)];
        let counts = cells.map(|(batches, n_classes)| {
            let scenario = Errors {
                rate,
                n_classes,
                batches,
                rows: 200,
                stated: 2_000,
                change: None,
            };
            let found = for_seeds(times, &|_| (), &|seed| errors::watch(&scenario, &[], seed));
            found
                .iter()
                .filter(|signals| is_alarm(signals))
                .count()
                .to_string()
        });
        println!("| {} % | {} |", rate * 100.0, counts.join(" | "));
    }
    println!(
        "\n| 5 batches of 500 rows, then 5 after the change | who | before | in batch 1 after | 2 | 3 to 5 | never |\n|---|---|---|---|---|---|---|"
    );
    use Detector::{Adwin, ErrorRateTest, ErrorRiseTest, HddmW};
    for after in [0.13, 0.18, 0.23] {
        let scenario = Errors {
            rate: 0.13,
            n_classes: 3,
            batches: 10,
            rows: 500,
            stated: 4_000,
            change: Some((6, after)),
        };
        let shown = [Adwin, HddmW];
        let found = for_seeds(times, &|_| (), &|seed| {
            errors::watch(&scenario, &shown, seed)
        });
        let line = |who: &str, is: &dyn Fn(Detector) -> bool| {
            let first: Vec<Option<u32>> = found
                .iter()
                .map(|signals| {
                    let of = signals.iter().filter(|(_, detector)| is(*detector));
                    of.map(|(batch, _)| *batch).min()
                })
                .collect();
            let count = |from: u32, to: u32| {
                let within = |first: &&Option<u32>| first.is_some_and(|at| from <= at && at <= to);
                first.iter().filter(within).count()
            };
            let never = first.iter().filter(|first| first.is_none()).count();
            println!(
                "| errors 13 to {} % | {who} | {} | {} | {} | {} | {never} |",
                after * 100.0,
                count(1, 5),
                count(6, 6),
                count(7, 7),
                count(8, 10)
            );
        };
        line("advice", &Detector::decides);
        for detector in [ErrorRateTest, ErrorRiseTest, Adwin, HddmW] {
            line(&detector.to_string(), &|one| one == detector);
        }
    }
    println!();
}

/// Models of generated texts, watched where nothing changes and where something does.
pub fn print_generated(times: u32) {
    let begun = Instant::now();
    println!(
        "{times} simulations for each line\n\n| rows | labels | retrain | before the change | in its batch 1, 2, 3 or later | said |\n|---|---|---|---|---|---|"
    );
    for (title, scenario) in scenarios() {
        let found = for_seeds(
            times,
            &|done| {
                if done % 10 == 0 {
                    let seconds = begun.elapsed().as_secs_f64();
                    eprintln!("{title}: {done} of {times}, {seconds:.0} s");
                }
            },
            &|seed| simulate(&scenario, seed),
        );
        for (at, kind) in ["with", "without"].into_iter().enumerate() {
            // Without labels nothing is known of labels that move.
            if at == 1 && matches!(scenario.change, Change::Permuted(_) | Change::Moved(_)) {
                continue;
            }
            let of: Vec<&Watched> = found.iter().map(|both| &both[at]).collect();
            let retrain = of
                .iter()
                .filter(|one| one.answer == Answer::Retrain)
                .count();
            let first = |one: &&&Watched| one.alarms.first().copied();
            let within = |from: usize, to: usize| {
                let is = |one: &&&Watched| first(one).is_some_and(|at| from <= at && at <= to);
                of.iter().filter(is).count()
            };
            let (before, then) = match scenario.change {
                Change::Nothing => ("–".into(), "–".into()),
                _ => {
                    let from = scenario.from;
                    (
                        within(1, from - 1).to_string(),
                        format!(
                            "{}, {}, {}",
                            within(from, from),
                            within(from + 1, from + 1),
                            within(from + 2, usize::MAX)
                        ),
                    )
                }
            };
            let mut said: Vec<String> = Vec::new();
            for detector in [
                Detector::ErrorRateTest,
                Detector::ErrorRiseTest,
                Detector::ConceptTest,
                Detector::HddmW,
            ] {
                let n = of
                    .iter()
                    .filter(|one| one.detectors.contains(&detector))
                    .count();
                if n > 0 {
                    said.push(format!("{detector} {n}"));
                }
            }
            for part in WatchedPart::ALL {
                let n = of.iter().filter(|one| one.parts.contains(&part)).count();
                if n > 0 {
                    said.push(format!("{} {n}", part.message()));
                }
            }
            println!(
                "| {title} | {kind} | {retrain} | {before} | {then} | {} |",
                said.join(", ")
            );
        }
    }
}

fn scenarios() -> Vec<(&'static str, Scenario)> {
    let nothing = |population: Population, trained_on, batches, rows| Scenario {
        population,
        trained_on,
        batches,
        rows,
        change: Change::Nothing,
        from: 1,
    };
    // As spam among messages: 13 % are of the second class, and few are wrong.
    let spam = Population {
        shares: vec![0.87, 0.13],
        topical: 0.6,
        noise: 0.1,
    };
    let changed = |change| Scenario {
        change,
        from: 4,
        ..nothing(spam.clone(), 2_000, 8, 400)
    };
    // A class of 6 %, as hate among offences.
    let hate = Population {
        shares: vec![0.77, 0.17, 0.06],
        topical: 0.4,
        noise: 0.05,
    };
    vec![
        (
            "2 classes, 2,000 and 8 x 400",
            nothing(spam.clone(), 2_000, 8, 400),
        ),
        (
            "2 classes, a third wrong, 1,500 and 8 x 1,000",
            nothing(Population::even(2, 0.2, 0.5), 1_500, 8, 1_000),
        ),
        (
            "4 classes, half wrong, 800 and 4 x 1,000",
            nothing(Population::even(4, 0.12, 0.3), 800, 4, 1_000),
        ),
        (
            "20 classes, 800 and 3 x 6,000",
            nothing(Population::even(20, 0.2, 0.2), 800, 3, 6_000),
        ),
        (
            "a word in 2 % from batch 4",
            changed(Change::Word("nowomowa", 0.02)),
        ),
        (
            "an emoji in 1.5 % from batch 4",
            changed(Change::Word("🪿", 0.015)),
        ),
        (
            "15 % of the labels permuted from batch 4",
            changed(Change::Permuted(0.15)),
        ),
        (
            "30 % of the labels permuted from batch 4",
            changed(Change::Permuted(0.3)),
        ),
        (
            "labels of a class of 6 % moved from batch 4, 10 x 1,000",
            Scenario {
                change: Change::Moved(2),
                from: 4,
                ..nothing(hate, 3_000, 10, 1_000)
            },
        ),
    ]
}
