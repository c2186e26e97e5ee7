"""What `replay.py` refuses before anything is sent: an archive that is not what its manifest says. Needs no server."""

import contextlib
import hashlib
import importlib.util
import json
import os
import zipfile

import pytest


@pytest.fixture(scope="module")
def archive(archives):
    return archives.demo()


@pytest.fixture(scope="module")
def script(archive, tmp_path_factory):
    """The archive's own program as a module."""
    path = tmp_path_factory.mktemp("script") / "replay.py"
    path.write_bytes(archive.files["replay.py"])
    described = importlib.util.spec_from_file_location("replay_of_an_archive", path)
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def added(path, content=b"import os"):
    def change(folder, archive):
        target = folder / path.format(run=archive.run, models=models(archive))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    return change


def models(archive):
    return f"mlruns/{archive.manifest['experiment_id']}/models/{archive.manifest['model_id']}/"


def linked(path, to):
    """A link in place of a file, or a new one."""

    def change(folder, archive):
        target = folder / path.format(run=archive.run, models=models(archive))
        elsewhere = folder.parent / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        (elsewhere / "sklearn.py").write_bytes(b"")
        if target.is_file():
            (elsewhere / target.name).write_bytes(target.read_bytes())
            to_file = elsewhere / target.name
            target.unlink()
            target.symlink_to(to_file)
        else:
            target.symlink_to(elsewhere if to == "folder" else elsewhere / "sklearn.py")

    return change


def removed(path):
    def change(folder, archive):
        (folder / path.format(run=archive.run, models=models(archive))).unlink()

    return change


def in_manifest(edit):
    def change(folder, archive):
        manifest = json.loads((folder / "manifest.json").read_text())
        edited = edit(manifest) or manifest
        (folder / "manifest.json").write_text(edited if isinstance(edited, str) else json.dumps(edited))

    return change


def climbing(path):
    def edit(manifest):
        manifest["files"][path] = {"sha256": "0" * 64, "n_bytes": 1}

    return in_manifest(edit)


def set_to(key, value):
    return in_manifest(lambda manifest: manifest.update({key: value}))


def entry(key, value):
    return in_manifest(lambda manifest: manifest["files"]["README.md"].update({key: value}))


def of_earlier(folder, archive):
    """An archive of before `experiment.json`."""
    in_manifest(lambda manifest: manifest["files"].pop("experiment.json") and None)(folder, archive)
    (folder / "experiment.json").unlink()


def in_experiment(edit):
    """An `experiment.json` that was edited, and a manifest that agrees."""

    def change(folder, archive):
        experiment = json.loads((folder / "experiment.json").read_text(encoding="utf-8"))
        data = json.dumps(edit(experiment) or experiment).encode("utf-8")
        (folder / "experiment.json").write_bytes(data)
        named = {"sha256": hashlib.sha256(data).hexdigest(), "n_bytes": len(data)}
        in_manifest(lambda manifest: manifest["files"].update({"experiment.json": named}))(folder, archive)

    return change


def run_with(key, value):
    return in_experiment(lambda experiment: experiment["runs"][0].update({key: value}))


EXTRA = "has what its manifest does not name"
NOT_OURS = "the experiment.json of"
# What is done to an unpacked archive, and what is said of it.
FOLDERS = [
    (added("{run}artifacts/model/code/sklearn.py"), [EXTRA, "model/code/sklearn.py", "--ignore-extra"]),
    (added("{models}artifacts/code/sklearn.py"), [EXTRA, "artifacts/code/sklearn.py"]),
    (added("{models}artifacts/code/__pycache__/dryf_model.cpython-311.pyc"), [EXTRA, "cpython-311.pyc"]),
    (added("{run}tags/dryf.extra"), [EXTRA, "tags/dryf.extra"]),
    (added("{run}metrics/more", b"1 2 3\n"), [EXTRA, "metrics/more"]),
    (added("mlruns/0/meta.yaml"), [EXTRA, "mlruns/0/meta.yaml"]),
    (added("mlflow.db"), [EXTRA, "mlflow.db"]),
    (added(".hidden"), [EXTRA, ".hidden"]),
    (added("a\x1b[31m"), [EXTRA, "a\\x1b[31m"]),
    (linked("{run}artifacts/model/code/sklearn.py", "file"), [EXTRA, "sklearn.py"]),
    (linked("{run}artifacts/model/more", "folder"), [EXTRA, "model/more"]),
    (linked("{run}artifacts/run.toml", "file"), ["run.toml is a link"]),
    (added("{run}artifacts/model/data/intercept.npy", b""), ["intercept.npy was changed; unpack the archive again"]),
    (added("{models}artifacts/data/intercept.npy", b"x" * 1000), ["intercept.npy was changed"]),
    (added("replay.py", b"pass"), ["replay.py was changed"]),
    (removed("{models}artifacts/MLmodel"), ["MLmodel is missing"]),
    (removed("manifest.json"), ["there is no manifest.json"]),
    (climbing("../outside"), ["names ../outside, which is no path below it"]),
    (climbing("/etc/passwd"), ["names /etc/passwd, which"]),
    (climbing("a/../../b"), ["which is no path below it"]),
    (climbing("C:\\x"), ["which is no path below it"]),
    (set_to("kind", "another"), ["is not that of an archive of Dryf"]),
    (set_to("files", []), ["is not that of an archive of Dryf"]),
    (in_manifest(lambda manifest: "{"), ["is not that of an archive of Dryf"]),
    (in_manifest(lambda manifest: "[" * 100_000), ["is not that of an archive of Dryf"]),
    (in_manifest(lambda manifest: "null"), ["is not that of an archive of Dryf"]),
    (set_to("schema_version", "1"), ["is not that of an archive of Dryf"]),
    (entry("n_bytes", "5"), ["is not that of an archive of Dryf"]),
    (entry("n_bytes", None), ["is not that of an archive of Dryf"]),
    (entry("n_bytes", 1e9), ["is not that of an archive of Dryf"]),
    (entry("n_bytes", -2), ["is not that of an archive of Dryf"]),
    (entry("n_bytes", 1 << 80), ["is not that of an archive of Dryf"]),
    (entry("n_bytes", 4 << 30), ["README.md was changed"]),
    (entry("sha256", 5), ["README.md was changed"]),
    (of_earlier, ["an earlier Dryf wrote", "it has no experiment.json; take the replay.py that lies in it"]),
    (in_experiment(lambda experiment: experiment.update(runs=[])), ["holds no run"]),
    (in_experiment(lambda experiment: [experiment]), [NOT_OURS]),
    (in_experiment(lambda experiment: experiment.pop("models") and None), [NOT_OURS]),
    (in_experiment(lambda experiment: experiment.update(experiment_id="../..")), [NOT_OURS]),
    (run_with("run_id", "../../../../etc"), [NOT_OURS]),
    (run_with("run_id", 5), [NOT_OURS]),
    (run_with("outputs", ["m-../../x"]), [NOT_OURS]),
    (run_with("outputs", ["m-" + "0" * 32]), [NOT_OURS]),
    (run_with("inputs", [{"dataset": 9, "context": "training"}]), [NOT_OURS]),
    (in_experiment(lambda experiment: experiment["models"][0].update(model_id="m-..")), [NOT_OURS]),
    (set_to("schema_version", 2), ["a later Dryf wrote"]),
]


@pytest.mark.parametrize("change, said", FOLDERS, ids=[said[-1] for _, said in FOLDERS])
def test_a_folder_that_is_not_what_its_manifest_says(change, said, archive, script, tmp_path):
    folder = archive.unpack(tmp_path)
    change(folder, archive)
    with pytest.raises(script.ArchiveError) as fault:
        script.read(script.opened(folder, tmp_path / "copy", False), folder)
    for words in said:
        assert words in str(fault.value)
    assert str(fault.value).isprintable()


@contextlib.contextmanager
def repacked(archive, target):
    """A zip to add to, with all that the archive holds."""
    with zipfile.ZipFile(target, "w") as packed:
        for path, data in archive.files.items():
            packed.writestr(f"top/{path}", data)
        yield packed


def link(name, to):
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry, to


ZIPS = [
    (lambda packed: packed.writestr("top/mlruns/more.py", b""), EXTRA),
    (lambda packed: packed.writestr("beside.txt", b""), EXTRA),
    (lambda packed: packed.writestr("../../climbs.txt", b""), EXTRA),
    (lambda packed: packed.writestr(*link("top/link", "/etc/passwd")), EXTRA),
    (lambda packed: packed.writestr("top/README.md", b""), "README.md twice"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("add, said", ZIPS, ids=["more", "beside", "climbing", "link", "twice"])
def test_a_zip_that_is_not_what_its_manifest_says(add, said, archive, script, tmp_path):
    with repacked(archive, tmp_path / "run.zip") as packed:
        add(packed)
    with pytest.raises(script.ArchiveError, match=said):
        script.opened(tmp_path / "run.zip", tmp_path / "copy", False)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "copy") == ["run.zip"]


def test_a_zip_that_is_cut_or_none(archive, script, tmp_path):
    whole = archive.zip.read_bytes()
    for name, data, said in [
        ("none.zip", b"PK", "is not a zip"),
        ("cut.zip", whole[: len(whole) // 2], "is not a zip"),
        ("damaged.zip", whole[:2000] + bytes(4000) + whole[6000:], "unpacked|was changed"),
    ]:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(script.ArchiveError, match=said):
            script.opened(tmp_path / name, tmp_path / f"copy-{name}", False)


def test_an_entry_larger_than_the_manifest_says_is_not_unpacked(archive, script, tmp_path):
    """A bomb: a gigabyte of zeros in place of the log."""
    log = f"{archive.run}artifacts/log.txt"
    with zipfile.ZipFile(tmp_path / "run.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in archive.files.items():
            if path != log:
                packed.writestr(path, data)
        with packed.open(log, "w", force_zip64=True) as entry:
            for _ in range(64):
                entry.write(bytes(16 << 20))
    with pytest.raises(script.ArchiveError, match="log.txt was changed"):
        script.opened(tmp_path / "run.zip", tmp_path / "copy", False)
    assert sum(path.stat().st_size for path in (tmp_path / "copy").rglob("*") if path.is_file()) < 32 << 20


def test_what_is_left_out_is_never_copied(archive, script, tmp_path):
    """With `--ignore-extra`: what MLflow and Python wrote beside the archive's files stays behind."""
    folder = archive.unpack(tmp_path)
    for path in ["mlflow.db", "{run}artifacts/model/code/sklearn.py", "{models}artifacts/code/__pycache__/x.pyc"]:
        added(path)(folder, archive)
    os.symlink("/etc", folder / "etc")
    copy = script.opened(folder, tmp_path / "copy", True)
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert there == set(archive.files) - {"manifest.json"}
    assert {path: (copy / path).read_bytes() for path in there} == {path: archive.files[path] for path in there}


def test_folder_and_zip_give_the_same_copy(archive, script, tmp_path):
    copies = [
        script.opened(archive.zip, tmp_path / "of-zip", False),
        script.opened(archive.unpack(tmp_path / "unpacked"), tmp_path / "of-folder", False),
        script.opened(tmp_path / "unpacked", tmp_path / "of-the-folder-above", False),
    ]
    contents = [
        {path.relative_to(copy).as_posix(): path.read_bytes() for path in copy.rglob("*") if path.is_file()} for copy in copies
    ]
    assert contents[0] == contents[1] == contents[2] and len(contents[0]) == len(archive.files) - 1
