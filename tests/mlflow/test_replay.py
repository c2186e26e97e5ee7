"""The archive's script `replay.py` adds a run to a tracking server that holds other runs already, with MLflow's client.

The server under test is 3.18, 3.17 or 2.22, whichever is installed.
"""

import ast
import contextlib
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import textwrap

import pytest
from mlflow import MlflowClient

import checks
from poleval import poleval_dir
from servers import free_port


@pytest.fixture(scope="module")
def server(occupied):
    return occupied


def state(folder):
    """All that the server keeps: every row of every table of its database, and every file of its artifacts."""
    with contextlib.closing(sqlite3.connect(folder / "mlflow.db")) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        rows = {(table, *row) for table in tables for row in database.execute(f'select * from "{table}"')}
    return rows | {(path, sha256(data)) for path, data in checks.files_of(folder / "artifacts").items()}


def runs(uri, name="Dryf"):
    client = MlflowClient(uri)
    experiment = client.get_experiment_by_name(name)
    return {run.info.run_id for run in client.search_runs([experiment.experiment_id])} if experiment else set()


def replay(archive, folder, uri, *options, **variables):
    """Does what the archive's README says, with the server's address in place of the README's."""
    *_, command = archive.commands("A server that runs already")
    assert command == "python replay.py --tracking-uri http://127.0.0.1:5000"
    command = " ".join([command.replace("http://127.0.0.1:5000", uri), *options])
    env = os.environ | variables
    return subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, timeout=300)


def added(done):
    assert done.returncode == 0, done.stderr
    (run_id,) = re.findall(r"^added the run \w+ to the experiment '.*' as (\w+)$", done.stdout, re.MULTILINE)
    return run_id


def model_said(done):
    """The address of the model that the replay names."""
    (uri,) = re.findall(r"^its model is (\S+)$", done.stdout, re.MULTILINE)
    return uri


@pytest.mark.parametrize("data", ["demo", "without texts", "poleval"])
def test_a_run_is_added_once_and_nothing_else_changes(data, server, kept, archives, tmp_path):
    make = {
        "demo": archives.demo,
        "without texts": lambda: archives.demo("without-texts", options=["--without-texts"]),
        "poleval": lambda: archives.poleval(poleval_dir(__file__)),
    }
    archive = make[data]()
    folder = archive.unpack(tmp_path)
    before, runs_before = state(kept), runs(server)
    assert any("notes/a.txt" in row[0] for row in before) and any("f1_micro_test_set" in row for row in before)

    run_id = added(replay(archive, folder, server))
    assert runs(server) == runs_before | {run_id} and run_id not in runs_before
    there = checks.served(archive, server, run_id)
    for check in checks.ALL:
        check(there)
    checks.check_tags(there)
    checks.check_datasets(there, one_of_many=True)
    after = state(kept)
    assert not before - after, "something that was there is gone or changed"

    again = replay(archive, folder, server)
    assert again.returncode == 0, again.stderr
    assert f"already, as {run_id}; --again adds it once more" in again.stdout
    assert state(kept) == after


def test_the_zip_itself_can_be_replayed_by_name(server, archives):
    """Into another experiment than the archive's, which is made for it."""
    archive = archives.demo("short", config='[svc]\nkernel = "linear"\n')
    script = archive.unpack(archive.zip.parent / "short") / "replay.py"
    command = [sys.executable, script, archive.zip, "--experiment", "Of the zip", "--tracking-uri", server]
    run_id = added(subprocess.run(command, capture_output=True, text=True, timeout=300))
    assert runs(server, "Of the zip") == {run_id}
    checks.check_model(checks.served(archive, server, run_id))


def test_again_adds_the_run_once_more(server, archives, tmp_path):
    archive = archives.demo("again", config="[svc]\nC = 4.0\n")
    folder = archive.unpack(tmp_path)
    first = added(replay(archive, folder, server))
    second = added(replay(archive, folder, server, "--again"))
    assert first != second and {first, second} <= runs(server)
    for run_id in [first, second]:
        checks.check_model(checks.served(archive, server, run_id))


def test_a_replay_that_broke_off_is_made_again(server, archives, tmp_path):
    """The half of a run that a failure left is no reason to leave the run out; it is said and marked as failed."""
    archive = archives.demo("broken", config="[svc]\nC = 8.0\n")
    folder = archive.unpack(tmp_path)
    experiment = folder / "experiment.json"
    whole, manifest = experiment.read_bytes(), (folder / "manifest.json").read_text()
    said = json.loads(whole)
    (point,) = said["runs"][0]["metrics"]["f1_macro_test_set"]
    point["value"] = "no number"
    damaged = json.dumps(said).encode("utf-8")
    # Of the same length, which the manifest has too.
    assert len(damaged) <= len(whole)
    experiment.write_bytes(damaged.ljust(len(whole)))
    # The script compares every file with the manifest, so the damage must be in both to come that far.
    refused = replay(archive, folder, server)
    assert refused.returncode == 1 and "experiment.json was changed; unpack the archive again" in refused.stderr
    before = runs(server)
    edited = manifest.replace(sha256(whole), sha256(experiment.read_bytes()))
    assert edited != manifest
    (folder / "manifest.json").write_text(edited)
    broken = replay(archive, folder, server)
    left = "".join(runs(server) - before)
    assert broken.returncode != 0 and f"the run {left} on the server is incomplete and marked as failed" in broken.stderr
    assert MlflowClient(server).get_run(left).info.status == "FAILED"

    experiment.write_bytes(whole)
    (folder / "manifest.json").write_text(manifest)
    run_id = added(replay(archive, folder, server))
    checks.check_metrics(checks.served(archive, server, run_id))


def test_a_server_that_is_not_there_is_told_in_one_line(archives, tmp_path):
    archive, address = archives.demo(), f"http://127.0.0.1:{free_port()}"
    done = replay(archive, archive.unpack(tmp_path), address, MLFLOW_HTTP_REQUEST_MAX_RETRIES="1")
    assert done.returncode == 1 and "Connection refused" in done.stderr and "Traceback" not in done.stderr


def test_the_script_needs_mlflow_alone(archives):
    """Its imports: the standard library, MLflow, and PyYAML, which MLflow's smallest client (mlflow-skinny) brings, for MLflow 2's
    own file `MLmodel`."""
    tree = ast.parse(archives.demo().files["replay.py"])
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"mlflow", "yaml"}


def test_nothing_is_sent_where_a_file_is_too_many(server, kept, archives, tmp_path):
    archive = archives.demo("untouched", config="[svc]\nC = 5.0\n")
    folder = archive.unpack(tmp_path)
    (folder / archive.model / "code" / "sklearn.py").write_text("raise SystemExit('it ran')")
    before = state(kept)
    refused = replay(archive, folder, server)
    assert refused.returncode == 1 and "code/sklearn.py; unpack the archive again" in refused.stderr
    assert state(kept) == before
    # It may be left out, and then is not there either.
    run_id = added(replay(archive, folder, server, "--ignore-extra"))
    checks.check_artifacts(checks.served(archive, server, run_id))
    assert not any("sklearn.py" in str(row) for row in state(kept) - before)


def test_the_model_is_named_and_the_commit_kept(server, archives, tmp_path):
    """By the address that is printed, the model is registered and asked by what the archive's README says, pasted."""
    archive = archives.demo("commit", config="[svc]\nC = 6.0\n[run]\nname = 'C = 6.0: \"żółw\"'\n")
    done = replay(archive, archive.unpack(tmp_path), server, "--git-commit", "0123abc")
    run_id, uri = added(done), model_said(done)
    client = MlflowClient(server)
    assert client.get_run(run_id).data.tags["mlflow.source.git.commit"] == "0123abc"
    readme = archive.files["README.md"].decode("utf-8")
    said = readme.split("an alias by which it is found:\n")[1].split("\ngives a frame")[0]
    scope = {}
    exec(textwrap.dedent(said).replace("models:/m-..", uri).replace("http://127.0.0.1:5000", server), scope)
    assert list(scope["model"].predict(scope["pandas"].DataFrame({"text": ["a", None]}))["label"].isna()) == [False, True]
    version = client.get_model_version("classifier", scope["version"].version)
    assert version.run_id == run_id
    if checks.HAS_LOGGED_MODELS:
        model = client.get_logged_model(uri.removeprefix("models:/"))
        assert model.tags["mlflow.source.git.commit"] == "0123abc" and model.name == "C = 6-0- -żółw-"
        assert version.source == uri


def sha256(data):
    return hashlib.sha256(data).hexdigest()
