"""A mail: its body and its attachments, each a file of its own, like the files in a zip.

The mail is taken apart in the sandbox; what comes back are names and bytes.
"""

import html
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from itertools import count
from pathlib import PurePosixPath

from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.mime import PAGES, content_of, file_name_of, is_cut, message_of, text_of, words_of
from archive.ingest.readers.sandbox import sandbox_for
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.file_names import NOT_IN_NAMES, is_litter, storable
from archive.ingest.text.patterns import pattern

MEGABYTE = 1024 * 1024
LARGEST = (
    40 * MEGABYTE
)  # with what packing adds, the files of a larger one would not fit in the sandbox's answer
MOST_CHARACTERS = 60_000_000  # of the answer of the child
MOST_PARTS = 300
FEWEST_SIGNS = (
    200  # Chinese characters; a body with fewer beside attachments is the letter that goes with them
)
HAN = pattern(r"[\u3400-\u9fff]", like="综述", unlike="review")
ANSWERS = pattern(
    r"(?i)^(?:\s*(?:re|fwd?|回复|答复|转发)\s*[:：])+\s*", like="转发：工作综述", unlike="工作综述：转发"
)
# Signatures, invitations and cards that programs add
NO_FILES = frozenset(
    (
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "message/delivery-status",
        "message/disposition-notification",
    )
)
SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"))
PICTURE = pattern(r"(?i)\.(?:jpe?g|png|gif|bmp|webp|heic)$", like="现场.JPG", unlike="扫描.tif")
PLAIN_END = pattern(r"^-- $", like="-- ", unlike="--")  # the line above a signature


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The body and each attachment: its name and its bytes. A mail that is cut says so after the last one."""
    if len(data) > LARGEST:
        size, most = round(len(data) / MEGABYTE), LARGEST // MEGABYTE
        raise UnreadableFile("too-large", name, case="mail", size=size, most=most)
    opened = json.loads(sandbox_for(__name__).read(data, name).source.raw)
    for label, content in opened["files"]:
        yield label, b64decode(content)
    if opened["cut"]:
        raise UnreadableFile("mail-cut", name)


def parse(data: bytes, name: str) -> ReadText:
    """In the sandbox: the files of the mail as JSON."""
    message = message_of(data)
    opened = Opened()
    opened.take(message)
    files = list(opened.named(message, name))
    if not files:
        raise UnreadableFile("no-text", name, case="mail")
    packed = [(label, b64encode(content).decode()) for label, content in files]
    return ReadText(SourceText(json.dumps({"files": packed, "cut": is_cut(message)}), None, "message/rfc822"))


@dataclass(slots=True)
class Opened:
    """The pieces of the body and the attachments of one mail, in order."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    sealed: bool = False

    def take(self, part: Message, *, inner: bool = False) -> None:
        """Take what a part holds; ``inner`` parts of a page are its pictures."""
        kind = part.get_content_type()
        if len(self.attached) >= MOST_PARTS or kind in NO_FILES:
            return
        if kind in SEALED:
            self.sealed = True
        elif kind == "message/rfc822":
            self._attach_mail(part)
        elif part.is_multipart():
            self._take_all(part)
        elif _is_body(part):
            self._add_body(part)
        elif not inner or not kind.startswith("image/"):
            self._attach(part)

    def _take_all(self, part: Message) -> None:
        parts = [inner for inner in part.get_payload() if isinstance(inner, Message)]
        kind = part.get_content_subtype()
        if kind == "alternative":
            parts = [max(parts, key=_richness)] if parts else []
        for at, one in enumerate(parts):
            self.take(one, inner=kind == "related" and at > 0)

    def _add_body(self, part: Message) -> None:
        if not content_of(part).strip():
            return
        text = text_of(part, "").text
        if part.get_content_type() in PAGES:
            self.pages.append(text)
        elif part.get_param("format") == "flowed":
            self.plain.append(unflowed(text, delete_space=part.get_param("delsp") == "yes"))
        else:
            self.plain.append(text)

    def _attach(self, part: Message) -> None:
        suffix = {"text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
        name = file_name_of(part) or f"附件{suffix.get(part.get_content_type(), '')}"
        if not is_litter(name):
            self.attached.append((name, content_of(part)))

    def _attach_mail(self, part: Message) -> None:
        for inner in part.get_payload():
            if isinstance(inner, Message):
                name = storable(ANSWERS.sub("", words_of(inner.get("Subject")))) or "邮件"
                self.attached.append((f"{name}.eml", inner.as_bytes()))

    def named(self, message: Message, name: str) -> Iterator[tuple[str, bytes]]:
        """Every file by a name of its own. A short body beside attachments only says what they are."""
        if self.sealed and not self.attached:
            raise UnreadableFile("encrypted", name, case="mail")
        body = "".join(self.pages) + "".join(map(_as_page if self.pages else str, self.plain))
        told = len(HAN.findall(body)) >= FEWEST_SIGNS
        if body.strip() and (told or not self.attached):
            label = storable(ANSWERS.sub("", words_of(message.get("Subject")))) or "正文"
            mark, suffix = (b"\xef\xbb\xbf", ".html") if self.pages else (b"", ".txt")
            yield f"{label}{suffix}", mark + body.encode("utf-8", "replace")
        texts = [(label, content) for label, content in self.attached if not PICTURE.search(label)]
        taken: set[str] = set()
        for label, content in texts if texts or told else self.attached:  # photographs show what a text tells
            yield _not_among(taken, NOT_IN_NAMES.sub(" ", label)), content


def _is_body(part: Message) -> bool:
    kind = part.get_content_type()
    shown = part.get_content_disposition() != "attachment" and not file_name_of(part)
    return shown and (kind == "text/plain" or kind in PAGES)


def _richness(part: Message) -> int:
    """Of several forms of one body the page, and before it the one that has its pictures with it."""
    kinds = {inner.get_content_type() for inner in part.walk()}
    return 2 * bool(kinds & PAGES) + ("text/plain" in kinds)


def _as_page(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())


def unflowed(text: str, *, delete_space: bool) -> str:
    """Whole paragraphs of a text that was sent with a blank at the end of each row that goes on (RFC 3676)."""
    found: list[str] = []
    goes_on = False
    for row in (stuffed.removeprefix(" ") for stuffed in text.splitlines()):
        soft = row.endswith(" ") and not PLAIN_END.match(row)
        words = row[:-1] if soft and delete_space else row
        if goes_on:
            found[-1] += words
        else:
            found.append(words)
        goes_on = soft
    return "\n".join(found)


def _not_among(taken: set[str], name: str) -> str:
    """The name, with a number where another file has it; it is taken from now on."""
    path = PurePosixPath(name)
    numbered = (f"{path.stem}({number}){path.suffix}" for number in count(2))
    while name in taken:
        name = next(numbered)
    taken.add(name)
    return name
