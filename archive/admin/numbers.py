"""Numbers of rows and files, as addresses and forms bring them."""

MOST_DIGITS = 18
"""No database numbers its rows further; ``int`` itself refuses a text of some thousand digits."""


def number_in(text: str) -> int | None:
    """``"17"`` is 17; None for what numbers nothing: ``"-1"``, ``"²"``, a text of any length."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def version_in(text: str) -> int:
    """The version of an article that a form was made from; -1, which is none, where it does not say so."""
    number = number_in(text)
    return -1 if number is None else number
