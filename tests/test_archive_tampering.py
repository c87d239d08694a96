"""Whatever is done to an editor's form, the server answers in words and stays as it was."""

import random

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client

from archive.models import Article
from tests import factories
from tests.test_archive_admin import form_data

pytestmark = pytest.mark.django_db

SENT = [
    "", "0", "-1", "9" * 19, "9" * 20, "9" * 400, "32768", "a\0b", "工" * 90, "٣", "²", "1.5", "None", "[]", "null",
    "\r\n", "\u2028", "\x1f\x0b", "2024-13-45", "0001-01-01", "\U0010fffd", "1e9", "__prefix__", "published",
]  # fmt: skip
ADDED = ["settled", "sections-99-order", "sections-0-DELETE", "captions-0-DELETE", "_saveasnew", "_popup",
         "sections-0-id", "captions-5-text", "captions-0-id", "sections-0-article"]  # fmt: skip


def tampered(form: dict[str, object], chance: random.Random) -> dict[str, object]:
    """The form with some fields changed, taken away or added."""
    form = dict(form)
    for _ in range(chance.choice([1, 1, 2, 4])):
        match chance.randrange(3):
            case 0:
                form[chance.choice(list(form))] = chance.choice(SENT)
            case 1:
                form.pop(chance.choice(list(form)))
            case 2:
                form[chance.choice(ADDED)] = chance.choice([*SENT, "1", "on"])
    return form | {chance.choice(["_save", "_publish", "_continue"]): "1"}


@pytest.mark.parametrize("seed", range(12))
def test_an_articles_form(admin_client: Client, seed: int) -> None:
    admin_client.raise_request_exception = False
    chance = random.Random(seed)
    article = factories.article(sections=[("一", "甲"), ("二", "乙")], captions=["图"])
    form = form_data(admin_client, article)
    for _ in range(6):
        sent = tampered(form, chance)
        answer = admin_client.post(f"/admin/archive/article/{article.pk}/change/", sent)
        assert answer.status_code in {200, 302, 400, 403}, sent
    assert admin_client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("seed", range(4))
def test_an_action_on_a_list(admin_client: Client, seed: int) -> None:
    admin_client.raise_request_exception = False
    chance = random.Random(seed)
    article = factories.article()
    for _ in range(6):
        sent = {
            "action": chance.choice(["publish", "withdraw", "delete_selected", "nope", ""]),
            "_selected_action": [
                chance.choice([*SENT, str(article.pk)]) for _ in range(chance.choice([0, 1, 3]))
            ],
            "index": chance.choice(["0", "-1", "x", "9"]),
            "select_across": chance.choice(["0", "1", "x"]),
        }
        answer = admin_client.post("/admin/archive/article/", sent)
        assert answer.status_code in {200, 302, 400, 403}, sent
    assert Article.objects.count() == 1


@pytest.mark.parametrize("seed", range(4))
def test_the_form_of_a_division(admin_client: Client, seed: int) -> None:
    admin_client.raise_request_exception = False
    chance = random.Random(seed)
    names = ("code", "name", "short_name", "level", "parent", "valid_from", "valid_to", "aliases")
    for _ in range(6):
        sent = {name: chance.choice([*SENT, "980001", "county"]) for name in names}
        sent |= {
            "precessions-TOTAL_FORMS": chance.choice(["0", "1", "9999", "-1", "x"]),
            "precessions-INITIAL_FORMS": chance.choice(["0", "5"]),
            "precessions-0-from_region": chance.choice(SENT),
            "precessions-0-year": chance.choice(SENT),
        }
        assert admin_client.post("/admin/archive/region/add/", sent).status_code in {200, 302, 400}, sent


def test_a_row_that_is_asked_for_by_no_field_is_refused_in_words(admin_client: Client) -> None:
    """?_to_field= with nothing behind it, which Django looks up as a field."""
    for model in admin.site._registry:
        kind = f"/{settings.ADMIN_PATH}/{model._meta.app_label}/{model._meta.model_name}"
        for page in ("change", "delete", "history"):
            answer = admin_client.get(f"{kind}/1/{page}/?_to_field=")
            assert answer.status_code in {200, 302, 400, 403, 404}, f"{kind} {page}"
    article = factories.article()
    answer = admin_client.get(f"/admin/archive/article/{article.pk}/change/?_to_field=")
    assert (answer.status_code, "这个请求不能处理" in answer.content.decode()) == (400, True)
