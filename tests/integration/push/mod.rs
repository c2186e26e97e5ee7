//! The push of an experiment to a tracking server that is plain data: what comes there, and that a fault at any request of the
//! sequence leaves the same.

mod fake;

use std::collections::BTreeMap;

use dryf::message::Message;
use dryf::mlflow::entities::{
    Dataset, Experiment, FileMap, Input, LoggedModel, Metrics, ModelMetric, ModelStatus, Point,
    Run, Status, Texts,
};
use dryf::mlflow::push::{HttpAnswer, Outcome, Push, PushOptions, PushReport, Register};
use dryf::pipeline::error::{Code, Error};
use fake::{Fake, tag};
use serde_json::{Value, json};

const PARENT: &str = "00000000000000000000000000000a0a";
const CHILD: &str = "00000000000000000000000000000b0b";
const MODEL: &str = "m-00000000000000000000000000000c0c";

fn texts(pairs: &[(&str, &str)]) -> Texts {
    let owned = |(key, value): &(&str, &str)| (key.to_string(), value.to_string());
    pairs.iter().map(owned).collect()
}

fn files(names: &[&str]) -> FileMap {
    let file = |name: &&str| {
        (
            name.to_string(),
            format!("the bytes of {name}").into_bytes(),
        )
    };
    names.iter().map(file).collect()
}

fn run(id: &str) -> Run {
    Run {
        id: id.into(),
        name: format!("run {id}"),
        start: 1_700_000_000_000,
        end: 1_700_000_009_000,
        status: Status::Finished,
        params: texts(&[("svc.C", "1.0")]),
        tags: texts(&[("mlflow.runName", id), ("mlflow.user", "dryf")]),
        metrics: Metrics::default(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        output_steps: BTreeMap::new(),
        artifacts: FileMap::new(),
    }
}

/// A run with a model that passed its gate, and a trial below it; more params, tags and points than a request may have.
fn experiment() -> Experiment {
    let mut parent = run(PARENT);
    parent.tags.extend(texts(&[
        ("mlflow.note.content", &"note ".repeat(2000)),
        ("dryf.gate_sha256", "0a"),
        ("validation_status", "passed"),
        ("mlflow.log-model.history", "[]"),
    ]));
    parent
        .params
        .extend((0..130).map(|n| (format!("param {n}"), n.to_string())));
    parent
        .tags
        .extend((0..120).map(|n| (format!("tag {n}"), n.to_string())));
    let score = Point {
        at: 1_700_000_009_000,
        value: 0.5,
        step: 0,
    };
    parent.metrics.log("f1", score);
    for step in 0..850 {
        parent.metrics.log("way", Point { step, ..score });
    }
    parent.inputs = vec![Input {
        dataset: 0,
        context: "training".into(),
        tags: texts(&[("team", "ours")]),
    }];
    parent.outputs = vec![MODEL.into()];
    parent.output_steps = [(MODEL.to_string(), 7)].into();
    parent.artifacts = files(&[
        "data/train text.txt",
        "gate/gate.json",
        "model/żółw.npy",
        "empty/",
    ]);
    parent.artifacts.insert(
        "model/MLmodel".into(),
        format!("run_id: {PARENT}\nmodel_id: {MODEL}\n").into_bytes(),
    );
    let mut child = run(CHILD);
    child
        .tags
        .insert("mlflow.parentRunId".into(), PARENT.into());
    child.metrics.log("value", score);
    let mut experiment = Experiment {
        name: "Dryf's \"own\"".into(),
        created: 1_700_000_000_000,
        tags: texts(&[("owner", "somebody")]),
        datasets: vec![Dataset {
            name: "train".into(),
            digest: "12ab".into(),
            source_type: "local".into(),
            source: String::new(),
            schema: "{}".into(),
            profile: "{}".into(),
        }],
        models: vec![LoggedModel {
            id: MODEL.into(),
            name: "model".into(),
            model_type: String::new(),
            status: ModelStatus::Ready,
            run_id: PARENT.into(),
            created: 1_700_000_009_000,
            params: parent.params.clone(),
            tags: texts(&[("mlflow.note.content", "a card")]),
            metrics: vec![ModelMetric {
                key: "f1".into(),
                point: score,
                dataset: Some(0),
            }],
            files: parent.artifacts.clone(),
        }],
        // A child that stands before its parent.
        runs: vec![child, parent],
    };
    let own = experiment.artifacts_of_run(PARENT);
    experiment.datasets[0].source =
        json!({"uri": format!("mlflow-artifacts:/{own}data")}).to_string();
    experiment
}

fn options() -> PushOptions {
    let register = Register {
        name: "tweets".into(),
        alias: Some("champion".into()),
    };
    PushOptions {
        register: Some(register),
        own_tags: texts(&[("mlflow.user", "ala")]),
        ..PushOptions::default()
    }
}

/// Pushes to a server that `answers`, given the request's number from 0 on.
fn pushed(
    experiment: Experiment,
    mut answers: impl FnMut(usize, &dryf::mlflow::push::HttpRequest) -> Result<HttpAnswer, Message>,
) -> Result<PushReport, Error> {
    let mut push = Push::new(experiment, options());
    let mut n = 0;
    while let Some(request) = push.next_request()? {
        assert!(n < 1000, "it does not end");
        push.answer(answers(n, &request));
        n += 1;
    }
    Ok(push.finish())
}

fn undisturbed(mut server: Fake) -> (Fake, PushReport, usize) {
    let mut n = 0;
    let report = pushed(experiment(), |_, request| {
        n += 1;
        Ok(server.answer(request))
    });
    (server, report.unwrap(), n)
}

fn of_run<'a>(server: &'a Fake, id: &str) -> &'a Value {
    let is_it = |run: &&Value| tag(&run["data"]["tags"], "dryf.run_id") == Some(id);
    server.runs.iter().find(is_it).unwrap()
}

#[test]
fn all_of_an_experiment_comes_to_the_server() {
    let (server, report, _) = undisturbed(Fake::new());
    let experiment = experiment();
    assert_eq!(server.experiments.len(), 1);
    assert_eq!(server.experiments[0]["name"], experiment.name);
    let (parent, child) = (of_run(&server, PARENT), of_run(&server, CHILD));
    for (run, there) in [(&experiment.runs[1], parent), (&experiment.runs[0], child)] {
        assert_eq!(there["info"]["status"], "FINISHED");
        assert_eq!(there["info"]["start_time"], run.start);
        assert_eq!(there["info"]["end_time"], run.end);
        for (key, value) in &run.params {
            assert_eq!(
                tag(&there["data"]["params"], key),
                Some(value.as_str()),
                "{key}"
            );
        }
        let of_key = |(key, points): (&str, &[Point])| -> Vec<(String, Point)> {
            points
                .iter()
                .map(|point| (key.to_string(), *point))
                .collect()
        };
        let points: Vec<(String, Point)> = run.metrics.iter().flat_map(of_key).collect();
        let there = there["points"].as_object().unwrap();
        assert_eq!(there.len(), points.len());
        for ((key, point), there) in points.iter().zip(there.values()) {
            assert_eq!(
                (&there["key"], &there["step"], &there["timestamp"]),
                (&json!(key), &json!(point.step), &json!(point.at))
            );
            assert_eq!(there["value"], point.value);
        }
    }
    let tags = &parent["data"]["tags"];
    assert_eq!(tag(tags, "tag 119"), Some("119"));
    assert_eq!(tag(tags, "mlflow.user"), Some("ala"));
    assert_eq!(tag(tags, "mlflow.log-model.history"), None);
    assert_eq!(
        tag(&child["data"]["tags"], "mlflow.parentRunId"),
        parent["info"]["run_id"].as_str()
    );
    // What MLflow would cut is whole among the artifacts, and said.
    assert_eq!(report.runs[0].long_values, ["mlflow.note.content"]);
    let id = parent["info"]["run_id"].as_str().unwrap();
    let whole = &server.files[&format!("1/{id}/artifacts/long_values.json")];
    let whole: Value = serde_json::from_slice(whole).unwrap();
    assert_eq!(whole["tags"]["mlflow.note.content"], "note ".repeat(2000));
    // Files as they were, those that describe the model with its new IDs; the data set's address moved with them.
    let [model] = &server.models[..] else {
        panic!()
    };
    assert_eq!(model["info"]["status"], "LOGGED_MODEL_READY");
    assert_eq!(model["data"]["params"].as_array().unwrap().len(), 131);
    let model_id = model["info"]["model_id"].as_str().unwrap();
    for (path, bytes) in &experiment.models[0].files {
        for root in [
            format!("1/{id}/artifacts"),
            format!("1/models/{model_id}/artifacts"),
        ] {
            let there = server.files.get(&format!("{root}/{path}"));
            let expected = String::from_utf8(bytes.clone())
                .unwrap()
                .replace(PARENT, id)
                .replace(MODEL, model_id);
            let expected = (!path.ends_with('/')).then(|| expected.into_bytes());
            assert_eq!(there, expected.as_ref(), "{path}");
        }
    }
    let input = &parent["inputs"]["dataset_inputs"][0];
    let context = tag(&input["tags"], "mlflow.data.context");
    assert_eq!(
        (context, tag(&input["tags"], "team")),
        (Some("training"), Some("ours"))
    );
    assert_eq!(parent["outputs"]["model_outputs"][0]["step"], 7);
    let dataset = &parent["inputs"]["dataset_inputs"][0]["dataset"];
    assert_eq!(
        dataset["source"],
        json!({"uri": format!("mlflow-artifacts:/1/{id}/artifacts/data")}).to_string()
    );
    // The score of the model says of which one.
    let points = parent["points"].as_object().unwrap();
    assert_eq!(
        points
            .values()
            .filter(|point| point["model_id"] == model_id)
            .count(),
        1
    );
    let [version] = &server.versions[..] else {
        panic!()
    };
    assert_eq!(
        (&version["source"], &version["description"]),
        (&json!(format!("models:/{model_id}")), &json!("a card"))
    );
    assert_eq!(
        server.registered["tweets"]["aliases"],
        json!([{"alias": "champion", "version": "1"}])
    );
}

#[test]
fn a_second_push_changes_nothing_and_says_so() {
    for has_models in [true, false] {
        let (server, first, _) = undisturbed(Fake {
            has_models,
            ..Fake::new()
        });
        assert!(first.runs.iter().all(|run| run.outcome == Outcome::New));
        let (again, second, n) = undisturbed(server.clone());
        assert_eq!(again, server);
        assert!(second.runs.iter().all(|run| run.outcome == Outcome::Equal));
        assert!(!second.version.unwrap().is_new);
        assert!(n < 12, "{n} requests for nothing");
    }
}

#[test]
fn an_answer_that_is_lost_at_any_request_changes_nothing() {
    for has_models in [true, false] {
        let (whole, _, n) = undisturbed(Fake {
            has_models,
            ..Fake::new()
        });
        for at in 0..n {
            // Before the server heard of it, after it acted, and a gateway that says so.
            for fault in ["before", "after", "gateway"] {
                let mut server = Fake {
                    has_models,
                    ..Fake::new()
                };
                pushed(experiment(), |n, request| match (n == at, fault) {
                    (false, _) => Ok(server.answer(request)),
                    (true, "before") => Err(Message::text("cut")),
                    (true, fault) => {
                        server.answer(request);
                        match fault {
                            "after" => Err(Message::text("cut")),
                            _ => Ok(HttpAnswer {
                                status: 502,
                                media_type: String::new(),
                                body: b"<html>".to_vec(),
                            }),
                        }
                    }
                })
                .unwrap_or_else(|error| panic!("{fault} {at}: {error}"));
                assert_eq!(server, whole, "{fault} {at}");
            }
        }
    }
}

#[test]
fn what_broke_off_at_any_request_goes_on_by_the_next_push() {
    for has_models in [true, false] {
        let (whole, _, n) = undisturbed(Fake {
            has_models,
            ..Fake::new()
        });
        for at in 0..n {
            for is_acted_on in [false, true] {
                let mut server = Fake {
                    has_models,
                    ..Fake::new()
                };
                let broken = pushed(experiment(), |n, request| {
                    if n < at || n == at && is_acted_on {
                        let answer = server.answer(request);
                        if n < at {
                            return Ok(answer);
                        }
                    }
                    Err(Message::text("gone"))
                });
                assert_eq!(broken.unwrap_err().code, Code::Unreachable, "{at}");
                let (server, report, _) = undisturbed(server);
                assert_eq!(sorted(&server), sorted(&whole), "{at} {is_acted_on}");
                assert!(report.is_as_asked());
            }
        }
    }
}

/// Lists in an order of their own: what is made up for comes later than it would have.
fn sorted(server: &Fake) -> Fake {
    fn sort(value: &mut Value) {
        if let Some(list) = value.as_array_mut() {
            list.sort_by_key(Value::to_string);
        }
        if let Some(object) = value.as_object_mut() {
            object.values_mut().for_each(sort);
        }
    }
    let mut server = server.clone();
    server
        .runs
        .iter_mut()
        .chain(&mut server.models)
        .chain(&mut server.versions)
        .for_each(sort);
    server
}

#[test]
fn a_server_that_keeps_artifacts_elsewhere_or_is_another_is_told() {
    let mut server = Fake {
        root: "/srv/mlruns/",
        ..Fake::new()
    };
    let error = pushed(experiment(), |_, request| Ok(server.answer(request))).unwrap_err();
    assert_eq!(error.code, Code::Refused);
    assert!(server.runs.is_empty());
    assert!(
        error.to_string().contains("--artifacts-destination"),
        "{error}"
    );
    for (status, body, code) in [
        (200, "<html><b>hello</b>", Code::NotMlflow),
        (401, "", Code::Unauthorized),
        (403, "Invalid Host header", Code::Unauthorized),
        (503, "down", Code::Unreachable),
        (302, "https://login.example.org", Code::NotMlflow),
    ] {
        let answer = HttpAnswer {
            status,
            media_type: String::new(),
            body: body.into(),
        };
        let error = pushed(experiment(), |_, _| Ok(answer.clone())).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(
            error.to_string().contains(body) || body.is_empty(),
            "{error}"
        );
    }
}

#[test]
fn the_champion_passed_its_gate() {
    let mut server = Fake::new();
    let mut failed = experiment();
    failed.runs[1]
        .tags
        .insert("validation_status".into(), "failed".into());
    let report = pushed(failed, |_, request| Ok(server.answer(request))).unwrap();
    assert!(!report.is_as_asked() && report.version.unwrap().alias.is_none());
    assert_eq!(server.registered["tweets"]["aliases"], json!([]));
}
