"""Pictures that a clerk says are the pages of one article are one file and one article; nobody else says so."""

import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from archive.imports.page_sets import gathered, sets_among
from archive.ingest.readers.content import kind_of
from archive.ingest.readers.page_set import MOST_PAGES, packed, pages_in
from archive.ingest.readers.registry import container_of
from archive.ingest.text.page_order import name_of_all
from archive.intake import HandedIn
from archive.models import Import, ImportItem
from tests.test_imports_handing_in import BEGIN, UPLOAD
from tests.test_imports_runner import packed as zipped
from tests.test_imports_runner import review

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"


def picture(number: int) -> bytes:
    return PNG + bytes([number]) * 50


# Which pictures, in which order


@pytest.mark.parametrize(
    "names",
    [
        ["IMG_8.jpg", "IMG_9.jpg", "IMG_10.jpg"],
        ["第一版.jpg", "第二版.jpg", "第三版.JPG", "第十版.jpg", "第十二版.jpg"],
        ["第5版_1.jpg", "第5版_2.png", "第５版_3.jpg"],
        ["扫描.jpg", "扫描 (2).jpg", "扫描 (10).jpg"],
        ["综述（上）.jpg", "综述（中）.jpg", "综述（下）.jpg"],
        ["综述_上半版.jpg", "综述_下半版.jpg"],
        ["正面.jpg", "反面.jpg"],
        ["微信图片_20200301101502.jpg", "微信图片_20200301101503.jpg"],
        ["1.jpg", "2.webp", "3.tiff", "10.jfif"],
    ],
)
def test_pages_come_in_the_order_of_their_numbers_however_these_are_written(names: list[str]) -> None:
    shuffled = sorted(names, reverse=True)
    (found,) = sets_among(shuffled)
    assert [shuffled[place] for place in found] == names


def test_the_pictures_of_each_folder_are_one_set_and_one_by_itself_is_none() -> None:
    names = ["青禾/2.jpg", "云川/1.jpg", "青禾/1.jpg", "云川/说明.txt", "松坪/1.jpg", "云川/2.png"]
    assert sets_among(names) == [[2, 0], [1, 5]]


@pytest.mark.parametrize(
    ("names", "whole"),
    [
        (["2019/第5版_1.jpg", "2019/第5版_2.jpg"], "2019/第5版（共2页）.zip"),
        (["青禾区2019（上）.jpg", "青禾区2019（下）.jpg"], "青禾区2019（共2页）.zip"),
        (["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg"], "IMG（共3页）.zip"),
        (["第1版.jpg", "第2版.jpg"], "第1版（共2页）.zip"),
        (["1.jpg", "2.jpg"], "1（共2页）.zip"),
    ],
)
def test_a_set_is_called_what_its_pages_have_in_common(names: Sequence[str], whole: str) -> None:
    assert name_of_all(names) == whole


# The file that is made of them


def test_the_pictures_stay_byte_for_byte_in_a_zip_that_unzips_in_their_order(tmp_path: Path) -> None:
    pages = [(f"2019/IMG_{n}.jpg", picture(n)) for n in (9, 10)]
    data = packed(pages)
    assert data == packed(pages)
    assert kind_of(data) == ".page-set"
    assert container_of(data, "名.zip") is None
    assert list(pages_in(data, "名.zip")) == [("IMG_9.jpg", picture(9)), ("IMG_10.jpg", picture(10))]


def test_two_pictures_of_one_name_are_two_pages() -> None:
    assert len(list(pages_in(packed([("a/1.jpg", picture(1)), ("b/1.jpg", picture(2))]), "名"))) == 2


# By a page with script


def listed(names: Sequence[str], size: int = 58) -> str:
    return json.dumps([(name, size) for name in names])


def begin(client: Client, names: Sequence[str], sets: object, *, size: int = 58) -> Any:
    return client.post(BEGIN, {"files": listed(names, size), "page_sets": json.dumps(sets)})


def send(client: Client, to: str, pages: Sequence[tuple[int, str]]) -> Any:
    uploads = [SimpleUploadedFile(name.rpartition("/")[2], picture(number)) for number, name in pages]
    numbers, paths = [number for number, _ in pages], [name for _, name in pages]
    return client.post(to, {"page_set": "1", "numbers": numbers, "paths": paths, "files": uploads})


def test_the_site_says_which_files_may_be_pages_and_leaves_out_what_is_not_peoples(
    admin_client: Client,
) -> None:
    names = ["a/2.jpg", "a/1.jpg", "a/._1.jpg", "页.html", "页_files/1.jpg", "页_files/2.jpg", "a/甲.txt"]
    answer = admin_client.post("/admin/archive/import/page-sets/", {"files": listed(names)})
    assert answer.json() == {"sets": [[1, 0]]}


def test_what_was_said_to_be_pages_is_one_file_in_the_order_that_was_said(admin_client: Client) -> None:
    names = ["2019/IMG_1.jpg", "2019/IMG_2.jpg", "甲.jpg"]
    begun = begin(admin_client, names, [[1, 0]]).json()
    assert begun["page_sets"] == [[1, 0]]
    assert Import.objects.get().announced == 2
    for _ in range(2):  # no answer came
        send(admin_client, begun["to"], [(1, names[1]), (0, names[0])])
    item = ImportItem.objects.get()
    assert (item.name, item.order) == ("2019/IMG（共2页）.zip", 1)
    assert [content for _, content in pages_in(item.content, "")] == [picture(1), picture(0)]


def test_without_a_word_each_picture_is_a_file_of_its_own(admin_client: Client) -> None:
    begun = begin(admin_client, ["1.jpg", "2.jpg"], []).json()
    assert (begun["page_sets"], Import.objects.get().announced) == ([], 2)


@pytest.mark.parametrize(
    "sets",
    [[[0]], [[0, 0]], [[0, 9]], [[0, -1]], [[0, 1], [1, 2]], "x", [["a", "b"]], [0], {"a": 1}, [[0, 2**70]]],
)
def test_sets_that_can_not_be_are_refused_and_nothing_is_begun(admin_client: Client, sets: object) -> None:
    assert begin(admin_client, ["1.jpg", "2.jpg", "3.jpg"], sets).status_code == 400
    assert not Import.objects.exists()


def test_more_pages_than_are_read_at_once_are_told_before_anything_is_sent(admin_client: Client) -> None:
    names = [f"{n}.jpg" for n in range(13)]
    answer = begin(admin_client, names, [list(range(13))])
    assert (answer.status_code, "最多 12 页" in answer.json()["error"]) == (400, True)
    assert not Import.objects.exists()


def test_pages_that_are_too_large_together_are_told_before_anything_is_sent(
    admin_client: Client, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    answer = begin(admin_client, ["1.jpg", "2.jpg"], [[0, 1]], size=3 * 1024 * 1024 // 2)
    assert (answer.status_code, "3 MB" in answer.json()["error"]) == (400, True)
    assert begin(admin_client, ["1.jpg", "2.jpg"], [], size=3 * 1024 * 1024 // 2).status_code == 200


# By a plain form


def test_a_plain_form_takes_pictures_as_pages_when_it_is_ticked(admin_client: Client) -> None:
    def uploads() -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile(f"第{n}版.jpg", picture(n)) for n in (10, 9)]

    admin_client.post(UPLOAD, {"files": uploads(), "text": "一段文字", "pages_of_one": "on"})
    names = ImportItem.objects.order_by("order").values_list("name", flat=True)
    assert names[0] == "第9版（共2页）.zip"
    assert len(names) == 2
    admin_client.post(UPLOAD, {"files": uploads()})
    assert ImportItem.objects.filter(name__in=["第9版.jpg", "第10版.jpg"]).count() == 2


def test_a_plain_form_with_too_many_pages_says_so_and_takes_nothing(admin_client: Client) -> None:
    uploads = [SimpleUploadedFile(f"{n}.jpg", picture(n)) for n in range(13)]
    answer = admin_client.post(UPLOAD, {"files": uploads, "pages_of_one": "on"})
    assert "最多 12 页" in answer.content.decode()
    assert not ImportItem.objects.exists()


# By the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("青禾/2.jpg", "青禾/10.jpg", "云川/1.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(picture(len(name)))
    (tmp_path / "青禾" / "另一篇.txt").write_bytes(review())
    (tmp_path / "图.zip").write_bytes(zipped(("松坪/b.jpg", picture(1)), ("松坪/a.jpg", picture(2))))
    return tmp_path


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (
            ["--pages-of-one"],
            {"青禾/2（共2页）.zip", "云川/1.png", "青禾/另一篇.txt", "图.zip/松坪/a（共2页）.zip"},
        ),
        (
            [],
            {
                "青禾/2.jpg",
                "青禾/10.jpg",
                "云川/1.png",
                "青禾/另一篇.txt",
                "图.zip/松坪/a.jpg",
                "图.zip/松坪/b.jpg",
            },
        ),
    ],
)
def test_the_command_takes_the_pictures_of_a_folder_as_pages_where_it_is_told_so(
    options: list[str], names: set[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):  # no picture of these can be read
        call_command("import_reviews", str(folder), "--dry-run", "--format", "jsonl", *options)
    found = {json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()}
    assert {name.removeprefix(f"{folder}/") for name in found} == names


def test_the_command_names_a_folder_of_more_pictures_than_an_article_has_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(13):
        (tmp_path / f"{number}.jpg").write_bytes(picture(number))
    with pytest.raises(SystemExit):
        call_command("import_reviews", str(tmp_path), "--dry-run", "--pages-of-one")
    assert "最多识别 12 页" in capsys.readouterr().err


def test_of_more_pictures_than_an_article_has_pages_the_command_holds_no_more_than_the_pages_of_one() -> None:
    size, count = 1_000_000, 60
    tracemalloc.start()
    try:
        (refused,) = gathered(HandedIn(f"青禾/{number}.jpg", bytes(size)) for number in range(count))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (refused.content, refused.values["pages"]) == (None, count)
    assert most < (MOST_PAGES + 3) * size
