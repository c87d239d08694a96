"""Words under pictures, by their marks, by their manner, and by the room that a picture left."""

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.ingest.parts.bylines import is_name
from archive.ingest.parts.headings import PLAIN, style_of
from archive.ingest.text.kept import kept
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern

LONGEST_CAPTION = 170
# "图为" is a caption's own word, but not in 蓝图为, 企图为
PICTURE_WORDS = pattern(
    r"^(?:[▲▼△▽◀▶◁▷←→↑↓↖↗↘↙]|图[一二三四五六七八九十\d①-⑳]{1,2}\s*[:、.·]|图[一二三四五六七八九十\d]{1,2}\s+(?=[\u4e00-\u9fff\"])|图\d{1,2}(?=(?![张幅组为册])[\u4e00-\u9fff]{4})|图[①-⑳](?!到|至|[—~\-、和])|图[:]|[①-⑳]?图为|"
    r"[【\[(](?:图说|图片|图片说明|照片说明|图|照片|组图|图注|[上下左右本]图)\s?\d*(?:[-—.]\d{1,2})?[】\])]|[(\[](?:[上下]?[接转承见])?第?\d{1,4}页(?:[上下左右]?图|图片|照片)[)\]]|[【\[(](?:图片?|照片|图说)\s?\d{0,2}\s?:(?=.{4,}[】\])]$)|图\s?\d{1,2}[-—.]\d{1,2}\s+(?=[\u4e00-\u9fff])|(?:pic|photo|图片?|照片)\d{0,2}\s?=|(?:图说|(?:图片|照片|图像|插图|配图|影像|摄影)说明|图片|照片|题图|压题照片|主图|图注)\s*[:]|"
    r"[上下左右本]\s?图\s*[:为是,]?(?=\S{4})|(?:资料|示意|压题)(?:图片?|照片?)|[左右上下]一?[:])"
    r"|(?<![蓝宏版意企构地力试绘果草截])图为(?!民|己|职工)"
    # 骑手领到清凉包 摄影:涂远 · 师傅在讲火候 (视频截图)
    r"|[(\[][^()]{0,16}摄于[^()]{2,16}[)\]]$|\s(?:摄影|供图|拍摄)\s?[:/]\s?[\u4e00-\u9fff]{2,4}$|[(\[](?:视频|直播|网页|资料)?截图[)\]]$",
    re.I,
    like="图为夜校课堂",
    unlike="蓝图为职工铺开",
)
CREDIT_AT_END = pattern(
    r"(?:^|[\s。.,(\[/|!\"])(?:(?:本报|通讯员|记者|见习|实习|特约|全媒体|新华社|资料)*\s*)(?P<names>(?:(?!受访)[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])?(?:[、\s][\u4e00-\u9fff]{2,4})?)\s*[/]?\s*"
    r"(?:摄影?|供图|图|配图|图片|提供图片)\s*[)\]]?\s*[.。]?$|"
    r"[(\[](?:资料图|资料片|资料照片|资料图片|资料|档案照片|图片由[^()]{2,16}提供|[^()]{2,16}(?:供图|提供|摄))[)\]]\s*[.。]?$|(?:资料图|资料片|资料照片|资料图片)$|(?<=[\s。.!])受访(?:者|单位)供图$",
    like="夜校课堂。李红梅 摄",
    unlike="夜校课堂。李红梅讲课",
)
LONGEST_SCENE = 80  # characters of what a picture shows
LONGEST_CREDIT = 60  # characters at a line's end
# The last sign of every credit, and what may stand behind it: 李红梅 摄 · (资料片)。· 石桥县总工会供图
LAST_OF_CREDIT, BEHIND_CREDIT = frozenset("摄影图片料供"), " .。)]"
WRITER = pattern(r"记者|通讯员", like="本报记者", unlike="新华社")
BETWEEN_NAMES = pattern(r"[、\s]", like="李红梅、张三", unlike="李红梅")
LONE_CREDIT = pattern(
    r"^[(\[【▲▼■□●]*\s*(?:图片?|照片|摄影|供图)?\s*[/:]?\s*(?:(?:本报|通讯员|记者|见习|实习|特约|全媒体|新华社|资料)*\s*)[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4}){0,3}\s*[/]?\s*(?:摄|摄影|供图|配图)\s*[)\]】]?$|"
    r"^[(\[【]*(?:资料图|资料片|资料照片|资料图片)[)\]】]*$|^[(\[【]*(?:图片|照片)(?:来源|由)[^。]{2,24}(?:提供)?[)\]】]*$|^[(\[【]*图\s?[/:|]\s*[\u4e00-\u9fff]{2,16}(?:提供|供图)[)\]】]*$|^(?:图片?|文字|图文|文图|视频|海报|制图|供图)\s?[|/:丨]\s?[\u4e00-\u9fff、\s]{2,20}(?:工会|中心|办公室|单位|部门)$|^[(\[【]*(?:图|摄影|摄像|供图)\s?[/:|]\s*[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4}){0,3}[)\]】]*$",
    like="(资料片)",
    unlike="资料片里的老车间",
)
# 市总工会主席张三(左二)慰问一线职工 · (右)向师傅请教 · (前排中)
POSITION = pattern(
    r"\((?:[左右前后中上下]|[左右前后]排?[一二三四五六七八九十]{1,2}|[前后]排?[左右中]?[一二三四五六]?|[左右]起|从左至右|从左到右|中间|居中|右图|左图|资料图)\)",
    like="主席张三(左二)慰问一线职工",
    unlike="主席张三(兼)慰问一线职工",
)
# What happens in a picture: 选手在比赛 · 职工正在答题 · 启动仪式现场 · 合影留念
SCENE = pattern(
    r"现场[。!]?$|合影(?:留念)?[。!]?$|留影[。!]?$|(?:仪式|大会|会议|比赛|活动|演出|竞赛)现场(?![\u4e00-\u9fff])|一角[。!]?$|掠影[。!]?$|[\u4e00-\u9fff\"]{4,}仪式[。!]?$|场景[。!]?$|瞬间[。!]?$|^(?:[^,。]{2,14}[中上里内前处],)?[^,。]{2,24}正在[\u4e00-\u9fff]{2,16}[。!]?$|^[^,]{0,40}在[\u4e00-\u9fff\"]{2,20}(?:中|上|内|里|前|处)?[,]?(?:比赛|排练|学习|阅读|操作|作业|演示|领奖|表演|答题|体检|休息|宣讲|慰问|签字|签约|揭牌|授课|讲解)",
    like="技能大赛现场",
    unlike="现场办公解难题",
)
# Who is seen doing something: 职工在展示自己改造的机床 · 骑手领到清凉包
SEEN = pattern(
    r"^(?:[^,。]{2,14}[里中上内前],)?[^,。]{0,12}(?:职工|选手|会员|学员|骑手|女工|工会干部|志愿者|孩子|劳模|医务人员|师傅|工匠|工人|司机|快递员|队员|代表|医生|教师|观众|青年|绣娘|[\u4e00-\u9fff]工(?=们)|[渔农牧]民)们?"
    r"(?:正|正在|在|为|给|向|全神贯注|奋力|认真|紧张|精心|围着|围在|围坐|领取|捧着|举着|拿着|领到|收到|接过|参加|体验|挑选|展示|排队)[^,。]{2,30}[。!]?$",
    like="职工在展示自己改造的机床",
    unlike="职工在会上提出的难题,一件件有了着落。",
)
# The same where a heading right above makes a picture likely: 海边渔工上门动员骑手入会 · 驿站内,骑手在避风
DONE_BY_SOMEBODY = pattern(
    r"^(?!.*[。:!?])(?=.{10})[^。:]{0,18}(?:[\u4e00-\u9fff][员工农民手匠师生]|会员|职工|干部|志愿者|学者|代表|司机|骑手|孩子|劳模|队伍?|牧民)们?[^,。:]{0,4}"
    r"(?:正在?|在|为|给|向|走进|走访|深入|上门|冒[雪雨]|学习|学|讲述|讲解|讲|演示|展示|领取|领到|收到|参加|体验|比赛|排队|慰问|看望|送|采|练|装|驾|巡|接受|操作|制作|排练|签订|表演|合影|登上|围着)[^。:]{2,}$",
    like="县总工会干部上门动员骑手入会",
    unlike="让职工学有所成",
)
# What a union wants for everybody, 让职工在家门口学技能 · 工会为困难职工送上及时雨: a picture shows a few, and where
SLOGAN = pattern(
    r"^(?:[让为把使将用以给替当]|工会|(?:广大|全体|每[名位个])?(?:职工|干部|会员|骑手|司机|代表|志愿者|劳模|队伍|工匠|党员)(?:在|为|给|向|走进|深入|送|学))",
    like="职工在哪里 工会就在哪里",
    unlike="县总工会干部上门动员骑手入会",
)
GREETING = pattern(
    r"(?:主席|书记|部长|主任|副主席|市长|县长|区长|领导)[\u4e00-\u9fff]{2,4}.{0,14}(?:为|向|给|到|在|深入|走访|慰问|看望|调研|出席|参加|指导)",
    like="主席李红梅走访困难职工",
    unlike="主席团名单",
)
MONTH_AND_DAY = pattern(
    r"^(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日[,,]?", like="3月5日,志愿者走进社区", unlike="全年走进社区5次"
)
# A paragraph argues, a caption shows: these words do not stand under a picture
ARGUES = pattern(
    r"近年来|今年以来|一年来|五年来|下一步|今后|未来|同时,|此外|另外|首先|其次|为此|因此|不仅|坚持|紧紧围绕|将继续|累计|据悉|据了解|据介绍|[\"“].{4,}[\"”][^。]{0,12}(?:说|表示|告诉)|(?:说|表示|介绍说)[。:]",
    like="下一步,把夜校办到镇里",
    unlike="职工在夜校练焊接",
)


SPEAKS = pattern(
    r"[说道]\s?[,:]|表示|[说写道]:|\"[。!]?$|将继续|下一步|今后|新征程|展望|未来",
    like='他说:"这是我的家。"',
    unlike="他在夜校练焊接。",
)
# Figures over a time are a report's: 全年微宣讲2.1万次
TALLY = pattern(
    r"全年|全区|全县|全市|平均|比上年|\d[\d.]*万?(?:余|多)?(?:人次|场次|次|万元|元)",
    like="全年服务2.1万人次",
    unlike="三名师傅在讲课",
)


# △复工专车抵达蛟洋工业区: at a picture, in words that no program asks its reader with
POINTED_AT = pattern(
    r"^[▲△▽☝👆⬆]\s?(?=[^:|]{8,40}$)[\u4e00-\u9fff\"\d][^:|]*[\u4e00-\u9fff\"]$",
    like="△复工专车抵达园区",
    unlike="▲返回顶部",
)
BY_HAND = pattern(r"^[☝👆⬆]", like="☝夜校里,职工在学习焊接", unlike="▲弘扬劳模精神,营造尊重氛围")
# ●渔工在渔港码头量血压。: one sentence behind a sign that elsewhere opens headings and items
BEHIND_SIGN = pattern(r"^[●■◆○◎]\s*(?=[^。]{8,60}。$)", like="●渔工在码头的渔工之家量血压。", unlike="●建家")


# ▼ parts the text of messages, too
POINTER_ALONE = pattern(r"^[▲△↑]\s*$", like="▲", unlike="▲工会流动服务车开进修船厂。")


# [图片1:板材企业职工技能比武] · 【图说】渡口的夜校
CALLED_PICTURE = pattern(
    r"^[(\[](?:[上下]?[接转承见])?第?\d{1,4}页(?:[上下左右]?图|图片|照片)[)\]]|^[【\[(](?:图说|图片|图片说明|照片说明|图|照片|组图|图注|[上下左右本]图)\s?\d{0,2}(?:[-—.]\d{1,2})?\s?(?:[】\])]|:(?=.{4,}[】\])]$))|^图\s?\d{1,2}[-—.]\d{1,2}\s|^图\s?[一二三四五六七八九十\d]{1,2}\s?[:、]",
    like="[图片1:板材企业职工技能比武]",
    unlike="[图书角]新添三百册",
)


def is_marked(line: Line) -> bool:
    """True for a caption by its own words, wherever it stands: 图为…, ▲…, 图一:…, …李红梅摄."""
    return len(line.text) <= LONGEST_CAPTION and _is_marked(line.key)


@kept
def _is_marked(key: str) -> bool:
    return bool(PICTURE_WORDS.search(key)) or _has_photo_credit(key)


def has_photo_credit(line: Line) -> bool:
    """True for a line that ends with who took the picture, or with a word for one: 夜校课堂。李红梅 摄"""
    return _has_photo_credit(line.key)


def _has_photo_credit(key: str) -> bool:
    ends_so = key.rstrip(BEHIND_CREDIT)[-1:] in LAST_OF_CREDIT
    match = CREDIT_AT_END.search(key, max(0, len(key) - LONGEST_CREDIT)) if ends_so else None
    if not match:
        return False
    names = match["names"]
    if key.find("□") > 0 or (len(key) > LONGEST_SCENE and "提供" in match.group() and ARGUES.search(key)):
        return False  # …各项工作取得新进展。□何永(图片由省总工会提供)
    return (
        names is None
        or not names.strip()
        or bool(WRITER.search(match.group()))  # 本报记者 虎成 摄: be the family a rare one
        or any(is_name(name) for name in BETWEEN_NAMES.split(names))
        or is_name(names.replace(" ", ""))
    )


# A sign that points at the picture, or the word for one, says nothing once the layout is gone; a number
# (图一:) and the photographer stay, because they belong to the words
MARK = pattern(
    r"^(?:[▲▼△▽◀▶◁▷←→↑↓↖↗↘↙]\s*|[【\[(](?:图说|图片说明|照片说明|图片|图|照片|组图|图注)[】\])]\s*[:]?\s*|(?:图说|(?:图片|照片|图像|插图|配图|影像|摄影)说明|图注)\s*[:]\s*|(?:pic|photo)\d{0,2}\s?=)+(?=\S{2})",
    re.I,
    like="▲工会流动服务车开进修船厂。",
    unlike="工会流动服务车▲",
)


# (上图为职工技能大赛现场。): the brackets hold the whole caption
IN_BRACKETS = pattern(
    r"^\((?=[^()]{4,}(?:\([^()]*\)[^()]*)*\)$)",
    like="(上图为职工技能大赛现场。)",
    unlike="(上图)职工技能大赛现场。",
)


def below_pointers(lines: Sequence[Line]) -> set[int]:
    """Short lines below a sign that points at a picture and stands alone: ▲ / 职工在练兵场上比技能"""
    return {
        at + 1
        for at, (sign, line) in enumerate(pairwise(lines))
        if POINTER_ALONE.match(sign.key)
        and not (at + 2 < len(lines) and POINTER_ALONE.match(lines[at + 2].key))
        and line.hint is None
        and len(line.key) <= LONGEST_CREDIT
        and not line.ends_sentence
        and style_of(line) is PLAIN
    }


def words_of(line: Line) -> str:
    """A caption without its mark: ▲工会流动服务车开进修船厂。 -> 工会流动服务车开进修船厂。"""
    if IN_BRACKETS.match(line.key):
        line = line.part(1, len(line.key) - 1)
    match = MARK.match(line.key)
    return line.text[match.end() :] if match else line.text


def is_pointed_at(line: Line) -> bool:
    """True for some words behind ▲ or △: 返回顶部 is shorter, and what asks to press is known as that."""
    return bool(POINTED_AT.match(line.key))


def is_pointed_at_by_hand(line: Line) -> bool:
    """True for some words behind ☝, which no heading has."""
    return is_pointed_at(line) and bool(BY_HAND.match(line.key))


def shows_behind_sign(line: Line) -> bool:
    """True for one sentence behind ● that shows somebody."""
    sign = BEHIND_SIGN.match(line.key)
    if not sign or line.hint is not None:
        return False
    words = line.key[sign.end() :]
    return _manner(words) > 0 or (_manner(words) == 0 and bool(DONE_BY_SOMEBODY.match(words.rstrip("。"))))


def is_lone_credit(line: Line) -> bool:
    """True for a photographer alone on a line: 李红梅摄, (资料片)."""
    return len(line.key) <= LONGEST_CREDIT and bool(LONE_CREDIT.match(line.key))


def manner(line: Line) -> int:
    """How much a short line reads like words under a picture; 0 and less: not at all."""
    return _manner(line.key) if len(line.key) <= LONGEST_CAPTION else -9


def shows_somebody(line: Line) -> bool:
    """True for a short line that tells who does something, as words under a picture do and headings seldom."""
    return (
        len(line.key) <= LONGEST_SCENE
        and not SLOGAN.match(line.key)
        and (bool(DONE_BY_SOMEBODY.match(line.key)) or (manner(line) > 0 and not line.ends_sentence))
    )


@kept
def _manner(key: str) -> int:
    score = 0
    score += 2 if POSITION.search(key) else 0
    score += 2 if SCENE.search(key) else 1 if SEEN.match(key) else 0
    score += 1 if GREETING.search(key) else 0
    score += 1 if MONTH_AND_DAY.match(key) else 0
    score -= 2 if ARGUES.search(key) else 0
    score -= 1 if TALLY.search(key) else 0
    score -= 1 if len(key) > 80 else 0
    score -= 2 if key.count("。") > 2 else 0
    return score
