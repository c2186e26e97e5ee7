"""The Python program of an archive as a server uses it: by many threads at once, with texts that are missing, with files that
somebody changed. Nothing here needs MLflow."""

import concurrent.futures
import copy
import json
import math
import pickle
import shutil
import sys

import numpy as np
import pandas as pd
import pytest

from test_loader import loaded

# One for each way in which the program decides.
KERNELS = {
    "poly": "",
    "rbf": '[svc]\nkernel = "rbf"\n',
    "sigmoid": '[svc]\nkernel = "sigmoid"\ncoef0 = 0.1\n',
    "linear": '[svc]\nkernel = "linear"\n',
    "probability": '[svc]\nkernel = "rbf"\nprobability = true\n',
    "engine linear": '[svc]\nengine = "linear"\n',
}


@pytest.fixture(scope="module", params=list(KERNELS))
def of_each_kernel(request, archives, tmp_path_factory):
    archive = archives.demo(f"threads-{list(KERNELS).index(request.param)}", config=KERNELS[request.param])
    return archive, loaded(archive, tmp_path_factory.mktemp("model"))


@pytest.mark.parametrize("n_threads", [2, 8])
def test_threads_do_not_meet(of_each_kernel, n_threads):
    """Scores bit for bit those of one thread, whoever asks beside it."""
    archive, model = of_each_kernel
    expected = model.predict(archive.texts).to_dict("records")
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with concurrent.futures.ThreadPoolExecutor(n_threads) as pool:
            # Each thread has another text in hand at every moment.
            def ask(shift):
                places = [(place + 37 * shift) % len(archive.texts) for place in range(len(archive.texts))]
                answers = model.predict([archive.texts[place] for place in places]).to_dict("records")
                return [dict(place=place, **answer) for place, answer in zip(places, answers)]

            for answers in pool.map(ask, range(2 * n_threads)):
                assert [answer == {"place": answer["place"], **expected[answer["place"]]} for answer in answers] == [
                    True
                ] * len(expected)
    finally:
        sys.setswitchinterval(before)


def test_a_model_does_not_change_by_being_asked(of_each_kernel):
    archive, model = of_each_kernel
    before = state(model)
    model.predict(archive.texts)
    assert state(model) == before


def state(thing):
    """All that an object holds, for comparing."""
    if isinstance(thing, np.ndarray):
        return (str(thing.dtype), thing.shape, thing.tobytes())
    if isinstance(thing, dict):
        return {key: state(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [state(item) for item in thing]
    return state(vars(thing)) if hasattr(thing, "__dict__") else thing


@pytest.fixture(scope="module")
def demo(archives):
    return archives.demo()


@pytest.fixture(scope="module")
def model(demo, tmp_path_factory):
    return loaded(demo, tmp_path_factory.mktemp("model"))


MISSING = [None, math.nan, np.nan, np.float32("nan"), pd.NA, pd.NaT]


@pytest.mark.parametrize("missing", MISSING, ids=["None", "nan", "numpy", "float32", "NA", "NaT"])
@pytest.mark.parametrize("form", ["list", "Series", "array", "frame", "records", "dict"])
def test_a_missing_text_has_a_missing_answer(form, missing, demo, model):
    texts = [demo.texts[0], missing, demo.texts[1], "", missing]
    given = {
        "list": lambda: texts,
        "Series": lambda: pd.Series(texts, dtype=object),
        "array": lambda: np.array(texts, dtype=object),
        "frame": lambda: pd.DataFrame({"text": pd.Series(texts, dtype=object)}),
        "records": lambda: [{"text": text} for text in texts],
        "dict": lambda: {"text": texts},
    }[form]()
    answer, there = model.predict(given), model.predict([demo.texts[0], demo.texts[1], ""])
    assert answer["label"].isna().tolist() == [False, True, False, False, True]
    scores = [column for column in answer if column != "label"]
    assert len(scores) == 3 and all(answer[column].dtype == float for column in scores)
    assert answer[scores].isna().all(axis=1).tolist() == [False, True, False, False, True]
    assert pd.DataFrame(answer).dropna().to_dict("list") == there.to_dict("list")
    # What MLflow makes JSON of.
    rows = json.loads(json.dumps(answer.to_dict(orient="records"), allow_nan=False))
    assert rows[1] == rows[4] == dict.fromkeys(answer.columns)
    assert model.labels(texts) == [*demo.labels[:1], None, demo.labels[1], model.labels([""])[0], None]


@pytest.mark.parametrize("texts", [[], [None], [None, math.nan]], ids=str)
def test_nothing_but_missing_texts(texts, model):
    answer = model.predict(pd.DataFrame({"text": pd.Series(texts, dtype=object)}))
    assert len(answer) == len(texts) and answer["label"].isna().all()
    assert all(answer[column].dtype == float for column in answer if column != "label")
    assert all(set(row.values()) == {None} for row in answer.to_dict(orient="records"))


NO_TEXTS = [
    (5, "row 1 (the first is 0) is 5, a number, where a text is needed; give a string, or null"),
    (0.5, "row 1 (the first is 0) is 0.5, a number, where"),
    (True, "row 1 (the first is 0) is True, a truth value, where"),
    (b"abc", "row 1 (the first is 0) is b'abc', bytes, where"),
    (["a", "b"], "row 1 (the first is 0) is ['a', 'b'], list, where"),
    ({"body": "a"}, "row 1 (the first is 0) is {'body': 'a'}, dict, where"),
]


@pytest.mark.parametrize("item, said", NO_TEXTS, ids=[repr(item) for item, _ in NO_TEXTS])
def test_what_is_no_text_is_told_by_its_row(item, said, model):
    for given in [["a", item], pd.Series(["a", item], dtype=object), pd.DataFrame({"text": ["a", item]})]:
        with pytest.raises(ValueError) as fault:
            model.predict(given)
        assert said in str(fault.value)


def test_an_answer_is_a_frame_and_as_an_array_its_labels(demo, model):
    frame = pd.DataFrame({"text": demo.texts}, index=[f"row {row}" for row in range(len(demo.texts))])
    answer = model.predict(frame)
    assert isinstance(answer, pd.DataFrame) and answer.index.equals(frame.index)
    assert np.asarray(answer).tolist() == demo.labels
    assert answer.to_numpy().shape == (len(demo.texts), 4)
    for plain in [answer.copy(), answer[:5], answer.reset_index(), pickle.loads(pickle.dumps(answer)), pd.concat([answer])]:
        assert type(plain) is pd.DataFrame and list(plain.columns)[-4:] == list(answer.columns)
    assert copy.deepcopy(answer).tolist() == demo.labels
    from sklearn.metrics import accuracy_score

    assert accuracy_score(demo.labels, answer) == 1.0


def flipped(path):
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))


FAULTS = [
    (lambda data: flipped(data / "intercept.npy"), "intercept.npy is not the file that was written"),
    (lambda data: flipped(data / "dual_coef.npy"), "dual_coef.npy is not the file that was written"),
    (lambda data: flipped(data / "model.json"), "model.json is not the file that was written"),
    (lambda data: (data / "idf.npy").unlink(), "idf.npy is missing"),
    (lambda data: (data.parent / "data.sha256").write_text("nothing\n"), "is not a list of digests"),
    # The list was changed as well: MLmodel names another model.
    (lambda data: relisted(data), "are not the model"),
    (lambda data: (flipped(data / "intercept.npy"), (data.parent / "data.sha256").unlink()), "are not the model"),
]


def relisted(data):
    import hashlib

    flipped(data / "intercept.npy")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(data.iterdir())]
    (data.parent / "data.sha256").write_text("".join(lines))


@pytest.mark.parametrize("change, said", FAULTS, ids=range(len(FAULTS)))
def test_a_model_whose_files_were_changed_is_not_loaded(change, said, demo, tmp_path):
    folder = demo.unpack(tmp_path) / demo.model
    change(folder / "data")
    with pytest.raises(ValueError, match=said) as fault:
        module(folder).load(folder / "data")
    assert "again" in str(fault.value)


def module(folder):
    import importlib.util

    (program,) = (folder / "code").iterdir()
    described = importlib.util.spec_from_file_location(program.stem, program)
    found = importlib.util.module_from_spec(described)
    described.loader.exec_module(found)
    return found


def test_what_the_list_does_not_name_is_not_read(demo, tmp_path):
    folder = demo.unpack(tmp_path) / demo.model
    (folder / "data" / ".DS_Store").write_bytes(b"x")
    (folder / "data" / "platt.npy").write_bytes(b"x")
    assert module(folder).load(folder / "data").labels(demo.texts) == demo.labels


def test_an_older_model_and_a_folder_alone_are_loaded_as_they_are(demo, tmp_path):
    """Older archives have no list; MLmodel has the model's digest. A data folder by itself has neither."""
    folder = demo.unpack(tmp_path) / demo.model
    (folder / "data.sha256").unlink()
    program = module(folder)
    assert program.load(folder / "data").labels(demo.texts) == demo.labels
    shutil.copytree(folder / "data", tmp_path / "alone" / "data")
    assert program.load(tmp_path / "alone" / "data").labels(demo.texts) == demo.labels


def test_the_list_is_what_sha256sum_says(demo):
    import hashlib

    files = demo.below(f"{demo.model}data/")
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    listed = demo.files[f"{demo.model}data.sha256"]
    assert listed.decode() == lines and hashlib.sha256(listed).hexdigest() == demo.manifest["model_sha256"]
