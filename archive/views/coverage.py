"""What the archive has and lacks: the table of a place, what is missing of a year, and the list to ask for it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.coverage import request_list
from archive.coverage.counting import archive_years
from archive.coverage.gaps import Gap, by_place_above, gaps
from archive.coverage.states import MEANINGS, State
from archive.coverage.table import Table, table
from archive.files.spreadsheets import CSV, XLSX
from archive.gazette import gazette
from archive.ingest.text.file_names import storable
from archive.kept import of_one_state
from archive.models import Region
from archive.places_around import Around
from archive.web.file_names import disposition
from archive.years import is_year

MOST_YEARS = 60
"""Columns of a table; a longer archive begins with the newest, and the rest is asked for by its years."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: ``?region=990100&year=2021`` or ``&from=2015&to=2020``; without a region the whole country."""

    place: Region | None
    year: int | None
    first: int | None
    last: int | None

    @classmethod
    def of(cls, sent: QueryDict) -> "Asked":
        first, last = _year(sent, "from"), _year(sent, "to")
        if first and last and first > last:
            first, last = last, first
        return cls(_place(sent.get("region", "")), _year(sent, "year"), first, last)

    @property
    def years(self) -> tuple[int, ...]:
        """The newest first: on a phone the first columns are all that is in sight."""
        if self.year:
            return (self.year,)
        there = archive_years()
        first = self.first or (there[0] if there else self.last)
        last = self.last or (there[-1] if there else self.first)
        if first is None or last is None:
            return ()
        return tuple(range(last, first - 1, -1))[:MOST_YEARS]

    @property
    def url(self) -> str:
        return self._address("archive:coverage")

    @property
    def json_url(self) -> str:
        return self._address("archive:coverage-json")

    @property
    def csv_url(self) -> str:
        return self._address("archive:wanted-csv")

    @property
    def xlsx_url(self) -> str:
        return self._address("archive:wanted-xlsx")

    @property
    def feed_url(self) -> str:
        return self._address("archive:gaps-feed")

    @property
    def all_years_url(self) -> str:
        return replace(self, year=None, first=None, last=None).url

    @property
    def year_url(self) -> str:
        """What is missing of a year that stands behind it."""
        return f"{self.all_years_url}{'&' if self.place else '?'}year="

    def _address(self, name: str) -> str:
        """The one address of the question, as a page or as a file."""
        named = {
            "region": self.place and self.place.code,
            "year": self.year,
            "from": self.first,
            "to": self.last,
        }
        asked = urlencode({name: value for name, value in named.items() if value})
        return f"{reverse(name)}?{asked}" if asked else reverse(name)

    @property
    def told(self) -> str:
        years = f"{self.first or ''}—{self.last or ''}" if self.first or self.last else ""
        return " ".join(filter(None, [self.place.name if self.place else "", str(self.year or years)]))


def _place(code: str) -> Region | None:
    if not code:
        return None
    place = gazette().newest.get(code)
    if place is None:
        raise Http404
    return place


def _year(sent: QueryDict, name: str) -> int | None:
    value = sent.get(name, "").strip()
    if not value:
        return None
    if not value.isdecimal() or len(value) != 4 or not is_year(int(value)):
        raise BadRequest(f"no year: {name}")
    return int(value)


@require_safe
@of_one_state()
def coverage(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    found: Any = SimpleLazyObject(
        lambda: table(asked.place, asked.years)
    )  # not worked out for a part that is kept
    context = {
        "section": "coverage",
        "asked": asked,
        "region": asked.place,
        "path": asked.place.path if asked.place else [],
        "around": Around.of(asked.place.path if asked.place else ()),
        "matrix": found,
        "states": [(state, MEANINGS[state]) for state in State],
    }
    if asked.year:
        return render(request, "archive/coverage_year.html", context | _of_year(found, asked, asked.year))
    return render(request, "archive/coverage.html", context)


def _of_year(found: Table, asked: Asked, year: int) -> dict[str, object]:
    """What is missing of one year: by name within a province, by number for the whole country."""
    missing = gaps(found, asked.place) if asked.place else []
    own = next((gap for gap in missing if found.own and gap.stand is found.own.stand), None)
    return {
        "year": year,
        "earlier": year - 1 if is_year(year - 1) else None,
        "later": year + 1 if is_year(year + 1) else None,
        "own_gap": own,
        "own_absence": found.own.stand.absences.get(year) if found.own else None,
        "groups": by_place_above(gap for gap in missing if gap is not own).items(),
    }


@require_safe
@of_one_state()
def gaps_csv(request: HttpRequest) -> StreamingHttpResponse:
    asked = Asked.of(request.GET)
    lines = request_list.csv_lines(_gaps(asked), request.build_absolute_uri)
    return StreamingHttpResponse(lines, content_type=CSV, headers=_named(asked, ".csv"))


@require_safe
@of_one_state()
def gaps_xlsx(request: HttpRequest) -> FileResponse:
    asked = Asked.of(request.GET)
    book = request_list.workbook(_gaps(asked), request.build_absolute_uri, _("缺的综述"))
    return FileResponse(book, content_type=XLSX, headers=_named(asked, ".xlsx"))


def _gaps(asked: Asked) -> list[Gap]:
    return gaps(table(asked.place, asked.years), asked.place)


def _named(asked: Asked, suffix: str) -> dict[str, str]:
    name = f"{_('缺的综述')} {storable(asked.told)} {timezone.localdate().isoformat()}".replace("  ", " ")
    return {"Content-Disposition": disposition(f"{name}{suffix}", plain=f"wanted{suffix}")}
