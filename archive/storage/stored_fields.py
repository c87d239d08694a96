"""Fields whose rows are read for what is sound in them, and told in the log for the rest.

JSON of any shape, and references to rows that are gone, get past every database: by a hand on the database, by a
restored copy, by a disk that failed. The page that shows such a row shows what can be shown.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.utils.translation import gettext_lazy as _

from archive.storage.stored_nonsense import tell
from archive.years import FIRST_YEAR, LAST_YEAR, is_year

NO_YEAR = _("请填 1900 到 2100 之间的四位年份。")


class Year(models.PositiveSmallIntegerField[Any, Any]):
    """A year that can be; any other number, or text, that a row holds reads as None."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        year: int | None = value if value is None or is_year(value) else None
        if year != value:
            tell(self, value)
        return year

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        told = dict.fromkeys(("invalid", "min_value", "max_value"), NO_YEAR)
        bounds = {"min_value": FIRST_YEAR, "max_value": LAST_YEAR, "error_messages": told}
        return super().formfield(**{**bounds, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


class _SoundJSON(models.JSONField):
    """JSON of one shape: ``sound`` is what of any value has it."""

    sound: Callable[[Any], Any]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        try:
            stored = super().from_db_value(value, expression, connection)
        except (ValueError, TypeError, RecursionError):
            stored = value
        sound = self.sound(stored)
        if sound != stored:
            tell(self, stored)
        return sound

    def deconstruct(self) -> Any:
        """For the database, and so for migrations, it is JSON as any."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class Texts(_SoundJSON):
    """A list of texts."""

    @staticmethod
    def sound(stored: Any) -> list[str]:
        return [text for text in stored if isinstance(text, str)] if isinstance(stored, list) else []


class Numbers(_SoundJSON):
    """A list of whole numbers, each once."""

    @staticmethod
    def sound(stored: Any) -> list[int]:
        found = stored if isinstance(stored, list) else []
        return list(dict.fromkeys(number for number in found if type(number) is int and number >= 0))


class Rows(_SoundJSON):
    """A list of lists; what stands in them is for its reader to judge."""

    @staticmethod
    def sound(stored: Any) -> list[list[Any]]:
        return [row for row in stored if isinstance(row, list)] if isinstance(stored, list) else []


class Facts(_SoundJSON):
    """An object; what its values are is for its reader to judge."""

    @staticmethod
    def sound(stored: Any) -> dict[str, Any]:
        return stored if isinstance(stored, dict) else {}


class _ReadsWhatIsGone(ForwardManyToOneDescriptor[Any]):
    def get_object(self, instance: models.Model) -> Any:
        try:
            return super().get_object(instance)
        except (self.field.related_model.DoesNotExist, ValueError):
            tell(self.field, getattr(instance, self.field.attname))
            return None

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        try:
            return super().__get__(instance, cls)
        except self.RelatedObjectDoesNotExist:
            return None


class Reference(models.ForeignKey[Any, Any]):
    """A reference that reads as None when the row that it names is gone."""

    forward_related_accessor_class = _ReadsWhatIsGone

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
