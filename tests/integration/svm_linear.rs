//! What holds of linear machines, of either engine, on random small problems.

use dryf::pipeline::svm::{Decision, Engine, Kernel, Loss, SvcParams};
use proptest::prelude::*;
use proptest::sample::select;

use crate::svm_cases::{Set, primal_objectives};
use crate::svm_properties::{
    ROUNDING, assert_optimal, class_weight, machines, set, with_all_classes,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// What the passes of the linear kernel can't finish, pairs do: whatever C is, the machine ends at an optimum.
    #[test]
    fn linear_machines_end_at_an_optimum_whatever_c_is(
        set in (2usize..24).prop_flat_map(set),
        c in (-8.0f64..5.0).prop_map(|exponent| 10f64.powf(exponent)),
        class_weight in class_weight(),
        cache_size in select(vec![1e-6, 200.0]),
    ) {
        let params = SvcParams { kernel: Kernel::Linear, c, class_weight, cache_size, ..SvcParams::default() };
        let (svc, convergence) = set.fit(&params);
        for ((machine, coefficients, intercept), report) in machines(&set, &params, &svc).iter().zip(&convergence.machines) {
            assert_optimal(&params, machine, coefficients, *intercept, report);
            // Far from the origin of a large C, rounding alone may violate the conditions by more than tol.
            let standing = machine.standing(coefficients);
            prop_assert!(report.converged() || ROUNDING * standing.scale > params.tol, "{report:?}");
        }
    }

    /// The dual objective below and the primal one above the optimum: what is between them bounds both. A projected
    /// gradient of e leaves a gap of e times the variables, whose sum is at most that of the C (hinge), or twice the
    /// objective (squared hinge). The descent stops at a tenth of tol; the rest is for what moves behind its back.
    #[test]
    fn linear_machines_close_the_duality_gap(
        set in (4usize..24).prop_flat_map(set).prop_map(with_all_classes),
        c in (-2.0f64..1.5).prop_map(|exponent| 10f64.powf(exponent)),
        loss in select(vec![Loss::Hinge, Loss::SquaredHinge]),
        (fit_intercept, intercept_scaling) in (any::<bool>(), select(vec![0.1, 1.0, 10.0])),
        class_weight in class_weight(),
    ) {
        let params = SvcParams { engine: Engine::Linear, c, loss, fit_intercept, intercept_scaling, class_weight, max_iter: 20_000, ..SvcParams::default() };
        let (svc, convergence) = set.fit(&params);
        let Decision::Linear { coef, intercept } = &svc.decision else { panic!("weights") };
        let primal = primal_objectives(&set, &params, coef, intercept);
        for (primal, report) in primal.iter().zip(&convergence.machines) {
            let gap = primal + report.objective;
            // Ten is the largest class weight there is to one class; balanced ones of these sizes are below it as well.
            let variables = match loss {
                Loss::Hinge => 24.0 * 12.0 * c,
                Loss::SquaredHinge => -2.0 * report.objective + params.tol * 24.0 * 12.0 * c,
            };
            let rounding = 1e-12 * (1.0 + primal);
            prop_assert!(gap >= -rounding, "the primal objective {primal} is below the dual one");
            if report.converged() {
                prop_assert!(gap <= params.tol * variables + rounding, "{gap} of {primal}");
            } else {
                // A long feature for the intercept makes coordinate descent slow; LIBLINEAR takes as many passes.
                prop_assert_eq!(report.iterations, 20_000);
            }
        }
    }
}

/// Two rows without a term, one of each class: both variables belong at their bound, and on the way there both gradients
/// are the same, so that their range is 0 far from the optimum.
#[test]
fn equal_gradients_are_no_sign_of_an_optimum() {
    let set = Set {
        n_features: 1,
        indptr: vec![0, 0, 0],
        indices: Vec::new(),
        data: Vec::new(),
        labels: vec![0, 1],
        names: vec!["a".into(), "b".into()],
    };
    let params = SvcParams {
        engine: Engine::Linear,
        loss: Loss::Hinge,
        intercept_scaling: 10.0,
        ..SvcParams::default()
    };
    let (_, convergence) = set.fit(&params);
    assert!(convergence.converged());
    // Minus the sum of two variables of 1; the intercept that they make together is 0.
    let objective = convergence.machines[0].objective;
    assert!((objective + 2.0).abs() <= params.tol, "{objective}");
}
