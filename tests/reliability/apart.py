"""A program of this folder in a data folder of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.site_process import ROOT, environment


def run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """On the database that ``DATABASE_URL`` names, if it names one."""
    address = os.environ.get("DATABASE_URL")
    own = {"DJANGO_SETTINGS_MODULE": "archive.settings", "BACKUP_KEEP": "0"} | (
        {"DATABASE_URL": address} if address else {}
    )
    with tempfile.TemporaryDirectory(prefix="archive-reliability-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        return subprocess.run(
            [sys.executable, "-m", f"tests.reliability.{program}", *arguments],
            cwd=ROOT,
            env=environment(data, **own),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )


def told(counted: Mapping[str, Any], *, nothing: Sequence[str]) -> int:
    """Print what was counted; 1 where there is any of what must not be."""
    for name, value in counted.items():
        sys.stdout.write(f"{name:24} {value}\n")
    sys.stdout.write(json.dumps(counted, ensure_ascii=False) + "\n")
    return int(any(counted[name] for name in nothing))
