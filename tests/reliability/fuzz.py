"""Asks every address of the site with anything in it: no answer may be a 500, none slower than two seconds."""

import argparse
import logging
import random
import re
import sys
import time
from collections import Counter
from itertools import cycle
from urllib.parse import quote, urlencode

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks import synthetic_archive  # noqa: E402
from benchmarks.fuzzed_queries import fuzzed  # noqa: E402
from search.outbox import rebuild  # noqa: E402
from search.warming import warm_up  # noqa: E402
from tests.reliability.apart import told  # noqa: E402
from tests.roles import routes  # noqa: E402

SLOW_SECONDS = 2.0
"""Of this process's own work: what else the machine does is no matter of an address."""
NAMES = (
    *(
        "q",
        "region",
        "year",
        "from",
        "to",
        "single",
        "newspaper",
        "kind",
        "exact",
        "matter",
        "sort",
        "size",
        "page",
    ),
    *(
        "hit",
        "level",
        "style",
        "at",
        "a",
        "b",
        "article",
        "indicator",
        "code",
        "format",
        "id",
        "next",
        "language",
    ),
    *(
        "term",
        "app_label",
        "model_name",
        "field_name",
        "e",
        "o",
        "p",
        "all",
        "status__exact",
        "_popup",
        "_to_field",
    ),
    *(
        "place",
        "over",
        "under",
        "scope",
        "order",
        "show",
        "view",
        "mode",
        "all_years",
        "path",
        "text",
        "f",
        "edition",
    ),
)
ODD = (
    *(
        "",
        " ",
        "0",
        "1",
        "-1",
        "2019",
        "99999999999999999999",
        "1e9",
        "NaN",
        "unknown",
        "None",
        "null",
        "true",
    ),
    *(
        "990102",
        "110000",
        "361103",
        "annual_review",
        "relevance",
        "\0",
        "a\0b",
        "'",
        '"',
        "<script>alert(1)</script>",
    ),
    *(
        "../../etc/passwd",
        "%00",
        "%",
        "_",
        "\\",
        "\ud800",
        "\uffff",
        "𠮷",
        "\u202e",
        "工会" * 2000,
        "=1+1",
        "//evil.example",
    ),
    *(
        "{{7*7}}",
        "${7*7}",
        "1;DROP TABLE archive_article",
        "[]",
        "{}",
        "٣",
        "²",
        "年份:2018..2021",
        "(" * 300,
    ),
)
METHODS = (*("GET",) * 16, "POST", "POST", "HEAD", "OPTIONS", "PUT")
QUERIES = 2000
SIGNED_IN_AGAIN_AFTER = 50
"""Requests; some of them sign out."""
LANGUAGES = ("zh-hans", "en", "x" * 200, "")


class Fuzzer:
    def __init__(self, seed: int, articles: int) -> None:
        self._chance = random.Random(seed)
        self._routes = sorted(set(routes()))
        self._articles = articles
        self._queries = cycle(list(fuzzed(QUERIES, seed=seed)))

    def address(self) -> str:
        """A route with something for each of its parts, and parameters that it may or may not know."""
        route = re.sub(
            r"<[^>]*>|\([^)]*\)[^/]*", lambda _part: self._part(), self._chance.choice(self._routes)
        )
        path = "/" + route.replace("^", "").replace("$", "")
        pairs = [
            (self._chance.choice(NAMES), self.value())
            for _ in range(self._chance.choice((0, 0, 1, 1, 2, 3, 6)))
        ]
        return path + ("?" + urlencode(pairs, errors="surrogatepass") if pairs else "")

    def value(self) -> str:
        kind = self._chance.random()
        if kind < 0.5:
            return self._chance.choice(ODD)
        if kind < 0.8:
            return next(self._queries)
        return str(self._chance.randint(-5, 3000))

    def _part(self) -> str:
        if self._chance.random() < 0.6:
            return str(
                self._chance.choice((self._chance.randint(1, self._articles), 1, 2019, 990102, 110000, "csv"))
            )
        return quote(self._chance.choice(ODD)[:300] or "x", safe="", errors="surrogatepass")

    def method(self) -> str:
        return self._chance.choice(METHODS)

    def pick(self, clients: list[Client]) -> Client:
        return self._chance.choice(clients)

    def language(self) -> str:
        return self._chance.choice(LANGUAGES)

    def body(self) -> str:
        pairs = [(self._chance.choice(NAMES), self.value()) for _ in range(3)]
        return urlencode(pairs, errors="surrogatepass")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.reliability fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument(
        "--seconds", type=int, default=24 * 3600, help="end then, however many requests that were"
    )
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=12)
    chosen = parser.parse_args(arguments)
    synthetic_archive.fill(chosen.articles)
    rebuild(lock_seconds=60)
    warm_up()
    logging.disable(logging.ERROR)
    fuzzer = Fuzzer(chosen.seed, chosen.articles)
    clients = [Client(raise_request_exception=False, headers={"host": "localhost"}) for _ in range(2)]
    superuser = User.objects.create_superuser("站长")
    statuses, failed, times = Counter[int](), list[str](), list[tuple[float, str]]()
    until = time.monotonic() + chosen.seconds
    for number in range(chosen.requests):
        if time.monotonic() > until:
            break
        if number % SIGNED_IN_AGAIN_AFTER == 0:
            clients[1].force_login(superuser)
        client, address, method = fuzzer.pick(clients), fuzzer.address(), fuzzer.method()
        client.cookies["django_language"] = fuzzer.language()
        began = time.process_time()
        answer = client.generic(
            method,
            address,
            fuzzer.body() if method == "POST" else "",
            content_type="application/x-www-form-urlencoded",
        )
        answer.getvalue()  # also what is sent piece by piece is written
        times.append((time.process_time() - began, f"{method} {address[:300]}"))
        statuses[answer.status_code] += 1
        if answer.status_code == 500:
            failed.append(f"{method} {address[:300]}")
    times.sort(reverse=True)
    for line in [*failed, *(f"{seconds:.2f} s {address}" for seconds, address in times[:5])]:
        sys.stderr.write(f"{line}\n")
    counted = {
        "database": connection.vendor,
        "requests": len(times),
        "articles": chosen.articles,
        "statuses": dict(sorted(statuses.items())),
        "failed": len(failed),
        "slowest_s": round(times[0][0], 2),
        "p99_s": round(times[len(times) // 100][0], 3),
        "slow": sum(seconds > SLOW_SECONDS for seconds, _address in times),
    }
    return told(counted, nothing=("failed", "slow"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
