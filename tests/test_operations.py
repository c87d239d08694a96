"""What docs/operations.md has an administrator copy is understood by what it is for."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.site_process import ROOT, environment

SERVICE = re.compile(r"```ini\n(.*?)```", re.S)
EXPOSED = re.compile(r"Overall exposure level for \S+ ([\d.]+)")
BEARABLE = 5.0
"""Of ten, in systemd's own count; a service of which nothing is said has 9.6."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The service with the folders and the user of this machine."""
    found = SERVICE.search((ROOT / "docs/operations.md").read_text(encoding="utf-8"))
    assert found is not None
    text = (
        textwrap.dedent(found[1])
        .replace("/opt/archive/.venv/bin/python", sys.executable)
        .replace("/opt/archive", str(ROOT))
        .replace("User=archive", "User=daemon")
    )
    file = tmp_path / "archive.service"
    file.write_text(text, encoding="utf-8")
    return file


def analysed(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_understands_every_line_of_the_service(unit: Path) -> None:
    done = analysed("verify", "--man=no", str(unit))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_the_service_may_do_little_beside_its_work(unit: Path) -> None:
    done = analysed("security", "--offline=true", "--threshold=100", str(unit))
    found = EXPOSED.search(done.stdout)
    assert found is not None, done
    assert float(found[1]) < BEARABLE


COPIED = re.compile(r"^COPY (\S+) (\S+)$", re.M)
SETTING = re.compile(r"^      ([A-Z_]+): ", re.M)
VISITED = """
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
client = Client(headers={"host": "localhost"})
print([client.get(address).status_code for address in ("/", "/years/", "/about/", "/handbook/", "/handbook/reader/")])
"""


@pytest.mark.slow
def test_what_goes_into_the_container_is_the_whole_program(tmp_path: Path) -> None:
    program, data = tmp_path / "program", tmp_path / "data"
    for source, target in COPIED.findall((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        place = program / target / (Path(source).name if target == "./" else "")
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, place)
    data.mkdir()
    for command in (("check",), ("shell", "-c", VISITED), ("serve", "--help")):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=program,
            env=environment(data),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert command[0] != "shell" or "[200, 200, 200, 200, 200]" in done.stdout


def test_what_goes_into_the_container_is_not_kept_out_of_it() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = COPIED.findall((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert {source for source, _target in copied} | {
        "requirements.txt",
        "requirements-postgresql.txt",
    } == let_in
    assert all((ROOT / name).exists() for name in let_in)


def test_every_setting_of_the_container_is_one_of_the_readme() -> None:
    compose = (ROOT / "docs/compose.yml").read_text(encoding="utf-8").partition("\n  archive:")[2]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(SETTING.findall(compose))
    assert named >= {"DATABASE_URL", "ALLOWED_HOSTS", "HTTPS", "TRUSTED_PROXIES"}
    assert [name for name in named if f"| `{name}` |" not in readme] == []
