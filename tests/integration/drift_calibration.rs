//! A small part of `./dev calibrate`: the same simulations, a few of each, with few random splits.
//!
//! The seeds are fixed, so that another count means that a test, its level or its random splits changed; the long simulation
//! then has to show that the promise holds.

#[path = "../bench/poleval.rs"]
pub mod poleval;
#[path = "../calibrate/simulate.rs"]
mod simulate;

use std::collections::BTreeSet;

use dryf::pipeline::corpus::DataSet;
use dryf::pipeline::drift::{Draws, Family, PartName};
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

/// The demo corpus, and PolEval where it is there.
fn corpora() -> Vec<DataSet> {
    let real = poleval_dir().map(|dir| poleval::read(&dir));
    std::iter::once(demo_data()).chain(real).collect()
}

/// Draws from the training set.
fn run(data: &DataSet, scenario: Scenario, times: u32) -> Vec<Said> {
    let population = Population {
        texts: &data.train.texts,
        classes: &data.classes,
        labels: &data.train.labels,
    };
    simulate(&population, &scenario, times, &|_| ())
}

fn count(found: &[Said], is: impl Fn(&Said) -> bool) -> usize {
    found.iter().filter(|said| is(said)).count()
}

#[test]
fn where_nothing_changed_alarms_are_rare() {
    let scenario = Scenario {
        planted: Planted::Nothing,
        rows: 300,
        draws: DRAWS,
    };
    let corpora = corpora();
    let counted = corpora.iter().map(|data| {
        let found = run(data, scenario, 12);
        let parts: BTreeSet<usize> = found.iter().map(|said| said.p.len()).collect();
        assert!(
            found.windows(2).any(|pair| pair[0] != pair[1]),
            "each has rows of its own"
        );
        (
            count(&found, |said| said.alarm),
            count(&found, |said| said.flagged.contains(&Family::Words)),
            parts.into_iter().collect::<Vec<usize>>(),
        )
    });
    let counted: Vec<_> = counted.collect();
    // Alarms, reports that flag a word, parts with a p-value: of the demo, which has no hashtags, and of PolEval.
    let expected = [(0, 0, vec![7]), (0, 0, vec![8])];
    assert_eq!(counted, expected[..counted.len()]);
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
    let doubled = Scenario {
        planted: Planted::MoreOf {
            class: 1,
            ratio: 2.5,
        },
        rows: 500,
        draws: Draws::NONE,
    };
    let is_seen = |said: &Said| {
        let mut parts = said.p.iter();
        parts.any(|(part, p)| *part == PartName::Labels && *p <= 0.05)
    };
    let corpora = corpora();
    let counted = corpora.iter().map(|data| {
        let named = count(&run(data, emoji, 4), |said| said.named && said.alarm);
        (named, count(&run(data, doubled, 8), is_seen))
    });
    let counted: Vec<_> = counted.collect();
    // Of 4 and of 8, of the demo and of PolEval.
    assert_eq!(counted, [(4, 8), (4, 8)][..counted.len()]);
}
