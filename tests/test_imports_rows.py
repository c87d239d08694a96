"""A row of an import is corrected and published in the table, also by keyboard alone and without script."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from archive import editing
from archive.admin import imports
from archive.imports.places import NoSuchPlace, places, the_place
from archive.models import Article, Import, Notice, Region, TwinPair
from tests import factories
from tests.history import last_event
from tests.test_imports_review import batch, page_of

__all__ = ["batch"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def vague(batch: Import) -> Article:
    return Article.objects.get(source__name="不明.txt")


def fields_of(article: Article, **changes: Any) -> dict[str, Any]:
    """What the row's form would send back, with these changes."""
    region = article.region.full_name if article.region else ""
    sent = {
        "title": article.title or "",
        "place": region,
        "period_start": article.period_start or "",
        "period_end": article.period_end or "",
        "kind": article.kind,
        "newspaper": article.newspaper or "",
        "issuer": article.issuer or "",
        "made_from": article.version,
    }
    return sent | changes


def save(client: Client, batch: Import, article: Article, *, button: str = "save", **changes: Any) -> Any:
    sent = fields_of(article, **changes) | {button: article.pk}
    address = f"{batch.get_absolute_url()}?show=unsure&edit={article.pk}"
    response = client.post(address, sent)
    article.refresh_from_db()
    return response


COMPLETE = {"place": "青禾区", "period_start": "2019", "kind": "annual_review"}


def test_a_row_opens_as_a_form_where_it_stands(admin_client: Client, batch: Import, vague: Article) -> None:
    page = page_of(admin_client, batch, edit=str(vague.pk))
    assert 'id="row-form"' in page
    assert 'name="place"' in page
    for notice in vague.notices.all():
        assert escape(notice.told) in page
    assert 'id="row-form"' not in page_of(admin_client, batch, edit="²")
    assert 'id="row-form"' not in page_of(admin_client, batch, edit="9" * 17)


def test_what_is_corrected_in_a_row_is_the_editors(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    assert save(admin_client, batch, vague, **COMPLETE).status_code == 302
    assert vague.region.name == "青禾区"
    assert (vague.period_start, vague.period_end) == (2019, 2019)
    assert (vague.region_basis, vague.period_basis) == ("editor", "editor")
    assert vague.status == "draft"
    assert last_event(vague).what == "corrected"


def test_only_what_was_changed_is_written(admin_client: Client, batch: Import) -> None:
    article = Article.objects.get(source__name="甲.txt")
    save(admin_client, batch, article, newspaper="海澜晚报")
    assert article.newspaper == "海澜晚报"
    assert article.region_basis == "issuer"


def test_publishing_a_row_answers_for_its_notices_and_opens_the_next(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    other = Article.objects.get(source__name="乙.txt")
    Notice.objects.create(article=other, code="x", message="存疑")
    response = admin_client.post(
        f"{batch.get_absolute_url()}?show=unsure&edit={other.pk}",
        fields_of(other) | {"save_publish": other.pk},
    )
    assert response["Location"] == f"{batch.get_absolute_url()}?show=unsure&edit={vague.pk}#row-{vague.pk}"
    other.refresh_from_db()
    assert other.is_published
    assert not other.notices.unsettled().exists()
    last = save(admin_client, batch, vague, button="save_publish", **COMPLETE)
    assert "edit=" not in last["Location"]
    assert vague.is_published


def test_what_is_opened_after_publishing_is_still_to_be_published(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    first, second = (Article.objects.get(source__name=name) for name in ("甲.txt", "乙.txt"))
    editing.publish(second.pk, by=None, anyway=True)

    def published_in_its_row(article: Article) -> str:
        article.refresh_from_db()
        sent = fields_of(article) | {"save_publish": article.pk}
        return str(admin_client.post(f"{batch.get_absolute_url()}?edit={article.pk}", sent)["Location"])

    assert f"edit={vague.pk}" in published_in_its_row(first)
    editing.publish(vague.pk, by=None, anyway=True)
    editing.withdraw(first.pk, by=None)
    assert "edit=" not in published_in_its_row(first)


def test_a_row_that_lacks_something_is_saved_and_says_why_it_is_not_published(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    response = save(admin_client, batch, vague, button="save_publish", place="青禾区", kind="annual_review")
    assert "没有发布：缺年份" in response.content.decode()
    assert vague.region.name == "青禾区"
    assert not vague.is_published


def test_a_row_links_to_the_page_that_lays_it_beside_what_it_may_be_a_print_of(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    other = factories.article(title="春风化雨")
    pair = TwinPair.objects.create(article=vague, other=other, score=0.8)
    link = f'href="/admin/archive/twinpair/{pair.pk}/change/"'
    for page in (page_of(admin_client, batch), page_of(admin_client, batch, edit=str(vague.pk))):
        assert page.count(link) == 1
        assert "与“春风化雨”" in page
    other.status = "trashed"
    other.save()
    assert link not in page_of(admin_client, batch)


def near(article: Article) -> Notice:
    """A doubt whose candidates are what stands and one more."""
    return Notice.objects.create(
        article=article, code="title-uncertain", message="标题可能认错了", evidence="又一个标题"
    )


def test_a_candidate_is_taken_where_the_row_stands(admin_client: Client, batch: Import) -> None:
    article = Article.objects.get(source__name="甲.txt")
    notice = near(article)
    page = page_of(admin_client, batch, show="unsure")
    assert f'name="choose" value="{notice.pk}:又一个标题"' in page
    answer = admin_client.post(
        f"{batch.get_absolute_url()}?show=unsure", {"choose": f"{notice.pk}:又一个标题"}
    )
    assert answer["Location"] == f"{batch.get_absolute_url()}?show=unsure#row-{article.pk}"
    article.refresh_from_db()
    assert article.title == "又一个标题"
    assert Article.objects.settled_drafts().filter(pk=article.pk).exists()


def test_in_an_open_row_it_is_taken_after_what_was_typed_and_the_row_stays_open(
    admin_client: Client, batch: Import
) -> None:
    article = Article.objects.get(source__name="甲.txt")
    notice = near(article)
    sent = fields_of(article, newspaper="海澜晚报") | {
        "row": article.pk,
        "choose": f"{notice.pk}:又一个标题",
    }
    address = f"{batch.get_absolute_url()}?edit={article.pk}"
    answer = admin_client.post(address, sent)
    assert answer["Location"] == f"{address}#row-{article.pk}"
    article.refresh_from_db()
    assert (article.title, article.newspaper) == ("又一个标题", "海澜晚报")
    assert not article.notices.unsettled().exists()


@pytest.mark.parametrize(
    ("sent", "status"), [("x", 400), ("²:甲", 400), ("999:甲", 404), (":", 400), ("", 400)]
)
def test_what_is_no_candidate_of_the_table_is_refused(
    admin_client: Client, batch: Import, sent: str, status: int
) -> None:
    assert admin_client.post(batch.get_absolute_url(), {"choose": sent}).status_code == status


def test_what_was_chosen_by_somebody_else_is_told(admin_client: Client, batch: Import) -> None:
    notice = near(Article.objects.get(source__name="甲.txt"))
    answer = admin_client.post(batch.get_absolute_url(), {"choose": f"{notice.pk}:别的"}, follow=True)
    assert "请刷新后再选" in answer.content.decode()


def test_publishing_one_row_goes_on_to_the_next(admin_client: Client, batch: Import) -> None:
    first, second = (Article.objects.get(source__name=name) for name in ("甲.txt", "乙.txt"))
    answer = admin_client.post(batch.get_absolute_url(), {"publish": "1", "article": [first.pk]})
    assert answer["Location"] == f"{batch.get_absolute_url()}#row-{second.pk}"


def test_what_comes_after_the_last_row_of_a_page_is_on_the_next(
    admin_client: Client, batch: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "ROWS", 1)
    first, second = (Article.objects.get(source__name=name) for name in ("甲.txt", "乙.txt"))
    address = batch.get_absolute_url()
    ticked = admin_client.post(address, {"publish": "1", "article": [first.pk]})
    assert ticked["Location"] == f"{address}?page=2#row-{second.pk}"
    assert f'id="row-{second.pk}"' in admin_client.get(ticked["Location"].partition("#")[0]).content.decode()
    opened = admin_client.post(
        f"{address}?page=2&edit={second.pk}", fields_of(second) | {"save_publish": second.pk}
    )
    last = Article.objects.get(source__name="不明.txt")
    assert opened["Location"] == f"{address}?page=3&edit={last.pk}#row-{last.pk}"


def test_where_a_published_row_leaves_the_list_the_next_one_moves_up_to_its_page(
    admin_client: Client, batch: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "ROWS", 1)
    first, second = (Article.objects.get(source__name=name) for name in ("甲.txt", "乙.txt"))
    address = f"{batch.get_absolute_url()}?show=settled"
    answer = admin_client.post(address, {"publish": "1", "article": [first.pk]})
    assert answer["Location"] == f"{address}#row-{second.pk}"


def test_notices_are_settled_one_by_one(admin_client: Client, batch: Import, vague: Article) -> None:
    first, *rest = vague.notices.all()
    save(admin_client, batch, vague, settled=[first.pk])
    assert list(vague.notices.unsettled()) == rest


def test_what_another_editor_changed_meanwhile_is_not_overwritten(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    made_from = vague.version
    save(admin_client, batch, vague, title="先改的")
    response = save(admin_client, batch, vague, title="后改的", made_from=made_from)
    assert "刚被别人改过" in response.content.decode()
    assert vague.title == "先改的"


def test_nobody_comes_between_the_look_at_a_row_and_its_saving(
    admin_client: Client, batch: Import, vague: Article
) -> None:
    with CaptureQueriesContext(connection) as asked:
        save(admin_client, batch, vague, title="改过的")
    said = [query["sql"] for query in asked]
    begun = next(place for place, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
    ended = said.index(f"RELEASE {said[begun]}")
    looked = next(place for place, sql in enumerate(said) if place > begun and "archive_importitem" in sql)
    written = next(place for place, sql in enumerate(said) if sql.startswith('UPDATE "archive_article"'))
    assert begun < looked < written < ended
    assert vague.title == "改过的"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": "无此县"}, "没有叫“无此县”的地区"),
        ({"place": "鼓楼区"}, "可能是"),
        ({"period_start": "219"}, "四位年份"),
        ({"period_start": "2020", "period_end": "2018"}, "起始不能晚于截止"),
        ({"kind": "nonsense"}, "errorlist"),
    ],
)
def test_what_makes_no_sense_is_said_in_the_row_and_nothing_is_written(
    admin_client: Client, batch: Import, vague: Article, changes: dict[str, Any], said: str
) -> None:
    version = vague.version
    response = save(admin_client, batch, vague, title="别的标题", **changes)
    assert response.status_code == 200
    page = response.content.decode()
    assert said in page
    assert "别的标题" in page
    assert vague.version == version


def test_who_may_only_look_opens_and_saves_no_row(batch: Import, vague: Article) -> None:
    user = User.objects.create_user("看客", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client = Client()
    client.force_login(user)
    assert 'id="row-form"' not in page_of(client, batch, edit=str(vague.pk))
    assert save(client, batch, vague, title="不行").status_code == 403
    notice = near(vague)
    assert client.post(batch.get_absolute_url(), {"choose": f"{notice.pk}:又一个标题"}).status_code == 403
    assert "choose" not in page_of(client, batch)


# Divisions as they are typed


@pytest.mark.parametrize(
    "typed",
    [
        "青禾区",
        "青禾",
        "990102",
        "qinghequ",
        "QHQ",
        "云川市 青禾区",
        "示例省 › 云川市 › 青禾区",
        "y qhq",
        "yunc qinghequ",
    ],
)
def test_a_division_is_known_by_whatever_it_is_called(typed: str) -> None:
    found = [region.full_name for region in places(typed)]
    assert "示例省 › 云川市 › 青禾区" in found


@pytest.mark.parametrize(("year", "name"), [(2010, "临江县"), (2020, "临江区")])
def test_a_division_is_the_one_of_the_year(year: int, name: str) -> None:
    region = Region.objects.filter(name=name).first()
    assert region is not None
    assert the_place(name, year).name == name


def test_a_name_that_several_bear_is_asked_about_and_its_path_answers() -> None:
    with pytest.raises(NoSuchPlace, match="海澜市 › 鼓楼区"):
        the_place("鼓楼区")
    for typed in ("海澜 鼓楼区", "hl glq", "hailan 鼓楼区", "s h glq"):
        assert the_place(typed).full_name == "示例省 › 海澜市 › 鼓楼区", typed


def test_an_editors_other_name_for_a_zone_is_known() -> None:
    Region.objects.create(
        code="990299", name="海澜空港经济区", short_name="海澜空港", level="zone", aliases=["空港区"],
        parent=Region.objects.get(code="990200"),
    )  # fmt: skip
    assert the_place("空港区").code == "990299"


@pytest.mark.parametrize("typed", ["云岭县", "ylx", "yunlingxian", "yunlingx", "示例 ylx", "ylmzzzx"])
def test_an_autonomous_county_is_known_by_the_letters_of_what_everybody_calls_it(typed: str) -> None:
    assert "云岭苗族自治县" in [region.name for region in places(typed)]


def test_what_is_being_typed_is_completed(admin_client: Client) -> None:
    answer = json.loads(
        admin_client.get("/admin/archive/import/places/", {"q": "qingh", "year": "2019"}).content
    )
    assert "示例省 › 云川市 › 青禾区" in [place["name"] for place in answer["places"]]
    for asked in ({}, {"q": ""}, {"q": "›"}, {"q": "x" * 5000, "year": "²"}, {"q": "%_\\"}):
        assert admin_client.get("/admin/archive/import/places/", asked).status_code == 200
