"""What to follow beside a search: the gaps that were filled."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.feeds import MOST_ENTRIES, answer, atom
from archive.models import Article
from archive.views.coverage import Asked


@require_safe
def gaps_filled(request: HttpRequest) -> HttpResponse:
    """Reviews of a federation and a year of which there was none before, the last that came first: ``?region=``."""
    asked = Asked.of(request.GET)
    filled = Article.objects.listed().filling_gaps()
    if asked.place:
        filled = filled.in_region(asked.place)
    if asked.year:
        filled = filled.covering(asked.year, asked.year)
    name = asked.told or _("全国")
    written = atom(
        ((article, (_told(article),)) for article in filled.newest_added().for_list()[:MOST_ENTRIES]),
        request.build_absolute_uri,
        title=_("补上的缺漏：%(name)s") % {"name": name},
        subtitle=_("原来没有、后来收录到的年份"),
        page=asked.url,
        address=asked.feed_url,
    )
    return answer(request, written)


def _told(article: Article) -> str:
    return f"{article.region.full_name} · {article.period_label}"
