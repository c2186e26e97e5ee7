//! A model as a folder that MLflow loads, without a pickle: `MLmodel`, the Python program, the files of the model and their
//! digests (`data.sha256`, which the program compares with what it loads; its own digest is the model's fingerprint).
//!
//! MLflow 2.9 to 3.18 load it by `mlflow.pyfunc.load_model` and serve it by `mlflow models serve`. The program's module
//! name holds a hash of the program: Python keeps one module for each name, so two models with programs of the same name
//! in one process would both run the first one.

use super::entities::FileMap;
use super::notice::{NOTICE, NOTICE_FILE};
use super::yaml::{self, Yaml};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::run::model_files::digest_lines;
use crate::pipeline::time::UnixMillis;

/// The program that loads a model and predicts.
const PROGRAM: &str = include_str!("../../www/python/dryf_model.py");

/// The oldest MLflow for which the folder is written.
const MLFLOW_VERSION: &str = "2.9.2";
/// The oldest ONNX that knows the operators of the model as data.
const ONNX_VERSION: &str = "1.11.0";
/// The Python with which the program is tested; MLflow warns where the minor version differs.
const PYTHON_VERSION: &str = "3.11.7";
const REQUIREMENTS: [&str; 3] = ["mlflow>=2.9.2,<4", "numpy>=1.24,<3", "pandas>=1.5,<4"];
/// An input that MLflow shows and tries the model with.
const EXAMPLE: &str = "Ale dziś pięknie!";

const INPUT_EXAMPLE: &str = "input_example.json";
const ONNX: &str = "model.onnx";
const SERVING_EXAMPLE: &str = "serving_input_example.json";

/// What a model folder says of its model.
pub struct ModelFolder<'a> {
    /// Names of the classes that the model can tell apart.
    pub classes: Vec<&'a str>,
    /// Whether it gives probabilities.
    pub has_probabilities: bool,
    pub run_id: &'a str,
    /// `m-` and 32 lower-case hex digits.
    pub model_id: &'a str,
    pub model_sha256: &'a str,
    pub created: UnixMillis,
    /// The files of [`crate::pipeline::run::model_files::model_files`].
    pub data: &'a FileMap,
    /// The model as data, which MLflow opens where it may run no code of models: [`super::onnx::onnx_file`]. It stands in both
    /// copies of the folder, since each is opened by itself and an `MLmodel` names files beside it alone: the run's artifacts
    /// (MLflow 2, `runs:/ID/model`, and what a pulled archive is made of), and the logged model (MLflow 3).
    pub onnx: &'a [u8],
}

impl ModelFolder<'_> {
    /// The folder's files.
    pub fn files(&self) -> FileMap {
        let mut files = FileMap::new();
        files.insert("MLmodel".into(), self.ml_model().document());
        files.insert(ONNX.into(), self.onnx.to_vec());
        files.insert(NOTICE_FILE.into(), NOTICE.as_bytes().to_vec());
        files.insert(
            format!("code/{}.py", module_name()),
            PROGRAM.as_bytes().to_vec(),
        );
        files.insert(
            "requirements.txt".into(),
            format!("{}\n", REQUIREMENTS.join("\n")).into_bytes(),
        );
        let dependencies =
            |items: &[&str]| Yaml::List(items.iter().copied().map(Yaml::text).collect());
        files.insert(
            "python_env.yaml".into(),
            Yaml::Map(vec![
                ("python", Yaml::text(PYTHON_VERSION)),
                ("build_dependencies", dependencies(&["pip"])),
                ("dependencies", dependencies(&["-r requirements.txt"])),
            ])
            .document(),
        );
        files.insert(
            "conda.yaml".into(),
            Yaml::Map(vec![
                ("name", Yaml::text("mlflow-env")),
                ("channels", dependencies(&["conda-forge"])),
                (
                    "dependencies",
                    Yaml::List(vec![
                        Yaml::text(format!("python={PYTHON_VERSION}")),
                        Yaml::text("pip"),
                        Yaml::Map(vec![("pip", dependencies(&REQUIREMENTS))]),
                    ]),
                ),
            ])
            .document(),
        );
        let example = serde_json::json!({"columns": ["text"], "data": [[EXAMPLE]]});
        let request = serde_json::json!({"dataframe_split": example});
        files.insert(INPUT_EXAMPLE.into(), example.to_string().into_bytes());
        files.insert(SERVING_EXAMPLE.into(), request.to_string().into_bytes());
        files.insert("data.sha256".into(), digest_lines(self.data).into_bytes());
        for (name, bytes) in self.data {
            files.insert(format!("data/{name}"), bytes.clone());
        }
        files
    }

    /// The description that MLflow reads first.
    fn ml_model(&self) -> Yaml {
        // `required` is left out of the columns: MLflow 2.9 does not know it, and later ones take it as true.
        let inputs = serde_json::json!([{"type": "string", "name": "text"}]);
        let mut outputs = vec![serde_json::json!({"type": "string", "name": "label"})];
        for (what, is_there) in [("score", true), ("probability", self.has_probabilities)] {
            for class in self.classes.iter().filter(|_| is_there) {
                outputs
                    .push(serde_json::json!({"type": "double", "name": format!("{what}_{class}")}));
            }
        }
        let program = Yaml::Map(vec![
            ("code", Yaml::text("code")),
            ("data", Yaml::text("data")),
            (
                "env",
                Yaml::Map(vec![
                    ("conda", Yaml::text("conda.yaml")),
                    ("virtualenv", Yaml::text("python_env.yaml")),
                ]),
            ),
            ("loader_module", Yaml::text(module_name())),
            ("python_version", Yaml::text(PYTHON_VERSION)),
        ]);
        let providers = Yaml::List(vec![Yaml::text("CPUExecutionProvider")]);
        let onnx = Yaml::Map(vec![
            ("data", Yaml::text(ONNX)),
            ("onnx_version", Yaml::text(ONNX_VERSION)),
            ("providers", providers),
        ]);
        Yaml::Map(vec![
            (
                "flavors",
                Yaml::Map(vec![("onnx", onnx), ("python_function", program)]),
            ),
            (
                "metadata",
                Yaml::Map(vec![("model_sha256", Yaml::text(self.model_sha256))]),
            ),
            ("mlflow_version", Yaml::text(MLFLOW_VERSION)),
            ("model_id", Yaml::text(self.model_id)),
            (
                "model_size_bytes",
                Yaml::Int(self.data.values().map(|bytes| bytes.len() as i64).sum()),
            ),
            ("model_uuid", Yaml::text(self.uuid())),
            ("run_id", Yaml::text(self.run_id)),
            (
                "saved_input_example_info",
                Yaml::Map(vec![
                    ("artifact_path", Yaml::text(INPUT_EXAMPLE)),
                    ("pandas_orient", Yaml::text("split")),
                    ("serving_input_path", Yaml::text(SERVING_EXAMPLE)),
                    ("type", Yaml::text("dataframe")),
                ]),
            ),
            (
                "signature",
                Yaml::Map(vec![
                    ("inputs", Yaml::text(inputs.to_string())),
                    (
                        "outputs",
                        Yaml::text(serde_json::Value::from(outputs).to_string()),
                    ),
                ]),
            ),
            ("utc_time_created", Yaml::text(self.created_text())),
        ])
    }

    fn uuid(&self) -> &str {
        self.model_id.trim_start_matches("m-")
    }

    /// `2021-07-20 09:31:30.759000`
    fn created_text(&self) -> String {
        let at = self.created.civil();
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}000",
            at.year, at.month, at.day, at.hour, at.minute, at.second, at.millisecond
        )
    }
}

/// What MLflow 2 wants to know of the model among a run's artifacts, as its tag `mlflow.log-model.history` has it, of a run with
/// this ID. None where there is no such model.
pub(super) fn history(artifacts: &FileMap, run_id: &str) -> Option<String> {
    let text = std::str::from_utf8(artifacts.get("model/MLmodel")?).ok()?;
    let described = yaml::read(text).ok()?;
    let mut entry = serde_json::json!({"run_id": run_id, "artifact_path": "model"});
    for key in ["utc_time_created", "model_uuid", "flavors"] {
        entry[key] = described[key].clone();
    }
    Some(serde_json::json!([entry]).to_string())
}

/// The program's name as a Python module.
pub fn module_name() -> String {
    format!("dryf_model_{}", &sha256_hex(PROGRAM.as_bytes())[..8])
}
