"""The import command: many files in, each told what became of it."""

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from archive.models import Article, Section, SourceDocument
from tests.site_process import manage

pytestmark = pytest.mark.django_db

REVIEW = """云川日报 2020年1月15日

暖心服务聚合力 真抓实干开新局

——青禾区总工会2019年工作综述

本报记者 周文静

2019年，青禾区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，各项工作取得新的进展。

思想引领有力度

区总工会组织劳模宣讲团走进车间班组，全年开展宣讲四十余场，听众达三千人次，职工反响热烈。

维权服务有温度

全年签订工资集体协议八十六份，为农民工追回欠薪一百二十余万元，职工服务中心接待来访六百多人次。
"""


class Run:
    """One call of the command: what it printed, and how it ended."""

    def __init__(self, *args: Any, **options: Any) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.code = 0
        try:
            call_command("import_reviews", *map(str, args), stdout=out, stderr=err, **options)
        except SystemExit as end:
            self.code = int(end.code or 0)
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def items(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "甲.txt").write_text(REVIEW, encoding="utf-8")
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "丙.txt").write_bytes(REVIEW.replace("青禾区", "石桥县").encode("gb18030"))
    return tmp_path


def test_a_folder_is_read_with_all_that_lies_below_it(folder: Path) -> None:
    run = Run(folder)
    assert run.code == 0
    assert set(Article.objects.values_list("region__name", flat=True)) == {"青禾区", "石桥县"}
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_published_on_request(folder: Path) -> None:
    Run(folder / "甲.txt", publish=True)
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}


def test_only_what_is_settled_is_published_and_the_rest_is_named_with_the_reason(folder: Path) -> None:
    (folder / "年份不详.txt").write_text(without_year(), encoding="utf-8")
    run = Run(folder / "甲.txt", folder / "年份不详.txt", publish=True)
    assert run.code == 0
    assert sorted(Article.objects.values_list("status", flat=True)) == ["draft", "published"]
    assert "入库并发布 1 篇，留作草稿 1 篇" in run.err
    (line,) = [line for line in run.err.splitlines() if "年份不详.txt" in line]
    assert "缺年份" in line


def test_everything_is_published_where_that_is_asked_for(folder: Path) -> None:
    (folder / "年份不详.txt").write_text(without_year(), encoding="utf-8")
    assert Run(folder, publish_all=True).code == 0
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}


def test_what_came_in_by_command_has_a_history(folder: Path) -> None:
    Run(folder / "甲.txt", publish=True)
    for article in Article.objects.all():
        events = list(article.events.order_by("version"))
        assert [event.what for event in events] == ["imported", "published"]
        assert {event.who for event in events} == {"命令行"}


def without_year() -> str:
    lines = REVIEW.replace("青禾区", "沙屿县").replace("2019年", "").splitlines(keepends=True)
    return "".join(line for line in lines if "2020" not in line)


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    run = Run(folder, dry_run=True)
    assert "暖心服务聚合力" in run.out
    assert not Article.objects.exists()
    assert not SourceDocument.objects.exists()


def test_each_file_gives_one_line_of_json_with_the_agreed_fields(folder: Path) -> None:
    item = Run(folder / "甲.txt", format="jsonl", dry_run=True).items[0]
    assert item["file"].endswith("甲.txt")
    assert item["encoding"] == "utf-8"
    assert item["kind"] == "annual_review"
    assert item["title"] == "暖心服务聚合力 真抓实干开新局"
    assert item["issuer"] == "青禾区总工会"
    assert item["region"]["code"] == "990102"
    assert item["region"]["path"] == ["示例省", "云川市", "青禾区"]
    assert (item["period"]["start"], item["period"]["end"]) == (2019, 2019)
    assert item["published_on"] == "2020-01-15"
    assert item["bylines"] == ["本报记者 周文静"]
    headings = [section["heading"] for section in item["sections"]]
    assert headings == [None, "思想引领有力度", "维权服务有温度"]
    assert item["error"] is None
    agreed = {
        *("file", "encoding", "kind", "kicker", "title", "subtitle", "issuer", "region", "period"),
        *("published_on", "newspaper", "issue", "page", "bylines", "credits", "sections", "captions"),
        *("furniture", "notices", "error"),
    }
    assert agreed <= item.keys()


def test_one_bad_file_stops_no_other_and_is_named_with_the_reason(folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    (folder / "程序.txt").write_bytes(bytes(range(256)) * 64)
    run = Run(folder, format="jsonl")
    assert run.code == 1
    assert Article.objects.count() == 2
    assert SourceDocument.objects.count() == 2
    errors = {Path(item["file"]).name: item["error"] for item in run.items if item["error"]}
    assert set(errors) == {"空.txt", "程序.txt"}
    for name in errors:
        assert name in run.err


def test_a_file_that_is_there_already_is_no_failure_and_names_the_earlier_article(folder: Path) -> None:
    Run(folder / "甲.txt")
    (folder / "again.txt").write_bytes((folder / "甲.txt").read_bytes())
    run = Run(folder / "again.txt", format="jsonl")
    assert run.code == 0
    assert run.items[0]["error_code"] == "duplicate"
    assert "暖心服务聚合力" in run.items[0]["error"]
    assert Article.objects.count() == 1


def test_the_same_folder_again_is_whole_and_says_what_was_there(folder: Path) -> None:
    Run(folder)
    (folder / "新.txt").write_text(REVIEW.replace("青禾区", "沙屿县"), encoding="utf-8")
    run = Run(folder)
    assert run.code == 0
    assert "入库（草稿） 1 篇，已在库中 2 个文件，失败 0 个文件" in run.err


def test_files_of_a_folder_that_are_passed_over_by_their_names_are_told(folder: Path) -> None:
    (folder / "回眸.md").write_text(REVIEW, encoding="utf-8")
    (folder / "labels.json").write_text("{}", encoding="utf-8")
    run = Run(folder)
    assert run.code == 0
    assert "没有读：labels.json、回眸.md" in run.err
    assert "没有读" not in Run(folder / "回眸.md").err


def test_a_failure_names_its_file_once(folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    line = next(line for line in Run(folder).err.splitlines() if "空.txt" in line)
    assert line.count("空.txt") == 1


def test_names_in_gbk_are_read_like_others(folder: Path) -> None:
    named = folder / os.fsdecode("青禾.txt".encode("gbk"))
    named.write_text(REVIEW.replace("青禾区", "沙屿县"), encoding="utf-8")
    run = Run(folder, format="jsonl")
    assert run.code == 0
    assert Article.objects.count() == 3
    assert "青禾.txt" in {item["file"].rpartition("/")[2] for item in run.items}


def test_a_folder_with_saved_pages_gives_the_pages(tmp_path: Path) -> None:
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in REVIEW.split("\n\n")) + "</body></html>"
    (tmp_path / "综述.html").write_text(page, encoding="utf-8")
    (tmp_path / "综述_files").mkdir()
    for name in ("frame.html", "a.js.下载", "b.css", "c.png"):
        (tmp_path / "综述_files" / name).write_bytes(b"<html>")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "~$综述.docx").write_bytes(b"x")
    run = Run(tmp_path, format="jsonl")
    assert (run.code, len(run.items)) == (0, 1)


def test_zips_in_zips_are_opened_but_not_without_end(folder: Path, tmp_path: Path) -> None:
    def packed(name: str, content: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, content)
        return buffer.getvalue()

    inner = packed("甲.txt", (folder / "甲.txt").read_bytes())
    (tmp_path / "外.zip").write_bytes(packed("2019.zip", inner))
    run = Run(tmp_path / "外.zip", format="jsonl", dry_run=True)
    assert [item["file"].rpartition("外.zip")[2] for item in run.items] == ["/2019.zip/甲.txt"]
    (tmp_path / "深.zip").write_bytes(packed("外.zip", packed("中.zip", packed("2019.zip", inner))))
    run = Run(tmp_path / "深.zip", format="jsonl", dry_run=True)
    assert "压缩包里的压缩包" in run.items[0]["error"]


def test_a_word_file_that_is_called_zip_is_read_and_a_zip_of_another_name_is_opened(
    folder: Path, tmp_path: Path
) -> None:
    document = docx.Document()
    for line in REVIEW.split("\n\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "综述.zip"))
    with zipfile.ZipFile(tmp_path / "综述.rar", "w") as archive:
        archive.write(folder / "乙" / "丙.txt", "丙.txt")
    for name in ("综述.zip", "综述.rar"):
        run = Run(tmp_path / name, format="jsonl", dry_run=True)
        assert [item["error"] for item in run.items] == [None]


def test_the_files_in_a_zip_are_read_one_by_one(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "综述.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "甲.txt", "2019/甲.txt")
        archive.writestr("2019/空.txt", b"")
    run = Run(packed, format="jsonl")
    assert run.code == 1
    assert Article.objects.count() == 1
    assert len(run.items) == 2
    assert run.items[0]["file"].endswith("综述.zip/2019/甲.txt")


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"没有\.txt"):
        call_command("import_reviews", str(tmp_path / "没有.txt"))


def test_a_file_over_the_limit_is_not_even_opened(folder: Path, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    (folder / "大.txt").write_bytes(b"x" * 2048)
    run = Run(folder / "大.txt")
    assert run.code == 1
    assert "上限" in run.err


def test_what_was_read_can_be_traced_to_the_original(folder: Path) -> None:
    Run(folder / "甲.txt")
    article = Article.objects.get()
    raw = SourceDocument.objects.defer(None).get().raw_text

    def words(spans: list[list[int]]) -> str:
        return "".join(raw[start:end] for start, end in spans)

    assert words(article.provenance["title"]) == "暖心服务聚合力 真抓实干开新局"
    sections = Section.objects.filter(article=article)
    for section, spans in zip(sections, article.provenance["sections"], strict=True):
        for (_anchor, text), paragraph in zip(section.paragraphs, spans["paragraphs"], strict=True):
            assert words(paragraph).replace("\n", "") == text


def test_a_dry_run_needs_nothing_set_up_and_sets_nothing_up(folder: Path, tmp_path: Path) -> None:
    run = manage(tmp_path / "new", "import_reviews", str(folder / "甲.txt"), "--dry-run", "--format", "jsonl")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["region"]["code"] == "990102"


def test_an_import_into_nothing_makes_the_archive_first(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "new"
    run = manage(data, "import_reviews", str(folder / "甲.txt"), "--publish")
    assert run.returncode == 0, run.stderr
    found = manage(data, "search_reviews", "劳模宣讲团", "--format", "jsonl")
    assert json.loads(found.stdout.splitlines()[0])["total"] == 1


def test_a_search_before_anything_was_set_up_is_explained(tmp_path: Path) -> None:
    run = manage(tmp_path / "new", "search_reviews", "劳模")
    assert run.returncode == 1
    assert "索引维护中" in run.stderr
    assert "Traceback" not in run.stderr
