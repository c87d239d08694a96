"""Reads originals again with today's reader, and tells or takes what it says otherwise."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive import reading_again
from archive.editing import InTrash, rereading
from archive.editing.differences import names_of_regions
from archive.imports.apart import Reader
from archive.ingest.records import UnreadableFile
from archive.models import Article
from archive.representation import State, represent
from archive.storage.readiness import prepare_database
from archive.told import told

GONE = "没有这一篇，或在回收站里"


class Command(BaseCommand):
    help = "用现在的程序重新读取原件，列出和库里不同的地方；加 --write 才写入，编辑改过的一律保留，每篇可在历史里一次撤销"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="综述的编号")
        parser.add_argument("--all", action="store_true", help="全部综述，回收站里的除外")
        parser.add_argument("--write", action="store_true", help="写入没有编辑改过的不同之处")
        parser.add_argument("--format", choices=["text", "jsonl"], default="text", help="输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["ids"]) == options["all"]:
            raise CommandError("请写明编号，或用 --all 读取全部。")
        prepare_database()
        articles = Article.objects.kept().filter(source__isnull=False).order_by("pk")
        if options["ids"]:
            articles = articles.filter(pk__in=options["ids"])
        pks = list(articles.values_list("pk", flat=True))
        missing = sorted(set(options["ids"]).difference(pks))
        tally, reader = Counter(failed=len(missing)), Reader()
        for pk in missing:
            self._tell(options["format"], {"id": pk, "error": GONE})
        try:
            for pk in tqdm(pks, unit="篇", disable=not sys.stderr.isatty(), file=sys.stderr):
                found = _reread(pk, reader, write=options["write"])
                tally.update(
                    failed="error" in found, differing=bool(found.get("changed") or found.get("kept"))
                )
                self._tell(options["format"], found)
        finally:
            reader.end()
        done = "已写入" if options["write"] else "未写入"
        self.stderr.write(
            f"重读 {len(pks)} 篇，{tally['differing']} 篇有不同（{done}），{tally['failed']} 篇没有读成"
        )
        if tally["failed"]:
            sys.exit(1)

    def _tell(self, form: str, found: State) -> None:
        if form == "jsonl":
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        elif "error" in found:
            self.stdout.write(f"{found['id']}: {found['error']}")
        elif found["changed"] or found["kept"]:
            kept = f"；保留编辑改过的：{'、'.join(found['kept'])}" if found["kept"] else ""
            self.stdout.write(f"{found['id']}: {'、'.join(found['changed']) or '没有可改的'}{kept}")


def _reread(pk: int, reader: Reader, *, write: bool) -> State:
    """What an article's original says otherwise now: the clauses that change, and those that are kept."""
    try:
        article = Article.objects.kept().select_related("source").defer(None).get(pk=pk)
        reading = reading_again.apart(article, reader)
        article.refresh_from_db()  # a scan takes minutes
        read = rereading.as_read_now(article, rereading.record_for(article, reading))
        offers = rereading.offers(article, read, names_of_regions([represent(article), read]))
        if write:
            rereading.take(pk, reading, by=None)
    except UnreadableFile as refused:
        return {"id": pk, "error": told(refused.code, refused.values), "error_code": refused.code}
    except (Article.DoesNotExist, InTrash):  # thousands take hours, while editors go on
        return {"id": pk, "error": GONE}
    except (rereading.AnotherText, rereading.LinesLost) as reason:
        return {"id": pk, "error": str(reason)}
    return {
        "id": pk,
        "changed": [offer.clause for offer in offers if offer.is_taken],
        "kept": [offer.clause for offer in offers if not offer.is_taken],
    }
