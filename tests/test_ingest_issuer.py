"""The union that reports, as it is written."""

import pytest

from tests.pages import codes, record

PLAIN = "把驿站建到街头巷尾，冬有热水、夏有清凉，户外职工有了歇脚的地方，受到职工的欢迎。全年新建基层工会21家，发展会员1500人。"


def issuer(*lines: str) -> str | None:
    found = record("\n\n".join(lines)).issuer
    return found.text if found else None


@pytest.mark.parametrize(
    ("subtitle", "name"),
    [
        ("——青禾区总工会2019年工作综述", "青禾区总工会"),
        ("——云川市青禾区总工会2019年工作综述", "云川市青禾区总工会"),
        ("——云川经济技术开发区总工会2019年工作综述", "云川经济技术开发区总工会"),
        ("——开发区总工会2019年工作综述", "开发区总工会"),
        ("——示例省交通运输工会2019年工作综述", "示例省交通运输工会"),
        ("——云川钢铁集团有限公司工会2019年工作综述", "云川钢铁集团有限公司工会"),
        ("——记云岭苗族自治县总工会", "云岭苗族自治县总工会"),
    ],
)
def test_the_subtitle_names_the_union(subtitle: str, name: str) -> None:
    assert issuer("扛起使命开新局", subtitle, "2019年，全区各级工会" + PLAIN, "市总工会" + PLAIN) == name


def test_a_union_named_only_by_its_level_is_filled_from_the_text() -> None:
    assert (
        issuer("扛起使命开新局", "——县总工会2019年工作侧记", "石桥县总工会" + PLAIN, "荣获云川市总工会表彰。")
        == "石桥县总工会"
    )


def test_a_company_in_the_text_does_not_fill_in_for_the_district() -> None:
    text = (
        "扛起使命开新局",
        "——区总工会2019年工作侧记",
        "2019年，区总工会" + PLAIN,
        "云川钢铁集团工会派来技师。" + PLAIN,
    )
    assert issuer(*text) == "区总工会"


def test_the_union_that_the_text_speaks_of_most_counts_without_a_subtitle() -> None:
    text = (
        "扛起使命开新局",
        "近年来，青禾区总工会在区委和云川市总工会的领导下" + PLAIN,
        "青禾区总工会" + PLAIN,
        "荣获示例省总工会表彰。",
    )
    assert issuer(*text) == "青禾区总工会"


@pytest.mark.parametrize(
    "words", ["全市各级工会", "中国工会十八大", "三位省市总工会主席", "基层工会", "企业工会"]
)
def test_words_for_unions_in_general_name_none(words: str) -> None:
    assert issuer("扛起使命开新局", words + PLAIN, "职工们说，" + PLAIN) is None


def test_traditional_characters_are_read_and_shown_as_printed() -> None:
    assert (
        issuer("港城處處有親人", "——望潮區總工會2021年工作綜述", "2021年，望潮區總工會" + PLAIN)
        == "望潮區總工會"
    )


@pytest.mark.parametrize(
    ("subtitle", "text", "name"),
    [
        ("——连南县总工会2019年工作综述", "连南瑶族自治县总工会", "连南瑶族自治县总工会"),
        ("——科左后旗总工会2019年工作综述", "科尔沁左翼后旗总工会", "科尔沁左翼后旗总工会"),
        ("——连南县总工会2019年工作综述", "连山壮族瑶族自治县总工会", "连南县总工会"),
    ],
)
def test_a_short_name_gives_way_to_the_whole_one_of_the_same_place(
    subtitle: str, text: str, name: str
) -> None:
    assert issuer("扛起使命开新局", subtitle, "2019年，" + text + PLAIN, PLAIN) == name


def test_a_congress_of_the_union_does_not_shorten_its_name() -> None:
    text = "石桥县工会第五次代表大会就要召开。五年来，石桥县总工会办成了十件实事。"
    assert issuer("扛起使命开新局", text + PLAIN, PLAIN) == "石桥县总工会"


def test_a_verb_before_a_union_that_is_called_by_its_level_is_no_part_of_it() -> None:
    text = ("扛起使命开新局", "请将申报表一式三份送至县总工会经济工作部。" + PLAIN, PLAIN)
    assert issuer(*text) == "县总工会"


def test_a_union_that_the_text_calls_by_its_level_is_named_by_the_page_around_it_with_a_doubt() -> None:
    page = (
        "首页 > 石桥县总工会 > 工作总结",
        "扛起使命开新局",
        "2019年，县总工会" + PLAIN,
        "县总工会" + PLAIN,
    )
    found = record("\n\n".join((*page, "主办：石桥县总工会　承办：云川市总工会")))
    assert found.issuer is not None
    assert found.issuer.text == "石桥县总工会"
    assert "issuer-uncertain" in {notice.code for notice in found.notices}


@pytest.mark.parametrize(
    "row",
    [
        "主办：石桥县总工会",
        "首页 > 石桥县总工会 > 工作总结",
        "来源：石桥县总工会　浏览次数：386",
        "版权所有 石桥县总工会",
        "石桥县总工会主办　云川市总工会指导",
        "石桥县总工会官方网站",
        "□石桥县总工会主席 李明",
        "石桥县总工会党组书记、副主席 李明",
        "石桥县总工会党组成员、副主席 李明",
        "△石桥县总工会常务副主席 李明",
    ],
)
def test_whose_page_it_is_says_which_union_is_meant(row: str) -> None:
    assert issuer("扛起使命开新局", "2019年，县总工会" + PLAIN, "县总工会" + PLAIN, row) == "石桥县总工会"


@pytest.mark.parametrize(
    "row",
    [
        "上一篇：广丰区总工会送清凉到工地",
        "相关阅读：广丰区总工会开班",
        "下一篇：广丰区总工会",
        "友情链接：广丰区总工会",
        "广丰区总工会网站上线仪式举行",
        "来源：阿克苏地区总工会",
    ],
)
def test_other_news_and_a_union_of_another_level_do_not_say_whose_district_it_is(row: str) -> None:
    found = record("\n\n".join(("扛起使命开新局", "2019年，区总工会" + PLAIN, "区总工会" + PLAIN, row)))
    assert found.issuer is not None and found.issuer.text == "区总工会"
    assert "region-unknown" in codes(found)


def test_the_union_of_an_autonomous_region_is_not_called_that_of_a_district() -> None:
    rows = ("2019年，区总工会" + PLAIN, "区总工会" + PLAIN, "主办：广西壮族自治区总工会")
    assert issuer("扛起使命开新局", *rows) == "区总工会"
