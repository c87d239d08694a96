"""``manage.py score_ingest``: the table for a folder of one's own pages."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.pages import ARTICLE

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("score_ingest", *arguments, stdout=output)
    return output.getvalue()


def labelled(folder: Path, **label: object) -> Path:
    (folder / "一.txt").write_text(ARTICLE, encoding="utf-8")
    found = {"file": "一.txt", "genre": "review", "title": "扛起使命开新局 聚力同心谱新篇"} | label
    (folder / "truth.jsonl").write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def test_a_folder_with_labels_gets_a_line_for_each_field_and_the_mean(tmp_path: Path) -> None:
    printed = run(str(labelled(tmp_path, year_from=2019, year_to=2019)))
    assert " 1.000  title  (n=1)" in printed
    assert " 1.000  period  (n=1)" in printed
    assert printed.splitlines()[-1].endswith("of the right ones 0.000 doubted")


def test_wrong_values_without_a_notice_and_right_ones_with_one_are_counted(tmp_path: Path) -> None:
    text = ARTICLE.replace("——青禾区总工会2019年工作综述", "——青禾区总工会工作综述").replace("2019年，", "")
    folder = labelled(tmp_path, published="2020-01-09", year_from=2019, year_to=2019)
    (folder / "一.txt").write_text(f"2020年1月9日\n\n{text}", encoding="utf-8")
    printed = run(str(folder))
    assert " 1.000  period  (n=1, 1 doubted)" in printed
    assert "silent" in run(str(labelled(tmp_path, kicker="别的引题")))


def test_what_was_lost_is_shown_on_request(tmp_path: Path) -> None:
    folder = labelled(tmp_path, title="另一个标题")
    assert "另一个标题" not in run(str(folder))
    assert "一.txt: '扛起使命开新局 聚力同心谱新篇' ≠ '另一个标题'" in run(str(folder), "--show", "title")


def test_a_folder_without_labels_or_with_broken_ones_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"truth\.jsonl"):
        run(str(tmp_path))
    (tmp_path / "truth.jsonl").write_text("{不是 JSON", encoding="utf-8")
    with pytest.raises(CommandError, match="JSON"):
        run(str(tmp_path))
