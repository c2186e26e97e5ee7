//! Concept drift in the strict sense: do the labels mean what they meant, given the text?
//!
//! Two things change the labels of new rows without that: other texts come (covariate shift, P(x)), or the classes come in
//! other shares (prior shift, P(y)). The first leaves the classes of texts with the same score as they were, the second
//! leaves the scores of a class as they were. So for each class two hypotheses are tested, and concept drift is said only
//! where both fall: the p-value of a class is the larger of both.
//!
//! * **Given the score**: among rows with about the same score of the class, rows of either side are of it as often. Rows
//!   are cut into strata by that score; in each stratum the rows of the class on the current side are hypergeometric; the
//!   statistic is the sum over the strata of `(observed - expected)^2 / variance`, its p-value by drawing from these
//!   distributions.
//! * **Given the class**: the scores of the rows of the class are distributed alike on both sides, and those of the other
//!   rows (Kolmogorov and Smirnov, twice the smaller p-value).
//!
//! **What it assumes**: both sides are scored by the same models, none of which learned from the row or from a copy of it,
//! and one of the two shifts explains a change alone. Where texts and shares change at once, each in a way that the scores
//! do not carry, both hypotheses can fall without a change of meaning.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ks::{asymptotic_p, ks_2samp, ks_distance};
use super::measurement::Unavailable;
use crate::pipeline::numeric::{exp, ln_gamma};
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::{Pace, pause};

/// Rows of a class below which it is not tested: on the reference, which a model learns the class from, and now.
const LEAST_REFERENCE: u64 = 10;
const LEAST_CURRENT: u64 = 5;
/// Rows of a stratum, about, and the most strata.
const STRATUM: usize = 50;
const MOST_STRATA: usize = 12;
/// Draws that reach the observed statistic after which no more are made (Besag and Clifford 1991).
const REACHED_ENOUGH: u32 = 100;
/// Pairs of rows beyond which the distribution of Kolmogorov and Smirnov is that of large samples.
const EXACT_PAIRS: usize = 1_000_000;

/// Rows with a label and with scores of models that did not learn from them.
#[derive(Debug, Clone, Copy)]
pub struct ScoredLabels<'a> {
    /// An index into the classes for each row; a label beyond them is of no class that is tested.
    pub labels: &'a [u32],
    /// The class that the models give each row.
    pub predicted: &'a [u32],
    /// Shape `(n_rows, n_classes)`, row by row, finite; the larger, the more likely. Only their order within a class counts.
    pub scores: &'a [f64],
}

/// What is found of the meaning of the labels.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ConceptDrift {
    /// Rows with a label that were compared.
    pub n_reference: u64,
    pub n_current: u64,
    /// The classes that were tested; of two classes the rarer one.
    pub classes: Vec<ClassConcept>,
    /// Share of the rows whose label is the predicted class.
    pub agreement_reference: f64,
    pub agreement_current: f64,
    /// The smallest p-value times the number of tested classes.
    pub p: f64,
    /// Whether `p` is the least that so many draws can give.
    pub p_is_least: bool,
}

/// One class.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassConcept {
    pub class: String,
    /// Rows of the class.
    pub reference: u64,
    pub current: u64,
    /// Share of them that are predicted to be of it.
    pub recall_reference: f64,
    pub recall_current: f64,
    /// Of "the class has the same share among rows with the same score".
    pub p_given_score: f64,
    /// Of "the rows of the class have the same scores, and so do the others".
    pub p_given_class: f64,
    /// The larger of both.
    pub p: f64,
    pub draws: u32,
}

/// Tests each class; at most `draws` draws for each.
///
/// # Errors
/// [`Unavailable::OneClass`]; [`Unavailable::TooFewOfClasses`] where no class has ten rows on the reference and five now.
///
/// # Panics
/// If the lengths differ.
pub async fn concept(
    classes: &[String],
    reference: ScoredLabels<'_>,
    current: ScoredLabels<'_>,
    draws: u32,
    seed: u32,
) -> Result<ConceptDrift, Unavailable> {
    let n_classes = classes.len();
    for side in [reference, current] {
        assert_eq!(
            side.labels.len() * n_classes,
            side.scores.len(),
            "scores of each row"
        );
        assert_eq!(
            side.labels.len(),
            side.predicted.len(),
            "a prediction for each row"
        );
    }
    let (n_reference, n_current) = (reference.labels.len() as u64, current.labels.len() as u64);
    Unavailable::unless_both(n_reference, n_current)?;
    let count = |side: ScoredLabels<'_>, class: u32| {
        side.labels.iter().filter(|label| **label == class).count() as u64
    };
    let mut tested = Vec::new();
    // Of two classes the one is where the other is not: the rarer one is tested.
    let rows = |class: u32| count(reference, class) + count(current, class);
    let left_out = (n_classes == 2).then(|| u32::from(rows(1) >= rows(0)));
    for (class, name) in (0u32..).zip(classes) {
        let (a, b) = (count(reference, class), count(current, class));
        let is_few = a < LEAST_REFERENCE || b < LEAST_CURRENT;
        if is_few || (a == n_reference && b == n_current) || left_out == Some(class) {
            continue;
        }
        let seed = seed.wrapping_add(class.wrapping_mul(0x9e37_79b9));
        let sides = [reference, current];
        tested.push(of_class(name, class, n_classes, sides, draws, seed).await);
        pause().await;
    }
    if tested.is_empty() {
        let is_all = |class: &u32| {
            count(reference, *class) == n_reference && count(current, *class) == n_current
        };
        let alone = (0u32..).zip(classes).find(|(class, _)| is_all(class));
        return Err(match alone {
            Some((_, class)) => Unavailable::OneClass {
                class: class.clone(),
            },
            None => Unavailable::TooFewOfClasses {
                reference: LEAST_REFERENCE,
                current: LEAST_CURRENT,
            },
        });
    }
    let surest = tested
        .iter()
        .min_by(|a, b| a.p.total_cmp(&b.p))
        .expect("there is one");
    let floor = 1.0 / (f64::from(surest.draws) + 1.0);
    Ok(ConceptDrift {
        n_reference,
        n_current,
        p: (surest.p * tested.len() as f64).min(1.0),
        p_is_least: surest.p <= floor,
        agreement_reference: agreement(reference),
        agreement_current: agreement(current),
        classes: tested,
    })
}

fn agreement(side: ScoredLabels) -> f64 {
    let right = side
        .labels
        .iter()
        .zip(side.predicted)
        .filter(|(a, b)| a == b)
        .count();
    right as f64 / side.labels.len() as f64
}

async fn of_class(
    name: &str,
    class: u32,
    n_classes: usize,
    sides: [ScoredLabels<'_>; 2],
    draws: u32,
    seed: u32,
) -> ClassConcept {
    let rows: [Vec<(f64, bool)>; 2] = sides.map(|side| {
        let scores = side.scores.iter().skip(class as usize).step_by(n_classes);
        scores
            .zip(side.labels)
            .map(|(&score, &label)| (score, label == class))
            .collect()
    });
    let recall = |side: ScoredLabels<'_>| {
        let of_class = side
            .labels
            .iter()
            .zip(side.predicted)
            .filter(|(label, _)| **label == class);
        let (all, hits) = of_class.fold((0u64, 0u64), |(all, hits), (_, predicted)| {
            (all + 1, hits + u64::from(*predicted == class))
        });
        (all, hits as f64 / all.max(1) as f64)
    };
    let (p_given_score, drawn) = given_score(&rows, draws, seed).await;
    let p_given_class = given_class(&rows);
    let [(reference, recall_reference), (current, recall_current)] = sides.map(recall);
    ClassConcept {
        class: name.to_string(),
        reference,
        current,
        recall_reference,
        recall_current,
        p_given_score,
        p_given_class,
        p: p_given_score.max(p_given_class),
        draws: drawn,
    }
}

/// A stratum: its rows of the class on the current side are hypergeometric.
struct Stratum {
    expected: f64,
    variance: f64,
    observed: f64,
    /// The least count, and the cumulated probabilities from it on.
    lowest: u64,
    cumulated: Vec<f64>,
}

impl Stratum {
    /// Of so many rows of the class among all rows, and of the current side. None where nothing can vary.
    fn new(all: u64, of_class: u64, current: u64, observed: u64) -> Option<Stratum> {
        let (lowest, highest) = (
            (of_class + current).saturating_sub(all),
            of_class.min(current),
        );
        if lowest == highest {
            return None;
        }
        let (t, k, n) = (all as f64, of_class as f64, current as f64);
        let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
        let mut sum = 0.0;
        let mut cumulated: Vec<f64> = (lowest..=highest)
            .map(|x| {
                let x = x as f64;
                sum += exp(choose(k, x) + choose(t - k, n - x) - choose(t, n));
                sum
            })
            .collect();
        cumulated.iter_mut().for_each(|p| *p /= sum);
        Some(Stratum {
            expected: n * k / t,
            variance: n * (k / t) * (1.0 - k / t) * (t - n) / (t - 1.0),
            observed: observed as f64,
            lowest,
            cumulated,
        })
    }

    fn part(&self, x: f64) -> f64 {
        (x - self.expected) * (x - self.expected) / self.variance
    }

    fn draw(&self, random: &mut RandomState) -> f64 {
        let u = random.random_sample();
        let place = self.cumulated.partition_point(|p| *p <= u);
        self.part((self.lowest + place.min(self.cumulated.len() - 1) as u64) as f64)
    }
}

/// The p-value and the draws made.
async fn given_score(rows: &[Vec<(f64, bool)>; 2], draws: u32, seed: u32) -> (f64, u32) {
    let strata = strata(rows);
    pause().await;
    let mut pace = Pace::default();
    let observed: f64 = strata
        .iter()
        .map(|stratum| stratum.part(stratum.observed))
        .sum();
    let enough = observed * (1.0 - 1e-12);
    let mut random = RandomState::new(seed);
    let (mut reached, mut made) = (0u32, 0u32);
    while made < draws && reached < REACHED_ENOUGH {
        made += 1;
        let drawn: f64 = strata.iter().map(|stratum| stratum.draw(&mut random)).sum();
        reached += u32::from(drawn >= enough);
        pace.after(8 * strata.len()).await;
    }
    (f64::from(1 + reached) / f64::from(made + 1), made)
}

/// Rows by score, cut so that each stratum has about the same weight of rows of the class and of others together, either
/// half of all. A look at the class of the rows, but not at their side, leaves the sides exchangeable.
fn strata(rows: &[Vec<(f64, bool)>; 2]) -> Vec<Stratum> {
    let mut all: Vec<(f64, bool, bool)> = Vec::new();
    for (is_current, rows) in [false, true].into_iter().zip(rows) {
        all.extend(
            rows.iter()
                .map(|&(score, of_class)| (score, of_class, is_current)),
        );
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let of_class = all.iter().filter(|row| row.1).count();
    let weights = [
        1.0 / (all.len() - of_class).max(1) as f64,
        1.0 / of_class.max(1) as f64,
    ];
    let wanted = (all.len() / STRATUM).clamp(2, MOST_STRATA);
    let size = 2.0 / wanted as f64;
    let (mut found, mut start, mut weight) = (Vec::new(), 0, 0.0);
    for at in 0..all.len() {
        weight += weights[usize::from(all[at].1)];
        let is_last = at + 1 == all.len();
        // Rows with one score stay together.
        if is_last || (weight >= size && all[at + 1].0 > all[at].0) {
            let rows = &all[start..=at];
            let count = |is: &dyn Fn(&(f64, bool, bool)) -> bool| {
                rows.iter().filter(|row| is(row)).count() as u64
            };
            found.extend(Stratum::new(
                rows.len() as u64,
                count(&|row| row.1),
                count(&|row| row.2),
                count(&|row| row.1 && row.2),
            ));
            (start, weight) = (at + 1, 0.0);
        }
    }
    found
}

fn given_class(rows: &[Vec<(f64, bool)>; 2]) -> f64 {
    let p = |of_class: bool| {
        let [a, b] = [0, 1].map(|side: usize| {
            let mut scores: Vec<f64> = rows[side]
                .iter()
                .filter(|row| row.1 == of_class)
                .map(|row| row.0)
                .collect();
            scores.sort_by(f64::total_cmp);
            scores
        });
        if a.is_empty() || b.is_empty() {
            1.0
        } else if a.len() * b.len() > EXACT_PAIRS {
            asymptotic_p(ks_distance(&a, &b), a.len(), b.len())
        } else {
            ks_2samp(&a, &b).p
        }
    };
    (2.0 * p(true).min(p(false))).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::step::at_once;

    /// Rows of two classes whose score is normal-like around -1 and 1; `turned` of them have the other label.
    fn rows(n: usize, share: f64, turned: f64, shift: f64, seed: u32) -> (Vec<u32>, Vec<f64>) {
        let mut random = RandomState::new(seed);
        let mut labels = Vec::new();
        let mut scores = Vec::new();
        for _ in 0..n {
            let truth = random.random_sample() < share;
            let noise: f64 = (0..6).map(|_| random.random_sample() - 0.5).sum::<f64>() * 1.4;
            let score = if truth { 1.0 } else { -1.0 } + noise + shift;
            let label = truth != (random.random_sample() < turned);
            labels.push(u32::from(label));
            scores.extend([-score, score]);
        }
        (labels, scores)
    }

    fn p(reference: &(Vec<u32>, Vec<f64>), current: &(Vec<u32>, Vec<f64>)) -> f64 {
        let classes = ["a", "b"].map(String::from);
        let predicted = |scores: &[f64]| -> Vec<u32> {
            scores
                .chunks(2)
                .map(|row| u32::from(row[1] > row[0]))
                .collect()
        };
        let (a, b) = (predicted(&reference.1), predicted(&current.1));
        at_once(concept(
            &classes,
            ScoredLabels {
                labels: &reference.0,
                predicted: &a,
                scores: &reference.1,
            },
            ScoredLabels {
                labels: &current.0,
                predicted: &b,
                scores: &current.1,
            },
            999,
            1,
        ))
        .unwrap()
        .p
    }

    /// Of 40 pairs at 5 %, more than eight alarms have a chance of 1 in 10,000. A tenth of 300 labels is found in two of three
    /// pairs, fewer than 16 of 40 have a chance of 1 in 1,000.
    #[test]
    fn nothing_and_another_mix_are_no_concept_drift_and_other_labels_are() {
        for (name, share, turned, found) in [
            ("nothing", 0.2, 0.0, 0..=8),
            ("more of a class", 0.5, 0.0, 0..=8),
            ("a tenth of the labels turned", 0.2, 0.1, 16..=40),
            ("half of the labels turned", 0.2, 0.5, 40..=40),
        ] {
            let alarms = (0..40)
                .filter(|&seed| {
                    let reference = rows(600, 0.2, 0.0, 0.0, 2 * seed);
                    p(&reference, &rows(300, share, turned, 0.0, 2 * seed + 1)) <= 0.05
                })
                .count();
            assert!(found.contains(&alarms), "{name}: {alarms}");
        }
    }

    #[test]
    fn few_rows_of_each_class_are_said() {
        let (labels, scores) = rows(8, 0.5, 0.0, 0.0, 1);
        let side = ScoredLabels {
            labels: &labels,
            predicted: &labels,
            scores: &scores,
        };
        let classes = ["a", "b"].map(String::from);
        let one = ScoredLabels {
            labels: &[1; 8],
            ..side
        };
        let gap = Unavailable::OneClass { class: "b".into() };
        assert_eq!(at_once(concept(&classes, one, one, 9, 1)), Err(gap));
        let gap = Unavailable::TooFewOfClasses {
            reference: 10,
            current: 5,
        };
        assert_eq!(at_once(concept(&classes, side, side, 9, 1)), Err(gap));
    }
}
