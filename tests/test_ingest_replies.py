"""Posts of a forum below the text: replies are page matter, a second post of the writer is text."""

from tests.pages import BODY, draft, paragraphs

POST, SECOND = "发表于 2020-1-9 10:22:33 | 只看该作者", "沙发 发表于 2020-1-9 11:00"
REPLY = "写得好，去年的夜校我也去听了几回，先生讲得细，盼着今年再多开上几期。"


def test_a_reply_below_the_text_is_page_matter() -> None:
    read = draft("\n".join(("渡口的灯照着归船", POST, *BODY, "灯下客", SECOND, REPLY)))
    assert [line.text for line in read.paragraphs] == list(BODY)
    assert REPLY in [line.text for line in read.furniture]


def test_a_second_post_as_long_as_the_first_goes_on_with_the_text() -> None:
    rows = ("渡口的灯照着归船", POST, *BODY, SECOND, *(line.replace("2019", "2018") for line in BODY))
    assert len(paragraphs("\n".join(rows))) == 2 * len(BODY)
