"""Which of several numbers speaks for an indicator in a year, and which stand in no series at all."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.figures.headline import Told, Years, headline, told, years_in_series
from archive.figures.indicators import indicators
from archive.figures.of_records import blocks_of, figures_of, setting_of
from archive.figures.quantities import Bound
from archive.figures.reader import read_figures
from archive.figures.records import Block, Scope, Setting
from archive.figures.scoring import _plain, _Running
from archive.ingest.pipeline import read_file
from archive.ingest.records import ReviewRecord

YEAR = Setting(issuer="青禾区总工会", start=2022, end=2022)
FIVE_YEARS = Setting(issuer="青禾区总工会", start=2018, end=2022)


def series(text: str, code: str, setting: Setting = YEAR) -> dict[tuple[int, int], str | None]:
    """The words that speak for each span of years of an indicator."""
    indicator = indicators()[code]
    cells: dict[tuple[int, int], list[tuple[str, Told]]] = {}
    for figure in read_figures([Block(text)], setting):
        says = told(figure, text)
        if figure.indicator == code and (years := years_in_series(says, indicator)):
            cells.setdefault((years.start, years.end), []).append((figure.text, says))
    chosen: dict[tuple[int, int], str | None] = {}
    for span, rivals in cells.items():
        first = headline([says for _, says in rivals], indicator)
        chosen[span] = None if first is None else rivals[first][0]
    return chosen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("会员总数5.2万人，其中农民工会员2.1万人。", "migrant_members"),
        ("会员总数比上年净增1.1万人。", "members"),
        ("计划明年发展会员3000人。", "new_members"),
        ("年均培训职工1.2万人次。", "training_people"),
        ("石桥县总工会新建工会组织45家。", "new_unions"),
        ("上半年新建工会组织45家。", "new_unions"),
        ("组织培训职工2300名。", "training_people"),
        ("爱心驿站建成以来累计服务户外劳动者6.4万人次。", "station_service"),
    ],
    ids=[
        "share",
        "growth",
        "planned",
        "per head",
        "another union",
        "half a year",
        "people for visits",
        "since ever",
    ],
)
def test_what_is_not_surely_the_whole_stands_in_no_series(text: str, code: str) -> None:
    assert code in {figure.indicator for figure in read_figures([Block(text)], YEAR)}
    assert series(text, code) == {}


def test_the_state_before_a_change_stands_in_no_series_and_the_state_after_it_does() -> None:
    assert series("会员总数由4.8万人增至5.2万人。", "members") == {(2022, 2022): "5.2万人"}


def test_of_a_part_and_the_whole_the_whole_speaks() -> None:
    text = "为46名农民工追回欠薪318万元。全年调处劳动争议，挽回经济损失2906万元。"
    assert series(text, "recovered") == {(2022, 2022): "2906万元"}


def test_a_number_said_again_in_round_numbers_does_not_speak() -> None:
    text = "全区会员总数突破9万人。到年底，全区会员总数90360人。"
    assert series(text, "members") == {(2022, 2022): "90360人"}


def test_numbers_of_single_levels_have_no_headline() -> None:
    text = "建成市级模范职工之家7家、区级19家。"
    assert series(text, "worker_homes") == {(2022, 2022): None}


def test_flows_beside_each_other_have_no_headline() -> None:
    for text in ("发放生活救助款103万元，医疗救助款41.5万元。", "发出劳动法律监督提示函29份、意见书8份。"):
        code = "help_money" if "救助" in text else "letters"
        assert series(text, code) == {(2022, 2022): None}


def test_what_came_of_it_does_not_speak_for_it() -> None:
    text = "受理劳动争议891件，当场调解成功630件。"
    assert series(text, "disputes") == {(2022, 2022): "891件"}


def test_one_of_them_is_not_how_many_there_are() -> None:
    assert series("机关里建起一间妈咪小屋。", "mother_rooms") == {}


def test_rates_of_several_parts_have_no_headline() -> None:
    text = "公有制企业建会率100%，非公有制企业建会率86%。"
    assert series(text, "union_rate") == {(2022, 2022): None}


def test_a_flow_of_five_years_stands_for_its_span_and_a_stock_for_its_last_year() -> None:
    text = "五年来，新建工会组织312家；会员总数5.2万人。"
    assert series(text, "new_unions", FIVE_YEARS) == {(2018, 2022): "312家"}
    assert series(text, "members", FIVE_YEARS) == {(2022, 2022): "5.2万人"}


def test_what_was_newly_built_is_no_stock() -> None:
    assert series("新建爱心驿站24处，全区爱心驿站总数104处。", "stations") == {(2022, 2022): "104处"}


def test_a_sum_within_the_year_is_one_of_the_year() -> None:
    assert series("全年累计调解劳动争议638件。", "disputes") == {(2022, 2022): "638件"}


FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
CORPORA = (FIXTURES / "demo", FIXTURES / "figures")
RIGHT = 0.95
Label = dict[str, Any]
"""A figure as a row of figures.jsonl names it."""
Cell = tuple[str, Years]
Rivals = dict[Cell, list[tuple[str, Told]]]


@cache
def corpus() -> list[tuple[str, ReviewRecord, tuple[Label, ...]]]:
    """Each labelled file with what was read of it and its labels."""
    found = []
    for folder in CORPORA:
        for line in (folder / "figures.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            path = folder / row["file"]
            records = read_file(path.read_bytes(), path.name).records
            found += [(path.name, record, tuple(row["figures"])) for record in records[:1]]
    return found


def read(record: ReviewRecord, labels: tuple[Label, ...]) -> Iterator[tuple[str, str, Told]]:
    """Indicator, words and what is told of each figure as read, but for those that may be read or not."""
    blocks = blocks_of(record)
    running = _Running([block.text for block in blocks], figures_of(record))
    free = [running.place(one) for one in labels if one.get("optional") or one["indicator"] == "any"]
    for placed in running.placed:
        is_free = any(place and placed.start < place[1] and placed.end > place[0] for place in free)
        if placed.figure.indicator and not is_free:
            text = blocks[placed.figure.block].text
            yield placed.figure.indicator, placed.figure.text, told(placed.figure, text)


def labelled(record: ReviewRecord, labels: tuple[Label, ...]) -> Iterator[tuple[str, str, Told]]:
    """The same as labelled by hand; what stands before a number is taken from the text."""
    running = _Running([block.text for block in blocks_of(record)], figures_of(record))
    setting = setting_of(record)
    for label in labels:
        place = running.place(label)
        if label["indicator"] in (None, "any") or label.get("optional") or place is None:
            continue
        period = label.get("period") or _period_read(running, place)  # years are not labelled everywhere
        yield (
            str(label["indicator"]),
            str(label["text"]),
            Told(
                words=_plain(str(label["text"])),
                value=Decimal(str(label["value"])),
                unit=label["unit"],
                bound=Bound(label["bound"]),
                scope=Scope(label["scope"]),
                planned=bool(label["planned"]),
                per=label["per"],
                place=label.get("region"),
                start=period.get("start", setting.start),
                end=period.get("end", setting.end),
                before=running.text[max(0, place[0] - 80) : place[0]].split("。")[-1],
            ),
        )


def _period_read(running: _Running, place: tuple[int, int]) -> dict[str, int | None]:
    read_there = (one.figure.period for one in running.placed if one.start < place[1] and one.end > place[0])
    return next(({"start": one.start, "end": one.end} for one in read_there), {})


def cells_of(figures: Iterator[tuple[str, str, Told]]) -> Rivals:
    cells: Rivals = defaultdict(list)
    for code, words, says in figures:
        if years := years_in_series(says, indicators()[code]):
            cells[code, years].append((words, says))
    return cells


def spoken(cells: Rivals) -> dict[Cell, Decimal | None]:
    chosen = {}
    for (code, years), rivals in cells.items():
        first = headline([says for _, says in rivals], indicators()[code])
        chosen[code, years] = None if first is None else rivals[first][1].value
    return chosen


def decided_by_hand() -> dict[tuple[str, str], str]:
    """(file, indicator) -> the words that speak where several could, ``-`` where none does."""
    with (FIXTURES / "figures" / "headlines.tsv").open(encoding="utf-8") as file:
        return {(name, code): words for name, code, words in csv.reader(file, delimiter="\t")}


def wanted(name: str, cells: Rivals) -> dict[Cell, Decimal | None]:
    by_hand, chosen = decided_by_hand(), {}
    for (code, years), rivals in cells.items():
        words = by_hand.get((name, code))
        if len({says.value for _, says in rivals}) > 1 and words is not None:
            named = [says.value for text, says in rivals if _plain(text) in _plain(words)]
            chosen[code, years] = named[0] if named else None
        else:
            chosen[code, years] = rivals[0][1].value
    return chosen


def test_headlines_of_the_labelled_corpus_are_right() -> None:
    right = wrong = 0
    for name, record, labels in corpus():
        expected, got = (
            wanted(name, cells_of(labelled(record, labels))),
            spoken(cells_of(read(record, labels))),
        )
        for cell in {*expected, *got}:
            same = expected.get(cell) == got.get(cell)
            right, wrong = right + same, wrong + (not same)
    assert right + wrong > 900
    assert right / (right + wrong) >= RIGHT, (right, wrong)


def test_no_part_plan_growth_average_or_other_union_stands_in_any_series_of_the_corpus() -> None:
    for _, record, labels in corpus():
        series = spoken(cells_of(read(record, labels)))
        outside = {
            (code, says.end, says.value)
            for code, _, says in labelled(record, labels)
            if says.planned
            or says.per
            or says.place
            or says.scope in (Scope.SHARE, Scope.GROWTH, Scope.BEFORE)
        }
        inside = {(code, says.end, says.value) for code, _, says in labelled(record, labels)} - outside
        for (code, years), value in series.items():
            assert (code, years.end, value) not in outside - inside
