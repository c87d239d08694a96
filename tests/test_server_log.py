"""Every line of the log names its request, and the answer does too."""

import json
import logging

import pytest
from django.test import Client

from archive.web.log_lines import JsonLines
from archive.web.request_ids import HEADER, NamesTheRequest

pytestmark = pytest.mark.django_db


def said_of(client: Client, caplog: pytest.LogCaptureFixture, **headers: str) -> tuple[str, str]:
    """The name in the answer, and that in the line that the log has of it."""
    caplog.handler.addFilter(name := NamesTheRequest())
    try:
        answer = client.get("/nothing-here/", headers=headers)
    finally:
        caplog.handler.removeFilter(name)
    (record,) = [one for one in caplog.records if "nothing-here" in one.getMessage()]
    return answer[HEADER], str(vars(record)["request_id"])


def test_a_request_is_named_in_its_answer_and_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answered, logged = said_of(client, caplog)
    assert answered == logged
    assert len(answered) == 16


def test_the_name_that_a_server_in_front_gave_it_is_kept(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert said_of(client, caplog, x_request_id="front-0001") == ("front-0001", "front-0001")


@pytest.mark.parametrize("sent", ["short", "a\tb-and-more", "x" * 65, "一二三四五六七八"])
def test_what_is_no_name_is_not_taken_for_one(
    client: Client, caplog: pytest.LogCaptureFixture, sent: str
) -> None:
    assert said_of(client, caplog, x_request_id=sent)[0] != sent


def test_a_line_of_json_holds_what_was_said() -> None:
    record = logging.LogRecord("archive", logging.ERROR, "x.py", 1, "磁盘\n已满：%s", ("甲",), None)
    NamesTheRequest().filter(record)
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["message"], told["level"]) == ("磁盘\n已满：甲", "ERROR")
    assert told["request"]
