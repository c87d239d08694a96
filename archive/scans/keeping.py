"""The pages of an original, kept as they were read."""

from collections.abc import Sequence

from archive.ingest.ocr.pages import ReadPage, packed
from archive.models import ScannedPage, SourceDocument


def keep_pages(source: SourceDocument, pages: Sequence[ReadPage]) -> None:
    """Instead of those of an earlier reading, whose lines stand in another text."""
    source.pages.all().delete()
    ScannedPage.objects.bulk_create(
        ScannedPage(
            source=source,
            number=number,
            width=page.width,
            height=page.height,
            content=page.picture,
            lines=packed(page.lines),
        )
        for number, page in enumerate(pages, start=1)
    )
