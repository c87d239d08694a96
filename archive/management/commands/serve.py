"""Set the archive up and serve it: what `make run` does after installing."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from archive.models import Article
from archive.region_table import load_regions
from archive.site_authority import site_authority

# A request may carry many files to read; a reader's child process has limits of its own well below this.
REQUEST_SECONDS = 300
START_SECONDS = 60


class Command(BaseCommand):
    help = "准备数据库、区划表、索引和管理员，然后启动网站和索引进程"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="库为空时不载入演示档案")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="网站进程数，默认为处理器核数"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.HOST, settings.PORT
        self._refuse_taken_port(host, port)
        self._prepare(demo=not options["no_demo"])
        self._run(host, port, options["workers"])

    def _refuse_taken_port(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"不能在 {host}:{port} 上提供服务（{error.strerror}）。"
                    f"若端口已被占用，请换一个：make run PORT={port + 1}"
                ) from error

    def _prepare(self, *, demo: bool) -> None:
        call_command("migrate", verbosity=0)
        changed = load_regions(site_authority())
        if changed:
            self.stdout.write(f"行政区划表：新增或更新 {changed} 行")
        if demo and not Article.objects.exists():
            call_command("loaddemo")
        call_command("check_index", "--repair", "--quick")
        users = get_user_model()
        if not users.objects.filter(is_superuser=True).exists():
            password = secrets.token_urlsafe(12)
            users.objects.create_superuser("admin", password=password)
            self.stdout.write(
                "\n".join(
                    [
                        "",
                        "  已建立管理员，密码只显示这一次，请记下：",
                        "    用户名 admin",
                        f"    密码   {password}",
                        "",
                    ]
                )
            )

    def _run(self, host: str, port: int, workers: int) -> None:
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        worker_command = [sys.executable, manage, "index_worker"]
        server_command = [
            *(sys.executable, "-m", "gunicorn", "archive.wsgi:application", "--bind", bind),
            *("--workers", str(workers), "--preload", "--timeout", str(REQUEST_SECONDS)),
            *("--max-requests", "5000", "--max-requests-jitter", "500", "--log-level", "warning"),
        ]
        stopping = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        server = subprocess.Popen(server_command, cwd=settings.BASE_DIR)  # noqa: S603
        worker = subprocess.Popen(worker_command, cwd=settings.BASE_DIR)  # noqa: S603
        try:
            self._announce(server, host, port)
            while not stopping and server.poll() is None:
                if worker.poll() is not None:
                    self.stderr.write(f"索引进程已退出（{worker.returncode}），重新启动")
                    worker = subprocess.Popen(worker_command, cwd=settings.BASE_DIR)  # noqa: S603
                time.sleep(0.5)
        finally:
            for process in (server, worker):
                if process.poll() is None:
                    process.terminate()
            for process in (server, worker):
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
        if not stopping:
            raise CommandError(f"网站进程已退出（{server.returncode}）")

    def _announce(self, server: "subprocess.Popen[bytes]", host: str, port: int) -> None:
        """Print where to go, once somebody answers there."""
        reachable = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host  # noqa: S104
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            try:
                with closing(socket.create_connection((reachable, port), timeout=1)):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise CommandError("网站没有启动，原因见上面的输出")
        shown = f"[{reachable}]" if ":" in reachable else reachable
        self.stdout.write(f"工会工作综述档案库： http://{shown}:{port}/")
        self.stdout.write(f"编辑入口：           http://{shown}:{port}/admin/")
        if reachable != host:
            self.stdout.write("供其他电脑访问时，请把 ALLOWED_HOSTS 设为它们使用的域名或地址。")
        self.stdout.write("按 Ctrl+C 停止。")
        self.stdout.flush()
