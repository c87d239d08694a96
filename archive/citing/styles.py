"""Every style in which the archive writes references, by the name that the command and the addresses use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from archive.citing.bibtex import bibtex
from archive.citing.csl import csl
from archive.citing.gbt7714 import Edition, edition
from archive.citing.ris import ris
from archive.citing.table import table
from archive.citing.work import Work


@dataclass(frozen=True, slots=True)
class Style:
    """``write`` makes one text of any number of works; ``suffix`` is that of a file that holds it."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[Work]], str]


def gbt7714(year: int) -> Edition:
    """The edition of the standard with the signs that this site's setting asks for."""
    return edition(year, settings.CITATION_SIGNS)


def _text(year: int) -> Callable[[Iterable[Work]], str]:
    return lambda works: gbt7714(year).references(works)


STYLES = {
    style.name: style
    for style in (
        Style("gbt7714-2025", "GB/T 7714—2025", "txt", "text/plain", _text(2025)),
        Style("gbt7714-2015", "GB/T 7714—2015", "txt", "text/plain", _text(2015)),
        Style("bibtex", "BibTeX", "bib", "application/x-bibtex", bibtex),
        Style("ris", "RIS", "ris", "application/x-research-info-systems", ris),
        Style("csl", "CSL JSON", "json", "application/vnd.citationstyles.csl+json", csl),
        Style("csv", "CSV", "csv", "text/csv", table),
    )
}
DEFAULT = "gbt7714-2025"
