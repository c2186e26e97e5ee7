"""The Python program of an archive against Rust, and its scikit-learn pipeline, over one configuration for each branch.

Nothing here needs MLflow; it runs in its environment for the sake of scikit-learn.
"""

import importlib.util
import math

import numpy as np
import pytest

from archives import DEMO, lines

# Texts beyond the demo's: nothing, one character, nothing but what the cleaning drops, characters that Python and Rust
# classify by their own tables, words longer than any n-gram.
ODD_TEXTS = [
    "",
    " ",
    "a",
    "😁",
    "😂😂 RT @anonymized_account",
    "\u00a0\u2003\u0085\u001c",
    "ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż",
    "I\u0307STANBUL İstanbul ŉ ǰ ß ẞ ﬁ Σας",
    "e\u0301 z\u0307\u0301 \u0301 ❤\ufe0f 👩\u200d👩\u200d👧 👍🏽 🇵🇱",
    "² ½ Ⅷ 一 ٣ ५ 3zł 5 km 100% 7PLN",
    "krasnal\rgnom\x0bskrzat\x0ckrasnal\u2028gnom\u2029skrzat",
    "„cytat” ‘inny’ — - … ... \\n \\ / % @ #tag _pod_kreślenie_",
    "$5 €6 £7 zł ZŁ zloty ziemia",
    "nic-z-tego-nie-jest-znane " * 50,
    "\x00\x01\x7f\u0080\ufeff",
]

# Each with what it is there for.
CONFIGS = {
    "poly": "",
    "poly, coef0, degree 4": "[svc]\ndegree = 4\ncoef0 = 0.5\nC = 3.0\n",
    "linear": '[svc]\nkernel = "linear"\n',
    "rbf": '[svc]\nkernel = "rbf"\nC = 10.0\n',
    "rbf, gamma": '[svc]\nkernel = "rbf"\ngamma = 0.3\n',
    "sigmoid": '[svc]\nkernel = "sigmoid"\ncoef0 = 0.1\n',
    "balanced": '[svc]\nkernel = "linear"\nclass_weight = "balanced"\n',
    "class weights": '[svc]\nclass_weight = { hate-speech = 4.0, cyberbullying = 2.5 }\n',
    "break ties": '[svc]\nkernel = "linear"\nbreak_ties = true\n',
    "engine linear": '[svc]\nengine = "linear"\n',
    "engine linear, hinge": '[svc]\nengine = "linear"\nloss = "hinge"\nC = 0.5\nclass_weight = "balanced"\n',
    "engine linear, no intercept": '[svc]\nengine = "linear"\nfit_intercept = false\n',
    "char_wb": '[tfidf]\nanalyzer = "char_wb"\nngram_range = [2, 4]\n[svc]\nkernel = "linear"\n',
    "char": '[tfidf]\nanalyzer = "char"\nngram_range = [1, 3]\nmin_df = 10\n',
    "bigrams, sublinear": "[tfidf]\nngram_range = [1, 2]\nmin_df = 2\nsublinear_tf = true\n",
    "counts, l1": '[tfidf]\nuse_idf = false\nnorm = "l1"\nbinary = true\n[svc]\nkernel = "linear"\nC = 20.0\n',
    "raw idf": '[tfidf]\nnorm = "none"\nsmooth_idf = false\nmax_features = 150\n[svc]\nkernel = "rbf"\n',
    "words and characters": "[tfidf]\nweight = 0.7\n[chars]\nenabled = true\n[svc]\nengine = 'linear'\n",
    "words and characters, rbf": "[tfidf]\nuse_idf = false\n[chars]\nenabled = true\nanalyzer = 'char'\nuse_idf = false\n"
    "norm = 'l1'\nweight = 3.0\n[svc]\nkernel = 'rbf'\n",
    "accents": "[tfidf]\nlowercase = true\nstrip_accents = 'unicode'\nstop_words = ['krasnal', 'gnom']\n[clean]\nsteps = []\n",
    "accents to ascii": "[tfidf]\nlowercase = true\nstrip_accents = 'ascii'\ntoken_pattern = '(?u)\\b\\w\\w+\\b'\n"
    '[clean]\ncase = "upper"\nnumber_action = "replacement"\n',
}
# Functions that both take from a library of their own differ by an ulp; a decision value sums some hundred products of
# coefficients below C. What is a polynomial or linear is equal.
ROUNDS = {"rbf", "rbf, gamma", "sigmoid", "raw idf", "bigrams, sublinear"} | {name for name in CONFIGS if "words and" in name}


@pytest.fixture(scope="module", params=list(CONFIGS))
def case(request, archives, tmp_path_factory):
    """A run, its loaded model, every text with what Rust says of it."""
    name = request.param
    archive = archives.demo(f"config-{list(CONFIGS).index(name)}", config=CONFIGS[name])
    return name, archive, *asked(archive, tmp_path_factory.mktemp("model"))


def asked(archive, folder):
    texts = lines(DEMO / "test_text.txt") + ODD_TEXTS
    asked = folder / "asked.txt"
    asked.write_bytes("".join(f"{text}\n" for text in texts).encode("utf-8"))
    return loaded(archive, folder), texts, archive.answers_to(asked)


def loaded(archive, folder):
    """The model by the program that lies beside it."""
    (program,) = (archive.unpack(folder) / archive.model / "code").iterdir()
    described = importlib.util.spec_from_file_location(program.stem, program)
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module.load(program.parents[1] / "data")


def scores(model, answers):
    """Rust's scores, a row for each text."""
    rows = [answer["scores"] for answer in answers]
    return np.array([[row[name] for name in model.classes] if isinstance(row, dict) else row for row in rows])


def test_python_says_what_rust_says(case):
    name, _, model, texts, answers = case
    assert len(answers) == len(texts)
    assert model.labels(texts) == [answer["label"] for answer in answers]
    assert len(set(model.labels(texts))) > 1
    got = np.array([model.scores(model.machines(*model.features(model.clean(text)))) for text in texts])
    if name in ROUNDS:
        np.testing.assert_allclose(got, scores(model, answers), rtol=0, atol=1e-10)
    else:
        assert np.array_equal(got, scores(model, answers))


def test_scikit_learn_says_what_rust_says(case):
    _, archive, model, texts, answers = case
    pipeline = model.to_sklearn()
    assert pipeline.predict(texts).tolist() == [answer["label"] for answer in answers]
    assert list(pipeline.classes_) == archive.manifest["classes"]
    # scikit-learn adds the products up in another order; values are below 100 and some hundred are added.
    np.testing.assert_allclose(pipeline.decision_function(texts), scores(model, answers), rtol=0, atol=1e-9)
    n_features = archive.summary["fits"]["final"]["n_features"]
    features = pipeline[1]
    assert features.transform(["x"]).shape == (1, n_features) == (1, pipeline["svc"].n_features_in_)
    assert features.get_feature_names_out().tolist() == model.vocabulary


def test_the_pipeline_is_the_one_that_scikit_learn_would_fit(archives, tmp_path):
    """Fitted afresh on the same rows with the parameters that the pipeline shows, scikit-learn's gives the same labels."""
    from sklearn.base import clone

    archive = archives.demo()
    model = loaded(archive, tmp_path)
    pipeline = model.to_sklearn()
    names = {"0": "non-harmful", "1": "cyberbullying", "2": "hate-speech"}
    texts, tags = lines(DEMO / "train_text.txt"), lines(DEMO / "train_tags.txt")
    # Fitting needs the cleaning function and the parameters, both of which a clone keeps.
    again = clone(pipeline).fit(texts, [names[tag] for tag in tags])
    assert again["tfidf"].vocabulary_ == pipeline["tfidf"].vocabulary_
    np.testing.assert_allclose(again["tfidf"].idf_, pipeline["tfidf"].idf_, rtol=1e-15)
    assert math.isclose(again["svc"]._gamma, pipeline["svc"]._gamma, rel_tol=1e-12)
    assert again.predict(archive.texts).tolist() == archive.labels


@pytest.fixture(scope="module", params=["smo", "linear"])
def two_classes(request, archives, tmp_path_factory):
    """The demo without its third class."""
    folder = tmp_path_factory.mktemp("two-classes")
    for part in ["train", "test"]:
        rows = zip(lines(DEMO / f"{part}_text.txt"), lines(DEMO / f"{part}_tags.txt"))
        kept = [(text, tag) for text, tag in rows if tag != "1"]
        for place, what in enumerate(["text", "tags"]):
            (folder / f"{part}_{what}.txt").write_text("".join(f"{row[place]}\n" for row in kept), encoding="utf-8")
    files = [(part, what) for part in ["train", "test"] for what in ["text", "tags"]]
    data = [word for part, what in files for word in (f"--{part}-{what}", folder / f"{part}_{what}.txt")]
    data += ["--label-names", "poleval"]
    config = f'[svc]\nengine = "{request.param}"\nkernel = "linear"\n'
    archive = archives.train(f"two-{request.param}", *data, test_text=folder / "test_text.txt", config=config)
    return archive, *asked(archive, folder)


def test_two_classes(two_classes):
    archive, model, texts, answers = two_classes
    assert model.classes == ["hate-speech", "non-harmful"]
    expected = [answer["label"] for answer in answers]
    assert set(expected) == set(model.classes)
    assert model.labels(texts) == expected
    pipeline = model.to_sklearn()
    assert pipeline.predict(texts).tolist() == expected
    # scikit-learn has one column, above 0 for the second class.
    column = [model.scores(model.machines(*model.features(model.clean(text))))[1] for text in texts]
    np.testing.assert_allclose(pipeline.decision_function(texts), column, rtol=0, atol=1e-9)
    assert [answer["scores"][-1] if len(answer["scores"]) > 1 else answer["scores"][0] for answer in answers] == column


def test_linfa_svm_has_no_counterpart_in_scikit_learn(archives, tmp_path):
    few = []  # its kernel matrix is dense
    for kind in ["text", "tags"]:
        path = tmp_path / f"train_{kind}.txt"
        path.write_text("".join(f"{line}\n" for line in lines(DEMO / f"train_{kind}.txt")[:240]), encoding="utf-8")
        few += [f"--train-{kind}", path]
    config = '[svc]\nengine = "linfa-svm"\nkernel = "linear"\n'
    archive = archives.train("linfa", *few, test_text=DEMO / "test_text.txt", config=config)
    model, texts, answers = asked(archive, tmp_path)
    assert model.labels(texts) == [answer["label"] for answer in answers]
    with pytest.raises(NotImplementedError, match="use this model's own predict"):
        model.to_sklearn()
