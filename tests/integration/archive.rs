//! The boundary to MLflow and back: what an archive holds, that it is whole, and what is said of one that is not.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use dryf::mlflow::entities::FileMap;
use dryf::mlflow::{Archive, ArchiveOptions, archive_name, file_map, write_zip};
use dryf::pipeline::corpus::{DataSet, NamedBytes, sha256_hex};
use dryf::pipeline::drift::Profile;
use dryf::pipeline::error::Code;
use dryf::pipeline::run::model_files::{model_files, model_from_files};
use dryf::pipeline::run::{RunConfig, RunRecord, TrainRun};
use dryf::pipeline::step::at_once;
use dryf::pipeline::svm::Decision;
use dryf::pipeline::time::UnixMillis;

use crate::support::demo_data;

/// A run on the demo corpus at a fixed time.
fn demo_run() -> &'static (RunRecord, Arc<DataSet>) {
    static RUN: OnceLock<(RunRecord, Arc<DataSet>)> = OnceLock::new();
    RUN.get_or_init(|| run(RunConfig::default()))
}

fn run(config: RunConfig) -> (RunRecord, Arc<DataSet>) {
    let data = Arc::new(demo_data());
    let mut now = UnixMillis(1_626_773_490_759.0);
    let mut run = TrainRun::new(config, data.clone(), None, now, now).unwrap();
    while run.step(now).unwrap().is_running() {
        now.0 += 1.0;
    }
    (run.finish(now).unwrap(), data)
}

fn demo_files_of_archive(include_texts: bool) -> FileMap {
    let (record, data) = demo_run();
    file_map(record, data, &ArchiveOptions { include_texts })
}

fn zipped(files: &FileMap) -> NamedBytes {
    NamedBytes {
        name: "run.zip".into(),
        bytes: write_zip(files),
    }
}

/// The path in the map that ends so.
fn path_of(files: &FileMap, end: &str) -> String {
    let found: Vec<&String> = files.keys().filter(|path| path.ends_with(end)).collect();
    assert_eq!(found.len(), 1, "{end}: {found:?}");
    found[0].clone()
}

fn text(files: &FileMap, end: &str) -> String {
    String::from_utf8(files[&path_of(files, end)].clone()).unwrap()
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let (record, data) = run(RunConfig::default());
    let again = write_zip(&file_map(&record, &data, &ArchiveOptions::default()));
    assert!(again == zipped(&demo_files_of_archive(true)).bytes);
}

#[test]
fn an_archive_gives_back_run_model_and_data() {
    let (record, data) = demo_run();
    let archive = Archive::read(&zipped(&demo_files_of_archive(true))).unwrap();
    assert_eq!(archive.manifest.run_id, record.run_id);
    assert_eq!(archive.manifest.seed, 2021);
    assert!(archive.model().unwrap() == *record.model);
    // Which texts are nearly equal is not stored: the texts tell it.
    let mut stored = archive.record().unwrap();
    let of_texts =
        |profile: Arc<Profile>| at_once((*profile).clone().with_texts(&data.train.texts));
    stored.profile = stored.profile.map(of_texts).map(Arc::new);
    assert!(stored == *record);
    let back = archive.data().unwrap().unwrap();
    assert_eq!(back.classes, data.classes);
    assert_eq!(back.digest(), data.digest());
    assert_eq!(
        archive_name(&record.run_id),
        format!("dryf-run-{}.zip", &record.run_id[..8])
    );
    let entries = archive.describe();
    assert_eq!(entries.len(), archive.files.len());
    let untold: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.about.is_none())
        .map(|entry| entry.path.as_str())
        .collect();
    assert_eq!(untold, [] as [&str; 0]);
}

#[test]
fn the_experiment_is_the_file_store() {
    for include_texts in [true, false] {
        let files = demo_files_of_archive(include_texts);
        let mut archive = Archive::read(&zipped(&files)).unwrap();
        let experiment = archive.experiment().unwrap();
        let written = experiment.files();
        assert!(written.len() > 100);
        for (path, bytes) in &written {
            let path = path_of(&files, &format!("/mlruns/{path}"));
            assert!(files[&path] == *bytes, "{path}");
        }
        let in_store = files.keys().filter(|path| path.contains("/mlruns/"));
        assert_eq!(in_store.count(), written.len());
        // An earlier Dryf wrote the file store alone: it says the same.
        archive.files.remove("experiment.json").unwrap();
        assert!(archive.experiment().unwrap() == experiment);
    }
}

#[test]
fn an_experiment_that_does_not_hold_together_is_refused() {
    let archive = Archive::read(&zipped(&demo_files_of_archive(true))).unwrap();
    for (from, to, fault) in [
        (
            "\"dataset\": 1",
            "\"dataset\": 2",
            "the data set 2 is missing",
        ),
        ("\"FINISHED\"", "\"OVER\"", "unknown variant `OVER`"),
    ] {
        let mut archive = archive.clone();
        let text = String::from_utf8(archive.files["experiment.json"].clone()).unwrap();
        assert!(text.contains(from));
        let damaged = text.replace(from, to).into_bytes();
        archive.files.insert("experiment.json".into(), damaged);
        let error = archive.experiment().unwrap_err();
        assert_eq!(error.code, Code::DamagedArchive);
        let said = error.to_string();
        assert!(
            said.contains("experiment.json") && said.contains(fault),
            "{said}"
        );
    }
}

#[test]
fn models_of_every_engine_come_back_to_the_bit() {
    for config in [
        "[svc]\nkernel = \"rbf\"\nprobability = true",
        "[svc]\nengine = \"linear\"\nkernel = \"linear\"",
        "[svc]\nkernel = \"sigmoid\"\n[tfidf]\nuse_idf = false",
    ] {
        let (record, _) = run(RunConfig::from_toml(config, "run.toml").unwrap());
        let files = model_files(&record.model);
        assert!(
            model_from_files(&files).unwrap() == *record.model,
            "{config}"
        );
        // Each file is needed, and none that is cut short is taken.
        for name in files.keys() {
            let mut fewer = files.clone();
            fewer.remove(name);
            if name != "platt.npy" {
                let error = model_from_files(&fewer).unwrap_err();
                assert_eq!(error.code, Code::DamagedArchive, "{name}");
                assert_eq!(error.place.unwrap().file, *name);
            }
            let mut cut = files.clone();
            let bytes = cut.get_mut(name).unwrap();
            bytes.truncate(bytes.len() - 3);
            let error = model_from_files(&cut).unwrap_err();
            assert_eq!(error.code, Code::DamagedArchive, "{name}");
        }
    }
}

#[test]
fn without_the_texts_no_text_is_anywhere() {
    let (_, data) = demo_run();
    let files = demo_files_of_archive(false);
    let archive = Archive::read(&zipped(&files)).unwrap();
    assert!(archive.data().unwrap().is_none());
    assert!(!archive.manifest.texts_included);
    let texts: BTreeSet<&str> = data
        .train
        .texts
        .iter()
        .chain(&data.test.as_ref().unwrap().texts)
        .filter(|text| text.chars().count() > 12)
        .map(String::as_str)
        .collect();
    assert!(texts.len() > 1000);
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".npy")) {
        // The reference profile has numbers between its words.
        let content = String::from_utf8_lossy(bytes);
        let found = texts.iter().find(|text| content.contains(**text));
        assert_eq!(found, None, "{path}");
    }
    // What is left of the data are their digests.
    let digests: serde_json::Value =
        serde_json::from_str(&text(&files, "data/digests.json")).unwrap();
    assert_eq!(digests["train"]["digest"], data.digest().train);
    assert_eq!(digests["test"]["n_rows"], 300);
}

#[test]
fn mlflow_can_read_every_path_and_line() {
    let files = demo_files_of_archive(true);
    for (path, bytes) in &files {
        assert!(
            path.chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c)),
            "{path}"
        );
        if path.contains("/metrics/") {
            let lines: Vec<&str> = std::str::from_utf8(bytes).unwrap().lines().collect();
            let distinct: BTreeSet<&&str> = lines.iter().collect();
            assert!(!lines.is_empty() && distinct.len() == lines.len(), "{path}");
            let fields = if path.contains("/models/") { 6 } else { 3 };
            for line in lines {
                assert_eq!(line.split(' ').count(), fields, "{path}: {line}");
            }
        }
        if path.contains("/params/") {
            assert!(bytes.len() <= 6000 && !bytes.ends_with(b"\n"), "{path}");
        }
    }
    let (record, _) = demo_run();
    for (key, value) in [
        ("svc.kernel", "poly"),
        ("svc.class_weight", "None"),
        ("case", "lower"),
        ("seed", "2021"),
        ("tfidf.ngram_range", "(1, 1)"),
        ("tfidf.lowercase", "False"),
        ("tfidf.token_pattern", r"(?u)\b\w\w\w+\b|[^\x00-\x7F]"),
    ] {
        assert_eq!(
            text(&files, &format!("{}/params/{key}", record.run_id)),
            value
        );
    }
    let f1 = record.test.as_ref().unwrap().evaluation.f1_micro;
    let run = format!("{}/metrics/f1_micro_test_set", record.run_id);
    assert_eq!(
        text(&files, &run),
        format!("{} {f1:?} 0\n", record.end.whole())
    );
}

#[test]
fn predictions_are_the_runs_by_row() {
    let (record, data) = demo_run();
    let files = demo_files_of_archive(false);
    let test = text(&files, "predictions/test.csv");
    let mut lines = test.lines();
    assert_eq!(lines.next(), Some("row,label,predicted"));
    let predicted = &record.test.as_ref().unwrap().predicted;
    let truth = &data.test.as_ref().unwrap().labels;
    for (row, line) in lines.enumerate() {
        let [label, guess] = [truth[row], predicted[row]].map(|c| &record.classes[c as usize]);
        assert_eq!(line, format!("{row},{label},{guess}"));
    }
    assert_eq!(test.lines().count(), 301);
    assert_eq!(
        text(&files, "predictions/test_tags.txt").lines().count(),
        300
    );
    let rows: Vec<u32> = text(&files, "split/validation_rows.txt")
        .lines()
        .map(|line| line.parse().unwrap())
        .collect();
    assert_eq!(rows, record.split.validation);
}

#[test]
fn what_is_no_archive_or_not_whole_is_refused_by_name() {
    let good = demo_files_of_archive(true);
    let log = path_of(&good, "artifacts/log.txt");
    let manifest = path_of(&good, "manifest.json");
    let changed = |change: &dyn Fn(&mut FileMap)| {
        let mut files = good.clone();
        change(&mut files);
        zipped(&files)
    };
    let edited_manifest = |from: &str, to: &str| {
        let text = String::from_utf8(good[&manifest].clone()).unwrap();
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        changed(&|files| {
            files.insert(manifest.clone(), text.clone().into_bytes());
        })
    };
    let cases = [
        (
            NamedBytes {
                name: "run.zip".into(),
                bytes: b"PK is what a zip begins with, this not".to_vec(),
            },
            Code::NotAnArchive,
            "not a zip",
        ),
        (
            changed(&|files| {
                files.remove(&manifest);
            }),
            Code::NotAnArchive,
            "no manifest.json",
        ),
        (
            zipped(
                &[(
                    "manifest.json".to_string(),
                    b"{\"name\": \"a page\"}".to_vec(),
                )]
                .into(),
            ),
            Code::NotAnArchive,
            "is not that of a run",
        ),
        (
            edited_manifest("\"schema_version\": 1", "\"schema_version\": 2"),
            Code::Unsupported,
            "schema version 2",
        ),
        (
            edited_manifest("\"run_name\"", "\"name\""),
            Code::DamagedArchive,
            "manifest.json can't be read",
        ),
        (
            changed(&|files| {
                files.remove(&log);
            }),
            Code::DamagedArchive,
            "artifacts/log.txt` is missing",
        ),
        (
            changed(&|files| files.get_mut(&log).unwrap()[0] ^= 1),
            Code::DamagedArchive,
            "artifacts/log.txt` is not what the manifest says",
        ),
        (
            changed(&|files| {
                files.insert(log.replace("log.txt", "more.txt"), Vec::new());
            }),
            Code::DamagedArchive,
            "artifacts/more.txt` does not belong",
        ),
        (
            changed(&|files| {
                files.insert("beside.txt".into(), Vec::new());
            }),
            Code::DamagedArchive,
            "`beside.txt` does not belong",
        ),
        (
            NamedBytes {
                name: "run.zip".into(),
                bytes: zipped(&good).bytes[..10_000].to_vec(),
            },
            Code::DamagedZip,
            "zip",
        ),
    ];
    for (file, code, message) in cases {
        let error = Archive::read(&file).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(
            error.message.to_string().contains(message),
            "{message}: {error}"
        );
        assert_eq!(error.place.unwrap().file, "run.zip");
        assert!(error.remedy.is_some());
    }
}

/// By `support.npy` a support vector is found in the training file, whatever order the rows were fitted in.
#[test]
fn support_vectors_are_named_by_their_rows_in_the_training_file() {
    for config in [
        "",
        "[svc]\nkernel = \"linear\"",
        "[run]\nvalidation_size = 0.5\nseed = 7",
    ] {
        let (record, data) = run(RunConfig::from_toml(config, "run.toml").unwrap());
        let Decision::OneVsOne {
            support_vectors,
            support,
            n_support,
            ..
        } = &record.model.svc.decision
        else {
            panic!("the default engine has pairs of classes");
        };
        let texts: Vec<String> = support
            .iter()
            .map(|&row| data.train.texts[row as usize].clone())
            .collect();
        let rows = record.model.prepare().unwrap().features(&texts);
        assert!(rows == *support_vectors, "{config}");
        // Grouped by class, in the order of the classes.
        let classes = support.iter().map(|&row| data.train.labels[row as usize]);
        let expected = n_support
            .iter()
            .zip(&record.model.svc.classes)
            .flat_map(|(&n, &class)| std::iter::repeat_n(class, n as usize));
        assert!(classes.eq(expected), "{config}");
    }
}

#[test]
fn a_model_folder_has_the_digests_of_its_files_and_an_example() {
    let files = demo_files_of_archive(true);
    let (record, _) = demo_run();
    let places = ["artifacts/model/", "/artifacts/"].map(|place| {
        let listed = files
            .keys()
            .find(|path| path.ends_with(&format!("{place}data.sha256")))
            .unwrap();
        listed.strip_suffix("data.sha256").unwrap().to_string()
    });
    for folder in places {
        let list = &files[&format!("{folder}data.sha256")];
        assert_eq!(sha256_hex(list), record.model_sha256);
        for line in std::str::from_utf8(list).unwrap().lines() {
            let (digest, name) = line.split_once("  ").unwrap();
            assert_eq!(sha256_hex(&files[&format!("{folder}data/{name}")]), digest);
        }
        let example: serde_json::Value =
            serde_json::from_slice(&files[&format!("{folder}input_example.json")]).unwrap();
        assert_eq!(example["columns"], serde_json::json!(["text"]));
        // The same model as data, no larger than its other form.
        let onnx = files[&format!("{folder}model.onnx")].len();
        let data = format!("{folder}data/");
        let of_data = files.iter().filter(|(path, _)| path.starts_with(&data));
        let n_bytes: usize = of_data.map(|(_, bytes)| bytes.len()).sum();
        assert!(0 < onnx && onnx < n_bytes, "{onnx} of {n_bytes} bytes");
    }
    // The tag by which MLflow 2 knows a model is `replay.py`'s to set, where the server is an MLflow 2.
    assert!(!files.keys().any(|path| path.contains("log-model.history")));
}
