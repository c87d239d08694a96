"""Who is at work in the admin."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def editor(request: HttpRequest) -> User:
    """The account that asks; nobody without one gets as far as where this is asked."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
