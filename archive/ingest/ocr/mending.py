"""What engines leave out of a line: half of a dash, and the white between names; and where that leaves its signs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from archive.ingest.text.patterns import pattern

# White between two signs of a line of names: 本报记者 顾南. Places are known to a fifth of a sign, so that in running
# text, where white is rare and marks nothing, none is looked for.
WHITE = 1.3  # of the usual step from one sign to the next
LONGEST_SPACED = 24  # signs
RUNNING = pattern(r"[，。；：、！？,;:!?\d“”]", like="响了2693次。", unlike="本报记者顾南")
# ——青禾区总工会2019年工作综述: a dash as wide as two signs is read as the character for one, or as half of a dash
HALF_DASH = pattern(r"^(?:一|[—–-])(?![—–-])", like="一青禾区总工会", unlike="——青禾区总工会")
DASH, WIDE, WIDEST = "——", 1.6, 2.4  # of the usual step
FEWEST_PLACES = 3
HAN = range(0x4E00, 0xA000)


def mended(text: str, places: Sequence[tuple[str, float]], left: float) -> str:
    """The line with a whole dash at its beginning, and with white between names; engines leave both out.

    ``places`` are its signs, each with where it begins; ``left`` is where the line itself begins.
    """
    if len(places) < FEWEST_PLACES or "".join(sign for sign, _ in places) != text:
        return text
    steps = [x - before for (_, before), (_, x) in pairwise(places)]
    usual = median(steps)
    if HALF_DASH.match(text) and places[1][1] - left > WIDE * usual:
        return DASH + text[1:]
    if WIDE * usual < places[0][1] - left < WIDEST * usual and not text.startswith(DASH[0]):
        return DASH + text  # the engine saw the place of the dash, and no sign there
    if len(text) > LONGEST_SPACED or " " in text or RUNNING.search(text):
        return text
    return "".join(_with_white(text, steps, usual))


def places_after_mending(text: str, whole: str, signs: Sequence[int]) -> tuple[int, ...]:
    """Where these signs of ``text`` stand in ``whole``, which was mended from it: white was put in, a dash before."""
    moved, at = {}, len(whole)
    for place in range(len(text) - 1, -1, -1):
        at -= 1
        while at > 0 and whole[at] == " " != text[place]:
            at -= 1
        moved[place] = at
    return tuple(moved[place] for place in signs if moved[place] >= 0)


def _with_white(text: str, steps: Sequence[float], usual: float) -> Iterator[str]:
    yield text[0]
    for step, (before, after) in zip(steps, pairwise(text), strict=True):
        white = step > WHITE * usual and ord(before) in HAN and ord(after) in HAN
        yield f" {after}" if white else after
