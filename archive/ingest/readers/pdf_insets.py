"""What stands in a frame of its own on a page: a boxed brief, an editor's note, an advertisement."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from archive.ingest.parts.articles import UNION_AND_GENRE
from archive.ingest.readers.pdf_ground import Box
from archive.ingest.readers.pdf_layout import lines_of
from archive.ingest.readers.pdf_paragraphs import TITLE_SIZE
from archive.ingest.readers.pdf_signs import Piece
from archive.ingest.text.folding import fold

THIN = 3.0  # points
CLOSE = 3.0  # points between the ends of rules that meet in a corner
FEWEST_LINES, FEWEST_SIGNS = 2, 60  # fewer in letters of the text are a caption, or a heading in its frame
MOST_OF_PAGE = 0.5  # of its signs: a frame around more is the frame of the page, or of the article
MOST_RULES_INSIDE = 1  # with more the frame is that of a table
MOST_RULES = 40  # of which frames are put together
SHORTEST_ARTICLE = 120  # signs
UNLIKE_TEXT = 0.1  # of the size of the text
WHOLE_WIDTH = 0.8  # of the text of the page: so wide a frame stands around a paragraph of it


def insets_of(pieces: Sequence[Piece], size: float, strokes: Sequence[Box]) -> list[list[Piece]]:
    """The words in each frame that holds neither the article of the page, nor its headline, nor a table."""
    found: list[list[Piece]] = []
    rest = list(pieces)
    for frame in sorted(_frames(strokes), key=lambda box: (box[2] - box[0]) * (box[3] - box[1])):
        inside = [piece for piece in rest if _holds(frame, piece)]
        if _is_inset(inside, rest, frame, size) and not _is_table(frame, strokes):
            found.append(inside)
            rest = [piece for piece in rest if piece not in inside]
    return found


def _frames(strokes: Sequence[Box]) -> Iterator[Box]:
    """Rectangles, and those that four rules make."""
    yield from (box for box in strokes if min(box[2] - box[0], box[3] - box[1]) >= THIN)
    across = [box for box in strokes if box[3] - box[1] < THIN][:MOST_RULES]
    up = [box for box in strokes if box[2] - box[0] < THIN][:MOST_RULES]
    for one, other in combinations(across, 2):
        left, right = one[0], one[2]
        if abs(other[0] - left) > CLOSE or abs(other[2] - right) > CLOSE:
            continue
        low, high = sorted((one[1], other[1]))
        sides = [box[0] for box in up if abs(box[1] - low) < CLOSE and abs(box[3] - high) < CLOSE]
        if all(any(abs(side - x) < CLOSE for side in sides) for x in (left, right)):
            yield left, low, right, high


def _holds(frame: Box, piece: Piece) -> bool:
    left, low, right, high = frame
    return left <= (piece.left + piece.right) / 2 <= right and low <= (piece.top + piece.bottom) / 2 <= high


def _is_inset(inside: Sequence[Piece], pieces: Sequence[Piece], frame: Box, size: float) -> bool:
    if len(inside) < FEWEST_LINES or len(lines_of(inside)) < FEWEST_LINES:
        return False
    signs = _signs(inside)
    largest = max(pieces, key=lambda piece: piece.size)
    below = _signs([piece for piece in pieces if piece.base < frame[1]])
    whole = _signs(pieces)
    if signs > MOST_OF_PAGE * whole:
        return False
    if largest in inside and (signs > SHORTEST_ARTICLE or below > signs):
        return False
    wide = frame[2] - frame[0] > WHOLE_WIDTH * (
        max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    )
    headed = any(piece.size >= TITLE_SIZE * size for piece in inside)
    review = UNION_AND_GENRE.search(fold("".join(line.text for line in lines_of(inside)[: FEWEST_LINES + 1])))
    # 注销公告 over a line in small letters: nothing in the frame is set as the text is
    other = all(abs(piece.size - size) > UNLIKE_TEXT * size for piece in inside)
    return (headed or other or (signs >= FEWEST_SIGNS and not wide)) and not review


def _signs(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _is_table(frame: Box, strokes: Sequence[Box]) -> bool:
    """True where rules run through the whole frame."""
    left, low, right, high = frame
    inner = [
        box
        for box in strokes
        if left - CLOSE <= box[0]
        and box[2] <= right + CLOSE
        and low - CLOSE <= box[1]
        and box[3] <= high + CLOSE
        and (
            (
                box[3] - box[1] < THIN
                and box[2] - box[0] > 0.8 * (right - left)
                and low + CLOSE < box[1] < high - CLOSE
            )
            or (
                box[2] - box[0] < THIN
                and box[3] - box[1] > 0.8 * (high - low)
                and left + CLOSE < box[0] < right - CLOSE
            )
        )
    ]
    return len(inner) > MOST_RULES_INSIDE
