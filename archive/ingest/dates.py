"""Dates as newspapers print them: 2023-10-26, 2013年1月17日, 二〇一九年十二月三日."""

import datetime
import re
from collections.abc import Iterator

from archive.ingest.lines import Line

DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("〇○零0ＯOo", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9")
    )
    for sign in signs
}
HAN_YEAR = r"[一二][〇○零0九OＯ一二三四五六七八]{2,3}"
DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s?(?:年(?:\s?>{1,2})?|[-./])\s?(?P<month>0?[1-9]|1[0-2])\s?(?:月|[-./])\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s?日?|"
    r"(?<!\d)(?P<compact>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)|"
    r"(?P<han>[一二][〇○零九O一二三四五六七八]{3})年(?P<hanmonth>[一二三四五六七八九十]{1,2})月(?P<handay>[一二三四五六七八九十]{1,3})日"
)
PUBLICATION_YEARS = range(1949, 2100)

# What makes a date the paper's own, the surest first
OWN_DATE = (
    re.compile(r"出版日期|见报日期|刊发日期"),  # 本期出版日期:2023-10-26
    re.compile(
        r"星期|周[一二三四五六日]|版(?:$|\W)|第[a-z]?\d{1,3}版|第[一二三四五六七八九十]{1,3}版|总第?\d+期|第\d+期",
        re.I,
    ),  # 2013年1月17日 星期四 第06版
    re.compile(
        r"报[》]?\s*\(?\s*(?:19|20)\d\d|来源\s*[:/].*(?:日报|晚报|工人报|时报|报)"
    ),  # 工人日报 2018-10-25 · 来源:示例日报
    re.compile(r"发布|发表|时间|日期|来源"),
)
LAST_PAPER_RANK = 2
# 发布时间:2023-01-12 10:23 来源:松坪县总工会 浏览次数:386: a site's words, the article's date only beside a paper's name
SITE_WORDS = re.compile(
    r"发布|发表|时间|日期|来源|浏览|点击|阅读|字号|字体|\d{1,2}:\d\d|[\u4e00-\u9fff]网(?:\W|$)"
)
# The clock of a web site, the year of its foot, an upload: no date of the article
NOT_THE_ARTICLES = re.compile(
    r"今天是|现在是|当前|北京时间|copyright|©|版权|更新(?:时间|日期|于)|修改|上传|录入|访问|登录|倒计时|有效期|截止|备案|网络出版",
    re.I,
)


def han_number(words: str) -> int:
    """十二 -> 12, 二十 -> 20, 三 -> 3."""
    if "十" not in words:
        return int("".join(str(DIGITS[sign]) for sign in words))
    tens, _, ones = words.partition("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def han_year(words: str) -> int:
    """二〇一九 -> 2019."""
    return int("".join(str(DIGITS[sign]) for sign in words))


def dates_in(line: Line) -> Iterator[tuple[datetime.date, Line]]:
    """The dates of a line with the words that give them."""
    for match in DATE.finditer(line.key):
        if match["compact"]:
            parts = int(match["compact"][:4]), int(match["compact"][4:6]), int(match["compact"][6:])
        elif match["han"]:
            parts = han_year(match["han"]), han_number(match["hanmonth"]), han_number(match["handay"])
        else:
            parts = int(match["year"]), int(match["month"]), int(match["day"])
        try:
            date = datetime.date(*parts)
        except ValueError:  # 2019年2月30日
            continue
        if date.year in PUBLICATION_YEARS:
            yield date, line.part(*match.span())


def publication_date(
    lines: tuple[Line, ...], body_start: int, *, of_a_paper: bool
) -> tuple[datetime.date, Line] | None:
    """The date of the paper out of the page furniture, None when it has none of its own.

    Lines above the body (which begins at ``body_start``) count before those below it. On a page that names
    no paper (``of_a_paper``) the day on which a site put the text up is not the article's.
    """
    best: tuple[int, datetime.date, Line] | None = None
    for line in lines:
        if NOT_THE_ARTICLES.search(line.key):
            continue
        for date, words in dates_in(line):
            rank = next(
                (rank for rank, pattern in enumerate(OWN_DATE) if pattern.search(line.key)), len(OWN_DATE)
            )
            if rank > LAST_PAPER_RANK and not of_a_paper and SITE_WORDS.search(line.key):
                continue
            below = line.ranges[0][0] >= body_start
            if best is None or rank * 2 + below < best[0]:
                best = rank * 2 + below, date, words
    return None if best is None else best[1:]
