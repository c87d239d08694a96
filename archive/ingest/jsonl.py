"""A reading as the JSON object that ``import_reviews --format jsonl`` prints."""

from collections.abc import Iterable, Sequence

from archive.ingest.explain import Reason
from archive.ingest.records import Passage, Reading, ReviewRecord

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
        "notices": [
            {"code": notice.code, "message": notice.message, "evidence": _texts(notice.evidence)}
            for notice in record.notices
        ],
        "error": None,
    }


def lines(reasons: Sequence[Reason]) -> list[Json]:
    """Each line of an article with what it was read as and why."""
    return [
        {
            "text": reason.text,
            "role": reason.role.value,
            "state": reason.state.value,
            "rule": reason.rule,
            "like": reason.like,
            **_weighing(reason),
        }
        for reason in reasons
    ]


def _weighing(reason: Reason) -> Json:
    weighing = reason.weighing
    return {
        "chance": round(weighing.chance, 3) if weighing else None,
        "runner_up": weighing.runner_up.value if weighing else None,
        "runner_up_chance": round(weighing.runner_up_chance, 3) if weighing else None,
        "features": [
            {"name": feature.name, "weight": round(feature.weight, 2)}
            for feature in (weighing.features if weighing else ())
        ],
    }


def to_json(
    reading: Reading,
    twins: Sequence[list[Json]] = (),
    reasons: Sequence[Sequence[Reason]] = (),
    figures: Sequence[list[Json]] = (),
) -> Json:
    """One object for a file; ``items`` lists every article when the file holds several.

    The top-level fields are those of the first article. ``twins``, one list a record, are told where somebody
    looked for them, ``reasons`` of the lines and ``figures``, also one list a record, where somebody asked for them.
    """
    head: Json = {"file": reading.name, "encoding": reading.source.encoding}
    items = [head | article(one) for one in reading.records]
    for item, found in zip(items, twins, strict=False):
        item["twins"] = found
    for item, numbers in zip(items, figures, strict=False):
        item["figures"] = numbers
    for item, why in zip(items, reasons, strict=False):
        item["lines"] = lines(why)
    return items[0] | ({"items": items} if len(items) > 1 else {})


def error_json(name: str, code: str, message: str) -> Json:
    """The object for a file that is not taken in."""
    return {"file": name, "encoding": None, "kind": None, "error": message, "error_code": code}
