"""What programs are told of a page: search engines, reference managers, whoever shows a link to it.

Highwire's ``citation_*`` and Dublin Core are read by Zotero and its kind, schema.org by search engines. They say what
the reference says, out of the same ``Work``; what is not known is left out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.citing.pages import page
from archive.citing.work import Work
from archive.models import Article, Region
from archive.representation import plain_value

LONGEST_DESCRIPTION = 150
"""Characters; search engines show some eighty Chinese ones."""
NO_END_OF_SCRIPT = str.maketrans(
    {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)

Named = Iterator[tuple[str, str]]


def described(article: Article, opening: str) -> str:
    """Place and years, where it was printed, and how it begins."""
    place = article.region.full_name.replace(" › ", "") if article.region else _("地区不详")
    printed = " ".join(filter(None, [article.newspaper, str(article.published_on or ""), article.page_label]))
    parts = [f"{place} · {article.period_label}", printed, opening]
    return shortened("｜".join(filter(None, parts)))


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"


def titled(article: Article) -> str:
    """Some twenty-nine counties share a name, and many reviews a title: place and years tell a tab from another."""
    place = [article.region.name] if article.region else []
    return " · ".join([article.display_title, *place, article.period_label])


def highwire(work: Work) -> Named:
    yield from _given(("citation_title", _whole_title(work)))
    for name in work.authors.names:
        yield "citation_author", name
    yield from _given(
        ("citation_publication_date", work.published and work.published.replace("-", "/")),
        ("citation_journal_title", work.newspaper),
        ("citation_firstpage", page(work.page) if work.page else None),
        ("citation_language", "zh-CN"),
        ("citation_public_url", work.url),
        ("citation_fulltext_html_url", work.url),
    )


def dublin_core(article: Article, work: Work) -> Named:
    yield from _given(("DC.title", _whole_title(work)))
    for name in work.authors.names:
        yield "DC.creator", name
    yield from _given(
        ("DC.date", work.published),
        ("DC.source", work.newspaper),
        ("DC.publisher", article.issuer),
        ("DC.coverage", article.region and article.region.full_name),
        ("DC.coverage", article.period_label if article.has_period else None),
        ("DC.identifier", work.url),
        ("DC.language", "zh-CN"),
        ("DC.type", "Text"),
    )


def _given(*pairs: tuple[str, object]) -> Named:
    return ((name, str(value)) for name, value in pairs if value)


def _whole_title(work: Work) -> str | None:
    return f"{work.title}：{work.subtitle}" if work.subtitle else work.title


def news_article(article: Article, work: Work) -> dict[str, Any]:
    """The article as schema.org has it."""
    return without_unknown(
        {
            "@type": "NewsArticle",
            "headline": work.title,
            "alternativeHeadline": work.subtitle,
            "author": [{"@type": "Person", "name": name} for name in work.authors.names],
            "datePublished": work.published,
            "dateModified": plain_value(article.updated_at),
            "isPartOf": work.newspaper and {"@type": "Newspaper", "name": work.newspaper},
            "printPage": page(work.page) if work.page else None,
            "sourceOrganization": article.issuer and {"@type": "Organization", "name": article.issuer},
            "contentLocation": article.region and place(article.region),
            "temporalCoverage": article.has_period and f"{article.period_start}/{article.period_end}",
            "inLanguage": "zh-Hans",
            "url": work.url,
            "mainEntityOfPage": work.url,
        }
    )


def place(region: Region) -> dict[str, Any]:
    return {"@type": "AdministrativeArea", "name": region.full_name, "identifier": region.code}


def collection(name: str, address: str, about: dict[str, Any] | None = None) -> dict[str, Any]:
    """A page that lists articles."""
    return without_unknown({"@type": "CollectionPage", "name": name, "url": address, "about": about})


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """(name, address) from the first page down to this one."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, start=1)
        ],
    }


def without_unknown(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value}


def structured(things: Iterable[dict[str, Any]]) -> SafeString:
    """A script of data, which no browser runs; nothing in it can end it."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(NO_END_OF_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
