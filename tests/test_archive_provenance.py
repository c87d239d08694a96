"""Beside the article, the original with what became of each character."""

import pytest
from django.test import Client

from archive.provenance import stretches
from tests import factories

RAW = "第02版 下一版\n好标题\n\n正文第一段，坚\n图为现场。\n定不移。\n\u200b"
PROVENANCE = {
    "title": [[9, 12]],
    "furniture": [[[0, 8]]],
    "captions": [[[22, 27]]],
    "sections": [{"heading": None, "paragraphs": [[[14, 21], [28, 32]]]}],
    "region": [[9, 10]],
}


def test_the_stretches_joined_are_the_raw_text() -> None:
    assert "".join(stretch.text for stretch in stretches(RAW, PROVENANCE)) == RAW


def test_each_character_has_the_role_that_it_was_given() -> None:
    roles = [(s.text, s.role) for s in stretches(RAW, PROVENANCE) if s.role != "space"]
    assert roles == [
        ("第02版 下一版", "furniture"),
        ("好", "title"),
        ("标题", "title"),
        ("正文第一段，坚", "paragraph"),
        ("图为现场。", "caption"),
        ("定不移。", "paragraph"),
        ("\n\u200b", "removed"),
    ]


def test_the_words_that_a_region_rests_on_are_marked() -> None:
    assert [s.text for s in stretches(RAW, PROVENANCE) if s.evidence == "region"] == ["好"]


@pytest.mark.parametrize("provenance", [{}, {"title": [[-5, 3], [100, 200]]}])
def test_an_original_without_or_with_odd_provenance_is_shown_all_the_same(
    provenance: dict[str, object],
) -> None:
    assert "".join(stretch.text for stretch in stretches(RAW, provenance)) == RAW
    assert stretches("", provenance) == []


@pytest.mark.django_db
def test_the_original_is_shown_as_characters_never_as_markup(client: Client) -> None:
    document = factories.source(b"<script>alert(1)</script>")
    article = factories.article(source=document)
    page = client.get(f"/articles/{article.pk}/original/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_the_original_of_a_draft_is_hidden_from_readers(client: Client) -> None:
    article = factories.article(status="draft")
    assert client.get(f"/articles/{article.pk}/original/").status_code == 404
