"""Pinyin of places, as the places have it."""

import pytest

from archive.regions.authority import Authority
from archive.regions.pinyin import initials, pinyin


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("重庆市", "chongqing shi"),
        ("六安市", "luan shi"),
        ("六合区", "luhe qu"),
        ("六盘水市", "liupanshui shi"),
        ("铅山县", "yanshan xian"),
        ("东阿县", "donge xian"),
        ("长子县", "zhangzi xian"),
        ("长治市", "changzhi shi"),
        ("朝阳市", "chaoyang shi"),
        ("成都市", "chengdu shi"),
        ("都匀市", "duyun shi"),
        ("乐清市", "yueqing shi"),
        ("乐陵市", "laoling shi"),
        ("单县", "shan xian"),
        ("浚县", "xun xian"),
        ("蔚县", "yu xian"),
        ("洪洞县", "hongtong xian"),
        ("繁峙县", "fanshi xian"),
        ("吴堡县", "wubu xian"),
        ("大埔县", "dabu xian"),
        ("大城县", "daicheng xian"),
        ("泊头市", "botou shi"),
        ("涡阳县", "guoyang xian"),
        ("亳州市", "bozhou shi"),
        ("台州市", "taizhou shi"),
        ("丽水市", "lishui shi"),
        ("番禺区", "panyu qu"),
        ("厦门市", "xiamen shi"),
        ("蚌埠市", "bengbu shi"),
        ("闵行区", "minhang qu"),
        ("什邡市", "shifang shi"),
        ("荥阳市", "xingyang shi"),
        ("荥经县", "yingjing xian"),
        ("尉氏县", "weishi xian"),
        ("尉犁县", "yuli xian"),
        ("勐海县", "menghai xian"),
        ("宿州市", "suzhou shi"),
        ("库尔勒市", "kuerle shi"),
        ("崆峒区", "kongtong qu"),
        ("莘县", "shen xian"),
        ("歙县", "she xian"),
        ("佛坪县", "foping xian"),
        ("漯河市", "luohe shi"),
    ],
)
def test_a_place_reads_as_its_people_say_it(name: str, reading: str) -> None:
    assert {row.pinyin for row in Authority.load().named(name) if row.name == name} == {reading}


def test_the_kind_stands_apart_and_the_initials_are_of_every_character() -> None:
    assert pinyin("广丰区", "广丰") == "guangfeng qu"
    assert pinyin("城区", "城区") == "cheng qu"
    assert pinyin("玉屏侗族自治县", "玉屏") == "yuping dongzuzizhixian"
    assert initials("广丰区") == "gfq"


def test_every_row_has_a_reading_of_plain_letters() -> None:
    for row in Authority.load().divisions:
        assert row.pinyin.replace(" ", "").isascii() and row.pinyin.replace(" ", "").isalpha(), row
        assert row.initials.isascii() and row.initials.isalpha(), row
