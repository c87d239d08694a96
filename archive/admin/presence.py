"""Tells an editor who else has an article open, when it is opened and as long as it is."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from archive.admin.people import editor
from archive.editing import presence as present
from archive.models import Article, EditingPresence
from archive.storage.storage_faults import fault_of


def who_else(request: HttpRequest, article: Article) -> Sequence[EditingPresence]:
    """The others; and this editor is one for them from now on, unless nothing can be written just now."""
    try:
        present.here(article.pk, editor(request))
    except DatabaseError as error:
        if fault_of(error) is None:
            raise
    return present.others(article.pk, editor(request))


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life from an open form, or that it was left; the answer is the sentence about the others."""
    if not request.user.has_perm("archive.change_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.kept().only("pk"), pk=pk)
    if "left" in request.POST:
        present.left(article.pk, editor(request))
        return HttpResponse(status=204)
    return render(request, "admin/archive/article/_presence.html", {"others": who_else(request, article)})
