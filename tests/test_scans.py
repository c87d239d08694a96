"""Beside the text that a machine read, the pages that it read it from: kept, shown, marked, and for nobody else's eyes."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.ingest.ocr.contract import Seen
from archive.ingest.ocr.mending import places_after_mending
from archive.ingest.ocr.pages import PlacedLine, ReadPage, packed, unpacked
from archive.ingest.ocr.placing import Placing
from archive.models import Article, ScannedPage, SourceDocument
from archive.scans.keeping import keep_pages
from archive.scans.original import original_of
from archive.scans.printed_places import PrintedPlaces
from tests import factories

CORNERS = ((10.0, 20.0), (110.0, 20.0), (110.0, 40.0), (10.0, 40.0))
LINES = ["修渠引水又一年", "全区工会调解纠纷四十件，追", "回欠薪三百万元。", "全区工会"]
TEXT = "全区工会调解纠纷四十件，追回欠薪三百万元。"


@pytest.fixture
def scanned(db: None) -> Article:
    source = factories.scan(LINES, doubtful="薪")
    return factories.article(
        title=LINES[0],
        source=source,
        sections=[(None, TEXT)],
        furniture=[LINES[3]],
        provenance={
            "title": [[0, 7]],
            "sections": [{"heading": None, "paragraphs": [[[8, 21], [22, 30]]]}],
            "furniture": [[[31, 35]]],
        },
    )


# Lines in the text


def test_each_line_of_a_page_begins_where_its_words_stand_whatever_white_the_paragraphs_set() -> None:
    raw = "修渠引水\n\n\u3000\u3000全区工会调解纠纷，\n追回欠薪。\n"
    assert Placing(raw).of(["修渠引水", "全区工会调", "解纠纷，", "追回 欠薪。"]) == [0, 8, 13, 18]


def test_lines_with_the_same_words_stand_between_their_neighbours() -> None:
    raw = "四十件。\n修渠\n四十件。\n引水\n"
    assert Placing(raw).of(["修渠", "四十件。", "引水", "四十件。"]) == [5, 8, 13, 0]


def test_a_line_that_the_text_does_not_have_as_one_has_no_place() -> None:
    assert Placing("修渠引水").of(["修水", "", " "]) == [None, None, None]


def test_signs_keep_their_doubt_where_white_and_a_dash_were_put_in() -> None:
    assert places_after_mending("本报记者顾南", "本报记者 顾南", (4, 5)) == (5, 6)
    assert places_after_mending("一青禾", "——青禾", (0, 1)) == (1, 2)
    assert places_after_mending("青禾", "——青禾", (1,)) == (3,)


def test_lines_are_kept_as_short_lists_and_come_back_as_they_were() -> None:
    lines = (PlacedLine(Seen("修渠", CORNERS, 0.97, (1,)), 4), PlacedLine(Seen("引水", CORNERS, 0.5), None))
    assert unpacked(packed(lines)) == lines


@pytest.mark.parametrize(
    "row",
    [
        *(3, None, [], ["修渠"], [None, 0, 99, [0] * 8, []]),
        *(["修渠", 0, 99, [0] * 7, []], ["修渠", 0, 99, ["x"] * 8, []], ["修渠", 0, 99, [[0]] * 8, []]),
        *(["修渠", 0, 99, [float("nan")] * 8, []], ["修渠", "0", 99, [0] * 8, []], ["修渠", 0, 99, {}, []]),
    ],
)
def test_what_a_row_holds_that_is_no_line_is_left_out(row: object) -> None:
    sound = ["引水", 0, 99, [0] * 8, []]
    assert [line.seen.text for line in unpacked([row, sound])] == ["引水"]
    assert unpacked(row) == ()


# Kept with the original


@pytest.mark.django_db
def test_the_pages_of_a_new_reading_take_the_place_of_those_before() -> None:
    source = factories.scan(["修渠"])
    keep_pages(source, [ReadPage(10, 20, b"one", ()), ReadPage(30, 40, b"two", ())])
    assert list(source.pages.values_list("number", "width", "height")) == [(1, 10, 20), (2, 30, 40)]
    keep_pages(source, [])
    assert not source.pages.exists()


# Beside the article


def test_the_text_is_cut_at_the_lines_and_nothing_of_it_is_lost(scanned: Article) -> None:
    original = original_of(scanned)
    assert original is not None
    assert "".join(stretch.text for stretch in original.stretches) == original.raw
    begun = [(s.line, s.text) for s in original.stretches if s.begins]
    assert begun == [("1-1", LINES[0]), ("1-2", LINES[1]), ("1-3", "回欠"), ("1-4", LINES[3])]
    assert [s.text for s in original.stretches if s.is_doubtful] == ["薪"]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        (TEXT, "追回欠薪", "追\n回欠薪"),
        (TEXT.replace("三百", "三十"), "三十万", "三百万"),  # what an editor corrected
        (TEXT.replace("纠纷四十件", "纠纷案四十件"), "纠纷案", "纠纷"),
        ("全区工会", "工会", "工会"),
        ("别处的一句话", "一句话", None),
    ],
)
def test_words_of_the_article_are_found_in_what_was_read(text: str, words: str, found: str | None) -> None:
    raw = "\n".join(LINES)
    start = text.index(words)
    span = PrintedPlaces(raw).of(text, (start, start + len(words)))
    assert (raw[slice(*span)] if span else None) == found


def test_what_a_search_found_is_marked_on_the_picture_sign_by_sign(scanned: Article) -> None:
    original = original_of(scanned)
    assert original is not None
    start = TEXT.index("追回")
    marked = original.marking([(TEXT, (start, start + 2))])
    assert marked.pages[0].found == (
        "838,80 900,80 900,110 838,110",  # the last of thirteen signs from 100 to 900
        "100,120 200,120 200,150 100,150",  # the first of eight
    )
    assert [s.text for s in marked.stretches if s.is_found] == ["追", "\n", "回"]
    assert "".join(stretch.text for stretch in marked.stretches) == original.raw


def test_a_row_whose_lines_are_nonsense_is_shown_all_the_same(scanned: Article, client: Client) -> None:
    rows = [["修渠", 10**9, 99, [0] * 8, [99, -1]], ["引水", -7, 1e300, [1e308] * 8, [0]], "x"]
    ScannedPage.objects.update(lines=rows)
    assert client.get(f"{scanned.get_absolute_url()}original/").status_code == 200


def test_the_original_leads_from_each_line_to_its_place_and_back_without_a_script(
    scanned: Article, client: Client
) -> None:
    page = client.get(f"{scanned.get_absolute_url()}original/").content.decode()
    for key in ("1-1", "1-2", "1-3", "1-4"):
        assert page.count(f'id="t{key}"') == page.count(f'id="k{key}"') == 1
        assert f'href="#t{key}"' in page
        assert f'href="#k{key}"' in page
    assert "识别把握不大" in page


def test_a_search_that_led_here_is_marked_in_the_text_and_on_the_picture(
    scanned: Article, client: Client
) -> None:
    page = client.get(f"{scanned.get_absolute_url()}original/?q=调解纠纷").content.decode()
    assert page.count('id="f1-') == 1
    assert 'href="#f1-1"' in page
    assert "is-found" not in client.get(f"{scanned.get_absolute_url()}original/").content.decode()


def test_the_article_says_that_a_machine_read_it_and_leads_the_search_to_the_picture(
    scanned: Article, client: Client
) -> None:
    page = client.get(scanned.get_absolute_url()).content.decode()
    assert "文字由机器从图片中识别" in page
    assert f'href="{scanned.get_absolute_url()}original/"' in page
    searched = client.get(f"{scanned.get_absolute_url()}?q=调解纠纷").content.decode()
    assert "在图片上看检索到的词" in searched
    assert "/original/?q=" in searched
    other = factories.article()
    assert "由机器从图片中识别" not in client.get(other.get_absolute_url()).content.decode()


def test_more_lines_and_pages_are_no_more_queries(
    scanned: Article, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"{scanned.get_absolute_url()}original/"
    client.get(address)
    with django_assert_max_num_queries(12) as counted:
        client.get(address)
    for number in range(2, 9):
        ScannedPage.objects.create(source=scanned.source, number=number, width=10, height=10, content=b"x")
    with django_assert_max_num_queries(len(counted)):
        client.get(address)


# The pictures


def test_the_picture_of_a_published_page_is_given_as_one_and_asked_for_anew_each_time(
    scanned: Article, client: Client
) -> None:
    answer = client.get(f"{scanned.get_absolute_url()}pages/1/")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "image/webp",
        factories.EMPTY_PAGE,
    )
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"{scanned.get_absolute_url()}pages/1/", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("number", [0, 2, 10**12])
def test_a_page_that_there_is_not_is_not_found(scanned: Article, client: Client, number: int) -> None:
    assert client.get(f"{scanned.get_absolute_url()}pages/{number}/").status_code == 404


def test_the_picture_of_a_draft_is_for_editors_alone_and_stays_in_no_cache(
    scanned: Article, client: Client, admin_client: Client
) -> None:
    Article.objects.filter(pk=scanned.pk).update(status=Article.Status.DRAFT)
    address = f"{scanned.get_absolute_url()}pages/1/"
    assert client.get(address).status_code == 404
    answer = admin_client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_original_itself_is_still_the_file_byte_for_byte(scanned: Article, client: Client) -> None:
    source = SourceDocument.objects.defer(None).get(pk=scanned.source_id)
    assert client.get(f"{scanned.get_absolute_url()}source/").content == bytes(source.content)
