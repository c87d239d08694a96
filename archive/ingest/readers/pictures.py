"""Scans and photographs: pages as pictures, opened within bounds and brought into a form that an engine reads."""

import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import numpy
import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from archive.ingest.records import UnreadableFile

MOST_PAGES = 12
MOST_PIXELS = 150_000_000  # a page of 600 dpi in A2
MOST_READ = 14_000_000  # larger pages are made smaller: signs of a newspaper have 30 pixels then
MOST_SHOWN, LONGEST_SHOWN = 4_000_000, 8000  # pixels; signs of a newspaper have 16 then, which can be read
QUALITY = 50  # of a hundred: a page of A4 has 150 kB, and print stays sharp
DPI = 200
POINTS_AN_INCH = 72
WHITE = (255, 255, 255)
DEEP = frozenset(("I", "I;16", "I;16B", "I;16L", "F"))

Image.MAX_IMAGE_PIXELS = None  # bounded here, in words for people


def pages_of(data: bytes, name: str) -> Iterator[Any]:
    """Each page as an array of rows of red, green and blue. Raises ``UnreadableFile``."""
    pictures = _of_pdf(data, name) if b"%PDF-" in data[:1024] else _of_picture(data, name)
    for picture in pictures:
        yield numpy.asarray(picture)[:, :, ::-1]


def preview_of(picture: Any) -> bytes:
    """The page made anew for browsers, smaller and without anything else that its file held."""
    page = Image.fromarray(numpy.ascontiguousarray(picture[:, :, ::-1]))
    share = min(1.0, (MOST_SHOWN / (page.width * page.height)) ** 0.5, LONGEST_SHOWN / max(page.size))
    page = page.resize((max(1, round(page.width * share)), max(1, round(page.height * share))))
    packed = io.BytesIO()
    page.save(packed, "WEBP", quality=QUALITY, method=2)
    return packed.getvalue()


def kind_of(data: bytes) -> str:
    """The media type of the file."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    with Image.open(io.BytesIO(data)) as picture:
        return str(Image.MIME.get(picture.format or "", "image/png"))


def _of_picture(data: bytes, name: str) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data)) as file:
            _refuse_bomb(file.size, name)
            pages = getattr(file, "n_frames", 1) if file.format in ("TIFF", "MPO") else 1
            _refuse_many(pages, name)
            for frame in ImageSequence.Iterator(file):
                _refuse_bomb(frame.size, name)
                yield _plain(frame)
                if pages == 1:
                    return
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile("damaged", name, case="picture") from error


def _of_pdf(data: bytes, name: str) -> Iterator[Image.Image]:
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
                yield page.render(scale=scale).to_pil().convert("RGB")


def _refuse_bomb(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise UnreadableFile("too-large", name, case="pixels", width=size[0], height=size[1])


def _refuse_many(pages: int, name: str) -> None:
    if pages > MOST_PAGES:
        raise UnreadableFile("too-large", name, case="scans", pages=pages, most=MOST_PAGES)


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
