"""The hard names of unions, each in a sentence, where the collection of them lies beside the project."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.pipeline import read_file
from archive.regions.authority import Authority

CASES = Path(__file__).parents[2] / "shared" / "cases" / "regions.jsonl"
RIGHT = 0.98

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"the cases are not there: {CASES.name}")


def sentences() -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        row for row in rows if isinstance(row["today"], dict)
    ]  # the others are statements about the table


def reading(case: dict[str, Any]) -> tuple[bool, bool]:
    """Whether the region is right, and whether a reader is warned where it may not be."""
    record = read_file(case["text"].encode(), "综述.txt").records[0]
    row = Authority.load().by_code(record.region.code) if record.region.code else None
    path = [step.name for step in Authority.load().path(row)] if row else []
    wanted = case["right"] or {"code": None, "path": []}
    code = record.region.code
    open_too = code is None and "or unknown" in wanted.get("notice", "")
    right = (
        code == wanted["code"] or code in (case.get("also_right") or []) or path == wanted["path"] or open_too
    )
    warned = code is None or any(notice.code.startswith("region-") for notice in record.notices)
    return right, warned


def test_nearly_all_are_right_and_none_is_wrong_without_a_notice() -> None:
    cases = sentences()
    answers = [(case["text"], *reading(case)) for case in cases]
    assert [text for text, right, warned in answers if not right and not warned] == []
    wrong = [text for text, right, _ in answers if not right]
    assert len(wrong) <= (1 - RIGHT) * len(cases), wrong
