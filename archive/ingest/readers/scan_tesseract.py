"""Pictures read by Tesseract."""

from functools import cache, partial

from archive.ingest.ocr.tesseract import Tesseract
from archive.ingest.readers.scan import read_by

parse = partial(read_by, cache(Tesseract))
