"""Readers, an import and edits at the same time on the real site, and a backup in the middle that is restored elsewhere."""

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

from django.conf import settings

from tests.reliability.apart import told
from tests.site_process import ROOT, Site, command_of, environment, manage, manage_each, running
from tests.small_archive import rows, write_reviews

PAGES = (
    *(
        "/",
        "/regions/",
        "/regions/990102/",
        "/years/",
        "/years/2015/",
        "/coverage/",
        "/figures/",
        "/articles/{}/",
    ),
    *(
        "/search/?q=工会",
        "/search/?q=河东 师傅",
        "/search/?q=“户外劳动者驿站”",
        "/search/?q=没有谁写过",
        "/search/?region=990102",
    ),
    *(
        "/articles/{}/source/",
        "/articles/{}/cite/",
        "/search/suggest/?q=工",
        "/search/feed/?q=驿站",
        "/articles/{}.json",
    ),
)
EDITS = """
import random, sys, time
import django
django.setup()
from archive import editing
from archive.models import Article
done = failed = 0
until = time.monotonic() + float(sys.argv[1])
while time.monotonic() < until:
    pk = random.choice(list(Article.objects.published().values_list("pk", flat=True)[:200]) or [0])
    try:
        editing.correct(pk, {"subtitle": f"改过{done}次"}, by=None)
        done += 1
    except Article.DoesNotExist:
        pass
    except Exception as error:
        failed += 1
        print(repr(error), file=sys.stderr)
    time.sleep(0.2)
print(done, failed)
"""
NOT_RESTORED = ("archive_replica", "archive_replica_holds", "archive_indexchange", "archive_statemark")
"""What a backup says of indexes; that of a restored archive is made anew."""
PATIENCE_SECONDS = 60.0
MEGABYTE = 1024
SAMPLED_EVERY_SECONDS = 5.0


class Readers:
    """So many at once, each asking page after page."""

    def __init__(self, site: Site, number: int, articles: int) -> None:
        self._site, self._articles = site, articles
        self._stopped = threading.Event()
        self.times: list[float] = []
        self.wrong: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._read, args=(seed,)) for seed in range(number)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _read(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._stopped.is_set():
            page = chance.choice(PAGES).format(chance.randint(1, self._articles))
            began = time.perf_counter()
            status = self._asked(quote(page, safe="/?=&."))
            self.times.append(time.perf_counter() - began)
            if status != "200":
                self.wrong[f"{status} {page}"] += 1
            self._stopped.wait(chance.uniform(0, 2))  # a reader reads

    def _asked(self, address: str) -> str:
        try:
            with closing(HTTPConnection("127.0.0.1", self._site.port, timeout=PATIENCE_SECONDS)) as asked:
                asked.request("GET", address)
                answer = asked.getresponse()
                answer.read()
                return str(answer.status)
        except (OSError, HTTPException) as error:
            return type(error).__name__


class Begun:
    """A command beside the site. What it says goes into files: a pipe that nobody empties would stop it after 64 KB."""

    def __init__(self, data: Path, name: str, *command: str) -> None:
        self._out, self._err = (data.parent / f"{name}.{kind}" for kind in ("out", "err"))
        with self._out.open("w") as out, self._err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=environment(data, DJANGO_SETTINGS_MODULE="archive.settings", **own_settings()),
                stdout=out,
                stderr=err,
            )

    def said(self) -> str:
        return self._out.read_text(encoding="utf-8")

    def errors(self) -> str:
        return self._err.read_text(encoding="utf-8")


def memory(site: Site) -> Counter[str]:
    """Megabytes in memory, by what the process does; those of one kind are counted together."""
    sizes: Counter[str] = Counter()
    for process in [site.process.pid, *site.children()]:
        told = command_of(process)
        name = next(
            (kind for kind in ("supervisor", "gunicorn", "index_worker", "import_worker") if kind in told),
            "reader",
        )
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        except OSError:
            continue  # it has ended meanwhile
        sizes[name] += (
            next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
            // MEGABYTE
        )
    return sizes


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.reliability load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--files", type=int, default=1000)
    chosen = parser.parse_args(arguments)
    data = Path(settings.ARCHIVE_DATA)
    outside = data.parent
    first = write_reviews(outside / "first", range(1000, 1100))
    more = write_reviews(outside / "more", range(2000, 2000 + chosen.files))
    own = own_settings()
    done = manage(data, "import_reviews", str(first), "--publish-all", **own)
    assert done.returncode == 0, done.stderr
    with running(data, outside / "log", own=own) as site:
        begun = [
            Begun(data, "imported", "manage.py", "import_reviews", str(more), "--publish-all"),
            Begun(data, "edited", "-c", EDITS, str(chosen.seconds)),
        ]
        with Readers(site, chosen.readers, 100) as readers:
            sizes: list[Counter[str]] = []
            begun.append(Begun(data, "backed-up", "manage.py", "backup", str(outside / "backup.zip")))
            until = time.monotonic() + chosen.seconds
            while not sizes or time.monotonic() < until:
                sizes.append(memory(site))
                time.sleep(SAMPLED_EVERY_SECONDS)
        codes = [one.process.wait() for one in begun]
        locked = sum(text.count("locked") for text in (site.said(), *(one.errors() for one in begun)))
    edits, failed_edits = map(int, begun[1].said().split() or (0, 0))
    times = sorted(readers.times)
    counted = {
        "database": "postgresql" if "DATABASE_URL" in own else "sqlite",
        "seconds": chosen.seconds,
        "readers": chosen.readers,
        "requests": len(times),
        "p50_ms": round(1000 * times[len(times) // 2]),
        "p95_ms": round(1000 * times[len(times) * 95 // 100]),
        "imported": chosen.files,
        "edits": edits,
        "memory_first_mb": dict(sizes[min(2, len(sizes) - 1)]),
        "memory_last_mb": dict(sizes[-1]),
        "wrong": dict(readers.wrong),
        "locked": locked,
        "failed": failed_edits + sum(map(bool, codes)),
        "unlike": _unlike(outside),
    }
    return told(counted, nothing=("wrong", "locked", "failed", "unlike"))


def own_settings() -> dict[str, str]:
    return {name: os.environ[name] for name in ("DATABASE_URL", "BACKUP_KEEP") if os.environ.get(name)}


def _unlike(outside: Path) -> list[str]:
    """What a restored backup holds otherwise than the backup itself: tables by name, or its index."""
    packed, back = outside / "packed", outside / "back"
    back.mkdir()
    with ZipFile(outside / "backup.zip") as backup:
        backup.extract("archive.sqlite3", packed)
    restored, checked = manage_each(back, ("restore", str(outside / "backup.zip")), ("check_index",))
    if restored.returncode or checked.returncode:
        return [restored.stderr or checked.stdout]
    here, there = rows(back), rows(packed)
    return [table for table in there if table not in NOT_RESTORED and here[table] != there[table]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
