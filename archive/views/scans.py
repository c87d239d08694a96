"""Pages of originals as pictures."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from archive.models import ScannedPage
from archive.views.visible import private_to_editors, visible


@require_safe
@private_to_editors
def page(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture of a page, made anew from the original, for whoever may read the article."""
    article = get_object_or_404(visible(request).only("source_id"), pk=pk)
    shown = get_object_or_404(ScannedPage, source=article.source_id, number=number)
    content = bytes(shown.content)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        content, content_type="image/webp"
    )
    response["ETag"] = etag
    response["Cache-Control"] = (
        "private, no-cache"  # asked for anew each time: what is withdrawn is seen no more
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
