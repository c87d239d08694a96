"""Pages of our own as scanners, copiers and telephones give them, read with what ``make ocr`` installs.

A few kinds for every change; all of them by ``python -m benchmarks.recognition`` (docs/performance.md).
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from archive.ingest.ocr.engines import DEFAULT, ENGINES, choose, is_installed
from archive.regions.authority import Authority
from tests.fonts import NO_CHINESE_FONT, has_chinese_font

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_installed(), reason="what reads pictures is not installed here (make ocr)"),
    pytest.mark.skipif(not has_chinese_font(), reason=NO_CHINESE_FONT),
]
MOST_ERRORS = {DEFAULT: 0.01, "tesseract": 0.06}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    choose(request.param)
    if not is_installed():
        choose(DEFAULT)
        pytest.skip(f"{request.param} is not installed here")
    yield request.param
    choose(DEFAULT)


def score(kind: str, authority: Authority) -> Any:
    """The benchmark's own score of a page; it can only be imported where pictures can be drawn."""
    drawn_pages = import_module("benchmarks.drawn_pages")
    return import_module("benchmarks.recognition").score_of(drawn_pages.drawn_page(kind), authority)


@pytest.mark.parametrize(
    ("engine", "kind"),
    [(DEFAULT, "skew-3"), (DEFAULT, "phone"), (DEFAULT, "three-columns"), ("tesseract", "two-columns")],
    indirect=["engine"],
)
def test_a_page_gives_its_title_its_order_and_nearly_all_of_its_signs(
    kind: str, engine: str, authority: Authority
) -> None:
    found = score(kind, authority)
    assert found.errors <= MOST_ERRORS[engine]
    assert found.order
    assert found.title


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_signs_and_lines_that_were_read_have_their_places(engine: str) -> None:
    drawn_pages = import_module("benchmarks.drawn_pages")
    registry = import_module("archive.ingest.readers.registry")
    page = drawn_pages.drawn_page("two-columns")
    read = registry.read(page.content, page.name)
    (seen,) = read.pages
    placed = [line for line in seen.lines if line.at is not None]
    assert len(placed) >= 0.95 * len(seen.lines)
    for line in placed:
        assert read.source.raw[line.at] == line.seen.text.lstrip()[0]
        assert all(0 <= x <= seen.width and 0 <= y <= seen.height for x, y in line.seen.corners)
    assert seen.picture.startswith(b"RIFF")
