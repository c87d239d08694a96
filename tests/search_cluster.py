"""A real search cluster for tests and benchmarks: three nodes, each a process of its own that can be killed.

    .venv/bin/python -m tests.search_cluster     starts one, prints its addresses, runs until Ctrl+C

The server comes from the Maven registry, pinned in tests/cluster, and is kept in .cluster/.
"""

import argparse
import atexit
import hashlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import Request, urlopen

from benchmarks.measuring import resident_megabytes

if TYPE_CHECKING:
    from search.engines.opensearch.engine import ClusterEngine

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "tests" / "cluster"
KEPT = ROOT / ".cluster"
NODES = 3
SHARDS, REPLICAS = 2, 1
FETCHING_SECONDS = 300
NONE_HERE = 3
"""The exit code where there can be none; any other is a fault."""
STARTING_SECONDS = 180
COPYING = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
QUICKLY = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Starts soon; what runs for long is better off with ``AS_INSTALLED``."""
AS_INSTALLED = ("-Xms1g", "-Xmx1g")


class NoCluster(Exception):
    """Why there can be none on this machine."""


def fetched() -> Path:
    """The folder with the server's jars, exactly those that are pinned, and the node that starts it."""
    for program in ("java", "javac", "mvn"):
        if shutil.which(program) is None:
            raise NoCluster(f"{program} is not installed")
    if find_spec("opensearchpy") is None:
        raise NoCluster("opensearch-py is not installed (make cluster-test installs it)")
    jars = KEPT / "lib"
    if not _are_pinned(jars):
        shutil.rmtree(jars, ignore_errors=True)
        _run(["mvn", "-q", "-B", "-f", str(PINNED / "pom.xml"), COPYING, f"-DoutputDirectory={jars}"])
        if not _are_pinned(jars):
            raise NoCluster("the registry gave other files than tests/cluster/jars.sha256 names")
    if not (KEPT / "classes" / "Node.class").exists():
        _run(["javac", "-cp", f"{jars}/*", "-d", str(KEPT / "classes"), str(PINNED / "Node.java")])
    return KEPT


def _are_pinned(jars: Path) -> bool:
    lines = (PINNED / "jars.sha256").read_text(encoding="ascii").splitlines()
    wanted = {name: digest for digest, name in (line.split() for line in lines)}
    there = {path.name: path for path in jars.glob("*.jar")}
    return wanted.keys() == there.keys() and all(
        hashlib.sha256(path.read_bytes()).hexdigest() == wanted[name] for name, path in there.items()
    )


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(  # noqa: PLW1510 - its words are told with the error
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=FETCHING_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise NoCluster(f"{command[0]} took longer than {FETCHING_SECONDS} s") from error
    if done.returncode:
        raise NoCluster(f"{command[0]} failed: {done.stdout.strip()[-400:]}")


class SearchCluster:
    def __init__(self, java: Sequence[str] = QUICKLY) -> None:
        self._server, self._java = fetched(), java
        self._folder = Path(tempfile.mkdtemp(prefix="search-cluster-"))
        ports = _free_ports(2 * NODES)
        self._http, self._transport = ports[:NODES], ports[NODES:]
        self._nodes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def addresses(self) -> str:
        return ",".join(f"http://127.0.0.1:{port}" for port in self._http)

    def start(self) -> None:
        for number in range(NODES):
            self.start_node(number)
        self.wait(NODES)

    def start_node(self, number: int) -> None:
        seeds = ",".join(f"127.0.0.1:{port}" for port in self._transport)
        first = ",".join(f"n{each}" for each in range(NODES))
        settings = {
            "path.home": self._folder / f"home{number}",
            "path.data": self._folder / f"data{number}",
            "path.logs": self._folder / f"logs{number}",
            "cluster.name": self._folder.name,
            "node.name": f"n{number}",
            "network.host": "127.0.0.1",
            "http.port": self._http[number],
            "transport.port": self._transport[number],
            "http.type": "netty4",
            "transport.type": "netty4",
            "discovery.seed_hosts": seeds,
            "cluster.initial_cluster_manager_nodes": first,
            # A test machine's disk may be nearly full, and a lost node comes back in a moment.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "cluster.max_shards_per_node": 3000,
        }
        log = (self._folder / f"n{number}.log").open("ab")
        self._nodes[number] = subprocess.Popen(
            [
                "java",
                *self._java,
                "-Dlog4j2.disable.jmx=true",
                "-cp",
                f"{self._server}/classes:{self._server}/lib/*",
                "Node",
            ]
            + [f"{name}={value}" for name, value in settings.items()],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
        log.close()

    def kill_node(self, number: int) -> None:
        self._nodes[number].kill()
        self._nodes[number].wait()

    def wait(self, nodes: int, *, status: str = "yellow") -> None:
        """Until so many nodes have found each other, and every index is at least so well."""
        asked = f"wait_for_nodes=ge({nodes})&wait_for_status={status}&timeout=5s"
        end = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < end:
            for port in self._http:
                try:
                    with urlopen(f"http://127.0.0.1:{port}/_cluster/health?{asked}", timeout=10) as reply:
                        if not json.load(reply)["timed_out"]:
                            return
                except (URLError, OSError, ValueError):
                    time.sleep(0.3)
        logs = "".join(path.read_text()[-800:] for path in sorted(self._folder.glob("n*.log")))
        raise RuntimeError(f"the search cluster did not start within {STARTING_SECONDS} s: {logs}")

    @contextmanager
    def copying_at(self, a_second: str | None) -> Iterator[None]:
        """No part is copied to another node faster than that."""
        self._allow_copying(a_second)
        try:
            yield
        finally:
            self._allow_copying(None)

    def _allow_copying(self, a_second: str | None) -> None:
        body = {"transient": {"indices.recovery.max_bytes_per_sec": a_second}}
        address = f"http://127.0.0.1:{self._http[0]}/_cluster/settings"
        kind = {"Content-Type": "application/json"}
        urlopen(Request(address, json.dumps(body).encode(), kind, method="PUT"), timeout=10).close()

    def is_green(self) -> bool:
        """Whether every part has all its copies."""
        with urlopen(f"http://127.0.0.1:{self._http[0]}/_cluster/health", timeout=10) as reply:
            return bool(json.load(reply)["status"] == "green")

    def megabytes(self) -> float:
        """What all indices and their copies take on disk, without the logs that a node starts again from."""
        with urlopen(f"http://127.0.0.1:{self._http[0]}/_stats/store", timeout=10) as reply:
            return float(json.load(reply)["_all"]["total"]["store"]["size_in_bytes"]) / 1e6

    def resident_megabytes(self) -> float:
        """What all nodes hold in memory, their heaps and what they keep beside them."""
        return sum(resident_megabytes(node.pid) for node in self._nodes.values())

    def stop(self) -> None:
        for node in self._nodes.values():
            node.kill()
            node.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def engine(self, folder: Path) -> "ClusterEngine":
        """An engine on an index of its own for each folder."""
        opened: ClusterEngine = import_module("search.engines.opensearch").opened(self.options(folder))
        return opened

    def options(self, folder: Path) -> dict[str, object]:
        name = f"t{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
        return {"URL": self.addresses, "CA": None, "INDEX": name, "SHARDS": SHARDS, "REPLICAS": REPLICAS}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@cache
def running(java: Sequence[str] = QUICKLY) -> SearchCluster:
    """The cluster of this process, started when it is first asked for."""
    cluster = SearchCluster(java)
    atexit.register(cluster.stop)
    cluster.start()
    return cluster


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fetch", action="store_true", help="only bring the server here")
    try:
        if arguments.parse_args().fetch:
            fetched()
            return 0
        print(running().addresses, flush=True)
    except NoCluster as reason:
        bar = "!" * 78
        print(f"{bar}\nNO SEARCH CLUSTER, ITS TESTS ARE LEFT OUT: {reason}\n{bar}", file=sys.stderr)
        return NONE_HERE
    with suppress(KeyboardInterrupt):
        signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
