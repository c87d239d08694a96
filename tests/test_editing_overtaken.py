"""Nobody's change is overwritten unseen: two editors, one article."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import editing
from archive.models import Article, EditingPresence
from archive.representation import represent
from tests import factories
from tests.answers import Answer
from tests.history import last_event
from tests.test_archive_admin import form_data, retype

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.article(
        title="原来的标题",
        newspaper="云川日报",
        sections=[(None, "开头一段。"), ("维权", "调解四十件。\n追回欠薪百万。")],
        captions=["图为座谈会。"],
    )


@pytest.fixture
def other() -> User:
    return User.objects.create_superuser("li", first_name="李编辑")


def url(name: str, article: Article) -> str:
    return reverse(f"admin:archive_article_{name}", args=[article.pk])


def opened(client: Client, article: Article, **changes: object) -> dict[str, object]:
    """A form as it was opened, with what was typed into it since."""
    return form_data(client, article) | {"_save": "1"} | changes


def saved(client: Client, article: Article, form: dict[str, object]) -> Answer:
    return client.post(url("change", article), form)


def retyped(client: Client, article: Article, *changes: tuple[str, str]) -> dict[str, object]:
    """A form as it was opened, with these words of the text replaced since."""
    form = opened(client, article)
    for before, after in changes:
        retype(form, before, after)
    return form


def keys(page: Answer) -> dict[str, str | None]:
    return {choice.key: choice.offered for choice in page.context["choices"]}


def answered(client: Client, article: Article, page: Answer, **choices: str) -> Answer:
    """The page's own form, sent with these choices and otherwise as it offers them."""
    picked = {key: offered for key, offered in keys(page).items() if offered} | choices
    sent = {f"choice-{key.replace('__', '-')}": choice for key, choice in picked.items()}
    sent |= {
        "kept": page.context["kept"],
        "theirs": page.context["object"].version,
        page.context["button"]: "1",
    }
    return client.post(url("reconcile", article), sent, follow=True)


def with_text(article: Article, number: int, text: str) -> dict[str, Any]:
    sections = represent(article)["sections"]
    sections[number] = {"id": sections[number]["id"], "text": text}
    return {"sections": sections}


def test_a_later_save_writes_nothing_and_shows_both_versions(
    admin_client: Client, article: Article, other: User
) -> None:
    form = opened(admin_client, article, title="我的标题", newspaper="我的日报")
    editing.correct(article.pk, {"title": "对方的标题", "issuer": "某总工会"}, by=other)
    page = saved(admin_client, article, form)
    article.refresh_from_db()
    assert (article.title, article.newspaper) == ("对方的标题", "云川日报")
    assert keys(page) == {"title": None, "issuer": "theirs", "newspaper": "mine"}
    text = page.content.decode()
    for words in ("李编辑", "<ins>我</ins>", "<ins>对方</ins>"):
        assert words in text


def test_the_editor_chooses_item_by_item(admin_client: Client, article: Article, other: User) -> None:
    form = opened(admin_client, article, title="我的标题", newspaper="我的日报", kicker="我的引题")
    editing.correct(
        article.pk, {"title": "对方的标题", "newspaper": "对方日报", "issuer": "某总工会"}, by=other
    )
    page = saved(admin_client, article, form)
    answered(admin_client, article, page, title="mine", newspaper="theirs")
    article.refresh_from_db()
    assert (article.title, article.newspaper) == ("我的标题", "对方日报")
    assert (article.kicker, article.issuer) == ("我的引题", "某总工会")
    assert article.version == 2
    assert last_event(article).changed == ["kicker", "title"]


def test_what_both_changed_has_to_be_chosen(admin_client: Client, article: Article, other: User) -> None:
    form = opened(admin_client, article, title="我的标题")
    editing.correct(article.pk, {"title": "对方的标题"}, by=other)
    page = saved(admin_client, article, form)
    again = answered(admin_client, article, page)
    assert "请选择：标题" in again.content.decode()
    article.refresh_from_db()
    assert article.title == "对方的标题"
    answered(admin_client, article, again, title="mine")
    article.refresh_from_db()
    assert article.title == "我的标题"


def test_sections_are_chosen_one_by_one(admin_client: Client, article: Article, other: User) -> None:
    form = retyped(admin_client, article, ("开头一段。", "我的开头。"))
    editing.correct(article.pk, with_text(article, 1, "调解四十二件。\n追回欠薪百万。"), by=other)
    page = saved(admin_client, article, form)
    first, second = article.sections.all()
    assert keys(page) == {f"section-{first.pk}": "mine", f"section-{second.pk}": "theirs"}
    answered(admin_client, article, page)
    first, second = article.sections.all()
    assert (first.text, second.text) == ("我的开头。", "调解四十二件。\n追回欠薪百万。")
    assert second.anchors == [2, 3]


def test_a_section_that_the_other_deleted_is_no_error(
    admin_client: Client, article: Article, other: User
) -> None:
    first, second = article.sections.all()
    form = retyped(admin_client, article, ("调解四十件。", "我改的维权。"))
    editing.correct(article.pk, {"sections": represent(article)["sections"][:1]}, by=other)
    page = saved(admin_client, article, form)
    assert keys(page) == {"sections": None}
    answered(admin_client, article, page, sections="mine")
    assert [section.pk for section in article.sections.all()] == [first.pk, second.pk]
    last = article.sections.last()
    assert last is not None and last.text.startswith("我改的维权。")


def test_what_was_typed_anew_is_kept_too(admin_client: Client, article: Article, other: User) -> None:
    new = ("追回欠薪百万。", "追回欠薪百万。\n\n〔小标题〕新的一节\n\n新的一段。")
    form = retyped(admin_client, article, new, ("图为座谈会。", "图为我的座谈会。"))
    editing.correct(article.pk, {"issuer": "某总工会"}, by=other)
    page = saved(admin_client, article, form)
    answered(admin_client, article, page)
    assert [section.heading for section in article.sections.all()] == [None, "维权", "新的一节"]
    assert article.captions.get().text == "图为我的座谈会。"
    article.refresh_from_db()
    assert article.issuer == "某总工会"


def test_a_value_that_no_field_takes_is_told_and_the_rest_is_kept(
    admin_client: Client, article: Article, other: User
) -> None:
    form = opened(admin_client, article, title="我的标题", period_start="二〇一", published_on="某日")
    editing.correct(article.pk, {"issuer": "某总工会"}, by=other)
    page = saved(admin_client, article, form)
    assert {one.typed for one in page.context["unread"]} == {"二〇一", "某日"}
    assert "二〇一" in page.content.decode()
    answered(admin_client, article, page)
    article.refresh_from_db()
    assert (article.title, article.issuer, article.period_start) == ("我的标题", "某总工会", 2019)


def test_years_in_the_wrong_order_are_not_taken_this_way_either(
    admin_client: Client, article: Article, other: User
) -> None:
    form = opened(admin_client, article, title="我的标题", period_start="2020", period_end="2018")
    editing.correct(article.pk, {"issuer": "某总工会"}, by=other)
    page = saved(admin_client, article, form)
    answered(admin_client, article, page)
    article.refresh_from_db()
    assert (article.title, article.period_start) == ("我的标题", 2019)


def test_a_third_change_in_the_meantime_is_shown_as_well(
    admin_client: Client, article: Article, other: User
) -> None:
    form = opened(admin_client, article, title="我的标题")
    editing.correct(article.pk, {"title": "对方的标题"}, by=other)
    page = saved(admin_client, article, form)
    editing.correct(article.pk, {"title": "第三个标题"}, by=other)
    again = answered(admin_client, article, page, title="mine")
    assert "请再看一遍" in again.content.decode()
    assert "第三个" in again.content.decode()
    article.refresh_from_db()
    assert article.title == "第三个标题"
    answered(admin_client, article, again, title="mine")
    article.refresh_from_db()
    assert article.title == "我的标题"


def test_publishing_goes_on_after_the_choice(admin_client: Client, other: User) -> None:
    article = factories.article(status="draft", title="原来的标题")
    form = opened(admin_client, article, title="我的标题", _publish="1")
    del form["_save"]
    editing.correct(article.pk, {"issuer": "某总工会"}, by=other)
    answered(admin_client, article, saved(admin_client, article, form))
    article.refresh_from_db()
    assert (article.title, article.issuer, article.status) == ("我的标题", "某总工会", "published")


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1"])
def test_numbers_that_no_form_of_ours_sends_are_no_error_of_the_server(
    admin_client: Client, article: Article, other: User, number: str
) -> None:
    admin_client.raise_request_exception = False
    form = opened(admin_client, article, title="我的标题", **{"sections-1-id": number})
    editing.correct(article.pk, {"title": "别人的标题"}, by=other)
    page = saved(admin_client, article, form)
    assert "title" in keys(page)
    sent = {"kept": page.context["kept"], "theirs": number, page.context["button"]: "1"}
    assert admin_client.post(url("reconcile", article), sent).status_code == 200
    assert saved(admin_client, article, form | {"made_from": number}).status_code < 500


def test_a_form_that_nobody_overtook_is_simply_saved(admin_client: Client, article: Article) -> None:
    assert saved(admin_client, article, opened(admin_client, article, title="我的标题")).status_code == 302
    article.refresh_from_db()
    assert article.title == "我的标题"


@pytest.mark.parametrize("kept", ["", "x:y:z", "e30:1abc:def"])
def test_a_tampered_answer_is_refused_in_words(admin_client: Client, article: Article, kept: str) -> None:
    admin_client.raise_request_exception = False
    response = admin_client.post(
        url("reconcile", article), {"kept": kept, "theirs": "0", "choice-title": "mine"}
    )
    assert response.status_code == 400


# --- who has it open


def page_of(client: Client, article: Article) -> str:
    return client.get(url("change", article)).content.decode()


def test_a_second_editor_sees_who_has_the_article_open(
    admin_client: Client, client: Client, article: Article, other: User
) -> None:
    assert "也打开着这一篇" not in page_of(admin_client, article)
    client.force_login(other)
    assert "admin</b>" in page_of(client, article)
    assert "李编辑" in admin_client.post(url("presence", article)).content.decode()


def test_who_left_or_gave_no_sign_of_life_is_not_shown(
    admin_client: Client, client: Client, article: Article, other: User
) -> None:
    page_of(admin_client, article)
    client.force_login(other)
    admin_client.post(url("presence", article), {"left": "1"})
    assert "也打开着这一篇" not in page_of(client, article)
    page_of(admin_client, article)
    EditingPresence.objects.exclude(user=other).update(seen_at=timezone.now() - timedelta(minutes=11))
    assert "也打开着这一篇" not in page_of(client, article)


def test_a_sign_of_life_is_taken_from_editors_only(client: Client, article: Article) -> None:
    client.force_login(User.objects.create_user("读者", is_staff=True))
    assert client.post(url("presence", article)).status_code == 403
    assert not EditingPresence.objects.exists()
