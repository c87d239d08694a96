"""In which order pictures are the pages of one article, by the names of their files, and what they are called together."""

import unicodedata
from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePosixPath

from archive.ingest.text.numerals import han_number
from archive.ingest.text.patterns import pattern

# 第2版 before 第10版, 第二页 before 第十页, IMG_9 before IMG_10
NUMBER = pattern(r"(\d+|[一二三四五六七八九十百]+)", like="第十版", unlike="版面")
# 综述（上）, 综述_中, 正面
PLACE = pattern(
    r"(?<![\u4e00-\u9fff])[上中下前后左右正反背](?=[半部篇集页版面]*\W*$)|[上中下前后左右正反背](?=[面半]\W*$)",
    like="综述（上）",
    unlike="上半年工作",
)
PLACES = {
    sign: str(number) for number, signs in enumerate(("上前左正", "中", "下后右反背"), 1) for sign in signs
}
JOINTS = " _-—.·,，、(（[【第"
LONGEST_NUMBER = 18  # digits; what is longer is no number of a page


def in_order(names: Sequence[str]) -> list[int]:
    """The places of the names, in the order of the pages."""
    return sorted(range(len(names)), key=lambda place: (_key(names[place]), names[place]))


def name_of_all(names: Sequence[str]) -> str:
    """What the pages are called together: 2019/第5版_1.jpg and 2019/第5版_2.jpg are 2019/第5版（共2页）.zip."""
    first = PurePosixPath(names[0])
    stems = [PurePosixPath(name).stem for name in names]
    begun = "".join(
        signs[0] for signs in takewhile(lambda signs: len(set(signs)) == 1, zip(*stems, strict=False))
    )
    if any(stem[len(begun) : len(begun) + 1].isdigit() for stem in stems):
        begun = begun.rstrip("0123456789")  # IMG_0001 and IMG_0002 have more in common than IMG
    shown = begun.rstrip(JOINTS) or first.stem
    return (first.parent / f"{shown}（共{len(names)}页）.zip").as_posix()


def _key(name: str) -> list[tuple[int, str]]:
    """Words and numbers by turns."""
    stem = unicodedata.normalize("NFKC", PurePosixPath(name).stem).lower()
    parts = NUMBER.split(PLACE.sub(lambda match: PLACES[match.group()], stem))
    return [(_number(part), part) if at % 2 else (0, part) for at, part in enumerate(parts)]


def _number(digits: str) -> int:
    return int(digits[-LONGEST_NUMBER:]) if digits.isdecimal() else han_number(digits)
