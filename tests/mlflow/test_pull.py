"""Models that `dryf push` brought to a real tracking server, taken back: `dryf models`, `dryf pull`, and `models:/..` wherever
an archive is asked for.

The server under test is 3.17 or 2.22, whichever is installed.
"""

import json
import os
import re
import subprocess

import pytest
from mlflow import MlflowClient

from archives import BINARY, DEMO, Archive, dryf, push
from servers import free_port
from test_replay import added, replay, state


@pytest.fixture(scope="module")
def pushed(server, archives):
    """An archive whose model is in the registry, as version 1 and 2 of two models; its run on the server."""
    archive = archives.demo("pulled", config="[svc]\nC = 0.5\n")
    push(archive, server, "--register", "tweets", "--alias", "challenger")
    (run,) = push(archive, server, "--register", "of ours", "--alias", "a_b")["runs"]
    return archive, run


def called(*arguments, code=0, uri=None):
    """What a command says; `uri` is the server's address, as MLflow's own variable has it."""
    # MLflow's client sets it, too.
    variables = {key: value for key, value in os.environ.items() if key != "MLFLOW_TRACKING_URI"}
    variables |= {"MLFLOW_TRACKING_URI": uri} if uri else {}
    done = subprocess.run([BINARY, *arguments], env=variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


def names_of(run):
    names = ["models:/tweets@challenger", "models:/tweets/1", "models:/tweets/latest", "models:/of ours@a_b"]
    names += [f"runs:/{run['server_id']}/model", f"runs:/{run['server_id']}"]
    return names + [name for name in run["models"] if name.startswith("models:/")]


def test_the_archive_comes_back_as_it_was_by_each_of_its_names(server, kept, pushed, tmp_path):
    archive, run = pushed
    before = state(kept)
    for name in names_of(run):
        dryf("pull", name, "--tracking-uri", server, "--out", tmp_path / "back.zip")
        assert (tmp_path / "back.zip").read_bytes() == archive.zip.read_bytes(), name
    assert state(kept) == before


def test_a_pulled_model_stands_wherever_an_archive_does(server, kept, pushed, archives, tmp_path):
    archive, run = pushed
    before = state(kept)
    name = "models:/tweets@challenger"
    local, remote = (
        called("predict", "--model", model, "--text", archive.test_text, "--format", "json", uri=server)
        for model in [archive.zip, name]
    )
    assert local == remote
    rows = ["--text", DEMO / "test_text.txt", "--tags", DEMO / "test_tags.txt"]

    def reported(command, *arguments, code=0):
        found = []
        for model in [archive.zip, name]:
            words = [model if word is ... else word for word in arguments]
            called(command, *words, "--json", tmp_path / "it.json", uri=server, code=code)
            found.append(json.loads((tmp_path / "it.json").read_bytes()))
        return found

    local, remote = reported("inspect", ...)
    assert local == remote
    local, remote = reported("evaluate", "--model", ..., *rows)
    assert local["evaluation"] == remote["evaluation"] and local["model_sha256"] == remote["model_sha256"]
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    try:
        local, remote = reported("drift", "--reference", ..., "--current", *rows[1::2], "--without-splits")
        assert local["report"] == remote["report"]
        assert local["sides"]["reference"]["sha256"] == remote["sides"]["reference"]["sha256"]
        assert remote["reference"] == name
        local, remote = reported("monitor", "--production", ..., "--batch", *rows[1::2], code=1)
        assert local["batches"] == remote["batches"] and local["production"] == remote["production"]
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    local, remote = reported("train", "--demo", "--production", ...)
    score = "production_f1_micro"
    assert local["metrics"][score] == remote["metrics"][score] == archive.summary["metrics"]["f1_micro_test_set"]
    candidate = archives.demo("candidate", config="[svc]\nC = 5.0\n")
    # The candidate may lie on the server, too, and gets its gate.
    options = ["--demo", "--without-resources", "--json", tmp_path / "gate.json", "--out", tmp_path / "gated.zip"]
    done = subprocess.run(
        [BINARY, "compare", "--candidate", name, "--production", candidate.zip, *options, "--tracking-uri", server],
        capture_output=True, text=True, timeout=300,
    )
    assert done.returncode in [0, 1, 2], done.stderr
    report = json.loads((tmp_path / "gate.json").read_bytes())
    assert report["candidate"]["name"] == name and report["candidate"]["run_id"] == archive.manifest["run_id"]
    gated = Archive(tmp_path / "gated.zip", archive.summary, archive.test_text)
    assert f"{gated.run}artifacts/gate/gate.json" in gated.files
    assert state(kept) == before
    # The gate that is added to the run on the server is in the archive that is pulled then.
    (again,) = push(gated, server)["runs"]
    assert (again["outcome"], again["server_id"]) == ("extended", run["server_id"])
    dryf("pull", name, "--tracking-uri", server, "--out", tmp_path / "back.zip")
    assert (tmp_path / "back.zip").read_bytes() == gated.zip.read_bytes()
    # The archive of before takes nothing from it.
    assert push(archive, server)["runs"][0]["outcome"] == "equal"
    dryf("pull", name, "--tracking-uri", server, "--out", tmp_path / "back.zip")
    assert (tmp_path / "back.zip").read_bytes() == gated.zip.read_bytes()


def test_models_and_runs_of_a_server_are_listed(server, pushed, tmp_path):
    archive, run = pushed
    client = MlflowClient(server)
    foreign = client.create_run(client.create_experiment("foreign")).info.run_id
    client.create_registered_model("theirs")
    client.create_model_version("theirs", f"runs:/{foreign}/model", run_id=foreign)
    shown = called("models", "--json", tmp_path / "models.json", uri=server)
    listed = json.loads((tmp_path / "models.json").read_bytes())
    models = {model["name"]: model["versions"] for model in listed["models"]}
    assert set(models) == {"tweets", "of ours", "theirs"}
    (version,) = models["of ours"]
    assert (version["version"], version["aliases"], version["run_id"]) == ("1", ["a_b"], run["server_id"])
    assert version["can_be_pulled"] and not models["theirs"][0]["can_be_pulled"]
    assert run["server_id"] in {it["run_id"] for it in listed["runs"]} and foreign not in {it["run_id"] for it in listed["runs"]}
    assert "models:/of ours/1" in shown and "models:/theirs/1" in shown and "a_b" in shown
    # One that Dryf did not make is refused, with a word on why.
    for name in ["models:/theirs/1", f"runs:/{foreign}/model"]:
        said = called("predict", "--model", name, "--text", archive.test_text, uri=server, code=65)
        assert f"{name} was not made by Dryf: its run has no tag dryf.archive_sha256" in said
    for name, code, word in [
        ("models:/tweets@nobody", 69, "nobody"),
        ("models:/tweets/77", 69, "77"),
        ("models:/nobody/latest", 69, "models:/nobody/latest"),
        (f"runs:/{32 * '0'}/model", 69, 32 * "0"),
        ("models:/tweets", 64, "is not the name of a model"),
    ]:
        said = called("predict", "--model", name, "--text", archive.test_text, uri=server, code=code)
        assert word in said, said
    said = called("predict", "--model", "models:/tweets/1", "--text", archive.test_text, code=64)
    assert "no server is named; give --tracking-uri, or set MLFLOW_TRACKING_URI" in said
    nobody = f"http://127.0.0.1:{free_port()}"
    said = called("predict", "--model", "models:/tweets/1", "--text", archive.test_text, uri=nobody, code=69)
    assert re.search("the server gives no answer: .*refused.*; see that it runs", said), said


def test_what_is_not_as_its_digests_say_is_refused(server, kept, archives, tmp_path):
    archive = archives.demo("changed", config="[svc]\nC = 0.25\n")
    (run,) = push(archive, server, "--experiment", "changed")["runs"]
    (root,) = kept.glob(f"artifacts/*/{run['server_id']}/artifacts")
    name = f"runs:/{run['server_id']}/model"

    def refused(path, change, *arguments):
        file = root / path
        before = file.read_bytes()
        change(file, before)
        said = called(*arguments, uri=server, code=65)
        file.write_bytes(before)
        return said

    predict = ["predict", "--model", name, "--text", archive.test_text]
    pull = ["pull", name, "--out", tmp_path / "back.zip"]
    flipped = lambda file, before: file.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))  # noqa: E731
    data = sorted(path.relative_to(root).as_posix() for path in root.glob("model/data/*"))
    for path in [*data, "record.json", "archive/manifest.json"]:
        said = refused(path, flipped, *predict)
        assert f"{name}: `{path.removeprefix('archive/')}`" in said, said
    for path in ["model/MLmodel", "data/digests.json", "archive/README.md", "archive/experiment.json"]:
        said = refused(path, flipped, *pull)
        assert path.removeprefix("archive/") in said, said
        assert not (tmp_path / "back.zip").exists()
    dryf(*pull, "--tracking-uri", server)
    assert (tmp_path / "back.zip").read_bytes() == archive.zip.read_bytes()


def test_a_run_that_replay_py_brought_gets_its_archive_by_a_push(server, archives, tmp_path):
    archive = archives.demo("replayed then pulled", config="[svc]\nC = 0.75\n")
    run_id = added(replay(archive, archive.unpack(tmp_path), server))
    name = f"runs:/{run_id}/model"
    said = called("predict", "--model", name, "--text", archive.test_text, uri=server, code=65)
    assert f"{name} came to the server without its archive; push the archive of its run by dryf push" in said
    (run,) = push(archive, server)["runs"]
    assert (run["outcome"], run["server_id"]) == ("extended", run_id)
    dryf("pull", name, "--tracking-uri", server, "--out", tmp_path / "back.zip")
    assert (tmp_path / "back.zip").read_bytes() == archive.zip.read_bytes()
