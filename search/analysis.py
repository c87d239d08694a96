"""How text is folded, so that the same characters are found however they are written, and cut into words and grams.

The one analyzer of this site: index, query, highlighting and the self-check all use it. Everything works on
folded text; offsets always refer to the text as printed.

* which characters are the same says ``search.same_characters``: width, case, variants, families of signs
* letters and their accents are composed; what draws nothing is dropped, and white space, so that a broken line
  does not hide a match
* a run of dashes or of dots counts as one: …… is …, —— is —
* numbers are whole, by ``search.numbers``
"""

import hashlib
import logging
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from archive.ingest.records import UnreadableFile
from archive.ingest.text.decoding import decode
from search import numbers
from search.same_characters import BREAK, SPACE, plain
from search.same_characters import TABLE as SAME_CHARACTERS

logger = logging.getLogger(__name__)

ANALYZER_VERSION = 3
"""Raise it whenever the same text would be folded or cut differently: older indexes then need a rebuild."""

DICTIONARY_FILE = Path(__file__).parent / "data" / "union_terms.txt"
FOLDED_WORDS = DICTIONARY_FILE.with_name("folded_words.tsv")
"""jieba's words that folding changes: 著名 stands as 着名 in folded text. Made by ``search.build_same_characters``."""
LONGEST_RUN = 400
"""Runs without a sign are cut here before segmenting: 32,000 times one character took jieba 6.9 s."""
OVERLONG = re.compile(rf"\w{{{LONGEST_RUN + 1}}}")
PIECES = re.compile(rf"\w{{1,{LONGEST_RUN}}}\W*|\W+")
HAN_DIGITS = "零一二三四五六七八九"
ZEROS = "o0○\u03bf\u043e"
"""What is typed for 〇: the letter, the digit, the circle, a Greek and a Cyrillic o."""
TYPED_ZEROS = re.compile(rf"(?<=[{HAN_DIGITS}十百千万])[{ZEROS}]+(?![0-9a-z.\u0300-\u036f])")
"""二OO八年, 一九九Ｏ年, 八0后; not 统一0.5元 nor 第一OA."""
MAY_BE_ZEROS = tuple(re.compile(rf"{zero}(?<=[{HAN_DIGITS}十百千万]{zero})") for zero in ZEROS)
"""Each begins with one sign, which is looked for ten times as fast as any of several; so do the runs."""
BLANKS = SPACE + BREAK
RUNS = tuple(
    (re.compile(run.replace("_", f"[{BLANKS}]*")), sign)
    for run, sign in [
        (r"-(?:_-)+", "-"),
        (r"\.(?:_\.){2,}", "…"),
        (r"、(?:_、){2,}", "…"),
        (r"…(?:_…)+", "…"),
    ]
)
"""—— and — — are one dash; ……, ... and 。。。 one ellipsis."""
SHORTEST_WORD = 2
"""Words of one character (的, 和, 了) stand in every article and tell nothing; grams find them."""
HAS_LETTER = re.compile(r"[^\W_]")


class _FoldTable(dict[int, str]):
    """Code point to folded text for ``str.translate``; each character is worked out once, when first met."""

    def __init__(self) -> None:
        self.widening: set[str] = set()
        """Those met so far that fold to more than one: ㎡, ½."""

    def __missing__(self, code_point: int) -> str:
        sign = chr(code_point)
        folded = self[code_point] = sign if sign in numbers.MARKS else plain(sign)
        if len(folded) > 1:
            self.widening.add(sign)
        return folded


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
    return _composed(_without_blanks(_settled(text.translate(_table))))


def plain_text(text: str) -> str:
    """The folded text with plain digits: for completing and comparing names, where 20 may begin 2019."""
    return numbers.unmarked(fold_text(text))


def fold_texts(texts: Sequence[str]) -> list[str]:
    """``fold_text`` of each, several times as quick where there are many, as an article has."""
    joined = BETWEEN_TEXTS.join(texts)
    if joined.count(BETWEEN_TEXTS) >= len(texts):
        return [fold_text(text) for text in texts]
    return _composed(_without_blanks(_settled(_plain_signs(joined)))).split(BETWEEN_TEXTS)


def _plain_signs(joined: str) -> str:
    """Each character in its plain form, looked up all at once; what stands between texts stays."""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    plain = _code_table[codes]
    if len(plain) and plain.min() < 0:
        if (plain == UNKNOWN).any():
            _learn(np.unique(codes[plain == UNKNOWN]).tolist())
            plain = _code_table[codes]
        if (plain == SEVERAL).any():
            for sign in _table.widening.intersection(joined):
                joined = joined.replace(sign, _table[ord(sign)])
            return _plain_signs(joined)
        plain = plain[plain != DROPPED]
    return plain.astype("<u4", copy=False).tobytes().decode("utf-32-le")


def _learn(code_points: Iterable[int]) -> None:
    for code_point in code_points:
        folded = _table[code_point]
        _code_table[code_point] = ord(folded) if len(folded) == 1 else SEVERAL if folded else DROPPED


def _composed(text: str) -> str:
    """Letters and their accents as one character: the é of Café is e and an accent in many files."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _settled(text: str) -> str:
    """What neighbours decide, not a character alone: zeros, numbers, runs.

    Every sign keeps its place: what goes becomes a blank. ``_without_blanks`` and ``fold`` take the blanks away.
    """
    if any(zeros.search(text) for zeros in MAY_BE_ZEROS):
        text = TYPED_ZEROS.sub(lambda zeros: "零" * len(zeros[0]), text)
    text = numbers.marked(text)
    for run, sign in RUNS:
        text = run.sub(partial(_as_one, sign), text)
    return text.replace("、", ",").replace(".", ",")


def _without_blanks(settled: str) -> str:
    return settled.replace(SPACE, "").replace(BREAK, "")


def _as_one(sign: str, run: re.Match[str]) -> str:
    return sign.ljust(len(run[0]))


def keeps_places(text: str, folded: str) -> bool:
    """Whether each character of the folded text stands where it does as printed, as in nineteen of twenty paragraphs."""
    return len(text) == len(folded) and _table.widening.isdisjoint(text)


def fold(text: str) -> Folded:
    """The folded text with its map to the printed one."""
    signs = [_table[ord(sign)] for sign in text]
    plain = "".join(signs)
    starts: Sequence[int] = range(len(text))
    if "" in signs or not _table.widening.isdisjoint(text):
        starts = [at for at, sign in enumerate(signs) for _ in sign]
    settled = _settled(plain)
    folded = _without_blanks(settled)
    if len(folded) < len(settled):
        starts = [at for at, sign in zip(starts, settled, strict=True) if sign not in BLANKS]
    if not unicodedata.is_normalized("NFC", folded):
        clusters = list(_clusters(folded))
        starts = [starts[at] for at, cluster in clusters for _ in cluster]
        folded = "".join(cluster for _, cluster in clusters)
    return Folded(folded, starts)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with its place; a letter together with the accents that follow it."""
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _joins(text[at:end], text[end]):
            end += 1
        yield at, unicodedata.normalize("NFC", text[at:end])
        at = end


def _joins(cluster: str, sign: str) -> bool:
    """Whether the sign is an accent on what stands before it, or becomes one syllable with it."""
    if unicodedata.combining(sign):
        return True
    one, other = (unicodedata.normalize("NFC", text) for text in (cluster, sign))
    return unicodedata.normalize("NFC", cluster + sign) != one + other


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
        for word, start, end in _segmenter().tokens(numbers.unmarked(folded.text))
        if is_word(word)
    ]


def index_words(folded_text: str) -> list[str]:
    """The texts of ``words``, without the work for offsets; takes folded text."""
    return [word for word in index_pieces(folded_text) if is_word(word)]


def index_pieces(folded_text: str) -> list[str]:
    """The same with what is no word between them, for whoever judges each of them once and keeps that."""
    return _segmenter().search_cut(numbers.unmarked(folded_text))


@lru_cache(
    maxsize=100_000
)  # twenty of twenty-one that a build asks for were asked before: a tenth of its time
def is_word(token: str) -> bool:
    return len(token) >= SHORTEST_WORD and HAS_LETTER.search(numbers.unmarked(token)) is not None


def parts(term: str) -> tuple[str, ...]:
    """The words that a bare term may be found by when they do not stand side by side.

    会员总数 is widened to 会员 and 总数. There are none when the term is one word (集体协商, 爱心驿站), or
    when a piece would be a single character: 赣工贷 must not be found by articles with 赣 here and 贷 there.
    A number with what it counts, a date, a range is one piece: 职工2019年 is widened to 职工 and 2019年, 327.46万元 not at all.
    """
    folded = fold_text(term)
    digits = numbers.unmarked(folded)
    pieces: list[str] = []
    at = 0
    for count in numbers.COUNT.finditer(digits):
        between = list(_segmenter().cut(digits[at : count.start()]))
        if at:
            _take_unit(pieces, between)
        number = folded[count.start() : count.end()]
        if at and not between:  # 3月|5日, 100-|300元
            pieces[-1] += number
        else:
            pieces += [*between, number]
        at = count.end()
    rest = list(_segmenter().cut(digits[at:]))
    if at:
        _take_unit(pieces, rest)
    found = list(dict.fromkeys([*pieces, *rest]))
    if len(found) < 2 or not all(map(is_word, found)):
        return ()
    return tuple(found)


def _take_unit(pieces: list[str], following: list[str]) -> None:
    """Put what a number counts beside it: 36|小时, 3|月, 100|-; jieba takes the 日至 of 1日至9日 for a word."""
    if following:
        word = following[0]
        if len(word) == 1 or word in numbers.UNITS or word[1:] in ("至", "到"):
            pieces[-1] += following.pop(0)


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
        "folding": f"{_State.characters_hash}, unicode {unicodedata.unidata_version}",
        "segmenter": segmenter.name,
        "dictionary": _State.dictionary_hash,
    }


class Segmenter(Protocol):
    name: str

    def cut(self, folded: str) -> Iterator[str]: ...

    def search_cut(self, folded: str) -> list[str]: ...

    def tokens(self, folded: str) -> Iterator[tuple[str, int, int]]: ...


class _PieceWise:
    """Cuts over-long runs and numbers apart before either of jieba's implementations sees them."""

    def __init__(self, implementation: Any) -> None:
        self._implementation = implementation

    def cut(self, folded: str) -> Iterator[str]:
        for piece in _pieces(folded):
            yield from self._implementation.cut(piece)

    def search_cut(self, folded: str) -> list[str]:
        return [word for piece in _pieces(folded) for word in self._implementation.cut_for_search(piece)]

    def tokens(self, folded: str) -> Iterator[tuple[str, int, int]]:
        offset = 0
        for piece in _pieces(folded):
            for word, start, end in self._implementation.tokenize(piece, "search"):
                yield word, offset + start, offset + end
            offset += len(piece)


class RustSegmenter(_PieceWise):
    """rjieba: the same dictionary and the same cuts as jieba, over twenty times as fast."""

    def __init__(self, terms: Iterable[str], folder: Path | None) -> None:
        super().__init__(import_module("rjieba").Jieba())
        self.name = f"rjieba {version('rjieba')}"
        for folded, _written, frequency in folded_words():
            self._implementation.add_word(folded, frequency, None)
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
        for folded, _written, frequency in folded_words():
            self._implementation.add_word(folded, frequency)
        for term in terms:
            self._implementation.add_word(term)


def _pieces(folded: str) -> list[str]:
    return PIECES.findall(folded) if OVERLONG.search(folded) else [folded]


class _State:
    """The one segmenter of a process."""

    lock = threading.Lock()
    folder: Path | None = None
    segmenter: Segmenter | None = None
    dictionary_hash = ""
    characters_hash = hashlib.sha256(SAME_CHARACTERS.read_bytes() + FOLDED_WORDS.read_bytes()).hexdigest()[
        :16
    ]


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


@cache
def folded_words() -> tuple[tuple[str, str, int], ...]:
    """(as folded, as mostly written, frequency) of the words of the general dictionary that folding changes."""
    lines = FOLDED_WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(
        (folded, written, int(often)) for folded, written, often in (line.split("\t") for line in lines)
    )


def dictionary_terms(folder: Path | None) -> tuple[str, ...]:
    """The union terms that come with the site and those that editors keep in ``dictionary.txt``, folded."""
    files = [DICTIONARY_FILE] + ([folder / "dictionary.txt"] if folder else [])
    lines = (line.partition("#")[0] for file in files for line in _written_in(file).splitlines())
    return tuple(sorted({folded for line in lines if len(folded := plain_text(line)) >= SHORTEST_WORD}))
