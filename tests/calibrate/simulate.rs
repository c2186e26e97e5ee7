//! Simulated drift reports: how often there is an alarm where nothing changed, and how often a planted change is found.
//!
//! Current data are drawn from a labelled corpus without replacement, and the rows that are left are the reference. Each
//! simulation has a seed of its own, so that its outcome is the same however many run at a time.

use std::sync::atomic::{AtomicU32, Ordering};

use dryf::pipeline::drift::{
    Draws, DriftOptions, DriftReport, DriftWork, Family, PartName, Side, Tokens, Whole,
};
use dryf::pipeline::rng::RandomState;

/// A corpus to draw from.
pub struct Population<'a> {
    pub texts: &'a [String],
    pub classes: &'a [String],
    pub labels: &'a [u32],
}

/// What is changed in the current data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Planted {
    Nothing,
    /// The class has so many times its share in the population (in the reference it then has a little less than that).
    MoreOf {
        class: u32,
        ratio: f64,
    },
    /// This stands at the end of the texts of a share of the rows.
    Emoji {
        emoji: &'static str,
        share: f64,
    },
}

/// One way to simulate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scenario {
    pub planted: Planted,
    /// Rows of the current data.
    pub rows: usize,
    pub draws: Draws,
}

/// What one simulated report said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The whole is drift.
    pub alarm: bool,
    /// The p-value of each part that has one.
    pub p: Vec<(PartName, f64)>,
    /// Families with a flagged term.
    pub flagged: Vec<Family>,
    /// The planted emoji is among the flagged ones.
    pub named: bool,
}

/// As many simulations as asked for, on all processors. `tell` hears how many are done.
pub fn simulate(
    population: &Population,
    scenario: &Scenario,
    times: u32,
    tell: &(dyn Fn(u32) + Sync),
) -> Vec<Said> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let mut found: Vec<(u32, Said)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= times {
                            return mine;
                        }
                        mine.push((seed, once(population, scenario, seed)));
                        tell(done.fetch_add(1, Ordering::Relaxed) + 1);
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("a simulation does not panic"))
            .collect()
    });
    found.sort_by_key(|(seed, _)| *seed);
    found.into_iter().map(|(_, said)| said).collect()
}

fn once(population: &Population, scenario: &Scenario, seed: u32) -> Said {
    let mut random = RandomState::new(seed);
    let chosen = choose(population, scenario, &mut random);
    let mut is_current = vec![false; population.texts.len()];
    chosen.iter().for_each(|&row| is_current[row] = true);
    let rest: Vec<usize> = (0..population.texts.len())
        .filter(|&row| !is_current[row])
        .collect();
    let side = |rows: &[usize], planted: Planted| {
        let mut texts: Vec<String> = rows
            .iter()
            .map(|&row| population.texts[row].clone())
            .collect();
        if let Planted::Emoji { emoji, share } = planted {
            // The rows were drawn in random order.
            let with = (share * rows.len() as f64).round() as usize;
            for text in &mut texts[..with] {
                *text += &format!(" {emoji}");
            }
        }
        let labels: Vec<u32> = rows.iter().map(|&row| population.labels[row]).collect();
        Side::of_texts(&Tokens::new(), &texts, Some((population.classes, &labels)))
    };
    let draws = Draws {
        seed,
        ..scenario.draws
    };
    let mut work = DriftWork::new(
        side(&rest, Planted::Nothing),
        side(&chosen, scenario.planted),
        &DriftOptions::default(),
        &draws,
    );
    while work.step(64).is_running() {}
    said(&work.finish(), scenario.planted)
}

/// Rows of the current data, in random order.
fn choose(population: &Population, scenario: &Scenario, random: &mut RandomState) -> Vec<usize> {
    let all: Vec<usize> = random
        .permutation(population.texts.len())
        .into_iter()
        .map(|row| row as usize)
        .collect();
    let Planted::MoreOf { class, ratio } = scenario.planted else {
        return all[..scenario.rows].to_vec();
    };
    let is_of_class = |row: &&usize| population.labels[**row] == class;
    let there = all.iter().filter(is_of_class).count() as f64;
    let share = ratio * there / all.len() as f64;
    let of_class = (0..scenario.rows)
        .filter(|_| random.random_sample() < share)
        .count();
    let mut chosen: Vec<usize> = all
        .iter()
        .filter(is_of_class)
        .take(of_class)
        .copied()
        .collect();
    let others = all.iter().filter(|row| !is_of_class(row));
    chosen.extend(others.take(scenario.rows - of_class));
    chosen
}

fn said(report: &DriftReport, planted: Planted) -> Said {
    let flagged = |family: Family| {
        report
            .terms
            .iter()
            .filter(move |terms| terms.family == family)
            .filter_map(|terms| terms.tests.measured())
            .flat_map(|tests| &tests.terms)
            .filter(|term| term.flagged)
    };
    Said {
        alarm: matches!(report.verdict.whole, Whole::Drift { .. }),
        p: report
            .verdict
            .parts
            .iter()
            .filter_map(|part| Some((part.part, part.p?)))
            .collect(),
        flagged: Family::TESTED
            .into_iter()
            .filter(|family| flagged(*family).next().is_some())
            .collect(),
        named: match planted {
            Planted::Emoji { emoji, .. } => flagged(Family::Emoji).any(|term| term.term == emoji),
            _ => false,
        },
    }
}
