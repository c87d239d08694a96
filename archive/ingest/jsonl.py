"""A reading as the JSON object that ``import_reviews --format jsonl`` prints."""

from collections.abc import Iterable, Sequence

from archive.ingest.records import Passage, Reading, ReviewRecord, UnreadableFile

Json = dict[str, object]


def _words(passage: Passage | None) -> str | None:
    return passage.text if passage else None


def _texts(passages: Iterable[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def article(record: ReviewRecord) -> Json:
    """The fields of one article."""
    return {
        "kind": record.kind.value,
        "kicker": _words(record.kicker),
        "title": _words(record.title),
        "subtitle": _words(record.subtitle),
        "issuer": _words(record.issuer),
        "region": {
            "code": record.region.code,
            "path": list(record.region.path),
            "basis": record.region.basis.value,
        },
        "period": {
            "start": record.period.start,
            "end": record.period.end,
            "basis": record.period.basis.value,
            "inferred": record.period.inferred,
        },
        "published_on": _words(record.published_on),
        "newspaper": _words(record.newspaper),
        "issue": _words(record.issue),
        "page": _words(record.page),
        "bylines": _texts(record.bylines),
        "credits": _texts(record.credits),
        "sections": [
            {
                "level": section.level,
                "heading": _words(section.heading),
                "paragraphs": _texts(section.paragraphs),
            }
            for section in record.sections
        ],
        "captions": [caption.passage.text for caption in record.captions],
        "furniture": _texts(record.furniture),
        "notices": [{"code": notice.code, "message": notice.message} for notice in record.notices],
        "error": None,
    }


def to_json(reading: Reading, twins: Sequence[list[Json]] = ()) -> Json:
    """One object for a file; ``items`` lists every article when the file holds several.

    The top-level fields are those of the first article. ``twins``, one list a record, are told where somebody
    looked for them.
    """
    head: Json = {"file": reading.name, "encoding": reading.source.encoding}
    items = [head | article(one) for one in reading.records]
    for item, found in zip(items, twins, strict=False):
        item["twins"] = found
    return items[0] | ({"items": items} if len(items) > 1 else {})


def error_json(name: str, error: UnreadableFile) -> Json:
    """The object for a file that could not be read."""
    return {"file": name, "encoding": None, "kind": None, "error": error.message, "error_code": error.code}
