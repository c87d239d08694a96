"""What "the same characters" means, and how text is cut into words and grams.

The one analyzer of this site: index, query, highlighting and the self-check all use it. Everything works on
folded text; offsets always refer to the text as printed.

Folding goes character by character, so that every folded character knows the printed one it came from:

* full and half width are alike, and so are compatibility forms, by NFKC of the single character: ㎡ is m2
* letters are lower case; traditional characters are simplified: 工會 is 工会
* all quotation marks are alike, single or double; all commas and stops are alike: ，、。 and half-width ones
* white space and invisible characters are dropped, so that a broken line does not hide a match
* every other sign counts as itself: 5.2 is found as 5.2 or 5，2, never as 52
"""

import hashlib
import logging
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import opencc

from archive.ingest.decoding import decode
from archive.ingest.records import UnreadableFile

logger = logging.getLogger(__name__)

ANALYZER_VERSION = 1
"""Raise it whenever the same text would be folded or cut differently: older indexes then need a rebuild."""

QUOTATION_MARKS = "\"“”„‟‘’‚‛'＂＇「」『』｢｣﹁﹂﹃﹄〝〞〟«»‹›"
COMMAS_AND_STOPS = ",，、。.．｡､﹐﹑﹒"
KEPT_AS_PRINTED = "…"  # its compatibility form is three stops, which nobody types for it
SIGNS = (
    dict.fromkeys(QUOTATION_MARKS, '"')
    | dict.fromkeys(COMMAS_AND_STOPS, ",")
    | {sign: sign for sign in KEPT_AS_PRINTED}
)

INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))

DICTIONARY_FILE = Path(__file__).parent / "data" / "union_terms.txt"
LONGEST_RUN = 400
"""Runs without a sign are cut here before segmenting: 32,000 times one character took jieba 6.9 s."""
OVERLONG = re.compile(rf"\w{{{LONGEST_RUN + 1}}}")
PIECES = re.compile(rf"\w{{1,{LONGEST_RUN}}}\W*|\W+")
STOP_IN_NUMBER = re.compile(r"(?<=\d),(?=\d)")  # 5,2 is segmented as the number 5.2; the length stays
SHORTEST_WORD = 2
"""Words of one character (的, 和, 了) stand in every article and tell nothing; grams find them."""
HAS_LETTER = re.compile(r"[^\W_]")

_to_simplified = opencc.OpenCC("t2s")


class _FoldTable(dict[int, str]):
    """Code point to folded text for ``str.translate``; each character is worked out once, when first met."""

    def __missing__(self, code_point: int) -> str:
        folded = self[code_point] = _fold_character(chr(code_point))
        return folded


def _fold_character(character: str) -> str:
    folded = _fold_once(character)
    while folded != (again := "".join(map(_fold_once, folded))):
        folded = again
    return folded


def _fold_once(character: str) -> str:
    if character in SIGNS:
        return SIGNS[character]
    if unicodedata.category(character) in INVISIBLE_CATEGORIES or ord(character) in VARIATION_SELECTORS:
        return ""
    compatible = "".join(unicodedata.normalize("NFKC", character).split())
    if not compatible or unicodedata.combining(compatible[0]):
        compatible = character  # an acute accent alone would leave a combining mark without its letter
    lower = compatible.lower()
    return "".join(SIGNS[c] if c in SIGNS else _simplified(c) for c in lower)


def _simplified(character: str) -> str:
    simplified: str = _to_simplified.convert(character)
    return simplified if len(simplified) == 1 else character


_table = _FoldTable()

BETWEEN_TEXTS = "\0"  # dropped by folding wherever it stands in a text
UNKNOWN, DROPPED, SEVERAL = -1, -2, -3
"""In the table of code points: not met yet, folded to nothing, and folded to more than one character."""
_code_table = np.full(0x110000, UNKNOWN, np.int32)
_code_table[ord(BETWEEN_TEXTS)] = ord(BETWEEN_TEXTS)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``starts[i]`` is the place of its i-th character in the text as printed."""

    text: str
    starts: Sequence[int]

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of a folded one. A printed character is taken whole (half of ㎡ is ㎡)."""
        if start >= end:
            raise ValueError("an empty span has no printed place")
        return self.starts[start], self.starts[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Token:
    """A word or gram: folded ``text``, ``position`` of its first character, ``start``/``end`` as printed."""

    text: str
    position: int
    start: int
    end: int


def fold_text(text: str) -> str:
    """The folded text alone, for matching and indexing."""
    return text.translate(_table)


def fold_texts(texts: Sequence[str]) -> list[str]:
    """``fold_text`` of each, several times as quick where there are many, as an article has."""
    joined = BETWEEN_TEXTS.join(texts)
    if joined.count(BETWEEN_TEXTS) >= len(texts):
        return [fold_text(text) for text in texts]
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _code_table[codes]
    if len(folded) and folded.min() < 0:
        if (folded == UNKNOWN).any():
            _learn(np.unique(codes[folded == UNKNOWN]).tolist())
            folded = _code_table[codes]
        if (folded == SEVERAL).any():
            return [fold_text(text) for text in texts]
        folded = folded[folded != DROPPED]
    kept = folded.astype("<u4", copy=False).tobytes().decode("utf-32-le")
    return kept.split(BETWEEN_TEXTS) if texts else []


def _learn(code_points: Iterable[int]) -> None:
    for code_point in code_points:
        folded = _table[code_point]
        _code_table[code_point] = ord(folded) if len(folded) == 1 else SEVERAL if folded else DROPPED


def fold(text: str) -> Folded:
    """The folded text with its map to the printed one."""
    pieces = list(map(_table.__getitem__, map(ord, text)))
    folded = "".join(pieces)
    if len(folded) == len(text) and "" not in pieces:
        return Folded(folded, range(len(text)))
    return Folded(folded, tuple(place for place, piece in enumerate(pieces) for _ in piece))


def grams(text: str) -> list[Token]:
    """Every overlapping pair of characters and the last one alone.

    Positions count characters, so pairs two apart whose positions differ by two stand side by side: any
    run of characters, be it half a number or half a word, is found by the pairs that cover it.
    """
    folded = fold(text)
    last = len(folded.text) - 1
    return [
        Token(folded.text[i : i + 2], i, *folded.printed(i, min(i + 2, last + 1))) for i in range(last + 1)
    ]


def words(text: str) -> list[Token]:
    """The words as indexed: jieba's search mode, so that 集体协商 also counts as 集体 and 协商."""
    folded = fold(text)
    return [
        Token(word, start, *folded.printed(start, end))
        for word, start, end in _segmenter().tokens(folded.text)
        if is_word(word)
    ]


def index_words(folded_text: str) -> list[str]:
    """The texts of ``words``, without the work for offsets; takes folded text."""
    return [word for word in _segmenter().search_cut(folded_text) if is_word(word)]


def is_word(token: str) -> bool:
    return len(token) >= SHORTEST_WORD and HAS_LETTER.search(token) is not None


def parts(term: str) -> tuple[str, ...]:
    """The words that a bare term may be found by when they do not stand side by side.

    会员总数 is widened to 会员 and 总数. There are none when the term is one word (集体协商, 爱心驿站), or
    when a piece would be a single character: 赣工贷 must not be found by articles with 赣 here and 贷 there.
    A number and its unit are one piece: 职工2019年 is widened to 职工 and 2019年.
    """
    folded = fold_text(term)
    pieces = list(dict.fromkeys(_with_units(_segmenter().cut(folded))))
    if len(pieces) < 2 or not all(map(is_word, pieces)):
        return ()
    return tuple(pieces)


def _with_units(pieces: Iterable[str]) -> Iterator[str]:
    number = ""
    for piece in pieces:
        if number and len(piece) < SHORTEST_WORD:
            yield number + piece
            number = ""
            continue
        if number:
            yield number
        number = piece if piece.isdecimal() else ""
        if not number:
            yield piece
    if number:
        yield number


def warm_up() -> None:
    """Load the dictionary now, rather than within somebody's first search."""
    _segmenter()


def keep_state_in(folder: Path) -> None:
    """Where jieba may keep its cache and where editors may keep terms of their own (``dictionary.txt``)."""
    if folder != _State.folder:
        with _State.lock:
            _State.folder = folder
            _State.segmenter = None


def fingerprint() -> dict[str, str]:
    """What an index depends on; an index made with another fingerprint has to be rebuilt."""
    segmenter = _segmenter()
    return {
        "analyzer": str(ANALYZER_VERSION),
        "folding": f"opencc {version('opencc')}, unicode {unicodedata.unidata_version}",
        "segmenter": segmenter.name,
        "dictionary": _State.dictionary_hash,
    }


class Segmenter(Protocol):
    name: str

    def cut(self, folded: str) -> Iterator[str]: ...

    def search_cut(self, folded: str) -> Iterator[str]: ...

    def tokens(self, folded: str) -> Iterator[tuple[str, int, int]]: ...


class _PieceWise:
    """Cuts over-long runs and numbers apart before either of jieba's implementations sees them."""

    def __init__(self, implementation: Any) -> None:
        self._implementation = implementation

    def cut(self, folded: str) -> Iterator[str]:
        for piece in _pieces(folded):
            yield from map(_as_folded, self._implementation.cut(piece))

    def search_cut(self, folded: str) -> Iterator[str]:
        for piece in _pieces(folded):
            yield from map(_as_folded, self._implementation.cut_for_search(piece))

    def tokens(self, folded: str) -> Iterator[tuple[str, int, int]]:
        offset = 0
        for piece in _pieces(folded):
            for word, start, end in self._implementation.tokenize(piece, "search"):
                yield _as_folded(word), offset + start, offset + end
            offset += len(piece)


class RustSegmenter(_PieceWise):
    """rjieba: the same dictionary and the same cuts as jieba, over twenty times as fast."""

    def __init__(self, terms: Iterable[str], folder: Path | None) -> None:
        super().__init__(import_module("rjieba").Jieba())
        self.name = f"rjieba {version('rjieba')}"
        for term in terms:
            self._implementation.add_word(term, None, None)


class PythonSegmenter(_PieceWise):
    """jieba itself, where rjieba cannot be installed."""

    def __init__(self, terms: Iterable[str], folder: Path | None) -> None:
        jieba = import_module("jieba")
        jieba.setLogLevel("WARNING")
        super().__init__(jieba.Tokenizer())
        self.name = f"jieba {version('jieba')}"
        # By default the cache lies in the world-writable temporary folder, where anyone may plant one.
        self._implementation.tmp_dir = str(folder) if folder else None
        for term in terms:
            self._implementation.add_word(term)


def _pieces(folded: str) -> list[str]:
    dotted = STOP_IN_NUMBER.sub(".", folded)
    return PIECES.findall(dotted) if OVERLONG.search(dotted) else [dotted]


def _as_folded(token: str) -> str:
    return token.replace(".", ",") if "." in token else token


class _State:
    """The one segmenter of a process."""

    lock = threading.Lock()
    folder: Path | None = None
    segmenter: Segmenter | None = None
    dictionary_hash = ""


def _segmenter() -> Segmenter:
    if _State.segmenter is None:
        with _State.lock:
            if _State.segmenter is None:
                terms = dictionary_terms(_State.folder)
                _State.dictionary_hash = hashlib.sha256("\n".join(terms).encode()).hexdigest()[:16]
                implementation = RustSegmenter if find_spec("rjieba") else PythonSegmenter
                _State.segmenter = implementation(terms, _State.folder)
    return _State.segmenter


def _written_in(file: Path) -> str:
    """The text in whatever encoding an editor's program saved it; an unreadable file is none, and said."""
    try:
        written = file.read_bytes()
        return decode(written, file.name).text if written else ""
    except FileNotFoundError:
        return ""
    except (UnreadableFile, OSError) as error:
        logger.warning("%s can't be read and is left out: %s", file, error)
        return ""


def dictionary_terms(folder: Path | None) -> tuple[str, ...]:
    """The union terms that come with the site and those that editors keep in ``dictionary.txt``, folded."""
    files = [DICTIONARY_FILE] + ([folder / "dictionary.txt"] if folder else [])
    lines = (line.partition("#")[0] for file in files for line in _written_in(file).splitlines())
    return tuple(sorted({folded for line in lines if len(folded := fold_text(line)) >= SHORTEST_WORD}))
