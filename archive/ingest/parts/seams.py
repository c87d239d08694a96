"""Sentences that a page broke apart: by a column, a page end, a caption in between, or a hard wrap.

A paragraph that does not end a sentence wants its other half. How well a later line fits is told by the seam: the
word that the two edges make (坚|定不移), figures (1|37家), an open bracket or quotation mark that the later line
closes, or a fragment too short to open a paragraph (心。另一方面).
"""

from collections.abc import Iterable

from archive.ingest.parts.headings import PLAIN, style_of
from archive.ingest.parts.wrapping import OPENING_MARK
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.lists import word_list
from archive.ingest.text.numerals import ONE_TO_TEN, UNITS
from archive.ingest.text.patterns import pattern

# Frequent words of the genre: where a page broke one apart, the two halves make it again (坚|定不移, 歇|脚). The
# document's own words are asked too, so the list needs no names and no rare words.
COMMON_WORDS = word_list("words")

# Too short to open a sentence: "感、幸福感", "心。另一方面", "七百元,如今"; 入秋, and 五年来, and 县、乡、村 open one
FRAGMENT = pattern(
    r"^(?![省市县区乡镇村街]、)[^,、。!?;:\"'(《]{1,3}[、。!?;)\]》]|^[^,、。!?;:\"'(《\d][,\"]"
    rf"|^[{ONE_TO_TEN}两百千万\d]{{1,4}}{UNITS}[,、。]",
    like="心。另一方面",
    unlike="县、乡、村三级",
)
CLOSING_SIGN = pattern(r"^[,、。!?;:)\]》\"'…%]", like="。另一方面", unlike="另一方面")
# How paragraphs begin: 2019年,… · 近年来 · 区总工会 · “三八”… · 据介绍
FRESH_START = pattern(
    r"^(?:(?:19|20)\d\d年|\d{1,2}月|近年|今年|去年|五年|一年|目前|当前|同时|此外|另外|首先|其次|最后|据|为此|为了|在|自|截至|面对|围绕|[一二三四五]是|"
    r"(?:全|我|本)?[省市县区州旗]总工会|各级|全[省市县区]|[\u4e00-\u9fff]{2,9}总工会|[\"《【#])",
    like="2019年,区总工会",
    unlike="坚定不移",
)
# What opens a paragraph even where the one above it lacks its stop; 在, 为了, 区总工会 may as well carry on a sentence
SURE_START = pattern(
    r"^(?:(?:19|20)\d\d年|\d{1,2}月\d{0,2}|近年|今年|去年|年[初底中末],|五年来|一年来|目前|当前,|同时,|此外,|另外,|首先,|其次,|最后,|"
    r"据(?:悉|介绍|统计|了解)|[一二三四五]是|[【#])",
    like="据介绍,夜校",
    unlike="在夜校里",
)
HALF_A_FIGURE, POINT = (
    pattern(r"\d\.$", like="面积1.", unlike="面积1.5"),
    pattern(r"^\.\d", like=".2万平方米", unlike="2万平方米"),
)
BARE_NUMBER = pattern(r"^\d+(?![\d、.)])", like="00人次", unlike="1.走访职工")
YEAR = pattern(r"^(?:19|20)\d\d年", like="2019年5月", unlike="19年5月")
PAIRS = (("(", ")"), ("《", "》"), ("[", "]"), ("【", "】"))
# A unit after a figure; 年初 个人 家庭 户外 项目 open sentences of their own
UNIT = pattern(
    r"^(?:年(?![初底末中终关轻前来复])|月(?![初底末月])|日(?![前常复])|余(?!下)|万|亿|千(?!方)|百(?!姓)|个(?![人体性])|名(?![单师家])|人(?![人民才社大们生均力])|家(?![庭家里门长政属])|件|份|"
    r"场(?![上地馆所])|次|户(?![外籍])|元(?![旦月])|%|点(?![击亮燃])|位(?![于置])|期(?![间盼])|项(?!目)|批(?!准)|座(?!谈)|所(?!以)|册|套|岁|小时|公里|平方)",
    like="份,覆盖",
    unlike="年初,区总工会",
)

# Nothing opens with these, they lean on the word before: 的名册… · 们的娘家人; but 的确, 着力, 过去 open sentences
LEANING = pattern(
    r"^(?:的(?![确士])|们|了(?![解然却])|着(?![力眼手重实落装陆色])|过(?![去年节程硬往冬半关目度渡])|之[一间中])",
    like="的名册",
    unlike="的确,这一年",
)
# One character and a stop is the end of a word: 员,拿到返还的经费后… · 分。区总工会说…
SPLINTER = pattern(
    r"^[\u4e00-\u9fff][,。;!?)](?<![是好对][,!])", like="员,拿到返还的经费后", unlike="好,就这么办"
)
# A clause that goes on with its verb: 把棉鞋送到… · 为436名职工… · 并建立…; under a picture stands a scene
GOES_ON = pattern(
    r"^(?:把|被|将|为|并|也|又|还|使|让|给|共|其中|其余|以及|和|与|及|或|从而|确保|推动|不断|进一步|\d)",
    like="并建立台账",
    unlike="区总工会建立台账",
)
# No heading and no sentence ends with these: …到年底,名册上的217家企业有198家挂上了工会的 | 牌子
OPEN_END = pattern(
    r"[的把被和与及对给向从将又也就并而或让使由至到]$|[都就正便]是$",
    like="挂上了工会的",
    unlike="挂上了工会牌子",
)

WORD_SEAM, LONG_SEAM, FIGURE_SEAM, BRACKET_SEAM, LEANING_SEAM, FRAGMENT_SEAM = 2, 2, 4, 4, 4, 2


def is_open(line: Line) -> bool:
    """True when the line breaks off inside a sentence, or inside a figure (1.|2万平方米)."""
    return not line.ends_sentence or bool(HALF_A_FIGURE.search(line.key))


def breaks_at_comma(line: Line) -> bool:
    """True when the line ends where no sentence and no heading ends: …职工1264户,"""
    return line.key[-1] in ",、("


def breaks_off(line: Line) -> bool:
    """True when the line ends in mid-clause by its last sign or word."""
    return breaks_at_comma(line) or bool(OPEN_END.search(line.key))


def goes_on(line: Line) -> bool:
    """True for a line that opens like the middle of a sentence."""
    return bool(GOES_ON.match(line.key) or LEANING.match(line.key) or CLOSING_SIGN.match(line.key))


def opens_something(before: Line, line: Line) -> bool:
    """True for a line that shows by its form that it opens something: it carries on no other."""
    if before.key[-1].isdigit() and BARE_NUMBER.match(line.key):
        return False  # 慰问一线职工66 | 00人次
    marked = line.hint in (Hint.HEADING, Hint.SUBHEADING, Hint.TITLE, Hint.SUBTITLE)
    return marked or style_of(line) is not PLAIN or bool(OPENING_MARK.match(line.key))


def surely_starts_afresh(line: Line) -> bool:
    """True for the usual openings of a paragraph: 2019年3月, · 据介绍 · 二是"""
    return bool(SURE_START.match(line.key))


def open_signs(key: str) -> set[str]:
    """The brackets and quotation marks that the line opens and does not close, by their closing sign."""
    signs = {close for opening, close in PAIRS if key.count(opening) > key.count(close)}
    if key.count('"') % 2:
        signs.add('"')
    return signs


def _closes(key: str, sign: str) -> bool:
    at = key.find(sign)
    opening = {close: opening for opening, close in PAIRS}.get(sign)
    return at >= 0 and (opening is None or opening not in key[:at])


def figure_seam(before: Line, after: Line) -> int:
    """Evidence that a figure was cut, or a figure from its unit: 1|37家, 1.|2万, 3570|份."""
    left, right = before.key, after.key
    if YEAR.match(right):  # 新建工会46 | 2019年5月: two entries of a chronicle
        return 0
    cut = left[-1].isdigit() and bool(right[0].isdigit() or POINT.match(right) or UNIT.match(right))
    return FIGURE_SEAM if cut or (HALF_A_FIGURE.search(left) and right[0].isdigit()) else 0


def hard_seam(before: Line, after: Line) -> int:
    """Evidence that needs no dictionary: figures, brackets, closing signs, a fragment too short to open."""
    left, right = before.key, after.key
    score = figure_seam(before, after)
    if any(_closes(right[:60], sign) for sign in open_signs(left)):
        score += BRACKET_SEAM
    if (CLOSING_SIGN.match(right) and right[0] != '"') or LEANING.match(right) or SPLINTER.match(right):
        score += LEANING_SEAM
    elif FRAGMENT.match(right):
        score += FRAGMENT_SEAM
    return score


class OwnWords:
    """Pairs and triples of characters in a text: its own words count like known ones."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._text = "\n".join(keys)

    def has_word(self, pair: str) -> bool:
        """True for a pair that is a known word, or comes twice in the text."""
        return pair in COMMON_WORDS or self._text.find(pair, self._text.find(pair) + 1) > 0

    def has_triple(self, triple: str) -> bool:
        """True for three characters that stand side by side somewhere in the text."""
        return len(triple) == 3 and triple in self._text


def seam(before: Line, after: Line, own: OwnWords) -> int:
    """How well ``after`` carries on the sentence that ``before`` breaks off; 0 means no evidence."""
    left, right = before.key, after.key
    score = hard_seam(before, after)
    if left[-1].isalnum() and right[0].isalnum():  # a comma and the word after it make no word
        if own.has_word(left[-1] + right[0]):
            score += WORD_SEAM
        if own.has_triple(left[-2:] + right[:1]) or own.has_triple(left[-1:] + right[:2]):
            score += LONG_SEAM
    if FRESH_START.match(right) and score < FIGURE_SEAM:
        score -= 1
    return max(score, 0)
