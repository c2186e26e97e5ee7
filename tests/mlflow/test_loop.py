"""The worked example `tests/examples/loop/` against a real tracking server: once around, and the registry's webhook."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from mlflow import MlflowClient

from archives import BINARY, ROOT
from servers import empty, free_port, serving

LOOP = ROOT / "tests" / "examples" / "loop"


def test_the_loop_goes_once_around(server, tmp_path):
    env = os.environ | {"DRYF": str(BINARY), "PYTHON": sys.executable}
    done = subprocess.run([LOOP / "loop.sh", tmp_path, server], env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr

    # The language changes in the third week, and no week before it is called changed.
    assert (tmp_path / "retrained-in-week.txt").read_text() == "3\n"
    client = MlflowClient(server)
    versions = {version.version: version for version in client.search_model_versions("name='tweets'")}
    assert {str(number) for number in versions} == {"1", "2"}
    champion = client.get_model_version_by_alias("tweets", "champion")
    assert str(champion.version) == "2"
    runs = client.search_runs([client.get_experiment_by_name("loop").experiment_id])
    assert len(runs) == 2 and all(run.data.tags["validation_status"] == "passed" for run in runs), [
        run.data.tags for run in runs
    ]

    # The server gives what the champion of the registry gives, and gave what its version 1 gives.
    reloaded = json.loads((tmp_path / "reloaded.json").read_text())
    assert reloaded["reloaded"] is True
    for name, archive, week in [("answers-3", "first", "week-3"), ("answers-second", "second", "week-4")]:
        answers = json.loads((tmp_path / f"{name}.json").read_text())["predictions"]
        command = [BINARY, "predict", "--model", tmp_path / f"{archive}.zip", "--text", tmp_path / f"{week}.csv"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        assert [answer["label"] for answer in answers] == said, name
    logged = sorted((tmp_path / "requests").iterdir())
    rows = [json.loads(line) for file in logged for line in file.read_text(encoding="utf-8").splitlines()]
    assert all(file.suffix == ".jsonl" for file in logged) and len(rows) == 4 * 400


def test_the_registry_tells_the_server_to_look(archives, tmp_path, elsewhere):
    first, other = archives.demo(), archives.demo("linear", config='[svc]\nkernel = "linear"\n')
    # A registry sends to public addresses over https, unless it is told otherwise.
    allowed = {"MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http", "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true"}
    os.environ.update(allowed)
    port = free_port()
    try:
        with empty(tmp_path, tmp_path / "server.log") as uri:
            client = MlflowClient(uri)
            # Before the first alias: the server remembers for a minute that nobody wants to know.
            url = f"http://127.0.0.1:{port}/"
            client.create_webhook(name="reload", url=url, events=["model_version_alias.created"], secret="a secret")
            for archive in [first, other]:
                push = [BINARY, "push", archive.zip, "--tracking-uri", uri, "--register", "tweets"]
                subprocess.run(push, check=True, capture_output=True)
            client.set_registered_model_alias("tweets", "champion", "1")
            named = ["--model", "models:/tweets@champion", "--tracking-uri", uri]
            with serving(*named, "--poll", "3600") as served, serving(*named, "--poll", "1") as looks:
                command = [sys.executable, LOOP / "webhook.py", "--listen", f"127.0.0.1:{port}", "--serve", served]
                hook = subprocess.Popen(command, env=os.environ | {"WEBHOOK_SECRET": "a secret"})
                try:
                    assert model_of(served) == model_of(looks) == first.manifest["model_sha256"]
                    wait_for_listener(port)
                    client.set_registered_model_alias("tweets", "champion", "2")
                    deadline = time.monotonic() + 60
                    while {model_of(served), model_of(looks)} != {other.manifest["model_sha256"]}:
                        assert time.monotonic() < deadline, "the server was not told"
                        time.sleep(0.1)
                    # Nobody else can tell it.
                    forged = urllib.request.Request(url, b"{}", {"X-MLflow-Signature": "v1,AAAA"})
                    with pytest.raises(urllib.error.HTTPError, match="403"):
                        urllib.request.urlopen(forged, timeout=30)
                finally:
                    hook.terminate()
                    hook.wait(timeout=30)
    finally:
        for name in allowed:
            del os.environ[name]


def wait_for_listener(port):
    deadline = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, "the hook does not listen"
        time.sleep(0.05)


def model_of(address):
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
        page = answer.read().decode("utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith("dryf_model_info{")]
    return line.split('model_sha256="')[1].split('"')[0]
