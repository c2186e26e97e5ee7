//! Words for people: the archive's `README.md`, and what each of its files is.

use super::gate_files::{GATE, METRICS};
use super::manifest::Manifest;
use super::markdown::escaped;
use super::notice::NOTICE_FILE;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::Profile;
use crate::pipeline::run::gate_report::GateReport;
use crate::pipeline::run::record::RunRecord;

/// What a file of an archive is, in a few words, by its path; none where its name says it.
pub fn about(path: &str) -> Option<Message> {
    /// Ends of paths, and the key of what is said.
    const FILES: &[(&str, &str)] = &[
        ("README.md", "readme"),
        ("manifest.json", "manifest"),
        ("experiment.json", "experiment"),
        (NOTICE_FILE, "licences"),
        ("replay.py", "replay"),
        ("Dockerfile", "docker"),
        ("artifacts/run.toml", "config"),
        ("artifacts/record.json", "record"),
        ("artifacts/log.txt", "log"),
        ("artifacts/validation.json", "validation"),
        ("artifacts/data/digests.json", "digests"),
        ("artifacts/split/train_rows.txt", "train-rows"),
        ("artifacts/split/validation_rows.txt", "validation-rows"),
        ("artifacts/drift/reference_profile.bin", "profile"),
        ("artifacts/cleaning/recipe.json", "recipe"),
        ("artifacts/cleaning/python_steps.json", "python-steps"),
        ("artifacts/gate/gate.json", "gate"),
        ("artifacts/gate/gate.html", "gate-page"),
        ("artifacts/gate/disagreements.csv", "disagreements"),
        ("artifacts/gate/rules.toml", "rules"),
        ("artifacts/predictions/test_tags.txt", "test-tags"),
        ("MLmodel", "ml-model"),
        ("model.onnx", "onnx"),
        ("data.sha256", "model-digests"),
        ("serving_input_example.json", "request"),
        ("input_example.json", "input"),
        ("requirements.txt", "python"),
        ("conda.yaml", "python"),
        ("python_env.yaml", "python"),
        ("model.json", "model"),
        ("vocabulary.json", "vocabulary"),
        ("idf.npy", "idf"),
        ("chars_vocabulary.json", "vocabulary"),
        ("chars_idf.npy", "idf"),
        ("dual_coef.npy", "dual-coef"),
        ("coef.npy", "coef"),
        ("intercept.npy", "intercept"),
        ("platt.npy", "platt"),
        ("n_support.npy", "n-support"),
    ];
    /// The same by parts of paths.
    const FOLDERS: [(&str, &str); 13] = [
        ("/artifacts/data/train", "train"),
        ("/artifacts/data/test", "test"),
        ("/artifacts/predictions/", "predictions"),
        ("/artifacts/tables/", "table"),
        ("/code/dryf_model_", "program"),
        ("/data/support", "support"),
        ("/params/", "param"),
        ("/metrics/", "metric"),
        ("/tags/", "tag"),
        ("/inputs/", "inputs"),
        ("/outputs/", "outputs"),
        ("/datasets/", "dataset"),
        ("/meta.yaml", "meta"),
    ];
    let is_it = |end: &str| {
        let rest = path.strip_suffix(end);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    };
    let found = FILES
        .iter()
        .find(|(end, _)| is_it(end))
        .or_else(|| FOLDERS.iter().find(|(part, _)| path.contains(part)))?;
    Some(message!("archive-file", file = Argument::key(found.1)))
}

/// How an archive comes into MLflow, for every `README.md`; `archive` is the zip's name, `options` go to `dryf push`.
pub(super) fn into_mlflow(archive: &str, options: &str) -> String {
    let folder = archive.trim_end_matches(".zip");
    format!(
        r#"**With Dryf**, into a server that has whatever it has, from the zip as it is:

    dryf push {archive} --tracking-uri http://127.0.0.1:5000{options}

A run is added, once, and nothing is changed; `dryf help push` says more. For the ways without Dryf, unpack the zip into a
folder of its own and go into `{folder}`. Start no `mlflow ui` in it but by the commands below, and don't move `mlruns`
into a folder in which you work with MLflow: finding it there, MLflow would leave its own database aside.

**A server that runs already**, with MLflow's client:

    pip install "mlflow>=2.9.2"
    python replay.py --tracking-uri http://127.0.0.1:5000

Nothing but the files that `manifest.json` names goes there. The run is then yours: its user is who runs this.

**A new server of MLflow 3.10 or later:**

    mlflow migrate-filestore --source mlruns --target sqlite:///mlflow.db
    mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./mlruns

**A new server of an older MLflow, 2.9 to 3.9:**

    mlflow server --backend-store-uri ./mlruns --artifacts-destination ./mlruns

(MLflow 2 has its button to register a model on the page of a run that came by `dryf push` or `replay.py`.)
"#
    )
}

/// The archive's `README.md`, with what a gate decided.
pub fn readme(record: &RunRecord, manifest: &Manifest, gate: Option<&GateReport>) -> String {
    let Manifest {
        run_id,
        run_name,
        experiment,
        experiment_id,
        model_id,
        model_sha256,
        ..
    } = manifest;
    let archive = super::archive_files::archive_name(run_id);
    let (run_name, experiment) = (escaped(run_name), escaped(experiment));
    let note = super::logged::note(record);
    let texts = if manifest.texts_included {
        "The texts of the training and test set are in the archive (`artifacts/data`)."
    } else {
        "The texts were left out; `artifacts/data/digests.json` has their fingerprints. The words that the model knows \
         are in its vocabulary all the same."
    };
    let profile = match record.profile.as_deref() {
        Some(Profile::Rows(_)) => {
            " What drift reports need of each training row is in `artifacts/drift`: the term numbers there, with their \
             vocabulary, can reveal what a text says."
        }
        Some(Profile::Marginals(_)) => {
            " Counts over all training rows for drift reports are in `artifacts/drift`: the terms there, with how usual they \
             are, can reveal what the texts speak of."
        }
        None => "",
    };
    format!(
        r#"# {run_name}

A run of Dryf {version} (run {run_id}) in the experiment "{experiment}".

{note}

{texts}{profile}

## Into MLflow

{commands}
## The model in MLflow

`--register` made it a version of a registered model. In Python, where `replay.py` said where the model is, the same, with
an alias by which it is found:

    import mlflow, pandas
    mlflow.set_tracking_uri("http://127.0.0.1:5000")
    version = mlflow.register_model("models:/m-..", "classifier")  # in MLflow 2 "runs:/../model"
    mlflow.MlflowClient().set_registered_model_alias("classifier", "champion", version.version)

    model = mlflow.pyfunc.load_model("models:/classifier@champion")
    model.predict(pandas.DataFrame({{"text": ["Ale dziś pięknie!"]}}))

gives a frame with the columns `label` and `score_` with each class, a row for each text; a row without a text (null) has a
label and scores that are null. Measured on rows with their true classes, as texts, in the column `gold`:

    mlflow.models.evaluate("models:/classifier@champion", rows, targets="gold", model_type="classifier")

## The model as a server

    dryf serve --model {archive} --port 5001

answers MLflow's scoring protocol (`/invocations`) and Prometheus (`/metrics`); `Dockerfile` makes an image of the program and
the model, and says how.

## The model without a server

    python -m pip install numpy
    python mlruns/{experiment_id}/{run_id}/artifacts/model/code/{module}.py \
           mlruns/{experiment_id}/{run_id}/artifacts/model/data < texts.txt

prints a label for each line. In Python, `load(".../model/data")` of that module gives the model, and its `to_sklearn()` a
fitted scikit-learn pipeline with the same labels. MLflow loads the folder `model` as a pyfunc; its `get_raw_model()` is
that model.

## The model where no foreign code may run

With `MLFLOW_ALLOW_MODEL_CODE_EXECUTION=false` MLflow 3.18 refuses every pyfunc, since a pyfunc is a program. The same model is
there as data too, as MLflow's flavor `onnx`:

    pip install onnx onnxruntime
    dryf predict --model run.zip --text texts.txt --format terms > terms.jsonl

    import json, mlflow, numpy, onnxruntime
    model = mlflow.onnx.load_model("models:/classifier@champion")
    session = onnxruntime.InferenceSession(model.SerializeToString())
    rows = [json.loads(line) for line in open("terms.jsonl", encoding="utf-8")]
    labels, scores, *probabilities = session.run(None, {{
        "terms": numpy.array([term for row in rows for term in row], dtype=object),
        "lengths": numpy.array([len(row) for row in rows], dtype=numpy.int64),
    }})

It begins at the terms of the cleaned texts, since no operator of ONNX holds the cleaning and the cutting into terms exactly:
`dryf predict --format terms` gives them, and so does `onnx_inputs(texts)` of the Python program. From the terms on, labels are
the same and scores equal up to rounding. From a folder instead of a server: unpack it outside your Python path and your current
directory, within which MLflow opens no model then.

## What is in it

`manifest.json` has the SHA-256 of every other file; `dryf inspect` and `replay.py` check them. `experiment.json` is all that
MLflow is told, and `mlruns` the same as its file store. Below `mlruns/{experiment_id}`:

| path | what |
|---|---|
| `{run_id}/artifacts/run.toml` | the configuration: `dryf train --config run.toml` does the run again |
| `{run_id}/artifacts/data` | the data, or their fingerprints |
| `{run_id}/artifacts/split` | row numbers of the training and the validation part |
| `{run_id}/artifacts/drift` | what drift reports need of the training rows, unless it was left out |
| `{run_id}/artifacts/cleaning` | the cleaning, for Dryf and for Python |
| `{run_id}/artifacts/model` | the model |
| `{run_id}/artifacts/predictions` | predicted labels |
| `{run_id}/artifacts/tables` | confusion matrices, scores by class, what the validation of the data found |
| `{run_id}/artifacts/validation.json` | what the validation of the data found, with its rows, and the rows left out |
| `{run_id}/artifacts/log.txt` | the log |
| `models/{model_id}` | the model again, where MLflow 3 looks for it |

The model's fingerprint is {model_sha256}: what `LC_ALL=C sha256sum * | sha256sum` prints in its folder `data`, and what
`sha256sum data.sha256` prints beside it. Loading a model whose files are others fails.
{gate}"#,
        gate = gate.map_or(String::new(), of_gate),
        version = manifest.dryf_version,
        commands = into_mlflow(&archive, " --register classifier --alias challenger"),
        module = super::model_folder::module_name(),
    )
}

/// The part on the gate, which ends the file.
fn of_gate(report: &GateReport) -> String {
    let rules: String = report
        .gate
        .rules
        .iter()
        .map(|rule| format!("- {}\n", escaped(&rule.sentence)))
        .collect();
    format!(
        r#"
## The gate

Compared with the model in production (run {production}) on {rows} labelled rows: **{outcome}**.

{rules}
The report as a page is `artifacts/{GATE}/gate.html`, as data `artifacts/{GATE}/gate.json`; the rows to which the two give different classes `artifacts/{GATE}/disagreements.csv`,
the rules `artifacts/{GATE}/rules.toml`. The run's metrics `{METRICS}*` and its tag `validation_status` are of it.
"#,
        production = report.production.run_id,
        rows = report.rows.n_rows,
        outcome = escaped(&report.gate.sentence),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_path_with_and_without_the_top_folder() {
        let cases = [
            ("manifest.json", "fingerprints, versions and seeds"),
            (
                "dryf-run-0a1b2c3d/manifest.json",
                "fingerprints, versions and seeds",
            ),
            (
                "mlruns/1/2/artifacts/model/data/coef.npy",
                "weights of the terms",
            ),
            (
                "mlruns/1/2/artifacts/model/data/dual_coef.npy",
                "weights of the support vectors",
            ),
            (
                "mlruns/1/2/artifacts/data/train_text.txt",
                "training texts and labels",
            ),
            ("mlruns/1/2/meta.yaml", "MLflow's own description"),
            ("mlruns/1/2/inputs/3/meta.yaml", "data that the run used"),
            ("elsewhere", ""),
        ];
        for (path, expected) in cases {
            let said = about(path).map_or(String::new(), |about| about.to_string());
            assert_eq!(said, expected, "{path}");
        }
    }
}
