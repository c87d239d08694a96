"""What an export holds: a file of lines for each kind of row, with the fields by which it is told."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models

from archive.models import (
    Absence,
    Article,
    ArticleEvent,
    Caption,
    FigureDecision,
    Indicator,
    Notice,
    Region,
    RegionSuccession,
    ScannedPage,
    Section,
    SourceDocument,
    TwinPair,
)
from archive.representation import ARTICLE_FIELDS

FORMAT = "union-review-archive export"
VERSION = 1
ABOUT, README, ORIGINALS, PICTURES = "about.json", "README.txt", "originals", "pages"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a model, a line each: ``id`` and these fields."""

    file: str
    model: type[models.Model]
    fields: tuple[str, ...]


ACCOUNTS = Table("accounts.jsonl", get_user_model(), ("username", "first_name", "last_name"))
REGIONS = Table(
    "regions.jsonl",
    Region,
    (
        *("code", "name", "short_name", "level", "parent", "valid_from", "valid_to"),
        *("pinyin", "initials", "aliases", "origin"),
    ),
)
SUCCESSIONS = Table("successions.jsonl", RegionSuccession, ("from_region", "to_region", "year", "whole"))
SOURCES = Table(
    "originals.jsonl",
    SourceDocument,
    (
        *("name", "sha256", "size", "media_type", "encoding", "raw_text", "text_key"),
        *("uploaded_by", "uploaded_at"),
    ),
)
PAGES = Table("pages.jsonl", ScannedPage, ("source", "number", "width", "height", "lines"))
ARTICLES = Table(
    "articles.jsonl",
    Article,
    (
        *("source", "source_item", *ARTICLE_FIELDS, "provenance", "next_anchor", "version"),
        *("created_at", "updated_at", "first_published_at"),
    ),
)
"""Each line also has the article's sections, captions and notices, as they are kept in its history, and its figures."""
HISTORY = Table(
    "history.jsonl",
    ArticleEvent,
    ("article", "version", "title", "what", "at", "user", "user_name", "changed", "about", "state"),
)
PAIRS = Table("pairs.jsonl", TwinPair, ("article", "other", "score", "verdict", "decided_by", "decided_at"))
FIGURES = Table(
    "figure_decisions.jsonl",
    FigureDecision,
    ("article", "anchor", "words", "occurrence", "verdict", "corrected", "at", "user"),
)
ABSENCES = Table("absences.jsonl", Absence, ("region", "year", "note", "stands", "user", "at"))
INDICATORS = Table("indicator_names.jsonl", Indicator, ("code", "aliases"))
"""Of those alone that editors gave a name; the others follow the authority that comes with the program."""
TABLES = (
    *(ACCOUNTS, REGIONS, SUCCESSIONS, SOURCES, PAGES, ARTICLES),
    *(HISTORY, PAIRS, INDICATORS, FIGURES, ABSENCES),
)
FILES = sorted(table.file for table in TABLES)
NUMBERED = (
    Article,
    Section,
    Caption,
    Notice,
    SourceDocument,
    ScannedPage,
    ArticleEvent,
    TwinPair,
    FigureDecision,
    Absence,
)
"""Their rows keep their numbers: addresses and links hold."""
EXPLAINED = """工会工作综述档案库 · 导出 / Union review archive · export

每个 .jsonl 文件一行一条 JSON（UTF-8）。读入：manage.py import_archive 本文件
Each .jsonl file holds one JSON object a line (UTF-8). To read it in: manage.py import_archive THIS-FILE

articles.jsonl   综述：题名、单位、地区（regions.jsonl 的 id）、年份、刊发、作者、小节（一行一段）、图片说明、存疑提示、数字
                 the articles, with sections (a paragraph a line), captions, notices and figures (each with its sentence)
originals.jsonl  原始文件：名称、SHA-256、读出的文字；内容在 originals/ 里，文件名以 id 开头
                 the files as handed in; their bytes lie in originals/, their names begin with the id
pages.jsonl      扫描件的页面：每行文字和它在图片上的位置；图片在 pages/ 里，文件名是 id
                 pages that a machine read: each line with its place on the picture, which lies in pages/ under its id
history.jsonl    修改记录：何人何时做了什么，以及改后的全文（state）
                 every change, by whom and when, with the article as it was after it
pairs.jsonl      疑似转载及编辑的判断 / articles that may be one, and what editors said
indicator_names.jsonl  编辑给指标加的别名 / names that editors gave to indicators
figure_decisions.jsonl  编辑对数字的核对 / what editors said of numbers
absences.jsonl   确认没有综述的地区和年份 / divisions and years of which editors found that there is none
regions.jsonl    行政区划及其起止年份，successions.jsonl 为沿革 / divisions with their years, and what became of them
accounts.jsonl   编辑的名字（没有密码）/ names of the editors, no passwords
about.json       格式、时间、篇数、各表用过的最后编号 / format, time, counts, the last number that each table gave
"""
