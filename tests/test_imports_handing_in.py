"""Files are handed in by a plain form or a few at a time, as many as there is room for, and none is lost or doubled."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from archive.imports import room
from archive.models import Article, Import, ImportItem
from tests.import_worker import read_what_waits
from tests.test_imports_runner import review, states

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/archive/article/upload/"
BEGIN = "/admin/archive/import/begin/"
MEGABYTE = 1024 * 1024


def begin(client: Client, *files: tuple[str, int]) -> Any:
    return client.post(BEGIN, {"files": json.dumps(files)})


def send(client: Client, to: str, *files: tuple[int, str, bytes]) -> Any:
    numbers, paths, contents = zip(*files, strict=True)
    uploads = [
        SimpleUploadedFile(path.rpartition("/")[2], content)
        for path, content in zip(paths, contents, strict=True)
    ]
    return client.post(to, {"numbers": numbers, "paths": paths, "files": uploads})


# A few at a time


def test_files_come_in_a_few_at_a_time_under_their_whole_paths(admin_client: Client) -> None:
    begun = begin(admin_client, ("2019/甲.txt", 600), ("2020/甲.txt", 600), ("乙.txt", 600)).json()
    assert begun["send"] == [0, 1, 2]
    assert Import.objects.get().announced == 3
    send(admin_client, begun["to"], (0, "2019/甲.txt", review()), (1, "2020/甲.txt", review(1)))
    read_what_waits()
    assert "已收到 2 / 3 个文件" in admin_client.get(begun["page"]).content.decode()
    send(admin_client, begun["to"], (2, "乙.txt", review(2)))
    read_what_waits()
    assert states() == {"2019/甲.txt": "read", "2020/甲.txt": "read", "乙.txt": "read"}
    assert "已全部读完" in admin_client.get(begun["page"]).content.decode()


def test_what_is_sent_again_because_no_answer_came_is_kept_once(admin_client: Client) -> None:
    to = begin(admin_client, ("甲.txt", 600), ("乙.txt", 600)).json()["to"]
    send(admin_client, to, (0, "甲.txt", review()))
    send(admin_client, to, (0, "甲.txt", review()), (1, "乙.txt", review(1)))
    assert ImportItem.objects.count() == 2
    read_what_waits()
    assert Article.objects.count() == 2


def test_what_a_system_or_a_browser_left_in_a_folder_is_not_asked_for(admin_client: Client) -> None:
    names = ("综述/Thumbs.db", "综述/~$甲.docx", "综述/页.html", "综述/页_files/a.js", "综述/.DS_Store")
    assert begin(admin_client, *((name, 10) for name in names)).json()["send"] == [2]
    answer = begin(admin_client, ("综述/Thumbs.db", 10))
    assert answer.status_code == 400
    assert "没有可以读取的文件" in answer.json()["error"]


SET = b'<frameset cols="180,*"><frame src="%s"><frame src="%s"></frameset>'
MENU = "<p><a href=1.htm>林区要闻</a></p>".encode()


def page_of(text: bytes) -> bytes:
    return b"<meta charset=utf-8>" + b"".join(b"<p>%s</p>" % line for line in text.split(b"\n") if line)


@pytest.mark.parametrize("inside", ["", "index.files/", "页/"])
def test_a_frameset_with_its_pages_is_one_article_when_its_folder_is_dropped(
    admin_client: Client, inside: str
) -> None:
    left, main = f"{inside}left.htm", f"{inside}main.htm"
    contents = {
        "综述/index.htm": SET % (left.encode(), main.encode()),
        f"综述/{left}": MENU,
        f"综述/{main}": page_of(review()),
        "综述/index.files/a.js": b"var a",
        "乙.txt": review(1),
    }
    begun = begin(admin_client, *((name, len(content)) for name, content in contents.items())).json()
    assert (begun["send"], begun["together"]) == ([0, 1, 2, 4], [[0, 1, 2]])
    pages = [(number, *list(contents.items())[number]) for number in begun["together"][0]]
    for _ in range(2):  # no answer came
        send(admin_client, begun["to"], *pages)
    send(admin_client, begun["to"], (4, "乙.txt", contents["乙.txt"]))
    read_what_waits()
    assert states() == {f"综述/{main}": "read", "乙.txt": "read"}
    assert "已全部读完" in admin_client.get(begun["page"]).content.decode()


def test_a_frameset_in_a_plain_form_is_one_article(admin_client: Client) -> None:
    contents = {
        "index.htm": SET % (b"left.htm", b"main.htm"),
        "left.htm": MENU,
        "main.htm": page_of(review()),
    }
    files = [SimpleUploadedFile(name, content) for name, content in contents.items()]
    answer = admin_client.post(UPLOAD, {"files": files})
    read_what_waits()
    assert states() == {"main.htm": "read"}
    read = admin_client.get(answer["Location"])
    assert read["Location"] == f"/admin/archive/article/{Article.objects.get().pk}/change/"


def test_pages_of_a_folder_too_full_for_one_request_go_by_the_folders_in_it(admin_client: Client) -> None:
    names = [f"报/{n}.htm" for n in range(99)] + ["报/a/1.htm", "报/a/2.htm", "报/7_files/ad.htm", "乙.txt"]
    begun = begin(admin_client, *((name, 600) for name in names)).json()
    assert begun["together"] == [[99, 100]]
    assert begun["send"] == [*range(101), 102], (
        "what may be part of a page that is not sent with it is no file"
    )


def test_a_file_over_the_limit_is_not_even_sent_and_is_told_with_the_limit(
    admin_client: Client, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = MEGABYTE
    begun = begin(admin_client, ("甲.txt", 600), ("大.pdf", 3 * MEGABYTE)).json()
    assert begun["send"] == [0]
    page = admin_client.get(begun["page"]).content.decode()
    assert "大.pdf" in page
    assert "超过 1 MB 的上限" in page


def test_more_than_the_disk_takes_is_refused_before_anything_is_sent(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "free", lambda: 5 * MEGABYTE)
    answer = begin(admin_client, *((f"{n}.txt", MEGABYTE) for n in range(6)))
    assert answer.status_code == 507
    assert "还能收 5 MB，这一次有 6 MB" in answer.json()["error"]
    assert not Import.objects.exists()
    assert "还能收 5 MB" in admin_client.get(UPLOAD).content.decode()
    files = [SimpleUploadedFile(f"{n}.txt", b"x" * MEGABYTE) for n in range(6)]
    page = admin_client.post(UPLOAD, {"files": files, "text": "粘贴的"}).content.decode()
    assert "还能收 5 MB，这一次有 6 MB" in page
    assert "粘贴的</textarea>" in page


def test_five_thousand_files_can_be_announced_at_once(admin_client: Client) -> None:
    begun = begin(admin_client, *((f"综述/{n}.txt", 600) for n in range(5000))).json()
    assert len(begun["send"]) == 5000


@pytest.mark.parametrize(
    "files", ["", "{", "[1]", "[[1]]", '[["a", -1]]', '[["a", 1e400]]', '[["a", "x"]]', "[" * 9000]
)
def test_a_list_that_makes_no_sense_is_refused(admin_client: Client, files: str) -> None:
    admin_client.raise_request_exception = False
    assert admin_client.post(BEGIN, {"files": files}).status_code == 400
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"numbers": ["0"], "paths": []},
        {"numbers": ["x"], "paths": ["甲.txt"]},
        {"numbers": ["9" * 30], "paths": ["甲.txt"]},
        {"numbers": ["9" * 5000], "paths": ["甲.txt"]},
        {"numbers": ["²"], "paths": ["甲.txt"]},
        {},
    ],
)
def test_files_without_their_numbers_and_paths_are_refused(
    admin_client: Client, sent: dict[str, Any]
) -> None:
    admin_client.raise_request_exception = False
    to = begin(admin_client, ("甲.txt", 600)).json()["to"]
    answer = admin_client.post(to, {"files": [SimpleUploadedFile("甲.txt", review())], **sent})
    assert answer.status_code == 400
    assert not ImportItem.objects.exists()


def test_a_path_is_a_name_and_leads_nowhere(admin_client: Client) -> None:
    to = begin(admin_client, ("甲.txt", 600)).json()["to"]
    send(admin_client, to, (0, "..\\..\\2019\\\x07甲.txt", review()))
    assert ImportItem.objects.get().name == "2019/甲.txt"


def test_half_a_character_which_windows_allows_in_a_name_is_left_out_of_it(admin_client: Client) -> None:
    begun = begin(admin_client, ("2019/甲\ud83d.txt", 600), ("乙.txt", 600)).json()
    assert begun["send"] == [0, 1]
    assert Import.objects.get().name == "2019/甲.txt"


# Who may


def editor(*permissions: str) -> Client:
    user = User.objects.create_user("某人", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_nobody_sends_files_into_the_import_of_another(admin_client: Client) -> None:
    to = begin(admin_client, ("甲.txt", 600)).json()["to"]
    other = editor("add_article", "view_article")
    assert send(other, to, (0, "甲.txt", review())).status_code == 404


def test_who_may_not_add_hands_nothing_in_and_who_may_not_see_drafts_sees_no_import(
    admin_client: Client,
) -> None:
    begun = begin(admin_client, ("甲.txt", 600)).json()
    seeing = editor("view_article")
    assert begin(seeing, ("甲.txt", 600)).status_code == 403
    assert send(seeing, begun["to"], (0, "甲.txt", review())).status_code == 403
    assert seeing.get(begun["page"]).status_code == 200
    assert seeing.post(begun["page"], {"publish_all": "1"}).status_code == 403
    User.objects.filter(username="某人").get().user_permissions.clear()
    assert seeing.get("/admin/archive/import/1/").status_code == 403
    assert seeing.get("/admin/archive/import/").status_code == 403


# Without script


def test_a_form_with_files_and_a_text_is_one_import(admin_client: Client) -> None:
    files = [SimpleUploadedFile("甲.txt", review()), SimpleUploadedFile("乙.txt", review(1))]
    answer = admin_client.post(UPLOAD, {"files": files, "text": review(2).decode()})
    read_what_waits()
    page = admin_client.get(answer["Location"]).content.decode()
    assert "读入 3 篇" in page
    assert Import.objects.get().way == "upload"


def test_how_many_files_a_form_takes_without_script_is_said_beforehand(
    admin_client: Client, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 123
    assert "一次最多选 123 个文件" in admin_client.get(UPLOAD).content.decode()


@pytest.mark.parametrize("asked", ["0", "x", "²", "9" * 40, "9" * 5000, "-1"])
def test_an_address_that_mends_nothing_opens_an_empty_form(admin_client: Client, asked: str) -> None:
    assert admin_client.get(UPLOAD, {"mend": asked}).status_code == 200
