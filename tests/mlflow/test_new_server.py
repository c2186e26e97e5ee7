"""An unpacked archive becomes a tracking server, by the commands of its own README.

MLflow 3 moves the file store into a database first; MLflow 2.22 serves it as it is.
"""

import shutil
import subprocess
import sys
import urllib.request

import mlflow
import pandas as pd
import pytest
from mlflow import MlflowClient

import checks
from poleval import poleval_dir
from servers import running

OF_THE_DAY, OLDER = "A new server of MLflow 3.10 or later:", "A new server of an older MLflow, 2.9 to 3.9:"
README_TITLE = OF_THE_DAY if checks.HAS_LOGGED_MODELS else OLDER


def serve(archive, folder, log):
    """Does what the README in `folder` says; gives the context of the server."""
    *before, server = archive.commands(README_TITLE)
    for command in before:
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return running(server, folder, log)


@pytest.fixture(scope="module", params=["demo", "poleval"])
def served(request, archives, elsewhere, tmp_path_factory):
    archive = archives.demo() if request.param == "demo" else archives.poleval(poleval_dir(__file__))
    folder = tmp_path_factory.mktemp("unpacked")
    with serve(archive, archive.unpack(folder), folder / "server.log") as uri:
        yield checks.served(archive, uri, archive.manifest["run_id"])


@pytest.mark.parametrize("check", [*checks.ALL, checks.check_datasets, checks.check_tags], ids=lambda check: check.__name__)
def test_all_is_there(served, check):
    check(served)


def test_the_ids_stay(served):
    manifest, run = served.archive.manifest, served.run
    assert run.info.experiment_id == manifest["experiment_id"]
    experiment = served.client.get_experiment(run.info.experiment_id)
    assert experiment.tags["mlflow.experiment.primaryMetric.name"] == "f1_micro_test_set"
    if checks.HAS_LOGGED_MODELS:
        assert served.model_id == manifest["model_id"]


def test_the_model_can_be_registered(served):
    """With an alias, as a gate does; an archive's model then loads by its registered name."""
    client, name = served.client, "classifier"
    source = f"models:/{served.model_id}" if checks.HAS_LOGGED_MODELS else f"runs:/{served.run_id}/model"
    version = mlflow.register_model(source, name)
    client.set_registered_model_alias(name, "champion", version.version)
    checks.check_predictions(served.archive, mlflow.pyfunc.load_model(f"models:/{name}@champion"), "champion")
    # What MLflow's page shows as the version's schema, read as the page reads it.
    path = f"model-versions/get-artifact?path=MLmodel&name={name}&version={version.version}"
    with urllib.request.urlopen(f"{served.uri}/{path}", timeout=60) as answer:
        assert b"signature:" in answer.read()
    assert client.get_model_version(name, version.version).run_id == served.run_id
    # As the archive's README measures it.
    rows = pd.DataFrame({"text": served.archive.texts, "gold": served.archive.labels})
    mlflow.set_experiment("evaluation")
    with mlflow.start_run():
        found = mlflow.models.evaluate(f"models:/{name}@champion", rows, targets="gold", model_type="classifier")
    assert found.metrics["accuracy_score"] == 1.0


def test_a_run_that_moved_in_is_not_replayed_again(served, tmp_path):
    """The replay recognises a run that is there under its own ID."""
    before = [run.info.run_id for run in served.client.search_runs([served.run.info.experiment_id])]
    replay = served.archive.unpack(tmp_path) / "replay.py"
    done = subprocess.run(
        [sys.executable, replay, "--tracking-uri", served.uri], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert f"is in the experiment 'Dryf' already, as {served.run_id}" in done.stdout
    assert [run.info.run_id for run in served.client.search_runs([served.run.info.experiment_id])] == before


def test_two_archives_side_by_side(archives, elsewhere, tmp_path):
    """Two runs of one experiment in one file store, one of them without its texts: neither stands in the other's way."""
    # Not the archives of the other tests: MLflow's client remembers on which server it found a run's artifacts.
    both = [
        archives.demo("cubic", config="[svc]\nC = 2.0\n"),
        archives.demo("without-texts", options=["--without-texts"]),
    ]
    folders = [archive.unpack(tmp_path) for archive in both]
    assert folders[0] != folders[1]
    shutil.copytree(folders[1] / "mlruns", folders[0] / "mlruns", dirs_exist_ok=True)
    with serve(both[0], folders[0], tmp_path / "server.log") as uri:
        (experiment,) = [e for e in MlflowClient(uri).search_experiments() if e.name == "Dryf"]
        runs = MlflowClient(uri).search_runs([experiment.experiment_id])
        assert {run.info.run_id for run in runs} == {archive.manifest["run_id"] for archive in both}
        assert len(runs) == 2
        for archive in both:
            there = checks.served(archive, uri, archive.manifest["run_id"])
            for check in [*checks.ALL, checks.check_tags]:
                check(there)
            checks.check_datasets(there, one_of_many=True)
    assert [archive.manifest["texts_included"] for archive in both] == [True, False]
