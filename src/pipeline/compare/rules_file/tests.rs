//! Rules files: both ways, names of earlier versions, each fault with its line.

use super::*;
use crate::pipeline::compare::{Cost, Rule, Score, Size};

/// Each rule and each name that it takes.
fn every() -> Rules {
    let mut rules = Rules::default().rules;
    rules.push(Rule::Better {
        any_of: vec![
            Score::F1Micro,
            Score::F1Macro,
            Score::Recall("hate \"speech\"".into()),
        ],
        min_gain: 0.5,
    });
    rules.extend(Rule::examples());
    Rules {
        unknown_labels: UnknownLabels::Wrong,
        rules,
    }
}

#[test]
fn written_rules_read_back_the_same() {
    let text = every().to_toml();
    assert_eq!(RulesFile::read(&text, "r.toml").unwrap().rules, every());
    assert_eq!(toml::from_str::<Rules>(&text).unwrap(), every());
    for name in every().rules.iter().map(Rule::name) {
        assert!(text.contains(&format!("rule = \"{name}\"")), "{name}");
    }
}

#[test]
fn whole_numbers_stand_for_floats_and_rules_may_be_inline() {
    let text = "rules = [\n  { rule = \"ratio\", of = \"latency_p95\", max = 2 },\n]";
    assert_eq!(
        RulesFile::read(text, "r.toml").unwrap().rules.rules,
        [Rule::Ratio {
            of: Cost::LatencyP95,
            max: 2.0
        }]
    );
    assert!(
        RulesFile::read("", "r.toml")
            .unwrap()
            .rules
            .rules
            .is_empty()
    );
}

#[test]
fn names_of_earlier_versions_are_read_and_said() {
    let text = "[[rules]]\nrule = \"better\"\nany_of = [\"f1_macro\"]\nleast_gain = 0.02\n\n[[rules]]\nrule = \"bytes\"\nof = \"model\"\nat_most = 0\n";
    let file = RulesFile::read(text, "r.toml").unwrap();
    let Rule::Better { min_gain, .. } = file.rules.rules[0] else {
        panic!("{file:?}");
    };
    assert_eq!(min_gain, 0.02);
    assert_eq!(
        file.notes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [
            "r.toml, line 4: `least_gain` is called `min_gain` now; that gain is required now, where any gain that was surely above 0 passed before: 0 asks for any gain",
            "r.toml, line 7: `bytes` is called `size` now",
            "r.toml, line 9: `at_most` is called `max` now",
        ]
    );
    let fault = file.check(&[]).unwrap_err().remove(0).to_string();
    assert!(
        fault.starts_with("r.toml, line 9: `rules[1].max` can't be 0; give a whole number"),
        "{fault}"
    );
    // As the page kept them.
    let kept = r#"{"rules":[{"rule":"bytes","of":"model","at_most":3},{"rule":"better","any_of":["f1_micro"],"least_gain":0.5}]}"#;
    let rules: Rules = serde_json::from_str(kept).unwrap();
    assert_eq!(
        rules.rules[0],
        Rule::Size {
            of: Size::Model,
            max: 3
        }
    );
    // A key of both names is one too many.
    let both = "[[rules]]\nrule = \"ratio\"\nof = \"latency_p95\"\nmax = 1\nat_most = 2\n";
    let fault = RulesFile::read(both, "r.toml").unwrap_err().to_string();
    assert!(
        fault.contains("line 5") && fault.contains("unknown key"),
        "{fault}"
    );
}

#[test]
fn unknown_labels_are_undecided_unless_asked_for() {
    let of = |text: &str| RulesFile::read(text, "r.toml").map(|file| file.rules.unknown_labels);
    assert_eq!(of("").unwrap(), UnknownLabels::Undecided);
    assert_eq!(
        of("unknown_labels = \"wrong\"").unwrap(),
        UnknownLabels::Wrong
    );
    let fault = of("\nunknown_labels = \"rong\"").unwrap_err().to_string();
    assert!(
        fault.starts_with(
            "r.toml, line 2: `unknown_labels` can't be \"rong\"; did you mean \"wrong\"?"
        ),
        "{fault}"
    );
}

#[test]
fn each_fault_has_its_line_key_and_remedy() {
    let cases = [
        ("[[rules]\n", 1, "", "correct the TOML"),
        (
            "[[rule]]\n",
            1,
            "unknown key `rule`",
            "did you mean `rules`",
        ),
        ("rules = 3", 1, "a list of rules", "write [[rules]]"),
        ("rules = [3]", 1, "a list of rules", "write [[rules]]"),
        (
            "[rules]\nrule = \"ratio\"",
            1,
            "a list of rules",
            "[[rules]]",
        ),
        (
            "\n[[rules]]\nmargin = 0.1",
            2,
            "`rules[0]`: it has no `rule`",
            "not_inferior, better,",
        ),
        (
            "[[rules]]\nrule = 3",
            2,
            "`rules[0].rule`: unknown rule `3`",
            "known are: not_inferior",
        ),
        (
            "[[rules]]\nrule = \"beter\"",
            2,
            "`rules[0].rule`: unknown rule `beter`",
            "did you mean `better`",
        ),
        (
            "[[rules]]\nrule = \"not_inferior\"\nmargn = 0.1",
            3,
            "`rules[0].margn`: unknown key of the rule not_inferior `margn`",
            "did you mean `margin`",
        ),
        (
            "[[rules]]\nrule = \"not_inferior\"",
            1,
            "`rules[0]`: it has no `margin`",
            "add `margin = ..`: a number",
        ),
        (
            "[[rules]]\nrule = \"not_inferior\"\nmargin = 0.1\n[[rules]]\nrule = \"not_inferior\"\nmargin = \"1 %\"",
            6,
            "`rules[1].margin` can't be \"1 %\"",
            "a number above 0 and below 1",
        ),
        (
            "[[rules]]\nrule = \"better\"\nmin_gain = 0.1\nany_of = [\"f1_makro\"]",
            4,
            "`rules[0].any_of` can't be [\"f1_makro\"]",
            "did you mean \"f1_macro\"",
        ),
        (
            "[[rules]]\nrule = \"better\"\nmin_gain = 0.1\nany_of = [\"recall\"]",
            4,
            "`rules[0].any_of` can't be [\"recall\"]",
            "{recall = \"..\"}",
        ),
        (
            "[[rules]]\nrule = \"better\"\nmin_gain = 0.1\nany_of = \"f1_macro\"",
            4,
            "`rules[0].any_of` can't be",
            "a list without repeats",
        ),
        (
            "[[rules]]\nrule = \"ratio\"\nof = \"latency_95\"\nmax = 2.0",
            3,
            "`rules[0].of` can't be \"latency_95\"",
            "did you mean \"latency_p95\"",
        ),
        (
            "[[rules]]\nrule = \"size\"\nof = \"model\"\nmax = 1.5",
            4,
            "`rules[0].max` can't be 1.5",
            "50000000",
        ),
        (
            "[[rules]]\nrule = \"size\"\nof = 1\nmax = 1",
            3,
            "`rules[0].of` can't be 1",
            "\"model\" or \"peak_memory\"",
        ),
    ];
    for (text, line, message, remedy) in cases {
        let error = RulesFile::read(text, "r.toml").unwrap_err();
        let place = error.place.clone().unwrap();
        assert_eq!(
            (place.file.as_str(), place.line),
            ("r.toml", Some(line)),
            "{text}: {error}"
        );
        assert!(
            error.message.to_string().contains(message),
            "{text}: {error}"
        );
        assert!(error.to_string().contains(remedy), "{text}: {error}");
    }
}

#[test]
fn what_a_value_may_not_be_has_its_line_too() {
    let text = "[[rules]]\nrule = \"not_inferior\"\nmargin = 2\n\n[[rules]]\nrule = \"better\"\nany_of = [{ recall = \"spam\" }]\nmin_gain = 0.1\n";
    let faults = RulesFile::read(text, "r.toml")
        .unwrap()
        .check(&["a".into()])
        .unwrap_err();
    let faults: Vec<String> = faults.iter().map(Error::to_string).collect();
    assert_eq!(
        faults,
        [
            "r.toml, line 3: `rules[0].margin` can't be 2.0; give a number above 0 and below 1, such as 0.01",
            "r.toml, line 7: `rules[1].any_of`: there is no class `spam`; name one of `a`",
        ]
    );
    let none = RulesFile::read("", "r.toml").unwrap().check(&[]);
    assert_eq!(
        none.unwrap_err()[0].to_string(),
        "r.toml: `rules`: there is no rule, so that every candidate would pass; give at least one rule"
    );
}
