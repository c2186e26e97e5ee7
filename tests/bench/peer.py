"""scikit-learn's side of `./dev bench`: a job's name on each line of standard input, its seconds on standard output.

    python peer.py FOLDER        FOLDER holds the four files of PolEval

Each job does what a stage of Dryf's run does, on the same rows; what it needs from earlier stages is made before and not
timed. `whole` is the user's whole train.py from files to scores, without MLflow.
"""

import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))

from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402
from sklearn.model_selection import train_test_split  # noqa: E402
from sklearn.svm import SVC, LinearSVC  # noqa: E402

from clean_reference import Cleaner, Recipe  # noqa: E402

NAMES = ["training_set_clean_only_text.txt", "training_set_clean_only_tags.txt"]
TEST_NAMES = ["test_set_only_text.txt", "test_set_only_tags.txt"]
CLASSES = {"0": "non-harmful", "1": "cyberbullying", "2": "hate-speech"}
WORD = {"lowercase": False, "token_pattern": r"(?u)\b\w\w\w+\b|[^\x00-\x7F]", "max_df": 0.95, "min_df": 5}
# On the tweets as they came: 74,413 terms, 2,411,921 stored values.
CHAR_WB = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2, "sublinear_tf": True}


def read(folder, names):
    texts, tags = ((folder / name).read_bytes().decode().replace("\r\n", "\n").split("\n")[:-1] for name in names)
    return texts, [CLASSES[tag] for tag in tags]


def clean(texts):
    cleaner = Cleaner(Recipe())
    return [cleaner.clean(text) for text in texts]


def micro(model, x, y):
    return f1_score(y, model.predict(x), average="micro")


def whole(folder):
    texts, tags = read(folder, NAMES)
    test_texts, test_tags = read(folder, TEST_NAMES)
    rows = list(range(len(texts)))
    x_train, x_validation, y_train, y_validation, *_ = train_test_split(
        texts, tags, rows, test_size=0.3, random_state=2021, stratify=tags
    )
    x_train, x_validation = clean(x_train), clean(x_validation)
    tfidf = TfidfVectorizer(**WORD)
    features = tfidf.fit_transform(x_train)
    model = SVC(C=1.0, kernel="poly", degree=3).fit(features, y_train)
    micro(model, features, y_train)
    micro(model, tfidf.transform(x_validation), y_validation)
    test = clean(test_texts)
    tfidf = TfidfVectorizer(**WORD)
    model = SVC(C=1.0, kernel="poly", degree=3).fit(tfidf.fit_transform(x_train + x_validation), y_train + y_validation)
    return micro(model, tfidf.transform(test), test_tags)


class Prepared:
    """What the jobs work on, each part made when it is first asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.made = {}

    def once(self, name, make):
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def texts(self):
        return self.once("texts", lambda: read(self.folder, NAMES)[0])

    def tags(self):
        return self.once("tags", lambda: read(self.folder, NAMES)[1])

    def cleaned(self):
        return self.once("cleaned", lambda: clean(self.texts()))

    def rows(self, options):
        texts = self.texts() if options is CHAR_WB else self.cleaned()
        return self.once(str(options), lambda: TfidfVectorizer(**options).fit_transform(texts))

    def fitted(self):
        return self.once("fitted", lambda: SVC(kernel="poly").fit(self.rows(WORD), self.tags()))

    def test_rows(self):
        tfidf = TfidfVectorizer(**WORD).fit(self.cleaned())
        return self.once("test", lambda: tfidf.transform(clean(read(self.folder, TEST_NAMES)[0])))


def jobs(prepared):
    """By name: what is made before, and what is timed."""

    def fit(model, options):
        return lambda: (prepared.rows(options), prepared.tags()), lambda rows, tags: model.fit(rows, tags)

    return {
        "svc_poly": fit(SVC(kernel="poly"), WORD),
        "svc_rbf": fit(SVC(kernel="rbf"), WORD),
        "svc_linear": fit(SVC(kernel="linear"), WORD),
        "svc_linear_char": fit(SVC(kernel="linear"), CHAR_WB),
        "linear_svc": fit(LinearSVC(), WORD),
        "linear_svc_char": fit(LinearSVC(), CHAR_WB),
        "clean_and_tfidf": (
            lambda: (prepared.texts(),),
            lambda texts: TfidfVectorizer(**WORD).fit_transform(clean(texts)),
        ),
        "char_tfidf": (lambda: (prepared.texts(),), lambda texts: TfidfVectorizer(**CHAR_WB).fit_transform(texts)),
        "predict": (
            lambda: (prepared.fitted(), prepared.test_rows()),
            lambda model, rows: model.predict(rows),
        ),
        "whole": (lambda: (prepared.folder,), whole),
    }


def main():
    known = jobs(Prepared(Path(sys.argv[1])))
    for line in sys.stdin:
        before, timed = known[line.strip()]
        given = before()
        began = time.perf_counter()
        timed(*given)
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main()
