"""What the reader was unsure between is chosen from: one step, with its doubt answered, and all of it undone as one."""

import pytest

from archive import editing
from archive.editing.candidates import candidates_of
from archive.models import Article, Notice
from archive.representation import represent
from tests import factories
from tests.history import last_event

pytestmark = pytest.mark.django_db


def doubt(article: Article, code: str, *evidence: str) -> Notice:
    return Notice.objects.create(
        article=article, code=code, message="请核对", evidence="\n".join(evidence) or None
    )


def values(article: Article, code: str, *evidence: str) -> list[str]:
    return [one.value for one in candidates_of(doubt(article, code, *evidence), article)]


@pytest.fixture
def article() -> Article:
    return factories.article(
        title="暖心服务", issuer="青禾区总工会", years=(2019, 2019), sections=[("真抓实干", "一段。")]
    )


def test_the_candidates_of_a_title_are_what_stands_and_the_lines_that_were_near(article: Article) -> None:
    assert values(article, "title-uncertain", "真抓实干", "暖心服务", "云川日报") == [
        "暖心服务",
        "真抓实干",
        "云川日报",
    ]


def test_where_no_title_was_found_there_is_none_to_keep() -> None:
    assert values(factories.article(title=None), "title-uncertain", "真抓实干") == ["真抓实干"]


def test_the_candidates_of_a_union_are_the_unions_that_the_text_names(article: Article) -> None:
    assert values(article, "issuer-uncertain", "青禾区总工会", "云川市总工会") == [
        "青禾区总工会",
        "云川市总工会",
    ]


def test_the_candidates_of_a_newspaper_are_the_papers_that_the_page_names(article: Article) -> None:
    stands = article.newspaper
    assert values(article, "newspaper-uncertain", "云川晚报") == [*filter(None, [stands]), "云川晚报"]


def test_the_candidates_of_a_kind_are_the_kinds(article: Article) -> None:
    for code in ("kind-uncertain", "kind-other", "kind-plan"):
        assert values(article, code, "工作要点") == ["annual_review", "multi_year_review", "plan", "other"]


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        (["2018年"], ["2019-2019", "2018-2018", "2018-2019"]),
        (["二〇一七年"], ["2019-2019", "2017-2017", "2017-2019"]),
        (["２０２０年"], ["2019-2019", "2020-2020", "2019-2020"]),
        (["2015—2018年", "2014年"], ["2019-2019", "2015-2018", "2014-2014", "2014-2019"]),
        (["去年"], ["2019-2019"]),
        (["9999年", "2018—2016年"], ["2019-2019"]),
    ],
)
def test_the_candidates_of_a_period_are_the_years_that_the_text_names(
    article: Article, evidence: list[str], found: list[str]
) -> None:
    assert values(article, "period-uncertain", *evidence) == found


def of_places(article: Article, code: str, *places: str) -> Notice:
    regions = [factories.region(place) for place in places]
    values = {
        "names": [region.full_name for region in regions],
        "divisions": [[region.code, region.valid_from] for region in regions],
    }
    return Notice.objects.create(article=article, code=code, values=values)


def test_the_candidates_of_a_region_are_the_divisions_of_that_name() -> None:
    article = factories.article(place=None)
    notice = of_places(article, "region-ambiguous", "990102", "990103")
    offered = candidates_of(notice, article)
    assert [one.label for one in offered] == [
        factories.region(code).full_name for code in ("990102", "990103")
    ]
    assert not any(one.stands for one in offered)
    editing.choose(article.pk, notice.pk, offered[1].value, by=None)
    article.refresh_from_db()
    assert article.region == factories.region("990103")
    assert (article.region_basis, article.notices.unsettled().count()) == ("editor", 0)
    editing.undo(article.pk, by=None)
    article.refresh_from_db()
    assert (article.region, article.notices.unsettled().count()) == (None, 1)


@pytest.mark.parametrize(
    "code", ["region-nearest", "region-zone-nearest", "region-renamed", "region-undated"]
)
def test_a_division_that_was_reckoned_is_kept_by_choosing_it(article: Article, code: str) -> None:
    notice = of_places(article, code, "990102")
    (only,) = candidates_of(notice, article)
    assert (only.label, only.stands) == (article.region.full_name, True)
    editing.choose(article.pk, notice.pk, only.value, by=None)
    article.refresh_from_db()
    assert last_event(article).changed == ["notices"]


def test_a_region_that_may_be_another_is_kept_or_given_up(article: Article) -> None:
    notice = of_places(article, "region-uncertain", "990103")
    own, other = candidates_of(notice, article)
    assert (own.label, own.stands, other.stands) == (article.region.full_name, True, False)
    editing.choose(article.pk, notice.pk, other.value, by=None)
    article.refresh_from_db()
    assert article.region == factories.region("990103")


def test_a_division_that_is_gone_since_can_not_be_chosen() -> None:
    article = factories.article(place=None)
    notice = of_places(article, "region-contradiction", "990102")
    notice.values["divisions"] = [["990199", None]]
    notice.save()
    (only,) = candidates_of(notice, article)
    with pytest.raises(editing.NoSuchCandidate):
        editing.choose(article.pk, notice.pk, only.value, by=None)


def test_a_row_whose_divisions_are_lost_offers_none_and_says_what_is_left() -> None:
    article = factories.article(place=None)
    for lost in ({}, {"names": "示例省"}, {"divisions": [3]}, {"divisions": [["990102"]], "names": ["一"]}):
        notice = Notice.objects.create(article=article, code="region-ambiguous", values=lost)
        assert candidates_of(notice, article) == []
        assert notice.told.startswith("同名的地区不止一个")


def test_a_doubt_of_another_kind_has_none(article: Article) -> None:
    for code in ("mojibake", "region-unknown", "page-matter-uncertain", "x"):
        assert values(article, code, "一行") == []


def test_choosing_is_one_change_that_answers_the_doubt_and_is_undone_as_one(article: Article) -> None:
    notice, other = doubt(article, "title-uncertain", "真抓实干"), doubt(article, "mojibake")
    before = represent(article)
    editing.choose(article.pk, notice.pk, "真抓实干", by=None)
    article.refresh_from_db()
    assert article.title == "真抓实干"
    assert article.sections.get().heading == "暖心服务"  # what the title was stands where the new one stood
    assert list(article.notices.unsettled()) == [other]
    assert article.version == 1
    editing.undo(article.pk, by=None)
    assert represent(Article.objects.get(pk=article.pk)) == before


def test_keeping_what_stands_only_answers_the_doubt(article: Article) -> None:
    notice = doubt(article, "period-uncertain", "2018年")
    basis = article.period_basis
    editing.choose(article.pk, notice.pk, "2019-2019", by=None)
    article.refresh_from_db()
    assert (article.period_basis, article.notices.unsettled().count()) == (basis, 0)
    assert last_event(article).changed == ["notices"]


def test_years_that_were_chosen_rest_on_the_editor(article: Article) -> None:
    notice = doubt(article, "period-uncertain", "2018年")
    editing.choose(article.pk, notice.pk, "2018-2019", by=None)
    article.refresh_from_db()
    assert (article.period_start, article.period_end, article.period_basis) == (2018, 2019, "editor")


def test_what_is_no_candidate_or_was_answered_is_not_taken(article: Article) -> None:
    notice = doubt(article, "title-uncertain", "真抓实干")
    for number, value in ((notice.pk, "随便一个题目"), (notice.pk + 1, "真抓实干"), (0, "")):
        with pytest.raises(editing.NoSuchCandidate):
            editing.choose(article.pk, number, value, by=None)
    editing.settle(article.pk, [notice.pk], by=None)
    with pytest.raises(editing.NoSuchCandidate):
        editing.choose(article.pk, notice.pk, "真抓实干", by=None)
    article.refresh_from_db()
    assert article.title == "暖心服务"
