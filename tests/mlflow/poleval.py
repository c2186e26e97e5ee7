"""The way to the real PolEval files, which may not be shipped."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def poleval_dir(caller):
    """The folder with the four files; call it as `poleval_dir(__file__)`. Where there is none, the test is left out.

    The folder is DRYF_POLEVAL_DIR, or ../shared/data/poleval2019-task6-2 beside the package. A DRYF_POLEVAL_DIR that is
    no folder, and no folder at all under DRYF_REQUIRE_POLEVAL, are failures. Each file that gets the folder is noted in
    DRYF_TEST_REPORT, so that `.ci/run` can tell that its tests ran.
    """
    given = os.environ.get("DRYF_POLEVAL_DIR")
    folder = Path(given) if given else ROOT.parent / "shared" / "data" / "poleval2019-task6-2"
    if not folder.is_dir():
        assert not given, f"DRYF_POLEVAL_DIR is no folder: {folder}"
        assert not os.environ.get("DRYF_REQUIRE_POLEVAL"), f"DRYF_REQUIRE_POLEVAL is set, but there is no folder {folder}"
        pytest.skip("set DRYF_POLEVAL_DIR to the folder with PolEval's files")
    report = os.environ.get("DRYF_TEST_REPORT")
    if report:
        with open(report, "a", encoding="utf-8") as file:
            file.write(f"poleval:{Path(caller).resolve().relative_to(ROOT).as_posix()}\n")
    return folder
