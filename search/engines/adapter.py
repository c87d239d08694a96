"""Haystack's side of the seam: its settings, commands and query sets, in terms of the contract of any engine."""

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any, cast

from django.core.exceptions import FieldError
from django.db.models import Model
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from archive.models import Article
from search.engines.contract import Engine, EngineHit, Request
from search.printed import blocks_of
from search.query import FIELDS, Everything, Term, canonical
from search.syntax import parse
from search.telling_words import telling_words

COMMAND_LOCK_SECONDS = 60.0
"""Haystack's methods are called by commands, which wait; requests go through the engine's ``apply``."""
ALL = sys.maxsize


class Backend(BaseSearchBackend):  # type: ignore[misc]
    """What Haystack calls, around the engine that the site itself calls.

    The connection's ``SEARCH`` is the package in ``search.engines`` whose ``opened`` makes the engine of the other options.
    """

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.engine: Engine = import_module(f"search.engines.{options['SEARCH']}").opened(options)

    def update(self, index: Any, iterable: Iterable[Model], commit: bool = True) -> None:
        self.engine.start_over(lock_seconds=COMMAND_LOCK_SECONDS, only_where_missing=True)
        articles = index.look_up(iterable)
        self.engine.apply(articles.documents(), articles.gone(), lock_seconds=COMMAND_LOCK_SECONDS)
        if not self.engine.is_complete() and len(self.engine.digests()) >= index.index_queryset().count():
            self.engine.declare_complete(lock_seconds=COMMAND_LOCK_SECONDS)

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Takes an article or Haystack's name for one: ``archive.article.12``."""
        _, _, pk = get_identifier(obj_or_string).rpartition(".")
        self.engine.apply((), [int(pk)], lock_seconds=COMMAND_LOCK_SECONDS)

    def clear(self, models: Iterable[type[Model]] | None = None, commit: bool = True) -> None:
        """Searches say that the index is being mended until ``update`` has put everything in again."""
        if models is None or self._indexed_model() in models:
            self.engine.start_over(lock_seconds=COMMAND_LOCK_SECONDS)

    def search(self, query_string: str, **options: Any) -> dict[str, Any]:
        """Answers in Haystack's form; ``query_string`` is in this site's own query language."""
        if options.get("models") and self._indexed_model() not in options["models"]:
            return {"results": [], "hits": 0}
        offset, end = options.get("start_offset") or 0, options.get("end_offset")
        limit = ALL if end is None else max(end - offset, 0)
        answer = self.engine.find(Request(parse(query_string).node, offset=offset, limit=limit))
        return {"results": self._results(answer.hits, options), "hits": answer.total}

    def more_like_this(
        self, model_instance: Model, additional_query_string: str | None = None, **options: Any
    ) -> dict[str, Any]:
        offset, end = options.get("start_offset") or 0, options.get("end_offset")
        article = cast(Article, model_instance)  # no other model is indexed
        words = telling_words(blocks_of([article])[article.pk])
        hits = self.engine.similar(model_instance.pk, words, limit=ALL if end is None else end)
        return {"results": self._results(hits[offset:], options), "hits": len(hits)}

    def _results(self, hits: Iterable[EngineHit], options: dict[str, Any]) -> list[Any]:
        model = self._indexed_model()
        label, result_class = get_model_ct(model), options.get("result_class") or SearchResult
        return [
            result_class(
                *(model._meta.app_label, model._meta.model_name, str(hit.id), hit.score),
                **{ID: f"{label}.{hit.id}", DJANGO_CT: label, DJANGO_ID: str(hit.id)},
            )
            for hit in hits
        ]

    def _indexed_model(self) -> type[Model]:
        (model,) = connections[self.connection_alias].get_unified_index().get_indexed_models()
        indexed: type[Model] = model
        return indexed


class Query(BaseSearchQuery):  # type: ignore[misc]
    """Haystack's query objects, written in this site's query language."""

    def matching_all_fragment(self) -> str:
        return canonical(Everything())

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """``content`` is the whole text, the fields are those of the query language; values are quoted."""
        if filter_type not in {"content", "contains", "exact"} or field not in {"content", "text", *FIELDS}:
            raise FieldError(f"no index of this site is asked for {field}__{filter_type}")
        prepared = value.prepare(self) if hasattr(value, "prepare") else str(value)
        return canonical(Term(prepared, quoted=True, field=field if field in FIELDS else None))


class HaystackEngine(BaseEngine):  # type: ignore[misc]
    """What HAYSTACK_CONNECTIONS names, whichever engine stands behind it."""

    backend = Backend
    query = Query
