"""The states that the database went through, as far as what is derived from it has to know them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


def _token() -> str:
    return uuid.uuid4().hex


class StateMarkManager(models.Manager["StateMark"]):
    def newest(self) -> str | None:
        """The state that the database is in; None before there is any."""
        return self.order_by("-pk").values_list("token", flat=True).first()


class StateMark(models.Model):
    """A state of the articles, written in the transaction that made it.

    What is derived names the newest mark of the state that it was made from. A database that was set back,
    by a power cut or by a restored copy, has lost that mark, and another database never had it: the number
    tells which state is the newer, the token that it is the same history.
    """

    token = models.CharField(_("标记"), max_length=32, unique=True, default=_token, editable=False)

    objects = StateMarkManager()

    class Meta:
        verbose_name = _("状态标记")
        verbose_name_plural = _("状态标记")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.token
