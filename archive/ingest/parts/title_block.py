"""Kicker, title and subtitle out of the lines above the body."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.ingest.parts.blocks import Role
from archive.ingest.text.kept import kept
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose

DASH_OPENS = pattern(
    r"^[-—]{1,6}\s*(?=\S)", like="——青禾区总工会2019年工作综述", unlike="青禾区总工会——2019年工作综述"
)  # ——青禾区总工会2019年工作综述
# "夜校办到码头边——青禾区总工会2019年工作综述": title and subtitle on one line
# but not the years of "——云川市总工会2018—2022年工作综述"
DASH_INSIDE = pattern(
    r"(?<=[^\s\d—])\s*[—]{1,4}\s*(?=[^\s—])|(?<=\d)\s*——\s*(?=[^\s\d—])|(?<=[^\s-])\s*-{2,4}\s*(?=[^\s-])",
    like="夜校办到码头边——青禾区总工会2019年工作综述",
    unlike="——云川市总工会2018—2022年工作综述",
)
GENRE_WORDS = (
    r"(?:综述|纪实|侧记|掠影|回眸|纪略|巡礼|巡览|扫描|见闻|速写|回顾|写真|素描|散记|札记|聚焦|观察|探访|盘点|成绩单|答卷|工作总结|总结|工作汇报|工作报告|工作情况|工作亮点|亮点|成效|成就|成果|经验|启示|探索与实践|实践|探析|述评|走笔|纪事|手记|采风|实录|剪影|缩影|特写|"
    r"透视|解读|启示录|工作|发展|建设|改革)"
)
ABOUT_A_UNION = pattern(r"工会|工运|总工|工联|职工之家|产改", like="工会工作", unlike="妇联工作")
# What makes a second title line a subtitle without a dash: it names the union and the genre
GENRE_LINE = pattern(
    rf"(?:工会|工运|工联会|职工|总工会)(?=.{{2,46}}$).{{0,40}}{GENRE_WORDS}[\])》]?$|^(?:记|来自|写在|访).{{0,24}}(?:工会|工运|职工)|(?:19|20)\d\d年?.{{0,16}}(?:综述|总结|回眸|纪实|回顾|侧记)",
    like="青禾区总工会2019年工作综述",
    unlike="青禾区总工会办公室",
)
UNION_NAMED = pattern(
    r"[\u4e00-\u9fff](?:总工会|区工会|县工会|市工会|省工会|集团工会|公司工会)",
    like="青禾区总工会",
    unlike="工会",
)
# A union or its office alone on a line: the writers when it stands below the title, the kicker when above
UNION_ALONE = pattern(
    r"^[(【□■◎●◆○]?\s?[\u4e00-\u9fff]{2,18}(?:总工会|工会|联合会)(?:办公室|宣传部|宣教部|宣传教育部|研究室|政研室|组织部|综合部|机关)?(?:供稿)?[)】]?$",
    like="青禾区总工会办公室",
    unlike="青禾区总工会的一年",
)
COLUMN = pattern(
    r"^(?:(?:[A-Z]?\d{1,2}\s+)?[\[【<(■●◆★◎□☆▌〓]?\s*(?:专题|专版|特别策划|专题策划|特别关注|专题报道|特刊|专刊|特别报道|综合新闻|综合|要闻|新闻|地方新闻|时政|时政要闻|基层|工会|工运|工会新闻|工会天地|工会之窗|工会之声|工会风采|工会工作|工运纵横|劳动者|聚焦|关注|头条|本报专稿|专稿|特稿|广告|形象展示|形象|风采|"
    r"县域新闻|县域视窗|部门之窗|特约刊登|理论|经验交流|工作交流|调查研究|人物|职工天地|副刊|公益广告|党建|创先争优|群团工作|群团|政务|市县|县区|县市|区县|群众团体|人民团体|社会团体|群团组织|党派群团|今日[\u4e00-\u9fff]{2,3})\s*[\]】>)■●◆★〓]?(?:\s+[A-Z]?\d{1,2})?)$",
    like="【特别关注】",
    unlike="特别关注货车司机",
)
# 工会简报 · 大会文件(三) · 云川工运 2010年第3期: what papers call themselves
PAPER_NAME = pattern(
    r"^(?!.*[,、:!?。]).{0,24}(?:文件|材料|简报|专报|汇编|选编|文集|年鉴|工运|月刊|季刊)(?:之)?[\d一二三四五六七八九十()总第期年·\s]*$",
    like="工会简报",
    unlike="工会简报里的故事",
)
# Words after a title on a saved page: "…谱新篇_四川工人日报数字报", "…谱新篇 - 润州区总工会"
SITE_TAIL = pattern(
    r"\s*[_|\-—–]+\s*[\u4e00-\u9fffA-Za-z.·]{2,24}(?:网|报|工会|平台|门户|频道|新闻|中心|客户端|数字报|电子版|公众号|com|cn)\s*(?:[_|\-].{0,24})?$",
    like="谱新篇_四川工人日报数字报",
    unlike="谱新篇",
)
# What the title above which it stands is written for: no row of it
OCCASION = pattern(
    r"^(?:喜迎|庆祝|纪念|献礼|迎接|献给|写在)|周年$|(?:系列报道|巡礼|特别报道|专题报道|进行时)$",
    like="喜迎县工会第九次代表大会",
    unlike="县工会第九次代表大会",
)
SIGNS = pattern(r"[\W_]+", like="谱写 新篇", unlike="谱写新篇")
GENRE_END = pattern(rf"{GENRE_WORDS}(?:\([^()]*\))?$", like="2019年工作综述", unlike="综述会")
WANTS_MORE = pattern(r"[,、:]$", like="为江城添砖的人们,", unlike="为江城添砖的人们")
LEANS = pattern(r"^[,、]", like=",有了自己的大家庭", unlike="有了自己的大家庭")
# What names a body or a series rather than saying something
BODY_END = pattern(
    r"(?:总工会|工会|党支部|党委|党组|支部|联合会|委员会)(?:\([^()]*\))?(?:党支部|党委)?$",
    like="青禾区总工会",
    unlike="青禾区总工会的一年",
)
SERIES_END = pattern(
    r"(?:系列报道|系列|巡礼|特别报道|专题报道|行动|进行时|之[一二三四五六七八九十]|[①-⑳]|专栏|专版|专刊|特刊)$",
    like="群团改革进行时",
    unlike="群团改革见成效",
)
KICKER = pattern(
    r"^(?:[\"【\[].{2,24}[\"】\]]|.{2,16}[·•].{2,16}|喜迎|庆祝|纪念|献礼|迎接|学习贯彻|深入学习|贯彻落实).{0,30}$",
    like="喜迎县工会第九次代表大会",
    unlike="县工会喜迎代表大会",
)
# What a forum or a site sets before or behind a title: [转帖] 渡口的回信 · 渡口的回信(转)
LABEL_OF_POST = pattern(
    r"^[\[【(]\s?(?:转帖|转贴|转载|转|原创|分享|求助|讨论|精华|置顶|加精|图文|贴图|灌水|资料|首发|话题|投稿)\s?[\])】]\s*(?=[^\s\[【(].{3})"
    r"|(?<=.{4})\s*[\[【(](?:转|转载|转帖|转贴|原创)[\])】]$",
    like="[转帖] 渡口的回信",
    unlike="[转帖]",
)
KIND_OF_POST = pattern(
    r"^\[[\u4e00-\u9fff]{2,6}\]\s*(?=[^\s\[].{3})", like="[工会之家] 渡口的回信", unlike="【回眸】渡口的回信"
)
# A page that shows a file calls its title by the file's name
ENDING_OF_FILE = pattern(
    r"(?<=[^\s.]{4})\.(?:docx?|wps|pdf|txt|rtf)$", re.I, like="渡口的回信.doc", unlike="渡口的回信"
)
BRACKETED_TITLE = pattern(
    r"^【[^【】]{8,40}】\s*(?=[^\s].{20})",
    like="【石桥县总工会:灯火照着2019】2019年,县总工会围绕中心、服务大局,办成十件实事。",
    unlike="【编者按】2019年,县总工会围绕中心、服务大局,办成十件实事。",
)
NAMES_ACCOUNT = pattern(r"(?:工会|微博|发布|在线|客户端|快报)$", like="石桥职工发布", unlike="石桥工会的一年")
DAY_OF_POST = pattern(r"\d{1,2}[-月/]\d{1,2}|\d:\d\d", like="1-14 09:30 来自网页", unlike="2019这一年")
SHORTEST_TITLE = 6
LONGEST_TITLE_LINE = 60
LONGEST_TITLE = 90
SHORTEST_HEADLINE_LIST = 40


@kept
def plain(key: str) -> str:
    """The words of a line, without signs and spaces, for comparing repeated titles."""
    return SIGNS.sub("", key)


def is_dash_line(line: Line) -> bool:
    return bool(DASH_OPENS.match(line.key)) and len(plain(line.key)) >= 4


def split_joined_subtitle(line: Line) -> tuple[Line, ...]:
    """A title and the subtitle that a dash joins to it, when the words after the dash are one."""
    for match in DASH_INSIDE.finditer(line.key):
        title, subtitle = line.part(0, match.start()), line.part(match.start())
        after = DASH_OPENS.sub("", subtitle.key)
        if len(title.text) >= 4 and (
            GENRE_LINE.search(after) or (ABOUT_A_UNION.search(after) and GENRE_END.search(after))
        ):
            return title, replace(subtitle, hint=Hint.SUBTITLE if line.hint is Hint.TITLE else line.hint)
    return (line,)


def without_labels(line: Line) -> Iterator[Line]:
    """The line, and apart from it what a forum set before it, or the ending of a file's name behind a title."""
    label = LABEL_OF_POST.search(line.key) or (
        KIND_OF_POST.match(line.key) if line.hint is Hint.TITLE else None
    )
    if label is None and line.hint is Hint.TITLE:
        label = ENDING_OF_FILE.search(line.key)
    if label is None:
        yield line
        return
    cuts = (line.part(0, label.start()), line.part(*label.span()), line.part(label.end()))
    for at, part in enumerate(cuts):
        if part.text:
            yield replace(part, hint=Hint.FURNITURE) if at == 1 else part


def with_title_in_brackets(lines: Sequence[Line]) -> tuple[Line, ...]:
    """A message's title as a line of its own: 【石桥县总工会：灯火照着2019】2019年，…, where nothing above is one."""
    first = next((at for at, line in enumerate(lines) if is_prose(line)), len(lines))
    opening = BRACKETED_TITLE.match(lines[first].key) if first < len(lines) else None
    others = sum(line.key.startswith("【") for line in lines[first:])
    if opening is None or others > 1 or any(map(_may_be_title, lines[:first])):
        return tuple(lines)
    title = replace(lines[first].part(0, opening.end()), hint=Hint.TITLE)
    return (*lines[:first], title, lines[first].part(opening.end()), *lines[first + 1 :])


def _may_be_title(line: Line) -> bool:
    named = UNION_ALONE.match(line.key) or NAMES_ACCOUNT.search(line.key) or DAY_OF_POST.search(line.key)
    return len(plain(line.key)) >= SHORTEST_TITLE and not named


def is_headline_list(line: Line, titles: Sequence[Line]) -> bool:
    """True for the headlines of a whole page run together, one of them the title that stands below."""
    words = plain(line.key)
    return any(
        len(plain(title.key)) >= 6 and plain(title.key) in words and len(words) > 1.6 * len(plain(title.key))
        for title in titles
        if title is not line
    )


def is_half(first: Line, second: Line) -> bool:
    """True for two lines of one title: 扛起使命开新局 / 聚力同心谱新篇."""
    if WANTS_MORE.search(first.key) or LEANS.match(second.key):
        return True
    if second.gap > first.gap + 2 or (" " in first.key and " " in second.key):
        return False  # two lines that are whole each: a kicker and a title
    lengths = len(plain(first.key)), len(plain(second.key))
    if abs(lengths[0] - lengths[1]) > 3 or max(lengths) > 22:
        return False
    known = any(words.search(line.key) for words in (GENRE_LINE, UNION_NAMED) for line in (first, second))
    return not known and not _is_kicker(first)


def arrange(lines: Sequence[Line], *, above_byline: int | None = None) -> tuple[tuple[Line, Role], ...]:
    """Give each line above the body its role, open where it is none of the title block's.

    By-lines, credits and furniture are out already. The title is the line that the format marks as one, or the
    line (of one to three rows) right above a dash subtitle, or else the first line that is no column label.
    ``above_byline`` counts the lines that stand above the by-line: no heading of the body is among them.
    """
    roles: list[Role | None] = [None] * len(lines)
    for index, line in enumerate(lines):
        if (COLUMN.match(line.key) or PAPER_NAME.match(line.key)) and len(lines) > 1:
            roles[index] = Role.FURNITURE
        elif len(line.key) > LONGEST_TITLE and line.hint is None:
            roles[index] = Role.OPEN  # no line of a title block: left to the body
    # a title that the page repeats: all but the last are furniture, like the <title> of a saved page
    for index, line in enumerate(lines):
        later = [other for other in lines[index + 1 :] if plain(other.key)]
        bare = plain(SITE_TAIL.sub("", line.key))
        repeated = (
            roles[index] is None
            and not is_dash_line(line)
            and any(bare and bare == plain(other.key) for other in later)
        )
        titles = [other for other in lines if not is_dash_line(other)]
        if repeated or (len(plain(line.key)) > SHORTEST_HEADLINE_LIST and is_headline_list(line, titles)):
            roles[index] = Role.FURNITURE
    heads = [index for index, role in enumerate(roles) if role is None]
    if above_byline:
        heads = [index for index in heads if index < above_byline or is_dash_line(lines[index])] or heads
    title = _title(lines, heads, signed=bool(above_byline))
    for index in heads:
        if index in title:
            roles[index] = Role.TITLE
        elif title and index < title[0]:
            roles[index] = Role.KICKER
        else:
            roles[index] = _below_title(lines, roles, index, signed=bool(above_byline))
    return tuple((line, role or Role.OPEN) for line, role in zip(lines, roles, strict=True))


def _title(lines: Sequence[Line], heads: Sequence[int], *, signed: bool) -> list[int]:
    """The rows of the title."""
    if not heads:
        return []
    hinted = [index for index in heads if lines[index].hint is Hint.TITLE]
    if hinted:
        return [index for index in hinted if index - hinted[0] == hinted.index(index)]  # the rows of one <h1>
    dash = next((index for index in heads if is_dash_line(lines[index])), None)
    if dash == heads[0]:
        return []  # a subtitle alone
    if dash is not None:
        return _title_above(lines, [index for index in heads if index < dash])
    return _title_among(lines, heads, signed=signed)


def _below_title(lines: Sequence[Line], roles: Sequence[Role | None], index: int, *, signed: bool) -> Role:
    line = lines[index]
    if is_dash_line(line) or GENRE_LINE.search(line.key) or line.hint is Hint.SUBTITLE:
        return Role.SUBTITLE
    if roles[index - 1] is Role.SUBTITLE and _continues_subtitle(lines, index):
        return Role.SUBTITLE
    if UNION_ALONE.match(line.key):
        return Role.BYLINE
    if signed and UNION_NAMED.search(line.key):
        return Role.SUBTITLE
    return Role.OPEN if not signed else Role.SUBTITLE


def _continues_subtitle(lines: Sequence[Line], index: int) -> bool:
    """——润州区总工会服务职工 / 促进和谐工作纪实: the genre word stands on the second row."""
    return bool(GENRE_END.search(lines[index].key)) and not GENRE_END.search(lines[index - 1].key)


def _title_above(lines: Sequence[Line], above: Sequence[int]) -> list[int]:
    """The rows of the title that end right above a dash subtitle."""
    if not above:
        return []
    title = [above[-1]]
    for index in reversed(above[:-1]):
        first, second = lines[index], lines[title[0]]
        if title[0] - index > 1 or len(title) == 3 or not is_half(first, second):
            break
        title.insert(0, index)
    return title


def _title_among(lines: Sequence[Line], heads: Sequence[int], *, signed: bool) -> list[int]:
    """The rows of the title where no dash line follows."""
    first = heads[0]
    if len(heads) == 1:
        return [first]
    second = heads[1]
    one, two = lines[first], lines[second]
    if is_half(one, two) and second - first == 1:
        title = [first, second]
        if (
            len(heads) > 2
            and heads[2] - second == 1
            and is_half(two, lines[heads[2]])
            and len(plain(one.key)) <= 12
        ):
            title.append(heads[2])
        return title
    if UNION_ALONE.match(one.key):
        return [second]  # the union alone above: the kicker
    if signed and UNION_ALONE.match(two.key) and len(heads) > 2 and not GENRE_LINE.search(one.key):
        return _title_among(lines, heads[2:], signed=signed)  # 盘点2019 / 市总工会 / title / by-line
    if UNION_ALONE.match(two.key) or GENRE_LINE.search(two.key):
        return [first]  # the second row names union and genre: a subtitle without a dash
    if _is_kicker(one) or (GENRE_LINE.search(one.key) and not UNION_NAMED.search(two.key)):
        third = heads[2] if len(heads) > 2 else None
        if third is not None and is_half(two, lines[third]):
            return [second, third]
        return [second]
    return [first]


def _is_kicker(line: Line) -> bool:
    """True for a line that names a body or a series rather than saying something."""
    return any(kicker.search(line.key) for kicker in (BODY_END, SERIES_END, KICKER))
