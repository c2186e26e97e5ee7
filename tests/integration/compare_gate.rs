//! The gate: what the rules say of the committed predictions, and each way in which a rule can pass, fail or stay undecided.

use dryf::pipeline::compare::{
    CompareWork, Comparison, Cost, Enough, Gate, Measured, Outcome, PairedRows, Ratio, Reason,
    Rule, Rules, Score, Size,
};
use dryf::pipeline::drift::Estimate;
use dryf::pipeline::error::Code;

use crate::compare_reference::paired;

const DRAWS: u32 = 1000;

fn compared(rows: PairedRows) -> Comparison {
    let mut work = CompareWork::new(rows, 0, DRAWS, 2021);
    while work.step(333).is_running() {
        assert!(work.done() < work.total());
    }
    assert_eq!(work.done(), 4 * DRAWS);
    work.finish().expect("all draws are done")
}

fn gate(comparison: &Comparison, measured: &Measured, rules: Vec<Rule>) -> Gate {
    let rules = Rules { rules };
    let classes: Vec<String> = comparison
        .candidate
        .per_class
        .iter()
        .map(|class| class.name.clone())
        .collect();
    let gate = Gate::new(
        comparison,
        measured,
        &rules.check(&classes).expect("rules that hold"),
    );
    let json = serde_json::to_string(&gate).unwrap();
    assert_eq!(serde_json::from_str::<Gate>(&json).unwrap(), gate);
    gate
}

fn better(score: Score, least_gain: f64) -> Rule {
    Rule::Better {
        any_of: vec![score],
        least_gain,
    }
}

fn recall(class: &str) -> Score {
    Score::Recall(class.into())
}

#[test]
fn the_char_model_may_not_take_the_place_of_the_word_model_yet() {
    let comparison = compared(paired("char LR", "word LR"));
    assert_eq!(comparison.baseline_class, "non-harmful");
    assert_eq!(comparison.baseline.f1_micro, 0.866);
    let json = serde_json::to_string(&comparison).unwrap();
    assert_eq!(
        serde_json::from_str::<Comparison>(&json).unwrap(),
        comparison
    );

    let found = gate(&comparison, &Measured::default(), Rules::default().rules);
    let outcomes: Vec<Outcome> = found.rules.iter().map(|rule| rule.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Pass,
            Outcome::NotEnoughData,
            Outcome::NotEnoughData
        ],
        "{found:?}"
    );
    assert_eq!(found.outcome, Outcome::NotEnoughData);
    // An interval of F1 macro of 0.12 has to shrink to 0.02: six times, with 36 times the rows.
    let rows = found.rows_enough.expect("so many");
    assert!((30_000..50_000).contains(&rows), "{rows}");
    assert!(
        found.to_string().starts_with("not enough data: about "),
        "{found}"
    );
    assert_eq!(
        found.rules[0].to_string().split(": ").last().unwrap(),
        "pass, all of the interval is above -0.01"
    );
    println!("{found}");
    found.rules.iter().for_each(|rule| println!("{rule}"));
}

#[test]
fn each_rule_can_pass_fail_and_stay_undecided() {
    use Outcome::{Fail, NotEnoughData, Pass};
    let char_word = compared(paired("char LR", "word LR"));
    let word_char = compared(paired("word LR", "char LR"));
    let word_majority = compared(paired("word LR", "majority"));
    let not_inferior = |margin| Rule::NotInferior { margin };
    let beaten = |score| Rule::BaselineBeaten {
        score,
        least_gain: 0.01,
    };
    for (comparison, rule, outcome) in [
        (&char_word, not_inferior(0.01), Pass),
        // Worse for certain, and by more than a point maybe.
        (&word_char, not_inferior(0.01), Fail),
        // Worse for certain, and by less than ten points.
        (&word_char, not_inferior(0.1), Pass),
        // From 3.6 points worse to 0.2 points better.
        (&word_majority, not_inferior(0.01), NotEnoughData),
        (&char_word, better(Score::F1Micro, 0.02), Pass),
        (&word_char, better(Score::F1Micro, 0.02), Fail),
        (&char_word, better(Score::F1Macro, 0.02), NotEnoughData),
        (&char_word, better(Score::F1Macro, 0.2), Fail),
        (&word_majority, better(Score::F1Macro, 0.02), Pass),
        (&word_majority, better(recall("hate-speech"), 0.02), Pass),
        // 25 rows, whatever they show.
        (
            &word_majority,
            better(recall("cyberbullying"), 0.02),
            NotEnoughData,
        ),
        (&char_word, beaten(Score::F1Macro), Pass),
        (&char_word, beaten(Score::F1Micro), NotEnoughData),
        (&word_char, beaten(Score::F1Micro), Fail),
    ] {
        let found = gate(comparison, &Measured::default(), vec![rule]);
        assert_eq!(found.outcome, outcome, "{}", found.rules[0]);
        assert_eq!(found.rows_enough.is_some(), outcome == NotEnoughData);
    }
    let rare = gate(
        &char_word,
        &Measured::default(),
        vec![better(recall("cyberbullying"), 0.02)],
    );
    let finding = &rare.rules[0].findings[0];
    assert_eq!(finding.reason, Reason::TooFewPositives { positives: 25 });
    assert_eq!(finding.enough, Some(Enough::Rows(1200)));
}

/// One score is enough for a rule that asks for any; one failing rule is enough for the whole to fail.
#[test]
fn rules_are_joined() {
    let comparison = compared(paired("word LR", "majority"));
    let any = Rule::Better {
        any_of: vec![recall("cyberbullying"), Score::F1Macro],
        least_gain: 0.02,
    };
    let nothing = Measured::default();
    let found = gate(&comparison, &nothing, vec![any.clone()]);
    assert_eq!(found.outcome, Outcome::Pass);
    assert_eq!(found.rules[0].findings[0].outcome, Outcome::NotEnoughData);
    let undecided = Rule::NotInferior { margin: 0.01 };
    let found = gate(&comparison, &nothing, vec![any.clone(), undecided.clone()]);
    assert_eq!(found.outcome, Outcome::NotEnoughData);
    let size = Rule::Bytes {
        of: Size::Model,
        at_most: 10,
    };
    let measured = Measured {
        bytes: [(Size::Model, 11)].into(),
        ..Measured::default()
    };
    let found = gate(&comparison, &measured, vec![any, undecided, size]);
    assert_eq!(found.outcome, Outcome::Fail);
    assert_eq!(
        found.rules[2].to_string(),
        "model, bytes 11: fail, over the budget of 10"
    );
}

#[test]
fn budgets_go_by_the_interval() {
    let comparison = compared(paired("char LR", "word LR"));
    let with = |value, low, high| Measured {
        ratios: [(
            Cost::LatencyP95,
            Ratio {
                estimate: Estimate { value, low, high },
                calls: 200,
            },
        )]
        .into(),
        bytes: [(Size::Model, 10)].into(),
    };
    let rule = Rule::Ratio {
        of: Cost::LatencyP95,
        at_most: 1.5,
    };
    for (measured, outcome, enough) in [
        (with(1.2, 1.1, 1.5), Outcome::Pass, None),
        (with(1.8, 1.6, 2.0), Outcome::Fail, None),
        // The upper side of 0.5 has to shrink to 0.25, with four times the calls.
        (
            with(1.25, 1.0, 1.75),
            Outcome::NotEnoughData,
            Some(Enough::Calls(800)),
        ),
        (
            with(2.0, 1.0, 2.25),
            Outcome::NotEnoughData,
            Some(Enough::Calls(800)),
        ),
        (with(1.5, 1.0, 2.0), Outcome::NotEnoughData, None),
        (Measured::default(), Outcome::NotEnoughData, None),
    ] {
        let found = gate(&comparison, &measured, vec![rule.clone()]);
        assert_eq!(found.outcome, outcome, "{}", found.rules[0]);
        assert_eq!(found.rules[0].findings[0].enough, enough);
        assert_eq!(found.rows_enough, None, "rows do not help");
    }
    let size = Rule::Bytes {
        of: Size::Model,
        at_most: 10,
    };
    let found = gate(&comparison, &with(1.0, 1.0, 1.0), vec![size]);
    assert_eq!(found.outcome, Outcome::Pass);
}

/// With five rows on which both are right nothing is certain, although the bootstrap's interval has no width.
#[test]
fn few_rows_pass_nothing() {
    let classes = ["a", "b"].map(String::from).to_vec();
    let rows = PairedRows::new(
        classes,
        vec![0, 0, 1, 1, 1],
        vec![0, 0, 1, 1, 1],
        vec![0, 0, 1, 1, 1],
    );
    let comparison = compared(rows.unwrap());
    let estimate = comparison.against_production.differences.f1_micro.estimate;
    assert_eq!((estimate.low, estimate.high), (0.0, 0.0));
    let rules = vec![
        Rule::NotInferior { margin: 0.01 },
        better(Score::F1Micro, 0.02),
        better(Score::F1Macro, 0.02),
        better(recall("a"), 0.02),
    ];
    let found = gate(&comparison, &Measured::default(), rules);
    for rule in &found.rules {
        assert_eq!(rule.outcome, Outcome::NotEnoughData, "{rule}");
    }
    // The same answers never differ, so that no number of rows shows a difference of F1 macro.
    assert_eq!(found.rules[2].findings[0].enough, None);
    assert_eq!(found.rows_enough, None);
}

#[test]
fn no_rows_are_refused() {
    let fault = PairedRows::new(vec!["a".into()], vec![], vec![], vec![]).unwrap_err();
    assert_eq!(fault.code, Code::NotUsable);
}

#[test]
fn every_fault_of_the_rules_is_told_with_its_field() {
    let text = r#"
rules = [
  { rule = "not_inferior", margin = 0.0 },
  { rule = "better", any_of = [], least_gain = 0.02 },
  { rule = "better", any_of = ["f1_macro", "f1_macro", { recall = "spam" }], least_gain = nan },
  { rule = "baseline_beaten", score = { recall = "a" }, least_gain = 2 },
  { rule = "ratio", of = "latency_p95", at_most = inf },
  { rule = "bytes", of = "model", at_most = 0 },
]
"#;
    let rules: Rules = toml::from_str(text).expect("well formed");
    let faults = rules.check(&["a".into(), "b".into()]).unwrap_err();
    let places: Vec<&str> = faults
        .iter()
        .map(|fault| {
            assert_eq!(fault.code, Code::InvalidParameter);
            assert!(!fault.remedy.is_empty());
            fault.place.as_ref().expect("a field").file.as_str()
        })
        .collect();
    assert_eq!(
        places,
        [
            "rules[0].margin",
            "rules[1].any_of",
            "rules[2].least_gain",
            "rules[2].any_of",
            "rules[2].any_of",
            "rules[3].least_gain",
            "rules[3].score",
            "rules[4].at_most",
            "rules[5].at_most",
        ]
    );
    assert_eq!(
        faults[4].to_string(),
        "rules[2].any_of: there is no class `spam`; name one of a, b"
    );
    let none = Rules { rules: vec![] }.check(&["a".into()]).unwrap_err();
    assert_eq!(none[0].place.as_ref().unwrap().file, "rules");
    assert!(Rules::default().check(&["a".into()]).is_ok());
    let unknown =
        toml::from_str::<Rules>("rules = [{ rule = \"bytes\", of = \"model\", most = 1 }]");
    assert!(unknown.is_err());
}
