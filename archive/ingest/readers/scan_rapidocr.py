"""Pictures read by RapidOCR, whose models take a second and some hundred megabytes when they are loaded."""

from functools import cache, partial

from archive.ingest.ocr.rapid import Rapid
from archive.ingest.readers.scan import read_by

parse = partial(read_by, cache(Rapid))
