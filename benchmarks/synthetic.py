"""Synthetic reviews for benchmarks: shuffled sentences of the demo texts with invented places and numbers.

So common words stand in nearly every article, as they do in the genre, while names and figures differ.

    .venv/bin/python benchmarks/synthetic.py 2000          prints what 2,000 of them are like
    .venv/bin/python benchmarks/synthetic.py 2000 FOLDER   writes them there as text files
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search.documents import Block, BlockField, Document

DEMO = Path(__file__).parent.parent / "fixtures" / "demo"
PARAGRAPHS_LENGTH = 1650
"""Characters at which a review's paragraphs end; with headings and captions that makes some 2,100 of it."""
SENTENCE = re.compile(r"[^。！？!?]{6,}[。！？!?][”’」』）]*")
HEADING = re.compile(r"[\w、，, “”·—-]{6,24}")
NUMBER = re.compile(r"\d+")
DEMO_PLACES = re.compile(
    "示例省|云川市|青禾区|临江区|临江县|石桥县|松坪市|云川经济技术开发区|海澜市|望潮区|鼓楼区|沙屿县|金湾县|"
    "岭西市|城关区|白塔县|云岭苗族自治县|云川|青禾|临江|石桥|松坪|海澜|望潮|鼓楼|沙屿|金湾|岭西|城关|白塔|云岭"
)
NAME_SYLLABLES = (
    "安白北长川东丰固光海和洪淮怀金景康兰乐丽林龙茂明南宁平清泉仁荣瑞山石顺松泰天万文西祥新兴雅阳永玉远云泽中"
)
NEWSPAPERS = (
    *(f"{name}日报" for name in ("晨江", "东岭", "海陵", "湖口", "金川", "平原", "青山", "云台")),
    *("职工生活报", "劳动者报"),
)
KINDS = ("annual_review", "annual_review", "annual_review", "multi_year_review", "plan", "other")


@dataclass(frozen=True, slots=True)
class County:
    """A division with its path from the province down, names beside codes."""

    codes: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[-1]


@dataclass(frozen=True, slots=True)
class Review:
    number: int
    title: str
    subtitle: str
    issuer: str
    newspaper: str | None
    county: County | None
    years: tuple[int, int] | None
    kind: str
    sections: tuple[tuple[str | None, tuple[str, ...]], ...]
    captions: tuple[str, ...]

    @property
    def text(self) -> str:
        """As a newspaper page would be pasted."""
        lines = [self.title, f"——{self.subtitle}", self.issuer]
        for heading, paragraphs in self.sections:
            lines += [heading] if heading else []
            lines += paragraphs
        return "\n\n".join([*lines, *self.captions]) + "\n"

    @property
    def blocks(self) -> tuple[Block, ...]:
        blocks = [
            Block(BlockField.TITLE, self.title),
            Block(BlockField.SUBTITLE, self.subtitle),
            Block(BlockField.ISSUER, self.issuer),
        ]
        anchor = 0
        for order, (heading, paragraphs) in enumerate(self.sections):
            if heading:
                blocks.append(Block(BlockField.HEADING, heading, f"s{order}"))
            for paragraph in paragraphs:
                anchor += 1
                blocks.append(Block(BlockField.PARAGRAPH, paragraph, f"p{anchor}"))
        blocks += [Block(BlockField.CAPTION, text, f"c{n}") for n, text in enumerate(self.captions)]
        return tuple(blocks)

    @property
    def document(self) -> Document:
        county = self.county
        return Document(
            id=self.number,
            blocks=self.blocks,
            region_codes=county.codes if county else (),
            region_names=county.names if county else (),
            region_sort="/".join(county.codes) if county else "",
            year_start=self.years[0] if self.years else None,
            year_end=self.years[1] if self.years else None,
            newspaper=self.newspaper,
            kind=self.kind,
            added=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=self.number),
        )


@dataclass(frozen=True, slots=True)
class Stock:
    """What reviews are shuffled from."""

    sentences: tuple[str, ...]
    headings: tuple[str, ...]

    @classmethod
    def of_the_demo(cls) -> "Stock":
        sentences, headings = [], []
        for path in sorted(DEMO.glob("*.txt")):
            encoding = "gb18030" if ".gb18030." in path.name else "utf-8"
            for line in path.read_text(encoding=encoding).splitlines():
                if len(line) > 40:
                    sentences += SENTENCE.findall(line.strip())
                elif HEADING.fullmatch(line.strip()):
                    headings.append(line.strip())
        return cls(tuple(dict.fromkeys(sentences)), tuple(dict.fromkeys(headings)))


def invented_counties(count: int = 1200, *, seed: int = 1) -> list[County]:
    """Provinces of eight cities of ten counties each, none of which is real."""
    chance = random.Random(seed)
    counties = []
    for number in range(count):
        province, city = number // 80, number // 10
        codes = (f"8{province:02d}000", f"8{city:03d}00", f"8{number:05d}")
        syllables = [random.Random(place).sample(NAME_SYLLABLES, 2) for place in (province, city + 500)]
        names = (
            f"{''.join(syllables[0])}省",
            f"{''.join(syllables[1])}市",
            f"{''.join(chance.sample(NAME_SYLLABLES, 2))}{chance.choice('县区')}",
        )
        counties.append(County(codes, names))
    return counties


def reviews(count: int, counties: Sequence[County], *, seed: int = 42, first: int = 1) -> Iterator[Review]:
    """The same reviews for the same arguments."""
    stock = Stock.of_the_demo()
    chance = random.Random(seed)
    for number in range(first, first + count):
        yield _review(number, chance, stock, counties)


def _review(number: int, chance: random.Random, stock: Stock, counties: Sequence[County]) -> Review:
    county = chance.choice(counties)
    start = chance.randint(2008, 2024)
    years = (start, start + chance.choice([0, 0, 0, 0, 0, 0, 0, 0, 2, 4]))
    place = county.name
    short = place[:2]

    def invented(text: str) -> str:
        numbered = NUMBER.sub(lambda found: _number(found[0], chance), text)
        return DEMO_PLACES.sub(lambda found: place if len(found[0]) > 2 else short, numbered)

    sections: list[tuple[str | None, tuple[str, ...]]] = []
    length = 0
    while length < PARAGRAPHS_LENGTH:
        paragraphs = tuple(
            invented("".join(chance.choices(stock.sentences, k=chance.randint(2, 4))))
            for _ in range(chance.randint(2, 3))
        )
        sections.append((invented(chance.choice(stock.headings)) if sections else None, paragraphs))
        length += sum(map(len, paragraphs))
    period = f"{years[0]}年" if years[0] == years[1] else f"{years[0]}—{years[1]}年"
    return Review(
        number=number,
        title=invented(chance.choice(stock.headings)),
        subtitle=f"{place}总工会{period}工作综述",
        issuer=f"{place}总工会",
        newspaper=chance.choice([None, *NEWSPAPERS]),
        county=county if chance.random() > 0.03 else None,
        years=years if chance.random() > 0.05 else None,
        kind=chance.choice(KINDS),
        sections=tuple(sections),
        captions=tuple(invented(chance.choice(stock.sentences)) for _ in range(chance.randint(0, 2))),
    )


def _number(printed: str, chance: random.Random) -> str:
    """Another number of as many digits."""
    return str(chance.randint(10 ** (len(printed) - 1), 10 ** len(printed) - 1))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    arguments.add_argument("folder", type=Path, nargs="?")
    options = arguments.parse_args()
    characters = 0
    for review in reviews(options.count, invented_counties()):
        characters += sum(len(block.text) for block in review.blocks)
        if options.folder:
            options.folder.mkdir(parents=True, exist_ok=True)
            (options.folder / f"{review.number:06d}.txt").write_text(review.text, encoding="utf-8")
    print(f"{options.count} reviews, {characters / options.count:.0f} characters each")
    print(json.dumps({"articles": options.count, "characters": characters}))


if __name__ == "__main__":
    main()
