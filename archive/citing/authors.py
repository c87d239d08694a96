"""Who wrote it, as a reference names them: 本报记者 于晓禾 通讯员 张三 -> 于晓禾 · 张三.

Posts (本报记者, 通讯员, 特约撰稿) are dropped and names kept in the script that they are printed in; who took the
pictures or edited the page did not write the text. The word lists are those by which pages are read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.ingest.parts.bylines import ROLE_WORDS, WORKPLACE, is_name
from archive.ingest.text.folding import fold

# 晚报记者, 示例日报全媒体记者: whose reporter it is
OF_A_HOUSE = (
    r"[\u4e00-\u9fff]{0,8}(?:报|网|台|社|刊)(?:社|站)?\s?"
    r"(?=(?:全媒体|融媒体?|特约|首席|见习|实习|摄影|\s)*(?:记者|通讯员|评论员))"
)
# 责任编辑 王五 审核 赵六 · 主编 钱七 · 供稿单位:青禾区总工会: they had the page made, or gave its pictures
DESK = (
    r"(?:责任|执行|值班|网络)?编辑|责编|美编|副?(?:主编|总编)|校对|审核|审校|审稿|审读|编审|监审|终审|[一二三]审|版式|排版|"
    r"统筹|统稿|策划|监制|出品|设计|制图|漫画|翻译|图片|供图|提供|(?:作者|供稿|来稿|撰稿)?单位|来源"
)
# 本报综合 · 本报讯
OTHER_WORDS = rf"{DESK}|综合|(?<![\u4e00-\u9fff])(?:讯|电|消息)(?![\u4e00-\u9fff])|本报讯"
ROLE = re.compile(f"{OF_A_HOUSE}|{OTHER_WORDS}|{ROLE_WORDS.pattern}")
# 摄影 李四 · 李四 摄 · 图/李四, but not 文/图 and not 摄影报道, who wrote as well
NO_WRITER = re.compile(
    rf"(?:本报|本网|本刊|特约|全媒体|首席|见习|实习)*(?:摄影记者|摄影|摄像|摄|图(?!片)|{DESK})+"
)
TOKEN = re.compile(
    r"[A-Za-z][A-Za-z.'\- ]*[A-Za-z.]|[^\s、,，/／|:：;；()（）\[\]【】<>《》■□●◆◇○◎▲△★☆※*•&\-—.。+＋]+"
)
# 买买提•艾力 as typed where · was not at hand
DOT_IN_A_NAME = re.compile(r"(?<=[\u4e00-\u9fff])[•‧・∙⋅●](?=[\u4e00-\u9fff])")
AND_OTHERS = re.compile(r"等[一二三四五六七八九十\d]*人?$")


@dataclass(frozen=True, slots=True)
class Authors:
    """``others``: the page itself says that there are more (张三 等)."""

    names: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    text: str
    key: str
    wrote: bool

    @property
    def is_house(self) -> bool:
        """A union, an office, a newsroom: it signs where nobody is named."""
        return bool(WORKPLACE.fullmatch(self.key)) and not is_name(self.key)


def authors(bylines: Iterable[str]) -> Authors:
    """The writers of all by-lines, each once, in their order."""
    named = [name for line in bylines for name in _named(line)]
    others = any(AND_OTHERS.search(name.key) for name in named)
    named = [name for name in map(_without_others, named) if name.key]
    writers = [name for name in named if name.wrote] or named
    persons = [name for name in writers if not name.is_house] or writers
    return Authors(tuple(dict.fromkeys(name.text for name in persons)), others and bool(persons))


def _without_others(name: _Named) -> _Named:
    """张三等 -> 张三, though 三等 could be somebody's name; 等 alone, which stands behind several, goes."""
    end = AND_OTHERS.search(name.key)
    return _Named(name.text[: end.start()], name.key[: end.start()], name.wrote) if end else name


def _named(line: str) -> Iterator[_Named]:
    """Everybody whom a by-line names, with whether the words beside the name say that he wrote."""
    line = DOT_IN_A_NAME.sub("·", " ".join(line.split()))
    key = fold(line)
    parts = list(_parts(key))
    begins_with_role = bool(parts) and parts[0][0]
    for at, (is_role, spans) in enumerate(parts):
        if is_role:
            continue
        beside = at - 1 if begins_with_role else at + 1
        role = "".join(key[slice(*span)] for span in parts[beside][1]) if 0 <= beside < len(parts) else ""
        wrote = not NO_WRITER.fullmatch(re.sub(r"[\s/:]", "", role))
        for start, end in _closed_up(spans, key):
            text = line[start:end] if is_latin(line[start:end]) else line[start:end].replace(" ", "")
            yield _Named(text, fold(text), wrote)


def _parts(key: str) -> Iterator[tuple[bool, list[tuple[int, int]]]]:
    """Runs of words for roles and runs of names, in turn, each as places in the line."""
    free = list(key)
    houses = [match.span() for match in TOKEN.finditer(key) if WORKPLACE.fullmatch(match.group())]
    # 青禾区融媒体中心 is no post, though 融媒体 is the beginning of one
    found = [
        (match.span(), True)
        for match in ROLE.finditer(key)
        if not any(start <= match.start() < end for start, end in houses)
    ]
    for (start, end), _is_role in found:
        free[start:end] = "\n" * (end - start)
    found += [(match.span(), False) for match in TOKEN.finditer("".join(free))]
    for is_role, run in groupby(sorted(found), key=lambda item: item[1]):
        yield is_role, [span for span, _is_role in run]


def _closed_up(spans: list[tuple[int, int]], key: str) -> Iterator[tuple[int, int]]:
    """Letter-spaced names as one: 宗 宁 -> 宗宁; 等 stands for itself."""
    letters: list[tuple[int, int]] = []
    for start, end in spans:
        is_letter = end - start == 1 and key[start:end] != "等"
        if letters and not (is_letter and key[letters[-1][1] : start].isspace()):
            yield from _names_of(letters, key)
            letters = []
        if is_letter:
            letters.append((start, end))
        else:
            yield start, end
    yield from _names_of(letters, key)


def _names_of(letters: list[tuple[int, int]], key: str) -> Iterator[tuple[int, int]]:
    """赵 小 雨 is one name, 李 明 王 丽 are two."""
    length = 3 if len(letters) == 3 and is_name("".join(key[slice(*letter)] for letter in letters)) else 2
    for at in range(0, len(letters), length):
        name = letters[at : at + length]
        yield name[0][0], name[-1][1]


def is_latin(name: str) -> bool:
    return name.isascii()
