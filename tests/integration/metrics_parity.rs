//! The scores against scikit-learn's, PolEval's against their definition.

use dryf::pipeline::metrics::{Evaluation, PolevalScores, majority_baseline};
use serde::Deserialize;

use crate::fixtures::{self, assert_close};

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    classes: Vec<String>,
    truth: String,
    predicted: String,
    tolerance: f64,
    confusion: Vec<Vec<u64>>,
    precision: Vec<f64>,
    recall: Vec<f64>,
    f1: Vec<f64>,
    support: Vec<u64>,
    accuracy: f64,
    balanced_accuracy: f64,
    mcc: f64,
    /// None where scikit-learn has NaN.
    cohen_kappa: Option<f64>,
    f1_micro: f64,
    f1_macro: f64,
    f1_weighted: f64,
    poleval: Option<PolevalScores>,
    baseline: Baseline,
}

#[derive(Deserialize)]
struct Baseline {
    class: String,
    f1_micro: f64,
}

#[test]
fn scores_are_those_of_scikit_learn() {
    let fixture: Fixture = fixtures::read("metrics.json");
    assert!(fixture.cases.len() >= 20);
    let labels = |digits: &str| -> Vec<u32> {
        digits
            .chars()
            .map(|digit| digit.to_digit(10).unwrap())
            .collect()
    };
    for case in fixture.cases {
        let (truth, predicted) = (labels(&case.truth), labels(&case.predicted));
        let evaluation = Evaluation::new(&case.classes, &truth, &predicted).with_poleval_scores();
        let check = |what: &str, actual: &[f64], expected: &[f64]| {
            assert_close(
                &format!("{}: {what}", case.name),
                actual,
                expected,
                case.tolerance,
            );
        };

        assert_eq!(evaluation.n, truth.len() as u64, "{}", case.name);
        assert_eq!(evaluation.confusion, case.confusion, "{}", case.name);
        let of_classes = |score: fn(&dryf::pipeline::metrics::ClassMetrics) -> f64| -> Vec<f64> {
            evaluation.per_class.iter().map(score).collect()
        };
        check(
            "precision",
            &of_classes(|class| class.precision),
            &case.precision,
        );
        check("recall", &of_classes(|class| class.recall), &case.recall);
        check("F1", &of_classes(|class| class.f1), &case.f1);
        let support: Vec<u64> = evaluation
            .per_class
            .iter()
            .map(|class| class.support)
            .collect();
        assert_eq!(support, case.support, "{}", case.name);
        for (what, actual, expected) in [
            ("accuracy", evaluation.accuracy, case.accuracy),
            (
                "balanced accuracy",
                evaluation.balanced_accuracy,
                case.balanced_accuracy,
            ),
            ("MCC", evaluation.mcc, case.mcc),
            ("F1 micro", evaluation.f1_micro, case.f1_micro),
            ("F1 macro", evaluation.f1_macro, case.f1_macro),
            ("F1 weighted", evaluation.f1_weighted, case.f1_weighted),
        ] {
            check(what, &[actual], &[expected]);
        }
        // scikit-learn takes a quotient from 1, which leaves few digits near 0.
        let [actual, expected] = [evaluation.cohen_kappa(), case.cohen_kappa]
            .map(|kappa| kappa.map_or(Vec::new(), |kappa| vec![1.0 - kappa]));
        check("Cohen's kappa", &actual, &expected);

        assert_eq!(
            evaluation.poleval.is_some(),
            case.poleval.is_some(),
            "{}",
            case.name
        );
        if let (Some(actual), Some(expected)) = (evaluation.poleval, case.poleval) {
            let values = |scores: PolevalScores| {
                [
                    scores.micro_precision,
                    scores.micro_recall,
                    scores.micro_f,
                    scores.macro_precision,
                    scores.macro_recall,
                    scores.macro_f,
                ]
            };
            check("PolEval", &values(actual), &values(expected));
        }

        let baseline = majority_baseline(&case.classes, &truth, &predicted);
        assert_eq!(baseline.class, case.baseline.class, "{}", case.name);
        check("baseline", &[baseline.f1_micro], &[case.baseline.f1_micro]);
    }
}
