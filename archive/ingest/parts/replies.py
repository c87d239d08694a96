"""What others post below a text in a forum: replies, each below its own day."""

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose

# 发表于 2020-1-9 11:00 | 只看该作者 · 沙发 2楼 发表于2011-1-17
POST_HEAD = pattern(
    r"^.{0,16}(?:发表于|回复于|发帖时间|回帖时间)\s?:?\s?(?:(?:19|20)\d\d[-./年]\d|\d{1,2}[-月]\d|昨天|今天|前天)",
    like="发表于 2020-1-9 11:00 | 只看该作者",
    unlike="论文发表于核心期刊",
)
MOST_OF_REPLIES = 0.4  # of the text above; with more the writer goes on in a second post


def mark_replies(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with everything set aside from the second post on, where it is short beside what stands above."""
    posts = [at for at, line in enumerate(lines) if POST_HEAD.match(line.key)]
    for at in posts[1:]:
        before, after = _length(lines[posts[0] : at]), _length(lines[at:])
        if before and after <= MOST_OF_REPLIES * before:
            return (*lines[:at], *(replace(line, hint=Hint.FURNITURE) for line in lines[at:]))
    return tuple(lines)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if is_prose(line))
