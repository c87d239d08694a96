"""What a division must be before it is stored, or read from a row that stands there already.

Every page, search and upload walks from a division to those above it and reads its names, so that one row
that does not fit would reach everything.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models.region import Region, RegionSuccession
from archive.regions.authority import RANK, Level
from archive.years import FIRST_YEAR, LAST_YEAR, is_year

Problem = tuple[str, str | Promise]
"""The field, and what is wrong with it."""

# A code is a part of addresses (/regions/<code>/) and a value of the search (region=<code>).
CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z-]{0,10}[0-9A-Za-z])?")
RESERVED_CODES = {"unknown"}
"""``region=unknown`` asks for articles without a division."""
# A text is searched for every name: one of a single character (市), or one that every review has (总工会, 开发区),
# would be found everywhere.
SHORTEST_NAME = 2
LONGEST_NAME = 60
SIGNS_IN_NAMES = "·（）()—-"
"""积石山保安族东乡族撒拉族自治县 has none; zones are 甲乙（丙）经济区 and 甲—乙合作区."""
HAN = re.compile("[\u3400-\u9fff]")
CLASS_WORDS = re.compile(
    "(?:总工会|工会|联合会|委员会|人民政府|自治|行政|地区|新区|园区|开发|产业|技术|经济|高新|示范|职工|省|市|州|盟|区|县|旗)+"
)


def tidy_code(code: str) -> str:
    """As codes are stored: half width, no space around."""
    return unicodedata.normalize("NFKC", code).strip()


def next_zone_code(above: Region) -> str:
    """361100Z01, 361100Z02: of the codes that zones below a division have by convention, the first that is free."""
    taken = set(Region.objects.filter(code__startswith=f"{above.code}Z").values_list("code", flat=True))
    return next(code for n in count(1) if (code := f"{above.code}Z{n:02d}") not in taken)


def name_problem(name: str) -> Promise | None:
    """Why texts cannot be searched for this name; None where they can."""
    if any(unicodedata.category(sign)[0] not in "LN" and sign not in SIGNS_IN_NAMES for sign in name):
        return _("“%(name)s”里有空格、标点或看不见的字符，请去掉。")
    if len(name) < SHORTEST_NAME or not HAN.search(name):
        return _("“%(name)s”太短或没有汉字，会把许多文章认错地区；请写两个字以上的名称。")
    if len(name) > LONGEST_NAME:
        return _("“%(name)s”太长，最多 60 个字。")
    if CLASS_WORDS.fullmatch(name):
        return _("“%(name)s”是通称，会把许多文章认错地区；请写全称。")
    return None


def problems(region: Region) -> Iterator[Problem]:
    """Everything that is wrong with the division, stored or not."""
    yield from _code_problems(region)
    yield from _name_problems(region)
    yield from _span_problems(region)
    yield from _place_problems(region)


def _code_problems(region: Region) -> Iterator[Problem]:
    if not CODE.fullmatch(region.code) or region.code.lower() in RESERVED_CODES:
        yield (
            "code",
            _("代码是网址的一部分，只能用 1 到 12 位数字、字母和其间的连字符，如 361103、361100Z01。"),
        )
        return
    others = Region.objects.filter(code=region.code).exclude(pk=region.pk)
    if others.filter(origin=Region.Origin.TABLE).exists():
        yield "code", _("区划表里已有代码 %(code)s，请另编一个。") % {"code": region.code}
    elif any(_overlap(region, other) for other in others):
        yield (
            "code",
            _("代码 %(code)s 在这些年里已有另一个区划，请另编一个或改年份。") % {"code": region.code},
        )


def _name_problems(region: Region) -> Iterator[Problem]:
    for field, names in (
        ("name", [region.name]),
        ("short_name", [region.short_name]),
        ("aliases", region.aliases if isinstance(region.aliases, list) else [region.aliases]),
    ):
        for name in names:
            told = name_problem(name) if isinstance(name, str) else _("别名“%(name)s”不是文字。")
            if told is not None:
                yield field, str(told) % {"name": str(name)[:20]}


def _span_problems(region: Region) -> Iterator[Problem]:
    for field in ("valid_from", "valid_to"):
        year = getattr(region, field)
        if year is not None and not is_year(year):
            yield field, _("请填 1900 到 2100 之间的四位年份。")
    if region.valid_from and region.valid_to and region.valid_to < region.valid_from:
        yield "valid_to", _("终止年份不能早于启用年份。")


def _place_problems(region: Region) -> Iterator[Problem]:
    if region.level not in RANK:
        yield "level", _("级别不在省级、地市级、县级、开发区之中。")
        return
    if region.pk and any(not _is_below(child.level, region.level) for child in region.children.all()):
        yield "level", _("它的下级里有同级或更高级的区划，请先改那些区划。")
    above = region.parent
    if above is None:
        return
    if region.pk and region.pk in {step.pk for step in above.path}:
        yield "parent", _("上级不能是它自己，也不能是它的下级。")
    elif not _is_below(region.level, above.level):
        yield "parent", _("上级“%(name)s”的级别要高于它自己的级别。") % {"name": above.name}
    elif not _overlap(region, above, sharing_a_year=True):
        yield "parent", _("上级“%(name)s”在这些年里不存在。") % {"name": above.name}


def _is_below(level: str, above: str) -> bool:
    return level in RANK and above in RANK and RANK[Level(level)] > RANK[Level(above)]


def _overlap(one: Region, other: Region, *, sharing_a_year: bool = False) -> bool:
    """Whether both were there at one time; a year in which one followed the other counts only where asked."""
    later_start = max(one.valid_from or FIRST_YEAR, other.valid_from or FIRST_YEAR)
    earlier_end = min(one.valid_to or LAST_YEAR, other.valid_to or LAST_YEAR)
    return later_start < earlier_end or (sharing_a_year and later_start == earlier_end)


def succession_problems(succession: RegionSuccession) -> Iterator[Problem]:
    """What is wrong with saying that one division became the other."""
    if succession.year is not None and not is_year(succession.year):
        yield "year", _("请填 1900 到 2100 之间的四位年份。")
    if succession.from_region_id is None or succession.to_region_id is None:
        return
    if succession.from_region_id == succession.to_region_id:
        yield "from_region", _("原区划不能是它自己。")
    elif succession.from_region_id in _became(succession.to_region_id):
        yield "from_region", _("原区划已是它的后继，沿革不能绕回来。")


def _became(region_id: int) -> set[int]:
    """Every division that this one, or a part of it, became in any number of steps."""
    found: set[int] = set()
    newest = {region_id}
    while newest:
        steps = RegionSuccession.objects.filter(from_region__in=newest)
        newest = set(steps.values_list("to_region_id", flat=True)) - found
        found |= newest
    return found
