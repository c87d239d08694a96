"""A query tree, filters and orders in the cluster's words."""

from collections.abc import Iterable, Iterator
from typing import Any

from search import analysis
from search.documents import BlockField
from search.engines.contract import UNKNOWN, Filters, Order
from search.engines.opensearch.schema import PAIRS_OF, pairs
from search.meaning import Meaning, meaning_of
from search.query import And, Everything, Node, Not, Or, Term, Told, Years, wanted_terms
from search.weights import BESIDE_THE_ARTICLE, PLACE, SIDE_BY_SIDE

Query = dict[str, Any]

EVERYTHING: Query = {"match_all": {}}
MOST_TERMS = 60_000
"""Of the 65,536 that OpenSearch takes in one list."""
WEIGHT_OF_PLACE = {
    place: max(PLACE[field] for field in held) for place, held in PAIRS_OF.items() if held <= PLACE.keys()
}


def all_of(*queries: Query, but: Query | None = None) -> Query:
    """Articles that each of these finds, and ``but`` does not."""
    told = [query for query in queries if query != EVERYTHING]
    if len(told) == 1 and but is None:
        return told[0]
    excluded = {} if but is None else {"must_not": [but]}
    return {"bool": {"filter": told, **excluded}} if told or but is not None else EVERYTHING


def any_of(*queries: Query) -> Query:
    told = list({repr(query): query for query in queries}.values())
    return told[0] if len(told) == 1 else {"bool": {"should": told, "minimum_should_match": 1}}


def none_of(query: Query) -> Query:
    return {"bool": {"must_not": [query]}}


def exists(field: str) -> Query:
    return {"exists": {"field": field}}


# What a query finds


def matching(node: Node, *, matter: bool) -> Query:
    """The articles that the node finds, in themselves or with their page matter."""
    match node:
        case Everything():
            return EVERYTHING
        case Years(start, end):
            return overlapping(start, end)
        case Told(_, articles):
            return among(articles)
        case Not(child):
            return none_of(matching(child, matter=matter))
        case And(children):
            return all_of(*(matching(child, matter=matter) for child in children))
        case Or(children):
            return any_of(*(matching(child, matter=matter) for child in children))
        case Term():
            return _term(meaning_of(node), matter=matter)


def among(articles: Iterable[int]) -> Query:
    """These articles; a cluster takes only so many terms at once."""
    ids = sorted(articles)
    parts = [ids[at : at + MOST_TERMS] for at in range(0, len(ids), MOST_TERMS)] or [[]]
    return any_of(*({"terms": {"id": part}} for part in parts))


def overlapping(start: int | None, end: int | None) -> Query:
    """A period that shares a year with this range. An unknown period shares none."""
    bounds = [exists("first")]
    if start is not None:
        bounds.append({"range": {"last": {"gte": start}}})
    if end is not None:
        bounds.append({"range": {"first": {"lte": end}}})
    return all_of(*bounds)


def _term(meaning: Meaning, *, matter: bool) -> Query:
    if not meaning.characters:
        return EVERYTHING
    fields = _fields(meaning)
    if meaning.beside and matter:
        fields = (*fields, "matter")
    exact = _in_any(fields, meaning.characters)
    return (
        any_of(exact, all_of(*(_in_any(fields, word) for word in meaning.words))) if meaning.words else exact
    )


def _fields(meaning: Meaning) -> tuple[str, ...]:
    """Those that together hold the blocks that are looked in, and nothing else."""
    return (meaning.column,) if meaning.column is not None else tuple(_covering(meaning.blocks))


def _covering(blocks: frozenset[BlockField]) -> Iterator[str]:
    for name, held in PAIRS_OF.items():
        if held <= blocks:
            yield name
            blocks -= held


def _in_any(fields: Iterable[str], characters: str) -> Query:
    return any_of(*(side_by_side(field, characters) for field in fields))


def side_by_side(field: str, characters: str) -> Query:
    """Where these characters stand next to one another: their pairs do. One character begins a pair, or ends a text."""
    name = f"pairs.{field}"
    if len(characters) == 1:
        return {"prefix": {name: characters}}
    if len(characters) == 2:
        return {"term": {name: characters}}
    return {"match_phrase": {name: " ".join(pairs(characters)[:-1])}}


# What it is worth


def worth(node: Node, *, matter: bool) -> list[Query]:
    """What adds to the score of an article: each word of each term, and its characters where they stand side by side."""
    clauses: list[Query] = []
    for term in wanted_terms(node):
        meaning = meaning_of(term)
        if meaning.characters and meaning.column is None:
            clauses += _words_worth(meaning)
            clauses.append(_characters_worth(meaning, matter=matter))
    return clauses


def _words_worth(meaning: Meaning) -> Iterator[Query]:
    """By its number in the whole article, weighed by the best place in which it stands."""
    for word in dict.fromkeys(analysis.index_words(meaning.characters)):
        counted: Query = {"term": {"words": word}}
        if not meaning.beside:
            counted = {"bool": {"must": [counted], "filter": [_in_any(_fields(meaning), word)]}}
        yield _by_place(counted, meaning, word)


def _characters_worth(meaning: Meaning, *, matter: bool) -> Query:
    in_article = _worth_of(_in_any(_fields(meaning), meaning.characters), SIDE_BY_SIDE)
    worth = _by_place(in_article, meaning, meaning.characters)
    if not (meaning.beside and matter):
        return worth
    return {
        "dis_max": {
            "queries": [worth, _worth_of(side_by_side("matter", meaning.characters), BESIDE_THE_ARTICLE)]
        }
    }


def _worth_of(query: Query, weight: float) -> Query:
    return {"constant_score": {"filter": query, "boost": weight}}


def _by_place(query: Query, meaning: Meaning, characters: str) -> Query:
    """The worth of the query, times the weight of the best place that is looked in and holds the characters."""
    weighed = [
        {"filter": side_by_side(place, characters), "weight": weight}
        for place, weight in WEIGHT_OF_PLACE.items()
        if PAIRS_OF[place] <= meaning.blocks
    ]
    if not weighed:
        return query
    return {
        "function_score": {
            "query": query,
            "functions": weighed,
            "score_mode": "max",
            "boost_mode": "multiply",
        }
    }


# What filters leave


def filters_of(filters: Filters) -> dict[str, Query]:
    """Each filter that asks for something, by the facet that ignores it."""
    wanted = {
        "regions": _having("regions", filters.regions),
        "years": _in_years(filters),
        "newspapers": _having("newspaper", filters.newspapers),
        "kinds": _having("kind", filters.kinds),
        "single_year": none_of({"term": {"spans": True}}) if filters.single_year else EVERYTHING,
    }
    return {name: query for name, query in wanted.items() if query != EVERYTHING}


def _having(field: str, values: tuple[str, ...]) -> Query:
    if not values:
        return EVERYTHING
    known = [value for value in values if value != UNKNOWN]
    ways = [{"terms": {field: known}}] if known else []
    if UNKNOWN in values:
        ways.append(none_of(exists(field)))
    return any_of(*ways)


def _in_years(filters: Filters) -> Query:
    """Picked years are alternatives; they and the range narrow each other."""
    picked = [
        none_of(exists("first")) if isinstance(year, str) else overlapping(year, year)
        for year in filters.years
    ]
    wanted = [any_of(*picked)] if picked else []
    if filters.year_from is not None or filters.year_to is not None:
        wanted.append(overlapping(filters.year_from, filters.year_to))
    return all_of(*wanted)


# In which order

_NEWEST = [
    {"last": {"order": "desc", "missing": "_last"}},
    {"first": {"order": "desc", "missing": "_last"}},
    {"id": {"order": "asc"}},
]
SORTS: dict[Order, list[Query]] = {
    Order.RELEVANCE: [{"_score": {"order": "desc"}}, *_NEWEST],
    Order.NEWEST_PERIOD: _NEWEST,
    Order.OLDEST_PERIOD: [
        {"first": {"order": "asc", "missing": "_last"}},
        {"last": {"order": "asc", "missing": "_last"}},
        {"id": {"order": "asc"}},
    ],
    Order.REGION: [{"region_order": {"order": "asc", "missing": "_last"}}, *_NEWEST],
    Order.ADDED: [{"added": {"order": "desc"}}, *_NEWEST],
}
"""Every order is total, and ends with the article's id."""
BY_ID: list[Query] = [{"id": {"order": "asc"}}]
