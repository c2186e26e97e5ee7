"""How time and memory grow with the rows: Dryf natively and in Chromium, scikit-learn beside it.

    python growth.py [--sizes 10000,31600,100000,1000000] [--poly-up-to 100000] [--chromium-up-to 100000] [--sklearn-seconds 600]

The texts come from a seeded generator with PolEval's statistics: for each row a class by its share, a length and words as
the class has them in the training file (cleaned; words are replaced by numbered ones). Needs DRYF_POLEVAL_DIR, DRYF_BIN
(the command line, built), node and the page in pkg/; scikit-learn in the Python that runs this. `fit` is the fit on all
rows; memory is the greatest of a process, and of the whole run for Dryf. scikit-learn is given up after the seconds named.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

TAGS = {"non-harmful": "0", "cyberbullying": "1", "hate-speech": "2"}
SEED = 2021


def generate(n, texts, tags, folder):
    """Writes n rows; the same n gives the same bytes."""
    import numpy as np

    random = np.random.RandomState(SEED)
    numbers = {}
    rows = {tag: [] for tag in TAGS}
    for text, tag in zip(texts, tags):
        rows[tag].append([numbers.setdefault(word, len(numbers)) for word in text.split()])
    classes = sorted(TAGS)
    shares = np.array([len(rows[tag]) for tag in classes], float)
    chosen = random.choice(len(classes), size=n, p=shares / shares.sum())
    written = [""] * n
    for at, tag in enumerate(classes):
        mine = np.flatnonzero(chosen == at)
        pool = np.concatenate([row for row in rows[tag] if row])
        lengths = random.choice([len(row) for row in rows[tag]], size=len(mine))
        drawn = random.choice(pool, size=int(lengths.sum()))
        for row, words in zip(mine, np.split(drawn, np.cumsum(lengths)[:-1])):
            written[row] = " ".join(map(word, words))
    (folder / "training_set_clean_only_text.txt").write_text("".join(f"{text}\n" for text in written))
    (folder / "training_set_clean_only_tags.txt").write_text("".join(f"{TAGS[classes[at]]}\n" for at in chosen))


def word(number):
    """A made-up word of letters for a number, which no list of the cleaning knows."""
    letters = "qx"
    while True:
        letters += chr(ord("a") + number % 26)
        number //= 26
        if number == 0:
            return letters + "q"


def measured(command, limit=None):
    """What a program prints, its seconds and its greatest memory in MB; None where it takes longer than the limit."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, high_water(process.pid))
            if limit and time.perf_counter() - began > limit:
                process.kill()
                process.wait()
                return None
            time.sleep(0.005)
        if process.returncode:
            raise RuntimeError(f"{command} failed")
        output.seek(0)
        return output.read().decode(), peak


def high_water(pid):
    """A running process's greatest memory so far in MB. (What `wait4` tells counts this program's own as well.)"""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def native(folder, settings):
    with tempfile.TemporaryDirectory() as work:
        config, summary = Path(work, "run.toml"), Path(work, "run.json")
        config.write_text(settings)
        _, peak = measured([os.environ["DRYF_BIN"], "train", "--data", str(folder), "--config", str(config), "--json", str(summary)])
        found = json.loads(summary.read_text())
        return found["seconds"]["fit_full"], peak, found["fits"]["final"]["iterations"]


def chromium(folder, settings):
    printed, _ = measured(["node", str(HERE / "page_run.mjs"), str(folder), *settings])
    return json.loads(printed)["fit_full"]


def scikit_learn(folder, model, limit):
    """In a process of its own, so that it can be given up and its memory be told."""
    found = measured([sys.executable, __file__, "--fit", str(folder), model], limit)
    return found and (*map(float, found[0].split()), found[1])


def fit(folder, name):
    import peer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import SVC, LinearSVC

    texts, tags = peer.read(Path(folder), peer.NAMES)
    rows = TfidfVectorizer(**peer.WORD).fit_transform(texts)
    model = SVC(kernel="poly") if name == "poly" else LinearSVC()
    # Of this one thread, so that other work on the machine does not count against it.
    began = time.thread_time()
    model.fit(rows, tags)
    print(time.thread_time() - began, sum(model.n_iter_) if name == "poly" else model.n_iter_)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,31600,100000,1000000")
    parser.add_argument("--poly-up-to", type=int, default=100_000)
    parser.add_argument("--chromium-up-to", type=int, default=100_000)
    parser.add_argument("--sklearn-seconds", type=float, default=600)
    parser.add_argument("--fit", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fit:
        return fit(*given.fit)

    import peer

    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    texts, tags = peer.read(Path(os.environ["DRYF_POLEVAL_DIR"]), peer.NAMES)
    texts = peer.clean(texts)
    print("| rows | model | scikit-learn fit | MB | Dryf fit | ratio | MB | iterations | Chromium fit |\n|---|---|---|---|---|---|---|---|---|")
    for n in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            generate(n, texts, tags, folder)
            for model in ("poly", "linear"):
                if model == "poly" and n > given.poly_up_to:
                    continue
                settings = {"poly": "", "linear": '[svc]\nengine = "linear"\nkernel = "linear"\ntol = 1e-4\n'}[model]
                link = {"poly": [], "linear": ["svc.engine=linear", "svc.kernel=linear", "svc.tol=1e-4"]}[model]
                theirs = scikit_learn(folder, model, given.sklearn_seconds)
                ours, peak, iterations = native(folder, settings)
                in_page = chromium(folder, link) if n <= given.chromium_up_to else None
                cells = [
                    f"{n:,}",
                    "SVC poly" if model == "poly" else "LinearSVC",
                    f"{theirs[0]:.2f} s" if theirs else f"over {given.sklearn_seconds:.0f} s",
                    f"{theirs[2]:.0f}" if theirs else "",
                    f"{ours:.3f} s",
                    f"1/{theirs[0] / ours:.1f}" if theirs else f"under 1/{given.sklearn_seconds / ours:.0f}",
                    f"{peak:.0f}",
                    f"{iterations:,}",
                    f"{in_page:.3f} s" if in_page else "",
                ]
                print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
