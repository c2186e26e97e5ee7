//! The classifiers against scikit-learn's `SVC` and `LinearSVC`: labels, decision values, weights, objectives, optima.
//!
//! What is compared: labels on every row that no rounding decides, decision values (`ovo` and `ovr`), the dual objective
//! of every machine, the dual variables where the optimum is one point, weights of linear kernels, LIBSVM's coupling of
//! probabilities. What is not: the path and its number of iterations (they depend on who wins ties), which of several
//! equal rows carry weight, and probabilities digit by digit, since LIBSVM draws its folds at random; what those are made
//! of is compared on fixed inputs, here and beside `sigmoid_train`'s counterpart in the pipeline, and Dryf's own draw is
//! held to LIBSVM's draws.

use std::collections::BTreeMap;
use std::sync::Arc;

use dryf::pipeline::features::TfidfFit;
use dryf::pipeline::svm::{Convergence, Decision, DecisionFunctionShape, Kernel, Svc, SvcParams};
use serde::Deserialize;

use crate::fixtures;
use crate::svm_cases::*;

#[test]
fn svc_is_scikit_learns() {
    let fixture = read();
    let (mut compared, mut several) = (0, 0);
    for case in &fixture.svc {
        let Some(answer) = &case.answer else { continue };
        let (name, set) = (&case.name, &fixture.sets[&case.data]);
        let (svc, convergence) = set.fit(&case.params);
        assert!(convergence.converged(), "{name}");
        // Sums of a few hundred squares; Dryf's carries its rounding errors along, numpy's does not.
        assert_near(
            &format!("{name}: gamma"),
            &[svc.gamma],
            &[answer.fitted.gamma],
            1e-12 * svc.gamma,
        );
        assert_machines(case, answer, set, &svc, &convergence);
        if answer
            .fitted
            .machines
            .iter()
            .any(|machine| machine.valleys.len() > 1)
        {
            several += 1;
            continue;
        }
        let every = set.every_row();
        let labels = svc.predictor().predict(&every);
        assert_labels(name, &labels, &answer.predicted, &answer.compared);
        // Where pairs come to the very numbers of LIBSVM, the passes of the linear kernel do but for a few roundings.
        let tolerance = match case.params.kernel {
            Kernel::Linear => case.tolerance.max(1e-14),
            _ => case.tolerance,
        };
        let shape = DecisionFunctionShape::Ovo;
        let ovo = last_decisions(&svc, &every, shape, answer.ovo.len());
        assert_near(&format!("{name}: ovo"), &ovo, &answer.ovo, tolerance);
        let shape = DecisionFunctionShape::Ovr;
        let ovr = last_decisions(&svc, &every, shape, answer.ovr.len());
        let rows = answer.ovo.len() / convergence.machines.len();
        let columns = ovr.len() / rows;
        for (row, of_pairs) in answer
            .ovo
            .chunks_exact(convergence.machines.len())
            .enumerate()
        {
            // A vote that may be either way moves this shape by 1.
            if tolerance > 0.0 && of_pairs.iter().any(|value| value.abs() <= tolerance) {
                continue;
            }
            let cells = row * columns..(row + 1) * columns;
            // A sum of confidences moves by what its machines move, and its squashing only makes that smaller.
            let allowed = tolerance * (set.names.len() - 1) as f64;
            let what = format!("{name}: ovr of row {row}");
            assert_near(&what, &ovr[cells.clone()], &answer.ovr[cells], allowed);
        }
        if let Some(coef) = &answer.coef {
            let weights = svc.term_weights().expect("the kernel is linear").concat();
            // The distance of weights is the root of what the objectives may differ by.
            let machines = answer.fitted.machines.iter();
            let worst = machines
                .map(|m| m.violation * m.sum_of_alphas)
                .fold(0.0, f64::max);
            let allowed = (2.5 * worst).sqrt();
            assert_near(&format!("{name}: weights"), &weights, coef, allowed);
        }
        compared += 1;
    }
    assert!(compared >= 70, "{compared} cases");
    assert!(several <= 4, "{several} cases have no one answer");
}

/// Two feasible points that violate the conditions by so much: the objective of each is less than that of the other plus
/// its violation times half the sum of all variables. Where the problem has several valleys, this holds in one of them.
fn assert_machines(
    case: &SvcCase,
    answer: &SvcAnswer,
    set: &Set,
    svc: &Svc,
    convergence: &Convergence,
) {
    let fitted = as_fitted(svc);
    let machines = pairs(set.names.len()).zip(&convergence.machines);
    for ((pair, machine), expected) in machines.zip(&answer.fitted.machines) {
        let what = format!("{}: machine {pair:?}", case.name);
        let of_rows = |fitted: &Fitted| -> Vec<f64> {
            let rows = set.rows_of_pair((pair.0 as u32, pair.1 as u32));
            rows.map(|row| coefficient(fitted, row, pair)).collect()
        };
        let own = of_rows(&fitted);
        let sum = own.iter().map(|value| value.abs()).sum::<f64>() + expected.sum_of_alphas;
        let allowed = expected.violation * sum / 2.0 + 1e-13 * sum;
        let found = [machine.objective];
        if expected.valleys.len() > 1 {
            let mut valleys = expected.valleys.iter();
            assert!(
                valleys.any(|valley| (machine.objective - valley).abs() <= allowed),
                "{what}: {} is in none of the valleys {:?}",
                machine.objective,
                expected.valleys
            );
        } else {
            assert_near(
                &format!("{what}: objective"),
                &found,
                &[expected.objective],
                allowed,
            );
        }
        assert!(
            machine.violation < case.params.tol,
            "{what}: {}",
            machine.violation
        );
        if let Some(dual) = &expected.dual {
            let theirs = of_rows(&answer.fitted);
            let squares = own.iter().zip(&theirs).map(|(a, b)| (a - b) * (a - b));
            let distance = squares.sum::<f64>().sqrt();
            assert!(distance <= dual.allowed, "{what}: {distance}");
        }
    }
}

/// LIBSVM's model in Dryf's predictor: no solver is between them, so nothing but rounding may differ.
#[test]
fn the_predictor_reads_libsvms_model_as_scikit_learn_does() {
    let fixture = read();
    for case in &fixture.svc {
        let Some(answer) = &case.answer else { continue };
        let (name, set) = (&case.name, &fixture.sets[&case.data]);
        let (svc, every) = (
            carry(set, &case.params, &answer.fitted, None),
            set.every_row(),
        );
        // Sums of up to eighty products in another order, exp and tanh of another library.
        let largest = answer.ovo.iter().chain(&answer.fitted.dual_coef);
        let allowed = 1e-13 * 80.0 * largest.fold(1.0, |most, value| value.abs().max(most));
        for (shape, expected) in [
            (DecisionFunctionShape::Ovo, &answer.ovo),
            (DecisionFunctionShape::Ovr, &answer.ovr),
        ] {
            let actual = last_decisions(&svc, &every, shape, expected.len());
            assert_near(&format!("{name}: {shape:?}"), &actual, expected, allowed);
        }
        let labels = svc.predictor().predict(&every);
        assert_labels(name, &labels, &answer.predicted, &answer.compared);
    }
}

#[test]
fn a_limit_of_iterations_ends_a_fit_at_a_feasible_point() {
    let fixture = read();
    let mut seen = 0;
    for case in &fixture.svc {
        let Some(early) = &case.stops_early else {
            continue;
        };
        let (name, set) = (&case.name, &fixture.sets[&case.data]);
        let (svc, convergence) = set.fit(&case.params);
        let fitted = as_fitted(&svc);
        assert!(!convergence.converged(), "{name}");
        for ((pair, machine), (&iterations, &optimum)) in pairs(set.names.len())
            .zip(&convergence.machines)
            .zip(early.iterations.iter().zip(&early.optimum))
        {
            assert_eq!(machine.iterations, iterations, "{name}");
            assert!(
                machine.objective < 0.0,
                "{name}: every step lowers it from 0"
            );
            assert!(
                machine.objective > optimum - 1e-9,
                "{name}: no point is below the optimum"
            );
            assert!(machine.violation > case.params.tol, "{name}");
            let rows = set.rows_of_pair((pair.0 as u32, pair.1 as u32));
            let coefficients: Vec<f64> = rows.map(|row| coefficient(&fitted, row, pair)).collect();
            let (sum, most) = coefficients.iter().fold((0.0, 0.0_f64), |(sum, most), v| {
                (sum + v, most.max(v.abs()))
            });
            assert!(
                sum.abs() <= case.tolerance * case.params.c,
                "{name}: sum {sum:e}"
            );
            assert!(most <= case.params.c, "{name}: {most}");
        }
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn linear_svc_is_scikit_learns() {
    let fixture = read();
    for case in &fixture.linear {
        let (name, set) = (&case.name, &fixture.sets[&case.data]);
        let (svc, convergence) = set.fit(&case.params);
        let every = set.every_row();
        let Decision::Linear { coef, intercept } = &svc.decision else {
            panic!("{name}: the engine linear makes weights")
        };
        assert!(convergence.converged(), "{name}");
        assert_near(
            &format!("{name}: weights"),
            coef,
            &case.coef,
            case.tolerance,
        );
        assert_near(
            &format!("{name}: intercept"),
            intercept,
            &case.intercept,
            case.tolerance,
        );
        let n = case.decisions.len();
        let decisions = last_decisions(&svc, &every, DecisionFunctionShape::Ovr, n);
        // Rows are no longer than 10.
        assert_near(name, &decisions, &case.decisions, 10.0 * case.tolerance);
        assert_labels(
            name,
            &svc.predictor().predict(&every),
            &case.predicted,
            &case.compared,
        );

        let own = primal_objectives(set, &case.params, coef, intercept);
        for (machine, report) in convergence.machines.iter().enumerate() {
            // The two objectives meet at the optimum; the gap is below the projected gradients times the variables.
            let allowed = if case.reached.is_some() { 1e-4 } else { 1e-7 };
            let scale = 1.0 + case.primal[machine];
            assert_near(
                &format!("{name}: dual objective"),
                &[-report.objective, own[machine]],
                &[case.primal[machine]; 2],
                allowed * scale,
            );
            for reached in case.reached.iter().flatten() {
                assert!(
                    own[machine] <= reached[machine] + 1e-12 * scale,
                    "{name}: {} is worse than scikit-learn's {} at the same tolerance",
                    own[machine],
                    reached[machine]
                );
            }
        }
    }
}

/// From texts to labels, through Dryf's TF-IDF.
#[test]
fn texts_get_scikit_learns_labels() {
    #[derive(Deserialize)]
    struct Corpora {
        corpora: BTreeMap<String, Vec<String>>,
    }
    let corpora = fixtures::read::<Corpora>("features.json").corpora;
    for case in &read().texts {
        let name = &case.name;
        let texts = &corpora[&case.corpus];
        let (tfidf, x) = TfidfFit::new(&case.tfidf, Arc::from(texts.clone()))
            .and_then(TfidfFit::finish)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tfidf.vocabulary.len(), case.n_terms, "{name}");
        let every = [
            &texts[..],
            &corpora["unseen"],
            &corpora["odd"],
            &corpora["short"],
        ]
        .concat();
        let rows = tfidf.prepare().transform(&every);
        let empty = rows
            .indptr
            .windows(2)
            .filter(|ends| ends[0] == ends[1])
            .count();
        assert_eq!(empty, case.n_empty, "{name}");
        let (svc, convergence) = fit(&case.params, x, &case.labels, &case.names);
        assert!(convergence.converged(), "{name}");
        let labels = svc.predictor().predict(&rows);
        assert_labels(name, &labels, &case.predicted, &case.compared);
        let shown = case.decisions.len();
        let decisions = last_decisions(&svc, &rows, DecisionFunctionShape::Ovr, shown);
        let allowed = case.tolerance * (case.names.len() - 1) as f64;
        assert_near(name, &decisions, &case.decisions, allowed);
    }
}

/// With LIBSVM's model, A and B: its sigmoid of each pair and its coupling.
#[test]
fn probabilities_are_coupled_as_libsvm_couples_them() {
    let fixture = read();
    for case in &fixture.probability {
        let set = &fixture.sets[&case.data];
        let platt = case.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let svc = carry(set, &case.params, &case.fitted, Some(platt));
        let every = set.every_row();
        let table = svc
            .predictor()
            .predict_proba(&every)
            .expect("the model is calibrated");
        for row in table.rows() {
            assert!((row.sum() - 1.0).abs() < 1e-12 && row.iter().all(|&p| p > 0.0));
        }
        let values = table.into_raw_vec_and_offset().0;
        let shown = &values[values.len() - case.probabilities.len()..];
        // The same numbers through another library's exp, a few dozen roundings.
        assert_near(&case.name, shown, &case.probabilities, 1e-9);
    }
}

/// Dryf's own folds are one more draw: its probabilities lie among those of LIBSVM's draws, or no farther outside than
/// these are from each other. A hundredth beside, for LIBSVM's coupling stops within half of that.
#[test]
fn calibration_is_one_more_draw_of_libsvms_folds() {
    let fixture = read();
    for case in &fixture.probability {
        let set = &fixture.sets[&case.data];
        let params = SvcParams {
            probability: true,
            ..case.params.clone()
        };
        let (svc, _) = set.fit(&params);
        let table = svc
            .predictor()
            .predict_proba(&set.every_row())
            .expect("the model is calibrated");
        let values = table.into_raw_vec_and_offset().0;
        let shown = &values[values.len() - case.lowest.len()..];
        for (at, (value, (lowest, highest))) in shown
            .iter()
            .zip(case.lowest.iter().zip(&case.highest))
            .enumerate()
        {
            let beside = (highest - lowest) + 0.01;
            assert!(
                (lowest - beside..=highest + beside).contains(value),
                "{}: value {at} is {value}, LIBSVM's are {lowest} to {highest}",
                case.name
            );
        }
    }
}
