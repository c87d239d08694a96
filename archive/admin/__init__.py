"""The editors' side of the archive."""

from archive.admin.articles import ArticleAdmin
from archive.admin.imports import ImportAdmin
from archive.admin.regions import RegionAdmin
from archive.admin.sources import SourceDocumentAdmin

__all__ = ["ArticleAdmin", "ImportAdmin", "RegionAdmin", "SourceDocumentAdmin"]
