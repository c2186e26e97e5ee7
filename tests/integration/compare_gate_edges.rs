//! The gate where nothing differs, where a model can't give a class, and where any of several scores may pass.

use dryf::pipeline::compare::{
    GateOutcome, Measured, PairedRows, Rule, Rules, Score, UnknownLabels,
};

use crate::compare_gate::{better, compared, gate, judged, recall};

/// Rows of two classes, so many of which both, only the candidate, only production and neither has right.
fn counted([both, candidate, production, neither]: [usize; 4]) -> PairedRows {
    let n = both + candidate + production + neither;
    let truth: Vec<u32> = (0..n).map(|row| row as u32 % 2).collect();
    let answers = |right: &dyn Fn(usize) -> bool| -> Vec<u32> {
        let answer = |(row, label): (usize, &u32)| match right(row) {
            true => *label,
            false => 1 - *label,
        };
        truth.iter().enumerate().map(answer).collect()
    };
    let (one, other) = (
        answers(&|row| row < both + candidate),
        answers(&|row| {
            row < both || (both + candidate..both + candidate + production).contains(&row)
        }),
    );
    PairedRows::new(["a", "b"].map(String::from).to_vec(), truth, one, other).unwrap()
}

/// A candidate that is worse by less than the margin has not failed, and more rows do not make it fail.
#[test]
fn what_is_worse_within_the_margin_does_not_fail() {
    use GateOutcome::{Fail, NotEnoughData, Pass};
    for (rows, outcome) in [
        // -0.006 [-0.011, -0.002] of 2,000 rows.
        ([1800, 4, 16, 180], NotEnoughData),
        // -0.005 [-0.006, -0.004] of 30,000.
        ([27_000, 50, 200, 2750], Pass),
        ([1700, 4, 60, 236], Fail),
    ] {
        let found = gate(
            &compared(counted(rows)),
            &Measured::default(),
            vec![Rule::NotInferior { margin: 0.01 }],
        );
        assert_eq!(found.outcome, outcome, "{found}");
    }
}

/// The same model twice needs no rows to be known from itself; answers that never differ are not yet the same model.
#[test]
fn identical_models_are_decided() {
    use GateOutcome::{Fail, NotEnoughData, Pass};
    let classes = ["a", "b"].map(String::from);
    for (n, same, expected, said) in [
        (1, true, [Pass, Fail, Fail, Fail], "it is the same model"),
        (3000, true, [Pass, Fail, Fail, Fail], "it is the same model"),
        (
            5,
            false,
            [NotEnoughData; 4],
            "F1 micro is equal to production's [−0.4",
        ),
        (
            367,
            false,
            [NotEnoughData; 4],
            "F1 micro is equal to production's [−0.010 – +0.010]",
        ),
        (
            3000,
            false,
            [Pass, Fail, Fail, Fail],
            "the answers do not differ on any of the 3,000 rows",
        ),
    ] {
        let rows = counted([n, 0, 0, 0]).by_models(same, &classes, &classes);
        let rules = vec![
            Rule::NotInferior { margin: 0.01 },
            better(Score::F1Micro, 0.0),
            better(Score::F1Macro, 0.02),
            better(recall("a"), 0.0),
        ];
        let found = gate(&compared(rows), &Measured::default(), rules);
        let outcomes: Vec<GateOutcome> = found.rules.iter().map(|rule| rule.outcome).collect();
        assert_eq!(outcomes, expected, "{n} {same}: {found}");
        assert!(found.sentence.contains(said), "{found}");
        // No interval of no width is shown as if it were certain.
        assert!(!found.sentence.contains("[±0.000 – ±0.000]"), "{found}");
        for finding in found.rules.iter().flat_map(|rule| &rule.findings) {
            assert!(
                finding.estimate.is_none_or(|x| x.low < x.high),
                "{finding:?}"
            );
        }
    }
}

/// A class that one of the models can't give may be another name for one that it can: nothing is decided by it, unless the
/// rules say that these rows are errors.
#[test]
fn rows_of_classes_that_a_model_can_not_give_decide_nothing() {
    use GateOutcome::{Fail, NotEnoughData, Pass};
    let both = ["a", "b"].map(String::from);
    let only = ["a"].map(String::from);
    let wrong = Rules {
        unknown_labels: UnknownLabels::Wrong,
        ..Rules::default()
    };
    for (candidate, production, unknown, by_wrong) in [
        (&both[..], &only[..], "which production can't give", Pass),
        (&only, &both, "which the candidate can't give", Pass),
        (&only, &only, "which neither model can give", Pass),
    ] {
        let rows = counted([1500, 200, 0, 300]).by_models(false, candidate, production);
        let comparison = compared(rows);
        let found = judged(&comparison, &Measured::default(), Rules::default());
        assert_eq!(found.outcome, NotEnoughData, "{found}");
        assert!(
            found.sentence.starts_with(&format!(
                "Not enough data. 1,000 rows are of the class `b`, {unknown}; give one class one name, "
            )),
            "{found}"
        );
        assert_eq!(
            found.sentence.matches("1,000 rows").count(),
            1,
            "said once: {found}"
        );
        // The baseline is asked for no class but its own.
        let beaten = &found.rules[2];
        let is_candidates = candidate.len() == 1;
        assert_eq!(beaten.outcome == NotEnoughData, is_candidates, "{beaten}");
        assert_eq!(
            judged(&comparison, &Measured::default(), wrong.clone()).outcome,
            by_wrong
        );
    }
    // Worse for certain is not said either.
    let rows = counted([1500, 0, 200, 300]).by_models(false, &only, &both);
    let comparison = compared(rows);
    assert_eq!(
        judged(&comparison, &Measured::default(), Rules::default()).outcome,
        NotEnoughData
    );
    assert_eq!(
        judged(&comparison, &Measured::default(), wrong).outcome,
        Fail
    );
}

/// Where any of several scores may pass, each has a wider interval.
#[test]
fn any_of_several_scores_is_corrected() {
    let comparison = compared(counted([9000, 60, 38, 902]));
    let of = |any_of: Vec<Score>| {
        let rule = Rule::Better {
            any_of,
            min_gain: 0.0,
        };
        gate(&comparison, &Measured::default(), vec![rule])
            .rules
            .remove(0)
    };
    let one = of(vec![Score::F1Micro]);
    let five = of(vec![
        Score::F1Micro,
        Score::F1Macro,
        recall("a"),
        recall("b"),
    ]);
    assert_eq!(one.outcome, GateOutcome::Pass, "{one}");
    assert_eq!(five.outcome, GateOutcome::NotEnoughData, "{five}");
    assert_eq!(
        (one.findings[0].confidence, five.findings[0].confidence),
        (0.95, 0.9875)
    );
    assert!(
        five.sentence.ends_with(
            "; each of the 4 scores by an interval of 98.8 %, so that equal models pass in 2.5 % of cases at most"
        ),
        "{five}"
    );
    assert!(!one.sentence.contains("each of"), "{one}");
    let width = |judged: &dryf::pipeline::compare::JudgedRule| {
        let estimate = judged.findings[0].estimate.unwrap();
        estimate.high - estimate.low
    };
    assert!(width(&five) > 1.2 * width(&one));
}
