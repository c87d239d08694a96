"""Said once by a server before it answers its first request, so that no reader waits for what loads at first use."""

from django.dispatch import Signal

about_to_serve = Signal()
