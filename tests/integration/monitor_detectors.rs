//! The detectors of change call out at the rows where River's do, state stored at any row changes nothing, and the rates
//! of false alarms are those that their documentation states.

use dryf::pipeline::change_detection::{
    Adwin, AdwinParams, HddmA, HddmAParams, HddmW, HddmWParams, Signal,
};
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::rng::RandomState;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::fixtures;

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
    quiet: Vec<Quiet>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    tolerance: f64,
    detector: String,
    parameters: Map<String, Value>,
    kind: String,
    seed: u32,
    parts: Vec<(usize, f64, Option<f64>)>,
    changes: Vec<usize>,
    warnings: Vec<(usize, usize)>,
    width: Option<u64>,
    mean: Option<f64>,
    variance: Option<f64>,
}

#[derive(Deserialize)]
struct Quiet {
    detector: String,
    parameters: Map<String, Value>,
    alarmed: Vec<u32>,
    streams: u32,
    rows: usize,
    rate: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Any {
    Adwin(Adwin),
    HddmA(HddmA),
    HddmW(HddmW),
}

impl Any {
    fn update(&mut self, x: f64) -> Signal {
        let error = x == 1.0;
        match self {
            Any::Adwin(detector) => detector.update(x),
            Any::HddmA(detector) => detector.update(error),
            Any::HddmW(detector) => detector.update(error),
        }
    }
}

/// Our parameters with those of River put over the defaults, under our names.
fn with<P: Default + Serialize + for<'a> Deserialize<'a>>(
    parameters: &Map<String, Value>,
    names: &[(&str, &str)],
) -> P {
    let mut ours = serde_json::to_value(P::default()).expect("parameters are plain");
    let fields = ours.as_object_mut().expect("parameters are a struct");
    for (name, value) in parameters {
        let ours = names.iter().find(|(theirs, _)| theirs == name);
        let name = ours.map_or(name.as_str(), |(_, ours)| ours);
        assert!(
            fields.insert(name.into(), value.clone()).is_some(),
            "{name}"
        );
    }
    serde_json::from_value(ours).expect("River's values fit")
}

fn detector(name: &str, parameters: &Map<String, Value>) -> Any {
    let two_sided = ("two_sided_test", "two_sided");
    let made: Result<Any, Error> = match name {
        "adwin" => Adwin::new(with(parameters, &[])).map(Any::Adwin),
        "hddm-a" => HddmA::new(with(parameters, &[two_sided])).map(Any::HddmA),
        "hddm-w" => {
            HddmW::new(with(parameters, &[two_sided, ("lambda_val", "lambda")])).map(Any::HddmW)
        }
        other => panic!("no detector {other}"),
    };
    made.unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn stream(bits: bool, seed: u32, parts: &[(usize, f64, Option<f64>)]) -> Vec<f64> {
    let mut draws = RandomState::new(seed);
    let mut values = Vec::new();
    for &(rows, low, high) in parts {
        for _ in 0..rows {
            let draw = draws.random_sample();
            values.push(if bits {
                f64::from(u8::from(draw < low))
            } else {
                low + (high.expect("numbers have an upper end") - low) * draw
            });
        }
    }
    values
}

#[test]
fn changes_and_warnings_are_at_rivers_rows() {
    let fixture: Fixture = fixtures::read("detectors.json");
    let mut changes = 0;
    for case in &fixture.cases {
        let what = format!("{} {:?}", case.name, case.parameters);
        let mut detector = detector(&case.detector, &case.parameters);
        let (mut changed, mut warned) = (Vec::new(), Vec::<(usize, usize)>::new());
        let values = stream(case.kind == "bits", case.seed, &case.parts);
        for (row, x) in values.into_iter().enumerate() {
            match (detector.update(x), warned.last_mut()) {
                (Signal::Quiet, _) => {}
                (Signal::Change, _) => changed.push(row),
                (Signal::Warning, Some((_, last))) if *last + 1 == row => *last = row,
                (Signal::Warning, _) => warned.push((row, row)),
            }
        }
        assert_eq!(changed, case.changes, "{what}: changes");
        assert_eq!(warned, case.warnings, "{what}: warnings");
        changes += changed.len();
        if let Any::Adwin(adwin) = &detector {
            assert_eq!(Some(adwin.width()), case.width, "{what}: width");
            let close = |what: &str, ours: Option<f64>, theirs: Option<f64>| {
                let (ours, theirs) = (ours.expect("rows"), theirs.expect("rows"));
                fixtures::assert_close(what, &[ours], &[theirs], case.tolerance);
            };
            close(&format!("{what}: mean"), adwin.mean(), case.mean);
            close(
                &format!("{what}: variance"),
                adwin.variance(),
                case.variance,
            );
        }
    }
    assert!(changes > 400, "only {changes} changes in all cases");
}

/// The same streams call out, so that the table of the module is of these detectors and not only of River's.
#[test]
fn false_alarms_are_as_often_as_stated() {
    let fixture: Fixture = fixtures::read("detectors.json");
    let stated = [("adwin", 0), ("hddm-a", 4), ("hddm-w", 0)];
    let mut at_the_defaults = Vec::new();
    for quiet in &fixture.quiet {
        let alarmed: Vec<u32> = (0..quiet.streams)
            .filter(|&seed| {
                let mut detector = detector(&quiet.detector, &quiet.parameters);
                stream(true, seed, &[(quiet.rows, quiet.rate, None)])
                    .into_iter()
                    .any(|x| detector.update(x) == Signal::Change)
            })
            .collect();
        let what = format!("{} {:?}", quiet.detector, quiet.parameters);
        assert_eq!(alarmed, quiet.alarmed, "{what}");
        if quiet.parameters.is_empty() {
            assert_eq!((quiet.streams, quiet.rows, quiet.rate), (200, 2000, 0.13));
            at_the_defaults.push((quiet.detector.as_str(), alarmed.len()));
        }
    }
    at_the_defaults.sort_unstable();
    let mut expected = stated;
    expected.sort_unstable();
    assert_eq!(at_the_defaults, expected);
}

/// Stored and read after every row, so also within a window, after a warning and right after a change.
#[test]
fn stored_state_goes_on_as_if_nothing_had_been() {
    for name in ["adwin", "hddm-a", "hddm-w"] {
        let mut whole = detector(name, &Map::new());
        let mut stored = serde_json::to_string(&whole).unwrap();
        let mut changes = 0;
        for x in stream(true, 1, &[(600, 0.1, None), (600, 0.5, None)]) {
            let mut again: Any = serde_json::from_str(&stored).unwrap();
            assert_eq!(again, whole, "{name}");
            let signal = whole.update(x);
            assert_eq!(again.update(x), signal, "{name}");
            changes += usize::from(signal == Signal::Change);
            stored = serde_json::to_string(&again).unwrap();
        }
        assert!(
            changes > 0,
            "{name} found nothing, so that no start was crossed"
        );
    }
}

#[test]
fn a_wrong_parameter_is_named() {
    let place = |error: Option<Error>| {
        let error = error.expect("the parameter is refused");
        assert_eq!(error.code, Code::InvalidParameter);
        error.place.expect("the parameter's name").file
    };
    let adwin = |change: fn(&mut AdwinParams)| {
        let mut params = AdwinParams::default();
        change(&mut params);
        place(Adwin::new(params).err())
    };
    assert_eq!(adwin(|p| p.delta = 0.0), "adwin.delta");
    assert_eq!(adwin(|p| p.delta = f64::NAN), "adwin.delta");
    assert_eq!(adwin(|p| p.max_buckets = 1), "adwin.max_buckets");
    let drift_confidence = 1.0;
    assert_eq!(
        place(
            HddmA::new(HddmAParams {
                drift_confidence,
                ..HddmAParams::default()
            })
            .err()
        ),
        "hddm_a.drift_confidence"
    );
    let lambda = 1.0;
    assert_eq!(
        place(
            HddmW::new(HddmWParams {
                lambda,
                ..HddmWParams::default()
            })
            .err()
        ),
        "hddm_w.lambda"
    );
}
