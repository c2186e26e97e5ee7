//! Probabilities from decision values: Platt's sigmoid for a pair of classes, coupled over all pairs.
//!
//! Sources: H.-T. Lin, C.-J. Lin, R. C. Weng, "A note on Platt's probabilistic outputs for support vector machines",
//! Machine Learning 68 (2007), Algorithm 1 (LIBSVM's `sigmoid_train`); T.-F. Wu, C.-J. Lin, R. C. Weng, "Probability
//! Estimates for Multi-class Classification by Pairwise Coupling", JMLR 5 (2004), Algorithm 2 (LIBSVM's
//! `multiclass_probability`).

use crate::pipeline::numeric::{exp, ln};

/// LIBSVM's bound of a pair's probability away from 0 and 1.
const LEAST_PROBABILITY: f64 = 1e-7;

/// Newton's method for `A` and `B` of `P(y = 1 | f) = 1 / (1 + exp(A f + B))`, one iteration a step.
///
/// Minimises the regularised cross entropy against the targets `(n_positive + 1) / (n_positive + 2)` and
/// `1 / (n_negative + 2)`.
pub(super) struct Sigmoid {
    decisions: Vec<f64>,
    targets: Vec<f64>,
    a: f64,
    b: f64,
    value: f64,
    iterations: u32,
}

impl Sigmoid {
    /// Decision values and whether each row's label is 1, both of shape `(n_rows,)`.
    pub fn new(decisions: Vec<f64>, positive: &[bool]) -> Sigmoid {
        let n_positive = positive.iter().filter(|&&is| is).count() as f64;
        let n_negative = positive.len() as f64 - n_positive;
        let high = (n_positive + 1.0) / (n_positive + 2.0);
        let low = 1.0 / (n_negative + 2.0);
        let mut sigmoid = Sigmoid {
            targets: positive
                .iter()
                .map(|&is| if is { high } else { low })
                .collect(),
            decisions,
            a: 0.0,
            b: ln((n_negative + 1.0) / (n_positive + 1.0)),
            value: 0.0,
            iterations: 0,
        };
        sigmoid.value = sigmoid.cross_entropy(sigmoid.a, sigmoid.b);
        sigmoid
    }

    fn cross_entropy(&self, a: f64, b: f64) -> f64 {
        let mut sum = 0.0;
        for (&decision, &target) in self.decisions.iter().zip(&self.targets) {
            let z = decision * a + b;
            sum += if z >= 0.0 {
                target * z + ln(1.0 + exp(-z))
            } else {
                (target - 1.0) * z + ln(1.0 + exp(z))
            };
        }
        sum
    }

    /// One Newton iteration; `(A, B)` when done.
    pub fn step(&mut self) -> Option<(f64, f64)> {
        const MAX_ITERATIONS: u32 = 100;
        const LEAST_STEP: f64 = 1e-10;
        const RIDGE: f64 = 1e-12;
        const TOLERANCE: f64 = 1e-5;
        if self.iterations == MAX_ITERATIONS {
            return Some((self.a, self.b));
        }
        self.iterations += 1;
        let (mut h11, mut h22, mut h21, mut g1, mut g2) = (RIDGE, RIDGE, 0.0, 0.0, 0.0);
        for (&decision, &target) in self.decisions.iter().zip(&self.targets) {
            let (p, q) = sigmoid(decision * self.a + self.b);
            let d2 = p * q;
            h11 += decision * decision * d2;
            h22 += d2;
            h21 += decision * d2;
            let d1 = target - p;
            g1 += decision * d1;
            g2 += d1;
        }
        if g1.abs() < TOLERANCE && g2.abs() < TOLERANCE {
            return Some((self.a, self.b));
        }
        let determinant = h11 * h22 - h21 * h21;
        let by_a = -(h22 * g1 - h21 * g2) / determinant;
        let by_b = -(-h21 * g1 + h11 * g2) / determinant;
        let slope = g1 * by_a + g2 * by_b;
        let mut step = 1.0;
        while step >= LEAST_STEP {
            let (a, b) = (self.a + step * by_a, self.b + step * by_b);
            let value = self.cross_entropy(a, b);
            if value < self.value + 0.0001 * step * slope {
                (self.a, self.b, self.value) = (a, b, value);
                return None;
            }
            step /= 2.0;
        }
        Some((self.a, self.b))
    }
}

/// `1 / (1 + exp(z))` and its complement, without an overflow.
fn sigmoid(z: f64) -> (f64, f64) {
    if z >= 0.0 {
        let e = exp(-z);
        (e / (1.0 + e), 1.0 / (1.0 + e))
    } else {
        let e = exp(z);
        (1.0 / (1.0 + e), e / (1.0 + e))
    }
}

/// Probability of the first class of a pair, bounded away from 0 and 1 as LIBSVM does.
pub(super) fn pair_probability(decision: f64, (a, b): (f64, f64)) -> f64 {
    sigmoid(decision * a + b)
        .0
        .clamp(LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY)
}

/// Probability of each of `k` classes from the probabilities of pairs: `pairs[i * k + j]` is `P(i | i or j)`.
pub(super) fn couple(k: usize, pairs: &[f64]) -> Vec<f64> {
    if k == 2 {
        return vec![pairs[1], pairs[2]];
    }
    let max_iterations = k.max(100);
    let tolerance = 0.005 / k as f64;
    let mut q = vec![0.0; k * k];
    for t in 0..k {
        for j in 0..k {
            if j != t {
                q[t * k + t] += pairs[j * k + t] * pairs[j * k + t];
                q[t * k + j] = -pairs[j * k + t] * pairs[t * k + j];
            }
        }
    }
    let mut p = vec![1.0 / k as f64; k];
    let mut qp = vec![0.0; k];
    for _ in 0..max_iterations {
        // Made anew each round, for the sake of precision.
        let mut pqp = 0.0;
        for t in 0..k {
            qp[t] = (0..k).map(|j| q[t * k + j] * p[j]).sum();
            pqp += p[t] * qp[t];
        }
        let error = qp
            .iter()
            .map(|value| (value - pqp).abs())
            .fold(0.0, f64::max);
        if error < tolerance {
            break;
        }
        for t in 0..k {
            let diagonal = q[t * k + t];
            let by = (-qp[t] + pqp) / diagonal;
            p[t] += by;
            pqp = (pqp + by * (by * diagonal + 2.0 * qp[t])) / (1.0 + by) / (1.0 + by);
            for j in 0..k {
                qp[j] = (qp[j] + by * q[t * k + j]) / (1.0 + by);
                p[j] /= 1.0 + by;
            }
        }
    }
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    fn train(decisions: &[f64], positive: &[bool]) -> (f64, f64) {
        let mut sigmoid = Sigmoid::new(decisions.to_vec(), positive);
        loop {
            if let Some(answer) = sigmoid.step() {
                return answer;
            }
        }
    }

    /// The inputs and outputs of LIBSVM's own `sigmoid_train`, from the fixture of the classifiers.
    #[test]
    fn the_sigmoid_is_libsvms() {
        #[derive(serde::Deserialize)]
        struct Fixture {
            probability: Vec<Case>,
        }
        #[derive(serde::Deserialize)]
        struct Case {
            name: String,
            tolerance: f64,
            pairs: Vec<Pair>,
        }
        #[derive(serde::Deserialize)]
        struct Pair {
            decisions: Vec<f64>,
            positive: Vec<bool>,
            a: f64,
            b: f64,
        }
        let fixture = include_str!("../../../tests/fixtures/svm.json");
        let cases = serde_json::from_str::<Fixture>(fixture)
            .expect("the fixture is JSON")
            .probability;
        assert!(cases.len() >= 9);
        for case in cases {
            for pair in case.pairs {
                let (a, b) = train(&pair.decisions, &pair.positive);
                let (by_a, by_b) = ((a - pair.a).abs(), (b - pair.b).abs());
                assert!(
                    by_a <= case.tolerance && by_b <= case.tolerance,
                    "{}: {a} {b}, LIBSVM has {} {}",
                    case.name,
                    pair.a,
                    pair.b
                );
            }
        }
    }

    #[test]
    fn the_sigmoid_is_a_stationary_point() {
        let decisions = [2.0, 1.5, 0.3, -0.2, 0.4, -1.0, -1.3, -2.2];
        let positive = [true, true, true, true, false, false, false, false];
        let (a, b) = train(&decisions, &positive);
        assert!(a < 0.0, "large decisions are positive rows");
        let (mut g1, mut g2) = (0.0, 0.0);
        for (&decision, &is) in decisions.iter().zip(&positive) {
            let target = if is { 5.0 / 6.0 } else { 1.0 / 6.0 };
            let p = 1.0 / (1.0 + exp(decision * a + b));
            g1 += decision * (target - p);
            g2 += target - p;
        }
        // The algorithm's own tolerance.
        assert!(g1.abs() < 1e-5 && g2.abs() < 1e-5, "{g1} {g2}");
    }

    #[test]
    fn one_class_alone_and_huge_decisions_end() {
        let (a, b) = train(&[1.0, 2.0], &[true, true]);
        assert!(a.is_finite() && b.is_finite());
        let (a, b) = train(&[1e300, -1e300, 1.0], &[true, false, true]);
        assert!(a.is_finite() && b.is_finite());
    }

    #[test]
    fn coupling_of_consistent_pairs_gives_the_classes_back() {
        let classes = [0.5, 0.3, 0.2];
        let pairs: Vec<f64> = (0..9)
            .map(|at| classes[at / 3] / (classes[at / 3] + classes[at % 3]))
            .collect();
        let p = couple(3, &pairs);
        for (got, expected) in p.iter().zip(classes) {
            // LIBSVM stops at 0.005 / k.
            assert!((got - expected).abs() < 0.005, "{p:?}");
        }
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(couple(2, &[0.0, 0.7, 0.3, 0.0]), [0.7, 0.3]);
    }
}
