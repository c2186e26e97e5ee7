"""A PostgreSQL for a test, reached by a socket in a folder of its own, and gone afterwards."""

import contextlib
import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

USER = "tests"


def programs():
    folders = [os.environ.get("POSTGRESQL_BIN"), *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    if beside := shutil.which("initdb"):
        folders.append(Path(beside).parent)
    for folder in folders:
        if folder and (Path(folder) / "initdb").exists():
            return Path(folder)
    raise AssertionError("there is no PostgreSQL; install it by: .ci/install.sh postgresql")


@contextlib.contextmanager
def running():
    """Runs one; gives the folder of its socket, in which USER comes to the database `postgres` without a password."""
    # A short path, since that of a socket may have about a hundred characters; in memory, since a database is a thousand files.
    folder = Path(tempfile.mkdtemp(prefix="dryf-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    as_user = {}
    if os.geteuid() == 0:  # as which PostgreSQL does not run
        names = [one.pw_name for one in pwd.getpwall()]
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        os.chown(folder, user.pw_uid, user.pw_gid)
    start = functools.partial(subprocess.Popen, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **as_user)
    made = start([programs() / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"])
    _, said = made.communicate()
    assert made.returncode == 0, said
    with open(folder / "log", "wb") as log:
        server = start([programs() / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
                       stderr=log)
    try:
        until = time.monotonic() + 120
        while subprocess.run([programs() / "pg_isready", "-q", "-h", folder, "-U", USER]).returncode:
            assert server.poll() is None and time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)
        yield folder
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder)


def dump(folder):
    """All rows of all tables, as lines."""
    command = [programs() / "pg_dump", "--data-only", "--inserts", "-h", folder, "-U", USER, "postgres"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line for line in said.splitlines() if not line.startswith(("--", "\\"))}
