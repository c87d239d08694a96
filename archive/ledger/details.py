"""Numbers as the lines of files, read from the database without its objects: there are ten thousand of them at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from archive.figures.indicators import Indicator, indicators
from archive.files.spreadsheets import Linked
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.models import Figure, Region
from archive.models.article import shown_title
from archive.models.figure import address_of, told_years
from archive.querysets.figures import FigureQuerySet

AT_ONCE = 500
Absolute = Callable[[str], str]


class Told(NamedTuple):
    """What is stored of a number, and of the article that tells it."""

    pk: int
    article_id: int
    anchor: str
    words: str
    occurrence: int
    sentence: str
    value: Decimal
    low: Decimal | None
    unit: str | None
    bound: str
    indicator_id: str | None
    scope: str
    planned: bool
    per: str | None
    period_start: int | None
    period_end: int | None
    basis: str
    region_id: int | None
    place: str | None
    series_start: int | None
    series_end: int | None
    is_headline: bool
    is_confirmed: bool
    article__title: str | None
    article__issuer: str | None
    article__newspaper: str | None
    article__published_on: date | None


@dataclass(frozen=True, slots=True)
class Detail:
    """A number with all that files tell of it; ``url`` opens its sentence."""

    told: Told
    url: str
    region: Region | None
    indicator: Indicator | None

    @property
    def place(self) -> str | None:
        """Another union by its words in the text, the article's by its full name."""
        return self.told.place or (self.region.full_name if self.region else None)

    @property
    def years(self) -> tuple[int | None, int | None]:
        return told_years(self.told.series_start, self.told.series_end, self.told.period_end)

    @property
    def title(self) -> str:
        return shown_title(self.told.article__title, self.told.article__issuer)


def details_of(figures: FigureQuerySet, absolute: Absolute) -> Iterator[Detail]:
    """The numbers in their order: two queries, however many there are."""
    regions, known = Region.objects.standing_in_place(), indicators()
    for row in figures.values_list(*Told._fields).iterator(chunk_size=AT_ONCE):
        told = Told._make(row)
        address = address_of(told.article_id, told.anchor, told.words, told.occurrence)
        yield Detail(
            told,
            url=absolute(address),
            region=regions.get(told.region_id or 0),
            indicator=known.get(told.indicator_id or ""),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the details: its head, what stands in it, its width in a workbook. Unknown is empty."""

    head: str
    read: Callable[[Detail], object]
    width: int = 12


def columns() -> tuple[Column, ...]:
    """Each number with its sentence and all that is known of it."""
    bounds, scopes = _labels(Figure.Bound), _labels(Figure.Scope)
    yes = {True: _("是"), False: None}
    return (
        Column(_("地区"), lambda one: one.place, 28),
        Column(_("区划代码"), lambda one: one.region and one.region.code, 10),
        Column(_("指标"), lambda one: one.indicator and one.indicator.name, 18),
        Column(_("起始年份"), lambda one: one.years[0], 9),
        Column(_("截止年份"), lambda one: one.years[1], 9),
        Column(_("数值"), lambda one: Linked(one.told.value, one.url), 14),
        Column(_("下限"), lambda one: one.told.low, 12),
        Column(_("单位"), lambda one: one.told.unit, 6),
        Column(_("界限"), lambda one: bounds.get(one.told.bound), 8),
        Column(_("原文"), lambda one: one.told.words, 14),
        Column(_("口径"), lambda one: scopes.get(one.told.scope), 8),
        Column(_("计划"), lambda one: yes[one.told.planned], 6),
        Column(_("平均"), lambda one: one.told.per, 8),
        Column(_("主要数字"), lambda one: yes[one.told.is_headline], 8),
        Column(_("已核对"), lambda one: yes[one.told.is_confirmed], 8),
        Column(_("句子"), lambda one: one.told.sentence, 70),
        Column(_("标题"), lambda one: one.title, 30),
        Column(_("报纸"), lambda one: one.told.article__newspaper, 14),
        Column(_("刊发日期"), lambda one: one.told.article__published_on, 12),
        Column(_("链接"), lambda one: one.url, 36),
    )


def _labels(choices: type[TextChoices]) -> dict[str, str]:
    """Translated once, not ten thousand times."""
    return {choice.value: str(choice.label) for choice in choices}


def details_csv(details: Iterable[Detail], notes: Iterable[str] = ()) -> Iterator[str]:
    """One number a line."""
    table = columns()
    yield BYTE_ORDER_MARK + csv_line(column.head for column in table)
    for detail in details:
        yield csv_line(plain(column.read(detail)) for column in table)
    for note in notes:
        yield csv_line([note])


def plain(cell: object) -> object:
    """A number of a table without a workbook: 52000, not 52000.0000 and not 5.2E+4."""
    value = cell.value if isinstance(cell, Linked) else cell
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def detail_json(detail: Detail) -> dict[str, Any]:
    """A number in the names of ``import_reviews --format jsonl``, with where it stands."""
    told = detail.told
    return {
        "text": told.words,
        "value": int(told.value) if told.value == told.value.to_integral_value() else float(told.value),
        "low": None if told.low is None else float(told.low),
        "unit": told.unit,
        "bound": told.bound,
        "indicator": told.indicator_id,
        "scope": told.scope,
        "planned": told.planned,
        "per": told.per,
        "period": {"start": told.period_start, "end": told.period_end, "basis": told.basis},
        "series": {"start": told.series_start, "end": told.series_end},
        "headline": told.is_headline,
        "checked": told.is_confirmed,
        "region": told.place,
        "sentence": told.sentence,
        "article": told.article_id,
        "anchor": told.anchor,
        "url": detail.url,
    }


def details_json(details: Iterable[Detail], *, total: int, asked: str) -> dict[str, Any]:
    rows = [detail_json(detail) | {"division": detail.region and detail.region.code} for detail in details]
    return {"url": asked, "total": total, "truncated": total > len(rows), "figures": rows}
