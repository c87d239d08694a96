"""Where a newspaper is from."""

import pytest

from archive.regions.authority import DATA, Authority
from archive.regions.gazetteer import gazetteer
from archive.regions.newspapers import place_of_newspaper


@pytest.mark.parametrize(
    ("paper", "place"),
    [
        ("上饶日报", "上饶市"),
        ("《宜宾日报》", "宜宾市"),
        ("四川工人日报", "四川省"),
        ("重庆日报", "重庆市"),
        ("钱江晚报", "浙江省"),
        ("京江晚报", "镇江市"),
        ("红河日报", "红河哈尼族彝族自治州"),
        ("海澜晚报", "海澜市"),
        ("示例工人报", "示例省"),
        ("工人日报", None),
        ("光明日报", None),
        ("解放日报", "上海市"),
        ("校园周报", None),
    ],
)
def test_a_newspaper_is_of_its_division(paper: str, place: str | None) -> None:
    found = place_of_newspaper(gazetteer(Authority.load()), paper, 2019)
    assert (found.name if found else None) == place


def test_a_newspaper_whose_name_two_places_share_is_of_neither() -> None:
    # 临江 is a city of Jilin and a district of the invented province.
    assert place_of_newspaper(gazetteer(Authority.load()), "临江报", 2019) is None


def test_a_city_that_had_another_name_has_its_newspaper_then() -> None:
    names = gazetteer(Authority.load())
    found = place_of_newspaper(names, "襄樊日报", 2008)
    assert found is not None and found.name == "襄樊市"


def test_every_listed_newspaper_has_a_code_of_the_table() -> None:
    authority = Authority.load()
    lines = (DATA / "newspapers.tsv").read_text(encoding="utf-8").splitlines()[1:]
    codes = [line.split("\t")[1] for line in lines]
    assert [code for code in codes if code and authority.by_code(code) is None] == []
    assert len({line.split("\t")[0] for line in lines}) == len(lines)
