"""`dryf push mlruns/`: a file store that MLflow's own client wrote comes to a real tracking server which holds others already.

The store and the server are of 3.18 or 2.22, whichever is installed.
"""

import json
import math
import os
import subprocess
import sys
import textwrap

import mlflow
import pandas
import pytest
from mlflow import MlflowClient

import checks
from archives import BINARY
from test_replay import state

# What makes the store: with the client that a user has, in a process of its own, where file stores are allowed.
MAKE = textwrap.dedent(
    """
    import sys, pathlib, mlflow, pandas
    from mlflow import MlflowClient
    pathlib.Path("model.py").write_text('''
    import mlflow
    class Length(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input, params=None):
            return [len(text) for text in model_input["text"]]
    mlflow.models.set_model(Length())
    ''')
    mlflow.set_tracking_uri("file:" + sys.argv[1])
    mlflow.set_registry_uri("file:" + sys.argv[1])
    client = MlflowClient()
    frame = pandas.DataFrame({"text": ["a", "bc"], "label": [0, 1]})
    data = mlflow.data.from_pandas(frame, source="texts.csv", name="my texts")
    HAS_MODELS = int(mlflow.__version__.split(".")[0]) >= 3
    for experiment in ["tweets of theirs", "shared"]:
        mlflow.set_experiment(experiment)
        with mlflow.start_run(run_name="parent", description="what *it* is") as parent:
            mlflow.log_params({"svc/C": "1.0", "empty": "", "long": "x" * 500})
            mlflow.log_metric("loss", 0.5, step=0)
            mlflow.log_metric("loss", float("nan"), step=1)
            mlflow.log_metric("loss", 0.25, step=2)
            mlflow.log_metric("deep/er/score", float("inf"), step=-3)
            mlflow.set_tags({"team": "żółw", "a/b": "c"})
            mlflow.log_input(data, context="training", tags={"team": "ours"})
            # The server of MLflow 2 closes the connection where a file's name is not ASCII.
            mlflow.log_text("hello", "notes/żółw a.txt" if HAS_MODELS else "notes/a b.txt")
            mlflow.log_dict({"a": 1}, "table.json")
            pathlib.Path("large.bin").write_bytes(bytes(range(256)) * 20000)
            mlflow.log_artifact("large.bin", "large")
            place = {"name": "length", "step": 7} if HAS_MODELS else {"artifact_path": "length"}
            mlflow.pyfunc.log_model(python_model="model.py", registered_model_name="Lengths " + experiment, **place)
            with mlflow.start_run(run_name="child", nested=True):
                mlflow.log_metric("loss", 0.125)
                mlflow.log_params({f"p{i}": i for i in range(150)})
        with mlflow.start_run(run_name="failed") as failed:
            pass
        client.set_terminated(failed.info.run_id, "FAILED")
        with mlflow.start_run(run_name="gone") as gone:
            mlflow.log_param("a", 1)
        client.delete_run(gone.info.run_id)
    name = "Lengths tweets of theirs"
    client.set_registered_model_alias(name, "champion", "1")
    client.set_registered_model_tag(name, "owner", "ola")
    client.set_model_version_tag(name, "1", "checked", "yes")
    client.update_model_version(name, "1", "the first")
    other = client.create_experiment("deleted one")
    client.create_run(other)
    client.delete_experiment(other)
    running = client.create_run(client.get_experiment_by_name("shared").experiment_id, run_name="running")
    client.log_metric(running.info.run_id, "loss", 3.0)
    """
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The store in a folder that it was moved to since."""
    folder = tmp_path_factory.mktemp("maker")
    env = os.environ | {"MLFLOW_ALLOW_FILE_STORE": "true"}
    done = subprocess.run(
        [sys.executable, "-c", MAKE, folder / "mlruns"], cwd=folder, env=env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    moved = tmp_path_factory.mktemp("moved") / "mlruns"
    (folder / "mlruns").rename(moved)
    (broken,) = (path for path in moved.glob("*/meta.yaml") if "name: shared" in path.read_text(encoding="utf-8"))
    run = broken.parent / ("f" * 32)
    run.mkdir()
    (run / "meta.yaml").write_text("a: [b", encoding="utf-8")
    return moved


@pytest.fixture(scope="module")
def server(server):
    """A server with an experiment and a registered model of the store's names, both of others."""
    client = MlflowClient(server)
    theirs = client.create_run(client.create_experiment("shared"), run_name="theirs").info.run_id
    client.log_text(theirs, "theirs", "length/a.txt")
    client.create_registered_model("Lengths tweets of theirs")
    client.create_model_version("Lengths tweets of theirs", f"runs:/{theirs}/length", run_id=theirs)
    return server


def push(folder, uri, report, *options, code=0):
    command = [BINARY, "push", folder, "--tracking-uri", uri, "--json", report, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(report.read_bytes())


def texts(folder):
    return {path: data.decode("utf-8") for path, data in checks.files_of(folder).items()}


def points(folder):
    """Each metric's points as its file has them: moment, step and value."""
    found = {}
    for path, text in texts(folder).items():
        lines = [line.split(" ") for line in text.splitlines()]
        # Who logs a model logs its metrics again.
        found[path] = sorted({(int(line[0]), int(line[2]), line[1]) for line in lines})
    return found


def same(one, other):
    """A database keeps infinity as the largest number."""
    largest = sys.float_info.max
    return math.isnan(one) and math.isnan(other) or max(-largest, min(largest, one)) == max(-largest, min(largest, other))


def test_a_store_of_others_comes_to_a_server_value_for_value_and_once(store, server, kept, tmp_path):
    client = MlflowClient(server)
    before = state(kept)
    planned = push(store, server, tmp_path / "plan.json", "--dry-run")
    assert state(kept) == before and len(planned["runs"]) == 7
    assert sum(run["bytes"] for run in planned["runs"]) > 2 * 5_120_000

    # The registered model that both have has the store's tag not: told, and left so.
    report = push(store, server, tmp_path / "report.json", code=1)
    differs = {item["name"]: item["differs"] for item in report["registered"]}
    assert differs == {"Lengths tweets of theirs": ["tags.owner"], "Lengths shared": []}
    left_out = {item["path"].split("/")[-1]: item["why"] for item in report["left_out"]}
    assert len(report["left_out"]) == 4 and "deleted" in str(left_out) and left_out["meta.yaml"]
    assert {item["experiment"] for item in report["experiments"]} == {"tweets of theirs", "shared", "Default"}
    pushed = {run["id"]: run["server_id"] for item in report["experiments"] for run in item["runs"]}
    assert len(pushed) == 7
    assert {run["outcome"] for item in report["experiments"] for run in item["runs"]} == {"new"}
    for old, new in pushed.items():
        (folder,) = store.glob(f"*/{old}")
        run = client.get_run(new)
        meta = dict(line.split(": ", 1) for line in (folder / "meta.yaml").read_text(encoding="utf-8").splitlines() if ": " in line)
        names = {"3": "FINISHED", "4": "FAILED", "1": "RUNNING"}
        assert run.info.status == names[meta["status"]] and run.info.run_name == meta["run_name"]
        assert (run.info.start_time, run.info.end_time) == tuple(
            None if meta[key] == "null" else int(meta[key]) for key in ["start_time", "end_time"]
        )
        assert run.info.user_id == meta["user_id"]
        assert run.data.params == texts(folder / "params")
        tags = texts(folder / "tags")
        if "mlflow.parentRunId" in tags:
            tags["mlflow.parentRunId"] = pushed[tags["mlflow.parentRunId"]]
        tags.pop("mlflow.log-model.history", None)
        there = {key: value for key, value in run.data.tags.items() if key not in ["dryf.run_id", "dryf.replayed"]}
        there.pop("mlflow.log-model.history", None)
        assert there == {"mlflow.user": meta["user_id"]} | tags and run.data.tags["dryf.run_id"] == old
        expected = points(folder / "metrics")
        assert set(run.data.metrics) == set(expected)
        for key, kept_points in expected.items():
            history = sorted((it.timestamp, it.step, it.value) for it in client.get_metric_history(new, key))
            assert [it[:2] for it in history] == [it[:2] for it in kept_points], key
            assert all(same(it[2], float(own[2])) for it, own in zip(history, kept_points)), key
        expected = checks.files_of(folder / "artifacts")
        (tmp_path / new).mkdir()
        files = checks.files_of(client.download_artifacts(new, "", str(tmp_path / new))) if expected else {}
        assert set(files) == set(expected)
        assert all(files[path] == data or path.endswith("MLmodel") for path, data in expected.items())
        inputs = [(it.dataset.name, {tag.key: tag.value for tag in it.tags}) for it in run.inputs.dataset_inputs]
        said = {"mlflow.data.context": "training", "team": "ours"}
        assert inputs == ([("my texts", said)] if "notes" in os.listdir(folder / "artifacts") else [])
        if checks.HAS_LOGGED_MODELS:
            outputs = [path.name for path in (folder / "outputs").glob("*")]
            assert [it.step for it in run.outputs.model_outputs] == [7] * len(outputs)
            models = [client.get_logged_model(it.model_id) for it in run.outputs.model_outputs]
            assert [model.tags["dryf.model_id"] for model in models] == outputs
            assert [model.name for model in models] == ["length"] * len(outputs)
            assert {model.source_run_id for model in models} <= {new}

    name = "Lengths tweets of theirs"
    # The first version there is somebody else's.
    made = client.get_model_version_by_alias(name, "champion")
    assert int(made.version) > 1 and made.tags["checked"] == "yes" and made.description == "the first"
    model = mlflow.pyfunc.load_model(f"models:/{name}@champion")
    assert list(model.predict(pandas.DataFrame({"text": ["abc", "de"]}))) == [3, 2]
    after = state(kept)
    theirs = {row for row in before - after if "registered_models" not in row and "experiments" not in row}
    assert not theirs, "something that was there is gone or changed"
    assert all(version["is_new"] for item in report["registered"] for version in item["versions"])

    again = push(store, server, tmp_path / "again.json", code=1)
    assert {run["outcome"] for item in again["experiments"] for run in item["runs"]} == {"equal"}
    assert not any(version["is_new"] for item in again["registered"] for version in item["versions"])
    assert state(kept) == after

    # What the server has otherwise is told, and stays.
    (first, *_) = (run["server_id"] for item in again["experiments"] for run in item["runs"] if run["name"] == "parent")
    client.set_tag(first, "team", "others")
    before = state(kept)
    told = push(store, server, tmp_path / "told.json", code=1)
    (run,) = (run for item in told["experiments"] for run in item["runs"] if run["outcome"] != "equal")
    assert (run["outcome"], run["differs"], run["server_id"]) == ("different", ["tags.team"], first)
    assert state(kept) == before


@pytest.mark.skipif(not checks.HAS_LOGGED_MODELS, reason="MLflow 2 migrates no store")
def test_a_server_that_was_migrated_from_the_store_has_it_already(store, elsewhere, tmp_path):
    # Only experiments of digits are migrated, and the broken run stops it.
    import shutil

    copy = tmp_path / "mlruns"
    shutil.copytree(store, copy, ignore=shutil.ignore_patterns("f" * 32))
    for metric in copy.glob("*/*/metrics/loss"):
        # A line that stands twice stops it, too.
        metric.write_text("".join(dict.fromkeys(metric.read_text(encoding="utf-8").splitlines(keepends=True))), encoding="utf-8")
    command = ["mlflow", "migrate-filestore", "--source", copy, "--target", "sqlite:///mlflow.db", "--no-progress"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    from servers import running

    command = f"mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination {copy}"
    with running(command, tmp_path, tmp_path / "server.log") as uri:
        n_runs = len(MlflowClient(uri).search_runs([it.experiment_id for it in MlflowClient(uri).search_experiments()]))
        report = push(copy, uri, tmp_path / "report.json", code=0)
        outcomes = [run for item in report["experiments"] for run in item["runs"]]
        assert {run["outcome"] for run in outcomes} == {"equal"}, outcomes
        assert all(run["id"] == run["server_id"] for run in outcomes)
        assert not any(version["is_new"] for item in report["registered"] for version in item["versions"]), report["registered"]
        assert n_runs == len(MlflowClient(uri).search_runs([it.experiment_id for it in MlflowClient(uri).search_experiments()]))


def test_options_for_archives_and_folders_without_a_store_are_refused(server, store, tmp_path):
    for folder, options, code, word in [
        (tmp_path, [], 65, "there is no experiment of MLflow's in this folder"),
        (store, ["--register", "x"], 64, "are for an archive"),
        (store, ["--experiment", "x"], 64, "are for an archive"),
    ]:
        command = [BINARY, "push", folder, "--tracking-uri", server, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == code and word in done.stderr, done.stderr
