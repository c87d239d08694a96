"""The interface in English: a whole catalogue, chosen by the reader alone; the archive itself is never translated."""

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from lxml import html
from pytest_django import Settings

from archive.models import Article
from archive.views import errors
from search import lexicon, outbox
from tests import factories
from tests.markup import elements, strings

ROOT = settings.BASE_DIR
CATALOGUE = ROOT / "archive" / "locale" / "en" / "LC_MESSAGES" / "django.po"

HAN = re.compile(r"[㐀-鿿]+")
FULL_WIDTH_SIGNS = re.compile("[，。；：！？（）、]")
PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
TAGS = re.compile(r"<[^>]+>")
TO_BRING_IT_UP_TO_DATE = (
    "manage.py makemessages -l en --no-location --ignore .venv --ignore var --ignore fixtures; "
    "translate what is empty; manage.py compilemessages -l en --ignore .venv"
)
LABELS_IN_AN_ARTICLE = (
    ".//*[@class='caption-mark' or @class='permalink' or @class='cite-here' or @class='small-head']"
)
SINGULAR_FUNCTIONS = {"gettext", "gettext_lazy", "gettext_noop"}

# What a template holds besides words of the interface: its own notes, and strings handed to be translated.
NOT_SHOWN_OR_TRANSLATED = re.compile(
    r"""\{\#.*?\#\}
    | \{%\s*comment.*?endcomment\s*%\}
    | \{%\s*blocktrans.*?endblocktrans\s*%\}
    | \{%\s*trans\s+(?:"[^"]*"|'[^']*').*?%\}
    | _\("[^"]*"\)
    """,
    re.DOTALL | re.VERBOSE,
)
# The name of a language is written in that language; the printed date is part of the article, 2020年1月17日.
WRITTEN_IN_CHINESE_FOR_EVERYBODY = {"中文", "年", "月", "日"}


def catalogue_in(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def messages() -> list[Message]:
    return [message for message in catalogue_in(CATALOGUE) if message.id]


def forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    assert value is not None
    return [value] if isinstance(value, str) else list(value)


def translated(message: Message) -> Iterator[tuple[str, str]]:
    """(Chinese, English) for the one form of a message, or for each of its two."""
    chinese, english = forms(message.id), forms(message.string)
    assert len(english) == len(chinese), message.id
    yield from zip(chinese, english, strict=True)


def english_of(catalogue: Catalog) -> dict[str, list[str]]:
    return {forms(message.id)[0]: forms(message.string) for message in catalogue if message.id}


def msgids(catalogue: Catalog) -> set[str]:
    return {forms(message.id)[0] for message in catalogue if message.id}


# --- the catalogue


def test_every_string_has_an_english_translation() -> None:
    catalogue = catalogue_in(CATALOGUE)
    assert len(catalogue) > 300
    assert [m.id for m in catalogue if m.id and not all(text.strip() for text in forms(m.string))] == []
    assert [m.id for m in catalogue if m.fuzzy] == []
    assert not catalogue.fuzzy
    assert list(catalogue.obsolete) == []


def test_both_english_forms_of_a_number_are_there() -> None:
    catalogue = catalogue_in(CATALOGUE)
    assert catalogue.num_plurals == 2
    plural = [message for message in messages() if not isinstance(message.id, str)]
    assert plural
    assert all(len(forms(message.string)) == 2 for message in plural)


def test_a_translation_has_the_placeholders_and_tags_of_the_original() -> None:
    for message in messages():
        for chinese, english in translated(message):
            assert Counter(PLACEHOLDERS.findall(english)) == Counter(PLACEHOLDERS.findall(chinese)), (
                message.id
            )
            assert TAGS.findall(english) == TAGS.findall(chinese), message.id
            assert english.count("%") - english.count("%%") == chinese.count("%") - chinese.count("%%"), (
                message.id
            )


def test_chinese_stands_in_a_translation_only_where_the_original_quotes_it() -> None:
    """Examples of queries stay as they are; there is no 上饶 in English."""
    for message in messages():
        for chinese, english in translated(message):
            assert all(run in chinese for run in HAN.findall(english)), message.id
            assert not FULL_WIDTH_SIGNS.search(english), message.id
            if HAN.search(chinese):
                assert english != chinese, message.id


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue_in(CATALOGUE))
    compiled.seek(0)
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        found = read_mo(file)
    assert english_of(found) == english_of(read_mo(compiled)), TO_BRING_IT_UP_TO_DATE


# --- nothing is left out of it


def sources(pattern: str, *folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob(pattern)
        if not {"migrations", "locale", "__pycache__"} & set(path.parts)
    )


def wrapped_strings(tree: ast.Module) -> set[str]:
    """Every string handed to a function of django.utils.translation, under whatever name it was imported."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SINGULAR_FUNCTIONS
    }
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def test_every_string_that_the_code_has_translated_is_in_the_catalogue() -> None:
    """A function renamed on import, ``gettext as _t``, is translated by Django but never found by xgettext."""
    known = msgids(catalogue_in(CATALOGUE))
    wrapped = {
        string
        for path in sources("*.py", "archive", "search")
        for string in wrapped_strings(ast.parse(path.read_text("utf-8")))
    }
    assert "年度综述" in wrapped
    assert wrapped - known == set(), TO_BRING_IT_UP_TO_DATE


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext (Debian: gettext) is not installed")
def test_extracting_the_strings_again_finds_those_of_the_catalogue_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    for path in [*sources("*.py", "archive", "search"), *sources("*.html", "templates")]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = []
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["en"], no_location=True, verbosity=0, stdout=StringIO())
    found = msgids(catalogue_in(tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    known = msgids(catalogue_in(CATALOGUE))
    assert sorted(found - known) == [], TO_BRING_IT_UP_TO_DATE
    assert sorted(known - found) == [], TO_BRING_IT_UP_TO_DATE


@pytest.mark.parametrize("path", sources("*.html", "templates"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_shows_no_chinese_but_what_can_be_translated(path: Path) -> None:
    rest = NOT_SHOWN_OR_TRANSLATED.sub("", path.read_text("utf-8"))
    assert set(HAN.findall(rest)) <= WRITTEN_IN_CHINESE_FOR_EVERYBODY
    assert FULL_WIDTH_SIGNS.findall(rest) == []


# --- who sees it


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def review(db: None) -> Article:
    return factories.article(
        kicker="回望这一年",
        title="心系职工",
        subtitle="——青禾区总工会2019年工作综述",
        issuer="青禾区总工会",
        newspaper="云川日报",
        bylines=["本报记者 周某"],
        credits=["责编：吴某"],
        region_basis=Article.RegionBasis.ISSUER,
        region_evidence="青禾区总工会",
        period_basis=Article.PeriodBasis.SUBTITLE,
        period_evidence="2019年",
        sections=[(None, "导语在前。"), ("强基固本", "第一段。\n第二段。")],
        captions=["图为技能比武现场。"],
    )


@pytest.fixture
def indexed(review: Article) -> Iterator[Article]:
    lexicon.forget()
    outbox.rebuild(lock_seconds=10)
    yield review
    lexicon.forget()


def page_of(client: Client, address: str, *, headers: dict[str, str] | None = None) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


IN_CHINESE = "starts-with(translate(ancestor::*[@lang][1]/@lang, 'ZH', 'zh'), 'zh')"
"""Of a text: what says last in which language it is says Chinese, ``zh-Hans``."""


def chinese_not_marked(page: str) -> list[str]:
    """Chinese words on a page that stand in no element marked as Chinese; a title in the head cannot be."""
    shown = strings(html.document_fromstring(page), f"body//text()[not(ancestor::script)][not({IN_CHINESE})]")
    return [text.strip() for text in shown if HAN.search(text)]


def test_an_article_in_english_has_english_labels_around_chinese_words(
    english: Client, review: Article
) -> None:
    page = page_of(english, review.get_absolute_url())
    for words in (
        "Issuing body",
        "Region",
        "Annual review",
        "Original file",
        "Outline",
        "Search help",
        "Coverage",
    ):
        assert words in page
    for words in ("单位", "体裁", "原始文件", "提纲", "检索帮助", "收录情况"):
        assert words not in page
    for words in (
        *(
            "回望这一年",
            "心系职工",
            "——青禾区总工会2019年工作综述",
            "云川日报",
            "本报记者 周某",
            "责编：吴某",
        ),
        *("导语在前。", "强基固本", "第一段。", "第二段。", "图为技能比武现场。"),
        "示例省 › 云川市 › 青禾区",
    ):
        assert words in page
    assert 'From the issuing body: <q lang="zh-Hans">青禾区总工会</q>' in page
    assert 'From the subtitle: <q lang="zh-Hans">2019年</q>' in page


def test_the_article_itself_is_the_same_in_both_languages(client: Client, review: Article) -> None:
    def printed(page: str) -> list[str]:
        (article,) = elements(html.document_fromstring(page), "//article")
        assert article.get("lang") == "zh-Hans"
        for label in elements(article, LABELS_IN_AN_ARTICLE):
            label.drop_tree()
        return str(article.text_content()).split()

    chinese = printed(page_of(client, review.get_absolute_url()))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert printed(page_of(client, review.get_absolute_url())) == chinese


def test_words_of_the_archive_are_marked_as_chinese_on_english_pages(
    english: Client, review: Article
) -> None:
    factories.article(title="不知何处", place=None, years=None, issuer=None)
    factories.article(title="县改区之前的一篇", place="990121", years=(2013, 2013))
    for address in (
        *(
            "/",
            "/regions/",
            "/regions/990100/",
            "/regions/990103/",
            "/regions/990121/",
            "/regions/990102/2019/",
        ),
        *("/regions/990102/1999/", "/years/", "/years/2019/", "/years/unknown/", "/coverage/"),
        *("/coverage/?region=990100", "/about/"),
        *(review.get_absolute_url(), review.get_absolute_url() + "original/"),
    ):
        page = page_of(english, address)
        assert '<html lang="en">' in page
        assert chinese_not_marked(page) == [], address


def test_english_words_within_an_article_are_marked_as_english(english: Client, review: Article) -> None:
    page = html.document_fromstring(page_of(english, review.get_absolute_url()))
    (article,) = elements(page, "//article")
    labels = elements(article, LABELS_IN_AN_ARTICLE)
    assert len(labels) >= 3
    assert {label.get("lang") for label in labels} == {"en"}


def test_a_search_in_english_finds_the_same_chinese_words(english: Client, indexed: Article) -> None:
    page = page_of(english, "/search/?q=技能比武")
    assert "containing “技能比武”" in page
    assert re.search(r"<strong>1</strong> review\b", page)
    assert "<mark>技能</mark>比武" in page or "<mark>技能比武</mark>" in page
    assert "Newest year first" in page
    nothing = page_of(english, "/search/?q=标题:无此词")
    assert "Not found: “无此词” in the title" in nothing


def test_every_query_on_the_english_help_page_stays_as_it_must_be_typed(english: Client) -> None:
    page = page_of(english, "/search/help/")
    assert "Writing a query" in page
    for typed in ("标题:春风", "困难职工 送温暖", "爱心驿站 年份:2018..2021"):
        assert f"<code>{typed}</code>" in page


def test_numbers_have_their_english_forms(english: Client, review: Article) -> None:
    assert "1 review " in page_of(english, "/regions/990102/")
    factories.article(title="又一篇")
    assert "2 reviews " in page_of(english, "/regions/990102/")


@pytest.mark.parametrize("accepted", ["en-US,en;q=0.9", "fr,en;q=0.5", "*"])
def test_the_site_is_chinese_whatever_the_browser_asks_for(
    client: Client, review: Article, accepted: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    page = response.content.decode()
    assert '<html lang="zh-hans">' in page
    assert response.headers["Content-Language"] == "zh-hans"
    assert "检索帮助" in page
    assert "Search help" not in page


@pytest.mark.parametrize("value", ["fr", "zh-hant", "EN ", ""])
def test_a_cookie_with_another_language_leaves_the_site_chinese(
    client: Client, review: Article, value: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = value
    assert '<html lang="zh-hans">' in page_of(client, "/", headers={"accept-language": "en"})


def test_a_reader_chooses_a_language_in_the_footer_and_stays_on_the_page(
    client: Client, review: Article
) -> None:
    assert 'name="language" value="en"' in page_of(client, "/years/")
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/years/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/years/")
    page = page_of(client, "/years/")
    assert "Browse by year" in page
    assert 'name="language" value="zh-hans"' in page
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/years/"})
    assert "按年份浏览" in page_of(client, "/years/")


def test_what_went_wrong_is_said_in_the_language_of_the_reader(english: Client, db: None) -> None:
    missing = english.get("/articles/999999/")
    assert missing.status_code == 404
    assert "Page not found" in missing.content.decode()
    with translation.override("en"):
        failed = errors.server_error(RequestFactory().get("/"))
    assert failed.status_code == 500
    assert "Something went wrong" in failed.content.decode()
    with translation.override("zh-hans"):
        assert "出错了" in errors.server_error(RequestFactory().get("/")).content.decode()
