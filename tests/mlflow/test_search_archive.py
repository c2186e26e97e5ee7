"""A search in a real MLflow: a nested run for each trial, with what Optuna's MLflow callback writes, beside the run that came of it;
served from the archive, and added to a server that runs already."""

import csv
import json
import re
import subprocess

import mlflow
import pytest
from mlflow import MlflowClient

import checks
from archives import Archive, dryf, push
from servers import empty, running
from test_new_server import README_TITLE
from test_replay import replay, runs, state

SEARCH = """[study]
n_trials = 5
n_folds = 3
sampler = "random"
pruner = "none"

[space.tfidf]
analyzer = ["word", "char_wb"]
# Two dimensions of one setting, as in the space that is searched unless another is given.
ngram_range = [
    { choices = [[1, 1], [1, 2]], when = { "tfidf.analyzer" = ["word"] } },
    { choices = [[2, 3], [2, 4]], when = { "tfidf.analyzer" = ["char_wb"] } },
]
min_df = { low = 2, high = 8 }

[space.svc]
engine = ["linear"]
C = { low = 0.1, high = 10.0, log = true }
"""


@pytest.fixture(scope="module")
def searched(archives, tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    (folder / "search.toml").write_text(SEARCH, encoding="utf-8")
    dryf("tune", "--demo", "--search", folder / "search.toml", "--json", folder / "s.json", "--out", folder / "run.zip")
    search = json.loads((folder / "s.json").read_bytes())
    return Archive(folder / "run.zip", search["run"], archives.demo().test_text), search


def check_search(archive, search, client, run_id):
    run = client.get_run(run_id)
    best = search["trials"][search["best"]]
    assert run.data.metrics["search_trials"] == 5
    assert run.data.metrics["search_best_f1_micro"] == best["values"][0]
    assert run.data.metrics["search_honest_f1_micro"] == search["honest"]["honest"]["value"]
    assert run.data.tags["dryf.search_sampler"] == "random"
    found = client.search_runs([run.info.experiment_id], f"tags.`mlflow.parentRunId` = '{run_id}'", max_results=100)
    children = {int(child.data.tags["number"]): child for child in found}
    assert sorted(children) == list(range(5))
    for trial in search["trials"]:
        child = children[trial["number"]]
        assert child.info.status == "FINISHED"
        assert child.data.tags["state"] == "COMPLETE" and child.data.tags["direction"] == "MAXIMIZE"
        assert child.data.metrics["value"] == trial["values"][0]
        assert child.data.metrics["f1_macro"] == trial["measures"]["f1_macro"]
        folds = client.get_metric_history(child.info.run_id, "f1_micro_fold")
        assert [(point.step, point.value) for point in folds] == [(fold["fold"], fold["value"]) for fold in trial["folds"]]
        dimensions = {name.split("@")[0]: name for name in trial["point"]}
        assert set(child.data.params) == set(dimensions)
        assert child.data.tags["svc.C_distribution"] == "FloatDistribution(high=10.0, log=True, low=0.1, step=None)"
        if "svc.C" in trial["point"]:
            assert float(child.data.params["svc.C"]) == trial["point"]["svc.C"]["float"]
        chosen = {"word": ["(1, 1)", "(1, 2)"], "char_wb": ["(2, 3)", "(2, 4)"]}
        analyzer = child.data.params["tfidf.analyzer"]
        assert dimensions["tfidf.ngram_range"] == f"tfidf.ngram_range@{analyzer}"
        assert child.data.params["tfidf.ngram_range"] in chosen[analyzer]
        assert child.info.start_time <= child.info.end_time <= run.info.end_time


def test_a_new_server_shows_the_trials(searched, elsewhere, tmp_path):
    archive, search = searched
    unpacked = archive.unpack(tmp_path)
    *before, server = archive.commands(README_TITLE)
    for command in before:
        subprocess.run(command, shell=True, cwd=unpacked, check=True, capture_output=True, timeout=120)
    with running(server, unpacked, tmp_path / "server.log") as uri:
        mlflow.set_tracking_uri(uri)
        client, run_id = MlflowClient(uri), archive.manifest["run_id"]
        check_search(archive, search, client, run_id)
        (tmp_path / "download").mkdir()
        kept = client.download_artifacts(run_id, "search/trials.csv", str(tmp_path / "download"))
        with open(kept, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) == 6


def test_a_server_that_runs_already_has_them_once(searched, elsewhere, tmp_path):
    archive, search = searched
    unpacked = archive.unpack(tmp_path / "archive")
    kept = tmp_path / "kept"
    kept.mkdir()
    with empty(kept, tmp_path / "server.log") as uri:
        done = replay(archive, unpacked, uri)
        assert done.returncode == 0, done.stderr
        # The parent comes first.
        ids = re.findall(r"^added the run \w+ to the experiment '.*' as (\w+)$", done.stdout, re.MULTILINE)
        assert len(ids) == 6
        check_search(archive, search, MlflowClient(uri), ids[0])
        assert runs(uri) == set(ids)
        again = replay(archive, unpacked, uri)
        assert again.returncode == 0, again.stderr
        assert runs(uri) == set(ids)


def test_the_trials_are_pushed_once(searched, elsewhere, tmp_path):
    archive, search = searched
    with empty(tmp_path, tmp_path / "server.log") as uri:
        report = push(archive, uri, "--register", "searched", "--alias", "challenger")
        ids = [run["server_id"] for run in report["runs"]]
        assert len(ids) == 6 and {run["outcome"] for run in report["runs"]} == {"new"}
        check_search(archive, search, MlflowClient(uri), ids[0])
        assert runs(uri) == set(ids)
        checks.check_model(checks.served(archive, uri, ids[0]))
        before = state(tmp_path)
        again = push(archive, uri, "--register", "searched", "--alias", "challenger")
        assert [run["server_id"] for run in again["runs"]] == ids and {run["outcome"] for run in again["runs"]} == {"equal"}
        assert state(tmp_path) == before
