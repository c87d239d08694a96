"""The embedded engine on Whoosh's files. Other modules of the site know it by the contract alone.

Private names of Whoosh stand in two modules: ``codec``, for texts by their number in its dictionary, which it gives by
their text alone, and ``writer``, for the steps of its commit. They were read from 2.7.4, the last version that there is.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.engines.contract import Engine
from search.engines.whoosh.engine import FlatEngine


def opened(options: Mapping[str, Any]) -> Engine:
    """The engine on the folder ``PATH``."""
    return FlatEngine(Path(options["PATH"]))
