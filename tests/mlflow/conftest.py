"""What all tests against MLflow share. They run with whichever MLflow is installed beside this Python: 3.18, 3.17 or 2.22."""

import os
import sys

import pytest

sys.dont_write_bytecode = True

from archives import Archives  # noqa: E402
from servers import mlflow_environment  # noqa: E402

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


@pytest.fixture(autouse=True)
def no_server_remembered():
    """MLflow's client remembers by a run's ID where its artifacts are. The same run is on the servers of several tests, each at
    an address of its own."""
    from mlflow.tracking._tracking_service import utils

    utils._artifact_repos_cache.clear()
