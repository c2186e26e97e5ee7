//! All random splits of a report as one work: the numbers of its parts, whatever the slices, and every part that the
//! rows don't allow.

use dryf::pipeline::drift::{
    Draws, DriftOptions, DriftReport, DriftWork, Family, JoinedTerms, Measurement, PartFinding,
    PartName, Planted, Side, Sweep, SweepPoint, Tokens, Unavailable, WordingPermutation,
    draws_needed,
};

use dryf::pipeline::time::UnixMillis;

use crate::drift_terms::synthetic;

const FEW: Draws = Draws {
    labels: 450,
    wording: 30,
    wording_of_classes: 20,
    controls: 3,
    classifier: 2,
    classifier_inside_classes: 1,
    seed: 7,
};

fn side(rows: usize, seed: u32, classes: Option<&[&str]>) -> Side {
    let names: Vec<String> = classes
        .iter()
        .copied()
        .flatten()
        .map(|c| c.to_string())
        .collect();
    let labels: Vec<u32> = (0..rows as u32)
        .map(|row| [0, 0, 1, 0, 2][row as usize % 5])
        .collect();
    let texts = synthetic(rows, seed);
    Side::of_texts(
        &Tokens::new(),
        &texts,
        classes.map(|_| (&names[..], &labels[..])),
    )
}

fn work(draws: &Draws) -> DriftWork {
    let classes = Some(&["a", "b", "c"][..]);
    // The current side names its classes in another order.
    let turned = Some(&["b", "c", "a"][..]);
    DriftWork::new(
        side(120, 1, classes),
        side(60, 2, turned),
        &DriftOptions::default(),
        draws,
    )
}

fn finished(mut work: DriftWork, slice: u32) -> DriftReport {
    while work.step(slice).is_running() {}
    work.finish()
}

#[test]
fn slices_change_nothing_and_progress_never_falls() {
    let whole = finished(work(&FEW), u32::MAX);
    let mut sliced = work(&FEW);
    let (mut before, mut parts) = (0, 0);
    loop {
        let status = sliced.step(1);
        assert!(sliced.done() >= before && sliced.done() <= sliced.total());
        assert!(sliced.parts_done() - parts <= 1, "a report for each part");
        (before, parts) = (sliced.done(), sliced.parts_done());
        if !status.is_running() {
            break;
        }
    }
    assert_eq!(sliced.done(), sliced.total());
    // Labels, wording of all and inside the classes and of three classes, words and 3-grams, two classifiers.
    assert_eq!(sliced.parts_done(), 10);
    assert_eq!(sliced.finish(), whole);

    let text = &whole.text;
    assert_eq!(text.divergence.unwrap().draws, 30);
    assert_eq!(text.divergence_inside_classes.unwrap().draws, 20);
    assert!(
        text.divergence_of_classes
            .iter()
            .all(|class| class.measured().unwrap().draws == 20)
    );
    assert_eq!(text.classifier.unwrap().draws, 2);
    assert_eq!(text.classifier_inside_classes.unwrap().draws, 1);
    let nulls = whole
        .labels
        .measured()
        .unwrap()
        .statistics
        .measured()
        .unwrap()
        .nulls;
    assert_eq!(nulls.unwrap().js_distance.draws, 450);
    // The synthetic texts have neither emoji nor hashtags.
    let controls: Vec<(Family, Option<usize>)> = whole
        .terms
        .iter()
        .map(|terms| {
            let control = terms
                .tests
                .measured()
                .map(|tests| tests.control.as_ref().unwrap());
            (
                terms.family,
                control.map(|control| control.uncorrected.len()),
            )
        })
        .collect();
    assert_eq!(controls[0], (Family::Words, Some(3)), "{controls:?}");
}

/// Whoever has threads steps the parts beside each other: by turns it comes to the same, those of texts counted once after
/// all others.
#[test]
fn parts_stepped_by_turns_find_what_they_find_one_after_the_other() {
    for texts in [synthetic(120, 1), vec!["kot".to_string(); 120]] {
        let begin = || {
            let reference = Side::of_texts(&Tokens::new(), &texts, None);
            DriftWork::new(reference, side(60, 2, None), &DriftOptions::default(), &FEW)
        };
        let mut work = begin();
        let now = UnixMillis(0.0);
        let mut rounds = 0;
        loop {
            while !work.pieces().is_empty() {
                work.pieces().iter_mut().for_each(|piece| {
                    piece.step(now);
                });
                rounds += 1;
                assert!(work.done() <= work.total());
            }
            if !work.step(1).is_running() {
                break;
            }
        }
        assert!(rounds > 3, "{rounds}");
        assert_eq!(work.finish(), finished(begin(), 1));
    }
}

/// What a part finds does not depend on the other parts.
#[test]
fn each_part_draws_by_itself() {
    let all = finished(work(&FEW), 5);
    let only = |draws: Draws| {
        finished(
            work(&Draws {
                seed: FEW.seed,
                ..draws
            }),
            3,
        )
    };
    let wording = only(Draws {
        wording: FEW.wording,
        ..Draws::NONE
    });
    assert_eq!(wording.text.divergence, all.text.divergence);
    assert_eq!(wording.text.classifier, None);
    let classifier = only(Draws {
        classifier: FEW.classifier,
        ..Draws::NONE
    });
    assert_eq!(classifier.text.classifier, all.text.classifier);
    let controls = only(Draws {
        controls: FEW.controls,
        ..Draws::NONE
    });
    assert_eq!(controls.terms, all.terms);

    let nothing = work(&Draws::NONE);
    assert_eq!((nothing.done(), nothing.total()), (0, 0));
    let plain = nothing.report().clone();
    assert_eq!(finished(nothing, 1), plain);
    let found = plain
        .verdict
        .parts
        .iter()
        .find(|part| part.part == PartName::Text);
    assert_eq!(
        found.unwrap().finding,
        PartFinding::NotMeasured(Unavailable::NotDrawn)
    );
}

/// A class has the rows of its name on both sides, wherever that stands among the names.
#[test]
fn classes_are_met_by_name() {
    let report = finished(work(&FEW), 9);
    let labels = report.labels.measured().unwrap();
    let (reference, current) = (
        side(120, 1, Some(&["a", "b", "c"])),
        side(60, 2, Some(&["b", "c", "a"])),
    );
    let words = JoinedTerms::new(
        reference.family(Family::Words),
        current.family(Family::Words),
    );
    for (class, found) in labels
        .classes
        .iter()
        .zip(&report.text.divergence_of_classes)
    {
        let rows = |side: &Side| -> Vec<usize> {
            let labels = side.labels.as_ref().unwrap();
            (0..side.n_rows)
                .filter(|&row| {
                    labels[row].map(|label| &side.classes[label as usize]) == Some(&class.class)
                })
                .collect()
        };
        let alone = JoinedTerms {
            reference: words.reference.select(rows(&reference)),
            current: words.current.select(rows(&current)),
            ..words.clone()
        };
        let plain = WordingPermutation::new(&alone, None, 0, 0).map(|found| found.observed());
        let found = found.as_ref();
        assert_eq!(
            found.measured().map(|null| null.observed),
            plain.as_ref().ok().copied()
        );
    }
}

#[test]
fn the_defaults_can_reach_significance_in_the_whole() {
    let (draws, needed) = (Draws::default(), draws_needed(7, 2, 0.05));
    assert!(
        draws.wording >= needed && draws.classifier >= needed,
        "{draws:?} {needed}"
    );
    // The smallest p-value, doubled for the two tests of the text, times seven parts.
    assert!(2.0 * 7.0 / f64::from(draws.classifier + 1) <= 0.05);
}

#[test]
fn what_the_rows_do_not_allow_is_passed_over() {
    let classes = Some(&["a", "b", "c"][..]);
    let report = |reference: Side, current: Side| {
        let mut work = DriftWork::new(reference, current, &DriftOptions::default(), &FEW);
        while work.step(4).is_running() {}
        assert_eq!(work.done(), work.total());
        work.finish()
    };
    // Three rows: no folds for a classifier, and the one class that is there alone.
    let few = report(side(120, 1, classes), side(3, 2, classes));
    assert!(few.text.divergence.is_some());
    assert_eq!(few.text.classifier, None);
    let missing = few
        .text
        .divergence_of_classes
        .iter()
        .filter(|class| class.gap().is_some())
        .count();
    assert_eq!(missing, 1, "of the three rows none is of the class `c`");
    assert_eq!(
        few.text.divergence_of_classes[2],
        Measurement::Missing(Unavailable::EmptyCurrent)
    );

    let unlabelled = report(side(120, 1, classes), side(60, 2, None));
    assert!(unlabelled.text.divergence.is_some() && unlabelled.text.classifier.is_some());
    assert_eq!(unlabelled.text.divergence_inside_classes, None);
    assert!(unlabelled.text.divergence_of_classes.is_empty());

    let empty = report(side(120, 1, classes), side(0, 2, classes));
    assert_eq!(
        empty.text.divergence_bits,
        Measurement::Missing(Unavailable::EmptyCurrent)
    );
    assert_eq!(empty.text.divergence, None);
}

fn sweep(planted: &Planted, sizes: &[u64], draws: u32) -> Vec<SweepPoint> {
    // Class shares 0.6, 0.2, 0.2.
    let reference = side(3_000, 1, Some(&["a", "b", "c"]));
    let mut sweep =
        Sweep::new(&reference, planted, sizes, draws, &DriftOptions::default()).unwrap();
    while sweep.step(7).is_running() {}
    assert_eq!(sweep.done(), sweep.total());
    sweep.points().to_vec()
}

/// Power by the normal approximation, shares 0.2 against 0.3: at 400 rows the class is 4.9 standard errors away, at 20
/// rows 1.1. Of 40 draws without drift at 5 %, more than seven alarms have a chance of 0.1 %.
#[test]
fn a_planted_class_is_found_when_the_set_is_large_enough() {
    let planted = Planted::MoreOfClass {
        class: "c".into(),
        factor: 1.5,
        seed: 1,
    };
    let [few, many] = sweep(&planted, &[20, 400], 40)[..] else {
        panic!("two sizes")
    };
    assert_eq!((few.rows, many.rows, many.draws), (20, 400, 40));
    assert!(few.planted.in_whole <= 10, "{few:?}");
    assert!(many.planted.in_whole >= 36, "{many:?}");
    for point in [few, many] {
        assert!(
            point.nothing.alone <= 7 && point.nothing.in_whole <= 3,
            "{point:?}"
        );
        assert!(point.planted.in_whole <= point.planted.alone);
    }
}

/// Twenty of 1,000 rows against none of 2,000: p = (1/3)^20. Three of 150 against none: p = 0.00012, which hundreds of
/// words drown, but not a family of its own.
#[test]
fn a_planted_term_is_named_and_chance_names_none() {
    let plant = |term: &str| Planted::NewTerm {
        term: term.into(),
        share: 0.02,
        seed: 1,
    };
    let words = sweep(&plant("kalafior"), &[1_000, 2_000], 10);
    // Half of the reference is the most that can be drawn from it.
    assert_eq!(words.len(), 1);
    assert_eq!(
        (words[0].planted.alone, words[0].planted.in_whole),
        (10, 10)
    );
    assert_eq!(words[0].nothing.alone, 0);
    let emoji = sweep(&plant("🦆"), &[150], 10);
    assert_eq!(emoji[0].planted.alone, 10);
    assert_eq!(emoji[0].nothing.alone, 0);
}

#[test]
fn what_no_sweep_can_plant_is_said() {
    let options = DriftOptions::default();
    let fault = |reference: &Side, planted: &Planted| {
        let error = Sweep::new(reference, planted, &[10], 3, &options)
            .err()
            .expect("a fault");
        assert!(error.remedy.is_some());
        error.message.to_string()
    };
    let class = |class: &str, factor: f64| Planted::MoreOfClass {
        class: class.into(),
        factor,
        seed: 1,
    };
    let term = |term: &str| Planted::NewTerm {
        term: term.into(),
        share: 0.1,
        seed: 1,
    };
    let labelled = side(60, 1, Some(&["a", "b", "c"]));
    assert!(fault(&labelled, &class("a", 2.0)).contains("60.0 %"));
    assert!(fault(&labelled, &class("d", 2.0)).contains("`d`"));
    assert!(fault(&side(60, 1, None), &class("a", 1.1)).contains("no labels"));
    assert!(fault(&side(0, 1, None), &term("a")).contains("no rows"));
    assert!(fault(&labelled, &term("two words")).contains("`two words`"));
    assert!(fault(&labelled, &term("...")).contains("`...`"));
}
