"""The numbers that articles say of the same things, beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.article_figures import Numbered, aliases, passages_of
from archive.figures.indicators import Alias, Indicator, indicators
from archive.models import Article


@dataclass(frozen=True, slots=True)
class NumbersOf:
    """What each article says of an indicator, in the order of the articles; the newest years first."""

    indicator: Indicator
    told: tuple[tuple[Article, tuple[Numbered, ...]], ...]


def beside(articles: Sequence[Article]) -> list[NumbersOf]:
    """Of each indicator the number that speaks for its years, in the order of the authority: those first that more of
    the articles tell."""
    names = aliases()
    told = [_headlines(article, names) for article in articles]
    rows = [
        NumbersOf(
            indicator,
            tuple(
                (article, tuple(found.get(indicator.code, ())))
                for article, found in zip(articles, told, strict=True)
            ),
        )
        for indicator in indicators().values()
        if any(indicator.code in found for found in told)
    ]
    return sorted(rows, key=lambda row: -sum(bool(numbers) for _article, numbers in row.told))


def _headlines(article: Article, names: Sequence[Alias]) -> dict[str, list[Numbered]]:
    found: dict[str, list[Numbered]] = {}
    for passage in passages_of(article, names):
        for one in passage.figures:
            if one.is_headline and one.indicator and one.years:
                found.setdefault(one.indicator.code, []).append(one)
    for numbers in found.values():
        numbers.sort(key=lambda one: one.years.end if one.years else 0, reverse=True)
    return found
