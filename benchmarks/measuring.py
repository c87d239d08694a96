"""Times, sizes and tables, the same for every benchmark."""

import gc
import json
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

QUERIES = (
    "工会",
    "职工",
    "集体协商",
    "困难职工",
    "爱心驿站",
    "医疗互助",
    "劳动竞赛 工匠",
    "会员总数",
    "送温暖 金秋助学",
    "户外劳动者服务站点",
    "工会服务职工",
    "新就业形态劳动者入会",
    "劳模 创新工作室",
    "技能竞赛 -快递员",
    "工资集体协议 OR 集体合同",
    "妈妈小屋",
    "和谐劳动关系",
    "农民工 欠薪",
    "基层工会规范化建设",
    "法律援助",
)
"""What staff type: one word, two, a whole phrase, an exclusion, an alternative; common and rare."""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that it took, and what it returned."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def milliseconds(
    asks: Sequence[Callable[[str], Any]], queries: Iterable[str], *, rounds: int
) -> list[list[float]]:
    """How long each way of asking took for each query, after one round that does not count.

    The ways take turns with each query, so that whatever else the machine does slows all of them; the
    garbage of one is swept away before the next one's turn.
    """
    times: list[list[float]] = [[] for _ in asks]
    for query in queries:
        for ask, taken in zip(asks, times, strict=True):
            ask(query)
            gc.collect()
            taken += [1000 * timed(partial(ask, query))[0] for _ in range(rounds)]
    return times


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def folder_megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_megabytes(process: int | str = "self") -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def show(rows: Sequence[Sequence[object]], figures: dict[str, object]) -> None:
    """A table for people, and as the last line the figures for programs."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    for row in texts:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    rounded = {
        name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()
    }
    print(json.dumps(rounded))


def _text(cell: object) -> str:
    return (
        f"{cell:.3g}"
        if isinstance(cell, float) and abs(cell) < 100
        else (f"{cell:.0f}" if isinstance(cell, float) else str(cell))
    )
