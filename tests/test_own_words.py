"""The real pages belong to their newspapers: nothing of them stands in the project but phrases that every such page has."""

import json
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.figures_gate import CORPORA, ROOT

PAGES = CORPORA["seeds"]
COPIED = 12  # characters without spaces and signs; a phrase of the language is shorter
STEP, PROBE = 4, 9  # a run of COPIED holds a probe that begins at a multiple of STEP
UNSAID = re.compile(r"[\W_]+")
# Phrases and forms of the genre that no one owns
STOCK = re.compile(
    "|".join(
        (
            "总工会2019年工作综述",  # the subtitle of a year's review
            "总工会党组书记常务副主席",  # an office
            "产业工人队伍建设改革",  # the name of a reform
            "夏送清凉金秋助学冬送温暖",  # the services of a year
            "劳模精神劳动精神工匠精神",  # named together in every report
            "党联系职工群众的桥梁和纽带",  # what the law calls a union
            "上一期下一期上一版下一版",  # the bar above a page of a newspaper
            "友情链接|Copyright201|AllRightsReserved",  # its foot
        )
    )
)


def said(text: str) -> str:
    """Letters and digits alone: a comma of another width or a line that is broken elsewhere hides no copy."""
    return UNSAID.sub("", text)


def copied(text: str, pages: str, probes: frozenset[str]) -> Iterator[str]:
    """The runs of a text that the pages have too, without what is stock in them, where enough is left."""
    done = 0
    for place in range(0, len(text) - PROBE + 1, STEP):
        if place < done or text[place : place + PROBE] not in probes:
            continue
        start, end = place, place + PROBE
        while start > done and text[start - 1 : end] in pages:
            start -= 1
        while end < len(text) and text[start : end + 1] in pages:
            end += 1
        done = end
        if len(STOCK.sub("", text[start:end])) >= COPIED:
            yield text[start:end]


@pytest.fixture(scope="module")
def pages() -> str:
    texts = [said(path.read_text(encoding="utf-8")) for path in sorted(PAGES.glob("*.txt"))]
    if not texts:
        pytest.skip("the real pages are not at hand")
    return "\n".join(texts)


@pytest.fixture(scope="module")
def ours(pages: str) -> dict[str, str]:
    """What each tracked file of text says."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = {
        name: (ROOT / name).read_bytes() for name in listed.decode().split("\0") if (ROOT / name).is_file()
    }
    return {
        name: said(content.decode("gb18030" if ".gb18030." in name else "utf-8", errors="replace"))
        for name, content in files.items()
        if b"\0" not in content
    }


def probes_of(pages: str) -> frozenset[str]:
    return frozenset(pages[place : place + PROBE] for place in range(len(pages) - PROBE + 1))


def test_no_file_holds_a_sentence_of_the_real_pages(pages: str, ours: dict[str, str]) -> None:
    probes = probes_of(pages)
    assert {name: runs for name, text in ours.items() if (runs := [*copied(text, pages, probes)])} == {}


def test_no_file_names_who_wrote_the_real_pages(ours: dict[str, str]) -> None:
    labels = (PAGES / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    names = {line.split()[-1] for label in labels for line in json.loads(label)["bylines"]}
    assert names
    assert {(name, who) for name, text in ours.items() for who in names if who in text} == set()


@pytest.mark.parametrize("shift", range(STEP))
def test_a_copy_is_found_wherever_it_begins_and_however_it_is_pointed(shift: int) -> None:
    page = "码头上的灯亮到半夜十二点才熄"
    text = said("甲" * shift + "他说，码头上的灯，亮到半夜十二点。")
    assert [*copied(text, page, probes_of(page))] == ["码头上的灯亮到半夜十二点"]


def test_stock_phrases_do_not_count_and_hide_no_copy_around_them() -> None:
    page = "船工们夜里说起夏送清凉金秋助学冬送温暖都说好"
    assert [*copied("夏送清凉金秋助学冬送温暖都说好", page, probes_of(page))] == []
    page = "船工们在夜校里说起夏送清凉金秋助学冬送温暖都要道一声好"
    assert [*copied(page, page, probes_of(page))] == [page]
