"""The tables of the archive. Names are those of GLOSSARY.md."""

from archive.models.absence import Absence
from archive.models.article import Article, Caption, Section
from archive.models.corrections import CorrectionRow, CorrectionTable
from archive.models.edge_line import EdgeLine
from archive.models.event import ArticleEvent
from archive.models.figure import Figure, FigureDecision, FigureReading
from archive.models.fingerprint import Fingerprint
from archive.models.handed_in import Import, ImportContent, ImportItem
from archive.models.index_change import IndexChange
from archive.models.indicator import Indicator
from archive.models.notice import Notice
from archive.models.page_report import PageReport
from archive.models.presence import EditingPresence
from archive.models.region import Region, RegionScope, RegionSuccession
from archive.models.replica import Replica
from archive.models.scanned_page import ScannedPage
from archive.models.source import SourceDocument
from archive.models.state_mark import DivisionMark, StateMark
from archive.models.trash import TrashedArticle
from archive.models.twin_pair import TwinPair

__all__ = [
    "Absence",
    "Article",
    "ArticleEvent",
    "Caption",
    "CorrectionRow",
    "CorrectionTable",
    "DivisionMark",
    "EdgeLine",
    "EditingPresence",
    "Figure",
    "FigureDecision",
    "FigureReading",
    "Fingerprint",
    "Import",
    "ImportContent",
    "ImportItem",
    "IndexChange",
    "Indicator",
    "Notice",
    "PageReport",
    "Region",
    "RegionScope",
    "RegionSuccession",
    "Replica",
    "ScannedPage",
    "Section",
    "SourceDocument",
    "StateMark",
    "TrashedArticle",
    "TwinPair",
]
