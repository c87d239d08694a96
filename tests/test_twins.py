"""Twins: what is the same text, what is a reprint, and what only looks like one."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.models import Article, Fingerprint, Notice, TwinPair
from archive.twins.compare import compare
from archive.twins.profile import Profile, value_of
from archive.twins.text_key import key_of

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "fixtures/twins/pairs.jsonl").read_text().splitlines()
]
REVIEW = next(pair["a"] for pair in PAIRS if pair["kind"] == "other title")
RETITLED = next(pair["b"] for pair in PAIRS if pair["kind"] == "other title")
NEXT_YEAR = next(pair for pair in PAIRS if pair["kind"] == "next year's review (close)")


def told(capsys: pytest.CaptureFixture[str], *paths: Path, **options: bool) -> list[dict[str, Any]]:
    """What ``import_reviews --format jsonl`` prints for the files."""
    call_command("import_reviews", *map(str, paths), format="jsonl", **options)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_of_labelled_pairs_97_percent_are_told_right_each_way() -> None:
    told_twins = [compare(Profile(pair["a"]), Profile(pair["b"])).is_reprint for pair in PAIRS]
    twins = [pair["relation"] is not None for pair in PAIRS]
    right = sum(t and told for t, told in zip(twins, told_twins, strict=True))
    assert right / sum(told_twins) >= 0.97, "precision"
    assert right / sum(twins) >= 0.97, "recall"


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("46", 46),
        ("四十六", 46),
        ("一千九百零三", 1903),
        ("5.2万", 52_000),
        ("五万二千", 52_000),
        ("二〇一九", 2019),
        ("两百", 200),
        ("十二", 12),
        ("三亿五千万", 350_000_000),
    ],
)
def test_a_number_has_one_value_in_figures_and_in_words(number: str, value: float) -> None:
    assert value_of(number) == value


FORM = (
    "{0}总工会坚持把服务职工作为工作的出发点，{0}各级工会深入车间班组，引导全{1}职工听党话、跟党走。"
    "{0}总工会推动政策进社区、进园区，引导全{1}企业建会入会，2023年工会工作迈上新的台阶。"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾区", "临江区"),
        ("乌桕县", "泗柳县"),
        ("青禾区", "乌桕县"),
        ("云川市青禾区", "云川市临江区"),
        ("示例省云川市乌桕县", "示例省云川市泗柳县"),
        ("云岭彝族自治县", "石溪彝族自治县"),
        ("东胡旗", "西岭旗"),
        ("滨湖新区", "临港新区"),
        ("禾县", "柳县"),
    ],
)
def test_a_form_without_figures_that_two_counties_filled_in_is_no_reprint(one: str, other: str) -> None:
    first, second = (Profile(FORM.format(name, name[-1])) for name in (one, other))
    assert compare(first, first).is_reprint
    assert not compare(first, second).is_reprint


def test_a_scan_that_misread_the_name_of_the_county_is_a_reprint_still() -> None:
    county = Counter(re.findall(r"\w{2}(?=县总工会)", REVIEW)).most_common(1)[0][0]
    misread = compare(Profile(REVIEW), Profile(REVIEW.replace(county, "鸟相")))
    assert misread.elsewhere
    assert misread.is_reprint


def test_a_reprint_whose_figures_were_corrected_is_a_reprint_still() -> None:
    figures = iter(range(10_000))
    corrected = re.sub(r"\d+", lambda found: str(int(found[0]) + (next(figures) % 4 == 0)), REVIEW)
    assert compare(Profile(REVIEW), Profile(corrected)).differing
    assert compare(Profile(REVIEW), Profile(corrected)).is_reprint


@pytest.mark.parametrize(
    "changed",
    [
        REVIEW.encode("gb18030"),
        REVIEW.encode("utf-16"),
        REVIEW.encode("utf-8-sig"),
        REVIEW.replace("\n", "\r\n").encode(),
        REVIEW.replace("\n", " \t\n").encode(),
        REVIEW.replace("\n", "\n\n").encode("gb18030"),
    ],
    ids=["GB18030", "UTF-16", "BOM", "CR LF", "blanks", "blank lines"],
)
@pytest.mark.django_db(transaction=True)
def test_the_same_text_in_other_bytes_is_stopped_and_names_the_first(
    changed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = written(tmp_path / "先.txt", REVIEW)
    second = tmp_path / "后.txt"
    second.write_bytes(changed)
    told(capsys, first)
    (again,) = told(capsys, second)
    assert again["error_code"] == "duplicate"
    assert "文字完全相同" in again["error"]
    assert again["twins"] == [{"file": "先.txt", "relation": "same", "score": 1.0}]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_dry_run_tells_twins_among_what_it_read_before_and_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = written(tmp_path / "1.txt", REVIEW)
    same = written(tmp_path / "2.txt", REVIEW, "gb18030")
    reprint = written(tmp_path / "3.txt", RETITLED)
    items = told(capsys, first, same, reprint, dry_run=True)
    assert items[0]["twins"] == []
    assert items[1]["twins"] == [{"file": str(first), "relation": "same", "score": 1.0}]
    assert [(twin["file"], twin["relation"]) for twin in items[2]["twins"]] == [
        (str(first), "reprint"),
        (str(same), "reprint"),
    ]
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reprint_comes_in_with_a_notice_that_names_the_article_it_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, written(tmp_path / "先.txt", REVIEW))
    (item,) = told(capsys, written(tmp_path / "后.txt", RETITLED))
    first, second = Article.objects.order_by("pk")
    assert [(twin["file"], twin["relation"]) for twin in item["twins"]] == [("先.txt", "reprint")]
    notice = Notice.objects.get(article=second, code="reprint-suspected")
    assert f"编号 {first.pk}" in notice.told
    pair = TwinPair.objects.get()
    assert (pair.article, pair.other, pair.verdict) == (second, first, TwinPair.Verdict.SUSPECTED)
    assert pair.score == item["twins"][0]["score"] > 0.45


@pytest.mark.django_db(transaction=True)
def test_next_years_review_of_the_same_county_comes_in_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, written(tmp_path / "今年.txt", NEXT_YEAR["a"]))
    (item,) = told(capsys, written(tmp_path / "明年.txt", NEXT_YEAR["b"]))
    assert item["twins"] == []
    assert not Notice.objects.filter(code="reprint-suspected").exists()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_article_is_no_twin_any_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, written(tmp_path / "先.txt", REVIEW))
    Article.objects.get().delete()
    assert not Fingerprint.objects.exists()
    (item,) = told(capsys, written(tmp_path / "后.txt", REVIEW, "gb18030"))
    assert (item["error"], item["twins"]) == (None, [])


def test_a_text_of_other_words_has_another_key() -> None:
    assert key_of("一句话。\n又一句。") == key_of("\ufeff  一句话。 \r\n\r\n又一句。\r\n")
    assert key_of("一句话。\n又一句。") != key_of("一句话。又一句。")
