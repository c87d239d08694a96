"""The parameters of a search, read leniently: what makes no sense is left out and said."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.models import Article
from search.engines.contract import UNKNOWN, Filters, Order
from search.query import tidy
from search.state import DEFAULT_PAGE_SIZE, PAGE_SIZES, SearchState

FIRST_YEAR, LAST_YEAR = 1800, 2100
# A county's page of a province has about a hundred counties; nobody ticks more than a handful of them.
MOST_VALUES = 40
MOST_PAGES = 1_000_000

ORDERS = (
    (Order.RELEVANCE, _("相关度")),
    (Order.NEWEST_PERIOD, _("年份从新到旧")),
    (Order.REGION, _("地区")),
    (Order.ADDED, _("最近入库")),
)


class TypedText(forms.Field):
    """What stands in the search box; nothing in it is an error here, the query language answers for that."""

    def to_python(self, value: Any) -> str:
        return tidy(value or "")


class Values(forms.Field):
    """A parameter that may be repeated: region=361103&region=361121."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        values = dict.fromkeys(tidy(item)[:200] for item in value or ())
        return tuple(item for item in values if item)[:MOST_VALUES]


class YearField(forms.IntegerField):
    def __init__(self, *, label: Any) -> None:
        super().__init__(
            required=False,
            label=label,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), _("年份请填四位数字，如 2019；这一项已略去。")
            ),
        )
        self.widget.attrs.update({"inputmode": "numeric", "placeholder": _("年")})


class SearchForm(forms.Form):
    """Every parameter of the search page; the README and the help page list the same names."""

    q = TypedText(required=False, label=_("检索词"))
    region = Values(required=False, label=_("地区"))
    year = Values(required=False, label=_("年份"))
    single = forms.BooleanField(required=False, label=_("只要单一年份的综述"))
    newspaper = Values(required=False, label=_("报纸"))
    kind = Values(required=False, label=_("体裁"))
    exact = forms.BooleanField(required=False, label=_("只看原样含有的"))
    sort = forms.ChoiceField(
        required=False,
        label=_("排序"),
        choices=[(order.value, label) for order, label in ORDERS],
    )
    size = forms.TypedChoiceField(
        required=False,
        label=_("每页"),
        coerce=int,
        empty_value=None,
        choices=[(size, str(size)) for size in PAGE_SIZES],
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        # "from" is a key word of Python, so these two cannot be attributes of the class.
        self.fields["from"] = YearField(label=_("起始年份"))
        self.fields["to"] = YearField(label=_("截止年份"))

    def clean_year(self) -> tuple[int | str, ...]:
        years: list[int | str] = []
        for value in self.cleaned_data["year"]:
            if value == UNKNOWN:
                years.append(UNKNOWN)
            elif len(value) == 4 and value.isdecimal() and FIRST_YEAR <= int(value) <= LAST_YEAR:
                years.append(int(value))
            else:
                self.add_error(
                    "year", ValidationError(_("“%(value)s”不是年份，已略去。"), params={"value": value})
                )
        return tuple(dict.fromkeys(years))

    def clean_kind(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.cleaned_data["kind"] if kind in (*Article.Kind.values, UNKNOWN))

    def state(self) -> SearchState:
        """What is asked for, without the parameters that could not be read."""
        self.is_valid()
        read = self.cleaned_data
        start, end = read.get("from"), read.get("to")
        if start is not None and end is not None and start > end:
            start, end = end, start
        return SearchState(
            text=read["q"],
            filters=Filters(
                regions=read["region"],
                years=read.get("year", ()),
                year_from=start,
                year_to=end,
                single_year=read["single"],
                newspapers=read["newspaper"],
                kinds=read["kind"],
            ),
            exact=read["exact"],
            order=Order(read.get("sort") or Order.RELEVANCE),
            page=read.get("page") or 1,
            size=read.get("size") or DEFAULT_PAGE_SIZE,
        )

    def problems(self) -> list[str]:
        """What was left out, in words; a page or an order that does not exist is not worth a word."""
        return [str(error) for name in ("year", "from", "to") for error in self.errors.get(name, ())]
