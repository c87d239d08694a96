"""Reads an export into an archive that holds no articles yet: all of it, or nothing."""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, models, transaction

from archive import edge_lines, outbox
from archive.backups.reading import UNREADABLE
from archive.exchange.tables import (
    ABOUT,
    ABSENCES,
    ACCOUNTS,
    ARTICLES,
    FIGURES,
    FILES,
    FORMAT,
    HISTORY,
    INDICATORS,
    NUMBERED,
    PAGES,
    PAIRS,
    REGIONS,
    SOURCES,
    SUCCESSIONS,
    VERSION,
    Table,
)
from archive.exchange.writing import Counts, name_of_original, name_of_picture
from archive.models import Article, ArticleEvent, Indicator, Region, RegionSuccession, SourceDocument
from archive.region_scopes import rebuild_scopes
from archive.representation import PART_FIELDS, PARTS, State, fill
from archive.storage.row_numbers import go_on_after
from archive.twins import shelves
from archive.twins.profile import fingerprints

CLOCKS = ("created_at", "updated_at", "uploaded_at", "at")
"""Set by Django when a row is made; given back after it."""
Numbers = dict[int, int]


class NoExport(Exception):
    """The file can't be read in; the message says why, with the file and the line in it."""


@dataclass(slots=True)
class Here:
    """The numbers that divisions and accounts have in this archive, by those that they had."""

    regions: Numbers = field(default_factory=dict)
    accounts: Numbers = field(default_factory=dict)

    def of(self, state: State) -> State:
        """A state of an article, as its history keeps it, with the numbers of here."""
        notices = [
            notice | {"settled_by": self.accounts.get(notice.get("settled_by"))}
            for notice in state.get("notices", [])
        ]
        return (
            state
            | {"region": self.regions.get(state.get("region") or 0)}
            | ({"notices": notices} if notices else {})
        )


def import_archive(file: Path, progress: Callable[[], Any] = lambda: None) -> Counts:
    """How many lines were read of each kind. Raises NoExport, OSError, DatabaseError."""
    archive, about = _opened(file)
    with archive, transaction.atomic():
        if SourceDocument.objects.exists() or ArticleEvent.objects.exists():
            raise NoExport("库里已有综述或原始文件；导出的文件只能读进空的档案库")
        read = _Reader(archive, progress).read_all()
        if read != about["lines"]:
            raise NoExport(f"{file} 不完整：{read} 行，应有 {about['lines']}")
        for model in NUMBERED:
            go_on_after(model, about["numbers"][model._meta.label])
        _note_what_is_derived(progress)
    return read


def _opened(file: Path) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The zip and what it says of itself."""
    try:
        archive = zipfile.ZipFile(file)
        about: dict[str, Any] = json.loads(archive.read(ABOUT))
        known = (about["format"], about["version"], sorted(about["lines"])) == (FORMAT, VERSION, FILES)
        numbers = all(type(about["numbers"][model._meta.label]) is int for model in NUMBERED)
    except (*UNREADABLE, TypeError, AttributeError) as error:
        raise NoExport(f"{file} 不是导出的文件，或已损坏（{error}）") from error
    if not (known and numbers):
        raise NoExport(f"{file} 不是本程序认识的导出格式")
    return archive, about


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, progress: Callable[[], Any]) -> None:
        self._archive, self._progress = archive, progress
        self._here = Here()

    def read_all(self) -> Counts:
        counts = {}
        for table, read in (
            (ACCOUNTS, self._account),
            (REGIONS, self._region),
            (SUCCESSIONS, self._succession),
            (SOURCES, self._source),
            (PAGES, self._page),
            (ARTICLES, self._article),
            (HISTORY, self._event),
            (PAIRS, self._pair),
            (INDICATORS, self._indicator),
            (FIGURES, self._decision),
            (ABSENCES, self._absence),
        ):
            counts[table.file] = self._each(table, read)
            if table is REGIONS:
                self._each(REGIONS, self._parent)
        rebuild_scopes()
        return counts

    def _each(self, table: Table, read: Callable[[State], None]) -> int:
        number = 0
        try:
            for line in self._archive.open(table.file):
                number += 1
                read(json.loads(line))
                self._progress()
        except (*UNREADABLE, TypeError, AttributeError, DatabaseError) as error:
            raise NoExport(f"{table.file} 第 {number} 行读不进来（{error}）") from error
        return number

    def _account(self, line: State) -> None:
        """Whoever is not known here gets an account that nobody can sign in to, until an administrator opens it."""
        values = {name: line[name] for name in ACCOUNTS.fields if name != "username"}
        user, _ = get_user_model()._default_manager.get_or_create(
            username=line["username"], defaults=values | {"is_active": False, "password": make_password(None)}
        )
        self._here.accounts[line["id"]] = user.pk

    def _region(self, line: State) -> None:
        span = {"code": line["code"], "valid_from": line["valid_from"]}
        row = Region.objects.filter(**span).first()
        if row is None:
            row = Region()
            fill(row, line, (name for name in REGIONS.fields if name != "parent"))
            Region.objects.bulk_create([row])
        self._here.regions[line["id"]] = row.pk

    def _parent(self, line: State) -> None:
        """Of divisions that came with the export; the table's own have theirs."""
        row = Region.objects.get(pk=self._here.regions[line["id"]])
        if row.parent_id is None and line["parent"] is not None:
            Region.objects.filter(pk=row.pk).update(parent=self._here.regions[line["parent"]])

    def _succession(self, line: State) -> None:
        former, later = (self._here.regions[line[name]] for name in ("from_region", "to_region"))
        if not RegionSuccession.objects.filter(from_region=former, to_region=later).exists():
            row = RegionSuccession(
                from_region_id=former, to_region_id=later, year=line["year"], whole=line["whole"]
            )
            RegionSuccession.objects.bulk_create([row])

    def _source(self, line: State) -> None:
        content = self._archive.read(name_of_original(line["id"], line["name"]))
        if sha256(content).hexdigest() != line["sha256"]:
            raise NoExport(f"原始文件“{line['name']}”与校验值不符")
        self._put(SOURCES, line | {"content": content, "uploaded_by": self._account_of(line["uploaded_by"])})

    def _page(self, line: State) -> None:
        self._put(PAGES, line | {"content": self._archive.read(name_of_picture(line["id"]))})

    def _article(self, line: State) -> None:
        line = self._here.of(line)
        self._put(ARTICLES, line)
        for name, model in PARTS.items():
            rows = [model(pk=part["id"], article_id=line["id"]) for part in line[name]]
            for row, part in zip(rows, line[name], strict=True):
                fill(row, part, PART_FIELDS[model])
            model._default_manager.bulk_create(rows)

    def _event(self, line: State) -> None:
        state = line["state"] and self._here.of(line["state"])
        self._put(HISTORY, line | {"state": state, "user": self._account_of(line["user"])})

    def _pair(self, line: State) -> None:
        self._put(PAIRS, line | {"decided_by": self._account_of(line["decided_by"])})

    def _indicator(self, line: State) -> None:
        """Names of an indicator that this program no longer has are nobody's."""
        Indicator.objects.filter(code=line["code"]).update(aliases=line["aliases"])

    def _decision(self, line: State) -> None:
        self._put(FIGURES, line | {"user": self._account_of(line["user"])})

    def _absence(self, line: State) -> None:
        region = self._here.regions[line["region"]]
        self._put(ABSENCES, line | {"region": region, "user": self._account_of(line["user"])})

    def _account_of(self, number: int | None) -> int | None:
        return None if number is None else self._here.accounts[number]

    def _put(self, table: Table, line: Mapping[str, Any]) -> None:
        """One row as it was, its number and its clocks too; past the signals, which would do everything once a row."""
        row: models.Model = table.model(pk=line["id"])
        fill(row, dict(line), (*table.fields, *(["content"] if "content" in line else [])))
        clocks = {name: getattr(row, name) for name in CLOCKS if name in table.fields}
        table.model._base_manager.bulk_create([row])
        if clocks:
            table.model._base_manager.filter(pk=row.pk).update(**clocks)


def _note_what_is_derived(progress: Callable[[], Any]) -> None:
    """By what later texts find these, and what the index has to follow."""
    for document in SourceDocument.objects.defer("content").order_by("pk").iterator():
        edge_lines.remember(document)
        progress()
    articles = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for pk in articles:
        shelves.remember(pk, fingerprints(shelves.text_of(pk)))
        progress()
    outbox.note(articles)
