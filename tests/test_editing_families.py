"""What an editor makes of two articles that may be one."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from archive import editing
from archive.editing.families import Verdict
from archive.models import Article, ArticleEvent, Notice, TwinPair
from archive.twins.side_by_side import laid_beside
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = "建成爱心驿站八家，服务户外劳动者。\n新建工会十二家。"
EDITED = "建成爱心驿站八家，服务劳动者。新建工会十二家。\n编者按：值得一读。"


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor", password="a-long-password")


def pair_of() -> TwinPair:
    earlier = factories.article(title="春风化雨", sections=((None, TEXT),))
    later = factories.article(title="化雨春风", sections=((None, EDITED),), status=Article.Status.DRAFT)
    Notice.objects.create(article=later, code="reprint-suspected", message="可能是转载")
    return TwinPair.objects.create(article=later, other=earlier, score=0.8)


def family_of(pk: int) -> int | None:
    return Article.objects.values_list("reprint_of", flat=True).get(pk=pk)


def test_a_reprint_joins_its_original_and_its_notice_is_answered(editor: User) -> None:
    pair = pair_of()
    editing.decide(pair, Verdict.REPRINT, by=editor)
    assert family_of(pair.article_id) == pair.other_id
    assert not Notice.objects.unsettled().exists()
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == (Verdict.REPRINT, editor)
    event = ArticleEvent.objects.of_article(pair.article_id).filter(what="joined").get()
    assert event.changed == ["reprint_of"]


def test_that_it_joined_can_be_undone(editor: User) -> None:
    pair = pair_of()
    editing.decide(pair, Verdict.REPRINT, by=editor)
    editing.undo(pair.article_id, by=editor)
    editing.undo(pair.article_id, by=editor)
    assert family_of(pair.article_id) is None
    assert Notice.objects.unsettled().count() == 1
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == (Verdict.SUSPECTED, None)


def test_two_that_were_told_apart_wait_again_when_that_is_undone(editor: User) -> None:
    pair = pair_of()
    editing.decide(pair, Verdict.DISTINCT, by=editor)
    editing.undo(pair.article_id, by=editor)
    pair.refresh_from_db()
    assert Notice.objects.unsettled().count() == 1
    assert (pair.verdict, pair.decided_by) == (Verdict.SUSPECTED, None)


def test_of_two_pairs_told_apart_the_last_waits_again_when_that_is_undone(editor: User) -> None:
    pair = pair_of()
    second = TwinPair.objects.create(
        article=pair.article, other=factories.article(title="第三家报纸"), score=0.7
    )
    editing.decide(pair, Verdict.DISTINCT, by=editor)
    editing.decide(second, Verdict.DISTINCT, by=editor)
    editing.undo(pair.article_id, by=editor)
    verdicts = TwinPair.objects.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.DISTINCT, Verdict.SUSPECTED]


def test_a_new_version_that_was_taken_back_waits_again(editor: User) -> None:
    pair = pair_of()
    editing.decide(pair, Verdict.NEW_VERSION, by=editor)
    editing.restore(pair.other_id, 0, by=editor, clauses=["reprint_of"])
    pair.refresh_from_db()
    assert (family_of(pair.other_id), pair.verdict) == (None, Verdict.SUSPECTED)


def test_what_is_undone_beside_the_family_leaves_the_verdict(editor: User) -> None:
    pair = pair_of()
    editing.decide(pair, Verdict.REPRINT, by=editor)
    editing.correct(pair.article_id, {"title": "又一题"}, by=editor)
    editing.undo(pair.article_id, by=editor)
    pair.refresh_from_db()
    assert pair.verdict == Verdict.REPRINT


def test_a_family_stays_flat(editor: User) -> None:
    pair = pair_of()
    third = factories.article(title="第三家报纸")
    editing.decide(pair, Verdict.REPRINT, by=editor)
    of_the_reprint = TwinPair.objects.create(article=third, other=pair.article, score=0.9)
    editing.decide(of_the_reprint, Verdict.REPRINT, by=editor)
    assert family_of(third.pk) == pair.other_id


def test_the_reprints_of_what_is_a_reprint_itself_go_with_it(editor: User) -> None:
    pair = pair_of()
    reprint = factories.article(title="转载", reprint_of=pair.article)
    editing.decide(pair, Verdict.REPRINT, by=editor)
    assert {family_of(pair.article_id), family_of(reprint.pk)} == {pair.other_id}


def test_a_new_version_stands_for_the_older_one_once_it_is_published(editor: User) -> None:
    pair = pair_of()
    editing.decide(pair, Verdict.NEW_VERSION, by=editor)
    assert (family_of(pair.other_id), family_of(pair.article_id)) == (pair.article_id, None)
    assert list(Article.objects.listed()) == [pair.other]
    editing.publish(pair.article_id, by=editor, anyway=True)
    assert list(Article.objects.listed()) == [pair.article]


def test_a_verdict_can_be_turned_round(editor: User) -> None:
    pair = pair_of()
    for verdict in (Verdict.REPRINT, Verdict.NEW_VERSION, Verdict.REPRINT, Verdict.DISTINCT):
        editing.decide(pair, verdict, by=editor)
    assert (family_of(pair.other_id), family_of(pair.article_id)) == (None, None)


def test_what_lies_in_the_trash_is_not_decided_on(editor: User, admin_client: Client) -> None:
    pair = pair_of()
    editing.trash(pair.article_id, by=editor)
    with pytest.raises(editing.InTrash):
        editing.decide(pair, Verdict.REPRINT, by=editor)
    pair.refresh_from_db()
    assert pair.verdict == Verdict.SUSPECTED


def test_sentences_are_laid_beside_each_other_wherever_paragraphs_end() -> None:
    before, after = laid_beside(TEXT, EDITED)
    assert [key for key, _ in before] == [0, 1]
    assert [key for key, _ in after] == [0, 1, ("new", 2)]


def test_of_sentences_that_are_alike_the_same_one_is_taken_first_and_none_twice() -> None:
    _, after = laid_beside(
        "全年建成驿站八家。全年建成爱心驿站八家。",
        "全年建成爱心驿站八家。全年建成爱心驿站八家！全年建成爱心驿站八家？",
    )
    assert [key for key, _ in after] == [1, 0, ("new", 2)]


# --- the page


def test_the_page_shows_both_and_what_differs_by_the_character(admin_client: Client) -> None:
    pair = pair_of()
    page = admin_client.get(f"/admin/archive/twinpair/{pair.pk}/change/").content.decode()
    assert "<del>户外</del>" in page
    assert "<ins>编者按：值得一读。</ins>" in page
    assert "春风化雨" in page
    assert "化雨春风" in page


def test_an_editor_decides_there_and_is_back_at_the_article(admin_client: Client) -> None:
    pair = pair_of()
    form = f"/admin/archive/article/{pair.article_id}/change/"
    assert f"/admin/archive/twinpair/{pair.pk}/change/" in admin_client.get(form).content.decode()
    answer = admin_client.post(
        f"/admin/archive/twinpair/{pair.pk}/change/", {"verdict": "reprint"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == form
    assert "已记下：转载" in answer.content.decode()
    assert family_of(pair.article_id) == pair.other_id


def test_a_pair_of_which_one_lies_in_the_trash_is_not_linked(admin_client: Client, editor: User) -> None:
    pair = pair_of()
    form = f"/admin/archive/article/{pair.article_id}/change/"
    assert "/admin/archive/twinpair/" in admin_client.get(form).content.decode()
    editing.trash(pair.other_id, by=editor)
    assert f"/admin/archive/twinpair/{pair.pk}/" not in admin_client.get(form).content.decode()


def test_pairs_are_listed_by_what_was_decided(admin_client: Client) -> None:
    pair = pair_of()
    listed = f"/admin/archive/twinpair/{pair.pk}/change/"
    address = "/admin/archive/twinpair/?verdict__exact="
    assert listed in admin_client.get(address + "suspected").content.decode()
    assert listed not in admin_client.get(address + "reprint").content.decode()


def test_who_may_only_look_sees_no_buttons_and_decides_nothing(client: Client) -> None:
    reader = User.objects.create_user("reader", password="a-long-password", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    pair = pair_of()
    address = f"/admin/archive/twinpair/{pair.pk}/change/"
    assert "verdict" not in client.get(address).content.decode()
    assert client.post(address, {"verdict": "reprint"}).status_code == 403


def test_a_verdict_that_no_button_has_is_refused(admin_client: Client) -> None:
    pair = pair_of()
    address = f"/admin/archive/twinpair/{pair.pk}/change/"
    assert admin_client.post(address, {"verdict": "suspected"}).status_code == 400
    assert admin_client.get("/admin/archive/twinpair/9999/change/").status_code == 302
