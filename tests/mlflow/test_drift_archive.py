"""The archive of `dryf drift --out`: served by its README's commands, and replayed into a server, with every number."""

import json
import re
import subprocess
from pathlib import Path

import mlflow
import pytest
from mlflow import MlflowClient

from archives import DEMO, Archive, dryf, push
from test_new_server import README_TITLE
from servers import empty, running

SIDES = ["--reference", DEMO / "train_text.txt", DEMO / "train_tags.txt"]
SIDES += ["--current", DEMO / "test_text.txt", DEMO / "test_tags.txt"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("drift") / "drift.zip"
    dryf("drift", *SIDES, "--without-splits", "--out", path)
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
    assert run.info.run_name == run.data.tags["mlflow.runName"] == "Drift of test_text.txt"
    report = json.loads(Path(client.download_artifacts(run_id, "drift/report.json", str(folder))).read_bytes())
    assert run.data.tags["dryf.drift_verdict"] == report["sentence"]
    metrics, report = run.data.metrics, report["report"]
    assert metrics["drift_alarm"] == 1
    assert metrics["drift_n_current"] == 300
    labels = report["labels"]["measured"]
    assert metrics["drift_labels_psi"] == labels["statistics"]["measured"]["distances"]["psi"]
    for found in labels["classes"]:
        assert metrics[f"drift_share_current_{found['class']}"] == found["current"] / 300
    (words,) = [part for part in report["verdict"]["parts"] if part["part"] == {"terms": "words"}]
    assert metrics["drift_p_words"] == words["p"]
    assert metrics["drift_p_holm_words"] == words["adjusted_p"]
    # No random splits were drawn, so that nothing is said of the whole text.
    assert "drift_p_whole_text" not in metrics
    page = Path(client.download_artifacts(run_id, "drift/report.html", str(folder))).read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")


def test_a_new_server_shows_the_report(archive, served, tmp_path):
    check(archive, served, archive.manifest["run_id"], tmp_path)


def test_a_server_that_runs_gets_it_once(archive, elsewhere, tmp_path):
    with empty(tmp_path, tmp_path / "server.log") as uri:
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
        (pushed,) = push(archive, uri)["runs"]
        assert (pushed["outcome"], pushed["server_id"]) == ("equal", run_id)
        (pushed,) = push(archive, uri, "--experiment", "Pushed")["runs"]
        check(archive, uri, pushed["server_id"], tmp_path)
