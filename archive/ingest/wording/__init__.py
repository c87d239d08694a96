"""Whatever the reader has to say is a code with its values; here it becomes words, in Chinese or by a translator.

A sentence stands under its code, or under ``code:case`` where several go with one code. What stands in its gaps are
words of the file's, numbers, lists of these, or other sentences: a mapping with a ``code`` of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archive.ingest.wording.notices import NOTICES
from archive.ingest.wording.parts import AND, PARTS
from archive.ingest.wording.refusals import REFUSALS

Values = Mapping[str, Any]
"""As JSON has them, so that they travel between processes and are kept."""
SENTENCES: Mapping[str, str] = {**NOTICES, **REFUSALS, **PARTS}


class _Gaps(dict[str, str]):
    """What stands in the gaps of a sentence; a value that its row has lost is a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"


ONE_YEAR = "one-year"
"""The case of a period that begins and ends with the same year: nobody says 2023—2023."""


def name_of(code: str, values: Values) -> str:
    """Under which a sentence stands."""
    is_year = "start" in values and values["start"] == values.get("end")
    case = ":".join(str(each) for each in (values.get("case"), ONE_YEAR if is_year else None) if each)
    return f"{code}:{case}" if case else code


def in_words(
    code: str,
    values: Values,
    *,
    sentences: Mapping[str, Any] = SENTENCES,
    translate: Callable[[Any], str] = str,
) -> str:
    """What a code and its values say; a code that nobody knows any more, itself."""

    def shown(value: Any) -> str:
        if isinstance(value, Mapping):
            return in_words(str(value.get("code")), value, sentences=sentences, translate=translate)
        if isinstance(value, list | tuple):
            return translate(AND).join(map(shown, value))
        return str(value)

    sentence = sentences.get(name_of(code, values), sentences.get(code))
    if sentence is None:
        return code
    return translate(sentence) % _Gaps((name, shown(value)) for name, value in values.items())


def quoted(words: str) -> str:
    """Words of the file's own amid a sentence."""
    return f"“{words}”"


def first_of(items: Sequence[Any], most: int) -> list[Any]:
    """So many of them, with a sign where there are more."""
    return [*items[:most], {"code": "more"}] if len(items) > most else list(items)
