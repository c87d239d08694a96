"""Doubts and refusals are kept as codes with values, and said in the language of whoever reads them."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation

from archive import intake
from archive.ingest.records import UnreadableFile
from archive.ingest.wording import SENTENCES, in_words
from archive.ingest.wording.notices import NOTICES
from archive.ingest.wording.parts import PARTS
from archive.ingest.wording.refusals import REFUSALS
from archive.kept_sentences import recognised
from archive.models import Article, ArticleEvent, Import, ImportItem, Notice
from archive.regions.authority import Authority
from archive.representation import represent
from archive.templatetags.told import chinese_marked
from archive.told import ALL, OWN, told
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
GAP = re.compile(r"%\((\w+)\)s")
HAN = re.compile("[㐀-鿿]")
SAYING = {"UnreadableFile", "NoticeRecord", "Doubt", "note", "_of_lines"}
NOT_SHOWN = {"case", "divisions", "suffix", "document"}
"""Which sentence it is, what an editor may choose, and what only some of the cases say."""


def said_in(path: Path) -> Iterator[tuple[str, set[str] | None]]:
    """Each code that a module of the reader says, with its case, and the names of its values where they stand there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Name)
            or node.func.id not in SAYING
        ):
            continue
        if not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        values = {word.arg: word.value for word in node.keywords}
        case = values.get("case")
        if case is not None and not isinstance(case, ast.Constant):
            continue
        parts = [node.args[0].value, *([case.value] if case is not None else [])]
        words = [part for part in parts if isinstance(part, str)]
        assert words == parts
        code = ":".join(words)
        whole = node.func.id == "UnreadableFile" and None not in values
        yield code, {name for name in values if name} if whole else None


SAID = [one for path in sorted((ROOT / "archive" / "ingest").rglob("*.py")) for one in said_in(path)]


def test_whatever_the_reader_says_has_a_sentence_with_gaps_for_its_values() -> None:
    assert len(SAID) > 60
    assert {code for code, _ in SAID} <= SENTENCES.keys()
    for code, values in SAID:
        if values is not None:
            assert (
                set(GAP.findall(SENTENCES[code])) <= values <= set(GAP.findall(SENTENCES[code])) | NOT_SHOWN
            ), code


def test_no_sentence_stands_there_that_nobody_says() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "archive").rglob("*.py"))
    for name in SENTENCES:
        assert all(f'"{part}"' in source for part in name.split(":")), name


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_sentence_is_said_in_english_without_a_chinese_word_of_its_own(name: str) -> None:
    code, _, case = name.partition(":")
    values = dict.fromkeys(GAP.findall(str(ALL[name])), 7) | {"case": case}
    with translation.override("en"):
        words = told(code, values)
    assert words
    assert not HAN.search(
        words.replace("标题", "").replace("正文", "").replace("内容", "").replace("全文", "")
    )


def test_what_stands_in_the_gaps_is_said_in_the_same_language() -> None:
    values = {"reason": {"code": "kind-reason", "case": "digest"}}
    fields = {"fields": [{"code": "field", "case": "region"}, {"code": "field", "case": "period"}]}
    assert told("kind-other", values) == "看来不是工会工作综述：这是多家工会的简讯，不是一家工会的综述。"
    assert told("from-the-name", fields).startswith("地区、年份取自文件名")
    with translation.override("en"):
        assert told("kind-other", values).endswith("these are briefs of many unions, no review of one.")
        assert told("from-the-name", fields).startswith("Taken from the name")
        assert "Region, Year" in told("from-the-name", fields)


def test_words_of_the_file_stay_as_they_are_and_are_marked_as_chinese() -> None:
    with translation.override("en"):
        words = told("title-uncertain", {"lines": ["“<b>暖心服务</b>”", "“真抓实干、久久为功”"]})
        page = chinese_marked(words)
    assert '“&lt;b&gt;<span lang="zh-Hans">暖心服务</span>&lt;/b&gt;”' in page
    assert '<span lang="zh-Hans">真抓实干、久久为功</span>' in page
    with translation.override("zh-hans"):
        assert chinese_marked("标题可能认错了") == "标题可能认错了"


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("no-such-code", {}, "no-such-code"),
        ("several-articles", {}, "这个文件里有 ? 篇文章，已分开。"),
        ("kind-other", {"reason": {"case": 3}}, "看来不是工会工作综述：None。"),
        ("too-large", {"case": "no-such-case", "megabytes": 70, "most": 64}, "文件有 70 MB"),
        ("title-uncertain", {"lines": None}, "None"),
    ],
)
def test_a_row_that_lost_something_is_told_as_far_as_it_goes(
    code: str, values: dict[str, Any], words: str
) -> None:
    assert words in told(code, values)


def test_a_refusal_names_its_file_and_the_reason_beside_it_does_not() -> None:
    refused = intake.read(intake.HandedIn("空.txt", b" \n"), authority=Authority([]))
    assert refused.error == "“空.txt”是空文件，请找到有内容的原件再上传。"
    assert refused.reason == "是空文件，请找到有内容的原件再上传。"
    assert str(UnreadableFile("empty", "空.txt")) == refused.error


# The list of the codes


def documented(heading: str) -> dict[str, tuple[str, str]]:
    part = DOCUMENT.split(f"## {heading}")[1].split("\n## ")[0]
    return {
        code: (chinese, english)
        for code, chinese, english in re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", part, re.M)
    }


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("Doubts", {*NOTICES, "reprint-suspected", "figure-decision-lost"}),
        ("Refusals", {*REFUSALS, *OWN} - {"reprint-suspected", "figure-decision-lost", "at-page"}),
        ("Progress", {"at-page"}),
        ("Why a text is no review", {name for name in PARTS if name.startswith("kind-reason")}),
    ],
)
def test_the_document_lists_every_code_with_its_sentence(heading: str, codes: set[str]) -> None:
    found = documented(heading)
    assert found.keys() == codes
    for code, (chinese, english) in found.items():
        assert chinese == str(ALL[code])
        with translation.override("en"):
            name, _, case = code.partition(":")
            said = told(name, {gap: f"%({gap})s" for gap in GAP.findall(chinese)} | {"case": case})
        assert english == said, code


# What was kept as a sentence before


def some_values(sentence: str) -> dict[str, Any]:
    return {gap: place + 3 for place, gap in enumerate(GAP.findall(sentence))}


@pytest.mark.parametrize("name", sorted({*NOTICES, *REFUSALS, *OWN}))
def test_a_sentence_of_before_is_brought_back_to_its_code_and_values(name: str) -> None:
    code, _, case = name.partition(":")
    values = some_values(str(ALL[name])) | ({"case": case} if case else {})
    sentence = in_words(code, values, sentences={key: str(words) for key, words in ALL.items()})
    found = recognised(code, sentence)
    assert found is not None
    assert in_words(code, found, sentences={key: str(words) for key, words in ALL.items()}) == sentence


@pytest.mark.parametrize("title", ["007", "0", "2019", "\uff11\uff12", "1234567890", "%", "“一”、“二”"])
def test_a_title_of_digits_and_signs_is_brought_back_as_it_was_printed(title: str) -> None:
    sentence = told("duplicate", {"title": title, "number": 3})
    found = recognised("duplicate", sentence)
    assert found is not None
    assert told("duplicate", found) == sentence


@pytest.mark.django_db
def test_the_version_before_finds_sentences_again() -> None:
    article = factories.article(title="暖心服务")
    reason = {"code": "kind-reason", "case": "letter"}
    doubt = Notice.objects.create(article=article, code="kind-other", values={"reason": reason})
    kept = Notice.objects.create(article=article, code="kind-other", message="一句谁也不认识的话")
    event = ArticleEvent.objects.create(
        article=article, version=9, title="暖心服务", what="corrected", state=represent(article)
    )
    batch = Import.objects.create(way="upload", name="空.txt")
    item = ImportItem.objects.create(batch=batch, order=0, name="空.txt", state="failed", code="empty")
    read = ImportItem.objects.create(batch=batch, order=1, name="一.txt", state="read")
    importlib.import_module("archive.migrations.0024_notices_as_codes").put_into_words(apps, None)
    for row in (doubt, kept, event, item, read):
        row.refresh_from_db()
    said = ["看来不是工会工作综述：行文是通知或公告。", "一句谁也不认识的话"]
    assert [doubt.message, kept.message] == said
    assert event.state is not None
    assert [notice["message"] for notice in event.state["notices"]] == said
    assert not any("values" in notice for notice in event.state["notices"])
    assert (item.reason, read.reason) == ("是空文件，请找到有内容的原件再上传。", "")


@pytest.mark.django_db
def test_an_archive_of_before_is_brought_over_and_what_nobody_recognises_stays_as_it_was() -> None:
    article = factories.article(title="暖心服务")
    known = Notice.objects.create(
        article=article, code="kind-other", message="看来不是工会工作综述：行文是通知或公告。"
    )
    other = Notice.objects.create(article=article, code="kind-other", message="一句谁也不认识的话")
    state = represent(article)
    for notice in state["notices"]:
        del notice["values"]  # as histories of before have them
    event = ArticleEvent.objects.create(
        article=article, version=9, title="暖心服务", what="corrected", state=state
    )
    item = ImportItem.objects.create(
        batch=Import.objects.create(way="upload", name="空.txt"),
        order=0,
        name="空.txt",
        state="failed",
        code="empty",
        reason="是空文件，请找到有内容的原件再上传。",
    )
    importlib.import_module("archive.migrations.0024_notices_as_codes").bring_back(apps, None)
    for row in (known, other, event, item):
        row.refresh_from_db()
    assert (known.message, known.values) == ("", {"reason": {"code": "kind-reason", "case": "letter"}})
    assert (other.message, other.values) == ("一句谁也不认识的话", {})
    assert (item.reason, item.values) == ("", {})
    assert event.state == represent(article)
    with translation.override("en"):
        assert known.told.endswith("it is written as a notice or an announcement.")
        assert (other.told, item.told.split(".")[0]) == ("一句谁也不认识的话", "The file is empty")


# On the pages


@pytest.mark.django_db
def test_an_editor_who_reads_english_is_told_doubts_and_refusals_in_english(admin_client: Client) -> None:
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    batch = Import.objects.create(way="upload", name="一批", announced=2)
    article = factories.article(title="暖心服务", status=Article.Status.DRAFT)
    Notice.objects.create(article=article, code="title-uncertain", values={"lines": ["“真抓实干”"]})
    ImportItem.objects.create(batch=batch, order=0, name="一.txt", state="read").articles.add(article)
    ImportItem.objects.create(batch=batch, order=1, name="二.doc", state="failed", code="needs-antiword")
    page = admin_client.get(batch.get_absolute_url()).content.decode()
    assert 'in this order: “<span lang="zh-Hans">真抓实干</span>”' in page
    assert "Save it as .docx in Word or WPS and upload it again" in page
    assert "标题可能认错了" not in page


def test_a_period_of_one_year_is_told_as_one_year() -> None:
    one, several = {"start": 2023, "end": 2023}, {"start": 2019, "end": 2023}
    assert told("period-inferred", one).startswith("年份 2023 是推算的")
    assert told("period-inferred", several).startswith("时段 2019—2023 是推算的")
    assert told("period-uncertain", one | {"case": "plan"}).startswith("2023 是计划的年份")
    assert told("period-uncertain", one | {"lines": ["2021"]}).startswith("年份定为 2023，文中还常提到2021")
