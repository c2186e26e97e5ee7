"""`dryf push` to a server over PostgreSQL, which refuses what SQLite takes: texts that are longer than their columns, and rows
whose key is there."""

import json

import mlflow
import pytest
from mlflow import MlflowClient

import checks
from archives import DEMO, lines, push
from servers import running
from test_replay import runs
from test_search_archive import check_search, searched  # noqa: F401, a fixture

import postgresql

# As long as Dryf takes a run's name, and longer than anybody calls a class, with what has a meaning in SQL, Markdown, JSON and addresses.
NAME = "żółw '\"%s\\ ``;-- [a](b) <b> " * 8
CLASSES = ["/etc/passwd: 50 %", "../\"b\" 'c'" * 40, "żółć " * 60]


@pytest.fixture(scope="module")
def database():
    with postgresql.running() as folder:
        yield folder


@pytest.fixture(scope="module")
def server(elsewhere, database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    store = f"postgresql+psycopg2://{postgresql.USER}@/postgres?host={database}"
    command = ["mlflow", "server", "--backend-store-uri", store, "--artifacts-destination", "./artifacts"]
    with running(command, folder, folder / "server.log") as uri:
        mlflow.set_tracking_uri(uri)
        yield uri


def test_all_is_found_again_and_nothing_changes_by_a_second_push(archives, searched, server, database):  # noqa: F811
    archive, (of_search, search) = archives.demo(), searched
    register = ["--register", "it's \"ours\" 100 %", "--alias", "challenger"]
    ids = [run["server_id"] for pushed in [of_search, archive] for run in push(pushed, server, *register)["runs"]]
    assert runs(server) == set(ids) and len(ids) == 7
    check_search(of_search, search, MlflowClient(server), ids[0])
    there = checks.served(archive, server, ids[-1])
    for check in checks.ALL:
        check(there)
    checks.check_tags(there)
    checks.check_datasets(there, one_of_many=True)
    assert MlflowClient(server).get_model_version_by_alias(register[1], "challenger").run_id == ids[-1]
    before = postgresql.dump(database)
    assert push(archive, server, *register)["verdict"] == push(of_search, server)["verdict"] == "equal"
    assert postgresql.dump(database) == before


def test_names_that_are_long_and_odd_come_there_whole(archives, server, database, tmp_path):
    rows = lines(DEMO / "train_text.txt")[:300]
    table = tmp_path / "odd.jsonl"
    table.write_text("".join(json.dumps({"text": text, "label": CLASSES[n % 3]}) + "\n" for n, text in enumerate(rows)))
    config = f"[run]\nname = {json.dumps(NAME)}\n"
    archive = archives.train("odd", "--train-text", table, "--test-text", table, test_text=table, config=config)
    report = push(archive, server, "--experiment", NAME[:200], "--register", "odd")
    (run,), client = report["runs"], MlflowClient(server)
    there = client.get_run(run["server_id"])
    assert (there.info.status, there.info.run_name) == ("FINISHED", NAME.rstrip())
    # The card is longer than MLflow keeps of a version's description.
    (version,) = client.search_model_versions("name='odd'")
    card = archive.below(f"mlruns/{archive.manifest['experiment_id']}/models/{archive.manifest['model_id']}/tags/")
    assert version.description and checks.texts(card)["mlflow.note.content"].startswith(version.description)
    tags = checks.texts(archive.below(f"{archive.run}tags/"))
    assert there.data.tags["dryf.run_id"] == tags["dryf.run_id"]
    metrics = archive.below(f"{archive.run}metrics/")
    assert set(there.data.metrics) == set(metrics)
    before = postgresql.dump(database)
    assert push(archive, server, "--experiment", NAME[:200], "--register", "odd")["verdict"] == "equal"
    assert postgresql.dump(database) == before
