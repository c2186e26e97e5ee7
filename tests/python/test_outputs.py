"""What the commands write by `--json` is of the schemas that `dryf schema` prints, by the reference validator."""

import copy
import json
import os
import subprocess
import zipfile

import pytest
from jsonschema import Draft202012Validator

LINEAR = '[svc]\nengine = "linear"\n'
PROBABILITY = '[svc]\nkernel = "rbf"\nprobability = true\n[drift]\nprofile = "none"\n'
PAIRS = '[svc]\ndecision_function_shape = "ovo"\n[drift]\nprofile = "marginals"\n'
SPACE = """
[space]
"svc.C" = { low = 0.1, high = 10.0, log = true }
"tfidf.min_df" = [2, 5, 5000]
"svc.engine" = [{ choices = ["linear"], when = { "tfidf.min_df" = [2] } }, { choices = ["smo"] }]
"""
STUDY = '[study]\nn_trials = 6\nn_folds = 3\npruner = "median"\n'
PARETO = '[study]\nn_trials = 4\nn_folds = 2\npruner = "none"\nsecond_objective = "model_bytes"\n'
RULES = """
[[rules]]
rule = "better"
any_of = ["f1_macro", { recall = "hate-speech" }]
min_gain = 0.0
[[rules]]
rule = "ratio"
of = "latency_p50"
max = 100.0
[[rules]]
rule = "size"
of = "model"
max = 1
[[rules]]
rule = "robust"
of = "typos"
max = 0.05
"""
WORDS = "kot pies dom las rower morze zima lato chleb mleko ranek deszcz".split()


def table(rows, of_class, more=()):
    """A table with a row for each number, and `more` lines as they stand."""
    lines = ["text,label,created_at"]
    for row in rows:
        words = " ".join(WORDS[(row * step) % len(WORDS)] for step in (1, 3, 5))
        lines.append(f"{of_class(row)} {words} {row},{of_class(row)},2026-01-{1 + row % 28:02}")
    return "\n".join([*lines, *more]) + "\n"


def two_classes(row):
    return ("dobry", "zly")[row % 2]


FILES = {
    "linear.toml": LINEAR,
    "probability.toml": PROBABILITY,
    "pairs.toml": PAIRS,
    "pareto.toml": PARETO + SPACE,
    "study.toml": STUDY + SPACE,
    "rules.toml": RULES,
    "small.csv": table(range(80), two_classes, [",dobry,2026-01-01", "bez etykiety,NaN,2026-01-02"]),
    "late.csv": table(range(80, 140), lambda row: "nowy" if row > 120 else two_classes(row), ['"w dwóch\nwierszach",zly,2026-02-03']),
    "hopeless.csv": "text,label\nala ma kota,dobry\nala ma psa,zly\n",
    "tweets.txt": "co za piękny dzień\n\nty idioto, spadaj stąd\n",
}


class Desk:
    """A folder in which commands are run, and the archives that several tests need, each made once."""

    ARCHIVES = {
        "run.zip": "train --demo",
        "linear.zip": "train --demo --config linear.toml --production run.zip --without-texts",
        "probability.zip": "train --demo --config probability.toml --production run.zip",
        "pairs.zip": "train --demo --config pairs.toml",
        "small.zip": "train --train-text small.csv --config linear.toml",
        "other.zip": "train --train-text small.csv --config probability.toml",
        "gated.zip": "compare --candidate linear.zip --production run.zip --demo --without-resources",
        "drift.zip": "drift --reference small.zip --current late.csv --without-splits",
        "watched.zip": "monitor --production small.zip --batch late.csv",
        "tuned.zip": "tune --demo --search pareto.toml --config linear.toml",
    }

    def __init__(self, folder):
        self.folder = folder
        self.written = {}
        for name, text in FILES.items():
            (folder / name).write_text(text)

    def run(self, words, **more):
        words = words.split()
        for word in words:
            if word in self.ARCHIVES and not (self.folder / word).exists():
                self.archive(word)
        environment = {name: text for name, text in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        environment |= more
        return subprocess.run([os.environ["DRYF_BIN"], *words], cwd=self.folder, env=environment, capture_output=True, text=True)

    def archive(self, name):
        """Makes an archive, and keeps what `--json` wrote on the way."""
        done = self.run(f"{self.ARCHIVES[name]} --out {name}.new --json {name}.json")
        assert done.returncode <= 2, done.stderr
        (self.folder / f"{name}.new").rename(self.folder / name)

    def json(self, words, **more):
        """What a command writes; of an archive that several tests need, what was written when it was made."""
        if words in self.ARCHIVES:
            if not (self.folder / words).exists():
                self.archive(words)
            return json.loads((self.folder / f"{words}.json").read_text())
        if words not in self.written:
            done = self.run(f"{words} --json out.json", **more)
            # 65: data that can't be used, or an archive that is damaged, is told in JSON too.
            assert done.returncode in (0, 1, 2, 65), (done.returncode, done.stderr)
            self.written[words] = json.loads((self.folder / "out.json").read_text())
            (self.folder / "out.json").unlink()
        return self.written[words]


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("outputs"))


@pytest.fixture(scope="session")
def schemas():
    """The validator of each name; made once."""
    made = {}

    def of(name):
        if name not in made:
            printed = subprocess.run([os.environ["DRYF_BIN"], "schema", name], check=True, capture_output=True, text=True).stdout
            schema = json.loads(printed)
            Draft202012Validator.check_schema(schema)
            made[name] = Draft202012Validator(schema)
        return made[name]

    return of


OUTPUTS = [
    ("train", "run.zip"),
    ("train", "linear.zip"),
    ("train", "probability.zip"),
    ("train", "small.zip"),
    ("validate", "validate --demo"),
    ("validate", "validate --train-text late.csv"),
    ("validate", "validate --train-text hopeless.csv"),
    ("suspects", "suspects --demo"),
    ("suspects", "suspects --train-text small.csv --config probability.toml --folds 3 --rank normalized-margin"),
    ("evaluate", "evaluate --model run.zip --demo"),
    ("evaluate", "evaluate --model small.zip --text late.csv"),
    ("robustness", "robustness --model run.zip --demo"),
    ("robustness", "robustness --model small.zip --text late.csv"),
    ("compare", "gated.zip"),
    ("compare", "compare --candidate probability.zip --production run.zip --demo --rules rules.toml"),
    ("compare", "compare --candidate run.zip --production run.zip --demo --without-resources"),
    ("compare", "compare --candidate small.zip --production other.zip --text late.csv --without-resources"),
    ("drift", "drift.zip"),
    ("drift", "drift --reference small.csv --current late.csv"),
    ("drift", "drift --reference pairs.zip --current tweets.txt"),
    ("drift", "drift --reference small.zip --current small.zip --without-splits"),
    ("monitor", "watched.zip"),
    ("monitor", "monitor --production run.zip --batch late.csv --batch-rows 20"),
    ("monitor", "monitor --production small.zip --batch small.csv --batch late.csv --time-column created_at --every week --last"),
    ("monitor", "monitor --production pairs.zip --batch tweets.txt --retrain why"),
    ("tune", "tuned.zip"),
    ("tune", "tune --train-text small.csv --search study.toml"),
    ("inspect", "inspect run.zip"),
    ("inspect", "inspect gated.zip"),
    ("inspect", "inspect drift.zip"),
    ("inspect", "inspect watched.zip"),
    ("diff", "diff run.zip probability.zip"),
    ("diff", "diff run.zip run.zip"),
    ("diff", "diff run.zip linear.zip"),
    ("diff", "diff small.zip run.zip"),
    ("push", "push run.zip --tracking-uri http://127.0.0.1:9 --dry-run"),
    ("push", "push . --tracking-uri http://127.0.0.1:9 --dry-run"),
]


def prepared(desk, words):
    """The file store of a run beside the archives, where it is pushed."""
    if words.startswith("push .") and not (desk.folder / "mlruns").exists():
        desk.run("inspect run.zip")
        with zipfile.ZipFile(desk.folder / "run.zip") as archive:
            archive.extractall(desk.folder / "store")
        (top,) = (desk.folder / "store").iterdir()
        (top / "mlruns").rename(desk.folder / "mlruns")
    return desk.json(words)


@pytest.mark.parametrize(("name", "words"), OUTPUTS)
def test_what_is_written_is_of_its_schema(desk, schemas, name, words):
    faults = [f"{fault.json_path}: {fault.message[:300]}" for fault in schemas(name).iter_errors(prepared(desk, words))]
    assert not faults, "\n".join(faults[:20])


def test_a_damaged_archive_is_told_by_the_schema(desk, schemas):
    desk.run("inspect run.zip")
    with zipfile.ZipFile(desk.folder / "run.zip") as whole, zipfile.ZipFile(desk.folder / "damaged.zip", "w") as damaged:
        for path in whole.namelist():
            damaged.writestr(path, b"other" if path.endswith("README.md") else whole.read(path))
    told = desk.json("inspect damaged.zip")
    assert told["verdict"] == "damaged"
    schemas("inspect").validate(told)


def test_a_frozen_clock_measures_nothing(desk, schemas):
    words = "compare --candidate linear.zip --production run.zip --demo"
    told = desk.json(words, SOURCE_DATE_EPOCH="1700000000")
    assert told["resources"]["missing"]
    schemas("compare").validate(told)


@pytest.mark.parametrize("words", ["run.zip --explain 3", "linear.zip --explain 2", "probability.zip", "pairs.zip", "small.zip --explain 3"])
def test_each_predicted_line_is_of_the_schema(desk, schemas, words):
    lines = desk.run(f"predict --model {words} --text tweets.txt --format json").stdout.splitlines()
    assert len(lines) == 3
    for line in lines:
        schemas("predict").validate(json.loads(line))


def short(value):
    """The value with long lists and tables cut, so that it is judged in no time."""
    if isinstance(value, list):
        return [short(item) for item in value[:2]]
    if isinstance(value, dict):
        kept = list(value.items())[: 4 if len(value) > 40 else None]
        return {key: short(item) for key, item in kept}
    return value


def altered(value, shapes, shape=""):
    """Names each object of another kind while it has a key that nobody knows."""
    if isinstance(value, list):
        for item in value:
            yield from altered(item, shapes, f"{shape}[]")
    if isinstance(value, dict):
        if (kind := (shape, *sorted(value))) not in shapes:
            shapes.add(kind)
            value["nobody_knows"] = {"nobody": []}
            yield shape
            del value["nobody_knows"]
        for key, item in value.items():
            yield from altered(item, shapes, f"{shape}.{key}")


@pytest.mark.parametrize("name", sorted({name for name, _ in OUTPUTS}))
def test_what_nobody_knows_is_refused(desk, schemas, name):
    words = next(words for of, words in OUTPUTS if of == name)
    told = short(prepared(desk, words))
    validator = schemas(name)
    assert validator.is_valid(told)
    for key in validator.schema["required"]:
        kept = told.pop(key)
        assert not validator.is_valid(told), key
        told[key] = kept
    tolerated = [shape for shape in altered(told, set()) if validator.is_valid(told)]
    assert not tolerated


@pytest.mark.parametrize(
    ("name", "words", "place", "wrong"),
    [
        ("evaluate", "evaluate --model run.zip --demo", ("evaluation", "f1_micro"), 1.5),
        ("evaluate", "evaluate --model run.zip --demo", ("model_sha256",), "abc"),
        ("train", "run.zip", ("fits", "final", "stop"), "bored"),
        ("train", "run.zip", ("class_counts", "train", "non-harmful"), -1),
        ("robustness", "robustness --model run.zip --demo", ("robustness", "perturbations", 0, "all", "flipped"), -1),
        ("compare", "gated.zip", ("gate", "outcome"), "passed"),
        ("drift", "drift.zip", ("verdict",), "Drift."),
        ("monitor", "watched.zip", ("answer",), "perhaps"),
        ("monitor", "watched.zip", ("batches", 0, "record", "rows"), 1.5),
        ("tune", "tuned.zip", ("trials", 0, "state"), "COMPLETE"),
        ("diff", "diff run.zip run.zip", ("settings",), None),
    ],
)
def test_a_wrong_value_is_refused(desk, schemas, name, words, place, wrong):
    told = copy.deepcopy(desk.json(words))
    *way, last = place
    parent = told
    for step in way:
        parent = parent[step]
    parent[last] = wrong
    assert not schemas(name).is_valid(told)


def test_an_output_has_no_example():
    done = subprocess.run([os.environ["DRYF_BIN"], "schema", "train", "--example"], capture_output=True, text=True)
    assert done.returncode == 64 and "run the command with --json" in done.stderr
