"""What became of each division, held to the decisions that made it so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.regions.authority import BEGINS, Authority, Level, Succession
from archive.regions.build.__main__ import read_facts

APPROVALS = Path(__file__).parents[2] / "shared" / "regions" / "approvals"
# A new spelling of one table, which no decision made: 白云矿区 is 白云鄂博矿区
SPELLINGS = {"白云矿区"}
# Announced without a number: the zone of Zhuhai, the district of Chongqing
UNNUMBERED = {"横琴新区", "重庆两江新区", "江北区", "渝北区"}


def national(authority: Authority) -> Iterator[Succession]:
    """What the table says of China; the demo's 示例省 has no approvals."""
    return (
        step for step in authority.successions if step.year >= BEGINS and not step.from_code.startswith("99")
    )


def test_every_succession_since_the_table_begins_has_its_decision_or_its_date() -> None:
    authority = Authority.load()
    sourced = {
        (fact["from_code"], fact["from_name"], fact["to_code"])
        for fact in read_facts("approvals")
        if fact["decision"] or fact["date"]
    }
    zones = {(fact["name"], fact["to_code"]) for fact in read_facts("zone_successions") if fact["decision"]}
    unknown = []
    for step in national(authority):
        row = authority.row(step.from_code, step.from_valid_from)
        assert row is not None
        known = (
            (row.name, step.to_code) in zones
            if row.level is Level.ZONE
            else ((row.code, row.name, step.to_code) in sourced)
        )
        if not known and row.name not in SPELLINGS | UNNUMBERED:
            unknown.append((step.year, row.name, step.to_code))
    assert unknown == []


@dataclass(frozen=True, slots=True)
class Stated:
    """One line of the approvals: a division that ended or began, and what it became or was."""

    year: int
    ended: bool
    code: str
    name: str
    others: frozenset[str]


LINE = re.compile(r"^([-+])(\d{6})\s+(\S+?)[<>](.+)$")
# Where the approvals have another code than the official tables (three old suburbs, 琼山市), or a doubt (!)
OTHERWISE_CODED = {
    ("450211", "市郊区"),
    ("469004", "琼山市"),
    ("640111", "郊区"),
    ("230106", "香坊区"),
    ("230110", "香坊区"),
}


def stated() -> Iterator[Stated]:
    """The divisions that ended or began, with the names of the others; ``_`` is the same name, ``.`` that of the code."""
    for path in sorted(APPROVALS.glob("*.diff")):
        year = int(path.stem.split("-")[1])
        lines = [LINE.match(row) for row in path.read_text(encoding="utf-8").splitlines()]
        found = [line for line in lines if line and year >= BEGINS]
        names = {(line[1], line[2]): line[3] for line in found}
        for sign, code, name, others in (line.groups() for line in found):
            same = {"_": name, ".": names.get(("+" if sign == "-" else "-", code), name)}
            named = (other.rstrip("!") for other in others.split(","))
            yield Stated(
                year,
                sign == "-",
                code,
                name,
                frozenset(same.get(other, other) for other in named if other != ".."),
            )


def told(authority: Authority, line: Stated) -> frozenset[str] | None:
    """The names that our table gives for a line of the approvals, None where it has no such division."""
    rows = [
        row
        for row in authority.divisions
        if (row.code, row.name) == (line.code, line.name)
        and abs(((row.valid_to if line.ended else row.valid_from) or 0) - line.year) <= 1
    ]
    if not rows:
        return None
    keys = {row.key for row in rows}
    others = set()
    for step in authority.successions:
        one, two = (step.from_code, step.from_valid_from), (step.to_code, step.to_valid_from)
        here, there = (one, two) if line.ended else (two, one)
        other = authority.row(*there)
        if here in keys and step.year == line.year and other and other.level is not Level.ZONE:
            others.add(other.name)
    return frozenset(others)


@pytest.mark.skipif(not APPROVALS.exists(), reason="the approvals are not at hand")
def test_whoever_ended_or_began_became_or_was_what_the_approvals_say() -> None:
    authority = Authority.load()
    lines = [line for line in stated() if (line.code, line.name) not in OTHERWISE_CODED]
    assert len(lines) > 1200
    different = [(line, found) for line in lines if (found := told(authority, line)) != line.others]
    assert different == []


@pytest.mark.parametrize("fact", list(read_facts("former_names")), ids=lambda fact: fact["former"])
def test_a_former_name_is_borne_until_its_last_year_and_the_new_one_from_then_on(
    fact: dict[str, str],
) -> None:
    until = int(fact["until"])
    (row,) = (row for row in Authority.load().named(fact["former"]) if row.code == fact["code"])
    assert [row.stood(year, fact["former"]) for year in (until, until + 1)] == [True, False]
    assert [row.stood(year, fact["name"]) for year in (until, until + 1)] == [False, True]
