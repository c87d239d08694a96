"""How well pages are read from pictures: ``python -m benchmarks.recognition [--engine NAME] [--keep FOLDER] [KIND…]``.

Pages of our own (``benchmarks.drawn_pages``), read as an upload is. Needs what ``make ocr`` installs and a Chinese font.
"""

import argparse
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from archive.ingest.ocr.engines import ENGINES, choose
from archive.ingest.pipeline import read_file
from archive.ingest.records import ReviewRecord, UnreadableFile
from archive.regions.authority import Authority
from benchmarks.drawn_pages import KINDS, DrawnPage, drawn_page
from benchmarks.measuring import median, show, timed

OPENING = 8  # signs by which a paragraph is found in what was read
QUOTES = str.maketrans("“”‘’﹃﹄﹁﹂「」『』", "\"\"''\"\"''\"\"''")


@dataclass(frozen=True, slots=True)
class Score:
    """``errors`` is the share of signs to be changed, put in or taken out; ``order`` whether paragraphs are in order."""

    kind: str
    errors: float
    title: bool
    order: bool
    seconds: float


def plain(text: str) -> str:
    """Without white, and with one sign for those that differ in width or make alone."""
    return "".join(unicodedata.normalize("NFKC", text.translate(QUOTES)).split())


def score_of(page: DrawnPage, authority: Authority) -> Score:
    """A page that is refused has none of its signs."""
    kind = page.name.rsplit(".", 1)[0]
    try:
        seconds, reading = timed(lambda: read_file(page.content, page.name, authority=authority))
    except UnreadableFile:
        return Score(kind, 1.0, title=False, order=False, seconds=0.0)
    record: ReviewRecord = reading.records[0]
    parts = [
        passage.text
        for section in record.sections
        for passage in (section.heading, *section.paragraphs)
        if passage
    ]
    found, wanted = plain("".join(parts)), plain("".join(text for _, text in page.truth.body))
    openings = [found.find(plain(text)[:OPENING]) for is_heading, text in page.truth.body if not is_heading]
    seen = [place for place in openings if place >= 0]
    return Score(
        kind,
        distance(found, wanted) / len(wanted),
        title=record.title is not None and plain(record.title.text) == plain(page.truth.title),
        order=seen == sorted(seen) and len(seen) > len(openings) / 2,
        seconds=seconds,
    )


def distance(one: str, two: str) -> int:
    """The fewest signs to change, put in or take out."""
    signs = numpy.array([ord(sign) for sign in two])
    steps = numpy.arange(len(two) + 1)
    row = steps.copy()
    for number, sign in enumerate(one, start=1):
        changed = numpy.empty_like(row)
        changed[0] = number
        changed[1:] = numpy.minimum(row[1:] + 1, row[:-1] + (signs != ord(sign)))
        row = numpy.minimum.accumulate(changed - steps) + steps
    return int(row[-1])


def main(arguments: Sequence[str]) -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("kinds", nargs="*", metavar="KIND", choices=[*KINDS, []])
    asked.add_argument("--engine", choices=sorted(ENGINES), default="rapidocr")
    asked.add_argument("--keep", type=Path, help="a folder for the pictures")
    options = asked.parse_args(arguments)
    choose(options.engine)
    authority = Authority.load()
    scores = []
    for kind in options.kinds or KINDS:
        page = drawn_page(kind)
        if options.keep:
            (options.keep / page.name).write_bytes(page.content)
        scores.append(score_of(page, authority))
        print(f"{kind}: {scores[-1].errors:.2%}", file=sys.stderr, flush=True)
    rows = [
        ("kind", "character errors", "title", "order", "s"),
        *(
            (s.kind, f"{s.errors:.2%}", "yes" if s.title else "no", "yes" if s.order else "no", s.seconds)
            for s in scores
        ),
    ]
    figures: dict[str, object] = {
        "pages": len(scores),
        "errors_median": median([s.errors for s in scores]),
        "title": sum(s.title for s in scores) / len(scores),
        "order": sum(s.order for s in scores) / len(scores),
        "seconds_median": median([s.seconds for s in scores]),
    }
    show(rows, figures)


if __name__ == "__main__":
    main(sys.argv[1:])
