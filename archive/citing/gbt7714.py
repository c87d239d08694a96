"""GB/T 7714, the Chinese standard of references: the edition of 2025 (in force since July 2026) and that of 2015.

Both write a newspaper article alike but for the day of access of [N/OL], which 2025 dropped; both want that day of a
web page. No edition says how wide signs are: the printed examples of 2015 are half width, the makers of styles
for 2025 write full width. CITATION_SIGNS chooses otherwise. What the page does not give is said in square brackets.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.citing.pages import page
from archive.citing.work import Work

MOST_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class Signs:
    comma: str
    colon: str
    opening: str
    closing: str


FULL, HALF = Signs("，", "：", "（", "）"), Signs(", ", ": ", "(", ")")
SIGNS = {"full": FULL, "half": HALF}
OF_EDITION = {2015: HALF, 2025: FULL}


@dataclass(frozen=True, slots=True)
class Edition:
    year: int
    signs: Signs

    def reference(self, work: Work) -> str:
        """``作者甲，作者乙. 题名：副题名[N]. 报纸名，2020-01-16（3）.``"""
        published = self._web(work) if work.is_web_page else self._newspaper(work)
        address = f" {work.url}." if work.url else ""
        return f"{self._authors(work)}{self._title(work)}{published}.{address}"

    def references(self, works: Iterable[Work]) -> str:
        return "".join(f"{self.reference(work)}\n" for work in works)

    def _authors(self, work: Work) -> str:
        """Three at most, then 等; nothing where nobody is named: the title comes first."""
        names = list(work.authors.names[:MOST_AUTHORS])
        if len(work.authors.names) > MOST_AUTHORS or work.authors.others:
            names.append("等")
        return f"{self.signs.comma.join(names)}. " if names else ""

    def _title(self, work: Work) -> str:
        if work.title is None:
            return "[题名不详]"
        if work.title_is_own:
            return f"[{work.title}]"
        return self.signs.colon.join(filter(None, [work.title, work.subtitle]))

    def _newspaper(self, work: Work) -> str:
        paper, day = work.newspaper or "[报纸名不详]", work.published or "[日期不详]"
        number = page(work.page, comma=self.signs.comma) if work.page else "[版次不详]"
        printed = f"{paper}{self.signs.comma}{day}{self._bracketed(number)}"
        return f"[N/OL]. {printed}{self._access_of_newspaper(work)}" if work.url else f"[N]. {printed}"

    def _access_of_newspaper(self, work: Work) -> str:
        return self._access(work) if self.year == 2015 else ""

    def _web(self, work: Work) -> str:
        return f"[EB/OL]. {self._bracketed(work.published or '[日期不详]')}{self._access(work)}"

    def _access(self, work: Work) -> str:
        return f"[{work.accessed or '引用日期不详'}]"

    def _bracketed(self, text: str) -> str:
        return f"{self.signs.opening}{text}{self.signs.closing}"


def edition(year: int, signs: str = "edition") -> Edition:
    """The edition of 2015 or 2025; ``signs`` is full, half, or edition for what that edition's examples have."""
    return Edition(year, SIGNS.get(signs, OF_EDITION[year]))


def quoted(text: str, reference: str) -> str:
    """Words of the text with where they stand; quotation marks inside others are single: “……‘……’……”."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”（{reference.rstrip('.')}）"
