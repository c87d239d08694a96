"""Servers in front of the site: whom to believe about who asks, and the path below which the site lies."""

from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)
Address = IPv4Address | IPv6Address
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TrustedProxiesMiddleware:
    """``REMOTE_ADDR`` is the reader's own address, and what strangers write about addresses is dropped.

    Behind a trusted proxy it is the last address in X-Forwarded-For that is no trusted proxy's: whatever
    stands before it was written by the reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if is_trusted(_address(meta.get("REMOTE_ADDR", ""))):
            meta["REMOTE_ADDR"] = str(_client(meta))
        else:
            for name in FORWARDED:
                meta.pop(name, None)
        return self.get_response(request)


def is_trusted(address: Address | None) -> bool:
    return address is not None and any(
        address in network for network in settings.TRUSTED_PROXIES if network.version == address.version
    )


def _client(meta: dict[str, Any]) -> Address | None:
    found = _address(meta["REMOTE_ADDR"])
    for address in _named_last_first(meta.get("HTTP_X_FORWARDED_FOR", "")):
        if address is None:
            break  # nobody knows who wrote "unknown"; the proxy that passed it on is known
        found = address
        if not is_trusted(address):
            break
    return found


def _named_last_first(header: str) -> Iterator[Address | None]:
    return map(_address, reversed([part for part in header.split(",") if part.strip()]))


def _address(written: str) -> Address | None:
    """``203.0.113.9``, ``203.0.113.9:4711``, ``2001:db8::1`` or ``[2001:db8::1]:4711``."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def below(prefix: str | None, application: Application) -> Application:
    """The application below a path, whether the server in front takes the path off or passes it on."""
    if not prefix:
        return application

    def placed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        environ["SCRIPT_NAME"] = prefix
        return application(environ, start_response)

    return placed
