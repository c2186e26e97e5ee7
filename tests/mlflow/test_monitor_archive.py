"""The archive of `dryf monitor --out`: served by its README's commands, and replayed into a server, with a step for each
batch and every number."""

import json
import re
import subprocess
from pathlib import Path

import mlflow
import pytest
from mlflow import MlflowClient

from archives import DEMO, Archive, dryf, lines, push
from test_new_server import README_TITLE
from servers import empty, running

BATCH_ROWS = 300
# Rows of the demo's training set that production does not learn from.
NEW_ROWS = 600


def train_on_the_rest(folder):
    """A production that learned from the other rows, as `production.zip` in the folder."""
    given = []
    for kind in ["text", "tags"]:
        rest = folder / f"training_set_clean_only_{kind}.txt"
        rest.write_text("\n".join(lines(DEMO / f"train_{kind}.txt")[NEW_ROWS:]) + "\n", encoding="utf-8")
        given += [f"--train-{kind}", rest, f"--test-{kind}", DEMO / f"test_{kind}.txt"]
    dryf("train", *given, "--out", folder / "production.zip")
    return folder / "production.zip"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("monitor")
    production, path, quiet = train_on_the_rest(folder), folder / "monitor.zip", folder / "quiet.csv"
    quiet.write_text(table(range(NEW_ROWS)), encoding="utf-8")
    # Two batches as usual, then the test rows, which have other classes and words.
    batches = ["--batch", quiet, "--batch", DEMO / "test_text.txt", DEMO / "test_tags.txt"]
    dryf("monitor", "--production", production, *batches, "--batch-rows", str(BATCH_ROWS), "--out", path, code=1)
    return Archive(path, {}, DEMO / "test_text.txt")


@pytest.fixture(scope="module")
def served(archive, elsewhere, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    unpacked = archive.unpack(folder)
    *before, server = archive.commands(README_TITLE)
    for command in before:
        subprocess.run(command, shell=True, cwd=unpacked, check=True, capture_output=True, timeout=120)
    with running(server, unpacked, folder / "server.log") as uri:
        yield uri


def check(archive, uri, run_id, folder):
    mlflow.set_tracking_uri(uri)
    client = MlflowClient(uri)
    run = client.get_run(run_id)
    assert run.info.status == "FINISHED"
    assert run.info.run_name == "Monitoring of Support Vector Classifier v01"
    report = json.loads(Path(client.download_artifacts(run_id, "monitor/report.json", str(folder))).read_bytes())
    tags = run.data.tags
    assert tags["dryf.monitor_answer"] == report["answer"] == "retrain"
    assert tags["dryf.monitor_sentence"] == report["sentence"]
    assert tags["dryf.production_run_id"] == report["production"]["run_id"]
    records = [batch["record"] for batch in report["batches"]]
    assert len(records) == 3

    def curve(key):
        return {point.step: point.value for point in client.get_metric_history(run_id, key)}

    steps = range(1, 4)
    assert curve("monitor_rows") == dict.fromkeys(steps, BATCH_ROWS)
    realised = [record["realised"]["measured"] for record in records]
    assert curve("monitor_f1_micro") == {step: realised[step - 1]["f1_micro"]["value"] for step in steps}
    assert curve("monitor_f1_macro") == {step: realised[step - 1]["f1_macro"]["value"] for step in steps}
    looks = [record["drift"]["measured"] for record in records]
    assert curve("monitor_level") == {step: looks[step - 1]["level"] for step in steps}
    assert curve("monitor_alarm_drift")[3] == 1
    labels = {step: looks[step - 1]["parts"][0] for step in steps}
    assert curve("monitor_p_labels") == {step: labels[step]["p"]["measured"] for step in steps}
    assert curve("monitor_p_holm_labels") == {step: labels[step]["adjusted_p"] for step in steps}
    for found in records[2]["classes"]:
        assert curve(f"monitor_share_{found['class']}")[3] == found["labelled"]["rows"] / BATCH_ROWS
    assert curve("monitor_retrain") == {3: 1}
    page = Path(client.download_artifacts(run_id, "monitor/report.html", str(folder))).read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    rules = Path(client.download_artifacts(run_id, "monitor/rules.toml", str(folder))).read_text(encoding="utf-8")
    assert "[quality]" in rules


def test_a_new_server_shows_every_batch_as_a_step(archive, served, tmp_path):
    check(archive, served, archive.manifest["run_id"], tmp_path)


def test_a_server_that_runs_gets_it_once(archive, elsewhere, tmp_path):
    with empty(tmp_path, tmp_path / "server.log") as uri:
        unpacked = archive.unpack(tmp_path / "unpacked")
        *_, replay = archive.commands("A server that runs already")
        replay = replay.replace("http://127.0.0.1:5000", uri)
        said = [
            subprocess.run(replay, shell=True, cwd=unpacked, check=True, capture_output=True, text=True, timeout=300).stdout
            for _ in range(2)
        ]
        (run_id,) = re.findall(r"^added the run \w+ to the experiment 'Dryf' as (\w+)$", said[0], re.MULTILINE)
        assert "added the run" not in said[1] and "is in the experiment 'Dryf' already" in said[1]
        check(archive, uri, run_id, tmp_path)


def table(rows):
    """Rows of the demo's training set."""
    texts, tags = ((DEMO / f"train_{name}.txt").read_text(encoding="utf-8").splitlines() for name in ["text", "tags"])
    quoted = [text.replace('"', '""') for text in texts]
    return "text,label\n" + "".join(f'"{quoted[row]}",{tags[row]}\n' for row in rows)


@pytest.mark.parametrize("how", ["replay", "push"])
def test_scheduled_calls_are_one_run_that_grows(how, elsewhere, tmp_path):
    """Each call of a state brought in its turn, and an earlier archive once more at the end: one run, a step for each
    batch, and the points that were there keep their values and times."""
    production, state = train_on_the_rest(tmp_path), tmp_path / "state.json"
    archives = []
    for call in range(3):
        batch, path = tmp_path / f"week_{call}.csv", tmp_path / f"call_{call}.zip"
        # The labels of the second week come with the third.
        week = table(range(call * 200, call * 200 + 200))
        batch.write_text(week if call != 1 else "".join(f"{line.rpartition(',')[0]},\n" for line in week.splitlines()))
        if call == 1:
            batch.write_text(batch.read_text().replace("text,\n", "text,label\n", 1))
        given = ["--batch", batch]
        if call == 2:
            late = tmp_path / "week_1_labels.csv"
            late.write_text(table(range(200, 400)))
            given = ["--batch", late, *given]
        dryf("monitor", "--production", production, *given, "--state", state, "--out", path, epoch=1_800_000_000 + call * 604_800)
        archives.append(Archive(path, {}, batch))
    assert len({archive.manifest["run_id"] for archive in archives}) == 1
    with empty(tmp_path, tmp_path / "server.log") as uri:
        mlflow.set_tracking_uri(uri)
        client, said = MlflowClient(uri), []

        def bring(number):
            if how == "push":
                (run,) = push(archives[number], uri)["runs"]
                said.append(run["outcome"])
                return
            unpacked = archives[number].unpack(tmp_path / f"unpacked_{number}_{len(list(tmp_path.iterdir()))}")
            *_, line = archives[number].commands("A server that runs already")
            line = line.replace("http://127.0.0.1:5000", uri)
            subprocess.run(line, shell=True, cwd=unpacked, check=True, capture_output=True, text=True, timeout=300)

        def runs():
            (experiment,) = [one for one in client.search_experiments() if one.name == "Dryf"]
            return client.search_runs([experiment.experiment_id])

        def points(key):
            (run,) = runs()
            found = client.get_metric_history(run.info.run_id, key)
            return sorted((point.step, point.value, point.timestamp) for point in found)

        bring(0)
        (run,) = runs()
        first = points("monitor_rows")
        assert [point[:2] for point in first] == [(1, 200)]
        bring(1)
        assert points("monitor_rows")[:1] == first and len(points("monitor_rows")) == 2
        assert [step for step, _, _ in points("monitor_f1_micro")] == [1]
        bring(2)
        bring(0)
        (grown,) = runs()
        assert grown.info.run_id == run.info.run_id and grown.info.start_time == run.info.start_time
        assert grown.info.end_time > run.info.end_time
        assert [(step, value) for step, value, _ in points("monitor_rows")] == [(1, 200), (2, 200), (3, 200)]
        # The second week has its score since its labels came.
        assert [step for step, _, _ in points("monitor_f1_micro")] == [1, 2, 3]
        report = json.loads(Path(client.download_artifacts(grown.info.run_id, "monitor/report.json", str(tmp_path))).read_bytes())
        assert len(report["batches"]) == 3 and report["batches"][1]["record"]["labelled_later"] == 200
        assert grown.data.tags["dryf.monitor_sentence"] == report["sentence"]
        assert said == ([] if how == "replay" else ["new", "extended", "extended", "equal"])
