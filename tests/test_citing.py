"""References: the standard against references made by hand, the exchange formats re-read by real parsers."""

import csv
import io
import json
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from django.core.management import CommandError, call_command

from archive.citing.authors import Authors, authors
from archive.citing.bibtex import bibtex
from archive.citing.csl import csl
from archive.citing.dates import iso_date
from archive.citing.gbt7714 import edition, quoted
from archive.citing.pages import page
from archive.citing.ris import ris
from archive.citing.table import table
from archive.citing.work import work
from archive.representation import record_head
from tests import factories

SITE = "https://zs.example.cn/a/7"

# What the page gives, the reference of 2025 and that of 2015: written by hand after the printed examples of both
# editions, e.g. 丁文详. 数字革命与竞争国际化[N]. 中国青年报，2000-11-20（15）.
REFERENCES: dict[str, tuple[dict[str, Any], str, str]] = {
    "two authors, a couplet and a subtitle": (
        {
            "title": "把冷暖放在心上 把实事办到门前",
            "subtitle": "——青禾区总工会2019年工作综述",
            "bylines": ["何小鸥", "本报记者 林深"],
            "newspaper": "云川日报",
            "published_on": "2020-01-16",
            "page": "3版",
        },
        "何小鸥，林深. 把冷暖放在心上 把实事办到门前：青禾区总工会2019年工作综述[N]. 云川日报，2020-01-16（3）.",
        "何小鸥, 林深. 把冷暖放在心上 把实事办到门前: 青禾区总工会2019年工作综述[N]. 云川日报, 2020-01-16(3).",
    ),
    "three authors are all named": (
        {
            "title": "茶山上的歌",
            "bylines": ["本报记者 田雨", "通讯员 陆遥 沈家河"],
            "newspaper": "海澜晚报",
            "published_on": "2018-02-07",
            "page": "第5版",
        },
        "田雨，陆遥，沈家河. 茶山上的歌[N]. 海澜晚报，2018-02-07（5）.",
        "田雨, 陆遥, 沈家河. 茶山上的歌[N]. 海澜晚报, 2018-02-07(5).",
    ),
    "of four authors the fourth is 等": (
        {
            "title": "茶山上的歌",
            "bylines": ["本报记者 田雨", "通讯员 陆遥 沈家河 云小禾"],
            "newspaper": "海澜晚报",
            "published_on": "2018-02-07",
            "page": "5",
        },
        "田雨，陆遥，沈家河，等. 茶山上的歌[N]. 海澜晚报，2018-02-07（5）.",
        "田雨, 陆遥, 沈家河, 等. 茶山上的歌[N]. 海澜晚报, 2018-02-07(5).",
    ),
    "nobody named: the title first": (
        {"title": "井口旁的课堂", "newspaper": "岭西日报", "published_on": "2022-12-30", "page": "第02版"},
        "井口旁的课堂[N]. 岭西日报，2022-12-30（2）.",
        "井口旁的课堂[N]. 岭西日报, 2022-12-30(2).",
    ),
    "a union signs where no person does": (
        {
            "title": "林海里的哨声",
            "bylines": ["松坪市总工会办公室"],
            "newspaper": "松坪日报",
            "published_on": "2021-01-05",
            "page": "4",
        },
        "松坪市总工会办公室. 林海里的哨声[N]. 松坪日报，2021-01-05（4）.",
        "松坪市总工会办公室. 林海里的哨声[N]. 松坪日报, 2021-01-05(4).",
    ),
    "a person's workplace is no second author": (
        {
            "title": "竹海里的灯",
            "bylines": ["林知夏（松坪市总工会）"],
            "newspaper": "松坪日报",
            "published_on": "2021-01-06",
            "page": "4",
        },
        "林知夏. 竹海里的灯[N]. 松坪日报，2021-01-06（4）.",
        "林知夏. 竹海里的灯[N]. 松坪日报, 2021-01-06(4).",
    ),
    "a page with letters as printed": (
        {"title": "数字里的一年", "newspaper": "云川日报", "published_on": "2017-01-19", "page": "A07版"},
        "数字里的一年[N]. 云川日报，2017-01-19（A07）.",
        "数字里的一年[N]. 云川日报, 2017-01-19(A07).",
    ),
    "a page in Han numerals": (
        {"title": "数字里的一年", "newspaper": "云川日报", "published_on": "2017-01-19", "page": "第十二版"},
        "数字里的一年[N]. 云川日报，2017-01-19（12）.",
        "数字里的一年[N]. 云川日报, 2017-01-19(12).",
    ),
    "two pages": (
        {"title": "数字里的一年", "newspaper": "云川日报", "published_on": "2017-01-19", "page": "2、03版"},
        "数字里的一年[N]. 云川日报，2017-01-19（2，3）.",
        "数字里的一年[N]. 云川日报, 2017-01-19(2, 3).",
    ),
    "a run of pages": (
        {"title": "数字里的一年", "newspaper": "云川日报", "published_on": "2017-01-19", "page": "04—05版"},
        "数字里的一年[N]. 云川日报，2017-01-19（4-5）.",
        "数字里的一年[N]. 云川日报, 2017-01-19(4-5).",
    ),
    "no page": (
        {"title": "巷道深处有亲人", "newspaper": "云川日报", "published_on": "2014-01-08"},
        "巷道深处有亲人[N]. 云川日报，2014-01-08（[版次不详]）.",
        "巷道深处有亲人[N]. 云川日报, 2014-01-08([版次不详]).",
    ),
    "no day": (
        {"title": "巷道深处有亲人", "newspaper": "《云川日报》", "page": "03"},
        "巷道深处有亲人[N]. 云川日报，[日期不详]（3）.",
        "巷道深处有亲人[N]. 云川日报, [日期不详](3).",
    ),
    "nothing but a title": (
        {"title": "巷道深处有亲人", "newspaper": None, "published_on": None, "page": None, "bylines": []},
        "巷道深处有亲人[N]. [报纸名不详]，[日期不详]（[版次不详]）.",
        "巷道深处有亲人[N]. [报纸名不详], [日期不详]([版次不详]).",
    ),
    "a title of our own in brackets": (
        {
            "title": None,
            "issuer": "青禾区总工会",
            "kind": "annual_review",
            "period": {"start": 2019, "end": 2019},
            "newspaper": "云川日报",
            "published_on": "2020-01-16",
            "page": "3",
        },
        "[青禾区总工会2019年工作综述][N]. 云川日报，2020-01-16（3）.",
        "[青禾区总工会2019年工作综述][N]. 云川日报, 2020-01-16(3).",
    ),
    "a title of our own for several years, no union's years made up": (
        {
            "issuer": "海澜市总工会",
            "kind": "multi_year_review",
            "period": {"start": 2016, "end": 2020},
            "newspaper": "海澜日报",
            "published_on": "2021-02-01",
            "page": "1",
        },
        "[海澜市总工会2016—2020年工作综述][N]. 海澜日报，2021-02-01（1）.",
        "[海澜市总工会2016—2020年工作综述][N]. 海澜日报, 2021-02-01(1).",
    ),
    "no title and nothing to make one of": (
        {"newspaper": "海澜日报", "published_on": "2021-02-01", "page": "1"},
        "[题名不详][N]. 海澜日报，2021-02-01（1）.",
        "[题名不详][N]. 海澜日报, 2021-02-01(1).",
    ),
    "a printed subtitle is the title where there is no other": (
        {
            "title": None,
            "subtitle": "——白塔县总工会2018年工作综述",
            "issuer": "白塔县总工会",
            "newspaper": "云川日报",
            "published_on": "2019-01-20",
            "page": "2",
        },
        "白塔县总工会2018年工作综述[N]. 云川日报，2019-01-20（2）.",
        "白塔县总工会2018年工作综述[N]. 云川日报, 2019-01-20(2).",
    ),
    "a newspaper article on the web": (
        {
            "title": "云岭深处织锦忙",
            "bylines": ["记者 邹 帆"],
            "newspaper": "示例工人报",
            "published_on": "2023年3月8日",
            "page": "第03版：要闻",
            "url": SITE,
            "accessed": "2026-11-27",
        },
        f"邹帆. 云岭深处织锦忙[N/OL]. 示例工人报，2023-03-08（3）. {SITE}.",
        f"邹帆. 云岭深处织锦忙[N/OL]. 示例工人报, 2023-03-08(3)[2026-11-27]. {SITE}.",
    ),
    "a newspaper article on the web, the day of access unknown": (
        {
            "title": "云岭深处织锦忙",
            "newspaper": "示例工人报",
            "published_on": "2023-03-08",
            "page": "3",
            "url": SITE,
        },
        f"云岭深处织锦忙[N/OL]. 示例工人报，2023-03-08（3）. {SITE}.",
        f"云岭深处织锦忙[N/OL]. 示例工人报, 2023-03-08(3)[引用日期不详]. {SITE}.",
    ),
    "a web page": (
        {
            "title": "小窗口里的大情怀",
            "subtitle": "城关区总工会2022年工作综述",
            "bylines": ["夏小满"],
            "published_on": "2023-01-12",
            "url": SITE,
            "accessed": "2026年11月27日",
        },
        f"夏小满. 小窗口里的大情怀：城关区总工会2022年工作综述[EB/OL]. （2023-01-12）[2026-11-27]. {SITE}.",
        f"夏小满. 小窗口里的大情怀: 城关区总工会2022年工作综述[EB/OL]. (2023-01-12)[2026-11-27]. {SITE}.",
    ),
    "a web page without a day": (
        {"title": "小窗口里的大情怀", "url": SITE, "accessed": "2026-11-27T09:30:00+08:00"},
        f"小窗口里的大情怀[EB/OL]. （[日期不详]）[2026-11-27]. {SITE}.",
        f"小窗口里的大情怀[EB/OL]. ([日期不详])[2026-11-27]. {SITE}.",
    ),
    "a web page, the day of access unknown": (
        {"title": "小窗口里的大情怀", "published_on": "2023-01-12", "url": SITE},
        f"小窗口里的大情怀[EB/OL]. （2023-01-12）[引用日期不详]. {SITE}.",
        f"小窗口里的大情怀[EB/OL]. (2023-01-12)[引用日期不详]. {SITE}.",
    ),
    "names of other peoples, and in the other script": (
        {
            "title": "僑鄉一片月　工會萬家燈",
            "bylines": ["特約記者 涂望鄉", "通訊員 买买提•艾力"],
            "newspaper": "海瀾日報",
            "published_on": "二〇一九年一月九日",
            "page": "頭版",
        },
        "涂望鄉，买买提·艾力. 僑鄉一片月 工會萬家燈[N]. 海瀾日報，2019-01-09（1）.",
        "涂望鄉, 买买提·艾力. 僑鄉一片月 工會萬家燈[N]. 海瀾日報, 2019-01-09(1).",
    ),
    "a title broken after its sign, the paper's own page name": (
        {
            "title": "临江区总工会：  把暖流引到岗位\n让歇脚处变成加油站",
            "newspaper": "临江报",
            "published_on": "2021/2/3",
            "page": "专版",
        },
        "临江区总工会：把暖流引到岗位 让歇脚处变成加油站[N]. 临江报，2021-02-03（专版）.",
        "临江区总工会：把暖流引到岗位 让歇脚处变成加油站[N]. 临江报, 2021-02-03(专版).",
    ),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference_is_the_one_made_by_hand(name: str) -> None:
    record, of_2025, of_2015 = REFERENCES[name]
    assert edition(2025).reference(work(record)) == of_2025
    assert edition(2015).reference(work(record)) == of_2015


def test_the_signs_can_be_chosen_for_both_editions() -> None:
    record, of_2025, of_2015 = REFERENCES["two authors, a couplet and a subtitle"]
    assert edition(2025, "half").reference(work(record)) == of_2015
    assert edition(2015, "full").reference(work(record)) == of_2025


@pytest.mark.parametrize(
    ("bylines", "names"),
    [
        (["本报记者 宗 宁"], ["宗宁"]),
        (["本报首席记者 岳知行", "实习生 白 露"], ["岳知行", "白露"]),
        (["晚报记者 游 走", "见习记者 陶 然"], ["游走", "陶然"]),
        (["示例日报全媒体记者 马骁"], ["马骁"]),
        (["本报记者于晓禾 通讯员张三"], ["于晓禾", "张三"]),
        (["张三 文 李四 摄"], ["张三"]),
        (["文/张三 图/李四"], ["张三"]),
        (["文/图 本报记者 何苗"], ["何苗"]),
        (["本报记者 何苗 摄影报道"], ["何苗"]),
        (["□ 通讯员 方永昌 李  晓"], ["方永昌", "李晓"]),
        (["责任编辑 王五", "撰稿：齐菲"], ["齐菲"]),
        (["本报评论员"], []),
        (["撰稿 John Smith"], ["John Smith"]),
        (["欧阳文华", "欧阳文华"], ["欧阳文华"]),
        (["青禾区融媒体中心 记者顾南"], ["顾南"]),
        (["本报记者 陈 小 雨"], ["陈小雨"]),
        (["陈 小 雨、宗 宁"], ["陈小雨", "宗宁"]),
        (["白 露 陶 然"], ["白露", "陶然"]),
        (["执笔：齐菲 审稿：何苗"], ["齐菲"]),
        (["主编 王五 副主编 赵六 撰稿 齐菲"], ["齐菲"]),
    ],
)
def test_posts_are_dropped_and_names_kept(bylines: list[str], names: list[str]) -> None:
    assert list(authors(bylines).names) == names


def test_a_byline_that_says_there_are_more_is_believed() -> None:
    assert authors(["张三、李四 等"]) == Authors(("张三", "李四"), others=True)
    assert edition(2025).reference(work({"title": "题", "bylines": ["张三等"]})).startswith("张三，等. 题")


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("第 06 版", "6"),
        ("A7", "A7"),
        ("Ａ０７版", "A07"),
        ("二、三版", "2、3"),
        ("T01-T04版", "T01-T04"),
        ("04：工会", "4"),
        ("特刊", "特刊"),
    ],
)
def test_pages_lose_zeros_and_words_and_nothing_else(label: str, written: str) -> None:
    assert page(label) == written


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019.1.7", "2019-01-07"),
        ("20190107", "2019-01-07"),
        ("2019年 1月 7日", "2019-01-07"),
        ("2019－01－07", "2019-01-07"),
        ("2019年1月", "2019-01"),
        ("2019", "2019"),
        ("2019-02-30", None),
        ("上周五", None),
    ],
)
def test_days_are_read_in_every_writing_and_never_guessed(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


def test_quotation_marks_within_a_quotation_are_single() -> None:
    assert quoted("叫响“娘家人”品牌。", "题[N]. 报，2020-01-16（3）.") == (
        "“叫响‘娘家人’品牌。”（题[N]. 报，2020-01-16（3））"
    )


# --- exchange formats, re-read

NASTY = {
    "title": "把{根}扎深 100%_#$&~^\\ 之 and 之",
    "subtitle": "上\n下",
    "bylines": ["甲乙丙 and Sons"],
    "newspaper": "A & B 报",
    "published_on": "2020-01-16",
    "url": "https://zs.example.cn/a?x={1}&y=%20",
    "accessed": "2026-11-27",
}
RECORDS = [record for record, _of_2025, _of_2015 in REFERENCES.values()]


def bibtex_entries(text: str) -> list[Mapping[str, str]]:
    library = parse_string(text, append_middleware=[middlewares.LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"type": e.entry_type, "key": e.key} | {f.key: f.value for f in e.fields} for e in library.entries
    ]


def test_a_real_parser_reads_every_bibtex_entry_back() -> None:
    entries = bibtex_entries(bibtex(work(record) for record in RECORDS))
    assert len(entries) == len(RECORDS) == len({entry["key"] for entry in entries})
    first = entries[0]
    assert (first["type"], first["journal"], first["date"]) == ("article", "云川日报", "2020-01-16")
    assert (first["pages"], first["langid"], first["entrysubtype"]) == ("3", "chinese", "newspaper")
    assert [name.strip("{}") for name in first["author"].split(" and ")] == ["何小鸥", "林深"]
    assert {entry["type"] for entry in entries if "journal" not in entry and "url" in entry} == {"online"}


def test_signs_that_bibtex_reads_otherwise_come_back_as_they_were() -> None:
    (entry,) = bibtex_entries(bibtex([work(NASTY)]))
    # LaTeX's own circumflex is another sign than the keyboard's, and printed alike.
    assert (
        entry["title"].replace(" ", "").replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")
        == "把｛根｝扎深100%_#$&~^\\之and之"
    )
    assert entry["journal"] == "A & B 报"
    assert "%7B1%7D" in bibtex([work(NASTY)])


def test_a_work_cited_twice_has_two_keys() -> None:
    entries = bibtex_entries(bibtex([work(RECORDS[0])] * 2))
    assert len({entry["key"] for entry in entries}) == 2


def test_a_real_parser_reads_every_ris_record_back() -> None:
    written = ris(work(record) for record in [*RECORDS, NASTY])
    assert "\n" not in written.replace("\r\n", "")
    records = rispy.loads(written)
    assert len(records) == len(RECORDS) + 1
    first = records[0]
    assert first["type_of_reference"] == "NEWS"
    assert first["authors"] == ["何小鸥", "林深"]
    assert first["title"] == "把冷暖放在心上 把实事办到门前：青禾区总工会2019年工作综述"
    assert (first["secondary_title"], first["date"], first["start_page"]) == ("云川日报", "2020/01/16/", "3")
    assert records[-1]["title"] == "把{根}扎深 100%_#$&~^\\ 之 and 之：上 下"


def test_csl_names_kind_day_and_authors() -> None:
    items = json.loads(csl(work(record) for record in RECORDS))
    assert len({item["id"] for item in items}) == len(RECORDS)
    assert items[0]["type"] == "article-newspaper"
    assert items[0]["issued"] == {"date-parts": [[2020, 1, 16]]}
    assert items[0]["author"] == [{"literal": "何小鸥"}, {"literal": "林深"}]
    assert {item["type"] for item in items if "container-title" not in item and "URL" in item} == {"webpage"}


def test_what_is_missing_is_said_in_every_format() -> None:
    lacking = work({"title": "题", "newspaper": "云川日报"})
    for written in (bibtex([lacking]), ris([lacking]), csl([lacking]), table([lacking])):
        assert "日期不详" in written
        assert "版次不详" in written


def test_the_table_has_a_row_a_work_and_runs_nothing() -> None:
    rows = list(
        csv.DictReader(io.StringIO(table([work({"title": "=1+1"}), work(RECORDS[0])]).lstrip("\ufeff")))
    )
    assert rows[0]["题名"] == "'=1+1"
    assert rows[1]["作者"] == "何小鸥；林深"


# --- the command


def cited(monkeypatch: pytest.MonkeyPatch, lines: bytes, *arguments: str) -> tuple[str, str, str]:
    """Standard output, standard error and the error of the command."""
    out, err, failure = io.StringIO(), io.StringIO(), ""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(lines)))
    try:
        call_command("cite", *arguments, "-", stdout=out, stderr=err)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), err.getvalue(), failure


def test_the_command_cites_what_is_handed_in_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    out, err, failure = cited(monkeypatch, lines.encode())
    assert out.splitlines() == [of_2025 for _record, of_2025, _of_2015 in REFERENCES.values()]
    assert (err, failure) == ("", "")
    of_2015, _err, _failure = cited(monkeypatch, lines.encode("gb18030"), "--style", "gbt7714-2015")
    assert of_2015.splitlines() == [of_2015 for _record, _of_2025, of_2015 in REFERENCES.values()]


def test_a_file_of_several_articles_is_cited_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"title": "甲", "url": SITE, "accessed": "2026-11-27", "items": [{"title": "甲"}, {"title": "乙"}]}
    out, _err, _failure = cited(monkeypatch, json.dumps(line).encode())
    assert [reference[0] for reference in out.splitlines()] == ["甲", "乙"]
    assert out.count(SITE) == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "第 1 行：不是 JSON"),
        (b"[]", "应是一个 JSON 对象"),
        (b"null", "应是一个 JSON 对象"),
        (b"[" * 100_000, "不是 JSON"),
        (b"\xff\xff\xff", "既不是 UTF-8"),
        (b'{"title": 5}', "“title”应是文字"),
        (b'{"bylines": "a"}', "“bylines”应是文字的列表"),
        (b'{"items": [1]}', "“items”应是"),
        ('{"published_on": "上周"}'.encode(), "“published_on”不是日期：上周"),
        (b'{"url": "zs.example.cn"}', "“url”不是完整的网址"),
        ('{"error": "不是文章"}'.encode(), "这一条没有读出文章：不是文章"),
    ],
)
def test_what_cannot_be_cited_is_named_and_costs_nothing_else(
    monkeypatch: pytest.MonkeyPatch, line: bytes, reason: str
) -> None:
    out, err, failure = cited(monkeypatch, line + '\n{"title": "别的"}\n'.encode())
    assert reason in err
    assert out.startswith("别的[N].")
    assert failure == "1 条没有引出"


@pytest.mark.django_db
def test_the_command_cites_articles_by_number_and_only_published_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = factories.article(title="题", newspaper="云川日报", page_label="03版", bylines=["本报记者 林深"])
    draft = factories.article(title="稿", status="draft")
    call_command("cite", str(shown.pk))
    assert capsys.readouterr().out == "林深. 题[N]. 云川日报，[日期不详]（3）.\n"
    with pytest.raises(CommandError, match="2 条没有引出"):
        call_command("cite", str(draft.pk), "²", "--site", "https://zs.example.cn/")
    assert f"综述 {draft.pk}：没有这一篇已发布的综述" in capsys.readouterr().err
    call_command("cite", str(shown.pk), "--style", "gbt7714-2015", "--site", "https://zs.example.cn/")
    assert f". https://zs.example.cn/articles/{shown.pk}/." in capsys.readouterr().out


@pytest.mark.django_db
def test_an_article_is_cited_as_its_own_record_is(monkeypatch: pytest.MonkeyPatch) -> None:
    article = factories.article(title="题", newspaper="云川日报", page_label="A07", bylines=["林深"])
    out, _err, _failure = cited(monkeypatch, json.dumps(record_head(article)).encode())
    assert out == edition(2025).references([work(record_head(article))])
