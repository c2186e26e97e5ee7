//! Drift of the labels: SciPy's statistics, exact arithmetic, the real files, and what is said where nothing can be.

use dryf::pipeline::corpus::{NamedBytes, POLEVAL_CLASSES, parse_labels};
use dryf::pipeline::drift::contingency::{goodness_of_fit, homogeneity_with_yates};
use dryf::pipeline::drift::distributions::{chi_square_sf, normal_sf};
use dryf::pipeline::drift::fisher::fisher_exact;
use dryf::pipeline::drift::{
    ChiSquare, Exact, LabelCounts, LabelDrift, LabelPermutation, LabelStatistics, Presence,
    Unavailable,
};
use serde::Deserialize;

use crate::fixtures::{self, assert_close};
use crate::support::poleval_dir;

#[derive(Deserialize)]
struct Fixture {
    labels: Vec<LabelCase>,
    fisher: Vec<FisherCase>,
    tails: Vec<TailCase>,
}

#[derive(Deserialize)]
struct LabelCase {
    name: String,
    reference: Vec<u64>,
    current: Vec<u64>,
    tolerance: f64,
    js_distance: f64,
    js_distance_base_2: f64,
    psi: f64,
    kl_reference_current: f64,
    kl_current_reference: f64,
    hellinger: f64,
    total_variation: f64,
    l_infinity: f64,
    chi_square: [f64; 2],
    yates: [f64; 2],
    g: [f64; 2],
    goodness_of_fit: Option<[f64; 2]>,
    cramers_v: f64,
    cramers_v_corrected: f64,
    exact: Vec<[f64; 2]>,
}

#[derive(Deserialize)]
struct FisherCase {
    name: String,
    table: [u64; 4],
    tolerance: f64,
    exact: [f64; 2],
}

#[derive(Deserialize)]
struct TailCase {
    name: String,
    df: u32,
    x: Vec<f64>,
    sf: Vec<f64>,
    tolerance: f64,
}

fn counts(reference: &[u64], current: &[u64]) -> LabelCounts {
    LabelCounts {
        classes: (0..reference.len())
            .map(|class| format!("class {class}"))
            .collect(),
        reference: reference.to_vec(),
        current: current.to_vec(),
    }
}

fn statistics(drift: &LabelDrift) -> &LabelStatistics {
    drift.statistics.measured().expect("two classes have rows")
}

fn pair(test: ChiSquare) -> [f64; 2] {
    [test.statistic, test.p]
}

#[test]
fn statistics_of_labels_are_scipys() {
    let fixture: Fixture = fixtures::read("drift.json");
    assert!(fixture.labels.len() >= 15);
    for case in fixture.labels {
        let drift = LabelDrift::new(&counts(&case.reference, &case.current));
        let found = statistics(&drift);
        let distances = found.distances;
        let check = |what: &str, actual: &[f64], expected: &[f64]| {
            assert_close(
                &format!("{}: {what}", case.name),
                actual,
                expected,
                case.tolerance,
            );
        };
        for (what, actual, expected) in [
            ("JS", distances.js_distance, case.js_distance),
            (
                "JS, base 2",
                distances.js_distance_base_2,
                case.js_distance_base_2,
            ),
            (
                "JS in bits",
                distances.js_divergence_bits,
                case.js_distance_base_2 * case.js_distance_base_2,
            ),
            ("PSI", distances.psi, case.psi),
            (
                "KL",
                distances.kl_reference_current,
                case.kl_reference_current,
            ),
            (
                "KL, turned",
                distances.kl_current_reference,
                case.kl_current_reference,
            ),
            ("Hellinger", distances.hellinger, case.hellinger),
            (
                "total variation",
                distances.total_variation,
                case.total_variation,
            ),
            ("L infinity", distances.l_infinity, case.l_infinity),
            ("V", found.cramers_v, case.cramers_v),
            (
                "V corrected",
                found.cramers_v_corrected.expect("enough rows"),
                case.cramers_v_corrected,
            ),
        ] {
            check(what, &[actual], &[expected]);
        }
        check("chi-square", &pair(found.chi_square), &case.chi_square);
        check("G", &pair(found.g), &case.g);
        let yates = homogeneity_with_yates(&case.reference, &case.current).unwrap();
        check("Yates", &pair(yates), &case.yates);
        let fit = goodness_of_fit(&case.reference, &case.current).unwrap();
        match case.goodness_of_fit {
            Some(expected) => check("goodness of fit", &pair(fit), &expected),
            None => assert_eq!(pair(fit), [f64::INFINITY, 0.0], "{}", case.name),
        }
        for (class, expected) in drift.classes.iter().zip(case.exact) {
            let Exact { p, mid_p } = class.shift.unwrap().exact;
            check("exact", &[p, mid_p], &expected);
        }
    }
}

#[test]
fn exact_tests_are_those_of_whole_numbers() {
    let fixture: Fixture = fixtures::read("drift.json");
    assert!(fixture.fisher.len() >= 60);
    for case in fixture.fisher {
        let [a, n_reference, b, n_current] = case.table;
        let Exact { p, mid_p } = fisher_exact(a, n_reference, b, n_current);
        assert_close(&case.name, &[p, mid_p], &case.exact, case.tolerance);
    }
}

#[test]
fn tails_are_scipys() {
    let fixture: Fixture = fixtures::read("drift.json");
    for case in fixture.tails {
        let tail = |&x: &f64| match case.df {
            0 => normal_sf(x),
            df => chi_square_sf(x, df),
        };
        let actual: Vec<f64> = case.x.iter().map(tail).collect();
        assert_close(&case.name, &actual, &case.sf, case.tolerance);
    }
}

/// The real files' labels, training and test.
pub fn poleval_labels() -> Option<[Vec<u32>; 2]> {
    let dir = poleval_dir()?;
    let labels = |name: &str| {
        let bytes = std::fs::read(dir.join(name)).expect("the tags can be read");
        let name = name.into();
        let tags = parse_labels(&NamedBytes { name, bytes }).expect("the tags are sound");
        let tag = |tag: Option<String>| tag.and_then(|tag| tag.parse().ok());
        tags.into_iter()
            .map(tag)
            .collect::<Option<_>>()
            .expect("the tags are numbers")
    };
    Some([
        labels("training_set_clean_only_tags.txt"),
        labels("test_set_only_tags.txt"),
    ])
}

fn poleval() -> Option<LabelCounts> {
    let [train, test] = poleval_labels()?;
    let classes = POLEVAL_CLASSES.map(String::from);
    Some(LabelCounts::new(&classes, &train, &classes, &test))
}

/// `expected` to the digits it is written with: at most half a unit of the last one.
#[track_caller]
pub fn to_the_digits(what: &str, actual: f64, expected: &str) {
    let number: f64 = expected.parse().expect("a number");
    let (digits, exponent) = expected.split_once('e').unwrap_or((expected, "0"));
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len() as i32);
    let unit = 10f64.powi(exponent.parse::<i32>().expect("an exponent") - decimals);
    // Of a number written in full, an ulp or two of other orders of summing may be beyond the last digit.
    let allowed = (unit / 2.0).max(number.abs() * 1e-14) * (1.0 + 1e-9);
    assert!(
        (actual - number).abs() <= allowed,
        "{what}: {actual}, expected {expected}"
    );
}

#[test]
fn the_label_shift_of_the_real_files() {
    let Some(counts) = poleval() else { return };
    let drift = LabelDrift::new(&counts);
    assert_eq!(counts.reference, [9190, 253, 598]);
    assert_eq!(counts.current, [866, 25, 109]);
    let found = statistics(&drift);
    let distances = found.distances;
    for (what, actual, expected) in [
        ("JS", distances.js_distance, "0.06340741562256766"),
        (
            "JS, base 2",
            distances.js_distance_base_2,
            "0.07616006778750205",
        ),
        (
            "JS in bits",
            distances.js_divergence_bits,
            "0.005800355925396907",
        ),
        ("PSI", distances.psi, "0.03261113484651972"),
        ("KL", distances.kl_reference_current, "0.014821880241145356"),
        (
            "KL, turned",
            distances.kl_current_reference,
            "0.01778925460537438",
        ),
        (
            "total variation",
            distances.total_variation,
            "0.049444178866646746",
        ),
        ("L infinity", distances.l_infinity, "0.049444178866646746"),
        ("Hellinger", distances.hellinger, "0.06362541930088275"),
        (
            "chi-square",
            found.chi_square.statistic,
            "37.14374798838192",
        ),
        ("its p", found.chi_square.p, "8.596815e-9"),
        ("G", found.g.statistic, "31.709908"),
        ("its p", found.g.p, "1.30101e-7"),
        ("V", found.cramers_v, "0.0580014"),
    ] {
        to_the_digits(what, actual, expected);
    }
    assert_eq!(found.chi_square.df, 2);
    let fit = goodness_of_fit(&counts.reference, &counts.current).unwrap();
    to_the_digits("goodness of fit", fit.statistic, "43.700770509109574");
    to_the_digits("its p", fit.p, "3.2396512e-10");

    let shift = |class: usize| drift.classes[class].shift.unwrap();
    for (class, value, low, high) in [
        (0, "-4.92", "-7.24", "-2.87"),
        (1, "-0.02", "-0.88", "1.18"),
        (2, "4.94", "3.10", "7.07"),
    ] {
        let difference = shift(class).difference;
        to_the_digits("difference", 100.0 * difference.value, value);
        to_the_digits("its lower bound", 100.0 * difference.low, low);
        to_the_digits("its upper bound", 100.0 * difference.high, high);
    }
    to_the_digits("hate-speech", shift(2).exact.p, "2.0e-8");
    to_the_digits(
        "hate-speech in the reference",
        100.0 * shift(2).reference.value,
        "5.96",
    );
    to_the_digits("hate-speech now", 100.0 * shift(2).current.value, "10.90");
}

/// The reference numbers come from 100,000 permutations of another generator. With 20,000 here the standard error of the
/// mean is a 141st of the null's standard deviation, and that of q99 about 0.026 of it; four of each are allowed.
#[test]
fn the_null_of_the_real_files() {
    let Some(counts) = poleval() else { return };
    let mut permutation = LabelPermutation::new(&counts, 20_000, 2021).unwrap();
    while permutation.step(1_000).is_running() {}
    let nulls = permutation.finish().unwrap();
    for (what, null, mean, q95, q99) in [
        ("JS", nulls.js_distance, 0.01477, 0.02893, 0.03587),
        ("PSI", nulls.psi, 0.00223, 0.00674, 0.01039),
    ] {
        assert!(
            (null.mean - mean).abs() < 4.0 * null.sd / 141.0,
            "{what}: {null:?}"
        );
        assert!((null.q95 - q95).abs() < 0.06 * null.sd, "{what}: {null:?}");
        assert!((null.q99 - q99).abs() < 0.11 * null.sd, "{what}: {null:?}");
        assert!(null.p <= 3.0 / 20_001.0, "{what}: {null:?}");
    }
}

#[test]
fn permutations_do_not_depend_on_their_slices() {
    let counts = counts(&[40, 5, 3], &[700, 90, 61]);
    let run = |slice: u32| {
        let mut permutation = LabelPermutation::new(&counts, 250, 7).unwrap();
        while permutation.step(slice).is_running() {}
        permutation.finish().unwrap()
    };
    assert_eq!(run(1), run(250));
    assert_eq!(run(33), run(1_000));
    assert!(
        LabelPermutation::new(&counts, 10, 7)
            .unwrap()
            .finish()
            .is_none()
    );
}

/// Under the null the mean of chi-square is `df * n / (n - 1)` over permutations, whichever side is smaller.
#[test]
fn the_null_is_unbiased() {
    for (reference, current) in [([300, 60, 40], [70, 20, 10]), ([70, 20, 10], [300, 60, 40])] {
        let mut permutation =
            LabelPermutation::new(&counts(&reference, &current), 4_000, 3).unwrap();
        permutation.step(4_000);
        let null = permutation.finish().unwrap().chi_square;
        // Four standard errors of the mean of 4,000 draws.
        assert!(
            (null.mean - 2.0 * 500.0 / 499.0).abs() < 4.0 * null.sd / 4_000f64.sqrt(),
            "{null:?}"
        );
    }
}

#[test]
fn what_cannot_be_said_is_said_so() {
    for (reference, current, gap) in [
        (vec![0, 0], vec![3, 4], Unavailable::EmptyReference),
        (vec![3, 4], vec![0, 0], Unavailable::EmptyCurrent),
        (vec![], vec![], Unavailable::EmptyReference),
        (
            vec![0, 9],
            vec![0, 4],
            Unavailable::OneClass {
                class: "class 1".into(),
            },
        ),
    ] {
        let counts = counts(&reference, &current);
        let drift = LabelDrift::new(&counts);
        assert_eq!(drift.statistics.gap(), Some(&gap));
        assert_eq!(LabelPermutation::new(&counts, 9, 1).err(), Some(gap));
        let json = serde_json::to_string(&drift).unwrap();
        assert_eq!(serde_json::from_str::<LabelDrift>(&json).unwrap(), drift);
    }
}

#[test]
fn classes_of_both_sides_are_joined_by_name() {
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| name.to_string())
            .collect::<Vec<_>>()
    };
    let counts = LabelCounts::new(
        &names(&["a", "b", "c"]),
        &[0, 0, 1],
        &names(&["b", "d", "a"]),
        &[0, 1, 1, 2],
    );
    assert_eq!(counts.classes, ["a", "b", "c", "d"]);
    assert_eq!(counts.reference, [2, 1, 0, 0]);
    assert_eq!(counts.current, [1, 1, 0, 2]);
    let presence: Vec<Presence> = LabelDrift::new(&counts)
        .classes
        .iter()
        .map(|class| class.presence)
        .collect();
    assert_eq!(
        presence,
        [
            Presence::Both,
            Presence::Both,
            Presence::Neither,
            Presence::CurrentOnly
        ]
    );
}
