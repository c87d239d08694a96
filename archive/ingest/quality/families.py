"""Families of pages: small grammars of what stands around an article, line by line, with the class of each line.

A family is a file of ``fixtures/families``. Its lines are ``class<TAB>template`` from the top of the page to its
foot; ``class?`` may be missing, ``class*1-3`` comes so often. Without a template ``kicker``, ``title``,
``subtitle`` and ``byline`` are the article's own, and ``body`` is its text; ``body wrap`` breaks it at a fixed
width, ``body talk`` makes questions and answers of it. ``inside 8%<TAB>page<TAB>template`` stands below so many of its
paragraphs. ``often<TAB>3`` counts a family so often.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from archive.ingest.parts.seen_again import Edges, Mask, mask_of
from archive.ingest.quality.articles import Article, Part
from archive.ingest.quality.grammar import Grammar
from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import Hint, split_lines
from archive.ingest.text.patterns import pattern

FOLDER = Path(__file__).resolve().parents[3] / "fixtures/families"
WORDS = "words.txt"
OWN = ("kicker", "title", "subtitle", "byline")
INDENTS, GAPS = ("", "　　", "    "), (0, 0, 1, 1, 2, 3)
LONGEST_ROW = 11
UNION_ON_A_ROW = 0.35  # 青禾区总工会： / the slogan
SPLIT_TITLES, IN_THE_MIDDLE = 0.3, 0.6  # titles in rows; those of four parts that have two in each
OWN_TITLES, NAMED_TITLES = 0.45, 0.2  # the article's own title; with the union before it: 青禾区总工会：…
MADE_TITLES = 0.8  # up to here a slogan, beyond it what offices head their texts with
BARE_SUBTITLES, MADE_SUBTITLES = 0.35, 0.4  # without their dash; made for an article that has none
MADE_BYLINES = 0.5
SHORT_PARAGRAPHS = 0.3  # pages whose paragraphs are cut
CLOSINGS, OPENINGS = 0.35, 0.08  # pages whose text ends or opens with a saying
PLANS, PLANNED = 0.12, 3  # pages whose text ends with what comes next, in so many short items
PICTURES, PICTURE_BELOW = 0.35, 0.2  # pages with pictures, and the paragraphs that have one below
FIGURES_AS_HEADINGS, SLOGANS_AS_HEADINGS = 0.06, 0.2
SHORTEST_TO_CUT = 60
SPEAKERS = (("问", "答"), ("记者", "负责人"), ("主持人", "嘉宾"), ("Q", "A"), ("记者", "主席"))
MADE_HEADINGS = 0.25  # pages with headings in which the words of navigation stand
HINTED = 0.3  # pages whose format marks the title, the headings and some of the page matter
WRONG_TITLE = 0.1  # of those, pages that mark something else as their title: the site's name
KICKERS, SUBTITLES = 0.35, 0.65  # articles that get a kicker, and those with a subtitle that keep it
# Pages that come with others of their site, and how often a line of each kind stands on those too: a menu on most of
# them, a column's kicker on some, and now and then the words of the article itself, 维权 every year
OF_A_SITE = 0.4
COMES_AGAIN = {
    "page": 0.55,
    "foot": 0.7,
    "source": 0.5,
    "kicker": 0.25,
    "byline": 0.25,
    "heading": 0.12,
    "subtitle": 0.08,
}
COMES_AGAIN_ELSE, MOST_OTHERS = 0.04, 8
# Pages of no family: rows that any page may have, put where they stand in this one by chance. What the families have in
# common is learnt, and less of what each has by itself.
MINGLED = 0.5  # of the pages that are fitted
ROWS_AT = {"above": (0.45, 5), "below title": (0.3, 4), "below head": (0.12, 2), "below text": (0.3, 4)}
PAGES_BROKEN, PARAGRAPHS_BROKEN = (
    0.3,
    0.08,
)  # pages with rows amid the text, and the paragraphs that have one below
ROWS = {
    "above": "{headline}|{board}|{site}|{navbar}|{entry}|{crumb}|{date}|{copyfrom}|{paper}|{ad}|{tool}|{counter}",
    "below title": "{entry}|{entry}|{entry}|{counter}|{copyfrom}|{date}( {clock})?|{tool}|{nick}",
    "below head": "{entry}|{counter}|{copyfrom}|{tool}|{date}",
    "below text": "{headline}|{more}|{entry}|{comment}|{counter}|{copyfrom}",
    "amid": "{prompt}|{tool}|{ad}|{headline}",
}
HEAD_KINDS, TEXT_KINDS = (
    ("kicker", "title", "subtitle", "byline"),
    ("prose", "heading", "caption", "salutation"),
)
BREAKS = pattern(r"[ 　，、：](?=.{4})", like="扎根一线 服务职工", unlike="扎根一线")
KIND = pattern(r"^([a-z ]+)(\?|\*(\d+)-(\d+))?$", like="page*1-3", unlike="page*")
NARROWEST, WIDEST = 16, 44
SIGNS_THAT_OPEN = ("", "", "", "□", "■", "◎ ", "● ")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a family: what it is, how often it comes, and how it reads."""

    kind: str
    fewest: int
    most: int
    template: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of page."""

    name: str
    rows: tuple[Row, ...]
    inside: tuple[tuple[float, str], ...]
    often: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose every line is known: ``lines`` are pairs of a class and the words as they stand."""

    family: str
    article: Article
    lines: tuple[tuple[str, str], ...]
    hints: tuple[Hint | None, ...]
    parts: tuple[Part, ...]  # the text as this page has it
    others: tuple[int, ...]  # how many other pages have each line

    @property
    def text(self) -> str:
        return "\n".join(words for _, words in self.lines)

    def spans(self) -> Iterator[tuple[int, int, str]]:
        """Where each line stands in the text, with its kind; blank lines have none."""
        at = 0
        for kind, words in self.lines:
            if kind:
                yield at, at + len(words), kind
            at += len(words) + 1

    def elsewhere(self, edges: Edges) -> Mapping[Mask, int]:
        """The lines that other pages have too."""
        found = {
            mask_of(line): count
            for (_, words), count in zip(self.lines, self.others, strict=True)
            if count
            for line in split_lines(clean(words).text)
        }
        return {mask: found[mask] for mask in edges.lines & found.keys()}

    def hints_by_offset(self) -> dict[int, Hint]:
        """What the format says of the lines, by the offset of their first sign."""
        found: dict[int, Hint] = {}
        at = 0
        for (_, words), hint in zip(self.lines, self.hints, strict=True):
            if hint:
                found[at + len(words) - len(words.lstrip())] = hint
            at += len(words) + 1
        return found


def load_words(folder: Path = FOLDER) -> dict[str, str]:
    rows = (folder / WORDS).read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t", 1) for row in rows if row and not row.startswith("#"))


def load_families(folder: Path = FOLDER) -> tuple[Family, ...]:
    """The families in the order of their names."""
    return tuple(_family(path) for path in sorted(folder.glob("*.txt")) if path.name != WORDS)


def _family(path: Path) -> Family:
    rows: list[Row] = []
    inside: list[tuple[float, str]] = []
    often = 1
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, *rest = line.split("\t")
        if kind == "often":
            often = int(rest[0])
            continue
        if kind.startswith("inside"):
            inside.append((int(kind.split()[1].rstrip("%")) / 100, rest[1]))
            continue
        match = KIND.match(kind)
        if not match:
            raise ValueError(f"{path.name}: {line!r} is no line of a family")
        fewest = int(match[3]) if match[3] else 0 if match[2] else 1
        most = int(match[4]) if match[4] else 1
        rows.append(Row(match[1], fewest, most, rest[0] if rest else None))
    return Family(path.stem, tuple(rows), tuple(inside), often)


@dataclass
class Composer:
    """Makes pages of a family; the same seed makes the same pages."""

    words: dict[str, str]
    chance: random.Random

    def page(self, family: Family, article: Article, *, mingled: bool = False) -> Page:
        """A page of the family; ``mingled`` with rows that are none of its own."""
        grammar = Grammar(self.words, self.chance, {"union": article.issuer, "year": article.year})
        grammar.fixed |= {"titletext": self._title(article, grammar)}
        gap, indent = self.chance.choice(GAPS), self.chance.choice(INDENTS)
        lines: list[tuple[str, str]] = []
        parts: list[Part] = []
        for row in family.rows:
            for _ in range(self.chance.randint(row.fewest, row.most)):
                if row.kind.startswith("body"):
                    parts = self._parts_for(row, article, grammar)
                    lines.extend(
                        self._body(family, parts, grammar, (gap, indent), wrap=row.kind.endswith("wrap"))
                    )
                else:
                    lines.extend(self._lines(row, article, grammar, gap))
        if mingled:
            lines = list(self._mingled(lines, grammar))
        hints = tuple(self._hints([kind for kind, _ in lines]))
        others = tuple(self._others([kind for kind, _ in lines]))
        return Page(family.name, article, tuple(lines), hints, tuple(parts), others)

    def _mingled(self, lines: Sequence[tuple[str, str]], grammar: Grammar) -> Iterator[tuple[str, str]]:
        """The lines with rows above the title, below it, below the head, amid the text and below it, each by chance."""
        kinds = [kind for kind, _ in lines]
        titles = [at for at, kind in enumerate(kinds) if kind == "title"]
        texts = [at for at, kind in enumerate(kinds) if kind in TEXT_KINDS]
        heads = [at for at, kind in enumerate(kinds) if kind in HEAD_KINDS and at < texts[0]]
        places = {"above": min(heads, default=texts[0]), "below head": texts[0], "below text": texts[-1] + 1}
        if titles:
            places["below title"] = titles[-1] + 1
        put = {
            place: self.chance.randint(1, ROWS_AT[name][1])
            for name, place in places.items()
            if self.chance.random() < ROWS_AT[name][0]
        }
        names = {place: name for name, place in places.items()}
        broken = PARAGRAPHS_BROKEN if self.chance.random() < PAGES_BROKEN else 0
        for at, (kind, words) in enumerate(lines):
            for _ in range(put.get(at, 0)):
                yield "page", grammar.expand(f"({ROWS[names[at]]})").strip() or "广告"
            yield kind, words
            if kind == "prose" and texts[0] < at < texts[-1] and self.chance.random() < broken:
                yield "page", grammar.expand(f"({ROWS['amid']})").strip() or "广告"
        for _ in range(put.get(len(lines), 0)):
            yield "page", grammar.expand(f"({ROWS['below text']})").strip() or "广告"

    def _others(self, kinds: Sequence[str]) -> Iterator[int]:
        """How many other pages of its site have each line."""
        of_a_site = self.chance.random() < OF_A_SITE
        for kind in kinds:
            share = COMES_AGAIN.get(kind, COMES_AGAIN_ELSE) if of_a_site else 0
            yield self.chance.randint(1, MOST_OTHERS) if self.chance.random() < share else 0

    def _hints(self, kinds: Sequence[str]) -> Iterator[Hint | None]:
        """What a format with styles says of the lines: it knows titles, headings and navigation, some better."""
        hinted = self.chance.random() < HINTED
        titles = self.chance.random() < 0.8
        wrong = self.chance.random() < WRONG_TITLE
        styled = {"heading": self.chance.random() < 0.5, "caption": self.chance.random() < 0.4}
        styled["subtitle"] = self.chance.random() < 0.5
        for kind in kinds:
            found = None
            if hinted and kind == "title" and titles and not wrong:
                found = Hint.TITLE
            elif hinted and styled.get(kind):
                found = Hint(kind)
            elif hinted and kind == "page" and wrong:
                found, wrong = Hint.TITLE, False
            elif hinted and kind in ("page", "foot") and self.chance.random() < 0.15:
                found = Hint.FURNITURE
            yield found

    def _parts_for(self, row: Row, article: Article, grammar: Grammar) -> list[Part]:
        parts = self._parts(article, grammar)
        return self._talk(parts, grammar) if row.kind.endswith("talk") else parts

    def _lines(self, row: Row, article: Article, grammar: Grammar, gap: int) -> Iterator[tuple[str, str]]:
        if row.template:
            words = [grammar.expand(row.template).strip()]
        else:
            words = self._own(row.kind, article, grammar)
        for text in words:
            if text:
                yield row.kind, text
                yield from [("", "")] * (gap if self.chance.random() < 0.7 else 0)

    def _own(self, kind: str, article: Article, grammar: Grammar) -> list[str]:
        if kind == "title":
            return self._rows(grammar.fixed["titletext"])
        if kind == "kicker":
            made = grammar.expand("({kicker}|{madekicker})") if self.chance.random() < KICKERS else ""
            return [article.kicker or made]
        if kind == "subtitle":
            return [self._subtitle(article, grammar)]
        made = grammar.slot("madeby") if self.chance.random() < MADE_BYLINES else ""
        names = " ".join(article.bylines)
        return [self.chance.choice(SIGNS_THAT_OPEN) + names if names else made]

    def _title(self, article: Article, grammar: Grammar) -> str:
        """The article's own title, a slogan, or the union and its year, as offices and sites head a text."""
        kind = self.chance.random()
        if kind < OWN_TITLES:
            named = "工会" in article.title or self.chance.random() > NAMED_TITLES
            return article.title if named else f"{article.issuer}：{article.title}"
        if kind < MADE_TITLES:
            return grammar.expand("({slogan}|{slogan}|{labelled})").strip()
        return grammar.expand(
            "{union}({year}年|{year}年度|)"
            "(工作总结|工作综述|工作回顾|工作情况报告|工作汇报|工作纪实|：(当好|做实|聚焦|擦亮)(职工)?(娘家人|服务清单|工作品牌|幸福底色)|工作亮点)"
        )

    def _subtitle(self, article: Article, grammar: Grammar) -> str:
        subtitle = article.subtitle or ""
        if (
            not subtitle
            and "工会" not in grammar.fixed["titletext"]
            and self.chance.random() < MADE_SUBTITLES
        ):
            subtitle = f"——{grammar.slot('madesub')}"
        return subtitle.lstrip("—-") if self.chance.random() < BARE_SUBTITLES else subtitle

    def _rows(self, title: str) -> list[str]:
        """One row, or two or three where the words part."""
        places = [match.end() for match in BREAKS.finditer(title)]
        if not places or len(title) < LONGEST_ROW or self.chance.random() > SPLIT_TITLES:
            return [title]
        union, colon, slogan = title.partition("：")
        if slogan and self.chance.random() < UNION_ON_A_ROW:
            return [union + colon, slogan.strip()]
        if len(places) == len(title.split()) - 1 == 3 and self.chance.random() < IN_THE_MIDDLE:
            places = [places[1]]
        cuts = sorted(self.chance.sample(places, min(len(places), self.chance.randint(1, 2))))
        return [title[start:end].strip() for start, end in pairwise([0, *cuts, len(title)])]

    def _headings_in_rows(self, text: str) -> list[str]:
        """A heading of two halves as two rows."""
        halves = text.split(" ")
        return halves if len(halves) == 2 and min(map(len, halves)) >= 4 else [text]

    def _parts(self, article: Article, grammar: Grammar) -> list[Part]:
        """The article's body, set as one page sets it: short paragraphs, headings of its own, a saying at the end."""
        short = self.chance.random() < SHORT_PARAGRAPHS
        kind = self.chance.random()
        headings = (
            "figure"
            if kind < FIGURES_AS_HEADINGS
            else "slogan"
            if kind < FIGURES_AS_HEADINGS + SLOGANS_AS_HEADINGS
            else "heading"
            if kind > 1 - MADE_HEADINGS
            else None
        )
        pictures = PICTURE_BELOW if self.chance.random() < PICTURES else 0
        parts: list[Part] = []
        for part in article.body:
            if headings and part.kind == "heading" and (headings == "figure" or self.chance.random() < 0.5):
                parts.append(replace(part, text=grammar.slot(headings).strip()))
            elif short and part.kind == "prose" and len(part.text) >= SHORTEST_TO_CUT:
                parts.extend(replace(part, text=text) for text in self._cut(part.text))
            else:
                parts.append(part)
            if part.kind == "prose" and self.chance.random() < pictures:
                parts.append(Part("caption", grammar.slot("scene")))
        if self.chance.random() < OPENINGS and parts[0].kind == "prose":
            parts.insert(0, Part("prose", grammar.slot("opening")))
        if self.chance.random() < PLANS:
            parts.extend(self._plans(parts, grammar))
        if self.chance.random() < CLOSINGS:
            parts.append(Part("prose", grammar.slot("closing")))
        return parts

    def _plans(self, parts: Sequence[Part], grammar: Grammar) -> Iterator[Part]:
        """What comes next: a heading after the others, and short items below it."""
        number = min(sum(1 for part in parts if part.kind == "heading" and part.level == 1), 8)
        yield Part("heading", f"{'一二三四五六七八九'[number]}、{grammar.slot('plans')}")
        mark = self.chance.choice(("（{}）", "{}、", "", "——"))
        for item in range(self.chance.randint(1, PLANNED)):
            sign = "一二三"[item] if "（" in mark else str(item + 1)
            yield Part("prose", mark.format(sign) + grammar.slot("plan"))

    def _cut(self, text: str) -> list[str]:
        """A paragraph as two, where a sentence ends."""
        ends = [at + 1 for at, sign in enumerate(text[:-8]) if sign == "。" and at >= SHORTEST_TO_CUT // 4]
        if not ends:
            return [text]
        end = self.chance.choice(ends)
        return [text[:end], text[end:]]

    def _talk(self, parts: Sequence[Part], grammar: Grammar) -> list[Part]:
        """Questions and answers: who asks and who answers stands before each."""
        ask, tell = self.chance.choice(SPEAKERS)
        said: list[Part] = []
        for part in parts:
            if part.kind == "prose" and not (said and self.chance.random() < 0.2):
                said.append(Part("prose", f"{ask}：{grammar.slot('question')}？"))
                said.append(replace(part, text=f"{tell}：{part.text}"))
            elif part.kind != "heading":
                said.append(part)
        said.append(Part("prose", f"{ask}：{grammar.slot('question')}？"))
        said.append(Part("prose", f"{tell}：{grammar.slot('answer') or parts[-1].text}"))
        return said

    def _body(
        self,
        family: Family,
        parts: Sequence[Part],
        grammar: Grammar,
        setting: tuple[int, str],
        *,
        wrap: bool,
    ) -> Iterator[tuple[str, str]]:
        gap, indent = setting
        width = self.chance.randint(NARROWEST, WIDEST)
        in_rows = self.chance.random() < SPLIT_TITLES
        for part in parts:
            text = indent + part.text if part.kind == "prose" else part.text
            if wrap:
                rows = _wrapped(text, width)
            else:
                rows = self._headings_in_rows(text) if in_rows and part.kind == "heading" else [text]
            yield from ((part.kind, row) for row in rows)
            yield from [("", "")] * (0 if wrap else gap)
            for share, template in family.inside if part.kind == "prose" else ():
                if self.chance.random() < share:
                    yield "page", grammar.expand(template).strip() or "广告"
                    yield from [("", "")] * gap


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def mixed(bank: Sequence[Article], chance: random.Random) -> Article:
    """An article of the bank, a short one with sections of others below its own."""
    article = chance.choice(bank)
    body: list[Part] = list(article.body)
    while sum(len(part.text) for part in body) < chance.randint(300, 1500):
        other = chance.choice(bank)
        heads = [at for at, part in enumerate(other.body) if part.kind == "heading"] or [0]
        body.extend(
            replace(part, text=part.text.replace(other.issuer, article.issuer))
            for part in other.body[heads[0] :]
        )
    subtitle = article.subtitle if chance.random() < SUBTITLES else None
    return replace(article, subtitle=subtitle, body=tuple(body))
