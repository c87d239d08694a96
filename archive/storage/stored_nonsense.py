"""What rows hold that they should not, as the log tells it."""

import logging
from functools import lru_cache

logger = logging.getLogger(__name__)
MOST_SHOWN = 80


def tell(column: object, value: object) -> None:
    """Name the column and the value once; a list that is looked at every minute must not fill the log."""
    _tell(str(column), repr(value)[:MOST_SHOWN])


@lru_cache(maxsize=1000)
def _tell(column: str, value: str) -> None:
    logger.warning("%s holds what it cannot, and is read without it: %s", column, value)
