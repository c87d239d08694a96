"""Tesseract: a program of its own, with the data of its language, as Debian has them; it gets the page in memory."""

import csv
import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import linear_regression
from typing import Any

from PIL import Image

from archive.ingest.ocr.contract import SURE, Corners, Seen
from archive.ingest.ocr.mending import mended, places_after_mending

PROGRAM = "tesseract"
READ = ("stdin", "stdout", "-l", "chi_sim", "--psm", "3", "tsv")
SECONDS = 120
WORD = "5"  # the level of a word in the table
LINE = ("block_num", "par_num", "line_num")
HUNDREDTHS = 100
COLUMN = 1.4
"""Of the height of a line: white between two words of it that lies between two columns, which the program runs together."""


class Tesseract:
    """The engine; each page is a process of the program's."""

    def __init__(self) -> None:
        told = _asked(("--version",), b"").split()
        self.name = f"Tesseract {told[1].decode()}"

    def lines_in(self, picture: Any) -> list[Seen]:
        packed = io.BytesIO()
        Image.fromarray(picture[:, :, ::-1]).save(packed, "PPM")
        table = _asked(READ, packed.getvalue()).decode("utf-8", "replace")
        rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
        words = [row for row in rows if row["level"] == WORD and (row["text"] or "").strip()]
        lines = groupby(words, key=lambda row: [row[name] for name in LINE])
        return [_seen(part) for _, line in lines for part in _columns(list(line))]


def _asked(arguments: Sequence[str], given: bytes) -> bytes:
    """Raises OSError and subprocess.SubprocessError, which the child tells as a damaged file."""
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.defpath, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(  # noqa: S603 - fixed words, nothing of the file's
        [PROGRAM, *arguments],
        input=given,
        capture_output=True,
        check=True,
        timeout=SECONDS,
        env=environment,
    )
    return done.stdout


def _columns(words: Sequence[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """The line, cut where it runs from one column of the page into the next."""
    boxes = [_box(word) for word in words]
    widest = COLUMN * max(bottom - top for _, top, _, bottom in boxes)
    part = [words[0]]
    for word, before, box in zip(words[1:], boxes, boxes[1:], strict=False):
        if box[0] - before[2] > widest:
            yield part
            part = []
        part.append(word)
    yield part


def _seen(words: Sequence[dict[str, str]]) -> Seen:
    """A line of words; between two Latin ones there is white."""
    signs: list[tuple[str, float]] = []
    sure: list[float] = []
    for word in words:
        text, left, width = word["text"].strip(), float(word["left"]), float(word["width"])
        if signs and _is_latin(signs[-1][0]) and _is_latin(text[0]):
            signs.append((" ", left))
            sure.append(1.0)
        signs += ((sign, left + width * place / len(text)) for place, sign in enumerate(text))
        sure += [float(word["conf"]) / HUNDREDTHS] * len(text)
    text = "".join(sign for sign, _ in signs)
    whole = mended(text, signs, float(words[0]["left"]))
    doubtful = [
        at for at, (one, sign) in enumerate(zip(sure, text, strict=True)) if one < SURE and sign.isalnum()
    ]
    return Seen(whole, _corners(words), sum(sure) / len(sure), places_after_mending(text, whole, doubtful))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _corners(words: Sequence[dict[str, str]]) -> Corners:
    """Along the middles of the words, as high as the highest: stops and dashes are low."""
    boxes = [_box(word) for word in words]
    left, right = boxes[0][0], boxes[-1][2]
    half = max(bottom - top for _, top, _, bottom in boxes) / 2
    high = [box for box in boxes if box[3] - box[1] > half]
    middles = [((x + end) / 2, (top + bottom) / 2) for x, top, end, bottom in high]
    slope, base = linear_regression(*zip(*middles, strict=True)) if len(middles) > 1 else (0.0, middles[0][1])
    start, end = base + slope * left, base + slope * right
    return (left, start - half), (right, end - half), (right, end + half), (left, start + half)


def _box(word: dict[str, str]) -> tuple[float, float, float, float]:
    left, top, width, height = (float(word[name]) for name in ("left", "top", "width", "height"))
    return left, top, left + width, top + height
