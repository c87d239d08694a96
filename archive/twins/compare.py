"""Whether two texts are twins, by their profiles."""

from dataclasses import dataclass

from archive.twins.profile import PIECE, Profile

REPRINT = 0.45
"""The score from which two texts count as one article. On the 93 pairs of fixtures/twins, written and labelled by
somebody who did not see this code, the highest score of two articles is 0.39 (two reviews that quote one official
passage), the lowest of a reprint 0.64 (most sentences edited)."""
FEWEST_ALIGNED = 0.2
"""Of the pieces that the shorter text falls into, end to end, so many stand in the longer one, or it is no reprint: a look
that takes a third of the time of counting its characters. The lowest of a reprint in fixtures/twins is 0.39."""
ELSEWHERE = 10
"""That two texts are about other places counts as so many numbers that differ: a form without figures, filled in by two
counties, agrees in the year and the number of a congress; a scan that misread the county in fifty figures."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``shared``: share of the shorter text's characters that lie in pieces of both. ``agreeing`` and ``differing``:
    numbers in the same words that are, or are not, the same. ``elsewhere``: both name places, and none in common."""

    shared: float
    agreeing: int
    differing: int
    elsewhere: bool

    @property
    def score(self) -> float:
        """From 0, nothing in common, to 1, one within the other word for word."""
        differing = self.differing + (ELSEWHERE if self.elsewhere else 0)
        return self.shared * (self.agreeing + 1) / (self.agreeing + differing + 1)

    @property
    def is_reprint(self) -> bool:
        return self.score >= REPRINT


def compare(one: Profile, other: Profile) -> Comparison:
    shorter, longer = sorted((one, other), key=lambda profile: len(profile.run))
    shared = _aligned(shorter, longer)
    if shared >= FEWEST_ALIGNED:
        shared = _covered(shorter, longer)
    if shared < REPRINT:  # whatever their numbers say
        return Comparison(shared, 0, 0, elsewhere=False)
    agreeing = differing = 0
    for around in one.numbers.keys() & other.numbers.keys():
        same = one.numbers[around] & other.numbers[around]
        agreeing += len(same)
        differing += min(len(one.numbers[around]), len(other.numbers[around])) - len(same)
    elsewhere = one.is_about_other_places(other) and other.is_about_other_places(one)
    return Comparison(shared, agreeing, differing, elsewhere)


def _aligned(one: Profile, other: Profile) -> float:
    """Share of the one's pieces, end to end, that stand in the other."""
    pieces = one.in_order[::PIECE]
    return sum(map(other.run.__contains__, pieces)) / max(1, len(pieces))


def _covered(one: Profile, other: Profile) -> float:
    """Share of the one's characters that lie in a piece of the other.

    A byte for each piece, 1 where the other has it, as one number: shifted by 1, 2 … bytes and laid over itself, it has
    a 1 for each character of these pieces.
    """
    found = int.from_bytes(bytes(map(other.pieces.__contains__, one.in_order)), "big")
    covered = 0
    for place in range(PIECE):
        covered |= found << (8 * place)
    return covered.bit_count() / max(1, len(one.run))
