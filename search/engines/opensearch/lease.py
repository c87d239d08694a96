"""The writer's lock of an index, held in the cluster by one process of any host at a time.

It is one document, written on condition that nobody wrote it since it was read. Whoever holds it writes it again every few
seconds; one that stays as it is for longer than ``LEASE_SECONDS``, by the waiting process's own clock, belongs to nobody
any more. Each holder has a number greater than all before, which every write bears as its version: what a process that was
taken for dead still sends is older than what is there, and refused.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opensearchpy.exceptions import ConflictError, OpenSearchException, RequestError

from search.engines.contract import IndexLocked, lock_awaited
from search.engines.opensearch.cluster import Body, Cluster

LEASE_SECONDS = 30.0
RENEWED_EVERY_SECONDS = 5.0
POLL_SECONDS = 0.1
MOMENT_SECONDS = 2.0
"""Whoever waits longer for the lock hears for whom."""
DOCUMENT = "writer"
HOST = socket.gethostname()


@dataclass
class Held:
    """What a writer needs to know of the lock that it has."""

    number: int
    token: str
    place: Body
    lost: bool = False

    def check(self) -> None:
        if self.lost:
            raise IndexLocked(waited=0.0)


class _Seen:
    """How each lock stood when this process last looked, and since when it stands so."""

    by_place: dict[tuple[int, str], tuple[object, float]] = {}


class Lease:
    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index

    @contextmanager
    def held(self, seconds: float) -> Iterator[Held]:
        held = self._awaited(seconds)
        done = threading.Event()
        keeping = threading.Thread(target=self._keep, args=(held, done), daemon=True)
        keeping.start()
        try:
            yield held
        finally:
            done.set()
            keeping.join()
            if not held.lost:
                with suppress(OpenSearchException):  # then it runs out by itself
                    self._write(held, free=True)

    def _awaited(self, seconds: float) -> Held:
        begun, told = time.monotonic(), False
        token = uuid.uuid4().hex
        while True:
            with self._cluster.talking():
                found = self._read()
                if found is None or self._may_be_taken(found):
                    with suppress(ConflictError):  # somebody was quicker
                        return self._taken(found, token)
                    continue
                if found["_source"]["token"] == token:  # taken by a request whose reply was lost
                    return Held(found["_source"]["number"], token, _place(found))
            waited = time.monotonic() - begun
            if waited >= seconds:
                raise _locked_out(found, seconds)
            if waited >= MOMENT_SECONDS and not told:
                told = True
                lock_awaited.send(Lease, locked=_locked_out(found, seconds))
            time.sleep(POLL_SECONDS)

    def _read(self) -> Body | None:
        found: Body = self._cluster.client.get(index=self._index, id=DOCUMENT, ignore=404)
        if "error" in found:
            self._make_index()
        return found if found.get("found") else None

    def _make_index(self) -> None:
        settings = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}
        mappings = {"dynamic": False, "properties": {}}
        with suppress(RequestError):  # another process made it just now
            self._cluster.client.indices.create(
                self._index, body={"settings": settings, "mappings": mappings}
            )

    def _may_be_taken(self, found: Body) -> bool:
        if found["_source"]["free"]:
            return True
        place, now = (id(self._cluster.client), self._index), time.monotonic()
        standing = (found["_seq_no"], found["_primary_term"])
        seen, since = _Seen.by_place.get(place, (None, now))
        if seen != standing:
            _Seen.by_place[place] = (standing, now)
            return False
        return now - since > LEASE_SECONDS

    def _taken(self, found: Body | None, token: str) -> Held:
        before = 0 if found is None else found["_source"]["number"]
        held = Held(max(before + 1, time.time_ns() // 1000), token, _place(found))
        self._write(held, free=False)
        return held

    def _write(self, held: Held, *, free: bool) -> None:
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        body = {
            "token": held.token,
            "number": held.number,
            "free": free,
            "host": HOST,
            "process": os.getpid(),
            "since": now,
        }
        reply = self._cluster.client.index(index=self._index, id=DOCUMENT, body=body, params=held.place)
        held.place = _place(reply)

    def _keep(self, held: Held, done: threading.Event) -> None:
        renewed = time.monotonic()
        while not done.wait(RENEWED_EVERY_SECONDS):
            try:
                self._write(held, free=False)
                renewed = time.monotonic()
            except ConflictError:
                held.lost = True
                return
            except OpenSearchException:
                if time.monotonic() - renewed > LEASE_SECONDS / 2:
                    held.lost = True
                    return


def _place(found: Body | None) -> Body:
    """The condition of the next write: that the document is as it was read, or is not there."""
    if found is None:
        return {"op_type": "create"}
    return {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}


def _locked_out(found: Any, seconds: float) -> IndexLocked:
    source = found["_source"]
    here = source["process"] if source["host"] == HOST else None
    return IndexLocked(waited=seconds, holder=here, since=source["since"])
