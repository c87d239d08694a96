"""LICENSES.md: under which licence each installed package comes, read from the packages themselves by ``make licences``.

What is not installed here keeps its line; where its version is another by now, that is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "LICENSES.md"
FOR = {
    "requirements.txt": "always",
    "requirements-postgresql.txt": "PostgreSQL",
    "requirements-ocr.txt": "scans and photographs",
    "requirements-cluster.txt": "search cluster",
}
"""What is installed to run the site; tools of developers are not handed on with it."""
PIN = re.compile(r"(?m)^([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!-]+)")
ROW = re.compile(r"(?m)^\| (\S+) \| (\S+) \| (.+?) \| (.+?) \|$")
CLASSIFIER = re.compile(r"(?m)^License :: (?:OSI Approved :: )?(?!OSI Approved$)(.+)")
UNKNOWN = "unknown"
HEAD = """# Licences of what is installed

The archive itself is under the licence in [LICENSE](LICENSE). It brings none of these packages with it: `make` installs them
from their own publishers. `make licences` writes this table from what they say of themselves.

| package | version | licence | for |
|---|---|---|---|
"""


class NotInstalledError(Exception):
    """A package whose licence can't be read here, at a version that the table does not know."""


@dataclass(frozen=True)
class Row:
    package: str
    version: str
    licence: str
    purpose: str

    def __str__(self) -> str:
        return f"| {self.package} | {self.version} | {self.licence} | {self.purpose} |"


def pinned() -> Iterator[tuple[str, str, str]]:
    """(package, version, for what), each package once: what always is needed is not said again."""
    told: set[str] = set()
    for file, purpose in FOR.items():
        for package, version in PIN.findall((ROOT / file).read_text(encoding="utf-8")):
            if package not in told:
                told.add(package)
                yield package, version, purpose


def written() -> list[Row]:
    return [Row(*cells) for cells in ROW.findall(FILE.read_text(encoding="utf-8"))][1:]


def licence_of(package: str) -> str:
    """In the words of the package: an expression where it has one, else its classifiers, else the first line of its text."""
    told = metadata.metadata(package)
    classified = CLASSIFIER.findall("\n".join(told.get_all("Classifier") or []))
    (expression, text) = (
        next(iter(told.get_all(field) or []), "") for field in ("License-Expression", "License")
    )
    return expression or ", ".join(dict.fromkeys(classified)) or text.split("\n")[0].strip() or UNKNOWN


def table() -> list[Row]:
    kept = {(row.package, row.version): row.licence for row in written()} if FILE.exists() else {}
    return [
        Row(package, version, licence_here(package, version, kept), purpose)
        for package, version, purpose in pinned()
    ]


def is_here(package: str, version: str) -> bool:
    """False where it is not installed, or in another version, as a tool of developers."""
    try:
        return metadata.version(package) == version
    except metadata.PackageNotFoundError:
        return False


def licence_here(package: str, version: str, kept: dict[tuple[str, str], str]) -> str:
    if is_here(package, version):
        return licence_of(package)
    if (package, version) not in kept:
        raise NotInstalledError(f"{package} {version} is not installed here: its licence can't be read")
    return kept[package, version]


if __name__ == "__main__":
    FILE.write_text(HEAD + "".join(f"{row}\n" for row in table()), encoding="utf-8")
