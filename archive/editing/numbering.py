"""Sections with the anchors of their paragraphs: words that stay keep the number that links to them."""

from collections.abc import Iterable, Sequence
from itertools import chain

from archive.anchors import realign
from archive.representation import State


def numbered(
    wanted: Iterable[State], stored: Sequence[State], *, next_anchor: int
) -> tuple[list[State], int]:
    """Sections that lack anchors, or whose text is another now, with those of the stored paragraphs that they kept,
    wherever these moved; and the next number that was never used."""
    known = {item["id"]: item for item in stored}
    sections = [_completed(item, known.get(item.get("id"), {})) for item in wanted]
    claimed = set(chain.from_iterable(item.get("anchors", ()) for item in sections))
    free = {anchor: text for item in stored for anchor, text in paragraphs(item) if anchor not in claimed}
    new = [item for item in sections if "anchors" not in item]
    anchors, following = realign(
        list(free.values()),
        list(free),
        [line for item in new for line in item["text"].splitlines()],
        next_anchor=max(next_anchor, 1 + max(claimed, default=0)),
    )
    remaining = iter(anchors)
    for item in new:
        item["anchors"] = [next(remaining) for _ in item["text"].splitlines()]
    return sections, following


def paragraphs(section: State) -> list[tuple[int, str]]:
    """Each paragraph with its anchor."""
    return list(zip(section["anchors"], section["text"].splitlines(), strict=False))


def _completed(item: State, stored: State) -> State:
    """With what the item does not say, and without anchors where its text is not the one that they belong to."""
    text = "\n".join(_lines((stored | item).get("text") or ""))
    if text != stored.get("text") and "anchors" not in item:
        stored = {name: value for name, value in stored.items() if name != "anchors"}
    return stored | item | {"text": text}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
