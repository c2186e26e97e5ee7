//! A support vector machine as plainly as it can be written, dense and slow: the oracle of the property tests.
//!
//! It shares no code with the pipeline but the sparse rows it reads. The working set is the pair that violates the
//! optimality conditions most (S. S. Keerthi, E. G. Gilbert, "Convergence of a generalized SMO algorithm for SVM classifier
//! design", Machine Learning 46, 2002), the gradient is summed anew for every iteration.

use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::svm::{Kernel, SvcParams};

/// One machine: the whole kernel matrix, labels of 1 or -1, a bound for each row.
pub struct Machine {
    pub kernel: Vec<Vec<f64>>,
    pub labels: Vec<f64>,
    pub bounds: Vec<f64>,
}

/// Where coefficients `y_i a_i` stand.
#[derive(Debug)]
pub struct Standing {
    /// `1/2 a'Qa - e'a`
    pub objective: f64,
    /// Largest `y_i - sum_j y_j a_j K_ij` over the rows whose `y_i a_i` can grow, smallest over those whose can fall.
    pub up: f64,
    pub low: f64,
    pub sum_of_alphas: f64,
    /// Largest `sum_j a_j |K_ij|`: what roundings are relative to.
    pub scale: f64,
}

/// Kernel of rows of `x` and rows of `z`, from the definition.
pub fn kernel_matrix(
    params: &SvcParams,
    gamma: f64,
    x: &CsrMatrix,
    z: &CsrMatrix,
) -> Vec<Vec<f64>> {
    let (x, z) = (dense(x), dense(z));
    let value = |a: &Vec<f64>, b: &Vec<f64>| {
        let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        match params.kernel {
            Kernel::Linear => dot,
            Kernel::Poly => {
                (0..params.degree).fold(1.0, |power, _| power * (gamma * dot + params.coef0))
            }
            Kernel::Rbf => {
                let square: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
                (-gamma * square).exp()
            }
            Kernel::Sigmoid => (gamma * dot + params.coef0).tanh(),
        }
    };
    x.iter()
        .map(|a| z.iter().map(|b| value(a, b)).collect())
        .collect()
}

fn dense(x: &CsrMatrix) -> Vec<Vec<f64>> {
    (0..x.n_rows)
        .map(|row| {
            let mut cells = vec![0.0; x.n_cols];
            let (columns, values) = x.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                cells[column as usize] = value;
            }
            cells
        })
        .collect()
}

impl Machine {
    fn n(&self) -> usize {
        self.labels.len()
    }

    /// `y_i - sum_j y_j a_j K_ij`
    fn score(&self, coefficients: &[f64], row: usize) -> f64 {
        let products = self.kernel[row].iter().zip(coefficients);
        self.labels[row] - products.map(|(k, c)| k * c).sum::<f64>()
    }

    fn can_grow(&self, coefficients: &[f64], row: usize) -> bool {
        coefficients[row]
            < if self.labels[row] > 0.0 {
                self.bounds[row]
            } else {
                0.0
            }
    }

    fn can_fall(&self, coefficients: &[f64], row: usize) -> bool {
        coefficients[row]
            > if self.labels[row] > 0.0 {
                0.0
            } else {
                -self.bounds[row]
            }
    }

    pub fn standing(&self, coefficients: &[f64]) -> Standing {
        let (mut up, mut low, mut twice, mut scale) =
            (f64::NEG_INFINITY, f64::INFINITY, 0.0, 0.0_f64);
        for row in 0..self.n() {
            let score = self.score(coefficients, row);
            if self.can_grow(coefficients, row) {
                up = up.max(score);
            }
            if self.can_fall(coefficients, row) {
                low = low.min(score);
            }
            twice += coefficients[row] * (self.labels[row] - score) - 2.0 * coefficients[row].abs();
            let products = self.kernel[row].iter().zip(coefficients);
            scale = scale.max(products.map(|(k, c)| (k * c).abs()).sum());
        }
        Standing {
            objective: twice / 2.0,
            up,
            low,
            sum_of_alphas: coefficients.iter().map(|value| value.abs()).sum(),
            scale,
        }
    }

    /// How wide the range of intercepts is that the variables leave open, where one that is no farther from a bound than
    /// rounding may leave it (a share of the bound) counts as at the bound: 0 if a variable is well between its bounds.
    pub fn range_of_intercepts(&self, coefficients: &[f64], share: f64) -> f64 {
        let settled: Vec<f64> = (0..self.n())
            .map(|row| {
                let (size, bound) = (coefficients[row].abs(), self.bounds[row]);
                if size < share * bound {
                    0.0
                } else if size > (1.0 - share) * bound {
                    self.labels[row] * bound
                } else {
                    coefficients[row]
                }
            })
            .collect();
        let standing = self.standing(&settled);
        (standing.low - standing.up).max(0.0)
    }

    /// Coefficients `y_i a_i` that violate the conditions by less than `tol`; None after many iterations.
    pub fn solve(&self, tol: f64) -> Option<Vec<f64>> {
        let mut coefficients = vec![0.0; self.n()];
        for _ in 0..20_000 {
            let scores: Vec<f64> = (0..self.n())
                .map(|row| self.score(&coefficients, row))
                .collect();
            let rows = || 0..self.n();
            let i = rows()
                .filter(|&row| self.can_grow(&coefficients, row))
                .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
            let j = rows()
                .filter(|&row| self.can_fall(&coefficients, row))
                .min_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
            if scores[i] - scores[j] < tol {
                return Some(coefficients);
            }
            let curvature = self.kernel[i][i] + self.kernel[j][j] - 2.0 * self.kernel[i][j];
            let wanted = (scores[i] - scores[j]) / curvature.max(1e-12);
            let room_i = if self.labels[i] > 0.0 {
                self.bounds[i]
            } else {
                0.0
            } - coefficients[i];
            let room_j = coefficients[j]
                - if self.labels[j] > 0.0 {
                    0.0
                } else {
                    -self.bounds[j]
                };
            let step = wanted.min(room_i).min(room_j);
            // Onto a bound exactly, where it is the bound that ends the step.
            coefficients[i] = if step == room_i {
                if self.labels[i] > 0.0 {
                    self.bounds[i]
                } else {
                    0.0
                }
            } else {
                coefficients[i] + step
            };
            coefficients[j] = if step == room_j {
                if self.labels[j] > 0.0 {
                    0.0
                } else {
                    -self.bounds[j]
                }
            } else {
                coefficients[j] - step
            };
        }
        None
    }

    /// `|w - w'|^2` of the weights in feature space that two sets of coefficients stand for.
    pub fn squared_distance(&self, a: &[f64], b: &[f64]) -> f64 {
        let by: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        (0..self.n())
            .map(|row| {
                let products = self.kernel[row].iter().zip(&by);
                by[row] * products.map(|(k, by)| k * by).sum::<f64>()
            })
            .sum()
    }
}

/// The oracle itself, on a problem whose answer is known: points -1, 1 on a line, `w = 1`, both on the margin.
#[test]
fn two_points_on_a_line() {
    let machine = Machine {
        kernel: vec![vec![1.0, -1.0], vec![-1.0, 1.0]],
        labels: vec![1.0, -1.0],
        bounds: vec![10.0, 10.0],
    };
    let coefficients = machine.solve(1e-9).expect("one step");
    assert_eq!(coefficients, [0.5, -0.5]);
    let standing = machine.standing(&coefficients);
    assert_eq!(
        (standing.objective, standing.up, standing.low),
        (-0.5, 0.0, 0.0)
    );
}
