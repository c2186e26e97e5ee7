"""What `dryf suspects` finds of wrong labels that are planted, beside cleanlab over scikit-learn, and what leaving suspects out does.

    python suspects.py [--seeds 1,2,3,4,5] [--share 0.05] [--config RUN.TOML] [--data FOLDER]

For each seed a share of the training labels gets another class, drawn evenly. Printed are the suspects, how many of the first 100 were
planted (by chance 100 times the share, at most all that were planted), the same of cleanlab's `find_label_issues` on out-of-fold softmax
of scikit-learn's SVC over uncleaned texts, and the change of F1 macro on the test set where the model learns without the suspects, with
the gate's interval of 95 %. Needs DRYF_BIN (the command line, built) and an environment with tests/requirements/cleanlab.txt. The
data are the demo corpus, or a folder with PolEval's files.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from cleanlab.filter import find_label_issues
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

DEMO = Path(__file__).resolve().parents[2] / "www" / "demo"
DEMO_NAMES = ("train_text.txt", "train_tags.txt", "test_text.txt", "test_tags.txt")
POLEVAL_NAMES = ("training_set_clean_only_text.txt", "training_set_clean_only_tags.txt", "test_set_only_text.txt", "test_set_only_tags.txt")
FIRST = 100


def dryf(folder, *words):
    # 1 and 2 are answers of the gate.
    done = subprocess.run([os.environ["DRYF_BIN"], *map(str, words)], cwd=folder, capture_output=True, text=True)
    assert done.returncode in (0, 1, 2), done.stderr


def of_cleanlab(texts, labels):
    """Rows in cleanlab's order."""
    scores = np.zeros((len(labels), len(set(labels))))
    for rest, held_out in StratifiedKFold(5, shuffle=True, random_state=2021).split(texts, labels):
        words = TfidfVectorizer(token_pattern=r"(?u)\b\w\w\w+\b|[^\x00-\x7F]", min_df=5, max_df=0.95)
        rows = words.fit_transform(texts[row] for row in rest)
        svc = SVC(kernel="poly", degree=3).fit(rows, labels[rest])
        scores[held_out] = svc.decision_function(words.transform(texts[row] for row in held_out))
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return find_label_issues(labels, probabilities, return_indices_ranked_by="self_confidence", n_jobs=1)


def measured(seed, options, folder):
    names = POLEVAL_NAMES if options.data else DEMO_NAMES
    train_text, train_tags, test_text, test_tags = ((options.data or DEMO) / name for name in names)
    texts = train_text.read_text(encoding="utf-8").split("\n")[: len(train_tags.read_text().split())]
    labels = np.array([int(tag) for tag in train_tags.read_text().split()])
    random = np.random.RandomState(seed)
    planted = random.choice(len(labels), round(options.share * len(labels)), replace=False)
    n_classes = labels.max() + 1
    labels[planted] = (labels[planted] + random.randint(1, n_classes, len(planted))) % n_classes
    (folder / "tags.txt").write_text("".join(f"{label}\n" for label in labels))
    data = ["--train-text", train_text, "--train-tags", "tags.txt", "--label-names", "poleval"]
    test = ["--text", test_text, "--tags", test_tags]
    config = ["--config", options.config.resolve()] if options.config else []
    dryf(folder, "suspects", *data, *config, "--json", "suspects.json", "--exclude-out", "without.toml")
    dryf(folder, "train", *data, *config, "--out", "all.zip")
    dryf(folder, "train", *data, "--config", "without.toml", "--out", "without.zip")
    dryf(folder, "compare", "--candidate", "without.zip", "--production", "all.zip", *test, "--label-names", "poleval", "--without-resources", "--json", "gate.json")
    ours = [suspect["row"] for suspect in json.loads((folder / "suspects.json").read_text())["suspects"]]
    theirs = of_cleanlab(texts, labels)
    found = lambda rows: len(set(rows[:FIRST]) & set(planted.tolist()))
    change = json.loads((folder / "gate.json").read_text())["comparison"]["against_production"]["differences"]["f1_macro"]["estimate"]
    return [len(planted), len(ours), found(ours), len(theirs), found(theirs.tolist()), change]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    print(f"| seed | planted | suspects | of the first {FIRST} | cleanlab's | of the first {FIRST} | F1 macro without suspects |\n|---|---|---|---|---|---|---|")
    for seed in map(int, options.seeds.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            *counts, change = measured(seed, options, Path(folder))
        interval = f"{change['value']:+.3f} [{change['low']:+.3f}, {change['high']:+.3f}]"
        print("| " + " | ".join(map(str, [seed, *counts, interval])) + " |", flush=True)


if __name__ == "__main__":
    main()
