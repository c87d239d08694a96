"""Pages of a list whose length is known already: counting it again would walk over all of it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet

Row = TypeVar("Row")


class CountedPaginator(Paginator[Row]):
    def __init__(self, rows: Sequence[Row] | QuerySet[Any, Row], per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self._count = count

    @property
    def count(self) -> int:
        return self._count
