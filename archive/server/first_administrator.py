"""The administrator of an archive that has none: made at the first start, so that somebody can sign in."""

import secrets
from dataclasses import dataclass
from itertools import count

from django.contrib.auth import get_user_model

NAME = "admin"


@dataclass(frozen=True)
class FirstAdministrator:
    name: str
    password: str


def made_where_there_is_none() -> FirstAdministrator | None:
    """With a password that nobody else has seen; None where there is an administrator."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    made = FirstAdministrator(_free_name(), secrets.token_urlsafe(12))
    users.create_superuser(made.name, password=made.password)
    return made


def _free_name() -> str:
    """admin; admin2 where the editors that came with ``import_archive``, who come locked, have one of this name."""
    taken = set(get_user_model().objects.filter(username__startswith=NAME).values_list("username", flat=True))
    names = (f"{NAME}{number}" if number > 1 else NAME for number in count(1))
    return next(name for name in names if name not in taken)
