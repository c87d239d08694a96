"""What the head of a page says of it, where no view has to know: ``{% canonical %}``, ``{% placed_data path %}``."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.described import breadcrumbs, collection, place, structured
from archive.models import Region

register = template.Library()

OF_THE_PAGE = ("region", "page")
"""Parameters that make another page of a list; all others show the same one otherwise."""


@register.simple_tag(takes_context=True)
def canonical(context: Context, url: str = "") -> SafeString:
    """The one address of the page, or ``url``, whatever search led there and whatever is shown beside it."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    if url:
        return format_html('<link rel="canonical" href="{}">', request.build_absolute_uri(url))
    kept = QueryDict(mutable=True)
    kept.update({name: request.GET[name] for name in OF_THE_PAGE if request.GET.get(name)})
    address = request.build_absolute_uri(request.path)
    return format_html(
        '<link rel="canonical" href="{}">', f"{address}?{kept.urlencode()}" if kept else address
    )


@register.simple_tag(takes_context=True)
def placed_data(context: Context, path: Sequence[Region] = (), last: object = "") -> SafeString:
    """Data for search engines on a page that lists articles: what it is and where it stands."""
    absolute = context["request"].build_absolute_uri
    here = absolute(context["request"].path)
    steps = [(_("全部地区"), absolute(reverse("archive:regions")))]
    steps += [(step.name, absolute(step.get_absolute_url())) for step in path]
    steps += [(str(last), here)] if last else []
    name = " ".join([*(step.name for step in path), *([str(last)] if last else [])])
    about: dict[str, Any] | None = place(path[-1]) if path else None
    return structured([collection(name, here, about), breadcrumbs(steps)])


@register.simple_tag(takes_context=True)
def site_data(context: Context) -> SafeString:
    """The site itself, with how it is searched."""
    absolute = context["request"].build_absolute_uri
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{absolute(reverse('search:search'))}?q={{words}}",
        },
        "query-input": "required name=words",
    }
    return structured(
        [
            {
                "@type": "WebSite",
                "name": _("工会工作综述档案库"),
                "url": absolute(reverse("archive:home")),
                "inLanguage": "zh-Hans",
                "potentialAction": search,
            }
        ]
    )
