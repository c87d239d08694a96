"""Which lines of a page are the article, and what the page says of them.

Two judges must agree before running text is set aside: the block that holds most of the page's prose, and
trafilatura, which knows the boilerplate of many sites. Whatever one of them takes for the article stays
open to the stages that judge by words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from archive.ingest.parts.furniture import OTHER_NEWS
from archive.ingest.readers.html_lines import CELLS, Page, PageLine, squeezed
from archive.ingest.text.folding import fold
from archive.ingest.text.lines import Hint
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import stops_in

OUTSIDE = frozenset(("nav", "footer", "aside", "form", "button", "menu"))
# class="nav-list", id="footer", class="related-news", class="share_box"
OUTSIDE_NAME = pattern(
    r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|menu|topbar|toolbar|crumbs?|breadcrumbs?|sidebar|side|foot|footer|bottom|"
    r"copyright|share|comment|comments|related|relate|recommend|hot|rank|ranking|links|friendlinks?|banner|advert|ads?|adv|"
    r"login|search|pager|pagination|pagenav|qrcode|tags|prev|next|prevnext|weibo|weixin|bdshare|jiathis|tools|"
    r"reply|replies|cookies?|popup|modal|subscribe|pinglun|liuyan|sign|signature|sigline|tuijian|xiangguan|fenxiang|guanggao|daohang|"
    r"footnotes?|endnotes?|footnotes-list|ftn|edn|sdfootnote|sdendnote|references|reflist)(?:$|[\s_\d-])",
    re.I,
    like="page-nav",
    unlike="navigated",
)
CAMEL = pattern(r"(?<=[a-z])(?=[A-Z])", like="relatedNews", unlike="related")  # relatedNews, shareBox
LONGEST_LABEL = 14  # characters of 相关推荐, 网友评论 above a box of their own
TITLE_NAME = pattern(
    r"^(?:article|main|news|content|con|doc|detail|art|text|info|page|xl|show|view)?[_-]?(?:title|tit|bt|biaoti|headline|h1)\d?$",
    re.I,
    like="article-title",
    unlike="title-list",
)
SUBTITLE_NAME = pattern(
    r"^(?:[a-z]+[_-])?(?:sub[_-]?title|sub[_-]?tit|futi|fubiaoti|ftitle)\d?$",
    re.I,
    like="sub-title",
    unlike="title",
)
CAPTION_NAME = pattern(
    r"(?:^|[\s_-])(?:caption|figcaption|imgdesc|img-desc|pic-?text|tushuo|pic-?desc|image-?note|img-?note|zhaopian-?shuoming)(?:$|[\s_-])",
    re.I,
    like="img-desc",
    unlike="description",
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BODY_HEADINGS = HEADINGS[1:]
# <title>谱写新篇_青禾日报数字报</title>, <title>青禾区总工会-工会动态-谱写新篇</title>
TITLE_PARTS = pattern(
    r"\s*(?:[_|»]|(?<![—-])[-–—](?![—-])|>+|--)\s*",
    like="谱写新篇_青禾日报数字报",
    unlike="谱写新篇——青禾区总工会",
)
DECLARED_TITLES = ("articletitle", "og:title", "title", "contenttitle")
SITE_NAME = pattern(r"(?:工会|网|报|报社|平台|中心|门户|首页|频道)$", like="青禾区总工会", unlike="工会的家")
PARTS_OF_A_TEXT = frozenset(("p", "pre", "blockquote", "li", "tr", "tbody", *HEADINGS))
LINES_BESIDE_A_PICTURE = 3  # a block with more lines than these is no picture with its caption
LINE_OF_A_CELL = 30  # characters; a table whose cells are longer is there for the layout

PROSE = pattern(r"[，。；：！？、,;!?]", like="一年来，", unlike="一年来")
SHORTEST_PROSE = 25
LINKED = 0.7  # of a line's characters in links: other news, a menu
LINKED_BELOW = 0.4  # the same for lines below the article: 分享到:微信 微博
SHARE_OF_THE_ARTICLE = 0.7  # of the page's prose that its innermost block holds
SHARE_THAT_IS_NO_ASIDE = 0.4  # <body class="search"> holds all the prose, and is no search form
SHARE_BESIDE_ASIDES = 0.15  # of the prose: with less outside of menus and side bars, one of them is none
LONGEST_TITLE, SHORTEST_TITLE = 60, 4
HEADLINE = 1.25  # the type of a headline to that of the text, at least
LINES_ABOVE_THE_TITLE = 3
LINES_ABOVE_THE_ARTICLE = 8
LINES_BELOW_THE_ARTICLE = 6
LONGEST_CAPTION = 120
SMALLER, LONGEST_SMALL_CAPTION = 0.9, 80  # the type of words under a picture to that of the text
LONGEST_HEADING = 46
LONGEST_MENU_WORD, LONGEST_MENU_LINE = 14, 100

SecondOpinion = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the raw text with what the page says of it."""

    text: str
    hint: Hint | None
    gap: int
    indented: bool


def is_prose(line: PageLine) -> bool:
    return len(line.text) >= SHORTEST_PROSE and line.linked < 0.5 and bool(PROSE.search(line.text))


class ArticleFinder:
    """The parts of one page. ``second_opinion`` gives the text of the article as another judge sees it."""

    def __init__(self, page: Page, second_opinion: SecondOpinion) -> None:
        self._page = page
        self._lines = page.lines
        self._second_opinion = second_opinion
        self._large = inf
        self._usual = 0.0
        self._aside = self._asides(self._masses(range(len(page.lines))))
        self._main = self._main_block()

    def rows(self) -> list[Row]:
        """Every visible line of the page in order, or hints for none where no article is to be seen."""
        inside = [at for at, line in enumerate(self._lines) if self._main in self._page.ancestors(line.block)]
        prose = [at for at in inside if self._counts(at)]
        if prose:
            self._usual = self._lines[prose[0]].size
            title = self._title(prose[0])
            hints = self._hints(self._open_lines(inside, title), prose[0], title)
        else:
            title = range(0)
            hints = [Hint.FURNITURE if self._aside[line.block] else None for line in self._lines]
        rows = [
            Row(line.text, hint, line.gap, line.indented)
            for line, hint in zip(self._lines, hints, strict=True)
        ]
        first = prose[0] if prose else len(rows)
        named = self._tab_title(rows, first, shown=bool(title))
        return [*named, *_menus_joined(self._cells_joined(rows, title))]

    # what holds the prose of the page

    def _masses(self, lines: Iterable[int]) -> list[int]:
        """For each block the characters of running text in it and in all blocks inside."""
        mass = [0] * len(self._page.blocks)
        for at in lines:
            if is_prose(self._lines[at]):
                mass[self._lines[at].block] += len(self._lines[at].text)
        for block in range(len(mass) - 1, 0, -1):  # blocks inside come after the block around them
            mass[self._page.blocks[block].parent] += mass[block]
        return mass

    def _asides(self, mass: Sequence[int]) -> list[bool]:
        """For each block whether it is a menu, a foot, a list of other news by its element or its name."""
        labelled = self._labelled(mass)
        named = [
            block.tag in OUTSIDE or at in labelled or bool(OUTSIDE_NAME.search(CAMEL.sub("-", block.names)))
            for at, block in enumerate(self._page.blocks)
        ]
        inside = self._below(named)
        rest = sum(len(line.text) for line in self._lines if is_prose(line) and not inside[line.block])
        if rest < SHARE_BESIDE_ASIDES * mass[0]:  # the article itself stands in a block of such a name
            named = [
                is_named and mass[at] < SHARE_THAT_IS_NO_ASIDE * mass[0] for at, is_named in enumerate(named)
            ]
            inside = self._below(named)
        return inside

    def _labelled(self, mass: Sequence[int]) -> set[int]:
        """Boxes that open with 相关推荐 or 网友评论, whatever their names."""
        found: set[int] = set()
        for at, line in enumerate(self._lines[:-1]):
            if len(line.text) > LONGEST_LABEL or not OTHER_NEWS.match(fold(line.text)):
                continue
            beside = self._page.ancestors(self._lines[at + 1].block)
            box = next((block for block in self._page.ancestors(line.block) if block in beside), 0)
            opens = not at or box not in self._page.ancestors(self._lines[at - 1].block)
            if opens and mass[box] < SHARE_THAT_IS_NO_ASIDE * mass[0]:
                found.add(box)
        return found

    def _below(self, marked: Sequence[bool]) -> list[bool]:
        """For each block whether it is marked, or inside a block that is."""
        inside: list[bool] = []
        for at, block in enumerate(self._page.blocks):
            inside.append(marked[at] or (at > 0 and inside[block.parent]))
        return inside

    def _counts(self, at: int) -> bool:
        return is_prose(self._lines[at]) and not self._aside[self._lines[at].block]

    def _main_block(self) -> int:
        """The innermost block that holds most of the running text."""
        blocks = self._page.blocks
        mass = self._masses(at for at in range(len(self._lines)) if self._counts(at))
        main = max((at for at in range(len(blocks)) if mass[at] >= SHARE_OF_THE_ARTICLE * mass[0]), default=0)
        while blocks[main].tag in PARTS_OF_A_TEXT and main:
            main = blocks[main].parent
        return main

    # which lines may be the article's

    def _open_lines(self, inside: Sequence[int], title: range) -> set[int]:
        """The lines that are left to the stages that judge by words; all others are furniture."""
        first, last = inside[0], inside[-1]
        opened = set(inside)
        if title:
            opened |= set(range(title.start, first))
            around = self._around_title(title)
            above = range(max(0, title.start - LINES_ABOVE_THE_TITLE), title.start)
        else:
            around = self._around_article(first)
            above = range(max(0, first - LINES_ABOVE_THE_ARTICLE), first)
        opened |= {at for at in above if around in self._page.ancestors(self._lines[at].block)}
        below = range(last + 1, min(len(self._lines), last + 1 + LINES_BELOW_THE_ARTICLE))
        around = self._page.blocks[self._main].parent
        opened |= {
            at
            for at in below
            if around in self._page.ancestors(self._lines[at].block) and self._lines[at].linked < LINKED_BELOW
        }
        others = [at for at in range(len(self._lines)) if at not in opened and self._counts(at)]
        if others:
            article = squeezed(self._second_opinion())
            opened |= {at for at in others if not article or squeezed(self._lines[at].text) in article}
        return opened

    def _around_article(self, first: int) -> int:
        """The innermost block around the article that holds a line above it: a table of its own for the title."""
        around = self._page.blocks[self._main].parent
        if first and around >= 0:
            above = self._page.ancestors(self._lines[first - 1].block)
            return next((block for block in self._page.ancestors(around) if block in above), around)
        return around

    def _around_title(self, title: range) -> int:
        """The innermost block that holds more than the title: its kicker, its subtitle."""
        own = {self._page.lines[at].block for at in title}
        around = self._lines[title.start].block
        for around in self._page.ancestors(self._lines[title.start].block):
            near = range(
                max(0, title.start - LINES_ABOVE_THE_TITLE),
                min(len(self._lines), title.stop + LINES_ABOVE_THE_TITLE),
            )
            beside = (at for at in near if at not in title and self._lines[at].block not in own)
            if any(around in self._page.ancestors(self._lines[at].block) for at in beside):
                break
        return around

    def _hints(self, opened: set[int], first_prose: int, title: range) -> list[Hint | None]:
        levels = self._heading_levels(opened, first_prose, title)
        hints: list[Hint | None] = []
        for at, line in enumerate(self._lines):
            hint: Hint | None = None
            if at in title:
                hint = Hint.TITLE
            elif (
                at not in opened or self._aside[line.block] or (line.linked >= LINKED and len(line.text) > 1)
            ):
                hint = Hint.FURNITURE
            elif title and title.stop <= at < first_prose and self._is_subtitle(line):
                hint = Hint.SUBTITLE
            elif self._is_caption(line):
                hint = Hint.CAPTION
            elif at in levels:
                hint = levels[at]
            hints.append(hint)
        return hints

    def _names(self, line: PageLine) -> Iterator[str]:
        """The names of the line's block and of the block around it."""
        for block in self._page.ancestors(line.block)[:2]:
            yield self._page.blocks[block].names

    def _is_subtitle(self, line: PageLine) -> bool:
        block = self._page.blocks[line.block]
        declared = self._page.founder.get("subtitle", "")
        named = (
            any(SUBTITLE_NAME.match(name) for name in block.names.split()) or block.tag == "founder-subtitle"
        )
        return named or (bool(declared) and squeezed(declared) == squeezed(line.text))

    def _is_caption(self, line: PageLine) -> bool:
        block = self._page.blocks[line.block]
        if len(line.text) > LONGEST_CAPTION:
            return False
        if block.tag == "figcaption" or any(CAPTION_NAME.search(names) for names in self._names(line)):
            return True
        if not line.below_picture:
            return False
        # a paragraph of a few sentences that stands beside its picture is text: 老工人说,灯亮着就踏实。去年他带出六个徒弟。
        tells = stops_in(line.text) > 1
        beside = block.pictures > 0 and block.lines <= LINES_BESIDE_A_PICTURE and not tells
        return beside or self._in_table_of_picture(line) or self._in_smaller_type(line)

    def _in_table_of_picture(self, line: PageLine) -> bool:
        """True for a line of a table that holds a picture and a few words."""
        tables = [at for at in self._page.ancestors(line.block) if self._page.blocks[at].tag == "table"]
        if not tables or len(line.text) > LONGEST_SMALL_CAPTION:
            return False
        inside = self._below([at == tables[0] for at in range(len(self._page.blocks))])
        held = [block for block, is_inside in zip(self._page.blocks, inside, strict=True) if is_inside]
        return (
            any(block.pictures for block in held)
            and sum(block.lines for block in held) < LINES_BESIDE_A_PICTURE
        )

    def _in_smaller_type(self, line: PageLine) -> bool:
        return len(line.text) <= LONGEST_SMALL_CAPTION and line.size <= SMALLER * self._usual

    def _heading_levels(self, opened: set[int], first_prose: int, title: range) -> dict[int, Hint]:
        """Lines in <h2> to <h6> above running text, where a tag is used for two of them at least."""
        tagged: dict[str, list[int]] = {}
        for at in sorted(opened):
            line = self._lines[at]
            tag = self._heading_tag(line)
            below_title = at >= (title.stop if title else first_prose - 1)
            if tag and below_title and len(line.text) <= LONGEST_HEADING and not self._aside[line.block]:
                tagged.setdefault(tag, []).append(at)
        tags = sorted(tag for tag, found in tagged.items() if len(found) > 1)
        return {
            at: Hint.HEADING if tag == tags[0] else Hint.SUBHEADING
            for tag in tags
            for at in tagged[tag]
            if at > first_prose or at + 1 == first_prose
        }

    def _heading_tag(self, line: PageLine) -> str | None:
        for block in self._page.ancestors(line.block)[:2]:
            tag = self._page.blocks[block].tag
            if tag in BODY_HEADINGS:
                return tag
        return None

    # the title

    def _title(self, first_prose: int) -> range:
        """The lines of the title above the first running text, empty when nothing on the page tells."""
        window = [
            at
            for at in range(first_prose)
            if SHORTEST_TITLE <= len(squeezed(self._lines[at].text)) <= LONGEST_TITLE
            and self._lines[at].linked < LINKED
            and not self._aside[self._lines[at].block]
        ]
        for declared in self._declared_titles():
            for at in reversed(window):
                found = self._same_words(at, declared, first_prose)
                if found:
                    return found
        self._large = self._large_type(window, first_prose)
        for marked in (self._in_founder_title, self._in_h1, self._in_title_block, self._in_large_type):
            last = next((at for at in reversed(window) if marked(self._lines[at])), None)
            if last is not None:
                return self._whole(last, marked, window)
        return range(0)

    def _declared_titles(self) -> Iterator[str]:
        """What the page calls itself in its head, the surest first, without white space."""
        declared = [
            self._page.founder.get("title", ""),
            *(self._page.meta.get(key, "") for key in DECLARED_TITLES),
        ]
        declared.append(self._page.title)
        declared += sorted(TITLE_PARTS.split(self._page.title), key=len, reverse=True)
        for words in declared:
            if len(squeezed(words)) >= SHORTEST_TITLE:
                yield squeezed(words)

    def _same_words(self, at: int, declared: str, first_prose: int) -> range:
        """The line, or up to three lines from it, that say what the page calls itself."""
        words = ""
        for end in range(at, min(at + 3, first_prose)):
            line = self._lines[end]
            if words and line.text[0] in "—-–":
                break  # a subtitle
            words += squeezed(line.text)
            if words == declared:
                return range(at, end + 1)
            if len(words) >= len(declared):
                break
        cut = declared.rstrip("….")  # "暖心服务聚合力 真抓实干开…": the tab had no more room
        if cut != declared and len(cut) >= 2 * SHORTEST_TITLE and words.startswith(cut):
            return range(at, at + 1)
        if words and declared.startswith(words) and declared[len(words)] in "—-–":
            return range(at, at + 1)  # the page calls itself by title and subtitle
        return range(0)

    def _whole(self, at: int, marked: Callable[[PageLine], bool], window: Sequence[int]) -> range:
        """All rows of a title that the page sets alike; a row with a dash is the subtitle."""
        start = at
        while start - 1 in window and marked(self._lines[start - 1]) and at - start < 2:
            start -= 1
        end = start + 1
        while end <= at and self._lines[end].text[0] not in "—-–":
            end += 1
        return range(start, end)

    def _in_founder_title(self, line: PageLine) -> bool:
        return self._page.blocks[line.block].tag == "founder-title"

    def _in_h1(self, line: PageLine) -> bool:
        return any(self._page.blocks[block].tag == "h1" for block in self._page.ancestors(line.block)[:2])

    def _large_type(self, window: Sequence[int], first_prose: int) -> float:
        """The size of type of a headline: the largest above the text, if it is well above that of the text."""
        largest = max((self._lines[at].size for at in window), default=0.0)
        return largest if largest >= HEADLINE * self._lines[first_prose].size else inf

    def _in_large_type(self, line: PageLine) -> bool:
        return line.size >= self._large

    def _in_title_block(self, line: PageLine) -> bool:
        return any(TITLE_NAME.match(name) for names in self._names(line) for name in names.split())

    def _tab_title(self, rows: Sequence[Row], first_prose: int, *, shown: bool) -> list[Row]:
        """The words in the tab of the browser: the title where the page shows none, else page furniture."""
        words = self._page.title
        parts = [part for part in TITLE_PARTS.split(words) if part]
        if not parts or any(squeezed(row.text) == squeezed(words) for row in rows):
            return []
        longest = max(parts, key=len)
        heads = any(row.hint is None for row in rows[:first_prose])
        if shown or heads or len(longest) < 2 * SHORTEST_TITLE or SITE_NAME.search(longest):
            return [Row(words, Hint.FURNITURE, 0, indented=False)]
        return [
            Row(part, Hint.TITLE if part == longest else Hint.FURNITURE, 0, indented=False) for part in parts
        ]

    # lines that a reader sees side by side

    def _cells_joined(self, rows: Sequence[Row], title: range) -> Iterator[Row]:
        """One row for a title of several lines, and for the short cells of one row of a table."""
        at = 0
        while at < len(rows):
            end = title.stop if at in title else self._end_of_table_row(rows, at)
            words = (" " if at in title else "  ").join(row.text for row in rows[at:end])
            yield replace(rows[at], text=words)
            at = end

    def _end_of_table_row(self, rows: Sequence[Row], at: int) -> int:
        cell = self._cell(at)
        end = at + 1
        hint = rows[at].hint
        if cell is None or hint not in (None, Hint.FURNITURE) or len(rows[at].text) > LINE_OF_A_CELL:
            return end
        cells = {cell}
        while (
            end < len(rows)
            and (beside := self._cell(end)) is not None
            and self._page.blocks[beside].parent == self._page.blocks[cell].parent
            and self._lines[end].block != self._lines[end - 1].block
        ):
            if rows[end].hint is not hint or len(rows[end].text) > LINE_OF_A_CELL:
                return at + 1  # not a row of figures: part of the page's layout
            cells.add(beside)
            end += 1
        return end if len(cells) > 1 else at + 1  # lines of one cell are those of a text

    def _cell(self, at: int) -> int | None:
        """The cell of a table that holds the line, directly or as a paragraph."""
        for block in self._page.ancestors(self._lines[at].block)[:2]:
            if self._page.blocks[block].tag in CELLS:
                return block
        return None


def _menus_joined(rows: Iterable[Row]) -> Iterator[Row]:
    """The words of a menu on one line, as a reader sees them."""
    menu: Row | None = None
    for row in rows:
        if row.hint is Hint.FURNITURE and len(row.text) <= LONGEST_MENU_WORD:
            if menu and len(menu.text) + len(row.text) < LONGEST_MENU_LINE:
                menu = replace(menu, text=f"{menu.text}  {row.text}")
                continue
            if menu:
                yield menu
            menu = row
            continue
        if menu:
            yield menu
            menu = None
        yield row
    if menu:
        yield menu
