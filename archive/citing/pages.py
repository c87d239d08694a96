"""The page of a newspaper as a reference names it: 第03版 -> 3, 第三版 -> 3, A07版：要闻 -> A07."""

import re

from archive.ingest.text.folding import fold
from archive.ingest.text.numerals import han_number

HAN = "一二三四五六七八九十"
NUMBER = rf"(?:[A-Za-z]{{1,2}}-?\d{{1,3}}|\d{{1,3}}|[{HAN}]{{1,3}}|头)"
NUMBERS = rf"{NUMBER}(?:\s?版?\s?[-—~～至、,，/和及]\s?第?\s?{NUMBER})*"
# 第A07版：要闻 · 03版 · A07：要闻 · 3
LABEL = re.compile(rf"第?\s?({NUMBERS})\s?(?:版|(?=[:\s(])|$)")
RANGE = re.compile(r"\s?版?\s?[-—~～至]\s?第?\s?")
LIST = re.compile(r"\s?版?\s?[、,，/和及]\s?第?\s?")


def page(label: str, *, comma: str = "、") -> str:
    """What stands in the brackets: numbers without 第, 版 and leading zeros; with letters as printed."""
    plain = fold(label).strip()
    found = LABEL.match(plain)
    if found is None:
        return " ".join(label.split())
    return comma.join("-".join(map(_number, _ends(part))) for part in LIST.split(found.group(1)))


def _ends(part: str) -> list[str]:
    """02-03 has two; A-07 is one."""
    return [part] if re.fullmatch(r"[A-Za-z]{1,2}-?\d+", part) else RANGE.split(part)


def _number(text: str) -> str:
    if text == "头":
        return "1"
    if text[0] in HAN:
        return str(han_number(text))
    return text if text[0].isalpha() else str(int(text))
