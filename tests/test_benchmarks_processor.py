"""What a benchmark takes for the work of the site."""

import subprocess
import sys

from benchmarks.serving import processor_seconds

BUSY = "import time\nwhile time.process_time() < 0.4: pass"
FIRST_AND_THEN_WAIT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BUSY!r}], check=True)
print("ended", flush=True)
sys.stdin.read()
"""


def test_what_a_process_did_that_has_ended_since_counts() -> None:
    before = processor_seconds()
    with subprocess.Popen(
        [sys.executable, "-c", FIRST_AND_THEN_WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as site:
        assert site.stdout is not None
        site.stdout.readline()
        assert processor_seconds() - before >= 0.4
