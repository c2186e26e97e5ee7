"""`dryf push` against a real tracking server: what comes there is what the archive says, once, whatever happens on the way.

The server under test is 3.18, 3.17 or 2.22, whichever is installed.
"""

import contextlib
import http.client
import http.server
import json
import os
import re
import socket
import subprocess
import threading

import mlflow
import pytest
from mlflow import MlflowClient

import checks
from archives import BINARY
from poleval import poleval_dir
from servers import empty, free_port
from test_replay import runs, state


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The folder in which the server keeps what it has."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(elsewhere, kept):
    """A server that works already: an experiment of its own, and one of the archive's name, each with a run."""
    with empty(kept, kept / "server.log") as uri:
        mlflow.set_tracking_uri(uri)
        client = MlflowClient(uri)
        for name in ["Somebody else's", "Dryf"]:
            run = client.create_run(client.create_experiment(name, tags={"owner": "somebody"}), run_name="earlier")
            client.log_text(run.info.run_id, "theirs", "notes/a.txt")
            client.set_terminated(run.info.run_id)
        yield uri


def push(archive, uri, *options, code=0, **variables):
    """What `dryf push` says; with `code` 0 or 1 its report."""
    report = archive.zip.parent / "push.json"
    report.unlink(missing_ok=True)
    command = [BINARY, "push", archive.zip, "--tracking-uri", uri, "--json", report, *options]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(report.read_bytes()) if report.exists() else done.stderr


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
    assert there.description == client.get_run(there.run_id).data.tags["mlflow.note.content"]
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


class Cutting(http.server.BaseHTTPRequestHandler):
    """Passes requests on to a server until one number of them, at which the connection is cut: before the server hears of it, or
    after it has acted; from then on all are cut, or none."""

    protocol_version = "HTTP/1.1"

    def handle_any(self):
        plan = self.server.plan
        with plan.lock:
            plan.seen += 1
            at = plan.seen
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_cut = at == plan.cut_at or plan.for_good and at > plan.cut_at
        if is_cut and (not plan.after or at > plan.cut_at):
            return self.cut()
        inner = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=60)
        headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "connection")}
        inner.request(self.command, self.path, body=body, headers=headers | {"Host": f"127.0.0.1:{plan.port}"})
        answer = inner.getresponse()
        data = answer.read()
        inner.close()
        if is_cut:
            return self.cut()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.getheader("Content-Type") or "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = handle_any

    def cut(self):
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


class Plan:
    def __init__(self, port, cut_at, after, for_good):
        self.port, self.cut_at, self.after, self.for_good = port, cut_at, after, for_good
        self.seen, self.lock = 0, threading.Lock()


@contextlib.contextmanager
def cutting(uri, cut_at=10**9, after=False, for_good=False):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cutting) as proxy:
        proxy.plan = Plan(int(uri.rsplit(":", 1)[1]), cut_at, after, for_good)
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}", proxy.plan
        proxy.shutdown()


def whole(client, uri, archive, name, register):
    """Asserts that the experiment holds one run, whole, and its model one version."""
    (run_id,) = runs(uri, name)
    there = checks.served(archive, uri, run_id)
    for check in [checks.check_params, checks.check_metrics, checks.check_artifacts, checks.check_model]:
        check(there)
    assert client.get_run(run_id).info.status == "FINISHED"
    (version,) = client.search_model_versions(f"name='{register}'")
    assert version.run_id == run_id


def test_a_connection_that_is_cut_at_any_request_leaves_one_whole_run(server, archives):
    archive = archives.demo("cut", config='[svc]\nkernel = "linear"\n', options=["--without-texts"])
    client = MlflowClient(server)

    def options(name):
        return ["--experiment", name, "--register", name, "--alias", "challenger"]

    with cutting(server) as (uri, plan):
        push(archive, uri, *options("cut 0"))
        n = plan.seen
    assert n > 40
    # All but the files, of which a few stand for all.
    for at in [*range(1, 14), 14, n // 2, *range(n - 9, n + 1)]:
        name = f"cut {at}"
        # The server acts, and its answer is lost; the push itself asks again.
        with cutting(server, at, after=True) as (uri, _):
            push(archive, uri, *options(name))
        whole(client, server, archive, name, name)
    for at in [*range(2, 14, 3), n // 2, *range(n - 8, n + 1, 2)]:
        name = f"broken {at}"
        # The connection is gone for good; somebody pushes again later.
        with cutting(server, at, after=at % 2 == 0, for_good=True) as (uri, _):
            said = push(archive, uri, *options(name), code=69)
            assert "the server gives no answer" in said and "what was sent is not sent twice" in said
        push(archive, server, *options(name))
        whole(client, server, archive, name, name)


def test_a_server_that_is_not_there_or_is_another_is_told(archives):
    archive = archives.demo()
    said = push(archive, f"http://127.0.0.1:{free_port()}", code=69)
    assert re.search("error: http://127.0.0.1:[0-9]+: the server gives no answer: .*refused", said), said

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html><b>hello</b>")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as page:
        threading.Thread(target=page.serve_forever, daemon=True).start()
        said = push(archive, f"http://127.0.0.1:{page.server_address[1]}", code=69)
        page.shutdown()
    assert "what answers is no MLflow server (200): <html><b>hello</b>" in said
    assert "is not the address of a server" in push(archive, "mlflow.example.org", code=64)
