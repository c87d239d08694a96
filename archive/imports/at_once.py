"""An import that a command reads itself, file by file: it returns when all is read, and holds one file at a time."""

from itertools import count

from django.db import DatabaseError

from archive.editing import Publish
from archive.imports.keeping import keep, not_stored
from archive.ingest.parts.seen_again import Elsewhere, nowhere
from archive.intake import HandedIn, Outcome, read
from archive.models import Import, ImportItem
from archive.regions.authority import Authority


class ReadAtOnce:
    """The bytes of its files lie where the command found them: a failure takes none into the database."""

    def __init__(self, way: Import.Way, authority: Authority, *, publish: Publish) -> None:
        self._way, self._authority, self._publish = way, authority, publish
        self._batch: Import | None = None
        self._orders = count()

    def take_in(self, file: HandedIn, elsewhere: Elsewhere = nowhere) -> Outcome:
        """Read a file and keep all that is in it, or nothing; what the disk refuses is a file that failed."""
        outcome = read(file, self._authority, elsewhere)
        try:
            self._batch = self._batch or Import.objects.create(way=self._way, name=file.name)
        except (DatabaseError, OSError) as error:
            return outcome if outcome.failed else not_stored(file.name, error, waits=False)
        size = len(file.content or b"")
        item = ImportItem(batch=self._batch, order=next(self._orders), name=file.name, size=size)
        return keep(item, file, outcome, publish=self._publish)
