"""The original of an article, read again by today's reader: at once for a page, with bounds of its own for many."""

from archive.edge_lines import in_archive
from archive.imports.apart import Reader
from archive.ingest.pipeline import read_file
from archive.ingest.records import Reading, UnreadableFile
from archive.intake import HandedIn
from archive.models import Article
from archive.site_authority import site_authority


def at_once(article: Article) -> Reading:
    """Without the words in pictures, which take minutes. Raises UnreadableFile."""
    source = article.source
    return read_file(
        bytes(source.content), source.name, authority=site_authority(), elsewhere=in_archive, pictures=False
    )


def apart(article: Article, reader: Reader) -> Reading:
    """In a process apart, pictures too. Raises UnreadableFile, also for what is too much for the reader."""
    source = article.source
    outcome = reader.read(HandedIn(source.name, bytes(source.content)), in_archive)
    if outcome.reading is None:
        raise UnreadableFile(outcome.error_code or "unread", source.name, **outcome.values)
    return outcome.reading
