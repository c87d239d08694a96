"""Per-document values as arrays that are read whole: numbers, and values that many documents share."""

from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns


class NumberColumn(columns.Column):  # type: ignore[misc]
    """One number a document, little-endian, one after another."""

    def __init__(self, dtype: str, default: int = 0) -> None:
        self.dtype = dtype
        self._default = default

    def writer(self, dbfile: Any) -> "NumberWriter":
        return NumberWriter(dbfile, self.dtype, self._default)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> "NumberReader":
        return NumberReader(dbfile, basepos, length, doccount, self.dtype)


class NumberWriter(columns.ColumnWriter):  # type: ignore[misc]
    def __init__(self, dbfile: Any, dtype: str, default: int) -> None:
        super().__init__(dbfile)
        self._dtype = dtype
        self._default = default
        self._values: list[int] = []

    def add(self, docnum: int, value: int) -> None:
        self._fill(docnum)
        self._values.append(value)

    def _fill(self, docnum: int) -> None:
        self._values.extend([self._default] * (docnum - len(self._values)))

    def finish(self, doccount: int) -> None:
        self._fill(doccount)
        self._dbfile.write(np.asarray(self._values, self._dtype).tobytes())


class NumberReader(columns.ColumnReader):  # type: ignore[misc]
    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int, dtype: str) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        self._values = np.frombuffer(dbfile.get(basepos, length), dtype)

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])

    def load(self) -> npt.NDArray[Any]:
        return self._values


class SharedColumn(columns.Column):  # type: ignore[misc]
    """Byte strings of which there are few: each is kept once, and a document holds its number."""

    _default = b""

    def writer(self, dbfile: Any) -> "SharedWriter":
        return SharedWriter(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> "SharedReader":
        return SharedReader(dbfile, basepos, length, doccount)


class SharedWriter(columns.ColumnWriter):  # type: ignore[misc]
    """Writes each document's number, the lengths of the values, the values, and how many there are."""

    def __init__(self, dbfile: Any) -> None:
        super().__init__(dbfile)
        self._numbers: list[int] = []
        self._values: dict[bytes, int] = {}

    def add(self, docnum: int, value: bytes) -> None:
        self._fill(docnum)
        self._numbers.append(self._values.setdefault(value, len(self._values)))

    def _fill(self, docnum: int) -> None:
        if missing := docnum - len(self._numbers):
            self._numbers.extend([self._values.setdefault(b"", len(self._values))] * missing)

    def finish(self, doccount: int) -> None:
        self._fill(doccount)
        write = self._dbfile.write
        write(np.asarray(self._numbers, "<u4").tobytes())
        write(np.asarray([len(value) for value in self._values], "<u4").tobytes())
        for value in self._values:
            write(value)
        write(np.asarray([len(self._values)], "<u4").tobytes())


class SharedReader(columns.ColumnReader):  # type: ignore[misc]
    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        data: bytes = dbfile.get(basepos, length)
        (count,) = np.frombuffer(data[-4:], "<u4").tolist()
        self.numbers: npt.NDArray[np.uint32] = np.frombuffer(data, "<u4", doccount)
        lengths = np.frombuffer(data, "<u4", count, 4 * doccount).tolist()
        self.values: list[bytes] = []
        start = 4 * (doccount + count)
        for size in lengths:
            self.values.append(data[start : start + size])
            start += size

    def __getitem__(self, docnum: int) -> bytes:
        value: bytes = self.values[self.numbers[docnum]]
        return value
