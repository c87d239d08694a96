"""Files as offices, newsrooms and web systems make them: all hold one review, which is read as from plain text."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.jsonl import article
from archive.ingest.pipeline import read_file
from archive.ingest.readers import eml, review_tables
from archive.ingest.readers.zip import unpack

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "files"
pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the folder of cases beside the project is not here"
)

FIELDS = ("title", "subtitle", "bylines", "kind", "issuer", "region", "period")
SAME = (
    *(
        "A01-eq-field-pinyin.docx",
        "A02-altchunk-whole.docx",
        "A03-wordart-title.docx",
        "A07-backslash-parts.docx",
    ),
    *(
        "A05-tracked-paragraph-merge.docx",
        "A08c-docx-named-doc.doc",
        "A08d-docx-named-wps.wps",
        "A12-dropcap.docx",
    ),
    *(
        "A09b-soft-returns-heading.docx",
        "A10-table-layout.docx",
        "A11-footnote.docx",
        "F0-src.odt",
        "F0-src.rtf",
        "F0b-cp936.rtf",
        "F10-page.mht",
        "F17b-handmade.ofd",
        "N01-show.asp",
        "N01d-index",
    ),
)


@pytest.mark.skipif(
    shutil.which("antiword") is None, reason="antiword, which reads .doc, is not installed here"
)
@pytest.mark.parametrize("name", ["F0-src.doc", "F0-src.wps"])
def test_files_of_word_97_are_the_same(name: str, base: dict[str, Any]) -> None:
    (found,) = read((CASES / name).read_bytes(), name)
    assert fields(found) == fields(base)
    assert found["sections"] == base["sections"]


def test_a_list_gives_an_article_a_row(base: dict[str, Any]) -> None:
    name = "F12-one-row-a-review.xlsx"
    members = list(review_tables.unpack_workbook((CASES / name).read_bytes(), name))
    (second,) = read(members[1][1], f"{name}/{members[1][0]}")
    assert [fields(second)[field] for field in ("title", "subtitle", "period", "region")] == [
        fields(base)[field] for field in ("title", "subtitle", "period", "region")
    ]
    assert second["sections"] == base["sections"]
    (first,) = read(members[0][1], f"{name}/{members[0][0]}")
    assert first["period"] == {"start": 2018, "end": 2018, "basis": "subtitle", "inferred": False}


def read(content: bytes, name: str) -> list[dict[str, Any]]:
    return [article(record) for record in read_file(content, name).records]


def fields(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in FIELDS}


@pytest.fixture(scope="module")
def base() -> dict[str, Any]:
    return read((CASES / "00-base.txt").read_bytes(), "00-base.txt")[0]


@pytest.mark.parametrize("name", SAME)
def test_the_form_of_the_file_changes_nothing(name: str, base: dict[str, Any]) -> None:
    (found,) = read((CASES / name).read_bytes(), name)
    assert fields(found) == fields(base)
    assert found["sections"] == base["sections"]


def test_remarks_and_notes_stand_beside_the_article() -> None:
    (layout,) = read((CASES / "A10-table-layout.docx").read_bytes(), "a.docx")
    assert layout["captions"] == ["青禾区总工会技能夜校开班现场。"]
    (noted,) = read((CASES / "A11-footnote.docx").read_bytes(), "a.docx")
    assert noted["furniture"] == ["联合工会指十人以下的单位合建的基层工会，名单附后。"]


def test_a_row_that_was_deleted_is_gone_and_one_that_stays_is_no_heading(base: dict[str, Any]) -> None:
    (found,) = read((CASES / "A05b-tracked-row.docx").read_bytes(), "a.docx")
    assert [section["heading"] for section in found["sections"]] == [
        section["heading"] for section in base["sections"]
    ]
    assert found["sections"][1]["paragraphs"][-1] == "帮扶户数 1264"


def test_characters_by_number_are_read() -> None:
    (found,) = read((CASES / "A06-sym-char.docx").read_bytes(), "a.docx")
    assert found["sections"][1]["heading"] == "①建家：一个都不能少"
    assert "打了96.4分" in found["sections"][-1]["paragraphs"][-1]


def test_two_reviews_after_a_page_break_are_a_record_each(base: dict[str, Any]) -> None:
    first, second = read((CASES / "A13-two-reviews.docx").read_bytes(), "a.docx")
    assert fields(first) == fields(base)
    assert first["sections"] == base["sections"]
    assert (second["title"], second["bylines"]) == ("岛上一盏灯 海上一条心", ["本报记者 沙鸥"])


def test_a_mail_gives_its_body_and_its_attachment(base: dict[str, Any]) -> None:
    members = dict(eml.unpack((CASES / "F11-mail.eml").read_bytes(), "a.eml"))
    assert list(members) == ["2019年工作综述定稿.txt", "青禾区总工会2019年工作综述（定稿）.docx"]
    for name, content in members.items():
        (found,) = read(content, name)
        assert fields(found) == fields(base)
        assert found["sections"] == base["sections"]


def test_zips_of_offices_and_browsers_give_their_articles(base: dict[str, Any]) -> None:
    for name, files in (("Z01-gbk-names-flagged-utf8.zip", 2), ("H15-complete-page.zip", 1)):
        members = list(unpack((CASES / name).read_bytes(), name))
        assert len(members) == files
        for label, content in members:
            (found,) = read(content, label)
            assert (found["title"], found["bylines"]) == (base["title"], base["bylines"])
