"""CSL JSON, which Zotero, Pandoc and the processors of citation styles read."""

import json
from collections.abc import Iterable
from typing import Any

from archive.citing.keys import keyed
from archive.citing.pages import page
from archive.citing.work import Work


def csl(works: Iterable[Work]) -> str:
    return json.dumps([_item(key, work) for key, work in keyed(works)], ensure_ascii=False, indent=2) + "\n"


def _item(key: str, work: Work) -> dict[str, Any]:
    item = {
        "id": key,
        "type": "webpage" if work.is_web_page else "article-newspaper",
        # A Chinese name is one name; cut in two it would be printed turned round, or with a blank.
        "author": [{"literal": name} for name in work.authors.names],
        "title": _title(work),
        "container-title": work.newspaper,
        "issued": _date(work.published),
        "page": page(work.page, comma=", ") if work.page else None,
        "URL": work.url,
        "accessed": _date(work.accessed),
        "note": "；".join(f"[{name}]" for name in work.missing),
        "language": "zh-CN",
    }
    return {name: value for name, value in item.items() if value}


def _title(work: Work) -> str | None:
    title = f"[{work.title}]" if work.title_is_own else work.title
    return f"{title}：{work.subtitle}" if work.subtitle else title


def _date(iso: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else None
