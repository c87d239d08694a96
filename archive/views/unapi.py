"""unAPI: how reference managers take what a page names, one article or a list of them, with one click.

Pages name articles in ``<abbr class="unapi-id" title="7">``; Zotero asks here which formats there are and takes one.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from archive.citing.of_article import work_of
from archive.citing.styles import STYLES
from archive.models import Article

FORMATS = ("ris", "bibtex", "csl")
MULTIPLE_CHOICES = 300
NOT_ACCEPTABLE = 406
LONGEST_ID = 18


@require_safe
def unapi(request: HttpRequest) -> HttpResponse:
    """Without ``id`` the formats, with it those of this article, with ``format`` too the article itself."""
    number, wanted = request.GET.get("id", ""), request.GET.get("format", "")
    if not number:
        return _formats(None, status=200)
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID else None
    article = get_object_or_404(Article.objects.published().for_list(), pk=pk)
    if not wanted:
        return _formats(article, status=MULTIPLE_CHOICES)
    if wanted not in FORMATS:
        return HttpResponse(
            ", ".join(FORMATS), status=NOT_ACCEPTABLE, content_type="text/plain; charset=utf-8"
        )
    style = STYLES[wanted]
    work = work_of(article, request.build_absolute_uri(article.get_absolute_url()))
    return HttpResponse(style.write([work]), content_type=f"{style.media_type}; charset=utf-8")


def _formats(article: Article | None, *, status: int) -> HttpResponse:
    listed = format_html_join(
        "", '<format name="{}" type="{}"/>', ((name, STYLES[name].media_type) for name in FORMATS)
    )
    of_article = format_html(' id="{}"', article.pk) if article else ""
    text = format_html('<?xml version="1.0" encoding="UTF-8"?>\n<formats{}>{}</formats>', of_article, listed)
    return HttpResponse(text, status=status, content_type="application/xml; charset=utf-8")
