"""Articles that a reader put aside. The browser keeps their numbers; the page is made of its address alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.citing.of_article import work_of
from archive.citing.styles import DEFAULT, STYLES
from archive.citing.work import Work
from archive.comparing.comparison import MOST as MOST_COMPARED
from archive.models import Article
from archive.views.visible import private_to_editors, visible_in_bulk
from archive.web.asked_articles import numbers_asked
from archive.web.file_names import disposition

MOST = 100


@require_safe
@private_to_editors
def shelf(request: HttpRequest) -> HttpResponse:
    """``?article=12&article=15``: what can be done with them together. Without any the browser brings its own."""
    wanted = numbers_asked(request.GET, most=MOST)
    articles = _articles(request, wanted)
    return render(
        request,
        "archive/shelf.html",
        {
            "articles": articles,
            "gone": len(wanted) - len(articles),
            "most": MOST,
            "most_compared": MOST_COMPARED,
            "references": STYLES[DEFAULT].write(_works(request, articles)) if articles else "",
            "styles": STYLES.values(),
            "asked": "&".join(f"article={article.pk}" for article in articles),
        },
    )


@require_safe
@private_to_editors
def citations(request: HttpRequest, style: str) -> HttpResponse:
    """The references to all of them in one style, as a file."""
    if style not in STYLES:
        raise Http404
    articles = _articles(request, numbers_asked(request.GET, most=MOST))
    name = f"references.{STYLES[style].suffix}"
    return HttpResponse(
        STYLES[style].write(_works(request, articles)),
        content_type=f"{STYLES[style].media_type}; charset=utf-8",
        headers={"Content-Disposition": disposition(name, plain=name)},
    )


def _articles(request: HttpRequest, numbers: list[int]) -> list[Article]:
    """Those that there are for this reader, in the order of the address."""
    found = visible_in_bulk(request, Article.objects.for_list(), numbers)
    return [found[number] for number in numbers if number in found]


def _works(request: HttpRequest, articles: list[Article]) -> list[Work]:
    return [work_of(article, request.build_absolute_uri(article.get_absolute_url())) for article in articles]
