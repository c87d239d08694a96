"""Editors check numbers: what they say holds through edits elsewhere, and what it was said of may go away."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from archive import editing
from archive.ledger import keeping
from archive.models import Article, Figure, FigureDecision, Notice
from tests import factories
from tests.history import last_event

pytestmark = pytest.mark.django_db
TEXT = "全区基层工会总数486家，会员总数5.2万人。全年培训职工2300人次。"


@pytest.fixture
def article() -> Article:
    found = factories.article(issuer="青禾区总工会", years=(2022, 2022), sections=[(None, TEXT)])
    keeping.read_waiting()
    return found


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("一名编辑", is_staff=True)
    user.groups.add(Group.objects.get(name="编辑"))
    client.force_login(user)
    return client


def review(client: Client, article: Article) -> str:
    return client.get(reverse("archive:article-figures", args=[article.pk]), {"review": "1"}).content.decode()


def form_of(page: str, words: str) -> dict[str, str]:
    """The hidden fields of the form below the row of a number."""
    forms = re.findall(r'<form method="post".*?</form>', page, re.S)
    fields = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]
    found = next(one for one in fields if unescape(one["words"]) == words)
    return {name: unescape(found[name]) for name in ("at", "words", "nth", "row", "seen")}


def say(
    client: Client, article: Article, words: str, verdict: str, indicator: str = "", *, status: int = 302
) -> str:
    sent = form_of(review(client, article), words) | {"verdict": verdict, "indicator": indicator}
    answer = client.post(reverse("archive:decide-figure", args=[article.pk]), sent)
    assert answer.status_code == status
    return answer["Location"] if status == 302 else ""


def change(article: Article, text: str) -> None:
    section = article.sections.get()
    editing.correct(article.pk, {"sections": [{"id": section.pk, "text": text}]}, by=None)
    keeping.read_waiting()


def test_a_confirmed_number_says_so_and_leads_on_to_the_next(editor: Client, article: Article) -> None:
    first, second = form_of(review(editor, article), "486家"), form_of(review(editor, article), "5.2万人")
    assert say(editor, article, "486家", "confirmed").endswith(f"?review=1#f{second['row']}")
    assert first["row"] != second["row"] and "核对无误" in review(editor, article)
    assert Figure.objects.get(words="486家").is_confirmed
    assert FigureDecision.objects.get().user == User.objects.get(username="一名编辑")


def test_a_corrected_number_stands_for_the_other_indicator_at_once(editor: Client, article: Article) -> None:
    say(editor, article, "5.2万人", "corrected", "职工人数")
    assert Figure.objects.get(words="5.2万人").indicator_id == "workers"
    say(editor, article, "5.2万人", "corrected", "")
    assert Figure.objects.get(words="5.2万人").indicator_id is None


def test_a_rejected_number_goes_from_the_ledger_and_comes_back_when_that_is_taken_back(
    editor: Client, article: Article
) -> None:
    say(editor, article, "486家", "rejected")
    assert not Figure.objects.filter(words="486家").exists()
    say(editor, article, "486家", "undo")
    assert Figure.objects.filter(words="486家").exists() and not FigureDecision.objects.exists()


def test_what_was_said_holds_through_an_edit_elsewhere(editor: Client, article: Article) -> None:
    say(editor, article, "5.2万人", "corrected", "职工人数")
    change(article, f"新的一段，走访企业12家。\n{TEXT}")
    assert Figure.objects.get(words="5.2万人").indicator_id == "workers"
    assert not Notice.objects.exists()


def test_when_the_words_go_a_notice_says_so_once_and_the_history_holds_it(
    editor: Client, article: Article
) -> None:
    say(editor, article, "5.2万人", "confirmed")
    change(article, TEXT.replace("5.2万人", "6万人"))
    change(article, TEXT.replace("5.2万人", "7万人"))
    notice = Notice.objects.get()
    assert (notice.code, notice.evidence) == ("figure-decision-lost", "5.2万人")
    assert last_event(article).state["notices"][0]["code"] == "figure-decision-lost"


def test_an_undone_edit_brings_the_decision_back_and_takes_the_notice_away(
    editor: Client, article: Article
) -> None:
    say(editor, article, "5.2万人", "corrected", "职工人数")
    change(article, TEXT.replace("5.2万人", "6万人"))
    editing.undo(article.pk, by=None)
    keeping.read_waiting()
    assert Figure.objects.get(words="5.2万人").indicator_id == "workers"
    assert not Notice.objects.exists()


def test_an_indicator_that_there_is_not_changes_nothing(editor: Client, article: Article) -> None:
    address = say(editor, article, "5.2万人", "corrected", "乌有之数")
    assert "没有“乌有之数”这个指标" in editor.get(address).content.decode()
    assert not FigureDecision.objects.exists()


def test_a_sentence_that_somebody_has_just_edited_is_not_decided_on(editor: Client, article: Article) -> None:
    sent = form_of(review(editor, article), "5.2万人") | {"verdict": "confirmed"}
    change(article, "会员总数6万人。")
    answer = editor.post(reverse("archive:decide-figure", args=[article.pk]), sent, follow=True)
    assert "刚被改过" in answer.content.decode() and not FigureDecision.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"at": "p1", "words": "5.2万人", "nth": "x", "verdict": "confirmed"},
        {"at": "p1", "words": "5.2万人", "nth": "1", "verdict": "nonsense"},
        {"at": "p1", "words": "", "verdict": "confirmed"},
    ],
)
def test_nonsense_is_refused(editor: Client, article: Article, sent: dict[str, str]) -> None:
    assert editor.post(reverse("archive:decide-figure", args=[article.pk]), sent).status_code == 400


def test_readers_see_no_buttons_and_decide_nothing(client: Client, article: Article) -> None:
    assert '<form method="post"' not in review(client, article).split('id="main"')[1].split("</main>")[0]
    address = reverse("archive:decide-figure", args=[article.pk])
    assert client.post(address, {"at": "p1", "words": "5.2万人", "verdict": "rejected"}).status_code == 302
    client.force_login(User.objects.create_user("一名读者"))
    assert client.post(address, {"at": "p1", "words": "5.2万人", "verdict": "rejected"}).status_code == 403
    assert not FigureDecision.objects.exists()


def decide(client: Client, article: Article, sent: dict[str, str]) -> str:
    """Send the form of a number; the page that the editor is led to."""
    answer = client.post(reverse("archive:decide-figure", args=[article.pk]), sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def add(client: Client, article: Article, **sent: object) -> str:
    """Add a number that was missed; the page that the editor is led to."""
    wanted = {
        "at": "p1",
        "words": "半数职工",
        "nth": 1,
        "indicator": "会员人数",
        "value": "2.6万",
        "verdict": "added",
    }
    answer = client.post(reverse("archive:decide-figure", args=[article.pk]), wanted | sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def missed() -> Article:
    """Where a number is told in words that the reader does not read."""
    found = factories.article(
        issuer="青禾区总工会",
        years=(2022, 2022),
        sections=[(None, "半数职工入了会，也就是半数职工。基层工会总数486家，其中企业工会301家。")],
    )
    keeping.read_waiting()
    return found


def test_a_number_that_was_missed_is_added_by_its_words(editor: Client, missed: Article) -> None:
    page = add(editor, missed)
    assert '<mark class="told" id="told">' in page and "编辑补上" in page
    added = Figure.objects.get(words="半数职工")
    assert (added.value, added.unit, added.indicator_id, added.scope) == (
        Decimal(26000),
        "人",
        "members",
        "stock",
    )
    assert (added.series_start, added.is_headline, added.is_confirmed) == (2022, True, True)
    assert added.sentence.startswith("半数职工入了会")


def test_an_added_number_holds_through_an_edit_elsewhere_and_goes_with_its_words(
    editor: Client, missed: Article
) -> None:
    add(editor, missed, nth=2)
    text = missed.sections.get().text
    change(missed, f"走访企业12家。{text}")
    assert Figure.objects.get(words="半数职工").start == len("走访企业12家。半数职工入了会，也就是")
    change(missed, text.replace("，也就是半数职工", ""))
    assert not Figure.objects.filter(words="半数职工").exists()
    assert Notice.objects.get().evidence == "半数职工"


def test_an_added_number_can_be_taken_back(editor: Client, missed: Article) -> None:
    add(editor, missed)
    say(editor, missed, "半数职工", "undo")
    assert not Figure.objects.filter(words="半数职工").exists() and not FigureDecision.objects.exists()


def test_an_added_number_takes_the_place_of_what_was_read_of_its_words(
    editor: Client, missed: Article
) -> None:
    add(editor, missed, words="总数486家，", indicator="基层工会数", value="4860")
    told = list(Figure.objects.order_by("number").values_list("words", "value", "part_of"))
    assert told == [("总数486家，", Decimal(4860), None), ("301家", Decimal(301), None)]


@pytest.mark.parametrize("verdict", ["confirmed", "corrected", "rejected"])
@pytest.mark.parametrize("words", ["486家", "总数486家，"])
def test_a_page_from_before_an_addition_replaces_nothing_of_it(
    editor: Client, missed: Article, verdict: str, words: str
) -> None:
    stale = form_of(review(editor, missed), "486家")
    add(editor, missed, words=words, indicator="基层工会数", value="4860")
    unseen = {name: stale[name] for name in ("at", "words", "nth")}
    for sent in (stale, unseen):
        page = decide(editor, missed, sent | {"verdict": verdict})
        assert "是编辑补上的" in page or "不在原处了" in page
    decision = FigureDecision.objects.get()
    assert (decision.words, decision.verdict, decision.corrected["value"]) == (words, "added", "4860")
    assert Figure.objects.get(words=words).value == 4860


def test_an_old_page_takes_nothing_back_that_it_does_not_show(editor: Client, missed: Article) -> None:
    say(editor, missed, "486家", "confirmed")
    stale = form_of(review(editor, missed), "486家")
    add(editor, missed, words="486家", indicator="基层工会数", value="4860")
    assert "刚被别人核对过" in decide(editor, missed, stale | {"verdict": "undo"})
    assert FigureDecision.objects.get().verdict == "added"


def test_an_old_page_corrects_nothing_that_was_corrected_since(editor: Client, article: Article) -> None:
    say(editor, article, "5.2万人", "corrected", "职工人数")
    stale = form_of(review(editor, article), "5.2万人")
    say(editor, article, "5.2万人", "corrected", "")
    page = decide(editor, article, stale | {"verdict": "corrected", "indicator": "会员人数"})
    assert "刚被别人核对过" in page and Figure.objects.get(words="5.2万人").indicator_id is None


@pytest.mark.parametrize("verdict", ["confirmed", "undo"])
def test_a_key_that_is_pressed_twice_says_it_once(editor: Client, article: Article, verdict: str) -> None:
    say(editor, article, "486家", "rejected")
    sent = form_of(review(editor, article), "486家") | {"verdict": verdict}
    first, second = decide(editor, article, sent), decide(editor, article, sent)
    assert "核对过；" not in first + second
    assert [one.verdict for one in FigureDecision.objects.all()] == ["confirmed"] * (verdict != "undo")


def test_what_is_no_number_on_the_page_is_not_decided_on(editor: Client, missed: Article) -> None:
    sent = {"at": "p1", "words": "半数职工", "nth": "1", "verdict": "confirmed"}
    assert "不在原处了" in decide(editor, missed, sent) and not FigureDecision.objects.exists()


@pytest.mark.parametrize("words", ["半数职工入了", "半数", "半数职工"])
def test_an_addition_that_would_hide_behind_another_is_refused(
    editor: Client, missed: Article, words: str
) -> None:
    add(editor, missed)
    page = add(editor, missed, words=words, value="9")
    assert "“半数职工”是编辑补上的；要改，请先撤销它" in page
    assert Figure.objects.get(words="半数职工").value == 26000 and FigureDecision.objects.count() == 1


def test_an_addition_that_is_sent_twice_is_kept_once(editor: Client, missed: Article) -> None:
    assert "请先撤销它" not in add(editor, missed) + add(editor, missed)
    assert FigureDecision.objects.get().words == "半数职工"


def test_an_addition_is_found_by_words_and_a_count_as_they_are_typed(editor: Client, missed: Article) -> None:
    add(editor, missed, words=" 半数职工 ", nth="\uff12")
    assert Figure.objects.get(words="半数职工").occurrence == 2


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"nth": "二"}, "“段内第几次”请写成数字"),
        ({"nth": "0"}, "“段内第几次”请写成数字"),
        ({"indicator": "乌有之数"}, "没有“乌有之数”这个指标"),
        ({"value": "很多"}, "数值请写成数字"),
        ({"words": "全体职工"}, "这一段里没有“全体职工”"),
        ({"nth": 3}, "这一段里没有“半数职工”"),
        ({"at": "p99"}, "这一段里没有“半数职工”"),
        ({"words": ""}, "照原文填写这个数字的字"),
        ({"words": "半" * 61}, "照原文填写这个数字的字"),
    ],
)
def test_what_is_wrong_with_an_addition_is_said_beside_what_was_typed(
    editor: Client, missed: Article, sent: dict[str, object], problem: str
) -> None:
    page = add(editor, missed, **sent)
    assert problem in page and not FigureDecision.objects.exists()
    typed = {"value": "2.6万"} | {
        name: value for name, value in sent.items() if name in ("value", "indicator")
    }
    assert all(f'name="{name}"' in page and f'value="{value}"' in page for name, value in typed.items())


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"indicator": "members"},
        {"indicator": 5, "value": "x"},
        {"indicator": "members", "value": "NaN"},
        {"indicator": "members", "value": [1]},
        {"indicator": "members", "value": "-3"},
        {"indicator": "members", "value": "1e99"},
    ],
)
def test_an_addition_that_holds_nonsense_is_left_out(
    editor: Client, missed: Article, stored: dict[str, object]
) -> None:
    FigureDecision.objects.create(
        article=missed, anchor="p1", words="半数职工", occurrence=1, verdict="added", corrected=stored
    )
    assert "486家" in review(editor, missed) and "编辑补上" not in review(editor, missed)


def test_an_article_without_any_number_offers_editors_to_add_one(editor: Client, client: Client) -> None:
    plain = factories.article(sections=[(None, "半数职工入了会。")])
    page = editor.get(reverse("archive:article-figures", args=[plain.pk])).content.decode()
    assert 'href="?review=1#add"' in page and 'id="add"' in review(editor, plain)


def test_the_article_for_programs_tells_its_figures_as_editors_have_them(
    editor: Client, missed: Article
) -> None:
    say(editor, missed, "486家", "rejected")
    add(editor, missed)
    told = editor.get(reverse("archive:article-json", args=[missed.pk])).json()["figures"]
    assert [(one["text"], one["value"], one["indicator"], one["part_of"]) for one in told] == [
        ("半数职工", 26000, "members", None),
        ("301家", 301, "grassroots_unions", None),
    ]
    assert set(told[0]) == {
        *("text", "start", "end", "block", "value", "low", "unit", "bound", "indicator", "scope"),
        *("part_of", "planned", "per", "period", "region", "sentence"),
    }
