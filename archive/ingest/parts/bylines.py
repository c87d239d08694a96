"""Who wrote it: 方以宁 本报记者 于晓禾 · 撰稿:祁望舒 · □文/图 本报通讯员 张 三 · (本报记者 李四)."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from archive.ingest.text.kept import kept
from archive.ingest.text.lines import Line
from archive.ingest.text.lists import word_list
from archive.ingest.text.newspaper import PAPER
from archive.ingest.text.patterns import pattern

# Family names. The hundred commonest cover 85 % of people; the rest are those met in newspapers' by-lines.
SURNAMES = word_list("surnames")
COMPOUND_SURNAMES = word_list("compound_surnames")

NAME = r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|·[\u4e00-\u9fff]{1,8})"
# 买买提·艾力 of Xinjiang, 才仁卓玛 of Qinghai, 乌云其其格 of Inner Mongolia
OTHER_NAME = pattern(
    r"[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,6})?|(?:才仁|扎西|次仁|卓玛|达瓦|尼玛|旦增|丹增|格桑|央金|巴桑|多吉|洛桑|索朗|泽仁|降央|平措|才让|仁青|乌云|其其格|娜仁|巴特|斯琴|萨仁|古丽|阿依|买买提)[\u4e00-\u9fff]{0,4}"
    r"|[\u4e00-\u9fff]{2}(?:卓玛|扎西|才让|央宗|顿珠|次仁|旺姆|多杰|拉姆|曲珍|德吉|罗布|江措|仁青|其其格|古丽)",
    like="买买提·艾力",
    unlike="李红梅",
)

# 加娜尔 · 叶尔波勒: written by its sound, in characters that such names are written with
BY_SOUND = pattern(
    r"[阿艾买麦热吐图帕巴努加叶库哈沙塔玛玉亚依吾伊拜达胡居卡拉萨苏托肖赛古丽娜尔提克江汗别木勒力孜夏曼合尼波兰姆莎米]{3,5}",
    like="加娜尔",
    unlike="夜校开班",
)

ROLE = (
    rf"(?:(?:本报|本网|本刊|本台|全媒体|融媒体?|工报|新华社|人民网|中工网|特约|特派|驻[\u4e00-\u9fff]{{2,4}}|首席|见习|实习|兼职|资深|通联|{PAPER}(?:全媒体)?)\s?){{0,4}}"
    r"(?:记者站|记者|通讯员|通訊員|特约撰稿人?|撰稿人|撰稿|撰文|供稿|文字|图文|文图|文/图|图/文|文并图|摄影报道|摄影|摄像|摄|评论员|作者|责任者|汇报人|发言人|报告人|主讲人|整理|采写|采访|编写|来稿|投稿人?|信息员|执笔|实习生|通联|文|图|报道|报道组)"
)
ROLE_OPENS = pattern(rf"{ROLE}(?=\s*[:：/]|\s*[\u4e00-\u9fff])", like="本报记者 于晓禾", unlike="夜校的教师")
MARK = r"[■□●◆◇○▲△★☆◎◉※*·•\-—|\[(（【<]*\s*"

# A line of roles and names, nothing else: "□ 通讯员 方永昌 李  晓", "本报记者 于晓禾 通讯员 张三 摄影报道"
ROLE_WORDS = pattern(
    r"图\s?[/:]\s?[\u4e00-\u9fff]{2,16}(?:提供|供图)|专题(?=撰文)|本报|本网|本刊|本台|全媒体|融媒体?|新华社|人民网|中工网|特约|特派|驻[\u4e00-\u9fff]{2,4}?站?(?=记者)|首席|见习|实习生?|兼职|资深|记者站?|通讯员|通联|撰稿人?|撰文|供稿|文字|图文|文图|文并图|"
    r"摄影报道|摄影|摄像|评论员|作者|责任者|(?i:author)\s?=|汇报人|发言人|报告人|主讲人|整理|采写|采访|编写|来稿|投稿人?|信息员|执笔|综合报道|报道组|联合报道|报道|(?<![\u4e00-\u9fff])(?:文|图|摄|稿)(?![\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+(?:文|图|摄|稿)$|"
    rf"{PAPER}(?=\s*(?:全媒体|特约|首席|见习|实习)?\s*(?:记者|通讯员))",
    like="□ 通讯员 方永昌",
    unlike="走进车间",
)
HAS_ROLE = pattern(
    r"记者|通讯员|通訊員|撰稿|撰文|执笔|作者|责任者|(?i:author)\s?=|汇报人|发言人|报告人|主讲人|供稿|文/图|图/文|文图|图文|文并图|摄影报道|实习生|"
    r"(?:整理|采写|采访|编写|来稿|投稿人?|信息员)\s*[/|:]|(?:^|[\s(□■●◆])(?:文|图|文字)\s*[/|:：·、]|[\u4e00-\u9fff]\s*[/／]\s*(?:文|图|摄)\s*$|\s(?:文|文图)$",
    like="撰稿:祁望舒",
    unlike="文化惠民",
)
# 青禾区总工会党组书记、主席 涂远: who speaks, above or below a report
SPEAKER = pattern(
    r"^[\u4e00-\u9fff]{1,16}工会(?:[\u4e00-\u9fff]{1,8}、)*(?:[\u4e00-\u9fff]{0,4}(?:主席|书记|主任))\s*(?P<name>[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3})$",
    like="青禾区总工会党组书记、主席 涂远",
    unlike="青禾区总工会办公室 涂远",
)
IN_BRACKETS = pattern(
    r"^[(\[【][^()\[\]【】]+[)\]】]$",
    like="(邵建华)",  # below an entry of a yearbook
    unlike="邵建华(青禾区总工会)",
)
SEPARATORS = pattern(
    r"[\s、,，/／|:：;；()（）\[\]【】<>《》■□●◆◇○▲△★☆◎※*•&\-—.。]+", like="于晓禾、张三", unlike="于晓禾"
)
# Slogans that begin with a family name: 温暖 安全 向基层 和谐
NOT_NAMES = pattern(
    r"管理员|佚名|小编|编辑|宣传员|网管员|[\u4e00-\u9fff]?(?:温暖|安全|安康|和谐|平安|高效|广大|向前|向上|向党|向未来|向基层|向一线|关爱|关怀|关心|时代|时评|方案|方法|计划|和美|金秋|金牌|强基|强会|党建|党旗|常态|全面|全力|全员|时光|文化|文明|成果|成效|成就|包容|国际|应急|应该|明天|明确|有为|有力|易地|车间|连心|农民|农家|花开|能手|能力|路上|路径|舒心|满意|幸福|荣誉|荣光|富民|信心|信息|平台|平凡|乐业|乐活|黄河|江河|江南|江城|江声|江湖|关注|方便|方式|时间|高清|程序|简介|成员|安排|常见|查看|全文|全部|章程|相关|文章|文件|文档|温度|季度|广告|应用|单位|计算|有关|明细|费用|解读|宣传|金融|石油|石化|水利|风采|云端|云上|雷锋|双创|双赢|双拥|师资|师带徒|师徒|家园)[\u4e00-\u9fff]?",
    like="金秋",
    unlike="于晓禾",
)
LONGEST_BYLINE = 70
# 胡广明 加入时间:2009年2月6日 · 2020-01-08 09:12 襄水县总工会 李慧萍: the line of a page that has a day
DAY = pattern(
    r"(?:19|20)\d\d(?:年|[-./])\s?\d{1,2}(?:月|[-./])\s?\d{1,2}", like="2009年2月6日", unlike="2009年度"
)
# What stands before writers in such a line: the day itself, a clock, where they work, a paper
BEFORE_WRITERS = pattern(
    rf"(?:[日版]|\d|原创|\||(?:工会|宣传部|办公室|中心)|{PAPER}|[网台社])$",
    like="2009年2月6日",
    unlike="字号",
)
ENDS_LIKE_A_PLACE = pattern(
    r"[省市县区旗州盟镇乡村街网报社局台站部会委办院校版期页号刊图]$", like="石桥县", unlike="涂远"
)
WORD, SURE_NAME = pattern(r"\S+", like="涂远", unlike=" "), 3
RUN_ON = ("记者", "通讯员", "通訊員", "实习生")
MOST_BARE_NAMES = 6

# 单位 after a name in a by-line: "张三(青禾区总工会)", "县总工会 李四", "作者单位:…"
WORKPLACE = pattern(
    r"[\u4e00-\u9fff]{2,20}(?:总工会|工会|联合会|宣传部|办公室|融媒体中心|报社|委员会|集团|公司|委|局|办|中心)$",
    like="润州区总工会",
    unlike="张三",
)

# At the end of the last paragraph: "…再立新功。(本报记者 张三 通讯员 李四)" or "…新贡献。 (王五)"
CLOSING = pattern(
    r"[(\[【]\s*([^()\[\]【】。,!?\"]{2,50})\s*[)\]】]\s*$",
    like="再立新功。(本报记者 张三 通讯员 李四)",
    unlike="(本报记者张三)昨日从区里回来",
)
# At the start of the lead: "本报讯(记者 张三 通讯员 李四)", "本报云川1月5日电(记者 张三)"
OPENING = pattern(
    r"^(?:【?\s*(?:本报|本网|本刊|[\u4e00-\u9fff]{2,6}报|[\u4e00-\u9fff]{2,4}网|[\u4e00-\u9fff]{2,4}新闻)(?:[\u4e00-\u9fff]{0,6}讯|消息|[\u4e00-\u9fff]{0,6}\d{1,2}月\d{1,2}日[电讯])\s*】?\s*)?"
    r"[(\[【]\s*(?:(?:本报|本网|本刊)讯\s*)?((?:本报|本网|[\u4e00-\u9fff]{2,6}报|特约|全媒体|融媒体?|首席|见习|实习)*\s*(?:记者|通讯员|撰稿|作者|文/图)[^()\[\]【】。,]{2,50})[)\]】]\s*",
    like="本报讯(记者 张三 通讯员 李四)一年来",
    unlike="本报讯 一年来(截至年底)",
)
# At the start of the lead without brackets: "本报讯 记者张三 通讯员李四报道 一年来…", "本报记者 张三 报道:…"
BARE_OPENING = pattern(
    r"^(?:【?\s*(?:本报|本网|本刊)(?:[\u4e00-\u9fff]{0,6}讯|消息|[\u4e00-\u9fff]{0,6}\d{1,2}月\d{1,2}日[电讯])\s*】?\s*)?"
    r"(?=(?:本报|本网|本刊|特约|全媒体|首席|见习|实习)*\s*(?:记者|通讯员))",
    like="本报讯 记者张三 报道:一年来",
    unlike="本报讯 一年来",
)
DATELINE = pattern(
    r"【?\s*[\u4e00-\u9fff]{0,8}(?:\d{1,2}月\d{1,2}日)?(?:[讯电]|消息)\s*】?",
    like="本报1月5日电",
    unlike="车间夜校",
)
OPENING_END = pattern(
    r"(?:\s*(?:摄影|图文|综合|联合)?报道)?\s*(?:[:]\s*|\s+)(?=\S)", like="张三 报道: 一年来", unlike="张三"
)
LONGEST_BARE_OPENING, SHORTEST_LEAD = 50, 20


SHORT_NAME = pattern(r"^[\u4e00-\u9fff]{2,4}$", like="于晓禾", unlike="于晓禾等十人")
STOP_OR_QUOTE = pattern(r"[。!?\"…]", like="谁来当娘家人?", unlike="本报记者 于晓禾")
COLON = pattern(r"[:：]", like="安全:一刻不松", unlike="于晓禾 张三")


def _letters(tokens: list[str]) -> list[str] | None:
    """Tokens with letter-spaced names closed up: 孟 凡 -> 孟凡; None when a single character is left over.

    Three together, beside names or alone, are one name: 祁 望 舒.
    """
    spaced = [token for token in tokens if len(token) == 1]
    if len(spaced) == SURE_NAME:
        at = tokens.index(spaced[0])
        if tokens[at : at + SURE_NAME] == spaced:
            return [*tokens[:at], "".join(spaced), *tokens[at + SURE_NAME :]]
    closed, spare = [], ""
    for token in tokens:
        if len(token) == 1:
            spare += token
            if len(spare) == 2:
                closed.append(spare)
                spare = ""
        elif spare:
            return None
        else:
            closed.append(token)
    return None if spare else closed


def is_name(token: str) -> bool:
    """True for a person's name: 许芸, 于晓禾, 欧阳文华, 买买提·艾力."""
    if OTHER_NAME.fullmatch(token):
        return True
    if not SHORT_NAME.match(token):
        return False
    if token[:2] in COMPOUND_SURNAMES:
        return len(token) >= 3
    return token[0] in SURNAMES and len(token) <= 3 and not NOT_NAMES.fullmatch(token)


def _bare_names(key: str) -> list[str] | None:
    tokens = [token for token in SEPARATORS.split(key) if token]
    return _letters(tokens) if tokens else None


def is_byline(line: Line, *, bare: bool) -> bool:
    """True for a line of writers. ``bare`` allows names without a role, right below a title.

    A bare name must begin with a family name: 许芸 is one, 强基固本 is a heading.
    """
    if len(line.key) > LONGEST_BYLINE:
        return False
    return _is_signed(line.key) or (bare and _is_bare_byline(line.key))


def _could_be_byline(key: str) -> bool:
    """False for a sentence, and for an entry of a record in its tags: <责任者>涂远</责任者>"""
    return not STOP_OR_QUOTE.search(key.rstrip("。")) and "总工会:" not in key and "</" not in key


@kept
def _is_signed(key: str) -> bool:
    """True for names with a role, in brackets, or of somebody who speaks."""
    if not _could_be_byline(key):
        return False
    if HAS_ROLE.search(key):
        rest = ROLE_WORDS.sub(" ", key)
        tokens = [token for token in SEPARATORS.split(rest) if token]
        names = _letters(tokens)
        if names is None:
            names = tokens
        good = [token for token in names if is_name(token) or WORKPLACE.match(token) or len(token) == 1]
        return len(good) >= max(1, (len(names) + 1) // 2) and sum(map(len, names)) - sum(map(len, good)) <= 6
    if IN_BRACKETS.match(key) and all(map(is_name, _bare_names(key) or [key])):
        return True
    speaker = SPEAKER.match(key)
    return speaker is not None and is_name("".join(speaker["name"].split()))


@kept
def _is_bare_byline(key: str) -> bool:
    if not _could_be_byline(key) or HAS_ROLE.search(key):
        return False
    names = _bare_names(key)
    return (
        names is not None
        and len(names) <= MOST_BARE_NAMES
        and any(is_name(name) for name in names)
        and all(_may_be_name(name, names) or WORKPLACE.match(name) for name in names)
        and not COLON.search(key)
    )


def _may_be_name(word: str, beside: list[str]) -> bool:
    """True for a name, and for 江河 or 加娜尔 beside 申志远, which surely is one."""
    sure = any(len(name) >= SURE_NAME and is_name(name) for name in beside)
    short = len(word) < SURE_NAME and word[0] in SURNAMES
    return is_name(word) or (sure and (short or bool(BY_SOUND.fullmatch(word))))


def _runs_on(before: Line, role: re.Match[str]) -> bool:
    """本报记者顾南|通讯员卫青, but not 青禾区融媒体中心|记者顾南: a role right behind names is the next writer's."""
    names = names_in(before)
    return bool(names) and role.group().endswith(RUN_ON) and all(is_name(name) for name in names)


def names_beside_a_day(line: Line) -> Iterator[tuple[int, int]]:
    """Where a line of the page that has a day names writers without a role, one of them by three characters."""
    if not DAY.search(line.key):
        return
    words = list(WORD.finditer(line.key))
    before = ""
    for are_names, run in groupby(words, key=lambda word: _is_sure_name(word.group())):
        found = list(run)
        sure = are_names and any(len(word.group()) >= SURE_NAME for word in found)
        if sure and (not before or BEFORE_WRITERS.search(before)):
            yield found[0].start(), found[-1].end()
        before = found[-1].group()


def _is_sure_name(word: str) -> bool:
    """岭西日报 县区·白塔 2014年1月16日: a section of the paper with its place looks like a name with a dot."""
    return is_name(word) and "·" not in word and not ENDS_LIKE_A_PLACE.search(word)


def split_byline(line: Line) -> tuple[Line, ...]:
    """One part for each role and its names, and for each name without a role: 方以宁 | 卫青 | 通讯员 张三 李四."""
    if not HAS_ROLE.search(line.key) and _are_sure_names(line.key):
        return tuple(line.part(*name.span()) for name in WORD.finditer(line.key))
    cuts = [0]
    for match in ROLE_OPENS.finditer(line.key):
        before = line.key[: match.start()].strip(" ([【")
        if not before or DATELINE.fullmatch(before):
            continue
        sign = line.key[match.start() - 1]
        if sign.isspace() or sign in "、,;)/|■□●◆◇○◎" or _runs_on(line.part(cuts[-1], match.start()), match):
            cuts.append(match.start())
    cuts.append(len(line.text))
    parts = [line.part(start, end) for start, end in pairwise(cuts)]
    merged: list[Line] = []
    for part in parts:
        if not part.text:
            continue
        if merged and not (names_in(merged[-1]) and names_in(part)):
            # 文/图 before 本报记者, 摄影报道 after the names: a role of its own takes its neighbour's names
            start = line.text.index(merged[-1].text)
            merged[-1] = line.part(
                start, line.text.index(part.text, start + len(merged[-1].text)) + len(part.text)
            )
        else:
            merged.append(part)
    return tuple(merged)


def _are_sure_names(key: str) -> bool:
    """True for 方以宁 卫青, one of which is written in three; 孟 凡 李 红 may be two that are set with blanks."""
    words = [word.group() for word in WORD.finditer(key)]
    return all(len(word) > 1 and _may_be_name(word, words) for word in words) and any(
        len(word) >= SURE_NAME for word in words
    )


def names_in(line: Line) -> tuple[str, ...]:
    """The persons that a part of a by-line names."""
    tokens = [token for token in SEPARATORS.split(ROLE_WORDS.sub(" ", line.key)) if token]
    return tuple(_letters(tokens) or tokens)


def opening_byline(line: Line) -> int:
    """Length of a by-line that opens the lead, 0 for none."""
    match = OPENING.match(line.key)
    return match.end() if match else _bare_opening(line)


def _bare_opening(line: Line) -> int:
    """Length of a by-line without brackets that opens the lead: the longest row of roles and names."""
    opening = BARE_OPENING.match(line.key)
    if not opening or len(line.key) < LONGEST_BARE_OPENING // 2 + SHORTEST_LEAD:
        return 0
    found = 0
    for end in OPENING_END.finditer(line.key[: opening.end() + LONGEST_BARE_OPENING], opening.end()):
        names = names_in(line.part(opening.end(), end.start()))
        if names and all(is_name(name) or WORKPLACE.match(name) for name in names):
            found = end.end()
    return found


def closing_byline(line: Line) -> int | None:
    """Where a by-line in brackets begins that closes the last paragraph, None for none."""
    match = CLOSING.search(line.key)
    if not match or not line.key[: match.start()].rstrip().endswith(("。", "!", "?", '"', "…", ".", "”")):
        return None
    inner = match.group(1)
    tokens = [token for token in SEPARATORS.split(ROLE_WORDS.sub(" ", inner)) if token]
    names = _letters(tokens) or tokens
    if names and all(is_name(name) or WORKPLACE.match(name) for name in names):
        return match.start()
    return None
