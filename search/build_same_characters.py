"""Makes ``data/same_characters.tsv``: the Han characters that a reader takes for one and the same.

And from these ``data/folded_words.tsv``: jieba's words that folding changes, so that the segmenter knows them folded.

    python -m search.build_same_characters UNIHAN_VARIANTS EQUIVALENT_IDEOGRAPHS

The first file is Unicode's ``Unihan_Variants.txt`` (plain or .bz2), the second ``EquivalentUnifiedIdeograph.txt``; Debian's
package ``unicode-data`` has both under /usr/share/unicode. OpenCC's dictionaries come from the installed package.
The same sources give the same table. What joins two characters:

* conversion: what OpenCC's conversions t2s, tw2s and hk2s change, phrase by phrase, place by place: 乾燥 → 干燥 joins 乾
  and 干, 帶著 → 带着 joins 著 and 着
* opencc: its tables of characters, where one of the two is on no page of today: 戸 of Japan and 户
* compatibility: a compatibility ideograph or a radical and the character that Unicode gives for it: ⼯ and 工, ⻓ and 长
* z-variant: two code points for what differs in the drawing only: 値 and 值, 靑 and 青, 戸 and 户
* semantic: an old or rare form with just one common character for it: 峯 and 峰
* by hand: glyphs of old type for which none of these has a line: 靑 and 青; and 帐, 账, which pages mix
"""

import bz2
import importlib.util
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import opencc

from search.analysis import FOLDED_WORDS, SHORTEST_WORD, plain_text
from search.same_characters import TABLE

OPENCC = Path(opencc.__file__).parent / "clib"
CHARACTERS = (
    "TSCharacters", "TSCharactersExt", "STCharacters", "TWVariants", "TWVariantsRev", "HKVariants", "HKVariantsRev",
    "JPShinjitaiCharacters",
)  # fmt: skip
CONVERSIONS = ("t2s", "tw2s", "hk2s")
PHRASES = (
    "TSPhrases",
    "TWVariantsPhrases",
    "TWVariantsRevPhrases",
    "HKVariantsPhrases",
    "HKVariantsRevPhrases",
)
OLD_TYPE = tuple(
    (pair[0], pair[1])
    for pair in [
        "靑青",
        "淸清",
        "囯国",
        "眀明",
        "羣群",
        "衞卫",
        "鷄鸡",
        "僞伪",
        "帐账",
        "甯宁",
        "幚帮",
        "擕携",
        "塲场",
        "尅克",
        "尙尚",
        "閙闹",
        "窰窑",
        "凴凭",
        "凟渎",
        "歛敛",
        "撡操",
        "鐡铁",
        "鍳鉴",
        "礮炮",
        "甎砖",
        "輭软",
        "髣仿",
        "鷰燕",
        "牐闸",
        "衖弄",
    ]
)

Pair = tuple[str, str]


def dictionary(name: str) -> Iterator[tuple[str, list[str]]]:
    """(key, candidates) of one of OpenCC's dictionaries."""
    source = str(OPENCC / "share" / "opencc" / f"{name}.ocd2")
    command = [
        str(OPENCC / "bin" / "opencc_dict"),
        "-i",
        source,
        "-f",
        "ocd2",
        "-o",
        "/dev/stdout",
        "-t",
        "text",
    ]
    told = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout  # noqa: S603
    for line in told.splitlines():
        key, tab, values = line.partition("\t")
        if tab:
            yield key, values.split(" ")


def of_conversions() -> Iterator[Pair]:
    """What OpenCC's conversions to simplified characters change in the words of its own tables."""
    written: set[str] = set()
    for name in (*CHARACTERS, *PHRASES):
        for key, candidates in dictionary(name):
            written |= {key, *candidates}
    for configuration in CONVERSIONS:
        convert = opencc.OpenCC(configuration).convert
        for text in sorted(written):
            converted = convert(text)
            if len(converted) == len(text):
                yield from zip(text, converted, strict=True)


def of_opencc() -> Iterator[Pair]:
    """OpenCC's other candidates, where one of the two is on no page of today: not 座 and 坐."""
    for name in CHARACTERS:
        for key, candidates in dictionary(name):
            yield from ((key, value) for value in candidates if len(value) == 1)


def _both_common(one: str, other: str) -> bool:
    return is_common(one) and is_common(other)


def of_compatibility(equivalents: Path) -> Iterator[Pair]:
    for start, end in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)):
        for code in range(start, end + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                yield plain, chr(code)
    for line in equivalents.read_text(encoding="utf-8").splitlines():
        codes, semicolon, target = line.partition("#")[0].partition(";")
        if semicolon:
            first, _, last = codes.strip().partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                yield chr(int(target.strip(), 16)), chr(code)


def of_unihan(variants: Path, field: str) -> Iterator[Pair]:
    data = variants.read_bytes()
    text = (bz2.decompress(data) if variants.suffix == ".bz2" else data).decode()
    for line in text.splitlines():
        if line.startswith("U+"):
            code, name, values = line.split("\t")
            if name == field:
                for value in values.split():
                    yield chr(int(code[2:], 16)), chr(int(value.partition("<")[0][2:], 16))


def is_common(character: str) -> bool:
    """One of the 6,763 characters of the first national standard, which are those of today's pages."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def words() -> Iterator[tuple[str, int]]:
    """(word, frequency) of jieba's dictionary."""
    found = importlib.util.find_spec("jieba")
    assert found is not None and found.origin is not None  # noqa: S101
    for line in Path(found.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _kind = line.split()
        yield word, int(frequency)


def of_words() -> Counter[str]:
    """How often each character comes in jieba's dictionary, by the frequency of its words: 里 before 哩."""
    counts: Counter[str] = Counter()
    for word, frequency in words():
        counts.update(dict.fromkeys(word, frequency))
    return counts


def folded_words() -> list[str]:
    """A line for each word that folding changes: as folded, as mostly written, how often in all its forms."""
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    for word, frequency in words():
        forms[plain_text(word)][word] = frequency
    return [
        f"{folded}\t{max(written, key=lambda form: (written[form], form))}\t{sum(written.values())}\n"
        for folded, written in sorted(forms.items())
        if len(folded) >= SHORTEST_WORD and set(written) != {folded}
    ]


def main(unihan: Path, equivalents: Path) -> None:
    pairs: dict[Pair, str] = {}
    for source, found in (
        ("conversion", of_conversions()),
        ("opencc", of_opencc()),
        ("compatibility", of_compatibility(equivalents)),
        ("z-variant", of_unihan(unihan, "kZVariant")),
    ):
        for pair in found:
            if pair[0] != pair[1] and (source == "conversion" or not _both_common(*pair)):
                pairs.setdefault(tuple(sorted(pair)), source)  # type: ignore[arg-type]
    known = {character for pair in pairs for character in pair}
    common: dict[str, set[str]] = defaultdict(set)
    for one, other in of_unihan(unihan, "kSemanticVariant"):
        for rare, usual in ((one, other), (other, one)):
            if is_common(usual) and not is_common(rare):
                common[rare].add(usual)
    for rare, usuals in common.items():
        if len(usuals) == 1 and rare not in known:
            pairs.setdefault((min(rare, *usuals), max(rare, *usuals)), "semantic")
    for old, plain in OLD_TYPE:
        pairs.setdefault((min(old, plain), max(old, plain)), "by hand")
    write(pairs)
    FOLDED_WORDS.write_text("".join(folded_words()), encoding="utf-8")


def write(pairs: dict[Pair, str]) -> None:
    """A class a line: the common character, the others, what joined them."""
    leader: dict[str, str] = {}

    def find(character: str) -> str:
        while leader.setdefault(character, character) != character:
            character = leader[character]
        return character

    common: dict[str, bool] = {}  # leader of a class → whether a character of today's pages is in it
    certain = ("conversion", "opencc", "compatibility", "z-variant", "semantic", "by hand")
    for one, other in sorted(pairs, key=lambda pair: (certain.index(pairs[pair]), pair)):
        first, second = sorted((find(one), find(other)))
        for key in (first, second):
            common.setdefault(key, is_common(key))
        both = common[first] and common[second]
        # 連 is 连 of old and 聯 of Japan: only a conversion, or a hand, may join two classes of today's characters.
        if first != second and (not both or pairs[one, other] in ("conversion", "by hand")):
            leader[second] = first
            common[first] = common[first] or common[second]
    classes: dict[str, set[str]] = defaultdict(set)
    for character in leader:
        classes[find(character)].add(character)
    sources: dict[str, set[str]] = defaultdict(set)
    for (one, _other), source in pairs.items():
        sources[find(one)].add(source)
    simplified = opencc.OpenCC("t2s")

    frequency = of_words()

    def order(character: str) -> tuple[bool, bool, int, str]:
        stays = simplified.convert(character) == character
        return not is_common(character), not stays, -frequency.get(character, 0), character

    lines = []
    for key, members in classes.items():
        head, *others = sorted(members, key=order)
        lines.append(f"{head}\t{''.join(others)}\t{' '.join(sorted(sources[key]))}\n")
    TABLE.write_text("".join(sorted(lines)), encoding="utf-8")
    print(f"{len(lines)} classes, {len(leader)} characters")
    for line in sorted(lines, key=lambda line: -len(line.split("\t")[1]))[:25]:
        print(line, end="")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
