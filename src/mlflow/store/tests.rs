//! Stores as MLflow's file store writes them, small ones made here, and what is read from them.

use super::*;
use crate::mlflow::entities::{ModelStatus, Status};

/// Files by path; folders are what their paths say.
struct Files(BTreeMap<String, Vec<u8>>);

impl Tree for Files {
    fn list(&self, folder: &str) -> Vec<Item> {
        let prefix = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let mut items: BTreeMap<&str, Item> = BTreeMap::new();
        for (path, bytes) in &self.0 {
            let Some(rest) = path.strip_prefix(&prefix) else {
                continue;
            };
            let (name, is_folder) = match rest.split_once('/') {
                Some((name, _)) => (name, true),
                None => (rest, false),
            };
            let n_bytes = bytes.len() as u64;
            let item = Item {
                name: name.into(),
                is_folder,
                n_bytes,
            };
            items.insert(name, item);
        }
        items.into_values().collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Message> {
        self.0
            .get(path)
            .cloned()
            .ok_or_else(|| Message::text("gone"))
    }

    fn place(&self, path: &str) -> String {
        format!("/store/{path}")
    }
}

fn files(list: &[(&str, &str)]) -> Files {
    let file = |(path, text): &(&str, &str)| (path.to_string(), text.as_bytes().to_vec());
    Files(list.iter().map(file).collect())
}

const EXPERIMENT: (&str, &str) = (
    "7/meta.yaml",
    "experiment_id: '7'\nname: tweets\ncreation_time: 5\nlifecycle_stage: active\n",
);
const RUN: &str = "run_id: 0a\nrun_name: first\nstart_time: 10\nend_time: 20\nstatus: 3\nuser_id: ola\nlifecycle_stage: active\n";

#[test]
fn a_store_is_read_more_widely_than_mlflow_reads_it() {
    let model = "models/m-1/";
    let store = files(&[
        EXPERIMENT,
        ("7/tags/owner", "ola"),
        ("7/0a/meta.yaml", RUN),
        ("7/0a/params/svc/C", "1.0"),
        ("7/0a/tags/mlflow.note.content", "a\nb\n"),
        (
            "7/0a/metrics/loss",
            "1 0.5\n2 nan 1\r\n3 inf 2\n4 -1e-3 3 my data 0badc0de\n",
        ),
        ("7/0a/metrics/empty", ""),
        ("7/0a/metrics/broken", "1.5 2 3\n7 8 9"),
        ("7/0a/artifacts/a/b.bin", "12345"),
        ("7/0a/artifacts/model/MLmodel", "run_id: 0a"),
        (
            "7/0a/inputs/x/meta.yaml",
            "source_type: DATASET\nsource_id: d\ntags:\n  mlflow.data.context: training\n  team: ours\n  n: 3\n",
        ),
        (
            "7/0a/inputs/y/meta.yaml",
            "source_type: MODEL\nsource_id: m-1\n",
        ),
        (
            "7/0a/outputs/m-1/meta.yaml",
            "destination_id: m-1\nstep: 12\ntags:\n  a: b\n",
        ),
        (
            "7/datasets/d/meta.yaml",
            "name: my data\ndigest: 0badc0de\nsource_type: local\nsource: '{}'\nschema: '{}'\nprofile: '{}'\n",
        ),
        (
            &format!("7/{model}meta.yaml"),
            "model_id: m-1\nname: best\nsource_run_id: 0a\nmodel_type: svc\ncreation_timestamp: 6\nstatus: 3\n",
        ),
        (
            &format!("7/{model}metrics/acc"),
            "9 0.25 0 0a my data 0badc0de\n9 0.5 0 0a\n9 0.75 1 0b\n",
        ),
        (&format!("7/{model}artifacts/MLmodel"), "model_id: m-1"),
        ("7/traces/t1/trace_info.yaml", "a: 1"),
        ("7/0b/meta.yaml", "lifecycle_stage: deleted\nstatus: 1\n"),
        ("7/0c/meta.yaml", "a: [b"),
        ("7/0d/params/C", "1"),
        (
            "models/tweets of ours/meta.yaml",
            "name: tweets of ours\ndescription: null\n",
        ),
        ("models/tweets of ours/aliases/champion", "2"),
        (
            "models/tweets of ours/version-2/meta.yaml",
            "version: 2\nsource: models:/m-1\nrun_id: 0a\nmodel_id: m-1\n",
        ),
        ("models/tweets of ours/version-2/tags/k", "v"),
        (
            ".trash/8/meta.yaml",
            "name: old\nlifecycle_stage: deleted\n",
        ),
    ]);
    let read = read(&store, false).unwrap();
    let [stored] = &read.experiments[..] else {
        panic!("{:?}", read.experiments)
    };
    let experiment = &stored.experiment;
    assert_eq!(
        (experiment.name.as_str(), experiment.created),
        ("tweets", 5)
    );
    assert_eq!(experiment.tags["owner"], "ola");
    let [run] = &experiment.runs[..] else {
        panic!("{:?}", experiment.runs)
    };
    assert_eq!(
        (run.id.as_str(), run.name.as_str(), run.start, run.end),
        ("0a", "first", 10, 20)
    );
    assert_eq!(
        (run.status, &run.params["svc/C"]),
        (Status::Finished, &"1.0".to_string())
    );
    assert_eq!(
        (&run.tags["mlflow.user"], &run.tags["mlflow.note.content"]),
        (&"ola".to_string(), &"a\nb\n".to_string())
    );
    let loss: Vec<(i64, String, i64)> = run
        .metrics
        .get("loss")
        .iter()
        .map(|it| (it.at, format!("{:?}", it.value), it.step))
        .collect();
    let expected = [
        (1, "0.5", 0),
        (2, "NaN", 1),
        (3, "inf", 2),
        (4, "-0.001", 3),
    ];
    assert_eq!(
        loss,
        expected.map(|(at, value, step)| (at, value.to_string(), step))
    );
    assert_eq!(run.metrics.get("broken").len(), 1);
    assert_eq!(
        (run.inputs[0].dataset, run.inputs[0].context.as_str()),
        (0, "training")
    );
    let tags: Vec<_> = run.inputs[0]
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(tags, [("n", "3"), ("team", "ours")]);
    assert_eq!(run.outputs, ["m-1"]);
    assert_eq!(run.output_step("m-1"), 12);
    assert_eq!(run.artifacts.keys().collect::<Vec<_>>(), ["model/MLmodel"]);
    let lying = &stored.on_disk["0a"][0];
    assert_eq!(
        (lying.path.as_str(), lying.place.as_str(), lying.n_bytes),
        ("a/b.bin", "/store/7/0a/artifacts/a/b.bin", 5)
    );
    let model = &experiment.models[0];
    assert_eq!(
        (
            model.name.as_str(),
            model.run_id.as_str(),
            model.model_type.as_str(),
            model.status
        ),
        ("best", "0a", "svc", ModelStatus::Failed)
    );
    assert_eq!(
        model
            .metrics
            .iter()
            .map(|it| it.dataset)
            .collect::<Vec<_>>(),
        [Some(0), None, None]
    );
    let registered = &read.models[0];
    assert_eq!(
        (registered.name.as_str(), &registered.aliases["champion"]),
        ("tweets of ours", &"2".to_string())
    );
    assert_eq!(
        (
            registered.versions[0].version.as_str(),
            &registered.versions[0].tags["k"]
        ),
        ("2", &"v".to_string())
    );
    let mut left_out: Vec<&str> = read.notes.iter().map(|note| note.path.as_str()).collect();
    left_out.sort_unstable();
    let expected = [
        ".trash/8",
        "7/0a/inputs/y",
        "7/0a/metrics/broken",
        "7/0a/metrics/empty",
        "7/0a/outputs/m-1",
        "7/0b",
        "7/0c/meta.yaml",
        "7/0d",
        "7/models/m-1/metrics/acc",
        "7/traces",
    ];
    assert_eq!(left_out, expected);

    let read = super::read(&store, true).unwrap();
    assert_eq!(read.experiments.len(), 2);
    let deleted = read.experiments[0]
        .experiment
        .runs
        .iter()
        .find(|run| run.id == "0b");
    assert_eq!(deleted.unwrap().status, Status::Running);
}

#[test]
fn a_folder_without_an_experiment_is_no_store() {
    let store = files(&[("a/b.txt", ""), ("models/x/meta.yaml", "name: x")]);
    assert_eq!(read(&store, true).unwrap_err().code, Code::NotUsable);
}

#[test]
fn artifacts_at_another_place_are_told() {
    let uri = |uri: &str| {
        let run = format!("{RUN}artifact_uri: {uri}\n");
        let store = files(&[EXPERIMENT, ("7/0a/meta.yaml", &run)]);
        read(&store, false).unwrap().notes.len()
    };
    // The store was moved since.
    assert_eq!(uri("file:///before/mlruns/7/0a/artifacts"), 0);
    assert_eq!(uri("mlflow-artifacts:/7/0a/artifacts/"), 0);
    assert_eq!(uri("s3://bucket/x"), 1);
}
