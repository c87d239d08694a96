"""What counts as the same character, sign by sign and class by class; the one table of this site.

``plain`` gives a printed character in the plain form that stands for its class. White space is kept here as one of
two signs, because between two digits it tells two numbers apart; ``search.analysis`` drops it later on.
"""

import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "same_characters.tsv"
"""Han characters, a class a line; ``search.build_same_characters`` says where each comes from."""

SPACE, BREAK = " ", "\t"
SPACES_WITHIN_NUMBERS = "\u0020\u00a0\u2009\u202f"
"""12 345: one of these groups the thousands of a number; any other white space stands between two numbers."""

CLASSES = {
    '"': "\"“”„‟〝〞〟＂'‘’‚‛＇`´′″‵‶「」『』｢｣﹁﹂﹃﹄",
    ",": ",，﹐",
    ".": ".．﹒․",
    # 、。 and the dots of names (阿依古丽·买合木提) count like a comma in the end; between digits they are none.
    "、": "、。､｡﹑︑︒︐·•・‧∙⋅･᛫●⸱ㆍ⦁",
    "-": "-‐‑‒–—―−－﹣﹘─━﹉～〜〰~∼˜⁓⁃˗︱⸺⸻",
    "…": "…⋯‥︙",
    "零": "零〇",
    "○": "○◯⭕",  # a zero after a Chinese digit only; elsewhere it opens an item
    "(": "(（﹙︵⦅｟",
    ")": ")）﹚︶⦆｠",
    "[": "[［【〔〖﹝{｛﹛︻︹︷⟦〚〘",
    "]": "]］】〕〗﹞}｝﹜︼︺︸⟧〛〙",
    "<": "<＜〈《﹤︿︽⟨⟪≪«‹",
    ">": ">＞〉》﹥﹀︾⟩⟫≫»›",
    ":": ":：∶︰﹕ː꞉",
    ";": ";；﹔︔",
    "!": "!！﹗︕ǃ",
    "?": "?？﹖︖",
    "/": "/／∕⁄╱",
    "|": "|｜￨│┃",
    "×": "×✕✖╳⨯✗✘",
    "%": "%％﹪",
    "+": "+＋﹢",
    "=": "=＝﹦",
    "*": "*＊﹡∗",
    "≤": "≤≦⩽",
    "≥": "≥≧⩾",
    "°": "°˚º",
    "a": "aɑ",  # the letters of printed pinyin
    "g": "gɡ",
}
"""The sign that stands for a class, and all of it. 2016—2020, 2016-2020 and 2016～2020; 【】 and []; 二〇一九 and 二○一九."""

INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
INVISIBLE = frozenset("\ufffc\u2800\u3164\u115f\u1160\uffa0\u034f\u17b4\u17b5\u2065\U00016fe4") | frozenset(
    map(
        chr,
        (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0FFF), *range(0xFFF0, 0xFFFC)),
    )
)
"""What draws nothing without being of such a category: the place of an object, fillers, an empty Braille cell."""

_sign_of = {sign: plain for plain, signs in CLASSES.items() for sign in signs}


@cache
def han() -> dict[str, str]:
    """Every Han character that has a commoner one of its class, with that one: 會 → 会, 値 → 值, ⻓ → 长."""
    found: dict[str, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        plain, others, _sources = line.split("\t")
        found |= dict.fromkeys(others, plain)
    return found


def plain(character: str) -> str:
    """The plain form of one printed character; empty for what draws nothing, several signs for ㎡ and ½."""
    folded = _once(character)
    while folded != (again := "".join(map(_once, folded))):
        folded = again
    if unicodedata.category(character) == "No" and folded[-1:].isascii() and folded.strip():
        return f"{BREAK}{folded}{BREAK}"  # ①② are two numbers, not twelve
    return folded


def variants(character: str) -> str:
    """Every single character that counts as this one: 會 and 会 -> 会會㑹…; itself alone for ㎡, which is two."""
    return _classes().get(plain(character), character)


@cache
def _classes() -> dict[str, str]:
    """By its plain form the members of each class among the characters that print."""
    found: dict[str, str] = {}
    for sign in map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x10000), *map(ord, han()))):
        folded = plain(sign)
        if len(folded) == 1 and folded not in (SPACE, BREAK) and sign not in found.get(folded, ""):
            found[folded] = found.get(folded, "") + sign
    return found


def _once(character: str) -> str:
    if character in _sign_of:
        return _sign_of[character]
    if character in (SPACE, BREAK):
        return character
    if character in SPACES_WITHIN_NUMBERS:
        return SPACE
    if character.isspace():
        return BREAK
    if character in INVISIBLE or unicodedata.category(character) in INVISIBLE_CATEGORIES:
        return ""
    compatible = unicodedata.normalize("NFKC", character)
    if compatible[0].isspace():
        compatible = unicodedata.normalize(
            "NFC", character
        )  # ¨ is a space with an accent on it, which would fall on another letter
    table = han()
    return "".join(_sign_of.get(sign) or table.get(sign, sign) for sign in compatible.lower())
