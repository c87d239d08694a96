"""Figures as JSON: what ``read_figures`` and ``import_reviews --format jsonl`` print."""

from collections.abc import Iterable
from decimal import Decimal

from archive.figures.records import Figure
from archive.ingest.jsonl import Json


def figures_json(figures: Iterable[Figure]) -> list[Json]:
    """The figures of one article, in reading order."""
    return [_figure(figure) for figure in figures]


def _figure(figure: Figure) -> Json:
    return {
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
        "block": figure.block,
        "value": _number(figure.value),
        "low": None if figure.low is None else _number(figure.low),
        "unit": figure.unit,
        "bound": figure.bound.value,
        "indicator": figure.indicator,
        "scope": figure.scope.value,
        "part_of": figure.part_of,
        "planned": figure.planned,
        "per": figure.per,
        "period": {
            "start": figure.period.start,
            "end": figure.period.end,
            "basis": figure.period.basis.value,
        },
        "region": figure.region,
        "sentence": figure.sentence,
    }


def _number(value: Decimal) -> int | float:
    """174146100 as a whole number, 97.8 as the nearest that JSON readers hold."""
    return int(value) if value == value.to_integral_value() else float(value)
