//! linfa: its `Fit` and `Predict` over our sparse rows for every engine, and its own SVM as an engine, held to our exact
//! one-vs-rest optimum and to its limit.

use std::sync::Arc;

use dryf::pipeline::error::Code;
use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::svm::{
    DecisionFunctionShape, Engine, Gamma, Kernel, Svc, SvcFit, SvcParams, SvcValidParams,
};
use linfa::DatasetBase;
use linfa::prelude::*;
use ndarray::Array1;

use crate::svm_cases::{Set, read};

const ENGINES: [Engine; 3] = [Engine::Smo, Engine::Linear, Engine::LinfaSvm];

fn valid(params: &SvcParams, set: &Set) -> SvcValidParams {
    params.check(&set.names).expect("the options can run")
}

#[test]
fn every_engine_fits_and_predicts_by_linfas_traits() {
    let fixture = read();
    for (engine, data) in ENGINES
        .into_iter()
        .flat_map(|engine| ["two", "three", "mostly empty"].map(|data| (engine, data)))
    {
        let set = &fixture.sets[data];
        let params = SvcParams {
            engine,
            ..SvcParams::default()
        };
        let labels: Array1<usize> = set.labels.iter().map(|&label| label as usize).collect();
        let dataset = DatasetBase::new(set.training_rows(), labels.clone());
        assert_eq!(
            (dataset.nsamples(), dataset.nfeatures()),
            (set.labels.len(), set.n_features)
        );
        let model: Svc = valid(&params, set).fit(&dataset).expect("the fit ends");
        let (stepped, _) = SvcFit::new(
            &valid(&params, set),
            Arc::new(set.training_rows()),
            set.labels.clone().into(),
            set.names.len(),
            0,
        )
        .and_then(SvcFit::finish)
        .expect("the fit ends");
        assert_eq!(model, stepped, "{engine:?} on {data}");

        let every = set.every_row();
        let expected = stepped.predictor().predict(&every);
        let expected: Array1<usize> = expected.iter().map(|&label| label as usize).collect();
        assert_eq!(model.predict(&every), expected, "{engine:?} on {data}");
        let mut in_place = model.default_target(&every);
        model.predict_inplace(&every, &mut in_place);
        assert_eq!(in_place, expected);
        let of_set: Array1<usize> = model.predict(&dataset);
        assert_eq!(of_set, expected.slice(ndarray::s![..set.labels.len()]));
        // linfa's own score over what its trait gave.
        let right = of_set.iter().zip(&labels).filter(|(a, b)| a == b).count();
        let accuracy = of_set
            .confusion_matrix(&dataset)
            .expect("one target")
            .accuracy();
        let share = right as f32 / set.labels.len() as f32;
        assert!(
            (accuracy - share).abs() < 1e-6,
            "single precision: {accuracy} {share}"
        );
        let whole: DatasetBase<CsrMatrix, Array1<usize>> = model.predict(dataset);
        assert_eq!(whole.targets, of_set);
    }
}

#[test]
fn a_fault_comes_through_linfas_fit_with_its_code() {
    let fixture = read();
    let set = &fixture.sets["two"];
    let one_class = DatasetBase::new(set.training_rows(), Array1::zeros(set.labels.len()));
    let error = valid(&SvcParams::default(), set)
        .fit(&one_class)
        .expect_err("one class");
    assert_eq!(error.code, Code::TooFewClasses);
}

/// Each class against the rest by the engine `smo`: what linfa-svm's machines should come to.
#[test]
fn linfa_svm_comes_to_the_one_vs_rest_optimum() {
    let fixture = read();
    for (kernel, coef0, c) in [
        (Kernel::Linear, 0.0, 1.0),
        (Kernel::Poly, 1.0, 0.5),
        (Kernel::Rbf, 0.0, 2.0),
    ] {
        for data in ["two", "three", "unit rows", "rare", "mostly empty"] {
            let set = &fixture.sets[data];
            let params = SvcParams {
                engine: Engine::LinfaSvm,
                kernel,
                coef0,
                c,
                tol: 1e-6,
                ..SvcParams::default()
            };
            let what = format!("{kernel:?} on {data}");
            let (model, convergence) = set.fit(&params);
            assert!(convergence.converged(), "{what}");
            let every = set.every_row();
            let values = model
                .predictor()
                .decision_function(&every, DecisionFunctionShape::Ovr);
            let mut exact = Vec::new();
            for class in 0..set.names.len() as u32 {
                let rest = Set {
                    labels: set
                        .labels
                        .iter()
                        .map(|&label| u32::from(label == class))
                        .collect(),
                    names: ["rest", "class"].map(String::from).to_vec(),
                    ..set.clone()
                };
                let (machine, report) = rest.fit(&SvcParams {
                    engine: Engine::Smo,
                    gamma: Gamma::Value(model.gamma),
                    ..params.clone()
                });
                let (ours, theirs) = (&report.machines[0], &convergence.machines[class as usize]);
                assert!(
                    theirs.violation < 10.0 * params.tol,
                    "{what}: {}",
                    theirs.violation
                );
                // Objectives of two points that violate the conditions by tol: at most tol times half of all variables,
                // each of which is at most C.
                let allowed = 10.0 * params.tol * c * set.labels.len() as f64 / 2.0;
                assert!(
                    (ours.objective - theirs.objective).abs() < allowed,
                    "{what}, class {class}: {} and {}",
                    ours.objective,
                    theirs.objective
                );
                exact.push(
                    machine
                        .predictor()
                        .decision_function(&every, DecisionFunctionShape::Ovr)
                        .column(0)
                        .to_owned(),
                );
            }
            let labels = model.predictor().predict(&every);
            for (row, &label) in labels.iter().enumerate() {
                let of_classes: Vec<f64> = exact.iter().map(|column| column[row]).collect();
                let largest = of_classes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                // A hundred times the tolerance: linear machines that are nearly flat in a direction answer a violation
                // of tol with more than tol.
                let allowed = 100.0 * params.tol * largest.abs().max(1.0);
                if set.names.len() == 2 {
                    let expected = of_classes[1] - of_classes[0];
                    assert!(
                        (values[(row, 0)] - expected).abs() < 2.0 * allowed,
                        "{what}, row {row}"
                    );
                } else {
                    for (class, expected) in of_classes.iter().enumerate() {
                        let value = values[(row, class)];
                        assert!(
                            (value - expected).abs() < allowed,
                            "{what}, row {row}, class {class}: {value} and {expected}"
                        );
                    }
                }
                let mut others = of_classes.clone();
                others.remove(label as usize);
                let second = others.into_iter().fold(f64::NEG_INFINITY, f64::max);
                assert!(
                    of_classes[label as usize] > second - 2.0 * allowed,
                    "{what}, row {row}: the label has the largest value"
                );
            }
        }
    }
}

/// Rows of one entry each, classes by turns.
fn rows(n: usize, columns: usize) -> Set {
    Set {
        n_features: columns,
        indptr: (0..=n).collect(),
        indices: (0..n as u32).map(|row| row % 3).collect(),
        data: vec![1.0; n],
        labels: (0..n as u32).map(|row| row % 2).collect(),
        names: ["a", "b"].map(String::from).to_vec(),
    }
}

#[test]
fn linfa_svm_refuses_what_needs_too_much_memory_and_says_how_much() {
    let params = SvcParams {
        engine: Engine::LinfaSvm,
        ..SvcParams::default()
    };
    let begin = |set: &Set| {
        let x = Arc::new(set.training_rows());
        SvcFit::new(&valid(&params, set), x, set.labels.clone().into(), 2, 0)
    };
    assert!(begin(&rows(2000, 3)).is_ok(), "its limit is within");

    let error = begin(&rows(2001, 3)).err().expect("above the limit");
    assert_eq!(error.code, Code::MemoryLimit);
    assert_eq!(
        error.place.as_ref().map(|place| &*place.file),
        Some("svc.engine")
    );
    // 2001 x 2001 numbers of 8 bytes.
    assert!(
        error.message.to_string().contains("2,001 x 2,001"),
        "{error}"
    );
    assert!(error.message.to_string().contains("(32 MB)"), "{error}");
    assert!(
        error.message.to_string().contains("at most 2,000 rows"),
        "{error}"
    );
    assert!(error.to_string().contains("`smo`"), "{error}");

    // The user's own rows.
    let error = begin(&rows(10_041, 3)).err().expect("above the limit");
    assert!(error.message.to_string().contains("(807 MB)"), "{error}");

    let error = begin(&rows(2000, 40_000)).err().expect("too wide");
    assert_eq!(error.code, Code::MemoryLimit);
    assert!(
        error
            .message
            .to_string()
            .contains("2,000 x 40,000 numbers (640 MB)"),
        "{error}"
    );
}
