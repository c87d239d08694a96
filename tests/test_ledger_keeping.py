"""Figures kept in the database: made when an article changes, never shown of another text, read again after an upgrade."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from archive import editing, outbox
from archive.article_figures import setting_of
from archive.figures.indicators import indicators
from archive.figures.reader import VERSION
from archive.figures.records import Setting
from archive.ledger import keeping
from archive.models import Article, Figure, FigureDecision, FigureReading, Indicator
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "全区基层工会总数486家，会员总数5.2万人，其中农民工会员2.1万人。"


@pytest.fixture
def article() -> Article:
    found = factories.article(issuer="青禾区总工会", years=(2022, 2022), sections=[(None, TEXT)])
    keeping.read_waiting()
    return found


def words_for_readers() -> list[str]:
    shown = Figure.objects.for_readers(VERSION).order_by("article", "number")
    return list(shown.values_list("words", flat=True))


def change(article: Article, text: str) -> None:
    section = article.sections.get()
    section.text = text
    section.save()


def test_every_indicator_of_the_authority_has_a_row() -> None:
    rows = dict(Indicator.objects.values_list("code", "name"))
    assert rows == {code: one.name for code, one in indicators().items()}


def test_a_figure_is_kept_with_what_it_stands_for(article: Article) -> None:
    figure = Figure.objects.get(words="5.2万人")
    assert (figure.value, figure.unit, figure.indicator_id, figure.scope) == (
        Decimal(52000),
        "人",
        "members",
        "stock",
    )
    assert (figure.region, figure.series_start, figure.series_end) == (article.region, 2022, 2022)
    assert figure.is_headline and figure.sentence == TEXT


def test_a_part_is_kept_with_its_whole_and_stands_in_no_series(article: Article) -> None:
    part = Figure.objects.get(words="2.1万人")
    assert part.part_of is not None
    assert article.figures.get(number=part.part_of).words == "5.2万人"
    assert (part.series_end, part.is_headline) == (None, False)


def test_what_was_read_of_another_text_is_shown_to_nobody(article: Article) -> None:
    change(article, "会员总数6万人。")
    assert words_for_readers() == []
    keeping.read_waiting()
    assert words_for_readers() == ["6万人"]


def test_a_change_in_bulk_makes_figures_old_as_well(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(period_start=2021, period_end=2021)
    assert words_for_readers() == []
    keeping.read_waiting()
    assert Figure.objects.get(words="5.2万人").series_end == 2021


def test_an_article_that_says_the_same_keeps_its_rows(article: Article) -> None:
    before = list(article.figures.values_list("pk", flat=True))
    editing.withdraw(article.pk, by=None)
    editing.publish(article.pk, by=None, anyway=True)
    assert keeping.read_waiting() == 1
    assert list(article.figures.values_list("pk", flat=True)) == before


def test_what_an_older_reader_read_is_read_again(article: Article) -> None:
    Figure.objects.all().delete()
    FigureReading.objects.update(reader=VERSION - 1, digest="of the older reader")
    assert words_for_readers() == []
    call_command("update_figures", verbosity=0)
    assert "5.2万人" in words_for_readers()


def test_nothing_is_read_twice(article: Article) -> None:
    assert keeping.read_waiting() == 0


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Article:
    """An article at which the reader of figures fails, as no text is known to make it."""
    found = factories.article(sections=[(None, TEXT)])

    def failing(article: Article) -> Setting:
        if article == found:
            raise ZeroDivisionError("a fault of the reader")
        return setting_of(article)

    monkeypatch.setattr(keeping, "setting_of", failing)
    return found


def test_an_article_that_cannot_be_read_keeps_no_other_from_it_and_is_named(unreadable: Article) -> None:
    others = [factories.article(sections=[(None, TEXT)]), factories.article(sections=[(None, TEXT)])]
    with pytest.raises(ZeroDivisionError) as raised:
        keeping.read_waiting()
    assert raised.value.__notes__ == [f"while the figures of article {unreadable.pk} were read"]
    assert list(keeping.waiting()) == [unreadable]
    assert all(other.figures.exists() for other in others)


def test_whatever_keeps_figures_from_being_read_after_a_commit_is_told_and_fails_nobody(
    unreadable: Article, caplog: pytest.LogCaptureFixture
) -> None:
    assert all(answer is None for _receiver, answer in outbox.index_changes_committed.send(sender=None))
    ((level, message),) = [
        (one.levelname, one.message) for one in caplog.records if one.name == keeping.__name__
    ]
    assert (level, message) == ("ERROR", "figures will be read later")
    assert f"article {unreadable.pk} were read" in caplog.text and "ZeroDivisionError" in caplog.text
    assert unreadable in keeping.waiting()


def test_drafts_and_what_was_withdrawn_are_not_for_readers(article: Article) -> None:
    editing.withdraw(article.pk, by=None)
    keeping.read_waiting()
    assert words_for_readers() == []


def test_a_reprint_counts_only_where_what_it_is_a_print_of_is_not_shown(article: Article) -> None:
    keeping.read_waiting()
    told = len(words_for_readers())
    print_of_it = factories.article(sections=[(None, "会员总数5.2万人。")])
    Article.objects.filter(pk=print_of_it.pk).update(reprint_of=article)
    keeping.read_waiting()
    assert len(words_for_readers()) == told
    Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
    assert words_for_readers() == ["5.2万人"]


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_followed_at_once_and_an_import_when_it_is_done() -> None:
    call_command("load_regions", verbosity=0)
    article = factories.article(place=None, sections=[(None, TEXT)])
    assert len(words_for_readers()) == 3
    with outbox.held_back():
        change(article, "会员总数6万人。")
        assert words_for_readers() == []
    outbox.wait_until_applied()
    assert words_for_readers() == ["6万人"]


def test_the_database_sorts_values_as_numbers(article: Article) -> None:
    change(article, "投入17414.61万元。会员总数999人。筹集9亿元。会员52000人。")
    keeping.read_waiting()
    values = list(Figure.objects.order_by("value").values_list("value", flat=True))
    assert values == sorted(values) and Decimal("174146100") in values
    assert Figure.objects.filter(value__gt=Decimal(1000), value__lt=Decimal(100000)).get().words == "52000人"
    if connection.vendor != "sqlite":
        return  # a column of numbers holds numbers there
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT typeof(value) FROM archive_figure")
        assert {kind for (kind,) in cursor.fetchall()} <= {"integer", "real"}


def test_what_an_editor_decided_holds_through_edits_and_newer_readers(article: Article) -> None:
    FigureDecision.objects.create(
        article=article,
        anchor=article.sections.get().paragraphs[0][0],
        words="5.2万人",
        occurrence=1,
        verdict="corrected",
        corrected={"indicator": "workers"},
    )
    change(article, f"新的一段，走访12家企业。\n{TEXT}")
    keeping.read_waiting()
    assert Figure.objects.get(words="5.2万人").indicator_id == "workers"
    FigureReading.objects.update(reader=VERSION - 1, digest="")
    keeping.read_waiting()
    figure = Figure.objects.get(words="5.2万人")
    assert (figure.indicator_id, figure.is_confirmed) == ("workers", True)


def test_a_number_that_an_editor_rejected_is_in_no_ledger(article: Article) -> None:
    FigureDecision.objects.create(
        article=article,
        anchor=article.sections.get().paragraphs[0][0],
        words="486家",
        occurrence=1,
        verdict="rejected",
    )
    FigureReading.objects.update(reader=None)
    keeping.read_waiting()
    assert "486家" not in words_for_readers()
