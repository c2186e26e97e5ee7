//! The space of a search: read, refused, written; what takes part; equal names for equal work.

use std::fs;
use std::path::Path;

use dryf::pipeline::error::Code;
use dryf::pipeline::features::{Analyzer, DfLimit};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::search::{Domain, Point, SearchSettings, Space, Value, canonical};
use dryf::pipeline::svm::{Engine, Gamma, Kernel};

fn read(text: &str) -> Result<Space, dryf::pipeline::error::Error> {
    Space::from_table(&toml::from_str(text).expect("the text is TOML"))
}

fn space(text: &str) -> Space {
    read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_range_is_of_the_numbers_that_its_setting_takes() {
    let float = |low, high, log, step| Domain::Float {
        low,
        high,
        log,
        step,
    };
    let int = |low, high, log, step| Domain::Int {
        low,
        high,
        log,
        step,
    };
    for (text, expected) in [
        (
            "'svc.C' = { low = 1e-2, high = 1000, log = true }",
            float(0.01, 1000.0, true, None),
        ),
        (
            "'svc.C' = { low = 1, high = 4 }",
            float(1.0, 4.0, false, None),
        ),
        (
            "[svc]\nC = { low = 0.5, high = 1, step = 0.2 }",
            float(0.5, 0.9, false, Some(0.2)),
        ),
        (
            "'svc.gamma' = { low = 1, high = 2 }",
            float(1.0, 2.0, false, None),
        ),
        (
            "'tfidf.min_df' = { low = 1, high = 20 }",
            int(1, 20, false, 1),
        ),
        (
            "'tfidf.min_df' = { low = 1, high = 20, step = 4 }",
            int(1, 17, false, 4),
        ),
        (
            "'tfidf.min_df' = { low = 0.1, high = 0.2 }",
            float(0.1, 0.2, false, None),
        ),
        (
            "'tfidf.max_df' = { low = 0.5, high = 1.0, step = 0.1 }",
            float(0.5, 1.0, false, Some(0.1)),
        ),
        (
            "'svc.C' = [1, 10.0]",
            Domain::Categorical {
                choices: vec![1.0.into(), 10.0.into()],
            },
        ),
        (
            "'svc.class_weight' = ['none', { a = 2.0 }]",
            Domain::Categorical {
                choices: vec![
                    "none".into(),
                    toml::Value::Table([("a".to_string(), 2.0.into())].into_iter().collect()),
                ],
            },
        ),
    ] {
        let space = space(text);
        assert_eq!(space.dimensions()[0].domain, expected, "{text}");
        assert_eq!(
            Space::from_table(&space.to_table()).unwrap(),
            space,
            "{text}"
        );
    }
}

#[test]
fn each_fault_has_its_place_and_remedy() {
    let place = "space.svc.C";
    for (text, code, place, words) in [
        ("", Code::InvalidConfig, "space", "name at least one"),
        (
            "'svc.c' = [1.0]",
            Code::UnknownKey,
            "space.svc.c",
            "did you mean `C`",
        ),
        (
            "'scv.C' = [1.0]",
            Code::UnknownKey,
            "space.scv.C",
            "did you mean `svc`",
        ),
        (
            "'run.seed' = [1, 2]",
            Code::InvalidConfig,
            "space.run.seed",
            "a search chooses settings of clean, tfidf, chars, svc",
        ),
        ("'svc.C' = 1", Code::InvalidConfig, place, "give a list"),
        ("'svc.C' = []", Code::InvalidConfig, place, "is empty"),
        (
            "'svc.C' = [1.0, 1]",
            Code::InvalidConfig,
            place,
            "stands there twice",
        ),
        (
            "'svc.C' = [1.0, -1.0]",
            Code::InvalidParameter,
            place,
            "can't be -1",
        ),
        (
            "'svc.C' = { low = 1.0 }",
            Code::InvalidConfig,
            place,
            "a table with low and high",
        ),
        (
            "'svc.C' = { low = 1.0, hihg = 2.0 }",
            Code::UnknownKey,
            place,
            "did you mean `high`",
        ),
        (
            "'svc.C' = { low = 2.0, high = 1.0 }",
            Code::InvalidConfig,
            place,
            "low 2 is above high 1; swap them",
        ),
        (
            "'svc.C' = { low = 0.0, high = 1.0, log = true }",
            Code::InvalidParameter,
            place,
            "a number above 0",
        ),
        (
            "'svc.coef0' = { low = 0.0, high = 1.0, log = true }",
            Code::InvalidConfig,
            "space.svc.coef0",
            "with log, low can't be 0",
        ),
        (
            "'svc.C' = { low = 1.0, high = 2.0, log = true, step = 1 }",
            Code::InvalidConfig,
            place,
            "exclude each other",
        ),
        (
            "'svc.C' = { low = 1.0, high = 2.0, step = 0 }",
            Code::InvalidConfig,
            place,
            "above 0",
        ),
        (
            "'svc.C' = { low = 1.0, high = inf }",
            Code::InvalidParameter,
            place,
            "can't be inf",
        ),
        (
            "'tfidf.min_df' = { low = 1, high = 20, step = 0.5 }",
            Code::InvalidConfig,
            "space.tfidf.min_df",
            "a whole number from 1",
        ),
        (
            "'tfidf.min_df' = { low = 0.1, high = 20 }",
            Code::InvalidConfig,
            "space.tfidf.min_df",
            "mean different things",
        ),
        (
            "'svc.max_iter' = { low = -1, high = 100 }",
            Code::InvalidConfig,
            "space.svc.max_iter",
            "within one range",
        ),
        (
            "'svc.kernel' = { low = 1, high = 2 }",
            Code::InvalidConfig,
            "space.svc.kernel",
            "\"rbf\"",
        ),
        (
            "'svc.kernel' = ['rbv']",
            Code::InvalidConfig,
            "space.svc.kernel",
            "did you mean \"rbf\"",
        ),
        (
            "'tfidf.ngram_range' = [[2, 1]]",
            Code::InvalidParameter,
            "space.tfidf.ngram_range",
            "the smaller one first",
        ),
        (
            "'tfidf.token_pattern' = ['(']",
            Code::InvalidConfig,
            "space.tfidf.token_pattern",
            "correct the pattern",
        ),
        (
            "'svc.C' = { choices = [1.0], when = { 'svc.kernel' = ['rbv'] } }",
            Code::InvalidConfig,
            place,
            "did you mean \"rbf\"",
        ),
        (
            "'svc.C' = { choices = [1.0], when = { 'svc.C' = [1.0] } }",
            Code::InvalidConfig,
            place,
            "other settings",
        ),
        (
            "'svc.C' = [{ low = 1.0, high = 2.0 }, { choices = [3.0] }]",
            Code::InvalidConfig,
            place,
            "have the same conditions",
        ),
        (
            "[svc]\nC = { choices = [1.0], when = { 'svc.tol' = [0.1] } }\ntol = { choices = [0.1], when = { 'svc.C' = 1.0 } }",
            Code::InvalidConfig,
            place,
            "that it decides itself",
        ),
    ] {
        let error = read(text).expect_err(text);
        let shown = error.to_string();
        assert_eq!(error.code, code, "{text}: {shown}");
        let found = error.place.expect("a place").file;
        assert_eq!(found, place, "{text}: {shown}");
        assert!(shown.contains(words), "{text}: {shown}");
    }
}

#[test]
fn a_dimension_takes_part_where_its_setting_has_an_effect() {
    let space = space(
        "[svc]\nengine = ['smo', 'linear']\nkernel = ['linear', 'rbf']\ngamma = { low = 0.1, high = 1.0 }\nloss = ['hinge', 'squared_hinge']\n\
         [tfidf]\nanalyzer = ['word', 'char_wb']\nngram_range = [\n\
         { choices = [[1, 1], [1, 2]], when = { 'tfidf.analyzer' = 'word' } },\n{ choices = [[2, 5]] }]",
    );
    let names: Vec<&str> = space.dimensions().iter().map(|one| &*one.name).collect();
    assert_eq!(
        names,
        [
            "tfidf.analyzer",
            "tfidf.ngram_range@word",
            "tfidf.ngram_range",
            "svc.engine",
            "svc.kernel",
            "svc.gamma",
            "svc.loss"
        ]
    );
    let all = |engine: u32, kernel: u32, analyzer: u32| -> Point {
        [
            ("tfidf.analyzer", Value::Choice(analyzer)),
            ("tfidf.ngram_range@word", Value::Choice(1)),
            ("tfidf.ngram_range", Value::Choice(0)),
            ("svc.engine", Value::Choice(engine)),
            ("svc.kernel", Value::Choice(kernel)),
            ("svc.gamma", Value::Float(0.5)),
            ("svc.loss", Value::Choice(0)),
        ]
        .map(|(name, value)| (name.to_string(), value))
        .into()
    };
    let base = RunConfig::default();
    let config = |point: &Point| space.config(&base, point).unwrap();

    let linear = config(&all(1, 0, 0));
    assert_eq!(
        (linear.svc.engine, linear.svc.kernel),
        (Engine::Linear, base.svc.kernel)
    );
    assert_eq!(linear.svc.gamma, Gamma::Scale);
    assert_eq!(linear.tfidf.ngram_range, (1, 2));
    let taken: Vec<String> = space.point_of(&linear).into_keys().collect();
    assert_eq!(
        taken,
        [
            "svc.engine",
            "svc.loss",
            "tfidf.analyzer",
            "tfidf.ngram_range@word"
        ]
    );
    let rbf = config(&all(0, 1, 1));
    assert_eq!(
        (rbf.svc.kernel, rbf.svc.gamma),
        (Kernel::Rbf, Gamma::Value(0.5))
    );
    assert_eq!(rbf.svc.loss, base.svc.loss);
    assert_eq!(
        (rbf.tfidf.analyzer, rbf.tfidf.ngram_range),
        (Analyzer::CharWb, (2, 5))
    );

    // What is left out stays as it is; what the space does not have is refused.
    assert_eq!(config(&Point::new()), base);
    for point in [
        Point::from([("svc.C".into(), Value::Float(1.0))]),
        Point::from([("svc.gamma".into(), Value::Float(2.0))]),
        Point::from([("svc.engine".into(), Value::Choice(2))]),
    ] {
        let error = space.config(&base, &point).unwrap_err();
        assert_eq!(error.code, Code::InvalidParameter);
    }
}

#[test]
fn equal_work_has_an_equal_name() {
    let base = RunConfig::default();
    let mut other = base.clone();
    other.run.name = "another".into();
    other.run.seed = 7;
    other.svc.loss = dryf::pipeline::svm::Loss::Hinge;
    assert_eq!(canonical(&other), canonical(&base));
    let mut linear = base.clone();
    linear.svc.engine = Engine::Linear;
    assert_ne!(canonical(&linear), canonical(&base));
    let mut same = linear.clone();
    same.svc.kernel = Kernel::Linear;
    same.svc.degree = 5;
    assert_eq!(canonical(&same), canonical(&linear));
    same.tfidf.min_df = DfLimit::Count(6);
    assert_ne!(canonical(&same), canonical(&linear));
}

#[test]
fn the_sensible_space_is_written_and_read_back() {
    let space = Space::sensible();
    let text = toml::to_string(&space.to_table()).unwrap();
    assert_eq!(self::space(&text), space);
    let json = serde_json::to_string(&space).unwrap();
    assert_eq!(serde_json::from_str::<Space>(&json).unwrap(), space);
    assert!(serde_json::from_str::<Space>("{\"svc.D\":[1.0]}").is_err());
    assert_eq!(space.n_points(&RunConfig::default()), None);
}

/// The examples for PolEval, as they stand: what was found lies in the space that found it, and in the sensible one.
#[test]
fn what_does_well_on_poleval_lies_in_the_sensible_space() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/poleval");
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let begun = RunConfig::from_toml(&read("run.toml"), "run.toml").unwrap();
    let found = RunConfig::from_toml(&read("found.toml"), "found.toml").unwrap();
    let search = SearchSettings::read(&read("search.toml"), "search.toml").unwrap();
    for space in [search.space, Space::sensible()] {
        let point = space.point_of(&found);
        let again = space.config(&begun, &point).unwrap();
        assert_eq!(canonical(&again), canonical(&found));
    }
    // A union has no kernel, and no second vectorizer stands beside characters.
    let space = Space::sensible();
    let config = |point: &[(&str, u32)]| {
        let point = point
            .iter()
            .map(|(name, choice)| (name.to_string(), Value::Choice(*choice)));
        space.config(&RunConfig::default(), &point.collect())
    };
    let union = config(&[
        ("tfidf.analyzer", 0),
        ("chars.enabled@word", 1),
        ("svc.engine", 0),
    ])
    .unwrap();
    assert!(union.chars.enabled);
    assert_eq!(space.point_of(&union).get("svc.engine"), None);
    let characters = config(&[("tfidf.analyzer", 1), ("chars.enabled@word", 1)]).unwrap();
    assert!(!characters.chars.enabled);
}
