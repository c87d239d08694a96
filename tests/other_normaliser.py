"""A second opinion on what the same characters are: other libraries and other tables than the site's own.

Whole texts go through Unicode's NFKC and OpenCC's phrases (the site folds character by character by a table of its
own); signs are matched by their Unicode names instead of by lists; numbers are compared as numbers, by tokens.
"""

import re
import unicodedata
from functools import cache

import opencc

DRAWN = frozenset("LMNPS")
KINDS = (
    ("QUOTATION MARK", '"'), ("APOSTROPHE", '"'), ("CORNER BRACKET", '"'), ("PRIME", '"'), ("GRAVE ACCENT", '"'),
    ("DASH", "-"), ("HYPHEN", "-"), ("TILDE", "-"), ("BOX DRAWINGS", "-"), ("HORIZONTAL BAR", "-"), ("MINUS", "-"),
    ("ELLIPSIS", "…"), ("LEFT", "["), ("RIGHT", "]"),
    ("DOT", "."), ("BULLET", "."), ("COMMA", ","), ("FULL STOP", "."), ("INTERPUNCT", "."),
)  # fmt: skip
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")


@cache
def _sign(sign: str) -> str:
    if unicodedata.category(sign)[0] in "LN":
        return sign
    name = unicodedata.name(sign, "")
    return next((plain for kind, plain in KINDS if kind in name), sign)


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def normal(text: str) -> str:
    """One form for all that readers take for the same; numbers stand between bars, so that they are whole."""
    text = unicodedata.normalize("NFKC", text.replace("…", "\u22ef"))
    text = "".join(c for c in text if unicodedata.category(c)[0] in DRAWN and unicodedata.category(c) != "Co")
    text = text.replace("\ufffc", "").replace("\u2800", "")
    text = "".join(map(_sign, text.casefold()))
    text = re.sub("[〇○◯]", "零", text)
    for configuration in ("t2s", "tw2s", "hk2s", "t2s"):
        text = str(_converter(configuration).convert(text))
    text = NUMBER.sub(lambda number: f"|{_ungrouped(number[0])}|", text)
    text = re.sub(r"([-…⋯])[-…⋯]+", r"\1", text).replace("⋯", "…")
    return re.sub(r"[,.、。](?!\d)|(?<!\d)[,.、。]", ",", text)


def _ungrouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    return (whole.replace(",", "") if GROUPED.fullmatch(whole) else whole.replace(",", "|,|")) + point + rest
