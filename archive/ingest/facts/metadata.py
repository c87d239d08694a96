"""What an article says of itself: issuer, region, period, kind, paper and date, with the words for each.

What it leaves open is filled from the name of its file.
"""

from dataclasses import dataclass, replace

from archive.ingest.facts.issuer import choose_issuer
from archive.ingest.facts.kind import Verdict, judge
from archive.ingest.facts.period import HISTORY, Period, find_period, is_long_before, years_back
from archive.ingest.facts.place import clues, doubted
from archive.ingest.facts.told_by_name import NOTHING_TOLD, Told
from archive.ingest.parts.blocks import Draft
from archive.ingest.parts.office_forms import senders
from archive.ingest.records import Kind, PeriodBasis
from archive.ingest.text import newspaper as papers
from archive.ingest.text.dates import Published, day_alone, month_alone, publication_date
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority
from archive.regions.clues import RegionBasis
from archive.regions.resolver import Clue, Resolution, resolve

NAMED_YEAR = pattern(
    r"(?<!\d)(20[0-4]\d)年", like="2020年12月,宜宾县总工会组织疗休养", unlike="1958年迁到现址"
)
REVIEWS = (Kind.ANNUAL_REVIEW, Kind.MULTI_YEAR_REVIEW)
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
    paper: papers.Paper | None
    issue: Line | None
    page: Line | None
    told: Told

    @property
    def newspaper(self) -> Line | None:
        return self.paper.line if self.paper else self.told.newspaper

    @property
    def from_the_name(self) -> tuple[str, ...]:
        """The fields that nothing but the name of the file gives, by the names that the sentences have for them."""
        told = self.told
        filled = (
            ("issuer", self.issuer is not None and self.issuer is told.union),
            ("region", self.region.basis is RegionBasis.NAME),
            ("period", self.period.basis is PeriodBasis.NAME),
            ("published_on", self.published is not None and self.published is told.day),
            ("newspaper", self.newspaper is not None and self.newspaper is told.newspaper),
            ("issue", self.issue is not None and self.issue is told.issue),
            ("page", self.page is not None and self.page is told.page),
        )
        return tuple(field for field, is_filled in filled if is_filled)


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
    if all(len(line.text) <= LONGEST_READ for line in draft.paragraphs):
        return draft
    sections = tuple(
        replace(section, paragraphs=tuple(_start(line) for line in section.paragraphs))
        for section in draft.sections
    )
    return replace(draft, sections=sections)


def _start(line: Line) -> Line:
    return line if len(line.text) <= LONGEST_READ else line.part(0, LONGEST_READ)


def conclude(
    draft: Draft, authority: Authority, *, page_furniture: tuple[Line, ...] = (), told: Told = NOTHING_TOLD
) -> Facts:
    """Facts about one article. ``page_furniture`` is that of the page's other articles, which share its masthead."""
    furniture = (*draft.furniture, *page_furniture)
    draft = readable(draft)
    signed = (*furniture, *draft.credits)
    paper = papers.newspaper((*signed, *draft.bylines))
    published = publication_date(
        signed,
        title_end=title_end(draft),
        body_start=body_start(draft),
        of_a_paper=papers.newspaper(signed) is not None,
    ) or (told.day if told.printed or paper else None)
    chosen = choose_issuer(
        (draft.subtitle, draft.title, draft.kicker, *senders(draft.furniture)),
        (*draft.paragraphs, *draft.headings, *(line for line, _ in draft.captions)),
        authority,
        page=(*signed, *draft.bylines),
    )
    period = _period(draft, published or month_alone(signed), told)
    found = dict(clues(draft, issuer=chosen.line, newspaper=paper.line if paper else None, told=told))
    verdict = judge(draft, issuer=chosen.line or told.union, years=(period.start, period.end))
    if published is None and period.end and not period.inferred and verdict.kind in REVIEWS:
        published = day_alone(signed, body_start=body_start(draft), end=period.end)
    issuer = chosen.line or told.union
    year = period.end or (published.day.year if published else _year_told(draft))
    if published and is_long_before(period, published.day):
        year = (
            published.day.year
        )  # 田阳县 in a paper of 2012 is that of 2012, be somebody's year 2000 in its text
    of_paper = bool(paper or told.newspaper)
    return Facts(
        issuer=issuer,
        other_issuers=chosen.rivals,
        region=doubted(resolve(authority, tuple(found), year=year), chosen.rivals, authority, year),
        region_lines=found,
        period=period,
        verdict=verdict,
        published=published,
        paper=paper,
        issue=papers.issue(signed) or (told.issue if of_paper else None),
        page=papers.page(signed) or (told.page if of_paper else None),
        told=told,
    )


def _year_told(draft: Draft) -> int | None:
    """The latest year that the text names: 宜宾县 in news of 2020 means what had become of it by then.

    Not one of history: 建于2010年的广丰区总工会 does not make a county of the district, and of earlier centuries the table of
    divisions does not tell.
    """
    years = (year for line in draft.paragraphs for year in NAMED_YEAR.findall(HISTORY.sub("", line.key)))
    return max(map(int, years), default=None)


def _period(draft: Draft, published: Published | None, told: Told) -> Period:
    """The years that the text says; what it leaves open, or was only reckoned from a date, by the file's name."""
    heads = [line for line in (draft.title, draft.subtitle, draft.kicker) if line]
    found = find_period(
        kicker=draft.kicker,
        title=draft.title,
        subtitle=draft.subtitle,
        lead=(*draft.lead, *draft.headings[:1]),
        paragraphs=draft.paragraphs,
        captions=[line for line, _ in draft.captions],
        published=(published.day, published.words) if published else None,
    )
    reckoned = found.basis is PeriodBasis.PUBLISHED
    if told.years.end is not None and (found.start is None or (reckoned and told.of_work)):
        back = years_back(heads, draft.lead)
        if back and told.years.start == told.years.end:  # 五年来 in the text, 2020 in the name
            return replace(told.years, start=told.years.end - back[0] + 1, inferred=True)
        return told.years
    if reckoned and told.last_year and published and published is told.day:
        year = published.day.year - 1
        return replace(found, start=year, end=year)
    return found
