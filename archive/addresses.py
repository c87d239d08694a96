"""Addresses of pages, each worked out once: a page of a hundred articles names two hundred and seventy."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

MOST_KEPT = 8192


def address_of_page(view: str, *args: object) -> str:
    """``reverse`` with a memory."""
    return _reversed(get_script_prefix(), view, args)


@lru_cache(maxsize=MOST_KEPT)
def _reversed(_prefix: str, view: str, args: tuple[object, ...]) -> str:
    return reverse(view, args=args)
