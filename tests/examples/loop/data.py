"""Writes the data of the worked example: generated Polish texts, whose language changes on a day.

    python data.py FOLDER

- `train.csv`, `test.csv`: labelled rows of the time before;
- `week-1.csv` to `week-4.csv`: texts that come to the server, without labels; from week 3 on with more complaints about gnomes, a
  new word and a new emoji;
- `new-train.csv`, `new-test.csv`: rows of the time after, labelled by hand when retraining was advised.

Standard library only; the same bytes on every machine.
"""

import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "demo"))

import phrases  # noqa: E402
from generate_demo import AFTER_DRIFT, USUAL, Dice, block  # noqa: E402

SEED = 15
WEEK = 400


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    dice, seen = Dice(SEED), set()

    def rows(n_rows, after=False):
        return block(dice, phrases, n_rows, AFTER_DRIFT if after else USUAL, drifted=after, seen=seen)

    write(folder / "train.csv", ["text", "label"], rows(1600))
    write(folder / "test.csv", ["text", "label"], rows(600))
    for week in range(1, 5):
        texts = [(text,) for text, _ in rows(WEEK, after=week > 2)]
        write(folder / f"week-{week}.csv", ["text"], texts)
    write(folder / "new-train.csv", ["text", "label"], rows(1600, after=True))
    write(folder / "new-test.csv", ["text", "label"], rows(1000, after=True))


def write(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
