# SPDX-License-Identifier: MIT OR Apache-2.0
# Copyright (c) 2026 The Dryf contributors
"""Replays a run of Dryf into an MLflow tracking server, whatever the server holds already.

    python replay.py --tracking-uri http://127.0.0.1:5000                  the archive that this program lies in
    python replay.py dryf-run-0a1b2c3d.zip --tracking-uri http://..        a zip or an unpacked folder

Needs MLflow's client (`pip install mlflow`, 2.9.2 or later) and nothing else. The run keeps its name, times, status,
params, metrics with their steps, tags, data sets, artifacts and model; it gets a new ID, since the server gives them out, and
its user is whoever runs this. On a server of MLflow 2, which has no logged models, the model is the run's artifact `model`.

What is sent is what `experiment.json` says, with the artifacts that lie below `mlruns`. Only files that the archive's manifest
names, and that are what it says, are sent: a file that was changed, is missing or is too many stops this before anything is
sent.

Nothing on the server is changed or deleted: a run is added to the experiment, which is created if it is missing. An
archive that was replayed before, or whose file store the server was made from, is recognised by its run ID (tag
`dryf.run_id`) and not added again, unless you ask for it by `--again`. A replay that broke off leaves a run with the
status FAILED; the next one starts afresh.

A gate that the archive's run has (`dryf compare --out`) is added to a run that is on the server already: its metrics, its
artifacts and its tags, once. A later gate's numbers and tags take the place of an earlier one's; MLflow keeps the history
of metrics. A report that goes on, as scheduled monitoring does (`dryf monitor --state --out`), is one run: what the server
lacks of its metrics is added, its artifacts and tags take the place of the earlier ones. An earlier state than the server's
changes nothing.
"""

import argparse
import getpass
import hashlib
import json
import os
import re
import shutil
import stat
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

# A server that is not there should be noticed soon; MLflow's client would try for minutes.
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")
ID_TAG, DONE_TAG = "dryf.run_id", "dryf.replayed"
# The gate, if there is one: what it is, and all that it says; and the state of a report.
GATE_TAG, REPORT_TAG = "dryf.gate_sha256", "dryf.report_sha256"
GATE_TAGS, GATE_METRICS, GATE_ARTIFACTS = ["validation_status", "dryf.gate"], "gate_", "gate"
# By HISTORY_TAG MLflow 2 knows the models among a run's artifacts; MLflow 3 would take it for another than the logged model.
HISTORY_TAG, USER_TAG, COMMIT_TAG = "mlflow.log-model.history", "mlflow.user", "mlflow.source.git.commit"
# What MLflow is told, as data, and the IDs in it; the files are in the file store beside it.
EXPERIMENT, RUN_ID, MODEL_ID = "experiment.json", re.compile("[0-9a-f]{32}"), re.compile("m-[0-9a-f]{32}")
# Bytes of the manifest, and of any file: no archive holds more.
MANIFEST, SCHEMA_VERSION, MAX_MANIFEST, MAX_FILE = "manifest.json", 1, 64 << 20, 4 << 30
# What a tracking server takes at once.
MAX_METRICS, MAX_PARAMS, MAX_TAGS = 1000, 100, 100


class ArchiveError(Exception):
    """What is wrong with the archive, in words for its user."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    own = Path(__file__).resolve().parent
    told = "the archive, zip or folder (default: the folder of this program)"
    parser.add_argument("archive", nargs="?", default=own, type=Path, help=told)
    parser.add_argument(
        "--tracking-uri",
        default=os.environ.get("MLFLOW_TRACKING_URI"),
        help="address of the server (default: the variable MLFLOW_TRACKING_URI)",
    )
    parser.add_argument("--experiment", help="name of the experiment to add the run to (default: the archive's)")
    parser.add_argument("--again", action="store_true", help="add the run even if it is there")
    parser.add_argument("--git-commit", metavar="HASH", help=f"the commit that the run came from (tag {COMMIT_TAG})")
    parser.add_argument(
        "--ignore-extra",
        action="store_true",
        help="leave out files beside those that the manifest names, such as MLflow's own, in place of stopping at them",
    )
    arguments = parser.parse_args()
    if not arguments.tracking_uri:
        parser.error("name the server by --tracking-uri, such as http://127.0.0.1:5000")

    try:
        from mlflow.exceptions import MlflowException
    except ImportError:
        sys.exit("MLflow is missing; install it by: pip install mlflow")
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = opened(arguments.archive, Path(scratch) / "archive", arguments.ignore_extra)
            own_tags = {USER_TAG: user()} | ({COMMIT_TAG: arguments.git_commit} if arguments.git_commit else {})
            replay(read(folder, arguments.archive), Path(scratch), arguments, own_tags)
    except (ArchiveError, MlflowException) as fault:
        sys.exit(f"{fault}")


def user():
    """Who runs this, as MLflow's client would say."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "dryf"


def opened(archive, target, ignore_extra):
    """A copy of the archive, `target`, with the files that its manifest names and no other, each compared with it."""
    if archive.is_file():
        if not zipfile.is_zipfile(archive):
            raise ArchiveError(f"{archive} is not a zip")
        try:
            with zipfile.ZipFile(archive) as packed:
                copy_named(archive, files_of_zip(archive, packed), target, ignore_extra)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
            raise ArchiveError(f"{archive} can't be unpacked ({fault}); export or download the archive again")
    else:
        manifests = [archive / MANIFEST, *sorted(archive.glob(f"*/{MANIFEST}"))]
        manifest = next((path for path in manifests if path.is_file()), None)
        if manifest is None:
            raise ArchiveError(f"{archive} holds no archive of Dryf: there is no {MANIFEST}")
        copy_named(manifest.parent, files_of_folder(manifest.parent), target, ignore_extra)
    return target


def copy_named(archive, files, target, ignore_extra):
    """Copies the files that the manifest names; `files` has for each path how to read its first so many bytes."""
    if MANIFEST not in files:
        raise ArchiveError(f"{archive} holds no archive of Dryf: there is no {MANIFEST}")
    try:
        manifest = json.loads(files[MANIFEST](MAX_MANIFEST))
        version, kind = manifest["schema_version"], manifest["kind"]
        named = {path: (entry["sha256"], entry["n_bytes"]) for path, entry in manifest["files"].items()}
        is_sound = isinstance(version, int) and all(isinstance(n, int) and 0 <= n <= MAX_FILE for _, n in named.values())
        if not str(kind).startswith("dryf-") or not is_sound:
            raise ValueError(kind)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ArchiveError(f"the {MANIFEST} of {archive} is not that of an archive of Dryf")
    if version > SCHEMA_VERSION:
        raise ArchiveError(f"a later Dryf wrote {archive}; take the replay.py that lies in it")
    if EXPERIMENT not in named:
        raise ArchiveError(f"an earlier Dryf wrote {archive}: it has no {EXPERIMENT}; take the replay.py that lies in it")
    extra = sorted(path for path in files if path not in named and path != MANIFEST)
    if extra and not ignore_extra:
        shown = ", ".join(printable(path) for path in extra[:10]) + (f" and {len(extra) - 10} more" if extra[10:] else "")
        raise ArchiveError(
            f"{archive} has what its manifest does not name: {shown}; unpack the archive again into an empty folder, or leave "
            "these out by --ignore-extra (they are never sent)"
        )
    for path, (sha256, n_bytes) in named.items():
        if not is_below(path):
            raise ArchiveError(f"the manifest of {archive} names {printable(path)}, which is no path below it")
        if path not in files:
            raise ArchiveError(f"{printable(path)} is missing in {archive}; unpack the archive again")
        data = files[path](n_bytes + 1)
        if len(data) != n_bytes or hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(f"{printable(path)} was changed; unpack the archive again")
        copy = target / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)


def files_of_folder(folder):
    """How to read each file below a folder, by path; a link, or what is no file, can't be read."""
    files = {}
    for below, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(below, name))]
        for name in names + links:
            path = Path(below, name)
            files[path.relative_to(folder).as_posix()] = lambda n_bytes, path=path: start_of_file(path, n_bytes)
    return files


def start_of_file(path, n_bytes):
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ArchiveError(f"{path} is a link or no file at all; unpack the archive again")
    with open(path, "rb") as file:
        return file.read(min(n_bytes, os.fstat(file.fileno()).st_size + 1))  # memory for what is there


def files_of_zip(archive, packed):
    """The same of a zip, by path from the folder of its manifest."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    tops = [entry.filename.removesuffix(MANIFEST) for entry in entries if entry.filename.endswith(MANIFEST)]
    tops = [top for top in tops if not top or (top.endswith("/") and top.count("/") == 1)]
    top = min(tops, key=len, default="")
    files = {}
    for entry in entries:
        path = entry.filename.removeprefix(top) if entry.filename.startswith(top) else f"../{entry.filename}"
        if path in files:
            raise ArchiveError(f"{archive} holds {printable(path)} twice; export or download the archive again")
        files[path] = lambda n_bytes, entry=entry: start_of_entry(packed, entry, n_bytes)
    return files


def start_of_entry(packed, entry, n_bytes):
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ArchiveError(f"{printable(entry.filename)} is a link; export or download the archive again")
    with packed.open(entry) as file:
        return file.read(n_bytes)


def is_below(path):
    """Whether a path of the manifest stays below its folder, on every system."""
    return not any(part in ("", ".", "..") for part in path.split("/")) and not any(c in path for c in "\\:\0")


def printable(text):
    """The text without what would steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Archive:
    """What the archive's `experiment.json` says, and where the files of it lie."""

    def __init__(self, folder):
        self.experiment = json.loads((folder / EXPERIMENT).read_text(encoding="utf-8"))
        self.runs, self.datasets = self.experiment["runs"], self.experiment["datasets"]
        self.models = {model["model_id"]: model for model in self.experiment["models"]}
        self._store = folder / "mlruns" / self.experiment["experiment_id"]
        # These become parts of paths.
        ids = [(re.compile("[0-9]{1,20}"), self.experiment["experiment_id"])]
        ids += [(RUN_ID, run["run_id"]) for run in self.runs] + [(MODEL_ID, model_id) for model_id in self.models]
        sound = [form.fullmatch(found) for form, found in ids]
        for run in self.runs:
            sound += [model_id in self.models for model_id in run["outputs"]]
            sound += [0 <= used["dataset"] < len(self.datasets) for used in run["inputs"]]
        if not all(sound):
            raise ValueError(EXPERIMENT)

    def artifacts(self, run_or_model):
        model_id = run_or_model.get("model_id")
        return self._store / (f"models/{model_id}" if model_id else run_or_model["run_id"]) / "artifacts"

    def address(self, run):
        """Of the run's artifacts, before they move to the server."""
        return f"mlflow-artifacts:/{self.experiment['experiment_id']}/{run['run_id']}/artifacts"


def read(folder, name):
    try:
        archive = Archive(folder)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ArchiveError(f"the {EXPERIMENT} of {name} is not that of an archive of Dryf; export or download the archive again")
    if not archive.runs:
        raise ArchiveError(f"{name} holds no run; export or download the archive again")
    return archive


def replay(archive, scratch, arguments, own_tags):
    """Adds the archive's runs to the server; `own_tags` go to each run and model."""
    import mlflow
    from mlflow import MlflowClient

    tracking_uri = arguments.tracking_uri
    mlflow.set_tracking_uri(tracking_uri)
    client = MlflowClient(tracking_uri)
    name = arguments.experiment or archive.experiment["name"]
    experiment_id = experiment_on_server(client, name, archive.experiment["tags"])
    new_ids = {}
    # A child names its parent, so parents come first.
    for run in sorted(archive.runs, key=lambda run: "mlflow.parentRunId" in run["tags"]):
        old_id = run["run_id"]
        known = None if arguments.again else earlier(client, experiment_id, old_id)
        if known:
            print(f"the run {old_id} is in the experiment {name!r} already, as {known}; --again adds it once more")
            new_ids[old_id] = known
            if add_gate(client, archive, run, known):
                print(f"added the gate of the run {old_id} to it")
            if add_report(client, archive, run, known):
                print(f"added to the run {known} what the report has beyond it")
            continue
        new_ids[old_id] = replay_run(client, archive, run, experiment_id, new_ids, scratch, own_tags)
        print(f"added the run {old_id} to the experiment {name!r} as {new_ids[old_id]}")
        for model_uri in models_of(client, run, new_ids[old_id]):
            print(f"its model is {model_uri}")
    if tracking_uri.startswith("http"):
        for run_id in new_ids.values():
            print(f"{tracking_uri.rstrip('/')}/#/experiments/{experiment_id}/runs/{run_id}")


def experiment_on_server(client, name, tags):
    """The ID of the experiment of this name, created if it is missing."""
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        return client.create_experiment(name, tags=tags)
    if experiment.lifecycle_stage == "deleted":
        raise ArchiveError(
            f"the experiment {name!r} was deleted on the server; restore it there (mlflow experiments restore "
            f"-x {experiment.experiment_id}) or name another one by --experiment"
        )
    return experiment.experiment_id


def earlier(client, experiment_id, run_id):
    """The ID of the run that an earlier replay of this run made in full, or that came with its file store; or None."""
    for run in client.search_runs([experiment_id], filter_string=f"tags.`{ID_TAG}` = '{run_id}'"):
        if run.info.run_id == run_id or run.data.tags.get(DONE_TAG) == "True":
            return run.info.run_id
    return None


def add_gate(client, archive, run, run_id):
    """Adds the gate of the archive's run to the run on the server, unless it has that one; tells whether it did."""
    tags = run["tags"]
    if GATE_TAG not in tags or client.get_run(run_id).data.tags.get(GATE_TAG) == tags[GATE_TAG]:
        return False
    replay_metrics(client, archive, run, run_id, {}, starting=GATE_METRICS)
    client.log_artifacts(run_id, str(archive.artifacts(run) / GATE_ARTIFACTS), GATE_ARTIFACTS)
    said = {key: tags[key] for key in GATE_TAGS if key in tags}
    for key, value in said.items():
        client.set_tag(run_id, key, value)
    for model_id in logged_models(client, run_id):
        client.set_logged_model_tags(model_id, said)
    # Last, so that a gate which broke off is added again.
    client.set_tag(run_id, GATE_TAG, tags[GATE_TAG])
    return True


def add_report(client, archive, run, run_id):
    """Adds to the run on the server what the archive's run has beyond it, where its report is a later state of the same;
    tells whether there was anything."""
    tags, there = run["tags"], client.get_run(run_id)
    if REPORT_TAG not in tags or there.data.tags.get(REPORT_TAG) == tags[REPORT_TAG]:
        return False
    if there.info.end_time and run["end_time"] < there.info.end_time:
        print(f"the run {run_id} has a later state of this report; nothing is changed")
        return False
    known = {}

    def is_new(key, value, step):
        if key not in known:
            points = client.get_metric_history(run_id, key) if key in there.data.metrics else []
            known[key] = {(point.step, point.value) for point in points}
        return (step, value) not in known[key]

    replay_metrics(client, archive, run, run_id, {}, is_wanted=is_new)
    client.log_artifacts(run_id, str(archive.artifacts(run)))
    for key, value in tags.items():
        if key not in (USER_TAG, REPORT_TAG) and there.data.tags.get(key) != value:
            client.set_tag(run_id, key, value)
    client.set_terminated(run_id, status=run["status"], end_time=run["end_time"])
    # Last, so that an addition which broke off is made again.
    client.set_tag(run_id, REPORT_TAG, tags[REPORT_TAG])
    return True


def models_of(client, run, run_id):
    """The addresses of the models that a run on the server made."""
    logged = [f"models:/{model_id}" for model_id in logged_models(client, run_id)]
    return (logged or [f"runs:/{run_id}/model"]) if run["outputs"] else []


def logged_models(client, run_id):
    outputs = getattr(client.get_run(run_id), "outputs", None)
    return [output.model_id for output in outputs.model_outputs] if outputs else []


def replay_run(client, archive, run, experiment_id, new_ids, scratch, own_tags):
    """Adds one run; gives its ID on the server."""
    tags = run["tags"] | own_tags
    parent = tags.get("mlflow.parentRunId")
    if parent in new_ids:
        tags["mlflow.parentRunId"] = new_ids[parent]
    first, *more = [dict(part) for part in parts(sorted(tags.items()), MAX_TAGS)] or [{}]
    created = client.create_run(experiment_id, start_time=run["start_time"], tags=first, run_name=run["run_name"])
    run_id = created.info.run_id
    try:
        fill_run(client, archive, run, created.info, own_tags, more, scratch)
    except BaseException:
        print(f"the replay failed; the run {run_id} on the server is incomplete and marked as failed", file=sys.stderr)
        client.set_terminated(run_id, status="FAILED")
        raise
    client.set_tag(run_id, DONE_TAG, "True")
    client.set_terminated(run_id, status=run["status"], end_time=run["end_time"])
    return run_id


def fill_run(client, archive, run, info, own_tags, more_tags, scratch):
    from mlflow.entities import Param, RunTag

    run_id = info.run_id
    for part in more_tags:
        client.log_batch(run_id, tags=[RunTag(key, value) for key, value in part.items()])
    params = [Param(key, value) for key, value in run["params"].items()]
    for part in parts(params, MAX_PARAMS):
        client.log_batch(run_id, params=part)

    replay_inputs(client, archive, run, info)
    # The old IDs and those that take their place.
    new_ids = {run["run_id"]: run_id}
    logged = {}
    for old_id in run["outputs"]:
        logged[old_id] = replay_model(client, archive, archive.models[old_id], info, own_tags, new_ids, scratch)
        if not logged[old_id]:
            client.set_tag(run_id, HISTORY_TAG, history(archive.artifacts(run), run_id))
    replay_metrics(client, archive, run, run_id, logged)
    client.log_artifacts(run_id, str(with_new_ids(archive.artifacts(run), new_ids, scratch / f"{run_id}-artifacts")))


def replay_inputs(client, archive, run, info):
    """Adds the data sets that the run used."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    inputs = []
    for used in run["inputs"]:
        dataset = archive.datasets[used["dataset"]]
        source, source_type = json.loads(dataset["source"]), dataset["source_type"]
        # Data that lie among the run's artifacts move with them.
        old = archive.address(run)
        if source.get("uri", "").startswith(old):
            source["uri"] = info.artifact_uri + source["uri"][len(old) :]
            scheme = source["uri"].split(":", 1)[0] if ":" in source["uri"] else "file"
            # MLflow has no type for addresses of its own server; the one for local files fetches those as well.
            source_type = "local" if scheme in ("file", "mlflow-artifacts") else scheme
        kept = {key: dataset[key] for key in ("name", "digest", "schema", "profile")}
        tags = [InputTag("mlflow.data.context", used["context"])]
        inputs.append(DatasetInput(Dataset(source_type=source_type, source=json.dumps(source), **kept), tags=tags))
    if inputs:
        client.log_inputs(info.run_id, inputs)


def history(artifacts, run_id):
    """What MLflow 2 wants to know of the model among a run's artifacts."""
    import yaml  # comes with MLflow

    described = yaml.safe_load((artifacts / "model" / "MLmodel").read_text(encoding="utf-8"))
    entry = {"run_id": run_id, "artifact_path": "model"}
    return json.dumps([entry | {key: described[key] for key in ["utc_time_created", "model_uuid", "flavors"]}])


def replay_model(client, archive, model, info, own_tags, new_ids, scratch):
    """Adds a logged model; gives its ID, or None on a server that has none (MLflow 2)."""
    from mlflow.exceptions import MlflowException

    if not hasattr(client, "create_logged_model"):
        return None
    from mlflow.entities import LoggedModelOutput

    try:
        created = client.create_logged_model(
            info.experiment_id,
            name=model["name"],
            source_run_id=info.run_id,
            tags=model["tags"] | own_tags,
            params=model["params"],
        )
    except MlflowException as fault:
        if getattr(fault, "get_http_status_code", lambda: None)() == 404 or fault.error_code == "ENDPOINT_NOT_FOUND":
            return None
        raise
    new_ids[model["model_id"]] = created.model_id
    # The hex digits alone stand for the model as well.
    new_ids[model["model_id"].removeprefix("m-")] = created.model_id.removeprefix("m-")
    folder = with_new_ids(archive.artifacts(model), new_ids, scratch / f"{created.model_id}-artifacts")
    client.log_model_artifacts(created.model_id, str(folder))
    client.finalize_logged_model(created.model_id, "READY")
    client.log_outputs(info.run_id, [LoggedModelOutput(created.model_id, 0)])
    return created.model_id


def replay_metrics(client, archive, run, run_id, logged, starting="", is_wanted=lambda key, value, step: True):
    """Adds the metrics whose names start so, of their points those that are wanted; those that were measured on a model of
    `logged`, new IDs by old ones where the server has models, say so."""
    from mlflow.entities import Metric

    used = {used["dataset"] for used in run["inputs"]}
    measured_on = {}
    for old_id, model_id in logged.items():
        for metric in archive.models[old_id]["metrics"]:
            if model_id and metric["dataset"] in used:
                dataset = archive.datasets[metric["dataset"]]
                about = {"model_id": model_id, "dataset_name": dataset["name"], "dataset_digest": dataset["digest"]}
                measured_on[metric["key"], metric["timestamp"], metric["value"], metric["step"]] = about
    metrics = []
    for key, points in run["metrics"].items():
        for point in points:
            at, value, step = point["timestamp"], float(point["value"]), point["step"]
            if key.startswith(starting) and is_wanted(key, value, step):
                metrics.append(Metric(key, value, at, step, **measured_on.get((key, at, value, step), {})))
    for part in parts(metrics, MAX_METRICS):
        client.log_batch(run_id, metrics=part)


def with_new_ids(folder, new_ids, target):
    """A copy of an artifact folder in which every MLmodel file has the new IDs."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder, target)
    for path in target.rglob("MLmodel"):
        text = path.read_text(encoding="utf-8")
        for old, new in new_ids.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return target


def parts(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


if __name__ == "__main__":
    main()
