"""Pages of a list whose length is known already: counting it again would walk over all of it."""

from typing import Any

from django.core.paginator import Paginator


class CountedPaginator(Paginator):
    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self._count = count

    @property
    def count(self) -> int:  # type: ignore[override]
        return self._count
