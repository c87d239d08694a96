"""Compares the index with the database: counts, content, and searches for random passages of the text."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from archive.models import Article
from archive.storage import state_files
from search import replicas
from search.analysis import fold_text
from search.article_documents import LookUp, published_documents
from search.binding import mismatch
from search.documents import Block, Document
from search.engines import engine
from search.engines.contract import IndexUnavailable, IndexUnreachable, Request
from search.outbox import COMMAND_LOCK_SECONDS, rebuild
from search.query import Term
from search.second_opinion import kept_apart

PROBES = 200
"""Passages of articles drawn by lot: where one in fifty is not found, 98 of 100 checks notice it."""
LONGEST_PROBE = 12
BLOCK_END = "\0"
FILE = "index_check.json"


@dataclass(frozen=True, slots=True)
class FailedProbe:
    """Characters that a search, of articles alone or with their page matter, finds elsewhere than they stand."""

    text: str
    missed: tuple[int, ...]
    wrong: tuple[int, ...]
    matter: bool = False


class Probe(NamedTuple):
    """Characters that are asked for, in articles alone or with their page matter."""

    text: str
    matter: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Articles by id. ``thorough`` is False when only counts and files were looked at. A ``passing`` problem is one of reaching
    the index at all."""

    at: str
    published: int
    indexed: int | None
    pending: int
    thorough: bool
    problem: str | None = None
    passing: bool = False
    missing: tuple[int, ...] = ()
    superfluous: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    probes: int = 0
    failed_probes: tuple[FailedProbe, ...] = ()
    kept_apart: tuple[str, ...] = ()

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def is_whole(self) -> bool:
        return self.problem is None and not (self.drifted or self.failed_probes or self.kept_apart)

    @property
    def drifted(self) -> tuple[int, ...]:
        return (*self.missing, *self.superfluous, *self.changed)


def check(*, thorough: bool = True, probes: int = PROBES, seed: int | None = None) -> Report:
    """Look at everything, change nothing. Articles on their way to the index are no drift."""
    health = engine().health(read_through=thorough)
    try:
        problem = health.problem or mismatch()
        if problem is not None:
            return _report(
                thorough=thorough, indexed=health.documents, problem=problem, passing=health.passing
            )
        return _compared(thorough=thorough, probes=probes, chance=random.Random(seed))  # noqa: S311
    except IndexUnavailable as error:
        passing = isinstance(error, IndexUnreachable)
        return _report(thorough=thorough, indexed=None, problem=str(error), passing=passing)


def repair(report: Report) -> None:
    """Mend what a report found: single articles where it can, the whole index where it must and may be gone."""
    if report.passing:
        raise IndexUnreachable(report.problem)
    if report.problem is not None or (report.failed_probes and not report.drifted):
        rebuild(lock_seconds=COMMAND_LOCK_SECONDS)
    elif report.drifted:
        articles = LookUp(report.drifted)
        engine().apply(articles.documents(), articles.gone(), lock_seconds=COMMAND_LOCK_SECONDS)


def keep(report: Report) -> None:
    """Note the report for administrators, who see it with its time."""
    state_files.write(FILE, asdict(report))


def last_report() -> Report | None:
    """The last check's report; None when there was none, or it cannot be read."""
    try:
        values = state_files.read(FILE) or {}
        values["failed_probes"] = tuple(
            FailedProbe(
                probe["text"], tuple(probe["missed"]), tuple(probe["wrong"]), probe.get("matter", False)
            )
            for probe in values["failed_probes"]
        )
        for name in ("missing", "superfluous", "changed", "kept_apart"):
            values[name] = tuple(values.get(name, ()))
        return Report(**values)
    except (TypeError, KeyError, AttributeError):
        return None


def _compared(*, thorough: bool, probes: int, chance: random.Random) -> Report:
    indexed = engine().digests()
    published = set(Article.objects.published().values_list("pk", flat=True))
    missing, superfluous = published - indexed.keys(), indexed.keys() - published
    changed: set[int] = set()
    failed: Sequence[FailedProbe] = ()
    asked: Mapping[Probe, frozenset[int]] = {}
    apart: tuple[str, ...] = ()
    if thorough:
        asked = _asked(sorted(published), probes, chance)
        standing: dict[Probe, set[int]] = {probe: set() for probe in asked}
        for document in published_documents():
            if document.id in indexed and indexed[document.id] != document.digest():
                changed.add(document.id)
            _note_where_standing(document, standing)
        failed = _failed(asked, standing)
        apart = _kept_apart(sorted(published), probes, chance)
    pending = _pending()
    return _report(
        thorough=thorough,
        indexed=len(indexed),
        missing=_without(missing, pending),
        superfluous=_without(superfluous, pending),
        changed=_without(changed, pending),
        probes=len({probe.text for probe in asked}),
        kept_apart=apart,
        failed_probes=tuple(
            probe for probe in failed if _without(probe.missed, pending) or _without(probe.wrong, pending)
        ),
    )


def _report(*, thorough: bool, indexed: int | None, **found: object) -> Report:
    return Report(
        at=state_files.now(),
        published=Article.objects.published().count(),
        indexed=indexed,
        pending=len(_pending()),
        thorough=thorough,
        **found,  # type: ignore[arg-type]
    )


def _pending() -> set[int]:
    return set(replicas.waiting().values_list("article_id", flat=True))


def _without(ids: Iterable[int], pending: set[int]) -> tuple[int, ...]:
    return tuple(sorted(set(ids) - pending))


def _asked(published: Sequence[int], probes: int, chance: random.Random) -> dict[Probe, frozenset[int]]:
    """Random passages of articles and of page matter, folded, with the articles that the index finds them in."""
    chosen = chance.sample(published, min(probes, len(published)))
    documents = list(published_documents(chosen))
    texts = {
        text
        for place in range(probes)
        if documents and (text := _probe(chance.choice(documents), place, chance))
    }
    return {Probe(text, matter): _found(text, matter) for text in sorted(texts) for matter in (False, True)}


def _probe(document: Document, place: int, chance: random.Random) -> str:
    """Every fourth one is taken from page matter, where the article has any."""
    return passage(document.matter if document.matter and place % 4 == 0 else document.blocks, chance)


def _kept_apart(published: Sequence[int], documents: int, chance: random.Random) -> tuple[str, ...]:
    """The judgement of other libraries over some articles' own texts."""
    chosen = chance.sample(published, min(documents, len(published)))
    return kept_apart(
        block.text
        for document in published_documents(chosen)
        for block in (*document.blocks, *document.matter)
    )


def passage(blocks: Sequence[Block], chance: random.Random) -> str:
    """Some characters of a block as folded; empty where the block has none."""
    folded = fold_text(chance.choice(blocks).text) if blocks else ""
    size = chance.randint(1, LONGEST_PROBE)
    start = chance.randint(0, max(len(folded) - size, 0))
    return folded[start : start + size]


def _found(text: str, matter: bool) -> frozenset[int]:
    asked = Request(Term(text, quoted=True), limit=0, every_print=True, matter=matter, want_ids=True)
    return frozenset(engine().find(asked).ids or ())


def _note_where_standing(document: Document, standing: dict[Probe, set[int]]) -> None:
    own, beside = (
        BLOCK_END.join(fold_text(block.text) for block in blocks)
        for blocks in (document.blocks, document.matter)
    )
    for probe, articles in standing.items():
        if probe.text in own or (probe.matter and probe.text in beside):
            articles.add(document.id)


def _failed(asked: Mapping[Probe, frozenset[int]], standing: Mapping[Probe, set[int]]) -> list[FailedProbe]:
    return [
        FailedProbe(
            probe.text,
            tuple(sorted(standing[probe] - found)),
            tuple(sorted(found - standing[probe])),
            probe.matter,
        )
        for probe, found in asked.items()
        if standing[probe] != found
    ]


def described(report: Report) -> Iterator[str]:
    """The report in lines for a person."""
    indexed = "不可用" if report.indexed is None else f"{report.indexed} 篇"
    yield f"库中已发布 {report.published} 篇；索引 {indexed}"
    if report.pending:
        yield f"待写入索引的变更：{report.pending} 篇"
    if report.problem:
        yield f"索引有问题：{report.problem}"
    for label, ids in (
        ("缺少", report.missing),
        ("多出", report.superfluous),
        ("内容不符", report.changed),
    ):
        if ids:
            yield f"{label} {len(ids)} 篇：{_listed(ids)}"
    if report.thorough and report.problem is None:
        yield f"随机片段抽查 {report.probes} 处，不符 {len(report.failed_probes)} 处"
    if report.kept_apart:
        yield f"当作不同的字，另一种判断认为相同：{'、'.join(report.kept_apart)}"
    for probe in report.failed_probes:
        where = "（连同版面文字）" if probe.matter else ""
        yield f"  “{probe.text}”{where} 漏 {_listed(probe.missed) or '无'}，误 {_listed(probe.wrong) or '无'}"


def _listed(ids: Sequence[int]) -> str:
    shown = "、".join(str(article) for article in ids[:20])
    return f"{shown} 等" if len(ids) > 20 else shown
