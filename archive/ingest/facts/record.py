"""A draft and its facts as a record: lines become passages with raw offsets, doubts become notices."""

from collections.abc import Iterable, Iterator
from typing import Any

from archive.ingest.facts.metadata import Facts
from archive.ingest.parts.blocks import Doubt, Draft
from archive.ingest.parts.bylines import MARK, names_in
from archive.ingest.parts.captions import words_of as caption_words
from archive.ingest.records import (
    CaptionRecord,
    Kind,
    NoticeRecord,
    Passage,
    PeriodBasis,
    PeriodGuess,
    RegionGuess,
    ReviewRecord,
    SectionRecord,
    Span,
)
from archive.ingest.text.cleaning import OLD_CODE_POINTS
from archive.ingest.text.lines import Line
from archive.ingest.text.mapped import MappedText
from archive.ingest.text.patterns import pattern
from archive.ingest.wording import quoted
from archive.ingest.wording.notices import NOTICES
from archive.regions.authority import Authority, Division

BYLINE_MARK = pattern(rf"^{MARK}(?=[\u4e00-\u9fff])", like="□ 通讯员 方永昌", unlike="2019年")
# 【作者】记者 顾南: the name of an entry, no word of the by-line
BYLINE_LABEL = pattern(
    r"^(?:[\[【(（](?:作者|责任者|署名|撰稿人?|记者)[\]】)）]\s*[:：]?|(?:作者|责任者)\s*[:：]|(?i:author)\s*=)\s*(?=\S)",
    like="作者：顾南",
    unlike="作者 顾南",
)
BYLINE_END = pattern(r"[\s、,，;；|/／■□●◆◇○◎]+$", like="方永昌、", unlike="方永昌")
# "本报讯(记者 李明": the words before the bracket are no writer's
BYLINE_DATELINE = pattern(
    r"^【?[\u4e00-\u9fff]{0,8}(?:\d{1,2}月\d{1,2}日)?(?:[讯电]|消息)】?\s*(?=[(（]|[\u4e00-\u9fff]{0,4}(?:记者|通讯员))",
    like="本报讯(记者 李明",
    unlike="记者 李明",
)
# 通讯员 李四 报道: the last word says that they report
BYLINE_REPORTS = pattern(
    r"(?<!摄影)(?<!图文)(?<!综合)(?<!联合)\s*报道\s*[:：]?$|[:：]$",
    like="通讯员 李四 报道",
    unlike="摄影报道",
)
OPENERS, CLOSERS = "(（[【", ")）]】"
NAME_OF_THREE = pattern(
    r"(^|[\u4e00-\u9fff]{2}\s+)([\u4e00-\u9fff])\s+([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?=$|\s+[\u4e00-\u9fff]{2})",
    like="涂小远 祁 望 舒",
    unlike="方 兰 涂 远",
)
SPACED_NAME = pattern(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])",
    like="李  晓",
    unlike="李晓",
)

# Signs of text that was decoded in the wrong code page somewhere on its way
MOJIBAKE = pattern(
    r"\ufffd|锟斤拷|烫烫烫|屯屯屯|鈥|銆|锛|鐨勫|宸ヤ|浼氬|Ã[\x80-\xbf©¨¤]|ï¼|ã€|â€|å·¥|[\ue000-\uf8ff]",
    like="锟斤拷",
    unlike="工会",
)
FEWEST_MOJIBAKE = 2
KIND_NOTICES = {Kind.OTHER: "kind-other", Kind.PLAN: "kind-plan"}
MOST_DIVISIONS = 8  # named in a notice, to be chosen from


class Passages:
    """Lines of the cleaned text as passages of the raw text."""

    def __init__(self, text: MappedText) -> None:
        self._text = text

    def __call__(self, line: Line, *, words: str | None = None) -> Passage:
        return Passage(line.text if words is None else words, self.spans(line))

    def optional(self, line: Line | None) -> Passage | None:
        return self(line) if line else None

    def all(self, lines: Iterable[Line]) -> tuple[Passage, ...]:
        return tuple(self(line) for line in lines)

    def spans(self, line: Line) -> tuple[Span, ...]:
        return tuple(self._text.span(start, end) for start, end in line.ranges)


def without_loose_brackets(words: str) -> str:
    """Brackets that the split of a by-line left without their other half go, pairs stay: 张三(松坪县总工会)."""
    loose: set[int] = set()
    open_at: list[int] = []
    for at, sign in enumerate(words):
        if sign in OPENERS:
            open_at.append(at)
        elif sign in CLOSERS:
            if open_at:
                open_at.pop()
            else:
                loose.add(at)
    loose.update(open_at)
    return BYLINE_END.sub("", "".join(" " if at in loose else sign for at, sign in enumerate(words)))


def byline_words(line: Line) -> str:
    """A part of a by-line for display: □ 通讯员 方永昌 李  晓 -> 通讯员 方永昌 李晓."""
    words = BYLINE_LABEL.sub("", line.text).lstrip(OPENERS)
    words = BYLINE_MARK.sub("", BYLINE_DATELINE.sub("", words).lstrip(OPENERS))
    words = without_loose_brackets(words)
    words = NAME_OF_THREE.sub(r"\1\2\3\4", words)
    words = BYLINE_REPORTS.sub("", SPACED_NAME.sub(r"\1\2", words).strip())
    return " ".join(words.split()) or line.text


def _region(facts: Facts, authority: Authority, passages: Passages) -> RegionGuess:
    division = facts.region.division
    if division is None:
        return RegionGuess()
    return RegionGuess(
        code=division.code,
        valid_from=division.valid_from,
        path=tuple(step.name for step in authority.path(division)),
        basis=facts.region.basis,
        evidence=passages.all(_clue_lines(facts)),
    )


def _clue_lines(facts: Facts) -> Iterable[Line]:
    """The words of the resolver's evidence, found again in the lines that they were taken from."""
    for clue in facts.region.evidence:
        for whole, line in facts.region_lines.items():
            at = line.key.find(clue.text)
            if whole.source == clue.source and at >= 0:
                yield line.part(at, at + len(clue.text))
                break


def _named(divisions: tuple[Division, ...], authority: Authority) -> dict[str, Any]:
    """The divisions that a notice offers, by name and by what tells the rows of the authority apart."""
    return {
        "names": ["".join(step.name for step in authority.path(division)) for division in divisions],
        "divisions": [[division.code, division.valid_from] for division in divisions],
    }


def _notices(
    draft: Draft, facts: Facts, authority: Authority, passages: Passages
) -> tuple[NoticeRecord, ...]:
    notices: list[NoticeRecord] = []

    def note(code: str, *lines: Line, **values: Any) -> None:
        notices.append(NoticeRecord(code, values, passages.all(lines)))

    verdict, period, region = facts.verdict, facts.period, facts.region
    if draft.title is None:
        note("title-missing")
    if verdict.reason:
        code = KIND_NOTICES.get(verdict.kind, "kind-uncertain")
        note(code, *verdict.evidence, reason={"code": "kind-reason", "case": verdict.reason})
    if facts.issuer is None:
        note("issuer-unknown")
    elif facts.other_issuers:
        others = [quoted(line.text) for line in facts.other_issuers]
        note("issuer-uncertain", facts.issuer, *facts.other_issuers, lines=others)
    if region.note in NOTICES:
        divisions = (region.candidates or ((region.division,) if region.division else ()))[:MOST_DIVISIONS]
        note(region.note, *_clue_lines(facts), **_named(divisions, authority))
    if period.masked:
        note("period-masked", *period.masked)
    years = {"start": period.start, "end": period.end}
    if period.basis is PeriodBasis.UNKNOWN:
        note("period-unknown")
    elif period.inferred:
        note("period-inferred", *period.evidence, **years)
    elif verdict.kind is Kind.PLAN:
        note("period-uncertain", *period.evidence, case="plan", **years)
    elif period.rivals:
        rivals = [quoted(line.text) for line in period.rivals]
        note("period-uncertain", *period.rivals, lines=rivals, **years)
    for doubt in (*draft.doubts, *_about_origin(facts)):
        note(doubt.code, *doubt.lines, **doubt.values)
    if not draft.paragraphs:
        note("body-missing")
    return tuple(notices)


def _about_origin(facts: Facts) -> Iterator[Doubt]:
    """What was said on the way, by several, by a site or by the name of the file, not by one paper and the text."""
    paper = facts.paper
    if paper and (paper.rivals or not paper.sure):
        named = (paper.line, *paper.rivals)
        yield Doubt("newspaper-uncertain", named, {"lines": [quoted(line.text) for line in named]})
    if facts.published and facts.published.reckoned:
        yield Doubt("published-year-reckoned", (facts.published.words,))
    elif facts.published and facts.published.by_site:
        yield Doubt("published-by-site", (facts.published.words,))
    if facts.from_the_name:
        fields = [{"code": "field", "case": field} for field in facts.from_the_name]
        yield Doubt("from-the-name", values={"fields": fields})


def mojibake_notice(raw: str) -> NoticeRecord | None:
    """A notice when the text shows signs of a wrong decoding."""
    if not MOJIBAKE.search(raw):
        return None
    found = [match.span() for match in MOJIBAKE.finditer(raw.translate(OLD_CODE_POINTS))]
    if len(found) < FEWEST_MOJIBAKE:
        return None
    evidence = tuple(Passage(raw[start:end], (Span(start, end),)) for start, end in found[:5])
    return NoticeRecord("mojibake", {"count": len(found)}, evidence)


def make_record(draft: Draft, facts: Facts, text: MappedText, authority: Authority) -> ReviewRecord:
    """One article, ready to be stored."""
    passages = Passages(text)
    published = facts.published
    return ReviewRecord(
        kind=facts.verdict.kind,
        title=passages.optional(draft.title),
        kicker=passages.optional(draft.kicker),
        subtitle=passages.optional(draft.subtitle),
        issuer=passages.optional(facts.issuer),
        region=_region(facts, authority, passages),
        period=PeriodGuess(
            start=facts.period.start,
            end=facts.period.end,
            basis=facts.period.basis,
            inferred=facts.period.inferred,
            evidence=passages.all(facts.period.evidence),
        ),
        published_on=passages(published.words, words=published.day.isoformat()) if published else None,
        newspaper=passages.optional(facts.newspaper),
        issue=passages.optional(facts.issue),
        page=passages.optional(facts.page),
        bylines=tuple(passages(line, words=byline_words(line)) for line in draft.bylines if names_in(line)),
        credits=passages.all((*draft.credits, *(line for line in draft.bylines if not names_in(line)))),
        sections=tuple(
            SectionRecord(section.level, passages.optional(section.heading), passages.all(section.paragraphs))
            for section in draft.sections
        ),
        captions=tuple(
            CaptionRecord(passages(line, words=caption_words(line)), section)
            for line, section in draft.captions
        ),
        furniture=passages.all(draft.furniture),
        notices=_notices(draft, facts, authority, passages),
    )
