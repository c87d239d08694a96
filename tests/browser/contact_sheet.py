"""The contact sheet: every page of the site in every width, in light and in dark, side by side.

python -m tests.browser.contact_sheet FOLDER [--only article --only home] [--whole]

Serves the demo archive from a folder of its own, after an editor has worked on it a little, and writes a picture of each
page and ``index.html`` with all of them. What stands above the fold is what is pictured; ``--whole`` pictures whole
pages.
"""

# ruff: noqa: E402
import argparse
import html
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DATA = tempfile.TemporaryDirectory(prefix="contact-sheet-")
os.environ["ARCHIVE_DATA"] = DATA.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from archive import editing
from archive.imports.at_once import ReadAtOnce
from archive.intake import HandedIn
from archive.models import Article, Import, SourceDocument, TwinPair
from archive.site_authority import site_authority
from archive.tables import room
from benchmarks.serving import served
from tests import factories, roles
from tests.browser import every_page
from tests.browser.axe import Scheme
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.handbook_pictures import printed_again
from tests.test_tables import as_csv, corrected

SCREENS = {1280: 900, 768: 1024, 390: 844}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
STYLE = """body { font: 14px sans-serif; background: #ddd; margin: 1rem } table { border-collapse: collapse }
th { position: sticky; top: 0; background: #ddd; padding: .3rem } td { padding: .3rem; vertical-align: top }
img { display: block; box-shadow: 0 0 3px #555; width: calc(var(--width) * .25px) }"""
SCANNED = ["路边添了四十条长椅，", "走累了的人都可以坐一坐。"]
PATIENCE = 60_000  # milliseconds

Way = Callable[[Page], Any]


def worked_on(client: Client, editor: User) -> dict[str, Any]:
    """A row of every table, the articles, the import and the table among them as real files leave them."""
    rows = roles.archive_with_a_draft()
    SourceDocument.objects.filter(text_key="").update(
        text_key="-"
    )  # or whatever is read is one text with them
    taking = ReadAtOnce(Import.Way.UPLOAD, site_authority(), publish=editing.Publish.NOTHING)
    for path in sorted(every_page.PRACTICE.iterdir()):
        taking.take_in(HandedIn(path.name, path.read_bytes()))
    taking.take_in(HandedIn("空白.txt", b""))
    (again,) = taking.take_in(HandedIn("又刊.txt", printed_again().encode())).articles
    scanned = factories.article(
        title="路边的长椅",
        sections=[("一、长椅", "\n".join(SCANNED))],
        source=factories.scan(SCANNED),
        status="draft",
    )
    gone = Article.objects.get(pk=3)
    editing.trash(gone.pk, by=editor)
    editing.correct(again.pk, {"subtitle": "改过一次"}, by=editor)
    table = corrected(client, {"体裁": "报道"}, {"标题": "表里改的标题", "地区": "云川市"})
    return rows | {
        "article": again.pk,
        "scanned": scanned.pk,
        "trashedarticle": gone.pk,
        "import": Import.objects.latest("pk").pk,
        "twinpair": TwinPair.objects.filter(article=again).latest("pk").pk,
        "correctiontable": room.hand_in("更正.csv", as_csv(table), editor).pk,
    }


def ways(client: Client, rows: dict[str, Any]) -> dict[str, Way]:
    """Name of the page to the way there."""

    def to(address: str) -> Way:
        return lambda page: page.goto(address)

    def done_at(address: str, step: every_page.Step) -> Way:
        def way(page: Page) -> None:
            page.goto(address)
            step(page)

        return way

    def in_place_of(body: str) -> Way:
        return lambda page: every_page.shown(page, body)

    plain = every_page.for_readers(1, 2) | dict(every_page.of_editors(client, rows))
    states = {name: (at.format(**rows), step) for name, (at, step) in every_page.OF_EDITORS.items()}
    return (
        {name: to(address) for name, address in plain.items()}
        | {name: in_place_of(body) for name, body in every_page.of_faults().items()}
        | {name: done_at(*state) for name, state in states.items()}
    )


def pictures(page: Page, ways: dict[str, Way], look: str, folder: Path, *, whole: bool) -> Iterator[Path]:
    for name, way in ways.items():
        page.emulate_media(color_scheme="light")
        way(page)
        page.wait_for_load_state("load")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            picture = folder / f"{name}-{look}-{scheme}.png"
            page.screenshot(path=picture, full_page=whole, animations="disabled")
            yield picture


@contextmanager
def opened(browser: Browser, address: str, width: int, session: str = "") -> Iterator[Page]:
    """A page so wide; with a session, that of somebody who has signed in."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": SCREENS[width]})
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def index_of(names: list[str]) -> str:
    shown = [(width, scheme) for width in SCREENS for scheme in SCHEMES]
    heads = "".join(f"<th>{width} {scheme}</th>" for width, scheme in shown)
    rows = "".join(
        f"<tr><th>{name}</th>"
        + "".join(
            f'<td><a href="{name}-{width}-{scheme}.png"><img style="--width: {width}" alt=""'
            f' src="{name}-{width}-{scheme}.png"></a></td>'
            for width, scheme in shown
        )
        + "</tr>"
        for name in map(html.escape, names)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>{STYLE}</style>'
        f"<table><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table></html>"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--only", action="append", help="a page by its name; any number of times")
    arguments.add_argument("--whole", action="store_true", help="whole pages, not what stands above the fold")
    options = arguments.parse_args()
    if CHROMIUM is None:
        arguments.error("Debian's chromium is not installed (apt install chromium)")
    options.folder.mkdir(parents=True, exist_ok=True)
    call_command("loaddemo")
    editor = User.objects.create_superuser("林编辑")
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    found = ways(client, worked_on(client, editor))
    unknown = set(options.only or ()) - set(found)
    if unknown:
        arguments.error(f"no page {', '.join(unknown)}; there are {', '.join(found)}")
    wanted = {name: way for name, way in found.items() if not options.only or name in options.only}
    desk = {name: way for name, way in wanted.items() if name.startswith(every_page.DESK_NAME)}
    readers = {name: way for name, way in wanted.items() if name not in desk}
    taken = 0
    with served(Path(DATA.name)) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        address, session = f"http://127.0.0.1:{port}", client.cookies[settings.SESSION_COOKIE_NAME].value
        for width in SCREENS:
            for some, who in ((readers, ""), (desk, session)):
                with opened(browser, address, width, who) as page:
                    taken += len(list(pictures(page, some, str(width), options.folder, whole=options.whole)))
        browser.close()
    (options.folder / "index.html").write_text(index_of(list(wanted)), encoding="utf-8")
    print(f"{taken} pictures: {options.folder / 'index.html'}")


if __name__ == "__main__":
    main()
