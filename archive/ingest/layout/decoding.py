"""The most likely reading of a page: weights for what is seen, for what follows what, and one decision for all lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import add, mul
from pathlib import Path

from archive.ingest.layout.evidence import Evidence
from archive.ingest.layout.grammar import ALLOWED, STARTS, STATES, State

WEIGHTS = Path(__file__).with_name("weights.tsv")
IMPOSSIBLE = -1e9
LEAST = -60.0  # of a score against the best of its line
NEVER = exp(LEAST)
PLACES = {state: at for at, state in enumerate(STATES)}
FOLLOWS = "after "  # the rows of the table that weigh what follows what: "after head.title"

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of a line, and how likely each state is for it with the whole page in sight."""

    state: State
    chances: Vector

    def chance(self, *states: State) -> float:
        """How likely the line is one of the states."""
        return sum([self.chances[PLACES[state]] for state in states])


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by observation, one for each state, and for each pair of states that may follow each other."""

    weights: dict[str, Vector]
    follows: tuple[Vector, ...]  # by the later state: what each one that may be before says for it
    forward: tuple[Vector, ...]  # the same as factors
    backward: tuple[Vector, ...]  # by the earlier state

    @classmethod
    def of(cls, weights: dict[str, Vector], follows: dict[tuple[State, State], float]) -> "Model":
        def weight(before: State, after: State) -> float:
            return follows.get((before, after), 0.0) if (before, after) in ALLOWED else IMPOSSIBLE

        rows = tuple(tuple(weight(before, after) for before in STATES[: _reach(after)]) for after in STATES)
        forward = tuple(tuple(map(exp, row)) for row in rows)
        backward = tuple(tuple(exp(weight(before, after)) for after in STATES) for before in STATES)
        return cls(weights, rows, forward, backward)

    def scores(self, seen: Evidence) -> list[float]:
        """What the observations of one line say for each state."""
        rows = [row for name in seen if (row := self.weights.get(name))]
        return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(STATES)

    def decide(
        self, lines: Sequence[Evidence], *, settled: Mapping[int, Sequence[State]] | None = None
    ) -> list[Decision]:
        """One state for each line of a page, the most likely ones together, out of those that are settled for it."""
        if not lines:
            return []
        emitted = [self.scores(seen) for seen in lines]
        emitted[0] = _only(STARTS, emitted[0])
        for at, states in (settled or {}).items():
            emitted[at] = _only(states, emitted[at])
        return [
            Decision(STATES[at], chances)
            for at, chances in zip(self._best(emitted), self._chances(emitted), strict=True)
        ]

    def _best(self, emitted: Sequence[Sequence[float]]) -> list[int]:
        totals = [list(emitted[0])]
        for scores in emitted[1:]:
            best = [max(map(add, totals[-1], row)) for row in self.follows]
            totals.append(list(map(add, best, scores)))
        path = [_highest(totals.pop())]
        for total in reversed(totals):  # the way that the best state came is asked of it alone
            path.append(_highest(list(map(add, total, self.follows[path[-1]]))))
        return path[::-1]

    def _chances(self, emitted: Sequence[Sequence[float]]) -> list[Vector]:
        # each line's scores against its best, so that nothing overflows
        local = []
        for scores in emitted:
            most = max(scores)
            local.append([exp(score - most) if score - most > LEAST else NEVER for score in scores])
        forward = [_normal(local[0])]
        for scores in local[1:]:
            last = forward[-1]
            forward.append(_normal(map(mul, scores, [sum(map(mul, last, row)) for row in self.forward])))
        after = [1.0] * len(STATES)
        chances = [tuple(forward[-1])]
        for last, scores in zip(reversed(forward[:-1]), reversed(local[1:]), strict=True):
            values = list(map(mul, after, scores))
            after = _normal([sum(map(mul, values, row)) for row in self.backward])
            chances.append(tuple(_normal(map(mul, last, after))))
        return chances[::-1]


def _reach(after: State) -> int:
    """How many states, in their order, hold all that may stand before one: a page never runs back."""
    return 1 + max(at for at, before in enumerate(STATES) if (before, after) in ALLOWED)


def _highest(scores: Sequence[float]) -> int:
    return scores.index(max(scores))


def _only(states: Sequence[State], scores: Sequence[float]) -> list[float]:
    return [score if state in states else IMPOSSIBLE for state, score in zip(STATES, scores, strict=True)]


def _normal(weights: Iterable[float]) -> list[float]:
    values = list(weights)
    total = sum(values) or 1.0
    return [value / total for value in values]


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """The weights that come with the program."""
    rows = path.read_text(encoding="utf-8").splitlines()
    columns = [State(name) for name in rows[0].split("\t")[1:]]
    order = [columns.index(state) for state in STATES]
    weights: dict[str, Vector] = {}
    follows: dict[tuple[State, State], float] = {}
    for row in rows[1:]:
        name, *cells = row.split("\t")
        numbers = [float(cell or 0) for cell in cells]
        if name.startswith(FOLLOWS):
            before = State(name.removeprefix(FOLLOWS))
            follows |= {(before, after): number for after, number in zip(columns, numbers, strict=True)}
        else:
            weights[name] = tuple(numbers[at] for at in order)
    return Model.of(weights, follows)
