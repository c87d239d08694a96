"""The programs of ``tests.reliability`` in short: killed, crowded and fuzzed, an archive loses nothing and answers."""

import json
import os
from typing import Any

import pytest

from tests.reliability.apart import run

pytestmark = pytest.mark.slow


def counted(program: str, *arguments: str) -> dict[str, Any]:
    done = run(program, *arguments)
    found: dict[str, Any] = json.loads((done.stdout.splitlines() or ["{}"])[-1])
    return found


@pytest.fixture(autouse=True)
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    if "DATABASE_URL" in os.environ:
        monkeypatch.delenv("DATABASE_URL")


def test_what_was_accepted_is_there_once_and_found_whenever_who_worked_on_it_was_killed() -> None:
    found = counted("kill", "--kills", "8")
    assert found["kills"] == 8
    nothing = {name: found[name] for name in ("lost", "doubled", "stuck", "unusable", "damaged")}
    assert nothing == dict.fromkeys(nothing, 0)


def test_readers_an_import_edits_and_a_backup_at_the_same_time_disturb_nobody() -> None:
    found = counted("load", "--seconds", "8", "--readers", "5", "--files", "8")
    assert found["requests"] > 0
    assert (found["wrong"], found["locked"], found["failed"], found["unlike"]) == ({}, 0, 0, [])


def test_no_address_with_anything_in_it_is_answered_by_a_fault() -> None:
    found = counted("fuzz", "--requests", "300", "--articles", "50")
    assert (found["requests"], found["failed"]) == (300, 0)


def test_who_reads_is_answered_while_many_ask_for_what_takes_longest_and_so_are_they() -> None:
    found = counted("heavy", "--requests", "9", "--articles", "40")
    assert (found["answers"], found["wrong"]) == ({"200": 9}, {})
    assert found["beside_pages"] > 0
