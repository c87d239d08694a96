"""Every pattern of the reader: what it is for, and what it leaves alone."""

import ast
import pkgutil
import re
import signal
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

import archive.ingest
from archive.ingest.layout.evidence import ALL_SIGNS, SIGNS_OF_TAIL, WORDS_SEEN
from archive.ingest.ocr.engines import is_installed
from archive.ingest.parts.furniture import RESIDUE, SIGNS_OF_RESIDUE, squeezed
from archive.ingest.parts.page_lines import PROMPT, PROMPTS, SQUEEZED, SQUEEZED_LINE
from archive.ingest.parts.title_block import SITE_TAIL
from archive.ingest.structure import structure
from archive.ingest.text.patterns import KNOWN, Known, any_of, example_of
from tests.pages import BODY

FOLDER = Path(archive.ingest.__file__).parent
# What reads pictures is installed where it is wanted; the modules that need it hold no pattern
OF_THE_ENGINE = {
    f"archive.ingest.{name}"
    for name in (
        *("ocr.rapid", "ocr.tesseract"),
        *("readers.pictures", "readers.scan", "readers.scan_rapidocr", "readers.scan_tesseract"),
    )
}
for module in pkgutil.walk_packages(archive.ingest.__path__, "archive.ingest."):
    if is_installed() or module.name not in OF_THE_ENGINE:
        import_module(module.name)
# What a module may take of re: the names of types and of flags
OF_RE = {"Pattern", "Match", "I", "M", "S", "X", "A"}


def test_the_modules_that_may_not_be_there_hold_no_pattern() -> None:
    for name in OF_THE_ENGINE:
        text = (FOLDER / f"{name.removeprefix('archive.ingest.').replace('.', '/')}.py").read_text("utf-8")
        assert "patterns" not in text


def words_of(known: Known[str] | Known[bytes]) -> str:
    like = known.like if isinstance(known.like, str) else known.like.decode(errors="replace")
    return like[:24].strip() or "blank"


@pytest.mark.parametrize("known", KNOWN, ids=words_of)
def test_a_pattern_finds_its_example_and_leaves_its_counter_example_alone(
    known: Known[str] | Known[bytes],
) -> None:
    assert known.pattern.search(known.like)  # type: ignore[arg-type]  # bytes with bytes, a text with a text
    assert known.unlike
    assert not known.pattern.search(known.unlike)  # type: ignore[arg-type]  # likewise


@pytest.mark.parametrize(
    ("words", "signs"),
    [(words, signs) for _, words, signs in WORDS_SEEN if signs is not ALL_SIGNS]
    + [(SITE_TAIL, SIGNS_OF_TAIL), (RESIDUE, SIGNS_OF_RESIDUE)],
)
def test_lines_that_are_not_looked_through_for_a_pattern_hold_nothing_of_it(
    words: re.Pattern[str], signs: frozenset[str]
) -> None:
    lines = [line for known in KNOWN for line in (known.like, known.unlike) if isinstance(line, str)]
    found = [line for line in lines if words.search(line)]
    assert found and not [line for line in found if signs.isdisjoint(line)]


PATIENCE_SECONDS = 60
"""For one pattern: tried in every way that there is, one of these lines would take longer than the sun shines."""


class TooManyWays(BaseException):
    """Raised by the clock, which looks into a pattern at work."""


@pytest.fixture
def clock() -> Iterator[None]:
    def rings(*_: object) -> None:
        raise TooManyWays

    before = signal.signal(signal.SIGALRM, rings)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("clock")
def test_no_pattern_tries_a_line_in_every_way_that_its_signs_can_be_shared_out() -> None:
    """A heading with three hundred > behind it was looked at for ever: they stood between two parts of a path, and inside each."""
    for known in (known for known in KNOWN if isinstance(known.like, str)):
        signal.alarm(PATIENCE_SECONDS)
        for part in (known.like, *sorted({*known.like, *"> |、1版"})):
            known.pattern.search("家书铺路" + part * 60 + ",\n。")
            known.pattern.search(known.like + part * 60 + ",\n。")


def uses_of_re(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(FOLDER)}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "re"
        and node.attr not in OF_RE
    ]


def test_no_pattern_stands_anywhere_without_its_examples() -> None:
    modules = (path for path in FOLDER.rglob("*.py") if path.name != "patterns.py")
    assert [use for path in modules for use in uses_of_re(path)] == []


@pytest.mark.parametrize(("named", "whole"), [(SQUEEZED, SQUEEZED_LINE), (PROMPTS, PROMPT)])
def test_a_set_of_patterns_finds_what_each_of_them_finds(
    named: Mapping[str, re.Pattern[str]], whole: re.Pattern[str]
) -> None:
    assert [name for name, one in named.items() if not whole.match(example_of(one))] == []


def test_patterns_of_one_set_have_the_same_flags() -> None:
    with pytest.raises(ValueError, match="flags"):
        any_of({"one": re.compile("a"), "two": re.compile("b", re.I)})


TITLE, TEXT = "清风吹过桥头的灯", "\n\n".join(BODY)
PAGES = {
    "above the title": "{line}\n\n" + f"{TITLE}\n\n——青禾区总工会2019年工作综述\n\n{TEXT}",
    "above the text": f"{TITLE}\n\n——青禾区总工会2019年工作综述\n\n{{line}}\n\n{TEXT}",
    "amid the text": f"{TITLE}\n\n——青禾区总工会2019年工作综述\n\n{BODY[0]}\n\n{{line}}\n\n"
    + "\n\n".join(BODY[1:]),
    "below the text": f"{TITLE}\n\n——青禾区总工会2019年工作综述\n\n{TEXT}\n\n{{line}}",
}
# Lines that had patterns of their own, without which nothing changes: mastheads, jumps and the evidence know them
WITHOUT_PATTERN = [
    "第2046期:第05版今日出版日期:2019-04-18",
    "本期出版日期:2019-04-18星期四",
    "第四版:综合新闻",
    "(下转第四版)",
    "【打印本页】【关闭窗口】",
    "本版图片除署名外由青禾区总工会提供",
]
WHOLE_LINES = [*WITHOUT_PATTERN, *map(example_of, (*SQUEEZED.values(), *PROMPTS.values()))]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_is_known_by_its_words_is_page_matter_wherever_it_stands(page: str) -> None:
    kept = []
    for line in WHOLE_LINES:
        (found,) = structure(page.format(line=line))
        aside = "".join(part.text for part in (*found.furniture, *found.credits))
        if squeezed(line) not in squeezed(aside):
            kept.append(line)
    assert kept == []
