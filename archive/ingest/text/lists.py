"""Word lists too long for the top of a module: one file each under ``wordlists``, words parted by white space."""

from pathlib import Path

FOLDER = Path(__file__).with_name("wordlists")


def word_list(name: str) -> frozenset[str]:
    """The words of ``wordlists/NAME.txt``."""
    return frozenset((FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())
