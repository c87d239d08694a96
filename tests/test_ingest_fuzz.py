"""Broken files of every form are read or refused, and nothing else (the long run is ``tests.fuzz_readers``)."""

import time
from itertools import islice

import pytest

from tests.fuzz_readers import SLOWEST, SOUND, read, rounds

FILES_A_FORM = {"pdf": 40, "docx": 40, "html": 40}
SEED = 20_190_000  # another than the long run's, so that both see their own files


@pytest.mark.parametrize("form", list(SOUND))
def test_a_broken_file_is_read_or_refused(form: str) -> None:
    for one in islice(rounds(SEED, (form,)), FILES_A_FORM.get(form, 80)):
        start = time.monotonic()
        read(one)
        assert time.monotonic() - start < SLOWEST
