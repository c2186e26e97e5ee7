"""The gate of `dryf compare --out` in a real MLflow: served with the run, and added once to a run that is there already."""

import html
import json
import subprocess
from pathlib import Path

import mlflow
import pytest
from mlflow import MlflowClient

import checks
from archives import Archive, dryf, push
from servers import empty, running
from test_new_server import README_TITLE
from test_replay import added, replay, runs, state

RULES = """[[rules]]
rule = "baseline_beaten"
score = "f1_micro"
min_gain = 0.01

[[rules]]
rule = "size"
of = "model"
max = 10
"""


@pytest.fixture(scope="module")
def gated(archives, tmp_path_factory):
    """The candidate as it was, with a gate that it passed, and with one that it failed."""
    folder = tmp_path_factory.mktemp("gates")
    candidate = archives.demo()
    poor = archives.demo("poor", config="[tfidf]\nmax_features = 6\n")
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")
    compared = ["compare", "--candidate", candidate.zip, "--production", poor.zip, "--demo"]
    dryf(*compared, "--out", folder / "passed.zip", "--json", folder / "passed.json")
    dryf(*compared, "--rules", folder / "rules.toml", "--out", folder / "failed.zip", "--json", folder / "failed.json", code=1)
    found = {"before": candidate}
    for name in ["passed", "failed"]:
        found[name] = Archive(folder / f"{name}.zip", candidate.summary, candidate.test_text)
    return found | {"reports": {name: json.loads((folder / f"{name}.json").read_bytes()) for name in ["passed", "failed"]}}


def check_gate(gated, name, uri, run_id, folder):
    mlflow.set_tracking_uri(uri)
    client, report = MlflowClient(uri), gated["reports"][name]
    run = client.get_run(run_id)
    assert run.data.tags["validation_status"] == name
    assert run.data.tags["dryf.gate"] == report["sentence"][:1000].rstrip()
    difference = report["comparison"]["against_production"]["differences"]["f1_micro"]["estimate"]
    metrics = run.data.metrics
    assert metrics["gate_f1_micro_difference"] == difference["value"]
    assert metrics["gate_f1_micro_difference_low"] == difference["low"]
    resources = report["resources"]
    assert metrics["gate_latency_p95_ratio"] == resources["single"]["ratio"]["p95"]["value"]
    assert metrics["gate_batch_rows_a_second_candidate"] == resources["batch"]["candidate"]["rows_a_second"]
    assert metrics["gate_cpu_seconds_production"] == resources["production"]["cpu_seconds"]
    assert metrics["gate_model_bytes_candidate"] == resources["candidate"]["model_bytes"]
    kept = Path(client.download_artifacts(run_id, "gate", str(folder)))
    assert json.loads((kept / "gate.json").read_bytes()) == report
    assert sorted(path.name for path in kept.iterdir()) == ["disagreements.csv", "gate.html", "gate.json", "rules.toml"]
    page = (kept / "gate.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "Dryf: Gate" in page
    if checks.HAS_LOGGED_MODELS:
        (output,) = run.outputs.model_outputs
        assert client.get_logged_model(output.model_id).tags["validation_status"] == name


def test_a_new_server_shows_the_gate(gated, elsewhere, tmp_path):
    archive = gated["passed"]
    unpacked = archive.unpack(tmp_path)
    *before, server = archive.commands(README_TITLE)
    for command in before:
        subprocess.run(command, shell=True, cwd=unpacked, check=True, capture_output=True, timeout=120)
    with running(server, unpacked, tmp_path / "server.log") as uri:
        run_id = archive.manifest["run_id"]
        (tmp_path / "download").mkdir()
        check_gate(gated, "passed", uri, run_id, tmp_path / "download")
        # All else is what the run was.
        for check in checks.ALL:
            check(checks.served(archive, uri, run_id))


def test_a_run_that_is_on_the_server_gets_each_gate_once(gated, elsewhere, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    with empty(kept, tmp_path / "server.log") as uri:
        first = gated["before"].unpack(tmp_path / "before")
        run_id = added(replay(gated["before"], first, uri))
        assert "validation_status" not in MlflowClient(uri).get_run(run_id).data.tags
        before = state(kept)
        for name in ["passed", "failed"]:
            folder = gated[name].unpack(tmp_path / name)
            done = replay(gated[name], folder, uri)
            assert done.returncode == 0, done.stderr
            assert f"already, as {run_id}" in done.stdout and "added the gate of the run" in done.stdout
            download = tmp_path / f"download-{name}"
            download.mkdir()
            check_gate(gated, name, uri, run_id, download)
            there = state(kept)
            again = replay(gated[name], folder, uri)
            assert again.returncode == 0 and "added the gate" not in again.stdout
            assert state(kept) == there
        assert runs(uri) == {run_id}
        # The run's own metrics have no point more than they had.
        for key in MlflowClient(uri).get_run(run_id).data.metrics:
            points = [(p.timestamp, p.value, p.step) for p in MlflowClient(uri).get_metric_history(run_id, key)]
            assert len(points) == len(set(points)), key
            if key.startswith("gate_") and not key.startswith("gate_model_bytes"):
                assert len({at for at, _, _ in points}) == 2, key
        gone = {row for row in before - state(kept) if row[0] not in ("latest_metrics", "tags", "logged_model_tags")}
        assert not gone, "something of the run is gone or changed"


def test_each_gate_is_pushed_once_to_the_run_that_is_there(gated, elsewhere, tmp_path):
    """With the model's version, which is the champion once a gate let it through."""
    register = ["--register", "tweets", "--alias", "champion"]
    with empty(tmp_path, tmp_path / "server.log") as uri:
        refused = push(gated["before"], uri, *register, code=1)
        (run_id,) = [run["server_id"] for run in refused["runs"]]
        client, bare = MlflowClient(uri), state(tmp_path)
        (version,) = client.search_model_versions("name='tweets'")
        assert refused["verdict"] == "alias_refused" and not client.get_registered_model("tweets").aliases
        for name, code in [("passed", 0), ("failed", 1)]:
            report = push(gated[name], uri, *register, code=code)
            assert [(run["outcome"], run["server_id"]) for run in report["runs"]] == [("extended", run_id)]
            download = tmp_path / f"download-{name}"
            download.mkdir()
            check_gate(gated, name, uri, run_id, download)
            (version,) = client.search_model_versions("name='tweets'")
            assert version.tags["validation_status"] == name and f"## Gate\n\n**{name}**" in version.description
            if checks.HAS_LOGGED_MODELS:
                (output,) = client.get_run(run_id).outputs.model_outputs
                assert client.get_logged_model(output.model_id).tags["mlflow.note.content"] == version.description
            there = state(tmp_path)
            again = push(gated[name], uri, *register, code=code)
            assert again["runs"][0]["outcome"] == "equal" and state(tmp_path) == there
        # It stays the champion until somebody says otherwise.
        assert client.get_registered_model("tweets").aliases == {"champion": version.version}
        # What puts the archive together again is renewed with it.
        changed = {row[0] for row in bare - state(tmp_path) if "/artifacts/archive/" not in row[0]}
        assert changed <= {"latest_metrics", "tags", "logged_model_tags", "model_versions", "model_version_tags", "registered_models"}


def test_the_page_has_no_text_where_the_archive_has_none(gated, archives, tmp_path):
    bare = archives.demo("gate-without-texts", options=["--without-texts"])
    poor = archives.demo("poor", config="[tfidf]\nmax_features = 6\n")
    pages = []
    for name, candidate in [("with", gated["before"]), ("without", bare)]:
        out = tmp_path / f"{name}.zip"
        dryf("compare", "--candidate", candidate.zip, "--production", poor.zip, "--demo", "--out", out)
        pages.append(Archive(out, {}, candidate.test_text).below(f"{candidate.run}artifacts/gate/")["gate.html"].decode("utf-8"))
    texts = [text for text in gated["before"].texts if text.isalpha() or len(text) > 20]
    shown = [[text for text in texts if html.escape(text, quote=False) in page or text in page] for page in pages]
    assert len(shown[0]) > 10 and shown[1] == []


def test_a_gated_archive_is_replayed_whole(gated, elsewhere, tmp_path):
    with empty(tmp_path, tmp_path / "server.log") as uri:
        folder = gated["failed"].unpack(tmp_path / "failed")
        run_id = added(replay(gated["failed"], folder, uri))
        download = tmp_path / "download"
        download.mkdir()
        check_gate(gated, "failed", uri, run_id, download)
        again = replay(gated["failed"], folder, uri)
        assert "added the gate" not in again.stdout and runs(uri) == {run_id}
