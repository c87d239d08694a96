"""The original of an article, read again by today's reader: at once for a page, with bounds of its own for many."""

from archive import intake
from archive.edge_lines import in_archive
from archive.imports.apart import Reader
from archive.ingest.records import Reading, UnreadableFile
from archive.intake import HandedIn, Outcome
from archive.models import Article
from archive.site_authority import site_authority


def at_once(article: Article) -> Reading:
    """Without the words in pictures, which take minutes. Raises UnreadableFile, also where the reader stumbles."""
    return _reading_of(intake.read(_original_of(article), site_authority(), in_archive, pictures=False))


def apart(article: Article, reader: Reader) -> Reading:
    """In a process apart, pictures too. Raises UnreadableFile, also for what is too much for the reader."""
    return _reading_of(reader.read(_original_of(article), in_archive))


def _original_of(article: Article) -> HandedIn:
    return HandedIn(article.source.name, bytes(article.source.content))


def _reading_of(outcome: Outcome) -> Reading:
    if outcome.reading is None:
        raise UnreadableFile(outcome.error_code or "unread", outcome.name, **outcome.values)
    return outcome.reading
