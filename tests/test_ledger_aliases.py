"""Names of indicators that editors add: read in every article, understood when they are typed."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from archive.article_figures import passages_of
from archive.figures.indicators import indicators
from archive.ledger import keeping
from archive.ledger.condition import typed
from archive.models import Figure, Indicator
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "全区建成暖心岗亭36处，会员总数5.2万人。"


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("一名编辑", is_staff=True)
    user.groups.add(Group.objects.get(name="编辑"))
    client.force_login(user)
    return client


def add(editor: Client, code: str, names: str, *, status: int = 302) -> str:
    row = Indicator.objects.get(code=code)
    answer = editor.post(reverse("admin:archive_indicator_change", args=[row.pk]), {"aliases": names})
    assert answer.status_code == status
    return answer.content.decode()


def test_an_added_name_is_read_in_the_articles_that_are_there(editor: Client) -> None:
    article = factories.article(years=(2021, 2021), sections=[(None, TEXT)])
    keeping.read_waiting()
    assert Figure.objects.get(words="36处").indicator_id is None
    add(editor, "stations", "暖心岗亭\n驿家亭\n")
    assert keeping.read_waiting() == 1
    figure = Figure.objects.get(words="36处")
    assert (figure.indicator_id, figure.is_headline) == ("stations", True)
    assert (
        passages_of(article)[0].figures[0].indicator
        is typed("暖心岗亭>20").indicator
        is indicators()["stations"]
    )


def test_a_name_that_is_taken_away_is_no_longer_read(editor: Client) -> None:
    add(editor, "stations", "暖心岗亭")
    factories.article(years=(2021, 2021), sections=[(None, TEXT)])
    keeping.read_waiting()
    add(editor, "stations", "")
    keeping.read_waiting()
    assert Figure.objects.get(words="36处").indicator_id is None


def test_a_name_counts_only_for_numbers_that_the_indicator_may_have(editor: Client) -> None:
    add(editor, "stations", "暖心岗亭")
    factories.article(years=(2021, 2021), sections=[(None, "暖心岗亭服务2.3万人次。")])
    keeping.read_waiting()
    assert Figure.objects.get(words="2.3万人次").indicator_id != "stations"


def test_signs_of_patterns_in_a_name_are_signs(editor: Client) -> None:
    add(editor, "stations", "岗亭(.*)+[a")
    factories.article(years=(2021, 2021), sections=[(None, TEXT)])
    keeping.read_waiting()
    assert Figure.objects.get(words="36处").indicator_id is None


def test_too_many_or_too_long_names_are_refused(editor: Client) -> None:
    assert "最多" in add(editor, "stations", "亭" * 25, status=200)
    assert "最多" in add(editor, "stations", "\n".join(f"亭{n}" for n in range(21)), status=200)


def test_an_editor_changes_nothing_else_of_an_indicator(editor: Client) -> None:
    row = Indicator.objects.get(code="members")
    page = editor.get(reverse("admin:archive_indicator_change", args=[row.pk])).content.decode()
    assert "统计时点上在册的工会会员的人数" in page and 'name="name"' not in page
    assert editor.get(reverse("admin:archive_indicator_changelist")).status_code == 200
