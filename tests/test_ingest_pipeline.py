"""From bytes to records: what a file gives, what it is unsure of, and what it refuses."""

import json
import shutil
import time

import pytest

from archive.ingest.jsonl import error_json, to_json
from archive.ingest.pipeline import read_file
from archive.ingest.records import Passage, ReviewRecord, UnreadableFile
from tests.pages import ARTICLE, BODY, codes, record

PAGE = "\n\n".join(
    (
        "示例日报  2020年1月9日 星期四  第03版",
        "扛起使命开新局 聚力同心谱新篇",
        "——青禾区总工会2019年工作综述",
        "本报记者 涂远 通讯员 方永昌",
        BODY[0],
        "建会入会有热度",
        BODY[1],
        "图为技能竞赛现场。",
        BODY[2],
        "责编/徐一",
    )
)


def test_a_page_gives_the_object_that_the_command_prints() -> None:
    reading = read_file(PAGE.encode("gb18030"), "青禾.txt")
    assert to_json(reading) == {
        "file": "青禾.txt",
        "encoding": "gb18030",
        "kind": "annual_review",
        "kicker": None,
        "title": "扛起使命开新局 聚力同心谱新篇",
        "subtitle": "——青禾区总工会2019年工作综述",
        "issuer": "青禾区总工会",
        "region": {"code": "990102", "path": ["示例省", "云川市", "青禾区"], "basis": "issuer"},
        "period": {"start": 2019, "end": 2019, "basis": "subtitle", "inferred": False},
        "published_on": "2020-01-09",
        "newspaper": "示例日报",
        "issue": None,
        "page": "第03版",
        "bylines": ["本报记者 涂远", "通讯员 方永昌"],
        "credits": ["责编/徐一"],
        "sections": [
            {"level": 1, "heading": None, "paragraphs": [BODY[0]]},
            {"level": 1, "heading": "建会入会有热度", "paragraphs": [BODY[1], BODY[2]]},
        ],
        "captions": ["图为技能竞赛现场。"],
        "furniture": ["示例日报 2020年1月9日 星期四 第03版"],
        "notices": [
            {
                "code": "page-matter-uncertain",
                "message": "有 1 行分不清是正文还是版面文字：“建会入会有热度”。",
                "evidence": ["建会入会有热度"],
            },
            {
                "code": "headings-uncertain",
                "message": "有 1 行分不清是不是小标题：“建会入会有热度”。",
                "evidence": ["建会入会有热度"],
            },
        ],
        "error": None,
    }


def test_every_conclusion_shows_the_words_that_it_rests_on() -> None:
    reading = read_file(PAGE.encode(), "青禾.txt")
    found = reading.records[0]
    shown = {
        "issuer": found.issuer,
        "newspaper": found.newspaper,
        "published": found.published_on,
        "period": found.period.evidence[0],
        "region": found.region.evidence[0],
    }
    words = {
        field: "".join(reading.source.raw[span.start : span.end] for span in passage.spans)
        for field, passage in shown.items()
        if passage
    }
    assert words["issuer"] == "青禾区总工会"
    assert words["newspaper"] == "示例日报"
    assert words["published"] == "2020年1月9日"
    assert words["period"] == "2019年"
    assert "青禾区" in words["region"]


def test_several_reviews_in_one_file_become_several_records() -> None:
    long = "".join(BODY) * 2
    text = "\n\n".join(
        f"【篇{at}】\n\n{county}总工会2019年工作总结\n\n2019年，{county}总工会围绕中心工作。{long}"
        for at, county in ((1, "石桥县"), (2, "沙屿县"))
    )
    reading = read_file(text.encode(), "范文.txt")
    assert [found.issuer.text for found in reading.records if found.issuer] == [
        "石桥县总工会",
        "沙屿县总工会",
    ]
    assert all("several-articles" in codes(found) for found in reading.records)
    printed = json.loads(json.dumps(to_json(reading)))
    assert printed["title"] == printed["items"][0]["title"]
    assert len(printed["items"]) == 2


def test_titles_that_count_up_part_a_collection() -> None:
    long = "".join(BODY) * 2
    text = "\n\n".join(
        f"街道总工会年度工作总结{at}\n\n今年以来，街道总工会做了许多工作。{long}" for at in (1, 2, 3)
    )
    assert len(read_file(text.encode(), "范文.txt").records) == 3


UNIONS = "青禾区总工会", "石桥县总工会", "沙屿县总工会"


def samples(*marks: str, teasers: bool = False) -> list[ReviewRecord]:
    """The records of a page of model texts, each opened by a mark that may name its union."""
    teased = [f"县总工会工作总结 篇{at + 1}：{union}紧紧围绕中心……" for at, union in enumerate(UNIONS)]
    pieces = [
        "\n\n".join(
            (
                mark.format(union=union),
                f"2019年，{union}把职工的事一件一件办好，新建基层工会{at + 21}家，发展会员{at + 310}人，职工都说好。",
                "一、强组织",
                f"走访企业{at + 40}家，送去政策汇编{at + 97}册，{union}的干部跟着夜班车跑了{at + 12}趟，才把最后一家建了起来。",
            )
        )
        for at, (mark, union) in enumerate(zip(marks, UNIONS, strict=True))
    ]
    rows = (
        "青藤范文 > 工作总结",
        "县总工会工作总结范文(通用3篇)",
        "2020-01-05　编辑：小柳",
        "总结是对一个阶段的工作加以回顾的书面材料，它能帮助我们少走弯路。下面是小编替大家找来的总结，仅供参考，欢迎阅读。",
        *(teased if teasers else ()),
        *pieces,
        "以上就是小编为大家带来的县总工会工作总结，希望对你有所帮助！",
    )
    return list(read_file("\n\n".join(rows).encode(), "范文.txt").records)


@pytest.mark.parametrize("teasers", [False, True])
@pytest.mark.parametrize(
    "mark",
    [
        "篇{}：县总工会工作总结",
        "县总工会工作总结 篇{}",
        "【篇{}】",
        "范文{}",
        "第{}篇",
        "案例{}",
        "县总工会工作总结范文{}",
    ],
)
def test_each_sample_of_a_page_is_a_record_and_what_an_editor_wrote_around_them_is_page_matter(
    mark: str, teasers: bool
) -> None:
    found = samples(*(mark.format(number) for number in "一二三"), teasers=teasers)
    assert len(found) == 3
    for record_, union in zip(found, UNIONS, strict=True):
        text = [paragraph.text for section in record_.sections for paragraph in section.paragraphs]
        assert text[0].startswith(f"2019年，{union}")
        assert [section.heading.text for section in record_.sections if section.heading] == ["一、强组织"]
        assert not any("小编" in paragraph or "……" in paragraph for paragraph in text)
    assert found[0].title is not None and found[0].title.text == "县总工会工作总结范文(通用3篇)"


@pytest.mark.parametrize("mark", ["样本{}：{{union}}2019年工作总结", "材料{}：{{union}}2019年工作总结"])
def test_a_sample_that_names_its_union_has_a_title_of_its_own(mark: str) -> None:
    found = samples(*(mark.format(number) for number in "一二三"))
    assert [record_.issuer.text for record_ in found if record_.issuer] == list(UNIONS)
    assert all(
        union in record_.title.text for record_, union in zip(found, UNIONS, strict=True) if record_.title
    )


def test_cases_in_a_review_are_no_samples() -> None:
    text = ARTICLE + "".join(f"\n\n案例{number}\n\n{BODY[at % 3] * 3}" for at, number in enumerate("一二三"))
    assert len(read_file(text.encode(), "案例.txt").records) == 1


@pytest.mark.parametrize(
    ("cover", "head", "between"),
    [
        (
            "云川市工会工作综述汇编（2022）\n\n",
            "{title}\n——{union}2022年工作盘点\n本报记者 {writer}",
            "\n\n\n",
        ),
        ("", "{title}\n本报记者 {writer}", "\n\n\n"),
        ("汇编\n\n", "{title}\n{union}2022年工作掠影\n本报记者 {writer}", "\n\n\n"),
        ("", "{union}2022年工作总结", "\n"),
        ("", "{title}\n本报记者 {writer}", "\n* * *\n"),
    ],
    ids=["cover and dash", "signed", "no dash", "union and year", "a line between"],
)
def test_reviews_one_below_the_other_are_a_record_each(cover: str, head: str, between: str) -> None:
    reviews = [
        head.format(title=title, union=union, writer=writer)
        + f"\n2022年，{union}挑着担子走遍全境。{BODY[1]}\n一条热线\n{BODY[1]}\n一间小屋\n{BODY[2]}{BODY[1]}{BODY[2]}"
        for title, union, writer in (
            ("春风化雨润工心", "青禾区总工会", "万小宝"),
            ("脚下沾满泥土", "石桥县总工会", "段小霞"),
            ("守初心绘底色", "松坪市总工会", "丁小帆"),
        )
    ]
    records = read_file((cover + between.join(reviews)).encode(), "汇编.txt").records
    leads = [record.sections[0].paragraphs[0].text for record in records]
    assert [lead[:9] for lead in leads] == ["2022年，青禾区", "2022年，石桥县", "2022年，松坪市"]
    assert [
        [section.heading and section.heading.text for section in record.sections] for record in records
    ] == [[None, "一条热线", "一间小屋"]] * 3


def two_reviews(page: str) -> list[tuple[str | None, str | None]]:
    """Paper and day of each of two reviews, one below the other, each printed as ``page`` says."""
    pages = (
        page.format(
            masthead=f"{paper} {day} 星期二 第07版",
            rows=f"{paper}\n{day} 星期二\n第07版 要闻",
            article=f"{title}\n——{union}2012年工作综述\n本报记者 {writer}\n"
            f"2012年，{union}挑着担子走遍全境。{BODY[1]}{BODY[2]}{BODY[1]}{BODY[2]}",
        )
        for paper, day, title, union, writer in (
            ("示例日报", "2013年3月19日", "春风化雨润工心", "青禾区总工会", "万小宝"),
            ("松坪晚报", "2013年1月22日", "脚下沾满泥土", "石桥县总工会", "段小霞"),
        )
    )
    records = read_file("\n\n".join(pages).encode(), "两篇.txt").records
    return [(words_of(record.newspaper), words_of(record.published_on)) for record in records]


def words_of(passage: Passage | None) -> str | None:
    return passage.text if passage else None


@pytest.mark.parametrize(
    "page", ["{masthead} 要闻\n{article}", "{rows}\n{article}"], ids=["one row", "three rows"]
)
def test_each_of_several_reviews_is_of_the_paper_and_the_day_in_the_masthead_above_it(page: str) -> None:
    assert two_reviews(page) == [("示例日报", "2013-03-19"), ("松坪晚报", "2013-01-22")]


@pytest.mark.parametrize(
    "page", ["{article}\n{masthead}", "{article}\n来源：{masthead}"], ids=["bare", "named as source"]
)
def test_where_the_articles_above_it_stood_is_told_below_a_review_that_has_no_masthead(page: str) -> None:
    assert [paper for paper, _ in two_reviews(page)] == ["示例日报", "松坪晚报"]


def test_the_source_of_the_article_above_is_no_part_of_the_masthead_below_it() -> None:
    page = "{rows}\n{article}\n来源：石桥工人报 2013年5月5日"
    assert two_reviews(page) == [("示例日报", "2013-03-19"), ("松坪晚报", "2013-01-22")]


def test_the_words_of_a_cover_are_page_matter_though_the_title_below_stands_in_other_files_too() -> None:
    reviews = (
        f"{title}\n——{union}2022年工作盘点\n本报记者 {writer}\n2022年，{union}挑着担子走遍全境。{BODY[1]}{BODY[2]}{BODY[1]}"
        for title, union, writer in (
            ("春风化雨润工心", "青禾区总工会", "万小宝"),
            ("脚下沾满泥土", "石桥县总工会", "段小霞"),
        )
    )
    text = "云川市县级工会工作综述汇编（2022）\n" + "\n\n\n".join(reviews)
    first, _ = read_file(
        text.encode(), "汇编.txt", elsewhere=lambda edges: dict.fromkeys(edges.lines, 3)
    ).records
    assert first.title is not None
    assert first.title.text == "春风化雨润工心"
    assert [line.text for line in first.furniture] == ["云川市县级工会工作综述汇编（2022）"]


def test_a_review_of_several_years_with_a_heading_for_each_is_one_article() -> None:
    years = "".join(
        f"\n\n\n工会工作{year}年回顾\n{BODY[0]}{BODY[1]}\n{BODY[2]}" for year in (2020, 2021, 2022)
    )
    text = "春风化雨润工心\n——青禾区总工会2020-2022年工作盘点\n本报记者 万小宝\n" + BODY[1] + years
    assert len(read_file(text.encode(), "一篇.txt").records) == 1


def test_a_review_in_numbered_parts_is_one_article() -> None:
    text = ARTICLE + "\n\n第一篇章 建会\n\n" + BODY[1] + "\n\n第二篇章 练兵\n\n" + BODY[2]
    assert len(read_file(text.encode(), "一篇.txt").records) == 1


def test_signs_of_a_wrong_decoding_are_noticed() -> None:
    found = record(ARTICLE + "\n\n锟斤拷锟斤拷职工之家\ufffd\ufffd")
    assert "mojibake" in codes(found)
    assert "mojibake" not in codes(record(ARTICLE))


def test_a_shared_name_without_its_parent_is_a_question_not_an_answer() -> None:
    found = record(ARTICLE.replace("青禾区", "鼓楼区"))
    assert found.region.code is None
    assert "region-ambiguous" in codes(found)


NAVIGATION = "首页 > 工会要闻\n上一版 下一版\n字号：大 中 小\nCopyright © 2019 示例日报\n友情链接\n"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.txt", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "空白.txt", "empty"),
        (b"\x00" * 5000, "零.txt", "empty"),
        (bytes(range(256)) * 20, "程序.txt", "binary"),
        (NAVIGATION.encode(), "导航.txt", "no-article"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "综述.doc", "damaged" if shutil.which("antiword") else "format"),
        (bytes(range(1, 256)) * 20, "综述", "format"),
        (b"Rar!\x1a\x07" + bytes(600), "压缩.rar", "format"),
        (b"\n" * 200_000 + ARTICLE.encode(), "空行.txt", "too-large"),
    ],
)
def test_what_is_no_article_is_refused_by_name_with_a_reason(data: bytes, name: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_file(data, name)
    assert refusal.value.code == code
    assert name in refusal.value.message
    refused = refusal.value
    assert error_json(name, refused.code, refused.message)["error"] == refused.message


def test_fifty_megabytes_of_text_are_refused_at_once() -> None:
    data = ARTICLE.encode() * (50 * 1024 * 1024 // len(ARTICLE.encode()))
    start = time.process_time()
    with pytest.raises(UnreadableFile) as refusal:
        read_file(data, "大.txt")
    assert refusal.value.code == "too-large"
    assert "20 MB" in refusal.value.message
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        "区总工会\x00\x07为职工\x1b[31m办实事\x7f" + BODY[0],
        "“" * 3000 + BODY[0],
        "（" * 3000 + BODY[0],
        "总工会" * 20000 + "。" + BODY[0],
        ("，" * 50 + "\n") * 400 + BODY[0],
        "2019年" * 5000 + "。" + BODY[0],
        "图为" * 5000 + "。" + BODY[0],
        ("一、\n" * 3000) + BODY[0],
        " " * 50000 + BODY[0],
        "&nbsp;" * 20000 + BODY[0],
        "<" * 20000 + BODY[0],
        "𠮷" * 1000 + "👨‍👩‍👧" * 500 + BODY[0],
    ],
)
def test_odd_text_is_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    read_file(text.encode("utf-8", "surrogatepass"), "怪.txt")
    assert time.process_time() - start < 10
