"""``python -m archive.ingest.quality.fit``: fit the weights of the layout to the families and the labelled texts.

The same commit gives the same weights again. ``--leave-out`` fits without a few families at a time and scores the
lines of their pages, and what the whole reader makes of them field by field, with the share of the values that are
wrong without a notice: the figures that say something about pages that nobody has seen.
"""

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from archive.ingest.layout.decoding import FOLLOWS, WEIGHTS, Model, Vector
from archive.ingest.layout.grammar import STATES, State
from archive.ingest.quality import left_out
from archive.ingest.quality.articles import Article, load_pages
from archive.ingest.quality.families import MINGLED, Composer, Family, load_families, load_words, mixed
from archive.ingest.quality.samples import Sample, sample
from archive.ingest.quality.scoring import Mark, Score
from archive.regions.authority import Authority

PAGES = 110  # of each family
BLIND_COPIES = 0.5
COPIES_OF_FORM = 8  # the labelled texts are short and each shows a difficulty: they count so often
LEAST_WEIGHT = 0.02
SETTINGS = {"c1": 0.15, "c2": 0.3, "max_iterations": 120, "feature.possible_transitions": True}
FORM = "labelled"  # the family of the labelled texts themselves
TIMES = 8  # fits of --leave-out: each goes without every eighth family, which is harder than without one and much quicker


def make_samples() -> list[Sample]:
    """The pages of all families, and the labelled texts as they are."""
    labelled = load_pages()
    bank = [page.article for page in labelled]
    samples: list[Sample | None] = []
    for known in labelled:
        samples += [sample(FORM, known.text, known.spans)] * COPIES_OF_FORM
        samples.append(sample(FORM, known.text, known.spans, chance=random.Random(known.file)))  # noqa: S311
    for family in load_families():
        samples += samples_of(family, bank, most=PAGES * family.often)
    return [found for found in samples if found]


def samples_of(family: Family, bank: Sequence[Article], *, most: int) -> Iterator[Sample | None]:
    """So many pages of a family, each by a chance of its own, so that the same commit makes the same pages."""
    words = load_words()
    for number in range(most):
        chance = random.Random(f"{family.name} {number}")  # noqa: S311 - pages, no secrets
        article, mingled = mixed(bank, chance), chance.random() < MINGLED
        page = Composer(words, chance).page(family, article, mingled=mingled)
        blind = chance if chance.random() < BLIND_COPIES else None
        yield sample(
            family.name,
            page.text,
            tuple(page.spans()),
            hints=page.hints_by_offset(),
            elsewhere=page.elsewhere,
            chance=blind,
        )


def fit(samples: Iterable[Sample]) -> tuple[dict[str, Vector], dict[tuple[State, State], float]]:
    """The weights that explain the samples best."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for found in samples:
        trainer.append(
            [dict.fromkeys(seen, 1.0) for seen in found.lines], [str(state) for state in found.states]
        )
    with TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        tagger.close()
    names = sorted({name for name, _ in info.state_features})
    weights = {
        name: tuple(round(info.state_features.get((name, str(state)), 0.0), 2) for state in STATES)
        for name in names
    }
    follows = {(State(one), State(two)): round(weight, 2) for (one, two), weight in info.transitions.items()}
    return {
        name: row for name, row in weights.items() if any(abs(weight) >= LEAST_WEIGHT for weight in row)
    }, follows


def write(
    weights: dict[str, Vector], follows: dict[tuple[State, State], float], path: Path = WEIGHTS
) -> None:
    """The weights as a table: a row an observation, a column a state."""
    rows = ["\t".join(["evidence", *STATES])]
    rows += [
        "\t".join([FOLLOWS + before, *(_cell(follows.get((before, after), 0.0)) for after in STATES)])
        for before in STATES
    ]
    rows += ["\t".join([name, *map(_cell, row)]) for name, row in weights.items()]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _cell(weight: float) -> str:
    return f"{weight:g}" if weight else ""


def right(model: Model, samples: Sequence[Sample]) -> tuple[float, float]:
    """The share of lines with the right kind, and of pages with the right title."""
    lines = good = titles = 0
    for found in samples:
        read = [decision.state for decision in model.decide(found.lines)]
        lines += len(read)
        good += sum(one.kind == two.kind for one, two in zip(read, found.states, strict=True))
        titles += [one is State.HEAD_TITLE for one in read] == [
            two is State.HEAD_TITLE for two in found.states
        ]
    return good / lines, titles / len(samples)


def leave_out(samples: Sequence[Sample]) -> None:
    """Prints how well each family is read by what others teach: its lines, then its pages as wholes, by field.

    The figures by field are kept beside the families; ``python -m tests.gate`` shows them.
    """
    authority = Authority.load()
    families = {family.name: family for family in load_families()}
    everything: list[Mark] = []
    for start in range(TIMES):
        names = sorted({found.family for found in samples})[start::TIMES]
        model = Model.of(*fit(found for found in samples if found.family not in names))
        for name in names:
            lines, titles = right(model, [found for found in samples if found.family == name])
            told = f"{name:18s} lines {lines:.3f}  titles {titles:.3f}"
            if name in families:
                found = tuple(left_out.marks_of(families[name], model, authority))
                everything += found
                told += left_out.in_words(Score(found))
            print(told, flush=True)
    whole = Score(tuple(everything))
    left_out.keep(whole)
    for field, (mean, count) in whole.fields.items():
        print(f"{mean:6.3f}  {field}  (n={count}{whole.notices(field)})")
    print(whole.summary())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leave-out", action="store_true", help="score each family by what the others teach")
    options = parser.parse_args()
    samples = make_samples()
    if options.leave_out:
        leave_out(samples)
        return
    write(*fit(samples))


if __name__ == "__main__":
    main()
