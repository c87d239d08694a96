"""How numbers of the ledger are said."""

from decimal import Decimal

from django.utils.translation import gettext as _

from archive.models import Figure

Scope, Bound = Figure.Scope, Figure.Bound
SAID_BEFORE = {
    Bound.ABOUT: Bound.ABOUT.label,
    Bound.ABOVE: Bound.ABOVE.label,
    Bound.BELOW: Bound.BELOW.label,
    Bound.SEVERAL: Bound.SEVERAL.label,
}


def number(value: Decimal) -> str:
    """52,000; 97.8."""
    return f"{value.normalize():,f}"


def worth(value: Decimal, low: Decimal | None, unit: str | None, bound: str) -> str:
    """The value as stored, grouped by thousands, with its bound: 多于 2,000 人; 3—5 人."""
    told = number(value) if low is None else f"{number(low)}—{number(value)}"
    space = "" if unit == "%" else " "
    return f"{SAID_BEFORE.get(Bound(bound), '')} {told}{space}{unit or ''}".strip()


def years(start: int | None, end: int | None) -> str:
    """2022, 2018—2022, or that they are unknown."""
    if end is None:
        return _("年份不详")
    return str(end) if start in (None, end) else f"{start}—{end}"
