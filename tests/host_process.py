"""A web server of several, as a process of its own that does what it is told step by step; each has its own data folder."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.site_process import ROOT, environment

LISTENING = """
import json, os, sys
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from archive import editing, outbox
from archive.models import Article, IndexChange, Region, Replica, Section, StateMark
from archive.storage.readiness import prepare_database
from search import replicas
from search.engines import engine
from search.management.commands.index_worker import Worker
from search.outbox import apply_pending, rebuild
worker = Worker()
known = dict(globals())
for line in sys.stdin:
    known.pop("answer", None)
    exec(json.loads(line), known)
    answers.write(json.dumps(known.get("answer")) + chr(10))
    answers.flush()
"""
OWN = {"DJANGO_SETTINGS_MODULE": "archive.settings", "BACKUP_KEEP": "0"}


class Host:
    """What it is told is Python, run with the site set up; what is left in ``answer`` comes back."""

    def __init__(self, folder: Path, address: str, **more: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", LISTENING],
            cwd=ROOT,
            env=environment(folder, **(OWN | {"DATABASE_URL": address} | more)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def does(self, told: str) -> Any:
        self.begins(told)
        return self.ends()

    def begins(self, told: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def ends(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the host is gone; what it said stands above"
        return json.loads(line)

    def turns(self, number: int = 1) -> None:
        """So many turns of its worker."""
        self.does(f"for _ in range({number}): worker.turn()")

    def asks(self, address: str) -> tuple[int, str]:
        """Status and text of a page."""
        status, text = self.does(
            f"page = Client(headers={{'host': 'localhost'}}).get({address!r})\n"
            "answer = page.status_code, page.content.decode()"
        )
        return status, text

    def finds(self, *queries: str) -> list[Any]:
        """For each the articles, and how they are spread over places and years."""
        found: list[Any] = self.does(
            "from search.service import search\n"
            "from search.state import SearchState\n"
            f"results = [search(SearchState(text), want_ids=True) for text in {queries!r}]\n"
            "answer = [[one.query.canonical, one.ids, sorted(map(str, one.facets.regions.items())),"
            " sorted(map(str, one.facets.years.items())), str(one.count)] for one in results]"
        )
        return found

    def is_whole(self) -> bool:
        """Whether a thorough check finds the index and the database the same."""
        return bool(self.does("from search.selfcheck import check\nanswer = check(probes=60).is_whole"))

    def is_killed(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def host(folder: Path, address: str, **more: str) -> Iterator[Host]:
    begun = Host(folder, address, **more)
    try:
        yield begun
    finally:
        begun.is_killed()
        for pipe in (begun.process.stdin, begun.process.stdout):
            assert pipe is not None
            pipe.close()
