"""Whether two texts are twins, by their profiles."""

from dataclasses import dataclass

from archive.twins.profile import PIECE, Profile

REPRINT = 0.45
"""The score from which two texts count as one article. On 175 pairs that were written and labelled by somebody who
did not see this code, the highest score of two articles was 0.37 (a report and its news item), the lowest of a
reprint 0.60 (most sentences edited)."""
ELSEWHERE = 0.5
"""What the score of two texts about other places is multiplied by: a form without figures, filled in by two counties."""


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
        agreement = (self.agreeing + 1) / (self.agreeing + self.differing + 1)
        return self.shared * agreement * (ELSEWHERE if self.elsewhere else 1)

    @property
    def is_reprint(self) -> bool:
        return self.score >= REPRINT


def compare(one: Profile, other: Profile) -> Comparison:
    shorter, longer = sorted((one, other), key=lambda profile: len(profile.run))
    shared = _covered(shorter.run, longer.pieces)
    if shared < REPRINT:  # whatever their numbers say
        return Comparison(shared, 0, 0, elsewhere=False)
    agreeing = differing = 0
    for around in one.numbers.keys() & other.numbers.keys():
        same = one.numbers[around] & other.numbers[around]
        agreeing += len(same)
        differing += min(len(one.numbers[around]), len(other.numbers[around])) - len(same)
    elsewhere = bool(one.places and other.places) and one.places.isdisjoint(other.places)
    return Comparison(shared, agreeing, differing, elsewhere)


def _covered(run: str, pieces: frozenset[str]) -> float:
    """Share of the run's characters that lie in one of the pieces."""
    covered = end = 0
    for at in range(len(run) - PIECE + 1):
        if run[at : at + PIECE] in pieces:
            covered += at + PIECE - max(at, end)
            end = at + PIECE
    return covered / max(1, len(run))
