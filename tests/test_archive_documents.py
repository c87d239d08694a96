"""What can be set, typed or meant is documented."""

import ast
import re
from itertools import groupby
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")}
GLOSSARY = (ROOT / "archive" / "GLOSSARY.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))


def settings_from_the_environment() -> set[str]:
    """The names that any helper of the settings is called with: ``positive_int("TRASH_DAYS", 30)``."""
    source = (ROOT / "archive" / "settings.py").read_text(encoding="utf-8")
    first = [node.args[0] for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    values = [str(argument.value) for argument in first if isinstance(argument, ast.Constant)]
    return {value for value in values if re.fullmatch(r"[A-Z][A-Z_]+", value)}


def commands() -> set[str]:
    return {
        path.stem
        for app in ("archive", "search")
        for path in (ROOT / app / "management" / "commands").glob("*.py")
        if path.stem != "__init__"
    }


def model_names() -> set[str]:
    return {model.__name__ for model in apps.get_app_config("archive").get_models()}


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", sorted(settings_from_the_environment()))
def test_every_setting_stands_in_both_readmes(name: str, readme: str) -> None:
    assert f"`{name}`" in READMES[readme]


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_stands_in_both_readmes(name: str, readme: str) -> None:
    assert f"manage.py {name}" in READMES[readme]


@pytest.mark.parametrize("readme", READMES)
def test_nothing_has_two_rows_in_the_tables_of_a_readme(readme: str) -> None:
    told = re.findall(r"^\| (`.+?`[^|]*?) \|", READMES[readme], re.MULTILINE)
    assert "`TRASH_DAYS`" in told
    assert [name for name in told if told.count(name) > 1] == []


@pytest.mark.parametrize("name", sorted(model_names()))
def test_every_model_stands_in_the_glossary(name: str) -> None:
    assert f"`{name}" in GLOSSARY


@pytest.mark.parametrize("document", ["archive/GLOSSARY.md", "README.md", "README.zh.md", *DOCUMENTS])
def test_every_row_of_a_table_has_the_cells_of_its_head(document: str) -> None:
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    tables = [list(rows) for is_table, rows in groupby(lines, lambda line: line.startswith("|")) if is_table]
    cells = [[len(re.findall(r"(?<!\\)\|", row)) for row in rows] for rows in tables]
    odd = [
        row
        for rows, (head, *others) in zip(tables, cells, strict=True)
        for row, count in zip(rows[1:], others, strict=True)
        if count != head
    ]
    assert not odd


def test_the_environment_is_read_in_the_settings_only() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for app in ("archive", "search")
        for path in (ROOT / app).rglob("*.py")
        if re.search(
            r"os\.environ\b(?!\.setdefault)|os\.getenv|environ\.Env", path.read_text(encoding="utf-8")
        )
    ]
    assert readers == ["archive/settings.py"]


def test_no_page_asks_another_site_for_a_script_a_style_or_a_font() -> None:
    asks = re.compile(r"""(?:src|href)=["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""")
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js"} and asks.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_template_trusts_content() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_task_of_the_table_is_a_test_in_a_browser() -> None:
    table = (ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")
    told = re.findall(r"\| `(test_\w+)` \|$", table, re.MULTILINE)
    tests = (ROOT / "tests" / "browser" / "test_tasks_browser.py").read_text(encoding="utf-8")
    assert told == re.findall(r"^def (test_\w+)", tests, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_what_is_installed_is_pinned_by_version_and_hash_and_names_no_place(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[\w.\[\],-]+==[\w.+!-]+(?: ;.*)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?|\s*#.*|")
    assert [line for line in lines if not pin.fullmatch(line)] == []
