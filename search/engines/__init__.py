"""The engines behind the search, one package each, behind one contract; the setting ``SEARCH`` names the package."""

from typing import cast

from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from search.engines.contract import Engine


def engine(alias: str = DEFAULT_ALIAS) -> Engine:
    """The engine that this site's settings name."""
    return cast(Engine, connections[alias].get_backend().engine)
