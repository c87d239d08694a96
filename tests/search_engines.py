"""The engines that keep the contract, each made on a folder of its own. A new engine is one line here."""

from collections.abc import Callable
from pathlib import Path

from search.engines.contract import Engine
from search.engines.whoosh.engine import FlatEngine
from tests.scanning_engine import ScanningEngine

EngineMaker = Callable[[Path], Engine]

SHIPPED: dict[str, EngineMaker] = {"whoosh": lambda folder: FlatEngine(folder / "index")}
"""What the setting SEARCH can name."""

ENGINES: dict[str, EngineMaker] = SHIPPED | {"scan": ScanningEngine}
