"""The model without a program: `model.onnx`, MLflow's flavor `onnx`, run by onnxruntime and opened where code is forbidden."""

import json
import os
import random
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

onnx = pytest.importorskip("onnx", reason="MLflow's flavor onnx is tested with the last MLflow")

import onnxruntime  # noqa: E402
from mlflow.models import Model  # noqa: E402

from archives import BINARY, dryf  # noqa: E402
from servers import empty  # noqa: E402

# Sums over support vectors in another order: some 1e-16 of the largest summand for each of some thousand of them, whose
# coefficients are 100 at most in the settings below.
NEAR = 1e-9

# Classes, and the settings by which a part of the file is made.
SETTINGS = {
    "poly": (3, "", ""),
    "poly of degree 2": (5, "", 'degree = 2\ncoef0 = 0.5\nprobability = true\n'),
    "poly of degree 1": (2, "", 'degree = 1\n'),
    "poly of degree 7": (2, "", 'degree = 7\ncoef0 = 1.0\ngamma = 0.5\n'),
    "rbf": (5, "", 'kernel = "rbf"\ngamma = 0.7\nprobability = true\n'),
    "rbf of two classes": (2, "", 'kernel = "rbf"\nprobability = true\nC = 100.0\n'),
    "sigmoid": (3, "", 'kernel = "sigmoid"\ncoef0 = 0.1\n'),
    "linear": (5, "", 'kernel = "linear"\nprobability = true\n'),
    "linear, few support vectors": (5, "[chars]\nenabled = true\nmin_df = 1\n", 'kernel = "linear"\n'),
    "linear of two classes": (2, "", 'kernel = "linear"\n'),
    "engine linear": (3, "", 'engine = "linear"\n'),
    "engine linear of two classes": (2, "", 'engine = "linear"\n'),
    "linfa-svm": (3, "", 'engine = "linfa-svm"\nkernel = "rbf"\n'),
    "linfa-svm of two classes": (2, "", 'engine = "linfa-svm"\nkernel = "linear"\n'),
    "broken ties": (5, "", 'break_ties = true\nkernel = "linear"\n'),
    "scores of pairs": (5, "", 'decision_function_shape = "ovo"\nkernel = "rbf"\n'),
    "l1, logarithms": (3, 'norm = "l1"\nsublinear_tf = true\n', 'kernel = "rbf"\n'),
    "binary counts": (3, 'norm = "none"\nuse_idf = false\nbinary = true\n', 'kernel = "rbf"\n'),
    "characters": (3, 'analyzer = "char_wb"\nngram_range = [1, 3]\n', 'kernel = "rbf"\n'),
    "pairs of words": (3, "ngram_range = [1, 2]\n", 'kernel = "rbf"\n'),
    "union": (3, 'sublinear_tf = true\n[chars]\nenabled = true\nmin_df = 2\nnorm = "l1"\nweight = 0.5\n', 'engine = "linear"\n'),
    "union without norm": (5, 'use_idf = false\nnorm = "none"\n[chars]\nenabled = true\nmin_df = 2\nbinary = true\n', ""),
    "union without idf": (3, "weight = 2.0\n[chars]\nenabled = true\nmin_df = 2\nuse_idf = false\n", 'kernel = "rbf"\n'),
}


@pytest.mark.parametrize("settings", list(SETTINGS))
def test_labels_are_the_same_and_scores_near(settings, archives, tmp_path):
    n_classes, features, machine = SETTINGS[settings]
    train, test = tmp_path / "train.csv", tmp_path / "test.txt"
    rows(400, n_classes, seed=1).to_csv(train, index=False)
    test.write_text("".join(f"{text}\n" for text in rows(300, n_classes, seed=2)["text"]), encoding="utf-8")
    config = f"[tfidf]\nmin_df = 1\n{features}[svc]\n{machine}"
    archive = archives.train(f"onnx-{settings}", "--train-text", train, test_text=test, config=config)
    check(archive, archive.unpack(tmp_path) / archive.model)


def rows(n, n_classes, seed):
    """Texts of classes that share most of their words, some without a word that a model can know."""
    of_words, of_rows = random.Random(0), random.Random(seed)
    syllables = ["ba", "ko", "ły", "że", "mi", "ra", "ście", "pię", "do", "wu", "za", "ten", "😀", "ó"]
    words = ["".join(of_words.choices(syllables, k=of_words.randint(1, 3))) for _ in range(400)]
    made = []
    for _ in range(n):
        label = of_rows.randrange(n_classes)
        own = words[30 * label : 30 * label + 60]
        text = [of_rows.choice(own if of_rows.random() < 0.5 else words) for _ in range(of_rows.randint(0, 14))]
        made.append((" ".join(text).capitalize() or "@x", f"klasa {label}ł"))
    return pd.DataFrame(made, columns=["text", "label"])


def check(archive, folder):
    """Holds `model.onnx`, asked with terms by either way to them, to Dryf's labels and to the scores of the Python program."""
    onnx.checker.check_model(str(folder / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    program = load_program(folder)
    asked = program.onnx_inputs(archive.texts)
    by_command = inputs(terms_of(archive))
    assert all((asked[name] == by_command[name]).all() for name in asked)
    label, scores, *probabilities = session.run(None, asked)
    assert label.tolist() == archive.labels
    expected = program.predict(archive.texts)
    near(scores, expected, "score_")
    assert len(probabilities) == int("probability" in archive.config["svc"] and archive.config["svc"]["probability"])
    for found in probabilities:
        near(found, expected, "probability_")
    # Each text alone, no text, and a text without a term.
    for row in range(3):
        alone = session.run(None, program.onnx_inputs(archive.texts[row : row + 1]))
        assert alone[0].tolist() == archive.labels[row : row + 1]
    nothing = session.run(None, program.onnx_inputs([]))
    assert nothing[0].shape == (0,) and nothing[1].shape == (0, len(program.classes))
    assert session.run(None, program.onnx_inputs([""]))[0].tolist() == program.labels([""])


def near(found, expected, prefix):
    columns = [name for name in expected.columns if name.startswith(prefix)]
    np.testing.assert_allclose(found, expected[columns].to_numpy(), rtol=0, atol=NEAR)


def load_program(folder):
    """The Python program beside the model, by itself."""
    import importlib.util

    (path,) = (folder / "code").glob("*.py")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(folder / "data")


def terms_of(archive):
    printed = dryf("predict", "--model", archive.zip, "--text", archive.test_text, "--format", "terms")
    return [json.loads(line) for line in printed.splitlines()]


def inputs(texts):
    return {
        "terms": np.array([term for terms in texts for term in terms], dtype=object),
        "lengths": np.array([len(terms) for terms in texts], dtype=np.int64),
    }


# What the README shows, where model code is forbidden, and what MLflow says there of the model as a pyfunc.
OPENED = """
import json, sys
import mlflow, numpy, onnxruntime
mlflow.set_tracking_uri(sys.argv[1])
model = mlflow.onnx.load_model("models:/classifier@challenger")
session = onnxruntime.InferenceSession(model.SerializeToString())
rows = json.load(open(sys.argv[2], encoding="utf-8"))
labels = session.run(None, {
    "terms": numpy.array([term for row in rows for term in row], dtype=object),
    "lengths": numpy.array([len(row) for row in rows], dtype=numpy.int64),
})[0]
try:
    pyfunc = type(mlflow.pyfunc.load_model("models:/classifier@challenger")).__name__
except mlflow.MlflowException as error:
    pyfunc = str(error)
print(json.dumps([labels.tolist(), pyfunc]))
"""


@pytest.mark.parametrize("code", ["forbidden", "allowed"])
def test_the_registered_model_opens_where_code_is_forbidden(code, archives, elsewhere, tmp_path):
    archive = archives.demo()
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(terms_of(archive)), encoding="utf-8")
    with empty(tmp_path, tmp_path / "server.log") as uri:
        push = [BINARY, "push", archive.zip, "--tracking-uri", uri, "--register", "classifier", "--alias", "challenger"]
        done = subprocess.run(push, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        environment = os.environ | {"MLFLOW_ALLOW_MODEL_CODE_EXECUTION": "false" if code == "forbidden" else "true"}
        done = subprocess.run(
            [sys.executable, "-c", OPENED, uri, terms], env=environment, capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 0, done.stderr
    labels, pyfunc = json.loads(done.stdout.splitlines()[-1])
    assert labels == archive.labels
    if code == "forbidden":
        assert "MLFLOW_ALLOW_MODEL_CODE_EXECUTION" in pyfunc
    else:
        assert pyfunc == "PyFuncModel"


def test_mlflow_reads_the_examples(archives, tmp_path):
    """The input example is the one that the model answers, and that a served model would be asked with."""
    archive = archives.demo()
    folder = archive.unpack(tmp_path) / archive.model
    described = Model.load(folder)
    assert set(described.flavors) == {"onnx", "python_function"}
    example = described.load_input_example(str(folder))
    assert example.columns.tolist() == ["text"] and len(example) == 1
    served = json.loads(described.get_serving_input(str(folder)))
    assert served == {"dataframe_split": {"columns": ["text"], "data": example.to_numpy().tolist()}}
    asked, answered = tmp_path / "asked.json", tmp_path / "answered.json"
    asked.write_text(json.dumps(served), encoding="utf-8")
    command = ["mlflow", "models", "predict", "--env-manager", "local", "--model-uri", folder]
    command += ["--content-type", "json", "--input-path", asked, "--output-path", answered]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (answer,) = json.loads(answered.read_text(encoding="utf-8"))["predictions"]
    assert answer["label"] == load_program(folder).labels(example["text"])[0]
