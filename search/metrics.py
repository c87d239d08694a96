"""What a program that watches the site reads, in Prometheus' text format: numbers alone, for whoever has the token.

``METRICS_TOKEN`` turns it on. A scraper sends it (``Authorization: Bearer …``); neither an address nor a role will do: a server in front
asks from this machine for everybody, and whoever watches the site need not read it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily

from archive.backups import nightly
from archive.models import ImportItem
from archive.server import heartbeat
from archive.server.heartbeat import IMPORT_WORKER
from archive.web import counted_requests
from search import heartbeat as of_index
from search import replicas, selfcheck
from search.readiness import obstacle

WORKERS = {"index": of_index.FILE, "import": IMPORT_WORKER}


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """As unknown as any other address where nobody has asked for it."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
    ):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(Site())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class Site:
    """What is so at the moment when it is asked."""

    def collect(self) -> Iterator[Metric]:
        yield from counted_requests.counted()
        yield from _of_the_database()
        yield from _of_the_data_folder()


def _of_the_database() -> list[Metric]:
    up = _gauge("archive_database_up", "Whether the database answers", 1)
    try:
        return [
            up,
            *_of_the_index(),
            _gauge("archive_imports_waiting", "Files that wait to be read", _imports()),
        ]
    except DatabaseError:
        return [_gauge("archive_database_up", "Whether the database answers", 0)]


def _of_the_index() -> Iterator[Metric]:
    number, since = replicas.waiting().number_and_oldest()
    yield _gauge(
        "archive_index_ready", "Whether searches here can be relied on, as /ready says", obstacle() is None
    )
    yield _gauge("archive_outbox_changes", "Changes that the index of this host lacks", number)
    yield _gauge("archive_outbox_age_seconds", "Age of the oldest of them", _age(since) or 0)


def _imports() -> int:
    return ImportItem.objects.unfinished().count()


def _of_the_data_folder() -> Iterator[Metric]:
    """From what processes left there of what they did last; of what was never done there is no number."""
    check, night = selfcheck.last_report(), nightly.last_night()
    yield from _aged(
        "archive_index_check_age_seconds",
        "Since the whole index was compared with the database",
        check.time if check else None,
    )
    yield from _aged(
        "archive_backup_age_seconds",
        "Since the newest nightly backup was made",
        night.made if night else None,
    )
    silence = GaugeMetricFamily(
        "archive_worker_silence_seconds", "Since a worker's last sign of life", labels=["worker"]
    )
    for worker, file in WORKERS.items():
        beat = heartbeat.last(file)
        if beat is not None:
            silence.add_metric([worker], _age(beat.time) or 0)
    yield silence


def _aged(name: str, told: str, moment: datetime | None) -> Iterator[Metric]:
    age = _age(moment)
    if age is not None:
        yield _gauge(name, told, age)


def _age(moment: datetime | None) -> float | None:
    """Seconds; never less than none, whatever the clocks of two machines say."""
    return None if moment is None else max(0.0, (datetime.now(UTC) - moment).total_seconds())


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=float(value))
