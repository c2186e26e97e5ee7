//! The verdict: Holm over the parts, wording by history, and what too few rows can't say.

use dryf::pipeline::drift::{
    Evidence, Family, Finding, Gap, LabelCounts, LabelDrift, Part, PartName, Standing, Verdict,
    VerdictOptions, Whole, draws_needed, text_p,
};

fn evidence(part: PartName, p: f64, history: Option<Standing>) -> Evidence {
    Evidence {
        part,
        p: Part::Measured(p),
        history,
    }
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
    let verdict = Verdict::new(
        &[
            evidence(PartName::Labels, p, Some(Standing::WithinHistory)),
            evidence(PartName::Terms(Family::Words), 0.096, None),
            evidence(PartName::Terms(Family::Emoji), 1.0, None),
            Evidence {
                part: PartName::Terms(Family::Hashtags),
                p: Part::Missing(Gap::NoTerms),
                history: None,
            },
            evidence(PartName::Descriptors, 0.9, None),
            evidence(PartName::Text, 0.001, Some(Standing::BeyondHistory)),
        ],
        Some(&drift),
        VerdictOptions::default(),
    );
    let parts = vec![PartName::Labels, PartName::Text];
    assert_eq!(verdict.whole, Whole::Drift { parts });
    assert_eq!(
        verdict.whole.to_string(),
        "drift: labels, whole text changed"
    );
    // Five parts have a p-value; the smallest counts five times, the next four times.
    assert_eq!(verdict.parts[0].adjusted_p, Some(5.0 * p));
    assert_eq!(verdict.parts[5].adjusted_p, Some(0.004));
    assert_eq!(
        verdict.parts[0].to_string(),
        "labels: changed for certain, but the reference itself changes as much along its own order"
    );
    assert_eq!(
        verdict.parts[5].to_string(),
        "whole text: changed, and more than between any blocks of the reference"
    );
    assert_eq!(verdict.parts[1].finding, Finding::NotChanged);
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
            Verdict::new(&evidence, None, VerdictOptions::default()).whole
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
        Verdict::new(&quiet, Some(&drift), VerdictOptions::default())
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
    assert!(few.power[0].at_this_size.false_alarms < 0.05);
    // With that many rows, and a few for the teeth of the power, silence is an answer.
    let enough = needed + needed / 10;
    let harmless = enough * 92 / 100;
    let bullying = enough * 2 / 100;
    let found = verdict([harmless, bullying, enough - harmless - bullying]);
    assert_eq!(found.whole, Whole::NoDrift, "{found:?}");
    // A class of four rows in a small reference can't be seen to double by any number.
    let drift = labels([40, 4, 20], [10, 1, 3]);
    let small = Verdict::new(&quiet, Some(&drift), VerdictOptions::default());
    let rows = 14;
    assert_eq!(small.whole, Whole::NotEnoughData { rows, needed: None });
}

#[test]
fn nothing_measured_is_no_verdict() {
    let missing = |gap: Gap| Evidence {
        part: PartName::Labels,
        p: Part::Missing(gap),
        history: None,
    };
    let drift = labels([3, 4, 0], [0, 0, 0]);
    let verdict = Verdict::new(
        &[missing(Gap::EmptyCurrent)],
        Some(&drift),
        VerdictOptions::default(),
    );
    assert_eq!(verdict.whole, Whole::NotMeasured);
    assert!(verdict.power.is_empty());
    assert_eq!(
        verdict.parts[0].to_string(),
        "labels: the current data has no rows; load some"
    );
    let none = Verdict::new(&[], None, VerdictOptions::default());
    assert_eq!(none.whole, Whole::NotMeasured);
}

#[test]
fn random_splits_must_be_able_to_say_something() {
    // Seven parts, two tests of the text: 1 / 281 times 14 is below 5 %, 1 / 280 times 14 is 5 %.
    assert_eq!(draws_needed(7, 2, 0.05), 280);
    assert_eq!(text_p(None, None), None);
}
