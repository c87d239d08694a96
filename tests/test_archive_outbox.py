"""Whatever changes an article leaves word for the index, in the same transaction."""

import pytest
from django.db import transaction

from archive import outbox
from archive.models import Article, Caption, IndexChange, Region, Section
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    created = factories.article(captions=["图为活动现场。"])
    IndexChange.objects.all().delete()
    return created


def noted() -> set[int]:
    return set(IndexChange.objects.values_list("article_id", flat=True))


def test_saving_an_article_is_noted(article: Article) -> None:
    article.title = "改过的标题"
    article.save()
    assert noted() == {article.pk}


def test_saving_a_section_or_a_caption_notes_its_article(article: Article) -> None:
    Section.objects.get(article=article).save()
    assert noted() == {article.pk}
    IndexChange.objects.all().delete()
    Caption.objects.get(article=article).save()
    assert noted() == {article.pk}


def test_deleting_an_article_is_noted_under_the_id_that_it_had(article: Article) -> None:
    pk = article.pk
    article.delete()
    assert pk in noted()


def test_an_update_in_bulk_is_noted_although_it_sends_no_signal(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
    assert noted() == {article.pk}


def test_an_update_that_changes_what_its_filter_matches_is_noted(article: Article) -> None:
    Article.objects.published().update(status=Article.Status.WITHDRAWN)
    assert noted() == {article.pk}


def test_creating_sections_in_bulk_is_noted(article: Article) -> None:
    Section.objects.bulk_create([Section(article=article, order=9, text="又一段", anchors=[99])])
    assert noted() == {article.pk}


def test_a_transaction_that_is_rolled_back_leaves_no_note(article: Article) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        article.save()
        raise RuntimeError
    assert noted() == set()


def test_renaming_a_division_notes_the_articles_that_it_shows(article: Article) -> None:
    city = Region.objects.get(code="990100")
    city.name = "云川新市"
    city.save()
    assert noted() == {article.pk}


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_of_a_change_only_after_its_commit(transactional_article: Article) -> None:
    heard: list[bool] = []

    def listen(**kwargs: object) -> None:
        heard.append(transaction.get_connection().in_atomic_block)

    outbox.index_changes_committed.connect(listen)
    try:
        with transaction.atomic():
            transactional_article.save()
            assert heard == []
        assert heard == [False]
        heard.clear()
        with outbox.held_back():
            transactional_article.save()
        assert heard == []
    finally:
        outbox.index_changes_committed.disconnect(listen)


@pytest.fixture
def transactional_article(transactional_db: None) -> Article:
    return factories.article(place=None)
