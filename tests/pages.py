"""Pages in the genre for the tests of ingest: one plain article, and short ways to read a text."""

from archive.ingest.parts.blocks import Draft
from archive.ingest.pipeline import read_file
from archive.ingest.records import ReviewRecord
from archive.ingest.structure import structure
from archive.ingest.text.cleaning import clean

BODY = (
    "2019年，青禾区总工会围绕全区工业强区的部署，把功夫下在车间里、下在班组里，各项工作有了新的起色。",
    "全区新建基层工会21家，发展会员1500人，签订工资集体协议190份，覆盖职工2.3万人；举办劳动竞赛42场，"
    "评出“青禾工匠”十名；慰问困难职工310户，送去慰问金45万元。",
    "新的一年，青禾区总工会将继续当好职工的娘家人，把每一件实事办到职工的心坎上。",
)
ARTICLE = "\n\n".join(
    ("扛起使命开新局 聚力同心谱新篇", "——青禾区总工会2019年工作综述", "本报记者 涂远", *BODY)
)


def drafts(text: str) -> tuple[Draft, ...]:
    """The articles of a text before anything is concluded from their words."""
    return structure(clean(text).text)


def draft(text: str) -> Draft:
    return drafts(text)[0]


def record(text: str, name: str = "页面.txt") -> ReviewRecord:
    """The first record of a text."""
    return read_file(text.encode("utf-8"), name).records[0]


def headings(text: str) -> list[tuple[int, str]]:
    """Levels and words of the headings."""
    return [(section.level, section.heading.text) for section in draft(text).sections if section.heading]


def paragraphs(text: str) -> list[str]:
    return [line.text for line in draft(text).paragraphs]


def captions(text: str) -> list[str]:
    return [line.text for line, _ in draft(text).captions]


def codes(found: ReviewRecord) -> set[str]:
    """The notices of a record by code."""
    return {notice.code for notice in found.notices}
