//! Two classifiers compared on the real test set, by their committed predictions: the reference numbers, and how often each
//! interval holds the true value.

use dryf::pipeline::compare::{Differences, McNemar, PairedRows};
use dryf::pipeline::drift::Estimate;
use dryf::pipeline::drift::intervals::wilson;
use dryf::pipeline::metrics::{Evaluation, majority_baseline};
use dryf::pipeline::rng::RandomState;
use serde::Deserialize;

use crate::compare_parity::agreement;
use crate::compare_parity::{labels, resample};
use crate::fixtures::{self, assert_close};

#[derive(Deserialize)]
struct Poleval {
    classes: Vec<String>,
    tolerance: f64,
    truth: String,
    models: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    name: String,
    labels: String,
    f1_micro: f64,
    f1_macro: f64,
    recall: Vec<f64>,
}

fn poleval() -> Poleval {
    fixtures::read("compare_poleval.json")
}

fn answers(poleval: &Poleval, name: &str) -> Vec<u32> {
    let model = poleval.models.iter().find(|model| model.name == name);
    labels(&model.expect("it is there").labels)
}

/// The real rows with the answers of two of the models.
pub fn paired(candidate: &str, production: &str) -> PairedRows {
    let poleval = poleval();
    PairedRows::new(
        poleval.classes.clone(),
        labels(&poleval.truth),
        answers(&poleval, candidate),
        answers(&poleval, production),
    )
    .expect("there are rows")
}

#[test]
fn scores_of_the_committed_predictions() {
    let poleval = poleval();
    let truth = labels(&poleval.truth);
    assert_eq!((truth.len(), poleval.models.len()), (1000, 3));
    for model in &poleval.models {
        let evaluation = Evaluation::new(&poleval.classes, &truth, &labels(&model.labels));
        let recalls: Vec<f64> = evaluation
            .per_class
            .iter()
            .map(|class| class.recall)
            .collect();
        for (what, actual, expected) in [
            (
                "F1 micro",
                &[evaluation.f1_micro][..],
                &[model.f1_micro][..],
            ),
            ("F1 macro", &[evaluation.f1_macro], &[model.f1_macro]),
            ("recalls", &recalls, &model.recall),
        ] {
            let what = format!("{}: {what}", model.name);
            assert_close(&what, actual, expected, poleval.tolerance);
        }
    }
    // The majority is that of the labels themselves, here as in the training files.
    let baseline = majority_baseline(&poleval.classes, &truth, &truth);
    assert_eq!(
        (baseline.class.as_str(), baseline.f1_micro),
        ("non-harmful", 0.866)
    );
    assert_eq!(
        paired("char LR", "word LR").against_baseline(0),
        paired("char LR", "majority")
    );
}

/// The reference has 5,000 draws of another generator.
const DRAWS: u32 = 5000;

fn near(what: &str, actual: f64, expected: f64, tolerance: f64) {
    assert!(
        (actual - expected).abs() <= tolerance,
        "{what}: {actual}, expected {expected} within {tolerance}"
    );
}

fn near_interval(what: &str, actual: Estimate, expected: [f64; 3], tolerance: f64) {
    // Values are given with three decimals.
    near(what, actual.value, expected[0], 0.0005 + 1e-12);
    near(what, actual.low, expected[1], tolerance);
    near(what, actual.high, expected[2], tolerance);
}

/// Bounds of F1 micro lie on whole rows, a thousandth each, and may be one off with other draws; half a thousandth is the
/// rounding of the reference.
const MICRO: f64 = 0.0015 + 1e-12;
/// Three standard errors of the difference of two 2.5 percentiles of 5,000 draws, `sqrt(2) * 0.038` standard deviations of
/// 0.032 each, and the rounding.
const MACRO: f64 = 0.0056;

#[test]
fn char_against_word() {
    let rows = paired("char LR", "word LR");
    let agreement = rows.agreement();
    assert_eq!(
        (agreement.only_production, agreement.only_candidate),
        (27, 53)
    );
    let test = McNemar::new(&agreement);
    // Half of the last digit given.
    near("exact", test.exact_p, 0.004868, 5e-7);
    near("mid-p", test.mid_p, 0.003596, 5e-7);
    let found = resample(&rows, DRAWS, 2021, 500);
    println!("{found:?}");
    near_interval(
        "micro",
        found.f1_micro.estimate,
        [0.026, 0.009, 0.044],
        MICRO,
    );
    near_interval(
        "macro",
        found.f1_macro.estimate,
        [0.004, -0.058, 0.066],
        MACRO,
    );
    // Three standard errors of the difference of two shares of 5,000 draws: of 0.0048 and of 0.910.
    near("randomisation, micro", found.f1_micro.p, 0.0048, 0.0042);
    near("randomisation, macro", found.f1_macro.p, 0.910, 0.0172);
    assert_eq!(found.rare_classes, [("cyberbullying".to_string(), 25)]);
}

#[test]
fn word_against_the_majority() {
    let rows = paired("word LR", "majority");
    let agreement = rows.agreement();
    assert_eq!(
        (agreement.only_production, agreement.only_candidate),
        (58, 41)
    );
    near("exact", McNemar::new(&agreement).exact_p, 0.107, 0.0005);
    let found = resample(&rows, DRAWS, 2021, 500);
    println!("{found:?}");
    near_interval(
        "micro",
        found.f1_micro.estimate,
        [-0.017, -0.036, 0.002],
        MICRO,
    );
    near_interval(
        "macro",
        found.f1_macro.estimate,
        [0.190, 0.133, 0.248],
        MACRO,
    );
}

#[derive(Deserialize)]
struct Statsmodels {
    cases: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    table: [u64; 4],
    exact_p: f64,
    candidate: [f64; 2],
    production: [f64; 2],
    tolerance: f64,
}

#[test]
fn statsmodels_says_the_same() {
    let fixture: Statsmodels = fixtures::read("compare_statsmodels.json");
    assert!(fixture.cases.len() >= 8);
    for case in fixture.cases {
        let agreement = agreement(case.table);
        let what = format!("{agreement:?}");
        let p = McNemar::new(&agreement).exact_p;
        near(&what, p, case.exact_p, case.tolerance * case.exact_p);
        for (right, expected) in [
            (agreement.candidate_right(), case.candidate),
            (agreement.production_right(), case.production),
        ] {
            let found = wilson(right, agreement.rows());
            near(&what, found.low, expected[0], case.tolerance);
            near(&what, found.high, expected[1], case.tolerance);
        }
    }
}

/// Samples of the real rows taken as the whole world, each as large as the test set: in how many the interval holds what is
/// true of that world.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    const SAMPLES: u32 = 500;
    let world = paired("char LR", "word LR");
    let n = world.n() as u32;
    let truth: Differences = resample(&world, 1, 0, 2);
    let recalls = world.recalls();
    let holds = |found: &Estimate, value: f64| found.low <= value && value <= found.high;

    let mut random = RandomState::new(7);
    let (mut micro, mut macros) = (0, 0);
    let mut of_class = [[0u32; 2]; 3];
    for seed in 0..SAMPLES {
        let drawn: Vec<usize> = (0..n)
            .map(|_| random.random_interval(n - 1) as usize)
            .collect();
        let pick = |labels: &[u32]| -> Vec<u32> { drawn.iter().map(|&row| labels[row]).collect() };
        let sample = PairedRows::new(
            world.classes().to_vec(),
            pick(world.truth()),
            pick(world.candidate()),
            pick(world.production()),
        )
        .expect("there are rows");
        let found = resample(&sample, 1000, seed, 2000);
        micro += u32::from(holds(
            &found.f1_micro.estimate,
            truth.f1_micro.estimate.value,
        ));
        macros += u32::from(holds(
            &found.f1_macro.estimate,
            truth.f1_macro.estimate.value,
        ));
        for ((recall, expected), held) in sample.recalls().iter().zip(&recalls).zip(&mut of_class) {
            assert_eq!(recall.class, expected.class, "each class has a row");
            held[0] += u32::from(holds(&recall.difference, expected.difference.value));
            held[1] += u32::from(holds(&recall.tango, expected.difference.value));
        }
    }
    let share = |held: u32| f64::from(held) / f64::from(SAMPLES);
    println!("F1 micro {}, F1 macro {}", share(micro), share(macros));
    for (recall, held) in recalls.iter().zip(of_class) {
        println!(
            "recall of {}: Newcombe {}, Tango {}",
            recall.class,
            share(held[0]),
            share(held[1])
        );
        // 95 % within two standard errors of 500 samples, 0.0097 each, or more: score intervals are wide for few rows.
        assert!(
            held.iter().all(|held| share(*held) >= 0.93),
            "{}: {held:?}",
            recall.class
        );
    }
    // What is asked of it.
    assert!(
        (0.93..=0.97).contains(&share(micro)),
        "F1 micro {}",
        share(micro)
    );
    // Less than it says where a class is rare, which the report tells; 0.86 to 0.90 in the simulation that it cites, which
    // had other models, and two standard errors.
    assert!(
        (0.84..=0.97).contains(&share(macros)),
        "F1 macro {}",
        share(macros)
    );
}
