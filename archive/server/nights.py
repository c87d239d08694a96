"""What is done once a day: at night where the machine runs then."""

from datetime import datetime, timedelta

NIGHT = range(2, 6)
"""Hours of the clock of the place, in which nobody edits."""
AT_NIGHT_AFTER = timedelta(hours=20)
"""Less than a day: what was done at five is due again at two."""
AT_ANY_TIME_AFTER = timedelta(hours=48)
"""The machine of an office that is switched off at night."""


def is_due(last: datetime | None, now: datetime) -> bool:
    """At night where the machine runs then; by day where it never did for two days, and where it was never done."""
    if last is None:
        return True
    age = now - last
    return age > AT_ANY_TIME_AFTER or (age > AT_NIGHT_AFTER and now.hour in NIGHT) or age < timedelta(0)
