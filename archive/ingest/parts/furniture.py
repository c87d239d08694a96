"""Page furniture: navigation, mastheads, counters, advertising, copyright feet, and the editors' credits.

Everything is matched on the folded line (simplified characters, half-width signs). A pattern here must be
sure of itself, because what it takes is not searched; words that only look like furniture in a certain
place are judged by that place, in ``structure``.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.ingest.parts.page_lines import DATE, OF_EVERY_PAGE, PROMPT, SQUEEZED, SQUEEZED_LINE
from archive.ingest.text.kept import kept
from archive.ingest.text.lines import Line
from archive.ingest.text.lists import word_list
from archive.ingest.text.newspaper import PAPER, PAPER_KINDS
from archive.ingest.text.numerals import HAN_NUMBER, HAN_YEAR
from archive.ingest.text.patterns import any_of, pattern
from archive.ingest.text.prose import is_prose

# Words of which a navigation bar is made. A line is a bar when nothing else stands in it:
# "第06版 上一版   下一版 往期回顾" · "首页 > 新闻中心 > 工会要闻" · "字号: 大 中 小 打印 关闭"
# A channel's name (文化, 健康) alone on a line may as well be a heading: its place tells.
CHANNELS = word_list("channels")
NAVIGATION_WORDS = word_list("navigation") | CHANNELS
MOST_CHANNELS_IN_A_HEADING = 2
BAR_SPLIT = pattern(r"[\s|>›»/·•:,;\[\]()<«‹【】_→←↑↓▲▼■□◆●★+\-—]+", like="首页 > 新闻中心", unlike="首页")
BAR_NOISE = pattern(r"\d{1,5}|第?[A-Z]?\d{1,3}版?|[A-Za-z]{1,2}|[\W_]+", like="第02版", unlike="工会要闻")

# - 3 -, 第 3 页 共 8 页, 第三页（共八页）, 共8页 第3页, —二—, 3/8, Page 3 of 8; a year is none
PAGE_NUMBER = pattern(
    rf"^[(（\[【]\s*第\s*(?:\d{{1,4}}|{HAN_NUMBER}{{1,5}})\s*页(?:\s*[/／,，、]?\s*共?\s*(?:\d{{1,4}}|{HAN_NUMBER}{{1,5}})\s*页)?\s*[)）\]】]$|"
    rf"^[-—–·•~～|\s]*(?:共\s*(?:\d{{1,4}}|{HAN_NUMBER}{{1,5}})\s*页\s*[,，、]?\s*)?"
    rf"(?:第\s*(?:\d{{1,4}}|{HAN_NUMBER}{{1,5}})\s*页|(?:page|p\.?)?\s*\d{{1,3}}\s*页?|第\s*\d{{1,3}}"
    rf"|(?<=[-—–·•~～|\s])(?!19|20)\d{{4}}(?=\s*[-—–·•~～|])|(?<=[-—–·•~～])\s*{HAN_NUMBER}{{1,3}}(?=\s*[-—–·•~～]))"
    rf"(?:\s*(?:[/／,，、|(（]|(?=共|总|of))\s*(?:共|总|of)?\s*(?:\d{{1,4}}|{HAN_NUMBER}{{1,5}})\s*页?\s*[)）]?)?[-—–·•~～|\s]*$",
    re.I,
    like="第 3 页 共 8 页",
    unlike="- 2019 年 -",
)

# Who made the page: 责编/许敬之 美编/沈一帆 校对/邵宁 · 值班主任:祁望舒 · 本版编辑:岳 麓    电话:…
CREDIT_ROLE = (
    r"(?:(?:本报|本版|本文|本期|本刊|值班|责任|执行|首席|特约|图片|文字|视觉|新媒体|助理|实习|见习|当班|文编)*"
    r"(?:责编|编辑|编校|美编|校对|版式|组版|排版|审核|审校|终审|初审|复审|一审|二审|三审|签发|总编|主编|副主编|总编辑|副总编辑|监制|统筹|策划|总策划|出品|制作|制图|"
    r"设计|美术|编审|编委|主任|副主任|一审|检校|校检|视觉|图编|主持人|主持|版面|组稿|责校|电编|一版编辑|二版编辑))"
)
CREDIT_LINE = pattern(
    rf"^[(\[【■□●◆\s]*{CREDIT_ROLE}\s*(?:[:/·|]|\s(?=[\u4e00-\u9fff]\s?[\u4e00-\u9fff])).{{1,80}}$|"
    rf"^[(\[【]\s*{CREDIT_ROLE}\s*[:/ ]?\s*[\u4e00-\u9fff·、,\s]{{2,30}}[)\]】]$",
    like="责编/许敬之 美编/沈一帆",
    unlike="编辑部的一年",
)
ROLE_AND_NAME = pattern(rf"{CREDIT_ROLE}\s*[:/]", like="校对/邵宁", unlike="校对员邵宁")
WORKPLACE_OF_WRITER = pattern(
    r"作者(?:单位|系|为)", like="(作者单位:青禾区总工会)", unlike="(工作单位:青禾区总工会)"
)  # (作者单位:青禾区总工会)
# 撰稿:祁望舒 is a by-line, 摄影:… is one of a photographer: neither is the page's own staff
NOT_CREDIT = pattern(
    r"^[(\[【■□●◆\s]*(?:撰稿|供稿|作者|文/|图/|摄影|通讯员|记者)", like="撰稿:祁望舒", unlike="责编:祁望舒"
)

# Lines of the page that carry a date, a paper or a page number
HAN_DAY = (
    rf"{HAN_YEAR}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日"  # 一九九九年一月十四日
)
# 农历辛丑年腊月廿三, 癸卯年十月廿四, 农历正月初八; but 农历新年送温暖 is words
OLD_DAY = (
    r"(?:农历(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)"
    r"闰?[正一二三四五六七八九十冬腊]{1,2}月(?:初|十|廿|二十|三十)[一二三四五六七八九十]?"
)
WEEKDAY = r"星期[一二三四五六日天]|周[一二三四五六日]"
DATE_LINE = pattern(
    rf"^(?:[\u4e00-\u9fffA-Za-z·《》]{{0,14}}\s*)?(?:发布(?:时间|日期)?|发表(?:时间|日期)|时间|日期|更新时间|录入时间|刊发时间|上传时间|出版日期)?[: ]*"
    rf"(?:{DATE}|(?:19|20)\d\d年\d{{1,2}}月|{HAN_DAY})"
    rf"(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?[\s(]*(?:{WEEKDAY})?[\s)]*.{{0,60}}$",
    like="发布时间:2023-01-12 10:23",
    unlike="截至2023-01-12共计入会3000人,其中新就业形态劳动者占到了六成,比上年增加三个百分点,这是全区工会改革以来的最好成绩,也是一线工会干部用脚步走出来的",
)
SOURCE_LINE = pattern(
    r"^[(\[【\s]*(?:文章|信息|稿件|新闻|内容)?(?:来源|出处|稿源|转自|来自|供稿单位|信息来源|发布机构|发布单位|发布者|发布人|发稿人|录入|录入者|信息员|文章录入)\s*[:／/].{0,120}$"
    r"|^以[下上](?:文章|内容|稿件)(?:来源于|来自|转自|转载自).{1,60}$",  # 以下文章来源于松坪工会，作者张三
    like="来源:松坪县总工会",
    unlike="来源于一线的声音",
)
PAPER_AND_DATE = pattern(
    rf"^[《]?[\u4e00-\u9fff]{{2,12}}(?:报|网|周刊)[》]?\s*[(]?\s*{DATE}.{{0,30}}$",
    like="《示例日报》 2018-10-25",
    unlike="《示例日报》刊发2018-10-25的来信",
)

# A line of a masthead is short; a paragraph that opens with a date is not a masthead
LONGEST_DATE_LINE = 60

# 2019年3月,县总工会举办首届职工运动会 · 截至2019年3月,全县会员达3万人: an entry of a chronicle has words after its
# day. 2019年1月9日 青禾区总工会办公室 印发 ends with a body or with what a body does with a page.
LEADING_DATE = pattern(
    r"(?:19|20)\d\d ?(?:年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?|[-./]\d{1,2}[-./]\d{1,2}(?!\d))(?: ?至 ?\d{1,2} ?[月日](?:\d{1,2}日)?)?",
    like="2019年3月,县总工会举办运动会",
    unlike="3月,县总工会举办运动会",
)
LABELLED = pattern(r"[\u4e00-\u9fffA-Za-z]{2,8}[:/]\s?\S+", like="印发:办公室", unlike="印发了")
BODY_OR_PAGE_WORK = pattern(
    r"(?:工会|办公室|[报网社部局委院厅处站]|中心|记者|通讯员|供稿|报道|摄影?|刊发|发布|转载|出版|印发?)$",
    like="青禾区总工会办公室",
    unlike="举办首届职工运动会",
)
# 截至2018年4月,全县共有基层工会327家: what is counted is no body that prints the page
COUNT = pattern(r"\d+(?!:)\D", like="327家", unlike="10:23")
SHORTEST_EVENT = {"close": 4, "apart": 8}  # Han characters after the day: behind a comma, behind white space

# A masthead is made of these and little else: 海澜日报 T04-T05 通版 2023年12月6日 星期三
PAPER_NAME = rf"《?{PAPER}》?(?:社|(?:多媒体|融媒体|全媒体)?(?:数字报纸?|电子报|电子版|数字版|数字报刊))?"
MASTHEAD = {
    "what_the_date_is": pattern(
        r"[^\s]{0,6}(?:出版|发行|见报|刊发|发布|更新)(?:日期|时间)?\s*:?\s*(?=(?:19|20)\d\d)",
        like="出版日期:2019-04-18",
        unlike="出版日期:待定",
    ),
    "day": pattern(
        rf"(?:{DATE.replace('年|', ' ?年 ?|').replace('月|', ' ?月 ?|')}|{HAN_DAY})(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?",
        like="2023年12月6日 08:30",
        unlike="十二月六日",
    ),
    "weekday": pattern(WEEKDAY, like="星期三", unlike="周末的夜校"),
    "old_calendar": pattern(
        r"(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{2,8}|农历\S{2,12}",
        like="癸卯年十月廿四",
        unlike="十月廿四",
    ),
    "paper": pattern(PAPER_NAME, like="海澜日报", unlike="海澜新闻"),
    "page": pattern(
        r"第?\s?[A-Za-z]?\d{1,5}(?:[-—]\s?[A-Za-z]?\d{1,3})?\s?版(?:\s?[:·|]\s?[\u4e00-\u9fff·]{2,8})?|[A-Z]\d{1,2}(?:[-—][A-Z]?\d{1,2})?(?:\s?[:·]\s?[\u4e00-\u9fff]{2,8})?|第?[一二三四五六七八九十]{1,3}版(?:\s?[:·|]\s?[\u4e00-\u9fff·]{2,8})?",
        like="T04-T05",
        unlike="改版",
    ),
    "issue_and_price": pattern(
        r"(?:总第|第)\s?\d{1,6}\s?期(?:\s?[:])?|(?:今日|本期|共)\s?[\d一二三四五六七八九十]+\s?版|零售价?\S{0,8}元|每份\S{0,8}元|定价\S{0,8}元|(?:国内统一)?(?:连续出版物|刊)号\S*|CN\s?\d\d-\d{4}\S*|邮发代号\S*",
        like="总第3100期",
        unlike="第三期夜校",
    ),
    "contact": pattern(
        r"(?:新闻|投稿|广告|编辑部|联系)?(?:电话|热线|电子信箱|电子邮箱|邮箱|E-?mail|QQ)\s?:\s?[\w.@()+-]+|(?<![A-Z])[A-Z]{3,16}(?![A-Z])",
        like="投稿邮箱:zcrb@example.com",
        unlike="热线那头有人",
    ),
    "part_of_a_date": pattern(
        r"今日[\u4e00-\u9fff]{2,3}(?=\s|$)|(?<!\d)(?:19|20)\d\d\s?年|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日",
        like="12月6日",
        unlike="六月",
    ),
    "weather": pattern(r"天气:\s?\S+(?:\s+-?\d+\S*)?|-?\d+℃\S*", like="天气:晴 12℃", unlike="天气转凉"),
    "words_of_a_masthead": pattern(
        r"(?:通版|特刊|专刊|专版|要闻|综合新闻|综合|新闻|内部资料|免费交流|准印证\S*|印数:?\s?\d+\s?份?|编辑部|\S{0,12}主管主办|刊发|刊登|来源:)",
        like="内部资料 免费交流",
        unlike="夜校开到班组",
    ),
    "size_of_letters": pattern(
        r"(?:字号|字体)\s?:?\s?[TA大中小+\-|/ ]*", like="字号:大 中 小", unlike="大中小企业"
    ),
    "staff": pattern(
        rf"{CREDIT_ROLE}\s?[:/]?\s?(?:[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{{2,3}}(?![\u4e00-\u9fff]))",
        like="责编:许敬之",
        unlike="许敬之",
    ),
}
MASTHEAD_PART = any_of(MASTHEAD)
MASTHEAD_SURE = pattern(
    rf"{DATE}|{DATE.replace('年|', ' ?年 ?|').replace('月|', ' ?月 ?|')}|{HAN_DAY}|{OLD_DAY}|总第\s?\d|第\s?\d+\s?期|{WEEKDAY}|第?\s?[A-Za-z]?\d{{1,5}}\s?版|第[一二三四五六七八九十]版|[\u4e00-\u9fff]{{2}}(?:{PAPER_KINDS}|数字报|电子版|数字版)|零售|℃|主管主办|印数|编辑部",
    like="2023年12月6日",
    unlike="夜校开到班组",
)
LONGEST_MASTHEAD = 130
MOST_OTHER_WORDS = 10  # a column's name: 县区·白塔, 市直风采

# Where other news begins: nothing of the article follows
OTHER_NEWS = pattern(
    r"^[-•·【\[■●◆\s]*(?:相关推荐|新闻推荐|推荐新闻|编辑推荐|相关阅读|相关文章|推荐阅读|延伸阅读|热门推荐|热门文章|热门新闻|热点推荐|热点新闻|最新文章|猜你喜欢|大家都在看|阅读排行|点击排行|"
    r"新闻排行|为您推荐|精彩推荐|往期精彩|往期推荐|更多精彩|友情链接|合作媒体|网友评论|相关链接)",
    like="相关阅读:夜校开班",
    unlike="读到相关文章的职工",
)
# 推荐阅读:渡口的早茶: one line that leads to other news, which may stand between two paragraphs
LEADS_ELSEWHERE = pattern(
    r"^[-•·【\[■●◆☞▶>\s]*(?:相关|推荐|延伸|更多|往期|拓展|热点|要闻|精彩|新闻|今日)(?:阅读|新闻|导读|推荐|回顾|链接|报道|文章)[】\]]?\s?[:|丨]\s?[^。]{6,60}$",
    like="推荐阅读:渡口的早茶入选名录",
    unlike="相关阅读:",
)
# The foot of a page; on a page that was printed in parts it may stand between two paragraphs
PAGE_FOOT = pattern(
    r"^[-•·【\[■●◆\s]*(?:新闻评论|相关新闻|上一篇|下一篇|版权声明|免责声明|copyright|©|版权所有)",
    re.I,
    like="版权声明 本报所有",
    unlike="声明版权的办法",
)

# A clause of advertising or log-in residue inside a paragraph:
# "…(本文来自范文网www.example.com)…" "【更多资料请登录www.example.com】"
RESIDUE = pattern(
    r"[(\[【](?:[^()\[\]【】]{0,30}(?:https?://|www\.)[^()\[\]【】]{0,60}|"
    r"(?:本文来源|本文来自|文章来源|来源[:]|转载自|广告|点击(?:查看|阅读|展开|下载)|登录后|扫码|更多(?:精彩|资料|范文))[^()\[\]【】]{0,40})[)\]】]|"
    r"(?:点击阅读全文|登录后查看全文|展开阅读全文|点击展开全文|(?:本文|文章)?(?:来自|来源于?|摘自)[\u4e00-\u9fff]{2,10}网?(?:https?://|www\.)[\w./-]+|"
    r"(?:https?://|www\.)[\w./?=&%-]{6,})",
    re.I,
    like="(本文来自范文网www.example.com)",
    unlike="(本文作者是一名焊工)",
)


SIGNS_OF_RESIDUE = frozenset("([【全自源/wW")  # one of which all of it has

IN_BRACKETS = pattern(r"^【[^【】]{2,16}】$", like="【机构概况】", unlike="【字体:大 中 小】 打印")
FEWEST_IN_BRACKETS = 3
# AD 隆回楼盘大全 | 首付5万买三房: the word for it is set apart from what is sold
ADVERTISED = pattern(
    r"^(?:AD|广告)(?:\s+|\s?[|:·>-]\s?)[^。]{2,60}$",
    re.I,
    like="AD 建材城盛大招商",
    unlike="广告牌上的一句话",
)

HAN_RUN = pattern(r"[\u4e00-\u9fff]+", like="3月5日", unlike="2019-03-05")
SIGNS = pattern(r"[\W_]+", like="县区·白塔", unlike="县区白塔")


def squeezed(key: str) -> str:
    """The words of a line without their spaces."""
    return key.replace(" ", "").replace("\u3000", "")


def is_channel(key: str) -> bool:
    """True for one or two names of a newspaper's channels, which may be a heading: 文化 · 健康."""
    words = key.split()
    return 0 < len(words) <= MOST_CHANNELS_IN_A_HEADING and all(word in CHANNELS for word in words)


def is_entry(key: str) -> bool:
    """True for a day and what happened on it, be it without a stop: an entry of a chronicle."""
    date = LEADING_DATE.search(key)
    if not date:
        return False
    after = key[date.end() :]
    told = MASTHEAD_PART.sub(" ", LABELLED.sub(" ", after))
    words = [
        run.group()
        for run in HAN_RUN.finditer(told)
        if COUNT.match(told, run.end()) or not BODY_OR_PAGE_WORK.search(run.group())
    ]
    shortest = SHORTEST_EVENT["apart" if after[:1].isspace() else "close"]
    return any(len(word) >= shortest for word in words)


def is_navigation_bar(key: str) -> bool:
    """True for a line of channels, buttons and page labels, which tells nothing: 第06版 上一版 下一版 往期回顾"""
    if "。" in key:
        return False
    words = [word for word in BAR_SPLIT.split(key) if word]
    known = [word for word in words if word in NAVIGATION_WORDS or word.endswith("首页")]
    others = [word for word in words if word not in known and not BAR_NOISE.fullmatch(word)]
    sure = len(known) >= 3 * len(others) and (len(known) > 1 or not others)
    return bool(known) and sure and not is_channel(key)


def is_masthead(key: str) -> bool:
    """True for a line that says which paper, day, issue and page this is, and nothing of an article."""
    if len(key) > LONGEST_MASTHEAD or "。" in key or not MASTHEAD_SURE.search(key) or is_entry(key):
        return False
    rest = SIGNS.sub(" ", MASTHEAD_PART.sub(" ", key)).split()
    words = [word for word in rest if word not in NAVIGATION_WORDS and not BAR_NOISE.fullmatch(word)]
    length = sum(map(len, words))
    return (
        length <= MOST_OTHER_WORDS
        and length <= 0.45 * len(squeezed(key))
        and all(len(word) <= 6 for word in words)
    )


def is_credit(line: Line) -> bool:
    """The page's own staff, not the writers of the article."""
    key = line.key
    if key.endswith("。"):
        return False
    if (
        len(key) <= LONGEST_DATE_LINE
        and "。" not in key
        and (WORKPLACE_OF_WRITER.search(key) or len(ROLE_AND_NAME.findall(key)) >= 2)
    ):
        return True
    return bool(CREDIT_LINE.match(key)) and not NOT_CREDIT.match(key)


def is_date_line(line: Line) -> bool:
    key = line.key
    return (
        len(key) <= LONGEST_DATE_LINE
        and "。" not in key
        and bool(DATE_LINE.match(key) or PAPER_AND_DATE.match(key))
        and not is_entry(key)
    )


def is_source_line(line: Line) -> bool:
    return bool(SOURCE_LINE.match(line.key)) and "。" not in line.key


def is_furniture(line: Line) -> bool:
    """True for a line that is no part of any article by its words alone."""
    return _is_furniture(line.key)


def is_of_every_page(line: Line) -> bool:
    """True for the clock, the path, the foot of a site: they stand around any article."""
    return bool(OF_EVERY_PAGE.match(squeezed(line.key)))


@kept
def _is_furniture(key: str) -> bool:
    whole = SQUEEZED_LINE.match(squeezed(key)) or PAGE_NUMBER.match(key) or ADVERTISED.match(key)
    return bool(whole) or is_navigation_bar(key) or is_masthead(key)


def channels_of_the_page(lines: Sequence[Line]) -> set[int]:
    """Channel names that are the page's by their place: three in a row, above the article, beside furniture.

    文化 with running text right below it is a heading.
    """
    channels = {at for at, line in enumerate(lines) if is_channel(line.key)}
    first_text = next((at for at, line in enumerate(lines) if is_prose(line)), len(lines))
    last_text = max((at for at, line in enumerate(lines) if is_prose(line)), default=-1)
    return {
        at
        for at in channels
        if {at - 1, at + 1} <= channels
        or {at + 1, at + 2} <= channels
        or {at - 1, at - 2} <= channels
        or not (first_text <= at + 1 and at < last_text)
    }


def heads_in_brackets(lines: Sequence[Line]) -> set[int]:
    """Lines in 【】 that head running text, as yearbooks set each entry, be it called like a channel: 【机构概况】."""
    heads = {
        at
        for at, (line, below) in enumerate(pairwise(lines))
        if IN_BRACKETS.match(line.key) and is_prose(below)
    }
    return heads if len(heads) >= FEWEST_IN_BRACKETS else set()


def is_prompt(line: Line) -> bool:
    """True for what a program asks its reader to press, or counts: no title either, whatever stands around it."""
    return _is_prompt(line.key)


@kept
def _is_prompt(key: str) -> bool:
    return bool(PROMPT.match(" ".join(key.split())))


def is_other_article(line: Line) -> bool:
    """True for the row that leads to another article: 上一篇:县总工会送清凉."""
    return bool(SQUEEZED["other_article"].match(squeezed(line.key)))


def opens_other_news(line: Line) -> bool:
    """True for 相关阅读 and its like."""
    return bool(OTHER_NEWS.match(line.key)) and not line.key.endswith("。")


def leads_to_other_news(line: Line) -> bool:
    """True for 推荐阅读:渡口的早茶入选名录."""
    return bool(LEADS_ELSEWHERE.match(line.key))


def is_page_foot(line: Line) -> bool:
    """True for the line that begins the foot of a page: 上一篇, Copyright."""
    return bool(PAGE_FOOT.match(line.key)) and not line.key.endswith("。")
