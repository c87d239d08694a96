"""Names of files that readers are given: what they hold, in a form that every system can store."""

import re
from urllib.parse import quote

LONGEST_NAME = 60
"""Han characters; file systems hold 255 bytes, and each takes three."""
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
"""Signs that Windows takes in no name."""


def storable(words: str) -> str:
    return " ".join(NOT_IN_NAMES.sub(" ", words).split())[:LONGEST_NAME].strip(". ")


def disposition(name: str, *, plain: str, kind: str = "attachment") -> str:
    """Content-Disposition by RFC 6266: the name itself, and a plain one for programs that know no other."""
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
