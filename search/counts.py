"""How many articles a search finds: those that hold it as it was typed, those that hold its words apart, and those
of which only the page matter does."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from search.engines.contract import Answer, Request


@dataclass(frozen=True, slots=True)
class Count:
    """``exact`` articles hold every term side by side; ``wider`` ones are found by words standing apart.

    ``further`` ones are no part of the total: they would be found where page matter is searched too.
    """

    exact: int
    wider: int = 0
    further: int = 0

    @classmethod
    def of(cls, request: Request, answer: Answer) -> "Count":
        """What was found, whether or not the wider hits are listed."""
        return cls(answer.exact, answer.wider, 0 if request.matter else answer.only_matter)

    @property
    def total(self) -> int:
        return self.exact + self.wider

    @property
    def anywhere(self) -> int:
        """With those that only their page matter is found by."""
        return self.total + self.further

    def __str__(self) -> str:
        """12 篇, or 原样含有 1 篇 · 另有 11 篇分开写到: a count never passes one kind off as another."""
        plain = ngettext("%(n)d 篇", "%(n)d 篇", self.exact) % {"n": self.exact}
        parts = [self.exact_told, self.wider_told] if self.wider else [plain]
        return " · ".join([*parts, *([self.further_told] if self.further else [])])

    @property
    def exact_told(self) -> str:
        return ngettext("原样含有 %(n)d 篇", "原样含有 %(n)d 篇", self.exact) % {"n": self.exact}

    @property
    def wider_told(self) -> str:
        return ngettext("另有 %(n)d 篇分开写到", "另有 %(n)d 篇分开写到", self.wider) % {"n": self.wider}

    @property
    def further_told(self) -> str:
        told = ngettext("版面文字里另有 %(n)d 篇", "版面文字里另有 %(n)d 篇", self.further)
        return told % {"n": self.further}
