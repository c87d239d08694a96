"""The paper, its issue and its page, out of mastheads and source lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern

# The kinds of newspapers by whose name a paper is sure to be one; 海报 and 汇报 end so too
PAPER_KINDS = "日报|晚报|晨报|早报|时报|快报|商报|导报|周报|工人报|劳动报|青年报|都市报|法治报|法制报|经济报|工商报|农民报|区报|市报|县报"
PAPER = r"[\u4e00-\u9fff]{2,9}报"  # 示例工人报, 《松坪县报》
PAPER_IN_LINE = pattern(
    r"[\u4e00-\u9fff]{2,9}?报(?!道|告|到|名|社区|送|表|业|销|酬|警|纸|刊)|(?<=《)[\u4e00-\u9fff]{2,8}报(?=》)",
    like="示例工人报",
    unlike="读报道",
)
# A county's own sheet is named by no word for paper: 松坪新闻 beside a date, 《云川经开》第 211 期
NEWS_SHEET = pattern(
    r"(?:^|(?<=\s))(?!(?:相关|综合|要闻|最新|热点|今日|国内|国际|社会|体育|工会|本地|地方|图片|视频|推荐|头条|经济|文化|教育|法治|区域|专题|市县|县区|更多|热门|本站|时政|民生|县域|基层))[\u4e00-\u9fff]{2,3}新闻(?=$|\s)|"
    r"(?:^|(?<=\s))今日(?!关注|视点|头条|要闻|热点|导读|天气|推荐|新闻|话题|聚焦|提示|[一二三四五六七八九十]+版)[\u4e00-\u9fff]{2,3}(?=$|\s)",
    like="松坪新闻",
    unlike="要闻新闻",
)
NAMED_SHEET = pattern(r"《([\u4e00-\u9fff]{2,8})》", like="《云川经开》", unlike="云川经开")
DATED = pattern(
    r"(?:19|20)\d\d\s?[年\-./]|第\s?\d+\s?期|第\s?\d{1,2}\s?版", like="第 211 期", unlike="第211天"
)
NOT_A_PAPER = pattern(
    r"海报|简报|情报|喜报|通报|汇报|申报|举报|墙报|板报|年报|月报|本报|数字报|电子报|报报|回报|上报|播报|预报|填报|数字报|版报|读报|党报|各报|该报|大报|小报|谍报|战报|捷报|警报|剪报|学报$",
    like="工作简报",
    unlike="示例日报",
)
# 【媒体】今日石桥 · 报纸名称:示例日报: what a record calls the paper is one, whatever its name
_PAPER_LABEL = r"(?:报\s?纸|报\s?刊|媒\s?体|报\s?名|刊\s?名)(?:名称|来源)?"
CALLED_PAPER = pattern(
    rf"^(?:[\[【(]{_PAPER_LABEL}[\]】)]\s*:?|{_PAPER_LABEL}\s*:)\s*《?([\u4e00-\u9fff]{{2,12}})(?=$|[》\s(,;|])",
    like="【媒体】今日石桥",
    unlike="媒体聚焦",
)
NO_PAPER_END = pattern(r"(?:网|台|客户端|公众号|工会|微信|在线|名称)$", like="石桥新闻网", unlike="石桥日报")
GROUP = pattern(r"报业|主管|主办|印刷|印务", like="示例日报报业集团", unlike="示例日报")
OPENING_WORDS = pattern(
    r"^(?:文章|信息|稿件|新闻)?(?:来源|出处|稿源|转自|摘自|来自|由)[:/]?|^(?:原载|载于?|据|见|刊于?|欢迎访问|欢迎阅读|欢迎)",
    like="来源:示例日报",
    unlike="示例日报",
)
DAY = pattern(r"(?:19|20)\d\d\s?[年\-./]", like="2018-10-25", unlike="第2018期")
FOOT = pattern(r"copyright|©|版权", re.I, like="Copyright 2018 示例日报", unlike="示例日报")
ISSUE = pattern(r"(?:总第|第)\s?\d{1,6}\s?期", like="第 211 期", unlike="第211天")
# 今日8版 and 共8版 say how many there are
PAGE = pattern(
    r"第\s?[A-Za-z]?0{0,4}\d{1,3}\s?版(?!本|图)|(?<![\dA-Za-z])(?<!今日)(?<!今日\s)(?<!本期)(?<!本期\s)(?<!共)(?<!共\s)[A-Za-z]?0{0,4}\d{1,3}\s?版(?!本|图)|第[一二三四五六七八九十]{1,3}版|[A-Z]\d{1,2}(?=\s*[:版])",
    like="第06版",
    unlike="第06版本",
)

# 【版次】6 · PAGE=A07
PAGE_NAMED = pattern(
    r"^[\[【(]?(?:版次|版号|版面|版别|page)[\]】)]?\s*[:=]?\s*(第?[A-Za-z特增]?\d{1,3}版?)(?![\d年.])",
    re.I,
    like="【版次】6",
    unlike="版面 2019年",
)
# 示例日报 A04 2020年1月25日 · 示例日报 特03 五一特刊: set apart in the line of the masthead
PAGE_APART = pattern(
    r"(?<!\S)([A-Z特增]\d{1,2}|0\d{1,2}|\d{1,2}(?=$|\s+(?:19|20)\d\d\s?[年./-]))(?!\S)",
    like="示例日报 要闻 12 2020年1月2日",
    unlike="示例日报 2020 1-2",
)
# 副刊·专题 6 · 4 县区新闻: at the edge of the row above or below it
PAGE_AT_EDGE = pattern(
    r"^([A-Z特增]?\d{1,2})(?=\s+[\u4e00-\u9fff·]{2,10}$|$)|(?<=[\u4e00-\u9fff]\s)([A-Z特增]?\d{1,2})$",
    like="4 县区新闻",
    unlike="参训 66人",
)
# a page whose masthead stands in pieces: 示例日报 / 要闻版 / 03
PAGE_ALONE = pattern(r"^([A-Z特增]\d{1,2}|0\d)$", like="03", unlike="3")
WEEKDAY = pattern(
    r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日.*(?:星期|周|农历)[一二三四五六日天\u4e00-\u9fff]",
    like="2020年1月25日 星期六",
    unlike="2020年1月25日",
)
# 5 综合 2025年2月13日 星期四 示例日报: at the beginning of the row itself
PAGE_AT_HEAD = pattern(
    r"^([A-Z特增]?\d{1,2})(?=\s+[\u4e00-\u9fff·]{2,8}\s+(?:19|20)\d\d\s?[年./-])",
    like="5 综合 2025年2月13日 星期四 示例日报",
    unlike="5 综合 示例日报",
)
MOST_PAGES = 2  # 第01版:要闻 第02版:综合 第03版:民生: the list of all pages says nothing of the article's own
COUNTS = pattern(
    r"电话|热线|邮编|地址|传真|定价|来源|转自|摘自|浏览|阅读|点击|评论|人气|访问|点赞|分享|回复",
    like="广告部电话 66",
    unlike="县区新闻 6",
)
LONGEST_MASTHEAD = 80

TURNS = r"(?:紧?接|上接|下[转接]|转)"  # 下接三版 is as good as 下转
# "…涌现出一批叫得响的(下转04版)" and "(上接01版)先进典型": the jump to another page at the end of a line
JUMP = pattern(
    rf"[(【\[](?:未完,?)?{TURNS}\s?(?:(?:本报)?第?\s?[A-Za-z]?[\d一二三四五六七八九十]{{1,3}}\s?版|[上下]一?页)[^()【】\[\]]{{0,8}}[)】\]]",
    like="涌现出一批叫得响的(下转04版)",
    unlike="涌现出一批叫得响的(下一步)",
)

# (下转第8版) alone tells of another page; 转自《示例日报》2020年1月9日 第3版 of the article's own
JUMP_ALONE = pattern(
    rf"^[(【\[]?\s?(?:未完,?\s?)?{TURNS}\s?(?:本报)?第?\s?[A-Za-z]?[\d一二三四五六七八九十]{{1,3}}\s?版",
    like="(下转第8版)",
    unlike="转自《示例日报》2020年1月9日 第3版",
)

# Where a paper's name is most surely its own: alone, beside a date, in a source line, in the copyright foot
ALONE, BESIDE_A_DATE, SOURCE, ELSEWHERE = range(4)
MOST_RIVALS = 2


def _rank(line: Line, name: str) -> int:
    key = line.key
    if key.replace("《", "").replace("》", "").startswith(name) and len(key) <= len(name) + 8:
        return ALONE
    if DAY.search(key) and not FOOT.search(key):
        return BESIDE_A_DATE if "来源" not in key else SOURCE
    return SOURCE if "来源" in key or "转自" in key else ELSEWHERE


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that printed the article, and other papers that are named nearly as surely.

    ``sure`` is one that is named where a paper names itself, not on the way.
    """

    line: Line
    sure: bool
    rivals: tuple[Line, ...] = ()


def newspaper(lines: tuple[Line, ...]) -> Paper | None:
    """The paper that printed the article: 示例工人日报 out of 示例工人日报融媒体数字报."""
    found = sorted(_papers(lines), key=lambda item: item[:2])
    if not found:
        return None
    rank, _, line = found[0]
    others = {one.key: one for other, _, one in found if other < ELSEWHERE and _are_two(line.key, one.key)}
    return Paper(line, rank < ELSEWHERE, tuple(others.values())[:MOST_RIVALS])


def _are_two(one: str, two: str) -> bool:
    """False for 石桥日报 and 示例石桥日报, which is short for the other."""
    return one not in two and two not in one


def _papers(lines: tuple[Line, ...]) -> Iterator[tuple[int, int, Line]]:
    """Every paper that the lines name, with how surely it is the one, and where."""
    for position, line in enumerate(lines):
        if GROUP.search(line.key) and not FOOT.search(line.key):
            continue
        called = CALLED_PAPER.match(line.key)
        if called and not NO_PAPER_END.search(called[1]) and not NOT_A_PAPER.search(called[1]):
            yield ALONE, position, line.part(*called.span(1))
            continue
        sheet = None if PAPER_IN_LINE.search(line.key) else NEWS_SHEET.search(line.key)
        if sheet and (DATED.search(line.key) or len(line.key) <= 6):
            rank = BESIDE_A_DATE if DATED.search(line.key) else ELSEWHERE  # 石桥新闻 alone may be a channel
            yield rank, position, line.part(*sheet.span())
            continue
        named = NAMED_SHEET.search(line.key)
        if named and DATED.search(line.key):
            yield BESIDE_A_DATE, position, line.part(*named.span(1))
            continue
        for match in PAPER_IN_LINE.finditer(line.key):
            start, end = match.span()
            opening = OPENING_WORDS.match(line.key[start:end])
            start += opening.end() if opening else 0
            name = line.key[start:end]
            if len(name) < 3 or NOT_A_PAPER.search(name):
                continue
            yield _rank(line, name), position, line.part(start, end)
            break


def first_match(words: re.Pattern[str], lines: tuple[Line, ...]) -> Line | None:
    """The first words of the furniture that match."""
    for line in lines:
        match = words.search(line.key)
        if match:
            return line.part(*match.span())
    return None


def issue(lines: tuple[Line, ...]) -> Line | None:
    return first_match(ISSUE, lines)


def page(lines: tuple[Line, ...]) -> Line | None:
    """The label of the page: 第06版; in a record 6 below 版次; A04 or 002 set apart in a masthead, or in the row beside it."""
    for line in lines:
        if named := PAGE_NAMED.match(line.key):
            return line.part(*named.span(1))
    own = tuple(
        line
        for line in lines
        if len(set(PAGE.findall(line.key))) <= MOST_PAGES and not JUMP_ALONE.search(line.key)
    )
    head = tuple(line for line in own if _is_masthead(line))
    labels = tuple(line for line in own if PAGE.match(line.key))
    told = first_match(PAGE, head) or first_match(PAGE, labels)
    if label := told or _page_of_masthead(lines) or first_match(PAGE, own):
        return label
    return first_match(PAGE_ALONE, lines) if any(map(_tells_masthead, lines)) else None


def _page_of_masthead(lines: tuple[Line, ...]) -> Line | None:
    told = [_tells(line) for line in lines]
    mastheads = [_tells_masthead(line) for line in lines]
    at_head = [(line, PAGE_AT_HEAD) for line in lines if _is_masthead(line)]
    own = [(line, PAGE_APART) for line, is_own in zip(lines, mastheads, strict=True) if is_own]
    beside = [
        (line, PAGE_AT_EDGE)
        for at, line in enumerate(lines)
        if told[at] and len(line.key) <= LONGEST_MASTHEAD and any(mastheads[max(at - 1, 0) : at + 2])
    ]
    for line, words in (*at_head, *own, *beside):
        if match := words.search(line.key):
            return line.part(*match.span(match.lastindex or 0))
    return None


def _tells(line: Line) -> bool:
    """False for the foot of a page and for what counts: 广告部电话 66."""
    return not (FOOT.search(line.key) or COUNTS.search(line.key))


def _tells_masthead(line: Line) -> bool:
    return _tells(line) and _is_masthead(line)


def _is_masthead(line: Line) -> bool:
    """True for a short line that names a paper, and for the day of one with its weekday."""
    named = PAPER_IN_LINE.search(line.key)
    return len(line.key) <= LONGEST_MASTHEAD and (
        bool(named and not NOT_A_PAPER.search(named.group())) or bool(WEEKDAY.search(line.key))
    )
