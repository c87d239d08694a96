"""The original file as a download: whole, resumed, revalidated, never read into memory at once."""

import hashlib

import pytest
from django.test import Client

from archive.models import Article, SourceDocument
from archive.web import originals
from tests import factories

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(128)) * 80


@pytest.fixture
def address() -> str:
    source = factories.source(CONTENT)
    SourceDocument.objects.filter(pk=source.pk).update(sha256=hashlib.sha256(CONTENT).hexdigest())
    return f"{factories.article(source=source).get_absolute_url()}source/"


def test_the_whole_file_comes_in_pieces(
    address: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "PIECE", 1000)
    answer = client.get(address)
    pieces = list(answer)
    assert (answer.status_code, b"".join(pieces)) == (200, CONTENT)
    assert len(pieces) == 11
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Accept-Ranges"] == "bytes"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(CONTENT)),
        ("bytes=-10", len(CONTENT) - 10, len(CONTENT)),
        ("bytes=5000-999999", 5000, len(CONTENT)),
        ("bytes=0-0", 0, 1),
    ],
)
def test_a_broken_download_goes_on(address: str, client: Client, asked: str, start: int, end: int) -> None:
    answer = client.get(address, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.getvalue() == CONTENT[start:end]
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-3", "bytes=x-", "lines=1-2", "bytes=-"])
def test_what_is_no_single_range_gets_the_whole(address: str, client: Client, asked: str) -> None:
    answer = client.get(address, headers={"range": asked})
    assert (answer.status_code, answer.getvalue()) == (200, CONTENT)


@pytest.mark.parametrize("asked", [f"bytes={len(CONTENT)}-", "bytes=99999999999999999999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_with_the_size(address: str, client: Client, asked: str) -> None:
    answer = client.get(address, headers={"range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


def test_a_copy_that_is_there_is_revalidated_without_sending(address: str, client: Client) -> None:
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_resumed_download_of_another_file_begins_anew(address: str, client: Client) -> None:
    answer = client.get(address, headers={"range": "bytes=5-9", "if-range": '"other"'})
    assert answer.status_code == 200


def test_a_head_names_the_size_and_sends_nothing(address: str, client: Client) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(CONTENT)))
    assert answer.getvalue() == b""


def test_the_original_of_a_draft_is_not_for_readers(client: Client) -> None:
    draft = factories.article(status=Article.Status.DRAFT)
    assert client.get(f"{draft.get_absolute_url()}source/").status_code == 404


@pytest.mark.parametrize("stored", [CONTENT[:-1] + b"\xff", CONTENT[:-1], CONTENT + b"x", b""])
@pytest.mark.parametrize("asked", ["", "bytes=0-9"])
def test_bytes_that_are_no_longer_those_handed_in_are_not_sent_as_the_original(
    address: str, client: Client, stored: bytes, asked: str
) -> None:
    SourceDocument.objects.update(content=stored)
    answer = client.get(address, headers={"range": asked})
    assert answer.status_code == 500
    assert "ETag" not in answer
    assert "check_archive" in answer.content.decode()
    assert stored[:10] not in answer.content or not stored
