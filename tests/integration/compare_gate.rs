//! The gate: what the rules say of the committed predictions, and each way in which a rule can pass, fail or stay undecided.

use dryf::pipeline::compare::{
    CompareWork, Comparison, Cost, Enough, FlipsOfBoth, Gate, GateOutcome, Measured, PairedRows,
    Ratio, Reason, Rule, Rules, Score, Size,
};
use dryf::pipeline::drift::Estimate;
use dryf::pipeline::error::Code;
use dryf::pipeline::robustness::Perturbation;

use crate::compare_reference::paired;

const DRAWS: u32 = 1000;

pub fn compared(rows: PairedRows) -> Comparison {
    let mut work = CompareWork::new(rows, 0, DRAWS, 2021);
    while work.step(333).is_running() {
        assert!(work.done() < work.total());
    }
    assert_eq!(work.done(), 4 * DRAWS);
    work.finish().expect("all draws are done")
}

pub fn gate(comparison: &Comparison, measured: &Measured, rules: Vec<Rule>) -> Gate {
    judged(
        comparison,
        measured,
        Rules {
            rules,
            ..Rules::default()
        },
    )
}

pub fn judged(comparison: &Comparison, measured: &Measured, rules: Rules) -> Gate {
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

pub fn better(score: Score, min_gain: f64) -> Rule {
    Rule::Better {
        any_of: vec![score],
        min_gain,
    }
}

pub fn recall(class: &str) -> Score {
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
    let outcomes: Vec<GateOutcome> = found.rules.iter().map(|rule| rule.outcome).collect();
    assert_eq!(
        outcomes,
        [
            GateOutcome::Pass,
            GateOutcome::NotEnoughData,
            GateOutcome::NotEnoughData
        ],
        "{found:?}"
    );
    assert_eq!(found.outcome, GateOutcome::NotEnoughData);
    // The lower side of F1 macro's interval, about 0.06, has to shrink to the 0.004 that the two differ by.
    let rows = found.rows_enough.expect("so many");
    assert!((100_000..600_000).contains(&rows), "{rows}");
    // What the reader wants to know first, and only what decided it.
    assert!(
        found
            .sentence
            .starts_with("Not enough data. F1 macro is 0.004 higher than production's [−0.0"),
        "{found}"
    );
    assert!(
        found.sentence.ends_with(" labelled rows would decide it."),
        "{found}"
    );
    assert!(
        found.rules[0]
            .sentence
            .starts_with("Pass: F1 micro is 0.026 higher than production's [+0.0"),
        "{}",
        found.rules[0]
    );
    assert!(
        found.rules[0]
            .sentence
            .ends_with("] (allowed: 0.010 lower)"),
        "{}",
        found.rules[0]
    );
}

#[test]
fn each_rule_can_pass_fail_and_stay_undecided() {
    use GateOutcome::{Fail, NotEnoughData, Pass};
    let char_word = compared(paired("char LR", "word LR"));
    let word_char = compared(paired("word LR", "char LR"));
    let word_majority = compared(paired("word LR", "majority"));
    let not_inferior = |margin| Rule::NotInferior { margin };
    let beaten = |score, min_gain| Rule::BaselineBeaten { score, min_gain };
    for (comparison, rule, outcome, said) in [
        (
            &char_word,
            not_inferior(0.01),
            Pass,
            "F1 micro is 0.026 higher than production's",
        ),
        // Worse for certain, by a point or more maybe.
        (
            &word_char,
            not_inferior(0.01),
            NotEnoughData,
            "F1 micro is 0.026 lower than production's",
        ),
        (&word_char, not_inferior(0.008), Fail, "(allowed: 0.008)"),
        // Worse for certain, and by less than ten points.
        (&word_char, not_inferior(0.1), Pass, "(allowed: 0.100)"),
        // From 3.6 points worse to 0.2 points better.
        (
            &word_majority,
            not_inferior(0.01),
            NotEnoughData,
            "0.017 lower",
        ),
        // The gain that is asked for is required.
        (
            &char_word,
            better(Score::F1Micro, 0.0),
            Pass,
            "(required: higher)",
        ),
        (
            &char_word,
            better(Score::F1Micro, 0.008),
            Pass,
            "(required: more than 0.008)",
        ),
        (
            &char_word,
            better(Score::F1Micro, 0.02),
            NotEnoughData,
            "(required: more than 0.020)",
        ),
        (
            &char_word,
            better(Score::F1Micro, 0.05),
            Fail,
            "0.026 higher",
        ),
        (&word_char, better(Score::F1Micro, 0.0), Fail, "0.026 lower"),
        (
            &word_char,
            better(Score::F1Micro, 0.02),
            Fail,
            "(required: more than 0.020 higher)",
        ),
        (
            &char_word,
            better(Score::F1Macro, 0.0),
            NotEnoughData,
            "0.004 higher",
        ),
        (
            &char_word,
            better(Score::F1Macro, 0.2),
            Fail,
            "0.004 higher",
        ),
        (
            &word_majority,
            better(Score::F1Macro, 0.02),
            Pass,
            "0.190 higher",
        ),
        (
            &word_majority,
            better(recall("hate-speech"), 0.02),
            Pass,
            "recall of hate-speech is ",
        ),
        // 25 rows, whatever they show.
        (
            &word_majority,
            better(recall("cyberbullying"), 0.02),
            NotEnoughData,
            "and the class has 25 rows where 30 are needed",
        ),
        (
            &char_word,
            beaten(Score::F1Macro, 0.01),
            Pass,
            "higher than the baseline's",
        ),
        (
            &char_word,
            beaten(Score::F1Micro, 0.01),
            NotEnoughData,
            "the baseline's",
        ),
        (
            &word_char,
            beaten(Score::F1Micro, 0.01),
            Fail,
            "0.017 lower than the baseline's",
        ),
    ] {
        let found = gate(comparison, &Measured::default(), vec![rule]);
        let sentence = &found.rules[0].sentence;
        assert_eq!(found.outcome, outcome, "{sentence}");
        assert!(
            sentence.starts_with(&format!("{}: ", outcome.word())) && sentence.contains(said),
            "{sentence}"
        );
        assert_eq!(
            found.rows_enough.is_some(),
            outcome == NotEnoughData,
            "{sentence}"
        );
        if outcome == Fail {
            let found_of_it = sentence.trim_start_matches("Fail: ");
            assert_eq!(found.sentence, format!("Fail. {found_of_it}."));
        }
    }
    let rare = gate(
        &char_word,
        &Measured::default(),
        vec![better(recall("cyberbullying"), 0.02)],
    );
    let finding = &rare.rules[0].findings[0];
    assert_eq!(finding.reason, Reason::TooFewPositives { positives: 25 });
    // With 1,200 rows the class has thirty; its interval needs more to clear the line.
    assert_eq!(finding.enough, Some(Enough::Rows(1928)));
}

/// One score is enough for a rule that asks for any; one failing rule is enough for the whole to fail.
#[test]
fn rules_are_joined() {
    let comparison = compared(paired("word LR", "majority"));
    let any = Rule::Better {
        any_of: vec![recall("cyberbullying"), Score::F1Macro],
        min_gain: 0.02,
    };
    let nothing = Measured::default();
    let found = gate(&comparison, &nothing, vec![any.clone()]);
    assert_eq!(found.outcome, GateOutcome::Pass);
    assert_eq!(
        found.rules[0].findings[0].outcome,
        GateOutcome::NotEnoughData
    );
    let undecided = Rule::NotInferior { margin: 0.01 };
    let found = gate(&comparison, &nothing, vec![any.clone(), undecided.clone()]);
    assert_eq!(found.outcome, GateOutcome::NotEnoughData);
    let size = Rule::Size {
        of: Size::Model,
        max: 10,
    };
    let measured = Measured {
        bytes: [(Size::Model, 11)].into(),
        ..Measured::default()
    };
    let found = gate(&comparison, &measured, vec![any, undecided, size]);
    assert_eq!(found.outcome, GateOutcome::Fail);
    assert_eq!(
        found.rules[2].to_string(),
        "Fail: size of the model is 11 B (allowed: 10 B)"
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
        ..Measured::default()
    };
    let rule = Rule::Ratio {
        of: Cost::LatencyP95,
        max: 1.5,
    };
    for (measured, outcome, enough) in [
        (with(1.2, 1.1, 1.5), GateOutcome::Pass, None),
        (with(1.8, 1.6, 2.0), GateOutcome::Fail, None),
        // The upper side of 0.5 has to shrink to 0.25, with four times the calls.
        (
            with(1.25, 1.0, 1.75),
            GateOutcome::NotEnoughData,
            Some(Enough::Calls(800)),
        ),
        (
            with(2.0, 1.0, 2.25),
            GateOutcome::NotEnoughData,
            Some(Enough::Calls(800)),
        ),
        (with(1.5, 1.0, 2.0), GateOutcome::NotEnoughData, None),
        (Measured::default(), GateOutcome::NotEnoughData, None),
    ] {
        let found = gate(&comparison, &measured, vec![rule.clone()]);
        assert_eq!(found.outcome, outcome, "{}", found.rules[0]);
        assert_eq!(found.rules[0].findings[0].enough, enough);
        assert_eq!(found.rows_enough, None, "rows do not help");
    }
    let size = Rule::Size {
        of: Size::Model,
        max: 10,
    };
    let found = gate(&comparison, &with(1.0, 1.0, 1.0), vec![size]);
    assert_eq!(found.outcome, GateOutcome::Pass);
}

#[test]
fn flips_go_by_the_interval() {
    use GateOutcome::{Fail, NotEnoughData, Pass};
    let comparison = compared(paired("char LR", "word LR"));
    let rule = Rule::Robust {
        of: Perturbation::UpperCase,
        max: 0.05,
    };
    let size = Rule::Size {
        of: Size::Model,
        max: 10,
    };
    // Wilson's intervals: 0 of 50 up to 7.1 %, 0 of 80 up to 4.6 %, 30 of 1,000 up to 4.2 %, 40 up to 5.4 %, 65 from 5.1 %.
    for (candidate, rows, outcome) in [
        (0, 50, NotEnoughData),
        (0, 80, Pass),
        (30, 1000, Pass),
        (40, 1000, NotEnoughData),
        (65, 1000, Fail),
    ] {
        let measured = Measured {
            bytes: [(Size::Model, 10)].into(),
            flips: [(
                Perturbation::UpperCase,
                FlipsOfBoth {
                    candidate,
                    production: 10,
                    rows,
                },
            )]
            .into(),
            ..Measured::default()
        };
        let found = gate(&comparison, &measured, vec![rule.clone(), size.clone()]);
        assert_eq!(found.outcome, outcome, "{}", found.rules[0]);
        assert_eq!(found.rows_enough.is_some(), outcome == NotEnoughData);
        assert!(found.rows_enough.is_none_or(|enough| enough > rows));
    }
    let measured = Measured {
        flips: [(
            Perturbation::UpperCase,
            FlipsOfBoth {
                candidate: 100,
                production: 10,
                rows: 1000,
            },
        )]
        .into(),
        ..Measured::default()
    };
    let found = gate(&comparison, &measured, vec![rule.clone()]);
    assert_eq!(
        found.rules[0].to_string(),
        "Fail: in upper case 10.0 % of the candidate's answers flip [8.3 % – 12.0 %] (production's: 1.0 %; allowed: 5.0 %)"
    );
    let found = gate(&comparison, &Measured::default(), vec![rule]);
    assert_eq!(
        (found.outcome, found.is_unmeasured()),
        (NotEnoughData, true)
    );
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
        assert_eq!(rule.outcome, GateOutcome::NotEnoughData, "{rule}");
    }
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
  { rule = "better", any_of = [], min_gain = -0.02 },
  { rule = "better", any_of = ["f1_macro", "f1_macro", { recall = "spam" }], min_gain = nan },
  { rule = "baseline_beaten", score = { recall = "a" }, min_gain = 1.0 },
  { rule = "ratio", of = "latency_p95", max = inf },
  { rule = "size", of = "model", max = 0 },
]
"#;
    let rules: Rules = toml::from_str(text).expect("well formed");
    let faults = rules.check(&["a".into(), "b".into()]).unwrap_err();
    let places: Vec<&str> = faults
        .iter()
        .map(|fault| {
            assert_eq!(fault.code, Code::InvalidParameter);
            assert!(fault.remedy.is_some());
            fault.place.as_ref().expect("a field").file.as_str()
        })
        .collect();
    assert_eq!(
        places,
        [
            "rules[0].margin",
            "rules[1].any_of",
            "rules[1].min_gain",
            "rules[2].any_of",
            "rules[2].min_gain",
            "rules[2].any_of",
            "rules[3].score",
            "rules[3].min_gain",
            "rules[4].max",
            "rules[5].max",
        ]
    );
    assert_eq!(
        faults[5].to_string(),
        "rules[2].any_of: there is no class `spam`; name one of `a` and `b`"
    );
    let none = Rules {
        rules: vec![],
        ..Rules::default()
    };
    let none = none.check(&["a".into()]).unwrap_err();
    assert_eq!(none[0].place.as_ref().unwrap().file, "rules");
    assert!(Rules::default().check(&["a".into()]).is_ok());
    let unknown =
        toml::from_str::<Rules>("rules = [{ rule = \"size\", of = \"model\", most = 1 }]");
    assert!(unknown.is_err());
}
