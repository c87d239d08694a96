"""Haystack's ``rebuild_index`` without its gap: built beside the live index, then swapped in."""

from collections.abc import Callable
from typing import Any

from haystack import connections
from haystack.constants import DEFAULT_ALIAS
from haystack.management.commands import rebuild_index
from tqdm import tqdm

from archive.models import Article
from archive.storage.readiness import refuse_where_no_archive_is
from search.engines import engine
from search.outbox import COMMAND_LOCK_SECONDS, rebuild
from search.waiting import trouble_told


class Command(rebuild_index.Command):  # type: ignore[misc]
    help = "从数据库重建检索索引；重建期间照常用旧索引检索，建好后一次换上"

    def handle(self, **options: Any) -> None:
        refuse_where_no_archive_is()
        for alias in options.get("using") or connections.connections_info:
            with tqdm(total=Article.objects.published().count(), unit="篇", disable=None) as bar:
                count = self._rebuilt(alias, bar.update)
            if options.get("verbosity", 1):
                self.stdout.write(f"索引已重建：{count} 篇")

    def _rebuilt(self, alias: str, progress: Callable[[], Any]) -> int:
        with trouble_told(self.stderr.write, "没有重建，原有的索引照旧"):
            return rebuild(
                lock_seconds=COMMAND_LOCK_SECONDS,
                progress=progress,
                target=None if alias == DEFAULT_ALIAS else engine(alias),
            )
