"""Names of classes as people give them, in MLflow: each class has metrics of its own, whose names keep its letters, and nothing
in a name is Markdown."""

import csv
import json
import random
import re
import subprocess

import mlflow
import pytest
from mlflow import MlflowClient

import checks
from archives import BINARY, Archive
from servers import empty, running
from test_new_server import README_TITLE
from test_replay import added, replay

# Each with the end of its metrics' names: letters of every script, what MLflow refuses, names that would share a key, bounds of
# intervals, Markdown, HTML, a formula.
DIFFERENCES = {
    "żółty": "żółty",
    "źółty": "źółty",
    "спам": "спам",
    "垃圾": "垃圾",
    "hate-speech": "hate-speech",
    "Spam": "Spam",
    "x": "x",
    "@SUM(A1)": "_SUM_A1_",
    "a[b](http://c)": "a_b__http___c_",
    "</script><b>": "__script__b_",
    "`a` | *b*": "_a_____b_",
    "www.example.com": "www.example.com",
    ":smile:": "_smile_",
    "x" * 150: "x" * 100,
}
# Those that get a number behind, by another's doing.
NUMBERED = {"spam": "spam_", "x_low": "x_low_", "_SUM(A1)": "_SUM_A1__"}
NAMES = [*DIFFERENCES, *NUMBERED]
SHARES = {name: key for name, key in DIFFERENCES.items()} | {"x_low": "x_low"}


def table(path, seed, rows_of_a_class):
    """Texts in which each class has words of its own, some of them in the place of another's."""
    drawn = random.Random(seed)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        for place, name in enumerate(NAMES):
            for _ in range(rows_of_a_class):
                words = [f"słowo{place if drawn.random() < 0.8 else drawn.randrange(len(NAMES))}x{n}" for n in range(6)]
                writer.writerow([" ".join(drawn.sample(words, 4)), name])


@pytest.fixture(scope="module")
def made(archives, tmp_path_factory):
    """Archives of training, of a gate, of drift and of monitoring."""
    folder = tmp_path_factory.mktemp("names")
    table(folder / "train.csv", 1, 40)
    table(folder / "test.csv", 2, 20)
    sets = ["--train-text", folder / "train.csv", "--test-text", folder / "test.csv"]
    run = archives.train("names", *sets, test_text=folder / "test.csv")
    poor = archives.train("names-poor", *sets, test_text=folder / "test.csv", config="[tfidf]\nmax_features = 20\n")
    compared = ["--candidate", run.zip, "--production", poor.zip, "--text", folder / "test.csv", "--out", folder / "gate.zip"]
    quick(["compare", *compared])
    quick(["drift", "--reference", run.zip, "--current", folder / "test.csv", "--without-splits", "--out", folder / "drift.zip"])
    quick(["monitor", "--production", run.zip, "--batch", folder / "test.csv", "--out", folder / "monitor.zip"])
    found = {name: Archive(folder / f"{name}.zip", run.summary, folder / "test.csv") for name in ["gate", "drift", "monitor"]}
    return {"run": run} | found


def quick(arguments):
    """Whatever the verdict is."""
    done = subprocess.run([BINARY, *arguments], capture_output=True, timeout=300)
    assert done.returncode in (0, 1, 2), done.stderr.decode("utf-8")


def metrics_in(archive, start):
    """What stands behind `start` in the names of the run's metrics, without the bounds of the gate's intervals."""
    keys = set(archive.below(f"{archive.run}metrics/{start}"))
    bounds = {f"{key}{end}" for key in keys for end in ["_low", "_high"]} if start.startswith("gate") else set()
    return keys - bounds


@pytest.mark.parametrize(
    "archive, start, expected",
    [
        ("drift", "drift_share_current_", SHARES),
        ("drift", "drift_share_reference_", SHARES),
        ("monitor", "monitor_share_", SHARES),
        ("monitor", "monitor_predicted_share_", SHARES),
        ("gate", "gate_recall_difference_", DIFFERENCES),
        ("gate", "gate_baseline_recall_difference_", DIFFERENCES),
    ],
)
def test_each_class_has_metrics_of_its_own(archive, start, expected, made):
    found = metrics_in(made[archive], start)
    assert len(found) == len(NAMES), sorted(found)
    assert len({key.lower() for key in found}) == len(NAMES), "alike where case does not count"
    missing = set(expected.values()) - found
    assert not missing, sorted(found)
    for name, begins in NUMBERED.items():
        if name not in expected:
            assert any(re.fullmatch(re.escape(begins) + r"\d+", key) for key in found), (name, sorted(found))
    assert all(re.fullmatch(r"[\w.\-]{1,250}", key) and len(f"{start}{key}_high".encode()) < 255 for key in found)


def test_the_bounds_of_an_interval_are_its_own(made):
    """Three numbers for each class, none of them another's."""
    keys = made["gate"].below(f"{made['gate'].run}metrics/gate_recall_difference_")
    assert len(keys) == 3 * len(NAMES)
    report = json.loads(made["gate"].files[f"{made['gate'].run}artifacts/gate/gate.json"])
    for recall in report["comparison"]["against_production"]["recalls"]:
        if recall["class"] in DIFFERENCES:
            key, difference = DIFFERENCES[recall["class"]], recall["difference"]
            values = [float(keys[f"{key}{end}"].split()[1]) for end in ["", "_low", "_high"]]
            assert values == [difference["value"], difference["low"], difference["high"]]


@pytest.mark.parametrize("archive", ["run", "gate", "drift", "monitor"])
def test_nothing_in_a_name_is_markdown(archive, made):
    notes = [made[archive].files[f"{made[archive].run}tags/mlflow.note.content"], made[archive].files["README.md"]]
    for note in notes:
        note = note.decode("utf-8")
        for raw in ["@SUM", "[b](", "</script", "<b>", "`a`", "*b*", "www.example", ":smile:"]:
            assert raw not in note, raw
    if archive == "run":
        shown = r"&#64;SUM\(A1\) &lt;/script&gt;&lt;b&gt; a\[b\]\(http&#58;//c\) \`a\` \| \*b\* www\.example\.com &#58;smile: żółty".split(" ")
        assert [part for part in shown if part not in notes[0].decode("utf-8")] == []


def test_all_of_it_comes_to_a_server_that_runs(made, elsewhere, tmp_path):
    (tmp_path / "kept").mkdir()
    with empty(tmp_path / "kept", tmp_path / "server.log") as uri:
        mlflow.set_tracking_uri(uri)
        for name in ["gate", "drift", "monitor"]:
            archive = made[name]
            run_id = added(replay(archive, archive.unpack(tmp_path / name), uri))
            there = MlflowClient(uri).get_run(run_id).data
            assert set(there.metrics) == set(archive.below(f"{archive.run}metrics/")), name
            note = archive.files[f"{archive.run}tags/mlflow.note.content"].decode("utf-8")
            assert there.tags["mlflow.note.content"] == note
            if name == "gate":
                checks.check_params(checks.served(archive, uri, run_id))


@pytest.mark.parametrize("name", ["gate", "monitor"])
def test_all_of_it_is_there_on_a_new_server(name, made, elsewhere, tmp_path):
    archive = made[name]
    unpacked = archive.unpack(tmp_path)
    *before, server = archive.commands(README_TITLE)
    for command in before:
        subprocess.run(command, shell=True, cwd=unpacked, check=True, capture_output=True, timeout=120)
    with running(server, unpacked, tmp_path / "server.log") as uri:
        there = MlflowClient(uri).get_run(archive.manifest["run_id"]).data
        assert set(there.metrics) == set(archive.below(f"{archive.run}metrics/"))
