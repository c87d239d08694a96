"""Which lines of the head are the title, once each line has a role: its rows, and a title that the weights missed."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from archive.ingest.layout.bounds import (
    HAN,
    MOST_ROWS,
    OF_SAMPLES,
    OFFICERS,
    PATH,
    SHORTEST_SAID,
    names_no_title,
    names_of_kinds,
)
from archive.ingest.layout.decoding import Decision
from archive.ingest.layout.doubts import FAINTEST, HEAD, PAGE
from archive.ingest.layout.evidence import are_parallel, is_field, is_parallel
from archive.ingest.layout.grammar import State
from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.headings import could_be_heading, style_of
from archive.ingest.parts.title_block import (
    ABOUT_A_UNION,
    COLUMN,
    GENRE_LINE,
    LONGEST_TITLE,
    OCCASION,
    PAPER_NAME,
    UNION_ALONE,
    UNION_NAMED,
    WANTS_MORE,
    is_dash_line,
    plain,
)
from archive.ingest.text.lines import Line
from archive.ingest.text.newspaper import JUMP
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose

# What a yearbook heads its article with
NAMES_THE_UNION = pattern(
    r"^[【\[]?(?:[\u4e00-\u9fff]{2,12})?(?:总工会|工\s?会)(?:工作)?[】\]]?$", like="工 会", unlike="工会简报"
)
YEAR_OF_TITLE = pattern(r"(?:19|20)\d\d(?![-./年]\d)", like="【回眸2021】", unlike="2021-01-12")
LIKELY_TITLE = 0.25  # better a title that is marked as doubtful than none
SURE_KICKER, SHORTEST_HALF = 0.9, 3
ASKS = pattern(r"[?]$|^(?:急?求|请问|谁有|哪位|帮忙)", like="求县工会报告一份", unlike="工会求真务实")
MENU = pattern(r"\S\s*[|·]\s*\S.*[|·]\s*\S|\]\s*\[", like="手机版 · 普惠服务 · 书屋", unlike="灯下·渡口")
ANSWERS = pattern(r"\d\s?(?:个|条|人)", like="共 5个回答", unlike="2019年的一盏灯")
# 石桥:百万打工者有了自己的“根” is built like an entry of a record, 示例在线 20-01-09 10:23 is one
SAID_OF_A_PLACE = pattern(
    r"^[\u4e00-\u9fff]{2,6}:[^\d:]{8,}$",
    like="石桥:百万打工者有了自己的“根”",
    unlike="示例在线 20-01-09 10:23",
)
BEHIND_COLUMN = pattern(
    r"^[【\[][\u4e00-\u9fff·]{2,8}[】\]]\s?[^\s【】\[\]]{5}",
    like="【县域要闻】渡口灯火年年新",
    unlike="【县域要闻】",
)
LIKELY_SLOGAN = 0.5  # of a slogan right above a title that names union, year and genre
LIKELY_KICKER = 0.1  # of a slogan right above a title with its subtitle
NEVER = 1e-9  # the chance of a line that can be no title
SHORTEST_NAMING = 8  # characters of a line that says more than a name
# A slogan right above a subtitle, 渡口灯火年年新; 发表于示例 stands there too, below an account
SHORTEST_ABOVE_DASH = 6
# 2015年,石桥县总工会—— / 四季有声暖职工: what leads to the title, whether the dash is its own or the page's
LEADS_TO_TITLE = pattern(
    r"[\u4e00-\u9fff]\s?[—-]{1,4}$", like="2015年,石桥县总工会——", unlike="——石桥县总工会"
)
MAY_BE_TITLE = (Role.FURNITURE, Role.KICKER)
ABOVE_TITLE = (Role.FURNITURE, Role.KICKER, Role.TITLE)
ACCOUNT = pattern(r"^[\u4e00-\u9fff]{2,6}工会$", like="石桥工会", unlike="石桥工会这一年")
DONE_FOR = pattern(
    r"^(?:努力|奋力|全力|着力|不断)?(?:开创|谱写|续写|书写|推动|推进|建设|打造|实现|夺取|展现|奋进|迈向|唱响|奏响|绘就|凝聚|汇聚|激扬)[^,。]{4,}$|^为[^,。]{4,}(?:奋斗|贡献|力量)$",
    like="努力开创全县工会工作新局面",
    unlike="建家暖心",
)
OWNER_ALONE = pattern(r"工会:$", like="青禾区总工会:", unlike="青禾区总工会")
# 弘扬渡口精神 建功新港城: two halves, if not quite of one length
COUPLET = pattern(
    r"^(?![\u4e00-\u9fff\s]*(?:总工会|工会))[\u4e00-\u9fff]{5,9}\s[\u4e00-\u9fff]{5,9}$",
    like="弘扬渡口精神 建功新港城",
    unlike="青禾区总工会 工作回眸",
)
SURE_OF_ROW, MOST_UNLIKE = 0.97, 3
MOST_BETWEEN = 2  # lines of the page between a title and its subtitle
FEWEST_UNLIKE = 2  # characters by which a kicker differs from two rows of one length


def with_likely_title(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """The likeliest line above the text as the title, when it is likely enough to be shown with a doubt.

    A line that stands where a kicker does, with no title below it, is the title; else one that stands as a subtitle.
    """
    kickers = [at for at, role in enumerate(roles) if role is Role.KICKER]
    if kickers:
        return [Role.TITLE if at == kickers[-1] else role for at, role in enumerate(roles)]
    bare = [
        at for at, role in enumerate(roles) if role is Role.SUBTITLE and not is_dash_line(blocks[at].line)
    ]
    text = next(
        (at for at, role in enumerate(roles) if role is Role.OPEN and _is_text(blocks[at], decisions[at])), 0
    )
    likely = [
        (decisions[at].chance(State.HEAD_TITLE), at)
        for at in range(text)
        if (roles[at] in (Role.FURNITURE, Role.OPEN) or _is_union_as_writer(blocks[at], roles[at]))
        and len(blocks[at].line.key) <= LONGEST_TITLE
        and decisions[at].chance(State.HEAD_TITLE) > NEVER
    ]
    chance, found = max(likely, default=(0.0, 0))
    if chance < LIKELY_TITLE:
        found = bare[0] if bare else _unlikely_title(blocks, likely)
    return [
        Role.TITLE if at == found else Role.FURNITURE if at < found and role is Role.OPEN else role
        for at, role in enumerate(roles)
    ]


def _is_union_as_writer(block: Block, role: Role) -> bool:
    """True for a union alone: where nothing else is the title, a yearbook heads its article with it."""
    return role is Role.BYLINE and bool(UNION_ALONE.match(block.line.key))


def _is_text(block: Block, decision: Decision) -> bool:
    return is_prose(block.line) or decision.state.part == "body"


def _unlikely_title(blocks: Sequence[Block], likely: Sequence[tuple[float, int]]) -> int:
    """Of lines that the weights think little of: what speaks of unions, or is the only one to say anything; else a name."""
    telling = [(chance, at) for chance, at in likely if _tells(blocks[at])]
    unions = [row for row in telling if row[0] >= FAINTEST and _speaks_of_unions(blocks[row[1]])]
    names = [row for row in likely if NAMES_THE_UNION.match(blocks[row[1]].line.key)]
    alone = [row for row in likely if _is_open(blocks[row[1]])]
    return max(
        unions or (telling if len(telling) == 1 else names) or (alone if len(alone) == 1 else ()),
        default=(0.0, -1),
    )[1]


def _is_open(block: Block) -> bool:
    """True for a line of some length that no pattern knows: 石桥:梯田上的账本 alone above the text."""
    return (
        block.role is Role.OPEN
        and len(plain(block.line.key)) >= SHORTEST_SAID
        and not MENU.search(block.line.key)
        and not ANSWERS.search(block.line.key)
    )


def _tells(block: Block, *, shortest: int = SHORTEST_NAMING, alone: bool = False) -> bool:
    """True for a line that no pattern knows, that asks nothing and is neither a name nor an entry of a record.

    What stands ``alone`` is none: 石桥:百万打工者有了自己的“根”.
    """
    line = block.line
    return (
        block.role is Role.OPEN
        and len(plain(line.key)) >= shortest
        and not any(
            words.search(line.key) for words in (ASKS, PATH, COLUMN, UNION_ALONE, PAPER_NAME, MENU, OFFICERS)
        )
        and (not is_field(block) or (alone and bool(SAID_OF_A_PLACE.match(line.key))))
        and not is_byline(line, bare=False)
    )


def _speaks_of_unions(block: Block) -> bool:
    """True for 石桥区总工会:以“桥”为名 and 【回眸2021】."""
    key = block.line.key
    return bool(ABOUT_A_UNION.search(key) or YEAR_OF_TITLE.search(key))


def with_whole_titles(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """A row that ends with a comma or a colon wants the next: 临江县总工会： / 为江城添砖的人们， / 有了自己的大家庭."""
    whole = list(roles)
    for upper, lower in pairwise(range(len(blocks))):
        one, two = blocks[upper], blocks[lower]
        if one.role is not Role.OPEN or two.role is not Role.OPEN or is_prose(one.line) or is_prose(two.line):
            continue
        if whole[upper] is whole[lower] is Role.TITLE and one.line.key == two.line.key:
            whole[upper] = Role.FURNITURE  # a title that a page says twice is one row
            continue
        if (
            whole[upper] is whole[lower] is Role.TITLE
            and UNION_ALONE.match(one.line.key)
            and not one.line.hint
        ):
            whole[upper] = Role.KICKER  # the union alone above what it says of itself
            continue
        leads = LEADS_TO_TITLE.search(one.line.key) and not is_dash_line(two.line)
        may_lead = whole[upper] in (Role.KICKER, Role.TITLE) or UNION_NAMED.search(one.line.key)
        if leads and may_lead and whole[upper] in ABOVE_TITLE and whole[lower] in (Role.TITLE, Role.SUBTITLE):
            whole[upper], whole[lower] = Role.KICKER, Role.TITLE
            continue
        above_title = whole[lower] is Role.TITLE and whole[upper] in (Role.TITLE, Role.FURNITURE)
        if above_title and not one.line.hint and OCCASION.search(one.line.key):
            whole[upper] = Role.KICKER  # 喜迎县工会第九次代表大会 is no row of the title below it
        elif whole[upper] is Role.TITLE and one.line.key.endswith((",", "、", ":")):
            whole[lower] = Role.TITLE
        elif whole[lower] is Role.TITLE and OWNER_ALONE.search(one.line.key):
            whole[upper] = Role.TITLE  # 青禾区总工会: / 渡口的回信
        elif whole[lower] is Role.TITLE and one.line.key.endswith((",", "、")):
            whole[upper] = Role.TITLE
        elif (
            whole[lower] is Role.TITLE and _carries_on(one.line, two.line) and whole[upper] is Role.FURNITURE
        ):
            whole[upper] = Role.TITLE  # 坚定信心 主动作为 / 努力开创全县工会工作新局面
        elif whole[lower] is Role.TITLE and _are_halves(one.line, two.line, decisions[upper]):
            whole[upper] = Role.TITLE  # 小灯盏 大光亮 / 一双手 暖千家
        elif (
            whole[upper] is Role.TITLE
            and _may_be_row(whole[lower], two.line, decisions[lower])
            and _are_halves(one.line, two.line, decisions[lower])
        ):
            whole[lower] = Role.TITLE
    return whole


def _carries_on(one: Line, two: Line) -> bool:
    """True for a couplet, and right below it what it is done for."""
    return (
        is_parallel(one.key)
        and two.gap <= 1
        and one.hint is two.hint is None
        and bool(DONE_FOR.match(two.key))
    )


def _may_be_row(role: Role, line: Line, decision: Decision) -> bool:
    """True for a line below a title that is page matter or a subtitle without a dash so far, or was left in the head."""
    bare = role is Role.SUBTITLE and not is_dash_line(line)
    return bare or role is Role.FURNITURE or (role is Role.OPEN and decision.state.part == "head")


def with_title_below_owner(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """A union alone is no title above a subtitle without a dash that says more than what it is: 【盘点】潮声里的答卷.

    Right above it is the kicker, else who put the text up. Neither is 青禾区总工会2019年工作综述 above a slogan that
    writers sign, and that may be the title.
    """
    titles = [at for at, role in enumerate(roles) if role is Role.TITLE]
    lower = next((at for at, role in enumerate(roles) if role is Role.SUBTITLE), None)
    if len(titles) != 1 or lower is None or blocks[titles[0]].line.hint:
        return list(roles)
    owner, below = blocks[titles[0]].line, blocks[lower].line
    if is_dash_line(below) or GENRE_LINE.search(below.key):
        return list(roles)
    if not UNION_ALONE.match(owner.key) and not _is_named_above(blocks, decisions, roles, titles[0]):
        return list(roles)
    as_owner = Role.KICKER if lower == titles[0] + 1 else Role.FURNITURE
    return [
        as_owner if at == titles[0] else Role.TITLE if at == lower else role for at, role in enumerate(roles)
    ]


def _is_named_above(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role], title: int
) -> bool:
    """True for 青禾区总工会2019年工作综述 / 岛上的灯 / 本刊记者 涂远: union, year and genre above a signed slogan."""
    if title + 2 >= len(roles) or roles[title + 1] is not Role.SUBTITLE:
        return False
    named = _names_union_and_year(blocks[title].line)
    slogan = decisions[title + 1].chance(State.HEAD_TITLE) >= LIKELY_TITLE
    return named and slogan and roles[title + 2] is Role.BYLINE


def with_title_beside_account(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """石桥工会, the account that put it up, is no title above or below 年终盘点|石桥县总工会的2019.

    Nor is a union alone below 石桥县总工会2019年工作总结, which it signs.
    """
    titles = [at for at, role in enumerate(roles) if role is Role.TITLE]
    if len(titles) != 1 or Role.SUBTITLE in roles or blocks[titles[0]].line.hint:
        return list(roles)
    if not (ACCOUNT.match(blocks[titles[0]].line.key) or UNION_ALONE.match(blocks[titles[0]].line.key)):
        return list(roles)
    text = next((at for at, role in enumerate(roles) if role is Role.OPEN), len(roles))
    telling = [at for at in range(text) if roles[at] in MAY_BE_TITLE and _names_a_year(blocks[at])]
    if not telling:
        return list(roles)
    signs = telling[-1] + 1 == titles[0]
    said = {titles[0]: Role.BYLINE if signs else Role.FURNITURE, telling[-1]: Role.TITLE}
    return [said.get(at, role) for at, role in enumerate(roles)]


def _names_a_year(block: Block) -> bool:
    """True for a line that no pattern knows, of a union and its year: 年终盘点|石桥县总工会的2019."""
    key = block.line.key
    return (
        block.role is Role.OPEN
        and len(plain(key)) >= SHORTEST_NAMING
        and bool(ABOUT_A_UNION.search(key) and YEAR_OF_TITLE.search(key))
        and not PATH.search(key)
        and not MENU.search(key)
        and not PAPER_NAME.match(key)
    )


def with_slogan_below_name(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """青禾区总工会2019年工作纪实 / 渡口灯火年年新 / 本报讯 …: the only slogan of the page is no heading but the title.

    What names union, year and genre above it, or the union alone, is the kicker.
    """
    titles = [at for at, role in enumerate(roles) if role is Role.TITLE]
    if len(titles) != 1 or Role.SUBTITLE in roles or Role.KICKER in roles or blocks[titles[0]].line.hint:
        return list(roles)
    name, below = titles[0], titles[0] + 1
    owner = blocks[name].line
    if below + 1 >= len(blocks) or not (_names_union_and_year(owner) or UNION_ALONE.match(owner.key)):
        return list(roles)
    slogans = [
        at
        for at, (block, role) in enumerate(zip(blocks, roles, strict=True))
        if role is Role.OPEN and at > name and _is_slogan(block.line)
    ]
    if slogans != [below] or not is_prose(blocks[below + 1].line):
        return list(roles)
    if not _tells(blocks[below], shortest=SHORTEST_SAID) or names_no_title(blocks[below].line):
        return list(roles)
    said = {name: Role.KICKER, below: Role.TITLE}
    return [said.get(at, role) for at, role in enumerate(roles)]


def with_slogan_above_name(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """渡口灯火年年新 / 青禾区总工会2019年工作综述: the slogan is the title, what names union, year and genre its subtitle.

    Unless the slogan is rather the name of a column of the page.
    """
    titles = [at for at, role in enumerate(roles) if role is Role.TITLE]
    if len(titles) != 1 or Role.SUBTITLE in roles or Role.KICKER in roles or blocks[titles[0]].line.hint:
        return list(roles)
    name, above = titles[0], titles[0] - 1
    if above < 0 or roles[above] is not Role.FURNITURE or not _names_union_and_year(blocks[name].line):
        return list(roles)
    slogan = blocks[above]
    likely = decisions[above].chance(State.HEAD_TITLE, State.HEAD_KICKER) >= LIKELY_SLOGAN
    likely = likely or bool(BEHIND_COLUMN.match(slogan.line.key))
    if not likely or slogan.line.hint or slogan.line.seen or not _is_slogan(slogan.line):
        return list(roles)
    if not _tells(slogan) or names_no_title(slogan.line):
        return list(roles)
    said = {above: Role.TITLE, name: Role.SUBTITLE}
    return [said.get(at, role) for at, role in enumerate(roles)]


def _names_union_and_year(line: Line) -> bool:
    return all(words.search(line.key) for words in (GENRE_LINE, UNION_NAMED, YEAR_OF_TITLE))


def _is_slogan(line: Line) -> bool:
    """True for a short line without a number: 渡口灯火年年新 · 【盘点】渡口的十二个月."""
    return could_be_heading(line) and style_of(line).name in ("plain", "bracketed") and not is_prose(line)


def with_kicker_above_slogan(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """A slogan right above a title with its subtitle is the kicker, if that is at all likely: 聚焦主责主业 / 渡口的回信 / ——…

    Not what other texts have there, too: 今日刊出第31辑.
    """
    title = next((at for at, role in enumerate(roles) if role is Role.TITLE), 0)
    above = title - 1
    if (
        above < 0
        or Role.KICKER in roles
        or Role.SUBTITLE not in roles
        or roles[above] is not Role.FURNITURE
        or blocks[above].line.seen
        or not _tells(blocks[above])
        or names_no_title(blocks[above].line)
        or decisions[above].chance(State.HEAD_KICKER) < LIKELY_KICKER
    ):
        return list(roles)
    return [Role.KICKER if at == above else role for at, role in enumerate(roles)]


def with_rows_alike(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """Of two rows that are unlike the lower is the title, unless both surely are: 职工纪事 / 端稳暖心茶."""
    alike = list(roles)
    for upper, lower in pairwise(range(len(blocks))):
        one, two = blocks[upper].line, blocks[lower].line
        if alike[upper] is not Role.TITLE or alike[lower] is not Role.TITLE or one.hint or two.hint:
            continue
        if _leads_in(one, two):
            alike[upper] = Role.KICKER
            continue
        if _go_together(one, two) or _carries_on(one, two) or _are_halves(one, two, decisions[lower]):
            continue
        if min(decisions[at].chance(State.HEAD_TITLE) for at in (upper, lower)) >= SURE_OF_ROW:
            continue
        if decisions[upper].chance(State.HEAD_TITLE) > decisions[lower].chance(State.HEAD_TITLE):
            alike[lower] = Role.FURNITURE
            continue
        kicker = decisions[upper].chance(State.HEAD_KICKER) > decisions[upper].chance(*PAGE)
        alike[upper] = Role.KICKER if kicker else Role.FURNITURE
    return alike


def _go_together(one: Line, two: Line) -> bool:
    """True where the upper row wants more, or both are about as long."""
    return one.key.endswith((",", "、", ":")) or abs(len(plain(one.key)) - len(plain(two.key))) <= MOST_UNLIKE


def _leads_in(one: Line, two: Line) -> bool:
    """True for two halves on one row above a row that is none.

    弘扬渡口精神 建功新港城 / 把江上的故事讲给职工听
    """
    if WANTS_MORE.search(one.key) or " " in two.key or DONE_FOR.match(two.key):
        return False
    return is_parallel(one.key) or bool(COUPLET.match(one.key))


def with_kicker_of_other_make(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """Of three rows the upper is the kicker where the lower two are halves and it is none.

    新作为 新气象 / 江风入城来 / 灯火暖工友 · 港区一年间 / 码头澡堂有热水 / 夜间班车有座位
    """
    rows = [at for at, role in enumerate(roles) if role is Role.TITLE]
    if len(rows) != MOST_ROWS or any(blocks[at].line.hint for at in rows):
        return list(roles)
    upper, *halves = (blocks[at].line.key for at in rows)
    lengths = {len(plain(half)) for half in halves}
    if len(lengths) > 1 or any(is_parallel(half) for half in halves) or WANTS_MORE.search(upper):
        return list(roles)
    if not is_parallel(upper) and abs(len(plain(upper)) - lengths.pop()) < FEWEST_UNLIKE:
        return list(roles)
    return [Role.KICKER if at == rows[0] else role for at, role in enumerate(roles)]


def without_repeats(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """A title block that stands above a record and again below it is one: the subtitle is no row that was there before.

    Nor is a title that a page of samples says again below its introduction, 县总工会2014年工作总结(推荐) and then without
    the last word, a heading of the text; nor what stands of the title beside (上接第一版), where the text goes on.
    """
    said: set[str] = set()
    found = list(roles)
    text = next(
        (at for at, role in enumerate(roles) if role is Role.OPEN and is_prose(blocks[at].line)), len(roles)
    )
    for at, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if role is Role.OPEN and at < text and _is_title_again(block.line, said):
            found[at] = Role.FURNITURE
        if role is Role.OPEN and plain(block.line.key) in said and _is_beside_jump(blocks, at):
            found[at] = Role.FURNITURE
        if role in (Role.TITLE, Role.SUBTITLE):
            words = plain(block.line.key)
            found[at] = Role.FURNITURE if role is Role.SUBTITLE and words in said else role
            said.add(words)
    return found


def _is_beside_jump(blocks: Sequence[Block], at: int) -> bool:
    """True for 黎母山下织锦绣 right above or below (上接第一版)."""
    return any(
        JUMP.fullmatch(block.line.key) for block in (*blocks[max(at - 1, 0) : at], *blocks[at + 1 : at + 2])
    )


def _is_title_again(line: Line, said: Collection[str]) -> bool:
    words = plain(line.key)
    return len(words) >= SHORTEST_NAMING and any(
        one.startswith(words) and (one == words or OF_SAMPLES.search(one)) for one in said
    )


def with_title_above_dash(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """What stands right above ——区总工会2019年工作综述 is the title, not 资料汇编（内部资料） at the top of the page."""
    dash = next((at for at, role in enumerate(roles) if role is Role.SUBTITLE), 0)
    above = _nearest_above(blocks, dash)
    if (
        above < 0
        or not is_dash_line(blocks[dash].line)
        or roles[above] not in (Role.FURNITURE, Role.BYLINE, Role.OPEN)
        or not _tells(blocks[above], shortest=SHORTEST_ABOVE_DASH, alone=not _is_entry(blocks, above - 1))
        or names_no_title(blocks[above].line)
        or any(role is Role.TITLE and block.line.hint for block, role in zip(blocks, roles, strict=True))
    ):
        return list(roles)
    before: list[Role] = [
        Role.FURNITURE if role in (Role.TITLE, Role.KICKER, Role.OPEN) else role for role in roles[:above]
    ]
    if (
        before
        and roles[above - 1] in (Role.TITLE, Role.KICKER)
        and not names_no_title(blocks[above - 1].line)
    ):
        before[-1] = Role.KICKER  # 港城建设 工会在行动 / 千帆竞发勇争先 / ——望潮区总工会工作综述
    return [*before, Role.TITLE, *roles[above + 1 :]]


def _is_entry(blocks: Sequence[Block], at: int) -> bool:
    """True for an entry of a record that no pattern knows, as others of its record are hardly known either."""
    return at >= 0 and blocks[at].role is Role.OPEN and is_field(blocks[at])


def _nearest_above(blocks: Sequence[Block], dash: int) -> int:
    """The last line above a subtitle that is not page matter by its words, or nothing but signs; -1 for none.

    渡口的回信 / ? / 发布时间:2020-01-09 / ——区总工会2019年工作综述
    """
    return next(
        (
            at
            for at in range(dash - 1, max(dash - 2 - MOST_BETWEEN, -1), -1)
            if blocks[at].role is not Role.FURNITURE and HAN.search(blocks[at].line.key)
        ),
        -1,
    )


def with_title_said_before(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """区总工会2019年工作综述 is the subtitle where a line above, that the page says twice or that is made of two halves, can be the title."""
    titles = [at for at, role in enumerate(roles) if role is Role.TITLE]
    if len(titles) != 1 or Role.SUBTITLE in roles or Role.KICKER in roles[: titles[0]]:
        return list(roles)
    title = blocks[titles[0]].line
    if title.hint or not GENRE_LINE.search(title.key) or title.key.endswith(":"):
        return list(roles)
    above = [plain(block.line.key) for block in blocks[: titles[0]]]
    kinds = names_of_kinds(blocks[: titles[0]])
    said = [
        at
        for at, words in enumerate(above)
        if blocks[at].role is Role.OPEN
        and roles[at] is Role.FURNITURE
        and at not in kinds
        and SHORTEST_SAID <= len(words) <= LONGEST_TITLE
        and not is_prose(blocks[at].line)
        and not is_field(blocks[at])
        and not COLUMN.match(blocks[at].line.key)
        and not UNION_ALONE.match(blocks[at].line.key)
        and not PATH.search(blocks[at].line.key)
        and any(words in other for place, other in enumerate(above) if place != at)
    ]
    if not said:
        return list(roles)
    return [
        Role.TITLE if at == said[-1] else Role.SUBTITLE if at == titles[0] else role
        for at, role in enumerate(roles)
    ]


def _are_halves(one: Line, two: Line, other: Decision) -> bool:
    """True for two rows of one make, or of one length where the other one could be a title too: 百年红旗 / 百万职工."""
    if other.chance(State.HEAD_KICKER) >= SURE_KICKER or plain(one.key) == plain(two.key):
        return False
    if are_parallel(one, two):
        return True
    last, first = one.key.rsplit(":", 1)[-1].strip(), two.key.split(":", 1)[0].strip()
    return (
        len(plain(last)) == len(plain(first)) >= SHORTEST_HALF
        and len(last.split()) == len(first.split())
        and two.gap <= one.gap
        and not any(sign.isascii() and sign.isalnum() for sign in one.key + two.key)
        and not any(UNION_NAMED.search(half) or GENRE_LINE.search(half) for half in (last, first))
        and not any(COLUMN.match(line.key) for line in (one, two))
        and other.chance(*HEAD) >= FAINTEST
    )
