"""One row that holds what it cannot, in whatever column, takes no page down that shows it among others."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import pytest
from django.db import connection, models, transaction
from django.test import Client

from archive import outbox
from archive.models import Absence, Article, Caption, Import, ImportItem, Notice, RegionSuccession
from archive.site_authority import site_authority
from archive.storage.soundness import check
from archive.storage.unsound_rows import unsound_rows
from search import lexicon
from search.article_documents import published_documents
from tests import factories

pytestmark = pytest.mark.django_db

Field: TypeAlias = "models.Field[Any, Any]"

NOT_A_TEXT = ("CAST(x'e4bde5' AS TEXT)", "'没有的值'")
NONSENSE: dict[type[Field], tuple[str, ...]] = {
    models.IntegerField: ("'abc'", "-7", "100000000000000000"),
    models.CharField: NOT_A_TEXT,
    models.TextField: NOT_A_TEXT,
    models.DateField: ("'2020-13-45'", "'9999-12-31 23:59:59'", "20200101"),
    models.BooleanField: ("'abc'",),
    models.JSONField: (
        "'5'",
        """'[[1], {"a": 2}, null, "乙"]'""",
        """'{"title": 5, "sections": [5, {"heading": [[1]]}]}'""",
        "'{'",
    ),
    models.ForeignKey: ("987654", "'abc'"),
    models.BinaryField: ("x''", "'甲'"),
}
if connection.vendor != "sqlite":
    # A column holds nothing there but what it is of; JSON may be any JSON.
    NONSENSE = {models.JSONField: NONSENSE[models.JSONField][:3]}
sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite keeps this in such a column"
)


@contextmanager
def unchecked(cursor: Any) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute("PRAGMA ignore_check_constraints=1")
    yield
    cursor.execute("PRAGMA ignore_check_constraints=0")


@contextmanager
def held(row: models.Model, values: Mapping[Field, str]) -> Iterator[None]:
    """The row with these in its columns, past every form and check of the database; taken back afterwards."""
    changes = ", ".join(["id=id", *(f'"{field.column}"={value}' for field, value in values.items())])
    with transaction.atomic(), connection.cursor() as cursor:
        with unchecked(cursor):
            cursor.execute(f'UPDATE "{row._meta.db_table}" SET {changes} WHERE id={row.pk}')  # noqa: S608
        yield
        transaction.set_rollback(True)


def reviewed() -> Article:
    """An article with a part of every kind, indexed."""
    article = factories.article(
        title="云川综述",
        sections=[(None, "工会办实事。"), ("一、维权", "追回欠薪。\n帮扶职工。")],
        captions=["工会慰问"],
        bylines=["记者甲"],
        published_on="2020-01-02",
        newspaper="云川日报",
    )
    Caption.objects.update(section=article.sections.last())
    Notice.objects.create(article=article, code="period-doubtful", message="年份存疑")
    factories.article(title="邻篇", sections=[(None, "工会又办实事。")])
    outbox.wait_until_applied()
    return article


SHARED = (
    "/", "/years/", "/years/2019/", "/years/unknown/", "/regions/", "/regions/990102/", "/regions/990102/2019/",
    "/coverage/?region=990100", "/search/", "/search/?q=工会&sort=region", "/search/suggest/?q=青禾", "/search/feed/?q=工会",
    "/search/export.csv?q=工会", "/search/export.json?q=工会", "/sitemap-articles.xml",
    "/sitemap-regions.xml", "/years/2019.json", "/regions/990102.json", "/regions/990102/2019.json", "/coverage.json?region=990100",
    "/coverage/?region=990100&year=2019", "/coverage/wanted.csv?region=990100", "/admin/archive/absence/",
    "/admin/archive/article/?q=工会", "/admin/archive/region/?q=青禾", "/admin/archive/sourcedocument/",
)  # fmt: skip


def failed(client: Client, addresses: Sequence[str]) -> list[str]:
    client.raise_request_exception = False
    answers = {address: client.get(address) for address in addresses}
    return [f"{address} {_told(answer)}" for address, answer in answers.items() if _told(answer)]


def _told(answer: Any) -> str:
    """What is wrong with an answer; a table is made while it is sent."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if answer.streaming:
        try:
            b"".join(answer)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            return repr(error)
    return ""


def rows() -> list[models.Model]:
    article = reviewed()
    district = article.region
    assert district is not None
    step = RegionSuccession.objects.create(
        from_region=factories.region("990103"), to_region=district, year=2001, whole=True
    )
    return [
        article,
        article.sections.last(),
        article.captions.get(),
        article.notices.get(),
        article.source,
        district,
        step,
        Absence.objects.create(region=district, year=2015, note="查过当年的日报。"),
    ]


def nonsense(row: models.Model, turn: int) -> dict[Field, str]:
    """Each column with one of the values that it cannot hold."""
    found = {}
    for field in row._meta.concrete_fields:
        values = next((NONSENSE[kind] for kind in type(field).__mro__ if kind in NONSENSE), ())
        if values and not field.primary_key and field.name not in KEPT:
            found[field] = values[turn % len(values)]
    return found


def own_pages(article: Article) -> list[str]:
    shown = article.get_absolute_url()
    change = f"/admin/archive/article/{article.pk}"
    region = f"/admin/archive/region/{article.region_id}/change/"
    source = f"/admin/archive/sourcedocument/{article.source_id}/change/"
    return [
        shown,
        f"{shown}original/",
        f"{shown}cite/?at=p1",
        f"{shown}cite/csv/",
        f"{shown}article.docx",
        f"{shown.rstrip('/')}.json",
        f"/unapi?id={article.pk}&format=ris",
        f"{change}/change/",
        f"{change}/delete/",
        region,
        source,
    ]


PARTS = ("article", "section", "caption", "notice", "source", "region", "succession")
KEPT = ("status", "article")
"""Without these the row would stand on no page at all."""


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("part", PARTS)
def test_whatever_its_columns_hold_no_page_fails_for_a_row(
    admin_client: Client, part: str, turn: int
) -> None:
    row = rows()[PARTS.index(part)]
    pages = [*SHARED, *own_pages(Article.objects.get(title="云川综述"))]
    with held(row, nonsense(row, turn)):
        lexicon.forget()
        assert failed(admin_client, pages) == []
        assert len(list(published_documents())) == 2
        assert site_authority().divisions


@sqlite_only
@pytest.mark.parametrize(
    ("part", "column", "value"),
    [
        ("article", "bylines", "'5'"),
        ("article", "period_end", "99999"),
        ("article", "published_on", "'2020-13-45'"),
        ("section", "anchors", "'[1]'"),
        ("region", "valid_from", "'abc'"),
        ("region", "parent", "987654"),
    ],
)
def test_the_check_names_the_row_and_the_column(part: str, column: str, value: str) -> None:
    row = rows()[PARTS.index(part)]
    field = row._meta.get_field(column)
    assert isinstance(field, models.Field)
    with held(row, {field: value}):
        report = check()
        assert f"{row._meta.db_table} {row.pk}" in " ".join((*report.values, *report.references))
        assert not report.is_whole


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("part", ["import", "file"])
def test_whatever_its_columns_hold_the_page_of_an_import_shows_the_rest(
    admin_client: Client, part: str, turn: int
) -> None:
    batch = Import.objects.create(way=Import.Way.UPLOAD, name="甲.txt", announced=2)
    too_large = {"megabytes": 90, "most": 50}
    failure = ImportItem.objects.create(
        batch=batch, order=0, name="甲.txt", state="failed", code="too-large", values=too_large
    )
    read = ImportItem.objects.create(batch=batch, order=1, name="乙.txt", state="read")
    read.articles.add(factories.article(title="邻篇"))
    row = {"import": batch, "file": failure}[part]
    kept = {"batch", "state", "code", "reason", "dismissed_at"}  # a sentence of before is shown as it is
    with held(row, {field: value for field, value in nonsense(row, turn).items() if field.name not in kept}):
        assert failed(admin_client, ["/admin/", "/admin/archive/import/", batch.get_absolute_url()]) == []
        page = admin_client.get(batch.get_absolute_url()).content.decode()
    assert "邻篇" in page
    assert "的上限，未读取。" in page


def test_json_too_deep_to_read_takes_no_page_down(admin_client: Client) -> None:
    article = reviewed()
    with held(article, {article._meta.get_field("bylines"): "'" + "[" * 5000 + "]" * 5000 + "'"}):
        assert failed(admin_client, [*SHARED, *own_pages(article)]) == []


def test_rows_as_they_are_made_are_sound() -> None:
    rows()
    assert list(unsound_rows()) == []
