//! A random forest with expected improvement, which takes conditional spaces as they are.
//!
//! Hutter, Hoos and Leyton-Brown, "Sequential Model-Based Optimization for General Algorithm Configuration", LION 2011; the
//! settings are SMAC3's for forests: bootstrapped trees, five sixths of the columns at each split, splits at random between two
//! neighbours, now and then a point at random. A number of a dimension is its place between the ends, a choice has a column for each
//! value; what takes no part is -1 and 0. Two objectives are weighed at random for each proposal (Knowles' ParEGO).
//!
//! Two things are ours, by the experiment in `tests/README.md`. The trees see normal scores of the ranks in place of values, so that
//! few trials that fare very badly don't decide about all splits; and some points are TPE's, which errs where forests do not.

use super::truncated_normal::{log_below, log_density, quantile};
use super::{Proposal, tpe};
use crate::pipeline::numeric::exp;
use crate::pipeline::rng::RandomState;
use crate::pipeline::search::Value;
use crate::pipeline::search::domain::Domain;
use crate::pipeline::search::space::{Dimension, Point};
use crate::pipeline::search::trial::{Direction, Trial};

const N_TREES: usize = 30;
/// Rows that a tree learns from, at most: a proposal takes no longer after many trials.
const MOST_ROWS: usize = 300;
/// Rows below which no node is split.
const LEAST_SPLIT: usize = 3;
const N_UNIFORM: usize = 300;
/// Trials around which neighbours are tried, and how many there are of each number.
const N_BEST: usize = 5;
const N_NEIGHBOURS: usize = 4;
/// How far a neighbour is from its trial, as a share of the range (standard deviation).
const NEAR: f64 = 0.2;
/// Beyond any score, in standard deviations.
const FAR: f64 = 9.0;
/// The share of points at random.
const AT_RANDOM: f64 = 0.08;
/// Of the others the share that TPE proposes.
const BY_TPE: f64 = 0.3;

/// Candidates, that with the greatest expected improvement first.
pub fn propose(proposal: &Proposal, random: &mut RandomState) -> Vec<Point> {
    let finished = &proposal.seen.finished;
    let has_value = |trial: &&&Trial| !trial.values.is_empty() && trial.violation() <= 0.0;
    let known: Vec<&Trial> = finished.iter().filter(has_value).copied().collect();
    if finished.len() < tpe::N_RANDOM || known.len() < 2 || random.random_sample() < AT_RANDOM {
        return vec![proposal.random(random)];
    }
    if random.random_sample() < BY_TPE {
        return vec![tpe::union(proposal, random)];
    }
    let losses = normal_scores(&losses(&known, proposal.directions, random));
    let mean = losses.iter().sum::<f64>() / losses.len() as f64;
    let dimensions = proposal.space.dimensions();
    let mut rows: Vec<Vec<f64>> = known
        .iter()
        .map(|one| columns(dimensions, &one.point))
        .collect();
    let mut targets = losses.clone();
    // Nothing is known of those that run: they are as good as the mean.
    for trial in &proposal.seen.running {
        rows.push(columns(dimensions, &trial.point));
        targets.push(mean);
    }
    let trees: Vec<Tree> = (0..N_TREES)
        .map(|_| Tree::new(&rows, &targets, random))
        .collect();
    let least = losses.iter().copied().fold(f64::INFINITY, f64::min);

    let mut order: Vec<usize> = (0..known.len()).collect();
    order.sort_by(|a, b| losses[*a].total_cmp(&losses[*b]));
    let mut candidates: Vec<Point> = (0..N_UNIFORM).map(|_| proposal.random(random)).collect();
    for at in order.into_iter().take(N_BEST) {
        neighbours(proposal, &known[at].point, random, &mut candidates);
    }
    let gain = |point: &Point| expected_improvement(&trees, &columns(dimensions, point), least);
    let mut gains: Vec<(f64, Point)> = candidates
        .into_iter()
        .map(|point| (gain(&point), point))
        .collect();
    gains.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    gains.into_iter().map(|(_, point)| point).collect()
}

/// What is to be as small as possible: the value, or of two the greater of both with weights at random, in units of their ranges. A
/// pruned trial has its last mean, for the second value the worst.
fn losses(trials: &[&Trial], directions: &[Direction], random: &mut RandomState) -> Vec<f64> {
    let columns: Vec<Vec<f64>> = (0..directions.len())
        .map(|at| {
            let loss = |trial: &&Trial| match (trial.values.get(at), directions[at]) {
                (Some(value), Direction::Minimize) => *value,
                (Some(value), Direction::Maximize) => -value,
                (None, _) => f64::INFINITY,
            };
            let losses: Vec<f64> = trials.iter().map(loss).collect();
            let finite = || losses.iter().copied().filter(|loss| loss.is_finite());
            let low = finite().fold(f64::INFINITY, f64::min);
            let high = finite().fold(f64::NEG_INFINITY, f64::max);
            let width = if low < high { high - low } else { 1.0 };
            let unit = |loss: &f64| ((loss - low) / width).clamp(0.0, 1.0);
            losses.iter().map(unit).collect()
        })
        .collect();
    match &columns[..] {
        [first, second] => {
            let weight = random.random_sample();
            let both = first.iter().zip(second).map(|(a, b)| {
                let (a, b) = (weight * a, (1.0 - weight) * b);
                a.max(b) + 0.05 * (a + b)
            });
            both.collect()
        }
        columns => columns[0].clone(),
    }
}

/// For each loss the quantile of the standard normal distribution at its rank, `(rank - 1/2) / n`; equal ones share their mean rank.
fn normal_scores(losses: &[f64]) -> Vec<f64> {
    let score = |loss: &f64| {
        let less = losses.iter().filter(|other| *other < loss).count() as f64;
        let same = losses.iter().filter(|other| *other == loss).count() as f64;
        quantile((less + same / 2.0) / losses.len() as f64, -FAR, FAR)
    };
    losses.iter().map(score).collect()
}

fn columns(dimensions: &[Dimension], point: &Point) -> Vec<f64> {
    let mut columns = Vec::new();
    for one in dimensions {
        let value = point.get(&one.name).map(|value| value.number());
        match &one.domain {
            Domain::Categorical { choices } => {
                let is_chosen = |place| value == Some(place as f64);
                let flags = (0..choices.len()).map(|place| f64::from(u8::from(is_chosen(place))));
                columns.extend(flags);
            }
            domain => columns.push(value.map_or(-1.0, |number| domain.unit_of(number))),
        }
    }
    columns
}

/// The point with one dimension changed, each in its turn; what takes part only then is at random.
fn neighbours(proposal: &Proposal, point: &Point, random: &mut RandomState, to: &mut Vec<Point>) {
    for one in proposal.space.dimensions() {
        let Some(value) = point.get(&one.name) else {
            continue;
        };
        let changed: Vec<Value> = match &one.domain {
            Domain::Categorical { choices } => {
                let others = (0..choices.len() as u32).map(Value::Choice);
                others.filter(|other| other != value).collect()
            }
            domain => {
                let unit = domain.unit_of(value.number());
                let mut near = || {
                    let q = random.random_sample();
                    unit + NEAR * quantile(q, -unit / NEAR, (1.0 - unit) / NEAR)
                };
                (0..N_NEIGHBOURS).map(|_| domain.at_unit(near())).collect()
            }
        };
        for new in changed {
            to.push(
                proposal
                    .space
                    .walk(&mut proposal.base.clone(), |other, _, _| {
                        Some(match point.get(&other.name) {
                            _ if other.name == one.name => new,
                            Some(value) => *value,
                            None => other.domain.uniform(random),
                        })
                    }),
            );
        }
    }
}

/// By how much a loss at a point falls below the least so far, on average over a normal distribution with the mean and the variance
/// of the trees.
fn expected_improvement(trees: &[Tree], row: &[f64], least: f64) -> f64 {
    let leaves: Vec<(f64, f64)> = trees.iter().map(|tree| tree.leaf(row)).collect();
    let n = leaves.len() as f64;
    let mean = leaves.iter().map(|(mean, _)| mean).sum::<f64>() / n;
    let spread = |(leaf, variance): &(f64, f64)| variance + (leaf - mean) * (leaf - mean);
    let deviation = (leaves.iter().map(spread).sum::<f64>() / n).sqrt();
    if deviation <= 0.0 {
        return (least - mean).max(0.0);
    }
    let z = (least - mean) / deviation;
    (least - mean) * exp(log_below(z)) + deviation * exp(log_density(z))
}

/// A regression tree.
struct Tree {
    nodes: Vec<Node>,
}

enum Node {
    Leaf {
        mean: f64,
        variance: f64,
    },
    Split {
        column: usize,
        /// Rows with at most this go left.
        threshold: f64,
        left: usize,
        right: usize,
    },
}

impl Tree {
    /// From as many rows as there are, up to [`MOST_ROWS`], drawn with replacement.
    fn new(rows: &[Vec<f64>], targets: &[f64], random: &mut RandomState) -> Tree {
        let last = rows.len() as u32 - 1;
        let draws = 0..rows.len().min(MOST_ROWS);
        let drawn: Vec<usize> = draws
            .map(|_| random.random_interval(last) as usize)
            .collect();
        let mut tree = Tree { nodes: Vec::new() };
        tree.grow(drawn, rows, targets, random);
        tree
    }

    fn grow(
        &mut self,
        among: Vec<usize>,
        rows: &[Vec<f64>],
        targets: &[f64],
        random: &mut RandomState,
    ) -> usize {
        let n = among.len() as f64;
        let mean = among.iter().map(|at| targets[*at]).sum::<f64>() / n;
        let squares = |at: &usize| (targets[*at] - mean) * (targets[*at] - mean);
        let variance = among.iter().map(squares).sum::<f64>() / n;
        let place = self.nodes.len();
        self.nodes.push(Node::Leaf { mean, variance });
        if among.len() < LEAST_SPLIT || variance <= 0.0 {
            return place;
        }
        let n_columns = rows[0].len();
        let columns = random.permutation(n_columns);
        let columns = &columns[..(n_columns * 5).div_ceil(6)];
        let splits = columns.iter().filter_map(|column| {
            let column = *column as usize;
            let (gain, low, high) = best_split(&among, column, rows, targets)?;
            Some((gain, column, low, high))
        });
        let best = splits.max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, column, low, high)) = best else {
            return place;
        };
        let threshold = low + random.random_sample() * (high - low);
        let goes_left = |at: &usize| rows[*at][column] <= threshold;
        let (left, right): (Vec<usize>, Vec<usize>) = among.into_iter().partition(goes_left);
        let left = self.grow(left, rows, targets, random);
        let right = self.grow(right, rows, targets, random);
        self.nodes[place] = Node::Split {
            column,
            threshold,
            left,
            right,
        };
        place
    }

    /// Mean and variance of the leaf of a row.
    fn leaf(&self, row: &[f64]) -> (f64, f64) {
        let mut place = 0;
        loop {
            match &self.nodes[place] {
                Node::Leaf { mean, variance } => return (*mean, *variance),
                Node::Split {
                    column,
                    threshold,
                    left,
                    right,
                } => {
                    place = if row[*column] <= *threshold {
                        *left
                    } else {
                        *right
                    }
                }
            }
        }
    }
}

/// The split of a column with the least squares left: what it explains, and the neighbours between which it lies.
fn best_split(
    among: &[usize],
    column: usize,
    rows: &[Vec<f64>],
    targets: &[f64],
) -> Option<(f64, f64, f64)> {
    let mut sorted = among.to_vec();
    sorted.sort_by(|a, b| rows[*a][column].total_cmp(&rows[*b][column]));
    let total: f64 = sorted.iter().map(|at| targets[*at]).sum();
    let n = sorted.len() as f64;
    let mut sum = 0.0;
    let mut best: Option<(f64, f64, f64)> = None;
    for (at, pair) in sorted.windows(2).enumerate() {
        sum += targets[pair[0]];
        let (low, high) = (rows[pair[0]][column], rows[pair[1]][column]);
        if low == high {
            continue;
        }
        let left = (at + 1) as f64;
        let rest = total - sum;
        let gain = sum * sum / left + rest * rest / (n - left);
        if best.is_none_or(|(most, ..)| gain > most) {
            best = Some((gain, low, high));
        }
    }
    best
}
