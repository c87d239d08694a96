"""Delete for good what has lain in the trash for long enough; the index worker does so every night."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import editing
from archive.storage.readiness import refuse_where_no_archive_is


class Command(BaseCommand):
    help = "永久删除在回收站里超过期限（TRASH_DAYS）的综述；索引进程每夜自动执行。原始文件不删除"

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_where_no_archive_is()
        purged = editing.purge_overdue()
        self.stdout.write(f"回收站：永久删除 {purged} 篇超过 {settings.TRASH_DAYS} 天的综述")
