"""Evidently's side of `drift.rs`: for each line of standard input one round, its seconds by part as JSON on standard output.

    python tests/bench/drift.py FOLDER      in an environment with tests/requirements/tools_evidently.txt

Six tests of the labels, four tests of two descriptors, the drift of the texts; the files are read before. What Evidently
counts of a text itself, characters and words, is timed with its descriptors.
"""

import json
import logging
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
from evidently.legacy.calculations import stattests
from evidently.legacy.core import ColumnType

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

NAMES = [
    ("training_set_clean_only_text.txt", "training_set_clean_only_tags.txt"),
    ("test_set_only_text.txt", "test_set_only_tags.txt"),
]
LABELS = [
    stattests.jensenshannon_stat_test,
    stattests.psi_stat_test,
    stattests.kl_div_stat_test,
    stattests.hellinger_stat_test,
    stattests.chi_stat_test,
    stattests.tvd_test,
]
VALUES = [
    stattests.wasserstein_stat_test,
    stattests.ks_stat_test,
    stattests.psi_stat_test,
    stattests.jensenshannon_stat_test,
]


def lines(path):
    return pd.Series(path.read_bytes().decode().replace("\r\n", "\n").split("\n")[:-1])


def main(folder):
    sides = [(lines(folder / texts), lines(folder / tags)) for texts, tags in NAMES]
    (texts, tags), (texts_now, tags_now) = sides

    def labels():
        return [test(tags.copy(), tags_now.copy(), ColumnType.Categorical, None).drift_score for test in LABELS]

    def descriptors():
        scores = []
        for of_text in (len, lambda text: len(text.split())):
            before, now = texts.map(of_text), texts_now.map(of_text)
            scores += [test(before, now, ColumnType.Numerical, None).drift_score for test in VALUES]
        return scores

    def text():
        test = stattests.abs_text_content_drift_stat_test
        return [test(texts, texts_now, ColumnType.Text, None).drift_score]

    for _ in sys.stdin:
        seconds, found = {}, {}
        for name, part in (("labels", labels), ("descriptors", descriptors), ("text", text)):
            began = time.perf_counter()
            found[name] = [float(score) for score in part()]
            seconds[name] = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, "found": found}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
