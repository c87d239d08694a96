"""What a backup says of itself: when it was made, of what, under which settings, with a checksum for each part."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.migrations.recorder import MigrationRecorder

from archive.models import Article, ArticleEvent, SourceDocument

FORMAT = "union-review-archive backup"
VERSION = 1
NAME = "manifest.json"
DATABASE = "archive.sqlite3"
"""SQLite's form, whatever database the site runs on."""
KEY = "secret_key"
BROUGHT = ("dictionary.txt", "divisions.csv")
"""Files of the data folder that are only there where somebody put them."""
PARTS = (DATABASE, KEY, *BROUGHT)
LABELS = {
    "published": "已发布综述",
    "articles": "综述",
    "originals": "原始文件",
    "events": "修改记录",
    "accounts": "账号",
}


class NoBackup(Exception):
    """The file is no backup that this version can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the backup, as it was put in."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``migrations``: the newest of each app. ``unsound``: what was found wrong in the archive when this was made."""

    at: str
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    migrations: Mapping[str, str]
    settings: Mapping[str, str]
    unsound: tuple[str, ...] = ()

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def counted(self) -> str:
        return "，".join(
            f"{label} {self.counts[name]}" for name, label in LABELS.items() if name in self.counts
        )

    def to_json(self) -> str:
        return json.dumps(
            {"format": FORMAT, "version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1
        )


def read_manifest(text: bytes) -> Manifest:
    """Raises NoBackup."""
    try:
        values: dict[str, Any] = json.loads(text)
        found, version = values.pop("format"), values.pop("version")
        if found == FORMAT and version != VERSION:
            raise NoBackup(f"备份的格式是第 {version} 版，本程序只认识第 {VERSION} 版")
        values["parts"] = tuple(Part(**part) for part in values["parts"])
        values["unsound"] = tuple(values["unsound"])
        manifest = Manifest(**values)
        if found != FORMAT or manifest.time.tzinfo is None:
            raise ValueError(found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoBackup(f"清单 {NAME} 读不懂（{error}）") from error
    return manifest


def counts_now() -> dict[str, int]:
    return {
        "published": Article.objects.published().count(),
        "articles": Article.objects.count(),
        "originals": SourceDocument.objects.count(),
        "events": ArticleEvent.objects.count(),
        "accounts": get_user_model().objects.count(),
    }


def migrations_now() -> dict[str, str]:
    rows = MigrationRecorder.Migration.objects.order_by("app", "name").values_list("app", "name")
    return dict(rows)


def settings_now() -> dict[str, str]:
    """What the environment says of this site, by the names of its variables: a restored archive needs it said again."""
    return {
        "ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS),
        "CITATION_SIGNS": settings.CITATION_SIGNS,
        "HTTPS": _yes_or_no(settings.HTTPS),
        "PUBLIC_READING": _yes_or_no(settings.PUBLIC_READING),
        "SCRIPT_NAME": settings.FORCE_SCRIPT_NAME or "",
        "SEARCH_ENGINES": _yes_or_no(settings.SEARCH_ENGINES),
        "TIME_ZONE": settings.TIME_ZONE,
        "TRASH_DAYS": str(settings.TRASH_DAYS),
        "TRUSTED_ORIGINS": ",".join(settings.CSRF_TRUSTED_ORIGINS),
        "TRUSTED_PROXIES": ",".join(map(str, settings.TRUSTED_PROXIES)),
        "UPLOAD_MAX_MEGABYTES": str(settings.UPLOAD_MAX_BYTES // 1024**2),
    }


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
