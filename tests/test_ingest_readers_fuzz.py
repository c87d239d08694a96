"""A short run of the fuzzer: whatever the bytes, a reader reads or refuses. The long run is a program."""

import random
from pathlib import Path

import pytest

from archive.regions.authority import Authority
from tests.fuzz_readers import PICTURES, TOKENS, Fuzzer, good_files

FILES_A_FORMAT = 60


@pytest.fixture(scope="module")
def seeds() -> dict[str, list[bytes]]:
    return good_files(Authority.load())


@pytest.mark.parametrize("kind", [kind for kind in TOKENS if kind not in PICTURES])
def test_damaged_files_are_read_or_refused(
    kind: str, seeds: dict[str, list[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind not in seeds:
        pytest.skip("antiword, which reads .doc, is not installed here")
    monkeypatch.chdir(tmp_path)
    fuzzer = Fuzzer(random.Random(20), seeds, Authority.load())
    for _ in range(FILES_A_FORMAT):
        fuzzer.run(kind)
    assert fuzzer.faults == []
    assert list(tmp_path.iterdir()) == []
    assert sum(fuzzer.outcomes.values()) == FILES_A_FORMAT
    assert fuzzer.outcomes[kind, "read"] > 0, "the damage is never small enough to be read"
    assert len(fuzzer.outcomes) > 1, "the damage is never large enough to be refused"


def test_the_good_files_that_the_fuzzer_begins_with_are_read(seeds: dict[str, list[bytes]]) -> None:
    fuzzer = Fuzzer(random.Random(1), seeds, Authority.load())
    for kind in set(seeds) - set(PICTURES):
        for data in seeds[kind]:
            fuzzer.read(kind, data)
