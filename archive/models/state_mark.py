"""The states that the database went through, as far as what is derived from it has to know them."""

import uuid
from typing import ClassVar, TypeVar

from django.db import connections, models
from django.utils.translation import gettext_lazy as _

Mark = TypeVar("Mark", bound=models.Model)


def _token() -> str:
    return uuid.uuid4().hex


class MarkManager(models.Manager[Mark]):
    def newest(self) -> str | None:
        """The state that the database is in; None before there is any.

        In SQL: a page asks it several times, and Django took ten times as long to write it as the database to answer.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(f'SELECT token FROM "{self.model._meta.db_table}" ORDER BY id DESC LIMIT 1')  # noqa: S608
            row = cursor.fetchone()
        return row[0] if row else None


class StateMarkManager(MarkManager["StateMark"]):
    pass


class DivisionMarkManager(MarkManager["DivisionMark"]):
    def renew(self) -> None:
        """Say, in the transaction that changes them, that the divisions are others now.

        One row: of two who change them at the same time, one waits until the other's change can be seen.
        """
        self.update_or_create(pk=1, defaults={"token": _token()})


class StateMark(models.Model):
    """A state of the articles, written in the transaction that made it.

    What is derived names the newest mark of the state that it was made from. A database that was set back,
    by a power cut or by a restored copy, has lost that mark, and another database never had it: the number
    tells which state is the newer, the token that it is the same history.
    """

    token = models.CharField(_("标记"), max_length=32, unique=True, default=_token, editable=False)

    objects: ClassVar[StateMarkManager] = StateMarkManager()

    class Meta:
        verbose_name = _("状态标记")
        verbose_name_plural = _("状态标记")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.token


class DivisionMark(models.Model):
    """The state of the divisions, of what became of them, and of what editors found that they lack.

    Not of the articles: a division that is renamed, or gets a sentence on a year without a review, is no change that
    the index follows.
    """

    token = models.CharField(_("标记"), max_length=32, unique=True, default=_token, editable=False)

    objects: ClassVar[DivisionMarkManager] = DivisionMarkManager()

    class Meta:
        verbose_name = _("区划标记")
        verbose_name_plural = _("区划标记")

    def __str__(self) -> str:
        return self.token
