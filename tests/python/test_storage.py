"""A study that several processes work on: PostgreSQL, Optuna's storage proxy over it, Dryf and Optuna itself."""

import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import optuna
import pytest
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

import postgresql

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DRYF_BIN") or PACKAGE / "target" / "debug" / "dryf")
STUDY = "Support Vector Classifier v01"
FINISHED = {TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL}
# Not that of the tests: the proxy's times are in its own.
PROXY_ZONE = "Asia/Kolkata"
PROXY = """
import sys
from optuna.storages import get_storage, run_grpc_proxy_server
run_grpc_proxy_server(get_storage(sys.argv[1]), host="localhost", port=int(sys.argv[2]))
"""

optuna.logging.set_verbosity(optuna.logging.WARNING)
pytestmark = pytest.mark.filterwarnings("ignore::optuna.exceptions.ExperimentalWarning")


def wait_for(what, seconds=120):
    """What `what` gives, once it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError(f"in vain for {seconds} s")


@pytest.fixture(scope="module")
def database():
    """The URL of a database that is gone afterwards."""
    with postgresql.running() as folder:
        yield f"postgresql+psycopg://{postgresql.USER}@/postgres?host={folder}"


class Proxy:
    """Optuna's storage proxy, which can be killed and started again."""

    def __init__(self, url):
        self.url = url
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROXY, self.url, str(self.port)], env=os.environ | {"TZ": PROXY_ZONE})
        self.storage().wait_server_ready(timeout=60)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def storage(self):
        return optuna.storages.GrpcStorageProxy(host="localhost", port=self.port)

    def study(self, name=STUDY):
        return optuna.load_study(study_name=name, storage=self.storage())


@pytest.fixture(scope="module")
def proxy(database):
    proxy = Proxy(database)
    yield proxy
    proxy.kill()


def tune(port, *options):
    assert BINARY.is_file(), f"there is no {BINARY}; build it by: cargo build --bin dryf"
    command = [BINARY, "tune", "--demo", "--workers", "1", "--storage", f"grpc://localhost:{port}", *map(str, options)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process, code=0):
    _, said = process.communicate(timeout=300)
    assert process.returncode == code, said
    return said


def at_work(study):
    """A trial of a process of Dryf's that is at work with all its parameters."""
    trials = study.get_trials(states=[TrialState.RUNNING])
    return next((one for one in trials if "dryf:alive" in one.system_attrs and one.params), None)


def test_several_work_on_one_study_and_one_is_killed(proxy, tmp_path):
    begun = datetime.now()
    killed = tune(proxy.port, "--trials", 1000)
    wait_for(lambda: STUDY in optuna.get_all_study_names(proxy.storage()) and proxy.study().get_trials(states=[TrialState.COMPLETE]))
    study = proxy.study()

    def is_stopped_at_work():
        killed.send_signal(signal.SIGSTOP)
        if trial := at_work(study):
            return trial
        killed.send_signal(signal.SIGCONT)

    left = wait_for(is_stopped_at_work)
    killed.kill()
    killed.communicate()
    before = study.get_trials()
    distributions = next(one for one in before if one.state == TrialState.COMPLETE).distributions

    # It may be slow and no more: the next process lets it be.
    first = tune(proxy.port, "--trials", 1)
    ended(first)
    assert study.trials[left.number].state == TrialState.RUNNING
    # Time goes by.
    study._storage.set_trial_system_attr(left._trial_id, "dryf:alive", left.system_attrs["dryf:alive"] - 3600)
    study.enqueue_trial(before[0].params)
    n_before = len(study.get_trials())

    processes = [tune(proxy.port, "--trials", 3, "--json", tmp_path / f"{k}.json", "--out", tmp_path / f"{k}.zip") for k in range(2)]
    wait_for(lambda: study.trials[n_before - 1].state != TrialState.WAITING)
    for _ in range(3):
        trial = study.ask(distributions)
        trial.report(0.25, 0)
        study.tell(trial, 0.25)
    said = "".join(ended(process) for process in processes)
    assert f"Trial {left.number} failed: its process gave no sign of life for" in said

    trials = study.get_trials()
    assert [one.number for one in trials] == list(range(len(trials)))
    # One of theirs was enqueued by us.
    assert len(trials) == n_before - 1 + 3 + 3 + 3
    assert {one.state for one in trials} <= FINISHED
    assert trials[left.number].state == TrialState.FAIL
    assert "no sign of life" in trials[left.number].user_attrs["note"]
    assert trials[n_before - 1].params == before[0].params
    assert trials[n_before - 1].value == before[0].value
    complete = [one for one in trials if one.state == TrialState.COMPLETE]
    assert study.best_value == max(one.value for one in complete)
    ours = [one for one in complete if "dryf:answers" in one.system_attrs]
    assert len(ours) >= 4
    for one in ours:
        assert one.intermediate_values[max(one.intermediate_values)] == pytest.approx(one.value, abs=1e-12)

    # Whoever ended last has seen what all have found, and says what it is worth.
    reports = [json.loads((tmp_path / f"{k}.json").read_text()) for k in range(2)]
    last = max(reports, key=lambda report: sum(one["state"] not in ("running", "waiting") for one in report["trials"]))
    place = reports.index(last)
    assert len(last["trials"]) == len(trials)
    best = trials[last["best"]]
    assert best.value == study.best_value
    assert last["honest"]["plain"] == pytest.approx(best.value, abs=1e-3)
    assert {one["number"] for one in last["honest"]["standings"]} <= {one.number for one in ours}
    # Their times are ours, whatever the zone of the proxy.
    for one in last["trials"]:
        start = datetime.fromtimestamp(one["start"] / 1000)
        assert begun - timedelta(minutes=5) < start < datetime.now() + timedelta(minutes=5)
    with zipfile.ZipFile(tmp_path / f"{place}.zip") as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("study.log")]
        (tmp_path / "study.log").write_bytes(archive.read(name))
    journal = optuna.storages.JournalStorage(JournalFileBackend(str(tmp_path / "study.log")))
    assert optuna.load_study(study_name=STUDY, storage=journal).best_value == study.best_value

    # The database itself has the same.
    direct = optuna.load_study(study_name=STUDY, storage=proxy.url)
    what = lambda one: (one.number, one.state, one.params, one.distributions, one.value, one.intermediate_values, one.user_attrs, one.system_attrs)
    assert [what(one) for one in direct.get_trials()] == [what(one) for one in trials]
    assert direct.best_trial.number == study.best_trial.number


def test_a_proxy_may_be_started_again_and_what_is_finished_stays(proxy):
    name = ("--study", "again")
    process = tune(proxy.port, "--trials", 5, *name)
    wait_for(lambda: "again" in optuna.get_all_study_names(proxy.storage()) and at_work(proxy.study("again")))
    proxy.kill()
    proxy.start()
    said = ended(process)
    assert "trying again in" in said
    trials = proxy.study("again").get_trials()
    assert {one.state for one in trials} <= FINISHED
    assert len(trials) >= 5

    process = tune(proxy.port, "--trials", 1000, *name)
    wait_for(lambda: len(proxy.study("again").get_trials(states=[TrialState.COMPLETE])) > len(trials))
    proxy.kill()
    said = ended(process, 69)
    assert "the storage proxy answers no more" in said
    assert "what was finished is in the storage" in said
    direct = optuna.load_study(study_name="again", storage=proxy.url).get_trials()
    assert len([one for one in direct if one.state in FINISHED]) > len(trials)
    proxy.start()


def test_what_does_not_fit_is_refused(proxy, tmp_path):
    ended(tune(proxy.port, "--trials", 1, "--study", "other"))
    (tmp_path / "seed.toml").write_text("[study]\nseed = 7\n")
    said = ended(tune(proxy.port, "--study", "other", "--search", tmp_path / "seed.toml"), 64)
    assert f"grpc://localhost:{proxy.port}/other: the study other was made on other rows, folds or settings" in said
    optuna.create_study(study_name="low", storage=proxy.storage(), direction="minimize")
    assert "the study low has other objectives" in ended(tune(proxy.port, "--study", "low"), 64)
    study = optuna.create_study(study_name="foreign", storage=proxy.storage(), direction="maximize")
    study.tell(study.ask({"x": optuna.distributions.FloatDistribution(0, 1)}), 0.5)
    said = ended(tune(proxy.port, "--study", "foreign"), 64)
    assert f"grpc://localhost:{proxy.port}/foreign/0: `x` is no setting of this search" in said


def test_what_is_no_proxy_is_named():
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    said = ended(tune(port), 69)
    assert "nobody answers here" in said and "optuna.storages.run_grpc_proxy_server" in said
    with http.server.ThreadingHTTPServer(("localhost", 0), http.server.BaseHTTPRequestHandler) as server:
        server.RequestHandlerClass.log_message = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = ended(tune(server.server_address[1]), 69)
        server.shutdown()
    assert "no storage proxy of Optuna's, or it wants TLS" in said and "optuna.storages.run_grpc_proxy_server" in said
