"""What must be on a tracking server after an archive came there, read through MLflow's client from elsewhere.

Expected values come from the archive's manifest, its configuration and the summary of `dryf train`.
"""

import getpass
import json
from dataclasses import dataclass

import mlflow
import pandas as pd
from mlflow import MlflowClient

from archives import Archive

HAS_LOGGED_MODELS = int(mlflow.__version__.split(".")[0]) >= 3
CONTEXTS = {"train": "training", "test": "testing"}


@dataclass(frozen=True)
class Served:
    """An archive on a server, and the IDs that its run and model have there."""

    archive: Archive
    uri: str
    run_id: str
    model_id: str | None

    @property
    def client(self):
        mlflow.set_tracking_uri(self.uri)
        return MlflowClient(self.uri)

    @property
    def run(self):
        return self.client.get_run(self.run_id)

    @property
    def is_replayed(self):
        """Whether it came by `replay.py`; else with its file store."""
        return "dryf.replayed" in self.run.data.tags

    @property
    def user(self):
        """Of a run that is replayed whoever replays it."""
        return getpass.getuser() if self.is_replayed else "dryf"


def served(archive, uri, run_id):
    """The run of that ID, with the one model that it made."""
    model_id = None
    if HAS_LOGGED_MODELS:
        (output,) = MlflowClient(uri).get_run(run_id).outputs.model_outputs
        model_id = output.model_id
    return Served(archive, uri, run_id, model_id)


def check_run(served):
    manifest, info = served.archive.manifest, served.run.info
    assert info.run_name == manifest["run_name"] == served.archive.config["run"]["name"]
    assert (info.status, info.lifecycle_stage, info.user_id) == ("FINISHED", "active", served.user)
    # MLflow keeps whole milliseconds.
    assert (info.start_time, info.end_time) == (int(manifest["start"]), int(manifest["end"]))
    experiment = served.client.get_experiment(info.experiment_id)
    assert experiment.name == manifest["experiment"] and experiment.lifecycle_stage == "active"


def check_params(served):
    params, config = served.run.data.params, served.archive.config
    svc, tfidf = config["svc"], config["tfidf"]
    expected = {"seed": str(config["run"]["seed"]), "validation_size": repr(config["run"]["validation_size"])}
    expected |= {"svc.kernel": svc["kernel"], "svc.C": repr(svc["C"]), "svc.degree": str(svc["degree"])}
    expected |= {"tfidf.token_pattern": tfidf["token_pattern"], "tfidf.ngram_range": str(tuple(tfidf["ngram_range"]))}
    expected |= {"tfidf.norm": tfidf["norm"], "tfidf.lowercase": str(tfidf["lowercase"]), "case": config["clean"]["case"]}
    assert {key: params.get(key) for key in expected} == expected
    assert params == texts(served.archive.below(f"{served.archive.run}params/"))


def check_metrics(served):
    metrics, summary = served.run.data.metrics, served.archive.summary
    expected = {key: value for key, value in summary["metrics"].items() if value is not None}
    expected |= {f"seconds_{stage}": value for stage, value in summary["seconds"].items() if value is not None}
    for fit, report in summary["fits"].items():
        for key in ["n_rows", "n_features", "n_stored", "gamma", "iterations"]:
            expected[f"{key}_{fit}"] = report[key]
        expected[f"n_support_vectors_{fit}"] = sum(report["n_support_vectors"].values())
    # The archive is written after its own metrics are.
    for key in ["seconds_archive", "seconds_total"]:
        expected.pop(key, None)
    assert {key: metrics.get(key) for key in expected} == expected

    # Whole histories, each value with its step and time.
    files = served.archive.below(f"{served.archive.run}metrics/")
    assert set(metrics) == set(files)
    for key, data in files.items():
        points = [line.split(" ") for line in data.decode("utf-8").splitlines()]
        points = {(int(at), float(value), int(step)) for at, value, step in points}
        there = served.client.get_metric_history(served.run_id, key)
        assert {(p.timestamp, p.value, p.step) for p in there} == points, key
        assert len(there) == len(points)
    way = [p.step for p in served.client.get_metric_history(served.run_id, "fit_final/objective_machine_0")]
    assert len(way) > 2 and sorted(set(way)) == sorted(way) and max(way) > 0


def check_tags(served, changed=()):
    """Every tag is there, those in `changed` with a value of their own."""
    tags = served.run.data.tags
    expected = texts(served.archive.below(f"{served.archive.run}tags/"))
    assert {"mlflow.note.content", "dryf.run_id", "dryf.model_sha256"} <= set(expected)
    expected["mlflow.user"] = served.user
    for key in changed:
        assert tags.get(key), key
    assert {key: tags.get(key) for key in expected if key not in changed} == {
        key: value for key, value in expected.items() if key not in changed
    }
    assert tags["dryf.run_id"] == served.archive.manifest["run_id"]
    assert tags["dryf.model_sha256"] == served.archive.summary["model_sha256"]


def check_datasets(served, one_of_many=False):
    """Both sets, with their digests and sources. Sets of the same name and digest are one to MLflow, whose source is the
    first that came: where the server has several runs (`one_of_many`), it may be another run's copy."""
    manifest, run = served.archive.manifest, served.run
    inputs = {item.dataset.name: item for item in run.inputs.dataset_inputs}
    assert len(run.inputs.dataset_inputs) == len(inputs)
    assert set(inputs) == set(manifest["data"])
    for name, item in inputs.items():
        expected, dataset = manifest["data"][name], item.dataset
        assert {tag.key: tag.value for tag in item.tags} == {"mlflow.data.context": CONTEXTS[name]}
        assert dataset.digest == expected["digest"]
        assert json.loads(dataset.profile)["num_rows"] == expected["n_rows"]
        assert [c["name"] for c in json.loads(dataset.schema)["mlflow_colspec"]] == ["text", "label"]
        source, sources = mlflow.data.get_source(dataset), expected["sources"]
        if not one_of_many:
            own_copy = f"{run.info.artifact_uri}/data"
            assert source.uri == (own_copy if manifest["texts_included"] else sources[0]["name"])
        if source.uri.startswith("mlflow-artifacts:"):
            loaded = files_of(source.load())
            assert len(loaded[f"{name}_tags.txt"].splitlines()) == expected["n_rows"]
            texts_there = loaded[f"{name}_text.txt"].decode("utf-8").removesuffix("\n").split("\n")
            assert len(texts_there) == expected["n_rows"]
            assert name != "test" or texts_there == served.archive.texts
            if not one_of_many:
                assert loaded == served.archive.below(f"{served.archive.run}artifacts/data/")
        else:
            assert source.uri == sources[0]["name"]
    wanted = f"dataset.name = 'train' and dataset.digest = '{manifest['data']['train']['digest']}'"
    found = served.client.search_runs([run.info.experiment_id], f"{wanted} and dataset.context = 'training'")
    assert served.run_id in [run.info.run_id for run in found]


def check_artifacts(served):
    """Every file of the run is there as it was; the model's description may name other IDs."""
    root = mlflow.artifacts.download_artifacts(run_id=served.run_id, artifact_path="", tracking_uri=served.uri)
    there, expected = files_of(root), served.archive.below(f"{served.archive.run}artifacts/")
    if "dryf.archive_sha256" in served.run.data.tags:
        # What brings the archive back is pushed with it.
        kept = ["manifest.json", "experiment.json", "README.md"]
        expected |= {f"archive/{name}": served.archive.files[name] for name in kept}
    assert set(there) == set(expected)
    assert {path for path in expected if there[path] != expected[path]} <= {"model/MLmodel"}
    listed = {item.path for item in served.client.list_artifacts(served.run_id)}
    assert listed == {path.split("/")[0] for path in expected}
    # A table that MLflow's page shows as one.
    mlflow.set_experiment(experiment_id=served.run.info.experiment_id)
    table = mlflow.load_table("tables/confusion_matrix_test.json", run_ids=[served.run_id])
    counts = table.drop(columns=table.columns[0]).select_dtypes("number").to_numpy()
    assert counts.sum() == served.archive.manifest["data"]["test"]["n_rows"]


def check_logged_model(served):
    """The model as an entity of its own (MLflow 3), or the tag by which MLflow 2 lists it: MLflow 3 would show that as a second
    model, whose versions have neither schema nor link."""
    archive, history = served.archive, served.run.data.tags.get("mlflow.log-model.history")
    assert (history is not None) == (served.is_replayed and not HAS_LOGGED_MODELS)
    if not HAS_LOGGED_MODELS:
        if history:
            (entry,) = json.loads(history)
            assert (entry["run_id"], entry["artifact_path"]) == (served.run_id, "model")
            assert "python_function" in entry["flavors"]
        return
    model = served.client.get_logged_model(served.model_id)
    named = archive.config["run"]["name"]
    assert (str(model.status), model.source_run_id, model.name) == ("READY", served.run_id, named)
    about = {"mlflow.user": served.user, "mlflow.source.name": "dryf", "mlflow.source.type": "LOCAL"}
    assert {key: model.tags.get(key) for key in about} == about
    note = model.tags["mlflow.note.content"]
    assert note.startswith(served.run.data.tags["mlflow.note.content"]) and "\n\nTrained on 20" in note
    assert model.params == served.run.data.params
    assert model.tags["dryf.model_sha256"] == archive.summary["model_sha256"]
    measured = {}
    for metric in model.metrics:
        assert (metric.model_id, metric.run_id) == (served.model_id, served.run_id)
        assert (metric.dataset_name, metric.dataset_digest) == ("test", archive.manifest["data"]["test"]["digest"])
        measured[metric.key] = metric.value
    summary = {key: value for key, value in archive.summary["metrics"].items() if value is not None}
    of_the_test_set = {key: value for key, value in summary.items() if key.endswith("_test_set") or "poleval" in key}
    assert len(of_the_test_set) >= 5
    assert {key: measured.get(key) for key in of_the_test_set} == of_the_test_set
    found = served.client.search_logged_models([model.experiment_id], filter_string="metrics.f1_micro_test_set > 0")
    assert served.model_id in [model.model_id for model in found]
    folder = mlflow.artifacts.download_artifacts(f"models:/{served.model_id}", tracking_uri=served.uri)
    there = files_of(folder)
    there.pop("registered_model_meta", None)  # MLflow's own note of where it came from
    expected = archive.below(archive.model)
    assert {path for path in there.keys() | expected.keys() if there.get(path) != expected.get(path)} <= {"MLmodel"}


def check_model(served):
    """The model that the server gives out says what Rust says, for every test text."""
    uris = [f"runs:/{served.run_id}/model"]
    if HAS_LOGGED_MODELS:
        uris.append(f"models:/{served.model_id}")
    mlflow.set_tracking_uri(served.uri)
    for uri in uris:
        model = mlflow.pyfunc.load_model(uri)
        assert model.metadata.run_id == served.run_id, uri
        if HAS_LOGGED_MODELS:
            assert model.metadata.model_id == served.model_id, uri
            assert model.input_example.to_dict("list") == {"text": ["Ale dziś pięknie!"]}
        check_predictions(served.archive, model, uri)


def check_predictions(archive, model, where):
    """The labels and scores of a loaded model are Rust's, whatever the rows are called."""
    texts_frame = pd.DataFrame({"text": archive.texts})
    texts_frame.index = texts_frame.index * 7 + 3
    predicted = model.predict(texts_frame)
    assert len(archive.labels) == len(texts_frame) == archive.manifest["data"]["test"]["n_rows"]
    assert predicted["label"].tolist() == archive.labels, where
    assert predicted.index.equals(texts_frame.index)
    for name in archive.manifest["classes"]:
        # Equal: Python sums in Rust's order, and the default kernel, a polynomial, needs no exp or tanh.
        assert predicted[f"score_{name}"].tolist() == [answer["scores"][name] for answer in archive.answers]


def texts(files):
    return {key: data.decode("utf-8") for key, data in files.items()}


def files_of(folder):
    """The bytes of each file by its path from a folder on this machine."""
    from pathlib import Path

    root = Path(folder)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# Those that hold for every run on every server; beside them, data sets and tags.
ALL = [check_run, check_params, check_metrics, check_artifacts, check_logged_model, check_model]
