"""How long the trials of a search take in Dryf and in Python with scikit-learn, configuration by configuration by turns on one core.

    taskset -c 0 python search_speed.py PROGRAM [--trials N] [--sampler NAME] [--seed S] [--folds N] [--limit SECONDS] [--objective NAME]

PROGRAM is what `cargo bench --no-run --bench search` builds; DRYF_POLEVAL_DIR names the folder of the files. One search of Dryf's
gives the configurations. Python has the texts of each cleaning kept over the trials, as a study of Optuna's would have
(`clean_reference.py`), and scikit-learn's vectorizer and classifiers with their defaults for the rest; Optuna's own time is left
out. A configuration on which scikit-learn takes more than the limit of processor time is stopped and counted with the limit: then
the ratio is a lower bound. Both evaluate the split of a run; with `--folds` each its own stratified folds.
"""

import argparse
import json
import os
import pickle
import resource
import sys
import time
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "fixtures")]

from clean_reference import Cleaner, Recipe  # noqa: E402
from search_filter import Filter  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402
from sklearn.model_selection import StratifiedKFold, train_test_split  # noqa: E402
from sklearn.svm import SVC, LinearSVC  # noqa: E402

# The split depends on the order of the classes, which is that of their names.
CLASSES = {"0": "non-harmful", "1": "cyberbullying", "2": "hate-speech"}
NAMES = ["training_set_clean_only_text.txt", "training_set_clean_only_tags.txt"]
SEED = 2021


def vectorizer(point):
    (ngram_range,) = [value for name, value in point.items() if name.startswith("tfidf.ngram_range")]
    names = ("analyzer", "token_pattern", "min_df", "max_df", "sublinear_tf", "use_idf")
    given = {name: point[f"tfidf.{name}"] for name in names if f"tfidf.{name}" in point}
    return TfidfVectorizer(lowercase=False, ngram_range=tuple(ngram_range), **given)


def classifier(point):
    weight = None if point["svc.class_weight"] == "none" else point["svc.class_weight"]
    if point["svc.engine"] == "linear":
        return LinearSVC(C=point["svc.C"], loss=point["svc.loss"], class_weight=weight, random_state=SEED)
    gamma = {"gamma": point["svc.gamma"]} if "svc.gamma" in point else {}
    return SVC(C=point["svc.C"], kernel=point["svc.kernel"], class_weight=weight, **gamma)


class Peer:
    def __init__(self, n_folds):
        folder = Path(os.environ["DRYF_POLEVAL_DIR"])
        self.texts, self.tags = ((folder / name).read_bytes().decode().replace("\r\n", "\n").split("\n")[:-1] for name in NAMES)
        self.tags = [CLASSES[tag] for tag in self.tags]
        rows = range(len(self.tags))
        self.folds = [train_test_split(rows, test_size=0.3, random_state=SEED, stratify=self.tags)]
        if n_folds > 1:
            self.folds = list(StratifiedKFold(n_folds, shuffle=True, random_state=SEED).split(rows, self.tags))
        self.cleaned = {}

    def clean(self, steps):
        name = tuple(steps)
        if name not in self.cleaned:
            cleaner = Cleaner(Recipe(steps=steps))
            self.cleaned[name] = [cleaner.clean(text) for text in self.texts]
        return self.cleaned[name]

    def scores(self, point, texts):
        values = []
        for learned, scored in self.folds:
            features, model = vectorizer(point), classifier(point)
            x = features.fit_transform([texts[row] for row in learned])
            model.fit(x, [self.tags[row] for row in learned])
            predicted = model.predict(features.transform([texts[row] for row in scored]))
            truth = [self.tags[row] for row in scored]
            values.append([f1_score(truth, predicted, average=average) for average in ("micro", "macro")])
        return [sum(column) / len(column) for column in zip(*values)]

    def evaluate(self, point, limit):
        """Its scores, or none where it took too long; seconds of processor and by the clock."""
        begun, used = time.perf_counter(), time.process_time()
        texts = self.clean(point["clean.steps"])
        cleaning = time.process_time() - used
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            warnings.simplefilter("ignore", ConvergenceWarning)
            with os.fdopen(theirs, "wb") as out:
                pickle.dump(self.scores(point, texts), out)
            os._exit(0)
        os.close(theirs)
        with os.fdopen(ours, "rb") as answer:
            answer = answer.read()
        _, status, usage = os.wait4(child, 0)
        if status and not os.WIFSIGNALED(status):
            sys.exit(f"scikit-learn failed on {point}")
        seconds = cleaning + usage.ru_utime + usage.ru_stime
        return (pickle.loads(answer) if answer else None), seconds, time.perf_counter() - begun


def drawn(given, evaluator):
    """The configurations of a search of Dryf's."""
    proposals, points = Filter(given.program, "propose", given.sampler, given.seed), []
    for _ in range(given.trials):
        points.append(proposals.read())
        evaluator.write(points[-1])
        proposals.write(evaluator.read().get(given.objective))
    proposals.close()
    return points


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--sampler", default="union")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folds", type=int, default=1)
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--objective", default="f1_macro")
    given = parser.parse_args()
    evaluator = Filter(given.program, "evaluate", given.folds)
    points = drawn(given, evaluator)
    evaluator.close()
    # One that has nothing of them yet.
    evaluator, peer = Filter(given.program, "evaluate", given.folds), Peer(given.folds)
    total, by_kind, stopped, apart = [0.0] * 4, {}, 0, 0.0
    for number, point in enumerate(points):
        begun = time.perf_counter()
        evaluator.write(point)
        answer = evaluator.read()
        times = [answer["seconds"], 0.0, time.perf_counter() - begun, 0.0]
        scores, times[1], times[3] = peer.evaluate(point, given.limit)
        total = [a + b for a, b in zip(total, times)]
        kind = f"{point['tfidf.analyzer']}, {point.get('svc.kernel', 'LinearSVC')}"
        by_kind.setdefault(kind, []).append(times)
        if scores is None:
            stopped += 1
        elif given.folds == 1:
            apart = max(apart, *(abs(scores[at] - answer[name]) for at, name in enumerate(("f1_micro", "f1_macro"))))
        print(f"{number}: {kind}, C {point['svc.C']:.3g}: {times[0]:.2f} s, scikit-learn "
              f"{'more than ' if scores is None else ''}{times[1]:.2f} s", file=sys.stderr, flush=True)
    print("| trials | n | Dryf, s of processor | scikit-learn, s of processor | ratio |\n|---|---|---|---|---|")
    for kind, rows in [*sorted(by_kind.items()), ("all", [total])]:
        ours, theirs = (sum(row[at] for row in rows) for at in (0, 1))
        print(f"| {kind} | {len(rows) if kind != 'all' else len(points)} | {ours:.2f} | {theirs:.1f} | {theirs / ours:.1f} |")
    print(f"\nBy the clock {total[3] / total[2]:.1f}. {stopped} were stopped at {given.limit} s; scores of the others differ by at most {apart:.4f}.")


main()
