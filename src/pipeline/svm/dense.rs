//! The crate linfa-svm as an engine: dense rows, one machine for each class against the rest.
//!
//! It builds the whole kernel matrix of every machine, so it is for small data and as an independent check of ours. Its
//! conventions differ: `Gaussian(eps)` is `exp(-d^2 / eps)`, so `eps = 1 / gamma`; its polynomial has no gamma, so that
//! `(gamma x.z + coef0)^d` is computed on rows times the root of gamma; it has no sigmoid. What comes out are its
//! coefficients, with which our own model decides. It uses the platform's `exp` and `pow`: the bits of its models may
//! differ between targets.

use std::sync::Arc;

use linfa::traits::Fit;
use linfa::{Dataset, ParamGuard};
use linfa_svm::Svm;
use ndarray::{Array1, Array2};

use super::check::SvcValidParams;
use super::fit::{Convergence, MachineReport, Phase, Problem, Stop};
use super::kernel::{KernelFunction, squared_norm};
use super::machine_fit::{MachineProgress, Solver};
use super::model::Decision;
use super::params::Kernel;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// More rows would need a kernel matrix of more than 32 MB for each machine, and minutes.
pub(super) const MAX_ROWS: usize = 2000;

/// What all machines share.
struct Shared {
    problem: Arc<Problem>,
    function: KernelFunction,
    c: f64,
    c_of_classes: Vec<f64>,
    tol: f64,
}

/// A machine under way; it is one unit of work, since the crate can't be interrupted.
pub(super) struct DenseFit {
    shared: Arc<Shared>,
    /// Position of its class.
    position: usize,
    answer: Option<Answer>,
}

struct Answer {
    /// `y_i a_i` of each row.
    coefficients: Vec<f64>,
    intercept: f64,
    report: MachineReport,
}

impl DenseFit {
    /// All machines, none of them fitted.
    ///
    /// # Errors
    /// [`Code::MemoryLimit`] above [`MAX_ROWS`] rows, or where the dense rows alone would need more than 512 MB.
    pub fn all(
        params: &SvcValidParams,
        problem: Arc<Problem>,
        function: KernelFunction,
    ) -> Result<impl Iterator<Item = DenseFit>, Error> {
        let (n, features) = (problem.x.n_rows, problem.x.n_cols);
        if n > MAX_ROWS {
            let megabytes = (n as f64 * n as f64 * 8.0 / 1e6).round() as u64;
            return Err(Error::new(
                Code::MemoryLimit,
                message!(
                    "error-dense-kernel",
                    rows = n,
                    megabytes = megabytes,
                    most = MAX_ROWS
                ),
                message!("error-other-engine"),
            )
            .in_file("svc.engine"));
        }
        let cells = n as f64 * features as f64;
        if cells * 8.0 > 512e6 {
            return Err(Error::new(
                Code::MemoryLimit,
                message!(
                    "error-dense-rows",
                    rows = n,
                    features = features,
                    megabytes = (cells * 8.0 / 1e6).round() as u64
                ),
                message!("error-other-engine-or-fewer-terms"),
            )
            .in_file("svc.engine"));
        }
        let n_machines = problem.classes.len();
        let shared = Arc::new(Shared {
            c: params.params().c,
            c_of_classes: problem.c_of_classes(params),
            tol: params.params().tol,
            problem,
            function,
        });
        Ok((0..n_machines).map(move |position| DenseFit {
            shared: Arc::clone(&shared),
            position,
            answer: None,
        }))
    }

    fn fit(&self) -> Result<Answer, Error> {
        let (shared, position) = (&*self.shared, self.position);
        let x = &shared.problem.x;
        let mut targets = Array1::from_elem(x.n_rows, false);
        for &row in &shared.problem.rows_of_classes[position] {
            targets[row as usize] = true;
        }
        // Two classes: each has its weight in both machines. More: the weight of the class itself and 1 for the rest.
        let c_rest = match shared.problem.classes.len() {
            2 => shared.c_of_classes[1 - position],
            _ => shared.c,
        };
        let function = &shared.function;
        let params = Svm::<f64, bool>::params()
            .pos_neg_weights(shared.c_of_classes[position], c_rest)
            .eps(shared.tol);
        let (params, scale) = match function.kind {
            Kernel::Rbf => (params.gaussian_kernel(1.0 / function.gamma), 1.0),
            Kernel::Poly => {
                let degree = f64::from(function.degree);
                (
                    params.polynomial_kernel(function.coef0, degree),
                    function.gamma.sqrt(),
                )
            }
            Kernel::Linear | Kernel::Sigmoid => (params.linear_kernel(), 1.0),
        };
        let failed = |fault: linfa_svm::SvmError| {
            Error::new(
                Code::InvalidParameter,
                message!("error-linfa-refuses", fault = fault.to_string()),
                message!("error-set-smo"),
            )
            .in_file("svc.engine")
        };
        let params = params.check().map_err(failed)?;
        let dataset = Dataset::new(dense(x, scale), targets.clone());
        let svm = params.fit(&dataset).map_err(failed)?;
        // The crate shows its iterations and why it stopped in its text only.
        let shown = svm.to_string();
        let iterations = shown.split(' ').find_map(|word| word.parse().ok());
        let stop = if shown.starts_with("Exited") {
            Stop::Converged
        } else {
            Stop::MaxIter
        };
        let (objective, violation) = shared.standing(&svm.alpha, &targets, c_rest, position);
        Ok(Answer {
            report: MachineReport {
                iterations: iterations.unwrap_or(0),
                objective,
                violation,
                stop,
            },
            intercept: -svm.rho,
            coefficients: svm.alpha,
        })
    }

    /// The whole machine.
    pub fn step(&mut self) -> Result<Status, Error> {
        let answer = match self.answer.take() {
            Some(answer) => answer,
            None => self.fit()?,
        };
        let status = match answer.report.converged() {
            true => Status::Done,
            false => Status::Exhausted,
        };
        self.answer = Some(answer);
        Ok(status)
    }

    pub fn progress(&self) -> MachineProgress {
        match &self.answer {
            Some(answer) => answer.report.progress(),
            None => MachineProgress {
                iterations: 0,
                objective: 0.0,
                violation: f64::INFINITY,
                phase: Phase::Solving,
            },
        }
    }
}

impl Shared {
    /// Dual objective and violation of coefficients `y_i a_i`, by our own kernel.
    fn standing(
        &self,
        coefficients: &[f64],
        targets: &Array1<bool>,
        c_rest: f64,
        position: usize,
    ) -> (f64, f64) {
        let x = &self.problem.x;
        let norms: Vec<f64> = (0..x.n_rows)
            .map(|row| squared_norm(x.row(row).1))
            .collect();
        let (mut twice, mut most, mut least) = (0.0, f64::NEG_INFINITY, f64::INFINITY);
        for row in 0..x.n_rows {
            let mut value = 0.0;
            for (other, &coefficient) in coefficients.iter().enumerate() {
                if coefficient != 0.0 {
                    let dot = CsrMatrix::dot(x.row(row), x.row(other));
                    value += coefficient * self.function.value(dot, norms[row], norms[other]);
                }
            }
            let label = if targets[row] { 1.0 } else { -1.0 };
            let bound = if targets[row] {
                self.c_of_classes[position]
            } else {
                c_rest
            };
            let alpha = label * coefficients[row];
            twice += coefficients[row] * value - 2.0 * alpha;
            let score = label - value;
            if if targets[row] {
                alpha < bound
            } else {
                alpha > 0.0
            } {
                most = most.max(score);
            }
            if if targets[row] {
                alpha > 0.0
            } else {
                alpha < bound
            } {
                least = least.min(score);
            }
        }
        (twice / 2.0, most - least)
    }
}

/// The rows that matter in any machine. All machines are fitted.
pub(super) fn model(
    problem: &Problem,
    solvers: impl Iterator<Item = Solver>,
) -> (Decision, Convergence) {
    let answers = solvers.filter_map(|solver| match solver {
        Solver::Dense(fit) => fit.answer,
        _ => None,
    });
    let answers: Vec<Answer> = answers.collect();
    let support: Vec<u32> = (0..problem.x.n_rows as u32)
        .filter(|&row| {
            let mut machines = answers.iter();
            machines.any(|answer| answer.coefficients[row as usize] != 0.0)
        })
        .collect();
    let of_machine = |answer: &Answer| -> Vec<f64> {
        let rows = support.iter();
        rows.map(|&row| answer.coefficients[row as usize]).collect()
    };
    let decision = Decision::OneVsRest {
        support_vectors: problem.x.select_rows(&support),
        dual_coef: answers.iter().flat_map(of_machine).collect(),
        intercept: answers.iter().map(|answer| answer.intercept).collect(),
        support,
    };
    let convergence = Convergence {
        machines: answers.iter().map(|answer| answer.report).collect(),
        ..Convergence::default()
    };
    (decision, convergence)
}

fn dense(x: &CsrMatrix, scale: f64) -> Array2<f64> {
    let mut out = Array2::zeros((x.n_rows, x.n_cols));
    for row in 0..x.n_rows {
        let (columns, values) = x.row(row);
        for (&column, value) in columns.iter().zip(values) {
            out[(row, column as usize)] = value * scale;
        }
    }
    out
}
