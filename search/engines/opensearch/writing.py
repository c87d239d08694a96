"""Documents on their way into an index: the next request is made while those before it are answered."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from search.documents import Document
from search.engines.contract import IndexLocked, IndexUnavailable, IndexUnreachable
from search.engines.opensearch.cluster import Body, Cluster
from search.engines.opensearch.lease import Held
from search.engines.opensearch.schema import row_of

ACTIONS_AT_ONCE = 100
BYTES_AT_ONCE = 8 << 20
BUSY = {408, 429}
UNDER_WAY = 2
"""Requests that wait for their answers; cutting the text here takes about as long as indexing it there."""
SECONDS = 60.0
A_NODE_SECONDS = 20
"""So long a part that was on a lost node may take to be on another one; then the articles are handed in again later."""


def write(
    cluster: Cluster, index: str, documents: Iterable[Document], gone: Iterable[int], held: Held
) -> int:
    """Write and remove, and wait until searches see it; how many documents were written."""
    written = changed = 0
    for operation in _sent(cluster, index, _bodies(_actions(documents, gone, held)), held):
        written, changed = written + (operation == "index"), changed + 1
    if changed:
        refresh(cluster, index)
    return written


def refresh(cluster: Cluster, index: str) -> None:
    """A copy that is still being made is none that anybody reads. After many articles this brings the last of them to disk."""
    with cluster.talking() as client:
        reply = client.indices.refresh(index=index, params={"request_timeout": SECONDS})
    if failed := reply["_shards"]["failed"]:
        raise IndexUnreachable(f"{failed} shards do not show yet what was written")


def _actions(documents: Iterable[Document], gone: Iterable[int], held: Held) -> Iterator[str]:
    """Each as the cluster reads it, with the holder's number: whoever held the lock before changes nothing any more."""
    version = {"version": held.number, "version_type": "external_gte"}
    for document in documents:
        yield _line({"index": {"_id": str(document.id), **version}}) + _line(row_of(document))
    for number in gone:
        yield _line({"delete": {"_id": str(number), **version}})


def _line(told: Body) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _bodies(actions: Iterable[str]) -> Iterator[bytes]:
    """As many actions as go into one request, none of them parted."""
    gathered: list[bytes] = []
    size = 0
    for action in map(str.encode, actions):
        if gathered and (len(gathered) == ACTIONS_AT_ONCE or size + len(action) > BYTES_AT_ONCE):
            yield b"".join(gathered)
            gathered, size = [], 0
        gathered.append(action)
        size += len(action)
    if gathered:
        yield b"".join(gathered)


def _sent(cluster: Cluster, index: str, bodies: Iterable[bytes], held: Held) -> Iterator[str]:
    """What was done, one action after another. The bodies are made in this thread, which has the database."""

    def send(body: bytes) -> list[str]:
        held.check()
        params = {"require_alias": "true", "timeout": f"{A_NODE_SECONDS}s", "request_timeout": SECONDS}
        with cluster.talking() as client:
            reply = client.bulk(index=index, body=body, params=params)
        return [_done(result) for result in reply["items"]]

    sending = ThreadPoolExecutor(UNDER_WAY)
    waiting: deque[Future[list[str]]] = deque()
    try:
        for body in bodies:
            waiting.append(sending.submit(send, body))
            if len(waiting) > UNDER_WAY:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        sending.shutdown(cancel_futures=True)
    held.check()


def _done(result: Body) -> str:
    ((operation, told),) = result.items()
    if told["status"] < 300 or (operation == "delete" and told["status"] == 404):
        return str(operation)
    if told["status"] == 409:
        raise IndexLocked(waited=0.0)
    error = told.get("error", {})
    called = error.get("type") if isinstance(error, dict) else error
    may_pass = told["status"] in BUSY or told["status"] >= 500
    problem = IndexUnreachable if may_pass else IndexUnavailable
    raise problem(f"the search cluster did not take an article: {told['status']} {called}")
