"""The list of pages that is pictured and looked at has every page that there is."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from search import outbox
from tests import factories, roles
from tests.browser import every_page

pytestmark = pytest.mark.django_db


def is_a_page(client: Client, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code == 200 and b"<html" in answer.getvalue()


def routes_of(addresses: Iterable[str]) -> set[str]:
    return {
        resolve(unquote(urlsplit(address).path)).route for address in addresses if "nowhere" not in address
    }


def test_every_page_for_readers_is_in_the_list(client: Client) -> None:
    one, other = factories.article(), factories.article(years=(2020, 2020))
    rows = roles.archive_with_a_draft() | {"article": one.pk}
    outbox.rebuild(lock_seconds=10)
    asked = [roles.address(route, rows) for route in roles.routes() if not route.startswith(every_page.DESK)]
    pages = [address for address in asked if is_a_page(client, address)]
    listed = every_page.for_readers(one.pk, other.pk).values()
    assert len(pages) > 25
    assert routes_of(pages) <= routes_of(listed)
