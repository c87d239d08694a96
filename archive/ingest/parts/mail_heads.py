"""The head of a mail that was passed on: who sent it to whom, when and about what, above the article in its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern

FIELD = pattern(
    r"^[*>\s]*(?:发件人|发送人|寄件人|发送时间|发送日期|发件时间|收件人|抄送人?|密送|主题|附件|日期|时间|From|Sent|Date|To|Cc|Subject|Attachments?)\**\s?:",
    re.I,
    like="主题:2019年工作综述",
    unlike="主题教育:入脑入心",
)
# The fields that make it the head of a mail: 日期 and 主题 alone stand above many texts
OF_MAIL = pattern(
    r"^[*>\s]*(?:发件人|发送人|寄件人|收件人|From|To)\**\s?:",
    re.I,
    like="发件人:顾南",
    unlike="日期:2020年1月9日",
)
FEWEST_FIELDS = 3
LONGEST_FIELD = 300  # characters; a letter may go to many


def mark_mail_heads(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the heads of mails as page matter, their subjects included."""
    of_mail = {at for run in _runs(lines) if _is_head([lines[at] for at in run]) for at in run}
    return tuple(
        replace(line, hint=Hint.FURNITURE) if at in of_mail else line for at, line in enumerate(lines)
    )


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The places of fields that stand one below the other."""
    run: list[int] = []
    for at, line in enumerate(lines):
        if len(line.key) <= LONGEST_FIELD and FIELD.match(line.key):
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_head(run: Sequence[Line]) -> bool:
    return len(run) >= FEWEST_FIELDS and any(OF_MAIL.match(line.key) for line in run)
