"""Corrected tables: kept with what the checks found, written when somebody confirms, undone as one.

Each row is a transaction of its own in the room where articles are changed, which notes what became of the row: a
table whose writing was cut short goes on where it stopped, and no row is written twice.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive import editing, outbox
from archive.models import Article, CorrectionRow, CorrectionTable
from archive.tables.checking import Checked, check
from archive.tables.reading import UnreadableTable, read

State = CorrectionRow.State
MOST_CORRECTIONS = 2_000
"""Rows that are kept of a table, those that are refused among them: one that has more is done in several turns."""


def hand_in(name: str, data: bytes, user: User) -> CorrectionTable:
    """Read a table and keep what it would change; nothing is changed. Raises UnreadableTable."""
    read_table = read(data)
    kept: list[Checked] = []
    unchanged = 0
    for row in check(read_table.rows):
        if row.is_unchanged:
            unchanged += 1
        else:
            kept.append(row)
        if len(kept) > MOST_CORRECTIONS:
            raise UnreadableTable("corrections", most=MOST_CORRECTIONS)
    with transaction.atomic():
        table = CorrectionTable.objects.create(
            name=name, handed_in_by=user, unchanged=unchanged, unknown_heads=list(read_table.unknown)
        )
        CorrectionRow.objects.bulk_create([_row(table, row) for row in kept], batch_size=500)
    return table


def _row(table: CorrectionTable, checked: Checked) -> CorrectionRow:
    return CorrectionRow(
        table=table,
        line=checked.line,
        article_id=checked.article_id,
        title=checked.title,
        state=State.REFUSED if checked.problems else State.READY,
        made_from=checked.made_from,
        before=checked.before,
        wanted=checked.wanted,
        refused_by=checked.problems[0].check if checked.problems else "",
        problems=[problem.stored() for problem in checked.problems],
    )


def write(table: CorrectionTable, by: User) -> None:
    """Correct the articles as the rows say that passed every check, each only where it is as it was when checked."""
    CorrectionTable.objects.filter(pk=table.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    with outbox.held_back():
        for pk in list(table.rows.in_state(State.READY).values_list("pk", flat=True)):
            _write(pk, by)
    outbox.tell()


def _write(pk: int, by: User) -> None:
    with transaction.atomic():
        row = CorrectionRow.objects.select_for_update().filter(pk=pk, state=State.READY).first()
        if row is None:  # confirmed twice at the same time
            return
        try:
            article = editing.correct(row.article_id or 0, row.wanted, by=by, made_from=row.made_from)
        except (editing.Overtaken, editing.InTrash, Article.DoesNotExist):
            row.state = State.OVERTAKEN
        else:
            row.state, row.version = State.WRITTEN, article.version
        row.save(update_fields=["state", "version"])


def undo(table: CorrectionTable, by: User) -> None:
    """Take back all that the table changed; an article that was changed since stays as it is, and is told."""
    CorrectionTable.objects.filter(pk=table.pk, undone_at=None).update(undone_at=timezone.now())
    with outbox.held_back():
        for pk in list(table.rows.in_state(State.WRITTEN).values_list("pk", flat=True)):
            _undo(pk, by)
    outbox.tell()


def _undo(pk: int, by: User) -> None:
    with transaction.atomic():
        row = CorrectionRow.objects.select_for_update().filter(pk=pk, state=State.WRITTEN).first()
        if row is None:
            return
        try:
            editing.undo(row.article_id or 0, by=by, only=row.version)
        except (editing.NothingToUndo, Article.DoesNotExist):
            row.state = State.KEPT
        else:
            row.state = State.UNDONE
        row.save(update_fields=["state"])


def let_go(table: CorrectionTable) -> bool:
    """Forget a table of which nothing was written; whether it was such a one."""
    return bool(CorrectionTable.objects.filter(pk=table.pk, confirmed_at=None).delete()[0])
