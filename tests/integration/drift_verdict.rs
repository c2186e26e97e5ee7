//! The verdict: Holm over the parts, wording by history, and what too few rows can't say.

use dryf::pipeline::drift::{
    Basis, Evidence, Family, LabelCounts, LabelDrift, Measurement, PartFinding, PartName, Standing,
    Unavailable, Verdict, VerdictOptions, Whole, draws_needed, text_p,
};

fn evidence(part: PartName, p: f64, history: Option<Standing>) -> Evidence {
    Evidence {
        part,
        p: Measurement::Measured(p),
        p_is_least: false,
        p_once: None,
        history,
    }
}

/// The verdict on rows that are all different; without labels on 10,000 and 1,000 of them.
fn verdict_on(evidence: &[Evidence], labels: Option<&LabelDrift>) -> Verdict {
    let rows = labels.map_or([10_000, 1_000], |labels| {
        [labels.n_reference, labels.n_current]
    });
    let basis = Basis {
        labels,
        rows,
        texts: rows,
        terms: 3_000,
        is_part: false,
        relabelled: 0,
    };
    Verdict::new(evidence, &basis, VerdictOptions::default(), None)
}

fn labels(reference: [u64; 3], current: [u64; 3]) -> LabelDrift {
    LabelDrift::new(&LabelCounts {
        classes: ["non-harmful", "cyberbullying", "hate-speech"]
            .map(String::from)
            .to_vec(),
        reference: reference.to_vec(),
        current: current.to_vec(),
    })
}

/// The p-values of the real files, as the tests of each part have them.
#[test]
fn the_labels_drift_and_the_file_did_too() {
    let drift = labels([9190, 253, 598], [866, 25, 109]);
    let p = drift.statistics.measured().unwrap().chi_square.p;
    let verdict = verdict_on(
        &[
            evidence(PartName::Labels, p, Some(Standing::WithinHistory)),
            evidence(PartName::Terms(Family::Words), 0.096, None),
            evidence(PartName::Terms(Family::Emoji), 1.0, None),
            Evidence {
                part: PartName::Terms(Family::Hashtags),
                p: Measurement::Missing(Unavailable::NoTerms),
                p_is_least: false,
                p_once: None,
                history: None,
            },
            evidence(PartName::Descriptors, 0.9, None),
            evidence(PartName::Text, 0.001, Some(Standing::BeyondHistory)),
        ],
        Some(&drift),
    );
    let parts = vec![PartName::Labels, PartName::Text];
    assert_eq!(verdict.whole, Whole::Drift { parts });
    assert_eq!(
        verdict.to_string(),
        "Drift. Labels (p 4.3e-8) and whole text (p 0.004) changed; p by Holm, alarm at 5.0 %."
    );
    // Five parts have a p-value; the smallest counts five times, the next four times.
    assert_eq!(verdict.parts[0].adjusted_p, Some(5.0 * p));
    assert_eq!(verdict.parts[5].adjusted_p, Some(0.004));
    assert_eq!(
        verdict.parts[0].to_string(),
        "labels: changed, but some block of the reference differs from the rest of it as much (p 8.6e-9, by Holm 4.3e-8)"
    );
    assert_eq!(
        verdict.parts[5].to_string(),
        "whole text: changed, and more than any block of the reference differs from the rest of it (p 0.001, by Holm 0.004)"
    );
    assert_eq!(verdict.parts[1].finding, PartFinding::NotChanged);
    assert_eq!(
        verdict.parts[3].to_string(),
        "hashtags: no row of either side has such a term"
    );
    let json = serde_json::to_string(&verdict).unwrap();
    assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
}

#[test]
fn history_changes_no_alarm() {
    for history in [
        None,
        Some(Standing::WithinHistory),
        Some(Standing::BeyondHistory),
    ] {
        let of = |p: f64| {
            let evidence = [evidence(PartName::Labels, p, history)];
            verdict_on(&evidence, None).whole
        };
        let parts = vec![PartName::Labels];
        assert_eq!(of(0.05), Whole::Drift { parts });
        assert_eq!(of(0.051), Whole::NoDrift);
    }
}

#[test]
fn too_few_rows_say_how_many_would_do() {
    let quiet = [evidence(PartName::Labels, 0.8, None)];
    let verdict = |current: [u64; 3]| {
        let drift = labels([9190, 253, 598], current);
        verdict_on(&quiet, Some(&drift))
    };
    let few = verdict([46, 1, 3]);
    let Whole::NotEnoughData {
        rows: 50,
        needed: Some(needed),
    } = few.whole
    else {
        panic!("{few:?}")
    };
    // The class that needs the most rows is the rarest that can double; the one with 92 % can't.
    assert_eq!(few.power.len(), 2);
    assert_eq!(few.power[0].class, "cyberbullying");
    assert_eq!(few.power[0].rows_needed, Some(needed));
    assert!(few.power[1].rows_needed.unwrap() < needed);
    assert!(few.power[0].at_this_size.false_alarms <= 0.05);
    assert!(
        few.to_string()
            .ends_with(" rows would show it in 80.0 % of cases."),
        "{few}"
    );
    // With that many rows silence is an answer.
    let enough = needed + needed / 50;
    let harmless = enough * 92 / 100;
    let bullying = enough * 2 / 100;
    let found = verdict([harmless, bullying, enough - harmless - bullying]);
    assert_eq!(found.whole, Whole::NoDrift, "{found:?}");
    assert!(
        found
            .to_string()
            .starts_with("No drift found. No part changed (smallest p by Holm 0.8, alarm at 5.0 %); a class that doubles"),
        "{found}"
    );
    // A class of four rows in a small reference can't be seen to double by any number.
    let drift = labels([40, 4, 20], [10, 1, 3]);
    let small = verdict_on(&quiet, Some(&drift));
    let rows = 14;
    assert_eq!(small.whole, Whole::NotEnoughData { rows, needed: None });
}

#[test]
fn nothing_measured_is_no_verdict() {
    let missing = |gap: Unavailable| Evidence {
        part: PartName::Labels,
        p: Measurement::Missing(gap),
        p_is_least: false,
        p_once: None,
        history: None,
    };
    let drift = labels([3, 4, 0], [0, 0, 0]);
    let verdict = verdict_on(&[missing(Unavailable::EmptyCurrent)], Some(&drift));
    assert_eq!(verdict.whole, Whole::NotMeasured);
    assert!(verdict.power.is_empty());
    assert_eq!(
        verdict.parts[0].to_string(),
        "labels: the current data has no rows; load some"
    );
    assert_eq!(
        verdict.to_string(),
        "Nothing measured. The current data has no rows; load some."
    );
    let none = verdict_on(&[], None);
    assert_eq!(none.whole, Whole::NotMeasured);
}

#[test]
fn random_splits_must_be_able_to_say_something() {
    // Seven parts, two tests of the text: 1 / 281 times 14 is below 5 %, 1 / 280 times 14 is 5 %.
    assert_eq!(draws_needed(7, 2, 0.05), 280);
    assert_eq!(text_p(None, None), None);
}

/// Without labels, with one class and with balanced ones the texts decide what so many rows can show.
#[test]
fn few_rows_are_never_enough() {
    let two = |reference: [u64; 2], current: [u64; 2]| {
        LabelDrift::new(&LabelCounts {
            classes: ["a", "b"].map(String::from).to_vec(),
            reference: reference.to_vec(),
            current: current.to_vec(),
        })
    };
    let quiet = [evidence(PartName::Terms(Family::Words), 0.8, None)];
    for (name, labels, rows) in [
        ("2 and 1 rows without labels", None, [2, 1]),
        ("10 and 10 rows without labels", None, [10, 10]),
        (
            "20 and 20 rows of balanced classes",
            Some(two([10, 10], [6, 14])),
            [20, 20],
        ),
        (
            "15 and 15 rows, one class and a new one",
            Some(two([15, 0], [13, 2])),
            [15, 15],
        ),
    ] {
        let basis = Basis {
            labels: labels.as_ref(),
            rows,
            texts: rows,
            terms: 0,
            is_part: false,
            relabelled: 0,
        };
        let found = Verdict::new(&quiet, &basis, VerdictOptions::default(), None);
        assert!(
            matches!(found.whole, Whole::NotEnoughData { rows: n, .. } if n == rows[1]),
            "{name}: {found:?}"
        );
    }
}

/// A change of rows that is none of texts is a change of copies.
#[test]
fn copies_alone_are_no_drift() {
    let of = |p_once| Evidence {
        p_once: Some(p_once),
        ..evidence(PartName::Labels, 1e-9, None)
    };
    let copies = verdict_on(&[of(0.4)], None);
    assert_eq!(copies.whole, Whole::NoDrift);
    assert_eq!(
        copies.parts[0].to_string(),
        "labels: no change found with each text counted once; what differs are copies (p 1e-9, by Holm 1e-9; each text once p 0.4, by Holm 0.4)"
    );
    assert_eq!(copies.parts[0].adjusted_p, Some(1e-9));
    assert!(matches!(
        verdict_on(&[of(0.01)], None).whole,
        Whole::Drift { .. }
    ));
}

/// Rows of the reference are no drift, unless their labels are others now.
#[test]
fn a_part_of_the_reference_has_no_drift() {
    let of = |part, relabelled| {
        let rows = [1_000, 300];
        let basis = Basis {
            labels: None,
            rows,
            texts: rows,
            terms: 0,
            is_part: true,
            relabelled,
        };
        let evidence = [evidence(part, 1e-9, None)];
        Verdict::new(&evidence, &basis, VerdictOptions::default(), None)
    };
    let part = of(PartName::Labels, 0);
    assert_eq!(part.whole, Whole::NoDrift);
    assert_eq!(
        part.to_string(),
        "No drift. All 300 current rows are rows of the reference; as a part they differ from the whole in labels."
    );
    for part in [PartName::Labels, PartName::Concept] {
        assert!(matches!(of(part, 90).whole, Whole::Drift { .. }), "{part}");
    }
    assert_eq!(
        of(PartName::Descriptors, 90).to_string(),
        "No drift found. All 300 current rows are rows of the reference, with another label: 90; as a part they differ from the whole in descriptors."
    );
}
