"""The parameters of a search, read leniently: what makes no sense is left out and said."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Region
from search.engines.contract import UNKNOWN, Filters, Order
from search.query import tidy
from search.state import DEFAULT_PAGE_SIZE, PAGE_SIZES, SearchState

FIRST_YEAR, LAST_YEAR = 1800, 2100
# A county's page of a province has about a hundred counties; nobody ticks more than a handful of them.
MOST_VALUES = 40
LONGEST_VALUE = 200

ORDERS = (
    (Order.RELEVANCE, _("相关度")),
    (Order.NEWEST_PERIOD, _("年份从新到旧")),
    (Order.OLDEST_PERIOD, _("年份从旧到新")),
    (Order.REGION, _("地区")),
    (Order.ADDED, _("最近入库")),
)


SENT_EMPTY = ("", "0", "false", "no", "off")

QUESTIONS_ELSEWHERE = (
    "query",
    "keyword",
    "keywords",
    "kw",
    "wd",
    "word",
    "words",
    "key",
    "k",
    "s",
    "search",
    "text",
)
"""How other sites name what was typed into their box; links and bookmarklets bring these names along."""


class TypedText(forms.Field):
    """What stands in the search box; nothing in it is an error here, the query language answers for that.

    A text of nothing but white space stays one, so that it is not taken for no question at all.
    """

    def to_python(self, value: Any) -> str:
        return tidy(value or "") or value or ""


class Values(forms.Field):
    """A parameter that may be repeated: region=361103&region=361121."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        values = dict.fromkeys(tidy(item) for item in value or ())
        return tuple(item for item in values if item)


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


class Switch(forms.Field):
    """1 or nothing; what says no in other words is understood, all else is said to make no sense."""

    def to_python(self, value: Any) -> bool:
        text = tidy(value or "").lower()
        if text == "1":
            return True
        if text in SENT_EMPTY:
            return False
        raise ValidationError(
            _("“%(value)s”不是这一项的值（只有 1），“%(label)s”已略去。"),
            params={"value": value, "label": self.label},
        )


def _nonsense(message: Any) -> dict[str, Any]:
    return dict.fromkeys(("invalid", "invalid_choice", "min_value"), message)


class SearchForm(forms.Form):
    """Every parameter of the search page; the README and the help page list the same names."""

    q = TypedText(required=False, label=_("检索词"))
    region = Values(required=False, label=_("地区"))
    year = Values(required=False, label=_("年份"))
    single = Switch(required=False, label=_("只要单一年份的综述"))
    newspaper = Values(required=False, label=_("报纸"))
    kind = Values(required=False, label=_("体裁"))
    exact = Switch(required=False, label=_("只看原样含有的"))
    matter = Switch(required=False, label=_("连同版面文字"))
    sort = forms.ChoiceField(
        required=False,
        label=_("排序"),
        choices=[(order.value, label) for order, label in ORDERS],
        error_messages=_nonsense(_("没有这样的排序，已略去。")),
    )
    size = forms.TypedChoiceField(
        required=False,
        label=_("每页"),
        coerce=int,
        empty_value=None,
        choices=[(size, str(size)) for size in PAGE_SIZES],
        error_messages=_nonsense(_("每页篇数只能是 10、20、50 或 100，已略去。")),
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages=_nonsense(_("页码请写 1 起的整数；现在显示第 1 页。")),
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.sent = data
        # "from" is a key word of Python, so these two cannot be attributes of the class.
        self.fields["from"] = YearField(label=_("起始年份"))
        self.fields["to"] = YearField(label=_("截止年份"))

    def clean_year(self) -> tuple[int | str, ...]:
        years: list[int | str] = []
        for value in self._bounded("year"):
            if value == UNKNOWN:
                years.append(UNKNOWN)
            elif len(value) == 4 and value.isdecimal() and FIRST_YEAR <= int(value) <= LAST_YEAR:
                years.append(int(value))
            else:
                self._leave_out("year", _("“%(value)s”不是年份，已略去。"), value=value)
        return tuple(dict.fromkeys(years))

    def clean_kind(self) -> tuple[str, ...]:
        known = {*Article.Kind.values, UNKNOWN}
        return self._known("kind", self._bounded("kind"), known, _("没有“%(value)s”这种体裁，已略去。"))

    def clean_region(self) -> tuple[str, ...]:
        asked = self._bounded("region")
        known = {UNKNOWN, *(Region.objects.codes_among(asked) if set(asked) - {UNKNOWN} else ())}
        return self._known("region", asked, known, _("没有区划代码“%(value)s”，已略去。"))

    def clean_newspaper(self) -> tuple[str, ...]:
        return self._bounded("newspaper")

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if start is not None and end is not None and start > end:
            self.cleaned_data |= {"from": end, "to": start}
            self.add_error(None, _("起止年份写反了，已对调。"))
        return self.cleaned_data

    def _known(
        self, name: str, values: tuple[str, ...], known: Collection[str], message: Any
    ) -> tuple[str, ...]:
        for value in values:
            if value not in known:
                self._leave_out(name, message, value=value)
        return tuple(value for value in values if value in known)

    def _bounded(self, name: str) -> tuple[str, ...]:
        values: tuple[str, ...] = self.cleaned_data[name]
        if any(len(value) > LONGEST_VALUE for value in values):
            self._leave_out(name, _("“%(label)s”有一项太长，已略去。"), label=self.fields[name].label)
            values = tuple(value for value in values if len(value) <= LONGEST_VALUE)
        if len(values) > MOST_VALUES:
            self._leave_out(
                name,
                _("“%(label)s”一次最多选 %(most)d 项，多出的 %(over)d 项已略去。"),
                label=self.fields[name].label,
                most=MOST_VALUES,
                over=len(values) - MOST_VALUES,
            )
        return values[:MOST_VALUES]

    def _leave_out(self, name: str, message: Any, **words: Any) -> None:
        self.add_error(name, ValidationError(message, params=words))

    def state(self) -> SearchState:
        """What is asked for, without the parameters that could not be read."""
        self.is_valid()
        read = self.cleaned_data
        return SearchState(
            text=read["q"],
            filters=Filters(
                regions=read["region"],
                years=read["year"],
                year_from=read.get("from"),
                year_to=read.get("to"),
                single_year=read.get("single", False),
                newspapers=read["newspaper"],
                kinds=read["kind"],
            ),
            exact=read.get("exact", False),
            matter=read.get("matter", False),
            order=Order(read.get("sort") or Order.RELEVANCE),
            page=read.get("page") or 1,
            size=read.get("size") or DEFAULT_PAGE_SIZE,
        )

    def problems(self) -> list[str]:
        """Everything that was left out or read otherwise than it was sent, in words."""
        self.is_valid()
        errors = [str(error) for name in (None, *self.fields) for error in self._errors_of(name)]
        return [*dict.fromkeys(errors), *self._repeated(), *self._strangers()]

    def _errors_of(self, name: str | None) -> Iterable[Any]:
        return self.non_field_errors() if name is None else self.errors.get(name, ())

    def _repeated(self) -> Iterator[str]:
        """A parameter of one value that was sent with several: only the last is asked for."""
        for name, field in self.fields.items():
            if not isinstance(field, Values) and len(dict.fromkeys(self.sent.getlist(name))) > 1:
                yield _("网址里“%(name)s”写了不止一个，只用了最后一个。") % {"name": name}

    def _strangers(self) -> Iterator[str]:
        strange = [name for name in self.sent if name not in self.fields]
        if strange:
            shown = "、".join(name[:40] for name in strange[:5]) + ("……" if len(strange) > 5 else "")
            yield _("网址里有这一页不认识的参数，已略去：%(names)s。") % {"names": shown}

    def question_elsewhere(self) -> str:
        """What was asked under the name that another site has for it, where nothing was asked here."""
        if self.sent.get("q"):
            return ""
        return next((text for name in QUESTIONS_ELSEWHERE if (text := tidy(self.sent.get(name) or ""))), "")
