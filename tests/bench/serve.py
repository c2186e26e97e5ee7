"""`dryf serve --model` beside `mlflow models serve`, and what it stands. Needs wrk, and for `load` the Python of MLflow.

    python tests/bench/serve.py load    PROGRAM ARCHIVE TEXTS --seconds 15 --connections 16
    python tests/bench/serve.py hostile PROGRAM ARCHIVE TEXTS --malformed 10000 --slow 1000
    python tests/bench/serve.py memory  PROGRAM ARCHIVE TEXTS --requests 1000000

TEXTS has a text a line; each request asks for one of them. `load` runs both servers in turns, twice, MLflow's with as many workers
as there are processors, and prints requests a second, the median and the 99th percentile of latency, and processor seconds for
1,000 requests. `memory` prints the resident memory while a million requests are answered.
"""

import argparse
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextlib.contextmanager
def dryf(options, *more):
    command = [options.program, "serve", "--model", options.archive, "--port", "0", *more]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield server.stdout.readline().strip().rstrip("/"), server.pid
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


@contextlib.contextmanager
def mlflow(options, folder):
    with zipfile.ZipFile(options.archive) as packed:
        packed.extractall(folder)
    (model,) = [path.parent for path in pathlib.Path(folder).glob("*/mlruns/*/*/artifacts/model/MLmodel")]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(pathlib.Path(sys.executable).parent / "mlflow"), "models", "serve", "--env-manager", "local"]
    command += ["--model-uri", model, "--port", str(port), "--workers", str(os.cpu_count())]
    env = os.environ | {"PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=env, start_new_session=True, **quiet)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(1200):
            with contextlib.suppress(OSError):
                DIRECT.open(f"{address}/ping", timeout=5).close()
                break
            time.sleep(0.1)
        # All workers have to be there.
        time.sleep(5)
        yield address, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def processor_seconds(pid):
    """Of a process and all below it, so far."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}

    def is_below(one):
        while one > 1:
            if one == pid:
                return True
            one = parents.get(one, 0)
        return False

    total = 0
    for one in filter(is_below, parents):
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """Megabytes."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def wrk(address, bodies, seconds, connections):
    """Requests, seconds, failures, median and 99th percentile of latency in milliseconds."""
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", "30s"]
    command += ["--script", str(HERE / "serve.lua"), address]
    env = os.environ | {"BODIES": str(bodies)}
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in said.splitlines() if line.startswith("RESULT ")]
    return [float(part) for part in line.split()[1:]]


def measured(name, address, pid, bodies, options):
    wrk(address, bodies, 2, options.connections)
    before = processor_seconds(pid)
    n, seconds, failed, median, last = wrk(address, bodies, options.seconds, options.connections)
    spent = processor_seconds(pid) - before
    print(
        f"{name:7s} {n / seconds:10.0f} requests/s   p50 {median:8.3f} ms   p99 {last:8.3f} ms   "
        f"{1000 * spent / n:7.3f} processor s / 1,000   failed {failed:.0f}",
        flush=True,
    )
    return n / seconds, last


def load(options, bodies, folder):
    ratios = []
    for _ in range(2):
        with mlflow(options, folder) as (address, pid):
            theirs = measured("MLflow", address, pid, bodies, options)
        with dryf(options) as (address, pid):
            ours = measured("Dryf", address, pid, bodies, options)
        ratios.append((ours[0] / theirs[0], ours[1] / theirs[1]))
    for rate, latency in ratios:
        print(f"Dryf / MLflow: requests a second {rate:.1f}, p99 {latency:.3f}")


def memory(options, bodies, _):
    with dryf(options) as (address, pid):
        n = 0
        print(f"{n:9d} requests: {resident(pid):6.1f} MB", flush=True)
        while n < options.requests:
            n += int(wrk(address, bodies, 5, options.connections)[0])
            print(f"{n:9d} requests: {resident(pid):6.1f} MB", flush=True)


MALFORMED = [
    b"\0\0\0\0\r\n\r\n",
    b"GET\r\n\r\n",
    b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
    b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    *[
        b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
        % (len(body), body)
        for body in [b"{", b"[" * 50_000, b'{"inputs": ["\xff"]}', b'{"inputs": 5}', b'{"inputs": [' + b"0," * 9_999 + b"0]}"]
    ],
]
SLOW = [
    b"POST /invocations HT",
    b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n{",
]


def hostile(options, bodies, _):
    """Slow clients send a byte a second, malformed requests come one after the other, and honest ones are timed between them."""
    body = bodies.read_bytes().splitlines()[0]
    with dryf(options) as (address, pid):
        host, port = address.removeprefix("http://").split(":")
        slow, times, n = [], [], 0

        def connect():
            stream = socket.create_connection((host, int(port)), timeout=10)
            stream.settimeout(10)
            return stream

        def ask():
            begun = time.perf_counter()
            request = urllib.request.Request(f"{address}/invocations", body, {"Content-Type": "application/json"})
            with DIRECT.open(request, timeout=60) as answer:
                assert "predictions" in json.loads(answer.read())
            times.append(time.perf_counter() - begun)

        for number in range(options.slow):
            slow.append(connect())
            slow[-1].sendall(SLOW[number % len(SLOW)])
        ask()
        trickled = time.monotonic()
        for number in range(options.malformed):
            with connect() as stream, contextlib.suppress(OSError):
                stream.sendall(MALFORMED[number % len(MALFORMED)])
                stream.shutdown(socket.SHUT_WR)
                stream.recv(1)
            if number % 20 == 0:
                ask()
            if time.monotonic() - trickled > 1:
                trickled = time.monotonic()
                for stream in slow:
                    with contextlib.suppress(OSError):
                        stream.send(b"x")
                        n += 1
        ask()
        print(
            f"{options.malformed} malformed requests and {options.slow} slow clients ({n} bytes trickled): {len(times)} honest requests "
            f"answered, slowest {1000 * max(times):.0f} ms; resident memory {resident(pid):.1f} MB"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["load", "hostile", "memory"])
    parser.add_argument("program")
    parser.add_argument("archive")
    parser.add_argument("texts")
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--malformed", type=int, default=10_000)
    parser.add_argument("--slow", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bodies = pathlib.Path(folder) / "bodies"
        texts = pathlib.Path(options.texts).read_text(encoding="utf-8").splitlines()
        bodies.write_text("".join(json.dumps({"inputs": [text]}) + "\n" for text in texts), encoding="utf-8")
        {"load": load, "hostile": hostile, "memory": memory}[options.what](options, bodies, folder)


if __name__ == "__main__":
    main()
