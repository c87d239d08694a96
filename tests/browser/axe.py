"""Pages as axe-core sees them, on a desk, a tablet and a phone, in light and in dark."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Literal

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
DESK, TABLET, PHONE = 1280, 768, 390
CHANGED_BY_COLOURS_AND_WIDTHS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]
SIZE = "target-size"
"""What is pressed measures 24 pixels or stands alone (WCAG 2.2), which axe-core looks for only where it is told to."""
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"], "rules": {SIZE: {"enabled": True}}}
WHAT_COLOURS_AND_WIDTHS_CHANGE = EVERYTHING | {"runOnly": [*CHANGED_BY_COLOURS_AND_WIDTHS, SIZE]}
Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme, dict[str, Any]]
LOOKS: tuple[Look, ...] = (
    (DESK, "light", EVERYTHING),
    (DESK, "dark", WHAT_COLOURS_AND_WIDTHS_CHANGE),
    (TABLET, "dark", WHAT_COLOURS_AND_WIDTHS_CHANGE),
    (TABLET, "light", WHAT_COLOURS_AND_WIDTHS_CHANGE),
    (PHONE, "light", WHAT_COLOURS_AND_WIDTHS_CHANGE),
    (PHONE, "dark", EVERYTHING),
)
"""What depends on neither is looked for once on the widest page and once on the narrowest."""
AT_ONCE = "*, *::before, *::after { transition: none !important; }"
"""Colours that change from light to dark over some time are neither while they do."""


def violations(page: Page, options: dict[str, Any]) -> Iterator[str]:
    for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['html'][:120]}"


UNFOLDED = "for (const part of document.querySelectorAll('details')) part.open = true"


def looked_at(page: Page, address: str, looks: tuple[Look, ...] = LOOKS) -> dict[str, list[str]]:
    """What axe-core finds on a page, in each of its looks, with all that can be unfolded."""
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto(address)
    page.add_style_tag(content=AT_ONCE)
    page.evaluate(UNFOLDED)
    return as_it_stands(page, address, looks)


def as_it_stands(page: Page, name: str, looks: tuple[Look, ...] = LOOKS) -> dict[str, list[str]]:
    """The same of a page that was brought into a state: with a list open, a dialog, something selected."""
    page.evaluate(AXE)
    found = {}
    for width, scheme, options in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        told = list(violations(page, options))
        reached = page.evaluate("document.documentElement.scrollWidth")
        if reached > width:
            told.append(f"scrolls sideways to {reached}")
        if told:
            found[f"{name} {width} {scheme}"] = told
    return found
