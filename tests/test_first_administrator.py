"""Whoever starts an archive for the first time can sign in, whatever it was made of."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.server.first_administrator import made_where_there_is_none

pytestmark = pytest.mark.django_db


def test_an_archive_without_an_administrator_gets_one_who_can_sign_in(client: Client) -> None:
    made = made_where_there_is_none()
    assert made is not None
    assert made.name == "admin"
    sent = {"username": made.name, "password": made.password, "next": "/admin/"}
    assert client.post("/admin/login/", sent).status_code == 302
    assert User.objects.get().is_superuser


def test_where_there_is_an_administrator_none_is_made() -> None:
    User.objects.create_superuser("站长")
    assert made_where_there_is_none() is None
    assert list(User.objects.values_list("username", flat=True)) == ["站长"]


def test_editors_who_came_with_the_archive_keep_their_names_whatever_these_are() -> None:
    for name in ("admin", "admin2", "administrator"):
        User.objects.create_user(name, is_active=False)
    made = made_where_there_is_none()
    assert made is not None
    assert made.name == "admin3"
    assert not User.objects.get(username="admin").is_active
