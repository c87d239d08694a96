"""The form of an article: doubts beside their fields, candidates by a click, a preview, and the next of the list."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from lxml import html

from archive import editing
from archive.models import Article, Import, ImportItem, Notice
from archive.representation import represent
from tests import factories
from tests.history import last_event
from tests.markup import elements, strings
from tests.test_archive_admin import form_data, retype

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    created = factories.article(title="暖心服务", sections=[("真抓实干", "一段。")], status="draft")
    Notice.objects.create(
        article=created, code="title-uncertain", message="标题可能认错了", evidence="真抓实干"
    )
    Notice.objects.create(article=created, code="mojibake", message="有 3 处疑似乱码")
    return created


def address(name: str, article: Article) -> str:
    return reverse(f"admin:archive_article_{name}", args=[article.pk])


def test_a_doubt_stands_below_the_field_that_it_concerns(admin_client: Client, article: Article) -> None:
    page = admin_client.get(address("change", article)).content.decode()
    title = page.index('name="title"')
    assert title < page.index("标题可能认错了") < page.index('name="subtitle"')
    assert page.index("有 3 处疑似乱码") < title


@pytest.mark.parametrize("code", [None, "captions-uncertain"])
def test_how_lines_are_typed_is_told_in_words_that_the_list_of_lines_leaves_out(
    admin_client: Client, article: Article, code: str | None
) -> None:
    """Also where no doubt concerns them: somebody who sees the list would write 〔小标题〕 into its lines."""
    if code:
        Notice.objects.create(article=article, code=code, message="图片说明存疑")
    page = html.fromstring(admin_client.get(address("change", article)).content.decode())
    told = [words for words in strings(page, "//text()") if "行首写明这一行是什么" in words]
    left_out = strings(page, '//*[@class="help-words"]//text()')
    assert len(told) == 1
    assert set(told) <= set(left_out)


def test_every_doubt_of_the_reader_is_shown_once(admin_client: Client) -> None:
    article = factories.article()
    codes = (
        "title-missing", "head-uncertain", "issuer-unknown", "region-ambiguous", "period-masked", "kind-other",
        "published-by-site", "bylines-uncertain", "page-matter-uncertain", "headings-uncertain",
        "captions-uncertain", "body-missing", "mojibake", "several-articles", "reprint-suspected", "hitherto-unknown",
    )  # fmt: skip
    for code in codes:
        Notice.objects.create(article=article, code=code, message=f"存疑（{code}）")
    page = admin_client.get(address("change", article)).content.decode()
    assert {code: page.count(f"存疑（{code}）") for code in codes} == dict.fromkeys(codes, 1)


@pytest.mark.parametrize(
    "line", ["短的一行。", "这一行很长，提示里只引它开头的几个字，其余的用省略号代替，不再往下引了。"]
)
def test_a_line_that_the_doubt_quotes_is_not_printed_beside_it_again(admin_client: Client, line: str) -> None:
    article = factories.article()
    values = {"count": 1, "lines": [f"“{line[:24]}”"]}
    Notice.objects.create(article=article, code="captions-uncertain", values=values, evidence=line)
    Notice.objects.create(article=article, code="mojibake", values={"count": 3}, evidence="锟斤拷")
    page = admin_client.get(address("change", article)).content.decode()
    beside = strings(html.fromstring(page), '//*[@class="field-notice"]//q/text()')
    assert (beside, page.count(f"“{line[:24]}”")) == (["锟斤拷"], 1)


def test_what_was_ticked_is_still_ticked_when_the_form_comes_back_with_an_error(
    admin_client: Client, article: Article
) -> None:
    first, second = article.notices.all()
    sent = form_data(admin_client, article) | {"period_start": "x", "settled": [first.pk]}
    page = admin_client.post(address("change", article), sent).content.decode()
    assert f'value="{first.pk}" checked' in page
    assert f'value="{second.pk}" checked' not in page


def test_a_candidate_is_taken_after_what_else_was_typed(admin_client: Client, article: Article) -> None:
    notice = article.notices.get(code="title-uncertain")
    sent = form_data(admin_client, article) | {"newspaper": "云川日报", "_choose": f"{notice.pk}:真抓实干"}
    page = admin_client.post(address("change", article) + "?back=/years/", sent, follow=True)
    assert page.redirect_chain == [(f"{address('change', article)}?back=%2Fyears%2F", 302)]
    article.refresh_from_db()
    assert (article.title, article.newspaper, article.sections.get().heading) == (
        "真抓实干",
        "云川日报",
        "暖心服务",
    )
    assert [event.what for event in article.events.order_by("version")] == ["found", "corrected", "corrected"]


@pytest.mark.parametrize("sent", ["", "x", "9:真抓实干", "99999999999999999999:甲", ":", "²:甲"])
def test_what_is_no_candidate_is_told(admin_client: Client, article: Article, sent: str) -> None:
    form = form_data(admin_client, article) | {"_choose": sent}
    page = admin_client.post(address("change", article), form, follow=True)
    assert "请刷新后再选" in page.content.decode()


def test_a_heading_marked_as_the_title_changes_places_with_it(admin_client: Client, article: Article) -> None:
    sent = form_data(admin_client, article) | {"_save": "1"}
    retype(sent, "〔小标题〕真抓实干", "〔标题〕真抓实干")
    admin_client.post(address("change", article), sent)
    article.refresh_from_db()
    assert (article.title, article.sections.get().heading) == ("真抓实干", "暖心服务")


def test_a_change_of_lines_alone_stands_in_the_history_as_such(
    admin_client: Client, article: Article
) -> None:
    sent = form_data(admin_client, article) | {"_save": "1"}
    retype(sent, "〔小标题〕", "〔图片说明〕")
    admin_client.post(address("change", article), sent)
    assert last_event(article).what == "resectioned"


def test_words_corrected_in_a_paragraph_stand_in_the_history_as_such_with_their_section(
    admin_client: Client, article: Article
) -> None:
    sent = form_data(admin_client, article) | {"_save": "1"}
    retype(sent, "〔小标题〕真抓实干", "〔小标题〕实干争先")
    admin_client.post(address("change", article), sent)
    assert last_event(article).what == "corrected"
    history = admin_client.get(address("history", article)).content.decode()
    assert "撤销上一次修改（改正文（实干争先））" in history
    assert "重分小节" not in history


def test_doubts_that_were_only_ticked_off_stand_in_the_history_as_such(
    admin_client: Client, article: Article
) -> None:
    sent = form_data(admin_client, article) | {"_save": "1", "settled": [article.notices.all()[0].pk]}
    admin_client.post(address("change", article), sent)
    assert last_event(article).what == "settled"


def test_a_preview_shows_what_is_typed_and_keeps_nothing(admin_client: Client, article: Article) -> None:
    before = represent(article)
    sent = form_data(admin_client, article) | {
        "title": "还没有保存",
        "lines": "〔小标题〕新的一节\n新的一段。",
    }
    page = admin_client.post(address("preview", article), sent).content.decode()
    for words in ("还没有保存", "新的一节", "新的一段。", "读者看到的仍是原来的"):
        assert words in page
    article.refresh_from_db()
    assert (represent(article), article.version) == (before, 0)
    assert not article.events.exists()


def test_a_preview_of_what_makes_no_sense_says_so(admin_client: Client, article: Article) -> None:
    sent = form_data(admin_client, article) | {"period_start": "二零"}
    assert "四位年份" in admin_client.post(address("preview", article), sent).content.decode()


def test_who_may_only_look_sees_the_text_and_nothing_to_press(article: Article) -> None:
    user = User.objects.create_user("看客", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client = Client()
    client.force_login(user)
    page = client.get(address("change", article)).content.decode()
    assert "〔小标题〕真抓实干" in page
    assert "_choose" not in page
    assert "_publish" not in page
    assert client.post(address("preview", article)).status_code == 403


# The next of the list


def clean() -> Article:
    return factories.article(status="draft")


def test_the_next_of_an_import_is_opened_with_the_way_back(admin_client: Client) -> None:
    first, second = clean(), clean()
    batch = Import.objects.create(way="upload", name="一批", announced=2)
    for order, article in enumerate((first, second)):
        item = ImportItem.objects.create(batch=batch, order=order, name="一.txt", state="read")
        item.articles.add(article)
    back = f"?back=/admin/archive/import/{batch.pk}/%3Fshow%3Dsettled"
    page = admin_client.get(address("change", first) + back)
    assert (page.context["step"].place, page.context["step"].number) == (1, 2)
    sent = form_data(admin_client, first) | {"_publish_next": str(second.pk)}
    location = admin_client.post(address("change", first) + back, sent)["Location"]
    assert location.startswith(address("change", second))
    page = admin_client.get(location)
    assert page.context["step"] is None  # the last one
    sent = form_data(admin_client, second) | {"_publish": "1"}
    assert admin_client.post(location, sent)["Location"] == f"/admin/archive/import/{batch.pk}/?show=settled"
    assert Article.objects.published().filter(pk__in=[first.pk, second.pk]).count() == 2


def test_after_the_question_the_next_is_opened_too(admin_client: Client) -> None:
    doubtful = factories.article(status="draft", place=None)
    following = clean()
    asked = "?_changelist_filters=status__exact%3Ddraft"
    sent = form_data(admin_client, doubtful) | {"_publish_next": str(following.pk)}
    page = admin_client.post(address("change", doubtful) + asked, sent)
    answer = admin_client.post(page.context["answer_to"])
    assert answer["Location"] == address("change", following) + asked


def buttons(page: str) -> dict[str, str]:
    """The buttons of the bar below the form, by their names; the main one with a star."""
    bar = elements(html.fromstring(page), '//*[@class="submit-bar"]//button[@name]')
    return {
        str(button.get("name")): f"{button.text_content()}{'*' * ('default' in button.get('class', ''))}"
        for button in bar
    }


def test_what_is_published_already_is_saved_and_not_published_once_more(admin_client: Client) -> None:
    published = factories.article()
    page = admin_client.get(address("change", published)).content.decode()
    assert buttons(page) == {"_save": "保存*", "_withdraw": "保存并撤回"}
    draft = admin_client.get(address("change", clean())).content.decode()
    assert buttons(draft) == {"_save": "保存", "_publish": "保存并发布*"}


def test_the_doubts_of_what_is_published_are_answered_together_by_saving(
    admin_client: Client, article: Article
) -> None:
    editing.publish(article.pk, by=None, anyway=True)
    page = admin_client.get(address("change", article)).content.decode()
    assert buttons(page)["_settle"] == "疑问均已核对，保存"
    admin_client.post(address("change", article), form_data(admin_client, article) | {"_save": "1"})
    assert article.notices.unsettled().count() == 2
    admin_client.post(address("change", article), form_data(admin_client, article) | {"_settle": "1"})
    assert not article.notices.unsettled().exists()


def test_through_a_list_of_published_ones_saving_opens_the_next(admin_client: Client) -> None:
    second, first = factories.article(title="后一篇"), factories.article(title="前一篇")
    asked = "?_changelist_filters=status__exact%3Dpublished"
    page = admin_client.get(address("change", first) + asked).content.decode()
    assert buttons(page)["_save_next"] == "保存并打开下一篇（1 / 2）"
    sent = form_data(admin_client, first) | {"_save_next": str(second.pk), "title": "改过的"}
    answer = admin_client.post(address("change", first) + asked, sent)
    assert answer["Location"] == address("change", second) + asked
    first.refresh_from_db()
    assert first.title == "改过的"


@pytest.mark.parametrize(
    "asked",
    ["", "?back=/admin/archive/import/999/", "?back=/years/", "?back=//evil.example/", "?_changelist_filters=nope__x%3D1",
     "?_changelist_filters=p%3D999", "?_changelist_filters=status__exact%3Dpublished"],
)  # fmt: skip
def test_where_there_is_no_list_there_is_no_next(admin_client: Client, article: Article, asked: str) -> None:
    page = admin_client.get(address("change", article) + asked)
    assert (page.status_code, page.context["step"]) == (200, None)


def test_what_is_overtaken_publishes_and_stays_in_no_list(admin_client: Client, article: Article) -> None:
    sent = form_data(admin_client, article) | {"_publish_next": "7", "title": "我的"}
    editing.correct(article.pk, {"title": "对方的"}, by=None)
    page = admin_client.post(address("change", article), sent)
    assert page.context["button"] == "_publish"
