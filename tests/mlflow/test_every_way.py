"""One model by every way to it, over all test tweets of PolEval, or the demo's where those are absent: each gives the labels of
`dryf predict`, and its scores, in Python and over HTTP bit for bit, in scikit-learn and onnxruntime, which sum in another order,
within 1e-12. The npm package and the HTML file are held to the same answers by `tests/e2e/classifier.test.mjs`.

Spark's way is the worked example `tests/examples/spark/`, which goes on to the monitor.
"""

import collections
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pytest

from archives import BINARY, DEMO, ROOT, dryf, lines
from poleval import poleval_dir
from servers import running, serving

pytest.importorskip("onnxruntime", reason="the ways are compared with the last MLflow")


@pytest.fixture(scope="module")
def archive(archives):
    try:
        return archives.poleval(poleval_dir(__file__))
    except pytest.skip.Exception:
        return archives.demo()


@pytest.fixture(scope="module")
def folder(archive, tmp_path_factory):
    return archive.unpack(tmp_path_factory.mktemp("model")) / archive.model


def by_pyfunc(archive, folder, elsewhere):
    return mlflow.pyfunc.load_model(str(folder)).predict(pd.DataFrame({"text": archive.texts}))


def by_mlflow_server(archive, folder, elsewhere):
    command = ["mlflow", "models", "serve", "--env-manager", "local", "--model-uri", folder]
    with running(command, elsewhere, elsewhere / "server.log") as address:
        return asked(address, archive.texts)


def by_dryf_server(archive, folder, elsewhere):
    with serving("--model", archive.zip) as address:
        return asked(address, archive.texts)


def asked(address, texts):
    body = json.dumps({"dataframe_split": {"columns": ["text"], "data": [[text] for text in texts]}}).encode("utf-8")
    request = urllib.request.Request(f"{address}/invocations", body, {"Content-Type": "application/json"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=120) as answer:
        return pd.DataFrame(json.loads(answer.read())["predictions"])


def by_scikit_learn(archive, folder, elsewhere):
    pipeline = mlflow.pyfunc.load_model(str(folder)).get_raw_model().to_sklearn()
    return framed(pipeline.predict(archive.texts), pipeline.decision_function(archive.texts), pipeline.classes_)


def by_onnxruntime(archive, folder, elsewhere):
    """Asked with the terms that `dryf predict` prints, which the Python program makes of the same texts too."""
    import onnxruntime

    program = mlflow.pyfunc.load_model(str(folder)).get_raw_model()
    printed = dryf("predict", "--model", archive.zip, "--text", archive.test_text, "--format", "terms")
    rows = [json.loads(line) for line in printed.splitlines()]
    inputs = {
        "terms": np.array([term for row in rows for term in row], dtype=object),
        "lengths": np.array([len(row) for row in rows], dtype=np.int64),
    }
    assert all((inputs[name] == values).all() for name, values in program.onnx_inputs(archive.texts).items())
    # The file is no larger than the other form of the model.
    assert (folder / "model.onnx").stat().st_size < sum(file.stat().st_size for file in (folder / "data").iterdir())
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    return framed(*session.run(None, inputs)[:2], program.classes)


def framed(labels, scores, classes):
    return pd.DataFrame(scores, columns=[f"score_{name}" for name in classes]).assign(label=labels)


WAYS = {
    "pyfunc": (by_pyfunc, 0.0),
    "mlflow models serve": (by_mlflow_server, 0.0),
    "dryf serve": (by_dryf_server, 0.0),
    "scikit-learn": (by_scikit_learn, 1e-12),
    "onnxruntime": (by_onnxruntime, 1e-12),
}


@pytest.mark.parametrize("way", list(WAYS))
def test_every_way_gives_the_same(way, archive, folder, elsewhere):
    ask, tolerance = WAYS[way]
    assert_same(archive, ask(archive, folder, elsewhere), tolerance)


def assert_same(archive, answers, tolerance):
    assert len(archive.labels) > 0 and answers["label"].tolist() == archive.labels
    for name in archive.manifest["classes"]:
        expected = [answer["scores"][name] for answer in archive.answers]
        np.testing.assert_allclose(answers[f"score_{name}"], expected, rtol=0, atol=tolerance)


@pytest.fixture(scope="module")
def spark(archive, tmp_path_factory):
    """What the example says and leaves of a table of three days: half of the test texts each, with one text missing on the
    second, and texts of another generator. The folder, its exit code and what it printed."""
    environment = os.environ.get("DRYF_SPARK")
    assert environment, "name the environment with PySpark in DRYF_SPARK; ./dev test mlflow does"
    (packages,) = Path(environment).glob("lib/python*/site-packages")
    place = tmp_path_factory.mktemp("spark")
    half = len(archive.texts) // 2
    days = ["2026-11-02" if row < half else "2026-11-03" for row in range(len(archive.texts))]
    others = lines(DEMO / "train_text.txt")[:half]
    rows = [*zip(archive.texts, days), (None, days[-1]), *((text, "2026-11-04") for text in others)]
    table = pd.DataFrame(rows, columns=["text", "day"])
    table.assign(id=range(len(table))).to_parquet(place / "table.parquet", partition_cols=["day"])
    settings = ["--master local[2]", "--conf spark.ui.enabled=false", "--conf spark.sql.shuffle.partitions=2"]
    settings += ["--conf spark.driver.host=127.0.0.1", "--conf spark.driver.bindAddress=127.0.0.1"]
    # Java's quick compiler alone: for a minute the other one costs more than it gains.
    settings += ["--driver-java-options -XX:TieredStopAtLevel=1", "pyspark-shell"]
    env = os.environ | {"PYTHONPATH": str(packages), "PYSPARK_PYTHON": sys.executable, "PYSPARK_SUBMIT_ARGS": " ".join(settings)}
    command = [sys.executable, ROOT / "tests" / "examples" / "spark" / "score.py", "--model", archive.zip, "--dryf", BINARY]
    command += ["--table", place / "table.parquet", "--out", place, "--parts", "2"]
    done = subprocess.run(command, env=env, cwd=place, capture_output=True, text=True, timeout=300)
    assert (place / "monitor.json").exists(), done.stdout + done.stderr
    scored = pd.read_parquet(place / "scored").sort_values("id").reset_index(drop=True)
    return place, done, table, scored


def test_spark_gives_the_same(spark, archive):
    _, _, table, scored = spark
    assert scored["text"].isna().tolist() == table["text"].isna().tolist()
    n_rows = len(archive.texts)
    assert_same(archive, scored[:n_rows], 0.0)
    answers = scored.drop(columns=["id", "text", "day"])
    assert answers.loc[n_rows].isna().all() and answers.drop(index=n_rows).notna().all(axis=None)


def test_spark_hands_counts_of_each_day_to_the_monitor(spark, archive):
    place, done, table, scored = spark
    report = json.loads((place / "monitor.json").read_text(encoding="utf-8"))
    records = [batch["record"] for batch in report["batches"]]
    there = scored.dropna(subset="text")
    assert [record["name"] for record in records] == [f"{day}.jsonl" for day in sorted(set(table["day"]))]
    for record in records:
        labels = there[there["day"].astype(str) + ".jsonl" == record["name"]]["label"]
        predicted = {one["class"]: one["predicted"]["rows"] for one in record["classes"]}
        assert record["rows"] == len(labels) > 0
        assert {name: rows for name, rows in predicted.items() if rows} == collections.Counter(labels)
    # Texts of another generator are found by their words, and nothing was found before.
    alarms = [record["drift"]["measured"]["alarm"] for record in records]
    assert done.returncode == 1 and alarms[-1], done.stdout
