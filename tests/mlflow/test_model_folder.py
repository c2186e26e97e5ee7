"""The model folder of an unpacked archive: MLflow predicts with it, and so does plain Python, without a server.

The MLflow under test is 3.18 or 2.22, whichever is installed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys

import mlflow
import pandas as pd
import pytest

import checks
from archives import DEMO, lines
from poleval import poleval_dir

DATA = pytest.mark.parametrize("data", ["demo", "poleval"])


def made(data, archives):
    return archives.demo() if data == "demo" else archives.poleval(poleval_dir(__file__))


def test_models_predict(archives, elsewhere, tmp_path):
    """`mlflow models predict`, in the environment at hand, over every test text."""
    archive = archives.demo()
    folder = archive.unpack(tmp_path) / archive.model
    asked, answered = tmp_path / "asked.json", tmp_path / "answered.json"
    rows = {"columns": ["text"], "data": [[text] for text in archive.texts]}
    asked.write_text(json.dumps({"dataframe_split": rows}), encoding="utf-8")
    command = ["mlflow", "models", "predict", "--env-manager", "local", "--model-uri", folder]
    command += ["--content-type", "json", "--input-path", asked, "--output-path", answered]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    predictions = json.loads(answered.read_text(encoding="utf-8"))["predictions"]
    assert [row["label"] for row in predictions] == archive.labels
    assert len(predictions) == len(archive.texts)


@DATA
def test_the_folder_loads_and_each_form_of_texts_is_taken(data, archives, elsewhere, tmp_path):
    archive = made(data, archives)
    model = mlflow.pyfunc.load_model(str(archive.unpack(tmp_path) / archive.model))
    checks.check_predictions(archive, model, "folder")
    texts, labels = archive.texts[:50], archive.labels[:50]
    inner = model.get_raw_model()
    forms = [texts, pd.Series(texts), {"text": texts}, [{"text": text} for text in texts], pd.DataFrame({"a": texts})]
    for form in forms:
        assert inner.predict(form)["label"].tolist() == labels, type(form)
    # Through MLflow those that name the column.
    named = [pd.Series(texts, name="text"), {"text": texts}, [{"text": text} for text in texts], pd.DataFrame({"text": texts})]
    for form in named:
        assert model.predict(form)["label"].tolist() == labels, type(form)
    assert model.predict({"text": texts[0]})["label"].tolist() == labels[:1]
    missing = model.predict(pd.DataFrame({"text": [texts[0], None]}))
    assert missing["label"].isna().tolist() == [False, True] and missing["label"][0] == labels[0]


EVALUATIONS = {
    "no predictions": {},
    "predictions": {"predictions": "label"},
    "classes": {"evaluator_config": {"label_list": ["cyberbullying", "hate-speech", "non-harmful"]}},
}


@pytest.mark.parametrize("arguments", list(EVALUATIONS))
@pytest.mark.parametrize("by", ["folder", "function"])
def test_mlflow_evaluates_it_as_any_classifier(by, arguments, archives, elsewhere, tmp_path):
    """The plain call, whose scores are those of Dryf; a metric of the user's own sees one label for each row."""
    archive = archives.demo()
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/mlflow.db")
    mlflow.set_experiment(experiment_id=mlflow.create_experiment("evaluation", artifact_location=f"file://{tmp_path}/artifacts"))
    folder = str(archive.unpack(tmp_path) / archive.model)
    model = folder if by == "folder" else mlflow.pyfunc.load_model(folder).predict
    names = {"0": "non-harmful", "1": "cyberbullying", "2": "hate-speech"}
    gold = [names[tag] for tag in lines(DEMO / "test_tags.txt")]
    rows = pd.DataFrame({"text": archive.texts, "gold": gold})
    right = mlflow.models.make_metric(
        eval_fn=lambda predictions, targets, metrics: float((predictions == targets).mean()),
        greater_is_better=True,
        name="right",
    )
    with mlflow.start_run():
        found = mlflow.models.evaluate(
            model, rows, targets="gold", model_type="classifier", extra_metrics=[right], **EVALUATIONS[arguments]
        )
    f1_micro = archive.summary["metrics"]["f1_micro_test_set"]
    assert found.metrics["accuracy_score"] == pytest.approx(f1_micro, abs=1e-12)
    assert found.metrics["right"] == pytest.approx(f1_micro, abs=1e-12)
    assert found.metrics["example_count"] == len(rows)
    assert {"per_class_metrics", "confusion_matrix"} <= set(found.artifacts)


def test_mlflow_evaluates_two_classes(archives, elsewhere, tmp_path):
    rows = [(text, "yes" if tag != "0" else "no") for text, tag in zip(lines(DEMO / "test_text.txt"), lines(DEMO / "test_tags.txt"))]
    table = tmp_path / "table.csv"
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(table, index=False)
    archive = archives.train("two-classes-evaluated", "--train-text", table, test_text=DEMO / "test_text.txt")
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/mlflow.db")
    mlflow.set_experiment(experiment_id=mlflow.create_experiment("evaluation", artifact_location=f"file://{tmp_path}/artifacts"))
    folder = str(archive.unpack(tmp_path) / archive.model)
    frame = pd.DataFrame(rows, columns=["text", "gold"])
    with mlflow.start_run():
        found = mlflow.models.evaluate(folder, frame, targets="gold", model_type="classifier")
    right = (mlflow.pyfunc.load_model(folder).predict(frame)["label"] == frame["gold"]).mean()
    assert found.metrics["accuracy_score"] == pytest.approx(right, abs=1e-12)
    assert {"f1_score", "recall_score", "true_positives"} <= set(found.metrics)


def test_the_signature_says_what_comes_out(archives, tmp_path):
    """Also for a model with probabilities, which are Rust's within rounding."""
    config = '[svc]\nkernel = "linear"\nprobability = true\n'
    archive = archives.demo("probabilities", config=config)
    model = mlflow.pyfunc.load_model(str(archive.unpack(tmp_path) / archive.model))
    predicted = model.predict(pd.DataFrame({"text": archive.texts}))
    schema = json.loads(model.metadata.signature.to_dict()["outputs"])
    assert [column["name"] for column in schema] == list(predicted.columns)
    assert predicted["label"].tolist() == archive.labels
    for name in archive.manifest["classes"]:
        expected = [answer["probabilities"][name] for answer in archive.answers]
        # Both stop the same iteration at the same test; exp differs by an ulp between libm and Python, and the coupling
        # divides by differences of probabilities, down to 0.005 / classes.
        assert predicted[f"probability_{name}"].tolist() == pytest.approx(expected, abs=1e-12)


@DATA
def test_the_readme_predicts_in_plain_python(data, archives, tmp_path):
    """By the command in the README, and with nothing but numpy to import and nothing pickled."""
    archive = made(data, archives)
    folder = archive.unpack(tmp_path)
    install, command = archive.commands("## The model without a server")
    assert install == "python -m pip install numpy"
    shutil.copy(archive.test_text, folder / "texts.txt")
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").splitlines() == archive.labels

    words = re.fullmatch(r"python +(\S+) +(\S+) < texts\.txt", command).groups()
    alone = "import runpy, sys\n"
    alone += "sys.modules.update(dict.fromkeys(['pandas', 'scipy', 'sklearn', 'mlflow', 'yaml']))\n"
    alone += "import numpy, pickle\n"  # which numpy imports, and the program may not use
    alone += "pickle.load = pickle.loads = pickle.Unpickler = None\n"
    alone += f"sys.argv = {list(words)!r}\n"
    alone += "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    with open(folder / "texts.txt", "rb") as texts:
        done = subprocess.run([sys.executable, "-c", alone], cwd=folder, stdin=texts, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").splitlines() == archive.labels


def test_two_models_in_one_process(archives, tmp_path):
    """Each gives its own labels, in whatever order they are loaded and asked."""
    config = '[clean]\nnumber_action = "replacement"\n[tfidf]\nngram_range = [1, 2]\n[svc]\nkernel = "rbf"\nC = 9.0\n'
    both = [archives.demo(), archives.demo("other", config=config)]
    assert both[0].labels != both[1].labels
    models = [mlflow.pyfunc.load_model(str(archive.unpack(tmp_path) / archive.model)) for archive in both]
    for place in [1, 0, 1]:
        predicted = models[place].predict(pd.DataFrame({"text": both[place].texts}))
        assert predicted["label"].tolist() == both[place].labels


def test_two_versions_of_the_program_in_one_process(archives, tmp_path):
    """Python keeps one module for each name. The program's name has the hash of its content, so that a model whose program
    another version of Dryf wrote keeps its own."""
    archive = archives.demo()
    folder = archive.unpack(tmp_path) / archive.model
    (program,) = (folder / "code").iterdir()
    content = program.read_text(encoding="utf-8")
    assert program.stem == named(content)

    # The other version: the same program, but for its labels.
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    changed = content.replace('names = ["label"]', 'names = ["label_of_another_version"]')
    changed = changed.replace("values = [self.classes[", "values = ['another version of ' + self.classes[")
    assert changed.count("another") == content.count("another") + 2
    (other / "code" / program.name).unlink()
    (other / "code" / f"{named(changed)}.py").write_text(changed, encoding="utf-8")
    described = (other / "MLmodel").read_text(encoding="utf-8")
    (other / "MLmodel").write_text(described.replace(program.stem, named(changed)), encoding="utf-8")

    models = [mlflow.pyfunc.load_model(str(path)) for path in [folder, other]]
    frame = pd.DataFrame({"text": archive.texts})
    assert models[0].predict(frame)["label"].tolist() == archive.labels
    expected = [f"another version of {label}" for label in archive.labels]
    assert models[1].predict(frame)["label_of_another_version"].tolist() == expected
    assert models[0].predict(frame)["label"].tolist() == archive.labels


def named(program):
    return f"dryf_model_{hashlib.sha256(program.encode('utf-8')).hexdigest()[:8]}"
