"""Below the original: why each line was read as what it is, for editors who ask."""

import pytest
from django.test import Client

from archive.ingest.layout.rules import Rule
from archive.ingest.parts.blocks import Role
from archive.ingest.parts.furniture import CREDIT_LINE
from archive.ingest.text.patterns import example_of
from archive.models import Article
from archive.told_reasons import ROLES, RULES
from tests import factories
from tests.pages import ARTICLE
from tests.test_archive_errors import editor

ASKED = {"explain": "1"}


def test_every_role_and_every_rule_has_its_words() -> None:
    assert set(ROLES) == set(Role)
    assert set(RULES) == set(Rule)


@pytest.fixture
def article() -> Article:
    return factories.article(source=factories.source(ARTICLE.encode()))


def original(article: Article) -> str:
    return f"/articles/{article.pk}/original/"


@pytest.mark.django_db
def test_whoever_may_see_drafts_reads_role_chance_runner_up_and_features_of_each_line(
    client: Client, article: Article
) -> None:
    client.force_login(editor("view_article"))
    answer = client.get(original(article), ASKED)
    (lines,) = answer.context["reasons"]
    assert [line.text for line in lines] == ARTICLE.split("\n\n")
    page = answer.content.decode()
    assert "权衡：标题" in page
    assert lines[0].features[0].split()[0] in page


@pytest.mark.django_db
def test_a_line_that_is_known_by_its_words_is_shown_with_words_like_it(client: Client) -> None:
    page = f"{ARTICLE}\n\n责任编辑：林一"
    client.force_login(editor("view_article"))
    article = factories.article(source=factories.source(page.encode()))
    answer = client.get(original(article), ASKED).content.decode()
    assert f"字样明确（如“{example_of(CREDIT_LINE)}”）" in answer


@pytest.mark.django_db
def test_nothing_is_read_anew_until_an_editor_asks(client: Client, article: Article) -> None:
    client.force_login(editor("view_article"))
    answer = client.get(original(article))
    assert "reasons" not in answer.context
    assert 'href="?explain=1' in answer.content.decode()


@pytest.mark.django_db
def test_readers_neither_see_the_reasons_nor_a_way_to_them(client: Client, article: Article) -> None:
    answer = client.get(original(article), ASKED)
    assert "reasons" not in answer.context
    assert 'href="?explain=1' not in answer.content.decode()


@pytest.mark.django_db
def test_an_original_that_is_no_longer_read_is_shown_with_the_cause(client: Client) -> None:
    client.force_login(editor("view_article"))
    article = factories.article(source=factories.source(bytes(range(256)) * 64))
    answer = client.get(original(article), ASKED)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.django_db
def test_the_form_leads_to_the_reasons(admin_client: Client, article: Article) -> None:
    page = admin_client.get(f"/admin/archive/article/{article.pk}/change/").content.decode()
    assert f"{original(article)}?explain=1#reasons" in page
