//! Seeded texts that look like no corpus: words of a class among words of all, labels that are wrong at a given rate, so
//! that a model of them has the error rate that a scenario asks for.

use std::sync::Arc;

use dryf::pipeline::corpus::Corpus;
use dryf::pipeline::monitoring::WatchedModel;
use dryf::pipeline::rng::RandomState;

use super::monitored::{self, Watched};

/// Words that any text may have, and words of each class.
const COMMON: u32 = 1_500;
const OF_CLASS: u32 = 60;

/// Rows to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// The share of each class; they add up to 1.
    pub shares: Vec<f64>,
    /// The chance of a word to be one of its class.
    pub topical: f64,
    /// The chance of a label to be that of a class drawn anew.
    pub noise: f64,
}

/// What happens in the batches from one on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    Nothing,
    /// A new word, or emoji, stands in this share of the rows.
    Word(&'static str, f64),
    /// This share of the labels is permuted among the rows.
    Permuted(f64),
    /// The labels of a class are those of as many other rows.
    Moved(u32),
}

/// A model of the first rows and batches of further ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub population: Population,
    pub trained_on: usize,
    pub batches: usize,
    pub rows: usize,
    pub change: Change,
    /// The first batch with the change, counted from 1.
    pub from: usize,
}

impl Population {
    /// Classes of equal shares.
    pub fn even(n_classes: usize, topical: f64, noise: f64) -> Population {
        Population {
            shares: vec![1.0 / n_classes as f64; n_classes],
            topical,
            noise,
        }
    }

    pub fn classes(&self) -> Vec<String> {
        (0..self.shares.len())
            .map(|class| format!("c{class:02}"))
            .collect()
    }

    fn class(&self, random: &mut RandomState) -> u32 {
        let mut left = random.random_sample();
        for (class, share) in (0u32..).zip(&self.shares) {
            left -= share;
            if left < 0.0 {
                return class;
            }
        }
        self.shares.len() as u32 - 1
    }

    pub fn draw(&self, n: usize, random: &mut RandomState) -> Corpus {
        let (mut texts, mut labels) = (Vec::new(), Vec::new());
        for _ in 0..n {
            let class = self.class(random);
            let words: Vec<String> = (0..6 + random.random_interval(8))
                .map(|_| {
                    let is_topical = random.random_sample() < self.topical;
                    // The first words are the most frequent ones.
                    let place = |n: u32, random: &mut RandomState| {
                        let at = random.random_sample();
                        (at * at * f64::from(n)) as u32
                    };
                    match is_topical {
                        true => word(1 + class, place(OF_CLASS, random)),
                        false => word(0, place(COMMON, random)),
                    }
                })
                .collect();
            texts.push(words.join(" "));
            labels.push(match random.random_sample() < self.noise {
                true => self.class(random),
                false => class,
            });
        }
        Corpus {
            texts,
            labels,
            sources: Vec::new(),
        }
    }
}

/// A word of letters alone, another for each number.
fn word(family: u32, number: u32) -> String {
    let mut left = family * 10_000 + number + 1_000;
    let mut word = String::new();
    while left > 0 {
        word.push(char::from(b"bdgklmnprstz"[(left % 12) as usize]));
        word.push(char::from(b"aeiou"[(left / 12 % 5) as usize]));
        left /= 60;
    }
    word
}

/// With the labels of the batches, and without them.
pub fn simulate(scenario: &Scenario, seed: u32) -> [Watched; 2] {
    let mut random = RandomState::new(seed);
    let classes = scenario.population.classes();
    let record = monitored::train(
        &classes,
        scenario.population.draw(scenario.trained_on, &mut random),
    );
    let model = Arc::new(WatchedModel::new(&record).expect("the model is sound"));
    let batches: Vec<(String, Corpus)> = (1..=scenario.batches)
        .map(|batch| {
            let mut rows = scenario.population.draw(scenario.rows, &mut random);
            if batch >= scenario.from {
                change(&mut rows, scenario.change, &mut random);
            }
            (format!("batch {batch}"), rows)
        })
        .collect();
    [true, false].map(|with_labels| {
        monitored::said(&monitored::watch(&model, &classes, &batches, with_labels))
    })
}

fn change(rows: &mut Corpus, change: Change, random: &mut RandomState) {
    match change {
        Change::Nothing => {}
        Change::Word(word, share) => {
            for text in &mut rows.texts {
                if random.random_sample() < share {
                    text.push(' ');
                    text.push_str(word);
                }
            }
        }
        Change::Permuted(share) => {
            let chosen: Vec<usize> = (0..rows.labels.len())
                .filter(|_| random.random_sample() < share)
                .collect();
            let labels: Vec<u32> = chosen.iter().map(|&row| rows.labels[row]).collect();
            for (&row, label) in chosen.iter().zip(random.permuted(&labels)) {
                rows.labels[row] = label;
            }
        }
        Change::Moved(class) => {
            let of_class: Vec<usize> = (0..rows.labels.len())
                .filter(|&row| rows.labels[row] == class)
                .collect();
            let others: Vec<usize> = (0..rows.labels.len())
                .filter(|&row| rows.labels[row] != class)
                .collect();
            let chosen =
                random.choice_without_replacement(&others, of_class.len().min(others.len()));
            for (&from, &to) in of_class.iter().zip(&chosen) {
                rows.labels.swap(from, to);
            }
        }
    }
}
