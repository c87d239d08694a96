"""The divisions that a typed text may mean: name, path, code, pinyin or initials, of the years that it is about."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext

from archive.models import Region
from archive.querysets.regions import RegionQuerySet
from archive.regions.pinyin import initials, pinyin

SEPARATORS = re.compile(r"[›>/\s]+")
MOST = 12
LETTERS = re.compile(r"[a-z]{2,}")
KINDS = ("省", "市", "州", "盟", "县", "区", "旗")


class NoSuchPlace(Exception):
    """No division is called so, or several are; the message names them."""


def places(text: str, year: int | None = None) -> list[Region]:
    """Those that the text may mean, the best first: called just so, then beginning so; each as it was in the year."""
    *above, last = SEPARATORS.split(text.strip().lower()) or [""]
    if not last:
        return []
    exactly = _of_the_time(_below(above, _called(last)), year)
    return (exactly or _of_the_time(_below(above, _beginning(last)), year))[:MOST]


def the_place(text: str, year: int | None = None) -> Region:
    """The only one that the text can mean. Raises NoSuchPlace."""
    found = places(text, year)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchPlace(
            gettext("没有叫“%(text)s”的地区；请写名称、代码、拼音或拼音首字母，新开发区请先在“区划”里添加。")
            % {"text": text}
        )
    names = "；".join(region.full_name for region in found[:6])
    raise NoSuchPlace(
        gettext("“%(text)s”可能是：%(names)s。请写全，或从列表里选。") % {"text": text, "names": names}
    )


def _called(word: str) -> Iterable[Region]:
    regions = _regions()
    if word.isdigit():
        return regions.filter(code=word)
    if LETTERS.fullmatch(word):
        found = regions.filter(Q(("letters", word)) | Q(initials=word))
        return dict.fromkeys((*found, *_also_spelt(lambda letters: letters == word)))
    return regions.filter(Q(name=word) | Q(short_name=word)) or _also_called(word)


def _also_called(word: str) -> list[Region]:
    """By another name, which an editor has given: it stands in a list, where no index finds it."""
    return [region for region in _regions().exclude(aliases=[]) if word in region.other_names]


def _also_spelt(fits: Callable[[str], bool]) -> list[Region]:
    """By the letters of another name: ylx is 云岭县, as everybody calls 云岭苗族自治县. Not of a name without its kind:
    yl would be 杨凌 alone then, and no beginning of anything."""
    return [
        region
        for region in _regions().exclude(aliases=[])
        if any(fits(one) for name in region.other_names if name.endswith(KINDS) for one in _letters(name))
    ]


@cache
def _letters(name: str) -> tuple[str, str]:
    return initials(name), pinyin(name, name).replace(" ", "")


def _beginning(word: str) -> Iterable[Region]:
    if LETTERS.fullmatch(word):
        found = _regions().filter(Q(("letters__startswith", word)) | Q(initials__startswith=word))
        return dict.fromkeys((*found, *_also_spelt(lambda letters: letters.startswith(word))))
    return _regions().filter(Q(name__startswith=word) | Q(code__startswith=word))


def _regions() -> RegionQuerySet:
    """With ``letters``, the pinyin without its blanks."""
    return Region.objects.with_path().annotate(letters=Replace(F("pinyin"), Value(" "), Value("")))


def _below(above: list[str], regions: Iterable[Region]) -> list[Region]:
    """Of these, those that the words before the last one stand above: 云川市 › 青禾区, 云川 青禾区, y qhq."""
    return [
        region
        for region in regions
        if all(any(_begins(step, word) for step in region.path[:-1]) for word in above)
    ]


def _begins(region: Region, word: str) -> bool:
    letters = (region.initials, region.pinyin.replace(" ", ""))
    return word in {region.name, region.short_name} or any(one.startswith(word) for one in letters)


def _of_the_time(regions: list[Region], year: int | None) -> list[Region]:
    """Those that there were in the year, or are today; where there is none of them, of each the newest."""
    then = [region for region in regions if _was_there(region, year)]
    newest: dict[str, Region] = {}
    for region in sorted(then or regions, key=lambda one: one.valid_from or 0):
        newest[region.code] = region
    return sorted(newest.values(), key=lambda one: (one.level != Region.Level.COUNTY, one.pinyin, one.code))


def _was_there(region: Region, year: int | None) -> bool:
    if year is None:
        return region.valid_to is None
    return (region.valid_from or 0) <= year <= (region.valid_to or year)
