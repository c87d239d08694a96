"""The embedded engine on Whoosh's files. Other modules of the site know it by the contract alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.engines.contract import Engine
from search.engines.whoosh.engine import FlatEngine


def opened(options: Mapping[str, Any]) -> Engine:
    """The engine on the folder ``PATH``."""
    return FlatEngine(Path(options["PATH"]))
