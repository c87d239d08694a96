"""What docs/operations.md has an administrator copy is understood by what it is for."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.site_process import ROOT

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
