"""The figures of a record that the pipeline read, and the blocks that they are numbered by."""

from archive.figures.reader import read_figures
from archive.figures.records import Block, BlockKind, Figure, Setting
from archive.ingest.records import Kind, ReviewRecord


def blocks_of(record: ReviewRecord) -> tuple[Block, ...]:
    """Headings and paragraphs in reading order, then the captions."""
    blocks: list[Block] = []
    for section in record.sections:
        if section.heading:
            blocks.append(Block(section.heading.text, BlockKind.HEADING))
        blocks += [Block(passage.text) for passage in section.paragraphs]
    return (*blocks, *(Block(caption.passage.text, BlockKind.CAPTION) for caption in record.captions))


def setting_of(record: ReviewRecord) -> Setting:
    """What the record says of itself."""
    return Setting(
        issuer=record.issuer.text if record.issuer else None,
        title=" ".join(head.text for head in (record.title, record.subtitle) if head),
        start=record.period.start,
        end=record.period.end,
        published=int(record.published_on.text[:4]) if record.published_on else None,
        is_plan=record.kind is Kind.PLAN,
    )


def figures_of(record: ReviewRecord) -> tuple[Figure, ...]:
    """Every figure of one article."""
    return read_figures(blocks_of(record), setting_of(record))
