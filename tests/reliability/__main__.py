"""Runs a program of this folder in a data folder of its own; see ``tests.reliability``."""

import sys

from tests.reliability.apart import run

if __name__ == "__main__":
    done = run(*sys.argv[1:])
    sys.stdout.write(done.stdout)
    sys.exit(done.returncode)
