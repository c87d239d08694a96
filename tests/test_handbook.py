"""The handbook: every task has its steps and its picture, in the repository and on the site alike."""

import re
import struct
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive import handbook
from archive.ingest.pipeline import read_file
from tests.handbook_pictures import STEPS
from tests.markup import strings

pytestmark = pytest.mark.django_db

PICTURES = handbook.FOLDER / "pictures"
NAMES = (handbook.COVER, *handbook.CHAPTERS)
WIDTH, MOST_BYTES, MOST_BYTES_OF_ALL = 1280, 80_000, 3_000_000
TASKS = Path(__file__).resolve().parent.parent / "docs" / "tasks.md"


def address(name: str) -> str:
    return reverse("archive:handbook") if name == handbook.COVER else f"/handbook/{name}/"


def text_of(name: str) -> str:
    return (handbook.FOLDER / f"{name}.md").read_text(encoding="utf-8")


def page_of(client: Client, name: str) -> Any:
    answer = client.get(address(name))
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def pictures_told() -> set[str]:
    return {name for chapter in NAMES for name in re.findall(r"\(pictures/([\w-]+)\.png\)", text_of(chapter))}


# --- on the site


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_the_handbook_asks_the_database_nothing(
    client: Client, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert page_of(client, name).findtext(".//h1") == handbook.chapter(name).title


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_the_handbook_leads_somewhere_on_the_site_itself(client: Client, name: str) -> None:
    text = page_of(client, name).find_class("handbook-text")[0]
    for link in text.xpath(".//a/@href"):
        path, _, anchor = unquote(link).partition("#")
        if path.startswith("/static/"):
            assert client.get(path).status_code == 200, link
        elif not path.startswith("http"):
            led_to = html.document_fromstring(client.get(path or address(name)).content.decode())
            assert not anchor or anchor in strings(led_to, "//@id"), link


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_of_the_handbook_is_shown_and_says_what_it_shows(client: Client, name: str) -> None:
    for image in page_of(client, name).xpath("//*[@class='handbook-text']//img"):
        assert client.get(image.get("src")).status_code == 200
        assert len(image.get("alt")) > 1, image.get("src")


def test_the_practice_files_are_read_with_the_doubts_that_the_handbook_speaks_of() -> None:
    """Two can be published, of one a line is doubted, one names a year too many, and one says neither where nor when."""
    told = {}
    for path in (handbook.FOLDER / "practice").iterdir():
        (record,) = read_file(path.read_bytes(), path.name).records
        told[path.name] = {notice.code for notice in record.notices}
    assert told == {
        "青禾区2022.txt": set(),
        "金湾县2020.docx": set(),
        "石桥县2021.txt": {"captions-uncertain"},
        "沙屿县2023.html": {"period-uncertain"},
        "剪报一则.txt": {"region-unknown", "period-unknown"},
    }


def test_a_practice_file_is_saved_under_its_own_name(client: Client) -> None:
    links = page_of(client, "editor").xpath("//a[@download]")
    assert [link.get("download") for link in links] == [link.text for link in links]
    assert sorted(link.text for link in links) == sorted(
        path.name for path in (handbook.FOLDER / "practice").iterdir()
    )


def test_a_chapter_lists_what_is_in_it(client: Client) -> None:
    page = page_of(client, "editor")
    listed = [unquote(link) for link in page.xpath("//nav//a/@href") if link.startswith("#")]
    assert listed == [f"#{heading.anchor}" for heading in handbook.chapter("editor").headings]
    assert "#改错了撤回来" in listed


def test_an_address_of_no_chapter_is_not_found(client: Client) -> None:
    for name in ("nothing", "README.md", "..%2F..%2FREADME"):
        assert client.get(f"/handbook/{name}/").status_code == 404


def test_the_handbook_is_opened_from_every_page_and_from_the_pages_that_explain(client: Client) -> None:
    for place in ("/", "/search/", "/about/", "/search/help/"):
        assert "/handbook/" in client.get(place).content.decode()
    for place in ("/about/", "/search/help/"):
        page = html.document_fromstring(client.get(place).content.decode())
        assert page.xpath("//main//a[starts-with(@href, '/handbook/')]")


def test_editors_open_their_chapter_from_their_first_page(admin_client: Client) -> None:
    assert 'href="/handbook/editor/"' in admin_client.get("/admin/").content.decode()


def test_in_english_the_frame_is_english_and_the_handbook_is_marked_as_chinese(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = page_of(client, "reader")
    assert page.get("lang") == "en"
    assert page.find_class("handbook-text")[0].get("lang") == "zh-Hans"
    assert "Handbook" in page.findtext(".//title")


# --- as it is written


def test_every_task_of_readers_is_a_section_with_a_picture() -> None:
    tasks = re.findall(r"^\| (?!task|-)(.+?) \|", TASKS.read_text(encoding="utf-8"), re.MULTILINE)
    sections = {part.splitlines()[0]: "![" in part for part in text_of("reader").split("\n## ")[1:]}
    for title in TASKS_IN_THE_HANDBOOK.values():
        assert sections[title], title
    assert set(tasks) == set(TASKS_IN_THE_HANDBOOK)


TASKS_IN_THE_HANDBOOK = {
    "the report of a county for a year": "找一个县某一年的综述",
    "示例省 2020 集体协商, typed as people type it, as a workbook": "按主题、地区、年份查，做成表格",
    "what two years of a county say on one subject, side by side": "两年的说法放在一起看",
    "a paragraph cited, ready for a footnote": "引用",
    "reviews that mention 驿站, as a table of cities by years": "一个词在各市、各年写到几篇",
    'a dated record of "not found", with the size of the archive, for a report': "写“未见”",
    "the originals of a county as one zip": "一个县的原始文件，一次拿走",
    "all passages on a word with their sources, as a document": "把一个词的原话都摘出来",
    "an article as a clean Word file": "存成 Word",
    "what a footnote cites": "由脚注找原文",
    "who reprinted a review (from any list that names it)": "谁转载过",
    "a region's new reviews by feed": "有新综述时知道",
    "tell the editors that a page is wrong (from the page)": "告诉编辑哪里错了",
    "the first review that mentions something": "最早写到一件事的是哪一篇",
    "what a city's federation itself lacks in a year": "看收了哪些、缺哪些",
    "the list of what is missing there, as a file to send": "看收了哪些、缺哪些",
}


def test_every_picture_is_made_by_the_command_and_shown_in_the_text() -> None:
    made = {path.stem for path in PICTURES.glob("*.png")}
    assert made == set(STEPS)
    assert made == pictures_told()


def test_pictures_are_as_wide_as_a_screen_and_small() -> None:
    sizes = {}
    for path in sorted(PICTURES.glob("*.png")):
        content = path.read_bytes()
        assert struct.unpack(">I", content[16:20]) == (WIDTH,), path.name
        sizes[path.name] = len(content)
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert sum(sizes.values()) < MOST_BYTES_OF_ALL


def test_headings_have_the_anchors_that_the_repository_gives_them() -> None:
    assert handbook.anchor_of("引用（脚注）") == "引用脚注"
    assert handbook.anchor_of("存成 Word") == "存成-word"


def test_pictures_are_static_files_of_the_site_and_nothing_is_fetched_from_elsewhere() -> None:
    assert finders.find("handbook/pictures/home.png")
    for name in NAMES:
        assert not re.search(r"https?://(?!127\.0\.0\.1)", text_of(name))
