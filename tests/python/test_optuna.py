"""A search's journal in Optuna itself: it opens it, plots from it and goes on with it, and Dryf goes on with what it wrote."""

import os
import subprocess
from pathlib import Path

import optuna
import pytest
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DRYF_BIN") or PACKAGE / "target" / "debug" / "dryf")


def tune(folder, trials, archive):
    assert BINARY.is_file(), f"there is no {BINARY}; build it by: cargo build --bin dryf"
    done = subprocess.run(
        [BINARY, "tune", "--demo", "--trials", str(trials), "--journal", folder / "study.log", "--out", folder / archive],
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def load(folder):
    storage = optuna.storages.JournalStorage(JournalFileBackend(str(folder / "study.log")))
    (name,) = optuna.get_all_study_names(storage)
    return optuna.load_study(study_name=name, storage=storage)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    tune(folder, 6, "run.zip")
    return folder


def test_optuna_opens_it_and_goes_on_and_so_does_dryf(folder):
    study = load(folder)
    ours = study.get_trials()
    assert [one.number for one in ours] == list(range(len(ours)))
    assert len(ours) == 6
    assert {one.state for one in ours} <= {TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL}
    complete = [one for one in ours if one.state == TrialState.COMPLETE]
    assert len(complete) >= 2
    assert study.direction == optuna.study.StudyDirection.MAXIMIZE
    assert len(study.metric_names) == 1
    assert study.best_value == max(one.value for one in complete)
    for one in complete:
        assert 0 < one.value <= 1
        # The last mean over the folds is the value.
        assert one.intermediate_values[max(one.intermediate_values)] == pytest.approx(one.value, abs=1e-12)
        assert one.datetime_start <= one.datetime_complete
        assert all(one.distributions[key]._contains(one.distributions[key].to_internal_repr(value))
                   for key, value in one.params.items())
    shares = optuna.importance.get_param_importances(study)
    assert sum(shares.values()) == pytest.approx(1)

    # Optuna: one trial by its own sampler, one that waits, one that is left behind.
    distributions = study.best_trial.distributions
    trial = study.ask(distributions)
    trial.report(0.5, 0)
    study.tell(trial, 0.5)
    study.enqueue_trial(study.best_params)
    behind = study.ask(distributions)
    before = load(folder).get_trials()
    assert [one.state for one in before[6:8]] == [TrialState.COMPLETE, TrialState.RUNNING]
    assert before[7].params == study.best_params and behind.number == 7

    tune(folder, 10, "again.zip")
    after = load(folder).get_trials()
    assert len(after) > len(before)
    assert after[:7] == before[:7]
    assert all(one.state.is_finished() for one in after[8:])


def test_a_line_that_was_cut_costs_that_trial_alone(folder):
    path = folder / "study.log"
    lines = path.read_bytes().splitlines(keepends=True)
    before = load(folder).get_trials()
    path.write_bytes(b"".join(lines[:-1]) + lines[-1][: len(lines[-1]) // 2])
    tune(folder, 12, "third.zip")
    after = load(folder).get_trials()
    assert len(after) >= len(before)
    assert after[:6] == before[:6]
