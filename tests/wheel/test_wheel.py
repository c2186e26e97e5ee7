"""The wheel as somebody installs it who has no Rust: its command runs, and serves the page that came with it."""

import json
import os
import re
import subprocess
import urllib.request
import zipfile
from pathlib import Path

import pytest

UV = os.environ["UV"]


@pytest.fixture(scope="module")
def wheel():
    (path,) = Path(os.environ["DRYF_WHEELS"]).glob("*.whl")
    return path


@pytest.fixture(scope="module")
def dryf(wheel, tmp_path_factory):
    """The installed command; its folder is nobody's project."""
    environment = tmp_path_factory.mktemp("installed")
    subprocess.run([UV, "venv", "--quiet", environment], check=True)
    python = environment / "bin" / "python"
    subprocess.run([UV, "pip", "install", "--quiet", "--offline", "--python", python, wheel], check=True)
    return environment / "bin" / "dryf"


def test_it_holds_one_program_and_what_its_licences_ask_for(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    scripts = [name for name in names if ".data/scripts/" in name]
    assert [Path(name).name for name in scripts] == ["dryf"]
    assert any(name.endswith("/licenses/notices.txt") for name in names)
    version = re.search(r'^version = "(.*)"$', Path("Cargo.toml").read_text(), re.M)[1]
    assert wheel.name.startswith(f"dryf-{version}-py3-none-")


def test_the_command_trains(dryf, tmp_path):
    subprocess.run([dryf, "train", "--demo", "--json", "summary.json"], cwd=tmp_path, check=True, capture_output=True)
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["metrics"]["f1_micro_test_set"] > summary["metrics"]["baseline_f1_micro"]


def test_uvx_runs_it(wheel, tmp_path):
    call = [UV, "tool", "run", "--offline", "--from", wheel, "dryf", "--version"]
    done = subprocess.run(call, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("dryf ")


def test_the_page_comes_with_it(dryf, tmp_path):
    server = subprocess.Popen([dryf, "serve", "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        page = urllib.request.urlopen(address).read().decode()
        program = re.search(r'data-wasm="([^"]*)"', page)[1]
        assert urllib.request.urlopen(address + program).read(4) == b"\0asm"
    finally:
        server.kill()
