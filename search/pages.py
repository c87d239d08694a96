"""Links to the other pages of a result: the first, the last, and those around this one."""

from dataclasses import dataclass

from search.state import SearchState

AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the result; ``number`` None is a gap between pages."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    links: tuple[PageLink, ...]
    previous_url: str | None
    next_url: str | None
    number: int
    count: int


def pages(state: SearchState, count: int) -> Pages:
    """The links below a result of that many pages."""
    here = state.page
    shown = sorted({1, count} | set(range(max(here - AROUND, 1), min(here + AROUND, count) + 1)))
    links: list[PageLink] = []
    for number in shown:
        if links and links[-1].number is not None and number - links[-1].number > 1:
            links.append(PageLink(None))
        links.append(PageLink(number, state.on_page(number).url(), current=number == here))
    return Pages(
        tuple(links),
        previous_url=state.on_page(here - 1).url() if here > 1 else None,
        next_url=state.on_page(here + 1).url() if here < count else None,
        number=here,
        count=count,
    )
