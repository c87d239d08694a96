"""Articles beside each other."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.comparing.comparison import MOST, compare
from archive.comparing.words import Asked
from archive.models import Article
from archive.neighbours import neighbours
from archive.views.visible import private_to_editors, visible_in_bulk
from archive.web.asked_articles import numbers_asked

MOST_ASKED = 40


@require_safe
@private_to_editors
def comparison(request: HttpRequest) -> HttpResponse:
    """``?article=12&article=15``, two to four of them, in this order; with ``q=`` only the subjects that hold these words.

    Of one article, what it can be compared with.
    """
    numbers = numbers_asked(request.GET, most=MOST_ASKED)
    found = visible_in_bulk(request, Article.objects.with_place().with_texts(), numbers[:MOST])
    if len(found) < len(numbers[:MOST]):
        raise Http404
    articles = [found[number] for number in numbers[:MOST]]
    asked = Asked.of(request.GET.get("q", ""))
    context = {
        "section": "compare",
        "articles": articles,
        "words": request.GET.get("q", "").strip(),
        "too_many": len(numbers) > MOST,
        "most": MOST,
    }
    if len(articles) < 2:
        return render(request, "archive/compare.html", context | _choices(articles))
    return render(
        request, "archive/compare.html", context | {"comparison": compare(articles, asked), "asked": asked}
    )


def _choices(articles: list[Article]) -> dict[str, object]:
    """What the article, if there is one, can be laid beside."""
    return {"near": neighbours(articles[0], [])} if articles else {}
