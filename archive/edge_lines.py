"""The heads and feet of the archive's files: what a new file has in common with them is hardly its article's own."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Count

from archive.ingest.parts.seen_again import Edges, Mask, edges_of_text
from archive.models import EdgeLine, SourceDocument

MOST_TEXTS = 8
"""Texts that are kept for one line: a menu that stands on eight pages is known for what it is."""


def in_archive(edges: Edges) -> Mapping[Mask, int]:
    """How many other texts of the archive have each of these lines at their head or foot."""
    if EdgeLine._meta.db_table not in connection.introspection.table_names():
        return {}  # a dry run before anything was set up
    others = EdgeLine.objects.filter(mask__in=edges.lines).exclude(text=edges.text)
    return dict(others.values_list("mask").annotate(texts=Count("pk")))


def remember(document: SourceDocument) -> None:
    """Keep the lines by which the page around later texts is known."""
    edges = edges_of_text(document.raw_text)
    known = EdgeLine.objects.filter(mask__in=edges.lines).values_list("mask").annotate(texts=Count("pk"))
    enough = {mask for mask, texts in known if texts >= MOST_TEXTS}
    EdgeLine.objects.bulk_create(
        (EdgeLine(mask=mask, text=edges.text, document=document) for mask in sorted(edges.lines - enough)),
        ignore_conflicts=True,
    )
