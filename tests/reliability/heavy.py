"""Everybody asks at once for what takes longest, while others read: who reads is answered, memory stays bounded."""

import argparse
import os
import random
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from benchmarks import synthetic_archive  # noqa: E402
from search.outbox import rebuild  # noqa: E402
from tests.reliability.apart import told  # noqa: E402
from tests.reliability.load import memory, own_settings  # noqa: E402
from tests.site_process import Site, running  # noqa: E402

HEAVY = (
    *("/search/export.xlsx?q=工会", "/search/export.csv?q=职工", "/search/export.json?q=工会"),
    *("/search/passages.docx?q=工会", "/search/by-place/?q=工会", "/search/by-place.xlsx?q=职工"),
    *(
        "/compare/?article={}&article={}&article={}&article={}",
        "/search/?q=工会 OR 职工 OR 服务&page=40",
        "/coverage/wanted.xlsx",
    ),
)
LIGHT = ("/", "/years/", "/articles/{}/", "/search/?q=工会", "/search/suggest/?q=工")
PATIENCE_SECONDS = 900.0


class Crowd:
    """So many at once, each with one request; and one reader who goes from page to page until all are answered."""

    def __init__(self, site: Site, number: int, articles: int) -> None:
        self._site, self._articles = site, articles
        self._chance = random.Random(12)
        asked = [self._filled(HEAVY[turn % len(HEAVY)]) for turn in range(number)]
        self._threads = [threading.Thread(target=self._ask_heavy, args=(address,)) for address in asked]
        self.answers: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.times: list[float] = []
        self.most_memory: Counter[str] = Counter()

    def run(self) -> float:
        """Seconds until all were answered."""
        began = time.monotonic()
        for thread in self._threads:
            thread.start()
        while any(thread.is_alive() for thread in self._threads):
            page = self._filled(self._chance.choice(LIGHT))
            asked = time.monotonic()
            self._note(page, self._status(page))
            self.times.append(time.monotonic() - asked)
            self.most_memory |= memory(self._site)
        return time.monotonic() - began

    def _filled(self, address: str) -> str:
        numbers = self._chance.sample(range(1, self._articles + 1), 4)
        return quote(address.format(*numbers), safe="/?=&.")

    def _ask_heavy(self, address: str) -> None:
        status = self._status(address)
        self.answers[status] += 1
        self._note(address, status)

    def _note(self, address: str, status: str) -> None:
        if status != "200":
            self.wrong[f"{status} {address}"] += 1

    def _status(self, address: str) -> str:
        try:
            with closing(HTTPConnection("127.0.0.1", self._site.port, timeout=PATIENCE_SECONDS)) as asked:
                asked.request("GET", address)
                answer = asked.getresponse()
                while answer.read(65536):
                    pass
                return str(answer.status)
        except (OSError, HTTPException) as error:
            return type(error).__name__


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.reliability heavy", description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--articles", type=int, default=2000)
    chosen = parser.parse_args(arguments)
    data = Path(settings.ARCHIVE_DATA)
    synthetic_archive.fill(chosen.articles)
    rebuild(lock_seconds=60)
    connections.close_all()
    with running(data, data.parent / "log", own=own_settings()) as site:
        alone = [_seconds(site, page) for page in ("/", "/years/", "/articles/1/") * 5]
        before = memory(site)
        crowd = Crowd(site, chosen.requests, chosen.articles)
        took = crowd.run()
        after = memory(site)
    times = sorted(crowd.times)
    counted = {
        "database": "postgresql" if "DATABASE_URL" in os.environ else "sqlite",
        "heavy": chosen.requests,
        "articles": chosen.articles,
        "answers": dict(crowd.answers),
        "seconds": round(took),
        "alone_p50_ms": round(1000 * sorted(alone)[len(alone) // 2]),
        "beside_pages": len(times),
        "beside_p50_ms": round(1000 * times[len(times) // 2]),
        "beside_p95_ms": round(1000 * times[len(times) * 95 // 100]),
        "beside_longest_ms": round(1000 * times[-1]),
        "memory_before_mb": dict(before),
        "memory_most_mb": dict(crowd.most_memory),
        "memory_after_mb": dict(after),
        "wrong": dict(crowd.wrong),
    }
    return told(counted, nothing=("wrong",))


def _seconds(site: Site, page: str) -> float:
    began = time.monotonic()
    site.get(page)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
