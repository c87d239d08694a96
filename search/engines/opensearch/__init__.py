"""The engine on an OpenSearch cluster. Other modules of the site know it by the contract alone."""

from collections.abc import Mapping
from typing import Any

from search.engines.contract import Engine
from search.engines.opensearch.cluster import Cluster
from search.engines.opensearch.engine import ClusterEngine


def opened(options: Mapping[str, Any]) -> Engine:
    """The engine on the cluster at ``URL``; clients of one process share their connections."""
    return ClusterEngine(
        Cluster.at(options["URL"], options["CA"]),
        options["INDEX"],
        shards=options["SHARDS"],
        replicas=options["REPLICAS"],
    )
