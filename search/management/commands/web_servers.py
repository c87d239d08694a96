"""The web servers that share this database, for a person; and to let go one that does not come back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.models import IndexChange, Replica
from archive.server import this_host
from search import replicas


class Command(BaseCommand):
    help = "列出共用这个数据库的网站服务器；--let-go 不再为一台保留改动"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--let-go", metavar="NAME", help="不再为这台服务器保留改动；它若回来，会先重建索引"
        )

    def handle(self, *, let_go: str | None, **options: Any) -> None:
        if not replicas.are_kept():
            self.stdout.write("只有这一台：数据库是 SQLite，或者索引在检索集群里")
            return
        if let_go is not None and not Replica.objects.named(let_go).let_go():
            raise CommandError(f"没有登记名为 {let_go} 的服务器")
        for host in Replica.objects.all():
            self.stdout.write(_described(host))


def _described(host: Replica) -> str:
    here = "（本机）" if host.name == this_host.name() else ""
    waiting = IndexChange.objects.lacking_in(host).count()
    seen = timezone.localtime(host.seen_at)
    return f"{host.name}{here}：{replicas.state_of(host)}，{waiting} 篇次等待写入，最近一次露面 {seen:%Y-%m-%d %H:%M:%S}"
