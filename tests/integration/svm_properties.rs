//! What holds of every fit, on random small problems: optimality by the definition, agreement with a naive solver,
//! independence of the order of rows, of repeated rows, of slices and of the memory for kernel rows.

use std::sync::Arc;

use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::svm::{
    ClassWeight, Convergence, DecisionFunctionShape, Engine, Gamma, Kernel, Svc, SvcFit, SvcParams,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::svm_cases::{Set, as_fitted, coefficient, pairs};
use crate::svm_naive::{Machine, Standing, kernel_matrix};

/// Gradients are kept up to date by increments: up to some ten thousand roundings of terms of this size.
pub const ROUNDING: f64 = 1e-11;

/// A row: empty, of length 1 as TF-IDF has them, of any length, or one from before again.
fn row(n_features: usize) -> impl Strategy<Value = Row> {
    let cells = vec((0..n_features as u32, -24i32..=24), 1..5);
    prop_oneof![
        2 => Just(Row::Entries(Vec::new())),
        4 => vec((0..n_features as u32, any::<bool>()), 4).prop_map(|cells| {
            let signed = |(column, up)| (column, if up { 0.5 } else { -0.5 });
            Row::Entries(cells.into_iter().map(signed).collect())
        }),
        4 => cells.prop_map(|cells| {
            Row::Entries(cells.into_iter().map(|(column, eighths)| (column, f64::from(eighths) / 8.0)).collect())
        }),
        2 => any::<Index>().prop_map(Row::Again),
    ]
}

#[derive(Debug, Clone)]
enum Row {
    Entries(Vec<(u32, f64)>),
    Again(Index),
}

prop_compose! {
    /// Training rows of two to four classes, at least two of them there, and six rows beside.
    pub fn set(n_rows: usize)(n_features in 1usize..8, k in 2usize..5)
        (rows in vec(row(n_features), n_rows + 6), mut labels in vec(0..k as u32, n_rows), n_features in Just(n_features), k in Just(k))
        -> Set {
        labels[0] = 0;
        labels[1] = k as u32 - 1;
        let mut matrix = CsrMatrix::with_columns(n_features);
        let mut made: Vec<Vec<(u32, f64)>> = Vec::new();
        for row in rows {
            let mut entries = match row {
                Row::Again(index) if !made.is_empty() => index.get(&made).clone(),
                Row::Again(_) => Vec::new(),
                Row::Entries(entries) => entries,
            };
            entries.sort_by_key(|&(column, _)| column);
            entries.dedup_by_key(|&mut (column, _)| column);
            matrix.push_row(entries.iter().copied());
            made.push(entries);
        }
        Set {
            n_features,
            indptr: matrix.indptr,
            indices: matrix.indices,
            data: matrix.data,
            labels,
            names: ["a", "b", "c", "d"][..k].iter().map(|name| name.to_string()).collect(),
        }
    }
}

/// The same with a row of each class; it has at least four rows.
pub fn with_all_classes(mut set: Set) -> Set {
    for class in 0..set.names.len() {
        set.labels[class] = class as u32;
    }
    set
}

pub fn class_weight() -> impl Strategy<Value = ClassWeight> {
    prop_oneof![
        Just(ClassWeight::None),
        Just(ClassWeight::Balanced),
        (0.1f64..10.0).prop_map(|weight| ClassWeight::PerClass([("a".to_string(), weight)].into())),
    ]
}

prop_compose! {
    /// Any kernel; `C` and gamma within these powers of ten.
    fn params(c_exponent: f64, gamma_exponent: f64)(
        kernel in select(vec![Kernel::Linear, Kernel::Poly, Kernel::Rbf, Kernel::Sigmoid]),
        c in (-c_exponent..c_exponent).prop_map(|exponent| 10f64.powf(exponent)),
        gamma in prop_oneof![
            Just(Gamma::Scale),
            Just(Gamma::Auto),
            (-gamma_exponent..gamma_exponent).prop_map(|exponent| Gamma::Value(10f64.powf(exponent))),
        ],
        degree in 0u32..5,
        coef0 in select(vec![-1.0, 0.0, 0.5, 1.0]),
        tol in select(vec![1e-1, 1e-3, 1e-6]),
        class_weight in class_weight(),
        shrinking in any::<bool>(),
    ) -> SvcParams {
        // With a limit the linear kernel has pairs from the beginning, as the others; without one, its own way.
        let max_iter = if kernel == Kernel::Linear { -1 } else { 100_000 };
        SvcParams { kernel, c, gamma, degree, coef0, tol, class_weight, shrinking, max_iter, ..SvcParams::default() }
    }
}

/// The same, with a kernel that is positive definite, so that there is one optimum, and a `C` that the naive solver can
/// take.
fn convex_params() -> impl Strategy<Value = SvcParams> {
    params(1.5, 1.0).prop_map(|params| SvcParams {
        kernel: if params.kernel == Kernel::Sigmoid {
            Kernel::Rbf
        } else {
            params.kernel
        },
        coef0: f64::max(params.coef0, 0.0),
        tol: 1e-4,
        ..params
    })
}

fn present(set: &Set) -> Vec<u32> {
    (0..set.names.len() as u32)
        .filter(|class| set.labels.contains(class))
        .collect()
}

/// The machine of two classes of the set, as the naive solver has it, and the rows that it is over.
fn machine(set: &Set, params: &SvcParams, gamma: f64, (i, j): (u32, u32)) -> (Machine, Vec<u32>) {
    let rows: Vec<u32> = set.rows_of_pair((i, j)).collect();
    let x = set.training_rows().select_rows(&rows);
    let counts: Vec<u64> = (0..set.names.len() as u32)
        .map(|class| set.labels.iter().filter(|&&label| label == class).count() as u64)
        .collect();
    let c = params
        .check(&set.names)
        .expect("the options can run")
        .c_of_classes(&counts);
    let label = |row: &u32| set.labels[*row as usize];
    let machine = Machine {
        kernel: kernel_matrix(params, gamma, &x, &x),
        labels: rows
            .iter()
            .map(|row| if label(row) == i { 1.0 } else { -1.0 })
            .collect(),
        bounds: rows.iter().map(|row| c[label(row) as usize]).collect(),
    };
    (machine, rows)
}

/// The machines of a fit, each with its coefficients and its intercept.
pub fn machines(set: &Set, params: &SvcParams, svc: &Svc) -> Vec<(Machine, Vec<f64>, f64)> {
    let fitted = as_fitted(svc);
    let classes = present(set);
    assert_eq!(svc.classes, classes);
    pairs(classes.len())
        .zip(&fitted.intercept)
        .map(|(pair, &intercept)| {
            let (machine, rows) =
                machine(set, params, svc.gamma, (classes[pair.0], classes[pair.1]));
            let coefficients = rows
                .iter()
                .map(|&row| coefficient(&fitted, row, pair))
                .collect();
            (machine, coefficients, intercept)
        })
        .collect()
}

/// That a machine's answer is feasible, is as good as it says, and has the intercept that goes with it.
pub fn assert_optimal(
    params: &SvcParams,
    machine: &Machine,
    coefficients: &[f64],
    intercept: f64,
    report: &dryf::pipeline::svm::MachineReport,
) {
    for ((&coefficient, &label), &bound) in coefficients
        .iter()
        .zip(&machine.labels)
        .zip(&machine.bounds)
    {
        let alpha = label * coefficient;
        // A pair that ends at the other's bound comes to its own as c_j + (c_i - c_j), which may round up.
        assert!(
            (0.0..=bound * (1.0 + 4.0 * f64::EPSILON)).contains(&alpha),
            "{alpha} is not between 0 and {bound}"
        );
    }
    let standing = machine.standing(coefficients);
    let sum: f64 = coefficients.iter().sum();
    // Each step adds and takes away the same, rounded twice.
    assert!(
        sum.abs() <= ROUNDING * standing.sum_of_alphas,
        "y'a is {sum:e}"
    );
    let slack = ROUNDING * (1.0 + standing.scale);
    let Standing {
        objective, up, low, ..
    } = standing;
    let size = 1.0 + standing.sum_of_alphas * (1.0 + standing.scale);
    assert!(
        (objective - report.objective).abs() <= ROUNDING * size,
        "{objective} is told as {}",
        report.objective
    );
    if report.converged() {
        assert!(up - low < params.tol + slack, "violated by {}", up - low);
    } else {
        assert!(objective <= ROUNDING * size, "no worse than the start");
    }
    let (least, most) = (up.min(low) - slack, up.max(low) + slack);
    assert!(
        (least..=most).contains(&intercept),
        "{intercept} is not between {least} and {most}"
    );
}

fn permuted(set: &Set, order: &[usize]) -> Set {
    let rows: Vec<u32> = order.iter().map(|&row| row as u32).collect();
    let others = set.labels.len() as u32..set.every_row().n_rows as u32;
    let x = set
        .every_row()
        .select_rows(&rows.into_iter().chain(others).collect::<Vec<_>>());
    Set {
        indptr: x.indptr,
        indices: x.indices,
        data: x.data,
        labels: order.iter().map(|&row| set.labels[row]).collect(),
        ..set.clone()
    }
}

fn begin(set: &Set, params: &SvcParams) -> SvcFit {
    let valid = params.check(&set.names).expect("the options can run");
    let x = Arc::new(set.training_rows());
    SvcFit::new(&valid, x, set.labels.clone().into(), set.names.len(), 9).expect("the fit begins")
}

fn bytes(answer: &(Svc, Convergence)) -> String {
    serde_json::to_string(answer).expect("a model is plain data")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Any kernel, also one that is not positive definite: where the solver stops, no pair violates the conditions by
    /// more than tol, judged by the definition.
    #[test]
    fn what_converged_is_optimal(set in (2usize..30).prop_flat_map(set), params in params(2.0, 2.0)) {
        let (svc, convergence) = set.fit(&params);
        for ((machine, coefficients, intercept), report) in machines(&set, &params, &svc).iter().zip(&convergence.machines) {
            assert_optimal(&params, machine, coefficients, *intercept, report);
        }
    }

    /// C and gamma over sixteen orders of magnitude: never a panic, never a NaN, never an answer worse than it says.
    #[test]
    fn extreme_options_end_well(set in (2usize..20).prop_flat_map(set), params in params(8.0, 8.0)) {
        let params = SvcParams { max_iter: 20_000, ..params };
        match begin(&set, &params).finish() {
            Err(error) => prop_assert!(error.message.to_string().contains("range of a float"), "{error}"),
            Ok((svc, convergence)) => {
                let values = svc.predictor().decision_function(&set.every_row(), DecisionFunctionShape::Ovo);
                prop_assert!(values.iter().all(|value| value.is_finite()));
                for ((machine, coefficients, intercept), report) in machines(&set, &params, &svc).iter().zip(&convergence.machines) {
                    assert_optimal(&params, machine, coefficients, *intercept, report);
                }
            }
        }
    }

    #[test]
    fn slices_and_memory_do_not_change_a_byte(
        set in (2usize..24).prop_flat_map(set),
        params in params(1.0, 1.0),
        engine in select(vec![Engine::Smo, Engine::Smo, Engine::Linear, Engine::LinfaSvm]),
        probability in any::<bool>(),
        budgets in vec(0usize..90, 1..6),
        dropped_after in 0usize..300,
    ) {
        let params = SvcParams {
            engine,
            probability: probability && engine == Engine::Smo,
            kernel: if engine == Engine::LinfaSvm { Kernel::Rbf } else { params.kernel },
            max_iter: if engine == Engine::LinfaSvm || params.max_iter == -1 { -1 } else { 3_000 },
            tol: 1e-3,
            ..params
        };
        let whole = bytes(&begin(&set, &params).finish().expect("the fit ends"));
        let mut fit = begin(&set, &params);
        let mut budgets = budgets.into_iter().chain([1]).cycle();
        let mut before = fit.progress();
        while fit.step(budgets.next().expect("a cycle")).is_running() {
            let now = fit.progress();
            prop_assert!(now.iterations >= before.iterations && now.machine >= before.machine);
            prop_assert!(now.machine < now.n_machines && now.n_machines == before.n_machines);
            before = now;
        }
        prop_assert!(!fit.step(7).is_running());
        prop_assert_eq!(&bytes(&fit.finish().expect("the fit ends")), &whole);

        // To cancel is to drop: nothing stays behind, and the next fit is as the first.
        let x = Arc::new(set.training_rows());
        let valid = params.check(&set.names).expect("the options can run");
        let mut cancelled = SvcFit::new(&valid, x.clone(), set.labels.clone().into(), set.names.len(), 9).expect("the fit begins");
        cancelled.step(dropped_after);
        drop(cancelled);
        prop_assert_eq!(Arc::strong_count(&x), 1);
        prop_assert_eq!(&bytes(&begin(&set, &params).finish().expect("the fit ends")), &whole);

        // Room for two kernel rows only.
        let (mut frugal, convergence) = begin(&set, &SvcParams { cache_size: 1e-6, ..params.clone() }).finish().expect("the fit ends");
        frugal.params = params.clone();
        prop_assert_eq!(&bytes(&(frugal, convergence)), &whole);
    }
}

proptest! {
    // Where the problem is too hard for a test, a case says nothing and another is drawn: at most one for each four.
    #![proptest_config(ProptestConfig { max_global_rejects: 48, ..ProptestConfig::with_cases(192) })]

    /// Two points that violate the conditions by less than tol are no farther apart, in weights, than the root of tol
    /// times the sum of all variables, and their objectives than half of that.
    #[test]
    fn fast_is_naive(set in (2usize..16).prop_flat_map(set), params in convex_params()) {
        let (svc, convergence) = set.fit(&params);
        for ((machine, coefficients, _), report) in machines(&set, &params, &svc).iter().zip(&convergence.machines) {
            // Where steps are tiny against C, either takes longer than a test should.
            let naive = machine.solve(params.tol);
            prop_assume!(report.converged() && naive.is_some());
            let naive = naive.unwrap_or_default();
            let (ours, theirs) = (machine.standing(coefficients), machine.standing(&naive));
            let sum = ours.sum_of_alphas + theirs.sum_of_alphas;
            let slack = ROUNDING * (1.0 + sum * (1.0 + ours.scale + theirs.scale));
            prop_assert!((ours.objective - theirs.objective).abs() <= params.tol * sum / 2.0 + slack, "{ours:?} {theirs:?}");
            let distance = machine.squared_distance(coefficients, &naive);
            prop_assert!(distance <= params.tol * sum + slack, "{distance} {ours:?} {theirs:?}");
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(set in (3usize..24).prop_flat_map(set), params in convex_params(), keys in vec(any::<u32>(), 24)) {
        let params = SvcParams { tol: 1e-6, ..params };
        let mut order: Vec<usize> = (0..set.labels.len()).collect();
        order.sort_by_key(|&row| keys[row]);
        let shuffled = permuted(&set, &order);
        let ((one, a), (other, b)) = (set.fit(&params), shuffled.fit(&params));
        prop_assume!(a.converged() && b.converged());
        assert_same_answer(&set, &params, (&one, &set), (&other, &shuffled));
    }

    /// Every row twice at half of C is every row once.
    #[test]
    fn a_row_repeated_is_a_row_of_more_weight(set in (3usize..16).prop_flat_map(set), params in convex_params()) {
        let params = SvcParams { tol: 1e-6, class_weight: ClassWeight::None, ..params };
        let gamma = set.fit(&params).0.gamma;
        let params = SvcParams { gamma: Gamma::Value(gamma), ..params };
        let n = set.labels.len();
        let twice = permuted(&set, &(0..n).chain(0..n).collect::<Vec<_>>());
        let half = SvcParams { c: params.c / 2.0, ..params.clone() };
        let ((one, a), (other, b)) = (set.fit(&params), twice.fit(&half));
        prop_assume!(a.converged() && b.converged());
        assert_same_answer(&set, &params, (&one, &set), (&other, &twice));
    }
}

/// That two fits of the same problem are one answer: weights, and labels wherever the weights decide them.
fn assert_same_answer(set: &Set, params: &SvcParams, one: (&Svc, &Set), other: (&Svc, &Set)) {
    let every = set.every_row();
    let values = |svc: &Svc| {
        svc.predictor()
            .decision_function(&every, DecisionFunctionShape::Ovo)
    };
    let (ours, theirs) = (values(one.0), values(other.0));
    let k = present(set).len();
    let machines_of = |(svc, set): (&Svc, &Set), params: &SvcParams| machines(set, params, svc);
    let half = SvcParams {
        c: params.c * set.labels.len() as f64 / other.1.labels.len() as f64,
        ..params.clone()
    };
    let own = machines_of(one, params);
    let also = machines_of(other, &half);
    let mut is_close = vec![false; every.n_rows];
    for (at, ((machine, a, intercept), (other_machine, b, other_intercept))) in
        own.iter().zip(&also).enumerate()
    {
        let (standing, other_standing) = (machine.standing(a), other_machine.standing(b));
        let sum = standing.sum_of_alphas + other_standing.sum_of_alphas;
        let slack = ROUNDING * (1.0 + sum * (1.0 + standing.scale + other_standing.scale));
        assert!(
            (standing.objective - other_standing.objective).abs() <= params.tol * sum / 2.0 + slack,
            "{standing:?} {other_standing:?}"
        );
        // Weights are apart by the root of tol times the variables; a decision value by that times the row's length in
        // feature space, and what the intercepts are apart. Where no variable is between its bounds, the intercept is the
        // middle of a range, and one variable that rounding leaves beside its bound makes it an end of it.
        let weights = (params.tol * sum + slack).sqrt();
        let range = f64::max(
            machine.range_of_intercepts(a, ROUNDING),
            other_machine.range_of_intercepts(b, ROUNDING),
        );
        let longest = machine
            .kernel
            .iter()
            .enumerate()
            .map(|(row, of)| of[row].sqrt())
            .fold(0.0, f64::max);
        let by_intercept = 2.0 * params.tol + weights * longest + range;
        assert!(
            (intercept - other_intercept).abs() <= by_intercept,
            "{intercept} {other_intercept} {by_intercept}"
        );
        let own_kernel = kernel_matrix(params, one.0.gamma, &every, &every);
        for row in 0..every.n_rows {
            let allowed = weights * own_kernel[row][row].sqrt() + by_intercept;
            let (a, b) = (ours[(row, at)], theirs[(row, at)]);
            assert!(
                (a - b).abs() <= allowed,
                "row {row}: {a} {b} within {allowed}"
            );
            is_close[row] |= a.abs() <= allowed;
        }
    }
    assert_eq!(own.len(), k * (k - 1) / 2);
    let labels = one
        .0
        .predictor()
        .predict(&every)
        .into_iter()
        .zip(other.0.predictor().predict(&every));
    for ((row, is_close), (a, b)) in is_close.into_iter().enumerate().zip(labels) {
        assert!(is_close || a == b, "label of row {row}");
    }
}
