"""The columns of the table of articles: what stands in each cell, and which of them may be corrected."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Region
from archive.representation import State, plain

Absolute = Callable[[str], str]
Regions = Mapping[int, Region]

FIELDS = (
    *("kicker", "title", "subtitle", "issuer", "region", "period_start", "period_end", "kind"),
    *("newspaper", "published_on", "issue", "page_label", "bylines"),
)
"""What of an article the cells that may be corrected are made from."""
BETWEEN_NAMES = "；"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may be corrected; ``cell`` is what an article in this state has there, None for unknown."""

    name: str
    head: str | Promise
    width: int
    cell: Callable[[State, Regions], str | int | None]


@dataclass(frozen=True, slots=True)
class Beside:
    """A column that is there to be read: what a corrected table has in it is not looked at."""

    head: str | Promise
    width: int
    cell: Callable[[Any, Absolute], str | int | None]


def _of(name: str) -> Callable[[State, Regions], str | int | None]:
    return lambda state, regions: state[name]


def _code(state: State, regions: Regions) -> str | None:
    return regions[state["region"]].code if state["region"] in regions else None


def _place(state: State, regions: Regions) -> str | None:
    return regions[state["region"]].full_name if state["region"] in regions else None


def _kind(state: State, regions: Regions) -> str:
    return label_of(Article.Kind, state["kind"])


def label_of(choices: type[models.TextChoices], value: str) -> str:
    """As ``get_kind_display``, which puts every choice into words to find one: a third of the time of a table."""
    return _label(choices, value, translation.get_language())


@lru_cache(maxsize=64)
def _label(choices: type[models.TextChoices], value: str, _language: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _names(state: State, regions: Regions) -> str | None:
    return BETWEEN_NAMES.join(state["bylines"] or ()) or None


NUMBER, VERSION = _("编号"), _("版次")
"""By these a row finds its article, and is known to be older than the article is by now."""
CORRECTED = (
    Column("kicker", _("引题"), 20, _of("kicker")),
    Column("title", _("标题"), 40, _of("title")),
    Column("subtitle", _("副标题"), 30, _of("subtitle")),
    Column("issuer", _("单位"), 20, _of("issuer")),
    Column("region_code", _("区划代码"), 10, _code),
    Column("region", _("地区"), 26, _place),
    Column("period_start", _("起始年份"), 9, _of("period_start")),
    Column("period_end", _("截止年份"), 9, _of("period_end")),
    Column("kind", _("体裁"), 12, _kind),
    Column("newspaper", _("报纸"), 14, _of("newspaper")),
    Column("published_on", _("刊发日期"), 12, _of("published_on")),
    Column("issue", _("期号"), 10, _of("issue")),
    Column("page_label", _("版面"), 10, _of("page_label")),
    Column("bylines", _("作者"), 24, _names),
)
BESIDE = (
    Beside(_("状态"), 9, lambda article, absolute: label_of(Article.Status, article.status)),
    Beside(_("存疑"), 7, lambda article, absolute: article.open_notices),
    Beside(_("地区依据"), 12, lambda article, absolute: label_of(Article.RegionBasis, article.region_basis)),
    Beside(_("年份依据"), 12, lambda article, absolute: label_of(Article.PeriodBasis, article.period_basis)),
    Beside(_("原始文件"), 24, lambda article, absolute: article.source.name if article.source else None),
    Beside(_("链接"), 36, lambda article, absolute: absolute(article.get_absolute_url())),
)


def heads() -> list[str]:
    return [str(head) for head in (NUMBER, VERSION, *(c.head for c in CORRECTED), *(b.head for b in BESIDE))]


def widths() -> list[int]:
    return [7, 6, *(column.width for column in CORRECTED), *(column.width for column in BESIDE)]


def row(article: Article, absolute: Absolute) -> list[str | int | None]:
    """An article, loaded with its place, its source and its open notices, as a row."""
    state = plain(article, FIELDS)
    regions = {article.region.pk: article.region} if article.region else {}
    own = [column.cell(state, regions) for column in CORRECTED]
    return [article.pk, article.version, *own, *(column.cell(article, absolute) for column in BESIDE)]


def named(heads: Iterable[str]) -> list[str | None]:
    """What each head of a table is: ``number``, ``version``, the name of a column, ``beside``, or None for others'."""
    known = _known()
    return [known.get(_plain(head)) for head in heads]


def _known() -> dict[str, str]:
    """The table may have been made in another language than it is read in."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {_plain(str(column.head)): "beside" for column in BESIDE}
            found |= {_plain(str(column.head)): column.name for column in CORRECTED}
            found |= {_plain(str(NUMBER)): "number", _plain(str(VERSION)): "version"}
    return found


def _plain(head: str) -> str:
    return "".join(head.split()).casefold()
