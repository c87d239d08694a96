"""The connection to the cluster, and the rule that whatever is not whole is no answer."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException, SSLError

from search.engines.contract import IndexUnavailable, IndexUnreachable

SEARCH_SECONDS = 8
"""A shard that takes longer gives up and says so, before the client would."""
CLIENT_SECONDS = 10.0
CONNECTIONS = 32
"""To each node; more threads than that ask at a time in no process."""
RETRIES = 2
"""On other nodes where there are several: a request is sent again where it was not answered."""

REFUSED = {
    401: "it does not take the name or the password in SEARCH_URL",
    403: "the account in SEARCH_URL lacks a right",
}

Body = dict[str, Any]


class Cluster:
    """A client and what is asked of every reply. Errors never hold the address, which may hold a password."""

    def __init__(self, client: Any) -> None:
        self.client = client

    @classmethod
    def at(cls, addresses: str, authority: str | None = None) -> "Cluster":
        """The cluster behind these addresses, with commas: ``https://name:password@host:9200``."""
        return cls(_client(addresses, authority))

    @contextmanager
    def talking(self) -> Iterator[Any]:
        """The client; whatever goes wrong with it is an index that is not available."""
        try:
            yield self.client
        except NotFoundError as error:
            raise IndexUnavailable("there is no index yet, or it was made by another version") from error
        except OpenSearchException as error:
            raise IndexUnreachable(f"the search cluster does not answer: {_told(error)}") from error

    def searched(self, index: str, search: Body, *, preference: str) -> Body:
        """The reply from all shards, in time. Fewer shards would find fewer hits and look the same."""
        kind, body = _told_apart(search)
        params = {"allow_partial_search_results": "false", "search_type": kind, "preference": preference}
        with self.talking() as client:
            reply: Body = client.search(index=index, body=body, params=params)
        refuse_parts(reply)
        return reply

    def searched_together(self, searches: Iterable[Body]) -> list[Body]:
        """The same of several searches at once, each of which names what it searches in its body."""
        lines: list[Body] = []
        for search in searches:
            kind, body = _told_apart(search)
            lines += [{"search_type": kind, "allow_partial_search_results": False}, body]
        with self.talking() as client:
            replies: list[Body] = client.msearch(body=lines)["responses"]
        for reply in replies:
            if "error" in reply:
                raise IndexUnreachable(f"the search cluster does not answer: {reply['error'].get('type')}")
            refuse_parts(reply)
        return replies


def _told_apart(search: Body) -> tuple[str, Body]:
    """How a search is to be run, and its body. Where scores matter, it must not for them in which shard an article lies."""
    kind = "dfs_query_then_fetch" if search.get("scored") else "query_then_fetch"
    body = {name: value for name, value in search.items() if name != "scored"}
    return kind, {"timeout": f"{SEARCH_SECONDS}s", "track_total_hits": True, **body}


def refuse_parts(reply: Mapping[str, Any]) -> None:
    if reply.get("timed_out") or reply.get("terminated_early"):
        raise IndexUnreachable("the search cluster took too long")
    shards = reply["_shards"]
    if shards["failed"] or shards["successful"] < shards["total"]:
        raise IndexUnreachable(f"only {shards['successful']} of {shards['total']} shards answered")


def _told(error: OpenSearchException) -> str:
    """What kind of error it is, and what the cluster called it; the rest may speak of addresses."""
    if isinstance(error, SSLError):
        return "no encrypted connection, or a certificate that SEARCH_CA does not vouch for"
    status, reason = getattr(error, "status_code", ""), getattr(error, "error", "")
    if status in REFUSED:
        return REFUSED[status]
    called = reason if isinstance(status, int) else ""
    return " ".join(str(part) for part in (type(error).__name__, status, called) if part)


@cache
def _client(addresses: str, authority: str | None) -> Any:
    parts = [urlsplit(address.strip()) for address in addresses.split(",")]
    named = next((part for part in parts if part.username), None)
    hosts = [urlunsplit((part.scheme, part.netloc.rpartition("@")[2], part.path, "", "")) for part in parts]
    return OpenSearch(
        hosts,
        http_auth=(_sent(named.username), _sent(named.password)) if named else None,
        ca_certs=authority,
        verify_certs=True,
        timeout=CLIENT_SECONDS,
        pool_maxsize=CONNECTIONS,
        max_retries=RETRIES,
        retry_on_timeout=True,
        retry_on_status=(502, 503, 504),
    )


def _sent(written: str | None) -> str:
    """A name or a password for a header, of which the client sends each character as one byte: those of UTF-8."""
    return unquote(written or "").encode().decode("latin-1")
