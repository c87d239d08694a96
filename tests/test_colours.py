"""Light and dark: who is shown which, and that both can be read."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

SHEETS = Path(settings.BASE_DIR) / "static" / "css"
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
OF_THE_ADMIN = {"editing.css"}
"""Django's own names for colours, and those of the readers' pages that its pages don't load."""
ON_PICTURES = {"scan.css"}
"""Its colours lie on the picture of a page, which is white by night, too."""
NAMED = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
LEAST_CONTRAST = 4.5
LEAST_OF_EDGES = 3.0


def tokens(sheet: str) -> dict[str, str]:
    return dict(COLOUR.findall((SHEETS / sheet).read_text(encoding="utf-8")))


DAY, NIGHT = tokens("variables.css"), tokens("dark.css")
GROUNDS = ("paper", "surface", "surface-sunken")
WRITTEN_ON = [
    *product(("ink", "ink-soft", "ink-faint", "link", "accent", "accent-dark"), GROUNDS),
    *product(("good", "ink", "ink-soft"), ("good-tint", "surface")),
    *product(("warn", "ink", "ink-soft"), ("warn-tint", "surface")),
    *product(("ink", "ink-soft", "accent", "accent-dark"), ("accent-tint",)),
    *product(("mark-ink",), ("mark", "mark-here")),
    *product(("on-accent",), ("accent", "accent-dark")),
    *product(("surface",), ("ink-faint", "good")),
    *(("ink", name) for name in DAY if name.startswith("role-") and name != "role-furniture"),
    ("ink-soft", "role-furniture"),
    ("ink", "target"),
]


def brightness(colour: str) -> float:
    """By WCAG: 0 for black, 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["by day", "by night"])
def test_whatever_is_written_can_be_read_on_its_ground(colours: dict[str, str]) -> None:
    faint = {
        f"{sign} on {ground}": round(contrast(colours[sign], colours[ground]), 2)
        for sign, ground in WRITTEN_ON
        if contrast(colours[sign], colours[ground]) < LEAST_CONTRAST
    }
    assert faint == {}
    for ground in GROUNDS[:2]:
        assert contrast(colours["focus"], colours[ground]) >= LEAST_OF_EDGES - 0.2, ground


def test_the_night_has_a_colour_for_each_of_the_day() -> None:
    assert NIGHT.keys() == DAY.keys()


def test_no_other_sheet_names_a_colour() -> None:
    """But for paper."""
    named = {}
    for sheet in sorted(SHEETS.glob("*.css")):
        if sheet.name in OF_THE_ADMIN | ON_PICTURES | {"variables.css", "dark.css"}:
            continue
        text = re.sub(r"/\*.*?\*/|@media print \{.*", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        if found := NAMED.findall(text):
            named[sheet.name] = found
    assert named == {}


pages = pytest.mark.django_db


def night(client: Client, address: str = "/about/") -> str | None:
    """For which screens the page has the colours by night."""
    found = re.search(r'dark[^"]*\.css" media="([^"]*)"', client.get(address).content.decode())
    return found and found[1]


@pages
def test_pages_are_as_the_system_has_it_until_a_reader_chooses(client: Client) -> None:
    assert night(client) == "screen and (prefers-color-scheme: dark)"
    client.post("/theme/", {"theme": "dark"})
    assert night(client) == "screen"
    client.post("/theme/", {"theme": "light"})
    assert night(client) is None
    client.post("/theme/", {"theme": "system"})
    assert night(client) == "screen and (prefers-color-scheme: dark)"


@pages
@pytest.mark.parametrize("nonsense", ["", "²", "dark\0", "<script>", "x" * 5000])
def test_a_colour_that_is_none_is_as_the_system_has_it(client: Client, nonsense: str) -> None:
    assert client.post("/theme/", {"theme": nonsense}).status_code == 302
    client.cookies["theme"] = "²"
    assert night(client) == "screen and (prefers-color-scheme: dark)"


@pages
def test_who_chooses_stays_on_the_page(client: Client) -> None:
    chosen = {"theme": "dark", "next": "/years/?x=1"}
    assert client.post("/theme/", chosen).headers["Location"] == "/years/?x=1"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "/nowhere/", "/theme/"):
        assert client.post("/theme/", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


@pages
def test_a_page_says_which_colours_it_has(client: Client) -> None:
    assert 'value="system" aria-pressed="true"' in client.get("/about/").content.decode()
    client.post("/theme/", {"theme": "dark"})
    assert 'value="dark" aria-pressed="true"' in client.get("/about/").content.decode()
