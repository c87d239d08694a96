"""What bounds the states of lines before all are decided together: what is no title, and what the page itself says is one."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from archive.ingest.layout.doubts import HEAD
from archive.ingest.layout.evidence import is_field
from archive.ingest.layout.form import MOST_PROSE_ABOVE_TITLE
from archive.ingest.layout.grammar import STATES, State
from archive.ingest.layout.lists import TELLS_A_NUMBER
from archive.ingest.parts.blocks import Block, Role, prose_length
from archive.ingest.parts.bylines import is_byline, is_name
from archive.ingest.parts.captions import is_marked
from archive.ingest.parts.furniture import (
    heads_in_brackets,
    is_date_line,
    is_entry,
    is_of_every_page,
    is_source_line,
)
from archive.ingest.parts.headings import BULLET, PLAIN, style_of
from archive.ingest.parts.page_lines import AGO
from archive.ingest.parts.title_block import (
    COLUMN,
    GENRE_LINE,
    LONGEST_TITLE,
    PAPER_NAME,
    UNION_ALONE,
    UNION_NAMED,
    is_dash_line,
    plain,
)
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_cut_off, is_prose, is_sentence, is_table_row, running_text

NO_TITLE = tuple(state for state in STATES if state is not State.HEAD_TITLE)
PAPER_OF_MANY = pattern(
    r"(?:文件|材料|资料|发言)(?:之?[一二三四五六七八九十\d]{1,2}|\([一二三四五六七八九十\d]{1,2}\))$",
    like="大会材料(二)",
    unlike="大会材料",
)
POSTED_AGO = pattern(
    rf"{AGO}(?![\u4e00-\u9fff])", like="蓝花楹 12分钟前 · 转了37回", unlike="3小时前的调解室"
)
HAN = pattern(r"[\u4e00-\u9fff]", like="工会", unlike="QING HE NIAN JIAN 2019")
# 地区:青禾, but 青禾区总工会:当好娘家人 and 青禾区:当好娘家人 may be titles; so may what the record calls one
ENTRY = pattern(
    r"^(?!.*工会(?!$|办公室$))(?![^:]*(?:工会|题|名称))(?![^\s:]+(?<![地社园小])[省市县区旗州盟]\s?:)[^\s:,。\d]{2,6}\s?:\s?\S.{0,30}$",
    like="地区:海澜",
    unlike="青禾区:当好娘家人",
)
# What a record says of the title block that stands below it: 标题:渡口的回信 · 引题 群团改革进行时 · <题名>渡口的回信</题名>
CARD = pattern(
    r"^[<\[【(]?原?(引题|肩题|眉题|副标题|副题|(?:主|正|文章|新闻)?标\s?题|题\s?名|题\s?目|篇\s?名|主题|正题|(?:信息|文件|文章)?名\s?称)[>\])】]?\s*[:|]?\s*([^|<]{4,80}?)\s*(?:[|<].*)?$",
    like="标题:渡口的回信",
    unlike="标题写得好",
)
CARD_STATES = {
    "引题": State.HEAD_KICKER,
    "肩题": State.HEAD_KICKER,
    "眉题": State.HEAD_KICKER,
    "副标题": State.HEAD_SUBTITLE,
    "副题": State.HEAD_SUBTITLE,
}
# What the foot of a page says of the title: 原标题：《渡口的回信》
ORIGINAL = pattern(
    r"^[(\[【]?原(?:文)?标?题(?:为|是)?\s?:?\s*[《\"]?(.{4,80}?)[》\"]?[)\]】]?$",
    like="原标题:《渡口的回信》",
    unlike="标题:渡口的回信",
)
MOST_ROWS = 3  # of a title
LINES_OF_BLURB = 3  # between what names a title and the title
LABEL_ALONE = pattern(
    r"^(?!.*工会)(?:[^\s:]{1,6}|[A-Za-z ]{1,24}):$|^[^,。:]{0,16}(?:朋友|同志|同胞|姐妹|职工|会员|代表)们:$",
    like="Markdown Content:",
    unlike="县总工会:",
)
# What names an entry of a record wherever it stands, and the path to a page: 首页 > 要闻 · 总结 / 工会 / 汇报
FIELD_NAME = pattern(
    r"^[\[【(]?(?:关键[词字]|主题词|标签|摘\s?要|提要|分类号?|(?:发布|报送|来源|作者|提交|供稿|公开|责任)(?:单位|机构|部门)|录入员?|拟稿|所属(?:专题|栏目|频道)|问题(?:补充|描述|详情)|补充(?:说明|问题)|提问(?:者|人|时间)|悬赏|(?:报纸|报刊|媒体)(?:名称|来源)?|报名|刊名|版次|版号|版面)[\])】]?[\s:]",
    like="关键词 工会 夜校",
    unlike="媒体聚焦里的一年",
)
PATH = pattern(r"[>»›→]|\s/\s.+\s/\s", like="总结 / 工会 / 汇报", unlike="一手抓园区 / 一手抓大棚")
NOTE_IN_BRACKETS = pattern(r"^\([^()]{1,8}\)$", like="(摘登)", unlike="(摘登)工会报告")
OF_A_YEARBOOK = pattern(r"年鉴(?:[\W\d_]|年|卷|第|期)*$", like="青禾年鉴·(2010年卷)", unlike="年鉴里的工会")
# 常务副主席 张三: who speaks, no words of a title
SPEAKER = pattern(
    r"(?:主席|书记|主任|部长|会长|科长|调研员)\s{0,4}([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])\s?(?:\([^()]{1,12}\))?$",
    like="经审委主任 涂远(女)",
    unlike="访党组书记",
)
# 标签: 工会 综述 分类: 工作点滴: an entry and another beside it
ENTRIES = pattern(
    r"^(?![^:]*(?:工会|[省市县区旗州盟])\s?:)[^\s:,。]{2,6}\s?:[^:]*\s[^\s:,。]{2,6}\s?:(?!\d)",
    like="标签:工会 综述 分类:工作点滴",
    unlike="稳岗:把岗位 送到家门口",
)
# An office of a union alone is a writer: 县总工会办公室
OFFICE_ALONE = pattern(
    r"^[\u4e00-\u9fff]{0,16}工会(?:办公室|宣传部|宣教部|宣传教育部|研究室|政研室|组织部|综合部|机关)$",
    like="青禾区总工会办公室",
    unlike="青禾区总工会",
)
# 奋斗百年路·县区特别报道: the name of a series, the kicker of each of its parts
SERIES = pattern(
    r"^(?=.*[·•\s]).*(?:特别报道|系列报道|专题报道|巡礼|进行时|风采录)(?:之[一二三四五六七八九十\d]|\([一二三四五六七八九十\d]\))?$",
    like="奋斗百年路·县区特别报道",
    unlike="青禾区总工会2019年工作巡礼",
)
# The chapter of a yearbook: 第九篇 群团组织
CHAPTER = pattern(
    r"^(?:第[一二三四五六七八九十百]{1,3}[篇编章]\s*)?(?:党派|政党)?[·•\s]?(?:群团|群众团体|群众组织|群团组织|人民团体|社会团体|党派群团)$",
    like="第九篇 群团组织",
    unlike="群团组织在行动",
)
# 青禾区总工会研究室 涂远: who writes, and where they work
OF_A_UNION = pattern(
    r"^[\u4e00-\u9fff]{2,16}工会(?:办公室|宣传部|宣教部|宣传教育部|研究室|政研室|组织部|综合部|机关)?\s+([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])$",
    like="青禾区总工会研究室 涂远",
    unlike="青禾区总工会研究室涂远",
)
# 讨 论 稿 · (征求意见稿): how far a paper has come
STAGE = pattern(
    r"^[(\[【]?(?:\s?(?:(?:内部)?(?:讨\s?论|征求意见|送\s?审|审\s?定|修\s?改|草|初|终|样|定|底)\s?稿|内部(?:资料|文件|材料|使用|参考)|请?注意(?:保存|保密)|妥善保管|请勿(?:外传|转载|翻印)|(?:会后|用后|阅后)(?:请\s?)?(?:收回|交回|退回)|不得外传)[,;·、]?)+\s?[)\]】]?$",
    like="内部资料 注意保存",
    unlike="征求意见稿里的一笔账",
)
# 下面是小编整理的一篇总结: who puts a sample before its readers
EDITOR = pattern(
    r"(?:小编|本站|本网站?|网友|编者).{0,12}(?:整理|找来|找了|推荐|收集|搜集|分享|带来|准备|提供)",
    like="下面是小编替大家整理的一篇总结",
    unlike="小编的一天",
)
# 求县工会报告一份 · 哪位朋友有总工会综述: what a reader asks for
ASKED_FOR = pattern(
    r"^(?:急?求(?![真实新索变是])|跪求|请问|谁有|哪位|哪里有|帮忙找)|^我(?:有更好的|来|也来)(?:答案|回答)",
    like="求县工会报告一份",
    unlike="求真务实谱新篇",
)
# 青禾号 · 石桥吧 · 青禾区总工会官方账号: where a text was put up
PLATFORM = pattern(
    r"^[\u4e00-\u9fff]{2,3}(?:号|吧|贴吧)$|官方(?:[帐账]号|微博|微信|公众号)$|^[\u4e00-\u9fff]{2,8}(?:新闻联播|电视台|广播电台|融媒体中心|早间新闻|晚间新闻|论坛|社区|贴吧|BBS)$",
    like="青禾号",
    unlike="一号文件落地",
)
WINDOW = pattern(r"[_|>»›/—-]", like="渡口的回信_青禾在线", unlike="渡口的回信")
# The name of a bulletin above the number of its issue: 石桥工会简讯 / 第36期
BULLETIN = pattern(
    r"^[\u4e00-\u9fff·\s]{2,20}(?:简讯|简报|专报|通讯|动态|信息|快报|快讯|参考|内参|交流|工运|职工|工人|之窗|之声|园地|天地|风采)$",
    like="石桥工会简讯",
    unlike="石桥工会的简讯员",
)
ISSUE_ALONE = pattern(
    r"^[(\[【]?\s?(?:(?:19|20)\d\d\s?年?\s?)?(?:总?第\s?[\d一二三四五六七八九十百]{1,5}\s?期|\d{1,3}期)[)\]】]?(?:\s?[(]?总第?\s?\d{1,5}\s?期[)]?)?$",
    like="第36期",
    unlike="第36期培训班",
)
# What a page of samples calls itself: 工会2019年度工作总结(推荐) · 县总工会年终总结精选5篇
OF_SAMPLES = pattern(
    r"(?:范文|[(]?(?:推荐|精选|最新|热门|通用|实用|必备|精华|合集|模板|荐)(?:版|篇)?[)]?|[(]?(?:推荐|精选|最新|热门|通用|实用|必备|精华|共|锦集|合集)?\s?[\d一二三四五六七八九十]{1,2}\s?[篇则份][)]?)$",
    like="工会2019年度工作总结(推荐)",
    unlike="工会2019年度工作总结",
)
YEAR_NAMED = pattern(r"(?:19|20)\d\d年", like="2019年工作综述", unlike="工作综述")
OF_A_PIECE = pattern(
    r"篇\s?[一二三四五六七八九十\d]|[一二三四五六七八九十\d]\s?[篇则份]",
    like="第一篇 县总工会工作总结",
    unlike="县总工会工作总结篇",
)
ASKED_OR_TOLD = pattern(r"[?。]$", like="县总工会去年做了哪些工作?", unlike="县总工会去年的工作")
# What a paper or a site calls the kind of a text, above its title: 工作报告 · 【经验交流】
GENRE_ALONE = pattern(
    r"^[\[【(]?(?:工作|大会|会议|年度|年终|经验|典型|领导|交流|述职|总结)?(?:报告|总结|综述|讲话|材料|交流|经验|文件|发言|回顾|汇报)[\]】)]?$",
    like="工作报告",
    unlike="工作报告里的三笔账",
)
# The officers of a union, as a yearbook lists them
OFFICERS = pattern(
    r"^(?:党组)?(?:成员|书\s*记|副书记|主\s*席|常务副主席|副\s*主席|经审委?(?:委员会)?主任|主\s*任|副主任|女工委?主任|纪检组长|调研员|秘书长)(?:、[\u4e00-\u9fff]{2,6})?\s+([\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])(?:$|[\s(、])",
    like="副主席 顾南(女) 涂远",
    unlike="主席台下的老职工",
)
# Who leads a federation, as its site lists them: 涂 远 云川市总工会书记处书记、党组成员
LEADER = pattern(
    r"^(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])\s+[\u4e00-\u9fff]{0,16}(?:工会|政协|人大|妇联|纪委|监委|委员会)(?:[、,]?\s?[\u4e00-\u9fff]){2,40}(?<=主席|书记|委员|主任|成员|部长|组长|局长|会长|秘书|理事)(?:\([^()]{1,8}\))?$",
    like="涂 远 云川市总工会书记处书记、党组成员",
    unlike="工会夜校 请来十位主席",
)
# What a site calls the part of its page below: 内容 · 正文
NAME_OF_A_PART = pattern(
    r"^(?:内\s?容|正\s?文|全\s?文|详情|详细内容|标\s?题|文章|新闻|资讯|信息|动态|首页|主页|返回|搜索|检索|登录|注册|导航|菜单|目录|栏目|下载|打印|分享|图文|图片|视频|更多)$",
    like="正 文",
    unlike="正文里的一盏灯",
)
NO_TITLES = (
    NAME_OF_A_PART,
    LEADER,
    POSTED_AGO,
    PAPER_OF_MANY,
    FIELD_NAME,
    PATH,
    NOTE_IN_BRACKETS,
    OF_A_YEARBOOK,
    ENTRIES,
    OFFICE_ALONE,
    SERIES,
    CHAPTER,
    STAGE,
    PLATFORM,
    EDITOR,
    ASKED_FOR,
    ISSUE_ALONE,
)
# 渡口的回信_青禾在线 · 渡口的回信 - 青禾区总工会
OPENS_WINDOW = pattern(r"^(.{5,60}?)\s*(?:[_|]|\s-\s)\s*\S", like="渡口的回信_青禾在线", unlike="渡口的回信")
SHORTEST_IN_ROWS = 8  # characters of a title that is said in one line and stands in rows
SHORTEST_SAID, LEAST_OF_WINDOW = (
    5,
    0.3,
)  # characters of a title that is said again, and as a share of the other line
OUTSIDE_TITLE = tuple(state for state in STATES if state not in HEAD)
ABOVE_TEXT = tuple(state for state in STATES if state.part in ("above", "head"))
PART_OF_TEXT = (State.BODY_HEADING,)
# Of the last line, which ends with no stop: text that was cut off, or a sentence of the page's foot, by the weights
TEXT_OR_PAGE = (State.BODY_PROSE, *(state for state in STATES if state.kind == "page"))
SHORTEST_SENTENCE = 12
DISPATCH = pattern(
    r"^(?:本报|本台|本网)(?:[\u4e00-\u9fff]{0,6}\d{0,2}月?\d{0,2}日?)(?:讯|消息|电)(?=[\s(:])",
    like="本报讯 昨从县商务局获悉",
    unlike="本报讯息平台",
)
# 各位委员、同志们: opens a report, whatever stands above it; 各位主席: opens a letter that may pass one on
SALUTES = pattern(
    r"^(?:各位(?:委员|代表)|同志们|委员们|代表们)[^。:]{0,20}:$", like="各位代表、同志们:", unlike="各位主席:"
)
# 关键词:凝聚, one word on a line: between two paragraphs the label of a part, at the end of a page the field of a database
KEYWORD = pattern(
    r"^#?\s?(?:关键词|主题词|热词)\s?[:|]\s?[\u4e00-\u9fff]{1,4}$",
    like="关键词:凝聚",
    unlike="关键词:工会;综述",
)
# PART.01 · NO.3 · ○建会篇○, alone on their lines
PART_LABEL = pattern(
    r"^(?:part|no)\s?\.?\s?\d{1,2}$|^([○●◎☆★◆◇※~=])\s?[\u4e00-\u9fff]{1,6}\s?\1$",
    re.I,
    like="PART.01",
    unlike="PART.01 建会篇",
)
FEWEST_PARTS = 2
HEADS_OF_TEXT = 2  # headings that may stand above the first paragraph: 一、建会 / (一)建家


def bounds(blocks: Sequence[Block], listed: dict[int, Sequence[State]]) -> dict[int, Sequence[State]]:
    """What is left for each line to be, where the page itself leaves less than everything.

    ``listed`` are the lines of its lists.
    """
    found: dict[int, Sequence[State]] = {}
    for bound in (no_titles(blocks), outside_the_text(blocks), heads_of_entries(blocks), openings(blocks)):
        for at, states in bound.items():
            left = tuple(state for state in found.get(at, STATES) if state in states)
            found[at] = left or states
    return found | settled(blocks) | listed | other_articles(blocks)


def no_titles(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """The lines that are no title, wherever they stand, with what is left for them to be."""
    start, _ = running_text([block.line for block in blocks])
    above = blocks[:start]
    entries = entries_of_a_record(blocks) | windows(above) | above_a_post(above) | names_of_kinds(above)
    entries |= cards(above) | items_of_contents(above)
    return {at: OUTSIDE_TITLE for at, block in enumerate(blocks) if at in entries or _is_no_title(block)}


def other_articles(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """What stands below another headline of the issue: ■ 渡口的灯 / ■ 县委开会, and 县委开会 below the text of 渡口的灯."""
    start, _ = running_text([block.line for block in blocks])
    contents = items_of_contents(blocks[:start])
    items = {plain(blocks[at].line.key) for at in contents}
    words = [plain(block.line.key) for block in blocks]
    own = {words[at] for at in range(start) if at not in contents} & items
    other = next((at for at in range(start, len(blocks)) if words[at] in items - own), len(blocks))
    if not own:
        other = _other_news(blocks, start)
    if prose_length(blocks[other:]) > prose_length(blocks[start:other]):
        return {}
    return dict.fromkeys(range(other, len(blocks)), (State.BELOW_PAGE,))


def _other_news(blocks: Sequence[Block], start: int) -> int:
    """The headline of the first dispatch below a text that is none: 花木触网 / 本报讯 昨从商务局获悉…"""
    signed = (at for at, block in enumerate(blocks) if is_byline(block.line, bare=False))
    half = prose_length(blocks) / 2
    begin = max((at for at in signed if prose_length(blocks[at:]) > half), default=start)
    opening = next((at for at in range(begin, len(blocks)) if is_prose(blocks[at].line)), len(blocks))
    if opening == len(blocks) or DISPATCH.match(blocks[opening].line.key):
        return len(blocks)
    for at in range(opening + 1, len(blocks)):
        if DISPATCH.match(blocks[at].line.key) and is_prose(blocks[at].line):
            above = blocks[at - 1].line
            return at if is_prose(above) or is_sentence(above) else at - 1
    return len(blocks)


def outside_the_text(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """Short lines that are no part of the text: above a writer, or too far above its first paragraph to head it.

    渡口的灯 / □ 记者 涂远 is the title, be it built like a heading. A table or a list that opens the text tells numbers,
    生活救助 312人 156万元, or is set in as the text is.
    """
    lines = [block.line for block in blocks]
    first = next((at for at, line in enumerate(lines) if is_prose(line) or _tells_something(line)), 0)
    signed = max((at for at in range(first) if is_byline(lines[at], bare=False)), default=0)
    end = max(signed, first - HEADS_OF_TEXT)
    return {
        at: ABOVE_TEXT
        for at in range(end)
        if style_of(lines[at]) is PLAIN
        and not is_sentence(lines[at])
        and not is_entry(lines[at].key)
        and not is_table_row(lines[at])
        and not TELLS_A_NUMBER.search(lines[at].key)
        and not 0 < lines[at].indent == lines[first].indent
    }


def _tells_something(line: Line) -> bool:
    """True for a sentence, if too short for running text: 现在,我向大会报告工作,请予审议。"""
    return is_sentence(line) and len(line.key) >= SHORTEST_SENTENCE


def openings(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """What surely is of the text: 各位代表、同志们:, the labels of its parts, PART.01 and PART.02; its end that was cut off heads nothing."""
    found: dict[int, Sequence[State]] = {}
    labels = [at for at, block in enumerate(blocks) if is_label_of_part(block.line)]
    if len(labels) < FEWEST_PARTS:
        labels = [at for at in labels if _is_keyword_between_paragraphs(blocks, at)]
    found |= dict.fromkeys(labels, PART_OF_TEXT)
    for at, (block, below) in enumerate(pairwise(blocks)):
        if SALUTES.match(block.line.key) and not is_dash_line(below.line):
            found[at] = (State.BODY_PROSE,)
    if blocks and blocks[-1].role is Role.OPEN and is_cut_off(blocks[-1].line):
        found[len(blocks) - 1] = TEXT_OR_PAGE
    return found


def is_label_of_part(line: Line) -> bool:
    return bool(PART_LABEL.match(line.key) or KEYWORD.match(line.key))


def _is_keyword_between_paragraphs(blocks: Sequence[Block], at: int) -> bool:
    around = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
    return (
        bool(KEYWORD.match(blocks[at].line.key))
        and len(around) == 2
        and all(is_prose(one.line) for one in around)
    )


def heads_of_entries(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """The heads of a yearbook's entries, each in brackets on its own line."""
    return dict.fromkeys(heads_in_brackets([block.line for block in blocks]), (State.BODY_HEADING,))


def entries_of_a_record(blocks: Sequence[Block]) -> set[int]:
    """Labels with their values among other entries of a record, or lines that are page matter by their words:

    地区:青禾 / 格式:文本 / 热度 99
    """
    entries: set[int] = set()
    together: list[int] = []
    fields = 0
    for at, block in enumerate(blocks):
        entry = block.line.hint not in (Hint.TITLE, Hint.SUBTITLE) and bool(ENTRY.match(block.line.key))
        if entry or is_field(block):
            fields += 1
            together += [at] if entry else []
        elif block.role is Role.OPEN:
            fields = 0
            together = []
        if fields > 1:
            entries.update(together)
    return entries


def names_no_title(line: Line) -> bool:
    """True for a series, a chapter, an office, a path and whatever else names something that is no article."""
    officer = OFFICERS.match(line.key)  # 书记 面对面 is none
    if officer and is_name("".join(officer[1].split())):
        return True
    return not HAN.search(line.key) or any(words.search(line.key) for words in NO_TITLES)


def _is_no_title(block: Block) -> bool:
    """True for a writer, a source, a day, how long ago, figures, which of a meeting's papers it is, a dispatch, and a label or a salutation alone: 县委:"""
    if block.line.hint in (Hint.TITLE, Hint.SUBTITLE) or len(block.line.key) > LONGEST_TITLE:
        return False
    if names_no_title(block.line):
        return True
    if _is_speaker(block.line) or (DISPATCH.match(block.line.key) and is_prose(block.line)):
        return True
    if block.role in (Role.BYLINE, Role.CREDIT) or LABEL_ALONE.match(block.line.key):
        return True
    return block.role is Role.FURNITURE and (
        is_source_line(block.line) or is_date_line(block.line) or is_of_every_page(block.line)
    )


def settled(blocks: Sequence[Block]) -> dict[int, tuple[State, ...]]:
    """What the format alone settles: one headline in large letters, a kicker above or a subtitle or a writer below.

    A small article that a column holds before it has a headline too, plain among its lines, and is page matter.
    What stands in smaller letters right above the headline is no row of it. Without a headline in large letters, and
    where it is itself the line that repeats them, 渡口的回信_青禾在线: the rows that a record above names.
    """
    marked = [at for at, block in enumerate(blocks) if block.line.hint is Hint.TITLE]
    named = named_by_card(blocks)
    if named and all(named.get(at) == OUTSIDE_TITLE for at in marked):
        return named
    if not marked or marked[-1] - marked[0] >= len(marked) or marked[-1] + 1 == len(blocks):
        return {}
    below, above = blocks[marked[-1] + 1].line, blocks[: marked[0]]
    kickers = [at for at, block in enumerate(blocks[: marked[0]]) if _is_set_as_kicker(block)]
    signed = (
        bool(kickers) or below.hint is Hint.SUBTITLE or is_dash_line(below) or is_byline(below, bare=False)
    )
    if not signed or prose_length(above) > MOST_PROSE_ABOVE_TITLE * prose_length(blocks):
        return {}
    bare = [at for at, block in enumerate(above) if block.role is Role.OPEN and not is_marked(block.line)]
    other = next((at for at in bare if not is_prose(above[at].line)), len(above))
    page = (at for at in bare if at > other and is_prose(above[at].line))
    return (
        dict.fromkeys(bare, NO_TITLE)
        | dict.fromkeys(page, (State.ABOVE_PAGE,))
        | dict.fromkeys(kickers, (State.HEAD_KICKER,))
        | dict.fromkeys(marked, (State.HEAD_TITLE,))
    )


def _is_speaker(line: Line) -> bool:
    speaker = SPEAKER.search(line.key) or OF_A_UNION.search(line.key)
    named = speaker[1].replace(" ", "") if speaker else ""
    return bool(named) and line.key[0] not in "访—-记对" and is_name(named)


def windows(blocks: Sequence[Block]) -> set[int]:
    """Lines that hold one below with a site's words around it: 渡口的回信_工作交流_青禾在线 … 渡口的回信."""
    words = [plain(block.line.key) for block in blocks]
    return {
        at
        for at in range(len(blocks))
        if blocks[at].line.hint not in (Hint.TITLE, Hint.SUBTITLE)
        and WINDOW.search(blocks[at].line.key[1:])
        and any(
            len(words[below]) >= max(SHORTEST_SAID, LEAST_OF_WINDOW * len(words[at]))
            and words[below] in words[at]
            and words[below] != words[at]
            and not UNION_ALONE.match(blocks[below].line.key)
            for below in range(at + 1, len(blocks))
        )
    }


def items_of_contents(blocks: Sequence[Block]) -> set[int]:
    """The headlines of an issue in a row, each behind the same sign: ★ 县总工会2019年工作综述 / ★ 夜校开课."""
    found: set[int] = set()
    for at, (one, two) in enumerate(pairwise(blocks)):
        sign = BULLET.match(one.line.key)
        if sign and two.line.key.startswith(one.line.key[0]) and not one.line.hint and not two.line.hint:
            found |= {at, at + 1}
    return found


def cards(blocks: Sequence[Block]) -> set[int]:
    """What a record calls the title that stands below it, with its label: 名 称：渡口的回信 … 渡口的回信."""
    words = [plain(block.line.key) for block in blocks]
    found = ((at, CARD.match(block.line.key)) for at, block in enumerate(blocks))
    return {at for at, card in found if card and plain(card[2]) in words[at + 1 :]}


def above_a_post(blocks: Sequence[Block]) -> set[int]:
    """What stands above an account and how long ago it posted, where what names union and genre stands below:

    晒晒身边事 聊聊家常话 / 蓝花楹 12分钟前 / 青禾区总工会2019年工作综述
    """
    posts = [at for at, block in enumerate(blocks) if POSTED_AGO.search(block.line.key)]
    below = blocks[posts[-1] + 1 :] if posts else ()
    named = any(
        GENRE_LINE.search(block.line.key)
        and UNION_NAMED.search(block.line.key)
        and not is_dash_line(block.line)
        for block in below
    )
    return set(range(posts[-1])) if named else set()


def names_of_kinds(blocks: Sequence[Block]) -> set[int]:
    """The name of a bulletin above its issue, and the kind of a text above its title, no row of one: 工作报告.

    青禾区总工会 / 工作总结 are two rows of one title. So are what a page of samples calls itself, and what somebody
    asks or says, above a title that names union and genre.
    """
    found: set[int] = set()
    last = max((at for at, block in enumerate(blocks) if _names_union_and_genre(block.line)), default=-1)
    for at, (block, below) in enumerate(pairwise(blocks)):
        if block.line.hint is not None or block.role is not Role.OPEN:
            continue
        key = block.line.key
        issue = bool(BULLETIN.match(key) and ISSUE_ALONE.match(below.line.key))
        row = at > 0 and bool(UNION_ALONE.match(blocks[at - 1].line.key))
        says_more = below.role is Role.OPEN and len(plain(below.line.key)) >= SHORTEST_SAID
        page = at < last and bool(OF_SAMPLES.search(key) or ASKED_OR_TOLD.search(key))
        if issue or page or (GENRE_ALONE.match(key) and says_more and not row):
            found.add(at)
    return found


def _names_union_and_genre(line: Line) -> bool:
    """True for 青禾区总工会2019年工作综述, not for the head of one sample among others: 第一篇 县总工会工作总结."""
    named = (words.search(line.key) for words in (GENRE_LINE, UNION_NAMED, YEAR_NAMED))
    return all(named) and not is_dash_line(line) and not OF_A_PIECE.search(line.key)


def named_by_card(blocks: Sequence[Block]) -> dict[int, tuple[State, ...]]:
    """The rows of the title block that a line above repeats: under their names, as a window does, or all in one.

    主题 渡口的回信 … 渡口的回信 · 渡口的回信_青禾在线 … 渡口的回信 · 渡口的灯 山里的路 … 渡口的灯 / 山里的路

    What names it in one row may have a blurb below it that reads like text: 《渡口的回信》为游客上传的文稿,可在线预览…
    """
    found: dict[int, tuple[State, ...]] = {}
    end = running_text([block.line for block in blocks])[0]
    below_blurb = end + LINES_OF_BLURB
    said = _said_in_rows(blocks[:below_blurb])
    for at, block in enumerate(blocks[:end]):
        for state, words, fewest in _repeats(block.line):
            places = said.get(plain(words), ())
            rows = _first_within(places, at + 1, below_blurb if fewest == 1 else end)
            if not rows and fewest == 1:  # 原标题:渡口的回信 below 渡口的回信
                rows = _first_within(places, 0, at)
            if rows and is_dash_line(blocks[rows[0]].line):
                continue  # a record gives the subtitle the name of a title, for it names union and year
            if len(rows) >= fewest and not found.keys() & {at, *rows} and not _is_name(blocks[rows[0]].line):
                found |= dict.fromkeys(rows, (state,)) | {at: OUTSIDE_TITLE}
    end = max([end, *(at + 1 for at in found)])
    for block in blocks[end:] if not found else ():
        original = ORIGINAL.match(block.line.key)
        rows = _first_within(said.get(plain(original[1]), ()), 0, end) if original else range(0)
        if rows and not is_dash_line(blocks[rows[0]].line):
            found |= dict.fromkeys(rows, (State.HEAD_TITLE,))
    if not any(State.HEAD_TITLE in states for states in found.values()):
        return {}
    return dict.fromkeys(range(end), NO_TITLE) | found


def _repeats(line: Line) -> Iterator[tuple[State, str, int]]:
    """What the line may say again of the title block, and in how many rows at least that must stand below."""
    if card := CARD.match(line.key):
        yield CARD_STATES.get(card[1], State.HEAD_TITLE), card[2], 1
    elif window := OPENS_WINDOW.match(line.key):
        yield State.HEAD_TITLE, window[1], 1
    if len(plain(line.key)) >= SHORTEST_IN_ROWS:
        yield State.HEAD_TITLE, line.key, 2


def _is_name(line: Line) -> bool:
    return any(words.match(line.key) for words in (COLUMN, UNION_ALONE, PAPER_NAME))


Rows = tuple[int, int]
"""The first of some lines, and the one after the last."""


def _said_in_rows(blocks: Sequence[Block]) -> Mapping[str, Sequence[Rows]]:
    """Where one line says these words or a few together do, from above: asked of every line of a file of any length."""
    words = [plain(block.line.key) for block in blocks]
    found: dict[str, list[Rows]] = defaultdict(list)
    for at in range(len(words)):
        for after in range(at + 1, min(at + MOST_ROWS, len(words)) + 1):
            if not words[after - 1]:
                break
            found["".join(words[at:after])].append((at, after))
    return found


def _first_within(places: Sequence[Rows], start: int, end: int) -> range:
    at = bisect_left(places, (start, start))
    return range(*places[at]) if at < len(places) and places[at][1] <= end else range(0)


def _is_set_as_kicker(block: Block) -> bool:
    """True unless it is a dateline or the label of a column of the paper, set like a kicker."""
    return block.line.hint is Hint.KICKER and block.role is Role.OPEN and not COLUMN.match(block.line.key)
