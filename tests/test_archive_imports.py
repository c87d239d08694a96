"""Imports point one way: archive.ingest <- archive <- search."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INGEST = ROOT / "archive" / "ingest"
SOURCES = sorted([*ROOT.glob("archive/**/*.py"), *ROOT.glob("search/**/*.py")])


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """(module, at the top level of the file) for each import in the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    for block in tree.body:
        if isinstance(block, ast.If):  # if TYPE_CHECKING:
            top.update(map(id, block.body))
        if isinstance(block, ast.Try):  # an optional package
            top.update(id(step) for part in (block.body, *(h.body for h in block.handlers)) for step in part)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in top


def names(path: Path) -> set[str]:
    return {module for module, _ in imported(path)}


def belongs(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_the_archive_does_not_know_the_search(path: Path) -> None:
    if relative(path).startswith("archive/") and relative(path) not in {
        "archive/urls.py",
        "archive/settings.py",
    }:
        assert not [module for module in names(path) if belongs(module, "search")]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_ingest_and_regions_know_no_django(path: Path) -> None:
    inner = relative(path).startswith(("archive/ingest/", "archive/regions/"))
    if inner:
        assert not [module for module in names(path) if belongs(module, "django")]
        outer = {"archive.models", "archive.querysets", "archive.intake", "archive.settings"}
        assert not [module for module in names(path) if any(belongs(module, name) for name in outer)]


# What each room of ingest may know of the others, beside the records, and the sentences, that travel through all
KNOWN = {
    "wording": set(),
    "text": set(),
    "parts": {"text"},
    "ocr": {"text"},
    "readers": {"text", "parts", "ocr"},
    "layout": {"text", "parts"},
    "facts": {"text", "parts"},
}


@pytest.mark.parametrize("path", [path for path in SOURCES if path.is_relative_to(INGEST)], ids=relative)
def test_the_rooms_of_ingest_know_only_those_before_them(path: Path) -> None:
    room = path.relative_to(INGEST).parts[0]
    if room in KNOWN:
        known = KNOWN[room] | {room, "records", "wording"}
        told = [
            module.removeprefix("archive.ingest.")
            for module in names(path)
            if belongs(module, "archive.ingest")
        ]
        assert {module.split(".")[0] for module in told} <= known


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_figures_are_read_without_django_and_below_the_models(path: Path) -> None:
    if relative(path).startswith("archive/figures/"):
        inner = ("archive.figures", "archive.ingest", "archive.regions")
        own = [module for module in names(path) if belongs(module, "archive")]
        assert not [module for module in names(path) if belongs(module, "django")]
        assert all(any(belongs(module, name) for name in inner) for module in own)
    if relative(path).startswith(("archive/ingest/", "archive/regions/")):
        assert not [module for module in names(path) if belongs(module, "archive.figures")]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_the_engine_stays_behind_its_seam(path: Path) -> None:
    if not relative(path).startswith("search/"):
        assert not [m for m in names(path) if belongs(m, "haystack") or belongs(m, "whoosh")]
    if relative(path) != "search/analysis.py":
        assert not [m for m in names(path) if belongs(m, "jieba") or belongs(m, "rjieba")]


def private_names(path: Path) -> set[str]:
    """Names with an underscore that are asked of something else than the object itself."""
    return {
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.endswith("__")
        and ast.unparse(node.value) not in {"self", "cls", "super()"}
    }


@pytest.mark.parametrize("path", sorted(ROOT.glob("search/engines/whoosh/*.py")), ids=relative)
def test_what_whoosh_keeps_to_itself_is_asked_for_by_two_modules(path: Path) -> None:
    assert path.name in {"codec.py", "writer.py"} or private_names(path) == set()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_each_engine_is_known_to_its_own_package_alone(path: Path) -> None:
    """The setting names it, and the system checks name the packages that are installed."""
    own = "/".join(relative(path).split("/")[:3])
    for package in sorted(ROOT.glob("search/engines/*/")):
        engine = package.name
        if own == f"search/engines/{engine}" or relative(path) in {
            "archive/settings.py",
            "archive/checks.py",
        }:
            continue
        assert not [module for module in names(path) if engine in module.lower()]
        assert engine not in path.read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_imports_stand_at_the_top_of_their_file(path: Path) -> None:
    assert [module for module, at_top in imported(path) if not at_top] == []
