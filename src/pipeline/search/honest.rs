//! What the best trial of a search is worth on rows that no trial saw, which others can't be told from it, and whether more
//! trials would help. From the answers of the evaluation alone; nothing is fitted again.
//!
//! The best of many trials is best by luck, too: its value is too high by more the more trials there are and the fewer rows.
//!
//! - **Honest value**: bootstrap bias-corrected cross-validation (BBC-CV). In each draw the rows are drawn with replacement, the
//!   trial that is best on those drawn is chosen, and its score on the rows that were not drawn is kept: the mean is the
//!   value, the 2.5 and 97.5 percentiles its interval. A draw leaves out 37 % of the rows, so that the interval is wider than
//!   95 % asks for; F1 macro where a class has few rows is lower on fewer rows, so that its honest value is then somewhat too
//!   low. Source: Tsamardinos, Greasidou and Borboudakis, "Bootstrapping the out-of-sample predictions for efficient
//!   and accurate cross-validation", Machine Learning 107, 2018.
//! - **Trials that can't be told from the best**: the model confidence set at 95 %, by the statistic `T_max`: while the worst of
//!   those that are left is worse than their mean by more than the largest such difference of the bootstrap, it goes. It
//!   holds the truly best with that probability however many are compared; differences are paired, since all trials
//!   answered the same rows. Source: Hansen, Lunde and Nason, "The Model Confidence Set", Econometrica 79, 2011, section 3.1.2.
//! - **Simplest**: of these, within one standard error of the best (Breiman et al., "Classification and Regression Trees",
//!   1984), the smallest, then the fastest.
//! - **More trials**: the honest value of the best of `m` of the trials, over all ways to take `m` of them (Dodge et al., "Show
//!   Your Work", 2019, here without replacement). By the extreme value theory the gain of each doubling is a constant share
//!   of the one before, so that the last two tell the next. A sampler that learns may gain more than trials taken at random.
//!
//! Scores are of the rows of all folds together; for F1 micro and folds of equal size that is the mean over the folds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::drift::{Estimate, quantile};
use crate::pipeline::metrics::{PolevalScores, f1_macro};
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::pause;

/// How likely it is that a trial is no longer in the confidence set although it is the best.
const LEVEL: f64 = 0.05;
/// Differences of scores that are rounding alone.
const TIE: f64 = 1e-12;

/// Over what F1 is averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum F1Average {
    Micro,
    /// Over the classes that truth or answers hold.
    Macro,
    /// PolEval's own, in percent: see [`PolevalScores`](crate::pipeline::metrics::PolevalScores).
    PolevalMicro,
    PolevalMacro,
}

/// A complete trial and what it answered.
#[derive(Debug, Clone)]
pub struct Contender {
    pub number: u32,
    /// One class for each row, shape `(n_rows,)`.
    pub predicted: Vec<u32>,
    /// What makes a model simple: its features times its support vectors, or its bytes; of all contenders in the same unit.
    pub size: Option<f64>,
    /// Of a prediction, in the same unit for all.
    pub latency: Option<f64>,
}

/// The answers of a search's evaluation.
#[derive(Debug, Clone)]
pub struct Contest {
    /// At least one, in the order of their numbers.
    pub contenders: Vec<Contender>,
    /// The true class of each row, below `n_classes`; at least two rows, fewer than 2^32.
    pub truth: Vec<u32>,
    pub n_classes: usize,
    /// The place among the contenders of the one that the search calls the best.
    pub best: usize,
    pub average: F1Average,
    /// Draws of the bootstrap, at least one; a thousand tell the ends of an interval to some hundredths of its width.
    pub draws: u32,
    pub seed: u32,
}

/// What the best is worth.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct HonestBest {
    /// The best trial, by its number.
    pub best: u32,
    /// Its score on all rows, which choosing it made too high.
    pub plain: f64,
    /// The score to expect of it on other rows, with an interval of at least 95 %.
    pub honest: Estimate,
    /// Of `plain`, by the bootstrap.
    pub standard_error: f64,
    /// One for each contender, in their order.
    pub standings: Vec<ContenderStanding>,
    /// The simplest that can't be told from the best and is within a standard error of it, by its number.
    pub simplest: u32,
    /// By how much the honest value would rise with as many trials again; none for fewer than four.
    pub gain_of_doubling: Option<f64>,
    pub draws: u32,
    pub seed: u32,
}

/// How a contender compares with the best.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ContenderStanding {
    pub number: u32,
    /// On all rows.
    pub score: f64,
    /// The level at which it would leave the confidence set, `0.0..=1.0`.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: f64,
    /// Whether it can't be told from the best.
    pub is_among_best: bool,
}

impl HonestBest {
    /// Whether as many trials again would gain more than what chance makes of the best's score.
    pub fn is_worth_doubling(&self) -> bool {
        self.gain_of_doubling
            .is_some_and(|gain| gain > self.standard_error)
    }
}

/// A row that a contender has wrong.
struct Wrong {
    row: u32,
    truth: u32,
    predicted: u32,
}

/// How often rows were drawn: in the lower half of the bits; in the upper, whether they were not.
type Weights = Vec<u64>;
const NOT_DRAWN: u64 = 1 << 32;

/// Scores of all contenders in all draws, shape `(draws, n_contenders)`.
struct Drawn {
    n_contenders: usize,
    /// On the rows drawn.
    inside: Vec<f64>,
    /// On the others.
    outside: Vec<f64>,
}

impl Drawn {
    /// Both sides, draw by draw.
    fn draws(&self) -> impl Iterator<Item = (&[f64], &[f64])> {
        let inside = self.inside.chunks_exact(self.n_contenders);
        inside.zip(self.outside.chunks_exact(self.n_contenders))
    }
}

/// Compares the contenders; gives way after each draw. It costs a draw a step for each row that a contender has wrong.
///
/// # Panics
/// If the contest is not as its fields say.
pub async fn honest_best(contest: Contest) -> HonestBest {
    let n_rows = contest.truth.len();
    assert!(n_rows >= 2 && contest.draws >= 1 && contest.best < contest.contenders.len());
    let wrong: Vec<Vec<Wrong>> = contest
        .contenders
        .iter()
        .map(|one| contest.wrong(one))
        .collect();
    let mut tally = Tally::new(&contest);
    let all = vec![1u64; n_rows];
    tally.draw(&contest.truth, &all);
    let scores: Vec<f64> = wrong
        .iter()
        .map(|wrong| tally.scores(wrong, &all).0)
        .collect();

    let mut random = RandomState::new(contest.seed);
    let mut drawn = Drawn {
        n_contenders: wrong.len(),
        inside: Vec::new(),
        outside: Vec::new(),
    };
    for _ in 0..contest.draws {
        let weights = draw(&mut random, n_rows);
        tally.draw(&contest.truth, &weights);
        for wrong in &wrong {
            let (inside, outside) = tally.scores(wrong, &weights);
            drawn.inside.push(inside);
            drawn.outside.push(outside);
        }
        pause().await;
    }

    let of_best = drawn.draws().map(|(inside, _)| inside[contest.best]);
    let standard_error = deviation(&of_best.collect::<Vec<f64>>());
    let p = confidence_set(&scores, &drawn).await;
    let standings: Vec<ContenderStanding> = contest
        .contenders
        .iter()
        .enumerate()
        .map(|(place, one)| ContenderStanding {
            number: one.number,
            score: scores[place],
            p: p[place],
            is_among_best: p[place] > LEVEL || place == contest.best,
        })
        .collect();
    let plain = scores[contest.best];
    HonestBest {
        best: contest.contenders[contest.best].number,
        plain,
        honest: bias_corrected(&drawn),
        standard_error,
        simplest: simplest(&contest, &standings, plain - standard_error),
        standings,
        gain_of_doubling: gain_of_doubling(&drawn),
        draws: contest.draws,
        seed: contest.seed,
    }
}

impl Contest {
    fn wrong(&self, contender: &Contender) -> Vec<Wrong> {
        assert_eq!(
            contender.predicted.len(),
            self.truth.len(),
            "an answer for each row"
        );
        let both = self.truth.iter().zip(&contender.predicted);
        both.enumerate()
            .filter(|(_, (truth, predicted))| truth != predicted)
            .map(|(row, (&truth, &predicted))| Wrong {
                row: row as u32,
                truth,
                predicted,
            })
            .collect()
    }
}

/// Draws as many rows as there are; again where none is left out.
fn draw(random: &mut RandomState, n_rows: usize) -> Weights {
    loop {
        let mut weights = vec![0; n_rows];
        for _ in 0..n_rows {
            weights[random.random_interval(n_rows as u32 - 1) as usize] += 1;
        }
        if weights.contains(&0) {
            for weight in weights.iter_mut().filter(|weight| **weight == 0) {
                *weight = NOT_DRAWN;
            }
            return weights;
        }
    }
}

/// Counts the rows of a draw by class, both sides at once as in [`Weights`].
struct Tally {
    average: F1Average,
    /// Rows of each class.
    truth: Vec<u64>,
    misses: Vec<u64>,
    false_alarms: Vec<u64>,
}

impl Tally {
    fn new(contest: &Contest) -> Tally {
        let zeros = vec![0; contest.n_classes];
        Tally {
            average: contest.average,
            truth: zeros.clone(),
            misses: zeros.clone(),
            false_alarms: zeros,
        }
    }

    fn draw(&mut self, truth: &[u32], weights: &[u64]) {
        self.truth.fill(0);
        for (&class, weight) in truth.iter().zip(weights) {
            self.truth[class as usize] += weight;
        }
    }

    /// On the rows drawn, and on the others; 0 without a row.
    fn scores(&mut self, wrong: &[Wrong], weights: &[u64]) -> (f64, f64) {
        let sides = |packed: u64| (packed % NOT_DRAWN, packed / NOT_DRAWN);
        match self.average {
            F1Average::Micro | F1Average::PolevalMicro => {
                let rows = sides(self.truth.iter().sum());
                let sum = wrong.iter().map(|one| weights[one.row as usize]).sum();
                let missed = sides(sum);
                let whole = match self.average {
                    F1Average::PolevalMicro => 100.0,
                    _ => 1.0,
                };
                let share =
                    |missed: u64, rows: u64| whole * (rows - missed) as f64 / rows.max(1) as f64;
                (share(missed.0, rows.0), share(missed.1, rows.1))
            }
            F1Average::Macro | F1Average::PolevalMacro => {
                self.misses.fill(0);
                self.false_alarms.fill(0);
                for one in wrong {
                    let weight = weights[one.row as usize];
                    self.misses[one.truth as usize] += weight;
                    self.false_alarms[one.predicted as usize] += weight;
                }
                let score = |side: &dyn Fn(u64) -> u64| {
                    let of = |packed: &[u64]| packed.iter().map(|one| side(*one)).collect();
                    let (truth, misses): (Vec<u64>, Vec<u64>) = (of(&self.truth), of(&self.misses));
                    let false_alarms: Vec<u64> = of(&self.false_alarms);
                    let hits: Vec<u64> = truth.iter().zip(&misses).map(|(a, b)| a - b).collect();
                    let predicted = hits.iter().zip(&false_alarms).map(|(a, b)| a + b);
                    let predicted: Vec<u64> = predicted.collect();
                    match self.average {
                        F1Average::PolevalMacro => {
                            PolevalScores::of_counts(&hits, &truth, &predicted).macro_f
                        }
                        _ => f1_macro(&hits, &truth, &predicted),
                    }
                };
                (
                    score(&|packed| sides(packed).0),
                    score(&|packed| sides(packed).1),
                )
            }
        }
    }
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    (squares / n).sqrt()
}

fn bias_corrected(drawn: &Drawn) -> Estimate {
    let mut scores: Vec<f64> = drawn
        .draws()
        .map(|(inside, outside)| outside[ranked(inside)[0]])
        .collect();
    let value = scores.iter().sum::<f64>() / scores.len() as f64;
    scores.sort_by(f64::total_cmp);
    Estimate {
        value,
        low: quantile(&scores, 0.025),
        high: quantile(&scores, 0.975),
    }
}

/// The places of the scores, the best first, and of equal ones the first.
fn ranked(scores: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..scores.len()).collect();
    places.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    places
}

/// The p-value of each contender in the model confidence set: the highest p-value up to where it leaves. Gives way after each.
async fn confidence_set(scores: &[f64], drawn: &Drawn) -> Vec<f64> {
    let n_draws = drawn.inside.len() / drawn.n_contenders;
    let mut means = vec![0.0; scores.len()];
    for (inside, _) in drawn.draws() {
        for (mean, score) in means.iter_mut().zip(inside) {
            *mean += score / n_draws as f64;
        }
    }
    let mut p = vec![1.0; scores.len()];
    let mut left: Vec<usize> = (0..scores.len()).collect();
    let mut highest: f64 = 0.0;
    while left.len() > 1 {
        let mean_of_left = |scores: &dyn Fn(usize) -> f64| {
            left.iter().map(|place| scores(*place)).sum::<f64>() / left.len() as f64
        };
        // By how much each is worse than the mean of those left: as it is, and in each draw around that.
        let mean = mean_of_left(&|place| scores[place]);
        let mut deviations = vec![0.0; n_draws * left.len()];
        let rows = deviations.chunks_exact_mut(left.len());
        for (row, (inside, _)) in rows.zip(drawn.draws()) {
            let centre = mean_of_left(&|place| inside[place] - means[place]);
            for (deviation, &place) in row.iter_mut().zip(&left) {
                *deviation = centre - (inside[place] - means[place]);
            }
        }
        let errors: Vec<f64> = (0..left.len())
            .map(|at| {
                let column = deviations[at..].iter().step_by(left.len());
                (column.map(|one| one * one).sum::<f64>() / n_draws as f64).sqrt()
            })
            .collect();
        let studentised = |difference: f64, error: f64| match error > TIE {
            true => difference / error,
            false if difference.abs() <= TIE => 0.0,
            false => difference * f64::INFINITY,
        };
        let (worst, largest) = left
            .iter()
            .zip(&errors)
            .map(|(&place, &error)| studentised(mean - scores[place], error))
            .enumerate()
            .fold((0, f64::NEG_INFINITY), |worst, (at, one)| {
                match one > worst.1 {
                    true => (at, one),
                    false => worst,
                }
            });
        let reaching = deviations
            .chunks_exact(left.len())
            .filter(|row| {
                let ratios = row.iter().zip(&errors);
                let mut ratios = ratios.map(|(&one, &error)| studentised(one, error));
                ratios.any(|ratio| ratio >= largest - TIE)
            })
            .count();
        highest = highest.max((1 + reaching) as f64 / (1 + n_draws) as f64);
        p[left.remove(worst)] = highest;
        pause().await;
    }
    p
}

/// The number of the simplest of those among the best whose score is at least `least`.
fn simplest(contest: &Contest, standings: &[ContenderStanding], least: f64) -> u32 {
    let order = |place: &usize| {
        let one = &contest.contenders[*place];
        let known = |value: Option<f64>| value.unwrap_or(f64::INFINITY);
        [
            known(one.size),
            known(one.latency),
            -standings[*place].score,
        ]
    };
    let places = (0..standings.len()).filter(|place| {
        let standing = &standings[*place];
        standing.is_among_best && standing.score >= least
    });
    let simplest = places.min_by(|a, b| {
        let pairs = order(a).into_iter().zip(order(b));
        let mut orders = pairs.map(|(a, b)| a.total_cmp(&b));
        orders
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    contest.contenders[simplest.unwrap_or(contest.best)].number
}

/// The gain of the next doubling: that of the last one, times its ratio to the one before, which is at most 1 for scores, which
/// have a bound.
fn gain_of_doubling(drawn: &Drawn) -> Option<f64> {
    let quarter = drawn.n_contenders / 4;
    if quarter == 0 {
        return None;
    }
    let [first, second, third] = [1, 2, 4].map(|times| {
        let chances = chances_of_ranks(drawn.n_contenders, times * quarter);
        let mut sum = 0.0;
        for (inside, outside) in drawn.draws() {
            let ranked = ranked(inside).into_iter().zip(&chances);
            sum += ranked
                .map(|(place, chance)| outside[place] * chance)
                .sum::<f64>();
        }
        sum / (drawn.inside.len() / drawn.n_contenders) as f64
    });
    let (before, last) = (second - first, third - second);
    if before <= 0.0 || last <= 0.0 {
        return Some(0.0);
    }
    Some(last * (last / before).min(1.0))
}

/// How likely each rank of `n` is the best of `m` that are taken without replacement.
fn chances_of_ranks(n: usize, m: usize) -> Vec<f64> {
    let mut chance = m as f64 / n as f64;
    (0..n)
        .map(|rank| {
            let here = chance;
            let after = n - 1 - rank;
            // The next is the best where this one and all before are not taken.
            chance *= (after + 1).saturating_sub(m) as f64 / after.max(1) as f64;
            here
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the ten pairs of five, four have the first, three more the second, and so on.
    #[test]
    fn the_best_of_some_has_its_rank_by_chance() {
        let found = chances_of_ranks(5, 2);
        for (found, expected) in found.into_iter().zip([0.4, 0.3, 0.2, 0.1, 0.0]) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert_eq!(chances_of_ranks(3, 3), [1.0, 0.0, 0.0]);
    }
}
