//! The artifacts of a run: data, split, reference profile, cleaning, model, predictions, tables, log.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::entities::FileMap;
use super::profile_file::{self, PROFILE};
use super::stored;
use crate::pipeline::corpus::{Corpus, DataSet, POLEVAL_CLASSES, SetName, Source, canonical_files};
use crate::pipeline::run::record::RunRecord;
use crate::pipeline::run::tables::{self, Table};
use crate::pipeline::run::validation::validation_json;
use crate::pipeline::step::pause;

/// Folder of the model among the artifacts.
pub const MODEL: &str = "model";

/// The fingerprint of one set of the data.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct SetDigest {
    /// Of texts and class names in their order: 32 lower-case hex digits.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    pub digest: String,
    pub n_rows: u64,
    /// The files that it came from, with the SHA-256 of each.
    pub sources: Vec<Source>,
}

impl SetDigest {
    pub fn of(corpus: &Corpus, classes: &[String]) -> SetDigest {
        SetDigest {
            digest: corpus.digest(classes),
            n_rows: corpus.texts.len() as u64,
            sources: corpus.sources.clone(),
        }
    }
}

/// The artifacts by path, the model folder among them; `digests` has one entry for each set. Gives way in between.
pub async fn artifacts(
    record: &RunRecord,
    data: &DataSet,
    digests: &[(SetName, SetDigest)],
    include_texts: bool,
    model_folder: &FileMap,
) -> FileMap {
    let mut files = FileMap::new();
    for (path, bytes) in model_folder {
        files.insert(format!("{MODEL}/{path}"), bytes.clone());
    }
    files.insert("run.toml".into(), record.config.to_toml().into_bytes());
    pause().await;
    files.insert("record.json".into(), stored::write(record));
    pause().await;
    let sources: Vec<&Source> = sets(data).flat_map(|(_, corpus)| &corpus.sources).collect();
    files.insert(
        "validation.json".into(),
        validation_json(&record.data, &record.config, &sources),
    );
    files.insert(
        "log.txt".into(),
        record
            .log
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            .into_bytes(),
    );

    let by_name: serde_json::Map<String, serde_json::Value> = digests
        .iter()
        .map(|(set, digest)| (set.to_string(), json!(digest)))
        .collect();
    files.insert("data/digests.json".into(), pretty(&by_name));
    if include_texts {
        for (set, corpus) in sets(data) {
            pause().await;
            for (_, file) in canonical_files(corpus, &data.classes, set) {
                files.insert(format!("data/{}", file.name), file.bytes);
            }
        }
    }
    let lines = |rows: &[u32]| -> Vec<u8> {
        rows.iter()
            .map(|row| format!("{row}\n"))
            .collect::<String>()
            .into_bytes()
    };
    files.insert("split/train_rows.txt".into(), lines(&record.split.train));
    files.insert(
        "split/validation_rows.txt".into(),
        lines(&record.split.validation),
    );
    if let Some(profile) = &record.profile {
        files.insert(PROFILE.into(), profile_file::write(profile).await);
    }
    files.insert("cleaning/recipe.json".into(), pretty(&record.config.clean));
    files.insert(
        "cleaning/python_steps.json".into(),
        pretty(&record.config.clean.python_steps()),
    );

    pause().await;
    for (name, table) in tables(record) {
        files.insert(format!("tables/{name}.csv"), table.csv());
        files.insert(format!("tables/{name}.json"), table.json());
    }

    pause().await;
    let validation_truth: Vec<u32> = record
        .split
        .validation
        .iter()
        .map(|&row| record.class_of(data, data.train.labels[row as usize]))
        .collect();
    files.insert(
        "predictions/validation.csv".into(),
        tables::predictions(
            &record.classes,
            record.split.validation.iter().copied(),
            &validation_truth,
            &record.validation,
        )
        .csv(),
    );
    if let (Some(evaluated), Some(test)) = (&record.test, &data.test) {
        let rows = record.data.excluded.kept(SetName::Test, test.texts.len());
        let truth: Vec<u32> = rows
            .iter()
            .map(|&row| record.class_of(data, test.labels[row as usize]))
            .collect();
        files.insert(
            "predictions/test.csv".into(),
            tables::predictions(&record.classes, rows, &truth, evaluated).csv(),
        );
        // An answer file has a line for each row of the test set, so there is none where rows are left out.
        if data.naming.is_poleval()
            && record.data.excluded.test.is_empty()
            && let Some(tags) = poleval_tags(&record.classes, &evaluated.predicted)
        {
            files.insert("predictions/test_tags.txt".into(), tags);
        }
    }
    files
}

/// Both sets, the test set where there is one.
pub fn sets(data: &DataSet) -> impl Iterator<Item = (SetName, &Corpus)> {
    std::iter::once((SetName::Train, &data.train))
        .chain(data.test.iter().map(|test| (SetName::Test, test)))
}

/// The tables of a run by name.
fn tables(record: &RunRecord) -> Vec<(String, Table)> {
    let parts: Vec<_> = [
        ("train", Some(&record.train)),
        ("validation", Some(&record.validation)),
        ("test", record.test.as_ref()),
    ]
    .into_iter()
    .filter_map(|(part, evaluated)| Some((part, &evaluated?.evaluation)))
    .collect();
    let mut found: Vec<(String, Table)> = parts
        .iter()
        .map(|(part, evaluation)| {
            (
                format!("confusion_matrix_{part}"),
                tables::confusion_matrix(evaluation),
            )
        })
        .collect();
    found.push((
        "per_class_metrics".into(),
        tables::per_class_metrics(&parts),
    ));
    found.push((
        "data_findings".into(),
        tables::findings(&record.data.findings),
    ));
    found
}

/// The tag `mlflow.loggedArtifacts`, by which MLflow shows the tables as tables.
pub fn logged_tables_tag(record: &RunRecord) -> String {
    let entries: Vec<_> = tables(record)
        .into_iter()
        .map(|(name, _)| json!({"path": format!("tables/{name}.json"), "type": "table"}))
        .collect();
    json!(entries).to_string()
}

/// PolEval's answer file, one tag a line, where every class is one of PolEval's.
fn poleval_tags(classes: &[String], predicted: &[u32]) -> Option<Vec<u8>> {
    let tags: Vec<usize> = classes
        .iter()
        .map(|class| POLEVAL_CLASSES.iter().position(|known| known == class))
        .collect::<Option<_>>()?;
    let lines: String = predicted
        .iter()
        .map(|&label| format!("{}\n", tags[label as usize]))
        .collect();
    Some(lines.into_bytes())
}

fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(value).expect("plain data with texts as keys has a JSON form");
    bytes.push(b'\n');
    bytes
}
