"""How many articles a search finds: those that hold it as it was typed, and those that hold its words apart."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.engines.contract import Answer


@dataclass(frozen=True, slots=True)
class Count:
    """``exact`` articles hold every term side by side; ``wider`` ones are found by words standing apart."""

    exact: int
    wider: int = 0

    @classmethod
    def of(cls, answer: Answer) -> "Count":
        """What was found, whether or not the wider hits are listed."""
        return cls(answer.exact, answer.wider)

    @property
    def total(self) -> int:
        return self.exact + self.wider

    def __str__(self) -> str:
        """12 篇, or 原样含有 1 篇 · 另有 11 篇分开写到: a count never passes one kind off as the other."""
        if not self.wider:
            return ngettext("%(n)d 篇", "%(n)d 篇", self.exact) % {"n": self.exact}
        return _("%(exact)s · %(wider)s") % {"exact": self.exact_told, "wider": self.wider_told}

    @property
    def exact_told(self) -> str:
        return ngettext("原样含有 %(n)d 篇", "原样含有 %(n)d 篇", self.exact) % {"n": self.exact}

    @property
    def wider_told(self) -> str:
        return ngettext("另有 %(n)d 篇分开写到", "另有 %(n)d 篇分开写到", self.wider) % {"n": self.wider}
