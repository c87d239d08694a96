"""RapidOCR: models of PaddleOCR that come in its wheel, run by onnxruntime on one core."""

from importlib.metadata import version
from typing import Any

from rapidocr import RapidOCR

from archive.ingest.ocr.contract import Corner, Seen
from archive.ingest.ocr.mending import mended

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
            Seen(
                mended(text, [(str(sign[0]), float(sign[2][0][0])) for sign in signs], float(box[0][0])),
                _corners(box),
                float(score),
            )
            for text, box, score, signs in zip(found.txts, found.boxes, found.scores, words, strict=False)
            if text.strip()
        ]


def _corners(box: Any) -> tuple[Corner, Corner, Corner, Corner]:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return first, second, third, fourth
