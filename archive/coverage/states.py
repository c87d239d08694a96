"""What there is of a federation in a year, surest first, as a word that stands in the table."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models.article import REVIEW_KINDS


class State(TextChoices):
    HELD = "held", _("有")
    REPRINTED = "reprinted", _("转载")
    INFERRED = "inferred", _("推定")
    SPANNING = "spanning", _("跨年")
    OTHER = "other", _("非综述")
    ABSENT = "absent", _("确认无")
    LACKING = "lacking", _("未收")
    VOID = "void", _("无此区划")


MEANINGS: dict[State, str | Promise] = {
    State.HELD: _("有只写这一年的综述"),
    State.REPRINTED: _("有这一年的综述，且是转载或有转载；同一篇只计一次"),
    State.INFERRED: _("有综述，年份是推算的，文中没有写明"),
    State.SPANNING: _("只有跨年综述涉及这一年"),
    State.OTHER: _("有文章，但不是本地工会的综述；仍按未收计"),
    State.ABSENT: _("编辑查实当年没有刊发综述，附有说明"),
    State.LACKING: _("应有而没有收录"),
    State.VOID: _("当年无此区划"),
}
REVIEWS = frozenset((State.HELD, State.REPRINTED, State.INFERRED, State.SPANNING))


def state_of(*, kind: str, spans: bool, inferred: bool, reprinted: bool) -> State:
    """What an article is for each year that it covers. Of the span of 五年来 its width is said, not that it was reckoned."""
    if kind not in REVIEW_KINDS:
        return State.OTHER
    if spans:
        return State.SPANNING
    if inferred:
        return State.INFERRED
    return State.REPRINTED if reprinted else State.HELD
