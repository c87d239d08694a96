"""Bytes in addresses and forms that are no UTF-8 are read as GB18030 or refused, on every page."""

from urllib.parse import quote, unquote

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from archive.models import Article
from archive.web import typed_bytes
from search import outbox
from tests import factories

pytestmark = pytest.mark.django_db


def gbk(text: str) -> str:
    return quote(text.encode("gb18030"))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (f"q={gbk('工会')}", "q=工会"),
        ("q=" + "工会".encode("gb18030").decode("latin-1"), "q=工会"),
        (f"q={gbk('药')}", "q=药"),  # D2 A9, which is also UTF-8 for a letter of Abkhaz
        (f"q={gbk('工会')}+a%2Bb&x={quote('职工')}", "q=工会 a+b&x=职工"),
        ("q=%u5DE5%u4F1A", "q=工会"),
        ("q=%uD83D%uDE00", "q=😀"),
        (f"q={quote('工会·Café 25°')}", "q=工会·Café 25°"),
        ("q=a%26b%3Dc&q=", "q=a%26b%3Dc&q="),
    ],
)
def test_an_address_is_read_in_the_encoding_that_it_was_written_in(query: str, text: str) -> None:
    read = typed_bytes.in_utf8(query)
    assert read == query or unquote(read, errors="strict") == text
    if read == query:
        assert unquote(query) == unquote(text)


@pytest.mark.parametrize(
    "query", ["q=%FF%FE", "q=%E5%B7%A5%E4%BC", "q=%B9%A4%BB", "q=caf%E9", "q=%80", "q=%AA%A1", "q=%uD83D"]
)
def test_bytes_that_stand_for_nothing_are_refused_in_words(client: Client, query: str) -> None:
    with pytest.raises(typed_bytes.UnreadableBytes):
        typed_bytes.in_utf8(query)
    for page in ("/search/", "/years/", "/regions/", "/coverage/", "/admin/login/", "/search/export.csv"):
        response = client.get(f"{page}?{query}")
        assert response.status_code == 400, page
        assert "既不是 UTF-8，也不是 GB18030" in response.content.decode()


@pytest.mark.parametrize("page", ["/search/", "/years/", "/regions/", "/coverage/", "/admin/login/"])
def test_parameters_in_gb18030_break_no_page(client: Client, page: str) -> None:
    outbox.rebuild(lock_seconds=10)
    assert client.get(f"{page}?q={gbk('工会')}&next={gbk('/工')}").status_code in {
        200,
        302,
    }


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("editor", password="secret"))
    return client


def test_the_search_of_the_admin_reads_gb18030_too(editor: Client) -> None:
    factories.article(title="工会一年")
    factories.article(title="别的一年", sections=[(None, "这里说的是另外的事。")])
    page = editor.get(f"/admin/archive/article/?q={gbk('工会')}").content.decode()
    assert "工会一年" in page
    assert "别的一年" not in page


def test_a_form_that_can_not_be_read_changes_nothing(editor: Client) -> None:
    article = factories.article(title="工会一年")
    before = Article.objects.filter(pk=article.pk).values().get()
    address = f"/admin/archive/article/{article.pk}/change/"
    urlencoded = editor.post(
        address, data=f"title={gbk('坏的')}", content_type="application/x-www-form-urlencoded"
    )
    boundary = "xyz"
    body = f'--{boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\n'.encode()
    multipart = editor.generic(
        "POST",
        address,
        body + b"\xff\xfe\xff" + f"\r\n--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert (urlencoded.status_code, multipart.status_code) == (400, 400)
    assert "没有写入" in multipart.content.decode()
    assert Article.objects.filter(pk=article.pk).values().get() == before
