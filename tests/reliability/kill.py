"""Kills what works on an archive at random moments: nothing that was accepted may be lost, doubled or unusable after it.

Each piece of work is a process of its own. Now and then what was cut short is done to its end, and everything compared.
"""

import argparse
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from tqdm import tqdm  # noqa: E402

from archive import editing  # noqa: E402
from archive.backups.manifest import NoBackup  # noqa: E402
from archive.backups.reading import verified  # noqa: E402
from archive.models import Article, ImportItem, SourceDocument  # noqa: E402
from archive.storage import soundness  # noqa: E402
from archive.storage.readiness import prepare_database  # noqa: E402
from search import analysis, selfcheck  # noqa: E402
from tests.reliability.apart import told  # noqa: E402
from tests.site_process import ROOT, environment  # noqa: E402
from tests.small_archive import PLACES, TEXT  # noqa: E402

AT_ONCE = 4
LOOKED_AT_AFTER = 25
"""Kills after which everything is finished and compared; at the end it always is."""
NOTHING = ("lost", "doubled", "stuck", "unusable", "damaged")


def text(number: int) -> bytes:
    place, year = PLACES[number % len(PLACES)], 1990 + number % 31
    return TEXT.format(place=place, year=year, count=number).encode()


class Archive:
    """What is done to it, and what it has answered for."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.folder = Path(settings.ARCHIVE_DATA)
        self.outside = self.folder.parent
        self.accepted = self.outside / "accepted"
        self.accepted.touch()
        self.number = 0

    def begin(self) -> None:
        prepare_database()
        User.objects.create_superuser("站长")
        call_command("rebuild_index", interactive=False, verbosity=0)

    def next_files(self) -> list[tuple[str, bytes]]:
        first, self.number = self.number, self.number + AT_ONCE
        return [(f"{number}.txt", text(number)) for number in range(first, self.number)]

    # Each of these is done by a process that may be killed while it does

    def upload(self) -> Callable[[], object]:
        files = self.next_files()

        def send() -> None:
            client = Client(headers={"host": "localhost"})
            client.force_login(User.objects.get(username="站长"))
            sent = [SimpleUploadedFile(name, content) for name, content in files]
            answer = client.post(reverse("admin:archive_article_upload"), {"files": sent})
            assert answer.status_code in {200, 302}, answer.status_code
            self._note(files)

        return send

    def read(self) -> Callable[[], object]:
        return lambda: call_command("import_worker", "--once")

    def take_in(self) -> Callable[[], object]:
        files = self.next_files()
        folder = self.outside / f"from-{files[0][0]}"
        folder.mkdir()
        for name, content in files:
            (folder / name).write_bytes(content)

        def read_in() -> None:
            call_command("import_reviews", str(folder), "--publish-all")
            self._note(files)

        return read_in

    def edit(self) -> Callable[[], object]:
        articles = list(Article.objects.drafts().values_list("pk", flat=True)[:AT_ONCE])
        connections.close_all()

        def publish() -> None:
            for pk in articles:
                editing.publish(pk, by=None, anyway=True)

        return publish

    def index(self) -> Callable[[], object]:
        return lambda: call_command("index_worker", "--once")

    def rebuild(self) -> Callable[[], object]:
        return lambda: call_command("rebuild_index", interactive=False, verbosity=0)

    def backup(self) -> Callable[[], object]:
        file = self.outside / f"{time.time_ns()}.zip"
        return lambda: call_command("backup", str(file))

    def restore(self) -> Callable[[], object]:
        """Into a folder of its own, by a process that knows no other."""
        file = max(self.outside.glob("*.zip"))
        target = self.outside / "restored"
        target.mkdir(exist_ok=True)
        arguments = [sys.executable, "manage.py", "restore", "--replace", str(file)]
        own = environment(target, BACKUP_KEEP="0")
        return lambda: os.execve(sys.executable, arguments, own)  # noqa: S606

    def migrate(self) -> Callable[[], object]:
        target = self.outside / "migrated"
        target.mkdir(exist_ok=True)
        arguments = [sys.executable, "manage.py", "migrate", "-v0"]
        return lambda: os.execve(sys.executable, arguments, environment(target))  # noqa: S606

    def _note(self, files: list[tuple[str, bytes]]) -> None:
        with self.accepted.open("a") as ledger:
            ledger.write("".join(f"{name}\n" for name, _content in files))

    def pieces(self) -> dict[str, Callable[[], Callable[[], object]]]:
        """By name; asked for work, each says what a process is to do."""
        found = [self.upload, self.read, self.take_in, self.edit, self.index, self.rebuild, self.backup]
        if connection.vendor == "sqlite":  # each of these needs a database of its own
            found += [self.restore, self.migrate]
        return {piece.__name__: piece for piece in found}

    # And this is what must be so afterwards

    def finished(self) -> Counter[str]:
        """Let everything be done that waits, and count what is not as it should be."""
        for folder in sorted(self.outside.glob("from-*")):
            _done(partial(call_command, "import_reviews", str(folder), "--publish-all"))
            self._note([(path.name, b"") for path in folder.iterdir()])
            folder.rename(folder.with_name(f"whole-{folder.name}"))
        for work in (self.read, self.index, self.index):
            _done(work())
        accepted = Counter(set(self.accepted.read_text().split()))
        stored = Counter(SourceDocument.objects.values_list("name", flat=True))
        of_source = Counter(Article.objects.values_list("source__name", flat=True))
        waiting = ImportItem.objects.exclude(state__in=["read", "opened", "duplicate"]).count()
        found = Counter(
            lost=len([name for name in accepted if not (stored[name] and of_source[name])]),
            doubled=len([name for name in stored if stored[name] > 1 or of_source[name] > 1]),
            stuck=waiting,
            unusable=int(not selfcheck.check(probes=60).is_whole),
            damaged=int(not soundness.check().is_whole) + sum(map(_is_damaged, self.outside.glob("*.zip"))),
        )
        for file in sorted(self.outside.glob("*.zip"))[:-1]:  # the newest is what is restored next
            file.unlink()
        connections.close_all()
        return found


def _is_damaged(file: Path) -> bool:
    try:
        verified(file)
    except NoBackup:
        return True
    return False


def _forked(work: Callable[[], object]) -> int:
    """Do it in a process of its own, which ends with 1 where it raises.

    Its group is made by both sides, so that it is there whoever goes on first: it is what is killed.
    """
    sys.stdout.flush()
    process = os.fork()
    if process:
        with suppress(OSError):  # it has done so itself, and is another program or gone
            os.setpgid(process, process)
        return process
    os.setpgid(0, 0)
    code = 1
    try:
        os.chdir(ROOT)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        work()
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0) if isinstance(ended.code, int) or ended.code is None else 1
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is said, and this process ends
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)
    return 0


def _done(work: Callable[[], object]) -> float:
    """Seconds that it took when nobody disturbed it."""
    began = time.monotonic()
    _process, status = os.waitpid(_forked(work), 0)
    if status:
        raise RuntimeError(f"undisturbed it ended with {status}")
    return time.monotonic() - began


def killed(work: Callable[[], object], after: float) -> bool:
    """Whether it was still at work when it was killed."""
    process = _forked(work)
    time.sleep(after)
    ended, _status = os.waitpid(process, os.WNOHANG)
    if not ended:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return not ended


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.reliability kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument(
        "--seconds", type=int, default=24 * 3600, help="end then, however many kills that were"
    )
    parser.add_argument("--seed", type=int, default=12)
    chosen = parser.parse_args(arguments)
    # Its own lock is one of all processes that come of this one: who is killed with it in hand would stop all who come after.
    tqdm.set_lock(threading.RLock())
    archive, began = Archive(chosen.seed), time.monotonic()
    archive.begin()
    analysis.warm_up()
    pieces = archive.pieces()
    connections.close_all()
    takes = {name: _done(piece()) for name, piece in pieces.items()}
    hit, found = Counter[str](), Counter[str]()
    while hit.total() < chosen.kills and time.monotonic() - began < chosen.seconds:
        name = archive.chance.choice(sorted(pieces))
        was_at_work = killed(pieces[name](), archive.chance.uniform(0, takes[name]))
        hit[name] += was_at_work
        if was_at_work and hit.total() % LOOKED_AT_AFTER == 0:
            found += archive.finished()
    found += archive.finished()
    for name in {"restore", "migrate"} & pieces.keys():
        _done(pieces[name]())
    accepted = len(set(archive.accepted.read_text().split()))
    counted = {"database": connection.vendor, "kills": hit.total(), **hit, "accepted": accepted}
    counted |= {name: found[name] for name in NOTHING} | {"seconds": round(time.monotonic() - began)}
    return told(counted, nothing=NOTHING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
