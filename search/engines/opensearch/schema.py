"""What the cluster holds of a document, and the mappings that say so.

``pairs`` find: every overlapping pair of folded characters and the last one alone, by position, one value a block, so that
no match reaches from one block into the next, and tell in which place. ``words`` rank. Numbers and keywords filter, sort and
count. A search looks each of its characters up in each field that it asks, in every segment: so the fields are few.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from search import analysis
from search.documents import ARTICLE_FIELDS, BlockField, Document
from search.weights import K1, B

SCHEMA_VERSION = 2
"""Raise it whenever an index made before could be misread; such an index asks for a rebuild."""

PAIRS_OF: dict[str, frozenset[BlockField]] = {
    "body": frozenset({BlockField.PARAGRAPH}),
    "rest": frozenset(ARTICLE_FIELDS) - {BlockField.PARAGRAPH},
    "title": frozenset({BlockField.TITLE}),
    "lead": frozenset({BlockField.KICKER, BlockField.SUBTITLE}),
    "heading": frozenset({BlockField.HEADING}),
    "issuer": frozenset({BlockField.ISSUER}),
}
"""What can be asked for. The first two hold every block; the others are places of the rest, which are asked for alone or weigh more."""

WHITESPACE = "whitespace"
BETWEEN_BLOCKS = 100
"""Positions left free between two values; one would do."""
SIGNED = 1 << 63
"""Half of what 64 bits hold: the cluster's long integers are signed."""


def _text(**options: object) -> dict[str, object]:
    return {"type": "text", "analyzer": WHITESPACE, **options}


_PAIRS = _text(norms=False, position_increment_gap=BETWEEN_BLOCKS)
_WORDS = _text(norms=True, similarity="reviews", index_options="freqs")

MAPPINGS = {
    "dynamic": "strict",
    "_source": {"includes": ["words"]},
    "properties": {
        "id": {"type": "long"},
        "digest": {"type": "long", "index": False},
        "family": {"type": "long"},
        "reprint_of": {"type": "long"},
        "first": {"type": "integer"},
        "last": {"type": "integer"},
        "years": {"type": "integer"},
        "spans": {"type": "boolean"},
        "newspaper": {"type": "keyword"},
        "kind": {"type": "keyword"},
        "regions": {"type": "keyword"},
        "region_order": {"type": "keyword"},
        "added": {"type": "long"},
        "vocabulary": {"type": "keyword", "index": False},
        "pairs": {"properties": dict.fromkeys((*PAIRS_OF, "matter", "newspaper", "region"), _PAIRS)},
        "words": _WORDS,
    },
}


def settings_of(*, shards: int) -> dict[str, Any]:
    """Of an index that is being built, which nobody searches: what is lost of it then is missed and built again."""
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "translog": {"durability": "async"},
            "similarity": {"reviews": {"type": "BM25", "k1": K1, "b": B}},
            # A delete that comes late must still be known as older than what was written since.
            "gc_deletes": "1h",
        }
    }


def once_built(*, replicas: int) -> dict[str, Any]:
    """Of an index that holds everything: its copies are made of its files, and what is written from now on is kept at once."""
    return {
        "index": {
            "number_of_replicas": replicas,
            "refresh_interval": None,
            "translog": {"durability": "request"},
        }
    }


def versions() -> dict[str, str]:
    """What an index must have been made with to be read by this process."""
    return {"schema": str(SCHEMA_VERSION), **analysis.fingerprint()}


def fingerprint() -> str:
    written = json.dumps(versions(), sort_keys=True).encode()
    return hashlib.blake2b(written, digest_size=6).hexdigest()


def pairs(folded: str) -> list[str]:
    """As they are indexed. The last character alone is found by those who look for one character."""
    return [folded[i : i + 2] for i in range(len(folded))]


def row_of(document: Document) -> dict[str, Any]:
    """The document as the cluster is given it; what is absent is unknown."""
    folded = analysis.fold_texts([block.text for block in document.blocks])
    texts = [(block.field, text) for block, text in zip(document.blocks, folded, strict=True) if text]
    words = [word for _, folded in texts for word in analysis.index_words(folded)]
    first, last = document.year_start, document.year_end
    if first is None or last is None:
        first = last = first if last is None else last
    row = {
        "id": document.id,
        "digest": document.digest() - (2 * SIGNED if document.digest() >= SIGNED else 0),
        "family": document.id if document.family is None else document.family,
        "reprint_of": None if document.family == document.id else document.family,
        "first": first,
        "last": last,
        "years": [] if first is None or last is None else list(range(first, last + 1)),
        "spans": first != last,
        "newspaper": document.newspaper or None,
        "kind": document.kind or None,
        "regions": list(dict.fromkeys(document.region_codes)),
        "region_order": _region_order(document),
        "added": _microseconds(document.added),
        "vocabulary": sorted(set(words)),
        "pairs": {
            **{name: _paired(_among(texts, fields)) for name, fields in PAIRS_OF.items()},
            "matter": _paired(analysis.fold_texts([block.text for block in document.matter])),
            "newspaper": _paired([analysis.fold_text(document.newspaper or "")]),
            "region": _paired(analysis.fold_texts(document.region_names)),
        },
        "words": " ".join(words),
    }
    return {name: value for name, value in row.items() if value is not None}


def digest_of(stored: int) -> int:
    return stored % (2 * SIGNED)


def _among(texts: Iterable[tuple[BlockField, str]], fields: frozenset[BlockField]) -> list[str]:
    return [folded for field, folded in texts if field in fields]


def _paired(texts: Iterable[str]) -> list[str]:
    return [" ".join(pairs(folded)) for folded in texts if folded]


def _region_order(document: Document) -> str | None:
    """Sorts as (sort, codes) would; nothing is smaller than the sign between them."""
    if not document.region_codes:
        return None
    return "\0".join((document.region_sort, *document.region_codes))


def _microseconds(moment: datetime) -> int:
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds
