"""Characters that a Word file names by number and font: <w:sym w:font="Wingdings" w:char="F0FC"/> is ✓."""

UNKNOWN = "•"
PRIVATE = 0xF000  # Word moves the signs of a symbol font to F020–F0FF

# Adobe's encoding of the Symbol font
_SYMBOL = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA0, 0xFF)),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"  # noqa: RUF001
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑(((([[[{{{|•〉∫∫∫∫))))]]]}}}",  # noqa: RUF001
        strict=False,
    )
)
# The signs that texts use; the other pictures of these fonts stand for no character
_WINGDINGS = {
    **{0x80 + at: sign for at, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
    **dict(zip(b"\x22\x28\x2a\x36\x3f\x45\x46\x47\x48\x4a", "✂☎✉⌛✍☜☞☝☟☺", strict=True)),
    **dict(zip(b"\x6c\x6d\x6e\x6f\x70\x71\x72\x73\x74\x75\x76\x77", "●❍■□□❑❒◆◆◆❖◆", strict=True)),
    **dict(zip(b"\x9f\xa1\xa4\xa7\xa8\xab\xb2", "•○◉▪□★☆", strict=True)),
    **dict(zip(b"\xd8\xdc\xdf\xe0\xe1\xe2\xe8\xef\xf0\xf1\xf2", "➢➲←→↑↓➔⇦⇨⇧⇩", strict=True)),
    **dict(zip(b"\xfb\xfc\xfd\xfe", "✗✓☒☑", strict=True)),
}
_WINGDINGS_2 = {
    **{0x69 + at: sign for at, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
    **dict(zip(b"\x4f\x50\x51\x52\x53\x54\x97\x98\xa2\xa3", "✗✓☒☑☒☒●●■□", strict=True)),
}
TABLES: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
}


def sign(code: int, font: str) -> str:
    """The character of a number in a font; a picture without a character is a bullet."""
    table = TABLES.get(font.lower())
    inner = code - PRIVATE if PRIVATE <= code < PRIVATE + 0x100 else code
    if table is not None and inner < 0x100:
        return table.get(inner, UNKNOWN)
    plain = chr(inner) if 0 < inner < 0x110000 and not 0xD800 <= inner < 0xE000 else ""
    return plain if plain.isprintable() and plain else UNKNOWN


def in_font(words: str, font: str) -> str:
    """Words set in a font of symbols, as what the reader sees: a v in Wingdings is ❖."""
    if font.lower() not in TABLES:
        return words
    return "".join(
        mark if mark.isspace() or (ord(mark) > 0xFF and not _moved(mark)) else sign(ord(mark), font)
        for mark in words
    )


def _moved(mark: str) -> bool:
    return PRIVATE <= ord(mark) < PRIVATE + 0x100
