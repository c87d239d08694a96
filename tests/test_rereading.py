"""An original read again: what today's reader says otherwise, and that an editor's work is never overwritten.

An older reader is what it left behind: an article is read by today's, and kept as if less had been understood of it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from archive import editing, intake, reading_again
from archive.editing import rereading
from archive.imports.storing import store
from archive.ingest.records import Reading
from archive.models import Article, Notice, Section, SourceDocument
from archive.representation import represent
from archive.site_authority import site_authority
from tests import factories
from tests.history import last_event

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
TITLE, HEADING = "灯火里的十二个月", "建会入会有热度"
TEXT = f"""示例日报 2020年1月9日 星期四 第03版

{TITLE}

——青禾区总工会2019年工作综述

一年来，青禾区总工会把服务送到工地、车间和驿站，全区新建基层工会46家，新增会员3100人，职工之家开到了楼宇里。

{HEADING}

区总工会派出十二名指导员逐户走访，帮助新业态企业建会，快递、外卖、货运三个行业的联合会先后挂牌，会员从八百人增至二千人。

竞赛练兵有力度

区总工会把擂台搭在生产线旁，焊工、钳工、电工轮番上阵，全年办赛42场，参赛职工8600人次，评出技术能手60名。

困难帮扶有温度

全年走访困难职工家庭320户，发放慰问金64万元，送清凉物资进了57个工地，法律援助工作站为职工追回欠薪210万元。
"""


def taken_in(**older: Any) -> Article:
    """The article of the text as an older reader left it: with these values, or this text, in place of today's."""
    outcome = intake.read(intake.HandedIn("综述.txt", TEXT.encode()), site_authority())
    assert outcome.reading is not None
    (article,) = store(outcome.reading, TEXT.encode())
    Article.objects.filter(pk=article.pk).update(**older)
    article.refresh_from_db()
    return article


def known(article: Article) -> Article:
    editing.took_in(article, by=None)
    return article


def reading_of(article: Article) -> Reading:
    return reading_again.at_once(Article.objects.get(pk=article.pk))


def offered(article: Article) -> dict[str, bool]:
    """The clauses that are read otherwise, each with whether it is taken unless somebody says otherwise."""
    read = rereading.as_read_now(article, rereading.record_for(article, reading_of(article)))
    return {offer.clause: offer.is_taken for offer in rereading.offers(article, read, {})}


def heading_as_paragraph(article: Article) -> None:
    """An older reader took a heading for a paragraph of the section above it."""
    lead, section = article.sections.all()[:2]
    assert section.heading == HEADING
    Section.objects.filter(pk=lead.pk).update(
        text=f"{lead.text}\n{HEADING}\n{section.text}", anchors=[*lead.anchors, 90, *section.anchors]
    )
    section.delete()
    Article.objects.filter(pk=article.pk).update(next_anchor=91)
    article.refresh_from_db()


DEMO = sorted(
    path for path in (ROOT / "fixtures" / "demo").rglob("*") if intake.is_review(path) and path.is_file()
)


def test_the_same_reader_says_nothing_otherwise() -> None:
    authority = site_authority()
    assert len(DEMO) > 5
    for path in DEMO:
        content = path.read_bytes()
        outcome = intake.read(intake.HandedIn(path.name, content), authority)
        if outcome.reading is None:
            continue
        for article in store(outcome.reading, content):
            editing.took_in(article, by=None)
            read = rereading.as_read_now(article, rereading.record_for(article, outcome.reading))
            assert rereading.offers(article, read, {}) == [], path.name
            assert rereading.take(article.pk, outcome.reading, by=None).version == 0


def test_what_a_newer_reader_says_otherwise_is_offered_and_taken_as_one_change_that_is_undone_as_one() -> (
    None
):
    article = known(taken_in(newspaper=None, issuer="青禾区", kind="other"))
    before = represent(article)
    assert offered(article) == {"issuer": True, "kind": True, "newspaper": True}
    rereading.take(article.pk, reading_of(article), by=None)
    article.refresh_from_db()
    assert (article.newspaper, article.issuer, article.kind) == ("示例日报", "青禾区总工会", "annual_review")
    event = last_event(article)
    assert (event.what, event.changed, article.version) == ("reread", ["issuer", "kind", "newspaper"], 1)
    editing.undo(article.pk, by=None)
    assert represent(Article.objects.get(pk=article.pk)) == before


def test_what_an_editor_changed_is_kept() -> None:
    article = known(taken_in(newspaper=None, issuer="青禾区"))
    editing.correct(article.pk, {"newspaper": "云川晚报"}, by=None)
    article.refresh_from_db()
    assert offered(article) == {"issuer": True, "newspaper": False}
    rereading.take(article.pk, reading_of(article), by=None)
    article.refresh_from_db()
    assert (article.newspaper, article.issuer) == ("云川晚报", "青禾区总工会")


def test_what_an_editor_took_back_is_not_taken_a_second_time() -> None:
    article = known(taken_in(newspaper=None))
    rereading.take(article.pk, reading_of(article), by=None)
    editing.undo(article.pk, by=None)
    article.refresh_from_db()
    assert offered(article) == {"newspaper": False}


def test_of_an_article_of_before_there_was_a_history_everything_may_be_an_editors() -> None:
    article = taken_in(newspaper=None)
    editing.settle(article.pk, [], by=None)
    editing.correct(article.pk, {"subtitle": "改过"}, by=None)
    article.refresh_from_db()
    assert offered(article)["newspaper"] is False


def test_an_editor_may_choose_what_the_reader_says_all_the_same() -> None:
    article = known(taken_in(newspaper=None))
    editing.correct(article.pk, {"newspaper": "云川晚报"}, by=None)
    rereading.take(article.pk, reading_of(article), by=None, clauses=["newspaper"])
    article.refresh_from_db()
    assert article.newspaper == "示例日报"


def test_a_heading_that_was_a_paragraph_opens_its_section_and_the_paragraphs_keep_their_numbers() -> None:
    article = taken_in()
    heading_as_paragraph(article)
    known(article)
    anchors = {text: anchor for section in article.sections.all() for anchor, text in section.paragraphs}
    assert offered(article) == {"sections": True}
    rereading.take(article.pk, reading_of(article), by=None)
    sections = list(Article.objects.get(pk=article.pk).sections.all())
    assert [section.heading for section in sections][:2] == [None, HEADING]
    for section in sections:
        for anchor, text in section.paragraphs:
            assert anchors[text] == anchor


def test_where_an_editor_corrected_a_line_the_lines_are_left_as_they_are_together() -> None:
    article = taken_in(newspaper=None)
    heading_as_paragraph(article)
    known(article)
    editing.correct(article.pk, {"title": "灯火里的一年"}, by=None)
    article.refresh_from_db()
    assert offered(article) == {"title": False, "newspaper": True, "sections": False}
    before = represent(article)
    rereading.take(article.pk, reading_of(article), by=None)
    after = represent(Article.objects.get(pk=article.pk))
    assert {name for name in before if before[name] != after[name]} == {"newspaper"}


def test_no_line_of_the_original_is_lost_or_had_twice_by_what_is_chosen() -> None:
    article = taken_in()
    lead = article.sections.all()[0]
    Section.objects.filter(pk=lead.pk).update(text=f"{lead.text}\n一行版面文字", anchors=[*lead.anchors, 90])
    Article.objects.filter(pk=article.pk).update(subtitle=None, furniture=[article.subtitle], next_anchor=91)
    known(article)
    article.refresh_from_db()
    for apart in (["subtitle"], ["furniture"]):
        with pytest.raises(rereading.LinesLost, match="工作综述"):
            rereading.take(article.pk, reading_of(article), by=None, clauses=apart)
    rereading.take(article.pk, reading_of(article), by=None, clauses=["subtitle", "furniture"])
    article.refresh_from_db()
    assert (article.subtitle, article.furniture) != (None, [article.subtitle])


def test_a_doubt_that_no_longer_holds_is_gone_and_what_was_answered_stays() -> None:
    article = taken_in(issuer="青禾区", newspaper=None)
    Notice.objects.create(article=article, code="issuer-uncertain", values={"lines": ["“青禾区”"]})
    Notice.objects.create(article=article, code="encoding-guessed", values={"encoding": "big5"})
    answered = Notice.objects.create(article=article, code="head-uncertain", settled_at="2026-01-01T00:00Z")
    twin = Notice.objects.create(
        article=article, code="reprint-suspected", values={"title": "一", "number": 1}
    )
    kept = Notice.objects.create(article=article, code="region-unknown")
    known(article)
    editing.correct(article.pk, {"region": None}, by=None)
    rereading.take(article.pk, reading_of(article), by=None)
    left = list(Article.objects.get(pk=article.pk).notices.values_list("pk", flat=True))
    assert left == [answered.pk, twin.pk, kept.pk]


@pytest.mark.parametrize("name", ["linjiang-2016.txt", "songping-2024.txt"])
def test_a_doubt_that_is_said_otherwise_today_is_not_lost(name: str) -> None:
    (path,) = (path for path in DEMO if path.name == name)
    reading = intake.read(intake.HandedIn(name, path.read_bytes()), site_authority()).reading
    assert reading is not None
    (article,) = store(reading, path.read_bytes())
    today = list(article.notices.values_list("code", "values"))
    article.notices.update(values={"count": 99}, evidence="从前的说法")
    known(article)
    rereading.take(article.pk, reading, by=None)
    assert today
    assert list(article.notices.unsettled().values_list("code", "values")) == today


def test_a_doubt_that_was_answered_is_not_asked_again_because_it_is_said_otherwise() -> None:
    (path,) = (path for path in DEMO if path.name == "songping-2024.txt")
    reading = intake.read(intake.HandedIn(path.name, path.read_bytes()), site_authority()).reading
    assert reading is not None
    (article,) = store(reading, path.read_bytes())
    article.notices.update(values={"count": 99}, settled_at="2026-01-01T00:00Z")
    known(article)
    rereading.take(article.pk, reading, by=None)
    assert not article.notices.unsettled().exists()


def test_a_file_that_is_another_text_today_is_not_compared() -> None:
    article = known(taken_in(newspaper=None))
    other = intake.read(intake.HandedIn("综述.txt", DEMO[0].read_bytes()), site_authority()).reading
    assert other is not None
    with pytest.raises(rereading.AnotherText):
        rereading.take(article.pk, other, by=None)
    twice = f"{TEXT}\n\n{TEXT.replace('青禾区', '松坪县').replace(TITLE, '山里人家')}"
    apart = intake.read(intake.HandedIn("综述.txt", twice.encode()), site_authority()).reading
    assert apart is not None
    assert len(apart.records) == 2
    with pytest.raises(rereading.AnotherText):
        rereading.take(article.pk, apart, by=None)


# The page


def address(article: Article) -> str:
    return f"/admin/archive/article/{article.pk}/reread/"


def sent(page: str, **choices: str) -> dict[str, str]:
    found = {
        name: page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]
        for name in ("version", "read")
    }
    return found | {f"choice-{clause}": value for clause, value in choices.items()}


def test_the_page_shows_the_differences_and_takes_what_is_chosen(admin_client: Client) -> None:
    article = known(taken_in(newspaper=None, issuer="青禾区"))
    editing.correct(article.pk, {"issuer": "青禾总工会"}, by=None)
    page = admin_client.get(address(article)).content.decode()
    assert "<ins>示例日报</ins>" in page
    assert 'name="choice-newspaper" value="new" checked' in page
    assert 'name="choice-issuer" value="kept" checked' in page
    assert "保留（编辑改过）" in page
    answer = admin_client.post(address(article), sent(page, newspaper="new", issuer="kept"))
    assert answer["Location"].endswith(f"/article/{article.pk}/change/")
    article.refresh_from_db()
    assert (article.newspaper, article.issuer) == ("示例日报", "青禾总工会")
    assert last_event(article).user is not None
    assert "没有不同" not in admin_client.get(address(article)).content.decode()
    assert (
        address(article) in admin_client.get(f"/admin/archive/article/{article.pk}/change/").content.decode()
    )


def test_what_was_shown_and_is_other_by_now_is_shown_again(admin_client: Client) -> None:
    article = known(taken_in(newspaper=None))
    page = admin_client.get(address(article)).content.decode()
    editing.correct(article.pk, {"issuer": "云川市总工会"}, by=None)
    answer = admin_client.post(address(article), sent(page, newspaper="new"), follow=True)
    assert "再看一遍" in answer.content.decode()
    article.refresh_from_db()
    assert article.newspaper is None
    for broken in (
        {},
        {"version": "x", "read": "y"},
        sent(page) | {"choice-no-such": "new", "version": "9" * 99},
    ):
        assert admin_client.post(address(article), broken, follow=True).status_code == 200
    article.refresh_from_db()
    assert article.newspaper is None


def test_an_original_that_can_not_be_read_now_says_why(admin_client: Client) -> None:
    article = known(taken_in())
    SourceDocument.objects.filter(pk=article.source_id).update(content=b" ")
    page = admin_client.get(address(article)).content.decode()
    assert "是空文件" in page
    admin_client.cookies["django_language"] = "en"
    assert admin_client.get(address(article)).status_code == 200
    assert admin_client.get("/admin/archive/article/999999/reread/").status_code == 404


def test_an_original_that_trips_the_reader_says_so_too(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = known(taken_in())
    monkeypatch.setattr(intake, "read_file", lambda *_args, **_options: 1 / 0)
    assert "内部错误" in admin_client.get(address(article)).content.decode()


def test_nothing_otherwise_is_said_so(admin_client: Client) -> None:
    page = admin_client.get(address(known(taken_in()))).content.decode()
    assert "没有不同" in page


# The command


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[list[dict[str, Any]], str, int]:
    code = 0
    try:
        call_command("reread_reviews", *args, "--format", "jsonl")
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")], err, code


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_what_differs_and_writes_only_when_told_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    article = known(taken_in(newspaper=None, issuer="青禾区"))
    editing.correct(article.pk, {"issuer": "青禾总工会"}, by=None)
    told = {"id": article.pk, "changed": ["newspaper"], "kept": ["issuer"]}
    assert run(capsys, "--all")[0] == [told]
    article.refresh_from_db()
    assert article.newspaper is None
    found, err, code = run(capsys, str(article.pk), "999999", "--write")
    assert [one for one in found if one["id"] == article.pk] == [told]
    assert code == 1
    assert "1 篇没有读成" in err
    reread = Article.objects.get(pk=article.pk)
    assert (reread.newspaper, reread.issuer) == ("示例日报", "青禾总工会")
    assert last_event(reread).what == "reread"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", ["trashed", "purged"])
def test_what_goes_while_others_are_read_stops_none_of_them(
    gone: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = known(taken_in(newspaper=None))
    read = reading_again.apart

    def meanwhile(*args: Any) -> Reading:
        found = read(*args)
        editing.trash(article.pk, by=None)
        if gone == "purged":
            Article.objects.filter(pk=article.pk).delete()
        return found

    monkeypatch.setattr(reading_again, "apart", meanwhile)
    found, _, code = run(capsys, "--all", "--write")
    assert [(one["id"], "回收站" in one["error"]) for one in found] == [(article.pk, True)]
    assert code == 1


def test_the_command_wants_numbers_or_all() -> None:
    factories.article()
    for args in ([], ["1", "--all"]):
        with pytest.raises(CommandError):
            call_command("reread_reviews", *args)
