"""What the name of a file and of the folders that it lies in says of the article: 海澜日报2019.1.24第5版 望潮区总工会.

It counts only where the text leaves something open. What a name says of the file and not of the article (a scan's
number, the day of a version, a template) says nothing.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.ingest.facts.issuer import unions_in
from archive.ingest.facts.period import PLAN_AFTER, Period, in_heads, plan_in_heads
from archive.ingest.facts.places_in_names import names_a_place, places_in
from archive.ingest.records import PeriodBasis
from archive.ingest.text.dates import PUBLICATION_YEARS, Published, dates_in
from archive.ingest.text.file_names import parts_of
from archive.ingest.text.folding import fold
from archive.ingest.text.lines import Line
from archive.ingest.text.newspaper import ISSUE, NEWS_SHEET, NOT_A_PAPER, PAGE, PAPER_KINDS
from archive.ingest.text.numerals import HAN_YEAR, han_year
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority

MOST_PARTS, LONGEST_PART = 6, 120  # the file and the folders next to it; what lies above is somebody's disk

_DAY = r"(?:(?:19|20)\d{6}|(?:(?:19|20)\d\d|\d\d)[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d\d(?:0[1-9]|1[0-2])[0-3]\d|(?:0[1-9]|1[0-2])[0-3]\d(?!\d|年))"
JOINS_FIGURES = pattern(r"(?<=\d)_(?=\d)", like="2016_2020", unlike="青禾区_2019")
JOINS_BLANK = pattern(r"(?:[_+\s]|(?<!\d)\.|\.(?!\d))+", like="青禾区_2019", unlike="2019.1.24")
# scan0012, IMG_20190124_103012, 微信图片_20190124103012, 新建文本文档 (2): what a machine calls a file
MACHINES = pattern(
    r"^(?:scan|img|dsc[nf]?|pic|photo|image|screen ?shot|mmexport|wx_?camera|vid|camscanner|doc(?:ument)?(?=[\s\d(]|$)|untitled|download|temp|tmp|copy of|"
    r"微信(?:图片|截图|文章)|qq(?:图片|截图|浏览器)|(?:屏幕)?截图|屏幕快照|扫描(?:件|全能王|文稿|图片)?|复件|照片|图片|未命名|无标题|文档|下载|"
    r"新建\s?(?:文本文档|文件夹|文档|文件|(?:microsoft|docx?|word|wps)\s?(?:word|office)?\s?(?:文档|文件)?))[\s\d\-.:年月日时分秒()]*",
    re.I,
    like="IMG-20190124-103012",
    unlike="新建区总工会2019年工作综述",
)
# 2019年工作总结模板: no article's year
TEMPLATE = pattern(
    r"模板|模版|范文|样板|样本|范本|例文|参考(?:资料|稿)?$|回收站|备份",
    like="2019年模板",
    unlike="示例县2019年综述",
)
# (20190305修改), 2019.3.5定稿, 终稿, v2, 副本, (1), (共3页): which copy of the file it is, and of which day
VERSION = pattern(
    rf"[(\[【]?(?:{_DAY}\s?)?(?:(?:最终|最后|终|定|初|草|底|改|修改|修订|送审|审定|审核|审|报审|报送|校对|清|报批|上报|讨论|征求意见|第?[一二三四五六\d]{{1,2}})稿|"
    rf"(?:最终|终|定|修订|修改|打印|电子|网络|正式|完整|清洁|公开|领导|单位)版|"
    rf"(?:下载|保存|另存|抓取|采集|打印|扫描|上传|整理|更新|修改|存档|归档|拍摄|导出|录入|转换|制作|完成|提交|报送|收到)(?:于|时间|日期|:)?(?={_DAY}|[)\]】]|$)|"
    rf"(?<=\d)(?:改|修|存|版本)(?=[)\]】\s]|$)|(?<=[\s\d])final(?=\W|$))\s?(?:{_DAY})?\d?[)\]】]?|"
    r"-?\s?(?:的?副本|copy)|(?<![a-z])v(?:er)?\.?\s?\d+(?:\.\d+)*|\((?:共\s?)?(?:\d|1\d)(?:\s?页)?\)|[(\[【]?已(?:改|审|校|发|阅)[)\]】]?",
    re.I,
    like="工作综述(20190305修改)",
    unlike="第5版",
)
BRACKETS = pattern(r"[\[\]()【】《》<>{}]", like="【示例工人报】", unlike="示例工人报")
PAPER = pattern(
    rf"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[载于见自]))([\u4e00-\u9fff]{{2,7}}?(?:{PAPER_KINDS}|职工报|工会报))(?![送告道表名批备])(?<![区市县]报(?=[\u4e00-\u9fff]))",
    like="海澜日报2019",
    unlike="海澜区报送材料",
)
BRACKETED_PAPER = pattern(
    r"[《【\[(]([\u4e00-\u9fff]{2,9}报)[》】\])]", like="《示例职工报》", unlike="示例职工报"
)
# 19.01.24, 19-1-24: two digits are a year in names; 190124 only beside a paper
SHORT_DAY = pattern(
    r"(?<![\d.\-])([0-4]\d|[5-9]\d)[.\-年](0?[1-9]|1[0-2])[.\-月](0?[1-9]|[12]\d|3[01])日?(?![\d.\-])",
    like="19.01.24",
    unlike="2019.01.24",
)
SIX_DIGITS = pattern(
    r"(?<!\d)(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)", like="海澜日报190124", unlike="20190124"
)
# 海澜日报/2019年/1月24日: a folder for each year, and in it the days
PATH_DAY = pattern(
    r"(?:^|/)[^/\d]*((?:19|20)\d\d)年?/(?:\1[-.年]?)?(?:(0?[1-9]|1[0-2])(?:月/?|[/.\-])(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))日?(?!\d)",
    like="海澜日报/2019年/1月24日",
    unlike="海澜日报/2019年/第5版",
)
PATH_MONTH_DAY = pattern(
    r"(?:^|/)[^/\d]*((?:19|20)\d\d)年(1[0-2]|[1-9])月/([12]\d|3[01]|[1-9])日",
    like="2020年1月/9日",
    unlike="2020年1月/9版",
)
# A05: a page without the word, in brackets or between signs
PAGE_ALONE = pattern(r"(?<![A-Za-z0-9])[A-DT]\d{1,2}(?![A-Za-z0-9])", like="A05 望潮区", unlike="DA05")
# 2019年1-12月: the months of the year, no day
MONTHS = pattern(r"(?<=年)\d{1,2}月?[-—至到]\d{1,2}月份?", like="2019年1-12月", unlike="2019年1-12")
PRINTED = pattern(r"见报|刊登|刊发|刊载|发表|出版|剪报|载于?", like="2019-1-24见报", unlike="2019-1-24")
# 2019年第5期, 2019年合订本, 2020年鉴: the year of what it is printed in, and not the one reported
YEAR_OF_PRINT = pattern(
    r"(?:19|20)\d\d\s?年?度?\s?(?:第\s?\d+\s?[期号]|\d*期|合订本|见报|刊[登发载]|发表|出版|鉴|年鉴|卷)|年鉴\s?\(?(?:19|20)\d\d\)?|(?:19|20)\d\d年\d{1,2}月|(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])(?![\d\-.])",
    like="2019年第5期",
    unlike="2019年工作综述",
)
# 2019年工作综述, 2013-2017年工作总结: the year is the work's, whatever the day of the paper
OF_WORK = pattern(
    r"年\s?度?.{0,12}(?:综述|总结|回眸|回顾|巡礼|盘点|纪实|侧记|掠影|报告|工作|成绩单|答卷)",
    like="2019年工作综述",
    unlike="2019年",
)
SHORT_YEAR = pattern(
    r"(?<![\d.])(\d\d)(?=年度?.{0,12}(?:综述|总结|回眸|回顾|巡礼|盘点|纪实|工作))",
    like="19年工作总结",
    unlike="2019年",
)
HAN_YEAR_ALONE = pattern(
    r"(?<![一二三四五六七八九十百千〇○零])[一二][〇○零九][〇○零一二三四五六七八九]{2}(?![年〇○零一二三四五六七八九十])",
    like="工作巡礼二〇一六",
    unlike="二〇一六年",
)
YEAR_WORDS = pattern(
    rf"(?:(?:19|20)\d\d|{HAN_YEAR})\s?年?度?\s?期?", like="二〇一六年青禾区", unlike="青禾区"
)
CUT = "/"
"""Stands where something was cut out of a part of a name: no word reaches across it."""
LAST_YEAR = pattern(r"去年|上一?年度?", like="去年工作纪实", unlike="今年工作纪实")
BEHIND_WORDS = pattern(r"[\u4e00-\u9fff]\s?(?:19|20)\d\d(?!\d)", like="青禾区2019", unlike="/2019年")
LATIN = pattern(
    r"^[^\u4e00-\u9fff]*[A-Za-z]{2}[^\u4e00-\u9fff]*$", like="node 2019", unlike="OCR 2019 青禾区"
)
NO_WORDS = pattern(r"[^\u4e00-\u9fff]+", like="2020-01-09", unlike="松坪新闻")
HAN = pattern(r"[\u4e00-\u9fff]{2,}", like="综述", unlike="a5")

NO_YEARS = Period()


@dataclass(frozen=True, slots=True)
class Told:
    """What a name says. The lines have no place in the text.

    ``day`` counts where the name says that it is the paper's (``printed``), or the text names a paper.
    """

    places: tuple[Line, ...] = ()
    union: Line | None = None
    years: Period = NO_YEARS
    of_work: bool = False
    day: Published | None = None
    printed: bool = False
    last_year: bool = False
    newspaper: Line | None = None
    issue: Line | None = None
    page: Line | None = None


NOTHING_TOLD = Told()


def told_by(name: str, authority: Authority) -> Told:
    """What a name with its folders says; of several that say the same kind of thing the one next to the file."""
    parts = [words for part in parts_of(name)[:MOST_PARTS] if (words := tidied(part[:LONGEST_PART]))]
    papers = [paper for part in parts if (paper := _paper(part))]
    cut = [_Cut.of(part, beside_a_paper=bool(papers)) for part in parts]
    day = next((found for found in cut if found.day), None)
    path_day = None if day else _path_day(parts)
    years, of_work = _years(cut, authority, of_a_paper=bool(papers))
    return Told(
        places=tuple(map(_line, places_in([part.words for part in cut], authority))),
        union=next(
            (union.line for part in cut for union in unions_in(_line(part.rest), authority) if union.named),
            None,
        ),
        years=years,
        of_work=of_work,
        day=day.day if day else path_day,
        printed=bool(papers) or (day is not None and day.printed),
        last_year=any(LAST_YEAR.search(part.rest) for part in cut),
        newspaper=papers[0] if papers else None,
        issue=next((part.issue for part in cut if part.issue), None),
        page=next((part.page for part in cut if part.page), None),
    )


def tidied(part: str) -> str:
    """A part of a name in plain signs, without what a machine or a version calls it."""
    words = JOINS_BLANK.sub(" ", JOINS_FIGURES.sub("-", fold(part)))
    words = MONTHS.sub("", words).strip()
    if TEMPLATE.search(words):
        return ""
    return VERSION.sub(" ", MACHINES.sub("", words)).strip(" -—.,、")


def _line(words: str) -> Line:
    return Line(words, words, ())


def _paper(part: str) -> Line | None:
    for found in (*BRACKETED_PAPER.finditer(part), *PAPER.finditer(part)):
        if not NOT_A_PAPER.search(found[1]):
            return _line(found[1])
    sheet = NEWS_SHEET.search(NO_WORDS.sub(" ", part)) if next(dates_in(_line(part)), None) else None
    return _line(sheet.group()) if sheet else None


@dataclass(frozen=True, slots=True)
class _Cut:
    """One part of a name: the day, the issue and the page in it, and the rest of its words."""

    rest: str
    day: Published | None = None
    printed: bool = False
    of_a_paper: bool = False
    issue: Line | None = None
    page: Line | None = None

    @property
    def words(self) -> str:
        """The rest without its years."""
        return YEAR_WORDS.sub(CUT, self.rest)

    @classmethod
    def of(cls, part: str, *, beside_a_paper: bool) -> "_Cut":
        paper = _paper(part)
        rest = part.replace(paper.text, CUT) if paper else part
        days = list(_days(rest, beside_a_paper=beside_a_paper))
        day = days[0] if days else None
        for found in days:
            rest = rest.replace(found.words.text, CUT, 1)
        said = bool(day and (paper or PRINTED.search(part)))
        issue = ISSUE.search(rest) if beside_a_paper or YEAR_OF_PRINT.search(rest) else None
        page = PAGE.search(rest) or PAGE_ALONE.search(rest) if beside_a_paper or day else None
        leads = (
            day is not None
            and not BRACKETS.sub("", part[: part.find(day.words.text)]).strip()
            and HAN.search(rest)
        )
        return cls(
            rest=BRACKETS.sub(CUT, _without(rest, issue, page)),
            day=day,
            printed=bool(said or page or leads),
            of_a_paper=paper is not None,
            issue=_line(issue.group().strip()) if issue else None,
            page=_line(page.group().strip()) if page else None,
        )


def _without(words: str, *found: re.Match[str] | None) -> str:
    """2019年第5期 keeps 2019年期: the year is the paper's."""
    for match in filter(None, found):
        words = words.replace(match.group(), "期/" if match.group().endswith("期") else CUT, 1)
    return words


def _days(part: str, *, beside_a_paper: bool) -> Iterator[Published]:
    full = list(dates_in(_line(part)))
    yield from (Published(day, words) for day, words in full)
    if full:
        return
    for match in (*SHORT_DAY.finditer(part), *(SIX_DIGITS.finditer(part) if beside_a_paper else ())):
        day = _day(_century(match[1]), int(match[2]), int(match[3]))
        if day:
            yield Published(day, _line(match.group()))


def _path_day(parts: list[str]) -> Published | None:
    path = "/".join(reversed(parts))
    match = PATH_DAY.search(path) or PATH_MONTH_DAY.search(path)
    day = _day(*map(int, filter(None, match.groups()))) if match else None
    return Published(day, _line(match.group().strip("/"))) if match and day else None


def _century(words: str) -> int:
    """19 -> 2019, 98 -> 1998."""
    return int(words) + (2000 if int(words) < 50 else 1900)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return None
    return found if found.year in PUBLICATION_YEARS else None


def _years(parts: Iterable[_Cut], authority: Authority, *, of_a_paper: bool) -> tuple[Period, bool]:
    """The years reported, those of work before a bare year; in the folders of a paper a bare year is the paper's."""
    bare = NO_YEARS
    for part in parts:
        period = _period(part.rest)
        if period is None:
            continue
        if OF_WORK.search(part.rest) or period.start != period.end:
            return period, True
        if bare is NO_YEARS and _is_reported(part, authority, of_a_paper=of_a_paper):
            bare = period
    return bare, False


def _is_reported(part: _Cut, authority: Authority, *, of_a_paper: bool) -> bool:
    """青禾区2019 beside a paper, and 2019 by itself where there is none; node_2019 is a number."""
    about_a_place = names_a_place(part.words, authority)
    if of_a_paper:
        return about_a_place and (not part.of_a_paper or bool(BEHIND_WORDS.search(part.rest)))
    return about_a_place or not LATIN.search(part.rest)


def _period(rest: str) -> Period | None:
    rest = YEAR_OF_PRINT.sub(" ", rest)
    rest = SHORT_YEAR.sub(lambda match: str(_century(match[1])), rest)
    rest = HAN_YEAR_ALONE.sub(lambda match: f" {han_year(match.group())} ", rest)
    line = _line(rest)
    found = in_heads(line) or plan_in_heads(line)
    if found is None or (found[0] == found[1] and PLAN_AFTER.match(rest[rest.find(str(found[0])) + 4 :])):
        return None
    start, end, words = found
    return Period(start, end, PeriodBasis.NAME, inferred=False, evidence=(replace(words, ranges=()),))
