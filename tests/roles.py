"""Every address of the site, with a row behind it, asked by every role."""

import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from openpyxl import load_workbook

from archive import editing
from archive.models import (
    Absence,
    Article,
    CorrectionRow,
    CorrectionTable,
    Import,
    ImportContent,
    ImportItem,
    Indicator,
    PageReport,
    Replica,
    ScannedPage,
    TwinPair,
)
from tests import factories
from tests.answers import Answer
from tests.history import last_event

ROLES = ("anonymous", "读者", "读者 with the staff flag", "编辑", "管理员")
DRAFT = "松涛计划"
"""Stands in a draft only: in its title, issuer, heading, text and caption."""


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """The route of every address that the site knows."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def client_of(role: str) -> Client:
    """Somebody of the role, with the staff flag where there is something to edit."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        user = User.objects.create_user(f"一名{role}", is_staff=role != "读者")
        user.groups.add(Group.objects.get(name=role.split(maxsplit=1)[0]))
        client.force_login(user)
    return client


def archive_with_a_draft() -> dict[str, Any]:
    """What the addresses name: a draft with its source, its history, its import and its twin; a row of each table."""
    place, published = "990102", factories.article(title="已刊出的综述")
    draft = factories.article(
        title=f"{DRAFT}综述",
        issuer=f"{DRAFT}办公室",
        newspaper=f"{DRAFT}报",
        sections=[(f"一、{DRAFT}", f"全市推进{DRAFT}，工会办了许多实事。")],
        captions=[f"{DRAFT}现场"],
        status=Article.Status.DRAFT,
        place=place,
    )
    ScannedPage.objects.create(source=draft.source, number=1, width=9, height=9, content=DRAFT.encode())
    editing.correct(draft.pk, {"subtitle": "改过一次"}, by=None)
    batch = Import.objects.create(way=Import.Way.UPLOAD, name="一批.txt", announced=2)
    ImportItem.objects.create(batch=batch, order=0, name="一.txt", state="read").articles.add(draft)
    failed = ImportItem.objects.create(batch=batch, order=1, name="二.txt", state="failed", reason="坏了")
    ImportContent.objects.create(item=failed, content=b"?")
    trashed = factories.article(title="回收站里的一篇", status=Article.Status.TRASHED)
    table = CorrectionTable.objects.create(name="更正.csv")
    CorrectionRow.objects.create(
        table=table, line=2, article_id=draft.pk, title=f"{DRAFT}综述", state="ready", made_from=1
    )
    attempt = AccessAttempt.objects.create(username="甲", failures_since_start=1)
    rows = {
        "article": draft,
        "trashedarticle": trashed,
        "twinpair": TwinPair.objects.create(article=draft, other=published, score=0.9),
        "articleevent": last_event(draft),
        "import": batch,
        "correctiontable": table,
        "sourcedocument": draft.source,
        "region": factories.region(place),
        "indicator": Indicator.objects.get(code="members"),
        "pagereport": PageReport.objects.create(article=published, words="年份不对。"),
        "replica": Replica.objects.create(name="web2:/srv/archive", seen_at=timezone.now()),
        "absence": Absence.objects.create(region=factories.region(place), year=2015, note="查过当年的日报。"),
        "group": Group.objects.get(name="读者"),
        "user": User.objects.create_superuser("站长"),
        "accessattempt": attempt,
        "accesslog": AccessLog.objects.create(username="甲"),
        "accessfailurelog": AccessFailureLog.objects.create(username="甲"),
    }
    return {model: row.pk for model, row in rows.items()} | {"item": failed.pk, "place": place}


def address(route: str, rows: dict[str, Any]) -> str:
    """The route with what stands in the archive: the draft, where an article is asked for."""
    parts = route.split("/")
    model = parts[2] if parts[0] == "admin" and len(parts) > 2 else "article"
    pk = str(rows.get(model, 1))
    filled = route
    for name, value in {
        "<int:pk>": pk,
        "<path:object_id>": str(rows["article"]) if route.startswith("admin/r/") else pk,
        "<path:content_type_id>": str(ContentType.objects.get_for_model(Article).pk),
        "<id>": pk,
        "<int:item>": str(rows["item"]),
        "<int:number>": "1",
        "<code:code>": rows["place"],
        "<year:year>": "2019",
        "<int:position>": "1",
        "<section>": "articles",
        "<slug:style>": "ris",
        "<slug:code>": "members",
        "<slug:form>": "csv",
        "<slug:name>": "reader",
        "^(?P<app_label>archive|auth|axes)/$": "archive/",
        "(?P<url>.*)$": "nothing-here/",
    }.items():
        filled = filled.replace(name, value)
    return f"/{filled}{ASKED.get(route, '')}"


ASKED = {
    "search/": f"?q={DRAFT}",
    "search/suggest/": f"?q={DRAFT}",
    "search/export.csv": f"?q={DRAFT}",
    "search/export.json": f"?q={DRAFT}",
    "search/feed/": f"?q={DRAFT}",
    "search/export.xlsx": f"?q={DRAFT}",
    "search/by-place/": f"?q={DRAFT}",
    "search/by-place.xlsx": f"?q={DRAFT}",
    "search/by-place.csv": f"?q={DRAFT}",
    "search/passages.docx": f"?q={DRAFT}",
    "search/originals.zip": f"?q={DRAFT}",
    "search/record/": f"?q={DRAFT}",
    "search/record.txt": f"?q={DRAFT}",
    "admin/autocomplete/": "?app_label=archive&model_name=article&field_name=region&term=青禾",
}
"""What is asked there, which would find the draft if anything did."""


def answers(client: Client, method: str, url: str) -> Answer:
    """The answer; what it wrote is taken back, and the client is signed in as before."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, url)
        transaction.set_rollback(True)
    client.cookies = kept
    return response


def text_of(response: Answer) -> str:
    """What somebody could read in it, of a spreadsheet every cell, of another packed file whatever is in it."""
    content = response.getvalue()
    if content.startswith(b"PK"):
        return _unpacked(content)
    return re.sub(r"csrfmiddlewaretoken\S+ value=\S+", "", content.decode(errors="replace"))


def _unpacked(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as packed:
        names = packed.namelist()
        if "xl/workbook.xml" not in names:
            return "\n".join([*names, *(packed.read(name).decode(errors="replace") for name in names)])
    sheets = load_workbook(BytesIO(content)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
