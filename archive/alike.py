"""Text found however its characters are written, by the database itself: ``title__alike="會員"`` finds 会员.

For the lists of the admin, which hold drafts too and are never behind. Which characters are the same is the
search's to say (``alike.by``); without it each is like itself alone.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import CharField, JSONField, Lookup, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

LONGEST_PATTERN = 50_000  # bytes; SQLite refuses more with an error
_variants: Callable[[str], str] = str


def by(variants: Callable[[str], str]) -> None:
    """Let characters be alike as this says: 会 -> 会會㑹."""
    global _variants  # noqa: PLW0603 - set once, when the search app is ready
    _variants = variants


def pattern(text: str) -> str:
    """A pattern of GLOB: any text that holds these characters side by side, each written in any way."""
    found = f"*{''.join(map(_one_of, map(_variants, text)))}*"
    if len(found.encode()) > LONGEST_PATTERN:
        raise BadRequest("too long to be searched for in a list")
    return found


def _one_of(signs: str) -> str:
    """``[会會]``; within the brackets ``]`` stands first, ``-`` last and ``^`` not at the beginning."""
    if signs == "^":
        return signs
    plain = "".join(sorted(set(signs) - set("]^-")))
    return f"[{']' * (']' in signs)}{plain}{'^' * ('^' in signs)}{'-' * ('-' in signs)}]"


def expression(text: str) -> str:
    """The same for PostgreSQL's ``~``: within its brackets, too, a sign behind ``\\`` is that sign."""
    pattern(text)
    classes = ("".join(sign if sign.isalnum() else f"\\{sign}" for sign in _variants(sign)) for sign in text)
    return "".join(f"[{signs}]" for signs in classes)


@CharField.register_lookup
@TextField.register_lookup
class Alike(Lookup):
    lookup_name = "alike"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", [*params, pattern(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} ~ %s", [*params, expression(self.rhs)]


@JSONField.register_lookup
class AlikeWithin(Lookup):
    """Any of the texts in a list: JSON is stored with escapes, so that the column itself holds no Chinese."""

    lookup_name = "alike"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return IContains(Cast(self.lhs, TextField()), self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        sound = f"CASE WHEN json_valid({column}) THEN {column} ELSE '[]' END"
        within = f"EXISTS (SELECT 1 FROM json_each({sound}) WHERE value GLOB %s)"  # noqa: S608 - a name of our own
        return within, [*params, *params, pattern(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        sound = f"CASE jsonb_typeof({column}) WHEN 'array' THEN {column} ELSE '[]' END"
        within = f"EXISTS (SELECT 1 FROM jsonb_array_elements_text({sound}) AS value WHERE value ~ %s)"  # noqa: S608
        return within, [*params, *params, expression(self.rhs)]
