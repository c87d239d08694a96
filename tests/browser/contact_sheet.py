"""The contact sheet: every page for readers in every width, in light and in dark, side by side.

python -m tests.browser.contact_sheet FOLDER [--only article --only home] [--whole]

Serves the demo archive from a folder of its own, and writes a picture of each page and ``index.html`` with all of
them. What stands above the fold is what is pictured; ``--whole`` pictures whole pages.
"""

import argparse
import html
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from benchmarks.serving import served
from tests.browser.axe import Scheme

SCREENS = {1280: 900, 768: 1024, 390: 844}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PAGES = {
    "home": "/",
    "search": f"/search/?q={quote('职工')}",
    "search-place": f"/search/?q={quote('临江县2014年')}",
    "search-nothing": f"/search/?q={quote('无此一说')}",
    "search-record": f"/search/record/?q={quote('职工')}",
    "search-table": f"/search/by-place/?q={quote('职工')}",
    "help": "/search/help/",
    "regions": "/regions/",
    "region": "/regions/990100/",
    "county": "/regions/990103/",
    "county-year": "/regions/990103/2019/",
    "years": "/years/",
    "year": "/years/2019/",
    "year-unknown": "/years/unknown/",
    "coverage": "/coverage/?region=990000",
    "coverage-country": "/coverage/",
    "coverage-year": "/coverage/?region=990000&year=2019",
    "article": "/articles/1/",
    "article-marks": f"/articles/1/?q={quote('职工')}",
    "article-figures": "/articles/1/figures/",
    "article-original": "/articles/1/original/",
    "cite": "/articles/1/cite/",
    "report": "/articles/1/report/",
    "compare": "/compare/?article=1&article=2",
    "numbers": "/figures/",
    "sheet": "/figures/sheet/",
    "series": "/figures/series/",
    "indicators": "/indicators/",
    "shelf": "/shelf/?article=1&article=2",
    "about": "/about/",
    "not-found": "/nowhere/",
    "sign-in": "/admin/login/",
}
STYLE = """body { font: 14px sans-serif; background: #ddd; margin: 1rem } table { border-collapse: collapse }
th { position: sticky; top: 0; background: #ddd; padding: .3rem } td { padding: .3rem; vertical-align: top }
img { display: block; box-shadow: 0 0 3px #555; width: calc(var(--width) * .25px) }"""


def pictures(
    browser: Browser, address: str, folder: Path, names: list[str], *, whole: bool
) -> Iterator[Path]:
    for scheme in SCHEMES:
        for width, height in SCREENS.items():
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
            )
            page = context.new_page()
            for name in names:
                page.goto(PAGES[name], wait_until="load", timeout=60_000)
                picture = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=picture, full_page=whole, timeout=60_000)
                yield picture
            context.close()


def index_of(names: list[str]) -> str:
    looks = [(width, scheme) for width in SCREENS for scheme in SCHEMES]
    heads = "".join(f"<th>{width} {scheme}</th>" for width, scheme in looks)
    rows = "".join(
        f"<tr><th>{name}</th>"
        + "".join(
            f'<td><a href="{name}-{width}-{scheme}.png"><img style="--width: {width}" alt=""'
            f' src="{name}-{width}-{scheme}.png"></a></td>'
            for width, scheme in looks
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
    arguments.add_argument("--only", action="append", choices=list(PAGES), help="a page; any number of times")
    arguments.add_argument("--whole", action="store_true", help="whole pages, not what stands above the fold")
    options = arguments.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        arguments.error("Debian's chromium is not installed (apt install chromium)")
    options.folder.mkdir(parents=True, exist_ok=True)
    names = options.only or list(PAGES)
    with (
        tempfile.TemporaryDirectory(prefix="contact-sheet-") as data,
        served(Path(data)) as port,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        taken = list(
            pictures(browser, f"http://127.0.0.1:{port}", options.folder, names, whole=options.whole)
        )
        browser.close()
    (options.folder / "index.html").write_text(index_of(names), encoding="utf-8")
    print(f"{len(taken)} pictures: {options.folder / 'index.html'}")


if __name__ == "__main__":
    main()
