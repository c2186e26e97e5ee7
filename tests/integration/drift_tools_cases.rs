//! What each published tool said of the same inputs, by fixtures that the tools made themselves.
//!
//! A tool's every opinion is held to its fixture and the other way round: the number, the verdict, the limit where the
//! fixture has it, an error by its first words, and which measure it takes unasked. Each fixture states its tolerances.

use std::collections::{BTreeMap, BTreeSet};

use dryf::pipeline::drift::tools::{
    EstimatedMetric, Failure, estimated_metrics, label_opinions, score_opinions, value_opinions,
};
use dryf::pipeline::drift::{Measure, Tool, ToolVerdict};
use dryf::pipeline::step::at_once;
use serde::Deserialize;

use crate::drift_labels::poleval_labels;
use crate::drift_tools_inputs::{LabelRows, label_rows, poleval_values, score_sides, value_rows};
use crate::fixtures;

#[derive(Deserialize)]
pub struct Fixture {
    pub tolerances: Vec<Tolerance>,
    #[serde(flatten)]
    pub cases: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
pub struct Tolerance {
    measure: String,
    relative: f64,
    absolute: f64,
    reason: String,
}

#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    default: Vec<String>,
    opinions: BTreeMap<String, Said>,
}

#[derive(Debug, Deserialize)]
pub struct Said {
    value: Option<f64>,
    drift: Option<bool>,
    threshold: Option<f64>,
    lower: Option<f64>,
    error: Option<String>,
    #[serde(default)]
    rounding: bool,
    #[serde(default)]
    two_classes: bool,
    /// How far the number and its error move with the order of rows of which the tool's sort makes none.
    #[serde(default)]
    spread: f64,
    #[serde(default)]
    spread_of_error: f64,
    sampling_error: Option<f64>,
    lower_confidence_boundary: Option<f64>,
    upper_confidence_boundary: Option<f64>,
}

impl Fixture {
    pub fn read(name: &str) -> Fixture {
        let fixture: Fixture = fixtures::read(name);
        assert!(fixture.tolerances.iter().all(|one| !one.reason.is_empty()));
        fixture
    }

    pub fn part(&self, part: &str) -> Vec<Case> {
        serde_json::from_value(self.cases[part].clone()).expect("a list of cases")
    }

    fn close(&self, what: &str, measure: &str, actual: Option<f64>, expected: f64, spread: f64) {
        let of = |name: &str| self.tolerances.iter().find(|one| one.measure == name);
        let tolerance = of(measure).or_else(|| of("*")).expect("a tolerance");
        let allowed = tolerance.absolute + tolerance.relative * expected.abs() + 2.0 * spread;
        let actual = actual.unwrap_or_else(|| panic!("{what}: nothing in place of {expected}"));
        assert!(
            (actual - expected).abs() <= allowed,
            "{what}: {actual:e}, expected {expected:e} within {allowed:e}"
        );
    }

    /// Holds what `tool` is said to say to what it said.
    pub fn check(&self, tool: Tool, case: &Case, opinions: &[ToolVerdict]) {
        let own: Vec<&ToolVerdict> = opinions.iter().filter(|one| one.tool == tool).collect();
        let name = |measure: Measure| -> String {
            let value = serde_json::to_value(measure).expect("a measure is a name");
            value.as_str().expect("a name").to_string()
        };
        let measures: BTreeSet<String> = own.iter().map(|one| name(one.measure)).collect();
        assert_eq!(
            measures.len(),
            own.len(),
            "{}: each measure once",
            case.name
        );
        for one in &own {
            let measure = name(one.measure);
            let what = format!("{tool:?} {measure}, {}", case.name);
            let expected = case.opinions.get(&measure);
            let expected = expected.unwrap_or_else(|| panic!("{what}: not in the fixture"));
            match (expected.value, &expected.error) {
                (Some(value), _) => {
                    self.close(&what, &measure, one.value, value, expected.spread);
                    assert_eq!(Some(one.drift), expected.drift, "{what}: {one:?}");
                }
                (None, Some(error)) => match &one.failure {
                    Some(Failure::Raises { message }) => {
                        let start: String = message.chars().take(70).collect();
                        assert!(error.starts_with(&start), "{what}: {message}, not {error}");
                    }
                    other => panic!("{what}: {other:?}, not the error {error}"),
                },
                (None, None) if expected.rounding => {
                    assert_eq!(one.failure, Some(Failure::Rounding), "{what}");
                }
                (None, None) if expected.two_classes => {
                    assert_eq!(one.failure, Some(Failure::TwoClasses), "{what}");
                }
                (None, None) => assert_eq!(one.failure, Some(Failure::NotANumber), "{what}"),
            }
            if one.value.is_none() {
                assert!(!one.drift, "{what}");
            }
            for (limit, of_tool) in [
                (one.threshold, expected.threshold),
                (one.lower, expected.lower),
            ] {
                if let Some(expected) = of_tool {
                    self.close(&format!("{what}, limit"), &measure, limit, expected, 0.0);
                }
            }
            assert_eq!(
                one.by_default,
                case.default.contains(&measure),
                "{what}: unasked"
            );
        }
        let missing: Vec<&String> = case
            .opinions
            .keys()
            .filter(|m| !measures.contains(*m))
            .collect();
        assert!(
            missing.is_empty(),
            "{tool:?}, {}: nothing by {missing:?}",
            case.name
        );
    }
}

fn evidently_labels(rows: &LabelRows) -> Vec<ToolVerdict> {
    label_opinions(&rows.counts(), Some(&rows.reference))
}

#[test]
fn evidently_of_labels() {
    let fixture = Fixture::read("tools_evidently.json");
    let rows = label_rows();
    for case in fixture.part("labels") {
        fixture.check(Tool::Evidently, &case, &evidently_labels(&rows[&case.name]));
    }
    if let Some([reference, current]) = poleval_labels() {
        let rows = LabelRows { reference, current };
        fixture.check(
            Tool::Evidently,
            &fixture.part("poleval_labels")[0],
            &evidently_labels(&rows),
        );
    }
}

#[test]
fn evidently_of_values() {
    let fixture = Fixture::read("tools_evidently.json");
    let rows = value_rows();
    for case in fixture.part("values") {
        let [reference, current] = &rows[&case.name];
        let opinions = value_opinions(reference, current);
        fixture.check(Tool::Evidently, &case, &opinions);
    }
    if let Some(rows) = poleval_values() {
        for case in fixture.part("poleval_values") {
            let [reference, current] = &rows[&case.name];
            fixture.check(Tool::Evidently, &case, &value_opinions(reference, current));
        }
    }
}

/// Of labels and of values alike.
fn check_labels_and_values(tool: Tool, fixture: &Fixture) {
    let rows = label_rows();
    let of_labels = |rows: &LabelRows| label_opinions(&rows.counts(), Some(&rows.reference));
    for case in fixture.part("labels") {
        fixture.check(tool, &case, &of_labels(&rows[&case.name]));
    }
    let rows = value_rows();
    for case in fixture.part("values") {
        let [reference, current] = &rows[&case.name];
        fixture.check(tool, &case, &value_opinions(reference, current));
    }
    if let Some([reference, current]) = poleval_labels() {
        let opinions = of_labels(&LabelRows { reference, current });
        fixture.check(tool, &fixture.part("poleval_labels")[0], &opinions);
    }
    if let Some(rows) = poleval_values() {
        for case in fixture.part("poleval_values") {
            let [reference, current] = &rows[&case.name];
            fixture.check(tool, &case, &value_opinions(reference, current));
        }
    }
}

fn check_scores(tool: Tool, fixture: &Fixture) {
    let sides = score_sides();
    for case in fixture.part("scores") {
        let [reference, current] = &sides[&case.name];
        let classes: Vec<String> = (0..reference.scores[0].len())
            .map(|class| class.to_string())
            .collect();
        let opinions = score_opinions(
            &classes,
            reference.scored(),
            Some(&reference.truth),
            current.scored(),
        );
        fixture.check(tool, &case, &opinions);
    }
}

#[test]
fn nannyml_of_labels_values_and_scores() {
    let fixture = Fixture::read("tools_nannyml.json");
    check_labels_and_values(Tool::NannyMl, &fixture);
    check_scores(Tool::NannyMl, &fixture);
}

#[test]
fn nannymls_error_of_sampling() {
    let fixture = Fixture::read("tools_nannyml.json");
    let sides = score_sides();
    let mut compared = 0;
    for case in fixture.part("scores") {
        let [reference, current] = &sides[&case.name];
        let found = at_once(estimated_metrics(
            reference.scored(),
            &reference.truth,
            current.scored(),
        ));
        for (metric, estimate) in found {
            let measure = match metric {
                EstimatedMetric::Accuracy => "estimated-accuracy",
                EstimatedMetric::F1Macro => "estimated-f1",
                EstimatedMetric::AucMacro => "estimated-auc",
            };
            let expected = &case.opinions[measure];
            let Ok(estimate) = estimate else {
                assert!(expected.error.is_some() || expected.two_classes);
                continue;
            };
            let what = format!("{measure}, {}", case.name);
            assert_eq!(Some(estimate.alert()), expected.drift, "{what}");
            let band = estimate.band.expect("each class was right and wrong");
            let error = expected.spread_of_error;
            let of_band = expected.spread + 3.0 * error;
            for (actual, expected, spread) in [
                (
                    estimate.sampling_error.unwrap(),
                    expected.sampling_error,
                    error,
                ),
                (band[0], expected.lower_confidence_boundary, of_band),
                (band[1], expected.upper_confidence_boundary, of_band),
            ] {
                fixture.close(&what, measure, Some(actual), expected.unwrap(), spread);
                compared += 1;
            }
        }
    }
    assert!(compared >= 3 * 3 * 5, "{compared}");
}

#[test]
fn alibi_detect_of_labels_values_and_scores() {
    let fixture = Fixture::read("tools_alibi.json");
    check_labels_and_values(Tool::AlibiDetect, &fixture);
    check_scores(Tool::AlibiDetect, &fixture);
}

#[test]
fn deepchecks_of_labels_values_and_scores() {
    let fixture = Fixture::read("tools_deepchecks.json");
    check_labels_and_values(Tool::Deepchecks, &fixture);
    check_scores(Tool::Deepchecks, &fixture);
}
