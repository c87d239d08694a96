"""What an article says of itself: issuer, region, period, kind, paper and date, with the words for each."""

from dataclasses import dataclass, replace

from archive.ingest import newspaper as papers
from archive.ingest.blocks import Draft
from archive.ingest.dates import Published, publication_date
from archive.ingest.issuer import choose_issuer
from archive.ingest.kind import Verdict, judge
from archive.ingest.lines import Line
from archive.ingest.period import Period, find_period
from archive.ingest.place import clues
from archive.regions.authority import Authority
from archive.regions.resolver import Clue, Resolution, resolve

LONGEST_READ = 6000  # characters of one paragraph that are looked at for what the article says of itself


@dataclass(frozen=True, slots=True)
class Facts:
    """The conclusions drawn from one draft."""

    issuer: Line | None
    other_issuers: tuple[Line, ...]
    region: Resolution
    region_lines: dict[Clue, Line]
    period: Period
    verdict: Verdict
    published: Published | None
    newspaper: Line | None
    issue: Line | None
    page: Line | None


def body_start(draft: Draft) -> int:
    """Where the first section begins in the cleaned text."""
    first = next(
        (line for section in draft.sections for line in (section.heading, *section.paragraphs) if line), None
    )
    return first.ranges[0][0] if first else 0


def title_end(draft: Draft) -> int:
    """Where the title ends in the cleaned text, 0 without one."""
    return draft.title.ranges[-1][1] if draft.title else 0


def readable(draft: Draft) -> Draft:
    """The draft without the rest of paragraphs that are far too long for one: they lost their line ends."""
    sections = tuple(
        replace(section, paragraphs=tuple(_start(line) for line in section.paragraphs))
        for section in draft.sections
    )
    return replace(draft, sections=sections)


def _start(line: Line) -> Line:
    return line if len(line.text) <= LONGEST_READ else line.part(0, LONGEST_READ)


def conclude(draft: Draft, authority: Authority, *, page_furniture: tuple[Line, ...] = ()) -> Facts:
    """Facts about one article. ``page_furniture`` is that of the page's other articles, which share its masthead."""
    furniture = (*draft.furniture, *page_furniture)
    draft = readable(draft)
    signed = (*furniture, *draft.credits)
    published = publication_date(
        signed,
        title_end=title_end(draft),
        body_start=body_start(draft),
        of_a_paper=papers.newspaper(signed) is not None,
    )
    paper = papers.newspaper((*signed, *draft.bylines))
    chosen = choose_issuer(
        (draft.subtitle, draft.title, draft.kicker),
        (*draft.paragraphs, *draft.headings, *(line for line, _ in draft.captions)),
        authority,
    )
    issuer = chosen.line
    period = find_period(
        kicker=draft.kicker,
        title=draft.title,
        subtitle=draft.subtitle,
        lead=draft.lead,
        paragraphs=draft.paragraphs,
        captions=[line for line, _ in draft.captions],
        published=(published.day, published.words) if published else None,
    )
    found = dict(clues(draft, issuer=issuer, newspaper=paper))
    year = period.end or (published.day.year if published else None)
    return Facts(
        issuer=issuer,
        other_issuers=chosen.rivals,
        region=resolve(authority, tuple(found), year=year),
        region_lines=found,
        period=period,
        verdict=judge(draft, issuer=issuer, years=(period.start, period.end)),
        published=published,
        newspaper=paper,
        issue=papers.issue(signed),
        page=papers.page(signed),
    )
