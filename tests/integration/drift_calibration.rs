//! A small part of `./dev calibrate`: the same simulations, a few of each, with few random splits.
//!
//! Few simulations show only what is far off; the bounds are those that a sound report breaks once in a million runs.

#[path = "../bench/poleval.rs"]
pub mod poleval;
#[path = "../calibrate/simulate.rs"]
mod simulate;

use dryf::pipeline::drift::{Draws, Family};
use simulate::{Planted, Population, Said, Scenario, simulate};

use crate::support::{demo_data, poleval_dir};

const DRAWS: Draws = Draws {
    labels: 99,
    wording: 39,
    wording_of_classes: 0,
    controls: 1,
    classifier: 0,
    classifier_inside_classes: 0,
    seed: 0,
};

/// The training set of the demo corpus, or PolEval's where it is there.
fn run(scenario: Scenario, times: u32) -> Vec<Said> {
    let data = match poleval_dir() {
        Some(dir) => poleval::read(&dir),
        None => demo_data(),
    };
    let population = Population {
        texts: &data.train.texts,
        classes: &data.classes,
        labels: &data.train.labels,
    };
    simulate(&population, &scenario, times, &|_| ())
}

#[test]
fn where_nothing_changed_alarms_are_rare() {
    let scenario = Scenario {
        planted: Planted::Nothing,
        rows: 300,
        draws: DRAWS,
    };
    let found = run(scenario, 12);
    let count = |is: &dyn Fn(&Said) -> bool| found.iter().filter(|said| is(said)).count();
    // 12 draws at 5 %: more than 5 once in 10^5, more than 6 once in 10^6.
    assert!(count(&|said| said.alarm) <= 6, "{found:?}");
    assert!(
        count(&|said| said.flagged.contains(&Family::Words)) <= 6,
        "{found:?}"
    );
    assert!(found.iter().all(|said| said.p.len() >= 5), "{found:?}");
    assert!(
        found.windows(2).any(|pair| pair[0] != pair[1]),
        "each has rows of its own"
    );
}

#[test]
fn a_planted_emoji_is_named_and_a_class_that_doubles_is_seen() {
    let emoji = Scenario {
        planted: Planted::Emoji {
            emoji: "🪿",
            share: 0.05,
        },
        rows: 400,
        draws: Draws::NONE,
    };
    assert!(run(emoji, 4).iter().all(|said| said.named && said.alarm));
    let doubled = Scenario {
        planted: Planted::MoreOf {
            class: 1,
            ratio: 2.5,
        },
        rows: 500,
        draws: Draws::NONE,
    };
    let seen = run(doubled, 8)
        .iter()
        .filter(|said| {
            said.p
                .iter()
                .any(|(part, p)| part.to_string() == "labels" && *p <= 0.05)
        })
        .count();
    assert!(seen >= 4, "{seen} of 8");
}
