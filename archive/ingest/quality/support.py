"""``python -m archive.ingest.quality.support``: what each kind of line that is known by its words is good for.

For every one: how many lines of the corpora it knows, and how many that no other kind knows. Where the second is
nothing the kind has to show that its own example needs it, or it can go.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from archive.ingest.parts.furniture import squeezed
from archive.ingest.parts.page_lines import PROMPTS, SQUEEZED
from archive.ingest.quality.articles import FIXTURES, load_pages
from archive.ingest.quality.corpus import Corpus
from archive.ingest.quality.families import Composer, load_families, load_words, mixed
from archive.ingest.readers.registry import read
from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import split_lines

CORPORA = ("demo", "gate")
PAGES = 30  # of each family


def lines_of(data: bytes, name: str) -> Iterator[str]:
    """The lines of a file as patterns see them."""
    return (line.key for line in split_lines(clean(read(data, name).source.raw).text))


def corpora(folder: Path = FIXTURES) -> set[str]:
    """The different lines of the labelled texts and of pages of all families."""
    found = {
        key
        for name in CORPORA
        for path in Corpus.load(folder / name).files
        for key in lines_of(path.read_bytes(), path.name)
    }
    bank, words = [page.article for page in load_pages()], load_words()
    for family in load_families():
        for number in range(PAGES):
            chance = random.Random(f"support {family.name} {number}")  # noqa: S311 - pages, no secrets
            page = Composer(words, chance).page(family, mixed(bank, chance))
            found |= set(lines_of(page.text.encode(), f"{family.name}.txt"))
    return found


def known_by(key: str) -> list[str]:
    """The kinds by which a line is known."""
    spaced = " ".join(key.split())
    prompts = [f"prompt {name}" for name, kind in PROMPTS.items() if kind.match(spaced)]
    return prompts + [name for name, kind in SQUEEZED.items() if kind.match(squeezed(key))]


def main() -> None:
    names = [*(f"prompt {name}" for name in PROMPTS), *SQUEEZED]
    every, alone = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for key in corpora():
        found = known_by(key)
        for name in found:
            every[name] += 1
            alone[name] += len(found) == 1
    for name in sorted(names, key=lambda name: (alone[name], every[name])):
        print(f"{alone[name]:5d} alone {every[name]:5d} known  {name}")


if __name__ == "__main__":
    main()
