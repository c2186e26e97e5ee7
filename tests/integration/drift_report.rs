//! The whole report: the real files, chance alone, and every kind of input that gives no answer.

use dryf::pipeline::drift::{
    ClassifierTest, Descriptor, DescriptorDrift, DriftOptions, DriftReport, Family, JoinedTerms,
    LabelCounts, LabelPermutation, PartFinding, PartName, Side, Standing, TermSet, Tokens,
    Unavailable, Whole, WordingPermutation, pooled_out_of_vocabulary,
};
use dryf::pipeline::rng::RandomState;

use crate::drift_labels::poleval_labels;
use crate::drift_terms::{poleval_texts, synthetic};

const CLASSES: [&str; 3] = ["non-harmful", "cyberbullying", "hate-speech"];

fn side(texts: &[String], labels: Option<&[u32]>) -> Side {
    let classes = CLASSES.map(String::from);
    Side::of_texts(
        &Tokens::new(),
        texts,
        labels.map(|labels| (&classes[..], labels)),
    )
}

fn finding(report: &DriftReport, part: PartName) -> &PartFinding {
    let found = report.verdict.parts.iter().find(|found| found.part == part);
    &found.expect("the part is there").finding
}

fn round_trip(report: &DriftReport) {
    let json = serde_json::to_string(report).unwrap();
    assert_eq!(&serde_json::from_str::<DriftReport>(&json).unwrap(), report);
}

#[test]
fn the_report_of_the_real_files() {
    let (Some([train, test]), Some([train_labels, test_labels])) =
        (poleval_texts(), poleval_labels())
    else {
        return;
    };
    let reference = side(&train, Some(&train_labels));
    let current = side(&test, Some(&test_labels));
    let mut report = DriftReport::new(&reference, &current, &DriftOptions::default());
    // The classes changed, as much as between the blocks of the file. How the texts are written did not: measured alike on
    // both sides, the share of words that no other row has is no other one.
    let parts = vec![PartName::Labels];
    assert_eq!(report.verdict.whole, Whole::Drift { parts });
    let usual = PartFinding::Changed {
        history: Some(Standing::WithinHistory),
    };
    assert_eq!(finding(&report, PartName::Labels), &usual);
    assert_eq!(
        finding(&report, PartName::Descriptors),
        &PartFinding::NotChanged
    );
    let surest = report
        .descriptors
        .iter()
        .filter(|one| one.tests.measured().unwrap().ks.p < 0.05)
        .map(|one| one.descriptor);
    assert_eq!(surest.collect::<Vec<_>>(), []);
    // Texts on both sides are as few as repeated texts give: all rows are compared.
    assert_eq!(
        (report.overlap.set_aside, report.overlap.compared),
        (0, 1_000)
    );
    assert_eq!(
        finding(&report, PartName::Terms(Family::Words)),
        &PartFinding::NotChanged
    );
    assert_eq!(
        finding(&report, PartName::Text),
        &PartFinding::NotMeasured(Unavailable::NotDrawn)
    );

    // What random splits add goes into its place.
    let words = JoinedTerms::new(
        reference.family(Family::Words),
        current.family(Family::Words),
    );
    let mut wording = WordingPermutation::new(&words, None, 399, 1).unwrap();
    while wording.step(50).is_running() {}
    report.text.divergence = wording.finish();
    report.judge();
    let parts = vec![PartName::Labels, PartName::Text];
    assert_eq!(report.verdict.whole, Whole::Drift { parts });
    assert_eq!(finding(&report, PartName::Text), &usual);
    round_trip(&report);
}

/// The rows of both sides are measured alike, so that on random splits of one file the share of unknown words is the same
/// on both sides. Of 20 splits at 5 %, more than four alarms have a chance of 0.3 %.
#[test]
fn unknown_words_are_fair() {
    let Some([train, _]) = poleval_texts() else {
        return;
    };
    let words = Tokens::new().terms(Family::Words, &train);
    let descriptor = Descriptor::OutOfVocabulary;
    let alarms = (0..20)
        .filter(|&seed| {
            let order = RandomState::new(seed).permutation(train.len());
            let rows = |rows: &[u32]| TermSet {
                rows: words.rows.select(rows.iter().map(|&row| row as usize)),
                ..words.clone()
            };
            let (reference, current) = (rows(&order[1_000..]), rows(&order[..1_000]));
            let joined = JoinedTerms::new(&reference, &current);
            // Each row is a text of its own.
            let keys: Vec<u64> = order.iter().map(|&row| u64::from(row)).collect();
            let keys = [&keys[1_000..], &keys[..1_000]];
            let [a, b] = pooled_out_of_vocabulary(&joined, keys);
            let drift = DescriptorDrift::new(descriptor, &a, &b);
            drift.tests.measured().unwrap().ks.p <= 0.05
        })
        .count();
    assert!(alarms <= 4, "{alarms}");
}

/// Random halves of one file have no drift. Of 20 splits at 5 %, more than four alarms have a chance of 0.3 %.
#[test]
fn random_splits_rarely_alarm() {
    let mut random = RandomState::new(5);
    let mut alarms = Vec::new();
    for seed in 0..20 {
        let mut draw = |n: usize| -> Vec<u32> {
            (0..n)
                .map(|_| match random.random_sample() {
                    u if u < 0.06 => 2,
                    u if u < 0.09 => 1,
                    _ => 0,
                })
                .collect()
        };
        let (a, b) = (draw(600), draw(300));
        let reference = side(&synthetic(600, 2 * seed), Some(&a));
        let current = side(&synthetic(300, 2 * seed + 1), Some(&b));
        let report = DriftReport::new(&reference, &current, &DriftOptions::default());
        if let Whole::Drift { parts } = report.verdict.whole {
            alarms.push(parts);
        }
    }
    assert!(alarms.len() <= 4, "{alarms:?}");
}

#[test]
fn every_input_without_an_answer_is_a_clear_statement() {
    let texts = synthetic(40, 1);
    let labels: Vec<u32> = (0..40).map(|row| u32::from(row % 5 == 0)).collect();
    let options = DriftOptions::default();
    let reference = side(&texts, Some(&labels));
    let labels_of = |current: &Side| {
        let report = DriftReport::new(&reference, current, &options);
        round_trip(&report);
        (
            finding(&report, PartName::Labels).clone(),
            report.verdict.whole,
        )
    };

    let (found, whole) = labels_of(&side(&[], Some(&[])));
    assert_eq!(found, PartFinding::NotMeasured(Unavailable::EmptyCurrent));
    assert_eq!(whole, Whole::NotMeasured);

    let others = synthetic(20, 2);
    // Without labels the texts say how little so few rows can show.
    let (found, whole) = labels_of(&side(&others, None));
    assert_eq!(
        found,
        PartFinding::NotMeasured(Unavailable::UnlabelledCurrent)
    );
    assert!(
        matches!(whole, Whole::NotEnoughData { rows: 20, .. }),
        "{whole:?}"
    );

    // Three rows of a new class: the exact test holds where chi-square would not, and there is too little to say more.
    let (found, whole) = labels_of(&side(&others[..3], Some(&[0, 0, 1])));
    assert_eq!(found, PartFinding::NotChanged);
    assert!(
        matches!(whole, Whole::NotEnoughData { rows: 3, .. }),
        "{whole:?}"
    );

    // Other classes than the reference.
    let other = Side::of_texts(
        &Tokens::new(),
        &others,
        Some((&["spam".to_string()], &[0; 20])),
    );
    let (found, whole) = labels_of(&other);
    assert_eq!(found, PartFinding::Changed { history: None });
    let parts = vec![PartName::Labels];
    assert_eq!(whole, Whole::Drift { parts });

    let one = side(&texts, Some(&[0; 40]));
    let report = DriftReport::new(&one, &one, &options);
    let class = "non-harmful".into();
    assert_eq!(
        finding(&report, PartName::Labels),
        &PartFinding::NotMeasured(Unavailable::OneClass { class })
    );
    let report = DriftReport::new(&side(&[], None), &reference, &options);
    assert_eq!(report.verdict.whole, Whole::NotMeasured);
    round_trip(&report);
}

/// The stepped works take what a side holds.
#[test]
fn random_splits_of_a_side() {
    let labels: Vec<u32> = (0..60).map(|row| row % 3).collect();
    let reference = side(&synthetic(60, 1), Some(&labels));
    let current = side(&synthetic(30, 2), Some(&labels[..30]));
    let joined = Family::LEARNED
        .map(|family| JoinedTerms::new(reference.family(family), current.family(family)));
    let families: Vec<&JoinedTerms> = joined.iter().collect();
    let strata = Some([&labels[..], &labels[..30]]);
    let mut classifier = ClassifierTest::new(&families, strata, 9, 1).unwrap();
    while classifier.step(5).is_running() {}
    assert!(classifier.finish().unwrap().p > 0.05);
    let classes = CLASSES.map(String::from);
    let counts = LabelCounts::new(&classes, &labels, &classes, &labels[..30]);
    let mut permutation = LabelPermutation::new(&counts, 99, 1).unwrap();
    permutation.step(99);
    // The shares are the same on both sides.
    assert_eq!(permutation.finish().unwrap().chi_square.p, 1.0);
}
