//! What each published tool said of the same inputs, by fixtures that the tools made themselves.
//!
//! A tool's every opinion is held to its fixture and the other way round: the number, the verdict, the limit where the
//! fixture has it, an error by its first words, and which measure it takes unasked. Each fixture states its tolerances.

use std::collections::{BTreeMap, BTreeSet};

use dryf::pipeline::drift::tools::{
    Failure, MmdTest, TotalVariationTest, label_opinions, value_opinions,
};
use dryf::pipeline::drift::{LabelCounts, Measure, Opinion, Tool};
use dryf::pipeline::step::Status;
use serde::Deserialize;

use crate::drift_labels::poleval_labels;
use crate::fixtures;
use crate::support::poleval_dir;

#[derive(Deserialize)]
struct Inputs {
    labels: Vec<Labels>,
    values: Vec<Values>,
}

#[derive(Deserialize)]
struct Labels {
    name: String,
    reference: String,
    current: String,
}

#[derive(Deserialize)]
struct Values {
    name: String,
    reference: Vec<f64>,
    current: Vec<f64>,
}

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
    default: String,
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

    fn close(&self, what: &str, measure: &str, actual: Option<f64>, expected: f64) {
        let of = |name: &str| self.tolerances.iter().find(|one| one.measure == name);
        let tolerance = of(measure).or_else(|| of("*")).expect("a tolerance");
        let allowed = tolerance.absolute + tolerance.relative * expected.abs();
        let actual = actual.unwrap_or_else(|| panic!("{what}: nothing in place of {expected}"));
        assert!(
            (actual - expected).abs() <= allowed,
            "{what}: {actual:e}, expected {expected:e} within {allowed:e}"
        );
    }

    /// Holds what `tool` is said to say to what it said.
    pub fn check(&self, tool: Tool, case: &Case, opinions: &[Opinion]) {
        let own: Vec<&Opinion> = opinions.iter().filter(|one| one.tool == tool).collect();
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
            let Some(expected) = case.opinions.get(&measure) else {
                // Left out where the tool would need gigabytes.
                assert_eq!(
                    one.failure,
                    Some(Failure::NotDrawn),
                    "{what}: not in the fixture"
                );
                continue;
            };
            match (expected.value, &expected.error) {
                (Some(value), _) => {
                    self.close(&what, &measure, one.value, value);
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
                    self.close(&format!("{what}, limit"), &measure, limit, expected);
                }
            }
            assert_eq!(one.by_default, case.default == measure, "{what}: unasked");
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

fn inputs() -> Inputs {
    fixtures::read("tools_inputs.json")
}

/// Both sides of the labels of a case, and as many classes as either has, named by digits.
pub struct LabelRows {
    pub reference: Vec<u32>,
    pub current: Vec<u32>,
}

impl LabelRows {
    pub fn counts(&self) -> LabelCounts {
        let classes: Vec<String> = (0..self.n_classes())
            .map(|class| class.to_string())
            .collect();
        LabelCounts::new(&classes, &self.reference, &classes, &self.current)
    }

    fn n_classes(&self) -> usize {
        let rows = self.reference.iter().chain(&self.current);
        rows.max().map_or(0, |class| *class as usize + 1)
    }
}

pub fn label_rows() -> BTreeMap<String, LabelRows> {
    let digits = |text: &str| {
        text.chars()
            .map(|digit| digit.to_digit(10).unwrap())
            .collect()
    };
    let rows = |case: Labels| LabelRows {
        reference: digits(&case.reference),
        current: digits(&case.current),
    };
    inputs()
        .labels
        .into_iter()
        .map(|case| (case.name.clone(), rows(case)))
        .collect()
}

pub fn value_rows() -> BTreeMap<String, [Vec<f64>; 2]> {
    let rows = |case: Values| (case.name, [case.reference, case.current]);
    inputs().values.into_iter().map(rows).collect()
}

/// Characters and words between white space of the real tweets, by name.
pub fn poleval_values() -> Option<BTreeMap<String, [Vec<f64>; 2]>> {
    let folder = poleval_dir()?;
    let texts = ["training_set_clean_only_text.txt", "test_set_only_text.txt"].map(|name| {
        let text = std::fs::read_to_string(folder.join(name)).expect("it is there");
        text.replace("\r\n", "\n")
    });
    let by = |number: fn(&str) -> usize| {
        texts.each_ref().map(|text| {
            text.trim_end_matches('\n')
                .split('\n')
                .map(|line| number(line) as f64)
                .collect()
        })
    };
    Some(BTreeMap::from([
        ("characters".to_string(), by(|line| line.chars().count())),
        (
            "words".to_string(),
            by(|line| line.split_whitespace().count()),
        ),
    ]))
}

fn with(opinions: Vec<Opinion>, drawn: Opinion) -> Vec<Opinion> {
    let place = |one: Opinion| {
        if (one.tool, one.measure) == (drawn.tool, drawn.measure) {
            drawn.clone()
        } else {
            one
        }
    };
    opinions.into_iter().map(place).collect()
}

fn evidently_labels(rows: &LabelRows) -> Vec<Opinion> {
    let opinions = label_opinions(&rows.counts(), Some(&rows.reference));
    let mut test =
        TotalVariationTest::new(&rows.reference, &rows.current, rows.n_classes()).unwrap();
    assert_eq!(test.opinion().failure, Some(Failure::NotDrawn));
    while test.step(77) == Status::Running {}
    assert_eq!(test.done(), 1_000);
    with(opinions, test.opinion())
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
        let mut opinions = value_opinions(reference, current);
        if case.opinions.contains_key("mmd-p") {
            let drawn = match MmdTest::new(reference, current) {
                Ok(mut test) => {
                    while test.step(7) == Status::Running {}
                    assert_eq!(test.done(), 100);
                    test.opinion()
                }
                Err(failure) => MmdTest::failed(failure),
            };
            opinions = with(opinions, drawn);
        }
        fixture.check(Tool::Evidently, &case, &opinions);
    }
    if let Some(rows) = poleval_values() {
        for case in fixture.part("poleval_values") {
            let [reference, current] = &rows[&case.name];
            fixture.check(Tool::Evidently, &case, &value_opinions(reference, current));
        }
    }
}
