"""Run archives made by the built command line, and what Rust says of their texts. Knows nothing of MLflow."""

import functools
import getpass
import json
import os
import subprocess
import tomllib
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "www" / "demo"
BINARY = Path(os.environ.get("DRYF_BIN") or ROOT / "target" / "release" / "dryf")


def dryf(*arguments, epoch=None, text=None, code=0):
    """Runs the command line, which ends with `code`; gives what it printed. With `epoch` (seconds since 1970) its clock
    stands still."""
    assert BINARY.is_file(), f"there is no {BINARY}; build it by: cargo build --release --bin dryf"
    env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    if epoch is not None:
        env["SOURCE_DATE_EPOCH"] = str(epoch)
    done = subprocess.run([BINARY, *arguments], env=env, input=text, capture_output=True, timeout=300)
    assert done.returncode == code, f"dryf {arguments} ended with {done.returncode}:\n{done.stderr.decode()}"
    return done.stdout.decode("utf-8")


def push(archive, uri, *options, code=0, **variables):
    """Does `dryf push`, which ends with `code`; gives its report, or where it has none what it said."""
    report = archive.zip.parent / f"push-{uuid.uuid4()}.json"
    command = [BINARY, "push", archive.zip, "--tracking-uri", uri, "--json", report, *options]
    env = os.environ | {"LOGNAME": getpass.getuser()} | variables
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(report.read_bytes()) if report.exists() else done.stderr


def lines(path):
    """The lines of a text file, each without its `\\n` or `\\r\\n`; no other character ends one."""
    ended = Path(path).read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    return [line.removesuffix("\r") for line in ended]


@dataclass(frozen=True)
class Archive:
    """An archive, its summary, and the file with the test texts that it was measured on."""

    zip: Path
    summary: dict
    test_text: Path

    def unpack(self, folder):
        """Unpacks into `folder`, as a user would; gives the archive's own folder there."""
        with zipfile.ZipFile(self.zip) as packed:
            packed.extractall(folder)
            (top,) = {name.split("/")[0] for name in packed.namelist()}
        return Path(folder) / top

    @functools.cached_property
    def files(self):
        """The bytes of each file by its path from the archive's folder."""
        with zipfile.ZipFile(self.zip) as packed:
            names = [name for name in packed.namelist() if not name.endswith("/")]
            return {name.split("/", 1)[1]: packed.read(name) for name in names}

    def below(self, folder):
        """The files below a folder, by path from there."""
        return {path.removeprefix(folder): data for path, data in self.files.items() if path.startswith(folder)}

    @property
    def manifest(self):
        return json.loads(self.files["manifest.json"])

    @property
    def run(self):
        """The path of the run's folder."""
        return f"mlruns/{self.manifest['experiment_id']}/{self.manifest['run_id']}/"

    @property
    def model(self):
        """The path of the model's folder among the run's artifacts."""
        return f"{self.run}artifacts/model/"

    @property
    def config(self):
        return tomllib.loads(self.files[f"{self.run}artifacts/run.toml"].decode("utf-8"))

    @property
    def texts(self):
        return lines(self.test_text)

    @functools.cached_property
    def answers(self):
        """What Rust says of each test text: label, scores, perhaps probabilities."""
        return self.answers_to(self.test_text)

    @property
    def labels(self):
        return [answer["label"] for answer in self.answers]

    def answers_to(self, path):
        printed = dryf("predict", "--model", self.zip, "--text", path, "--format", "json")
        return [json.loads(line) for line in printed.splitlines()]

    def commands(self, title):
        """The commands that the archive's README shows below a title: the indented lines."""
        after = self.files["README.md"].decode("utf-8").split(title, 1)[1].lstrip("*\n").split("\n")
        shown = []
        for line in after[next(i for i, line in enumerate(after) if line.startswith("    ")) :]:
            if line and not line.startswith("    "):
                break
            shown.append(line.strip())
        return "\n".join(shown).strip().replace("\\\n", "").split("\n")


class Archives:
    """Makes archives in a folder, each once."""

    def __init__(self, folder):
        self._folder, self._made = Path(folder), {}

    def train(self, name, *data, test_text, config="", epoch=None, options=()):
        """The archive of a run over the data that the arguments `data` name."""
        if name not in self._made:
            paths = {end: self._folder / f"{name}.{end}" for end in ["zip", "json", "toml"]}
            paths["toml"].write_text(config, encoding="utf-8")
            written = ["--out", paths["zip"], "--json", paths["json"]]
            dryf("train", *data, "--config", paths["toml"], *written, *options, epoch=epoch)
            summary = json.loads(paths["json"].read_text(encoding="utf-8"))
            self._made[name] = Archive(paths["zip"], summary, Path(test_text))
        return self._made[name]

    def demo(self, name="demo", **more):
        """The run over the demo corpus."""
        return self.train(name, "--demo", test_text=DEMO / "test_text.txt", **more)

    def poleval(self, folder):
        """The run over PolEval's files."""
        test_text = folder / "test_set_only_text.txt"
        return self.train("poleval", "--data", folder, test_text=test_text)
