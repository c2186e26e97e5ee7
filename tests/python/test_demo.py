"""Guards the demo corpus: the committed files are what the generator writes, and hold what their description promises."""

import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "www" / "demo"
FILES = ["train_text.txt", "train_tags.txt", "test_text.txt", "test_tags.txt"]
# Each corpus: its folder, the word of its drift, what gnomes are called.
POLISH = ("", "krasnaloz", ["krasnal", "gnom", "skrzat"])
ENGLISH = ("en/", "gnomania", ["gnome", "goblin", "elves"])
corpora = pytest.mark.parametrize("folder, word, gnomes", [POLISH, ENGLISH], ids=["pl", "en"])


def lines(name):
    text = (COMMITTED / name).read_bytes().decode("utf-8")
    assert text.endswith("\n") and "\r" not in text
    return text[:-1].split("\n")


def test_the_generator_writes_the_committed_bytes(tmp_path):
    subprocess.run([sys.executable, "-B", str(ROOT / "tests" / "demo" / "generate_demo.py"), str(tmp_path)], check=True)
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.txt")}
    assert written == {folder + name for folder, *_ in [POLISH, ENGLISH] for name in FILES}
    for name in written:
        assert (tmp_path / name).read_bytes() == (COMMITTED / name).read_bytes(), f"{name} differs"


@corpora
@pytest.mark.parametrize("name, rows", [("train", 1200), ("test", 300)])
def test_texts_and_tags_pair_line_by_line(folder, word, gnomes, name, rows):
    assert len(lines(f"{folder}{name}_text.txt")) == len(lines(f"{folder}{name}_tags.txt")) == rows
    assert all(text.strip() for text in lines(f"{folder}{name}_text.txt"))


@corpora
def test_the_classes_are_imbalanced_and_each_is_there(folder, word, gnomes):
    tags = lines(f"{folder}train_tags.txt")
    shares = {tag: tags.count(tag) / len(tags) for tag in "012"}
    assert set(tags) == {"0", "1", "2"}
    # 70, 15 and 15 of 100 were asked for; a label of 30 is moved, mostly out of the largest class.
    assert 0.65 < shares["0"] < 0.72 and 0.14 < shares["1"] < 0.18 and 0.14 < shares["2"] < 0.18


@corpora
def test_the_second_half_of_the_test_set_drifts(folder, word, gnomes):
    train, test = lines(f"{folder}train_text.txt"), lines(f"{folder}test_text.txt")
    before, after = test[:150], test[150:]

    def count(rows, *words):
        return sum(any(word in text.lower() for word in words) for text in rows)

    assert count(train + before, word) == 0 and count(after, word) >= 15
    assert count(train + before, "🎅") == 0 and count(after, "🎅") >= 15
    assert count(after, *gnomes) > 1.3 * count(before, *gnomes)


@corpora
def test_duplicates_contradictions_and_a_leak_are_planted(folder, word, gnomes):
    train = list(zip(lines(f"{folder}train_text.txt"), lines(f"{folder}train_tags.txt")))
    assert len(train) - len(set(train)) >= 10
    assert len({text for text, _ in set(train)}) == len(set(train)) - 1
    assert len({text for text, _ in train} & set(lines(f"{folder}test_text.txt"))) == 3
