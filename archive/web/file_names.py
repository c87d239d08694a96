"""Names of files that readers are given, in the head of an answer."""

from urllib.parse import quote


def disposition(name: str, *, plain: str, kind: str = "attachment") -> str:
    """Content-Disposition by RFC 6266: the name itself, and a plain one for programs that know no other."""
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
