"""A page that shows others in frames is one article with them: the file that holds it."""

import io
import zipfile
from pathlib import Path

import pytest

from archive.ingest.readers.frames import belonging
from archive.ingest.readers.zip import unpack
from archive.intake import walk

ARTICLE = (
    "<h2>枝头新绿处处春</h2><p>——松坪市总工会2014年工作综述</p>" + "<p>一年里走遍工地和车间。</p>" * 20
).encode("gb18030")
MENU = "<p><a href=#>林区要闻</a></p>".encode("gb18030")
SET = b'<FRAMESET cols="180,*"><FRAME SRC="%s" name=left><FRAME name=main src=%s></FRAMESET>'
LONG_MENU = "".join(
    f"<p><a href={n}.htm>林区要闻第{n}条，今年又有一批职工书屋挂牌</a></p>" for n in range(60)
)
NO_FRAMES = "<noframes>浏览器不支持框架</noframes>".encode("gb18030")


def files_of(files: dict[str, bytes]) -> set[str]:
    return set(files) - belonging(files, files.__getitem__)


@pytest.mark.parametrize(
    ("files", "article"),
    [
        (
            {
                "index.htm": SET % (b"index.files/left.htm", b"index.files/main.htm") + NO_FRAMES,
                "index.files/left.htm": MENU,
                "index.files/main.htm": ARTICLE,
            },
            "index.files/main.htm",
        ),
        (
            {
                "a/Index.html": SET % (b"left.htm", b"MAIN.htm?id=5#top"),
                "a/left.htm": MENU,
                "a/main.htm": ARTICLE,
            },
            "a/main.htm",
        ),
        (
            {
                "index.htm": SET % (b"left.htm", b"in.htm"),
                "left.htm": MENU,
                "in.htm": SET % (b"top.htm", b"pages/1.htm"),
                "top.htm": MENU,
                "pages/1.htm": ARTICLE,
            },
            "pages/1.htm",
        ),
        (
            {
                "综述.html": b'<body><iframe src="./%E7%BB%BC%E8%BF%B0_files/saved_resource.html"></iframe>',
                "综述_files/saved_resource.html": ARTICLE,
                "综述_files/a.js": b"var a",
            },
            "综述_files/saved_resource.html",
        ),
        (
            {
                "综述.html": b"<iframe src='%s'></iframe>" % "综述_files/ad.html".encode() + ARTICLE,
                "综述_files/ad.html": MENU,
            },
            "综述.html",
        ),
        (
            {
                "综述.html": "<iframe src=综述_files/film.swf></iframe>".encode() + ARTICLE,
                "综述_files/film.swf": b"\xff\xfe" * 9000,
            },
            "综述.html",
        ),
        (
            {
                "index.htm": SET % (b"left.htm", "综述.htm".encode("gb18030")),
                "left.htm": MENU,
                "综述.htm": ARTICLE,
            },
            "综述.htm",
        ),
        (
            {
                "index.htm": SET % (b"left.htm", b"%D7%DB%CA%F6.htm"),
                "left.htm": MENU,
                "综述.htm": ARTICLE,
            },
            "综述.htm",
        ),
        (
            {
                "index.htm": SET % (b"left.htm", b"a&amp;b/&#32508;&#36848;.htm"),
                "left.htm": MENU,
                "a&b/综述.htm": ARTICLE,
            },
            "a&b/综述.htm",
        ),
        (
            {
                "index.htm": (SET % (b"left.htm", b"text\\main.htm")).decode().encode("utf-16"),
                "left.htm": MENU,
                "text/main.htm": b"\xfe\xff" + ARTICLE.decode("gb18030").encode("utf-16-be"),
            },
            "text/main.htm",
        ),
        (
            {
                "index.htm": SET % (b"left.htm", b"main.htm"),
                "left.htm": LONG_MENU.encode("gb18030"),
                "main.htm": b"<a name=top></a>" + ARTICLE,
            },
            "main.htm",
        ),
        (
            {
                "index.htm": SET % (b"left.htm", b"main.htm"),
                "left.htm": b"<script>//" + ARTICLE + b"</SCRIPT><!-- " + ARTICLE + b" -->" + MENU,
                "main.htm": ARTICLE,
            },
            "main.htm",
        ),
    ],
    ids=[
        "in its folder",
        "beside it",
        "frames in frames",
        "an article in an iframe",
        "an advert in an iframe",
        "a film in an iframe",
        "named in GBK",
        "named by bytes",
        "named by entities",
        "saved as Unicode",
        "a menu of more words",
        "a menu with more in its script",
    ],
)
def test_of_a_page_and_its_frames_the_one_with_the_article_is_the_file(
    files: dict[str, bytes], article: str
) -> None:
    assert files_of(files) == {article}


def test_a_page_whose_frames_are_not_there_stays_and_so_do_pages_that_no_frame_shows() -> None:
    files = {"index.htm": SET % (b"left.htm", b"http://example.com/main.htm"), "甲.htm": ARTICLE}
    assert files_of(files) == set(files)
    assert files_of({"甲.htm": ARTICLE + b"<iframe src=b.htm></iframe>", "b.htm": ARTICLE}) == {
        "甲.htm",
        "b.htm",
    }


def test_each_article_in_a_frame_is_a_file_of_its_own() -> None:
    files = {
        "index.htm": SET % (b"1.htm", b"2.htm") + SET % (b"left.htm", b"missing.htm"),
        "1.htm": ARTICLE,
        "2.htm": ARTICLE.replace("松坪".encode("gb18030"), "青禾".encode("gb18030")),
        "left.htm": MENU,
    }
    assert files_of(files) == {"1.htm", "2.htm"}


@pytest.mark.parametrize(
    "page",
    [
        b"<!--" * 200_000,
        b"<script>" * 200_000,
        b"<a href=" * 200_000,
        b"<frame src=" * 200_000,
        b"<" * 900_000,
    ],
    ids=["comments", "scripts", "links", "frames", "tags"],
)
def test_a_page_of_nothing_but_beginnings_is_read_through_once(page: bytes) -> None:
    assert files_of({"a.htm": page, "b.htm": SET % (b"a.htm", b"a.htm")}) == {"a.htm", "b.htm"}


def test_frames_that_show_each_other_end() -> None:
    assert files_of({"a.htm": SET % (b"a.htm", b"b.htm"), "b.htm": SET % (b"a.htm", b"b.htm")})


def test_a_frameset_is_one_article_in_a_zip_and_in_a_folder(tmp_path: Path) -> None:
    files = {
        "页/index.htm": SET % (b"left.htm", b"main.htm"),
        "页/left.htm": MENU,
        "页/main.htm": ARTICLE,
        "甲.txt": "综述".encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(content)
    assert [name for name, _ in unpack(buffer.getvalue(), "页.zip")] == ["页/main.htm", "甲.txt"]
    assert {path.name for path in walk([tmp_path])} == {"main.htm", "甲.txt"}
