"""What others post between and below the parts of a text, in a forum or a group: replies, each below its writer and time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose

_DAY = r"(?:(?:19|20)\d\d[-./年]|\d{1,2}[-./月])\d{1,2}(?:[-./月]\d{1,2}日?|日)?"
# 发表于 2020-1-9 11:00 | 只看该作者 · 沙发 2楼 发表于2011-1-17
POST_HEAD = pattern(
    r"^.{0,16}(?:发表于|回复于|发帖时间|回帖时间)\s?:?\s?(?:(?:19|20)\d\d[-./年]\d|\d{1,2}[-月]\d|昨天|今天|前天)",
    like="发表于 2020-1-9 11:00 | 只看该作者",
    unlike="论文发表于核心期刊",
)
# 2楼 山里老茶 2017-03-16 08:02: what has a number or a rank of a thread names who writes, and when
FLOOR_HEAD = pattern(
    rf"^(?:\d{{1,4}}\s?[楼#]|#\s?\d{{1,4}}|楼主|沙发|板凳|地板)(?:\s?\(楼主\))?(?:\s+\S{{1,16}})?\s+{_DAY}\s\d{{1,2}}:\d\d",
    like="3楼(楼主) 山里老茶 2017-03-16 08:15",
    unlike="3楼会议室开班 2017-03-16",
)
# 山里老茶 15:52 · 2020-01-03 14:20:33 办公室-老郭(1029******): so a group has who speaks, each time
SPEAKER_HEAD = pattern(
    rf"^(?!\S*[时间点始束到至签午])[^\s,。:;\d]{{2,10}}\s+(?:{_DAY}\s)?\d{{1,2}}:\d\d(?::\d\d)?$|^(?:19|20)\d\d[-/]\d{{1,2}}[-/]\d{{1,2}}\s\d{{1,2}}:\d\d:\d\d\s\S{{2,24}}$",
    like="山里老茶 15:52",
    unlike="签到时间 08:30",
)
RANK = pattern(
    r"^(?:\d{1,4}[楼#]?|#\d{1,4}|来自\S*|楼主|沙发|板凳|地板|\d{1,4}楼\(楼主\)|发表于|回复于|[\d\W].*)$",
    like="沙发",
    unlike="山里老茶",
)
OPENED = pattern(r"^(?:楼主|发帖人?|贴主)\s?:\s?(\S{2,10})", like="楼主:山里老茶", unlike="楼主的一天")
SAYS = pattern(r"^([^\s,。:\d]{2,10}):", like="山里老茶:接上", unlike="渡口的灯")
FIRST_WRITER = pattern(r"楼主", like="3楼(楼主) 山里老茶", unlike="2楼 泰安楼")
# 接着贴 · 一楼字数超了,续上:
GOES_ON = pattern(
    r"^(?:[^,。]{0,10}[,!:\s])?(?:(?:接着|接上|续上|继续|再续)[^,。]{0,6}|续|最后一段):?$",
    like="一楼字数超了,续上:",
    unlike="继续发力,再上台阶",
)
FEWEST_SPEAKERS = 3  # heads that show that a text was copied out of a group
MOST_OF_REPLIES = 0.4  # of the text above; with more the writer goes on in a second post


@dataclass(frozen=True, slots=True)
class _Post:
    """Lines that one writer wrote at one time, below the line that says so."""

    head: int
    end: int
    writer: str


def mark_replies(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with what others post set aside: all from the second post on, where it is short beside what stands
    above, and what stands between the posts of the one who posts the text.
    """
    posts = [at for at, line in enumerate(lines) if POST_HEAD.match(line.key)]
    aside = _of_others(lines)
    for at in posts[1:]:
        before, after = _length(lines[posts[0] : at]), _length(lines[at:])
        if before and after <= MOST_OF_REPLIES * before:
            aside |= set(range(at, len(lines)))
            break
    return tuple(replace(line, hint=Hint.FURNITURE) if at in aside else line for at, line in enumerate(lines))


def _of_others(lines: Sequence[Line]) -> set[int]:
    """The posts of others below the beginning of the text, the heads of all, and what says that the text goes on.

    In a group also what the one who posts the text says before it: 稿子转一下.
    """
    heads, is_group = _heads(lines)
    posts = list(_posts(lines, heads))
    text = Counter({post.writer: 0 for post in posts})
    for post in posts:
        text[post.writer] += _length(lines[post.head : post.end])
    writer, most = text.most_common(1)[0] if text else ("", 0)
    if not most or sum(text.values()) - most > MOST_OF_REPLIES * most:
        return set()
    begin = next(
        post.head for post in posts if post.writer == writer and _length(lines[post.head : post.end])
    )
    aside: set[int] = set(heads if is_group else ())
    for post in posts:
        says_little = not _length(lines[post.head : post.end]) and post.head in heads
        if says_little and (is_group or post.head > begin):
            aside |= set(range(post.head, post.end))
        if post.head > begin:
            aside |= set(range(post.head, post.end if post.writer != writer else post.head + 1))
            first = post.head + 1
            if first < post.end and GOES_ON.match(lines[first].key):
                aside.add(first)
    return aside


def _heads(lines: Sequence[Line]) -> tuple[Sequence[int], bool]:
    """The lines that say who posts what stands below, and whether they are those of a group."""
    spoken = [at for at, line in enumerate(lines) if SPEAKER_HEAD.match(line.key)]
    if len(spoken) >= FEWEST_SPEAKERS:
        return spoken, True
    return [
        at for at, line in enumerate(lines) if POST_HEAD.match(line.key) or FLOOR_HEAD.match(line.key)
    ], False


def _posts(lines: Sequence[Line], heads: Sequence[int]) -> Iterator[_Post]:
    """The posts of a thread or a group; what stands above the first head is of the one who opened it."""
    if not heads:
        return
    opened = next((_writer(lines[at]) for at in heads if FIRST_WRITER.search(lines[at].key)), "")
    named = (match[1] for line in lines[: heads[0]] if (match := OPENED.match(line.key)))
    opened = opened or next(named, "")
    yield _Post(0, heads[0], opened)
    for at, end in pairwise([*heads, len(lines)]):
        below = SAYS.match(lines[at + 1].key) if at + 1 < end else None
        yield _Post(at, end, _writer(lines[at]) or (below[1] if below else opened))


def _writer(line: Line) -> str:
    return next((word for word in line.key.split() if not RANK.match(word)), "")


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if is_prose(line))
