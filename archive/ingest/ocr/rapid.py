"""RapidOCR: models of PaddleOCR that come in its wheel, run by onnxruntime on one core."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from rapidocr import RapidOCR

from archive.ingest.ocr.contract import SURE, Corners, Seen
from archive.ingest.ocr.mending import mended, places_after_mending

SETTINGS = {
    "Global.use_cls": False,  # it takes a line in a hundred for one that stands on its head, and loses it
    "Global.log_level": "error",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class Rapid:
    """The engine, its models in memory."""

    def __init__(self) -> None:
        self._engine = RapidOCR(params=SETTINGS)
        self.name = f"RapidOCR {version('rapidocr')}"

    def lines_in(self, picture: Any) -> list[Seen]:
        found = self._engine(picture, return_word_box=True)
        if found.boxes is None or not found.txts:
            return []
        words = found.word_results or [()] * len(found.txts)
        return [
            _seen(text, box, float(score), signs)
            for text, box, score, signs in zip(found.txts, found.boxes, found.scores, words, strict=False)
            if text.strip()
        ]


def _seen(text: str, box: Any, score: float, signs: Sequence[Any]) -> Seen:
    """A line as the engine gives it: ``signs`` are its words, mostly of one sign, each with confidence and corners."""
    whole = mended(text, [(str(word[0]), float(word[2][0][0])) for word in signs], float(box[0][0]))
    sure = [float(word[1]) for word in signs for _sign in str(word[0])]
    doubtful = [
        at for at, (sign, word) in enumerate(zip(sure, text, strict=False)) if sign < SURE and word.isalnum()
    ]
    return Seen(whole, _corners(box), score, places_after_mending(text, whole, doubtful))


def _corners(box: Any) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth
