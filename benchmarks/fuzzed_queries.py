"""Queries that nobody types on purpose: operators, quotation marks, markup and odd characters in any mixture.

Tests and the benchmark of the slowest answer ask the same ones.
"""

# ruff: noqa: RUF001 (full-width and invisible signs belong to what is asked)

import random
import sys
from collections.abc import Callable, Iterator, Sequence

CANARY = "canary7"
"""Part of every piece of markup, so that a page can be looked through for what came alive in it."""

OPERATORS = (
    *(
        "AND",
        "OR",
        "NOT",
        "and",
        "ＡＮＤ",
        "ＯＲ",
        "ＮＯＴ",
        "ORNOT",
        "-",
        "－",
        "--",
        "|",
        "｜",
        "||",
        "&",
        "&&",
        "!",
    ),
    *(
        "(",
        ")",
        "（",
        "）",
        "()",
        ")(",
        "((",
        "（）",
        '"',
        "＂",
        "“",
        "”",
        "„",
        "‟",
        "「",
        "」",
        "『",
        "』",
        "｢",
        "｣",
    ),
    *(
        "'",
        "‘",
        "’",
        '""',
        "“”",
        "”“",
        "「」",
        "~",
        "^2",
        "*",
        "?",
        "+",
        "\\",
        "/",
        "%",
        "_",
        "$",
        "#",
        "@",
        ";",
    ),
)
FIELDS = (
    *(
        "标题:",
        "标题：",
        "小标题:",
        "報紙：",
        "报纸:",
        "单位：",
        "地区:",
        "正文:",
        "年份:",
        "年份：",
        "標題:",
    ),
    *(
        "标题:(",
        "正文:“",
        "年份:(",
        "单位:-",
        "地区:地区:",
        "title:",
        "id:",
        "django_ct:",
        "text:",
        "_exists_:",
    ),
)
YEARS = (
    *(
        "2019",
        "2018..2021",
        "2021..2018",
        "..",
        "2018..",
        "..2021",
        "2018—2021年",
        "２０１９",
        "二〇一九",
        "0",
        "-1",
    ),
    *("99999999999999999999", "2019年至2020年", "2018～", "20l9", "1e9", "2019.0", "NaN", "[2018 TO 2021]"),
)
WORDS = (
    *(
        "工会",
        "职工",
        "集体协商",
        "工会服务职工",
        "爱心驿站",
        "困难职工帮扶",
        "药",
        "的",
        "a",
        "6.3万人",
        "98.6％",
    ),
    *(
        "云川市总工会",
        "临江区",
        "工惠",
        "gonghui",
        "union",
        "ＡＰＰ",
        "3,456",
        "工會",
        "㎡",
        "½",
        "№",
        "𠮷",
        "𠮷野家",
    ),
    *(
        "一函两书",
        "“四季送”",
        "互联网+工会",
        "10%",
        "：",
        "。",
        "……",
        "——",
        "·",
        "、",
        "《",
        "》",
        "【",
        "】",
    ),
)
FRAGMENTS = (
    *(
        f"<script>{CANARY}()</script>",
        f'"><img src=x {CANARY}=1 onerror={CANARY}()>',
        f"<{CANARY}>",
        f"</mark><{CANARY}>",
    ),
    *(
        f"'><svg/onload={CANARY}()>",
        f"javascript:{CANARY}()",
        f"<!--{CANARY}-->",
        f"]]><{CANARY}/>",
        f"&lt;{CANARY}&gt;",
    ),
    *(
        "</title>",
        "</textarea><b>",
        "&#60;b&#62;",
        "&amp;amp;",
        "<mark>",
        "{{ 7|add:7 }}",
        "{% load static %}",
        "${7*7}",
    ),
    *(
        "'; DROP TABLE archive_article; --",
        "' OR '1'='1",
        "1) UNION SELECT null--",
        "%' ESCAPE '\\",
        "\\x27",
        "x' AND 1=1",
    ),
    *(
        "(a+)+$",
        ".*",
        "[^",
        "(?P<n>",
        "\\d{999}",
        "(?:(?:(?:",
        "a{1,99999}",
        "\\b\\w+\\b",
        "^$",
        "(?=",
        "\\Z",
        "[一-龥]*",
    ),
    *(
        "%s%s%n",
        "%(name)s",
        "{0.__class__}",
        "../../etc/passwd",
        "http://例子.测试/?a=1&b=2#c",
        "%00",
        "%E4%BD",
        "\\u0000",
    ),
    *(
        "=HYPERLINK(1)",
        "@SUM(1)",
        "+1",
        "text:[* TO *]",
        "*:*",
        "_val_:1",
        "工会~2",
        "{!lucene}",
        'NEAR("a","b",2)',
    ),
)
ODD_CHARACTERS = (
    *("\x00", "\x01", "\t", "\n", "\r\n", "\x0b", "\x0c", "\x1b[31m", "\x1f", "\x7f", "\x85", "\xa0", "\xad"),
    *(
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\u3000",
    ),
    *(
        "\u0301",
        "e\u0301",
        "\ufe0f",
        "\U000e0101",
        "\U0010ffff",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "ﬁ",
        "ß",
    ),
    *(
        "İ",
        "ı",
        "ſ",
        "K",
        "ǆ",
        "ﷺ",
        "٣",
        "๓",
        "Ⅷ",
        "⑫",
        "㈱",
        "㍿",
        "㋿",
        "一一",
        "⼯",
        "戶",
        "乾",
        "\u3099",
        "ｶﾞ",
    ),
)
LONE_SURROGATES = ("\ud800", "\udfff", "\udc80工会")
"""Never in a URL, but in arguments of a command and in texts of a broken encoding."""

PLAUSIBLE = (
    *(
        "集体协商 -药",
        "“工会服务职工” OR 劳模",
        "标题:工会 年份:2018..2021",
        "（劳模 OR 工匠） 宣讲",
        "地区:临江 爱心驿站",
    ),
    *(
        '单位:"云川市总工会" NOT 标题:工作计划',
        "报纸:日报 正文:“互联网+工会”",
        "甲 乙 OR 丙 丁",
        "小标题:(维权 OR 帮扶)",
    ),
)
COMMON = (
    *(
        "的",
        "工",
        "会",
        "，",
        "一",
        "年",
        "0",
        "2",
        "职工",
        "工会",
        "工会工作",
        "服务",
        "职工 服务",
        "“的",
        "年份:2010..2024",
    ),
    *(
        "地区:省",
        "单位:工会",
        "报纸:报",
        "标题:工",
        "小标题:工",
        "正文:的",
        "-药",
        "-标题:药",
        "工会组织建设服务职工权益",
    ),
)
"""Stand in nearly every article: what takes longest to answer."""
ALPHABET = "工会职业务员，。：；“”（）-－|｜\"'()<>&5２.． aＡ\u3000:：年份标题OR"
LENGTHS = (1, 2, 2, 3, 3, 4, 5, 7, 10, 14)
"""Pieces of a mixture: short ones find something, long ones try the reader of the language."""
SEPARATORS = ("", "", "", " ", " ", "\u3000", "  ", "\n", "\t")


def fuzzed(count: int, *, seed: int, surrogates: bool = True) -> Iterator[str]:
    """The same queries for the same arguments."""
    chance = random.Random(seed)
    odd = ODD_CHARACTERS + (LONE_SURROGATES if surrogates else ())
    makers: Sequence[Callable[[random.Random, Sequence[str]], str]] = (
        *(_mixture, _mixture, _mixture, _spoiled, _spoiled, _letters, _letters),
        *(_any_characters, _nested, _overlong, _heavy, _heavy),
    )
    for _ in range(count):
        yield chance.choice(makers)(chance, odd)


def _mixture(chance: random.Random, odd: Sequence[str]) -> str:
    """Pieces of every kind side by side."""
    kinds = chance.choices(
        (OPERATORS, FIELDS, YEARS, WORDS, FRAGMENTS, odd),
        weights=(5, 3, 2, 6, 3, 2),
        k=chance.choice(LENGTHS),
    )
    return "".join(chance.choice(kind) + chance.choice(SEPARATORS) for kind in kinds)


def _spoiled(chance: random.Random, odd: Sequence[str]) -> str:
    """A sensible query with some characters lost, doubled, exchanged or added."""
    characters = list(chance.choice(PLAUSIBLE))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(characters)) if characters else 0
        match chance.randrange(4):
            case 0:
                del characters[at : at + 1]
            case 1:
                characters[at:at] = characters[at : at + chance.randint(1, 4)]
            case 2:
                characters[at : at + 1] = chance.choice(OPERATORS + FIELDS)
            case _:
                characters.insert(at, chance.choice([*odd, *YEARS, *FRAGMENTS]))
    return "".join(characters)


def _letters(chance: random.Random, odd: Sequence[str]) -> str:
    """Signs of the query language and a few characters, without any plan."""
    return "".join(chance.choices(ALPHABET, k=chance.choice(LENGTHS) * 3))


def _any_characters(chance: random.Random, odd: Sequence[str]) -> str:
    """Code points from anywhere."""
    points = (chance.randrange(1, sys.maxunicode) for _ in range(chance.randint(1, 40)))
    return "".join(chr(point) for point in points if not 0xD800 <= point <= 0xDFFF)


def _nested(chance: random.Random, odd: Sequence[str]) -> str:
    depth = chance.randint(1, 12)
    opening = "".join(chance.choice(("(", "（", "-(", "NOT (", "标题:(", "工会 OR (")) for _ in range(depth))
    return (
        opening + chance.choice(WORDS) + chance.choice((")", "）", "", "))")) * chance.randint(0, depth + 2)
    )


def _heavy(chance: random.Random, odd: Sequence[str]) -> str:
    """As many common terms as the language takes, and some more."""
    joint = chance.choice((" ", " OR ", "|", " ", " -"))
    return joint.join(chance.choices(COMMON, k=chance.randint(1, 14)))


def _overlong(chance: random.Random, odd: Sequence[str]) -> str:
    """One piece many times over: at the bounds of the language and far past them."""
    piece = chance.choice(WORDS + OPERATORS + FIELDS + FRAGMENTS + tuple(odd)) + chance.choice(SEPARATORS)
    return piece * (chance.choice((13, 40, 199, 201, 1000, 20_000)) // len(piece) + 1)
