"""The editors' side of the archive."""

from archive.admin.absences import AbsenceAdmin
from archive.admin.articles import ArticleAdmin
from archive.admin.events import ArticleEventAdmin
from archive.admin.imports import ImportAdmin
from archive.admin.indicators import IndicatorAdmin
from archive.admin.regions import RegionAdmin
from archive.admin.reports import PageReportAdmin
from archive.admin.sources import SourceDocumentAdmin
from archive.admin.tables import CorrectionTableAdmin
from archive.admin.trash import TrashAdmin
from archive.admin.twins import TwinPairAdmin
from archive.admin.users import AccountAdmin
from archive.admin.wrong_passwords import AccessAttemptAdmin

__all__ = [
    "AbsenceAdmin",
    "AccessAttemptAdmin",
    "AccountAdmin",
    "ArticleAdmin",
    "ArticleEventAdmin",
    "CorrectionTableAdmin",
    "ImportAdmin",
    "IndicatorAdmin",
    "PageReportAdmin",
    "RegionAdmin",
    "SourceDocumentAdmin",
    "TrashAdmin",
    "TwinPairAdmin",
]
