"""What each kind of line that is known by its words is good for is counted over the corpora."""

import pytest

from archive.ingest.quality import support


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("打印 关闭", ["buttons"]),
        ("阅读 1234", ["prompt counters", "counter"]),
        ("区总工会组织劳模宣讲团走进车间班组，全年开展宣讲四十余场。", []),
    ],
)
def test_a_line_is_counted_for_every_kind_that_knows_it(line: str, kinds: list[str]) -> None:
    assert support.known_by(line) == kinds


def test_what_only_one_kind_knows_is_told_for_that_kind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(support, "PAGES", 1)
    monkeypatch.setattr(support, "CORPORA", ("demo",))
    support.main()
    counted = {name: (int(alone), int(known)) for alone, _, known, _, name in map(_fields, _lines(capsys))}
    assert len(counted) > 50
    assert all(alone <= known for alone, known in counted.values())
    assert counted["buttons"][1] > 0


def _lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def _fields(line: str) -> list[str]:
    return line.split(maxsplit=4)
