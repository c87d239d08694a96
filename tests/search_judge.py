"""The judge of matching: a scan of the folded texts, written without any regard to speed."""

# ruff: noqa: RUF001 (full-width letters and digits belong to what is tested)

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from search.analysis import fold_text, parts
from search.documents import Block, BlockField, Document
from search.engines.contract import UNKNOWN, Filters
from search.query import And, Everything, Node, Not, Or, Term, Told, Years

DEMO = Path(__file__).parent.parent / "fixtures" / "demo"

BLOCKS_OF_FIELD = {
    None: set(BlockField),
    "title": {BlockField.KICKER, BlockField.TITLE, BlockField.SUBTITLE},
    "heading": {BlockField.HEADING},
    "issuer": {BlockField.ISSUER},
    "body": {BlockField.PARAGRAPH},
}


folded = cache(fold_text)


def matches(document: Document, node: Node, *, matter: bool = False) -> bool:
    match node:
        case Everything():
            return True
        case Years(start, end):
            return overlaps(document, start, end)
        case Told(_, articles):
            return document.id in articles
        case Not(child):
            return not matches(document, child, matter=matter)
        case And(children):
            return all(matches(document, child, matter=matter) for child in children)
        case Or(children):
            return any(matches(document, child, matter=matter) for child in children)
        case Term(text, quoted, field):
            if holds(document, folded(text), field, matter=matter):
                return True
            words = () if quoted else parts(text)
            return bool(words) and all(holds(document, word, field, matter=matter) for word in words)


def exactly(node: Node) -> Node:
    """The query with every wanted bare term taken literally; what is excluded stays what the term finds."""
    match node:
        case Term(text, _, field):
            return Term(text, quoted=True, field=field)
        case And(children):
            return And(tuple(map(exactly, children)))
        case Or(children):
            return Or(tuple(map(exactly, children)))
        case _:
            return node


def holds(document: Document, characters: str, field: str | None, *, matter: bool = False) -> bool:
    """Whether the folded characters stand side by side in one of the field's texts, or in a line of page matter."""
    if not characters:
        return True
    if field == "newspaper":
        texts: Iterable[str] = [document.newspaper or ""]
    elif field == "region":
        texts = document.region_names
    else:
        texts = [block.text for block in document.blocks if block.field in BLOCKS_OF_FIELD[field]]
        texts += [block.text for block in document.matter if matter and field is None]
    return any(characters in folded(text) for text in texts)


def overlaps(document: Document, start: int | None, end: int | None) -> bool:
    if document.year_start is None or document.year_end is None:
        return False
    return (start is None or document.year_end >= start) and (end is None or document.year_start <= end)


def passes(document: Document, filters: Filters) -> bool:
    region = not filters.regions or any(
        code in document.region_codes or (code == UNKNOWN and not document.region_codes)
        for code in filters.regions
    )
    picked = not filters.years or any(
        document.year_start is None if year == UNKNOWN else overlaps(document, int(year), int(year))
        for year in filters.years
    )
    ranged = (filters.year_from is None and filters.year_to is None) or overlaps(
        document, filters.year_from, filters.year_to
    )
    single = not filters.single_year or document.year_start == document.year_end
    newspaper = not filters.newspapers or (document.newspaper or UNKNOWN) in filters.newspapers
    kind = not filters.kinds or document.kind in filters.kinds
    return region and picked and ranged and single and newspaper and kind


def ids(
    documents: Iterable[Document], node: Node, filters: Filters | None = None, *, matter: bool = False
) -> tuple[int, ...]:
    return tuple(
        sorted(
            document.id
            for document in documents
            if matches(document, node, matter=matter) and passes(document, filters or Filters())
        )
    )


def demo_lines() -> list[str]:
    return [
        line.strip()
        for path in sorted(DEMO.glob("*.txt"))
        for line in path.read_text(encoding="gb18030" if ".gb18030." in path.name else "utf-8").splitlines()
        if line.strip()
    ]


ODD_LINES = (
    "会员总数6.3万人，入会率达98.6％；“四送”工作惠及１２，３００人次。",
    "Union of 2021: the e-union app (V2.0) 上线，ＡＰＰ注册3,456人。",
    "工會服務職工，維護合法權益！",
    "㎡、℃、№ 与 ½ 都是一个字；𠮷野家也来了。",
    "药",
    "　",
)


def made_documents(count: int, *, seed: int = 7, first_id: int = 1) -> list[Document]:
    """Documents of shuffled demo lines with every kind of block, period, region and newspaper."""
    chance = random.Random(seed)
    lines = demo_lines() + list(ODD_LINES)
    return [_made(first_id + i, chance, lines) for i in range(count)]


def _made(number: int, chance: random.Random, lines: Sequence[str]) -> Document:
    def line(longest: int) -> str:
        return chance.choice(lines)[:longest]

    county = chance.choice([None, "990103", "990122", "990221", "990301"])
    names = {"990103": "临江区", "990122": "石桥县", "990221": "沙屿县", "990301": "城关区"}
    start = chance.choice([None, 2013, 2018, 2019, 2019, 2021])
    span = chance.choice([0, 0, 0, 4])
    blocks = [
        *(Block(BlockField.KICKER, line(20)) for _ in range(chance.randint(0, 1))),
        Block(BlockField.TITLE, line(24)),
        *(Block(BlockField.SUBTITLE, line(20)) for _ in range(chance.randint(0, 1))),
        Block(BlockField.ISSUER, f"{names.get(county or '', '示例省')}总工会"),
        Block(BlockField.BYLINE, "本报记者 何 平"),
    ]
    for section in range(chance.randint(1, 3)):
        blocks.append(Block(BlockField.HEADING, line(14), f"s{section}"))
        blocks += [Block(BlockField.PARAGRAPH, line(400), f"p{section}") for _ in range(chance.randint(1, 4))]
    blocks += [Block(BlockField.CAPTION, line(30), "c1") for _ in range(chance.randint(0, 2))]
    return Document(
        id=number,
        blocks=tuple(blocks),
        region_codes=() if county is None else ("990000", county[:4] + "00", county),
        region_names=() if county is None else ("示例省", names[county]),
        region_sort="" if county is None else f"shilisheng/{county}",
        year_start=start,
        year_end=None if start is None else start + span,
        newspaper=chance.choice([None, "示例日报", "临江报", "示例工人报"]),
        kind=chance.choice(["annual_review", "multi_year_review", "plan", "other"]),
        added=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randint(0, 5000)),
        matter=_made_matter(random.Random(number), lines),
    )


def _made_matter(chance: random.Random, lines: Sequence[str]) -> tuple[Block, ...]:
    """No line, or some of the kind that stands around articles, and now and then a piece of one."""
    around = ("首页 > 工会要闻 > 正文", "示例日报  第０３版", "责编/徐一 美编/谢二", "浏览 1,286 次", "㎡")
    texts = [chance.choice(around) if chance.random() < 0.6 else chance.choice(lines)[:40] for _ in range(4)]
    return tuple(
        Block(BlockField.MATTER, text, f"f{n}") for n, text in enumerate(texts[: chance.randint(0, 4)], 1)
    )


def random_passage(
    document: Document, chance: random.Random, *, longest: int = 12, matter: bool = False
) -> str:
    """Some printed characters of one of its blocks, or of a line of its page matter where it has any."""
    text = chance.choice(document.matter if matter and document.matter else document.blocks).text
    size = chance.randint(1, longest)
    start = chance.randint(0, max(len(text) - size, 0))
    return text[start : start + size]
