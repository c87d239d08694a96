"""Which engine reads pictures: the one that is chosen, where what it needs is installed."""

import shutil
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Kind:
    """``reader`` is the module under ``readers`` that reads with it; ``by`` is what installs what it needs."""

    reader: str
    packages: tuple[str, ...]
    programs: tuple[str, ...]
    by: str


DEFAULT = "rapidocr"
ENGINES = {
    DEFAULT: Kind("scan_rapidocr", ("rapidocr", "onnxruntime", "cv2", "PIL"), (), "make ocr"),
    "tesseract": Kind(
        "scan_tesseract",
        ("numpy", "PIL"),
        ("tesseract",),
        "make ocr && apt install tesseract-ocr tesseract-ocr-chi-sim",
    ),
}
_choice = {"engine": DEFAULT}


def choose(name: str) -> None:
    """For this process and those that it starts."""
    _choice["engine"] = name


def chosen() -> Kind:
    return ENGINES[_choice["engine"]]


def is_installed() -> bool:
    """Whether pictures can be read here."""
    return _is_there(chosen())


@cache
def _is_there(kind: Kind) -> bool:
    packages = (find_spec(package) for package in kind.packages)
    programs = (shutil.which(program) for program in kind.programs)
    return all((*packages, *programs))
