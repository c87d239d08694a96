"""What a reader sees when browsing."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import Settings

from archive.coverage import province_tree
from archive.models import Article, RegionSuccession, Section
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str, *, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def words_of(client: Client, url: str) -> str:
    """What the page says, without its markup."""
    return " ".join(strip_tags(text_of(client, url)).split())


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- what is shown where


def test_the_home_page_leads_to_regions_years_and_the_newest_articles(client: Client) -> None:
    article = factories.article(title="凝心聚力谱新篇", years=(2019, 2019))
    page = text_of(client, "/")
    assert article.get_absolute_url() in page
    assert "凝心聚力谱新篇" in page
    assert "/regions/990100/" in page
    assert "/years/2019/" in page


def test_an_empty_archive_says_so(client: Client) -> None:
    assert "还没有已发布的综述" in text_of(client, "/")
    assert "还没有已发布的综述" in text_of(client, "/years/")


def test_a_region_shows_its_own_articles_and_those_below_it(client: Client) -> None:
    factories.article(title="青禾区的一篇", place="990102")
    factories.article(title="望潮区的一篇", place="990202")
    for code in ("990102", "990100", "990000"):
        assert "青禾区的一篇" in text_of(client, f"/regions/{code}/")
    assert "望潮区的一篇" not in text_of(client, "/regions/990100/")


def test_a_region_shows_the_articles_of_its_predecessor_and_says_so(client: Client) -> None:
    factories.article(title="县改区之前的一篇", place="990121", years=(2013, 2013))
    page = text_of(client, "/regions/990103/")
    assert "县改区之前的一篇" in page
    assert "临江县" in page
    assert "2015" in page
    assert "临江区" in text_of(client, "/regions/990121/")


def test_a_region_that_gave_a_part_says_to_whom_and_the_other_from_whom(client: Client) -> None:
    given, taker = factories.region("990102"), factories.region("990202")
    RegionSuccession.objects.create(from_region=given, to_region=taker, year=2011, whole=False)
    assert "2011 年一部分划入 示例省 › 海澜市 › 望潮区" in words_of(client, "/regions/990102/")
    assert "2011 年由 青禾区 的一部分划入；其综述未列在这里。" in words_of(client, "/regions/990202/")


def test_the_page_of_a_code_that_was_given_on_tells_of_the_division_that_had_it(client: Client) -> None:
    words = words_of(client, "/regions/360402/")
    assert "2016 年前为 江西省 › 九江市 › 庐山区（代码相同）；这里也列出那时的综述。" in words
    assert "原庐山区 2016 年一部分划入 江西省 › 九江市 › 庐山市" in words
    assert "2016 年起为" not in words


def test_a_page_of_a_year_lists_what_covers_it_and_marks_what_spans_several(client: Client) -> None:
    factories.article(title="只写二〇一九", years=(2019, 2019))
    factories.article(title="五年工作综述", years=(2016, 2020))
    factories.article(title="另一年的", years=(2021, 2021))
    page = text_of(client, "/years/2019/")
    assert "只写二〇一九" in page
    assert "五年工作综述" in page
    assert "2016—2020 年" in page
    assert "另一年的" not in page


def test_an_article_without_a_year_is_listed_as_unknown_and_under_no_year(client: Client) -> None:
    factories.article(title="近年来的工作", years=None)
    assert "近年来的工作" in text_of(client, "/years/unknown/")
    assert "年份不详" in text_of(client, "/")


def test_an_article_without_a_region_is_listed_as_unknown(client: Client) -> None:
    factories.article(title="不知何处", place=None)
    page = text_of(client, "/regions/")
    assert "不知何处" in page
    assert "地区不详" in page


def test_a_region_in_a_year(client: Client) -> None:
    factories.article(title="青禾二〇一九", years=(2019, 2019))
    factories.article(title="青禾二〇二一", years=(2021, 2021))
    page = text_of(client, "/regions/990102/2019/")
    assert "青禾二〇一九" in page
    assert "青禾二〇二一" not in page
    assert "/regions/990102/2021/" in page


def test_a_missing_year_between_two_others_is_seen_on_the_region_page(client: Client) -> None:
    factories.article(years=(2018, 2018))
    factories.article(years=(2020, 2020))
    page = text_of(client, "/regions/990102/")
    assert "2019" in page
    assert "未收录" in page


def test_the_coverage_table_names_what_is_missing(client: Client) -> None:
    factories.article(place="990102", years=(2018, 2019))
    page = text_of(client, "/coverage/?region=990100")
    assert "石桥县" in page
    assert "缺" in page
    assert "/regions/990102/2019/" in page


def test_coverage_does_not_miss_a_division_that_did_not_exist_yet(client: Client) -> None:
    factories.article(place="990102", years=(1999, 2002))
    response = client.get("/coverage/?region=990100")
    rows = {row.region.name: row for row in response.context["matrix"].rows}
    assert rows["云川经济技术开发区"].missing_years == [2001, 2002]
    assert rows["石桥县"].missing_years == [1999, 2000, 2001, 2002]


def test_a_year_under_a_former_name_is_missed_under_the_new_one(client: Client) -> None:
    factories.article(place="990102", years=(2013, 2016))
    factories.article(place="990121", years=(2014, 2014))
    response = client.get("/coverage/?region=990100")
    rows = {row.region.name: row for row in response.context["matrix"].rows}
    assert rows["临江区"].missing_years == [2013, 2015, 2016]


# --- the article page


def test_an_article_page_shows_title_block_sections_captions_and_facts(client: Client) -> None:
    article = factories.article(
        kicker="回望这一年",
        title="心系职工",
        subtitle="——青禾区总工会2019年工作综述",
        issuer="青禾区总工会",
        newspaper="云川日报",
        bylines=["本报记者 周某"],
        sections=[(None, "导语在前。"), ("强基固本", "第一段。\n第二段。")],
        captions=["图为技能比武现场。"],
    )
    page = text_of(client, article.get_absolute_url())
    for words in (
        *("回望这一年", "心系职工", "——青禾区总工会2019年工作综述", "云川日报", "本报记者 周某"),
        *("导语在前。", "强基固本", "第一段。", "第二段。", "图为技能比武现场。"),
        *("示例省 › 云川市 › 青禾区", "2019 年"),
    ):
        assert words in page
    section = Section.objects.get(article=article, heading="强基固本")
    for anchor, _text in section.paragraphs:
        assert f'id="{anchor}"' in page
    assert f'id="{section.anchor}"' in page


def test_markup_in_an_article_is_shown_as_characters(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    article = factories.article(title=evil, issuer=evil, sections=[(evil, evil)], captions=[evil])
    for url in (article.get_absolute_url(), "/", "/regions/990102/", "/years/2019/"):
        page = text_of(client, url)
        assert evil not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.WITHDRAWN])
def test_what_is_not_published_is_hidden_from_readers(client: Client, status: str) -> None:
    article = factories.article(title="未发布的一篇", status=status)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert client.get(reverse("archive:article-source", args=[article.pk])).status_code == 404
    for url in ("/", "/regions/990102/", "/regions/990102/2019/", "/years/2019/", "/coverage/"):
        assert "未发布的一篇" not in text_of(client, url)


def test_an_editor_sees_a_draft_marked_as_one(admin_client: Client) -> None:
    article = factories.article(status=Article.Status.DRAFT)
    assert "草稿" in text_of(admin_client, article.get_absolute_url())


def test_the_original_is_downloaded_byte_for_byte_and_never_shown_inline(client: Client) -> None:
    content = "原文\r\n一字不差".encode("gb18030") + b"\x00\xff"
    document = factories.source(content)
    type(document).objects.filter(pk=document.pk).update(name="某报/工作 综述.txt")
    article = factories.article(source=document)
    response = client.get(reverse("archive:article-source", args=[article.pk]))
    assert response.content == content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"


# --- what a user may send


@pytest.mark.parametrize(
    "url",
    [
        *("/regions/000000/", "/regions/%00/", "/regions/990102/99999999999999999999/", "/articles/0/"),
        *("/articles/999999999999999999999999/", "/years/99999999999999999999999/", "/years/0/"),
        *(
            "/coverage/?region=x",
            "/coverage/?region=%00",
            "/regions/990102/?page=-1",
            "/regions/990102/?page=x",
        ),
        "/nothing/here/",
    ],
)
def test_no_address_brings_the_site_down(client: Client, url: str) -> None:
    assert client.get(url).status_code in {200, 404}


def test_a_missing_page_is_explained_in_chinese(client: Client) -> None:
    assert "没有这一页" in text_of(client, "/articles/999999/", status=404)


def test_too_many_files_at_once_are_refused_with_what_to_do(admin_client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(3)]
    response = admin_client.post("/admin/archive/article/upload/", {"files": files})
    assert response.status_code == 400
    assert "分批" in response.content.decode()


def test_a_form_without_its_cookie_is_answered_in_chinese() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "什么都没有写入" in response.content.decode()


def test_every_page_forbids_scripts_and_styles_from_elsewhere(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


# --- the number of queries does not grow with the archive


def many(count: int) -> None:
    places = ["990102", "990122", "990181", "990202", "990221", "990321", "990121", None]
    for number in range(count):
        year = 2010 + number % 12
        factories.article(
            place=places[number % len(places)],
            years=(year - number % 3, year) if number % 5 else None,
            sections=[(None, "导语"), ("一个小标题", "甲\n乙"), ("又一个", "丙")],
            captions=["图为现场。"],
        )


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/regions/", "/regions/990000/", "/regions/990102/", "/regions/990102/2012/", "/years/"),
        *("/years/2012/", "/years/unknown/", "/coverage/", "/coverage/?region=990100"),
    ],
)
def test_queries_do_not_grow_with_the_number_of_articles(client: Client, address: str) -> None:
    many(16)
    before = queries(client, address)
    many(32)
    assert queries(client, address) == before
    assert before <= (
        14 if connection.vendor == "sqlite" else 15
    )  # several hosts: whether this one's index is whole


def test_queries_of_an_article_page_do_not_grow_with_its_sections_or_siblings(client: Client) -> None:
    def page(sections: int) -> Callable[[], int]:
        article = factories.article(
            sections=[(f"小标题{n}", "甲\n乙") for n in range(sections)], captions=["图"] * sections
        )
        return lambda: queries(client, article.get_absolute_url())

    short, long = page(2), page(9)
    before = short()
    many(16)
    assert long() == before
    assert short() == before
    assert before <= 10


def test_the_home_page_names_cities_while_they_can_be_looked_through_and_else_provinces(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("990102", "990202", "360102"):
        factories.article(place=place)
    page = text_of(client, "/")
    assert 'href="/regions/990200/"' in page
    monkeypatch.setattr(province_tree, "MOST_CITIES", 2)
    factories.article(place="990102")
    page = text_of(client, "/")
    assert 'href="/regions/990200/"' not in page
    assert 'href="/regions/990000/"' in page
    assert 'href="/regions/360000/"' in page
