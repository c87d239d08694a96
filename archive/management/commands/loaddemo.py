"""The demo archive: the texts about the invented 示例省, through the same way in as any other file."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive import editing, intake, outbox
from archive.imports.at_once import ReadAtOnce
from archive.models import Import
from archive.site_authority import site_authority
from archive.storage.readiness import prepare_database


class Command(BaseCommand):
    help = "载入演示档案：fixtures/demo 中关于虚构的示例省的综述（可重复执行，已有的跳过）"

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_database()
        folder = settings.BASE_DIR / "fixtures" / "demo"
        taking = ReadAtOnce(Import.Way.DEMO, site_authority(), publish=editing.Publish.ALL)
        loaded = present = 0
        with outbox.held_back():
            for path in sorted(folder.glob("*.txt")):
                handed_in = intake.HandedIn(path.name, path.read_bytes())
                outcome = taking.take_in(handed_in)
                if outcome.duplicate_of:
                    present += 1
                elif outcome.error:
                    raise CommandError(f"{path.name}: {outcome.error}")
                else:
                    loaded += len(outcome.articles)
        self.stdout.write(f"演示档案：载入 {loaded} 篇，已有 {present} 篇")
        try:
            outbox.wait_until_applied()
        except outbox.IndexBehind as reason:
            raise CommandError(f"已入库，但检索还查不到：{reason}") from reason
