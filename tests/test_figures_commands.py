"""The commands about figures, and figures among what an import prints."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.figures.of_records import blocks_of
from archive.ingest.pipeline import read_file

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "fixtures/demo/zone-2020.txt"
FIELDS = (
    *("text", "start", "end", "block", "value", "low", "unit", "bound", "indicator", "scope", "part_of"),
    *("planned", "per", "period", "region", "sentence"),
)

pytestmark = pytest.mark.django_db


def printed(command: str, *args: str) -> list[str]:
    out = io.StringIO()
    call_command(command, *args, stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()


def test_an_import_tells_the_figures_of_each_record() -> None:
    item = json.loads(printed("import_reviews", str(PAGE), "--dry-run", "--format", "jsonl")[0])
    assert {tuple(figure) for figure in item["figures"]} == {FIELDS}
    assert {"members", "grassroots_unions", "recovered"} <= {
        figure["indicator"] for figure in item["figures"]
    }


def test_a_figure_stands_where_it_says_it_does() -> None:
    item = json.loads(printed("import_reviews", str(PAGE), "--dry-run", "--format", "jsonl")[0])
    blocks = []
    for section in item["sections"]:
        blocks += [*([section["heading"]] if section["heading"] else []), *section["paragraphs"]]
    blocks += item["captions"]
    for figure in item["figures"]:
        assert blocks[figure["block"]][figure["start"] : figure["end"]] == figure["text"]
        assert figure["text"] in figure["sentence"]
    record = read_file(PAGE.read_bytes(), PAGE.name).records[0]
    assert [block.text for block in blocks_of(record)] == blocks


def test_figures_of_a_file_are_listed() -> None:
    lines = printed("read_figures", str(PAGE))
    assert any("8.9 万人\t89000 人\t会员人数\tstock\t2020" in line for line in lines)


def test_figures_of_a_folder_leave_out_what_is_no_review() -> None:
    names = {
        json.loads(line)["file"] for line in printed("read_figures", str(PAGE.parent), "--format", "jsonl")
    }
    assert names and all(name.endswith(".txt") for name in names)


def test_what_a_folder_holds_that_is_not_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "综述.txt").write_bytes(PAGE.read_bytes())
    for number in range(6):
        (tmp_path / f"说明{number}.md").write_bytes(PAGE.read_bytes())
    call_command("read_figures", str(tmp_path))
    assert "没有读：说明0.md、说明1.md、说明2.md、说明3.md、说明4.md等 6 个。" in capsys.readouterr().err


def test_a_typed_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("全县会员4.6万人\n".encode("gb18030"))))
    figure = json.loads(printed("read_figures", "-", "--format", "jsonl")[0])
    assert (figure["value"], figure["indicator"], figure["unit"]) == (46000, "members", "人")


def test_bytes_that_are_no_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xff\x80")))
    with pytest.raises(SystemExit):
        printed("read_figures", "-")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CommandError, match="没有这个"):
        printed("read_figures", "没有这个.txt")


def test_a_folder_is_scored() -> None:
    lines = printed("score_figures", str(ROOT / "fixtures/figures"), "--show", "core")
    assert any("quantities" in line for line in lines)


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"figures\.jsonl"):
        printed("score_figures", str(tmp_path))


def test_a_broken_label_is_refused(tmp_path: Path) -> None:
    (tmp_path / "figures.jsonl").write_text("no json\n", encoding="utf-8")
    with pytest.raises(CommandError, match="JSON"):
        printed("score_figures", str(tmp_path))
