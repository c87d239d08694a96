"""A view of the text for matching words: simplified characters and half-width signs, same length."""

import unicodedata
from collections.abc import Callable
from functools import cache, partial

from opencc import OpenCC

from archive.ingest.text.patterns import pattern

HAN_RANGES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF))
SIGN_RANGES = ((0x2000, 0x206F), (0x2100, 0x214F), (0x3000, 0x303F), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
QUOTES = {ord(sign): '"' for sign in "“”„‟〝〞「」『』＂"} | {ord(sign): "'" for sign in "‘’‚‛＇"}
DASHES = {ord(sign): "—" for sign in "—―─━–‒－"}


@cache
def fold_table() -> dict[int, str]:
    """One character to one character: 總 -> 总, （ -> (, “ -> ", ― -> —."""
    han = [chr(code) for start, end in HAN_RANGES for code in range(start, end + 1)]
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(old): new for old, new in zip(han, simplified, strict=True) if new != old and len(new) == 1}
    for start, end in SIGN_RANGES:
        for code in range(start, end + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table | QUOTES | DASHES


def fold(text: str) -> str:
    """The text with every character in its plain form; offsets stay valid."""
    return _folder()(text)


@cache
def _folder() -> Callable[[str], str]:
    """Looks for the few signs that have another form: ``translate`` asks its table for each, and took ten times as long."""
    plain = {chr(code): form for code, form in fold_table().items()}
    signs = pattern(f"[{''.join(plain)}]", like="總", unlike="总")
    return partial(signs.sub, lambda found: plain[found[0]])
