//! Kernel machines whose rows share terms with many others, solved by rounds of many variables: made-up English tweets.

use std::sync::Arc;

use dryf::pipeline::features::{TfidfFit, TfidfParams};
use dryf::pipeline::svm::{Convergence, Kernel, Svc, SvcFit, SvcParams};

use crate::foreign_texts::{Shape, texts};
use crate::svm_cases::Set;
use crate::svm_properties::machines;

/// So many that the greatest machine is solved by rounds, and few enough for its whole kernel matrix.
const ROWS: u32 = 1_200;

fn set() -> Set {
    let (labels, texts): (Vec<u32>, Vec<String>) = texts(&Shape::tweets(ROWS)).into_iter().unzip();
    let (_, x) = TfidfFit::new(&TfidfParams::default(), texts.into())
        .and_then(TfidfFit::finish)
        .expect("terms are left");
    Set {
        n_features: x.n_cols,
        indptr: x.indptr,
        indices: x.indices,
        data: x.data,
        labels,
        names: ["a", "b", "c"].map(String::from).to_vec(),
    }
}

fn begin(set: &Set, params: &SvcParams) -> SvcFit {
    let valid = params.check(&set.names).expect("the options can run");
    let x = Arc::new(set.training_rows());
    SvcFit::new(&valid, x, set.labels.clone().into(), 3, 9).expect("the fit begins")
}

fn bytes((mut svc, convergence): (Svc, Convergence), params: &SvcParams) -> String {
    svc.params = params.clone();
    serde_json::to_string(&(svc, convergence)).expect("a model is plain data")
}

#[test]
fn rounds_end_at_the_optimum_whatever_the_slices_and_the_memory() {
    let set = set();
    for (kernel, c) in [(Kernel::Poly, 1.0), (Kernel::Rbf, 1.0), (Kernel::Rbf, 1e3)] {
        let params = SvcParams {
            kernel,
            c,
            ..SvcParams::default()
        };
        let (svc, convergence) = begin(&set, &params).finish().expect("the fit ends");
        assert!(convergence.converged(), "{kernel:?} {c}");
        for ((machine, coefficients, _), report) in machines(&set, &params, &svc)
            .iter()
            .zip(&convergence.machines)
        {
            let standing = machine.standing(coefficients);
            // By the definition, with kernel values in double precision.
            assert!(
                standing.up - standing.low < params.tol,
                "{kernel:?} {c}: {}",
                standing.up - standing.low
            );
            // Kernel values are rounded to single precision in the rounds.
            let allowed =
                f64::from(f32::EPSILON) * (1.0 + standing.sum_of_alphas) * (1.0 + standing.scale);
            assert!((standing.objective - report.objective).abs() <= allowed);
        }
        let whole = bytes((svc, convergence), &params);
        let frugal = SvcParams {
            cache_size: 1e-6,
            ..params.clone()
        };
        let mut fit = begin(&set, &frugal);
        let mut seen = 0;
        while fit.step(7).is_running() {
            let now = fit.progress().iterations;
            assert!(now >= seen, "iterations never fall");
            seen = now;
        }
        assert_eq!(
            bytes(fit.finish().expect("the fit ends"), &params),
            whole,
            "{kernel:?} {c}"
        );
    }
}
