"""The engines that keep the contract, each made on a folder of its own. A new engine is one line here."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from search.engines import engine
from search.engines.contract import Engine
from search.engines.whoosh.engine import FlatEngine
from tests import search_cluster
from tests.scanning_engine import ScanningEngine

EngineMaker = Callable[[Path], Engine]

SHIPPED: dict[str, EngineMaker] = {
    "whoosh": lambda folder: FlatEngine(folder / "index"),
    "opensearch": lambda folder: search_cluster.running().engine(folder),
}
"""What the setting SEARCH can name."""

ENGINES: dict[str, EngineMaker] = SHIPPED | {"scan": ScanningEngine}
NEEDS_A_CLUSTER = {"opensearch"}


def engine_of_the_tests() -> FlatEngine:
    """The engine that the settings of the tests name, for a look at what its folder holds."""
    named = engine()
    assert isinstance(named, FlatEngine)
    return named


def each_of(names: Iterable[str]) -> list[Any]:
    """As parameters of a test; what needs a cluster is asked where one is (make cluster-test)."""
    return [
        pytest.param(name, marks=pytest.mark.cluster if name in NEEDS_A_CLUSTER else ())
        for name in sorted(names)
    ]
