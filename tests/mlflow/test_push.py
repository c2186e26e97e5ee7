"""`dryf push` against a real tracking server: what comes there is what the archive says, once.

The server under test is 3.18, 3.17 or 2.22, whichever is installed.
"""


import mlflow
import pytest
from mlflow import MlflowClient

import checks
from archives import push
from poleval import poleval_dir
from test_replay import runs, state


@pytest.fixture(scope="module")
def server(occupied):
    return occupied


@pytest.mark.parametrize("data", ["demo", "without texts", "poleval"])
def test_a_run_is_pushed_once_and_nothing_else_changes(data, server, kept, archives):
    make = {
        "demo": archives.demo,
        "without texts": lambda: archives.demo("without-texts", options=["--without-texts"]),
        "poleval": lambda: archives.poleval(poleval_dir(__file__)),
    }
    archive = make[data]()
    before, runs_before = state(kept), runs(server)
    planned = push(archive, server, "--dry-run")
    assert state(kept) == before and planned["verdict"] == "planned"

    (run,) = push(archive, server)["runs"]
    assert run["outcome"] == "new" and run["id"] == archive.manifest["run_id"]
    run_id = run["server_id"]
    assert runs(server) == runs_before | {run_id} and run_id not in runs_before
    there = checks.served(archive, server, run_id)
    for check in checks.ALL:
        check(there)
    checks.check_tags(there)
    checks.check_datasets(there, one_of_many=True)
    after = state(kept)
    assert not before - after, "something that was there is gone or changed"

    (again,) = push(archive, server)["runs"]
    assert (again["outcome"], again["server_id"]) == ("equal", run_id)
    assert state(kept) == after


def test_what_replay_py_brought_gets_what_brings_the_archive_back_and_no_more(server, kept, archives, tmp_path):
    from test_replay import added, replay

    archive = archives.demo("replayed", config="[svc]\nC = 3.0\n")
    run_id = added(replay(archive, archive.unpack(tmp_path), server))
    before = state(kept)
    (run,) = push(archive, server)["runs"]
    assert (run["outcome"], run["server_id"]) == ("extended", run_id) and not before - state(kept)
    before = state(kept)
    (run,) = push(archive, server)["runs"]
    assert (run["outcome"], run["server_id"]) == ("equal", run_id) and state(kept) == before


def test_the_model_is_registered_and_found_by_its_alias(server, kept, archives):
    archive = archives.demo("registered", config="[svc]\nC = 2.0\n")
    version = push(archive, server, "--register", "tweets of ours", "--alias", "challenger")["version"]
    assert (version["version"], version["is_new"], version["alias"]) == ("1", True, "challenger")
    client = MlflowClient(server)
    there = client.get_model_version_by_alias("tweets of ours", "challenger")
    assert there.tags["dryf.model_sha256"] == archive.manifest["model_sha256"]
    # Its description is the model card.
    assert there.description.startswith(client.get_run(there.run_id).data.tags["mlflow.note.content"])
    for said in [archive.manifest["data"]["train"]["digest"], "## Limits", "interval of 95 %", "| F1 macro | &nbsp;&nbsp;0."]:
        assert said in there.description, said
    import pandas

    model = mlflow.pyfunc.load_model("models:/tweets of ours@challenger")
    assert list(model.predict(pandas.DataFrame({"text": archive.texts}))["label"]) == archive.labels
    before = state(kept)
    assert push(archive, server, "--register", "tweets of ours", "--alias", "challenger")["version"]["is_new"] is False
    assert state(kept) == before
    # One that no gate let through is not called the champion.
    refused = push(archive, server, "--register", "tweets of ours", "--alias", "champion", code=1)
    assert refused["version"]["alias"] is None and refused["verdict"] == "alias_refused"
    assert set(client.get_registered_model("tweets of ours").aliases) == {"challenger"}
