"""Indicators by what people call them: their names, the names that editors added, and whatever the reader of texts knows."""

import re
from collections.abc import Mapping

from archive.figures.indicators import Indicator, indicators
from archive.figures.reader import read_figures
from archive.figures.records import Block, Setting
from archive.models import Indicator as Row

ENDINGS = re.compile(r"(?:总人数|总数|人数|件数|份数|户数|数量|金额|总额|数|额)$")
LONGEST_NAME = 24
# A number of each kind, to ask the reader with where the question has no measure word
ASKED_WITH = (
    "3000人",
    "3000个",
    "3000万元",
    "3000人次",
    "30%",
    "3000户",
    "3000件",
    "3000份",
    "3000家",
    "3000场",
)


def indicator_named(name: str, unit: str = "") -> Indicator | None:
    """The indicator of a name: 会员总数, 会员人数, 工会会员 and 会员 are one."""
    name = name.strip()[:LONGEST_NAME]
    if not name:
        return None
    return indicator_by_name(name) or _as_read(name, unit)


def indicator_by_name(name: str) -> Indicator | None:
    """The indicator that is called so, with or without 总数, 人数 and the like behind."""
    known = indicators()
    names = {indicator.name: code for code, indicator in known.items()}
    names |= aliases()
    short = {ENDINGS.sub("", told): code for told, code in reversed(names.items())}
    code = names.get(name) or short.get(name) or short.get(ENDINGS.sub("", name))
    return known.get(code or "")


def aliases() -> Mapping[str, str]:
    """The names that editors added, with the codes that they stand for."""
    rows = Row.objects.with_aliases().values_list("code", "aliases")
    return {name.strip(): code for code, names in rows for name in names if name.strip()}


def _as_read(name: str, unit: str) -> Indicator | None:
    """As the reader of texts would read it before a number: 职工书屋3000个."""
    for number in (f"3000{unit}",) if unit else ASKED_WITH:
        for figure in read_figures([Block(f"{name}{number}。")], Setting()):
            if figure.indicator and figure.start >= len(name):
                return indicators()[figure.indicator]
    return None
