"""The archive of `dryf monitor --out`: served by its README's commands, and replayed into a server, with a step for each
batch and every number."""

import json
import re
import subprocess
from pathlib import Path

import mlflow
import pytest
from mlflow import MlflowClient

from archives import DEMO, Archive, dryf
from test_new_server import README_TITLE
from servers import running

BATCH_ROWS = 300


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("monitor")
    production, path = folder / "production.zip", folder / "monitor.zip"
    dryf("train", "--demo", "--out", production)
    batches = []
    for name in ["train", "test"]:
        batches += ["--batch", DEMO / f"{name}_text.txt", DEMO / f"{name}_tags.txt"]
    # Four batches of training rows, then the test rows, which have other classes and words.
    dryf("monitor", "--production", production, *batches, "--batch-rows", str(BATCH_ROWS), "--out", path, code=1)
    return Archive(path, {}, DEMO / "test_text.txt")


@pytest.fixture(scope="module")
def served(archive, elsewhere, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    unpacked = archive.unpack(folder)
    *before, server = archive.commands(README_TITLE)
    for command in before:
        subprocess.run(command, shell=True, cwd=unpacked, check=True, capture_output=True, timeout=120)
    with running(server, unpacked, folder / "server.log") as uri:
        yield uri


def check(archive, uri, run_id, folder):
    mlflow.set_tracking_uri(uri)
    client = MlflowClient(uri)
    run = client.get_run(run_id)
    assert run.info.status == "FINISHED"
    assert run.info.run_name == "Monitoring of Support Vector Classifier v01"
    report = json.loads(Path(client.download_artifacts(run_id, "monitor/report.json", str(folder))).read_bytes())
    tags = run.data.tags
    assert tags["dryf.monitor_answer"] == report["answer"] == "retrain"
    assert tags["dryf.monitor_sentence"] == report["sentence"]
    assert tags["dryf.production_run_id"] == report["production"]["run_id"]
    records = [batch["record"] for batch in report["batches"]]
    assert len(records) == 5

    def curve(key):
        return {point.step: point.value for point in client.get_metric_history(run_id, key)}

    steps = range(1, 6)
    assert curve("monitor_rows") == dict.fromkeys(steps, BATCH_ROWS)
    realised = [record["realised"]["measured"] for record in records]
    assert curve("monitor_f1_micro") == {step: realised[step - 1]["f1_micro"]["value"] for step in steps}
    assert curve("monitor_f1_macro") == {step: realised[step - 1]["f1_macro"]["value"] for step in steps}
    looks = [record["drift"]["measured"] for record in records]
    assert curve("monitor_level") == {step: looks[step - 1]["level"] for step in steps}
    assert curve("monitor_alarm_drift")[5] == 1
    labels = {step: looks[step - 1]["parts"][0] for step in steps}
    assert curve("monitor_p_labels") == {step: labels[step]["p"]["measured"] for step in steps}
    assert curve("monitor_p_holm_labels") == {step: labels[step]["adjusted_p"] for step in steps}
    for found in records[4]["classes"]:
        assert curve(f"monitor_share_{found['class']}")[5] == found["labelled"]["rows"] / BATCH_ROWS
    assert curve("monitor_retrain") == {5: 1}
    page = Path(client.download_artifacts(run_id, "monitor/report.html", str(folder))).read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    rules = Path(client.download_artifacts(run_id, "monitor/rules.toml", str(folder))).read_text(encoding="utf-8")
    assert "[quality]" in rules


def test_a_new_server_shows_every_batch_as_a_step(archive, served, tmp_path):
    check(archive, served, archive.manifest["run_id"], tmp_path)


def test_a_server_that_runs_gets_it_once(archive, elsewhere, tmp_path):
    command = "mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./artifacts"
    with running(command, tmp_path, tmp_path / "server.log") as uri:
        unpacked = archive.unpack(tmp_path / "unpacked")
        *_, replay = archive.commands("A server that runs already")
        replay = replay.replace("http://127.0.0.1:5000", uri)
        said = [
            subprocess.run(replay, shell=True, cwd=unpacked, check=True, capture_output=True, text=True, timeout=300).stdout
            for _ in range(2)
        ]
        (run_id,) = re.findall(r"^added the run \w+ to the experiment 'Dryf' as (\w+)$", said[0], re.MULTILINE)
        assert "added the run" not in said[1] and "is in the experiment 'Dryf' already" in said[1]
        check(archive, uri, run_id, tmp_path)
