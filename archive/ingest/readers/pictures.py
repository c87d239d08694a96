"""Scans and photographs: pages as pictures, opened within bounds and brought into a form that an engine reads."""

import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import numpy
import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from archive.ingest.readers import content, page_set
from archive.ingest.readers.steps import Step, tell
from archive.ingest.records import UnreadableFile

MOST_PIXELS = 150_000_000  # a page of 600 dpi in A2
MOST_READ = 14_000_000  # larger pages are made smaller: signs of a newspaper have 30 pixels then
MOST_SHOWN, LONGEST_SHOWN = 4_000_000, 8000  # pixels; signs of a newspaper have 16 then, which can be read
QUALITY = 50  # of a hundred: a page of A4 has 150 kB, and print stays sharp
DPI = 200
POINTS_AN_INCH = 72
WHITE = (255, 255, 255)
OPENING = (OSError, ValueError, SyntaxError, EOFError)
"""What opening a damaged picture raises."""
DEEP = frozenset(("I", "I;16", "I;16B", "I;16L", "F"))

Counted = Iterator[tuple[int, Image.Image]]
"""Pages one by one, each with how many there are."""

Image.MAX_IMAGE_PIXELS = None  # bounded here, in words for people


def pages_of(data: bytes, name: str) -> Iterator[Any]:
    """Each page as an array of rows of red, green and blue. Raises ``UnreadableFile``."""
    match content.kind_of(data):
        case ".pdf":
            pictures = _of_pdf(data, name)
        case ".page-set":
            pictures = _of_page_set(data, name)
        case _:
            pictures = _of_picture(data, name)
    for number, (count, picture) in enumerate(pictures, start=1):
        tell(Step(number, count))
        yield numpy.asarray(picture)[:, :, ::-1]


def preview_of(picture: Any) -> bytes:
    """The page made anew for browsers, smaller and without anything else that its file held."""
    page = Image.fromarray(numpy.ascontiguousarray(picture[:, :, ::-1]))
    share = min(1.0, (MOST_SHOWN / (page.width * page.height)) ** 0.5, LONGEST_SHOWN / max(page.size))
    page = page.resize((max(1, round(page.width * share)), max(1, round(page.height * share))))
    packed = io.BytesIO()
    page.save(packed, "WEBP", quality=QUALITY, method=2)
    return packed.getvalue()


def media_type_of(data: bytes) -> str:
    """Of a file whose pages could be opened."""
    match content.kind_of(data):
        case ".pdf":
            return "application/pdf"
        case ".page-set":
            return page_set.MEDIA_TYPE
    with Image.open(io.BytesIO(data)) as picture:
        return str(Image.MIME.get(picture.format or "", "image/png"))


def _of_page_set(data: bytes, name: str) -> Counted:
    """All of them are counted before the first is read, which takes ten seconds."""
    pages = page_set.pictures_in(data, name)
    count = sum(_count(picture) for _label, picture in pages)
    _refuse_many(count, name)
    for number, (label, picture) in enumerate(pages, start=1):
        try:
            yield from ((count, page) for _alone, page in _of_picture(picture, label))
        except UnreadableFile as refused:
            raise page_set.of_page(refused, number, name) from refused


def _count(data: bytes) -> int:
    """The pages of a picture; one that can't be opened says so when its turn comes."""
    try:
        with Image.open(io.BytesIO(data)) as file:
            return _pages(file)
    except OPENING:
        return 1


def _pages(file: Image.Image) -> int:
    """Telephones keep a second picture beside a photograph, of its light (MPO): no page of it."""
    return int(getattr(file, "n_frames", 1)) if file.format == "TIFF" else 1


def _of_picture(data: bytes, name: str) -> Counted:
    try:
        with Image.open(io.BytesIO(data)) as file:
            _refuse_bomb(file.size, name)
            pages = _pages(file)
            _refuse_many(pages, name)
            for frame in ImageSequence.Iterator(file):
                _refuse_bomb(frame.size, name)
                yield pages, _plain(frame)
                if pages == 1:
                    return
    except OPENING as error:
        raise UnreadableFile("damaged", name, case="picture") from error


def _of_pdf(data: bytes, name: str) -> Counted:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableFile("damaged", name, case="pdf") from error
    with closing(document):
        _refuse_many(len(document), name)
        for number in range(len(document)):
            with closing(document[number]) as page:
                scale = DPI / POINTS_AN_INCH
                width, height = page.get_size()
                scale = min(scale, (MOST_READ / max(1.0, width * height)) ** 0.5)
                yield len(document), page.render(scale=scale).to_pil().convert("RGB")


def _refuse_bomb(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise UnreadableFile("too-large", name, case="pixels", width=size[0], height=size[1])


def _refuse_many(pages: int, name: str) -> None:
    if pages > page_set.MOST_PAGES:
        raise UnreadableFile("too-large", name, case="scans", pages=pages, most=page_set.MOST_PAGES)


def _plain(picture: Image.Image) -> Image.Image:
    """The picture upright, on white, in eight bits a colour, not larger than is read."""
    picture = ImageOps.exif_transpose(picture) or picture
    if picture.mode in DEEP:
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, WHITE)
        ground.paste(layered, mask=layered.getchannel("A"))
        picture = ground
    picture = picture.convert("RGB")
    share = (MOST_READ / (picture.width * picture.height)) ** 0.5
    if share < 1:
        picture = picture.resize((max(1, int(picture.width * share)), max(1, int(picture.height * share))))
    return picture
