"""An editor changes an article: one transaction, one version, one event, whichever way it is done."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive import editing
from archive.editing.clauses import CLAUSES, clause_of
from archive.ingest.wording.notices import NOTICES
from archive.models import Article, ArticleEvent, Caption, IndexChange, Notice, Section
from archive.representation import ARTICLE_FIELDS, PART_FIELDS, PARTS, represent
from tests import factories
from tests.history import last_event

pytestmark = pytest.mark.django_db
What = ArticleEvent.What
DOUBTS_A_VALUE = re.compile(r"-(?:unknown|uncertain|missing|ambiguous|contradiction|inferred)$")


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("wang", first_name="王编辑", is_staff=True)


@pytest.fixture
def article() -> Article:
    return factories.article(
        title="原来的标题",
        sections=[(None, "开头一段。"), ("维权有力度", "全年调解争议四十件。\n追回欠薪一百万元。")],
        captions=["图为座谈会。"],
    )


def events(article: Article) -> list[tuple[int, str, list[str]]]:
    rows = ArticleEvent.objects.of_article(article.pk).order_by("version")
    return [(event.version, event.what, event.changed) for event in rows]


def links(article: Article) -> dict[str, str]:
    """Every fragment of the article's page with its words."""
    found = {section.anchor: section.heading or "" for section in article.sections.all()}
    for section in article.sections.all():
        found |= dict(section.paragraphs)
    return found | {caption.anchor: caption.text for caption in article.captions.all()}


def sections_of(article: Article) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = represent(article)["sections"]
    return sections


# --- the state


def test_every_field_of_an_article_is_kept_in_the_history_or_named_as_going_forward_only() -> None:
    forward_only = {
        *("id", "source", "source_item", "provenance", "next_anchor", "version"),
        *("created_at", "updated_at", "first_published_at"),
    }
    own = {field.name for field in Article._meta.concrete_fields}
    assert own == {*ARTICLE_FIELDS} | forward_only
    for model, names in PART_FIELDS.items():
        assert {field.name for field in model._meta.concrete_fields} == {"id", "article", *names}


def test_every_value_of_a_state_belongs_to_one_clause(article: Article) -> None:
    named = [name for clause in CLAUSES.values() for name in clause]
    assert sorted(named) == sorted(represent(article))
    assert set(PARTS) <= set(represent(article))


def test_a_state_is_kept_as_it_was(article: Article) -> None:
    article.bylines = ["本报记者 某", "\U00020000"]
    article.save()
    state = represent(article)
    editing.correct(article.pk, {"title": "新标题"}, by=None)
    assert ArticleEvent.objects.get(article=article, version=0).state == state


# --- one change, one event


def test_a_correction_raises_the_version_and_is_noted_with_who_and_what(
    article: Article, editor: User
) -> None:
    editing.correct(article.pk, {"title": "改过的标题"}, by=editor)
    article.refresh_from_db()
    assert (article.title, article.version) == ("改过的标题", 1)
    assert events(article) == [(0, What.FOUND, []), (1, What.CORRECTED, ["title"])]
    event = last_event(article)
    assert (event.user, event.who, event.title) == (editor, "王编辑", "改过的标题")


def test_what_changes_nothing_is_no_change(article: Article, editor: User) -> None:
    editing.correct(article.pk, represent(article), by=editor)
    editing.publish(article.pk, by=editor)
    editing.settle(article.pk, [1, 2], by=editor)
    assert events(article) == [(0, What.FOUND, [])] or events(article) == []
    article.refresh_from_db()
    assert article.version == 0


def test_a_name_stays_in_the_history_when_the_account_is_gone(article: Article, editor: User) -> None:
    editing.correct(article.pk, {"title": "改过的标题"}, by=editor)
    editor.delete()
    assert last_event(article).who == "王编辑"


def test_a_change_notes_the_article_for_the_index(article: Article, editor: User) -> None:
    changes: Sequence[Callable[[], object]] = (
        lambda: editing.correct(article.pk, {"sections": [{"text": "只剩一段。"}]}, by=editor),
        lambda: editing.withdraw(article.pk, by=editor),
        lambda: editing.publish(article.pk, by=editor),
        lambda: editing.trash(article.pk, by=editor),
        lambda: editing.untrash(article.pk, by=editor),
        lambda: editing.undo(article.pk, by=editor),
    )
    for change in changes:
        IndexChange.objects.all().delete()
        change()
        assert set(IndexChange.objects.values_list("article_id", flat=True)) == {article.pk}


def test_rows_changed_past_the_room_are_noted_before_the_next_change(article: Article, editor: User) -> None:
    editing.correct(article.pk, {"issuer": "某总工会"}, by=editor)
    Article.objects.filter(pk=article.pk).update(title="脚本改的标题")
    editing.correct(article.pk, {"issuer": "另一总工会"}, by=editor)
    assert [(what, changed) for _, what, changed in events(article)][2:] == [
        (What.FOUND, ["title"]),
        (What.CORRECTED, ["issuer"]),
    ]
    editing.undo(article.pk, by=editor)
    article.refresh_from_db()
    assert (article.title, article.issuer) == ("脚本改的标题", "某总工会")


# --- correcting


def test_a_region_or_years_that_an_editor_decides_rest_on_the_editor(article: Article, editor: User) -> None:
    Article.objects.filter(pk=article.pk).update(
        region_evidence="青禾区总工会", period_evidence="近年来", period_inferred=True
    )
    place = factories.region("990200").pk
    editing.correct(article.pk, {"region": place, "period_start": 2018}, by=editor)
    article.refresh_from_db()
    assert (article.region_id, article.region_basis, article.region_evidence) == (place, "editor", None)
    assert (article.period_basis, article.period_evidence, article.period_inferred) == ("editor", None, False)


def test_what_is_said_again_keeps_its_basis(article: Article, editor: User) -> None:
    Article.objects.filter(pk=article.pk).update(region_basis="issuer", region_evidence="青禾区总工会")
    article.refresh_from_db()
    editing.correct(article.pk, {"region": article.region_id, "title": "新"}, by=editor)
    article.refresh_from_db()
    assert (article.region_basis, article.region_evidence) == ("issuer", "青禾区总工会")


def test_notices_that_are_settled_with_a_correction_are_in_the_same_event(
    article: Article, editor: User
) -> None:
    notice = Notice.objects.create(article=article, code="x", message="存疑")
    editing.correct(article.pk, {"title": "新"}, by=editor, settled=[notice.pk])
    notice.refresh_from_db()
    assert notice.settled_by == editor
    assert events(article)[-1] == (1, What.CORRECTED, ["title", "notices"])


def test_who_gives_a_value_has_answered_what_was_doubted_of_it_and_of_nothing_else(editor: User) -> None:
    article = doubtful(place=None, years=None)
    codes = ["region-unknown", "period-unknown", "title-uncertain", "head-uncertain", "newspaper-uncertain"]
    codes += ["headings-uncertain", "ocr"]
    for code in codes:
        Notice.objects.create(article=article, code=code)

    def left() -> list[str]:
        return list(article.notices.unsettled().values_list("code", flat=True))

    editing.correct(article.pk, {"region": factories.region("990202").pk}, by=editor)
    assert sorted(left()) == sorted(set(codes) - {"region-unknown"})
    editing.correct(article.pk, {"subtitle": "副题", "period_start": None, "title": article.title}, by=editor)
    assert sorted(left()) == sorted(set(codes) - {"region-unknown", "head-uncertain"})
    given = {"period_start": 2019, "period_end": 2019, "title": "新题", "newspaper": "示例日报二版"}
    editing.correct(article.pk, given, by=editor)
    assert sorted(left()) == ["headings-uncertain", "ocr"]
    editing.undo(article.pk, by=editor)
    assert "period-unknown" in left()


@pytest.mark.parametrize("code", [code for code in NOTICES if DOUBTS_A_VALUE.search(code)])
def test_every_doubt_of_a_value_says_which_value(code: str) -> None:
    assert clause_of(code) in CLAUSES


def test_the_status_is_no_matter_of_a_correction(article: Article, editor: User) -> None:
    editing.correct(article.pk, {"status": "draft", "title": "新"}, by=editor)
    article.refresh_from_db()
    assert article.is_published


# --- anchors


def test_a_paragraph_that_moves_to_another_section_keeps_its_link(article: Article, editor: User) -> None:
    before = {text: anchor for anchor, text in links(article).items()}
    lead, second = sections_of(article)
    wanted = [
        {"id": lead["id"], "text": "开头一段。\n全年调解争议四十件。"},
        {"id": second["id"], "text": "追回欠薪一百万元。"},
    ]
    editing.correct(article.pk, {"sections": wanted}, by=editor)
    after = {text: anchor for anchor, text in links(article).items()}
    assert after == before
    assert events(article)[-1][1] == What.RESECTIONED


def test_the_link_of_a_removed_paragraph_is_never_given_to_another(article: Article, editor: User) -> None:
    lead, second = sections_of(article)
    editing.correct(article.pk, {"sections": [lead]}, by=editor)
    editing.correct(
        article.pk, {"sections": [lead, {"order": 1, "heading": "新", "text": "完全另说。"}]}, by=editor
    )
    new = set(links(article)) - {f"s{lead['id']}"}
    assert not new & {f"s{second['id']}", *(f"p{anchor}" for anchor in second["anchors"])}


def test_what_was_deleted_comes_back_under_its_own_links(article: Article, editor: User) -> None:
    before = links(article)
    editing.correct(article.pk, {"sections": [{"text": "全部重写。"}], "captions": []}, by=editor)
    counter = Article.objects.get(pk=article.pk).next_anchor
    assert not links(article).keys() & before.keys()
    editing.undo(article.pk, by=editor)
    assert links(article) == before
    assert Article.objects.get(pk=article.pk).next_anchor == counter


def test_a_caption_comes_back_to_its_section(article: Article, editor: User) -> None:
    section = Section.objects.filter(article=article).last()
    Caption.objects.filter(article=article).update(section=section)
    editing.correct(article.pk, {"sections": [], "captions": []}, by=editor)
    editing.undo(article.pk, by=editor)
    assert Caption.objects.get(article=article).section == section


def test_a_row_with_stored_anchors_that_fit_no_text_can_be_corrected(article: Article, editor: User) -> None:
    Section.objects.filter(article=article).update(anchors=[1])
    wanted = [item | {"text": item["text"] + "\n新的一段。"} for item in sections_of(article)]
    for item in wanted:
        del item["anchors"]
    editing.correct(article.pk, {"sections": wanted}, by=editor)
    for section in article.sections.all():
        assert len(section.anchors) == len(section.text.splitlines())
    numbers = [anchor for section in article.sections.all() for anchor in section.anchors]
    assert len(numbers) == len(set(numbers))


# --- publishing


def doubtful(**changes: Any) -> Article:
    return factories.article(**{"status": "draft", **changes})


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [({"place": None}, "region"), ({"years": None}, "period"), ({"kind": "other"}, "kind"), ({}, "notices")],
)
def test_what_is_not_settled_is_not_published_unless_somebody_answers_for_it(
    editor: User, changes: dict[str, Any], doubt: str
) -> None:
    article = doubtful(**changes)
    if doubt == "notices":
        Notice.objects.create(article=article, code="x", message="存疑")
    with pytest.raises(editing.NotSettled) as refused:
        editing.publish(article.pk, by=editor)
    assert refused.value.doubts == (editing.Doubt(doubt),)
    assert str(refused.value)
    article.refresh_from_db()
    assert (article.status, article.version) == ("draft", 0)
    assert editing.publish(article.pk, by=editor, anyway=True).is_published


def test_what_is_settled_is_published_and_dated_once(editor: User) -> None:
    article = doubtful()
    first = editing.publish(article.pk, by=editor).first_published_at
    assert first is not None
    editing.withdraw(article.pk, by=editor)
    assert editing.publish(article.pk, by=editor).first_published_at == first


def test_only_what_is_published_can_be_withdrawn(editor: User) -> None:
    article = doubtful()
    assert editing.withdraw(article.pk, by=editor).status == "draft"


# --- the trash


def test_what_lies_in_the_trash_is_neither_corrected_nor_published(article: Article, editor: User) -> None:
    editing.trash(article.pk, by=editor)
    changes: Sequence[Callable[[], object]] = (
        lambda: editing.correct(article.pk, {"title": "新"}, by=editor),
        lambda: editing.publish(article.pk, by=editor, anyway=True),
        lambda: editing.restore(article.pk, 0, by=editor),
    )
    for change in changes:
        with pytest.raises(editing.InTrash):
            change()


@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
def test_out_of_the_trash_an_article_is_what_it_was(editor: User, status: str) -> None:
    article = factories.article(status=status, captions=["图。"])
    before = represent(article)
    editing.trash(article.pk, by=editor)
    assert represent(editing.untrash(article.pk, by=editor)) == before


def test_an_article_that_is_gone_for_good_leaves_who_did_what_and_its_original(
    article: Article, editor: User
) -> None:
    source, pk = article.source, article.pk
    editing.trash(pk, by=editor)
    editing.purge(pk, by=editor)
    assert not Article.objects.filter(pk=pk).exists()
    source.refresh_from_db()
    rows = ArticleEvent.objects.of_article(pk)
    assert [event.what for event in rows] == [What.PURGED, What.TRASHED, What.FOUND]
    assert {event.state for event in rows} == {None}
    assert rows[0].title == "原来的标题"


# --- going back


def test_undone_again_and_again_an_article_is_as_it_was_found(article: Article, editor: User) -> None:
    first = represent(article)
    editing.correct(article.pk, {"title": "一改"}, by=editor)
    editing.correct(article.pk, {"title": "二改", "sections": [{"text": "重写。"}]}, by=editor)
    editing.undo(article.pk, by=editor)
    assert Article.objects.get(pk=article.pk).title == "一改"
    editing.withdraw(article.pk, by=editor)
    for _ in range(2):
        editing.undo(article.pk, by=editor)
    assert represent(Article.objects.get(pk=article.pk)) == first
    with pytest.raises(editing.NothingToUndo):
        editing.undo(article.pk, by=editor)


def test_an_earlier_state_is_restored_whole_but_for_whether_it_is_published(
    article: Article, editor: User
) -> None:
    before = represent(article)
    editing.correct(article.pk, {"title": "改了", "sections": [{"text": "重写。"}]}, by=editor)
    editing.withdraw(article.pk, by=editor)
    after = represent(editing.restore(article.pk, 0, by=editor))
    assert after == before | {"status": "withdrawn"}


def test_one_clause_is_restored_with_what_belongs_to_it(article: Article, editor: User) -> None:
    Article.objects.filter(pk=article.pk).update(region_basis="issuer", region_evidence="青禾区总工会")
    article.refresh_from_db()
    region = article.region_id
    editing.correct(article.pk, {"region": None, "title": "改了"}, by=editor)
    back = editing.restore(article.pk, 0, by=editor, clauses=["region"])
    assert (back.region_id, back.region_basis, back.region_evidence) == (region, "issuer", "青禾区总工会")
    assert back.title == "改了"


def test_a_division_that_was_deleted_since_does_not_keep_the_rest_from_coming_back(editor: User) -> None:
    zone = factories.region("990102")
    zone.pk, zone.code = None, "990188"
    zone.save()
    article = factories.article(title="有地区")
    Article.objects.filter(pk=article.pk).update(region=zone)
    editing.correct(article.pk, {"region": None, "title": "没有地区"}, by=editor)
    zone.delete()
    back = editing.undo(article.pk, by=editor)
    assert (back.title, back.region_id, back.region_basis) == ("有地区", None, "unknown")
    with pytest.raises(editing.NothingToUndo):
        editing.undo(article.pk, by=editor)


def test_a_version_that_there_never_was_is_not_restored(article: Article, editor: User) -> None:
    with pytest.raises(editing.NoSuchState):
        editing.restore(article.pk, 99, by=editor)
