"""How good the model is that a search on PolEval's training file finds, over some seeds.

    python quality.py [--seeds 1,2,3,4,5] [--trials 60] [--workers 2] [--folder ../examples/poleval] [--keep FOLDER]

For each seed of the sampler (and of folds, where there are some) `dryf tune` searches from the folder's run.toml by its
search.toml, on the training file alone, learns what it took on all training rows, and evaluates that on the test file, once
a seed. Needs DRYF_POLEVAL_DIR and DRYF_BIN (the command line, built). Prints PolEval's own micro and macro F, in percent: of
the search and on the test set, seed by seed, then their median, lowest and highest. --keep writes the configurations there, as
found-SEED.toml.
"""

import argparse
import json
import os
import re
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
SCORES = ("poleval_micro_f", "poleval_macro_f")


def searched(seed, options, folder):
    """The report of one search, with the run that it ended in, and the configuration that it took as TOML."""
    search = (options.folder / "search.toml").read_text(encoding="utf-8")
    search, n = re.subn(r"(?m)^seed = \d+$", f"seed = {seed}", search)
    assert n == 1, "search.toml has one line with the seed"
    (folder / "search.toml").write_text(search, encoding="utf-8")
    command = [os.environ["DRYF_BIN"], "tune", "--data", os.environ["DRYF_POLEVAL_DIR"], "--config", options.folder / "run.toml",
               "--search", folder / "search.toml", "--trials", options.trials, "--workers", options.workers,
               "--out", folder / "run.zip", "--without-texts", "--json", folder / "search.json"]
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with zipfile.ZipFile(folder / "run.zip") as archive:
        name = next(name for name in archive.namelist() if name.endswith("/artifacts/run.toml"))
        return json.loads((folder / "search.json").read_text()), archive.read(name).decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=HERE.parent / "examples" / "poleval")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    print("| seed | trials complete | seconds | search, micro / macro | test, micro / macro |\n|---|---|---|---|---|")
    tests = []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for seed in map(int, options.seeds.split(",")):
            began = time.monotonic()
            report, taken = searched(seed, options, folder)
            seconds = time.monotonic() - began
            if options.keep:
                (options.keep / f"found-{seed}.toml").write_text(taken, encoding="utf-8")
            tests.append([report["run"]["metrics"][score] for score in SCORES])
            measures = report["trials"][report["taken"]]["measures"]
            complete = sum(trial["state"] == "complete" for trial in report["trials"])
            found, test = (" / ".join(f"{score:.2f}" for score in scores)
                           for scores in ([measures[score] for score in SCORES], tests[-1]))
            print(f"| {seed} | {complete} of {len(report['trials'])} | {seconds:.0f} | {found} | {test} |", flush=True)
    for name, scores in zip(SCORES, zip(*tests)):
        print(f"{name} on the test set: median {median(scores):.2f}, {min(scores):.2f} to {max(scores):.2f}")


if __name__ == "__main__":
    main()
