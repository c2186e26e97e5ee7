"""The model served by `mlflow models serve`, asked over HTTP: by many clients at once, with missing texts, in every form."""

import concurrent.futures
import json
import urllib.error
import urllib.request

import pytest

from servers import running

ROWS_A_REQUEST = 5


@pytest.fixture(scope="module")
def archive(archives):
    return archives.demo()


@pytest.fixture(scope="module")
def address(archive, elsewhere, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    model = archive.unpack(folder) / archive.model
    command = ["mlflow", "models", "serve", "--env-manager", "local", "--model-uri", model]
    with running(command, elsewhere, folder / "server.log") as uri:
        yield f"{uri}/invocations"


def ask(address, body):
    """The answer's code and what it says; JSON as the standard has it, without NaN."""
    request = urllib.request.Request(address, json.dumps(body).encode("utf-8"), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.loads(answer.read(), parse_constant=refused)
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read().decode("utf-8")


def refused(constant):
    raise AssertionError(f"{constant} is no JSON")


def expected(answer):
    return {"label": answer["label"]} | {f"score_{name}": value for name, value in answer["scores"].items()}


@pytest.mark.parametrize("n_clients", [2, 8])
def test_clients_get_their_own_answers(n_clients, archive, address):
    """Label and every score are Rust's, in each row of each request."""
    places = list(range(len(archive.texts)))

    def work(client):
        wrong = 0
        mine = places[client:] + places[:client]
        for start in range(0, len(mine), ROWS_A_REQUEST):
            rows = mine[start : start + ROWS_A_REQUEST]
            asked = {"columns": ["text"], "data": [[archive.texts[row]] for row in rows]}
            code, said = ask(address, {"dataframe_split": asked})
            assert code == 200, said
            wrong += sum(got != expected(archive.answers[row]) for got, row in zip(said["predictions"], rows, strict=True))
        return wrong

    with concurrent.futures.ThreadPoolExecutor(n_clients) as clients:
        assert list(clients.map(work, [37 * client for client in range(n_clients)])) == [0] * n_clients


FORMS = {
    "dataframe_split": lambda texts: {"dataframe_split": {"columns": ["text"], "data": [[text] for text in texts]}},
    "dataframe_split, more columns": lambda texts: {
        "dataframe_split": {"columns": ["id", "text"], "data": [[row, text] for row, text in enumerate(texts)]}
    },
    "dataframe_records": lambda texts: {"dataframe_records": [{"text": text} for text in texts]},
    "inputs": lambda texts: {"inputs": {"text": texts}},
    "inputs, records": lambda texts: {"inputs": [{"text": text} for text in texts]},
    "instances": lambda texts: {"instances": [{"text": text} for text in texts]},
}


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("missing", [[], [1], [0, 1, 2, 3]], ids=["none missing", "one missing", "all missing"])
def test_a_null_has_a_null_answer_and_the_others_theirs(form, missing, archive, address):
    texts = [None if row in missing else archive.texts[row] for row in range(4)]
    code, said = ask(address, FORMS[form](texts))
    assert code == 200, said
    empty = dict.fromkeys(expected(archive.answers[0]))
    assert said["predictions"] == [empty if row in missing else expected(archive.answers[row]) for row in range(4)]


@pytest.mark.parametrize("form", list(FORMS))
def test_what_is_no_text_is_refused_by_its_row(form, archive, address):
    code, said = ask(address, FORMS[form]([archive.texts[0], ["a"], archive.texts[1]]))
    # In the other forms MLflow stumbles over it before the model does.
    assert code == 400 and ("row 1" in said or not form.startswith("dataframe")), said
    # The server goes on.
    code, said = ask(address, FORMS[form](archive.texts[:2]))
    assert [row["label"] for row in said["predictions"]] == archive.labels[:2]


def test_the_input_example_is_answered(archive, address):
    example = json.loads(archive.files[f"{archive.model}serving_input_example.json"])
    code, said = ask(address, example)
    assert code == 200 and [row["label"] in archive.manifest["classes"] for row in said["predictions"]] == [True]
