"""Cleaning: noise goes, letters get one width, and every character keeps its place in the raw text.

Cleaning only removes or normalises. Words that a reader would call page furniture (navigation, advertising)
are not removed here: they are set aside later, so that nothing visible is lost without a trace.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, pairwise

from archive.ingest.text.mapped import MappedText
from archive.ingest.text.patterns import pattern

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f"

LINE_ENDS = pattern(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]", like="一行\r\n二行", unlike="一行 二行")

# zero-width space U+200B from web pages, U+FEFF inside joined files, U+00AD of Word, stray NUL and ESC
INVISIBLE = pattern(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e0fff\U0001d173-\U0001d17a]+",
    like="工\u200b会",
    unlike="工会",
)

SPACES = {
    ord(sign): ord(" ")
    for sign in "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
}

# ２０１９年 -> 2019年, ＡＰＰ -> APP; punctuation stays as printed
WIDE_LETTERS = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}


def _old_code_points() -> dict[int, int]:
    """Characters of GBK and GB18030 that stood in the private use area until Unicode had them: \ue78d is a comma.

    Row FE of GBK had eighty of them side by side; GB18030 of 2005 and 2022 gave the last ones their places.
    """
    table = {0xE7C7: 0x1E3F, 0xE7C8: 0x01F9, 0xE7E7: 0x303E}
    table |= {0xE7E8 + at: 0x2FF0 + at for at in range(12)}
    table |= {old: ord(new) for old, new in zip(range(0xE78D, 0xE794), "，。、：；！？", strict=True)}
    table |= {0xE794: ord("〖"), 0xE795: ord("〗"), 0xE796: ord("…")}
    cells = [cell for cell in range(0x50, 0xA1) if cell != 0x7F]
    row = (bytes((0xFE, cell)).decode("gb18030") for cell in cells)
    table |= {old: ord(new) for old, new in zip(range(0xE815, 0xE865), row, strict=True) if ord(new) != old}
    late = {0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9}
    late |= {0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC}
    return table | late | {0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE}


def _upright() -> dict[int, int]:
    """Signs as they stand in vertical lines, as the signs that they are: ︐ -> ，, ﹁ -> 「"""
    table = {0xFE19: ord("…")}
    for code in (*range(0xFE10, 0xFE19), 0xFE31, 0xFE32, *range(0xFE35, 0xFE45), 0xFE47, 0xFE48):
        plain = ord(unicodedata.normalize("NFKC", chr(code)))
        table[code] = plain + 0xFEE0 if plain < 0x7F else plain
    return table


# ??青禾区总工会2019年工作综述: a program that knew no dash wrote question marks, with which no line begins
LOST_DASH = pattern(
    rf"(?m)\?\?(?<=^\?\?)(?=[ ]?[{HAN}])", like="??青禾区总工会2019年工作综述", unlike="谁来当娘家人??"
)
WIDE_POINT = pattern(r"．(?<=\d．)(?=\d)", like="5．2万人", unlike="五．二万人")  # ５．２万人


def _radicals() -> dict[int, int]:
    """⼯会 from PDF files made by browsers: the radical signs and compatibility forms as plain characters."""
    table = {}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E), 0x2E9F, 0x2EF3):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and ord(plain) != code:
            table[code] = ord(plain)
    supplement = "⺁厂⺇几⺌小⺎兀⺏尣⺐尢⺗心⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱网⺲罒⺳罓⺴罓⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭齿⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
    for radical, plain in zip(supplement[::2], supplement[1::2], strict=True):
        table[ord(radical)] = ord(plain)
    return table


RADICALS = _radicals()
OLD_CODE_POINTS = _old_code_points()
PLAIN_FORMS = (
    SPACES
    | RADICALS
    | WIDE_LETTERS
    | _upright()
    | {old: RADICALS.get(new, new) for old, new in OLD_CODE_POINTS.items()}
)

ENTITY = pattern(
    r"&(?:[a-zA-Z]{2,10}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});", like="工会&nbsp;综述", unlike="工会&综述"
)  # &nbsp; &ldquo; &#12288;

# <p> </div> <br/> <img src="1.jpg"> <!-- 正文 --> left over in saved text; 《…》 and <工会法> stay
BLOCK_TAG = pattern(
    r"</?(?:p|br|div|li|ul|ol|tr|table|h[1-6]|hr|section|article|center)\b[^<>\n]{0,400}>",
    re.I,
    like="一年来</p>",
    unlike="<工会法>",
)
INLINE_TAG = pattern(
    r"</?(?:a|b|i|u|em|strong|span|font|img|td|th|tbody|thead|sup|sub|o:p|st1:\w+|image|script|style|input|"
    r"button|form|iframe|label|small|big|s|del|figure|figcaption|video|source|wbr|nobr)\b[^<>\n]{0,400}>"
    r"|<!--[^\n]{0,400}?-->",
    re.I,
    like="<span class=x>一年来",
    unlike="<b款>合同",
)
# <p><img src="1.jpg">师傅在讲火候</p>
CAPTIONED_PICTURE = pattern(
    r"(?<=>)<img\b[^<>\n]{0,400}>(?=[^<>\n。]{4,60}。?</(?:p|div|center)>)",
    re.I,
    like='<p><img src="1.jpg">师傅在讲火候</p>',
    unlike='<p><img src="1.jpg"></p>',
)
# [b]一帆[/b] · [color=red]…[/color] · [indent]…[/indent]: what a forum set a post with; its tables and links stay as they are
POST_TAG = pattern(
    r"\[/?(?:b|i|u|s|size|color|backcolor|font|face|align|left|center|right|indent|float|p)(?:=[^\[\]\n]{0,80})?\]",
    re.I,
    like="[b]一帆,引领航向[/b]",
    unlike="[图片]",
)
POST_PICTURE = pattern(
    r"\[img(?:=[^\[\]\n]{0,40})?\][^\[\]\n]{1,300}\[/img\](?=[^\[\]\n。]{4,60}。?(?:\n|$))",
    re.I,
    like="[img]http://www.example.com/1.jpg[/img]师傅在赶制竹编",
    unlike="[img]http://www.example.com/1.jpg[/img]",
)
FEWEST_POST_TAGS = 4
# '''渡口的灯''' · [[文件:1.jpg|thumb|师傅在赶制竹编]]: the marks of a wiki
WIKI_BOLD = pattern(r"'{2,5}(?=[^'\n]{1,80}'{2,5})|(?<=[^'\n])'{2,5}", like="'''渡口的灯'''", unlike="it's")
WIKI_PICTURE = pattern(
    r"(?m)^\[\[(?:文件|图像|file|image):[^\[\]\n|]{1,80}(?:\|[a-z0-9]{1,12})*\|([^\[\]|\n]{2,80})\]\]$",
    re.I,
    like="[[文件:1.jpg|thumb|师傅在赶制竹编]]",
    unlike="[[分类:工会]]",
)
# <正> opens and closes the text of an abstract in a periodicals database
TEXT_MARK = pattern(r"[<〈＜]/?正(?:文)?[>〉＞]", like="<正>一年来", unlike="<正文见附件>")

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêăĕĭŏŭ"
_SYLLABLE = f"[a-zA-Zü{TONED}ɡ]{{1,7}}"
# 工會(huì)和務(wù): copies of web pages made unreadable on purpose; (APP) and (KTV) have no tone and stay
TONED_GLOSS = pattern(
    rf"(?<=[{HAN}])[(（][ ]?(?=[^()（）]{{0,7}}[{TONED}]){_SYLLABLE}[ ]?[)）]",
    like="工会(huì)",
    unlike="工会(APP)",
)
TONELESS_GLOSS = pattern(
    rf"(?<=[{HAN}])[(（](?:de|le|zhe|ne|ma|men|zi|ba|me|a|o|r|lo|la)[ ]?[)）]",
    like="我们(de)家",
    unlike="我们(APP)",
)
EMOJI_GLOSS = pattern(
    r"[(（][\u2190-\u21ff\u231a-\u23ff\u2600-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]{1,3}[)）]",
    like="工会(😀)",
    unlike="工会(笑)",
)
GLOSSES_THAT_SHOW_A_HABIT = 3  # one (de) may be a word; in a text with three toned glosses it is a gloss

# "> 一年来,区总工会": each row of a letter that is answered, or of one that is passed on
QUOTED = pattern(r"(?m)^[ \t]*(?:[>＞|｜][ ]?)+", like="> > 一年来", unlike="一年来 > 三年来")
ROW = pattern(r"(?m)^[^\n]*\S[^\n]*$", like="一年来", unlike=" ")
FEWEST_QUOTED, MOSTLY_QUOTED = 8, 0.6  # rows with the mark, and their share
# "  12  一年来,区总工会": a copy with the numbers of its rows, each one's or every fifth's, before or behind them
ROW_NUMBER = (
    pattern(
        r"(?m)^[ \t]*(\d{1,4})(?:[:：|｜]?([ \t]+)(?=[^ \t\n])|[:：|｜]?[ \t]*$)",
        like=" 12  一年来",
        unlike="12家企业",
    ),
    pattern(
        r"(?m)[ \t](?:(?<=\S[ \t])(?=[ \t])|(?<=^[ \t]))[ \t]*(\d{1,4})()[ \t]*$",
        like="一年来    12",
        unlike="一年来 12",
    ),
    # 001　渡口的灯: the proof of a page
    pattern(r"(?m)^(\d{1,4})(\u3000+)(?=[^\s\u3000])", like="001\u3000一年来", unlike="12家企业"),
)
FEWEST_NUMBERED, FEWEST_FIFTHS = 8, 3  # numbers that show the habit
COUNTED, NUMBERED_SHARE = 0.9, 0.7  # of the numbers, and of the rows
HIGHEST_FIRST = 100  # 2018 … 2019 … are years
# "工 会 工 作 综 述": a display line set with spaces; six single characters or more in a row, because
# "孟 凡 李 红" may be two letter-spaced names of a byline
LETTER_SPACED = pattern(
    rf"(?<![{HAN}])[{HAN}](?:[ \u3000]{{1,4}}[{HAN}]){{5,}}(?![{HAN}])",
    like="工 会 工 作 综 述",
    unlike="孟 凡 李 红",
)
# 松 坪 日 报: a paper's name in the masthead is shorter
LETTER_SPACED_PAPER = pattern(
    rf"(?m)^(?:[{HAN}][ \u3000]{{1,3}}){{2,5}}(?:日[ \u3000]{{1,3}}|晚[ \u3000]{{1,3}}|时[ \u3000]{{1,3}}|人[ \u3000]{{1,3}})?报(?![{HAN}])",
    like="松 坪 日 报",
    unlike="松 坪 日 记",
)
# 总工会 2017 年 工 作 综 述: the rest of a display line behind its year
LETTER_SPACED_YEAR = pattern(
    rf"(?<=\d)[ \u3000]{{0,3}}年(?:[ \u3000]{{1,3}}[{HAN}]){{3,}}(?![{HAN}])",
    like="总工会 2017 年 工 作 综 述",
    unlike="总工会 2017 年工作综述",
)
# "区 总 工 会 2019 年 ， 办 实 事": a text from a machine that reads pictures, a blank behind each sign
_PRINTED = rf"{HAN}0-9，。、；：！？“”‘’（）《》%"
BLANK_SEAM = pattern(rf"(?<=[{_PRINTED}]) (?=[{_PRINTED}])", like="区 总工会", unlike="区总工会")
CLOSED_SEAM = pattern(rf"(?<=[{HAN}])(?=[{HAN}])", like="总工", unlike="总 工")
MOSTLY_BLANK, FEWEST_BLANKS = 0.7, 200  # share of the seams of a text, and how many of them show the habit
# "2 0 1 7年,新建工会8 3家": figures as wide as characters, of which a PDF tells each by itself
# Digits that a copy set apart, with their points and signs: 2 0 1 7 年, 9 8 . 5 %. A list of single numbers is none of it:
# only where a year stands apart, too.
DIGITS_APART = pattern(
    r"(?<=\d) (?=\d)|(?<=\d) (?=[.%] ?)|(?<=\d [.]) (?=\d)", like="2 0 1 7年", unlike="2017年"
)
DIGITS_TOGETHER = pattern(r"(?<=\d)(?=\d)", like="2017年", unlike="2 0 1 7年")
YEAR_APART = pattern(r"(?<!\d)(?<!\d )(?:1 9|2 0) \d \d ?年", like="2 0 1 7年", unlike="1 9 3 5 7年")
MOSTLY_APART, FEWEST_APART = 0.7, 6  # a table of figures has far more digits that stand together
GAPS = pattern(r"[ \u3000]+", like="工 会", unlike="工会")

# A whole article on one line, its paragraphs parted by the indent that opened them:
# "…作出新贡献。　　一年来,县总工会…"
INDENT_IN_LINE = pattern(
    # led by a blank, so that nothing else of a text is looked at
    r"[ \u3000](?<=\S[ \u3000])"
    r"(?:(?<=[ ])(?:[ ]*(?:\u3000{2,}|\u3000[ ]\u3000)|[ ]{3,})|(?<=\u3000)(?:\u3000+|[ ]\u3000))[ \u3000]*(?=\S)",
    like="作出新贡献。　　一年来",
    unlike="作出新贡献。 一年来",
)
# The same with two blanks between all its parts: "…通讯员 屈南  渡口的灯…", but not the letter-spaced name of 方  兰
NARROW_GAP = pattern(
    r"[ ](?<=\S[ ])[ ]+(?!\S[ ])(?=\S)",
    like="通讯员 屈南  渡口的灯亮了",
    unlike="通讯员 方 兰 渡口的灯亮了",
)
FEWEST_GAPS = 5
SHORTEST_COLLAPSED_LINE = 120
LONG_LINE = pattern(
    rf"[^\n]{{{SHORTEST_COLLAPSED_LINE + 1},}}", like="一年来" * 41, unlike="一年来一年来" * 20
)
# A whole article on one line without any sign between its parts: 2019年工作总结各位代表、同志们:…予以审议。一、建会…
MOSTLY_ONE_LINE = 0.8  # of the text's characters
LONGEST_GLUED_HEAD = 120
GLUED_TITLE = pattern(
    r"\A[^\n。！？]{4,40}[结告述报实眸顾](?<=总结|报告|综述|汇报|纪实|回眸|回顾)(?=(?:尊敬的)?各位[^。:：\n]{1,30}[:：]|同志们[:：]|(?:19|20)\d\d年[,，]|一年来[,，])",
    like="2019年工作总结各位代表:",
    unlike="2019年工作总结会上",
)
GLUED_SALUTATION = pattern(
    r"[:：](?<=志们.|委员.|代表.)(?=[^\s\n])", like="各位代表:我受", unlike="各位代表:\n我受"
)
GLUED_PART = pattern(
    r"[。！？；](?=[一二三四五六七八九十]{1,2}、[^\n]|[（(][一二三四五六七八九十]{1,2}[)）])",
    like="请予审议。一、建会",
    unlike="请予审议。\n一、建会",
)
# Both begin with the blank itself and look back from there: a search skips to the blanks of a text
INNER_SPACES = pattern(
    r"[ \u3000](?<=[^\s\u3000].)(?:[ \u3000]+|(?<=\u3000))(?=[^\s\u3000])",
    like="工会  综述",
    unlike="工会 综述",
)
TRAILING_SPACES = pattern(
    r"[ \u3000](?<![ \u3000].)[ \u3000]*+(?=\n|\Z)", like="工会 \n综述", unlike=" 工会\n综述"
)


def _decode_entity(match: re.Match[str]) -> str:
    plain = html.unescape(match.group())
    if plain == match.group():
        return plain
    return " " if plain == "\xa0" else plain[:1] if plain.isprintable() or plain in "\n\u3000" else ""


def unify_line_ends(text: MappedText) -> MappedText:
    return text.replace(LINE_ENDS, "\n")


def decode_entities(text: MappedText) -> MappedText:
    return text.replace(ENTITY, _decode_entity) if "&" in text.text else text


def drop_tags(text: MappedText) -> MappedText:
    """Without the tags of a page's source; the picture before the words of its own paragraph leaves the sign for one."""
    if "<" in text.text:
        text = text.replace(CAPTIONED_PICTURE, "▲")
        text = text.replace(INLINE_TAG, "").replace(BLOCK_TAG, "\n")
    if text.text.count("[/") >= FEWEST_POST_TAGS:
        text = text.replace(POST_PICTURE, "▲").replace(POST_TAG, "")
    if "'''" in text.text or "[[" in text.text:
        text = text.replace(WIKI_BOLD, "").replace(WIKI_PICTURE, lambda match: f"▲{match[1]}")
    return text.replace(TEXT_MARK, "")


def drop_invisible(text: MappedText) -> MappedText:
    return text.replace(INVISIBLE, "")


def unify_width(text: MappedText) -> MappedText:
    return text.translate(PLAIN_FORMS).replace(WIDE_POINT, ".").replace(LOST_DASH, "——")


def drop_glosses(text: MappedText) -> MappedText:
    toned = sum(1 for _ in TONED_GLOSS.finditer(text.text))
    if toned:
        text = text.replace(TONED_GLOSS, "")
    if toned >= GLOSSES_THAT_SHOW_A_HABIT:
        text = text.replace(TONELESS_GLOSS, "")
    return text.replace(EMOJI_GLOSS, "")


def break_collapsed_lines(text: MappedText) -> MappedText:
    long = [match.span() for match in LONG_LINE.finditer(text.text)]
    if not long:
        return text
    if _is_one_line(text.text, long) and len(NARROW_GAP.findall(text.text)) >= FEWEST_GAPS:
        return text.replace(NARROW_GAP, "\n")
    starts = [start for start, _ in long]

    def broken(match: re.Match[str]) -> str:
        at = bisect_right(starts, match.start()) - 1
        return "\n\u3000\u3000" if at >= 0 and match.start() < long[at][1] else match.group()

    return text.replace(INDENT_IN_LINE, broken)


def _is_one_line(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    return max((end - start for start, end in lines), default=0) >= max(1, MOSTLY_ONE_LINE * len(text))


def break_glued_lines(text: MappedText) -> MappedText:
    """An article on one line, cut where its title, a salutation and numbered parts end or begin."""
    if not _is_one_line(text.text, [match.span() for match in LONG_LINE.finditer(text.text)]):
        return text
    cut = text.replace(GLUED_TITLE, lambda match: f"{match.group()}\n")
    head = cut.text.find("\n") + LONGEST_GLUED_HEAD
    cut = cut.replace(
        GLUED_SALUTATION, lambda match: f"{match.group()}\n" if match.start() < head else match.group()
    )
    return cut.replace(GLUED_PART, lambda match: f"{match.group()}\n")


def _closed(match: re.Match[str]) -> str:
    """Without the common gap; a wider one parts words: 精 准 服 务　共 筑 生 活 -> 精准服务 共筑生活."""
    gaps = GAPS.findall(match.group())
    common = max(set(gaps), key=gaps.count)
    return GAPS.sub(lambda gap: "" if gap.group() == common else " ", match.group())


def close_letter_spacing(text: MappedText) -> MappedText:
    for spaced in (LETTER_SPACED, LETTER_SPACED_PAPER, LETTER_SPACED_YEAR):
        text = text.replace(spaced, _closed)
    return text


def close_spaced_text(text: MappedText) -> MappedText:
    """A text in which nearly every sign is followed by a blank, closed up."""
    blanks = sum(1 for _ in BLANK_SEAM.finditer(text.text))
    closed = sum(1 for _ in CLOSED_SEAM.finditer(text.text)) if blanks >= FEWEST_BLANKS else blanks
    return text.replace(BLANK_SEAM, "") if blanks > MOSTLY_BLANK * (blanks + closed) else text


def close_spaced_digits(text: MappedText) -> MappedText:
    """A text in which nearly every digit of a number is followed by a blank, with its numbers closed up."""
    if not YEAR_APART.search(text.text):
        return text
    apart = sum(1 for _ in DIGITS_APART.finditer(text.text))
    together = sum(1 for _ in DIGITS_TOGETHER.finditer(text.text)) if apart >= FEWEST_APART else apart
    return text.replace(DIGITS_APART, "") if apart > MOSTLY_APART * (apart + together) else text


def drop_quote_marks(text: MappedText) -> MappedText:
    """A text that came as an answer to a letter, without the mark at the head of each row."""
    rows = sum(1 for _ in ROW.finditer(text.text))
    quoted = sum(1 for _ in QUOTED.finditer(text.text))
    return text.replace(QUOTED, "") if quoted >= max(FEWEST_QUOTED, MOSTLY_QUOTED * rows) else text


def drop_line_numbers(text: MappedText) -> MappedText:
    """A copy without the numbers that counted its rows; what they were set in by beyond the least stays."""
    for numbered in ROW_NUMBER:
        found = list(numbered.finditer(text.text))
        if found and _count_rows(found, text.text):
            gap = min((len(one[2]) for one in found if one[2] is not None), default=0)
            text = text.replace(numbered, partial(_without_number, gap=gap))
    return text


def _without_number(numbered: re.Match[str], *, gap: int) -> str:
    return (numbered[2] or "")[gap:]


def _count_rows(found: Sequence[re.Match[str]], text: str) -> bool:
    """True where the numbers count the rows of a text, with the empty ones or without."""
    growing = sum(1 for before, after in pairwise(found) if int(after[1]) > int(before[1]))
    if growing < COUNTED * (len(found) - 1):
        return False
    rows = [row.start() for row in ROW.finditer(text)]
    lines = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    return any(
        _grow_with([(bisect_right(starts, one.start()), int(one[1])) for one in found], len(rows))
        for starts in (rows, lines)
    )


def _grow_with(numbers: Sequence[tuple[int, int]], rows: int) -> bool:
    """True where each number is larger by the rows since the one before, and all rows are counted."""
    steps = Counter(
        after[1] - before[1]
        for before, after in pairwise(numbers)
        if after[1] - before[1] == after[0] - before[0]
    )
    if not steps or numbers[0][1] > HIGHEST_FIRST:
        return False
    ((step, _),), fitting = steps.most_common(1), steps.total()
    fewest = FEWEST_NUMBERED if step == 1 else FEWEST_FIFTHS
    whole = step * len(numbers) >= NUMBERED_SHARE * rows
    return whole and fitting + 1 >= fewest and fitting >= COUNTED * (len(numbers) - 1)


def unify_spaces(text: MappedText) -> MappedText:
    return text.replace(TRAILING_SPACES, "").replace(INNER_SPACES, " ")


STEPS: tuple[Callable[[MappedText], MappedText], ...] = (
    unify_line_ends,
    decode_entities,
    drop_tags,
    drop_invisible,
    unify_width,
    drop_glosses,
    drop_quote_marks,
    drop_line_numbers,
    break_collapsed_lines,
    break_glued_lines,
    close_spaced_text,
    close_spaced_digits,
    close_letter_spacing,
    unify_spaces,
)


def clean(raw: str) -> MappedText:
    """The text without noise, each character with its place in ``raw``."""
    text = MappedText.of(raw)
    for step in STEPS:
        text = step(text)
    return text
