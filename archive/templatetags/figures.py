"""How a figure is told on a page."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.article_figures import Numbered
from archive.figures.quantities import Bound
from archive.figures.records import Basis, Scope

register = template.Library()

SCOPES = {
    Scope.STOCK: gettext_lazy("存量"),
    Scope.FLOW: gettext_lazy("当期"),
    Scope.CUMULATIVE: gettext_lazy("累计"),
    Scope.SHARE: gettext_lazy("其中"),
    Scope.GROWTH: gettext_lazy("增减"),
    Scope.BEFORE: gettext_lazy("变化前"),
    Scope.AFTER: gettext_lazy("变化后"),
}
BOUNDS = {
    Bound.EXACT: "",
    Bound.ABOUT: gettext_lazy("约"),
    Bound.ABOVE: gettext_lazy("多于"),
    Bound.BELOW: gettext_lazy("不到"),
    Bound.SEVERAL: gettext_lazy("几倍于"),
}
BASES = {
    Basis.SENTENCE: gettext_lazy("本句写明"),
    Basis.PARAGRAPH: gettext_lazy("本段写明"),
    Basis.ARTICLE: "",
}


@register.filter
def worth(numbered: Numbered) -> str:
    """The value as stored, grouped by thousands, with its bound: 多于 2,000 人; 3—5 人."""
    figure = numbered.figure
    number = f"{figure.value.normalize():,f}"
    if figure.low is not None:
        number = f"{figure.low.normalize():,f}—{number}"
    unit = figure.unit or ""
    space = "" if unit == "%" else " "
    return f"{BOUNDS[figure.bound]} {number}{space}{unit}".strip()


@register.filter
def said(numbered: Numbered) -> list[str]:
    """What is said of the number, in words: 其中, 计划, 人均."""
    figure = numbered.figure
    is_told = numbered.indicator or figure.scope is not Scope.FLOW
    words = [str(SCOPES[figure.scope])] if is_told else []
    if figure.planned:
        words.append(_("计划"))
    if figure.per:
        words.append(figure.per)
    return words


@register.filter
def years(numbered: Numbered) -> str:
    """The years of the number: 2022, 2018—2022, or that they are unknown."""
    period = numbered.figure.period
    if period.end is None:
        return _("年份不详")
    return str(period.end) if period.start in (None, period.end) else f"{period.start}—{period.end}"


@register.filter
def basis(numbered: Numbered) -> str:
    """What the years rest on, where that is not the article."""
    return str(BASES[numbered.figure.period.basis])
