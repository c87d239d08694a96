"""The engines behind the search, one package each; Haystack's connection settings choose."""

from typing import cast

from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from search.engines.contract import Engine


def engine() -> Engine:
    """The engine that this site's settings name."""
    return cast(Engine, connections[DEFAULT_ALIAS].get_backend())
