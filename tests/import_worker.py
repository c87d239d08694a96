"""What the import worker does beside the site, done at once in a test."""

from archive.imports.runner import Runner


def read_what_waits() -> int:
    """One turn of a worker: everything that was handed in is read; how many files that were."""
    runner = Runner("test")
    try:
        return runner.run()
    finally:
        runner.end()
