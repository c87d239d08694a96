"""How fast ingest is: articles a second on text, HTML, Word and PDF, the share of each stage, and memory.

    .venv/bin/python benchmarks/ingest_speed.py --seconds 5

The texts of the demo and the gate are read again and again in memory, each form for so many seconds; nothing
is stored. The PDF files are those that a browser prints, where Chromium is installed. The last line is one
JSON object with the figures.
"""

import argparse
import html
import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import docx  # noqa: E402 (the project's folder comes first)

from archive.ingest.facts.metadata import conclude  # noqa: E402
from archive.ingest.facts.record import make_record  # noqa: E402
from archive.ingest.pipeline import hints_after_cleaning, read_file  # noqa: E402
from archive.ingest.readers.registry import format_of, read  # noqa: E402
from archive.ingest.readers.sandbox import sandbox_for  # noqa: E402
from archive.ingest.structure import structure  # noqa: E402
from archive.ingest.text.cleaning import clean  # noqa: E402
from archive.ingest.text.decoding import decode  # noqa: E402
from archive.regions.authority import Authority  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PRINTED = 6  # articles printed as PDF: a browser needs seconds for each


def texts(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.txt"))]


def as_html(text: str) -> bytes:
    rows = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    bar = "<div class='nav'><a href='#'>首页</a> | <a href='#'>上一版</a> | <a href='#'>下一版</a></div>"
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{bar}<div>{rows}</div></body></html>".encode()


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(pages: list[bytes]) -> Iterator[bytes]:
    """The pages as a browser prints them; none where no browser is installed."""
    if CHROMIUM is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
            source.write_bytes(page)
            options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
            command = [CHROMIUM, *options, f"--print-to-pdf={target}", str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            yield target.read_bytes()


def rate(files: list[bytes], name: str, seconds: float) -> float:
    """Articles a second over at least so many seconds, after one file that starts what must be started.

    Text is read in this process and measured by its own processor time, so that a busy machine does not
    count; the other forms are read by a child, and measured by the clock.
    """
    read_file(files[0], name)
    clock = time.process_time if name.endswith(".txt") else time.perf_counter
    start = clock()
    for count, data in enumerate(cycle(files), 1):
        read_file(data, name)
        took = clock() - start
        if took >= seconds:
            return count / took
    raise ValueError("no files")


def shares(files: list[bytes], name: str, seconds: float) -> dict[str, float]:
    """The share of each stage of the pipeline. Reading is decoding for text, and the child's work for the others."""
    authority = Authority.load()
    spent = dict.fromkeys(("read", "clean", "structure", "metadata", "record"), 0.0)
    end = time.perf_counter() + seconds
    for data in cycle(files):
        marks = [time.perf_counter()]
        found = read(data, name)
        marks.append(time.perf_counter())
        text = clean(found.source.raw)
        marks.append(time.perf_counter())
        drafts = structure(text.text, hints_after_cleaning(found.hints, text))
        marks.append(time.perf_counter())
        facts = [conclude(draft, authority) for draft in drafts]
        marks.append(time.perf_counter())
        for draft, fact in zip(drafts, facts, strict=True):
            make_record(draft, fact, text, authority)
        marks.append(time.perf_counter())
        for stage, (start, stop) in zip(spent, pairwise(marks), strict=True):
            spent[stage] += stop - start
        if marks[-1] >= end:
            break
    whole = sum(spent.values())
    return {stage: round(took / whole, 3) for stage, took in spent.items()}


def growth(files: list[bytes], name: str, count: int) -> tuple[float, float]:
    """Megabytes in use after a tenth of so many files and after all of them."""
    early = 0.0
    for number, data in enumerate(cycle(files), 1):
        read_file(data, name)
        if number == count // 10:
            early = _megabytes()
        if number >= count:
            break
    return early, _megabytes()


def _megabytes() -> float:
    """The most memory that this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _megabytes_of_child(name: str) -> float:
    """The most memory that the child which reads this form has held; this process's own where it has none."""
    module = format_of(b"", name).module
    process = sandbox_for(module).process_id if module else "self"
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="for each form")
    parser.add_argument("--files", type=int, default=10_000, help="read in a row to see whether memory grows")
    options = parser.parse_args()

    long, short = texts(ROOT / "fixtures/demo"), texts(ROOT / "fixtures/gate")
    words = [decode(data, "综述.txt").text for data in long]
    pages = [as_html(text) for text in words]
    forms = {
        "text": (long, "综述.txt"),
        "short_text": (short, "综述.txt"),
        "html": (pages, "综述.html"),
        "docx": ([as_docx(text) for text in words], "综述.docx"),
        "pdf": (list(as_pdf(pages[:PRINTED])), "综述.pdf"),
    }
    size = sum(map(len, words)) // len(words)
    print(f"{len(long)} articles of {size} characters on average; the short ones: {len(short)}")
    figures: dict[str, object] = {"characters": size}
    stages: dict[str, dict[str, float]] = {}
    for form, (files, name) in forms.items():
        if not files:
            figures[form] = None
            print(f"{form:12s} no browser to print with")
            continue
        figures[form] = round(rate(files, name, options.seconds), 1)
        stages[form] = shares(files, name, options.seconds)
        parts = "  ".join(f"{stage} {share:4.0%}" for stage, share in stages[form].items())
        print(f"{form:12s} {figures[form]:7} articles a second   {parts}")
    early, late = growth(short, "综述.txt", options.files)
    print(f"memory       {early} MB after {options.files // 10} texts, {late} MB after {options.files}")
    figures |= {"stages": stages, "files": options.files, "memory_early": early, "memory_late": late}
    for form in ("html", "docx", "pdf"):
        files, name = forms[form]
        if files:
            growth(files, name, options.files // 10)
            figures[f"memory_of_{form}_child"] = child = _megabytes_of_child(name)
            print(f"             the child that reads {form}: {child} MB after {options.files // 10} more")
    figures["memory_after_all"] = _megabytes()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
