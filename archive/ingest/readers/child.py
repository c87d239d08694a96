"""The child process of ``sandbox``: ``python -m archive.ingest.readers.child MODULE MEMORY CPU_SECONDS``.

It limits itself before it touches a file: memory, processor time a file, and no file can be written.
"""

import importlib
import json
import math
import resource
import struct
import sys
import traceback
from base64 import b64encode
from typing import BinaryIO

from archive.ingest.ocr.pages import packed
from archive.ingest.readers.contract import Parser
from archive.ingest.readers.sandbox import frame
from archive.ingest.readers.steps import Step, listening
from archive.ingest.records import UnreadableFile

MOST_CHARACTERS = 2_000_000  # a whole year of a weekly paper; a review has five thousand


def limit(memory: int, largest_file: int = 0) -> None:
    """Bounds that the parser cannot lift. ``largest_file`` is for one that hands its file to a program in memory."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_time(seconds: int) -> None:
    """Processor time for one more file, or one more page of it; when it is up, the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = math.ceil(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))


def receive(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    return pipe.read(length)


def answer(parse: Parser, data: bytes, name: str, *, most: int = MOST_CHARACTERS) -> dict[str, object]:
    """The parsed file, or why it can't be read: a parser may raise anything on a damaged file."""
    try:
        read = parse(data, name)
    except UnreadableFile as error:
        return {"code": error.code, "values": error.values}
    except MemoryError:
        return {"code": "memory", "values": {}}
    except Exception:  # noqa: BLE001 - the parsers' own faults are the file's
        return {"code": "damaged", "values": {}, "detail": traceback.format_exc()[-2000:]}
    if len(read.source.raw) > most:
        count = len(read.source.raw) // 10_000
        return {"code": "too-large", "values": {"case": "characters", "count": count}}
    return {
        "raw": read.source.raw,
        "encoding": read.source.encoding,
        "media_type": read.source.media_type,
        "hints": {str(at): hint.value for at, hint in read.hints.items()},
        "notices": read.notices,
        "pages": [
            [page.width, page.height, b64encode(page.picture).decode(), packed(page.lines)]
            for page in read.pages
        ],
    }


def main(module: str, memory: int, cpu_seconds: int) -> None:
    reader = importlib.import_module(module)
    parse: Parser = reader.parse
    most: int = getattr(reader, "MOST_CHARACTERS", MOST_CHARACTERS)
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # a parser that prints must not write into the frames
    limit(memory, getattr(reader, "LARGEST_FILE", 0))

    def say(body: bytes) -> None:
        output.write(frame(body))
        output.flush()

    def go_on(step: Step) -> None:
        allow_time(cpu_seconds)
        say(json.dumps({"step": [step.page, step.pages]}).encode())

    say(b"ready")
    with listening(go_on):
        while (name := receive(sys.stdin.buffer)) is not None:
            data = receive(sys.stdin.buffer)
            if data is None:
                return
            allow_time(cpu_seconds)
            say(json.dumps(answer(parse, data, name.decode("utf-8", "replace"), most=most)).encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
