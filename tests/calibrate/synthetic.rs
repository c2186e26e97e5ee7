//! Texts of a seeded generator with the statistics of tweets: lengths, frequencies of words, emoji, mentions, links. What a
//! text is about follows from its class, so that a classifier can learn it.

#![allow(
    dead_code,
    reason = "each of the benches and tests that include it takes a part of it"
)]

use dryf::pipeline::rng::RandomState;

/// Different words that the generator knows.
const WORDS: usize = 40_000;
/// Words that a class prefers, and how often a word is one of them.
const TOPIC: usize = 60;
const TOPIC_SHARE: f64 = 0.18;

pub struct Generator {
    /// Cumulated probabilities of the words by rank, Zipf's law.
    cumulated: Vec<f64>,
    /// Cumulated shares of the classes.
    classes: Vec<f64>,
    /// How many ranks all words are moved by: other texts, not other labels.
    pub subject: usize,
}

/// Texts with the class of each.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub texts: Vec<String>,
    pub labels: Vec<u32>,
}

impl Generator {
    /// With these shares of the classes, of any sum.
    pub fn new(shares: &[f64]) -> Generator {
        let cumulated = |weights: &mut dyn Iterator<Item = f64>| {
            let mut sum = 0.0;
            let mut all: Vec<f64> = weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect();
            all.iter_mut().for_each(|x| *x /= sum);
            all
        };
        Generator {
            cumulated: cumulated(&mut (0..WORDS).map(|rank| 1.0 / (rank as f64 + 2.7))),
            classes: cumulated(&mut shares.iter().copied()),
            subject: 0,
        }
    }

    /// `n` classes, the first with half of the rows, each next one with a smaller share, the last with a hundredth at least.
    pub fn shares(n: usize) -> Vec<f64> {
        let rest: Vec<f64> = (1..n).map(|class| 1.0 / class as f64 + 0.2).collect();
        let sum: f64 = rest.iter().sum();
        std::iter::once(0.5)
            .chain(rest.iter().map(|share| 0.5 * share / sum))
            .collect()
    }

    pub fn rows(&self, n: usize, random: &mut RandomState) -> Rows {
        let mut rows = Rows::default();
        for _ in 0..n {
            let class = pick(&self.classes, random);
            rows.texts.push(self.text(class, random));
            rows.labels.push(class as u32);
        }
        rows
    }

    /// A text of a class: 14 to 25 words, some of them of its topic, and what tweets have beside words.
    pub fn text(&self, class: usize, random: &mut RandomState) -> String {
        let n_words = 14 + random.random_interval(11) as usize;
        let mut words: Vec<String> = Vec::with_capacity(n_words + 3);
        let chance = |share: f64, random: &mut RandomState| random.random_sample() < share;
        if chance(0.3, random) {
            words.push(format!("@user{}", random.random_interval(5_000)));
        }
        for _ in 0..n_words {
            let rank = if chance(TOPIC_SHARE, random) {
                300 + class * TOPIC + random.random_interval(TOPIC as u32 - 1) as usize
            } else {
                (pick(&self.cumulated, random) + self.subject) % WORDS
            };
            words.push(word(rank));
        }
        if chance(0.12, random) {
            words.push(["😂", "❤️", "👍", "😡", "🙏"][random.random_interval(4) as usize].into());
        }
        if chance(0.1, random) {
            words.push(format!("#{}", word(random.random_interval(400) as usize)));
        }
        if chance(0.15, random) {
            words.push(format!(
                "https://t.co/{}",
                word(random.random_interval(39_999) as usize)
            ));
        }
        words.join(" ")
    }
}

fn pick(cumulated: &[f64], random: &mut RandomState) -> usize {
    let u = random.random_sample();
    cumulated
        .partition_point(|p| *p <= u)
        .min(cumulated.len() - 1)
}

/// A word for each rank, the frequent ones short.
fn word(rank: usize) -> String {
    let mut word = String::new();
    let mut left = rank + 1;
    while left > 0 {
        word.push_str(
            [
                "ka", "lo", "mi", "te", "su", "ra", "ne", "po", "zi", "wu", "da", "ge",
            ][left % 12],
        );
        left /= 12;
    }
    word
}

impl Rows {
    pub fn select(&self, rows: &[usize]) -> Rows {
        Rows {
            texts: rows.iter().map(|&row| self.texts[row].clone()).collect(),
            labels: rows.iter().map(|&row| self.labels[row]).collect(),
        }
    }

    pub fn followed_by(mut self, other: &Rows) -> Rows {
        self.texts.extend_from_slice(&other.texts);
        self.labels.extend_from_slice(&other.labels);
        self
    }

    /// Each row 1 to `most` times, its copies one after the other with other links.
    pub fn repeated(&self, most: u32, random: &mut RandomState) -> Rows {
        let mut rows = Rows::default();
        for (text, &label) in self.texts.iter().zip(&self.labels) {
            for copy in 0..=random.random_interval(most - 1) {
                let before = if copy == 0 { "" } else { "RT @ktos: " };
                rows.texts.push(format!("{before}{text}"));
                rows.labels.push(label);
            }
        }
        rows
    }

    /// The labels of a share of the rows dealt anew among them.
    pub fn with_labels_shuffled(mut self, share: f64, random: &mut RandomState) -> Rows {
        let order = random.permutation(self.labels.len());
        let some = &order[..(share * order.len() as f64).round() as usize];
        let mut dealt: Vec<u32> = some.iter().map(|&row| self.labels[row as usize]).collect();
        random.shuffle(&mut dealt);
        for (&row, label) in some.iter().zip(dealt) {
            self.labels[row as usize] = label;
        }
        self
    }

    pub fn with_word(mut self, word: &str, share: f64) -> Rows {
        let n = (share * self.texts.len() as f64).round() as usize;
        for text in &mut self.texts[..n] {
            *text += &format!(" {word}");
        }
        self
    }
}
