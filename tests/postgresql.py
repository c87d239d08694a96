"""A PostgreSQL of its own, on loopback, in a folder that goes with it; for tests, and for a command beside it.

python -m tests.postgresql COMMAND…    runs the command with DATABASE_URL set; 0 and a word where there is no PostgreSQL
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.site_process import free_port

OWNER = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this user."""


def programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them out of the way."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    found = shutil.which("initdb")
    folders += [Path(found).parent] if found else []
    return next((path for path in reversed(folders) if (path / "initdb").exists()), None)


def missing() -> str | None:
    """Why nothing can be tried on PostgreSQL here; None where it can."""
    if programs() is None:
        return "Debian's postgresql is not installed"
    return None if find_spec("psycopg") else "psycopg is not installed"


@dataclass(frozen=True, slots=True)
class Server:
    """``address`` is without a database at its end."""

    address: str
    start: Callable[[], None]
    stop: Callable[[], None]


@contextmanager
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="archive-postgresql-"))
    binaries = programs()
    assert binaries is not None
    as_owner: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam(OWNER)
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_owner = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    data, log = folder / "data", folder / "log"
    setting_up: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "archive",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    starting: list[str | Path] = [binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "120", "start"]
    stopping: list[str | Path] = [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"]

    def run(command: Sequence[str | Path]) -> None:
        subprocess.run([*as_owner, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    try:
        run(setting_up)
        port = free_port()  # not sooner: setting up takes seconds, in which somebody else may come to have it
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        starting += ["-o", options]
        run(starting)
        yield Server(f"postgresql://archive@127.0.0.1:{port}", lambda: run(starting), lambda: run(stopping))
    finally:
        with suppress(subprocess.CalledProcessError):  # stopped already
            run(stopping)
        shutil.rmtree(folder, ignore_errors=True)


def make_database(address: str, name: str) -> str:
    """The address of a new database on a server."""
    script = "import psycopg, sys; psycopg.connect(sys.argv[1], autocommit=True).execute(f'CREATE DATABASE {sys.argv[2]}')"
    subprocess.run([sys.executable, "-c", script, f"{address}/postgres", name], check=True)
    return f"{address}/{name}"


def main(command: list[str]) -> int:
    lacking = missing()
    if lacking:
        print(f"SKIPPED on PostgreSQL: {lacking}", flush=True)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and the server goes too
    with server() as own:
        database = make_database(own.address, "archive")
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": database}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
