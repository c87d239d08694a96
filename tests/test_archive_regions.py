"""The table of divisions as rows, and what each division shows."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from archive.models import Article, Region, RegionScope, RegionSuccession
from archive.region_table import load_regions
from archive.regions.authority import Authority
from archive.site_authority import site_authority
from tests import factories

pytestmark = pytest.mark.django_db


def test_loading_the_table_again_changes_nothing() -> None:
    before = (Region.objects.count(), RegionSuccession.objects.count(), RegionScope.objects.count())
    assert load_regions(Authority.load()) == 0
    assert (Region.objects.count(), RegionSuccession.objects.count(), RegionScope.objects.count()) == before


def test_a_row_that_was_spoilt_is_mended_and_an_editors_row_is_left_alone() -> None:
    Region.objects.filter(code="990102").update(name="青木区")
    added = Region.objects.create(
        code="990192",
        name="云川高新区",
        short_name="云川高新区",
        level="zone",
        parent=factories.region("990100"),
    )
    assert load_regions(Authority.load()) >= 1
    assert Region.objects.get(code="990102").name == "青禾区"
    added.refresh_from_db()
    assert added.name == "云川高新区"


def test_a_step_that_an_older_table_had_otherwise_is_mended() -> None:
    steps = RegionSuccession.objects.filter(from_region__code="361122", to_region__code="361103")
    steps.update(whole=False, year=2014)
    assert load_regions(Authority.load()) == 1
    assert [(step.year, step.whole) for step in steps] == [(2015, True)]


def test_every_division_of_the_table_has_a_row_with_its_path() -> None:
    authority = Authority.load()
    assert Region.objects.filter(origin="table").count() == len(authority.divisions)
    for code in ("110101", "361103", "990191", "659001"):
        division = authority.by_code(code)
        assert division is not None
        row = Region.objects.with_path().of_code(code)[0]
        assert [step.name for step in row.path] == [step.name for step in authority.path(division)]


def test_two_names_of_one_code_are_two_rows() -> None:
    names = list(Region.objects.of_code("420600").values_list("name", flat=True))
    assert set(names) == {"襄樊市", "襄阳市"}
    assert names[0] == "襄阳市"


def test_a_successor_shows_the_articles_of_what_it_wholly_succeeded_but_not_the_reverse() -> None:
    old = factories.article(place="990121", years=(2012, 2012))
    new = factories.article(place="990103", years=(2018, 2018))
    in_new = Article.objects.in_region(factories.region("990103"))
    in_old = Article.objects.in_region(factories.region("990121"))
    assert set(in_new) == {old, new}
    assert set(in_old) == {old}


def test_a_part_that_was_handed_over_does_not_bring_the_articles_along() -> None:
    RegionSuccession.objects.create(
        from_region=factories.region("990122"), to_region=factories.region("990102"), year=2010, whole=False
    )
    article = factories.article(place="990122")
    assert article not in Article.objects.in_region(factories.region("990102"))


def test_zones_that_editors_added_are_known_to_the_reader() -> None:
    Region.objects.create(
        code="990192",
        name="云川高新技术产业开发区",
        short_name="云川高新区",
        level="zone",
        parent=factories.region("990100"),
    )
    authority = site_authority()
    assert [d.code for d in authority.named("云川高新技术产业开发区")] == ["990192"]


HISTORY = """代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码
360000,江西省,,江西省,省级,在用,1981,,
361100,江西省,上饶市,上饶市,地级,在用,2000,,
362300,江西省,上饶地区,上饶地区,地级,弃用,1981,2000,361100
361122,江西省,上饶市,广丰县,县级,弃用,2000,2015,361103
362322,江西省,上饶地区,广丰县,县级,弃用,1981,2000,361122
"""


def test_a_users_own_table_extends_the_history_and_keeps_the_articles_in_place(
    tmp_path: Path, settings: Settings
) -> None:
    settings.ARCHIVE_DATA = tmp_path
    article = factories.article(place="361122", years=(2010, 2010))
    assert article.region.valid_from is None
    (tmp_path / "mine.csv").write_text(HISTORY, encoding="utf-8")
    call_command("load_regions", "--history", str(tmp_path / "mine.csv"), stdout=io.StringIO())
    older = Region.objects.get(code="362322")
    assert (older.parent.name, older.valid_from, older.valid_to) == ("上饶地区", 1981, 2000)
    assert [step.to_region for step in older.successions.all()] == [article.region]
    article.region.refresh_from_db()
    assert article.region.valid_from == 2000
    assert article in Article.objects.in_region(factories.region("361103"))
    assert load_regions(site_authority()) == 0


def test_a_table_of_another_form_is_refused_and_changes_nothing(tmp_path: Path, settings: Settings) -> None:
    settings.ARCHIVE_DATA = tmp_path
    (tmp_path / "mine.csv").write_text("省,市\n甲,乙\n", encoding="utf-8")
    with pytest.raises(CommandError, match="缺少列"):
        call_command("load_regions", "--history", str(tmp_path / "mine.csv"))
    assert load_regions(site_authority()) == 0
