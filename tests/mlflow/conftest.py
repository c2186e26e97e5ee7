"""What all tests against MLflow share. They run with whichever MLflow is installed beside this Python: 3.18, 3.17 or 2.22."""

import os
import sys

import pytest

sys.dont_write_bytecode = True

from archives import Archives  # noqa: E402
from servers import empty, mlflow_environment  # noqa: E402

os.environ.update(mlflow_environment())
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
for name in ["MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI", "MLFLOW_EXPERIMENT_NAME", "MLFLOW_ALLOW_FILE_STORE"]:
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def archives(tmp_path_factory):
    return Archives(tmp_path_factory.mktemp("archives"))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """An empty working directory: nothing that lies beside the server or the archive helps a client."""
    before = os.getcwd()
    folder = tmp_path_factory.mktemp("elsewhere")
    os.chdir(folder)
    yield folder
    os.chdir(before)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The folder in which the server keeps what it has."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(elsewhere, kept):
    """The address of a server that holds nothing yet."""
    import mlflow

    with empty(kept, kept / "server.log") as uri:
        mlflow.set_tracking_uri(uri)
        yield uri


@pytest.fixture(scope="module")
def occupied(server):
    """A server that works already: an experiment of its own, and one of the archive's name, each with a run."""
    from mlflow import MlflowClient

    client = MlflowClient(server)
    for name in ["Somebody else's", "Dryf"]:
        run = client.create_run(client.create_experiment(name, tags={"owner": "somebody"}), run_name="earlier")
        client.log_param(run.info.run_id, "C", "3.0")
        client.log_metric(run.info.run_id, "f1_micro_test_set", 0.5, step=7)
        client.log_text(run.info.run_id, "theirs", "notes/a.txt")
        client.set_terminated(run.info.run_id)
    return server


@pytest.fixture(autouse=True)
def no_server_remembered():
    """MLflow's client remembers by a run's ID where its artifacts are. The same run is on the servers of several tests, each at
    an address of its own."""
    from mlflow.tracking._tracking_service import utils

    utils._artifact_repos_cache.clear()
