"""Numbers as a field of the query language: which articles tell 会员总数>5万, and where."""

from collections.abc import Iterable, Mapping

from django.http import QueryDict

from archive.ledger.listing import Wanted, fulfilling, wanted_of
from archive.models import Figure
from search.query import Node, Told, leaves, replaced, wanted_leaves


def told(text: str) -> Told | None:
    """The condition, read as on the page of numbers; None where it is none. Which articles fulfil it nobody has asked yet."""
    return Told(text) if _wanted(text).is_understood else None


def looked_up(node: Node) -> Node:
    """The tree with the articles that fulfil each of its conditions, each asked for once, however often it stands there."""
    asked = {leaf for leaf in leaves(node) if isinstance(leaf, Told)}
    return replaced(node, {leaf: _with_articles(leaf) for leaf in asked}) if asked else node


def told_in(articles: Iterable[int], node: Node) -> Mapping[int, list[Figure]]:
    """The numbers of these articles that a query asks for, each once, those of one condition the greatest first."""
    found: dict[int, dict[int, Figure]] = {}
    asked = [leaf.text for leaf in wanted_leaves(node) if isinstance(leaf, Told)]
    for wanted in map(_wanted, dict.fromkeys(asked)):
        for figure in fulfilling(wanted).of_articles(articles):
            found.setdefault(figure.article_id, {}).setdefault(figure.pk, figure)
    return {article: list(figures.values()) for article, figures in found.items()}


def _with_articles(condition: Told) -> Told:
    return Told(condition.text, frozenset(fulfilling(_wanted(condition.text)).articles()))


def _wanted(text: str) -> Wanted:
    query = QueryDict(mutable=True)
    query["q"] = text
    return wanted_of(query)
