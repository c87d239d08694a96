"""Settings of the web server, as gunicorn reads them: ``gunicorn -c python:archive.server.web_server``.

Address and number of processes come from the command line that ``archive.server.supervisor`` writes.
"""

import os
import sqlite3
import sys
from typing import Any

from django.conf import settings
from django.db import connection, connections

from archive.server import web_process
from archive.server.lifeline import die_with
from archive.storage.occupied import stay

wsgi_app = "archive.wsgi:application"
worker_class = "archive.server.web_worker.BufferingWorker"
threads = 4
preload_app = True
timeout = 60
"""Seconds without a sign from a process's loop, which waits for nothing longer than one, until it is replaced."""
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
control_socket_disable = True


class _Kept:
    """What a process holds for as long as it lives."""

    connection: sqlite3.Connection | None = None


def pre_fork(server: Any, worker: Any) -> None:
    worker.number = web_process.next_number(other.number for other in server.WORKERS.values())


def post_fork(server: Any, worker: Any) -> None:
    die_with(worker.ppid)
    web_process.is_number(worker.number)
    keep_open()


def keep_open() -> None:
    """Hold the database open, so that its log stays: on a full disk a new one can't be made, not even to read."""
    stay(settings.ARCHIVE_DATA)
    if connection.vendor != "sqlite":
        return
    name = str(settings.DATABASES["default"]["NAME"])
    _Kept.connection = sqlite3.connect(name, uri=name.startswith("file:"), check_same_thread=False)
    _Kept.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def worker_exit(server: Any, worker: Any) -> None:
    """A process that has answered everything goes at once, and all that it holds with it.

    Taken apart word by word, the dictionaries keep it for seconds, and on a busy machine for longer than the twenty
    that gunicorn waits before it kills and asks on the console whether there was too little memory.
    """
    if not worker.has_finished:
        return
    connections.close_all()
    if _Kept.connection is not None:
        _Kept.connection.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
