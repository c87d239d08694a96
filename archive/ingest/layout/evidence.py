"""What speaks for a line being this or that: some forty cheap observations of its words and of its place.

An observation is a short name (``stops=2``, ``before-body=1``). None of them decides; their weights are data.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import add

from archive.ingest.parts import captions
from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.furniture import is_page_foot, opens_other_news
from archive.ingest.parts.headings import PIECE, could_be_heading, style_of
from archive.ingest.parts.page_lines import AGO
from archive.ingest.parts.running_heads import AT_EDGE, NUMBER, TELLS, YEARS
from archive.ingest.parts.title_block import (
    COLUMN,
    GENRE_END,
    GENRE_LINE,
    PAPER_NAME,
    SITE_TAIL,
    UNION_ALONE,
    is_dash_line,
    is_half,
    plain,
)
from archive.ingest.text.kept import kept
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import NARRATIVE, densest, is_prose, is_running, is_sentence

Evidence = tuple[str, ...]

LOOKED_AT = 100  # characters of a line; nothing behind them changes what it is
CLOCK = pattern(r"(?<!\d)\d{1,2}:\d\d(?!\d)", like="10:23", unlike="1:1024")
DATE = pattern(
    r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}(?:\s?[-./月]\s?\d{1,2})?|(?<!\d)\d{1,2}[-/月]\d{1,2}(?!\d)",
    like="2019-12-30",
    unlike="2019年度",
)
YEAR = pattern(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|[二][〇○零O0][〇○零O0一二三四五六七八九]{2}",
    like="二〇一九",
    unlike="二十九",
)
LONG_AGO = pattern(AGO, like="蓝花楹 12分钟前", unlike="三年前")
# 浏览 386, 12条评论, but 数说2023 names a year
COUNT = pattern(
    r"[\u4e00-\u9fff]{2}\s?[:(]?\s?(?!(?:19|20)\d\d(?!\d))\d+(?:次|人|条|个|页|楼|赞|评|w\+|\+)?[)]?(?=$|[\s|·,/])",
    like="浏览 386",
    unlike="数说2023",
)
LABEL = pattern(r"^[\[【(]?[^\s:,。]{1,8}[\])】]?\s?:", like="来源:示例日报", unlike="来源示例日报")
PAIR = pattern(
    r"^[\u4e00-\u9fff]{1,5}\s[^\s]{1,16}$", like="公开方式 主动公开", unlike="公开方式"
)  # 公开方式 主动公开
ADDRESS = pattern(
    r"https?:|www\.|@|\.(?:com|cn|html?|docx?|pdf|example)\b",
    re.I,
    like="www.example.com",
    unlike="工会.综述",
)
DIGIT = pattern(r"\d", like="46家", unlike="四十六家")
LATIN = pattern(r"[A-Za-z]", like="APP", unlike="客户端")
PIECES = pattern(r"\s*[|>›»/_·•]+\s*|\s+", like="首页 > 要闻", unlike="首页")
SIGNS_BETWEEN = frozenset("|>›»/_·•")
UNION = pattern(r"工会|总工", like="总工会", unlike="妇联")
ENDS_WITH_UNION = pattern(r"(?:总工会|工会|工会委员会)$", like="青禾区总工会", unlike="青禾区总工会办公室")
SALUTATION = pattern(
    r"^.{0,24}(?:委员|代表|同志|同志们|领导|来宾|朋友们|党组|常委会|总工会)[、,]?.{0,8}:$",
    like="各位委员、同志们:",
    unlike="同志们的心声",
)
READER = pattern(
    r"阅读|浏览|点击|评论|回复|下载|登录|注册|分享|收藏|打印|关注|点赞|举报|客户端|网友|楼主|发表|版权|Copyright|copyright|COPYRIGHT|"
    r"备案|首页|导航|小编|范文|文档|积分|会员|免费|热线|优惠|广告|推荐|相关|热门|排行|上一|下一|返回|关闭|更多|"
    r"来源|编辑|责编|审核|校对|来自|转载|侵权|字号|字体|扫一扫|扫码|二维码|微信|公众号|索引号|分类|附件|关键词|标签",
    like="点击关注",
    unlike="织密服务网",
)
INNER_SIGN, LONGEST_MADE = (
    pattern(r"(?<=.{2})[:,、 ](?=.{2})", like="稳岗:把岗位送到家门口", unlike="稳岗"),
    30,
)
PARTING, SHORTEST_PART = pattern(r"[ ,、]", like="一座桥 万家灯", unlike="一座桥"), 3
LONGEST_FIELD, RECORD = 40, (2, 3, 5)  # characters of an entry; entries that stand together
FIELD_SHAPES = ("dated", "byline", "furniture", "credit")
ENTRY = "entry"  # the shape of a line of a record, whatever it looks like by itself
TITLE_SHAPES = ("row", "short", "sentence", "reader", "kicker")
# 青禾区:当好娘家人 is no entry of a record, 地区:青禾 is one
PLACE_AS_LABEL = pattern(
    r"^[^\s:]+(?<![地社园小])[省市县区旗州盟]\s?:", like="青禾区:当好娘家人", unlike="地区:青禾"
)
TELLS_OF_UNIONS = pattern(
    r"工会(?!$|办公室|委员会|[网报])", like="岁末回望:工会的温度", unlike="报送单位:区总工会"
)
FIGURES_SEEN = (("clock", CLOCK), ("date", DATE), ("count", COUNT))  # in lines that have digits
ALL_SIGNS = None
# and in those that have one of these signs, as whatever is found has
WORDS_SEEN = (
    ("ago", LONG_AGO, frozenset("前刚o")),
    ("year", YEAR, frozenset("12二")),
    ("label", LABEL, frozenset(":")),
    ("pair", PAIR, ALL_SIGNS),
    ("address", ADDRESS, frozenset("@twchdpeTWCHDPE")),
    ("union", UNION, frozenset("工")),
    ("union-end", ENDS_WITH_UNION, frozenset("工")),
    ("union-alone", UNION_ALONE, frozenset("会")),
    ("genre-end", GENRE_END, ALL_SIGNS),
    ("genre-line", GENRE_LINE, ALL_SIGNS),
    ("salutation", SALUTATION, frozenset(":")),
    ("reader", READER, ALL_SIGNS),
    ("column", COLUMN, ALL_SIGNS),
    ("paper-name", PAPER_NAME, ALL_SIGNS),
    ("narrative", NARRATIVE, ALL_SIGNS),
)
SIGNS_OF_TAIL = frozenset("_|-—–")
OF_THE_TEXT = 0.4  # of a line's pairs of characters: so much of it comes again in the text, as of 标题：…
# 北屏市启动招商引资: whose news it is, unless it is the place of the text below
PLACE_NAMED = pattern(
    r"(?<![\u4e00-\u9fff])(?![全本各我])([\u4e00-\u9fff]{2,3}?)[省市县区旗州盟](?![\u4e00-\u9fff]?长)",
    like="北屏市启动招商引资",
    unlike="全市启动招商引资",
)
PLACE_WITHIN = pattern(r"([\u4e00-\u9fff]{2})[市县区旗]总工会", like="海澜市鼓楼区总工会", unlike="区总工会")
OPENING_WORD = pattern(r"^[在为给向把让从用以与和]", like="为货车司机送上早餐", unlike="货车司机的早餐")
FEWEST_NUMBERED = 2
LONGEST_NAME, COMES_IN_TEXT, MOST_STRONG = 12, (1, 3), 2
MOST_PEERS = 4
ALIKE = (3, 0.25)  # characters by which headings of one text differ in length, and as a share of it
HAN_PAIR = pattern(r"[\u4e00-\u9fff]\s?[\u4e00-\u9fff]", like="工 会", unlike="第3期")
MOST_RANKED = 4
SEEN_IN = (2, 4)  # other texts that have a line
FEWEST_SEEN = 2  # lines of a page that others have; below it the page is by itself
BAR = pattern(r"[|>»›]", like="首页 > 要闻", unlike="首页")
MASKED_DIGITS = pattern(r"\d+", like="第3期", unlike="工会")
SIZES = (4, 8, 12, 16, 22, 30, 45, 70, 120)
FAR = 5  # places nearer than this are told apart
NEAREST = (1, 2, 3, 5, 8)
SHARES = (0.1, 0.25, 0.4, 0.6, 0.8)


def bucket(value: float, steps: Sequence[float]) -> int:
    """How many of the rising steps a value reaches."""
    return bisect_right(steps, value)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of the page as a whole before any line is judged."""

    start: int  # the first line of the densest run of prose
    end: int  # the line after its last
    words: tuple[str, ...]  # of each line, without signs
    pairs: frozenset[str]  # pairs of characters of its prose
    keys: Counter[str]  # the words of the lines, counted
    masked: tuple[str, ...]  # the words of each line with digits masked
    masks: Counter[str]  # the same, counted
    text: str  # its prose
    gap: float  # the usual number of blank lines
    seen: bool  # some of its lines stand at the head or foot of other texts


def look(blocks: Sequence[Block]) -> Sight:
    """The page from afar: where the running text lies, and what recurs."""
    lines = [block.line for block in blocks]
    prose = [is_running(line) for line in lines]
    start, end = densest(lines, prose)
    text = "\n".join(
        block.line.key for block, is_text in zip(blocks[start:end], prose[start:end], strict=True) if is_text
    )
    pairs = frozenset(map(add, text, text[1:]))
    words = tuple(plain(block.line.key[:LOOKED_AT]) for block in blocks)
    masked = tuple(MASKED_DIGITS.sub("#", word) for word in words)
    gaps = sorted(block.line.gap for block in blocks[1:])
    return Sight(
        start,
        end,
        words,
        pairs,
        Counter(words),
        masked,
        Counter(masked),
        text,
        gaps[len(gaps) // 2] if gaps else 0,
        sum(1 for line in lines if line.seen) >= FEWEST_SEEN,
    )


def evidence(blocks: Sequence[Block], verdicts: Sequence[str]) -> list[Evidence]:
    """The observations of each line. ``verdicts`` are what the rules of the newspaper form make of it."""
    sight = look(blocks)
    shapes = [_shape(block) for block in blocks]
    shares = [_share_in_body(words, sight) for words in sight.words]
    entries = _entries(blocks, shapes, shares, sight)
    shapes = [ENTRY if at in entries else shape for at, shape in enumerate(shapes)]
    halves = [is_half(one.line, two.line) for one, two in pairwise(blocks)]
    pairs = [are_parallel(one.line, two.line) for one, two in pairwise(blocks)]
    fields = records_of(blocks, shapes)
    beyond = list(zip(_carried(fields, shapes), _carried(fields[::-1], shapes[::-1])[::-1], strict=True))
    ranks = _candidates(blocks, shapes, sight)
    most = max((shares[at] for at in ranks), default=0.0)
    strong = [at for at in ranks if _is_strong(blocks[at].line, sight.words[at], shares[at], sight)]
    heads = _heads(blocks, shapes, sight)
    first_part = next((at for at, block in enumerate(blocks) if PIECE.match(block.line.key)), None)
    makes = [_make(block) for block in blocks]
    made_so = Counter(make for make in makes if make)
    labels = Counter(label.group() for block in blocks if (label := LABEL.match(block.line.key)))
    found: list[Evidence] = []
    for at, block in enumerate(blocks):
        if entries.get(at):
            found.append((ENTRY,))
            continue
        above = shapes[at - 1] if at else "edge"
        below = shapes[at + 1] if at + 1 < len(blocks) else "edge"
        found.append(
            (
                "bias",
                f"shape={shapes[at]}",
                f"above={above}",
                f"below={below}",
                f"around={above}/{shapes[at]}/{below}",
                f"form={verdicts[at]}",
                f"form-below={verdicts[at]}/{verdicts[at + 1] if at + 1 < len(blocks) else 'edge'}",
                f"form-shape={verdicts[at]}/{shapes[at]}",
                *_words(block),
                *_rows(halves, at, shapes),
                *_couplets(pairs, at),
                *_place(blocks, at, sight, shares[at]),
                *_beside(blocks, at, shapes, sight),
                *_spoken(block, labels),
                *_made(makes[at], made_so),
                *_seen(block.line, at, sight),
                *_fields(fields, beyond[at], at),
                *_candidate(ranks, at),
                *_of_the_text(block.line, at, sight, shares[at], most if at in ranks else None),
                *_below_strong(block.line, at, ranks, strong),
                *_peers(heads, at),
                *_parts(blocks, at, first_part),
                *_numbered(block.line),
            )
        )
    return found


def _shape(block: Block) -> str:
    """One word for the look of a line."""
    line = block.line
    key = line.key
    if block.role is not Role.OPEN:
        return str(block.role)
    if is_prose(line):
        return "prose"
    if is_dash_line(line):
        return "dash"
    if is_byline(line, bare=False):
        return "byline"
    if DATE.search(key) or CLOCK.search(key) or LONG_AGO.search(key):
        return "dated"
    if style_of(line).name not in ("plain", "bullet"):
        return "numbered"
    if is_sentence(line):
        return "sentence"
    if READER.search(key):
        return "reader"
    if LABEL.search(key):
        return "label"
    if PAIR.match(key) and not _is_couplet(key):
        return "pair"
    return "short" if len(key) <= 8 else "row"


def _words(block: Block) -> Iterator[str]:
    line = block.line
    key = line.key[:LOOKED_AT]
    size = len(line.key)
    yield f"size={bucket(size, SIZES)}"
    yield f"stops={min(sum(map(key.count, '。!?;')), 3)}"
    yield f"commas={min(sum(map(key.count, ',、')), 3)}"
    yield f"end={_kind_of_sign(line.key[-1])}"
    yield f"start={_kind_of_sign(line.key[0])}"
    signs = frozenset(key)
    parted = not signs.isdisjoint(SIGNS_BETWEEN) or len(key.split()) > 1
    pieces = len([piece for piece in PIECES.split(key) if piece]) if parted else 1
    yield f"pieces={min(pieces, 5)}"
    digits = len(DIGIT.findall(key))
    yield f"digits={bucket(digits / len(key), (0.01, 0.1, 0.25, 0.5, 1))}"
    yield f"latin={bucket(len(LATIN.findall(key)) / len(key), (0.01, 0.2, 0.5))}"
    yield f"style={style_of(line).name}"
    if line.hint:
        yield f"hint={line.hint}"
    for name, words in FIGURES_SEEN if digits else ():
        if words.search(key):
            yield name
    for name, words, one_of in WORDS_SEEN:
        if (one_of is ALL_SIGNS or not signs.isdisjoint(one_of)) and words.search(key):
            yield name
    for name, holds in (
        ("mark=" + block.role, block.role is not Role.OPEN),
        ("dash", is_dash_line(line)),
        ("prose", is_prose(line)),
        ("sentence", is_sentence(line)),
        ("could-head", could_be_heading(line)),
        ("broken-off", "。" in key[:-1] and not line.ends_sentence),
        ("one-sentence", key.count("。") == 1 and key[-1] == "。"),
        ("byline", is_byline(line, bare=False)),
        ("names", size <= 40 and is_byline(line, bare=True)),
        ("caption", captions.is_marked(line)),
        ("photographer", captions.is_lone_credit(line)),
        ("other-news", opens_other_news(line)),
        ("foot", is_page_foot(line)),
        ("site-tail", not signs.isdisjoint(SIGNS_OF_TAIL) and bool(SITE_TAIL.search(key))),
        ("bar", bool(BAR.search(key))),
        ("couplet", " " in key and size >= 10 and not digits),
        ("parallel", is_parallel(key)),
    ):
        if holds:
            yield name
    if OPENING_WORD.match(key):
        yield f"opens={key[0]}"
    if size <= captions.LONGEST_CAPTION:
        yield f"manner={max(-2, min(captions.manner(line), 3))}"


@kept
def is_parallel(key: str) -> bool:
    """True for a line of parts of one length: 一座桥 万家灯 · 举旗帜 建新功 强服务."""
    parts = PARTING.split(key)
    return len(parts) > 1 and len(parts[0]) >= SHORTEST_PART and len({len(part) for part in parts}) == 1


def _is_couplet(key: str) -> bool:
    """True for 小城关 大担当:抗疫年里的四道答题, which is no label with its value."""
    first, _, rest = key.partition(" ")
    return len(first) >= SHORTEST_PART and len(PARTING.split(rest.replace(":", " "))[0]) == len(first)


def are_parallel(one: Line, two: Line) -> bool:
    """True for two rows of one make: 小窗口 大民生 / 一根线 连万家."""
    return (
        is_parallel(one.key)
        and one.key != two.key
        and list(map(len, PARTING.split(one.key))) == list(map(len, PARTING.split(two.key)))
    )


def _couplets(pairs: Sequence[bool], at: int) -> Iterator[str]:
    if at and pairs[at - 1]:
        yield "couplet-above"
    if at < len(pairs) and pairs[at]:
        yield "couplet-below"


def _rows(halves: Sequence[bool], at: int, shapes: Sequence[str]) -> Iterator[str]:
    """Two lines that could be the rows of one title, and what stands below the second."""
    if at and halves[at - 1]:
        yield f"second-half/{shapes[at - 1]}/{shapes[at + 1] if at + 1 < len(shapes) else 'edge'}"
    if at < len(halves) and halves[at]:
        yield f"first-half/{shapes[at + 1]}/{shapes[at + 2] if at + 2 < len(shapes) else 'edge'}"


def _beside(blocks: Sequence[Block], at: int, shapes: Sequence[str], sight: Sight) -> Iterator[str]:
    """The shape of a line with its part of the page, and whether its neighbours are as long as it is."""
    yield f"{_zone(at, sight)}/{shapes[at]}"
    if sight.end <= at < sight.end + FAR:
        yield f"after-body={at - sight.end}/{shapes[at]}"
    size = len(sight.words[at])
    for name, other in (("above", at - 1), ("below", at + 1)):
        if 0 <= other < len(blocks) and size and len(sight.words[other]) == size:
            yield f"as-long-as-{name}"


def _spoken(block: Block, labels: Counter[str]) -> Iterator[str]:
    """Labels that come again and again, 问: and 答: for two."""
    label = LABEL.match(block.line.key)
    if label:
        yield f"label-comes={bucket(labels[label.group()], (1, 2, 4))}"


def _make(block: Block) -> tuple[str, int] | None:
    """How a short line is built: its first sign and where it stands, as headings of one text are alike.

    稳岗:把岗位送到家门口 / 暖心:把关爱送到心坎上
    """
    key = block.line.key
    sign = INNER_SIGN.search(key)
    if sign is None or len(key) > LONGEST_MADE or is_sentence(block.line) or block.role is not Role.OPEN:
        return None
    return sign.group(), sign.start()


def _made(make: tuple[str, int] | None, made_so: Counter[tuple[str, int]]) -> Iterator[str]:
    if make:
        yield f"made-so={bucket(made_so[make], (2, 3, 4))}"


def is_field(block: Block) -> bool:
    """True for an entry of a record by itself."""
    return len(block.line.key) <= LONGEST_FIELD and _is_field(block, _shape(block))


def _is_field(block: Block, shape: str) -> bool:
    """True for an entry of a record: 发布时间 2020-01-08, 属地:示例省, 浏览 386."""
    key = block.line.key
    if len(key) > LONGEST_FIELD or is_prose(block.line) or is_parallel(key):
        return False
    label = LABEL.match(key)
    named = label is not None and label.end() < len(key)  # 鼓楼区总工会: is the first row of a title
    return named or shape in FIELD_SHAPES or bool(COUNT.search(key))


def records_of(blocks: Sequence[Block], shapes: Sequence[str]) -> list[int]:
    """For each line how many entries of a record stand together where it stands; 0 for a line that is none."""
    found: list[int] = []
    for is_member, run in groupby(map(_is_field, blocks, shapes)):
        length = len(list(run))
        found += [length if is_member else 0] * length
    return found


def _entries(
    blocks: Sequence[Block], shapes: Sequence[str], shares: Sequence[float], sight: Sight
) -> dict[int, bool]:
    """The lines of records above the text, and whether another stands right above: what a record is, it says once.

    Seven entries between title and text are no more page matter than two, and no more above or below the title.
    """
    member = [
        at < sight.start and shares[at] < OF_THE_TEXT and _is_entry(block, shapes[at])
        for at, block in enumerate(blocks)
    ]
    found: dict[int, bool] = {}
    at = 0
    for is_member, run in groupby(member):
        length = len(list(run))
        if is_member and length >= RECORD[0]:
            found |= {place: place > at for place in range(at, at + length)}
        at += length
    return found


def _is_entry(block: Block, shape: str) -> bool:
    """True for what can be nothing but an entry: 鼓楼区总工会:以心换心 names whose title it is, 作者:张三 a writer."""
    key = block.line.key
    label = LABEL.match(key)
    tells = label is not None and bool(
        UNION.search(label.group()) or PLACE_AS_LABEL.match(key) or TELLS_OF_UNIONS.search(key)
    )
    return (
        _is_field(block, shape)
        and shape != "byline"
        and block.line.hint is None
        and not (block.role is Role.OPEN and (tells or captions.is_marked(block.line)))
    )


def _carried(runs: Sequence[int], shapes: Sequence[str]) -> list[str]:
    """For each line the shape of the last one before it that is no entry of a record."""
    found, last = [], "edge"
    for run, shape in zip(runs, shapes, strict=True):
        found.append(last)
        last = last if run else shape
    return found


def _fields(runs: Sequence[int], beyond: tuple[str, str], at: int) -> Iterator[str]:
    """A line among the entries of a record, or the one above or below them; and what stands beyond such entries."""
    if runs[at]:
        yield f"fields={bucket(runs[at], RECORD)}"
        return
    upper, lower = beyond
    if at and runs[at - 1] >= RECORD[0]:
        yield f"below-a-record={upper}"
    if at + 1 < len(runs) and runs[at + 1] >= RECORD[0]:
        yield f"above-a-record={lower}"


def _candidates(blocks: Sequence[Block], shapes: Sequence[str], sight: Sight) -> dict[int, tuple[int, int]]:
    """The lines above the text that could be its title by their shape: their place from the last, and how many are above."""
    found = [
        at
        for at, block in enumerate(blocks[: sight.start])
        if block.role in (Role.OPEN, Role.KICKER)
        and shapes[at] in TITLE_SHAPES
        and not _is_field(block, shapes[at])
        and HAN_PAIR.search(block.line.key)
    ]
    return {at: (len(found) - 1 - rank, rank) for rank, at in enumerate(found)}


def _candidate(ranks: Mapping[int, tuple[int, int]], at: int) -> Iterator[str]:
    if at in ranks:
        below, above = (min(count, MOST_RANKED) for count in ranks[at])
        yield f"candidates-below={below}"
        yield f"candidates-above={above}"
        yield f"candidate={above}/{below}"


def _of_the_text(line: Line, at: int, sight: Sight, share: float, most: float | None) -> Iterator[str]:
    """Whether a line speaks of what the text speaks of: the words that it shares, and the places and unions it names."""
    if most is not None and share >= 0:
        yield "shares-most" if share >= most > 0 else "shares-less"
    if not sight.start <= at < sight.end and len(line.key) <= LOOKED_AT:
        names = {*PLACE_NAMED.findall(line.key), *PLACE_WITHIN.findall(line.key)}
        if names:
            own = any(name in sight.text for name in names)
            yield f"names-{'own' if own else 'other'}-{_zone(at, sight)}"
        words = sight.words[at]
        if 2 <= len(words) <= LONGEST_NAME:
            yield f"in-text={bucket(sight.text.count(words), COMES_IN_TEXT)}"


def _is_strong(line: Line, words: str, share: float, sight: Sight) -> bool:
    """True for what could be the title whatever stands around it: of the text's own words, said twice, or of two halves."""
    return share >= OF_THE_TEXT or is_parallel(line.key) or sight.keys[words] > 1


def _below_strong(
    line: Line, at: int, ranks: Mapping[int, tuple[int, int]], strong: Sequence[int]
) -> Iterator[str]:
    """How many such lines stand above and below; 区总工会2019年工作综述 is a subtitle below one, a title without."""
    if at not in ranks:
        return
    above, below = (
        min(MOST_STRONG, sum(1 for other in strong if is_there(other))) for is_there in (at.__gt__, at.__lt__)
    )
    yield f"strong={above}/{below}"
    if GENRE_LINE.search(line.key[:LOOKED_AT]):
        yield f"genre-strong={above}/{below}"


def _heads(blocks: Sequence[Block], shapes: Sequence[str], sight: Sight) -> dict[int, tuple[str, int]]:
    """The short lines amid the text that end no sentence: how they are numbered, and how long they are."""
    return {
        at: (style_of(blocks[at].line).name, len(sight.words[at]))
        for at in range(sight.start, sight.end)
        if blocks[at].role is Role.OPEN
        and shapes[at] not in ("prose", "sentence", "byline")
        and len(sight.words[at]) <= LONGEST_MADE
    }


def _peers(heads: Mapping[int, tuple[str, int]], at: int) -> Iterator[str]:
    """Headings come in groups that are set alike; what has no other of its make is hardly one."""
    if at not in heads:
        return
    style, size = heads[at]
    room = max(ALIKE[0], size * ALIKE[1])
    others = [other for place, other in heads.items() if place != at]
    alike = sum(1 for other, length in others if other == style and abs(length - size) <= room)
    kind = "plain" if style == "plain" else "numbered"
    yield f"peers={min(alike, MOST_PEERS)}/{kind}"
    yield f"peers-share={bucket(alike / len(others), (0.01, 0.34, 0.67)) if others else 'alone'}/{kind}"
    if kind == "plain" and sum(1 for other, _ in others if other != "plain") >= FEWEST_NUMBERED:
        yield "plain-among-numbered"


def _parts(blocks: Sequence[Block], at: int, first: int | None) -> Iterator[str]:
    """Lines that number the parts of a collection, and what stands above the first of them."""
    if first is None:
        return
    if PIECE.match(blocks[at].line.key):
        yield "part-mark"
    elif at < first:
        yield f"above-parts/{'prose' if is_prose(blocks[at].line) else 'other'}"
    elif PIECE.match(blocks[at - 1].line.key):
        yield "below-part-mark"


def _numbered(line: Line) -> Iterator[str]:
    """A name with a number set apart at its edge, as heads of pages have one: 群众团体 156; 建会之路 2018 has a year."""
    edge = AT_EDGE.search(line.key) if len(line.key) <= LONGEST_FIELD else None
    if edge and not TELLS.search(line.key):
        number = NUMBER.search(edge.group())
        yield "year-at-edge" if number and int(number.group()) in YEARS else "number-at-edge"


def _seen(line: Line, at: int, sight: Sight) -> Iterator[str]:
    """Whether other texts have the line at their head or foot; a line that none has, among such, is this text's own."""
    if line.seen:
        many = bucket(line.seen, SEEN_IN)
        yield f"seen={many}"
        yield f"seen-{_zone(at, sight)}={many}"
    elif sight.seen:
        yield f"unseen-{_zone(at, sight)}"


def _zone(at: int, sight: Sight) -> str:
    return "before" if at < sight.start else "in" if at < sight.end else "after"


def _kind_of_sign(sign: str) -> str:
    if sign in "。!?;:,、…":
        return sign
    if sign.isdigit():
        return "0"
    if sign.isalpha():
        return "a" if sign.isascii() else "han"
    if sign in ")]】》\"'":
        return "close"
    if sign in "([【《":
        return "open"
    return "-" if sign in "-—" else "sign"


def _place(blocks: Sequence[Block], at: int, sight: Sight, ratio: float) -> Iterator[str]:
    line, words = blocks[at].line, sight.words[at]
    yield f"top={bucket(at, (1, 2, 3, 5, 8, 12, 20))}"
    yield f"bottom={bucket(len(blocks) - 1 - at, (1, 2, 3, 5, 8, 12, 20))}"
    if at < sight.start:
        yield f"before-body={bucket(sight.start - at, NEAREST)}"
    elif at >= sight.end:
        yield f"after-body={bucket(at - sight.end + 1, NEAREST)}"
    else:
        yield "in-body"
        if at - sight.start < FAR:
            yield f"into-body={at - sight.start}"
        if sight.end - at <= FAR:
            yield f"out-of-body={sight.end - at}"
    yield f"gap={bucket(line.gap - sight.gap, (-1, 1, 2, 4)) if at else 'top'}"
    yield f"indent={bucket(line.indent, (1, 4, 8))}"
    share = bucket(ratio, SHARES) if ratio >= 0 else -1
    yield f"share={share}"
    zone = _zone(at, sight)
    yield f"share-{zone}={share}"
    if at:
        yield f"line-above-ends-{zone}={_kind_of_sign(blocks[at - 1].line.key[-1])}"
    if sight.keys[words] > 1 and words:
        yield "again-below" if words in sight.words[at + 1 : at + 40] else "again-above"
    elif words and sight.masks[sight.masked[at]] > 1:
        yield "again-masked"
    if 6 <= len(words) <= 60 and at < sight.start:
        below = sight.words[at + 1 : sight.start]
        if any(len(other) >= 6 and other in words and other != words for other in below):
            yield "holds-one-below"
        if any(words in other and other != words for other in below):
            yield "held-below"
        if any(len(other) >= 6 and words in other for other in sight.words[max(0, at - 12) : at]):
            yield "held-above"


def _share_in_body(words: str, sight: Sight) -> float:
    """How much of the line's own pairs of characters the running text holds: a title's words come again in it."""
    pairs = list(map(add, words[:60], words[1:60]))
    if len(pairs) < 3:
        return -1
    return sum(1 for pair in pairs if pair in sight.pairs) / len(pairs)
