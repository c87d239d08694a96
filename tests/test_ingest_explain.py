"""Why a line was read as what it is: the rule that settled it, or the features that weighed most, for whoever asks."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest.explain import Reason
from archive.ingest.layout.decoding import FOLLOWS, load_model
from archive.ingest.layout.rules import Rule
from archive.ingest.parts.blocks import Role
from archive.ingest.parts.furniture import CREDIT_LINE
from archive.ingest.pipeline import explain_file, read_file
from archive.ingest.quality.articles import load_pages
from archive.ingest.quality.corpus import Corpus
from archive.ingest.quality.families import Composer, load_families, load_words, mixed
from archive.ingest.readers.registry import read as read_format
from archive.ingest.text.cleaning import clean
from archive.ingest.text.patterns import KNOWN, example_of
from tests.gate import CORPORA, available
from tests.pages import ARTICLE, BODY
from tests.test_archive_import import Run

TITLE = "扛起使命开新局 聚力同心谱新篇"
PAGE = "\n\n".join(
    (
        "首页 > 新闻 > 正文",
        TITLE,
        "——青禾区总工会2019年工作综述",
        "本报记者 涂远",
        BODY[0],
        "一、强基础",
        BODY[1],
        "二、办实事",
        BODY[2],
        "责任编辑：林一",
    )
)
HTML = f"""<html><body><nav>首页</nav><article><h1>{TITLE}</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in BODY)}</article></body></html>"""


# Lines of all kinds, patterns' own examples among them
LINES = [*BODY, *PAGE.split("\n\n"), *(known.like for known in KNOWN if isinstance(known.like, str))]


def reasons(text: str, name: str = "页面.txt") -> dict[str, Reason]:
    return {reason.text: reason for reason in explain_file(text.encode(), name)[0]}


@pytest.mark.parametrize(
    ("above", "rule"),
    [
        ("<h1>渡口的回信 - 青禾在线</h1><p>渡口的回信</p>", Rule.NAMED_BY_RECORD),
        ("<h1>渡口的回信</h1>", Rule.HEADLINE_OF_FORMAT),
    ],
)
def test_a_title_that_large_letters_above_repeat_is_not_explained_by_its_size(above: str, rule: Rule) -> None:
    text = "".join(f"<p>{words}</p>" for words in ("——青禾区总工会2019年工作综述", *BODY))
    rows = explain_file(f"<html><body>{above}{text}</body></html>".encode(), "页面.html")[0]
    assert [(row.text, row.rule) for row in rows if row.role is Role.TITLE] == [("渡口的回信", rule)]


def pages_of_families() -> Iterator[tuple[str, bytes]]:
    """A page of each family, by another chance than those of the fitting."""
    bank, words = [page.article for page in load_pages()], load_words()
    for family in load_families():
        chance = random.Random(f"explained {family.name}")
        page = Composer(words, chance).page(family, mixed(bank, chance))
        yield f"{family.name}.txt", page.text.encode()


def pages_of_corpora() -> Iterator[tuple[str, bytes]]:
    for name in available():
        yield from ((path.name, path.read_bytes()) for path in Corpus.load(CORPORA[name]).files)


@pytest.mark.parametrize("pages", [pages_of_corpora, pages_of_families])
def test_every_character_of_every_page_stands_in_a_line_with_a_role_and_a_rule_or_a_feature(
    pages: Callable[[], Iterator[tuple[str, bytes]]],
) -> None:
    for name, data in pages():
        lines = [reason for article in explain_file(data, name) for reason in article]
        visible = clean(read_format(data, name).source.raw).text
        told = "".join("".join(reason.text.split()) for reason in lines)
        assert Counter(told) == Counter("".join(visible.split())), name
        for reason in lines:
            assert reason.role is not Role.OPEN, reason
            assert reason.rule or (reason.weighing and reason.weighing.features), reason


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=30))
def test_lines_in_any_order_all_have_a_reason(rows: list[str]) -> None:
    for reason in (
        reason for article in explain_file("\n".join(rows).encode(), "页面.txt") for reason in article
    ):
        assert reason.role is not Role.OPEN
        assert reason.rule or (reason.weighing and reason.weighing.features)


def test_the_lines_come_whole_and_in_the_order_of_the_page() -> None:
    assert list(reasons(PAGE)) == PAGE.split("\n\n")


def test_a_line_has_the_role_that_it_got_in_the_article() -> None:
    why = reasons(PAGE)
    assert why[TITLE].role is Role.TITLE
    assert why["一、强基础"].role is Role.HEADING
    assert {why[paragraph].role for paragraph in BODY} == {Role.PARAGRAPH}


def test_a_line_that_was_weighed_tells_what_it_would_have_been_next_and_how_likely() -> None:
    weighing = reasons(ARTICLE)[TITLE].weighing
    assert weighing
    assert weighing.runner_up.kind != "title"
    assert 0 <= weighing.runner_up_chance < weighing.chance <= 1


def test_the_features_are_three_of_the_table_of_weights_the_strongest_first() -> None:
    weighing = reasons(ARTICLE)[TITLE].weighing
    assert weighing
    weights = [feature.weight for feature in weighing.features]
    assert len(weights) == 3
    assert weights == sorted(weights, reverse=True)
    names = {feature.name for feature in weighing.features}
    assert all(name in load_model().weights or name.startswith(FOLLOWS) for name in names)


def test_what_rules_settle_names_the_rule() -> None:
    why = reasons(PAGE)
    assert why["一、强基础"].rule is Rule.NUMBERED_HEADING
    assert why["责任编辑：林一"].rule is Rule.KNOWN_BY_WORDS
    assert why["责任编辑：林一"].like == example_of(CREDIT_LINE)
    assert why[BODY[0]].rule is None


def test_what_the_format_sets_aside_is_not_weighed() -> None:
    navigation = reasons(HTML, "页面.html")["首页"]
    assert (navigation.role, navigation.rule) == (Role.FURNITURE, Rule.MARKED_BY_FORMAT)
    assert navigation.weighing is None


def test_each_article_of_a_file_has_its_own_lines() -> None:
    text = "\n\n".join(
        f"篇{number}：{name}总工会2019年工作总结\n\n" + "\n\n".join(BODY).replace("青禾区", name)
        for number, name in (("一", "青禾区"), ("二", "沙屿县"))
    )
    assert len(explain_file(text.encode(), "范文.txt")) == len(read_file(text.encode(), "范文.txt").records)


def lines(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run.items[0]["lines"]
    return found


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "页面.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_the_command_prints_the_reasons_of_every_line_when_asked(page: Path) -> None:
    line = next(
        line for line in lines(Run(page, format="jsonl", dry_run=True, explain=True)) if line["text"] == TITLE
    )
    assert (line["role"], line["state"], line["rule"]) == ("title", "head.title", None)
    assert line["chance"] > line["runner_up_chance"]
    assert len(line["features"]) == 3
    assert all(set(feature) == {"name", "weight"} for feature in line["features"])


@pytest.mark.django_db
def test_the_command_explains_nothing_unasked_and_reads_the_same(page: Path) -> None:
    plain = Run(page, format="jsonl", dry_run=True).items[0]
    asked = Run(page, format="jsonl", dry_run=True, explain=True).items[0]
    assert "lines" not in plain
    assert plain == {name: value for name, value in asked.items() if name != "lines"}


@pytest.mark.django_db
def test_a_file_that_was_not_read_has_no_reasons_and_stops_nothing(page: Path) -> None:
    (page.parent / "空.txt").write_bytes(b"")
    items = Run(page.parent, format="jsonl", dry_run=True, explain=True).items
    assert sorted("lines" in item for item in items) == [False, True]
    assert json.dumps(items, allow_nan=False)


@pytest.mark.django_db
def test_reasons_have_no_place_in_the_format_for_people(page: Path) -> None:
    with pytest.raises(CommandError, match="jsonl"):
        Run(page, dry_run=True, explain=True)
