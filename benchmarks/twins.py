"""Looking for the twins of an article that comes in, among as many as the archive holds.

    .venv/bin/python -m benchmarks.twins 20000

Beside it the plain way: the new article's pieces of five characters against every stored one's.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

WORK = tempfile.TemporaryDirectory(prefix="twins-")
os.environ["ARCHIVE_DATA"] = WORK.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django  # noqa: E402 (settings come first)

django.setup()

from django.db import transaction  # noqa: E402

from archive.models import Article, Fingerprint  # noqa: E402
from archive.twins.find import twins_of  # noqa: E402
from archive.twins.profile import Profile, fingerprints  # noqa: E402
from archive.twins.shelves import StoredTexts, remember, text_of  # noqa: E402
from benchmarks import synthetic_archive  # noqa: E402
from benchmarks.measuring import folder_megabytes, median, milliseconds, p95, show, timed  # noqa: E402

ASKED = 40
COMPARED_PLAINLY = 500  # stored articles that the plain way is timed on; the rest is reckoned
ROUNDS = 3


def cut(text: str) -> str:
    """Two thirds of an article, as another newspaper might print it."""
    lines = text.split("\n")
    return "\n".join(lines[: max(1, len(lines) * 2 // 3)])


def look(text: str) -> int:
    return len(twins_of("no file", text, fingerprints(text), [StoredTexts()]))


def _remember_all(numbers: Sequence[int]) -> None:
    for pk in numbers:
        remember(pk, fingerprints(text_of(pk)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    count = arguments.parse_args().count
    synthetic_archive.fill(count)
    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    before = folder_megabytes(Path(WORK.name))
    with transaction.atomic():
        remembering, _ = timed(partial(_remember_all, numbers))
    texts = [cut(text_of(pk)) for pk in numbers[:: max(1, count // ASKED)][:ASKED]]
    (found,) = milliseconds([look], texts, rounds=ROUNDS)
    stored = [Profile(text_of(pk)).pieces for pk in numbers[:COMPARED_PLAINLY]]
    pieces = Profile(texts[0]).pieces
    plainly, _ = timed(lambda: [len(pieces & other) for other in stored])
    plain_ms = plainly / len(stored) * count * 1000
    show(
        [
            ["", "by fingerprints", "against every one", "times"],
            ["an import: median, ms", median(found), plain_ms, plain_ms / median(found)],
            ["an import: p95, ms", p95(found), "", ""],
            ["reprints found", sum(look(text) > 0 for text in texts) / len(texts), "", ""],
            ["fingerprints an article", Fingerprint.objects.count() / count, "", ""],
            ["added to the database, MB", folder_megabytes(Path(WORK.name)) - before, "", ""],
            ["remembering, ms an article", remembering / count * 1000, "", ""],
        ],
        {"articles": count, "look_median_ms": median(found), "look_p95_ms": p95(found), "plain_ms": plain_ms},
    )


if __name__ == "__main__":
    main()
