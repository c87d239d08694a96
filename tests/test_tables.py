"""The list of articles as a table: taken away, corrected in a spreadsheet, checked row by row, written when confirmed,
undone as one."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import editing
from archive.models import Article, ArticleEvent, CorrectionRow, CorrectionTable, Notice, StateMark
from archive.tables import room
from archive.tables.reading import UnreadableTable
from tests import factories
from tests.answers import streamed
from tests.history import last_event

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/archive/article/", "/admin/archive/correctiontable/add/"
Rows = list[dict[str, str]]


def taken_as_csv(client: Client, query: str = "") -> Rows:
    answer = client.get(f"{LIST}table.csv{query}")
    assert answer.status_code == 200
    content = streamed(answer).decode("utf-8")
    assert content.startswith("\ufeff")
    return list(csv.DictReader(StringIO(content[1:], newline="")))


def taken_as_xlsx(client: Client, query: str = "") -> list[dict[str, Any]]:
    content = streamed(client.get(f"{LIST}table.xlsx{query}"))
    head, *rows = openpyxl.load_workbook(BytesIO(content)).worksheets[0].values
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def as_csv(rows: Rows, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    written = StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: Rows, above: int = 0) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    sheet.write(place + above, column, cell)
    return file.getvalue()


def handed_in(content: bytes, name: str = "更正.csv") -> CorrectionTable:
    return room.hand_in(name, content, User.objects.get_or_create(username="editor")[0])


def corrected(client: Client, *changes: dict[str, str]) -> Rows:
    """The table of all articles, the oldest first, with these changes to its first rows."""
    rows = sorted(taken_as_csv(client), key=lambda row: int(row["编号"]))
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    return rows


def checks(table: CorrectionTable) -> list[str]:
    return [row.refused_by or row.state for row in table.rows.all()]


def editor() -> User:
    return User.objects.get_or_create(username="editor")[0]


# --- out


def test_the_list_with_its_filter_and_search_is_taken_away(admin_client: Client) -> None:
    wanted = factories.article(
        title="青禾的一年", status="draft", kicker=None, newspaper="云川日报", bylines=["甲", "乙"]
    )
    factories.article(title="青禾的另一年")
    factories.article(title="别处", status="draft")
    (row,) = taken_as_csv(admin_client, "?status__exact=draft&q=青禾的")
    assert (row["编号"], row["标题"], row["引题"]) == (str(wanted.pk), "青禾的一年", "")
    assert (row["地区"], row["区划代码"]) == ("示例省 › 云川市 › 青禾区", "990102")
    assert (row["起始年份"], row["体裁"], row["状态"], row["作者"]) == ("2019", "年度综述", "草稿", "甲；乙")
    assert row["链接"] == f"http://testserver/articles/{wanted.pk}/"
    (same,) = taken_as_xlsx(admin_client, "?status__exact=draft&q=青禾的")
    assert {head: "" if cell is None else str(cell) for head, cell in same.items()} == row


def test_no_cell_that_is_taken_away_is_run_as_a_formula(admin_client: Client) -> None:
    factories.article(title="=1+1", newspaper="@日报")
    (row,) = taken_as_csv(admin_client)
    assert (row["标题"], row["报纸"]) == ("'=1+1", "'@日报")
    content = streamed(admin_client.get(f"{LIST}table.xlsx"))
    cells = [
        cell for cell in openpyxl.load_workbook(BytesIO(content)).worksheets[0][2] if cell.value == "=1+1"
    ]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


def test_taking_away_asks_no_more_of_many_articles_than_of_few(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            taken_as_csv(admin_client)
        return len(asked)

    factories.article()
    few = queries()
    for _ in range(20):
        factories.article()
    assert queries() == few


@pytest.mark.parametrize("query", ["?id__in=x", "?q=" + "长" * 30_000, "?nonsense=1"])
def test_a_filter_that_makes_no_sense_is_refused_in_words(admin_client: Client, query: str) -> None:
    assert admin_client.get(f"{LIST}table.csv{query}").status_code == 400


# --- in: whatever the file is


ENCODINGS: dict[str, Callable[[Rows], bytes]] = {
    "utf-8 with a mark": as_csv,
    "utf-8": lambda rows: as_csv(rows, "utf-8"),
    "gb18030": lambda rows: as_csv(rows, "gb18030"),
    "utf-16 with tabs": lambda rows: as_csv(rows, "utf-16", "\t"),
    "semicolons": lambda rows: as_csv(rows, "gb18030", ";"),
    "xlsx": as_xlsx,
    "xlsx below a title": lambda rows: as_xlsx(rows, above=2),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_is_read_in_every_form_that_offices_save(admin_client: Client, encoding: str) -> None:
    article, other = (
        factories.article(title="旧题", issue="03", page_label="1-2"),
        factories.article(title="别的"),
    )
    table = handed_in(ENCODINGS[encoding](corrected(admin_client, {"标题": "新题　𠮷"})))
    (row,) = table.rows.all()
    assert (row.article_id, row.state, row.wanted) == (article.pk, "ready", {"title": "新题　𠮷"})
    assert table.unchanged == 1
    assert {article.title for article in Article.objects.filter(pk__in=[article.pk, other.pk])} == {
        "旧题",
        "别的",
    }


def test_the_workbook_itself_comes_back_unchanged(admin_client: Client) -> None:
    factories.article(
        title="=题\n第二行", newspaper="“报”", issue="第03期", bylines=["甲", "乙"], place=None, years=None
    )
    content = streamed(admin_client.get(f"{LIST}table.xlsx"))
    assert (handed_in(content).unchanged, CorrectionRow.objects.count()) == (1, 0)


def test_the_table_itself_comes_back_unchanged_in_either_language(admin_client: Client) -> None:
    factories.article(title="-题，“引”", newspaper=None, published_on="2020-03-01")
    admin_client.cookies["django_language"] = "en"
    content = streamed(admin_client.get(f"{LIST}table.csv"))
    assert "题".encode() in content
    assert "标题".encode() not in content
    assert (handed_in(content).unchanged, CorrectionRow.objects.count()) == (1, 0)


REFUSED: dict[str, bytes] = {
    "empty": b" \r\n",
    "heads": "标题,报纸\n一,二\n".encode(),
    "no-rows": "编号,版次,标题\n,,\n".encode(),
    "head-twice": "编号,版次,标题,标题\n1,0,一,二\n".encode(),
    "encoding": b"\xff\xfe\x00\xd8",
    "old-workbook": b"\xd0\xcf\x11\xe0" + bytes(600),
    "workbook": b"PK\x03\x04 no workbook",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_no_such_table_is_refused_and_nothing_kept(code: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        handed_in(REFUSED[code])
    assert refused.value.code == code
    assert not CorrectionTable.objects.exists()


def test_a_refusal_is_said_beside_the_field(admin_client: Client) -> None:
    page = admin_client.post(ADD, {"file": SimpleUploadedFile("别的.csv", REFUSED["heads"])}).content.decode()
    assert "没有找到“编号”和“版次”两列的表头" in page


def test_a_table_with_more_corrections_than_are_taken_at_once_is_refused(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_CORRECTIONS", 1)
    factories.article(), factories.article()
    with pytest.raises(UnreadableTable, match="corrections"):
        handed_in(as_csv(corrected(admin_client, {"标题": "一"}, {"标题": "二"})))


def test_columns_that_are_not_there_stay_as_they_are_and_unknown_ones_are_named(admin_client: Client) -> None:
    article = factories.article(newspaper="云川日报")
    table = handed_in(f"版次,编号,备注,单位\n0,{article.pk},看过,某某总工会\n".encode("gb18030"))
    room.write(table, editor())
    article.refresh_from_db()
    assert (article.issuer, article.newspaper, table.unknown_heads) == ("某某总工会", "云川日报", ["备注"])


# --- in: every value


VALUES: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"起始年份": "2018"}, {"period_start": 2018}),
    ({"起始年份": "2016", "截止年份": "2018年"}, {"period_start": 2016, "period_end": 2018}),
    ({"起始年份": "", "截止年份": ""}, {"period_start": None, "period_end": None}),
    ({"体裁": "多年综述"}, {"kind": "multi_year_review"}),
    ({"体裁": "plan"}, {"kind": "plan"}),
    ({"刊发日期": "2020年3月1日"}, {"published_on": "2020-03-01"}),
    ({"刊发日期": "2020/3/1"}, {"published_on": "2020-03-01"}),
    ({"版面": "第五版"}, {"page_label": "第五版"}),
    ({"作者": "甲；本报记者 乙;丙"}, {"bylines": ["甲", "本报记者 乙", "丙"]}),
    ({"引题": "上\n下"}, {"kicker": "上 下"}),
    ({"报纸": "'=报"}, {"newspaper": "=报"}),
    ({"报纸": ""}, {"newspaper": None}),
]


@pytest.mark.parametrize(("typed", "wanted"), VALUES)
def test_a_cell_means_what_people_write(
    admin_client: Client, typed: dict[str, str], wanted: dict[str, Any]
) -> None:
    article = factories.article(newspaper="云川日报", published_on="2019-12-01", page_label="1-2")
    table = handed_in(as_csv(corrected(admin_client, typed)))
    assert [(row.state, row.wanted) for row in table.rows.all()] == [("ready", wanted)]
    room.write(table, editor())
    stored = Article.objects.get(pk=article.pk)
    assert {name: str(getattr(stored, name)) for name in wanted} == {
        name: str(value) for name, value in wanted.items()
    }


@pytest.mark.parametrize(
    "typed", [{"地区": "云川市"}, {"区划代码": "990100"}, {"地区": "示例省 › 云川市", "区划代码": "990100"}]
)
def test_a_division_is_named_by_name_path_or_code(admin_client: Client, typed: dict[str, str]) -> None:
    article = factories.article()
    room.write(handed_in(as_csv(corrected(admin_client, typed))), editor())
    article.refresh_from_db()
    assert article.region is not None
    assert (article.region.code, article.region_basis) == ("990100", "editor")


def test_an_emptied_division_is_unknown(admin_client: Client) -> None:
    article = factories.article()
    room.write(handed_in(as_csv(corrected(admin_client, {"地区": "", "区划代码": ""}))), editor())
    article.refresh_from_db()
    assert (article.region, article.region_basis) == (None, "unknown")


WRONG: list[tuple[dict[str, str], str]] = [
    ({"编号": "一"}, "number"),
    ({"编号": "987654321"}, "gone"),
    ({"编号": "9" * 40}, "number"),
    ({"版次": "99"}, "version"),
    ({"版次": "", "标题": "新"}, "version"),
    ({"地区": "无此县"}, "place"),
    ({"地区": "云川市", "区划代码": "990000"}, "two-places"),
    ({"起始年份": "二〇一八"}, "year"),
    ({"起始年份": "1018"}, "year"),
    ({"起始年份": "2020"}, "years"),
    ({"刊发日期": "2020-13-01"}, "day"),
    ({"体裁": "报道"}, "kind"),
    ({"标题": "长" * 301}, "long"),
    ({"作者": "；".join(["甲"] * 101)}, "names"),
    ({"标题": "坏\x01字"}, "control"),
    ({"报纸": "#N/A"}, "error"),
    ({"期号": "3"}, "rewritten"),
    ({"版面": "1月2日"}, "rewritten"),
]


@pytest.mark.parametrize(("typed", "check"), WRONG)
def test_a_row_that_fails_a_check_is_named_and_never_written(
    admin_client: Client, typed: dict[str, str], check: str
) -> None:
    article = factories.article(title="旧题", issue="03", page_label="1-2")
    table = handed_in(as_csv(corrected(admin_client, {"引题": "也改了", **typed})))
    assert checks(table) == [check]
    room.write(table, editor())
    article.refresh_from_db()
    assert (article.title, article.kicker, article.events.count()) == ("旧题", None, 0)


def test_two_rows_of_one_article_and_one_in_the_trash_are_told(admin_client: Client) -> None:
    first, second = factories.article(), factories.article()
    rows = corrected(admin_client, {"标题": "一"}, {"标题": "二"})
    editing.trash(second.pk, by=None)
    table = handed_in(as_csv([*rows, rows[0] | {"标题": "三"}]))
    assert checks(table) == ["ready", "trashed", "twice"]
    assert [row.line for row in table.rows.all()] == [2, 3, 4]
    room.write(table, editor())
    assert Article.objects.get(pk=first.pk).title == "一"


# --- in: nothing is overwritten, and all is undone as one


def test_a_row_whose_article_was_changed_meanwhile_is_told_and_not_written(admin_client: Client) -> None:
    factories.article(title="甲"), factories.article(title="乙"), factories.article(title="丙")
    rows = corrected(admin_client, {"报纸": "新报"}, {}, {"报纸": "新报"})
    first, second, third = Article.objects.order_by("pk")
    editing.correct(first.pk, {"title": "甲改"}, by=None)
    editing.correct(second.pk, {"title": "乙改"}, by=None)
    editing.correct(third.pk, {"newspaper": "新报"}, by=None)
    table = handed_in(as_csv(rows))
    assert checks(table) == ["overtaken"]  # the second row says nothing new, the third what is so already
    assert table.unchanged == 2
    room.write(table, editor())
    assert list(Article.objects.order_by("pk").values_list("title", "newspaper")) == [
        ("甲改", None),
        ("乙改", None),
        ("丙", "新报"),
    ]


def test_a_row_that_is_overtaken_between_the_check_and_the_confirmation_is_not_written(
    admin_client: Client,
) -> None:
    article = factories.article(title="旧题")
    table = handed_in(as_csv(corrected(admin_client, {"标题": "表里的题"})))
    editing.correct(article.pk, {"title": "别人的题"}, by=None)
    room.write(table, editor())
    assert checks(table) == ["overtaken"]
    assert Article.objects.get(pk=article.pk).title == "别人的题"


def test_every_row_is_one_event_of_the_editor_and_reaches_the_index(admin_client: Client) -> None:
    article = factories.article(title="旧题")
    table = handed_in(as_csv(corrected(admin_client, {"标题": "新题", "报纸": "新报"})))
    before = StateMark.objects.latest("pk").pk
    room.write(table, editor())
    event = last_event(article)
    assert (event.what, event.user, event.changed) == ("corrected", editor(), ["title", "newspaper"])
    assert StateMark.objects.latest("pk").pk > before


def test_a_table_is_undone_as_one_and_what_was_changed_since_is_told(admin_client: Client) -> None:
    for number in range(3):
        factories.article(title=f"旧{number}")
    table = handed_in(as_csv(corrected(admin_client, *({"标题": f"新{number}"} for number in range(3)))))
    room.write(table, editor())
    first, second, third = Article.objects.order_by("pk")
    editing.correct(second.pk, {"newspaper": "后来的报"}, by=None)
    editing.correct(third.pk, {"newspaper": "后来的报"}, by=None)
    editing.undo(third.pk, by=None)
    room.undo(table, editor())
    assert [row.state for row in table.rows.all()] == ["undone", "kept", "undone"]
    assert list(Article.objects.order_by("pk").values_list("title", flat=True)) == ["旧0", "新1", "旧2"]
    assert last_event(first).what == "undone"


def test_a_table_whose_writing_was_cut_short_goes_on_where_it_stopped(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article(title="旧0"), factories.article(title="旧1")
    table = handed_in(as_csv(corrected(admin_client, {"标题": "新0"}, {"标题": "新1"})))
    correct = editing.correct

    def killed(pk: int, *args: Any, **kwargs: Any) -> Article:
        if Article.objects.filter(pk=pk, title="旧1"):
            raise KeyboardInterrupt
        return correct(pk, *args, **kwargs)

    monkeypatch.setattr(editing, "correct", killed)
    with pytest.raises(KeyboardInterrupt):
        room.write(table, editor())
    monkeypatch.undo()
    assert [row.state for row in table.rows.all()] == ["written", "ready"]
    assert not room.let_go(table)
    room.write(table, editor())
    assert list(Article.objects.order_by("pk").values_list("title", flat=True)) == ["新0", "新1"]
    assert set(ArticleEvent.objects.filter(what="corrected").values_list("version", flat=True)) == {1}


# --- the pages


def test_an_editor_hands_a_table_in_looks_confirms_and_undoes(admin_client: Client) -> None:
    article = factories.article(title="旧的题目", status="draft")
    Notice.objects.create(article=article, code="title-uncertain", message="两行都像标题")
    rows = corrected(admin_client, {"标题": "新的题目", "起始年份": "x"})
    file = SimpleUploadedFile("更正.csv", as_csv([rows[0] | {"起始年份": "2019"}], "gb18030"))
    answer = admin_client.post(ADD, {"file": file}, follow=True)
    page, url = answer.content.decode(), answer.redirect_chain[-1][0]
    assert "还没有写入" in page
    assert "<del>旧</del><ins>新</ins>的题目" in page
    assert Article.objects.get(pk=article.pk).title == "旧的题目"
    assert "撤销写入的 1 行" in admin_client.post(url, {"write": "1"}, follow=True).content.decode()
    assert Article.objects.get(pk=article.pk).title == "新的题目"
    assert "已撤销" in admin_client.post(url, {"undo": "1"}, follow=True).content.decode()
    assert Article.objects.get(pk=article.pk).title == "旧的题目"
    assert admin_client.post(url, {"let_go": "1"}, follow=True).redirect_chain[-1][0] == url


def test_a_table_is_let_go_and_nothing_was_written(admin_client: Client) -> None:
    factories.article(title="旧题")
    table = handed_in(as_csv(corrected(admin_client, {"标题": "新题"})))
    admin_client.post(table.get_absolute_url(), {"let_go": "1"})
    assert (CorrectionTable.objects.count(), Article.objects.get().title) == (0, "旧题")


def test_a_problem_is_told_in_the_language_of_whoever_reads_it(admin_client: Client) -> None:
    factories.article()
    table = handed_in(as_csv(corrected(admin_client, {"地区": "无此县"})))
    assert "地区：没有叫“无此县”的地区" in admin_client.get(table.get_absolute_url()).content.decode()
    admin_client.cookies["django_language"] = "en"
    page = admin_client.get(table.get_absolute_url()).content.decode()
    assert "没有叫" not in page
    assert "无此县" in page


def test_rows_are_shown_by_what_became_of_them(admin_client: Client) -> None:
    for _ in range(3):
        factories.article()
    rows = corrected(admin_client, {"标题": "一"}, {"体裁": "报道"}, {"地区": "无此县"})
    url = handed_in(as_csv(rows)).get_absolute_url()
    for shown, number in (("", 3), ("ready", 1), ("kind", 1), ("place", 1), ("nonsense", 3)):
        assert len(admin_client.get(f"{url}?show={shown}").context["rows"]) == number


def test_who_may_not_change_articles_hands_no_table_in(client: Client) -> None:
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.get(f"{LIST}table.csv").status_code == 403
