"""The archive as a file: the same bytes for the same run, and no text where texts were left out. Needs no MLflow."""

import json
import zipfile

import pytest

from archives import DEMO, dryf, lines
from poleval import poleval_dir

EPOCH = 1626773490


def trained(folder, *arguments, epoch):
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{len(list(folder.glob('*.zip')))}.zip"
    dryf("train", *arguments, "--out", out, epoch=epoch)
    return out


@pytest.mark.parametrize("data", ["demo", "poleval"])
def test_the_same_run_at_the_same_time_gives_the_same_bytes(data, tmp_path):
    source = ["--demo"] if data == "demo" else ["--data", poleval_dir(__file__)]
    first, second = (trained(tmp_path, *source, epoch=EPOCH) for _ in range(2))
    assert first.read_bytes() == second.read_bytes()
    later = trained(tmp_path, *source, epoch=EPOCH + 1)
    (folder,), (later_folder,) = (tops(path) for path in [first, later])
    assert folder != later_folder


def test_the_bytes_do_not_tell_where_the_data_lay(tmp_path):
    """Neither where the files were read nor where the archive was written."""
    archives = []
    for place in ["here", "there/below"]:
        folder = tmp_path / place
        folder.mkdir(parents=True)
        for part in ["train", "test"]:
            for what in ["text", "tags"]:
                (folder / f"{part}_{what}.txt").write_bytes((DEMO / f"{part}_{what}.txt").read_bytes())
        archives.append(trained(folder / "out", "--data", folder, epoch=EPOCH))
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with zipfile.ZipFile(archives[0]) as packed:
        for name in packed.namelist():
            assert str(tmp_path).encode() not in packed.read(name), name


@pytest.mark.parametrize("data", ["demo", "poleval"])
def test_without_texts_there_is_no_text(data, archives, tmp_path):
    """No line of the data stands in any file. Lines of one or two words are left aside: the vocabulary has words."""
    if data == "demo":
        source, files = ["--demo"], [DEMO / "train_text.txt", DEMO / "test_text.txt"]
    else:
        folder = poleval_dir(__file__)
        source = ["--data", folder]
        files = [folder / "training_set_clean_only_text.txt", folder / "test_set_only_text.txt"]
    texts = [text for file in files for text in lines(file) if len(text.split()) > 2]
    assert len(texts) > 1000

    for options, expected in [([], True), (["--without-texts"], False)]:
        archive = trained(tmp_path, *source, *options, epoch=EPOCH)
        with zipfile.ZipFile(archive) as packed:
            names = [name for name in packed.namelist() if not name.endswith("/")]
            everything = b"\n".join(packed.read(name) for name in names)
        # As they stand, and as JSON writes them.
        found = [text for text in texts if any(form in everything for form in {text.encode(), json_of(text).encode()})]
        assert (len(found) == len(texts)) if expected else not found, found[:3]
        has_files = {name for name in names if "/data/train_text" in name or "/data/test_text" in name}
        assert bool(has_files) == expected


def json_of(text):
    return json.dumps(text)[1:-1]


def tops(path):
    with zipfile.ZipFile(path) as packed:
        return {name.split("/")[0] for name in packed.namelist()}
