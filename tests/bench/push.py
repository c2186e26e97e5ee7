"""How long a push takes beside MLflow's own client sending the same: a search with a nested run for each trial, and large artifacts.

    PYTHON_WITH_MLFLOW tests/bench/push.py DRYF [--trials 200] [--megabytes 50] [--rounds 3] [--archive FILE]

With --archive the archive that it makes is kept there, and taken from there if it is there already.

One server, on SQLite, takes both by turns, each round into experiments of its own. The client is warm: what it takes to
import MLflow is not counted, nor what it takes to unpack the archive. Dryf's time is that of the whole process.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "mlflow"))
from servers import empty, mlflow_environment  # noqa: E402

os.environ.update(mlflow_environment() | {"MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true"})
import mlflow  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelOutput, Metric, Param, RunTag  # noqa: E402

SEARCH = """[study]
n_trials = {trials}
n_folds = 2
sampler = "random"
pruner = "none"

[space.tfidf]
min_df = {{ low = 2, high = 40 }}

[space.svc]
engine = ["linear"]
C = {{ low = 0.01, high = 100.0, log = true }}
"""


def make(dryf, folder, trials, megabytes):
    """The archive of a search, with files of a megabyte each added to its run's artifacts."""
    (folder / "search.toml").write_text(SEARCH.format(trials=trials))
    command = [dryf, "tune", "--demo", "--search", folder / "search.toml", "--out", folder / "searched.zip"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with zipfile.ZipFile(folder / "searched.zip") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    (at,) = [name for name in files if name.endswith("/manifest.json")]
    top, manifest = at.removesuffix("manifest.json"), json.loads(files[at])
    bytes_of = random.Random(7)
    for number in range(megabytes):
        path = f"mlruns/{manifest['experiment_id']}/{manifest['run_id']}/artifacts/large/{number:03}.bin"
        data = bytes_of.randbytes(1_000_000)
        manifest["files"][path] = {"sha256": hashlib.sha256(data).hexdigest(), "n_bytes": len(data)}
        files[top + path] = data
    files[at] = json.dumps(manifest).encode()
    with zipfile.ZipFile(folder / "run.zip", "w", zipfile.ZIP_STORED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return folder / "run.zip"


def unpacked_in(folder, archive):
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        return folder / packed.namelist()[0].split("/")[0]


def by_client(unpacked, uri, name):
    """What a user of MLflow's client would write: as few calls as it has."""
    said = json.loads((unpacked / "experiment.json").read_text())
    store = unpacked / "mlruns" / said["experiment_id"]
    client = MlflowClient(uri)
    experiment_id = client.create_experiment(name)
    parent = None
    for run in sorted(said["runs"], key=lambda run: "mlflow.parentRunId" in run["tags"]):
        tags = run["tags"] | ({"mlflow.parentRunId": parent} if "mlflow.parentRunId" in run["tags"] else {})
        run_id = client.create_run(experiment_id, start_time=run["start_time"], tags=tags, run_name=run["run_name"]).info.run_id
        parent = parent or run_id
        inputs = []
        for used in run["inputs"]:
            dataset = Dataset(**said["datasets"][used["dataset"]])
            inputs.append(DatasetInput(dataset, [InputTag("mlflow.data.context", used["context"])]))
        if inputs:
            client.log_inputs(run_id, inputs)
        for model in said["models"]:
            if model["model_id"] in run["outputs"]:
                made = client.create_logged_model(
                    experiment_id, name=model["name"], source_run_id=run_id, tags=model["tags"], params=model["params"])
                client.log_model_artifacts(made.model_id, str(store / "models" / model["model_id"] / "artifacts"))
                client.finalize_logged_model(made.model_id, "READY")
                client.log_outputs(run_id, [LoggedModelOutput(made.model_id, 0)])
        params = [Param(key, value) for key, value in run["params"].items()]
        metrics = [Metric(key, p["value"], p["timestamp"], p["step"]) for key, points in run["metrics"].items() for p in points]
        client.log_batch(run_id, params=params, metrics=metrics[:800], tags=[RunTag("whole", "True")])
        for start in range(800, len(metrics), 1000):
            client.log_batch(run_id, metrics=metrics[start : start + 1000])
        artifacts = store / run["run_id"] / "artifacts"
        if artifacts.is_dir() and any(path.is_file() for path in artifacts.rglob("*")):
            client.log_artifacts(run_id, str(artifacts))
        client.set_terminated(run_id, run["status"], run["end_time"])


def user_seconds(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dryf", type=Path)
    for name, default in [("trials", 200), ("megabytes", 50), ("rounds", 3)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--archive", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        archive = given.archive
        if not (archive and archive.exists()):
            archive = make(given.dryf.resolve(), folder, given.trials, given.megabytes)
        if given.archive and archive != given.archive:
            archive = shutil.copy(archive, given.archive)
        archive = Path(archive).resolve()
        unpacked = unpacked_in(folder, archive)
        os.chdir(folder)
        with empty(folder, folder / "server.log") as uri:
            mlflow.set_tracking_uri(uri)
            seconds = {"dryf push": [], "MLflow's client": []}
            processor = {name: [] for name in seconds}

            def timed(name, who, work):
                before, began = user_seconds(who), time.monotonic()
                work()
                seconds[name].append(time.monotonic() - began)
                processor[name].append(user_seconds(who) - before)

            def push(into):
                command = [given.dryf.resolve(), "push", archive, "--tracking-uri", uri, "--experiment", into]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

            # One of each goes before, for what the server and the client do once.
            for number in range(-1, given.rounds):
                timed("dryf push", resource.RUSAGE_CHILDREN, lambda: push(f"push {number}"))
                timed("MLflow's client", resource.RUSAGE_SELF, lambda: by_client(unpacked, uri, f"client {number}"))
            client = MlflowClient(uri)
            counts = set()
            for experiment in client.search_experiments(filter_string="name != 'Default'"):
                found = client.search_runs([experiment.experiment_id], max_results=10_000)
                counts.add((len(found), sum(len(run.data.metrics) for run in found)))
            assert len(counts) == 1, counts
            print(f"{counts.pop()[0]} runs, {archive.stat().st_size / 1e6:.0f} MB, MLflow {mlflow.__version__}, {given.rounds} rounds")
            for name in seconds:
                shown = ", ".join(f"{value:.1f}" for value in seconds[name][1:])
                cpu = statistics.median(processor[name][1:])
                print(f"{name:16} {statistics.median(seconds[name][1:]):5.1f} s (each: {shown}; processor of the client {cpu:.1f} s)")


if __name__ == "__main__":
    main()
