"""MLflow's tracking server for a test: on 127.0.0.1, awaited with a bound, and gone whatever happens to the test."""

import contextlib
import os
import shlex
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

# For what the tests of other Python parts have too.
sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "python"))

# A server whose imports are not cached yet, on a machine that compiles at the same time.
STARTS_WITHIN = 120.0

# Runs a command and ends it, with all that it started, when the test's end of the pipe closes: by stop(), or because
# the test's process is gone.
KEEPER = """
import os, signal, subprocess, sys, threading
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
def end_with_the_test():
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=end_with_the_test, daemon=True).start()
code = server.wait()
os._exit(code if code >= 0 else 128 - code)
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command, folder, log):
    """Runs `mlflow server ..` (as its words or as a line) in a folder; gives its address once it is healthy."""
    port = free_port()
    words = shlex.split(command) if isinstance(command, str) else list(command)
    # One worker is enough for one test, and starts four times as fast.
    words += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    with open(log, "wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, *words],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", keeper, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=30)
        assert_gone(port, keeper.pid)


# The database of a server that has just begun: made once, since its migrations take longer than all else of a start.
EMPTY = {}


@contextlib.contextmanager
def empty(folder, log):
    """Runs a server that holds nothing yet, on a database and artifacts in a folder; gives its address."""
    database = os.path.join(folder, "mlflow.db")
    if EMPTY:
        with open(database, "xb") as file:
            file.write(EMPTY["database"])
    command = "mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./artifacts"
    with running(command, folder, log) as address:
        if not EMPTY:
            with contextlib.closing(sqlite3.connect(database)) as made:
                EMPTY["database"] = made.serialize()
        yield address


def wait_for(address, keeper, log):
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        code = keeper.poll()
        assert code is None, f"the server ended with {code}:\n{tail(log)}"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        assert time.monotonic() < deadline, f"{address} did not answer within {STARTS_WITHIN} s:\n{tail(log)}"
        time.sleep(0.1)


def assert_gone(port, group):
    """Nothing of the server is left: neither its port nor a process of its group."""
    deadline = time.monotonic() + 30.0
    while True:
        with socket.socket() as probe:
            listens = probe.connect_ex(("127.0.0.1", port)) == 0
        if not listens and not processes_of(group):
            return
        assert time.monotonic() < deadline, f"processes {processes_of(group)} are left, port {port} listens: {listens}"
        time.sleep(0.05)


def processes_of(group):
    """Processes of a group that still run; the dead that nobody has asked after do not count."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return [int(pid) for pid, pgid, state in rows if int(pgid) == group and not state.startswith("Z")]


def tail(log):
    with open(log, encoding="utf-8", errors="replace") as file:
        return "".join(file.readlines()[-40:])


def mlflow_environment():
    """What every MLflow of these tests runs with: the one beside this Python, no telemetry, no proxy for 127.0.0.1."""
    return {
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")]),
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        # Background jobs of the server (evaluation of traces) are seven more processes that no test asks for.
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        # Reading a model must need no pickle.
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3",
    }


@contextlib.contextmanager
def serving(*options, cwd=None):
    """Runs `dryf serve` with a model; gives its address."""
    from archives import BINARY

    command = [BINARY, "serve", "--port", "0", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=cwd)
    try:
        yield server.stdout.readline().strip().rstrip("/")
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0
