"""Dates as newspapers print them: 2023-10-26, 2013年1月17日, 二〇一九年十二月三日."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.ingest.text.lines import Line
from archive.ingest.text.numerals import HAN_YEAR, han_number, han_year
from archive.ingest.text.patterns import pattern

DATE = pattern(
    # but 2009/4 / 13 is the page of a journal
    r"(?P<year>(?:19|20)\d\d)(?:\s?年(?:\s?>{1,2})?\s?|[-./])(?P<month>0?[1-9]|1[0-2])(?:\s?月(?:\s?>{1,2})?\s?|[-./])(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|\s?月)\s?日?|"
    r"(?<!\d)(?P<compact>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)|"
    # 19-12-30 10:23 · 发布日期:19-12-30: two digits are a year only beside a clock, or behind what calls them a day;
    # 放假时间:10.1-10.7 are two days without a year
    r"(?:(?P<called>(?<=[日时][期间]:)|(?<=[日时][期间]:\s))|(?<![\d\-./]))(?P<short>[012]\d)(?:(?P<between>[-./])|年)(?P<shortmonth>0?[1-9]|1[0-2])(?(between)(?P=between)|月)(?P<shortday>3[01]|[12]\d|0?[1-9])日?(?(called)(?![\d:]|[-./~—至]\d)|(?=\s+\d{1,2}:\d\d))|"
    rf"(?P<han>{HAN_YEAR})年"
    r"(?P<hanmonth>[一二三四五六七八九十]{1,2})月(?P<handay>[一二三四五六七八九十]{1,3})日",
    like="二〇一九年十二月三日",
    unlike="2009/4 / 13",
)
PUBLICATION_YEARS = range(1949, 2100)

HAN, SHORTEST_HEADLINE = pattern(r"[\u4e00-\u9fff]", like="云川日报", unlike="T04-T05"), 6

# What makes a date the paper's own, the surest first
OWN_DATE = (
    pattern(
        r"出版日期|见报日期|刊发日期", like="本期出版日期:2019-04-18", unlike="本期2019-04-18"
    ),  # 本期出版日期:2019-04-18
    pattern(
        r"星期|周[一二三四五六日]|农历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|版(?:$|\W)|第[a-z]?\d{1,3}版|第[一二三四五六七八九十]{1,3}版|总第?\d+期|第\d+期",
        re.I,
        like="2013年1月17日 星期四",
        unlike="2013年1月17日 开班",
    ),  # 2013年1月17日 星期四 第06版
    pattern(
        r"报[》]?\s*\(?\s*(?:19|20)\d\d|来源\s*[:/].*报",
        like="工人日报 2018-10-25",
        unlike="2018-10-25 汇报会",
    ),  # 工人日报 2018-10-25 · 来源:示例日报
    pattern(r"发布|发表|时间|日期|来源", like="发布时间:2023-01-12", unlike="2023-01-12 县总工会"),
)
LAST_PAPER_RANK = 2
# 生成时间 | 2020-01-02 | 公开日期 | 2020-01-09: the day on which it was made public counts
MADE = pattern(
    r"(?:生成|成文|编制|起草|印制|制作)(?:时间|日期|于)?[\s:|]*$", like="生成时间 | ", unlike="公开日期 | "
)
# 发布时间:2023-01-12 10:23 来源:松坪县总工会 浏览次数:386: a site's words, the article's date only beside a paper's name
SITE_WORDS = pattern(
    r"发布|发表|时间|日期|来源|浏览|点击|阅读|字号|字体|\d{1,2}:\d\d|[\u4e00-\u9fff]网(?:\W|$)",
    like="来源:松坪县总工会 浏览次数:386",
    unlike="松坪县总工会",
)
# 青禾区总工会办公室编 2015年1月22日: the row below the name of a bulletin
EDITED_BY = pattern(
    r"[会室部委局](?:主?编|编印|编发|编辑|印发)$",
    like="青禾区总工会办公室编",
    unlike="青禾区总工会办公室搬迁",
)
# The clock of a web site, the year of its foot, an upload: no date of the article
NOT_THE_ARTICLES = pattern(
    r"今天是|现在(?:是|时刻)|当前|北京时间|copyright|©|版权|更新(?:时间|日期|于|\s?:)|修改|上传|录入|访问(?![量次人])|创建|登录|倒计时|有效期|截止|备案|网络出版|"
    r"注册(?:时间|于)|在线时间|(?:抓取|采集|保存|打印|导出|入库|收稿|收藏|剪藏|入藏|收录|著录|归档|扫描|登记)(?:时间|日期|于)|最后(?:回复|登录)|推荐于|回答于|"
    r"发送(?:时间|日期)|发件时间|^[*>\s]*(?:sent|date)\s?:|(?:写道|wrote)\s?:?$",
    re.I,
    like="今天是2019年3月5日",
    unlike="2019年3月5日 星期二",
)
# 作者:佚名 文章来源:示例区总工会 点击数:55 更新时间:2011-1-7 文章录入:admin: so the sites of those years tell the day of an
# article, and by whom it was put in; so do 加入时间:2012-01-24 录入:admin 人气:920
OF_AN_ARTICLE = pattern(
    r"(?:(?:作者|来源)\s*:|(?:加入|添加|发布|发表)(?:时间|日期)\s*:).*(?:点击|浏览|阅读|人气)(?:次?数|量|指数)?\s*:",
    like="作者:佚名 点击数:55 更新时间:2011-1-7",
    unlike="更新时间:2011-1-7",
)
# 发布时间:2019-01-31 16:45 访问量:1045: what calls a day the article's own right before it counts above all other words
CALLED_OWN = pattern(
    r"(?:发布|发表|刊发|刊登|刊载|见报|出版)(?:时间|日期|于)?\s*[:|]?\s*$",
    like="发布时间:",
    unlike="更新时间:",
)
# 2022年1月19日 星期三 今天是:2022年1月20日 · 2020-01-09 更新于 2024-03-05: what a day is called stands right before it
CALLED = pattern(
    r"[^\s\d]{0,12}(?:[:是于]|时间|日期)[\s|]*$", like="星期三 上次登录时间 ", unlike="星期三 第4版"
)
PUT_THERE = pattern(
    r"(?:更新|录入|上传)(?:时间|日期)|(?:文章)?录入(?:者|人|员)?\s*:",
    like="更新时间:2011-1-7 文章录入:admin",
    unlike="更新于2011-1-7",
)


def dates_in(line: Line) -> Iterator[tuple[datetime.date, Line]]:
    """The dates of a line with the words that give them."""
    for date, start, end in _dates(line.key):
        yield date, line.part(start, end)


def _dates(key: str) -> Iterator[tuple[datetime.date, int, int]]:
    for match in DATE.finditer(key):
        if match["compact"]:
            parts = int(match["compact"][:4]), int(match["compact"][4:6]), int(match["compact"][6:])
        elif match["short"]:
            parts = 2000 + int(match["short"]), int(match["shortmonth"]), int(match["shortday"])
        elif match["han"]:
            parts = han_year(match["han"]), han_number(match["hanmonth"]), han_number(match["handay"])
        else:
            parts = int(match["year"]), int(match["month"]), int(match["day"])
        try:
            date = datetime.date(*parts)
        except ValueError:  # 2019年2月30日
            continue
        if date.year in PUBLICATION_YEARS:
            yield date, *match.span()


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication, the words that give it, and whether only a site gives it, not a paper."""

    day: datetime.date
    words: Line
    by_site: bool = False
    reckoned: bool = False  # the words tell no year


# Where a date stands: between title and text, above them, below. A site's own day is never looked for below.
IN_HEAD, ABOVE, BELOW = range(3)


# (2022年11月): a report that tells no day
MONTH_ALONE = pattern(
    r"^[(]?((?:19|20)\d\d)\s?[年./-]\s?(0?[1-9]|1[0-2])\s?月?[)]?$",
    like="(2022年11月)",
    unlike="2022年11月开班",
)


# 石桥客户端 03-09 07:30 · 石桥融媒 1月12日 发布于示例: beside a clock, or what a platform says of the place
DAY_ALONE = pattern(
    r"(?<![\d\-/.年])(1[0-2]|0?[1-9])(?:月|[-/.])(3[01]|[12]\d|0?[1-9])日?(?=\s+(?:\d{1,2}:\d\d|(?:发布|发表)于))",
    like="石桥客户端 03-09 07:30",
    unlike="石桥客户端 2022-03-09 07:30",
)
FIRST_LATE_MONTH, LAST_EARLY_MONTH = (
    11,
    6,
)  # of papers that look back on the year that ends, and on the last one


def day_alone(lines: tuple[Line, ...], *, body_start: int, end: int) -> Published | None:
    """The day above the text that tells no year, of a review of years up to ``end``; from July to October it may be of any."""
    for line in lines:
        match = DAY_ALONE.search(line.key) if line.ranges[0][0] < body_start else None
        month = int(match[1]) if match else 0
        if match is None or LAST_EARLY_MONTH < month < FIRST_LATE_MONTH:
            continue
        try:
            day = datetime.date(end if month >= FIRST_LATE_MONTH else end + 1, month, int(match[2]))
        except ValueError:  # 02-30
            continue
        return Published(day, line.part(*match.span()), by_site=True, reckoned=True)
    return None


def month_alone(lines: tuple[Line, ...]) -> Published | None:
    """The first day of the month that stands alone on a line: years can be reckoned from it."""
    for line in lines:
        if match := MONTH_ALONE.match(line.key):
            return Published(datetime.date(int(match[1]), int(match[2]), 1), line)
    return None


def _is_headline(line: Line) -> bool:
    """True for words beside a date that are neither a site's nor a paper's: another article's headline."""
    words = DATE.sub("", line.key).strip()
    ours = SITE_WORDS.search(words) or EDITED_BY.search(words) or "报" in words
    return len(HAN.findall(words)) >= SHORTEST_HEADLINE and not ours


def _tells_an_article(words: str) -> bool:
    """True for the row of an article in which nothing but how its day is called would make that another thing's."""
    return bool(OF_AN_ARTICLE.search(words)) and not NOT_THE_ARTICLES.search(PUT_THERE.sub("", words))


def _own_dates(line: Line) -> Iterator[tuple[datetime.date, Line, str]]:
    """The dates of a line that may be the article's, with the words that give them and what stands before each.

    Which day one is tell the words around it, up to what the next one is called. What calls neither by a name of its own
    may be said of both: 2020-01-09 10:23 修改 2024-03-05.
    """
    found = list(_dates(line.key))
    bounds = [(0, 0)]
    for (_, _, end), (_, start, _) in pairwise(found):
        called = CALLED.search(line.key, end, start)
        bounds.append((called.start(), called.start()) if called else (end, start))
    bounds.append((len(line.key), len(line.key)))
    last = 0
    for at, (day, start, end) in enumerate(found):
        around = line.key[bounds[at][0] : bounds[at + 1][1]]
        before = line.key[last:start]
        others = NOT_THE_ARTICLES.search(around) and not _tells_an_article(line.key)
        if CALLED_OWN.search(before) or not others:
            yield day, line.part(start, end), before
        last = end


def publication_date(
    lines: tuple[Line, ...], *, title_end: int, body_start: int, of_a_paper: bool
) -> Published | None:
    """The date of the paper out of the page furniture, or else the day on which a site put the text up.

    Of dates that are equally sure the one between the title and the body counts before those above and below.
    """
    best: tuple[tuple[bool, int, bool, int], Published] | None = None
    for line in lines:
        start = line.ranges[0][0]
        place = BELOW if start >= body_start else IN_HEAD if start >= title_end else ABOVE
        rank = next((rank for rank, own in enumerate(OWN_DATE) if own.search(line.key)), len(OWN_DATE))
        if rank == len(OWN_DATE) and place != IN_HEAD and _is_headline(line):
            continue
        by_site = rank > LAST_PAPER_RANK and not of_a_paper and bool(SITE_WORDS.search(line.key))
        if by_site and place == BELOW:
            continue
        for day, words, before in _own_dates(line):
            made = bool(MADE.search(before))
            key = by_site, place if by_site else rank * 2 + (place == BELOW), made, place
            if best is None or key < best[0]:
                best = key, Published(day, words, by_site)
    return None if best is None else best[1]
