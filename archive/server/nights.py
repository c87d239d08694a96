"""What is done once a day: at night where the machine runs then."""

from datetime import datetime, timedelta

NIGHT = range(2, 6)
AT_NIGHT_AFTER = timedelta(hours=20)
AT_ANY_TIME_AFTER = timedelta(hours=48)


def is_due(last: datetime | None, now: datetime) -> bool:
    """At night where the machine runs then; by day where it never did for two days, and where it was never done."""
    if last is None:
        return True
    age = now - last
    return age > AT_ANY_TIME_AFTER or (age > AT_NIGHT_AFTER and now.hour in NIGHT) or age < timedelta(0)
