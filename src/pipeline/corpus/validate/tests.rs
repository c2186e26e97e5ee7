//! Each kind of finding on the smallest data that show it.

use super::*;
use crate::message::Message;
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::corpus::{Corpus, LabelNaming};
use crate::pipeline::step::at_once;

fn validated(data: &DataSet) -> Vec<Finding> {
    let options = ValidationOptions {
        validation_size: 0.3,
        cleaner: None,
        cleaned: None,
    };
    at_once(validate(data, &options))
}

fn validated_with_cleaning(data: &DataSet) -> Vec<Finding> {
    let cleaner = CleanRecipe::default().compile().unwrap();
    let options = ValidationOptions {
        validation_size: 0.3,
        cleaner: Some(&cleaner),
        cleaned: None,
    };
    at_once(validate(data, &options))
}

fn corpus(rows: &[(&str, u32)]) -> Corpus {
    Corpus {
        texts: rows.iter().map(|row| row.0.into()).collect(),
        labels: rows.iter().map(|row| row.1).collect(),
        sources: Vec::new(),
    }
}

/// Kind, set, and rows of each finding, of two classes `a` and `b` that the caller may leave empty.
fn found(train: &[(&str, u32)], test: &[(&str, u32)]) -> Vec<(String, SetName, Vec<u32>)> {
    let data = DataSet {
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train: corpus(train),
        test: (!test.is_empty()).then(|| corpus(test)),
    };
    validated(&data)
        .into_iter()
        .map(|finding| {
            let message = finding.message.to_string();
            assert!(!message.is_empty() && !message.ends_with('.'));
            (finding.kind.name().to_string(), finding.set, finding.rows)
        })
        .filter(|(kind, ..)| !["small-class", "split-impossible"].contains(&kind.as_str()))
        .collect()
}

#[test]
fn clean_data_has_no_findings() {
    let texts: Vec<String> = (0..20).map(|n| format!("text {n}\tą\r\nb")).collect();
    let rows: Vec<(&str, u32)> = texts
        .iter()
        .map(String::as_str)
        .zip([0, 1].into_iter().cycle())
        .collect();
    let data = DataSet {
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train: corpus(&rows),
        test: Some(corpus(&[("inny tekst", 0), ("nowy tekst", 1)])),
    };
    assert_eq!(validated(&data), []);
}

#[test]
fn each_oddity_names_its_rows() {
    let (train, test) = (SetName::Train, SetName::Test);
    let kind = |kind: &str, set, rows: &[u32]| (kind.to_string(), set, rows.to_vec());
    assert_eq!(
        found(&[("x", 0), ("y", 1), ("x", 0), ("x", 0)], &[]),
        [kind("duplicates", train, &[2, 3])]
    );
    assert_eq!(
        found(&[("x", 0), ("y", 1), ("x", 0), ("x", 1)], &[]),
        [
            kind("duplicates", train, &[2, 3]),
            kind("contradicting-labels", train, &[0, 2, 3])
        ]
    );
    assert_eq!(
        found(&[(" \u{a0}", 0), ("y", 1), ("", 1)], &[]),
        [kind("empty-texts", train, &[0, 2])]
    );
    assert_eq!(
        found(
            &[
                ("a\u{85}b", 0),
                ("y\u{7}", 1),
                ("z\rz", 1),
                ("w\u{fffd}", 1)
            ],
            &[]
        ),
        [
            kind("replacement-characters", train, &[3]),
            kind("control-characters", train, &[0, 1, 2])
        ]
    );
    assert_eq!(
        found(&[("x", 0), ("y", 1)], &[("z", 0), ("y", 1), ("y", 1)]),
        [
            kind("duplicates", test, &[2]),
            kind("texts-in-both-sets", test, &[1, 2])
        ]
    );
    assert_eq!(
        found(&[("x", 0), ("y", 0)], &[("z", 1), ("v", 1)]),
        [
            kind("class-only-in-test", test, &[0, 1]),
            kind("class-missing-in-test", test, &[])
        ]
    );
}

#[test]
fn near_texts_and_their_labels_are_found_in_a_set_and_across() {
    let (train, test) = (SetName::Train, SetName::Test);
    let kind = |kind: &str, set, rows: &[u32]| (kind.to_string(), set, rows.to_vec());
    let data = DataSet {
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train: corpus(&[
            ("Ale dzisiaj piękna pogoda", 0),
            ("ale dzisiaj piekna pogoda!!!", 1),
            ("zupełnie inny tekst o niczym", 1),
            ("ktoś mówił coś o meczu", 0),
            ("nikt nie wie kiedy to będzie", 1),
        ]),
        test: Some(corpus(&[
            ("@ktoś ale dzisiaj piękna pogoda, serio", 0),
            ("ktoś mówił coś o meczu", 1),
            ("Nikt nie wie, kiedy to będzie", 1),
        ])),
    };
    let findings: Vec<_> = validated(&data)
        .into_iter()
        .filter(|finding| {
            ![FindingKind::SmallClass, FindingKind::SplitImpossible].contains(&finding.kind)
        })
        .collect();
    let named: Vec<_> = findings
        .iter()
        .map(|finding| {
            (
                finding.kind.name().to_string(),
                finding.set,
                finding.rows.clone(),
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            kind("near-duplicates", train, &[1]),
            kind("contradicting-near-duplicates", train, &[0, 1]),
            kind("texts-in-both-sets", test, &[1]),
            kind("near-texts-in-both-sets", test, &[0, 2]),
            kind("contradicting-labels-between-sets", test, &[0, 1]),
        ]
    );
    let counterparts: Vec<_> = findings
        .iter()
        .map(|finding| finding.rows_in(train))
        .collect();
    assert_eq!(
        counterparts,
        [&[1][..], &[0, 1], &[3], &[0, 1, 4], &[1, 3]],
        "the rows of the training set"
    );
}

#[test]
fn damage_and_outliers_are_found() {
    let usual: Vec<String> = (0..30)
        .map(|n| format!("zwykły tekst numer {n} {}", "x".repeat(n)))
        .collect();
    let long = "bardzo długi tekst ".repeat(60);
    let odd = [
        ("byÅ‚a tu wczoraj", "mojibake"),
        ("kawa &amp; herbata dla nas", "escaped-characters"),
        ("pliki\u{feff} połączone razem", "byte-order-marks"),
        ("a", "length-outliers"),
        (long.as_str(), "length-outliers"),
        ("what a lovely day for the beach", "language-outliers"),
    ];
    for (text, expected) in odd {
        let mut rows: Vec<(&str, u32)> = usual
            .iter()
            .map(String::as_str)
            .zip([0, 1].into_iter().cycle())
            .collect();
        rows.insert(7, (text, 0));
        assert_eq!(
            found(&rows, &[]),
            [(expected.to_string(), SetName::Train, vec![7])],
            "{text}"
        );
    }
}

#[test]
fn what_keeps_a_run_from_starting_is_a_blocker() {
    let findings = validated(&DataSet {
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train: corpus(&[("x", 0), ("y", 1), ("z", 0)]),
        test: None,
    });
    assert_eq!(
        (
            findings[0].kind,
            findings[0].severity,
            &findings[0].rows[..]
        ),
        (FindingKind::SplitImpossible, Severity::Blocker, &[1][..])
    );
    let verdict = DataVerdict::of(&findings);
    assert!(!verdict.is_usable());
    assert!(
        verdict
            .to_string()
            .starts_with("The data are not usable. The class `b` has only one row"),
        "{verdict}"
    );

    let texts: Vec<String> = (0..40).map(|n| format!("nie {n}")).collect();
    let rows: Vec<(&str, u32)> = texts
        .iter()
        .map(String::as_str)
        .zip([0, 1].into_iter().cycle())
        .collect();
    let findings = validated_with_cleaning(&DataSet {
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train: corpus(&rows),
        test: Some(corpus(&[("nie ma się 100", 0), ("dobry dzień", 1)])),
    });
    let emptied = findings
        .iter()
        .find(|finding| finding.kind == FindingKind::EmptyAfterCleaning)
        .expect("the cleaning leaves nothing");
    assert_eq!(
        (emptied.severity, emptied.rows.len()),
        (Severity::Blocker, 40)
    );
    let of_test = findings
        .iter()
        .find(|finding| finding.set == SetName::Test && finding.kind == emptied.kind)
        .expect("one text of the test set");
    assert_eq!(
        (of_test.severity, &of_test.rows[..]),
        (Severity::Note, &[0][..])
    );
}

#[test]
fn class_names_are_held_against_the_schema() {
    let named = |classes: [&str; 3], naming: LabelNaming| -> Vec<(FindingKind, SetName, usize)> {
        let texts: Vec<String> = (0..36).map(|n| format!("t{n}")).collect();
        let rows: Vec<(&str, u32)> = texts
            .iter()
            .map(String::as_str)
            .zip([0, 1, 2].into_iter().cycle())
            .collect();
        validated(&DataSet {
            classes: classes.map(String::from).to_vec(),
            train: corpus(&rows),
            test: Some(corpus(&[("u", 0), ("v", 1), ("w", 2)])),
            naming,
        })
        .into_iter()
        .map(|finding| (finding.kind, finding.set, finding.rows.len()))
        .collect()
    };
    use FindingKind::{SimilarClassNames, TagsOutsideSchema};
    let as_they_stand = |classes| named(classes, LabelNaming::AsTheyStand);
    assert_eq!(as_they_stand(["a", "b", "c"]), []);
    assert_eq!(as_they_stand(["0", "1", "3"]), []);
    assert_eq!(as_they_stand(["-1", "0", "1"]), []);
    assert_eq!(as_they_stand(["C", "C#", "c"]), []);
    assert_eq!(
        named(["3", "hate-speech", "non-harmful"], LabelNaming::Poleval),
        [
            (TagsOutsideSchema, SetName::Train, 12),
            (TagsOutsideSchema, SetName::Test, 1)
        ]
    );
    assert_eq!(
        as_they_stand(["Hate-Speech", "hate\u{200b}speech", "other"]),
        [(SimilarClassNames, SetName::Train, 0)]
    );
}

/// One finding for all small classes, and for all classes that the training set lacks.
#[test]
fn findings_about_classes_are_gathered() {
    let classes: Vec<String> = (0..20).map(|n| format!("class {n:02}")).collect();
    let texts: Vec<String> = (0..60).map(|n| format!("text {n}")).collect();
    let label = |row: u32| if row < 30 { row % 2 } else { row % 15 };
    let rows: Vec<(&str, u32)> = texts
        .iter()
        .map(String::as_str)
        .zip((0..).map(label))
        .collect();
    let findings = validated(&DataSet {
        classes,
        train: corpus(&rows),
        test: Some(corpus(&[("u", 17), ("v", 18), ("w", 0)])),
        naming: LabelNaming::AsTheyStand,
    });
    let of = |kind| -> Vec<&Finding> {
        findings
            .iter()
            .filter(|finding| finding.kind == kind)
            .collect()
    };
    let small = of(FindingKind::SmallClass);
    assert_eq!((small.len(), small[0].rows.len()), (1, 26));
    assert!(
        small[0].message.to_string().starts_with("13 classes have fewer than 10 rows each, the smallest 2: `class 02`, ")
            && small[0].message.to_string().ends_with(" and 5 more; too few to learn or to measure, and for folds; add rows or exclude the classes"),
        "{}",
        small[0].message
    );
    let only = of(FindingKind::ClassOnlyInTest);
    assert_eq!((only.len(), &only[0].rows[..]), (1, &[0, 1][..]));
    assert!(
        only[0]
            .message
            .to_string()
            .starts_with("classes `class 17` and `class 18` are not in the training set"),
        "{}",
        only[0].message
    );
}

#[test]
fn the_verdict_is_that_of_the_gravest_finding() {
    let finding = |severity, message: &str| Finding {
        kind: FindingKind::Duplicates,
        severity,
        set: SetName::Train,
        message: Message::text(message),
        rows: Vec::new(),
        counterparts: Vec::new(),
    };
    let note = finding(Severity::Note, "a note");
    let warning = finding(Severity::Warning, "a warning");
    let blocker = finding(Severity::Blocker, "a blocker");
    for (findings, name, sentence) in [
        (
            vec![],
            "usable",
            "The data are usable. Nothing was found that could mislead the model or its scores.",
        ),
        (
            vec![note.clone()],
            "usable",
            "The data are usable. Nothing was found that could mislead the model or its scores, and there is 1 note to read.",
        ),
        (
            vec![note.clone(), warning.clone()],
            "usable-with-warnings",
            "The data are usable, with warnings. 1 finding may mislead the model or its scores: a warning.",
        ),
        (
            vec![warning.clone(), warning.clone()],
            "usable-with-warnings",
            "The data are usable, with warnings. 2 findings may mislead the model or its scores, the first of them: a warning.",
        ),
        (
            vec![note, warning, blocker],
            "not-usable",
            "The data are not usable. A blocker.",
        ),
    ] {
        let verdict = DataVerdict::of(&findings);
        assert_eq!(
            (verdict.name(), verdict.to_string().as_str()),
            (name, sentence)
        );
        assert_eq!(serde_json::to_value(&verdict).unwrap()["verdict"], name);
    }
}

#[test]
fn small_and_uneven_classes_are_told() {
    let texts: Vec<String> = (0..92).map(|n| format!("text {n}")).collect();
    let rows: Vec<(&str, u32)> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| (text.as_str(), u32::from(n % 46 == 0)))
        .collect();
    let data = DataSet {
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train: corpus(&rows),
        test: None,
    };
    let findings = validated(&data);
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].kind, FindingKind::SmallClass);
    assert_eq!(findings[0].rows, [0, 46]);
    assert_eq!(
        findings[0].message.to_string(),
        "class `b` has 2 rows, too few to learn or to measure, and for folds; add rows"
    );
    assert_eq!(
        findings[1].message.to_string(),
        "class `a` has 90 rows and class `b` 2; look at F1 macro beside F1 micro"
    );
}

/// Rows may only be excluded where enough are left.
#[test]
fn texts_in_both_sets_have_a_remedy_that_works() {
    for (train, remedy) in [
        (&[("x", 0), ("y", 1)][..], "give a test set of other rows"),
        (
            &[("x", 0), ("y", 1), ("v", 0), ("w", 1)],
            "exclude the training rows",
        ),
        (
            &[("x", 0), ("y", 1), ("v", 1), ("w", 1)],
            "give a test set of other rows",
        ),
    ] {
        let findings = validated(&DataSet {
            naming: Default::default(),
            classes: vec!["a".into(), "b".into()],
            train: corpus(train),
            test: Some(corpus(&[("x", 0), ("y", 1)])),
        });
        let both = findings
            .iter()
            .find(|finding| finding.kind == FindingKind::TextsInBothSets)
            .unwrap();
        assert!(
            both.message.to_string().ends_with(remedy),
            "{}",
            both.message
        );
    }
}
