"""Mails: the body and each attachment are files of their own, under the names that people gave them."""

from base64 import b64encode
from collections.abc import Callable
from email.message import EmailMessage, Message

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.eml import LARGEST, unflowed, unpack
from archive.ingest.records import UnreadableFile
from archive.intake import HandedIn, Outcome, open_packed
from tests.pages import ARTICLE, BODY
from tests.test_ingest_content import word_file

TITLE = "一盏灯照亮一条街"
TEXT = f"{TITLE}\n\n——青禾区总工会2019年工作综述\n\n" + "\n\n".join((*BODY, *BODY)) + "\n"
PAGE = f"<html><body><h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in BODY)


def mail(body: str = TEXT, subject: str = "转发: 2019年工作综述", *, kind: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "gh@example.org", "da@example.org", subject
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body, subtype=kind)
    return message


def attach(message: EmailMessage, name: str, content: bytes = b"x", kind: str = "application/msword") -> None:
    maintype, subtype = kind.split("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)


def opened(message: Message | bytes) -> dict[str, bytes]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return dict(unpack(data, "信.eml"))


def test_the_body_is_a_file_by_the_name_of_the_subject() -> None:
    ((name, content),) = opened(mail()).items()
    assert (name, content.decode()) == ("2019年工作综述.txt", TEXT)


@pytest.mark.parametrize("name", ["信.eml", "信.txt", "信.html", "信.doc", "信"])
def test_a_mail_is_opened_under_any_name(name: str) -> None:
    message = mail("综述见附件。")
    attach(message, "综述.docx", word_file())
    (file,) = open_packed(HandedIn(name, message.as_bytes()))
    assert file.name == f"{name}/综述.docx"
    assert read_file(file.content or b"", file.name).records[0].title


def test_a_letter_that_goes_with_attachments_is_no_review_and_one_by_itself_is_handed_on() -> None:
    letter = mail("各位好，综述见附件，请查收。")
    assert list(opened(letter)) == ["2019年工作综述.txt"]
    attach(letter, "综述.docx")
    assert list(opened(letter)) == ["综述.docx"]


def test_a_review_in_the_body_stays_one_beside_attachments() -> None:
    message = mail()
    attach(message, "综述.docx")
    assert list(opened(message)) == ["2019年工作综述.txt", "综述.docx"]


def test_of_two_forms_of_a_body_the_page_is_read() -> None:
    message = mail("请用支持网页的程序打开")
    message.add_alternative(PAGE, subtype="html")
    other = message.get_payload(1)
    assert isinstance(other, EmailMessage)
    other.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")
    ((name, content),) = opened(message).items()
    assert name.endswith(".html")
    assert TITLE in content.decode("utf-8-sig")
    assert "支持网页" not in content.decode()


NAME = "青禾区总工会综述.doc"
WRITTEN: dict[str, bytes] = {
    "RFC 2231": b"attachment; filename*=utf-8''%E9%9D%92%E7%A6%BE%E5%8C%BA%E6%80%BB%E5%B7%A5%E4%BC%9A%E7%BB%BC%E8%BF%B0.doc",
    "in pieces": b"attachment; filename*0*=utf-8''%E9%9D%92%E7%A6%BE%E5%8C%BA;\r\n filename*1*=%E6%80%BB%E5%B7%A5%E4%BC%9A;\r\n filename*2*=%E7%BB%BC%E8%BF%B0.doc",
    "as in a head": b'attachment; filename="=?gb2312?B?' + b64encode(NAME.encode("gb18030")) + b'?="',
    "GBK as it is": b'attachment; filename="' + NAME.encode("gb18030") + b'"',
    "UTF-8 as it is": b'attachment; filename="' + NAME.encode() + b'"',
    "a path": b'attachment; filename="C:\\\\\xe7\xbb\xbc\xe8\xbf\xb0\\\\' + NAME.encode() + b'"',
}


@pytest.mark.parametrize("written", WRITTEN)
def test_names_of_attachments_are_read_however_they_are_written(written: str) -> None:
    message = mail("见附件")
    attach(message, "placeholder")
    old = b'attachment; filename="placeholder"'
    data = message.as_bytes()
    assert old in data
    assert list(opened(data.replace(old, WRITTEN[written]))) == [NAME]


def test_two_attachments_of_one_name_are_two_files() -> None:
    message = mail("见附件")
    for content in (b"1", b"2"):
        attach(message, "综述.doc", content)
    assert opened(message) == {"综述.doc": b"1", "综述(2).doc": b"2"}


def test_signatures_and_invitations_are_no_files_of_people() -> None:
    message = mail("见附件")
    attach(message, "smime.p7s", kind="application/pkcs7-signature")
    attach(message, "invite.ics", kind="text/calendar")
    attach(message, ".DS_Store", kind="application/octet-stream")
    attach(message, "综述.doc")
    assert list(opened(message)) == ["综述.doc"]


def test_photographs_beside_a_text_are_no_files_and_alone_they_are() -> None:
    message = mail("见附件")
    attach(message, "现场.JPG", kind="image/jpeg")
    assert list(opened(message)) == ["现场.JPG"]
    attach(message, "综述.doc")
    assert list(opened(message)) == ["综述.doc"]


def within(inner: EmailMessage, times: int) -> EmailMessage:
    for _ in range(times):
        outer = mail("转发给您", "综述")
        outer.add_attachment(inner)
        inner = outer
    return inner


def test_mails_in_mails_are_opened_but_not_without_end() -> None:
    inner = mail("见附件", "综述")
    attach(inner, "综述.docx", word_file())
    (file,) = open_packed(HandedIn("信.eml", within(inner, 2).as_bytes()))
    assert file.name == "信.eml/综述.eml/综述.eml/综述.docx"
    (file,) = open_packed(HandedIn("信.eml", within(inner, 4).as_bytes()))
    with pytest.raises(UnreadableFile, match="邮件里的邮件"):
        read_file(file.content or b"", file.name)


def test_a_body_between_attachments_is_one() -> None:
    message = mail(TEXT[:300])
    attach(message, "照片.jpg", kind="image/jpeg")
    rest = EmailMessage()
    rest.set_content(TEXT[300:])
    message.attach(rest)
    assert opened(message)["2019年工作综述.txt"].decode().replace("\n", "") == TEXT.replace("\n", "")


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8", "big5"])
def test_a_body_is_read_in_the_encoding_that_it_is_in(encoding: str) -> None:
    body = TEXT if encoding != "big5" else "縣總工會為職工辦實事，全縣職工說起工會都說好。" * 20
    data = b"From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n"
    data += (
        f"Content-Type: text/plain; charset={encoding}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    )
    data += body.encode("gb18030" if encoding == "gb2312" else encoding)
    assert opened(data)["正文.txt"].decode() == body


def test_rows_that_were_broken_for_the_way_are_whole_again() -> None:
    assert unflowed("一年来， \n区总工会\n第二段\n", delete_space=True) == "一年来，区总工会\n第二段"
    assert unflowed("one \ntwo\n-- \nname", delete_space=False) == "one two\n-- \nname"


def test_the_head_of_a_mail_that_was_passed_on_is_page_matter() -> None:
    head = "-----原始邮件-----\n发件人: 顾南 <gh@example.org>\n发送时间: 2020年1月9日 9:00\n收件人: 档案室\n主题: 2019年工作综述\n\n"
    record = read_file((head + TEXT).encode(), "信.txt").records[0]
    assert record.title
    assert (record.title.text, record.published_on) == (TITLE, None)
    assert "主题: 2019年工作综述" in [line.text for line in record.furniture]


def sealed() -> bytes:
    return b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nAAAA"


def cut() -> bytes:
    message = mail()
    attach(message, "综述.docx", word_file())
    return message.as_bytes()[:-2000]


def empty() -> bytes:
    return b"From: a@b\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n\r\n\r\n"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (sealed, "encrypted"),
        (cut, "mail-cut"),
        (empty, "no-text"),
        (lambda: b"From: a@b\r\n" + bytes(LARGEST), "too-large"),
    ],
)
def test_what_can_not_be_opened_says_why_and_what_to_do(make: Callable[[], bytes], code: str) -> None:
    files = list(open_packed(HandedIn("信.eml", make())))
    assert (files[-1].content, files[-1].error_code) == (None, code)
    assert "“信.eml”" in (Outcome.of_unopened(files[-1]).error or "")


def test_what_stands_before_the_cut_is_read() -> None:
    assert TITLE in next(unpack(cut(), "信.eml"))[1].decode()


def test_a_thousand_parts_within_each_other_are_refused_or_read_in_time() -> None:
    data = b"From: a@b\r\nMIME-Version: 1.0\r\n"
    for at in range(1000):
        data += f'Content-Type: multipart/mixed; boundary="{at}"\r\n\r\n--{at}\r\n'.encode()
    files = list(open_packed(HandedIn("信.eml", data + ARTICLE.encode())))
    assert all(file.content or file.error_code for file in files)
