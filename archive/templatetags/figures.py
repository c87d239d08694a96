"""How a figure is told on a page."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.article_figures import Numbered
from archive.figures.plausible import Doubt
from archive.ledger import wording
from archive.models import Figure, FigureDecision

register = template.Library()
LONGEST_AROUND = 120

DOUBTS = {
    Doubt.MORE_THAN_WHOLE: gettext_lazy("“其中”大于总数"),
    Doubt.OVER_HUNDRED: gettext_lazy("比率超过 100%"),
    Doubt.LEAPT: gettext_lazy("与上一年相差三倍以上"),
}


@register.filter
def worth(numbered: Numbered) -> str:
    """The value as stored with its bound and unit."""
    figure = numbered.figure
    return wording.worth(figure.value, figure.low, figure.unit, figure.bound.value)


@register.filter
def said(numbered: Numbered) -> list[str]:
    """What is said of the number, in words: 其中, 计划, 人均."""
    figure = numbered.figure
    is_told = numbered.indicator or figure.scope.value != Figure.Scope.FLOW
    words = [str(Figure.Scope(figure.scope.value).label)] if is_told else []
    if figure.planned:
        words.append(_("计划"))
    if figure.per:
        words.append(figure.per)
    return words


@register.filter
def years(numbered: Numbered) -> str:
    """The years of the number: 2022, 2018—2022, or that they are unknown."""
    return wording.years(numbered.figure.period.start, numbered.figure.period.end)


@register.filter
def basis(numbered: Numbered) -> str:
    """What the years rest on, where that is not the article."""
    found = Figure.Basis(numbered.figure.period.basis.value)
    return "" if found == Figure.Basis.ARTICLE else str(found.label)


@register.filter
def verdict(numbered: Numbered) -> str:
    """What an editor said of the number."""
    return str(FigureDecision.Verdict(numbered.verdict).label) if numbered.verdict else ""


@register.filter
def doubts(numbered: Numbered) -> list[str]:
    """Why the number may be misprinted or misread."""
    return [str(DOUBTS[doubt]) for doubt in numbered.doubts]


@register.filter
def kept_worth(figure: Figure) -> str:
    """The value of a kept figure with its bound and unit."""
    return wording.worth(figure.value, figure.low, figure.unit, figure.bound)


@register.filter
def kept_said(figure: Figure) -> list[str]:
    """What is said of a kept figure."""
    words = [figure.get_scope_display()]
    if figure.planned:
        words.append(_("计划"))
    return [*words, figure.per] if figure.per else words


@register.filter
def kept_years(figure: Figure) -> str:
    """The years that a kept figure stands for in its series, or those in which it is told."""
    if figure.series_end is not None:
        return wording.years(figure.series_start, figure.series_end)
    return wording.years(figure.period_start, figure.period_end)


@register.filter
def number(value: Decimal) -> str:
    """A number without its unit."""
    return wording.number(value)


@register.filter
def around(figure: Figure) -> tuple[str, str, str]:
    """The sentence of a kept figure in three: what stands before its words, they themselves, what stands behind."""
    before, words, behind = figure.sentence.partition(figure.words)
    return (before[-LONGEST_AROUND:], words, behind[:LONGEST_AROUND]) if words else (figure.sentence, "", "")


@register.filter
def unlocalized(value: float) -> str:
    """A coordinate: 12.5 in every language."""
    return f"{value:g}"
