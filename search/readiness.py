"""What those ask who send readers here: whether this process answers at all, and whether its searches can be relied on."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import replicas
from search.binding import mismatch
from search.engines import engine
from search.engines.contract import IndexUnavailable


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Nothing is asked of the database: whether to begin this process anew does not depend on it."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """503 while readers are better sent to another host; why is a word, the log says more."""
    because = obstacle()
    return JsonResponse({"ready": because is None, "because": because}, status=503 if because else 200)


def obstacle() -> str | None:
    """What keeps searches on this host from being relied on, in a word; None where nothing does."""
    try:
        replicas.refuse_to_answer()
        return "index" if engine().health().problem or mismatch() else None
    except replicas.OtherConfiguration:
        return "configuration"
    except IndexUnavailable:
        return "index"
    except DatabaseError:
        return "database"
