"""Haystack's ``clear_index``, with the reason in a sentence where it can't write."""

from typing import Any

from haystack.management.commands import clear_index

from archive.storage.readiness import refuse_where_no_archive_is
from search.waiting import trouble_told


class Command(clear_index.Command):  # type: ignore[misc]
    help = "清空检索索引（Haystack 的命令）；重建以前不能检索"

    def handle(self, **options: Any) -> None:
        refuse_where_no_archive_is()
        with trouble_told(self.stderr.write, "没有清空"):
            super().handle(**options)
