"""The engine on a cluster: one index behind names that say whether and by whom it may be read.

``reviews.1767…`` is an index, made once and never renamed. ``reviews`` is the name of the present one, complete or not;
``reviews.as.FINGERPRINT`` is given to it once it is complete, and is what searches ask for: a cleared index, or one of
another version, has no such name and can't be taken for an empty one. Writers, who hold the lease, write by a name that
goes with the index (``reviews.1767….w``), so that nothing is ever made anew by a write.
"""

import re
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, OpenSearchException

from search.analysis import plain_text
from search.documents import Document
from search.engines.contract import (
    Answer,
    EngineHit,
    Health,
    IndexUnavailable,
    IndexUnreachable,
    MadeFrom,
    Order,
    Request,
)
from search.engines.opensearch.cluster import Body, Cluster
from search.engines.opensearch.compiling import EVERYTHING, SORTS
from search.engines.opensearch.finding import Finding
from search.engines.opensearch.glance import at_a_glance
from search.engines.opensearch.lease import Held, Lease
from search.engines.opensearch.point_in_time import PointInTime, counting, id_of
from search.engines.opensearch.schema import (
    MAPPINGS,
    digest_of,
    fingerprint,
    once_built,
    settings_of,
    versions,
)
from search.engines.opensearch.sets import Sets
from search.engines.opensearch.similar import distinctive_words, likeness
from search.engines.opensearch.writing import refresh, write

TRIES = 3
PAUSE_SECONDS = 0.1
PATIENCE_SECONDS = 10.0
"""A search is asked again where a node was lost or an index swapped meanwhile, unless that took so long already."""
REBUILD_LOCK_SECONDS = 60.0
MERGED_WITHIN_SECONDS = 30.0
COPIES_SECONDS = 30.0
"""How long none of its copies may be in the making until a new index is taken without them."""
WAITED_IN_VAIN = 408
SAMPLED_ARTICLES = 50_000
"""Of so many articles a shard the words are counted; beyond that their numbers are of these alone."""
MOST_WORDS = 10_000
MOST_ALIKE = 1000
NOT_COMPLETE = "the index was cleared and is not complete yet"

Result = TypeVar("Result")


@dataclass(frozen=True)
class Present:
    """The present index, and what it says of itself."""

    index: str
    complete: bool
    versions: Mapping[str, str]
    state: str | None

    @property
    def to_write(self) -> str:
        return f"{self.index}.w"

    @property
    def notes(self) -> Body:
        return {"versions": dict(self.versions), "state": self.state}


class ClusterEngine:
    is_shared = True

    def __init__(self, cluster: Cluster, name: str, *, shards: int, replicas: int) -> None:
        self._cluster, self._name = cluster, name
        self._shards, self._replicas = shards, replicas
        self._lease = Lease(cluster, f"{name}.lock")

    # Reading

    def find(self, request: Request) -> Answer:
        sets, index = Sets(request), self._whole
        preference = str(zlib.crc32(repr(request.query).encode(errors="surrogatepass")))

        def asked() -> Answer:
            if (answer := at_a_glance(self._cluster, index, sets, preference=preference)) is not None:
                return answer
            with PointInTime.of(self._cluster, index, preference=preference) as moment:
                return Finding(moment, sets).answer()

        return self._patiently(asked)

    def similar(self, article_id: int, words: Mapping[str, int], *, limit: int) -> tuple[EngineHit, ...]:
        def asked(moment: PointInTime) -> tuple[EngineHit, ...]:
            own = next(moment.rows({"term": {"id": article_id}}, take=1, docvalue_fields=["family"]), None)
            told = own and distinctive_words(moment, words)
            if not own or not told:
                return ()
            (family,) = own["fields"]["family"]
            scored = {"bool": {"must": [likeness(told)], "must_not": [{"term": {"family": family}}]}}
            rows = moment.rows(
                scored, SORTS[Order.RELEVANCE], take=min(limit, MOST_ALIKE), collapse={"field": "family"}
            )
            return tuple(EngineHit(id_of(hit), round(float(hit["_score"]), 4)) for hit in rows)

        return self._read(asked, preference=str(article_id))

    def vocabulary(self, prefix: str, *, limit: int) -> tuple[tuple[str, int], ...]:
        begins = re.sub(r"[^\w]", r"\\\g<0>", plain_text(prefix))
        wanted = {
            "field": "vocabulary",
            "size": min(limit, MOST_WORDS),
            "shard_size": MOST_WORDS,
            "order": [{"_count": "desc"}, {"_key": "asc"}],
            **({"include": f"{begins}.*"} if begins else {}),
        }
        sampled = {
            "sampler": {"shard_size": SAMPLED_ARTICLES},
            "aggs": {"words": {"terms": wanted}},
        }

        def asked(moment: PointInTime) -> tuple[tuple[str, int], ...]:
            reply = moment.asked({**counting(EVERYTHING), "aggs": {"sample": sampled}})
            buckets = reply["aggregations"]["sample"]["words"]["buckets"]
            return tuple((bucket["key"], bucket["doc_count"]) for bucket in buckets)

        return self._read(asked, preference=self._name)

    def digests(self) -> Mapping[int, int]:
        present = self._readable()

        def asked(moment: PointInTime) -> dict[int, int]:
            rows = moment.rows(EVERYTHING, take=sys.maxsize, docvalue_fields=["digest"])
            return {id_of(hit): digest_of(int(hit["fields"]["digest"][0])) for hit in rows}

        return self._read(asked, preference=self._name, index=present.index)

    def health(self, *, read_through: bool = False) -> Health:
        """``read_through`` changes nothing: each node checks its own files as it reads them."""
        try:
            present = self._readable()
            if not present.complete:
                raise IndexUnavailable(NOT_COMPLETE)
            documents = self._read(
                lambda moment: moment.count(EVERYTHING), preference=self._name, index=present.index
            )
        except IndexUnavailable as problem:
            return Health(None, problem=str(problem), passing=isinstance(problem, IndexUnreachable))
        return Health(documents=documents, problem=None)

    def state(self) -> str | None:
        return self._present().state

    def is_complete(self) -> bool:
        return self._present().complete

    def _read(
        self, asked: Callable[[PointInTime], Result], *, preference: str, index: str | None = None
    ) -> Result:
        def read() -> Result:
            with PointInTime.of(self._cluster, index or self._whole, preference=preference) as moment:
                return asked(moment)

        return self._patiently(read)

    def _patiently(self, ask: Callable[[], Result]) -> Result:
        """Asked again where it was not answered; why, where the index itself says it."""
        begun = time.monotonic()
        for attempt in range(1, TRIES + 1):
            try:
                return ask()
            except IndexUnavailable:
                if attempt == TRIES or time.monotonic() - begun > PATIENCE_SECONDS:
                    self._explain()
                    raise
                time.sleep(PAUSE_SECONDS)
        raise AssertionError("the last try returns or raises")

    @property
    def _whole(self) -> str:
        return f"{self._name}.as.{fingerprint()}"

    def _explain(self) -> None:
        """Raises why there is nothing to be read, where the index itself says it."""
        if not self._readable().complete:
            raise IndexUnavailable(NOT_COMPLETE)

    def _readable(self) -> Present:
        """The present index, unless it is of another version."""
        present = self._present()
        for name, value in versions().items():
            if present.versions.get(name) != value:
                raise IndexUnavailable(
                    f"the index was made with another {name}: {present.versions.get(name)}, now {value}"
                )
        return present

    def _present(self) -> Present:
        with self._cluster.talking() as client:
            found = client.indices.get(index=self._name)
        if len(found) != 1 or self._name in found:
            raise IndexUnavailable(f"the name {self._name} is not that of one index of this archive")
        ((index, described),) = found.items()
        notes = described["mappings"]["_meta"]
        return Present(
            index=index,
            complete=any(alias.startswith(f"{self._name}.as.") for alias in described["aliases"]),
            versions=notes["versions"],
            state=notes["state"],
        )

    # Writing

    def apply(
        self,
        documents: Iterable[Document],
        removed_ids: Iterable[int],
        *,
        lock_seconds: float,
        made_from: MadeFrom | None = None,
    ) -> None:
        with self._lease.held(lock_seconds) as held:
            present = self._readable()
            wanted = {document.id: document for document in documents}
            gone = {*removed_ids} - wanted.keys()
            state = present.state if made_from is None else made_from()
            write(self._cluster, present.to_write, wanted.values(), gone, held)
            if state != present.state:
                self._note(Present(present.index, present.complete, present.versions, state))

    def replace_all(
        self,
        documents: Iterable[Document],
        *,
        lock_seconds: float = REBUILD_LOCK_SECONDS,
        made_from: MadeFrom | None = None,
    ) -> int:
        with self._lease.held(lock_seconds) as held:
            return self._replace_all(documents, held, complete=True, made_from=made_from)

    def start_over(self, *, lock_seconds: float, only_where_missing: bool = False) -> None:
        with self._lease.held(lock_seconds) as held:
            with self._cluster.talking() as client:
                is_there = client.indices.exists(index=self._name)
            if not (only_where_missing and is_there):
                self._replace_all((), held, complete=False)

    def declare_complete(self, *, lock_seconds: float) -> None:
        with self._lease.held(lock_seconds):
            index = self._readable().index
            with self._cluster.talking() as client:
                client.indices.update_aliases(
                    body={"actions": [{"add": {"index": index, "alias": self._whole}}]}
                )

    def tidy(self, *, lock_seconds: float) -> bool:
        """The nodes merge their segments by themselves."""
        return False

    def _replace_all(
        self,
        documents: Iterable[Document],
        held: Held,
        *,
        complete: bool,
        made_from: MadeFrom | None = None,
    ) -> int:
        new = Present(f"{self._name}.{held.number}", complete, versions(), None)
        with self._cluster.talking() as client:
            before = self._indices(client)
            client.indices.create(
                index=new.index,
                body={
                    "settings": settings_of(shards=self._shards),
                    "mappings": {**MAPPINGS, "_meta": new.notes},
                    "aliases": {new.to_write: {}},
                },
            )
        try:
            written = write(self._cluster, new.to_write, _each_once(documents), (), held)
            self._note(Present(new.index, complete, new.versions, None if made_from is None else made_from()))
            self._merge(new.index, held)
            self._wait_for_copies(new.index, held)
            self._refuse_loss(new.index, written)
            held.check()
            self._swap(new, before)
        except BaseException:
            with suppress(OpenSearchException):
                self._cluster.client.indices.delete(index=new.index)
            raise
        return written

    def _swap(self, new: Present, before: list[str]) -> None:
        """In one step the names go to the new index and the old ones are gone. Searches under way ask again."""
        names = [self._name, self._whole] if new.complete else [self._name]
        actions: list[Body] = [{"add": {"index": new.index, "alias": name}} for name in names]
        actions += [{"remove_index": {"index": index}} for index in before]
        with self._cluster.talking() as client:
            client.indices.update_aliases(body={"actions": actions})

    def _indices(self, client: Any) -> list[str]:
        """The present index, and what interrupted writers left."""
        try:
            found = client.indices.get_alias(index=f"{self._name}.*")
        except NotFoundError:
            return []
        own = re.compile(rf"{re.escape(self._name)}\.\d+")
        return [index for index in found if own.fullmatch(index)]

    def _merge(self, index: str, held: Held) -> None:
        """One segment a part: a search looks its characters up in each of them, and each keeps what only writers needed."""
        params = {"max_num_segments": "1", "request_timeout": MERGED_WITHIN_SECONDS}
        while True:
            held.check()
            try:
                self._cluster.client.indices.forcemerge(index=index, params=params)
                return
            except ConnectionTimeout:
                continue  # it goes on there; asked once more, this is answered when it is done
            except OpenSearchException:
                return  # without it searches are as right, only slower

    def _wait_for_copies(self, index: str, held: Held) -> None:
        """Until each part has its copies, or none is being made any more because too few nodes are there."""
        wanted = {"wait_for_status": "green", "timeout": f"{1000 * COPIES_SECONDS:.0f}ms"}
        # Whoever has waited in vain is answered with a status of its own: copying a part of many gigabytes takes minutes.
        asked = {**wanted, "ignore": WAITED_IN_VAIN, "request_timeout": COPIES_SECONDS + 10}
        with self._cluster.talking() as client:
            client.indices.put_settings(index=index, body=once_built(replicas=self._replicas))
            refresh(self._cluster, index)
            while True:
                held.check()
                health = client.cluster.health(index=index, params=dict(asked))
                if health["status"] == "green" or not health["initializing_shards"]:
                    return

    def _refuse_loss(self, index: str, written: int) -> None:
        with PointInTime.of(self._cluster, index, preference=self._name) as moment:
            if (counted := moment.count(EVERYTHING)) != written:
                raise IndexUnavailable(f"of {written} articles that were written {counted} are there")

    def _note(self, present: Present) -> None:
        with self._cluster.talking() as client:
            client.indices.put_mapping(index=present.index, body={"_meta": present.notes})


def _each_once(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[int] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document
