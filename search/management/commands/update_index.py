"""Haystack's ``update_index``, with the reason in a sentence where it can't write."""

import logging
from argparse import ArgumentParser
from typing import Any

from haystack.management.commands import update_index

from archive.storage.readiness import refuse_where_no_archive_is
from search.waiting import trouble_told


class Command(update_index.Command):  # type: ignore[misc]
    help = "把库中内容写入检索索引（Haystack 的命令）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            max_retries=1
        )  # the engine waits for its lock; a full disk is not emptied by asking

    def handle(self, **options: Any) -> None:
        refuse_where_no_archive_is()
        update_index.LOG.setLevel(logging.CRITICAL)  # it logs what it raises
        with trouble_told(self.stderr.write, "没有更新"):
            super().handle(**options)
