"""What running text looks like, line by line."""

from collections import Counter
from collections.abc import Sequence

from archive.ingest.text.kept import kept
from archive.ingest.text.lines import STOP, Hint, Line, ends_sentence
from archive.ingest.text.patterns import pattern

LOOKED_AT = 400  # characters of a line; the rest of a long one changes nothing
SHORTEST_PROSE = 30
SHORTEST_BROKEN_PROSE = 10
SHORTEST_PROSE_WITHOUT_STOP = 50
FREQUENT = 0.35  # share of the lines that stand so far from the one above
FEWEST_CELLS = 3
FIGURE_CELL = pattern(r"^[-+]?\d[\d.,]*%?[\u4e00-\u9fff]{0,2}$", like="24.6%", unlike="工会24")
CLAUSE = pattern(r"[。;!?]|[^\d\s],", like="走访职工,办起夜校", unlike="2,815")
SHORTEST_RUNNING = 16
INNER_STOP = pattern(r"[,。、;]", like="把名册摊开,一家家", unlike="织密服务网")
NARRATIVE = pattern(r"了|的|在|为|把|将|对|等|是", like="走访了职工", unlike="织密服务网")
HEADING_COST = 25  # what a line without prose costs a run of it
MOST_COUNTED = 160  # the most that a line with prose adds
SET_AS_HEAD = frozenset((Hint.TITLE, Hint.HEADING, Hint.SUBHEADING))
SENTENCE_STOP = pattern(r"[。!?…;][\"')\]》]*$", like="路在脚下,灯在心头。", unlike="路在脚下,灯在心头")


def is_prose(line: Line) -> bool:
    """True for running text: sentences, or the broken-off part of one."""
    set_as_head = line.hint is not None and line.hint in SET_AS_HEAD
    return len(line.key) >= SHORTEST_BROKEN_PROSE and not set_as_head and _reads_as_prose(line.key)


# Nothing of what ends a page has clauses and nothing but words: a foot has labels, a list of links bars
CUT_OFF = pattern(
    r"^(?![^,]{0,12}[:、.)])(?=.{24})[^:|©@/,]*,[^:|©@/]*[\u4e00-\u9fff,]$",
    like="去年七月,江边一处工地拖欠农民工工资一百零七万元,区总工会牵头",
    unlike="地址:海澜市滨江路1号,邮编000000,欢迎来信来稿,热线全天有人",
)


@kept
def _reads_as_prose(key: str) -> bool:
    if ends_sentence(key):
        return len(key) >= SHORTEST_PROSE
    key = key[:LOOKED_AT]
    if "。" in key[:-2]:
        return True  # "实施职工文体活动。区总工": a sentence, and the next one broken off
    if len(key) >= SHORTEST_PROSE and STOP.search(key):
        return True
    return len(key) >= SHORTEST_PROSE_WITHOUT_STOP and sum(map(key.count, ",、")) >= 2


def is_running(line: Line) -> bool:
    """True for prose, and for a line of it that is neither whole nor long: of a hard-wrapped column."""
    return is_prose(line) or (len(line.key) >= SHORTEST_RUNNING and _runs_on(line.key))


@kept
def _runs_on(key: str) -> bool:
    return bool(INNER_STOP.search(key[:-1]) and NARRATIVE.search(key))


def running_text(lines: Sequence[Line]) -> tuple[int, int]:
    """The run of lines with most running text in it: its first line, and the one after its last."""
    return densest(lines, [is_running(line) for line in lines])


def densest(lines: Sequence[Line], prose: Sequence[bool]) -> tuple[int, int]:
    """The same where it is known which lines are prose; what stands between costs something."""
    best, best_range = 0, (len(lines), len(lines))
    total, since = 0, 0
    for at, (line, is_text) in enumerate(zip(lines, prose, strict=True)):
        total += min(len(line.key), MOST_COUNTED) if is_text else -HEADING_COST
        if total <= 0:
            total, since = 0, at + 1
        elif total > best:
            best, best_range = total, (since, at + 1)
    return best_range


def is_sentence(line: Line) -> bool:
    """True for a line that ends like a sentence: 路在脚下,灯在心头。"""
    return bool(SENTENCE_STOP.search(line.key[-12:])) and line.hint not in (
        Hint.HEADING,
        Hint.SUBHEADING,
    )


def is_table_row(line: Line) -> bool:
    """True for a row of figures: 2016 2815 24.6. It is whole as it stands, and so is the row below it.

    "每季度请 15 名职工代表抽查账本,查出 9 笔…" is a sentence whose figures are set apart.
    """
    cells = line.key[:LOOKED_AT].split()
    return (
        not CLAUSE.search(line.key[:LOOKED_AT])
        and len(cells) >= FEWEST_CELLS
        and 2 * sum(1 for cell in cells if FIGURE_CELL.match(cell)) >= len(cells)
    )


def usual_gap(lines: Sequence[Line]) -> int | None:
    """The blank lines between most paragraphs, None where no number of them is usual.

    Of two numbers that are both frequent the smaller is the usual one: pictures make the larger.
    """
    gaps = Counter(line.gap for line in lines[1:])
    frequent = [gap for gap, count in gaps.items() if count >= FREQUENT * (len(lines) - 1)]
    return min(frequent, default=None)


def stops_in(key: str) -> int:
    """How many sentences end in the words."""
    return sum(map(key.count, "。!?"))


def is_cut_off(line: Line) -> bool:
    """True for the last line of a text that was copied up to the middle of a sentence."""
    return line.hint is None and not line.ends_sentence and bool(CUT_OFF.match(line.key))
