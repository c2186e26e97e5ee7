"""The committed fixtures are what their generators make from the pinned reference implementations."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
FIXTURES = PACKAGE / "tests" / "fixtures"


def check(script):
    done = subprocess.run([sys.executable, FIXTURES / script, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_fixtures_are_as_made_again():
    check("generate.py")


def test_a_changed_fixture_is_found(tmp_path):
    """The check itself: a digit changed in a copy of the fixtures is told, by name and place."""
    copy = tmp_path / "tests" / "fixtures"
    copy.mkdir(parents=True)
    for path in FIXTURES.iterdir():
        if path.suffix in (".py", ".json"):
            (copy / path.name).write_bytes(path.read_bytes())
    split = copy / "split.json"
    text = split.read_text()
    assert '"seed":2021' in text
    split.write_text(text.replace('"seed":2021', '"seed":2022', 1))
    parts = "import generate; generate.PARTS = ['split_cases']; generate.main()"
    done = subprocess.run(
        [sys.executable, "-c", parts, "--check"], cwd=copy, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "split.json was changed after it was made" in done.stderr
    assert "/seed: 2022 and 2021" in done.stderr
