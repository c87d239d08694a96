"""A parser for the tests of the sandbox: each file says what is to go wrong with it."""

import os
import signal
import time
from pathlib import Path

from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.steps import Step, tell
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.lines import Hint


def parse(data: bytes, name: str) -> ReadText:
    """Do as the file says; any other file is its own text."""
    match data.split(b":", 1):
        case [b"sleep"]:
            time.sleep(600)
        case [b"spin"]:
            spin()
        case [b"pages", count]:
            work_on_pages(int(count))
        case [b"eat"]:
            raise AssertionError(len(bytearray(4 * 1024**3)))
        case [b"eat slowly"]:
            hoard = []
            while True:
                hoard.append(bytearray(16 * 1024**2))
        case [b"abort"]:
            os.abort()
        case [b"segfault"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case [b"raise"]:
            raise KeyError("w:sectPr")
        case [b"deep"]:
            parse(data, name)
        case [b"refuse"]:
            raise UnreadableFile("encrypted", name)
        case [b"print"]:
            print("a parser that talks")
        case [b"write", path]:
            Path(path.decode()).write_text("written", encoding="utf-8")
        case [b"environment"]:
            return ReadText(SourceText("\n".join(os.environ), None, "text/plain"))
        case [b"long"]:
            return ReadText(SourceText("长" * 2_500_000, None, "text/plain"))
    return ReadText(
        SourceText(data.decode(), "utf-8", "text/plain"), {0: Hint.TITLE}, (("seen", {"name": name}),)
    )


def spin() -> None:
    while True:
        pass


def work_on_pages(count: int) -> None:
    """Most of a second of a processor for each."""
    for page in range(count):
        tell(Step(page + 1, count))
        end = time.process_time() + 0.7
        while time.process_time() < end:
            pass
