//! Drift of numbers: SciPy's tests and distances, numpy's bins, and the descriptors of the real files to the digit.

use dryf::pipeline::drift::ks::one_sample_sf;
use dryf::pipeline::drift::{
    Descriptor, DescriptorDrift, DescriptorTests, Family, JoinedTerms, KsMethod, Tokens,
    Unavailable, current_out_of_vocabulary, describe, descriptors_p, own_out_of_vocabulary,
};
use serde::Deserialize;

use crate::drift_labels::to_the_digits;
use crate::drift_terms::poleval_texts;
use crate::fixtures::{self, assert_close};

#[derive(Deserialize)]
struct Fixture {
    samples: Vec<SampleCase>,
    one_sample: Vec<OneSampleCase>,
}

#[derive(Deserialize)]
struct SampleCase {
    name: String,
    reference: Vec<f64>,
    current: Vec<f64>,
    tolerance: f64,
    ks: [f64; 2],
    wasserstein: f64,
    wasserstein_normed: f64,
    edges: Vec<f64>,
    counts: [Vec<u64>; 2],
    psi: f64,
    js_distance: f64,
}

#[derive(Deserialize)]
struct OneSampleCase {
    name: String,
    n: f64,
    x: Vec<f64>,
    sf: Vec<f64>,
    tolerance: f64,
}

#[test]
fn tests_and_distances_of_samples_are_scipys() {
    let fixture: Fixture = fixtures::read("drift.json");
    assert!(fixture.samples.len() >= 10);
    for case in fixture.samples {
        let found = DescriptorTests::new(&case.reference, &case.current).unwrap();
        let check = |what: &str, actual: &[f64], expected: &[f64], tolerance: f64| {
            assert_close(
                &format!("{}: {what}", case.name),
                actual,
                expected,
                tolerance,
            );
        };
        check("D", &[found.ks.statistic], &case.ks[..1], 1e-12);
        check("p", &[found.ks.p], &case.ks[1..], case.tolerance);
        assert_eq!(found.ks.method, KsMethod::Exact);
        check("edges", &found.cells.at, &case.edges, 1e-12);
        assert_eq!(
            [&found.cells.reference, &found.cells.current],
            [&case.counts[0], &case.counts[1]],
            "{}",
            case.name
        );
        for (what, actual, expected) in [
            ("Wasserstein", found.wasserstein, case.wasserstein),
            ("normed", found.wasserstein_normed, case.wasserstein_normed),
            ("PSI", found.psi, case.psi),
            ("JS", found.js_distance, case.js_distance),
        ] {
            check(what, &[actual], &[expected], 1e-12);
        }
    }
}

#[test]
fn the_distribution_of_one_sample_is_scipys() {
    let fixture: Fixture = fixtures::read("drift.json");
    for case in fixture.one_sample {
        let actual: Vec<f64> = case.x.iter().map(|&x| one_sample_sf(case.n, x)).collect();
        assert_close(&case.name, &actual, &case.sf, case.tolerance);
    }
}

#[test]
fn descriptors_of_the_real_files() {
    let Some([train, test]) = poleval_texts() else {
        return;
    };
    let tokens = Tokens::new();
    let (reference, current) = (describe(&tokens, &train), describe(&tokens, &test));
    let drift = |descriptor: Descriptor| {
        DescriptorDrift::new(descriptor, &reference[&descriptor], &current[&descriptor])
    };
    let characters = drift(Descriptor::Characters);
    to_the_digits("mean", characters.reference.unwrap().mean, "93.65");
    to_the_digits("mean", characters.current.unwrap().mean, "93.18");
    let tests = characters.tests.measured().unwrap();
    assert_eq!(tests.ks.method, KsMethod::Asymptotic);
    to_the_digits("Wasserstein", tests.wasserstein_normed, "0.0283986");
    to_the_digits("D", tests.ks.statistic, "0.0186328");
    to_the_digits("p", tests.ks.p, "0.9045406");
    to_the_digits("PSI", tests.psi, "0.0108919");
    to_the_digits("JS", tests.js_distance, "0.0397040");

    let words = drift(Descriptor::Words);
    to_the_digits("mean", words.reference.unwrap().mean, "12.372");
    to_the_digits("mean", words.current.unwrap().mean, "12.239");
    let tests = words.tests.measured().unwrap();
    to_the_digits("Wasserstein", tests.wasserstein_normed, "0.0362135");
    to_the_digits("p", tests.ks.p, "0.9298981");
    to_the_digits("PSI", tests.psi, "0.0138971");
    to_the_digits("JS", tests.js_distance, "0.0444812");

    // Tokens of the test set that the training set never has.
    let (a, b) = (
        tokens.terms(Family::Words, &train),
        tokens.terms(Family::Words, &test),
    );
    let joined = JoinedTerms::new(&a, &b);
    let n_terms = joined.vocabulary.len();
    let known = joined.reference.token_counts(n_terms);
    let seen = joined.current.token_counts(n_terms);
    let out: u64 = (0..n_terms)
        .filter(|&id| known[id] == 0)
        .map(|id| seen[id])
        .sum();
    let rate = out as f64 / seen.iter().sum::<u64>() as f64;
    to_the_digits("out of vocabulary", 100.0 * rate, "14.85");
    let shares = current_out_of_vocabulary(&joined);
    assert_eq!(shares.len(), 1_000);
    let own = own_out_of_vocabulary(&a);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    assert!(
        mean(&own) < mean(&shares),
        "{} {}",
        mean(&own),
        mean(&shares)
    );
}

#[test]
fn what_cannot_be_compared_is_said_so() {
    for (reference, current, gap) in [
        (vec![], vec![1.0], Unavailable::EmptyReference),
        (vec![1.0], vec![], Unavailable::EmptyCurrent),
        (vec![2.0; 5], vec![2.0], Unavailable::Constant),
    ] {
        let drift = DescriptorDrift::new(Descriptor::Words, &reference, &current);
        assert_eq!(drift.tests.gap(), Some(&gap));
        assert_eq!(descriptors_p(&[drift]), None);
    }
    let some = DescriptorDrift::new(Descriptor::Words, &[2.0; 30], &[3.0; 30]);
    assert!(descriptors_p(&[some.clone(), some]).unwrap() < 1e-12);
}
