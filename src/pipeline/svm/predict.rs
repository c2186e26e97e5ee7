//! From rows to decision values, labels and probabilities.

use std::ops::Range;

use ndarray::Array2;

use super::kernel::KernelFunction;
use super::model::{Decision, Svc};
use super::params::{DecisionFunctionShape, Kernel};
use super::probability::{couple, pair_probability};
use super::score::Scorer;
use crate::pipeline::sparse::CsrMatrix;

/// A model made ready for prediction: it holds the inverted index of the support vectors.
#[derive(Debug, Clone)]
pub struct Predictor {
    pub(super) classes: Vec<u32>,
    pub(super) n_features: usize,
    /// Whether votes are broken by the decision function.
    break_ties: bool,
    pub(super) machines: Machines,
}

#[derive(Debug, Clone)]
pub(super) enum Machines {
    OneVsOne {
        scorer: Scorer,
        platt: Option<Vec<(f64, f64)>>,
    },
    OneVsRest(Scorer),
    Linear {
        coef: Vec<f64>,
        intercept: Vec<f64>,
    },
}

/// Pairs of positions `(i, j)`, `i < j`, in the order of LIBSVM's machines.
pub fn pairs(k: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..k).flat_map(move |i| (i + 1..k).map(move |j| (i, j)))
}

impl Svc {
    /// Builds the index over the support vectors, once for any number of predictions.
    pub fn predictor(&self) -> Predictor {
        let function = KernelFunction::new(&self.params, self.gamma);
        let k = self.classes.len();
        let machines = match &self.decision {
            Decision::OneVsOne {
                support_vectors,
                n_support,
                dual_coef,
                intercept,
                platt,
                ..
            } => {
                let n = support_vectors.n_rows;
                let machine_of = |a: usize, b: usize| {
                    let (i, j) = (a.min(b), a.max(b));
                    // Pairs before those of i, and then (i, i + 1), (i, i + 2), ..
                    (i * (2 * k - i - 1) / 2 + j - i - 1) as u32
                };
                let class_of = n_support
                    .iter()
                    .enumerate()
                    .flat_map(|(class, &count)| std::iter::repeat_n(class, count as usize));
                let terms = class_of.enumerate().map(|(vector, class)| {
                    (0..k)
                        .filter(|&other| other != class)
                        .map(|other| {
                            let line = if other > class { other - 1 } else { other };
                            (machine_of(class, other), dual_coef[line * n + vector])
                        })
                        .collect()
                });
                Machines::OneVsOne {
                    scorer: Scorer::new(function, support_vectors, terms, intercept.clone()),
                    platt: platt.clone(),
                }
            }
            Decision::OneVsRest {
                support_vectors,
                dual_coef,
                intercept,
                ..
            } => {
                let n = support_vectors.n_rows;
                let terms = (0..n).map(|vector| {
                    (0..intercept.len())
                        .map(|machine| (machine as u32, dual_coef[machine * n + vector]))
                        .collect()
                });
                let scorer = Scorer::new(function, support_vectors, terms, intercept.clone());
                Machines::OneVsRest(scorer)
            }
            Decision::Linear { coef, intercept } => Machines::Linear {
                coef: coef.clone(),
                intercept: intercept.clone(),
            },
        };
        Predictor {
            classes: self.classes.clone(),
            n_features: self.n_features,
            break_ties: self.params.break_ties
                && self.params.decision_function_shape == DecisionFunctionShape::Ovr
                && k > 2,
            machines,
        }
    }

    /// Support vectors of each class index, shape `(n_classes,)`; None for the engine `linear`, whose model has none.
    /// For linfa-svm's model, whose support vectors are not grouped, None as well.
    pub fn n_support_vectors(&self) -> Option<Vec<u64>> {
        let Decision::OneVsOne { n_support, .. } = &self.decision else {
            return None;
        };
        let mut counts = vec![0; self.n_classes];
        for (&class, &count) in self.classes.iter().zip(n_support) {
            counts[class as usize] = u64::from(count);
        }
        Some(counts)
    }

    /// Weight of each term in each machine, shape `(n_machines, n_features)`, where the kernel is linear, else None.
    ///
    /// For the engine `linear` and `linfa-svm` a machine is a class of `classes` (for `linear` a single one, the
    /// second, where there are two): a positive weight speaks for it. For the engine `smo` a machine is a pair
    /// `(i, j)`, in LIBSVM's order: a positive weight speaks for `i`, a negative one for `j`.
    pub fn term_weights(&self) -> Option<Vec<Vec<f64>>> {
        let of = |support_vectors: &CsrMatrix, coefficients: &dyn Fn(usize) -> f64| {
            let mut weights = vec![0.0; self.n_features];
            for vector in 0..support_vectors.n_rows {
                let coefficient = coefficients(vector);
                let (columns, values) = support_vectors.row(vector);
                for (&column, &value) in columns.iter().zip(values) {
                    weights[column as usize] += coefficient * value;
                }
            }
            weights
        };
        match &self.decision {
            Decision::Linear { coef, intercept } => Some(
                (0..intercept.len())
                    .map(|machine| coef[machine * self.n_features..][..self.n_features].to_vec())
                    .collect(),
            ),
            _ if self.params.kernel != Kernel::Linear => None,
            Decision::OneVsOne {
                support_vectors,
                n_support,
                dual_coef,
                ..
            } => {
                let n = support_vectors.n_rows;
                let mut ends = Vec::new();
                for &count in n_support {
                    ends.push(ends.last().copied().unwrap_or(0) + count as usize);
                }
                let class_of = |vector: usize| ends.partition_point(|&end| end <= vector);
                let weights = pairs(self.classes.len()).map(|(i, j)| {
                    of(support_vectors, &|vector| match class_of(vector) {
                        class if class == i => dual_coef[(j - 1) * n + vector],
                        class if class == j => dual_coef[i * n + vector],
                        _ => 0.0,
                    })
                });
                Some(weights.collect())
            }
            Decision::OneVsRest {
                support_vectors,
                dual_coef,
                intercept,
                ..
            } => {
                let n = support_vectors.n_rows;
                let weights = (0..intercept.len())
                    .map(|machine| of(support_vectors, &|vector| dual_coef[machine * n + vector]));
                Some(weights.collect())
            }
        }
    }
}

impl Predictor {
    /// The class indices that can be predicted, ascending: the columns of the `ovr` decision function (where there are
    /// more than two) and of the probabilities.
    pub fn classes(&self) -> &[u32] {
        &self.classes
    }

    /// Class index of each row of `x`, shape `(n_rows, n_features)`.
    ///
    /// One-vs-one: the most votes, ties to the lower class (or, with `break_ties`, to the larger decision value); else
    /// the largest decision value.
    ///
    /// # Panics
    /// If `x` has another number of columns than the training rows.
    pub fn predict(&self, x: &CsrMatrix) -> Vec<u32> {
        self.predict_rows(x, 0..x.n_rows)
    }

    /// The same of some rows.
    ///
    /// # Panics
    /// If `x` has another number of columns than the training rows, or fewer rows.
    pub fn predict_rows(&self, x: &CsrMatrix, rows: Range<usize>) -> Vec<u32> {
        let mut labels = Vec::with_capacity(rows.len());
        self.each_row(x, rows, |values| {
            labels.push(self.classes[self.decide(values)]);
        });
        labels
    }

    /// scikit-learn's `decision_function` of each row of `x`, shape `(n_rows, n_features)`.
    ///
    /// With two classes shape `(n_rows, 1)`, positive for the second. With more: `ovo` has one column for each pair of
    /// `classes`, positive for the first of the pair (LIBSVM's sign); `ovr` one for each of `classes`, the votes plus
    /// a confidence below 1/2 in size. `shape` matters to one-vs-one models only; the others have a column for each of
    /// `classes`.
    ///
    /// # Panics
    /// If `x` has another number of columns than the training rows.
    pub fn decision_function(&self, x: &CsrMatrix, shape: DecisionFunctionShape) -> Array2<f64> {
        let k = self.classes.len();
        let mut cells = Vec::new();
        self.each_row(x, 0..x.n_rows, |values| match (&self.machines, k, shape) {
            (Machines::OneVsOne { .. }, 2, _) => cells.push(-values[0]),
            (Machines::OneVsOne { .. }, _, DecisionFunctionShape::Ovr) => {
                cells.extend(one_vs_rest(k, values));
            }
            (Machines::OneVsRest(_), 2, _) => cells.push(values[1] - values[0]),
            _ => cells.extend_from_slice(values),
        });
        let columns = match (&self.machines, k, shape) {
            (_, 2, _) => 1,
            (Machines::OneVsOne { .. }, _, DecisionFunctionShape::Ovo) => k * (k - 1) / 2,
            _ => k,
        };
        Array2::from_shape_vec((x.n_rows, columns), cells).expect("as many cells as were pushed")
    }

    /// Probability of each of `classes`, shape `(n_rows, classes.len())`; None if the model was not calibrated.
    ///
    /// # Panics
    /// If `x` has another number of columns than the training rows.
    pub fn predict_proba(&self, x: &CsrMatrix) -> Option<Array2<f64>> {
        if !self.is_calibrated() {
            return None;
        }
        let k = self.classes.len();
        let mut cells = Vec::with_capacity(x.n_rows * k);
        self.each_row(x, 0..x.n_rows, |values| {
            cells.extend(self.probabilities(values))
        });
        let table = Array2::from_shape_vec((x.n_rows, k), cells);
        Some(table.expect("k cells for each row"))
    }

    /// Whether the model gives probabilities.
    pub fn is_calibrated(&self) -> bool {
        matches!(&self.machines, Machines::OneVsOne { platt, .. } if platt.is_some())
    }

    /// Calls with what the exported model says of each row of `x`: the class index, one score for each of `classes`, the greater
    /// the surer, and from a calibrated model the probability of each. The machines are asked once a row.
    ///
    /// # Panics
    /// If `x` has another number of columns than the training rows.
    pub fn answer(&self, x: &CsrMatrix, mut visit: impl FnMut(u32, &[f64], &[f64])) {
        let k = self.classes.len();
        self.each_row(x, 0..x.n_rows, |values| {
            let scores = match &self.machines {
                Machines::OneVsOne { .. } if k == 2 => vec![values[0], -values[0]],
                Machines::OneVsOne { .. } => one_vs_rest(k, values),
                Machines::Linear { .. } if k == 2 => vec![-values[0], values[0]],
                Machines::Linear { .. } | Machines::OneVsRest(_) => values.to_vec(),
            };
            let label = self.classes[self.decide(values)];
            visit(label, &scores, &self.probabilities(values));
        });
    }

    /// By how much each of `classes` is ahead of all others in some rows of `x`, shape `(rows.len(), classes.len())`: the least
    /// decision value of its pairs, or what its own is above the largest of the others. Above 0 for the class that wins against each
    /// other, below for all others.
    ///
    /// # Panics
    /// If `x` has another number of columns than the training rows, or fewer rows.
    pub fn margins(&self, x: &CsrMatrix, rows: Range<usize>) -> Vec<f64> {
        let k = self.classes.len();
        let mut margins = Vec::with_capacity(rows.len() * k);
        self.each_row(x, rows, |values| match &self.machines {
            Machines::OneVsOne { .. } => {
                let begin = margins.len();
                margins.resize(begin + k, f64::INFINITY);
                let of_row = &mut margins[begin..];
                for (value, (i, j)) in values.iter().zip(pairs(k)) {
                    of_row[i] = of_row[i].min(*value);
                    of_row[j] = of_row[j].min(-value);
                }
            }
            Machines::Linear { .. } if k == 2 => margins.extend([-values[0], values[0]]),
            Machines::Linear { .. } | Machines::OneVsRest(_) => {
                let best = first_largest(values);
                let others = (0..k).filter(|&class| class != best);
                let second = others.fold(f64::NEG_INFINITY, |most, class| most.max(values[class]));
                margins.extend((0..k).map(|class| match class == best {
                    true => values[class] - second,
                    false => values[class] - values[best],
                }));
            }
        });
        margins
    }

    /// The probability of each of `classes` from the decision values of a row; none from a model that was not calibrated.
    fn probabilities(&self, values: &[f64]) -> Vec<f64> {
        let Machines::OneVsOne {
            platt: Some(platt), ..
        } = &self.machines
        else {
            return Vec::new();
        };
        let k = self.classes.len();
        let mut of_pairs = vec![0.0; k * k];
        for (machine, (i, j)) in pairs(k).enumerate() {
            let p = pair_probability(values[machine], platt[machine]);
            of_pairs[i * k + j] = p;
            of_pairs[j * k + i] = 1.0 - p;
        }
        couple(k, &of_pairs)
    }

    /// Calls with the decision value of each machine, row by row.
    fn each_row(&self, x: &CsrMatrix, rows: Range<usize>, mut visit: impl FnMut(&[f64])) {
        assert_eq!(
            x.n_cols, self.n_features,
            "as many columns as the training rows"
        );
        match &self.machines {
            Machines::OneVsOne { scorer, .. } | Machines::OneVsRest(scorer) => {
                let mut scratch = scorer.scratch();
                let mut values = vec![0.0; scorer.n_machines()];
                for row in rows {
                    scorer.decide(x.row(row), &mut scratch, &mut values);
                    visit(&values);
                }
            }
            Machines::Linear { coef, intercept } => {
                let mut values = vec![0.0; intercept.len()];
                for row in rows {
                    let (columns, entries) = x.row(row);
                    for (machine, value) in values.iter_mut().enumerate() {
                        let weights = &coef[machine * self.n_features..][..self.n_features];
                        let terms = columns.iter().zip(entries);
                        let dot = terms.fold(0.0, |sum, (&column, entry)| {
                            sum + weights[column as usize] * entry
                        });
                        *value = dot + intercept[machine];
                    }
                    visit(&values);
                }
            }
        }
    }

    /// Position in `classes` from the decision values of the machines.
    fn decide(&self, values: &[f64]) -> usize {
        let k = self.classes.len();
        match &self.machines {
            Machines::Linear { .. } if k == 2 => usize::from(values[0] > 0.0),
            Machines::Linear { .. } | Machines::OneVsRest(_) => first_largest(values),
            Machines::OneVsOne { .. } if self.break_ties => first_largest(&one_vs_rest(k, values)),
            Machines::OneVsOne { .. } => {
                let mut votes = vec![0.0; k];
                for (value, (i, j)) in values.iter().zip(pairs(k)) {
                    votes[if *value > 0.0 { i } else { j }] += 1.0;
                }
                first_largest(&votes)
            }
        }
    }
}

/// The position of the largest value; the first of several.
fn first_largest(values: &[f64]) -> usize {
    let mut best = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = at;
        }
    }
    best
}

/// Votes and confidences of each class from LIBSVM's decision values of the pairs: scikit-learn's
/// `_ovr_decision_function`, called with `decisions < 0` and `-decisions`.
fn one_vs_rest(k: usize, decisions: &[f64]) -> Vec<f64> {
    let mut votes = vec![0.0; k];
    let mut confidences = vec![0.0; k];
    for (value, (i, j)) in decisions.iter().zip(pairs(k)) {
        confidences[i] += value;
        confidences[j] -= value;
        votes[if *value < 0.0 { j } else { i }] += 1.0;
    }
    votes
        .iter()
        .zip(&confidences)
        .map(|(votes, sum)| votes + sum / (3.0 * (sum.abs() + 1.0)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_stand_in_libsvm_order() {
        let order: Vec<_> = pairs(4).collect();
        assert_eq!(order, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
    }

    #[test]
    fn a_circle_of_votes_goes_to_the_first_class_or_to_the_surest() {
        // 0 beats 1, 1 beats 2, 2 beats 0: one vote each.
        let circle = [0.1, -0.9, 0.3];
        let values = one_vs_rest(3, &circle);
        assert_eq!(first_largest(&values), 2);
        let by_hand = [
            1.0 - 0.8 / (3.0 * 1.8),
            1.0 + 0.2 / (3.0 * 1.2),
            1.0 + 0.6 / (3.0 * 1.6),
        ];
        for (got, expected) in values.iter().zip(by_hand) {
            assert!((got - expected).abs() < 1e-15);
        }
    }
}
