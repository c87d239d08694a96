"""The child process of ``sandbox``: ``python -m archive.ingest.child MODULE``.

It limits itself before it touches a file: memory, processor time a file, size of files, no children.
"""

import importlib
import json
import resource
import struct
import sys
from typing import BinaryIO

from archive.ingest.readers.contract import Parser
from archive.ingest.records import UnreadableFile
from archive.ingest.sandbox import frame

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 15

DAMAGED = "“{name}”读不出来,文件可能已损坏或不完整。请用原来的软件打开后重新保存,再上传。"
TOO_BIG = "“{name}”的内容过于复杂,读取时占用的内存太多。请另存为纯文本后再上传。"


def limit() -> None:
    """Bounds that the parser cannot lift."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_time() -> None:
    """Processor time for one more file; when it is up, the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS, resource.RLIM_INFINITY)
    )


def receive(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    return pipe.read(length)


def answer(parse: Parser, data: bytes, name: str) -> dict[str, object]:
    """The parsed file, or why it can't be read: a parser may raise anything on a damaged file."""
    try:
        read = parse(data, name)
    except UnreadableFile as error:
        return {"code": error.code, "error": error.message}
    except MemoryError:
        return {"code": "too-complex", "error": TOO_BIG.format(name=name)}
    except Exception as error:  # noqa: BLE001 - the parsers' own faults are the file's
        return {"code": "damaged", "error": DAMAGED.format(name=name), "detail": repr(error)[:200]}
    return {
        "raw": read.source.raw,
        "encoding": read.source.encoding,
        "media_type": read.source.media_type,
        "hints": {str(at): hint.value for at, hint in read.hints.items()},
        "notices": read.notices,
    }


def main(module: str) -> None:
    parse: Parser = importlib.import_module(module).parse
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # a parser that prints must not write into the frames
    limit()
    output.write(frame(b"ready"))
    output.flush()
    while (name := receive(sys.stdin.buffer)) is not None and (data := receive(sys.stdin.buffer)) is not None:
        allow_time()
        body = json.dumps(answer(parse, data, name.decode("utf-8", "replace"))).encode()
        output.write(frame(body))
        output.flush()


if __name__ == "__main__":
    main(sys.argv[1])
